"""What an entry is: shared facts once, texts per language.

The classes here say which fields there are, which are required and what each may hold. They are the
one set of rules for the front matter of an entry; :mod:`generator.check` turns what they find wrong
into problems with positions.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.figures import Figure, parse_figure
from generator.vocabulary import Vocabulary

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""Inline Markdown. Four thousand characters are more than any field of a page can carry."""

LONGEST_ID = 80
"""The longest id, in characters: it is a file name, a part of an address, and printed."""

Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$", max_length=LONGEST_ID)]
Year = Annotated[int, Field(ge=1900, le=2100)]


class Kind(StrEnum):
    """The two kinds of entry; the value is the folder that holds them."""

    RECIPE = "recipes"
    PRACTICE = "practices"

    @property
    def letter(self) -> str:
        """The letter that the reference numbers of this kind begin with."""
        return "R" if self is Kind.RECIPE else "P"


LETTERS = "".join(kind.letter for kind in Kind)


def _figure(value: Any) -> Any:
    if isinstance(value, Figure):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("expected-text", "not a text")
    try:
        return parse_figure(value)
    except ValueError:
        raise PydanticCustomError("bad-figure", "not a figure") from None


FigureField = Annotated[
    Figure, BeforeValidator(_figure), PlainSerializer(lambda figure: figure.__dict__)
]


def _day(value: Any) -> Any:
    """Accept ISO dates only: a date written another way would be read as another day somewhere."""
    if isinstance(value, str) and value:
        try:
            # Python also takes 20260101 and 2026-W01-1.
            if len(value) != len("2026-01-01"):
                raise ValueError
            return datetime.datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise PydanticCustomError("bad-date", "not a date") from None
    return value


Day = Annotated[datetime.date, BeforeValidator(_day)]


def _moment(value: Any) -> Any:
    if not re.fullmatch(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?", str(value)):
        raise PydanticCustomError("bad-date", "not a date")
    if len(str(value)) == len("2014-11-04"):
        _day(str(value))
    return str(value)


Moment = Annotated[str, BeforeValidator(_moment)]
"""A year, a month or a day: ``2014``, ``2018-03``, ``2016-02-01``."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(_Part):
    """When something ran; without an end, it went on."""

    start: Moment
    end: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        # What is known less exactly is compared as far as both are known.
        if self.end and self.end < self.start[: len(self.end)]:
            raise PydanticCustomError("period-order", "ends before it starts")
        return self


class Source(_Part):
    """Where an entry comes from: a work of the vocabulary, or its own title, publisher and year."""

    work: Id | None = None
    number: Annotated[int, Field(ge=1, le=999)] | None = None
    code: Text | None = None
    title: Text | None = None
    authors: tuple[Text, ...] = ()
    publisher: Text | None = None
    year: Year | None = None

    @model_validator(mode="after")
    def _complete(self) -> Source:
        if not self.work and not (self.title and self.publisher):
            raise PydanticCustomError("incomplete-source", "neither a work nor a title and publisher")
        return self


class Adoption(_Part):
    """What became of the practice somewhere else."""

    place: Id
    year: Year
    status: Literal["adopted", "adapted", "stopped"]


class Facts(_Part):
    """The shared facts of an entry, stated once, in the file of its source language."""

    ref: Annotated[str, StringConstraints(pattern=rf"^[{LETTERS}][0-9]{{2,4}}$")]
    chapter: Id
    places: Annotated[tuple[Id, ...], Field(min_length=1)]
    tags: Annotated[tuple[Id, ...], Field(min_length=1)]
    as_of: Year
    period: Period | None = None
    duration: FigureField | None = None
    group_size: FigureField | None = None
    funding: FigureField | None = None
    evidence: Literal["measured", "followed-up", "experience"]
    source: Source
    related: tuple[Id, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    published: Day
    reviewed: Day
    next_review: Day


class ResultText(_Part):
    """The words of a result: what its figure measures, and whose count it is."""

    measures: Text
    counted_by: Text | None = None


class Result(ResultText):
    """Something the entry states as a result."""

    figure: FigureField


class Texts(_Part):
    """The texts of an entry in one language. ``sections`` come from the Markdown body."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    summary: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    audience: Text | None = None
    who: Text | None = None
    time: Text | None = None
    needs: Text | None = None
    money: Text | None = None
    results: tuple[ResultText, ...] = ()
    benefits: Annotated[tuple[Text, ...], Field(min_length=1)]
    cautions: Annotated[tuple[Text, ...], Field(min_length=1)]
    context: Text | None = None
    evidence_note: Text | None = None
    sections: dict[str, str] = {}


class SourceFile(Facts, Texts):
    """The front matter of the file in the entry's source language."""

    results: tuple[Result, ...] = ()


class TranslationFile(Texts):
    """The front matter of a file in another language.

    ``digests`` records, field by field, the source text that the translation was made from.
    """

    translation_of: Id
    digests: dict[str, str] = {}


GLANCE = ("audience", "who", "time", "needs", "money")
"""The texts shown among the facts at a glance, in their order."""

TEXT_FIELDS = tuple(name for name in Texts.model_fields if name != "sections")


def digest(value: Any) -> str:
    """Return a short fingerprint of a text field in which white space does not count."""
    if isinstance(value, BaseModel):
        # A figure is shared: when it changes, every language shows the new one.
        value = value.model_dump(exclude={"figure"}, exclude_none=True)
    if isinstance(value, Mapping):
        plain = "\x1f".join(f"{key}\x1e{digest(part)}" for key, part in sorted(value.items()))
    elif isinstance(value, (list, tuple)):
        plain = "\x1f".join(digest(part) for part in value)
    else:
        plain = " ".join(str(value).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def digests_of(texts: Texts) -> dict[str, str]:
    """Return the digest of each text that is there, fields first, then body sections."""
    fields = {name: getattr(texts, name) for name in TEXT_FIELDS}
    filled = {name: digest(value) for name, value in fields.items() if value}
    return filled | {name: digest(text) for name, text in texts.sections.items()}


@dataclass(frozen=True)
class Translated:
    """Something with texts by language.

    ``paths`` are the files it was read from. ``behind`` names, by language, the fields whose source
    text has changed since they were translated.
    """

    id: str
    source_language: str
    texts: Mapping[str, Any]
    paths: Mapping[str, str]
    behind: Mapping[str, tuple[str, ...]]

    def shown_in(self, language: str) -> str:
        """Return the language whose texts a reader of ``language`` gets."""
        return language if language in self.texts else self.source_language


@dataclass(frozen=True)
class Entry(Translated):
    """A recipe or a practice, complete: facts, and texts by language (``Texts``)."""

    kind: Kind
    facts: Facts

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of the results, in order; each language has its own words for them."""
        return tuple(result.figure for result in self.texts[self.source_language].results)

    def all_tags(self, vocabulary: Vocabulary) -> list[str]:
        """Return the entry's tags with those that follow from its chapter and places, in order."""
        carried = {*self.facts.tags, vocabulary.chapters[self.facts.chapter].theme}
        carried |= {vocabulary.region_of(place) for place in self.facts.places}
        return [tag for tag in vocabulary.tags if tag in carried]

    @property
    def order(self) -> tuple[int, int]:
        """Recipes before practices, each by number."""
        return (list(Kind).index(self.kind), int(self.facts.ref[1:]))


@dataclass(frozen=True)
class Part(Translated):
    """A part of the book that is no entry, such as a chapter's opening (``PartText`` by language)."""


class PartText(_Part):
    """The text of a part of the book in one language; ``body`` is the Markdown below."""

    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
    summary: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]
    body: str = ""


class PartSourceFile(PartText):
    """The front matter of a part in its source language."""


class PartTranslationFile(PartText):
    """The front matter of a part in another language."""

    translation_of: Id
    digests: dict[str, str] = {}


def part_digests(text: PartText) -> dict[str, str]:
    """Return the digest of each text of a part of the book."""
    return {name: digest(getattr(text, name)) for name in ("title", "summary", "body")}


@dataclass(frozen=True)
class Cookbook:
    """Everything that is rendered: the entries in order, the book's parts, the vocabulary."""

    entries: Mapping[str, Entry]
    parts: Mapping[str, Part]
    vocabulary: Vocabulary

    @cached_property
    def by_tag(self) -> dict[str, list[Entry]]:
        """The entries that carry each tag; tags that nobody carries have an empty list."""
        found: dict[str, list[Entry]] = {tag: [] for tag in self.vocabulary.tags}
        for entry in self.entries.values():
            for tag in entry.all_tags(self.vocabulary):
                found[tag].append(entry)
        return found

    @cached_property
    def by_chapter(self) -> dict[str, list[Entry]]:
        """The entries of each chapter, recipes first."""
        found: dict[str, list[Entry]] = {chapter: [] for chapter in self.vocabulary.chapters}
        for entry in self.entries.values():
            found[entry.facts.chapter].append(entry)
        return found

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Return the recipes or the practices, by number."""
        return [entry for entry in self.entries.values() if entry.kind is kind]

    @cached_property
    def written_chapters(self) -> list[str]:
        """The chapters that have an opening or entries, in the book's order."""
        return [id_ for id_ in self.vocabulary.chapters if self.chapter_part(id_) or self.by_chapter[id_]]

    def chapter_part(self, chapter: str) -> Part | None:
        """Return the opening of a chapter, if one is written."""
        return self.parts.get(f"chapters/{chapter}")

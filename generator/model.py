"""What an entry is: shared facts once, texts per language.

The classes here say which fields there are, which are required and what each may hold. They are the
one set of rules for the front matter of an entry, as those of :mod:`generator.parts` are for the rest
of the book; :mod:`generator.fields` turns what they find wrong into problems with positions.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from generator.figures import LONGEST, Figure, Whole, parse_figure
from generator.vocabulary import Vocabulary

ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"

RESERVED_ID = r"(?:[rp][0-9]+|con|prn|aux|nul|com[0-9]|lpt[0-9])"
"""What looks like a reference number, and names of devices, which no file may have on Windows."""

NAME = rf"(?!{RESERVED_ID}(?![a-z0-9-])){ID}"
"""An id that a file may be named by."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
"""Inline Markdown. Four thousand characters are more than any field of a page can carry."""

LONGEST_TITLE = 120
"""The longest title, in characters."""

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)]
Summary = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]

LONGEST_ID = 80
"""The longest id, in characters: it is a file name, a part of an address, and printed."""

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Id = Annotated[str, StringConstraints(pattern=rf"^{ID}$", max_length=LONGEST_ID)]

WebAddress = Annotated[str, StringConstraints(
    pattern=r'^https://[A-Za-z0-9åäöÅÄÖ-]+(\.[A-Za-z0-9åäöÅÄÖ-]+)+(/[^\s@<>"]*)?$', max_length=300)]
"""The address of a public page. Nothing else is taken, so that it can hold no person's address or number."""

Year = Annotated[int, Whole, Field(ge=1900, le=2100)]

MOST: Mapping[str, int] = MappingProxyType({
    "places": 40, "tags": 40, "related": 20, "adoptions": 40, "authors": 30,
    "results": 60, "benefits": 60, "cautions": 60, "searched_as": 20,
})
"""How many items each list of an entry may have: some times what the longest has, and no more than a page bears."""


def most(name: str, least: int = 0) -> Any:
    """Return the limits of a list: those of ``MOST`` for ``name``, and at least ``least`` items."""
    return Field(min_length=least or None, max_length=MOST[name])


class Kind(StrEnum):
    """The two kinds of entry; the value is the folder that holds them."""

    RECIPE = "recipes"
    PRACTICE = "practices"

    @property
    def letter(self) -> str:
        """The letter that the reference numbers of this kind begin with."""
        return "R" if self is Kind.RECIPE else "P"


LETTERS = "".join(kind.letter for kind in Kind)

NUMBER = "(?:0{1,3}[1-9]|0{0,2}[1-9][0-9]|0?[1-9][0-9]{2}|[1-9][0-9]{3})"
"""The number in a reference number: two to four digits, not all of them zeros."""


def same_ref(ref: str) -> str:
    """Return a reference number without zeros before its number: ``R01`` and ``R001`` are the same."""
    return ref[:1] + ref[1:].lstrip("0")


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
    Figure, BeforeValidator(_figure), PlainSerializer(lambda figure: figure.__dict__),
    WithJsonSchema({"type": ["string", "integer"], "maxLength": LONGEST}),
]


CENTURY = "(?:19|20|21)"
"""What the years of dates begin with: any other is a slip of the finger."""


def _day(value: Any) -> Any:
    """Accept ISO dates only: a date written another way would be read as another day somewhere."""
    if isinstance(value, str) and value:
        try:
            # Python also takes 20260101, 2026-W01-1 and the digits of other scripts.
            if not re.fullmatch(rf"{CENTURY}[0-9]{{2}}-[0-9]{{2}}-[0-9]{{2}}", value):
                raise ValueError
            return datetime.datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise PydanticCustomError("bad-date", "not a date") from None
    return value


Day = Annotated[datetime.date, BeforeValidator(_day)]


MOMENT = rf"{CENTURY}[0-9]{{2}}(-(0[1-9]|1[0-2])(-[0-9]{{2}})?)?"


def _moment(value: Any) -> Any:
    if not re.fullmatch(MOMENT, str(value)):
        raise PydanticCustomError("bad-date", "not a date")
    if len(str(value)) == len("2014-11-04"):
        _day(str(value))
    return str(value)


Moment = Annotated[
    str, BeforeValidator(_moment), WithJsonSchema({"type": ["string", "integer"], "pattern": f"^{MOMENT}$"})
]
"""A year, a month or a day: ``2014``, ``2018-03``, ``2016-02-01``."""


class Fields(BaseModel):
    """Fields of a content file: a field that is not known is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Period(Fields):
    """When something ran; without an end, it went on."""

    start: Moment
    end: Moment | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        # What is known less exactly is compared as far as both are known.
        if self.end and self.end < self.start[: len(self.end)]:
            raise PydanticCustomError("period-order", "ends before it starts")
        return self


class Source(Fields):
    """Where an entry comes from: a work of the vocabulary, or its own title, publisher and year."""

    work: Id | None = None
    number: Annotated[int, Whole, Field(ge=1, le=999)] | None = None
    code: Text | None = None
    title: Text | None = None
    authors: Annotated[tuple[Text, ...], most("authors")] = ()
    publisher: Text | None = None
    year: Year | None = None

    @model_validator(mode="after")
    def _complete(self) -> Source:
        if not self.work and not (self.title and self.publisher):
            raise PydanticCustomError("incomplete-source", "neither a work nor a title and publisher")
        return self


class Adoption(Fields):
    """What became of the practice somewhere else."""

    place: Id
    year: Year
    status: Literal["adopted", "adapted", "stopped"]


class Facts(Fields):
    """The shared facts of an entry, stated once, in the file of its source language."""

    ref: Annotated[str, StringConstraints(pattern=rf"^[{LETTERS}]{NUMBER}$")]
    chapter: Id
    places: Annotated[tuple[Id, ...], most("places", 1)]
    tags: Annotated[tuple[Id, ...], most("tags", 1)]
    as_of: Year
    period: Period | None = None
    duration: FigureField | None = None
    group_size: FigureField | None = None
    funding: FigureField | None = None
    evidence: Literal["measured", "followed-up", "experience"]
    source: Source
    contact: WebAddress | None = None
    related: Annotated[tuple[Id, ...], most("related")] = ()
    adoptions: Annotated[tuple[Adoption, ...], most("adoptions")] = ()
    published: Day
    reviewed: Day
    next_review: Day


class ResultText(Fields):
    """The words of a result: what its figure measures, and whose count it is."""

    measures: Text
    counted_by: Text | None = None


class Result(ResultText):
    """Something the entry states as a result."""

    figure: FigureField


class Texts(Fields):
    """The texts of an entry in one language. ``sections`` come from the Markdown body.

    ``searched_as`` is shown nowhere: words and questions by which people look for the entry.
    """

    title: Title
    summary: Summary
    audience: Text | None = None
    who: Text | None = None
    time: Text | None = None
    needs: Text | None = None
    money: Text | None = None
    results: Annotated[tuple[ResultText, ...], most("results")] = ()
    benefits: Annotated[tuple[Text, ...], most("benefits", 1)]
    cautions: Annotated[tuple[Text, ...], most("cautions", 1)]
    context: Text | None = None
    evidence_note: Text | None = None
    searched_as: Annotated[tuple[Phrase, ...], most("searched_as")] = ()
    sections: dict[str, str] = {}


class SourceFile(Facts, Texts):
    """The front matter of the file in the entry's source language."""

    results: Annotated[tuple[Result, ...], most("results")] = ()


class TranslationFile(Texts):
    """The front matter of a file in another language.

    ``digests`` records, field by field, the source text that the translation was made from.
    """

    translation_of: Id
    digests: dict[str, str] = {}


GLANCE = ("audience", "who", "time", "needs", "money")
"""The texts shown among the facts at a glance, in their order."""

TEXT_FIELDS = tuple(name for name in Texts.model_fields if name != "sections")

UNTRANSLATED = {"searched_as"}
"""Texts that each language has of its own."""


SHARED_INSIDE = {"figure", "entry", "verdict"}
"""What stands in the items of a source file's lists and is not said again in another language."""


def digest(value: Any) -> str:
    """Return a short fingerprint of a text field in which white space does not count."""
    if isinstance(value, BaseModel):
        # What is shared is no text: when it changes, every language shows the new one.
        value = {name: part for name, part in value if name not in SHARED_INSIDE and part is not None}
    if isinstance(value, dict):
        plain = "\x1f".join(f"{key}\x1e{digest(part)}" for key, part in sorted(value.items()))
    elif isinstance(value, (list, tuple)):
        plain = "\x1f".join(digest(part) for part in value)
    else:
        plain = " ".join(str(value).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def digests_of(texts: Texts) -> dict[str, str]:
    """Return the digest of each text that is there to translate, fields first, then body sections."""
    fields = {name: getattr(texts, name) for name in TEXT_FIELDS if name not in UNTRANSLATED}
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

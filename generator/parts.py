"""What a part of the book is: everything that is no entry.

Openings, memo slips, worksheets and menus, each with its fields, as those of an entry are in
:mod:`generator.model`. The folder below ``book/`` tells what kind of part a file is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from generator.model import (
    Digest,
    Fields,
    Id,
    SourceFile,
    Summary,
    Text,
    Title,
    Translated,
    TranslationFile,
    digest,
)

MOST = Field(max_length=60)
"""How many items a list of a part may have: the longest, a checklist, has 19."""

Verdict = Literal["true", "false", "partly", "both"]


class MemoText(Fields):
    """A memo slip: a title, and a few lines of Markdown as the body."""

    title: Title
    body: Annotated[str, StringConstraints(min_length=1)]


class PartText(Fields):
    """An opening, a preface or a page of its own; ``body`` is the Markdown below the fields."""

    title: Title
    summary: Summary
    body: str = ""


class Box(Fields):
    """A field of a worksheet to write in, with what belongs there; answers of the book stand apart."""

    title: Title
    prompt: Text
    answers: Annotated[tuple[Text, ...], MOST] = ()


class ClaimText(Fields):
    """The words of a claim: what is held, why it is so or not, what has changed since."""

    claim: Text
    reason: Text
    since: Text | None = None


class Claim(ClaimText):
    """A claim with its verdict; ``both`` says that it is true in one way and false in another."""

    verdict: Verdict


class WorksheetText(PartText):
    """A worksheet: instructions as the body, and boxes to write in, points to tick or claims to judge."""

    boxes: Annotated[tuple[Box, ...], MOST] = ()
    checklist: Annotated[tuple[Text, ...], MOST] = ()
    claims: Annotated[tuple[ClaimText, ...], MOST] = ()


class WorksheetFacts(Fields):
    """The chapter that a worksheet belongs to, if it is one's own."""

    chapter: Id | None = None


class StepText(Fields):
    """The words of a step of a menu: why this entry stands here, what to watch for before the next."""

    why: Text
    watch: Text | None = None


class Step(StepText):
    """A step of a menu, with the entry that it leads to."""

    entry: Id


class MenuText(PartText):
    """A menu: entries in an order that serves a real situation, and why in this order."""

    order: Text
    steps: Annotated[tuple[StepText, ...], Field(min_length=1), MOST]


class TranslationOnly(Fields):
    """What the front matter of a translation has besides its texts; see `TranslationFile` in ``model``."""

    translation_of: Id
    digests: dict[str, Digest] = {}


class MemoTranslation(MemoText, TranslationOnly):
    """The front matter of a memo slip in another language."""


class PartTranslation(PartText, TranslationOnly):
    """The front matter of a part in another language."""


class WorksheetSource(WorksheetText, WorksheetFacts):
    """The front matter of a worksheet in its source language."""

    claims: Annotated[tuple[Claim, ...], MOST] = ()


class WorksheetTranslation(WorksheetText, TranslationOnly):
    """The front matter of a worksheet in another language."""


class MenuSource(MenuText):
    """The front matter of a menu in its source language."""

    steps: Annotated[tuple[Step, ...], Field(min_length=1), MOST]


class MenuTranslation(MenuText, TranslationOnly):
    """The front matter of a menu in another language."""


@dataclass(frozen=True)
class Part(Translated):
    """A part of the book; its texts are ``PartText`` or another of this module, by language."""

    @property
    def name(self) -> str:
        """The id without its folder."""
        return self.id.rpartition("/")[2]

    @property
    def source(self) -> Any:
        """The text in the source language, which carries what the languages share."""
        return self.texts[self.source_language]


class Worksheet(Part):
    """A worksheet (texts: ``WorksheetText``)."""

    @property
    def chapter(self) -> str | None:
        """The chapter that it belongs to, if any."""
        return self.source.chapter

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts on its claims, in order."""
        return tuple(claim.verdict for claim in self.source.claims)


class Menu(Part):
    """A menu (texts: ``MenuText``)."""

    @property
    def entries(self) -> tuple[str, ...]:
        """The ids of its entries, in order."""
        return tuple(step.entry for step in self.source.steps)


@dataclass(frozen=True)
class Form:
    """The form of a kind of content file: its fields in the source language and in a translation."""

    source: type[Fields]
    translation: type[Fields]

    def other(self, kind: type[Fields]) -> type[Fields]:
        """Return the counterpart of one of the two."""
        return self.translation if kind is self.source else self.source


ENTRY = Form(SourceFile, TranslationFile)
PART = Form(PartText, PartTranslation)
MEMO = Form(MemoText, MemoTranslation)
WORKSHEET = Form(WorksheetSource, WorksheetTranslation)
MENU = Form(MenuSource, MenuTranslation)

FOLDERS: dict[str, tuple[Form, type[Part]]] = {
    "memos": (MEMO, Part), "worksheets": (WORKSHEET, Worksheet), "menus": (MENU, Menu),
}
"""The folders below ``book/`` that hold parts of a form of their own; the others hold ``PART``."""


def kind_of(id_: str) -> tuple[Form, type[Part]]:
    """Return the form and the class of a part by its id, such as ``menus/ryhma``."""
    return FOLDERS.get(id_.partition("/")[0], (PART, Part))


def part_digests(text: Fields) -> dict[str, str]:
    """Return the digest of each text of a part that is there."""
    unshared = type(text).model_fields.keys() - WorksheetFacts.model_fields.keys() - TranslationOnly.model_fields.keys()
    names = [name for name in type(text).model_fields if name in unshared]
    return {name: digest(value) for name in names if (value := getattr(text, name))}

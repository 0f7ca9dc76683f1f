"""What waits to be done: translations behind or missing, entries due for review, broken references."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.files import ContentFile, groups_of
from generator.problems import GROUPS, Problem, errors_of
from generator.report import message, printable


@dataclass(frozen=True)
class Due:
    """An entry that is to be reviewed by ``next_review``; ``days`` ago, or in so many days if negative."""

    ref: str
    id: str
    next_review: str
    days: int


@dataclass(frozen=True)
class Behind:
    """A field of a translation whose source text has changed since, or that nobody recorded."""

    path: str
    line: int
    field: str


EMPTY = {"untranslated-field": "field", "missing-field": "field", "empty-field": "field", "missing-section": "heading",
         "empty-section": "heading"}
"""What says that a translation lacks a text, and which of its parameters names the text."""


@dataclass(frozen=True)
class Untranslated:
    """A text that a translation lacks or has left empty, or a whole file (then ``field`` is empty)."""

    path: str
    field: str


@dataclass(frozen=True)
class Broken:
    """A reference to something that there is not."""

    path: str
    line: int
    code: str
    message: str


@dataclass(frozen=True)
class Status:
    """Everything that waits to be done on a day.

    Of ``files_with_errors`` not all can be told: what stands in them is not known for certain.
    """

    today: str
    due: tuple[Due, ...]
    behind: tuple[Behind, ...]
    untranslated: tuple[Untranslated, ...]
    broken: tuple[Broken, ...]
    files_with_errors: int


def status_of(root: Path, words: Catalogue, today: datetime.date, within: int = 0) -> Status:
    """Return what waits to be done in the project in ``root``.

    ``within`` adds the entries that are due in so many days.
    """
    checked = check_project(root)
    problems, found = checked.problems, checked.found
    missing = [Untranslated(path, "") for path in _missing_files(root, found)]
    return Status(
        today.isoformat(),
        tuple(sorted(_due(found, today, within), key=lambda due: (-due.days, due.id))),
        tuple(Behind(problem.path, problem.line, problem.params["field"])
              for problem in _of(problems, "translation-behind", "digest-missing")),
        (*missing, *dict.fromkeys(_missing_texts(found, problems))),
        tuple(Broken(problem.path, problem.line, problem.code, message(problem, words))
              for problem in _of(problems, *GROUPS["references"])),
        len({problem.path for problem in errors_of(problems)}),
    )


def _of(problems: Sequence[Problem], *codes: str) -> Iterator[Problem]:
    return (problem for problem in problems if problem.code in codes)


def _due(found: Sequence[ContentFile], today: datetime.date, within: int) -> Iterator[Due]:
    for file in found:
        if file.is_entry and file.is_source and file.model:
            days = (today - file.model.next_review).days
            if days >= -within:
                yield Due(file.model.ref, file.id, file.model.next_review.isoformat(), days)


def _missing_files(root: Path, found: Sequence[ContentFile]) -> Iterator[str]:
    """Yield the path that each translation would have that nobody has begun; one that cannot be read is there."""
    for group in groups_of(list(found)):
        there = {file.language for file in group}
        path = group[0].document.path.removesuffix(f".{group[0].language}.md")
        for code in catalogues():
            if code not in there and not os.path.lexists(root / f"{path}.{code}.md"):
                yield f"{path}.{code}.md"


def _missing_texts(found: Sequence[ContentFile], problems: Sequence[Problem]) -> Iterator[Untranslated]:
    """Yield each text that a translation lacks or has left empty."""
    translations = {file.document.path for file in found if not file.is_source}
    for problem in _of(problems, *EMPTY):
        if problem.path in translations and problem.params.get("name") != "translation_of":
            yield Untranslated(problem.path, problem.params[EMPTY[problem.code]])


def as_dict(status: Status) -> dict[str, object]:
    """Return a status as JSON-able data."""
    return asdict(status)


def as_table(status: Status, words: Catalogue) -> str:
    """Return a status as tables for people, each below its heading."""
    blocks = []
    for part in fields(status)[1:-1]:
        rows = getattr(status, part.name)
        title = words(f"status.{part.name}", count=len(rows))
        columns = [[printable(str(value)) for value in asdict(row).values()] for row in rows]
        blocks.append("\n".join([title, *_aligned(columns)]))
    if status.files_with_errors:
        blocks.append(words("status.files_with_errors", count=status.files_with_errors))
    return "\n\n".join(blocks)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()
            for row in rows]

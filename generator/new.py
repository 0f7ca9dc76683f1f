"""Begin a new entry: a file with every field in its place and help beside it."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.catalogue import Catalogue
from generator.check import check_facts, check_texts, reserved_ids
from generator.compose import compose
from generator.files import ContentFile, content_paths, validate_file
from generator.load import read_document
from generator.model import LONGEST_ID, NAME, Kind
from generator.problems import CookbookError, Problem
from generator.vocabulary import Vocabulary


class NewEntryError(CookbookError):
    """The entry cannot be begun; ``code`` is the key of the words that say why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def next_ref(found: Sequence[ContentFile], kind: Kind) -> str:
    """Return the first reference number of a kind that is above those of all entries."""
    taken = {str(file.document.data.get("ref", "")) for file in found}
    numbers = [int(ref[1:]) for ref in taken if re.fullmatch(rf"{kind.letter}[0-9]{{1,4}}", ref)]
    return f"{kind.letter}{max(numbers, default=0) + 1:02}"


def check_id(root: Path, id_: str, vocabulary: Vocabulary | None) -> None:
    """Raise ``NewEntryError`` if the id is no id or is taken."""
    if not re.fullmatch(NAME, id_) or len(id_) > LONGEST_ID:
        raise NewEntryError("cli.new.bad-id")
    names = {file.name.split(".")[0] for group, file in content_paths(root) if group in tuple(Kind)}
    if id_ in names | reserved_ids(vocabulary):
        raise NewEntryError("cli.new.taken")


def shared_facts(ref: str, today: datetime.date) -> dict[str, Any]:
    """Return the facts that nobody need be asked for."""
    later = today.replace(year=today.year + 1, day=min(today.day, 28))
    return {"ref": ref, "published": today.isoformat(), "reviewed": today.isoformat(),
            "next_review": later.isoformat()}


def entry_text(answers: Mapping[str, Any], facts: Mapping[str, Any], words: Catalogue, *, blank: bool = False) -> str:
    """Return the file of an entry from the answers to ``QUESTIONS`` by their names."""
    values: dict[str, Any] = dict(facts)
    sections: dict[str, str] = {}
    for name, value in answers.items():
        outer, _, inner = name.partition(".")
        if outer == "section":
            sections[inner] = value
        elif inner:
            values.setdefault(outer, {})[inner] = value
        else:
            values[name] = value
    return compose(values, sections, words, blank=blank)


def problems_in(file: Path, path: str, kind: Kind, language: str, vocabulary: Vocabulary,
                known: Mapping[str, set[str]]) -> list[Problem]:
    """Return the problems of one file that stands somewhere else yet, named ``path`` in them."""
    document, problems = read_document(file, path)
    if document:
        entry = ContentFile(kind.value, Path(path).name.split(".")[0], language, document)
        problems += validate_file(entry, [entry])
        problems += [*check_facts(entry, known["entry"], vocabulary), *check_texts(entry, known)]
    return problems


def write_new(file: Path, text: str) -> None:
    """Write a new file, whole or not at all; raises ``FileExistsError`` where there is one already."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        if file.exists() or file.is_symlink():
            raise FileExistsError(17, os.strerror(17), str(file))
        aside.rename(file)
    finally:
        aside.unlink(missing_ok=True)

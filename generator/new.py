"""Begin a new entry: a file with every field in its place and help beside it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from generator.check import reserved_ids
from generator.files import content_paths, read_files
from generator.model import ID, LONGEST_ID, Kind
from generator.problems import CookbookError
from generator.vocabulary import read_vocabulary

SKELETONS = Path(__file__).parent / "skeletons"


class NewEntryError(CookbookError):
    """The entry cannot be begun; ``code`` is the key of the words that say why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def next_ref(root: Path, kind: Kind) -> str:
    """Return the first reference number of a kind that no entry has."""
    found, _ = read_files(root)
    taken = {str(file.document.data.get("ref", "")) for file in found}
    numbers = [int(ref[1:]) for ref in taken if re.fullmatch(rf"{kind.letter}\d+", ref)]
    return f"{kind.letter}{max(numbers, default=0) + 1:02}"


def new_entry(root: Path, kind: Kind, id_: str, language: str, today: datetime.date) -> Path:
    """Write the skeleton of an entry and return its file.

    Raises ``NewEntryError`` if the id is no id or is taken.
    """
    if not re.fullmatch(ID, id_) or len(id_) > LONGEST_ID:
        raise NewEntryError("cli.new.bad-id")
    vocabulary, _, _ = read_vocabulary(root)
    names = {file.name.split(".")[0] for group, file in content_paths(root) if group in tuple(Kind)}
    if id_ in names | reserved_ids(vocabulary):
        raise NewEntryError("cli.new.taken")
    text = (SKELETONS / f"{language}.md").read_text(encoding="utf-8").format(
        ref=next_ref(root, kind), year=today.year, today=today.isoformat(),
        next=today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat(),
    )
    file = root / kind.value / f"{id_}.{language}.md"
    file.parent.mkdir(exist_ok=True)
    with file.open("x", encoding="utf-8") as handle:
        handle.write(text)
    return file

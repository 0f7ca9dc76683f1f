"""Find the signs that no font of the book has, where they stand in the content files.

In print each becomes an empty square: nothing breaks, but the author should know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from generator.book.glyphs import REPLACEMENT, Glyphs
from generator.book.typeset import Typesetter
from generator.files import content_paths
from generator.problems import Problem, Severity


def find_unset_signs(root: Path) -> list[Problem]:
    """Return what `unset_signs` yields for the project in ``root``."""
    with Typesetter() as typesetter:
        return list(unset_signs(root, typesetter.glyphs))


def unset_signs(root: Path, glyphs: Glyphs) -> Iterator[Problem]:
    """Yield a warning for each sign of each content file that cannot be set, at its first place there."""
    files = [*(file for _, file in content_paths(root)), *sorted((root / "vocabulary").glob("*.yml"))]
    texts = {file: file.read_text("utf-8-sig", errors="replace") for file in files}
    missing = glyphs.missing(texts.values())
    for file, text in texts.items() if missing else ():
        yield from unset_in(text, file.relative_to(root).as_posix(), missing)


def unset_in(text: str, path: str, missing: Collection[str]) -> Iterator[Problem]:
    """Yield a warning for each of the ``missing`` signs in a text, at its first place there."""
    for sign in sorted(sign for sign in missing if sign in text):
        before = text[:text.index(sign)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        named = " ".join(f"U+{ord(char):04X}" for char in sign)
        params = {"sign": sign, "named": named, "replacement": REPLACEMENT}
        yield Problem(path, line, column, "sign-not-printable", params, Severity.WARNING)

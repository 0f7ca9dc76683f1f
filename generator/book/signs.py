"""Find the signs that no font of the book has, where they stand in the content files.

In print each becomes an empty square: nothing breaks, but the author should know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.book.glyphs import REPLACEMENT, Glyphs, signs_of
from generator.problems import Problem, Severity


def unset_signs(root: Path, files: Iterable[Path], glyphs: Glyphs) -> Iterator[Problem]:
    """Yield a warning for each sign of each of ``files`` that cannot be set, at its first place there."""
    texts = {file: file.read_text("utf-8-sig", errors="replace") for file in files}
    missing = glyphs.missing(texts.values())
    for file, text in texts.items():
        for sign in sorted(missing & set(signs_of(text))) if missing else ():
            before = text[:text.index(sign)]
            line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
            named = " ".join(f"U+{ord(char):04X}" for char in sign)
            params = {"sign": sign, "named": named, "replacement": REPLACEMENT}
            path = file.relative_to(root).as_posix()
            yield Problem(path, line, column, "sign-not-printable", params, Severity.WARNING)

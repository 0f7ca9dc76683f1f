"""Fields with a slip, as far as they can still be read: mended in memory, or left out with all that belongs to them.

A slip is told once. What else is wrong in the same file is told in the same run, so the rest is read as if the slip
were mended as its message says. Where that cannot be done sign for sign, its field is left out, and nothing is said
that would be untrue once it is mended.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from generator.slips import GOES_ON, ODD_SPACE, SMART_QUOTES, Slip

STAND_IN = "\uf8ff"
"""What takes the place of a colon that is meant as text, until the fields are read: a sign that no text is to have
(for private use, and nobody's letter), so that every sign keeps its column."""

QUOTED = re.compile(rf"[{SMART_QUOTES}][^\"\\{SMART_QUOTES}]*[{SMART_QUOTES}]\s*")
"""A whole value in curly quotation marks that straight ones can hold together."""

FIELD = re.compile(r"(?:- |[ \t])*([^\W\d][\w-]*)[ \t]*:(?!\S)")
"""A line that begins with the name of a field."""


def mended(line: str, slip: Slip) -> str | None:
    """Return a line as its slip's message tells to mend it, every sign in its column; None where that cannot be."""
    at = slip.column - 1
    before, rest = line[:at], line[at:]
    if slip.code == "yaml-colon":
        return before + re.sub(r":(?=\s|$)", STAND_IN, rest)
    if slip.code == "yaml-no-break-space":
        return before + re.sub(rf"^(?:{ODD_SPACE}| )+", lambda found: " " * len(found[0]), rest)
    if slip.code == "smart-quotes" and QUOTED.fullmatch(rest):
        return before + re.sub(rf"[{SMART_QUOTES}]", '"', rest)
    return None


def with_colons(value: Any) -> Any:
    """Return nested data with the colons that `mended` took out."""
    if isinstance(value, dict):
        return {key: with_colons(inner) for key, inner in value.items()}
    return [with_colons(inner) for inner in value] if isinstance(value, list) else value.replace(STAND_IN, ":")


def blocks_of(lines: Sequence[str]) -> list[range]:
    """Return the lines (from 0) of each field: the one that it begins on, and those that belong to it."""
    starts = [number for number, line in enumerate(lines) if not GOES_ON.match(line)]
    return [range(start, end) for start, end in zip([0, *starts], [*starts, len(lines)], strict=True) if start < end]


def names_in(lines: Sequence[str], block: range) -> set[str]:
    """Return the names of fields in a block; an empty one where it cannot be told what field it is."""
    names = [match[1] if (match := FIELD.match(lines[number])) else "" for number in block]
    first = next((number for number in block if not re.match(r"\s*(?:#|$)", lines[number])), None)
    return {*filter(None, names), *(() if first is None else (names[first - block.start],))}


def left_out(blocks: Sequence[range], gone: Collection[int]) -> list[range]:
    """Return the blocks that hold any of the lines ``gone``."""
    return [block for block in blocks if any(number in block for number in gone)]

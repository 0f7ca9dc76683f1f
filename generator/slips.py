"""Name the slip behind a YAML error: what the parser says, and what the line really holds.

The parser knows where it could not go on; a contributor wants to know what to do there. Everything
here looks at lines of text and takes the likeliest cause first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

SMART_QUOTES = "“”„‟«»‘’‚"
"""Quotation marks of running text, which word processors type; YAML knows the straight ones only."""

# Spaces that look like spaces and are none to YAML: no-break, of fixed width, of no width.
ODD_SPACE = r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]"

LEAD = r"[ \t]*(?:-[ \t]+)*"
"""What stands before a key or an item: indentation and hyphens."""

KEY = r"[\w-]+"

ITEM_COLON = re.compile(r"^[ \t]*(?:-[ \t]+)+(?=[^\s\"'#&*!|>%@`\[\]{},?-])(?![a-z_]+:)[^#]*?:(?=[ \t]|$)")
"""An item of a list that looks like a field, though no field has such a name: a text with a colon in it."""

ODD_PLACE = re.compile(rf"^(?:[ \t]*(?={ODD_SPACE})|{LEAD}{KEY}:(?={ODD_SPACE})|[ \t]*-(?={ODD_SPACE}))")
QUOTED_VALUE = re.compile(rf"^{LEAD}(?:{KEY}:[ \t]+)?(?=[{SMART_QUOTES}])")
TIGHT_COLON = re.compile(rf"^{LEAD}{KEY}:(?=[^\s:/])")
TIGHT_HYPHEN = re.compile(r"^[ \t]*-(?=[^\s-])")
SPECIAL_VALUE = re.compile(rf"^{LEAD}(?:{KEY}:[ \t]+)?(?=[\[\]{{}}*&!%@`|>,])")
QUOTED_START = re.compile(rf"^{LEAD}(?:{KEY}:[ \t]+)?(?=[\"'])")
OWN_KEY = re.compile(r"^[ \t]*(?:-[ \t]+)*[a-z_]+$")
KEY_OR_ITEM = re.compile(rf"^[ \t]*(?:-(?:[ \t]|$)|{KEY}:(?:[ \t]|$))")

FENCE = "---"
FENCE_LIKE = re.compile(r"[ \t]*[-–—_]{1,9}[ \t]*")
HEADING = re.compile(r"##[ \t]+\S")
GOES_ON = re.compile(r"[ \t#\]}]|-(?:[ \t]|$)|$")
"""How a line begins that belongs to the field above it."""
OWN_FIELD = re.compile(r"[a-z_]+[ \t]*:(?!//)")
"""A line that begins a field; a text below a heading begins otherwise."""


@dataclass(frozen=True)
class Slip:
    """A slip: the code of its problem, where it stands (from 1), and what fills in the words."""

    code: str
    line: int
    column: int
    params: dict[str, str] = field(default_factory=dict)


def name_slip(error: yaml.YAMLError, lines: Sequence[str], last: int) -> Slip:
    """Say where a syntax error stands and what slip it probably is.

    ``lines`` are those of the file, ``last`` is the number of the last one that the parser was given.
    """
    if not isinstance(error, yaml.MarkedYAMLError):
        return Slip("yaml-syntax", 1, 1)
    said = f"{error.context or ''} {error.problem or ''}"
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
    places = [(min(mark.line + 1, last), mark.column + 1) for mark in marks] or [(1, 1)]
    # The parser fails where the next thing begins: an unfinished key or quotation is the line before.
    begun = "simple key" in said or "quoted scalar" in said or "flow" in said
    line, column = places[-1] if begun else places[0]
    text = lines[line - 1]
    for code, pattern in (("yaml-no-break-space", ODD_PLACE), ("smart-quotes", QUOTED_VALUE)):
        if match := pattern.match(text):
            return Slip(code, line, match.end() + 1)
    if "\\t" in said or "tab" in said or "\t" in text:
        return Slip("yaml-tab", line, text.find("\t") + 1 or column)
    if re.search("escape|hexa?decimal", said):
        line, column = places[0]
        return Slip("yaml-escape", line, max(lines[line - 1].rfind("\\", 0, column) + 1, 1))
    if "quoted scalar" in said:
        return Slip("yaml-quote", line, column)
    if "sequence entries are not allowed" in said:
        return Slip("yaml-list-on-key-line", line, column)
    if "mapping values are not allowed" in said:
        if match := ITEM_COLON.match(text):
            return Slip("yaml-colon", line, match.end())
        if not OWN_KEY.match(text[: column - 1]):
            return Slip("yaml-colon", line, column)
        # A field that continues the text above: that line is no field, or this one stands further in.
        above = max((n for n in range(1, line) if lines[n - 1].strip()), default=line)
        for code, pattern in (("yaml-no-break-space", ODD_PLACE), ("yaml-colon-space", TIGHT_COLON)):
            if match := pattern.match(lines[above - 1]):
                return Slip(code, above, match.end() + 1)
        return Slip("yaml-indent", line, column)
    for pattern, code in ((TIGHT_COLON, "yaml-colon-space"), (TIGHT_HYPHEN, "yaml-hyphen-space")):
        if match := pattern.match(text):
            return Slip(code, line, match.end() + 1)
    if match := SPECIAL_VALUE.match(text):
        return Slip("yaml-sign", line, match.end() + 1, {"sign": text[match.end()]})
    if match := QUOTED_START.match(text[: column - 1]):
        return Slip("yaml-quote", line, match.end() + 1)
    if text.strip() and KEY_OR_ITEM.match(text):
        return Slip("yaml-indent", line, column)
    return item_above(lines, line) or Slip("yaml-syntax", line, column)


def item_colon(line: str, column: int) -> int:
    """Return the column of the colon that makes the item whose text begins at ``column`` look like a field, or 0."""
    if not re.fullmatch(r"[ \t]*(?:-[ \t]+)+", line[: column - 1]) or line[column - 1] in "{\"'?":
        return 0
    match = re.search(r":(?=[ \t]|$)", line[column - 1 :])
    return column + match.start() if match else 0


def item_above(lines: Sequence[str], line: int) -> Slip | None:
    """Return the colon in the item that the text on a line goes on with, where that makes it look like a field."""
    above = next((number for number in range(line - 1, 0, -1) if lines[number - 1].strip()), 0)
    match = ITEM_COLON.match(lines[above - 1]) if above else None
    return Slip("yaml-colon", above, match.end()) if match else None


def hidden_slips(value: str, line: int, lines: Sequence[str], last: int) -> list[Slip]:
    """Find what YAML takes for text though it was meant as a key or an item.

    ``value`` is an unquoted text, not empty, that stands on the lines from ``line`` to ``last``. There is nothing
    to find in one that is on one line and begins with a sign of ASCII.
    """
    first = lines[line - 1]
    if re.match(ODD_SPACE, value):
        return [Slip("yaml-no-break-space", line, first.find(value[0]) + 1)]
    found = []
    for number in range(line + 1, last + 1):
        for pattern, code in ((TIGHT_HYPHEN, "yaml-hyphen-space"), (TIGHT_COLON, "yaml-colon-space")):
            if match := pattern.match(lines[number - 1]):
                found.append(Slip(code, number, match.end() + 1))
    return found


def name_missing_end(lines: Sequence[str]) -> Slip:
    """Say where the block of fields should have ended: at a line like the right one, or a heading."""
    heading = first_heading(lines)
    for number, line in enumerate(lines[1 : heading or None], 2):
        if FENCE_LIKE.fullmatch(line):
            return Slip("fence-misspelt", number, 1, {"text": line.strip()})
    return Slip("front-matter-not-closed", heading or 1, 1)


def first_heading(lines: Sequence[str]) -> int:
    """Return the number (from 1) of the first heading of the text, or 0; one above a field is a comment of YAML."""
    heading = 0
    for number, line in enumerate(lines[1:], 2):
        if HEADING.match(line):
            heading = heading or number
        elif OWN_FIELD.match(line):
            heading = 0
        elif heading and not GOES_ON.match(line):
            break
    return heading


def name_missing_start(first: str) -> Slip:
    """Say what stands in place of the line that the block of fields begins with."""
    if FENCE_LIKE.fullmatch(first):
        return Slip("fence-misspelt", 1, 1, {"text": first.strip()})
    return Slip("no-front-matter", 1, 1)

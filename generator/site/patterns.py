"""Python's patterns for JavaScript: the form looks for what the checks look for."""

from __future__ import annotations

import re

WORD = r"\p{L}\p{N}_"
EDGE = rf"(?:(?<=[{WORD}])(?![{WORD}])|(?<![{WORD}])(?=[{WORD}]))"


def to_javascript(pattern: str) -> str:
    """Write a pattern of Python's for JavaScript, for its flag *u*.

    There ``\\w``, ``\\d`` and ``\\b`` mean ASCII only, named groups and characters beyond U+FFFF are written otherwise,
    and possessive quantifiers, which save time but match the same here, do not exist.
    """
    pattern = pattern.replace(r"[^\W_]", r"[\p{L}\p{N}]").replace(r"[^\D0-9]", r"(?![0-9])\p{Nd}")
    pattern = re.sub(r"\\U([0-9a-f]{8})", lambda found: rf"\u{{{int(found[1], 16):x}}}", pattern)
    pattern = pattern.replace("(?P<", "(?<").replace("\\d", r"\p{Nd}").replace("\\b", EDGE)

    def part(found: re.Match[str]) -> str:
        # Within brackets a plus sign is a plus sign; outside them only signs that mean something may be escaped.
        return found.group().replace(r"\w", WORD) if found.group().startswith("[") else found[1] or ""

    return re.sub(r"\[[^\]]*\]|(?<=[+*])\+|\\([- ])", part, pattern).replace(r"\w", f"[{WORD}]")


def expression(pattern: re.Pattern[str]) -> list[str]:
    """Return a pattern and its flags as JavaScript takes them."""
    flags = "u" + ("i" if pattern.flags & re.IGNORECASE else "") + ("m" if pattern.flags & re.MULTILINE else "")
    return [to_javascript(pattern.pattern), flags]

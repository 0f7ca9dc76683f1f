"""Replace signs that no font of the book has.

A missing glyph makes an accessible PDF impossible, so Typst stops at it. Which signs the fonts have,
some of which are built into the compiler, is best known to the compiler itself: it is asked to set
each sign that it has not seen before, which takes about a millisecond.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any

REPLACEMENT = "□"

JOINERS = {"\u200d", "\ufe0e", "\ufe0f"}
"""Signs without a form of their own that bind others into one picture."""

DROPPED = dict.fromkeys(map(ord, "\0\ufeff\ufffe"))
"""What PDF forbids in titles and texts (ISO 14289-1, 7.21.7) and nobody sees."""

CanSet = Callable[[Sequence[str]], bool]
"""Tells whether all of some signs can be set."""


class Glyphs:
    """Knows which signs can be set; ``can_set`` tries them."""

    def __init__(self, can_set: CanSet) -> None:
        self._can_set = can_set
        self._known: dict[str, bool] = {}

    def settable(self, data: Any) -> Any:
        """Return JSON data in which every sign that cannot be set is replaced."""
        texts = _strings(data)
        # To cut texts into signs takes long, and nearly always all of them can be set.
        if not self.missing(texts) and not any(map(_is_control, set().union(*texts))):
            return data
        self._learn({sign for text in texts for sign in signs_of(text)})
        return self._replaced(data)

    @property
    def has_replaced(self) -> bool:
        """Tell whether any sign that was met so far cannot be set."""
        return not all(self._known.values())

    def missing(self, texts: Iterable[str]) -> set[str]:
        """Return the signs of some texts that cannot be set."""
        texts = [text for text in texts if not text.isascii()]
        chars = set().union(*texts)
        binding = {char for char in chars if _binds(char)}
        found = {char for char in chars - binding if not char.isascii()}
        # Only what binds makes a sign of more than one character.
        found |= {sign for text in texts if not binding.isdisjoint(text) for sign in signs_of(text) if len(sign) > 1}
        self._learn(found)
        return {sign for sign in found if not self._known[sign]}

    def _learn(self, signs: set[str]) -> None:
        new = sorted(sign for sign in signs if sign not in self._known)
        # A lone surrogate is not even text that could be handed over.
        broken = [sign for sign in new if any(unicodedata.category(char) == "Cs" for char in sign)]
        self._known.update(dict.fromkeys(broken, False))
        self._try([sign for sign in new if sign not in self._known])

    def _try(self, signs: list[str]) -> None:
        """Find those that fail by halves: nearly always all of them can be set."""
        if not signs:
            return
        good = self._can_set(signs)
        if good or len(signs) == 1:
            self._known.update(dict.fromkeys(signs, good))
            return
        middle = len(signs) // 2
        self._try(signs[:middle])
        self._try(signs[middle:])

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, str):
            if value.isascii() and value.isprintable():
                return value
            text = "".join(sign if self._known[sign] else REPLACEMENT for sign in signs_of(value))
            return text.translate(DROPPED)
        if isinstance(value, dict):
            return {key: self._replaced(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self._replaced(inner) for inner in value]
        return value


def _strings(value: Any) -> list[str]:
    """Return every string of JSON data that holds more than plain ASCII."""
    if isinstance(value, str):
        return [] if value.isascii() and value.isprintable() else [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in inner for text in _strings(part)]


def _is_control(char: str) -> bool:
    """Tell whether a character is dropped, or a sign of ASCII that nobody sees besides the end of a line."""
    return ord(char) in DROPPED or (char.isascii() and not char.isprintable() and char != "\n")


def _binds(char: str) -> bool:
    """Tell whether a character belongs to the one before it."""
    return char in JOINERS or unicodedata.category(char).startswith("M")


def signs_of(text: str) -> list[str]:
    """Cut a text into signs: a character with the marks and joiners that follow it."""
    signs: list[str] = []
    for char in text:
        if signs and _binds(char):
            signs[-1] += char
        else:
            signs.append(char)
    return signs

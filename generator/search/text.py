"""Cut text into words; the engine in the browser cuts queries in the same way."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

WORD = re.compile(r"[^\W_]+(?:[-‑][^\W_]+)*")

BOUNDARY = "|"
"""Stands between the parts of a compound, wherever a word is written with them."""

SHORTEST_PART = 2


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text as they are written; a hyphenated word is one."""
    for word in WORD.findall(unicodedata.normalize("NFC", text)):
        yield word.replace("‑", "-")


def fold(word: str) -> str:
    """Return a word in lower case without marks, as people write who leave the dots out: *työ* as *tyo*."""
    return "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(letter))


def parts_of(lemma: str) -> list[str]:
    """Return the parts of a lemma that is written with boundaries; a hyphen is one too."""
    return [part for part in re.split(r"[|-]", lemma) if part]

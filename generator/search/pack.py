"""Write lists in few bytes, for the engine in the browser to read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from os.path import commonprefix
from string import ascii_uppercase
from typing import Any

from zopfli import gzip

ALPHABET = [chr(code) for code in range(35, 127) if chr(code) not in "\\@"]
"""Signs that JSON writes as they are, without the one that makes text look like an e-mail address; the last
of them say that another sign follows.
"""

ODD = "!"
"""Stands before the postings of a word whose kind is suggested though it is not, or the other way round."""

LEADS = 16
SINGLES = len(ALPHABET) - LEADS

LEVELS = 6
"""Of a word's weight in an entry, on a logarithmic scale."""

STEP = 1.6
"""Levels from a weight to the double of it."""


def front_coded(words: Sequence[str]) -> str:
    """Return sorted words without capitals, each as how many letters it shares with the one before, and the rest.

    A capital letter says the number: A for none.
    """
    coded, last = [], ""
    for word in words:
        shared = min(len(commonprefix([last, word])), len(ascii_uppercase) - 1)
        coded.append(ascii_uppercase[shared] + word[shared:])
        last = word
    return "".join(coded)


def by_stem(words: Sequence[str]) -> str:
    """Return what the beginnings of some words have in common and, after spaces, how each of them goes on."""
    stem = commonprefix(list(words))
    return " ".join([stem, *(word.removeprefix(stem) for word in words)])


def number(value: int) -> str:
    """Return a number of at least 0 as signs: one if it is small, two or more if not."""
    if value < SINGLES:
        return ALPHABET[value]
    value -= SINGLES
    return ALPHABET[SINGLES + value % LEADS] + number(value // LEADS)


def level(weight: float) -> int:
    """Return the level of a weight, from 0 for 1 or less."""
    return min(LEVELS - 1, max(0, round(STEP * math.log2(max(weight, 1)))))


def postings(found: Iterable[tuple[int, float]]) -> str:
    """Return the entries that hold a word, by number, each with the level of its weight there."""
    packed, last = [], -1
    for entry, weight in sorted(found):
        packed.append(number((entry - last - 1) * LEVELS + level(weight)))
        last = entry
    return "".join(packed)


def phrases(group: Iterable[Sequence[int]]) -> str:
    """Return phrases, each given by the numbers of its words."""
    return " ".join("".join(map(number, phrase)) for phrase in group)


def packed_file(data: Any) -> bytes:
    """Return JSON-able data as the bytes of a file: JSON, packed as gzip.

    A host would pack JSON too, but a tenth less closely: Zopfli takes its time to find what gzip can say in the
    fewest bytes, and people on a telephone wait for these.
    """
    return gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())

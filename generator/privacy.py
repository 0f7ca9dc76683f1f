"""People's privacy: what must not be published, and what lets a person be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

# It looks at each word once and never steps back: an address is rare and a text may be long.
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++\s*+(?:[@＠]|\(at\)|\[at\]|\(ät\))\s*[\w-]+\.[\w.-]+", re.IGNORECASE
)

EMAIL_SIGNS = ("@", "＠", "(a", "(A", "[a", "[A", "(ä", "(Ä")

# Finnish numbers as people write them: an area or mobile code, then groups; or +358.
PHONE = re.compile(r"(?<![\w–-])(?:\+358[\s-]?\d{1,3}|\(?0(?:4\d|50|29|[1-9]\d?)\)?)(?:[\s-]?\d{2,4}){2,3}(?!\w)")

# Day, month and year of birth, the sign of the century, an individual number and a control character
# (Digital and Population Data Services Agency). The signs Y, X, W, V, U and B to F are in use since 2023.
# Word processors turn the hyphen of the 1900s into a dash.
IDENTITY_CODE = re.compile(
    r"(?<![\w])(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])([0-9]{2})[-–−+A-FU-Y]([0-9]{3})([0-9A-FHJ-NPR-Y])(?![\w])",
    re.IGNORECASE,
)
CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"

CAPITALISED = re.compile(r"\b[A-ZÅÄÖ]\w+")


def identity_codes(text: str) -> Iterator[str]:
    """Yield the Finnish personal identity codes in a text; a number with another control character is none."""
    for match in IDENTITY_CODE.finditer(text):
        day, month, year, number, control = match.groups()
        if CONTROL[int(day + month + year + number) % len(CONTROL)] == control.upper():
            yield match.group()


def contact_details(text: str) -> Iterator[str]:
    """Yield the e-mail addresses and telephone numbers in a text."""
    # Most texts have none of the signs without which there can be none.
    if any(sign in text for sign in EMAIL_SIGNS):
        yield from (match.group() for match in EMAIL.finditer(text))
    if "0" in text or "+358" in text:
        yield from (match.group() for match in PHONE.finditer(text))


class PeopleFinder:
    """Finds sentences that seem to tell of one recognisable person, in one language.

    ``style`` holds the language's words: ``age`` (how the age of one person is written), ``person``,
    ``health`` and ``client`` (beginnings of words), the ``endings`` that names take, and ``stems``, how a
    name changes before an ending: patterns with what takes their place. ``places`` are names of municipalities.
    ``patterns`` are what a sentence is looked at with, by name; the form has the same.
    """

    def __init__(self, style: Mapping[str, Any], places: frozenset[str], first_names: Sequence[str]) -> None:
        stems = stems_of(first_names, style["stems"])
        endings = "|".join(style["endings"])
        name = rf"(?:{'|'.join(first_names)})(?:{endings})?"
        if stems:
            name = rf"(?:{name}|(?:{'|'.join(stems)})(?:{endings}))"
        client = "|".join(in_any_case(word) for word in style["client"])
        # Names of places bend too (Helsinki, Helsingissä): their first letters have to do.
        beginnings = sorted({re.escape(place[: max(4, len(place) - 3)]) for place in places})
        self.names = {stem + ending for stem in (*first_names, *stems) for ending in ("", *style["endings"])}
        self.patterns = {
            "age": re.compile(style["age"], re.IGNORECASE),
            "person": re.compile(rf"\b(?:{'|'.join(style['person'])})\b", re.IGNORECASE),
            "health": re.compile(rf"\b(?:{'|'.join(style['health'])})", re.IGNORECASE),
            "place": re.compile(rf"\b(?:{'|'.join(beginnings)})"),
            "named": re.compile(
                rf"\b(?:(?:{client})\w{{0,8}},? {name}\b|{name}(?: (?:{client})| \(?\d\d[) ,-]|, \d\d\b))"
            ),
        }

    def may_find(self, text: str) -> bool:
        """Tell quickly whether it is worth while to look at a text sentence by sentence."""
        return bool(self.patterns["age"].search(text)) or not self.names.isdisjoint(CAPITALISED.findall(text))

    def find(self, sentence: str) -> str:
        """Return the words by which a sentence gives somebody away, or an empty text."""
        found = {name: pattern.search(sentence) for name, pattern in self.patterns.items()}
        if named := found["named"]:
            return named.group()
        age = found["age"]
        return age.group() if age and found["person"] and (found["health"] or found["place"]) else ""


def stems_of(names: Iterable[str], changes: Mapping[str, str]) -> list[str]:
    """Return the stems that names have before an ending and that are not the name itself: Mati- of Matti.

    ``changes`` are patterns with what takes their place. Whether a name follows a rule that only some names
    follow (Satu, Sadun; but Eetu, Eetun) cannot be told from its letters, so both ways of bending it count.
    """
    bent = {re.sub(pattern, change, name) for name in names for pattern, change in changes.items()}
    return sorted(bent - set(names))


def in_any_case(word: str) -> str:
    """Return a pattern for a word in capital or small letters, for use within one that minds them."""
    return "".join(f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else letter for letter in word)

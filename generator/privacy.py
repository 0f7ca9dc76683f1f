"""People's privacy: what must not be published, and what lets a person be recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
    r"(?<![\w])(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(\d{2})[-–−+A-FU-Y](\d{3})([0-9A-FHJ-NPR-Y])(?![\w])",
    re.IGNORECASE | re.ASCII,
)
CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"

CAPITALISED = re.compile(r"\b[A-ZÅÄÖ][\w’']+")


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
    ``health`` and ``client`` (beginnings of words), and ``endings`` that names take. ``places`` are names
    of municipalities.
    """

    def __init__(self, style: Mapping[str, Any], places: frozenset[str], first_names: Sequence[str]) -> None:
        self.age = re.compile(style["age"], re.IGNORECASE)
        self.person = re.compile(rf"\b(?:{'|'.join(style['person'])})\b", re.IGNORECASE)
        self.health = re.compile(rf"\b(?:{'|'.join(style['health'])})", re.IGNORECASE)
        # Names bend (Helsinki, Helsingissä): their first letters have to do.
        stems = sorted({re.escape(name[: max(4, len(name) - 3)]) for name in places})
        self.place = re.compile(rf"\b(?:{'|'.join(stems)})")
        self.names = {name + ending for name in first_names for ending in ("", *style["endings"])}
        name = rf"(?:{'|'.join(first_names)})(?:{'|'.join(style['endings'])})?"
        client = "|".join(style["client"])
        self.named = re.compile(
            rf"\b(?:(?i:{client})\w{{0,8}},? {name}\b|{name} (?:(?i:{client})|\(?\d\d[) ,-])|{name}, \d\d\b)"
        )

    def may_find(self, text: str) -> bool:
        """Tell quickly whether it is worth while to look at a text sentence by sentence."""
        return bool(self.age.search(text)) or not self.names.isdisjoint(CAPITALISED.findall(text))

    def find(self, sentence: str) -> str:
        """Return the words by which a sentence gives somebody away, or an empty text."""
        if match := self.named.search(sentence):
            return match.group()
        age = self.age.search(sentence)
        if age and self.person.search(sentence) and (self.health.search(sentence) or self.place.search(sentence)):
            return age.group()
        return ""

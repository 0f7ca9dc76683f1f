"""People's privacy: what must not be published, and what lets a person be recognised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

# Signs that show nothing: soft hyphens, joiners, marks of direction, selectors of a variant, tags.
HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)

# Hyphens, dashes and minus signs of all kinds, which readers take for one another.
DASHES = re.compile(r"[\u02d7\u058a\u05be\u1806\u2010-\u2015\u2043\u2212\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u30a0]")

# Letters of an address may be written by their numbers: %40 is @, %2540 the same once more.
ENCODED = re.compile(r"%(?:25)*([2-7][0-9A-Fa-f])")

BLANKS = re.compile(r"[^\S\n]{2,}|[^\S\n ]")

FOREIGN_DIGITS = re.compile(r"[^\D0-9]")

# The patterns below are for text as `plainly` writes it.
# It looks at each word once and never steps back: an address is rare and a text may be long.
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]++\s*+\\?(?:@|[(\[{] ?(?:@|at|a|ät) ?[)\]}])\s*+"
    r"(?:[\w-]++(?:\.|\s*+[(\[{] ?(?:\.|dot|piste) ?[)\]}]\s*+))+(?!\d)\w[\w-]+",
    re.IGNORECASE,
)

# Finnish numbers as people write them: an area or mobile code, then groups. Groups of three after another number
# are a sum (2 040 123 456), a year after a period or slash is that of a month (05/2014-12/2016).
HOME = (
    r"(?!(?<=\d )0\d\d(?: \d{3}){1,4}(?!\d| \d))(?!0\d[./](?:19|20)\d\d(?!\d))\(?0(?:4\d|50|29|[1-9]\d?)\)?"
    r"(?:(?:\s?\d{2,4}|-\d{3,4})(?:[\s-]?\d{2,4}){1,2}|-\d{2}(?:[\s-]\d{2,4}){2}"
    r"| ?[./-] ?\d{3,4}(?:(?: ?[./-] ?|\s)?\d{2,4}){1,2})"
)

# Numbers with a country code: those of Finland, and others where they are no sum (+1 200 000) and no years.
ABROAD = (
    r"(?:\+|00|(?:wa\.me/|tel:|phone=)\+?) ?(?:358(?:(?: ?[./()-]{1,2} ?|\s)?\d){5,11}"
    r"|(?!\d{1,3}(?:[ .]\d{3}){1,2}(?![ .-]?\d))(?!\d+ (?:19|20)\d\d(?!\d))"
    r"[1-9]\d{0,2}(?: ?\(\d{1,4}\))?(?:[\s-]?\d(?=[\s-]))?(?:(?:[\s-]|\.(?=\d{3}))?\d{2,4}){3,6})"
)

PHONE = re.compile(rf"(?<![^\W_])(?<![^\W_]-)(?:{HOME}|{ABROAD})(?![^\W_])")

# Day, month and year of birth, the sign of the century, an individual number and a control character
# (Digital and Population Data Services Agency). The signs Y, X, W, V, U and B to F are in use since 2023. A code may be
# folded at its sign.
IDENTITY_CODE = re.compile(
    r"(?<![^\W_])(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])([0-9]{2})\s{0,2}[-+A-FU-Y]\s{0,2}"
    r"([0-9]{3})([0-9A-FHJ-NPR-Y])(?![^\W_])",
    re.IGNORECASE,
)
CONTROL = "0123456789ABCDEFHJKLMNPRSTUVWXY"

# What a text must have to hold any of these: the sign of an e-mail address, or the digits of a number.
SIGN = re.compile(r"[@(\[{](?:(?<=@)|[^\S\n]*+(?:[Aa@]|[Ää][Tt]))")
FEWEST_DIGITS = 6
# An identity code holds the one, and a telephone number begins with the other: quick to look for in a long text.
DAY_OF_BIRTH = re.compile(r"[0-9]{6}")
PHONE_START = re.compile(r"0(?<![^\W_].)[0-9]|\+|wa\.me/|tel:|phone=")

# What is not ASCII may vanish or become anything once it is written plainly, but for the signs that texts are full of.
USUAL = "ÅÄÖåäöÉé–—‘’“”…€§"
UNUSUAL = re.compile(rf"[^\x00-\x7f{USUAL}]")
# Those, and the ASCII signs that addresses and numbers are made of; as one set it is found twice as fast.
HARMLESS = "".join(sign for sign in map(chr, range(128)) if sign not in "0123456789%@([{") + USUAL
SUSPECT = re.compile(f"[^{re.escape(HARMLESS)}]")

# Looks back as `ABBREVIATION` does.
CAPITALISED = re.compile(r"[A-ZÅÄÖ](?<!\w.)\w+")


def plainly(text: str) -> str:
    """Return a text as it looks, in the plainest signs: no hidden ones, one kind of hyphen, of blank and of digits."""
    if not text.isascii():
        text = DASHES.sub("-", HIDDEN.sub("", unicodedata.normalize("NFKC", text)))
        text = FOREIGN_DIGITS.sub(lambda found: str(unicodedata.decimal(found[0])), text)
    if "%" in text:
        text = ENCODED.sub(lambda found: chr(int(found[1], 16)), text)
    return BLANKS.sub(" ", text)


def may_reveal(text: str) -> bool:
    """Tell quickly whether a text can hold an identity code or contact details at all."""
    # Most texts hold nothing of all that.
    return SUSPECT.search(text) is not None and (
        sum(map(text.count, "0123456789")) >= FEWEST_DIGITS
        or "%" in text
        or SIGN.search(text) is not None
        or not text.isascii() and UNUSUAL.search(text) is not None
    )


def revealed(text: str) -> Iterator[tuple[str, str]]:
    """Yield what must not be published of people in a text, as `plainly` writes it: (problem's code, words)."""
    if not may_reveal(text):
        return
    text = plainly(text)
    for code in identity_codes(text):
        yield "identity-code", code
        text = text.replace(code, "…")  # Its beginning may look like a telephone number.
    for details in contact_details(text):
        yield "contact-details", details


def identity_codes(text: str) -> Iterator[str]:
    """Yield the Finnish personal identity codes in a text; a number with another control character is none.

    Here and in `contact_details` the text is as `plainly` writes it.
    """
    if not DAY_OF_BIRTH.search(text):
        return
    for match in IDENTITY_CODE.finditer(text):
        day, month, year, number, control = match.groups()
        if CONTROL[int(day + month + year + number) % len(CONTROL)] == control.upper():
            yield match.group()


def contact_details(text: str) -> Iterator[str]:
    """Yield the e-mail addresses and telephone numbers in a text."""
    # Most texts have none of the signs without which there can be none.
    if SIGN.search(text):
        yield from (match.group() for match in EMAIL.finditer(text))
    if ("0" in text or "+" in text or "358" in text) and PHONE_START.search(text):
        yield from (match.group() for match in PHONE.finditer(text))


class PeopleFinder:
    """Finds sentences that seem to tell of one recognisable person, in one language.

    ``style`` holds the language's words: ``age`` (how the age of one person is written), ``one`` (how one client is
    spoken of; ``one_signs`` are pieces of which each such text has one, quick to look for), ``person``,
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
        self.one_signs = tuple(style["one_signs"])
        self.patterns = {
            "age": re.compile(style["age"], re.IGNORECASE),
            "one": re.compile(style["one"]),
            "person": re.compile(rf"\b(?:{'|'.join(style['person'])})\b", re.IGNORECASE),
            "health": re.compile(rf"\b(?:{'|'.join(style['health'])})", re.IGNORECASE),
            "place": re.compile(rf"\b(?:{'|'.join(beginnings)})"),
            "named": re.compile(
                rf"\b(?:(?:{client})\w{{0,8}},? {name}\b"
                rf"|{name}(?: (?:{client})| \(?\d\d[) ,-]|, \d\d\b| [A-ZÅÄÖ]\.(?![\w-])))"
            ),
        }

    def may_find(self, text: str) -> bool:
        """Tell quickly whether it is worth while to look at a text sentence by sentence."""
        return (self.patterns["age"].search(text) is not None
                or any(sign in text for sign in self.one_signs) and self.patterns["one"].search(text) is not None
                or not self.names.isdisjoint(CAPITALISED.findall(text)))

    def find(self, sentence: str) -> str:
        """Return the words by which a sentence gives somebody away, or an empty text."""
        found = {name: pattern.search(sentence) for name, pattern in self.patterns.items()}
        if named := found["named"]:
            return named.group()
        age, one, told = found["age"], found["one"], [found["health"], found["place"]]
        if age and (all(told) or found["person"] and any(told)):
            return age.group()
        return one.group() if one and all(told) else ""


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

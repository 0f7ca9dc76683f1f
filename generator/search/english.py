"""English words: plural, past and -ing forms lead to the word itself, word families share a stem."""

from __future__ import annotations

from collections.abc import Iterable

from generator.search.analyser import Analyser, Reading
from generator.search.rules import Rules
from generator.search.text import fold

RULES = [
    Rules(("s", "'s"), {"": ("",)}),
    Rules(("ed", "es", "ing", "ings"),
          {"": ("", "e"), "i": ("y",), **{letter * 2: (letter,) for letter in "bdglmnprt"}}),
]
"""Endings and what the stem loses before them: *planned* is *plan*, *studies* is *study*, *making* is *make*."""

SUFFIXES = (
    "isations", "isation", "izations", "ization", "ations", "ation", "ibility", "ability", "ements", "ement", "ments",
    "ment", "ances", "ance", "ences", "ence", "ities", "ity", "ness", "ions", "ion", "ives", "ive", "ants", "ant",
    "ents", "ent", "ees", "ee", "ers", "er", "ors", "or", "als", "al", "able", "ible", "ings", "ing", "ful", "ies",
    "ise", "ize", "ed", "es", "s", "y", "e",
)
"""What a family's members differ by, the longest first."""

SHORTEST_STEM = 4
SHORTEST_WORD = 3


class English(Analyser):
    """The analyser of English. A form leads to a word of the collection, or it is its own.

    ``stops`` are words to which none leads: *notes* are not of *not*. ``own`` are words that lead to none.
    """

    rules = RULES

    def __init__(self, stops: frozenset[str] = frozenset(), own: frozenset[str] = frozenset()) -> None:
        self.stops = stops
        self.own = own
        self.words: set[str] = set()

    def prepare(self, forms: Iterable[str]) -> None:
        """Learn which words there are before any of them is read."""
        self.words = {form.lower() for form in forms} - self.stops

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Return the one reading of a form, with its family's stem as the base."""
        word = form.lower()
        if "-" in word:
            return (Reading("-".join([*word.split("-")[:-1], self.readings(word.rsplit("-")[-1])[0].lemma])),)
        if word in self.own or word.endswith(("ss", "us", "is")) or len(word) <= SHORTEST_WORD:
            return (Reading(word, base=stem(word)),)
        # The shortest: "trainings" is of "train" rather than of "training".
        lemma = min(self.sources(word) or {word}, key=lambda item: (len(item), item))
        if len(lemma) < SHORTEST_WORD:
            lemma = word
        return (Reading(lemma, base=stem(lemma)),)

    def sources(self, word: str) -> set[str]:
        """Return the words of the collection that a word may be a form of."""
        return self.words & {lemma for rules in self.rules for lemma in rules.lemmas(word)} - {word}


def stem(word: str) -> str:
    """Return what the words of a family share: *employ* of *employment*, *employer* and *employed*."""
    word = fold(word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
            return word.removesuffix(suffix)
    return word

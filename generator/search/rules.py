"""Rules that lead from a word form back to its dictionary form, learnt from paradigms.

A form is a stem with an ending, and the stem may differ from the dictionary form at its end: *tuella* is
*tue* and *lla*, and *e* stands for *ki*. The engine takes every ending and every change that fit and
accepts what the vocabulary has, so the rules need to be complete rather than exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from os.path import commonprefix
from pathlib import Path
from typing import NamedTuple

from generator.search.text import fold, parts_of

LEAST_SHARE = 0.02
"""An ending is learnt for a tag if this share of the tag's forms has it."""

LEAST_FORMS = 3
"""A change that fewer forms have is a word's own; as a rule it would lead to words that have nothing to do with it."""

LEAST_LIKENESS = 0.6
"""How much two endings have in common, of 1, that count as one when stems change before them."""

LONGEST_CHANGE = 6
"""In letters; a longer change is another word."""


class Paradigm(NamedTuple):
    """A form of a word, with its lemma and the tag that names the form."""

    lemma: str
    tag: str
    form: str


@dataclass(frozen=True)
class Rules:
    """``endings``, and ``changes`` from what a stem before one of them ends with to what the lemma may end
    with instead, the commonest first; all without marks (``text.fold``).
    """

    endings: tuple[str, ...] = ()
    changes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def lemmas(self, form: str) -> set[str]:
        """Return everything that a folded form may come from, before the vocabulary has its say."""
        found = set()
        for ending in self.endings:
            if form.endswith(ending) and len(form) > len(ending) + 1:
                stem = form[:len(form) - len(ending)]
                for length in range(min(LONGEST_CHANGE, len(stem) - 1) + 1):
                    cut = len(stem) - length
                    found |= {stem[:cut] + change for change in self.changes.get(stem[cut:], ())}
        return found


class Pair(NamedTuple):
    """A form and its lemma, cut into an ending and what differs before it."""

    ending: str
    change: tuple[str, str]
    lemma: str


def learn(paradigms: Iterable[Paradigm]) -> list[Rules]:
    """Learn rules from paradigms: endings that stems change alike before share their changes."""
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for ending, change, _ in {pair for pairs in by_tag(paradigms).values() for pair in cut(pairs)}:
        counts[ending][change] += 1
    groups: list[tuple[list[str], Counter[tuple[str, str]]]] = []
    for ending, changes in sorted(counts.items(), key=lambda item: (-item[1].total(), item[0])):
        likest = max(groups, key=lambda group: likeness(group[1], changes), default=None)
        if likest and likeness(likest[1], changes) >= LEAST_LIKENESS:
            likest[0].append(ending)
            likest[1].update(changes)
        else:
            groups.append(([ending], Counter(changes)))
    learnt = [Rules(tuple(sorted(endings)), by_old(changes)) for endings, changes in groups]
    return [rules for rules in learnt if rules.changes]


def by_tag(paradigms: Iterable[Paradigm]) -> dict[str, set[tuple[str, str]]]:
    """Return (lemma, form) by tag, folded; what stands before a compound's head does not change."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for lemma, tag, form in paradigms:
        found[tag].add((fold(parts_of(lemma)[-1]), fold(form)))
    return found


def cut(pairs: set[tuple[str, str]]) -> Iterator[Pair]:
    """Cut the forms of one tag: the endings are the longest ones that most forms have which no other covers yet."""
    rest, least = set(pairs), max(2, LEAST_SHARE * len(pairs))
    while len(rest) >= least:
        ending = commonest_ending([form for _, form in rest])
        covered = {pair for pair in rest if pair[1].endswith(ending)}
        for lemma, form in covered:
            stem = form[:len(form) - len(ending)]
            shared = len(commonprefix([lemma, stem]))
            change = stem[shared:], lemma[shared:]
            if shared and max(map(len, change)) <= LONGEST_CHANGE:
                yield Pair(ending, change, lemma)
        rest -= covered


def likeness(one: Counter, other: Counter) -> float:
    """Return how much the shares of two counts have in common, from 0 to 1."""
    return sum(min(one[key] / one.total(), count / other.total()) for key, count in other.items())


def by_old(changes: Counter[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return changes that are common enough as a mapping from the old end to the new ones, the commonest first."""
    found: dict[str, list[str]] = defaultdict(list)
    for (old, new), forms in sorted(changes.items(), key=lambda item: (-item[1], item[0])):
        if forms >= LEAST_FORMS:
            found[old].append(new)
    return {old: tuple(new) for old, new in sorted(found.items())}


def commonest_ending(forms: list[str]) -> str:
    """Return the longest ending that half of the forms share."""
    ending = ""
    while True:
        longer = len(ending) + 1
        following = Counter(form[-longer:] for form in forms if form.endswith(ending) and len(form) > longer + 1)
        best, count = max(following.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if count < len(forms) / 2:
            return ending
        ending = best


def read_rules(file: Path) -> list[Rules]:
    """Read rules: a line of endings, then a line for each change with the old end and the new ones.

    Spaces stand between, the endings begin with a hyphen, a lone hyphen is nothing. A file that is not
    there has no rules.
    """
    found: list[tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
        if line.startswith("endings "):
            found.append((tuple(text.removeprefix("-") for text in line.split(" ")[1:]), {}))
        elif line and not line.startswith("#"):
            old, *new = ("" if text == "-" else text for text in line.split(" "))
            found[-1][1][old] = tuple(new)
    return [Rules(*rules) for rules in found]


def write_rules(file: Path, learnt: Iterable[Rules], header: str = "") -> None:
    """Write rules for ``read_rules``."""
    lines = []
    for rules in learnt:
        lines.append(" ".join(("endings", *(f"-{ending}" for ending in rules.endings))))
        lines += [" ".join(text or "-" for text in (old, *new)) for old, new in rules.changes.items()]
    file.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")

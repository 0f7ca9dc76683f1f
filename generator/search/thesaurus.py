"""The thesaurus: groups of words and phrases that mean much the same to those who search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from generator.vocabulary import Vocabulary

Phrases = Mapping[str, tuple[str, ...]]
"""Words and phrases by language."""


class Group(NamedTuple):
    """What is called the same, and what it leads to besides: *Itä-Suomi* to its regions, and they not to it."""

    names: Phrases
    targets: Phrases


def thesaurus(vocabulary: Vocabulary) -> list[Group]:
    """Return the groups: those of the glossary, and those that serve searching only."""
    return [
        Group({code: (term.term[code], *term.synonyms.get(code, ())) if code in term.term
               else tuple(term.synonyms[code]) for code in {**term.term, **term.synonyms}},
              {code: tuple(words) for code, words in term.leads_to.items()})
        for term in (*vocabulary.glossary.values(), *vocabulary.synonyms.values())
    ]

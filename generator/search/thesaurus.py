"""The thesaurus: groups of words and phrases that mean much the same to those who search."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

from generator.catalogue import catalogues
from generator.vocabulary import Term, Vocabulary

Phrases = Mapping[str, tuple[str, ...]]
"""Words and phrases by language."""


class Group(NamedTuple):
    """What is called the same, and what it leads to besides: *Itä-Suomi* to its regions, and they not to it.

    Of a term that is ``explained`` readers know the name in another language as well.
    """

    names: Phrases
    targets: Phrases
    explained: bool


def thesaurus(vocabulary: Vocabulary) -> list[Group]:
    """Return the groups, one for each term of the glossary, whether it is explained or serves searching only."""
    return [
        Group({code: names for code in catalogues() if (names := names_of(term, code))},
              {code: tuple(words) for code, words in term.leads_to.items()}, bool(term.definition))
        for term in vocabulary.glossary.values()
    ]


def names_of(term: Term, code: str) -> tuple[str, ...]:
    """Return what a term is called in a language, its own name first."""
    own = (term.term[code],) if code in term.term else ()
    return tuple(chain(own, term.synonyms.get(code, ()), term.searched_as.get(code, ())))

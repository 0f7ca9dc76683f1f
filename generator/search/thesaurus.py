"""The thesaurus: groups of words and phrases that mean much the same to those who search."""

from __future__ import annotations

from collections.abc import Mapping

from generator.vocabulary import Vocabulary

Group = Mapping[str, tuple[str, ...]]
"""What a group is called, by language."""


def thesaurus(vocabulary: Vocabulary) -> list[Group]:
    """Return the groups: those of the glossary, and those that serve searching only."""
    return [
        {code: (term.term[code], *term.synonyms.get(code, ())) if code in term.term else tuple(term.synonyms[code])
         for code in {**term.term, **term.synonyms}}
        for term in (*vocabulary.glossary.values(), *vocabulary.synonyms.values())
    ]

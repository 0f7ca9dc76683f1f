"""Make the search index of one language.

An inverted index: for each word, the entries that hold it and how much it weighs in them. The engine
in ``overrides/assets/javascripts/search-engine.js`` reads it; both cut text into words alike.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.model import TEXT_FIELDS, Entry
from generator.render import plain, plain_block
from generator.vocabulary import label

VERSION = 1
"""Of the index's form; the engine refuses one that it does not know."""

# How much a word in each field counts, relative to the running text. Measured on graded queries to
# this collection's subject: hand-set weights did as well as tuned ones.
WEIGHTS = {"title": 5.0, "place": 3.0, "tag": 2.0, "summary": 2.0, "benefits": 1.2, "cautions": 0.9}
TEXT_WEIGHT = 1.0

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def words_of(text: str) -> Iterator[str]:
    """Yield the words of a text in lower case, a hyphenated one by its parts, as the engine does."""
    for word in WORD.findall(text.lower()):
        if "-" in word:
            yield from (part for part in word.split("-") if len(part) > 1)
        else:
            yield word


def weighted_words(entry: Entry, cookbook: Cookbook, words: Catalogue) -> Counter[str]:
    """Return how much each word weighs in an entry, summed over its fields."""
    shown = entry.shown_in(words.code)
    texts = entry.texts[shown]
    vocabulary = cookbook.vocabulary
    weighed: Counter[str] = Counter()

    def add(weight: float, text: str) -> None:
        for word in words_of(text):
            weighed[word] += weight

    for field in TEXT_FIELDS:
        weight = WEIGHTS.get(field, TEXT_WEIGHT)
        value = getattr(texts, field)
        if field == "results":
            value = [f"{result.measures} {result.counted_by or ''}" for result in value]
        for text in (value,) if isinstance(value, str) else value or ():
            add(weight, plain(text))
    for text in texts.sections.values():
        add(TEXT_WEIGHT, plain_block(text))
    for place in entry.facts.places:
        add(WEIGHTS["place"], vocabulary.place_label(place, words.code))
    for tag in entry.all_tags(vocabulary):
        add(WEIGHTS["tag"], label(vocabulary.tags[tag].label, words.code))
    add(WEIGHTS["title"], f"{entry.facts.ref} {entry.id}")
    return weighed


def search_index(cookbook: Cookbook, words: Catalogue) -> dict[str, Any]:
    """Return the index of one language as JSON-able data.

    ``entries`` are what filters need to know of the entries (what a result shows stands on the finding
    page already), ``terms`` the words in order, and ``postings`` a flat list for each term: entry
    number, weight in tenths, entry number, weight …
    """
    entries = list(cookbook.entries.values())
    postings: dict[str, list[int]] = defaultdict(list)
    lengths = []
    for number, entry in enumerate(entries):
        weighed = weighted_words(entry, cookbook, words)
        lengths.append(round(sum(weighed.values())))
        for word, weight in weighed.items():
            postings[word] += [number, round(weight * 10)]
    terms = sorted(postings)
    return {
        "version": VERSION,
        "entries": [
            {"id": entry.id, "kind": entry.kind.value, "evidence": entry.facts.evidence,
             "tags": entry.all_tags(cookbook.vocabulary)}
            for entry in entries
        ],
        "lengths": lengths,
        "terms": terms,
        "postings": [postings[term] for term in terms],
    }

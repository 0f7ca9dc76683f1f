"""The indexes at the end of the book: where to find a place, a target group, a method."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.book.edition import Edition

FACETS = {"target": "book.index.target", "method": "book.index.method"}
"""The facets that have an index of their own besides places, and its title in the catalogues."""


def indexes(edition: Edition) -> list[dict[str, Any]]:
    """Return the indexes of the entries that stand in an edition, each in the language's alphabet."""
    found = [("book.places", _places(edition))]
    found += [(title, _tags(edition, facet)) for facet, title in FACETS.items()]
    return [{"title": edition.words(key), "items": items} for key, items in found if items]


def _places(edition: Edition) -> list[dict[str, Any]]:
    """Return municipalities and regions: an entry stands under each of its places and their regions."""
    vocabulary = edition.vocabulary
    regions = {place.region for place in vocabulary.places.values()}
    found: dict[str, list[str]] = {}
    for entry in edition.entries:
        under = [*entry.facts.places, *(vocabulary.region_of(place) for place in entry.facts.places)]
        for place in dict.fromkeys(under):
            found.setdefault(place, []).append(entry.id)
    return _in_order(edition, (
        {"name": vocabulary.place_label(place, edition.language), "strong": place in regions,
         "entries": entries}
        for place, entries in found.items()
    ))


def _tags(edition: Edition, facet: str) -> list[dict[str, Any]]:
    """Return the tags of a facet with the entries that carry them."""
    return _in_order(edition, (
        {"name": edition.label(tag), "strong": False, "entries": entries}
        for tag in edition.vocabulary.tags_of(facet)
        if (entries := [entry.id for entry in edition.entries if tag.id in entry.facts.tags])
    ))


def _in_order(edition: Edition, items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: edition.alphabetical(item["name"]))

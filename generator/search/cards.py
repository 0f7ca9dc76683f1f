"""What a result of the search shows, for the list under the search field."""

from __future__ import annotations

from typing import Any

from generator.addresses import Addresses, relative
from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.reader import Reader
from generator.render import plain

LONGEST = 80
"""Of a result's text, in letters: two lines."""


def shortened(text: str) -> str:
    """Return the beginning of a text, cut between words."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rpartition(' ')[0]} …"


def result_cards(cookbook: Cookbook, words: Catalogue) -> list[dict[str, Any]]:
    """Return for each entry its number, title, place, the beginning of its summary and its address.

    As JSON-able data; ``url`` is relative to the file of these cards, and ends with the entry's id. ``lang`` is there
    where the texts are in another language than the page's.
    """
    reader, at = Reader(cookbook, words), Addresses(words)
    cards = []
    for entry in cookbook.entries.values():
        shown = reader.shown(entry)
        card = {
            "ref": entry.facts.ref,
            "title": plain(shown.texts.title),
            "place": reader.place_names(entry),
            "text": shortened(plain(shown.texts.summary)),
            "url": relative(at.entry(entry), at.search_cards()),
        }
        cards.append(card | ({"lang": shown.lang} if shown.foreign else {}))
    return cards

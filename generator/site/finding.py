"""What the scripts of the search field and the finding page are told: words and addresses, as data."""

from __future__ import annotations

from typing import Any

from generator.addresses import Addresses, relative
from generator.catalogue import Catalogue, catalogues
from generator.vocabulary import Vocabulary, label

FIELD_WORDS = ("search.results", "search.none", "search.all", "search.suggest", "search.browse", "search.taken",
               "search.ignored", "search.weak.one", "search.found.weak", "search.found.weaker")


def field_words(words: Catalogue) -> dict[str, str]:
    """Return what the search field of every page says, each word without ``search.`` before its name."""
    keys = [key for key in words.words if key in FIELD_WORDS or key.startswith("search.count.")]
    return {key.removeprefix("search."): words.words[key] for key in keys}


def page_data(words: Catalogue, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return what the finding page says and where the other languages' indexes are."""
    here = Addresses(words).page("search")
    keys = [key for key in words.words if key.startswith(("search.", "kind.", "entry.evidence."))]
    others = {
        code: {
            "name": other.name,
            "index": relative(at.search_index(), here),
            "cards": relative(at.search_cards(), here),
        }
        for code, other in catalogues().items() if code != words.code
        for at in [Addresses(other)]
    }
    return {
        "words": {key: words.words[key] for key in keys},
        "tags": {tag.id: label(tag.label, words.code) for tag in vocabulary.tags.values()},
        "language": words.code,
        "others": others,
    }

"""What the form needs for the hints: the limits, patterns and words that ``cookbook check`` goes by."""

from __future__ import annotations

from typing import Any

from generator import wording
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from generator.hints import people_finders
from generator.site.patterns import expression

PATTERNS = ("LINK_ADDRESS", "EXPLAINING_LINK", "HEADING", "BLOCK", "SENTENCE", "SENTENCE_END", "BRACKETS", "WORD",
            "ABBREVIATION", "ROMAN", "NAME", "NAME_BEFORE_BRACKETS")
"""The patterns of :mod:`generator.wording`; ``form-hints.js`` has them by the same names."""


def hint_data(cookbook: Cookbook) -> dict[str, Any]:
    """Return what ``form-hints.js`` goes by; ``styles`` are the customs of each language by its code."""
    known = wording.known_abbreviations(cookbook.vocabulary,
                                        {id_.rpartition("/")[2] for id_ in (*cookbook.entries, *cookbook.parts)})
    styles = {
        code: {name: catalogues()[code].style[name] for name in ("longest_sentence", "out_of_balance", "explaining")}
        | {name: expression(pattern) for name, pattern in finder.patterns.items()}
        for code, finder in people_finders(cookbook.vocabulary).items()
    }
    return {
        "patterns": {name: expression(getattr(wording, name)) for name in PATTERNS},
        # Of all names only those that may be taken for an abbreviation.
        "known": sorted(name for name in known if wording.ABBREVIATION.fullmatch(name.upper())),
        "balanced": wording.BALANCED,
        "styles": styles,
    }

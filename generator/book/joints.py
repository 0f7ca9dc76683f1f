"""Compounds that the typesetter's patterns would cut beside the joint at the end of a line.

They know syllables, not words: of *työelämä* they make *työe-lämä*. It happens where what follows the joint
begins with a vowel or with two consonants. The catalogue of a language lists beginnings of such parts (``\\b`` ends
one that is all of the part); a soft hyphen before them tells the template, which cuts such words only where they
are very long (``template/base.typ``). So does one in a word that the catalogue's pattern of foreign words finds:
patterns of English cut a Finnish name anywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from generator.catalogue import Catalogue

SOFT_HYPHEN = "\u00ad"

SET = ("content", "items", "head", "rows")
"""Keys of nodes whose values are running text."""


def with_joints(nodes: Any, words: Catalogue) -> Any:
    """Return nodes with a soft hyphen at the joints of their compounds that the language's patterns miss.

    Addresses stay as they are, for people copy them.
    """
    if isinstance(nodes, str):
        if "://" in nodes:
            return nodes
        for places in (_joint(words("book.joints")), _pattern(words("book.uncut"))):
            nodes = places.sub(SOFT_HYPHEN, nodes) if places else nodes
        return nodes
    if isinstance(nodes, dict):
        return {key: with_joints(value, words) if key in SET else value for key, value in nodes.items()}
    return [with_joints(node, words) for node in nodes] if isinstance(nodes, list) else nodes


@cache
def _joint(parts: str) -> re.Pattern[str] | None:
    """Return what finds the places before ``parts``, inside words."""
    return re.compile(rf"(?<=[^\W\d_]{{3}})(?={'|'.join(parts.split())})") if parts.strip() else None


@cache
def _pattern(pattern: str) -> re.Pattern[str] | None:
    """Return a pattern of the catalogue, which finds places inside words; None for an empty one."""
    return re.compile(pattern) if pattern else None

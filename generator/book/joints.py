"""Compounds that the typesetter's patterns would cut beside the joint at the end of a line.

They know syllables, not words: of *työelämä* they make *työe-lämä*. It happens where what follows the joint
begins with a vowel. The catalogue of a language lists beginnings of such parts; a soft hyphen before them tells
the template, which cuts such words only where they are very long (``template/base.typ``).
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
        joint = _joint(words("book.joints"))
        return nodes if joint is None or "://" in nodes else joint.sub(SOFT_HYPHEN, nodes)
    if isinstance(nodes, dict):
        return {key: with_joints(value, words) if key in SET else value for key, value in nodes.items()}
    return [with_joints(node, words) for node in nodes] if isinstance(nodes, list) else nodes


@cache
def _joint(parts: str) -> re.Pattern[str] | None:
    """Return what finds the places before ``parts``, inside words."""
    return re.compile(rf"(?<=[^\W\d_]{{3}})(?={'|'.join(parts.split())})") if parts.strip() else None

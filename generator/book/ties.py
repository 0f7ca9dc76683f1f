"""What stays together at the end of a line: numbers and what they count, ranges, short beginnings of compounds.

The typesetter knows where a line may end by the signs alone: after a dash, a hyphen, a space. A reader who meets
*2012–* or *394* at the end of a line takes it for the whole. A space that must not be an end becomes one that isn't;
what has none becomes a node ``whole``, which the template never cuts.
"""

from __future__ import annotations

import re
from typing import Any

from generator.book.joints import SET

NO_BREAK = "\u00a0"

LONGEST = 18
"""Letters of the longest piece that is kept whole; a longer one would leave its line too loose."""

# 394 314, 25 %, 10 tuntia, 1 January, 21. marraskuuta: a number, or its last three digits, and a short word. The
# word after a year is another matter: "in 2014 the city".
_SPACE = re.compile(
    r"(?<=\d) (?=\d{3}\b|[%‰€=])|"
    r"(?:(?<=(?<![\d–-])\d)|(?<=(?<![\d–-])\d\d)|(?<=[ ,.\u00a0]\d{3})|(?<=(?<!\d)\d{3})) (?=[^\W\d_]{1,10}\b)|"
    r"(?<=\b\d\.) (?=[a-zäö])|(?<=\b\d\d\.) (?=[a-zäö])|(?<==) (?=\w)|(?<=\w) (?=-[^\W\d_]{2})"
)
# 2017–2019, 15–64-vuotias, 0–20%, tammi–maaliskuussa; TE-toimisto, 55-vuotias; -hanke after a name of words. The two
# names of Kemi-Tornio stand by themselves, and in a column such a pair is long.
_WHOLE = re.compile(
    r"(?<![\w–-])"
    r"(?:\d[\d.,]*–\d[\w.,]*(?:-\w+)?[%€]?|[^\W\d_]+–[^\W\d_]+|[^\W_]{1,4}-(?![A-ZÅÄÖ])[^\W\d_]{2,}|-[^\W\d_]{2,})"
    r"(?![\w–-])"
)


def tied(nodes: Any) -> Any:
    """Return nodes in which a line ends at none of these places; addresses stay as they are."""
    if isinstance(nodes, list):
        return [piece for node in nodes for piece in (_pieces(node) if isinstance(node, str) else [tied(node)])]
    if isinstance(nodes, dict):
        return {key: tied(value) if key in SET else value for key, value in nodes.items()}
    return nodes


def _pieces(text: str) -> list[Any]:
    """Return a text as strings and nodes that are kept whole."""
    if "://" in text:
        return [text]
    text = _SPACE.sub(NO_BREAK, text)
    pieces: list[Any] = []
    at = 0
    for found in _WHOLE.finditer(text):
        if len(found.group()) > LONGEST:
            continue
        pieces += [text[at:found.start()], {"kind": "whole", "text": found.group()}]
        at = found.end()
    return [piece for piece in (*pieces, text[at:]) if piece]

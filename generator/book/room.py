"""How many pages an entry takes, told from its texts before anything is set.

A last page with a few lines on it is a page too many, and a little smaller letters would spare it (see `tightness-of`
in ``template/entry.typ``). To measure every entry would take more than half as long again as to set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.book.tree import Node, letters

PER_ITEM = 40
"""Letters that an item of a list is longer than it looks: its last line is half empty, and a space follows."""


def pages_of(part: dict[str, Any]) -> float:
    """Return about how many pages of A4 the data of an entry take, at letters of 10 points.

    The shares were fitted to the measured heights of the entries in both languages: of ten, nine come within
    a tenth of a page.
    """
    nodes = [node for section in part["sections"] for node in section["content"]]
    pieces = sum(len(node.get("items", [node])) for node in nodes)
    headings = sum(node["kind"] == "heading" for node in nodes)
    facts = [fact["content"] for fact in part["glance"]]
    return round(
        0.541
        + _boxes(part["benefits"], part["cautions"])
        + 0.000227 * _weight(facts)
        + 0.000339 * letters(part["results"])
        + 0.000256 * letters([section["content"] for section in part["sections"]])
        + 0.000287 * letters(part["context"])
        + 0.0105 * pieces
        + 0.0175 * headings,
        3,
    )


def _boxes(benefits: Sequence[list[Node]], cautions: Sequence[list[Node]]) -> float:
    """Return the share of a page that the boxes take: beside each other, or each across the page."""
    shorter, longer = sorted((_weight(benefits), _weight(cautions)))
    if longer > 1900 or longer > 2.6 * shorter:
        return 0.109 + 0.000357 * (shorter + longer) / 2
    return 0.000357 * longer


def _weight(items: Sequence[list[Node]]) -> int:
    return sum(letters(item) + PER_ITEM for item in items)

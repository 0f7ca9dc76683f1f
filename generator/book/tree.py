"""From sanitised HTML to a small tree of nodes, the only form in which texts reach the template.

A node is a string or a dict with its ``kind``. Inline kinds: ``emphasis``, ``strong``, ``code``,
``break`` and ``link``. Block kinds: ``paragraph``, ``heading``, ``bullets``, ``numbers``, ``quote``,
``code-block``, ``rule`` and ``table``. The template has a function for each and for nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Union

Node = Union[str, dict[str, Any]]
Resolve = Callable[[str], dict[str, str] | None]
"""Takes a link's address and returns where it leads, or None where it leads nowhere in print."""

INLINE = {"em": "emphasis", "strong": "strong", "code": "code", "br": "break", "a": "link"}
VOID = {"br", "hr"}

NOT_SET = {"kind", "url", "id", "lang", "online", "way", "colour", "term", "checked"}
"""Keys of data whose values are not set as text, or always take the same room."""

DEEPEST = 8
"""How deep nodes may nest. Typst stops at some eighty nested calls; people stop at three or four.
What is nested deeper is set without its own form, so that its text still stands."""

LONGEST_WORD = 40
"""A word longer than this may be cut anywhere. The longest words of Finnish prose stay below it,
and below it hyphenation finds enough places."""

CUT_EVERY = 12

AFTER_SIGN = re.compile(r"(?<=[/-])(?=[A-Za-z])")
"""Where a line may end anyway, as in an address."""

ZERO_WIDTH_SPACE = "\u200b"


def breakable(text: str) -> str:
    """Return ``text`` with places to break in each overlong word, so that it stays on its page."""
    def cut(word: str) -> str:
        if len(word) <= LONGEST_WORD:
            return word
        return ZERO_WIDTH_SPACE.join(
            word[start:start + CUT_EVERY] for start in range(0, len(word), CUT_EVERY)
        )

    return re.sub(
        rf"\S{{{LONGEST_WORD + 1},}}", lambda found: "".join(map(cut, AFTER_SIGN.split(found.group()))), text,
    )


def letters(value: Any) -> int:
    """Count the letters that are set of nodes, or of data that holds some; addresses and codes are not."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(letters(inner) for key, inner in value.items() if key not in NOT_SET)
    return sum(map(letters, value)) if isinstance(value, list) else 0


def has_notes(value: Any) -> bool:
    """Tell whether data holds a link to the web, whose address print gives in a note, for its text is another."""
    if isinstance(value, dict):
        shown = "".join(map(str, value.get("content", ()))).replace(ZERO_WIDTH_SPACE, "")
        return value.get("url", shown) != shown or any(map(has_notes, value.values()))
    return isinstance(value, list) and any(map(has_notes, value))


@dataclass
class _Element:
    """An HTML element while the tree is read."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)

    def find(self, *tags: str) -> Iterator[_Element]:
        """Yield the descendants with one of ``tags``, in order, without looking inside them."""
        for child in self.children:
            if isinstance(child, _Element):
                if child.tag in tags:
                    yield child
                else:
                    yield from child.find(*tags)

    def text(self) -> str:
        """Return the text of the element and of everything in it."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Reader(HTMLParser):
    """Reads HTML into elements. Sanitised HTML is well-formed: every element is closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def _read(html: str) -> list[_Element | str]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root.children


def inline_tree(html: str, resolve: Resolve) -> list[Node]:
    """Return the inline nodes of one line of HTML.

    ``resolve`` decides about each link; a link that leads nowhere becomes its own text.
    """
    return _trimmed(_inline(_read(html), resolve))


def block_tree(html: str, resolve: Resolve) -> list[Node]:
    """Return the block nodes of an HTML text.

    Headings get levels from 1 upwards with none left out, whatever levels were typed: a reader who
    listens must not look for a heading that was never there.
    """
    return _blocks(_read(html), resolve, [])


def _inline(children: Iterable[_Element | str], resolve: Resolve, depth: int = 0) -> list[Node]:
    nodes: list[Node] = []

    def add(node: Node) -> None:
        if isinstance(node, str) and nodes and isinstance(nodes[-1], str):
            node = nodes.pop() + node
        nodes.append(re.sub(r"[ \t\r\n]+", " ", node) if isinstance(node, str) else node)

    for child in children:
        if isinstance(child, str):
            add(breakable(child))
        elif child.tag == "br":
            add({"kind": "break"})
        elif child.tag == "code":
            add({"kind": "code", "text": breakable(child.text())})
        else:
            inner = _inline(child.children, resolve, depth + 1)
            aim = resolve(child.attributes.get("href", "")) if child.tag == "a" else None
            if (child.tag in ("em", "strong") or aim) and depth < DEEPEST:
                add({"kind": INLINE[child.tag], **(aim or {}), "content": inner})
            else:
                for node in inner:
                    add(node)
    return nodes


def _blocks(
    children: Iterable[_Element | str], resolve: Resolve, levels: list[int], depth: int = 0
) -> list[Node]:
    """Return block nodes; inline content that stands loose among them becomes a paragraph."""
    nodes: list[Node] = []
    loose: list[_Element | str] = []

    def close() -> None:
        content = _trimmed(_inline(loose, resolve))
        if content:
            nodes.append({"kind": "paragraph", "content": content})
        loose.clear()

    for child in children:
        if isinstance(child, str) or child.tag in INLINE:
            loose.append(child)
            continue
        close()
        if depth >= DEEPEST and child.tag in ("ul", "ol", "blockquote", "table"):
            nodes.append({"kind": "paragraph", "content": [breakable(" ".join(child.text().split()))]})
        else:
            nodes += _block(child, resolve, levels, depth)
    close()
    return nodes


def _block(element: _Element, resolve: Resolve, levels: list[int], depth: int) -> list[Node]:
    if element.tag == "p":
        content = _trimmed(_inline(element.children, resolve))
        return [{"kind": "paragraph", "content": content}] if content else []
    if re.fullmatch(r"h[1-6]", element.tag):
        # Headings also stand in lists of headings, where a link or footnote would be set twice.
        text = breakable(" ".join(element.text().split()))
        return [{"kind": "heading", "level": _level(int(element.tag[1]), levels), "text": text}]
    if element.tag in ("ul", "ol"):
        items = [_blocks(item.children, resolve, levels, depth + 1) for item in element.find("li")]
        if element.tag == "ul":
            return [{"kind": "bullets", "items": items}]
        return [{"kind": "numbers", "start": _start(element), "items": items}]
    if element.tag == "blockquote":
        return [{"kind": "quote", "content": _blocks(element.children, resolve, levels, depth + 1)}]
    if element.tag == "pre":
        lines = element.text().strip("\n").split("\n")
        return [{"kind": "code-block", "text": "\n".join(breakable(line) for line in lines)}]
    if element.tag == "hr":
        return [{"kind": "rule"}]
    if element.tag == "table":
        return [_table(element, resolve)]
    return _blocks(element.children, resolve, levels, depth)


def _level(typed: int, levels: list[int]) -> int:
    """Return the level of a heading typed as ``typed``; ``levels`` are the open ones above it."""
    while levels and levels[-1] >= typed:
        levels.pop()
    levels.append(typed)
    return len(levels)


def _start(element: _Element) -> int:
    start = element.attributes.get("start", "1")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1


def _table(element: _Element, resolve: Resolve) -> Node:
    rows = [
        [_trimmed(_inline(cell.children, resolve)) for cell in row.find("th", "td")]
        for row in element.find("tr")
    ]
    width = max(map(len, rows), default=0)
    rows = [row + [[]] * (width - len(row)) for row in rows]
    return {"kind": "table", "columns": width, "head": rows[0] if rows else [], "rows": rows[1:]}


def _trimmed(nodes: list[Node]) -> list[Node]:
    """Return inline nodes without white space at their ends, and nothing where nothing is left."""
    nodes = list(nodes)
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip(" ")
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip(" ")
    return [node for node in nodes if node != ""]

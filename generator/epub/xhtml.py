"""From the sanitiser's HTML to XHTML: read as HTML is read, written as XML is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.sax.saxutils import escape

Resolve = Callable[[str], dict[str, str] | None]
"""Takes a link's address and returns the attributes of the link, or None where it leads nowhere in the book."""

VOID = {"br", "hr"}

DEEPEST = 100
"""How many elements may be open at once; what is nested deeper is text of the last of them. The serialiser
calls itself for each level, and so do many readers."""

INNER = {"li", "thead", "tbody", "tr", "th", "td"}
"""What the element around it would be wrong without."""

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (2.2, Characters), not even as a reference."""

HOST = re.compile(r"[\w.-]+")

NOT_IN_ADDRESSES = re.compile(r"%(?![0-9A-Fa-f]{2})|[^\w!$%&'()*+,./:;=?@~-]")


def xhtml(html: str, resolve: Resolve, level: int = 2) -> str:
    """Return sanitised HTML as XHTML, its links resolved.

    Headings get levels from ``level`` on with none left out, whatever levels were typed.
    """
    reader = _Reader(resolve, level)
    reader.feed(html)
    root = reader.end()
    return escape(root.text or "") + "".join(tostring(child, encoding="unicode") for child in root)


def allowed(text: str) -> str:
    """Return ``text`` with a replacement sign for every character that XML forbids."""
    return FORBIDDEN.sub("\ufffd", text)


def web_address(address: str) -> str | None:
    """Return an address of the web as a valid URL, or None where it cannot be one.

    Browsers make something of nearly everything; readers of EPUB may be strict.
    """
    try:
        parts = urlsplit(allowed(address))
        # To ask for the port is to have it checked.
        if not HOST.fullmatch(parts.hostname or "") or parts.port == 0:
            return None
    except ValueError:
        return None
    return "#".join(NOT_IN_ADDRESSES.sub(_quoted, piece) for piece in parts.geturl().split("#", 1))


def _quoted(match: re.Match[str]) -> str:
    return quote(match.group(), safe="")


class _Reader(HTMLParser):
    """Builds a tree. A link that leads nowhere becomes a ``span``."""

    def __init__(self, resolve: Resolve, level: int) -> None:
        super().__init__(convert_charrefs=True)
        self.resolve = resolve
        self.level = level
        self.above: list[str] = []
        self.open: list[str] = []
        self.too_deep = 0
        self.builder = TreeBuilder()
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.too_deep or (len(self.open) >= DEEPEST and tag not in INNER):
            self.too_deep += tag not in VOID
            return
        attributes = {name: value or "" for name, value in attrs}
        if tag == "a":
            attributes = self.resolve(attributes.get("href", "")) or {}
            tag = "a" if attributes else "span"
        elif re.fullmatch(r"h[1-6]", tag):
            tag = self._heading(tag)
        self.builder.start(tag, attributes)
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        # The sanitiser closes every element in order, so the tag needs no second look.
        if tag in VOID:
            return
        if self.too_deep:
            self.too_deep -= 1
        elif self.open:
            self.builder.end(self.open.pop())

    def handle_data(self, data: str) -> None:
        self.builder.data(data)

    def end(self) -> Element:
        """Return the element around all that was read."""
        self.close()
        for tag in reversed(["div", *self.open]):
            self.builder.end(tag)
        return self.builder.close()

    def _heading(self, tag: str) -> str:
        """Return the heading's tag, one level below the last that was typed as a higher one."""
        while self.above and self.above[-1] >= tag:
            self.above.pop()
        self.above.append(tag)
        return f"h{min(self.level + len(self.above) - 1, 6)}"

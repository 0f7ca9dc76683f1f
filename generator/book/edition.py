"""An edition: what is set, in which language, and where its links lead."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from generator.addresses import Addresses
from generator.book.code import code_rows
from generator.book.joints import with_joints
from generator.book.ties import tied
from generator.book.tree import Node, block_tree, breakable, inline_tree
from generator.catalogue import catalogues
from generator.model import Entry
from generator.reader import Reader
from generator.render import plain, render


@dataclass(frozen=True)
class Edition(Reader):
    """One document on its way to paper.

    ``entries`` and ``parts`` (by id) are what stands in it, ``has_glossary`` says whether the glossary
    does; links lead there. ``site_url`` is the address of the site's root (``https://example.fi/``), where
    links lead that find nothing in the document, or empty.
    """

    date: datetime.date
    entries: tuple[Entry, ...] = ()
    parts: frozenset[str] = frozenset()
    has_glossary: bool = False
    site_url: str = ""

    def text(self, text: str) -> str:
        """Return inline Markdown as plain text that fits on a line's width."""
        return breakable(plain(text))

    def inline(self, text: str, lang: str = "") -> list[Node]:
        """Return the nodes of a line of Markdown in the language ``lang``, the reader's if empty."""
        return self._at_line_ends(inline_tree(render(text, inline=True).html, self.resolve), lang)

    def blocks(self, text: str, lang: str = "") -> list[Node]:
        """Return the nodes of a Markdown text in the language ``lang``, the reader's if empty."""
        return self._at_line_ends(block_tree(render(text).html, self.resolve), lang)

    def _at_line_ends(self, nodes: list[Node], lang: str) -> list[Node]:
        """Return nodes that tell where no line may end; words are cut by the rules of their own language."""
        # In this order: the sign of a joint would hide half of what is to stay whole.
        return with_joints(tied(nodes), catalogues()[lang or self.language])

    def resolve(self, address: str) -> dict[str, str] | None:
        """Say where a link leads: a place in this document, an address of the web, or nowhere.

        A word that is explained in no glossary of this document is no link at all: a footnote with
        an address for each would drown the text.
        """
        scheme, _, rest = address.partition(":")
        if scheme in ("http", "https"):
            return {"url": address}
        if scheme == "term":
            return {"term": rest} if self.has_glossary else None
        if scheme == "entry":
            return self.way_to(self.cookbook.entries[rest])
        if scheme == "part" and rest in self.parts:
            folder, _, name = rest.partition("/")
            return {"chapter": name} if folder == "chapters" else {"part": rest}
        if scheme in ("tag", "part") and self.site_url:
            at = Addresses(self.words)
            return {"url": self.site(at.tag(rest) if scheme == "tag" else at.part(rest))}
        return None

    def way_to(self, entry: Entry) -> dict[str, str] | None:
        """Say where a link to an entry leads: a page here, its page on the web, or nowhere."""
        if entry in self.entries:
            return {"entry": entry.id}
        return {"url": self.site(Addresses(self.words).entry(entry))} if self.site_url else None

    def online(self, path: str) -> dict[str, Any] | None:
        """Return what leads from paper to a page on the web: its address, a short form, a code to scan.

        ``path`` is the page's from the site's root. Nothing where nobody knows where the site stands.
        """
        if not self.site_url:
            return None
        address = self.site(path)
        short = address.partition("://")[2].rstrip("/")
        return {"address": address, "short": breakable(short), "code": code_rows(address),
                "alt": self.words("book.code.alt", address=short)}

    def site(self, path: str) -> str:
        """Return the address of a page on the web by its path from the site's root."""
        return f"{self.site_url.rstrip('/')}/{path}"

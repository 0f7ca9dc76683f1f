"""An edition: what is set, in which language, and where its links lead."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.book.tree import Node, block_tree, breakable, inline_tree
from generator.catalogue import Catalogue, catalogues
from generator.model import Cookbook, Entry, Part
from generator.render import plain, render
from generator.vocabulary import Vocabulary, label


@dataclass(frozen=True)
class Edition:
    """One document on its way to paper.

    ``entries`` are the entries that stand in it, ``has_glossary`` says whether the glossary does;
    links lead there. ``site_url`` is the address of the site's root (``https://example.fi/``), where
    links lead that find nothing in the document, or empty.
    """

    cookbook: Cookbook
    words: Catalogue
    date: datetime.date
    entries: tuple[Entry, ...]
    has_glossary: bool = False
    site_url: str = ""

    @property
    def language(self) -> str:
        """The language of the reader."""
        return self.words.code

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the cookbook."""
        return self.cookbook.vocabulary

    def label(self, labels: Any) -> str:
        """Return the label of a vocabulary item, or of a mapping by language, for the reader."""
        return label(getattr(labels, "label", labels), self.language)

    def text(self, text: str) -> str:
        """Return inline Markdown as plain text that fits on a line's width."""
        return breakable(plain(text))

    def inline(self, text: str) -> list[Node]:
        """Return the nodes of a line of Markdown."""
        return inline_tree(render(text, inline=True).html, self.resolve)

    def blocks(self, text: str) -> list[Node]:
        """Return the nodes of a Markdown text."""
        return block_tree(render(text).html, self.resolve)

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
        if scheme == "tag" and self.site_url:
            return {"url": self.address("tags", rest)}
        return None

    def way_to(self, entry: Entry) -> dict[str, str] | None:
        """Say where a link to an entry leads: a page here, its page on the web, or nowhere."""
        if entry in self.entries:
            return {"entry": entry.id}
        return {"url": self.address(entry.kind.value, entry.id)} if self.site_url else None

    def address(self, section: str, id_: str) -> str:
        """Return the address of a page of the site; ``section`` is a name in the catalogue's paths."""
        return f"{self.site_url.rstrip('/')}/{self.words.prefix}{self.words.paths[section]}/{id_}/"

    def shown(self, thing: Entry | Part) -> tuple[str, list[str]]:
        """Return the language whose texts of ``thing`` are set, and what the reader is told of that."""
        shown = thing.shown_in(self.language)
        if shown != self.language:
            return shown, [self.words("entry.not_translated", language=catalogues()[shown].name)]
        behind = [self.field_name(name) for name in thing.behind.get(shown, ())]
        return shown, [self.words("entry.behind", fields=", ".join(behind))] if behind else []

    def field_name(self, name: str) -> str:
        """Return what readers call a text field or a section of the body."""
        return self.words.sections.get(name) or self.words(f"field.{name}")


def alphabetical(words: Catalogue) -> Callable[[str], list[tuple[int, str]]]:
    """Return the key by which texts sort in a language, by the alphabet in its catalogue.

    A letter outside the alphabet sorts with the letter that it is made from, so that *Å* follows *Z*
    in Finnish and stands with *A* in English.
    """
    place = {letter: number for number, letter in enumerate(words("book.alphabet"))}

    def key(text: str) -> list[tuple[int, str]]:
        letters = []
        for letter in text.casefold():
            base = letter if letter in place else unicodedata.normalize("NFD", letter)[0]
            letters.append((place.get(base, -1), letter))
        return letters

    return key

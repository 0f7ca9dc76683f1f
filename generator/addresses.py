"""Where each page of the site is, in every language, as paths from the site's root.

Ids are the same in every language, so the counterpart of a page is found by asking another
language's addresses for the same thing, never by rewriting a path.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.catalogue import Catalogue
from generator.model import Entry

DOWNLOADS = "downloads/"
DATA = "data/"
BOOK_NAME = "keittokirja"
CARDS = "kortit"
ENTRIES_JSON = f"{DATA}entries.json"
ENTRIES_CSV = f"{DATA}entries.csv"


@dataclass(frozen=True)
class Addresses:
    """The addresses of one language's pages, such as ``en/recipes/hakonen/``."""

    words: Catalogue

    def home(self) -> str:
        """The home page; at the site's root for the first language."""
        return self.words.prefix

    def page(self, name: str) -> str:
        """A page of its own kind, by its name in the catalogues' ``paths``."""
        return f"{self.words.prefix}{self.words.paths[name]}/"

    def entry(self, entry: Entry) -> str:
        """The page of a recipe or practice."""
        return f"{self.page(entry.kind.value)}{entry.id}/"

    def chapter(self, chapter: str) -> str:
        """The page of a chapter."""
        return f"{self.page('chapters')}{chapter}/"

    def part(self, id_: str) -> str:
        """The page of a part of the book by its id, such as ``menus/ryhma``; a memo slip is on its chapter's."""
        folder, _, name = id_.rpartition("/")
        if folder in ("chapters", "memos"):
            return f"{self.chapter(name)}{'#memo' if folder == 'memos' else ''}"
        return f"{self.page(folder)}{name}/" if folder in ("worksheets", "menus") else self.page(name)

    def tag(self, tag: str) -> str:
        """The page of a tag."""
        return f"{self.page('tags')}{tag}/"

    def term(self, term: str) -> str:
        """A word's place in the glossary."""
        return f"{self.page('glossary')}#{term}"

    def found(self, facet: str, tag: str) -> str:
        """The finding page filtered by one tag."""
        return f"{self.page('search')}?{facet}={tag}"

    def change(self, path: str) -> str:
        """The form with a content file opened in it."""
        return f"{self.page('share')}?from={path}"

    def book(self, name: str = "") -> str:
        """The PDF of the book, or of a chapter, a worksheet or a menu by its name."""
        part = f"-{name}" if name else ""
        return f"{DOWNLOADS}{BOOK_NAME}-{self.words.code}{part}.pdf"

    def booklet(self, menu: str) -> str:
        """The PDF of a menu together with its recipes, by the menu's name."""
        return self.book(f"{menu}-resepteineen")

    def cards(self) -> str:
        """The PDF of the deck of cards."""
        return self.book(CARDS)

    def epub(self) -> str:
        """The EPUB of the book."""
        return f"{DOWNLOADS}{BOOK_NAME}-{self.words.code}.epub"

    def handout(self, entry: Entry) -> str:
        """The PDF of an entry."""
        return f"{DOWNLOADS}{entry.id}-{self.words.code}.pdf"

    def feed(self) -> str:
        """The feed of what is new."""
        return f"{self.words.prefix}feed.xml"

    def search_index(self) -> str:
        """The index that the search engine reads: JSON, packed as gzip (``generator.search.pack.packed_file``)."""
        return f"{self.words.prefix}search-index.bin"

    def search_cards(self) -> str:
        """What results of the search look like."""
        return f"{self.words.prefix}search-cards.json"


def source_copy(path: str) -> str:
    """The copy of a content file that the site carries, for reading and editing."""
    return f"{DATA}sources/{path}"


def relative(target: str, page: str) -> str:
    """Return the address of ``target`` as seen from ``page``, both from the site's root.

    Relative addresses let the site stand in any folder of any host.
    """
    path, hash_, anchor = target.partition("#")
    path, query_, query = path.partition("?")
    folders, way = page.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(folders), len(way) - 1) and folders[shared] == way[shared]:
        shared += 1
    climb = "../" * (len(folders) - shared)
    return (climb + "/".join(way[shared:]) or "./") + query_ + query + hash_ + anchor

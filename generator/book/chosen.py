"""What somebody asks to have set: whole documents by name, or a booklet or a deck of cards of chosen entries."""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.addresses import Addresses
from generator.book.data import booklet_data, cards_data, on_paper
from generator.book.documents import documents, file_name
from generator.book.signs import unset_in, unset_signs
from generator.book.typeset import Typesetter
from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.imprint import edition_date, site_root
from generator.model import Entry
from generator.plan import MEMOS
from generator.problems import Problem
from generator.render import plain

PAPERS = {"a4": "a4", "a5": "a5", "letter": "us-letter"}
"""Sizes of paper and Typst's names for them."""

LONGEST_NAME = 60
"""How many characters of a title or of ids a file name takes."""

HALVES = {"a4": "a5", "letter": "us-statement"}
"""The pages that two of go beside each other on a sheet of each size."""

Data = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """What is asked for.

    ``what`` are ids of entries, chapters, worksheets and menus, each to be set by itself. Otherwise
    ``entries`` are to be set together, under ``title``, as a booklet or as ``cards``; with ``menu``, its
    sheet comes first. Nothing at all is the whole book. ``paper`` is that of the printed sheet;
    ``folded`` tells that sheets are to be folded, so that pages are half as large.
    """

    what: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    title: str = ""
    menu: str | None = None
    cards: bool = False
    paper: str = "a4"
    folded: bool = False

    @property
    def page(self) -> str:
        """The size of a page, by Typst's name."""
        return HALVES[self.paper] if self.folded else PAPERS[self.paper]


def set_pdfs(root: Path, cookbook: Cookbook, words: Catalogue, chosen: Chosen, output: Path, *,
             progress: Callable[[str], None] = lambda name: None,
             warn: Callable[[list[Problem]], None] = lambda problems: None) -> list[Path]:
    """Set what is asked for into ``output`` and return the files.

    ``progress`` is told each file's name before it is set, ``warn`` where signs stand that no font has, if
    something that was set holds one.
    """
    output.mkdir(parents=True, exist_ok=True)
    files = []
    with Typesetter() as typesetter:
        for name, data in chosen_documents(cookbook, words, edition_date(cookbook), site_root(root), chosen):
            progress(name)
            pdf = typesetter.pdf(data)
            files.append(output / name)
            files[-1].write_bytes(_imposed(pdf) if chosen.folded else pdf)
        if typesetter.glyphs.has_replaced:
            in_title = unset_in(chosen.title, "--title", typesetter.glyphs.missing([chosen.title]))
            warn([*in_title, *unset_signs(root, typesetter.glyphs)])
    return files


def _imposed(pdf: bytes) -> bytes:
    # Not above: what reads PDFs takes as long to load as a handout to set.
    from generator.book.impose import impose

    return impose(pdf)


def entries_with(cookbook: Cookbook, tags: tuple[str, ...]) -> list[str]:
    """Return the entries that carry tags: of each facet among them at least one, as when searching."""
    facets: dict[str, set[str]] = {}
    for tag in tags:
        facets.setdefault(cookbook.vocabulary.tags[tag].facet, set()).add(tag)

    def carries(entry: Entry) -> bool:
        own = set(entry.all_tags(cookbook.vocabulary))
        return all(own & some for some in facets.values())

    return [entry.id for entry in cookbook.in_book_order if carries(entry)]


def chosen_documents(
    cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str, chosen: Chosen
) -> Iterator[tuple[str, Data]]:
    """Yield the file name and the data of everything that is asked for; see `documents`."""
    at = Addresses(words)
    made: Iterator[tuple[str, Data]]
    if chosen.cards:
        ids = chosen.entries or [entry.id for entry in cookbook.in_book_order]
        title = chosen.title or words("cards.title", title=words("home.title"))
        name = _name(at.cards(), chosen, is_all=not chosen.entries)
        made = iter([(name, cards_data(cookbook, ids, title, words, date, site_url))])
    elif chosen.menu:
        menu = cookbook.menus[chosen.menu]
        title = chosen.title or plain(menu.texts[menu.shown_in(words.code)].title)
        data = booklet_data(cookbook, chosen.entries, title, words, date, site_url, chosen.menu)
        made = iter([(_name(at.booklet(chosen.menu), chosen, is_all=True), data)])
    elif chosen.entries:
        title = chosen.title or words("booklet.title")
        data = booklet_data(cookbook, chosen.entries, title, words, date, site_url)
        made = iter([(_name(at.book(), chosen, is_all=False), data)])
    else:
        parts = [*cookbook.vocabulary.chapters, *cookbook.worksheets, *cookbook.menus, MEMOS]
        names = {id_: at.book(id_) for id_ in parts}
        names |= {entry.id: at.handout(entry) for entry in cookbook.entries.values()}
        # Where the book is in volumes, they are the whole book together.
        whole = ["", *(cookbook.written_chapters if cookbook.is_in_volumes else ())]
        wanted = {file_name(names[id_]) for id_ in chosen.what} or {file_name(at.book(name)) for name in whole}
        made = documents(cookbook, [words.code], date, site_url, wanted)
    for name, data in made:
        size = "" if chosen.paper == "a4" else f"-{chosen.paper}"
        name = f"{name.removesuffix('.pdf')}{size}{'-vihko' if chosen.folded else ''}.pdf"
        yield name, on_paper(data, chosen.page)


def _name(address: str, chosen: Chosen, is_all: bool) -> str:
    """Return a file name after its title, or after what is in it."""
    name = file_name(address).removesuffix(".pdf")
    if is_all and not chosen.title:
        return f"{name}.pdf"
    meant = chosen.title or "-".join(chosen.entries)
    about = slug(meant)
    if len(about) > LONGEST_NAME or says_less(meant):
        # Others may begin alike, or have their letters in no file name either.
        about = f"{about[:LONGEST_NAME].strip('-')}-{hashlib.sha256(meant.encode()).hexdigest()[:6]}".strip("-")
    return f"{name}-{about}.pdf"


def says_less(text: str) -> bool:
    """Tell whether a `slug` leaves out letters or digits of a text, and not only their marks."""
    return any(char.isalnum() and not char.isascii() for char in unicodedata.normalize("NFKD", text))


def slug(text: str) -> str:
    """Return a text as lower-case ASCII words joined by hyphens."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")

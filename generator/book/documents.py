"""Every document that the site offers, by the name of its file."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from generator.addresses import Addresses
from generator.book.data import (
    book_data,
    booklet_data,
    cards_data,
    chapter_data,
    contents_data,
    entry_data,
    memos_data,
    menu_data,
    worksheet_data,
)
from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.plan import MEMOS
from generator.render import plain

Data = dict[str, Any]


def documents(
    cookbook: Cookbook, languages: Iterable[str], date: datetime.date, site_url: str = "",
    wanted: Collection[str] | None = None,
) -> Iterator[tuple[str, Data]]:
    """Yield the file name and the data of every document of some languages, or of the ``wanted`` file names.

    ``date`` is the edition's, ``site_url`` the address of the site's root.
    """
    for language in languages:
        for address, data in _all(cookbook, catalogues()[language], date, site_url):
            name = file_name(address)
            if wanted is None or name in wanted:
                yield name, data()


def addresses(cookbook: Cookbook, words: Catalogue) -> list[str]:
    """Return the address of every document of a language."""
    return [address for address, _ in _all(cookbook, words, datetime.date.min, "")]


def file_name(address: str) -> str:
    """Return the name of the file at an address."""
    return PurePosixPath(address).name


def _all(
    cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str
) -> Iterator[tuple[str, Callable[[], Data]]]:
    """Yield the address of every document of a language, and what makes its data."""
    at = Addresses(words)
    whole = (words, date, site_url)
    yield at.book(), partial(contents_data if cookbook.is_in_volumes else book_data, cookbook, *whole)
    for chapter in cookbook.written_chapters:
        yield at.book(chapter), partial(chapter_data, cookbook, chapter, *whole, is_volume=cookbook.is_in_volumes)
    if cookbook.memos:
        yield at.book(MEMOS), partial(memos_data, cookbook, *whole)
    for name in cookbook.worksheets:
        yield at.book(name), partial(worksheet_data, cookbook, name, *whole)
    for name, menu in cookbook.menus.items():
        yield at.book(name), partial(menu_data, cookbook, name, *whole)
        title = plain(menu.texts[menu.shown_in(words.code)].title)
        yield at.booklet(name), partial(booklet_data, cookbook, menu.entries, title, *whole, name)
    in_order = [entry.id for entry in cookbook.in_book_order]
    title = words("cards.title", title=words("home.title"))
    yield at.cards(), partial(cards_data, cookbook, in_order, title, *whole)
    for entry in cookbook.entries.values():
        yield at.handout(entry), partial(entry_data, cookbook, entry.id, *whole)

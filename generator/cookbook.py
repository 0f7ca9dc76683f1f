"""The cookbook: everything that is rendered, checked and put together."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.model import Entry, Kind
from generator.parts import Menu, Part, Worksheet
from generator.vocabulary import Vocabulary

MOST_IN_A_BOOK = 500
"""Above this number of entries the chapters are volumes of their own: a book of two thousand pages is too
heavy to set, to download and to hold."""


@dataclass(frozen=True)
class Cookbook:
    """Everything that is rendered: the entries in order, the book's parts, the vocabulary.

    ``others_reviewed`` is the day of the latest review of the entries that were left out, if any.
    """

    entries: Mapping[str, Entry]
    parts: Mapping[str, Part]
    vocabulary: Vocabulary
    others_reviewed: datetime.date | None = None

    @property
    def reviewed(self) -> datetime.date:
        """The day of the latest review of an entry, of those that were left out too; 2000-01-01 where there is none."""
        days = [entry.facts.reviewed for entry in self.entries.values()]
        return max(filter(None, [*days, self.others_reviewed]), default=datetime.date(2000, 1, 1))

    @cached_property
    def by_tag(self) -> dict[str, list[Entry]]:
        """The entries that carry each tag; tags that nobody carries have an empty list."""
        found: dict[str, list[Entry]] = {tag: [] for tag in self.vocabulary.tags}
        for entry in self.entries.values():
            for tag in entry.all_tags(self.vocabulary):
                found[tag].append(entry)
        return found

    @cached_property
    def by_chapter(self) -> dict[str, list[Entry]]:
        """The entries of each chapter, recipes first."""
        found: dict[str, list[Entry]] = {chapter: [] for chapter in self.vocabulary.chapters}
        for entry in self.entries.values():
            found[entry.facts.chapter].append(entry)
        return found

    @cached_property
    def in_book_order(self) -> tuple[Entry, ...]:
        """The entries in the order of the book: chapter by chapter."""
        return tuple(entry for entries in self.by_chapter.values() for entry in entries)

    @property
    def is_in_volumes(self) -> bool:
        """Tell whether each chapter is a volume of its own."""
        return len(self.entries) > MOST_IN_A_BOOK

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Return the recipes or the practices, by number."""
        return [entry for entry in self.entries.values() if entry.kind is kind]

    @cached_property
    def written_chapters(self) -> list[str]:
        """The chapters that have an opening or entries, in the book's order."""
        return [id_ for id_ in self.vocabulary.chapters if self.chapter_part(id_) or self.by_chapter[id_]]

    def chapter_part(self, chapter: str) -> Part | None:
        """Return the opening of a chapter, if one is written."""
        return self.parts.get(f"chapters/{chapter}")

    def memo(self, chapter: str) -> Part | None:
        """Return the memo slip of a chapter, if it has one."""
        return self.parts.get(f"memos/{chapter}")

    @cached_property
    def memos(self) -> list[Part]:
        """The memo slips, in the order of their chapters."""
        return list(filter(None, map(self.memo, self.vocabulary.chapters)))

    @cached_property
    def worksheets(self) -> dict[str, Worksheet]:
        """The worksheets by name, in the book's order."""
        return {name: part for name in self.vocabulary.book.worksheets
                if isinstance(part := self.parts.get(f"worksheets/{name}"), Worksheet)}

    def worksheets_of(self, chapter: str | None) -> list[Worksheet]:
        """Return the worksheets of a chapter, or those that belong to none."""
        return [worksheet for worksheet in self.worksheets.values() if worksheet.chapter == chapter]

    @cached_property
    def menus(self) -> dict[str, Menu]:
        """The menus by name, in the book's order."""
        return {name: part for name in self.vocabulary.book.menus
                if isinstance(part := self.parts.get(f"menus/{name}"), Menu)}

    @cached_property
    def menus_with(self) -> dict[str, list[Menu]]:
        """The menus that each entry stands in."""
        found: dict[str, list[Menu]] = {id_: [] for id_ in self.entries}
        for menu in self.menus.values():
            for id_ in menu.entries:
                found[id_].append(menu)
        return found

"""The data of a document: everything that the template sets, as plain JSON values.

Every cut has one form: the whole book, a chapter, an entry's handout, a worksheet, a menu, a booklet of
chosen entries, a deck of cards. Every word that a reader sees is in the data, so that the template knows
no language.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from generator.addresses import Addresses
from generator.book.edition import Edition
from generator.book.entry import card_part, entry_part
from generator.book.indexes import indexes
from generator.book.labels import guide, labels
from generator.book.parts import menu, optional, part, worksheet
from generator.book.tree import has_notes
from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.model import Entry
from generator.parts import Part
from generator.render import plain
from generator.vocabulary import label


def book_data(
    cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of the whole book.

    ``words`` are those of its language, ``date`` is that of the edition. ``site_url`` is the address
    of the site's root, for links to what the document doesn't hold.
    """
    there = frozenset(id_ for id_ in cookbook.parts if not id_.startswith("pages/"))
    edition = Edition(cookbook, words, date, cookbook.in_book_order, there, True, site_url)
    return _with_guide(edition, {
        **_around_chapters(edition, "book"),
        "chapters": [_chapter(edition, chapter) for chapter in cookbook.written_chapters],
        "indexes": indexes(edition),
    })


def contents_data(
    cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of a book whose chapters are volumes of their own: all but the chapters.

    It lists what stands in each volume. The parameters are those of `book_data`.
    """
    there = {id_ for id_ in cookbook.parts if not id_.startswith(("pages/", "chapters/", "memos/"))}
    there -= {it.id for it in cookbook.worksheets.values() if it.chapter}
    edition = Edition(cookbook, words, date, parts=frozenset(there), has_glossary=True, site_url=site_url)
    return _with_guide(edition, {
        **_around_chapters(edition, "contents"),
        "chapters": [],
        "volumes": [_volume(edition, chapter) for chapter in cookbook.written_chapters],
        "indexes": [],
    })


def _with_guide(edition: Edition, data: dict[str, Any]) -> dict[str, Any]:
    """Return a book with the page on how to use it, which speaks of what the book has."""
    return {**data, "guide": guide(edition.words, bool(edition.site_url), has_notes(data))}


def _around_chapters(edition: Edition, cut: str) -> dict[str, Any]:
    """Return what stands in a book before and after its chapters."""
    cookbook, plan = edition.cookbook, edition.vocabulary.book
    return {
        **_common(edition, cut, edition.label(plan.title), edition.label(plan.subtitle)),
        "cover": edition.label(plan.subtitle),
        "imprint": {"sources": _sources(edition)},
        "prefaces": [it for id_ in ("foreword", "introduction") if (it := optional(edition, id_))],
        "menus": [menu(edition, it) for it in cookbook.menus.values()],
        "closing": optional(edition, "closing"),
        "worksheets": [worksheet(edition, it) for it in cookbook.worksheets_of(None)],
        "glossary": _glossary(edition),
    }


def chapter_data(
    cookbook: Cookbook, chapter_id: str, words: Catalogue, date: datetime.date, site_url: str = "",
    is_volume: bool = False,
) -> dict[str, Any]:
    """Return the data of one chapter with its entries; the parameters are those of `book_data`.

    ``is_volume`` tells that it is a volume of the book, with indexes of its own.
    """
    there = {f"chapters/{chapter_id}", f"memos/{chapter_id}", *(it.id for it in cookbook.worksheets_of(chapter_id))}
    edition = Edition(cookbook, words, date, tuple(cookbook.by_chapter[chapter_id]),
                      frozenset(there & cookbook.parts.keys()), site_url=site_url)
    chapter = _chapter(edition, chapter_id)
    return {**_common(edition, "chapter", chapter["title"], chapter["theme"]), "chapters": [chapter],
            "indexes": indexes(edition) if is_volume else []}


def entry_data(
    cookbook: Cookbook, entry_id: str, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of an entry's handout; the parameters are those of `book_data`."""
    entry = cookbook.entries[entry_id]
    edition = Edition(cookbook, words, date, (entry,), site_url=site_url)
    texts = entry.texts[entry.shown_in(words.code)]
    tags = [edition.label(cookbook.vocabulary.tags[tag]) for tag in entry.all_tags(cookbook.vocabulary)]
    return {
        **_common(edition, "entry", plain(texts.title), plain(texts.summary)),
        "keywords": tags,
        "chapters": [_head(edition, entry.facts.chapter) | {"worksheets": [], "entries": [entry_part(edition, entry)]}],
    }


def worksheet_data(
    cookbook: Cookbook, name: str, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of a worksheet to print; the parameters are those of `book_data`."""
    it = cookbook.worksheets[name]
    edition = Edition(cookbook, words, date, parts=frozenset({it.id}), site_url=site_url)
    return _loose(edition, "worksheet", it, worksheet(edition, it))


def memos_data(cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = "") -> dict[str, Any]:
    """Return the data of all memo slips, to print and cut out; the parameters are those of `book_data`."""
    edition = Edition(cookbook, words, date, parts=frozenset(memo.id for memo in cookbook.memos), site_url=site_url)
    slips = [_slip(edition, memo.name) for memo in cookbook.memos]
    return {**_common(edition, "memos", words("worksheets.memos"), words("worksheets.memos.lead")), "chapters": [],
            "memos": slips}


def menu_data(
    cookbook: Cookbook, name: str, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of a menu's sheet; the parameters are those of `book_data`."""
    it = cookbook.menus[name]
    edition = Edition(cookbook, words, date, parts=frozenset({it.id}), site_url=site_url)
    return _loose(edition, "menu", it, menu(edition, it))


def booklet_data(
    cookbook: Cookbook, ids: Sequence[str], title: str, words: Catalogue, date: datetime.date, site_url: str = "",
    menu_name: str | None = None,
) -> dict[str, Any]:
    """Return the data of a booklet of entries in the order of ``ids``; the others are those of `book_data`.

    With the name of a menu, the menu's sheet stands before its entries.
    """
    entries = tuple(cookbook.entries[id_] for id_ in dict.fromkeys(ids))
    menus = [cookbook.menus[menu_name]] if menu_name else []
    edition = Edition(cookbook, words, date, entries, frozenset(it.id for it in menus), site_url=site_url)
    titles = [edition.text(entry.texts[entry.shown_in(words.code)].title) for entry in entries]
    return {
        **_common(edition, "booklet", title, "; ".join(titles[:8])),
        "cover": edition.label(edition.vocabulary.book.title),
        "menus": [menu(edition, it) for it in menus],
        "chapters": _runs(edition, entry_part),
        "indexes": indexes(edition),
    }


def cards_data(
    cookbook: Cookbook, ids: Sequence[str], title: str, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of a deck of cards, one for each entry; the parameters are those of `booklet_data`."""
    entries = tuple(cookbook.entries[id_] for id_ in dict.fromkeys(ids))
    edition = Edition(cookbook, words, date, entries, site_url=site_url)
    return {**_common(edition, "cards", title, edition.label(edition.vocabulary.book.subtitle)),
            "chapters": _runs(edition, card_part)}


def on_paper(data: dict[str, Any], paper: str) -> dict[str, Any]:
    """Return the data of a document for another size of paper, by Typst's name for it."""
    return {**data, "paper": paper}


def _runs(edition: Edition, made: Callable[[Edition, Entry], dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries of an edition in their order, those of one chapter that follow each other together."""
    return [
        _head(edition, chapter) | {"entries": [made(edition, entry) for entry in entries]}
        for chapter, entries in groupby(edition.entries, key=lambda entry: entry.facts.chapter)
    ]


def _volume(edition: Edition, chapter: str) -> dict[str, Any]:
    """Return what the contents say of a chapter that is a volume of its own."""
    opening = edition.cookbook.chapter_part(chapter)
    head = _head(edition, chapter)
    shown = [(entry, edition.shown(entry)) for entry in edition.cookbook.by_chapter[chapter]]
    return {
        **head,
        "volume": edition.words("book.volume", number=head["number"]),
        "title": edition.text(edition.shown(opening).texts.title) if opening else head["theme"],
        "lang": edition.shown(opening).lang if opening else edition.language,
        "address": edition.site(Addresses(edition.words).book(chapter)) if edition.site_url else None,
        "entries": [{"ref": entry.facts.ref, "title": edition.text(its.texts.title), "lang": its.lang}
                    for entry, its in shown],
    }


def _loose(edition: Edition, cut: str, it: Part, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a part that goes out alone."""
    texts = edition.shown(it).texts
    common = _common(edition, cut, plain(texts.title), plain(texts.summary))
    return {**common, "chapters": [], "online": edition.online(Addresses(edition.words).part(it.id)), f"{cut}s": [data]}


def _common(edition: Edition, cut: str, title: str, description: str) -> dict[str, Any]:
    """Return what every cut has; ``title`` and ``description`` are the document's."""
    words, plan = edition.words, edition.vocabulary.book
    return {
        "cut": cut,
        "paper": "a4",
        "lang": words.code,
        "date": edition.date.isoformat(),
        "title": title,
        "description": description,
        "keywords": [],
        "book": {
            "title": edition.label(plan.title),
            "subtitle": edition.label(plan.subtitle),
            "publisher": edition.label(plan.publisher),
            "edition": words("book.edition", edition=plan.edition, date=words.date(edition.date)),
            "address": f"{edition.site_url.rstrip('/')}/{words.prefix}" if edition.site_url else None,
            "colours": [chapter.colour for chapter in plan.chapters],
        },
        "labels": labels(words),
    }


def _sources(edition: Edition) -> list[dict[str, str]]:
    """Return the works of the vocabulary, for the imprint."""
    return [
        {
            "authors": edition.words.all_of(list(work.authors)),
            "title": work.title,
            "lang": work.language,
            "rest": ", ".join(str(piece) for piece in (work.publisher, work.year) if piece),
            "isbn": work.isbn,
            "about": label(work.about, edition.language) if work.about else "",
        }
        for work in edition.vocabulary.works.values()
    ]


def _head(edition: Edition, chapter: str) -> dict[str, Any]:
    """Return what furniture says of a chapter."""
    vocabulary = edition.vocabulary
    number = vocabulary.chapter_number[chapter]
    return {
        "id": chapter,
        "number": number,
        "kicker": edition.words("chapter.number", number=number),
        "theme": edition.label(vocabulary.tags[vocabulary.chapters[chapter].theme]),
        "colour": vocabulary.chapters[chapter].colour,
    }


def _chapter(edition: Edition, chapter: str) -> dict[str, Any]:
    """Return a chapter: its opening, or its theme's name where none is written; its memo slip, worksheets, entries."""
    head = _head(edition, chapter)
    opening = edition.cookbook.chapter_part(chapter)
    bare = {"lang": edition.language, "notices": [], "title": head["theme"], "summary": [], "content": []}
    entries: list[Entry] = edition.cookbook.by_chapter[chapter]
    return {
        **(part(edition, opening) if opening else bare),
        **head,
        **_slip(edition, chapter),
        "worksheets": [worksheet(edition, it) for it in edition.cookbook.worksheets_of(chapter)],
        "entries": [entry_part(edition, entry) for entry in entries],
    }


def _slip(edition: Edition, chapter: str) -> dict[str, Any]:
    """Return a chapter's memo slip, or None where it has none, with what stands above it and its colour."""
    vocabulary = edition.vocabulary
    return {
        "memo": optional(edition, f"memos/{chapter}"),
        "memo_kicker": edition.words("memo", number=vocabulary.chapter_number[chapter]),
        "colour": vocabulary.chapters[chapter].colour,
    }


def _glossary(edition: Edition) -> list[dict[str, Any]]:
    """Return the glossary in the language's alphabetical order."""
    return [
        {
            "id": term.id,
            "lang": edition.language_of(term.term),
            "term": edition.label(term.term),
            "definition": edition.inline(edition.label(term.definition), defined_in),
            "definition_lang": defined_in,
            "also": edition.words("glossary.also", words=", ".join(synonyms)) if synonyms else None,
        }
        for term in edition.terms()
        for synonyms, defined_in in [(term.synonyms.get(edition.language, []), edition.language_of(term.definition))]
    ]

"""The data of a document: everything that the template sets, as plain JSON values.

Six cuts, one form: the whole book, a chapter, an entry's handout, a worksheet, a menu, the memo slips. Every word that a reader sees is
in the data, so that the template knows no language.
"""

from __future__ import annotations

import datetime
from typing import Any

from generator.addresses import Addresses
from generator.book.edition import Edition
from generator.book.entry import entry_part
from generator.book.parts import menu, optional, part, worksheet
from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.model import Entry
from generator.parts import Part
from generator.render import plain
from generator.vocabulary import label

LABELS = {
    "benefits": "entry.benefits",
    "cautions": "entry.cautions",
    "glance": "entry.glance",
    "results": "entry.results",
    "context": "entry.context",
    "evidence": "entry.evidence",
    "source": "entry.source",
    "source_note": "entry.source.note",
    "adoptions": "entry.adoptions",
    "related": "entry.related",
    "chapter_entries": "chapter.entries",
    "worksheet": "book.worksheet",
    "points_yes": "worksheet.points.yes",
    "points_partly": "worksheet.points.partly",
    "points_no": "worksheet.points.no",
    "worksheet_answers": "worksheet.answers",
    "subject": "worksheet.subject",
    "people": "worksheet.people",
    "day": "worksheet.day",
    "first": "worksheet.first",
    "who": "worksheet.who",
    "when": "worksheet.when",
    "why": "worksheet.why",
    "codes": "book.codes",
    "question": "book.question",
    "answers": "book.answers",
    "true": "verdict.true",
    "partly": "book.partly",
    "false": "verdict.false",
    "since": "claim.since",
    "menu": "book.menu",
    "menus": "menus.title",
    "menus_lead": "menus.lead",
    "menu_order": "menu.order",
    "menu_watch": "menu.watch",
    "menu_watch_last": "menu.watch.last",
    "contents": "book.contents",
    "glossary": "book.glossary",
    "glossary_lead": "glossary.lead",
    "places": "book.places",
    "places_lead": "book.places.lead",
    "imprint": "book.imprint",
    "imprint_note": "book.imprint.note",
    "licence": "book.licence",
    "sources": "book.imprint.sources",
    "online": "book.online",
}
"""The template's names for the words that it sets, and their keys in the catalogues."""

# The template knows the page only when it sets it, and puts the number where this stands.
PAGE = "{page}"


def book_data(
    cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of the whole book.

    ``words`` are those of its language, ``date`` is that of the edition. ``site_url`` is the address
    of the site's root, for links to what the document doesn't hold.
    """
    there = frozenset(id_ for id_ in cookbook.parts if not id_.startswith("pages/"))
    edition = Edition(cookbook, words, date, tuple(cookbook.entries.values()), there, True, site_url)
    plan = cookbook.vocabulary.book
    return {
        **_common(edition, "book", edition.label(plan.title), edition.label(plan.subtitle)),
        "imprint": {"sources": _sources(edition)},
        "prefaces": [it for id_ in ("foreword", "introduction") if (it := optional(edition, id_))],
        "chapters": [_chapter(edition, chapter) for chapter in cookbook.written_chapters],
        "menus": [menu(edition, it) for it in cookbook.menus.values()],
        "closing": optional(edition, "closing"),
        "worksheets": [worksheet(edition, it) for it in cookbook.worksheets_of(None)],
        "glossary": _glossary(edition),
        "places": _places(edition),
    }


def chapter_data(
    cookbook: Cookbook, chapter_id: str, words: Catalogue, date: datetime.date, site_url: str = ""
) -> dict[str, Any]:
    """Return the data of one chapter with its entries; the parameters are those of `book_data`."""
    there = {f"chapters/{chapter_id}", f"memos/{chapter_id}", *(it.id for it in cookbook.worksheets_of(chapter_id))}
    edition = Edition(cookbook, words, date, tuple(cookbook.by_chapter[chapter_id]),
                      frozenset(there & cookbook.parts.keys()), site_url=site_url)
    chapter = _chapter(edition, chapter_id)
    return {**_common(edition, "chapter", chapter["title"], chapter["theme"]), "chapters": [chapter]}


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


def _loose(edition: Edition, cut: str, it: Part, data: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a part that goes out alone."""
    texts = edition.shown(it).texts
    address = edition.site(Addresses(edition.words).part(it.id)) if edition.site_url else None
    common = _common(edition, cut, plain(texts.title), plain(texts.summary))
    return {**common, "chapters": [], "address": address, f"{cut}s": [data]}


def _common(edition: Edition, cut: str, title: str, description: str) -> dict[str, Any]:
    """Return what every cut has; ``title`` and ``description`` are the document's."""
    words, plan = edition.words, edition.vocabulary.book
    return {
        "cut": cut,
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
        "labels": {
            **{name: words(key) for name, key in LABELS.items()},
            "page": words("book.page", page=PAGE),
        },
    }


def _sources(edition: Edition) -> list[dict[str, str]]:
    """Return the works of the vocabulary, for the imprint."""
    return [
        {
            "authors": edition.words.all_of(list(work.authors)),
            "title": work.title,
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
    language = edition.language
    return [
        {
            "id": term.id,
            "lang": language if language in term.term else next(iter(term.term)),
            "term": edition.label(term.term),
            "definition": edition.inline(edition.label(term.definition)),
            "also": edition.words("glossary.also", words=", ".join(synonyms)) if synonyms else None,
        }
        for term in edition.terms()
        for synonyms in [term.synonyms.get(language, [])]
    ]


def _places(edition: Edition) -> list[dict[str, Any]]:
    """Return the index of places: municipalities and regions in one alphabet, with their entries.

    An entry stands under each of its municipalities and under each of their regions.
    """
    vocabulary = edition.vocabulary
    found: dict[str, list[str]] = {}
    for entry in edition.entries:
        under = [*entry.facts.places, *(vocabulary.region_of(place) for place in entry.facts.places)]
        for place in dict.fromkeys(under):
            found.setdefault(place, []).append(entry.id)
    places = [
        {
            "name": vocabulary.place_label(place, edition.language),
            "is_region": place not in vocabulary.places,
            "entries": entries,
        }
        for place, entries in found.items()
    ]
    return sorted(places, key=lambda place: edition.alphabetical(place["name"]))

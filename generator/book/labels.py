"""The words that the template sets, and their keys in the catalogues."""

from __future__ import annotations

from typing import Any

from generator.catalogue import Catalogue

LABELS = {
    "benefits": "entry.benefits",
    "cautions": "entry.cautions",
    "glance": "entry.glance",
    "results": "entry.results",
    "context": "entry.context",
    "evidence": "entry.evidence",
    "source": "entry.source",
    "source_note": "entry.source.note",
    "contact": "entry.contact",
    "continued": "book.continued",
    "adoptions": "entry.adoptions",
    "related": "entry.related",
    "steps": "cards.steps",
    "more": "cards.more",
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
    "guide": "guide.title",
    "guide_lead": "guide.lead",
    "guide_signs": "guide.signs",
    "indexes": "book.indexes",
    "indexes_lead": "book.indexes.lead",
    "volumes": "book.volumes",
    "imprint": "book.imprint",
    "imprint_note": "book.imprint.note",
    "licence": "book.licence",
    "licence_short": "book.licence.short",
    "sources": "book.imprint.sources",
    "online": "book.online",
}
"""The template's names for the words that it sets."""

GUIDE = (
    ("guide.head", "guide.head.text"),
    ("guide.summary", "guide.summary.text"),
    ("entry.benefits", "guide.benefits.text"),
    ("entry.cautions", "guide.cautions.text"),
    ("entry.context", "guide.context.text"),
    ("entry.glance", "guide.glance.text"),
    ("entry.results", "guide.results.text"),
    ("guide.body", "guide.body.text"),
    ("entry.evidence", "guide.evidence.text"),
    ("book.online", "guide.online.text"),
)
"""What an entry's page has, from its top to its end, and what it says; the last only where it is there."""

NOTE = ("guide.note", "guide.note.text")
"""The sign that only a book with footnotes has."""

SIGNS = (
    ("guide.page", "guide.page.text"),
    ("guide.term", "guide.term.text"),
    NOTE,
    ("guide.tab", "guide.tab.text"),
    ("guide.memo", "guide.memo.text"),
    ("book.worksheet", "guide.worksheet.text"),
    ("book.menu", "guide.menu.text"),
)
"""What else a reader meets in the book."""

MARGIN = ("guide.margin", "guide.margin.text")
"""What a reader meets where the paper is wide enough for it."""

PAGE = "{page}"
"""Stands where the template puts the number of a page, which it knows only when it sets it."""


def labels(words: Catalogue) -> dict[str, str]:
    """Return the words of the template in a language."""
    return {**{name: words(key) for name, key in LABELS.items()}, "page": words("book.page", page=PAGE)}


def guide(words: Catalogue, is_online: bool, has_notes: bool) -> dict[str, Any]:
    """Return what the page on how to use the book says.

    ``is_online`` tells that there are codes to scan, ``has_notes`` that some addresses stand at the foot of a page.
    """
    def said(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
        return [{"label": words(name), "text": words(text)} for name, text in pairs]

    signs = tuple(pair for pair in SIGNS if has_notes or pair != NOTE)
    return {"items": said(GUIDE if is_online else GUIDE[:-1]), "signs": said(signs), "margin": said((MARGIN,))}

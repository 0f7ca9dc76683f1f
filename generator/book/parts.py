"""The parts of the book as data for the template: prefaces, memo slips, worksheets, menus."""

from __future__ import annotations

from functools import partial
from typing import Any

from generator.book.edition import Edition
from generator.model import Entry
from generator.parts import Menu, Part, Worksheet


def part(edition: Edition, it: Part) -> dict[str, Any]:
    """Return what every part has; ``lang`` is the language of its texts."""
    shown = edition.shown(it)
    text = shown.texts
    return {
        "id": it.id,
        "lang": shown.lang,
        "notices": list(shown.notices),
        "title": edition.text(text.title),
        "summary": edition.inline(getattr(text, "summary", ""), shown.lang),
        "content": edition.blocks(text.body, shown.lang),
    }


def optional(edition: Edition, id_: str) -> dict[str, Any] | None:
    """Return a part by its id, or None where it is not written."""
    it = edition.cookbook.parts.get(id_)
    return part(edition, it) if it else None


def worksheet(edition: Edition, it: Worksheet) -> dict[str, Any]:
    """Return a worksheet with all that is written into, ticked or judged."""
    shown = edition.shown(it)
    texts, inline = shown.texts, partial(edition.inline, lang=shown.lang)
    words, cookbook = edition.words, edition.cookbook
    return {
        **part(edition, it),
        "chapter": cookbook.vocabulary.chapter_number[it.chapter] if it.chapter else None,
        "boxes": [
            {
                "title": edition.text(box.title),
                "prompt": inline(box.prompt),
                "answers": [inline(answer) for answer in box.answers],
            }
            for box in texts.boxes
        ],
        "checklist": [inline(point) for point in texts.checklist],
        "claims": [
            {
                "verdict": words("claim.verdict", verdict=words(f"verdict.{verdict}").lower()),
                "claim": inline(claim.claim),
                "reason": inline(claim.reason),
                "since": inline(claim.since) if claim.since else None,
            }
            for verdict, claim in zip(it.verdicts, texts.claims, strict=True)
        ],
    }


def menu(edition: Edition, it: Menu) -> dict[str, Any]:
    """Return a menu with its steps, each with the entry that it leads to."""
    shown = edition.shown(it)
    texts, inline = shown.texts, partial(edition.inline, lang=shown.lang)
    return {
        **part(edition, it),
        "order": inline(texts.order),
        "steps": [
            {
                **_dish(edition, edition.cookbook.entries[id_]),
                "why": inline(step.why),
                "watch": inline(step.watch) if step.watch else None,
            }
            for id_, step in zip(it.entries, texts.steps, strict=True)
        ],
    }


def _dish(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what a menu shows of an entry."""
    lang = entry.shown_in(edition.language)
    texts = entry.texts[lang]
    return {
        "ref": entry.facts.ref,
        "title": edition.text(texts.title),
        "entry_lang": lang,
        "colour": edition.vocabulary.chapters[entry.facts.chapter].colour,
        "way": edition.way_to(entry),
    }

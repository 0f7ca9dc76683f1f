"""An entry as data for the template."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial
from typing import Any

from generator.addresses import Addresses
from generator.book.edition import Edition
from generator.book.room import pages_of
from generator.book.tree import Node, breakable, letters
from generator.catalogue import catalogues
from generator.model import Entry
from generator.reader import Shown

MOST = 0.6
"""From which share of an entry's results who counted them is said once for all of these."""


def entry_part(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return everything that is set of an entry, every label in the reader's language.

    ``lang`` is the language of its texts, which is another where it is not translated.
    """
    words, facts = edition.words, entry.facts
    shown = edition.shown(entry)
    texts = shown.texts
    inline = partial(edition.inline, lang=shown.lang)
    headings = catalogues()[shown.lang].sections
    reference = edition.reference(entry)
    part = {
        "id": entry.id,
        "lang": shown.lang,
        "ref": facts.ref,
        "kind": words(f"kind.{entry.kind.value}"),
        "places": edition.place_names(entry),
        "as_of": words("entry.as_of", year=facts.as_of),
        "title": edition.text(texts.title),
        "summary": inline(texts.summary),
        "notices": list(shown.notices),
        "benefits": [inline(text) for text in texts.benefits],
        "cautions": [inline(text) for text in texts.cautions],
        "glance": [
            {
                "label": fact.label,
                "content": inline(fact.text) if fact.contributed else [fact.text],
                "contributed": fact.contributed,
            }
            for fact in edition.glance(entry)
        ],
        "results": results(edition, entry, shown),
        "context": inline(texts.context) if texts.context else None,
        "sections": [
            {"title": headings[name], "content": edition.blocks(text, shown.lang)}
            for name, text in texts.sections.items()
        ],
        "evidence": words(f"entry.evidence.{facts.evidence}"),
        "evidence_note": inline(texts.evidence_note) if texts.evidence_note else None,
        "source": {
            "authors": reference.authors, "title": breakable(reference.title), "lang": reference.lang,
            # On paper it stands after a full stop.
            "rest": reference.rest[:1].upper() + reference.rest[1:],
        },
        "contact": facts.contact,
        "adoptions": edition.adoptions(entry),
        "related": [related(edition, edition.cookbook.entries[id_]) for id_ in facts.related],
        "reviewed": edition.reviewed(entry),
        "checked": words("entry.checked", date=words.date(facts.reviewed)),
        "online": edition.online(Addresses(words).entry(entry)),
    }
    return part | {"letters": letters(part), "pages": pages_of(part)}


def results(edition: Edition, entry: Entry, shown: Shown) -> dict[str, Any]:
    """Return the results; who counted is said once where it was the same for all of them or most."""
    words, inline = edition.words, partial(edition.inline, lang=shown.lang)
    counters = [result.counted_by for result in shown.texts.results]
    most, times = Counter(counters).most_common(1)[0] if counters else (None, 0)
    is_shared = bool(most) and times > 1 and times >= len(counters) * MOST and None not in counters
    key = "entry.counted_by" if times == len(counters) else "entry.counted_by.most"
    figures = entry.figures

    def said(who: str | None) -> list[Node] | None:
        return inline(words("entry.counted_by", who=who)) if who and not (is_shared and who == most) else None

    return {
        "items": [
            {
                "figure": figures[number].text(words),
                "measures": inline(result.measures),
                "counted_by": said(result.counted_by),
            }
            for number, result in enumerate(shown.texts.results)
        ],
        "counted_by": inline(words(key, who=most)) if is_shared else None,
    }


def related(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return another entry's title and the way to it."""
    lang = entry.shown_in(edition.language)
    title = edition.text(entry.texts[lang].title)
    return {"ref": entry.facts.ref, "title": title, "lang": lang, "way": edition.way_to(entry)}


def card_part(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what a card shows of an entry.

    A card has no room for pages, addresses and notes, so its texts are without links. It says as much in each
    language: ``elsewhere`` is what its back would show in the others.
    """
    bare = replace(edition, entries=(), parts=frozenset(), site_url="")
    shown = edition.shown(entry)
    elsewhere = [code for code in entry.texts if code != shown.lang]
    return {
        "id": entry.id,
        "ref": entry.facts.ref,
        "places": edition.place_names(entry),
        "as_of": edition.words("entry.as_of", year=entry.facts.as_of),
        "summary": bare.inline(shown.texts.summary, shown.lang),
        "checked": edition.words("entry.checked", date=edition.words.date(entry.facts.reviewed)),
        **card_back(bare, entry),
        "elsewhere": [card_back(replace(bare, words=catalogues()[code]), entry) for code in elsewhere],
        "online": edition.online(Addresses(edition.words).entry(entry)),
    }


def card_back(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return what the back of a card shows of an entry, as far as there is room."""
    shown = edition.shown(entry)
    return {
        "lang": shown.lang,
        "title": edition.text(shown.texts.title),
        "benefits": [edition.inline(text, shown.lang) for text in shown.texts.benefits],
        "cautions": [edition.inline(text, shown.lang) for text in shown.texts.cautions],
        "steps": first_steps(edition, entry),
    }


def first_steps(edition: Edition, entry: Entry, most: int = 4) -> list[list[Node]]:
    """Return the beginnings of the first steps of an entry, at ``most`` so many, or none where it lists none."""
    shown = edition.shown(entry)
    nodes = edition.blocks(shown.texts.sections.get("steps", ""), shown.lang)
    numbered = next((node for node in nodes if node["kind"] == "numbers"), {"items": []})
    return [item[0]["content"] for item in numbered["items"][:most] if item and item[0]["kind"] == "paragraph"]

"""An entry as data for the template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.book.edition import Edition
from generator.catalogue import catalogues
from generator.model import GLANCE, Entry, Period, Texts
from generator.render import plain


def entry_part(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return everything that is set of an entry, every label in the reader's language.

    ``lang`` is the language of its texts, which is another where it is not translated.
    """
    words, facts = edition.words, entry.facts
    lang, notices = edition.shown(entry)
    texts = entry.texts[lang]
    headings = catalogues()[lang].sections
    return {
        "id": entry.id,
        "lang": lang,
        "ref": facts.ref,
        "kind": words(f"kind.{entry.kind.value}"),
        "places": words.all_of([edition.vocabulary.place_label(place, words.code) for place in facts.places]),
        "as_of": words("entry.as_of", year=facts.as_of),
        "title": edition.text(texts.title),
        "summary": edition.inline(texts.summary),
        "notices": notices,
        "benefits": [edition.inline(text) for text in texts.benefits],
        "cautions": [edition.inline(text) for text in texts.cautions],
        "glance": list(glance(edition, entry, texts)),
        "results": results(edition, entry, texts),
        "context": edition.inline(texts.context) if texts.context else None,
        "sections": [
            {"title": headings[name], "content": edition.blocks(text)}
            for name, text in texts.sections.items()
        ],
        "evidence": words(f"entry.evidence.{facts.evidence}"),
        "evidence_note": edition.inline(texts.evidence_note) if texts.evidence_note else None,
        "source": source(edition, entry),
        "adoptions": [
            words(f"entry.adoption.{adoption.status}", year=adoption.year,
                  place=edition.vocabulary.place_label(adoption.place, words.code))
            for adoption in facts.adoptions
        ],
        "related": [related(edition, edition.cookbook.entries[id_]) for id_ in facts.related],
        "reviewed": words("entry.reviewed", date=words.date(facts.reviewed),
                          date_next=words.date(facts.next_review)),
        "address": edition.address(entry.kind.value, entry.id) if edition.site_url else None,
    }


def glance(edition: Edition, entry: Entry, texts: Texts) -> Iterator[dict[str, Any]]:
    """Yield the facts at a glance: the label, the content, and whether that is contributed text."""
    facts, words = entry.facts, edition.words

    def fact(name: str, text: str) -> dict[str, Any]:
        return {"label": words(f"field.{name}"), "content": [text], "contributed": False}

    def told(name: str) -> Iterator[dict[str, Any]]:
        if text := getattr(texts, name):
            yield {"label": words(f"field.{name}"), "content": edition.inline(text), "contributed": True}

    yield fact("places", words.all_of(places(edition, entry)))
    for name in GLANCE[:2]:
        yield from told(name)
    if facts.period:
        yield fact("period", period(edition, facts.period))
    for name in ("duration", "group_size"):
        if figure := getattr(facts, name):
            yield fact(name, figure.text(words))
    for name in GLANCE[2:]:
        yield from told(name)
    if facts.funding:
        yield fact("funding", facts.funding.text(words))


def places(edition: Edition, entry: Entry) -> list[str]:
    """Return the names of an entry's places, each municipality with its region."""
    names = []
    for place in entry.facts.places:
        name = edition.vocabulary.place_label(place, edition.language)
        region = edition.vocabulary.region_of(place)
        if region != place:
            name = f"{name} ({edition.label(edition.vocabulary.tags[region])})"
        names.append(name)
    return names


def period(edition: Edition, when: Period) -> str:
    """Write when something ran."""
    words = edition.words
    if not when.end:
        return words("range.open", start=words.moment(when.start))
    return words("range.closed", start=words.moment(when.start), end=words.moment(when.end))


def results(edition: Edition, entry: Entry, texts: Texts) -> dict[str, Any]:
    """Return the results; who counted is said once where it was the same for all of them."""
    words = edition.words
    counters = [
        edition.inline(words("entry.counted_by", who=result.counted_by)) if result.counted_by else None
        for result in texts.results
    ]
    shared = counters[0] if len(counters) > 1 and all(one == counters[0] for one in counters) else None
    figures = entry.figures
    return {
        "items": [
            {
                "figure": figures[number].text(words),
                "measures": edition.inline(result.measures),
                "counted_by": None if shared else counters[number],
            }
            for number, result in enumerate(texts.results)
        ],
        "counted_by": shared,
    }


def source(edition: Edition, entry: Entry) -> dict[str, str]:
    """Return where an entry comes from: authors, title, and the rest of the reference."""
    facts, words = entry.facts.source, edition.words
    work = edition.vocabulary.works.get(facts.work or "")
    authors = facts.authors or (work.authors if work else ())
    rest = [
        plain(facts.publisher or (work.publisher if work else "")),
        str(facts.year or (work.year if work else None) or ""),
        words("entry.source.number", number=facts.number) if facts.number else "",
        words("entry.source.code", code=plain(facts.code)) if facts.code else "",
    ]
    return {
        "authors": words.all_of([plain(author) for author in authors]),
        "title": edition.text(facts.title or (work.title if work else "")),
        "rest": ", ".join(piece for piece in rest if piece),
    }


def related(edition: Edition, entry: Entry) -> dict[str, Any]:
    """Return another entry's title and the way to it."""
    lang = entry.shown_in(edition.language)
    title = edition.text(entry.texts[lang].title)
    return {"ref": entry.facts.ref, "title": title, "lang": lang, "way": edition.way_to(entry)}

"""Entries as JSON and CSV, all languages in one file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.model import GLANCE, Entry
from generator.render import plain
from generator.vocabulary import label

Address = Callable[[Entry, str], str]
"""Gives the address of an entry's page in a language."""

# A spreadsheet takes a cell that begins with one of these for a formula (OWASP, "CSV injection").
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def entry_data(entry: Entry, cookbook: Cookbook, languages: dict[str, Catalogue], address: Address) -> dict[str, Any]:
    """Return everything there is about an entry as JSON-able data. Texts are Markdown."""
    facts, vocabulary = entry.facts, cookbook.vocabulary
    shared = {
        name: value for name, value in facts.model_dump(mode="json", include=FACT_FIELDS).items() if value
    }
    for name in ("duration", "group_size", "funding"):
        figure = getattr(facts, name)
        if figure:
            shared[name] = {code: figure.text(words) for code, words in languages.items()}
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        **shared,
        "tags": entry.all_tags(vocabulary),
        "regions": sorted({vocabulary.region_of(place) for place in facts.places}),
        "source_language": entry.source_language,
        "languages": {
            code: _texts(entry, code, words, address)
            for code, words in languages.items() if code in entry.texts
        },
    }


FACT_FIELDS = {
    "ref", "chapter", "places", "as_of", "period", "evidence", "source", "contact", "related", "adoptions",
    "published", "reviewed", "next_review",
}


def _texts(entry: Entry, code: str, words: Catalogue, address: Address) -> dict[str, Any]:
    texts = entry.texts[code]
    data: dict[str, Any] = {"url": address(entry, code), "title": texts.title, "summary": texts.summary}
    for name in (*GLANCE, "context", "evidence_note"):
        if getattr(texts, name):
            data[name] = getattr(texts, name)
    data["results"] = [
        {"figure": figure.text(words), **result.model_dump(include={"measures", "counted_by"}, exclude_none=True)}
        for figure, result in zip(entry.figures, texts.results, strict=True)
    ] if texts.results else []
    data["benefits"] = list(texts.benefits)
    data["cautions"] = list(texts.cautions)
    data["sections"] = dict(texts.sections)
    data["behind"] = list(entry.behind.get(code, ()))
    return data


def entries_json(cookbook: Cookbook, languages: dict[str, Catalogue], address: Address) -> str:
    """Return all entries as one JSON document, with the vocabulary's labels for their ids."""
    vocabulary = cookbook.vocabulary
    carried = {tag for entry in cookbook.entries.values() for tag in entry.all_tags(vocabulary)}
    places = {place for entry in cookbook.entries.values() for place in entry.facts.places}
    head = json.dumps(
        {
            "licence": "CC BY 4.0",
            "tags": {id_: {"facet": tag.facet, "label": tag.label}
                     for id_, tag in vocabulary.tags.items() if id_ in carried},
            "places": {id_: place.label for id_, place in vocabulary.places.items() if id_ in places},
            "works": {id_: work.model_dump(exclude={"id"}, exclude_none=True)
                      for id_, work in vocabulary.works.items()},
        },
        ensure_ascii=False, indent=1,
    )
    # An entry a line: as readable as need be, and a fraction of the time at thousands of entries.
    rows = [json.dumps(entry_data(entry, cookbook, languages, address), ensure_ascii=False)
            for entry in cookbook.entries.values()]
    return head.removesuffix("\n}") + ',\n "entries": [\n' + ",\n".join(rows) + "\n]}\n"


def entries_csv(cookbook: Cookbook, languages: dict[str, Catalogue], address: Address) -> str:
    """Return a row per entry and language, for spreadsheets."""
    vocabulary = cookbook.vocabulary
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["ref", "id", "kind", "language", "title", "summary", "places", "tags", "as_of", "url"])
    for entry in cookbook.entries.values():
        for code in languages:
            if code not in entry.texts:
                continue
            texts = entry.texts[code]
            names = [vocabulary.place_label(place, code) for place in entry.facts.places]
            tags = [label(vocabulary.tags[tag].label, code) for tag in entry.all_tags(vocabulary)]
            row = [entry.facts.ref, entry.id, entry.kind.value, code, plain(texts.title), plain(texts.summary),
                   "; ".join(names), "; ".join(tags), entry.facts.as_of, address(entry, code)]
            writer.writerow([_cell(value) for value in row])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """Keep a contributed text from being run as a formula when the file is opened."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_SIGNS) else value

"""What a screen reader reads of the book is all that was written, in the order in which it was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader

from generator.book.data import book_data, cards_data, entry_data, on_paper
from generator.book.typeset import Typesetter
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from tests.pdfs import read_aloud, reader, squeezed
from tests.samples import DATE, SITE

ENTRY = ("title", "summary", "benefits", "cautions", "glance", "results", "sections", "evidence", "evidence_note")
"""The parts of an entry in their order. What has changed stands before or after the two boxes."""

PART = ("title", "summary", "order", "content", "steps", "boxes", "checklist", "claims", "memo")


def texts(value: Any) -> Iterator[str]:
    """Yield every text in nodes of data, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, dict):
        for key in ("label", "figure", "title", "head", "text", "prompt", "claim", "measures", "content", "items",
                    "rows", "counted_by", "why", "watch", "reason", "since"):
            yield from texts(value.get(key))


def found_in_order(wanted: Iterator[str], aloud: str, start: int) -> tuple[int, list[str]]:
    """Look for texts one after another; return where the last one ends, and which are not there."""
    missing = []
    for text in map(squeezed, wanted):
        at = aloud.find(text, start)
        if at < 0:
            missing.append(text)
        else:
            start = at + len(text)
    return start, missing


def check_entry(entry: dict[str, Any], aloud: str, start: int) -> int:
    end, missing = found_in_order(texts([entry[name] for name in ENTRY]), aloud, start)
    assert missing == [], entry["id"]
    if entry["context"]:
        assert found_in_order(texts(entry["context"]), aloud[:end], start)[1] == [], entry["id"]
    return end


@pytest.mark.parametrize("language", list(catalogues()))
def test_the_book_is_read_in_the_order_of_its_texts(cookbook: Cookbook, books: dict[str, PdfReader], language: str) -> None:
    data = book_data(cookbook, catalogues()[language], DATE, SITE)
    aloud = squeezed(read_aloud(books[language]))
    # The contents name all titles before.
    at = aloud.rindex(squeezed(data["guide"]["signs"][-1]["text"]))

    def check_part(part: dict[str, Any], at: int) -> int:
        at, missing = found_in_order(texts([part.get(name) for name in PART]), aloud, at)
        assert missing == [], part["id"]
        return at

    for part in data["prefaces"]:
        at = check_part(part, at)
    for chapter in data["chapters"]:
        at = check_part(chapter, at)
        for worksheet in chapter["worksheets"]:
            at = check_part(worksheet, at)
        for entry in chapter["entries"]:
            at = check_entry(entry, aloud, at)
    for part in [*data["menus"], data["closing"], *data["worksheets"]]:
        at = check_part(part, at)
    for term in data["glossary"]:
        at, missing = found_in_order(texts([term["term"], term["definition"]]), aloud, at)
        assert missing == [], term["id"]


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_a_handout_is_read_in_the_order_of_its_texts(cookbook: Cookbook, typesetter: Typesetter, paper: str) -> None:
    for id_ in ("hakonen", "keko", "pilottikunnat"):
        data = on_paper(entry_data(cookbook, id_, catalogues()["en"], DATE, SITE), paper)
        aloud = squeezed(read_aloud(reader(typesetter.pdf(data))))
        check_entry(data["chapters"][0]["entries"][0], aloud, 0)


def test_a_card_says_what_it_is_on_its_front_and_what_to_mind_on_its_back(
    cookbook: Cookbook, typesetter: Typesetter,
) -> None:
    data = cards_data(cookbook, list(cookbook.entries), "Kortit", catalogues()["fi"], DATE, SITE)
    aloud, at = squeezed(read_aloud(reader(typesetter.pdf(data)))), 0
    entries = [entry for chapter in data["chapters"] for entry in chapter["entries"]]
    for first in range(0, len(entries), 4):
        four = entries[first:first + 4]
        for entry in four:
            at, missing = found_in_order(texts([entry["title"], entry["summary"]]), aloud, at)
            assert missing == [], entry["id"]
        for entry in four:
            shown = [entry["title"], entry["benefits"][0], entry["cautions"][0]]
            at, missing = found_in_order(texts(shown), aloud, at)
            assert missing == [], entry["id"]


def test_a_back_begins_the_steps_where_an_entry_has_some(cookbook: Cookbook, typesetter: Typesetter) -> None:
    data = cards_data(cookbook, ["pori-motivointi", "vaikuttavat-palvelut"], "Kortit", catalogues()["fi"], DATE, SITE)
    entries = [entry for chapter in data["chapters"] for entry in chapter["entries"]]
    aloud = squeezed(read_aloud(reader(typesetter.pdf(data))))
    assert [len(entry["steps"]) for entry in entries] == [3, 0]
    assert found_in_order(texts(entries[0]["steps"]), aloud, 0)[1] == []
    assert aloud.count(squeezed(catalogues()["fi"]("cards.steps"))) == 1


NOTE_OF_THE_FIRST_PASS = b"""
#context {
  let before-indexes = query(heading).filter(it => it.has("label") and str(it.label) != "part:indexes")
  let pages = before-indexes.map(it => it.location().page())
  let kept = query(<of-the-first-pass>)
  let first = if kept.len() > 0 and kept.first().value.len() > 0 { kept.first().value } else { pages }
  [#metadata(first) <of-the-first-pass>]
  if pages.len() > 0 and pages != first [moved since the first pass]
}"""


def test_the_first_pass_sets_all_that_stands_before_the_indexes_on_its_page(
        cookbook: Cookbook, typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typst sets a book over and over until every number of a page is right; what moves is set once more. Lines of
    the indexes grow with the numbers, and nothing comes after them.
    """
    monkeypatch.setattr(typesetter, "_template", typesetter._template + NOTE_OF_THE_FIRST_PASS)
    book = typesetter.pdf(book_data(cookbook, catalogues()["fi"], DATE, SITE))
    assert "moved" not in reader(book).pages[-1].extract_text()

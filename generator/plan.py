"""Check the book's plan: that each of its parts has a place, and names only what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from generator.addresses import CARDS
from generator.files import ContentFile
from generator.load import Document, Way
from generator.parts import Menu, Worksheet, kind_of
from generator.problems import Problem, nearest, shortened
from generator.vocabulary import BOOK, Vocabulary

PREFACES = ("foreword", "introduction", "closing")
"""Parts of the book that have a page of their own on the site, by their ids."""

PAGES = ("about", "accessibility", "privacy")
"""Pages about the cookbook itself; their texts are the parts ``pages/…`` and stand on the site only."""

MEMOS = "memos"
"""The name of the PDF that holds all memo slips."""

PLANNED = ("worksheets", "menus")
"""Lists of the plan: what there is of each, in which order. Each names the files of a folder."""


def check_plan(
    found: Sequence[ContentFile], entries: Set[str], documents: Mapping[str, Document], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Check the plan and the parts of the book against each other and against the entries.

    ``entries`` are the ids of the entries, ``documents`` the vocabulary's files by path.
    """
    plan = documents[BOOK]
    parts = {file.id for file in found if not file.is_entry}
    for number, id_ in enumerate(vocabulary.book.featured):
        if id_ not in entries:
            yield _problem(plan, ("featured", number), "unknown-entry", value=id_, nearest=nearest(id_, entries))
    for folder in PLANNED:
        ids: tuple[str, ...] = getattr(vocabulary.book, folder)
        there = {id_.removeprefix(f"{folder}/") for id_ in parts if id_.startswith(f"{folder}/")}
        for number, id_ in enumerate(ids):
            if id_ not in there:
                yield _problem(plan, (folder, number), "unknown-part", value=f"{folder}/{id_}",
                               nearest=nearest(id_, there))
            elif id_ in ids[:number]:
                yield _problem(plan, (folder, number), "duplicate-value", value=id_)
            elif id_ in names_taken(vocabulary, folder):
                yield _problem(plan, (folder, number), "duplicate-id", value=id_, other=BOOK)
    places = set(places_of_parts(vocabulary))
    for file in found:
        if file.is_entry:
            continue
        if file.id not in places:
            params = {"value": file.id, "nearest": nearest(file.id, places), "plan": BOOK}
            yield Problem(file.document.path, 1, 1, "part-without-place", params)
        elif file.is_source:
            yield from check_part(file, entries, vocabulary)


def names_taken(vocabulary: Vocabulary, folder: str) -> set[str]:
    """Return the names that nothing in ``folder`` may have, because its PDF would be taken for another."""
    taken = {*vocabulary.chapters, MEMOS, CARDS}
    for other in PLANNED[:PLANNED.index(folder)]:
        taken |= set(getattr(vocabulary.book, other))
    return taken


def places_of_parts(vocabulary: Vocabulary) -> list[str]:
    """Return the id of every part that the plan has a place for."""
    return [
        *PREFACES,
        *(f"pages/{name}" for name in PAGES),
        *(f"{folder}/{chapter}" for folder in ("chapters", "memos") for chapter in vocabulary.chapters),
        *(f"{folder}/{id_}" for folder in PLANNED for id_ in getattr(vocabulary.book, folder)),
    ]


def check_part(file: ContentFile, entries: Set[str], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check what a worksheet or a menu names: its chapter, its entries."""
    data, document, kind = file.document.data, file.document, kind_of(file.id)[1]
    chapter = data.get("chapter")
    if kind is Worksheet and isinstance(chapter, str) and chapter and chapter not in vocabulary.chapters:
        yield unknown_chapter(document, chapter, vocabulary)
    steps = data.get("steps")
    if kind is not Menu or not isinstance(steps, list):
        return
    ids = [step.get("entry") if isinstance(step, dict) else None for step in steps]
    for number, id_ in enumerate(ids):
        if not isinstance(id_, str) or not id_:
            continue
        if id_ not in entries:
            yield _problem(document, ("steps", number, "entry"), "unknown-entry", value=shortened(id_),
                           nearest=nearest(id_, entries))
        elif id_ in ids[:number]:
            yield _problem(document, ("steps", number, "entry"), "duplicate-value", value=id_)
    for number, step in enumerate(steps[:-1]):
        if isinstance(step, dict) and "watch" not in step:
            yield _problem(document, ("steps", number), "missing-field", field=f"watch (steps {number + 1})",
                           name="watch")


def unknown_chapter(document: Document, chapter: str, vocabulary: Vocabulary) -> Problem:
    """Say that the field ``chapter`` of an entry or a worksheet names none."""
    return _problem(document, ("chapter",), "unknown-chapter", value=chapter, known=", ".join(vocabulary.chapters),
                    nearest=nearest(chapter, vocabulary.chapters, vocabulary.ids_by_label))


def _problem(document: Document, way: Way, code: str, **params: str) -> Problem:
    place = document.position(way)
    return Problem(document.path, place.line, place.column, code, params)

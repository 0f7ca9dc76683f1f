"""Check all content and put it together: files in, a cookbook and every problem out.

The steps: read and validate every file (``files``), match translations with their sources
(``translations``), check what each text holds (``texts``) and the book's plan (``plan``), and here the
shared facts, the vocabulary's texts and what must be unique. A problem in one file never hides those
of another.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from generator.addresses import BOOK_NAME
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from generator.fields import field_name
from generator.files import ContentFile, content_paths, groups_of
from generator.hints import check_hints
from generator.lists import check_lists
from generator.load import Document, Position, Way
from generator.model import MOST, SHARED_INSIDE, Entry, Kind, same_ref
from generator.parts import Part, kind_of
from generator.plan import check_plan, unknown_chapter
from generator.problems import Problem, has_errors, nearest, shortened, told
from generator.render import shows_nothing
from generator.texts import WEB_LINK, TextChecker, strings, texts_of
from generator.translations import behind, read_project_files
from generator.vocabulary import BOOK, REGION, THEME, Vocabulary, read_vocabulary

OF_VALUES = frozenset({"unknown-chapter", "unknown-place", "unknown-tag", "unknown-work", "unknown-entry", "no-source"})
"""What is said of a value that there is not."""


@dataclass(frozen=True)
class Checked:
    """The outcome of a check: the cookbook, or None where an error stands in its way.

    ``files`` is the number of content files whose texts were looked at; ``is_whole`` tells that these are all
    there are, and that hints were looked for. ``found`` are the files of entries and parts as they were read.
    """

    cookbook: Cookbook | None
    problems: tuple[Problem, ...]
    files: int
    found: tuple[ContentFile, ...]
    is_whole: bool = True


@contextlib.contextmanager
def collector_at_rest() -> Iterator[None]:
    """Keep Python from looking for what nobody needs any more, over and over: a check keeps what it makes.

    Saves about a second of five at 2 000 entries.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()


@collector_at_rest()
def check_project(root: Path) -> Checked:
    """Check all content of the project in ``root`` and put the cookbook together."""
    vocabulary, documents, problems = read_vocabulary(root)
    found, file_problems = read_project_files(root)
    problems += file_problems
    known = {"entry": {file.id for file in found if file.is_entry},
             "part": {file.id for file in found if not file.is_entry}}
    if vocabulary:
        known |= {"term": set(vocabulary.explained), "tag": set(vocabulary.tags)}
        for file in found:
            problems += check_facts(file, known["entry"], vocabulary)
        problems += check_plan(found, known["entry"], documents, vocabulary)
        problems += check_hints(found, vocabulary)
    problems += check_lists(root)
    problems += check_vocabulary(documents, known)
    for file in found:
        problems += check_texts(file, known)
    problems += check_unique(found, reserved_ids(vocabulary))
    problems = in_order(problems)
    cookbook = assemble(found, vocabulary) if vocabulary and not has_errors(problems) else None
    return Checked(cookbook, tuple(problems), sum(1 for _ in content_paths(root)), tuple(found))


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in the order of the files, without repetitions and without more of a kind than help."""
    return told(sorted(without_repeats(problems), key=lambda problem: problem.sort_key))


def without_repeats(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems without repetitions: one text may be looked at by two rules, and of an id
    that is not even an id it is enough to say that there is none such, of one in curly quotation marks that.
    """
    found = list({(p.path, p.line, p.column, p.code, *sorted(p.params.items())): p for p in problems}.values())
    quoted = {(p.path, p.line, p.column) for p in found if p.code == "smart-quotes"}
    unknown = {(p.path, p.line, p.column) for p in found if p.code.startswith("unknown-")}
    return [p for p in found if (p.code != "bad-id" or (p.path, p.line, p.column) not in unknown)
            and not (quoted and p.code in OF_VALUES and (p.path, p.line, p.column) in quoted)]


def check_texts(file: ContentFile, known: Mapping[str, Set[str]]) -> Iterator[Problem]:
    """Check the Markdown of every text of a file, the fields and the body."""
    checker = TextChecker(file.document, known)
    yield from checker.comments()
    yield from checker.unread()
    yield from check_fields(checker, texts_of(file.document))
    if file.is_entry:
        sections = file.model.sections if file.model else {"": file.document.body}
        for section, text in sections.items():
            start = file.starts.get(section, Position(file.document.body_line, 1))
            yield from checker.check(text, start, inline=False, highest=3 if section else 2)
    else:
        yield from checker.check(file.document.body, file.starts["body"], inline=False, highest=2)


def check_fields(checker: TextChecker, texts: Iterable[tuple[Way, str]]) -> Iterator[Problem]:
    """Check some texts of a file's fields, each with the way to it."""
    for way, text in texts:
        place = checker.document.position(way)
        yield from checker.check(text, place, inline=True)
        if way[-1] not in SHARED_INSIDE and shows_nothing(text):
            params = {"field": field_name(way), "name": str(way[-1])}
            yield Problem(checker.document.path, place.line, place.column, "empty-field", params)


def check_vocabulary(documents: Mapping[str, Document], known: Mapping[str, Set[str]]) -> Iterator[Problem]:
    """Check the texts of the vocabulary and of the book's plan."""
    for document in documents.values():
        checker = TextChecker(document, known)
        yield from checker.comments()
        for way, text in strings(document.data):
            yield from checker.check(text, document.position(way), inline=True)


def check_facts(file: ContentFile, entries: Set[str], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Check that the shared facts of an entry name only what there is, and each thing once."""
    data, document = file.document.data, file.document
    if not (file.is_entry and file.is_source):
        return

    def problem(way: Way, code: str, **params: str) -> Problem:
        place = document.position(way)
        return Problem(document.path, place.line, place.column, code, params)

    def unknown(way: Way, code: str, value: str, known: Iterable[str]) -> Problem:
        return problem(way, code, value=shortened(value), nearest=nearest(value, known, vocabulary.ids_by_label))

    places = set(vocabulary.places) | {tag.id for tag in vocabulary.tags_of(REGION)}
    lists = (
        ("tags", "unknown-tag", set(vocabulary.tags)),
        ("places", "unknown-place", places),
        ("related", "unknown-entry", entries),
    )
    for name, code, known in lists:
        values = data.get(name)
        if not isinstance(values, list):
            continue
        # Of a list that is too long anyway the rest is not looked at: each unknown name takes its time.
        for number, value in enumerate(values[: MOST[name]]):
            if not isinstance(value, str):
                continue
            if value not in known:
                yield unknown((name, number), code, value, known)
            elif name == "tags" and vocabulary.tags[value].facet in (THEME, REGION):
                yield problem((name, number), "derived-tag", value=value)
            elif value in values[:number]:
                yield problem((name, number), "duplicate-value", value=value)
            elif name == "related" and value == file.id:
                yield problem((name, number), "related-to-itself", value=value)
    chapter = data.get("chapter")
    if isinstance(chapter, str) and chapter and chapter not in vocabulary.chapters:
        yield unknown_chapter(document, chapter, vocabulary)
    contact = data.get("contact")
    if isinstance(contact, str) and contact and not WEB_LINK.match(contact):
        yield problem(("contact",), "bad-web-address", field="contact", name="contact", value=shortened(contact))
    source = data.get("source")
    work = source.get("work") if isinstance(source, dict) else None
    if isinstance(work, str) and work and work not in vocabulary.works:
        yield unknown(("source", "work"), "unknown-work", work, vocabulary.works)
    adoptions = data.get("adoptions")
    seen: set[tuple[str, str]] = set()
    for number, adoption in enumerate(adoptions[: MOST["adoptions"]] if isinstance(adoptions, list) else []):
        place, year = (adoption.get("place"), adoption.get("year")) if isinstance(adoption, dict) else (None, None)
        if not (isinstance(place, str) and place):
            continue
        if place not in places:
            yield unknown(("adoptions", number, "place"), "unknown-place", place, places)
        elif isinstance(year, str) and (place, year.strip()) in seen:
            yield problem(("adoptions", number), "duplicate-value", value=shortened(f"{place} {year.strip()}"))
        elif isinstance(year, str):
            seen.add((place, year.strip()))
    ref = data.get("ref")
    if isinstance(ref, str) and ref[:1] in {kind.letter for kind in Kind} - {Kind(file.group).letter}:
        yield problem(("ref",), "ref-of-other-kind", value=ref, letter=Kind(file.group).letter)
    if file.model and file.model.next_review <= file.model.reviewed:
        yield problem(("next_review",), "review-order", reviewed=file.model.reviewed.isoformat())


def reserved_ids(vocabulary: Vocabulary | None) -> set[str]:
    """Return ids that no entry may have, because its PDF would be taken for another."""
    book = vocabulary.book if vocabulary else None
    return {BOOK_NAME, *(vocabulary.chapters if vocabulary else ()), *(book.worksheets + book.menus if book else ())}


def check_unique(found: list[ContentFile], reserved: Set[str]) -> Iterator[Problem]:
    """Check that no two entries share an id or a reference number, and that none has a reserved id."""
    ids: dict[str, ContentFile] = {}
    refs: dict[str, ContentFile] = {}
    for file in found:
        if not file.is_entry:
            continue
        first = ids.setdefault(file.id, file)
        if file.id in reserved:
            yield Problem(file.document.path, 1, 1, "duplicate-id", {"value": file.id, "other": BOOK})
        if first.group != file.group:
            params = {"value": file.id, "other": first.document.path}
            yield Problem(file.document.path, 1, 1, "duplicate-id", params)
        ref = file.document.data.get("ref")
        if not isinstance(ref, str) or not ref:
            continue
        first = refs.setdefault(same_ref(ref), file)
        if (first.group, first.id) != (file.group, file.id):
            place = file.document.position(("ref",))
            params = {"value": ref, "other": first.document.path}
            yield Problem(file.document.path, place.line, place.column, "duplicate-ref", params)


def assemble(found: list[ContentFile], vocabulary: Vocabulary, others_reviewed: datetime.date | None = None,
             ) -> Cookbook:
    """Make the model of files that passed every check; of those left out, it is told when they were reviewed last."""
    entries: list[Entry] = []
    parts: dict[str, Part] = {}
    for group in groups_of(found):
        source = next(file for file in group if file.is_source)
        order = sorted(group, key=lambda file: list(catalogues()).index(file.language))
        common = {
            "id": source.id,
            "source_language": source.language,
            "paths": {file.language: file.document.path for file in order},
            "behind": {
                file.language: behind(source, file) for file in order if not file.is_source
            },
        }
        texts = {file.language: file.model for file in order}
        if source.is_entry:
            kind = Kind(source.group)
            entries.append(Entry(kind=kind, facts=source.model, texts=texts, **common))
        else:
            parts[source.id] = kind_of(source.id)[1](texts=texts, **common)
    entries.sort(key=lambda entry: entry.order)
    return Cookbook({entry.id: entry for entry in entries}, parts, vocabulary, others_reviewed)

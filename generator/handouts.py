"""Handouts of chosen entries: checked by what stands on them, and made of that alone.

To read all content takes longer than everything else that a handout needs. Read are the entries, those that they
name, and the vocabulary's labels. Of all other entries only the line with the reference number counts, for two may
not share one, and that with the day of the review, for the latest is the edition's date.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.check import (
    Checked,
    assemble,
    check_facts,
    check_fields,
    check_texts,
    check_unique,
    check_vocabulary,
    collector_at_rest,
    in_order,
    reserved_ids,
)
from generator.files import ContentFile, NamedFile, named_files
from generator.load import MAX_BYTES, read_document
from generator.model import same_ref
from generator.problems import has_errors
from generator.render import render
from generator.texts import TextChecker, texts_of
from generator.translations import read_matched
from generator.vocabulary import BOOK, FILES, read_vocabulary

KINDS = ("facets", "tags", "places", "works")
"""The kinds of vocabulary that an entry's facts are of. A word that the glossary explains is no link on a handout."""

LABELS = {*(FILES[kind][0] for kind in KINDS[1:]), BOOK}
"""The files of the vocabulary whose texts stand on handouts."""

FACT = re.compile(rb"^(translation_of|ref|reviewed):[ \t]*[\"']?([\w-]+)", re.MULTILINE)
"""A fact on a line of its own, as nearly everybody writes it. A text in quotes may have such a line too: where a fact
stands twice, the file is read.
"""

ENTRY_LINK = "entry:"


@dataclass(frozen=True)
class Glimpse:
    """What is seen of an entry's file at a glance: the reference number and the day of the last review, or nothing."""

    ref: str = ""
    reviewed: datetime.date | None = None


@collector_at_rest()
def check_handouts(root: Path, asked: Collection[str]) -> Checked | None:
    """Check what stands on the handouts of some entries, and put a cookbook together that holds just that.

    ``asked`` are ids or reference numbers. Returns None where one of them is none of an entry, or there are none: what
    else it may be, and what it is like, is known only where everything is read.
    """
    if not asked:
        return None
    names, unnamed = named_files(root)
    seen = {name: glimpse(name) for name in names if name.is_entry}
    own = ids_of(asked, seen)
    if not own:
        return None
    unnamed = [problem for problem in unnamed if Path(problem.path).name.split(".")[0] in own]
    found, problems = read_matched([it for it in seen if it.id in own], unnamed)
    related = {id_ for file in found if file.is_source and file.model for id_ in file.model.related}
    linked = {id_ for file in found for id_ in entries_linked(file)}
    named, wrong = read_matched([it for it in seen if it.id in (related | linked) - own], ())
    cited = [file for file in named if file.id in related]
    found += named
    problems += [*unnamed, *wrong]

    vocabulary, documents, wrong = read_vocabulary(root, KINDS)
    problems += wrong
    known = {"entry": {it.id for it in seen}, "part": {it.id for it in names if not it.is_entry}}
    if vocabulary:
        known["tag"] = set(vocabulary.tags)
        for file in found:
            problems += check_facts(file, known["entry"], vocabulary)
    problems += check_vocabulary({path: it for path, it in documents.items() if path in LABELS}, known)
    for file in found:
        if file.id in own:
            problems += check_texts(file, known)
    for file in cited:
        titles = [(way, text) for way, text in texts_of(file.document) if way == ("title",)]
        problems += check_fields(TextChecker(file.document, known), titles)
    problems = in_order([*problems, *check_unique(found, reserved_ids(vocabulary))])
    cookbook = None
    if vocabulary and not has_errors(problems):
        reviewed = max(filter(None, (its.reviewed for its in seen.values())), default=None)
        cookbook = assemble(found, vocabulary, reviewed)
    return Checked(cookbook, tuple(problems), len(found), tuple(found), is_whole=False)


def ids_of(asked: Collection[str], seen: Mapping[NamedFile, Glimpse]) -> set[str]:
    """Return the ids of the entries that are asked for, and of those that share a reference number with one of them;
    none where what is asked for is not all there.
    """
    wanted = [{it.id for it, its in seen.items() if one == it.id or one.upper() == its.ref} for one in asked]
    if not all(wanted):
        return set()
    ids = set().union(*wanted)
    refs = {same_ref(its.ref) for it, its in seen.items() if it.id in ids and its.ref}
    return ids | {it.id for it, its in seen.items() if same_ref(its.ref) in refs}


def glimpse(name: NamedFile) -> Glimpse:
    """Look at a file for the lines that tell its facts; read it where they are not there."""
    facts: dict[str, Any] = {}
    # Not of a pipe, which would never end.
    with contextlib.suppress(OSError):
        if name.file.is_file():
            with name.file.open("rb") as opened:
                fields = opened.read(MAX_BYTES).partition(b"\n---")[0]
            lines = FACT.findall(fields)
            if len(lines) == len({fact for fact, _ in lines}):
                facts = {fact.decode(): value.decode() for fact, value in lines}
    if "translation_of" in facts:
        return Glimpse()
    if not facts.keys() >= {"ref", "reviewed"}:
        document, _ = read_document(name.file, name.path)
        facts = document.data if document else {}
    with contextlib.suppress(ValueError):
        return Glimpse(str(facts.get("ref", "")), datetime.date.fromisoformat(str(facts.get("reviewed", ""))))
    return Glimpse(str(facts.get("ref", "")))


def entries_linked(file: ContentFile) -> Iterator[str]:
    """Yield the ids of entries that the texts of a file lead to."""
    fields = (render(text, inline=True) for _, text in texts_of(file.document))
    sections = (render(text) for text in file.model.sections.values()) if file.model else ()
    for rendered in (*fields, *sections):
        for link in rendered.links:
            if link.startswith(ENTRY_LINK):
                yield link.removeprefix(ENTRY_LINK)

"""The questions by which a new entry comes about, and what the rules say of an answer.

The questions are data and an answer is judged by the same rules as a file; who asks, a terminal or a
form, is the outer rooms' business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from generator.catalogue import Catalogue
from generator.check import check_facts, check_texts
from generator.fields import validate
from generator.files import ContentFile
from generator.load import Document
from generator.model import Adoption, Kind, SourceFile
from generator.parts import ENTRY
from generator.problems import Problem, errors_of, nearest
from generator.sections import cut_sections
from generator.vocabulary import REGION, THEME, Vocabulary, label


@dataclass(frozen=True)
class Question:
    """A question: the field that its answer fills, and its form.

    ``form`` is ``line`` (a short text), ``text`` (some lines), ``items`` (some texts), ``choice`` or
    ``choices`` (of what ``choices_of`` gives), ``pair`` (start and end), ``rows`` (some things with ``parts`` each) or
    ``section`` (paragraphs). ``name`` is the field's, with its parent's and a point before it where it is an inner one.
    """

    name: str
    form: str
    required: bool = False
    parts: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """The key of the words that help to answer."""
        return f"help.{self.name}"

    @property
    def option(self) -> str:
        """The name of the option that answers it on the command line."""
        inner = {"source.title": "source-title"}.get(self.name, self.name.rpartition(".")[2])
        return f"--{inner.replace('_', '-')}"

    @property
    def several(self) -> bool:
        """Tell whether there may be many answers."""
        return self.form in ("items", "choices", "rows")


QUESTIONS = (
    Question("title", "line", required=True),
    Question("summary", "text", required=True),
    Question("chapter", "choice", required=True),
    Question("places", "choices", required=True),
    Question("tags", "choices", required=True),
    Question("as_of", "line", required=True),
    Question("audience", "text"),
    Question("who", "text"),
    Question("time", "text"),
    Question("needs", "text"),
    Question("money", "text"),
    Question("benefits", "items", required=True),
    Question("cautions", "items", required=True),
    Question("section.background", "section"),
    Question("section.how", "section", required=True),
    Question("section.steps", "section"),
    Question("section.transfer", "section"),
    Question("evidence", "choice", required=True),
    Question("evidence_note", "text"),
    Question("results", "rows", parts=("figure", "measures", "counted_by")),
    Question("period", "pair"),
    Question("duration", "line"),
    Question("group_size", "line"),
    Question("funding", "line"),
    Question("source.work", "choice"),
    Question("source.number", "line"),
    Question("source.code", "line"),
    Question("source.title", "line"),
    Question("source.authors", "items"),
    Question("source.publisher", "line"),
    Question("source.year", "line"),
    Question("contact", "line"),
    Question("related", "choices"),
    Question("adoptions", "rows", parts=("place", "year", "status")),
    Question("context", "text"),
    Question("searched_as", "items"),
)
"""The questions, in the order in which they are easiest to answer: what it is, what it gives, the details."""


def choices_of(name: str, vocabulary: Vocabulary, entries: Mapping[str, str], words: Catalogue) -> dict[str, str]:
    """Return what may be chosen for a field or a part of one: labels by ids, none where it is not a choice.

    ``entries`` are the titles of entries by ids.
    """
    if name == "chapter":
        return {id_: label(vocabulary.tags[chapter.theme].label, words.code)
                for id_, chapter in vocabulary.chapters.items()}
    if name in ("places", "adoptions.place"):
        places = [*vocabulary.places.values(), *vocabulary.tags_of(REGION)]
        return {place.id: label(place.label, words.code) for place in places}
    if name == "tags":
        return {tag.id: label(tag.label, words.code) for tag in vocabulary.tags.values()
                if tag.facet not in (THEME, REGION)}
    if name == "evidence":
        return {value: words(f"entry.evidence.{value}")
                for value in get_args(SourceFile.model_fields["evidence"].annotation)}
    if name == "adoptions.status":
        return {value: words(f"form.status.{value}")
                for value in get_args(Adoption.model_fields["status"].annotation)}
    if name == "source.work":
        return {work.id: work.title for work in vocabulary.works.values()}
    return dict(entries) if name == "related" else {}


def chosen(text: str, choices: Mapping[str, str]) -> tuple[str, str]:
    """Return the id that somebody means by its number, its id or its label; or an empty text and the
    nearest id there is.
    """
    wanted = text.strip()
    if re.fullmatch(r"[0-9]{1,4}", wanted) and 0 < int(wanted) <= len(choices):
        return list(choices)[int(wanted) - 1], ""
    by_label = {value.casefold(): id_ for id_, value in choices.items()}
    id_ = wanted if wanted in choices else by_label.get(wanted.casefold(), "")
    close = nearest(wanted.casefold(), choices) or by_label.get(nearest(wanted.casefold(), by_label), "")
    return id_, "" if id_ else close


def check_answer(name: str, value: Any, kind: Kind, words: Catalogue, vocabulary: Vocabulary,
                 known: Mapping[str, set[str]]) -> list[Problem]:
    """Return the errors that a file would have for this one answer: the same codes, the same words."""
    outer = name.partition(".")[0]
    inner = name.rpartition(".")[2]
    if outer == "section":
        body = f"## {words.sections[inner]}\n\n{value}"
        document = Document("", body.split("\n"), {}, body=body)
        file = ContentFile(kind.value, "", words.code, document)
        cut = [problem for problem in cut_sections(document, words.sections)[2] if problem.code != "missing-section"]
        return errors_of([*cut, *check_texts(file, known)])
    data = {name: value} if outer == inner else {outer: {inner: value}}
    document = Document("", [""], data)
    before = set(map(_key, validate(Document("", [""]), ENTRY, True, {"sections": {}})[1]))
    problems = [problem for problem in validate(document, ENTRY, True, {"sections": {}})[1]
                if _key(problem) not in before and problem.code != "incomplete-source"]
    file = ContentFile(kind.value, "", words.code, document)
    problems += [*check_facts(file, known["entry"], vocabulary), *check_texts(file, known)]
    unknown = any(problem.code.startswith("unknown-") for problem in problems)
    return [problem for problem in errors_of(problems) if not (unknown and problem.code == "bad-id")]


def _key(problem: Problem) -> tuple[str, str]:
    return problem.code, problem.params.get("field", "")


def id_from(title: str) -> str:
    """Return an id made of a title: lower-case ASCII words joined by hyphens."""
    plain = title.casefold().translate(str.maketrans("äåöéü", "aaoeu"))
    words = re.findall(r"[a-z0-9]+", plain)
    return "-".join(words[:4])[:60].strip("-")


def titles_of(found: list[ContentFile]) -> dict[str, str]:
    """Return the titles of the entries by their ids, in the order of the titles."""
    titles = {file.id: str(file.document.data.get("title", file.id)) for file in found
              if file.is_entry and file.is_source}
    return dict(sorted(titles.items(), key=lambda item: item[1]))

"""The form for sharing a practice: the model, the vocabulary and the words, as data for the page.

Which fields there are, what each may hold and what is said of a mistake is read from the model and the
catalogues, so that the page asks and checks what ``cookbook check`` does. The template lays the fields
out; the scripts in ``overrides/assets/javascripts/form*.js`` read the same data.
"""

from __future__ import annotations

import datetime
import json
import re
import types
import typing
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from generator.catalogue import Catalogue, catalogues
from generator.check import reserved_ids
from generator.cookbook import Cookbook
from generator.figures import LONGEST, PATTERN, Figure, qualifiers, unit_ids
from generator.load import FORBIDDEN, MAX_BYTES, MAX_LINE
from generator.model import (
    GLANCE,
    LONGEST_ID,
    NAME,
    SHARED_INSIDE,
    Facts,
    Kind,
    Moment,
    SourceFile,
    Texts,
    TranslationFile,
)
from generator.privacy import (
    BLANKS,
    CONTROL,
    DASHES,
    EMAIL,
    ENCODED,
    FOREIGN_DIGITS,
    HIDDEN,
    IDENTITY_CODE,
    PHONE,
)
from generator.problems import LONGEST_VALUE
from generator.render import DEEPEST, FENCE, INNER_SCHEMES, MOST_SIGNS, RAW_HTML, VISIBLE
from generator.sections import EMPTY_ITEMS, REQUIRED
from generator.site.form_hints import hint_data
from generator.site.patterns import expression
from generator.texts import MAX_ADDRESS, NO_TEXT, WEB_LINK
from generator.vocabulary import REGION, THEME, label

Rule = dict[str, Any]
"""What a field may hold: ``name``, ``type``, ``required``, and what else its type has."""

GROUPS = {
    "basics": ("title", "summary", "chapter", "places", "tags", "as_of"),
    "pros-cons": ("benefits", "cautions"),
    "text": ("sections", "searched_as"),
    "glance": ("audience", "who", "period", "duration", "group_size", "time", "needs", "money", "funding"),
    "results": ("evidence", "evidence_note", "results"),
    "origin": ("source", "contact", "context", "related", "adoptions"),
    "record": ("id", "ref", "published", "reviewed", "next_review"),
}
"""The groups in which the form asks, in order; ``sections`` and ``id`` are no fields of the model."""

SHORT = 200
"""A text of at most so many characters is asked for on one line."""

PATTERN_CODES = {"ref": "bad-ref", "contact": "bad-web-address"}
"""What is said of a value that does not match its field's pattern; of all others it is no id."""

FORBIDDEN_TEXTS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("identity-code", IDENTITY_CODE, CONTROL),
    ("contact-details", EMAIL, ""),
    ("contact-details", PHONE, ""),
)
"""Problems that a pattern finds in any text: the code, the pattern, and, where a match only counts with
the right check character at its end, the characters from which its digits choose that one. They are for texts as
``plainly`` writes them.
"""

PLAINLY = {"hidden": HIDDEN, "dashes": DASHES, "digits": FOREIGN_DIGITS, "encoded": ENCODED, "blanks": BLANKS}
"""What ``plainly`` takes out of a text or writes otherwise."""

SAID = ("form.", "entry.", "field.", "kind.", "figure.", "range.", "cli.nearest")
"""The words that the scripts say begin with these."""

NOT_SAID = ("form.help.", "form.group.", "form.label.")


def rules_of(model: type[BaseModel], names: Iterable[str] | None = None) -> list[Rule]:
    """Return the rules of a model's fields, or of those that are named, in order."""
    return [
        rule_of(field.annotation, field.metadata) | {"name": name, "required": field.is_required()}
        | ({"code": PATTERN_CODES[name]} if name in PATTERN_CODES else {})
        for name, field in ((name, model.model_fields[name]) for name in names or model.model_fields)
    ]


def rule_of(annotation: Any, metadata: Iterable[Any] = ()) -> Rule:
    """Return the rule that a type of the model stands for.

    Raises ``TypeError`` for a type that the form does not know how to ask for.
    """
    metadata = list(metadata)
    while typing.get_origin(annotation) is Annotated:
        annotation, *more = typing.get_args(annotation)
        metadata += more
    # What stands inside another type comes wrapped.
    metadata = [part for each in metadata for part in (each.metadata if isinstance(each, FieldInfo) else [each])]
    origin, inner = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        return rule_of(next(kind for kind in inner if kind is not type(None)), metadata)
    if origin is tuple:
        return {"type": "list", "item": {"name": "", **rule_of(inner[0])}, "min": _limit(metadata, "min_length") or 0,
                "max": _limit(metadata, "max_length")}
    if origin is Literal:
        return {"type": "choice", "choices": list(inner)}
    if annotation is Figure:
        return {"type": "figure"}
    if annotation is datetime.date:
        return {"type": "day"}
    if annotation is int:
        return {"type": "number", "low": _limit(metadata, "ge"), "high": _limit(metadata, "le")}
    if annotation is str and set(typing.get_args(Moment)[1:]) <= set(metadata):
        return {"type": "moment"}
    if annotation is str:
        return _text_rule(metadata)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        # As the files have it: what the languages share stands first.
        inner_rules = sorted(rules_of(annotation), key=lambda rule: rule["name"] not in SHARED_INSIDE)
        return {"type": "mapping", "model": annotation.__name__, "fields": inner_rules}
    raise TypeError(f"no way to ask for {annotation}")


def _limit(metadata: list[Any], name: str) -> int | None:
    return next((getattr(each, name) for each in metadata if getattr(each, name, None) is not None), None)


def _text_rule(metadata: list[Any]) -> Rule:
    rule: Rule = {"type": "text"}
    for each in metadata:
        if isinstance(each, StringConstraints):
            rule |= {"max": each.max_length} if each.max_length else {}
            rule |= {"type": "id", "pattern": str(each.pattern), "code": "bad-id"} if each.pattern else {}
    return rule


def fields() -> dict[str, Rule]:
    """Return the rules of all that the form asks for, by name, in the order of a file."""
    names = [name for name in (*Facts.model_fields, *Texts.model_fields) if name != "sections"]
    model = {rule["name"]: rule for rule in rules_of(SourceFile, names)}
    some = next(iter(catalogues().values()))
    sections = [{"name": id_, "type": "section", "required": id_ == REQUIRED} for id_ in some.sections]
    return model | {
        "sections": {"name": "sections", "type": "mapping", "required": True, "fields": sections},
        "id": {"name": "id", "type": "id", "pattern": f"^{NAME}$", "code": "bad-id", "max": LONGEST_ID,
               "required": True},
    }


def groups() -> dict[str, list[Rule]]:
    """Return the fields by the groups in which the form asks for them."""
    known = fields()
    return {group: [known[name] for name in names] for group, names in GROUPS.items()}


def form_data(cookbook: Cookbook, words: Catalogue, new_file_url: str, edit_url: str) -> str:
    """Return what the form's scripts need to know, as JSON.

    ``new_file_url`` and ``edit_url`` are addresses of the repository's host, empty where none are configured.
    """
    vocabulary = cookbook.vocabulary
    said = {key: text for key, text in words.words.items() if key.startswith(SAID) and not key.startswith(NOT_SAID)}
    data = {
        "language": words.code,
        "locale": f"{words.code}-{words.territory}",
        "words": said,
        "problems": words.problems,
        "units": words.units,
        "headings": {code: other.sections for code, other in catalogues().items()},
        "languages": list(catalogues()),
        "kinds": {kind.value: kind.letter for kind in Kind},
        "fields": list(fields().values()),
        "translation": [*(name for name in TranslationFile.model_fields if name not in Texts.model_fields),
                        *Texts.model_fields],
        "facts": [*Facts.model_fields],
        "sharedInside": sorted(SHARED_INSIDE),
        "glance": GLANCE,
        "noText": sorted(NO_TEXT),
        "derived": [THEME, REGION],
        "entries": {entry.id: [entry.kind.value, entry.facts.ref, entry.paths[entry.source_language]]
                    for entry in cookbook.entries.values()},
        "reserved": sorted(reserved_ids(vocabulary)),
        "known": {"term": sorted(vocabulary.explained), "tag": sorted(vocabulary.tags), "part": sorted(cookbook.parts),
                  "entry": sorted(cookbook.entries)},
        "chapterThemes": {chapter.id: [number, chapter.theme, label(vocabulary.tags[chapter.theme].label, words.code)]
                          for number, chapter in enumerate(vocabulary.chapters.values(), 1)},
        "facets": [[facet.id, label(facet.label, words.code)] for facet in vocabulary.facets.values()],
        "works": {work.id: [words.all_of(list(work.authors)), work.title, work.publisher, work.year]
                  for work in vocabulary.works.values()},
        "figure": {"pattern": expression(PATTERN), "longest": LONGEST, "units": unit_ids(), "qualifiers": qualifiers()},
        "rawHtml": expression(re.compile(RAW_HTML)),
        "visible": expression(VISIBLE), "webLink": expression(WEB_LINK), "fence": expression(FENCE),
        "emptyItems": expression(EMPTY_ITEMS), "schemes": INNER_SCHEMES,
        "hints": hint_data(cookbook),
        "limits": {"line": MAX_LINE, "bytes": MAX_BYTES, "signs": MOST_SIGNS, "depth": DEEPEST, "address": MAX_ADDRESS,
                   "value": LONGEST_VALUE, "id": LONGEST_ID},
        "newFileUrl": new_file_url, "editUrl": edit_url,
        **privacy_data(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def privacy_data() -> dict[str, Any]:
    """Return what no text may hold, as the scripts look for it."""
    return {
        "patterns": [[code, *expression(pattern), alphabet] for code, pattern, alphabet in FORBIDDEN_TEXTS],
        "plainly": {name: expression(pattern) for name, pattern in PLAINLY.items()},
        "forbidden": expression(FORBIDDEN),
    }


def label_of(words: Catalogue, name: str) -> str:
    """Return what the form calls a field: words of its own, or those of the pages."""
    return words.words.get(f"form.label.{name}") or words(f"field.{name}")


def help_of(words: Catalogue, name: str) -> str:
    """Return the help beside a field, or an empty text where its name says enough."""
    return words.words.get(f"form.help.{name}", "")

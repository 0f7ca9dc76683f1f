"""Check the front matter of one file against the model; say what is wrong as problems."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from generator.catalogue import catalogues
from generator.load import Document, Position, Way
from generator.model import Facts
from generator.parts import Form
from generator.problems import Problem, nearest, shortened
from generator.slips import ODD_SPACE, SMART_QUOTES, TIGHT_HYPHEN, item_colon

SHARED = frozenset(Facts.model_fields)

# What pydantic calls an error, and the code of ours that tells a contributor what to do.
WRONG_TYPE = {
    "string_type": "text",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "date_type": "text",
}
OWN = frozenset({"bad-figure", "bad-date", "expected-text", "incomplete-source", "period-order"})
"""The model's own errors, which carry the project's code."""

OF_OTHERS = frozenset({"missing-field", "shared-fact-in-translation", "translation-field-in-source"})
"""What is said of a file because of a field that it lacks."""

SMART_SET = frozenset(SMART_QUOTES)

BOUNDS = {
    "greater_than_equal": "ge",
    "less_than_equal": "le",
}


def validate(document: Document, form: Form, is_source: bool, extra: dict[str, Any]) -> tuple[Any, list[Problem]]:
    """Return the front matter as its form wants it, or None, and every problem of it.

    ``is_source`` tells whether the file is in the source language. ``extra`` are fields that do not
    come from the front matter (the body).
    """
    kind = form.source if is_source else form.translation
    # A field of the body's name would be lost without a word under the body itself.
    taken = [Problem(document.path, place.line, place.column, "unknown-field", params)
             for name in sorted(extra.keys() & document.data.keys())
             for place in [document.key_position((name,))]
             for _, params in [_unknown(form, kind, (name,))]]
    try:
        model = kind.model_validate({**document.data, **extra})
        return (None if document.unread else model), taken
    except ValidationError as error:
        details = error.errors(include_url=False)
        # A list whose items are all wrong counts as too short besides; the items say enough.
        inner = {detail["loc"][:-1] for detail in details}
        found = [
            (detail["loc"], _problem(document, form, kind, detail)) for detail in details
            if not (detail["type"] == "too_short" and detail["loc"] in inner)
        ]
        return None, taken + _without_misspelt(_of_what_was_read(found, document, kind))


def _of_what_was_read(found: list[tuple[Way, Problem]], document: Document, kind: type[BaseModel],
                      ) -> list[tuple[Way, Problem]]:
    """Leave out what is said of fields only because they could not be read."""
    unread = document.unread
    if not unread:
        return found
    schema = _schema(kind)
    known = {name for part in (schema, *schema.get("$defs", {}).values()) for name in part.get("properties", ())}
    # A field that could not be read and whose name says nothing may be any.
    told = OF_OTHERS if unread - known else frozenset()
    # What should stand in a field above may stand too far to the left.
    above = {lost.start - 1 for lost in document.lost}
    return [(way, problem) for way, problem in found if way[0] not in unread and problem.code not in told
            and not (problem.code == "empty-field" and problem.line in above)]


def _without_misspelt(found: list[tuple[Way, Problem]]) -> list[Problem]:
    """Leave out that a field is missing where it is there under a name that was only misspelt."""
    meant = {(*way[:-1], problem.params["nearest"]) for way, problem in found if problem.code == "unknown-field"}
    return [problem for way, problem in found if not (problem.code == "missing-field" and way in meant)]


def field_name(way: Way) -> str:
    """Name a field for people: ``title``, ``figure (results 2)``, ``cautions 1``."""
    if len(way) == 1:
        return str(way[0])
    if isinstance(way[-1], int):
        return f"{field_name(way[:-1])} {way[-1] + 1}"
    return f"{way[-1]} ({field_name(way[:-1])})"


def _problem(document: Document, form: Form, kind: type[BaseModel], detail: Any) -> Problem:
    way = detail["loc"]
    field = field_name(way)
    what, value = detail["type"], detail["input"]
    place = document.position(way)
    params: dict[str, str] = {"field": field, "name": str(way[-1])}
    if what == "extra_forbidden":
        place = document.key_position(way)
        code, params = _unknown(form, kind, way)
    elif what == "missing":
        code = "missing-field"
    elif what in ("string_too_short", "too_short") or value == "":
        code = "empty-field"
    elif what in ("string_too_long", "too_long"):
        code = "too-long"
        params["limit"] = str(detail["ctx"]["max_length"])
    elif what in WRONG_TYPE:
        code = f"expected-{WRONG_TYPE[what]}"
        params["value"] = value if isinstance(value, str) else ""
    elif what in BOUNDS:
        code = "out-of-range"
        params |= {"value": str(value), "limit": str(detail["ctx"][BOUNDS[what]])}
    elif what == "literal_error":
        known = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        code = "unknown-value"
        params |= {"value": str(value), "known": known, "nearest": _meant(str(value), known.split(", "))}
    elif what == "string_pattern_mismatch":
        code = {"ref": "bad-ref", "contact": "bad-web-address"}.get(field, "bad-id")
        params["value"] = str(value)
    else:
        code = what if what in OWN else "invalid-value"
        params["value"] = value if isinstance(value, str) else ""
    if code == "bad-date" and isinstance(value, str):
        params["nearest"] = iso_date(value)
    if code == "expected-text" and isinstance(way[-1], int) and isinstance(value, dict):
        # A colon within an item makes a field of it.
        if column := item_colon(document.lines[place.line - 1], place.column):
            code, place = "yaml-colon", Position(place.line, column)
    if code == "expected-list" and isinstance(value, str) and TIGHT_HYPHEN.match(value):
        code = "yaml-hyphen-space"
    elif code == "expected-list" and isinstance(value, str) and re.match(rf"-{ODD_SPACE}", value):
        code = "yaml-no-break-space"
    elif code not in ("expected-list", "expected-mapping", "too-long") and params.get("value", "")[:1] in SMART_SET:
        code = "smart-quotes"
    if "value" in params:
        params["value"] = shortened(params["value"])
    return Problem(document.path, place.line, place.column, code, params)


def _unknown(form: Form, kind: type[BaseModel], way: Way) -> tuple[str, dict[str, str]]:
    """Say of an unknown field whether it belongs in the other language's file, or what it may mean."""
    field = field_name(way)
    if str(way[-1]) in _fields_beside(form.other(kind), way):
        if kind is form.translation:
            return "shared-fact-in-translation", {"field": field}
        return "translation-field-in-source", {"field": field}
    known = _fields_beside(kind, way)
    labels = {name: id_ for name, id_ in field_labels().items() if id_ in known}
    written = re.sub(r"[\s-]+", "_", str(way[-1]).casefold())
    return "unknown-field", {
        "field": field,
        "nearest": nearest(written, known) or labels.get(nearest(str(way[-1]).casefold(), labels), ""),
        "known": ", ".join(sorted(known)),
    }


@cache
def field_labels() -> dict[str, str]:
    """Return the names of fields by what people call them in any language, in lower case."""
    labels: dict[str, str] = {}
    for words in catalogues().values():
        for key, text in words.words.items():
            if match := re.fullmatch(r"field\.([a-z_]+)(\.also)?", key):
                labels |= dict.fromkeys(text.casefold().split(", "), match[1])
    return labels


YES_OR_NO = {
    "yes": "true", "on": "true", "kyllä": "true", "totta": "true", "no": "false", "off": "false", "ei": "false",
}
"""What people and YAML write for true and false."""


def _meant(value: str, known: list[str]) -> str:
    """Return the known value that was probably meant."""
    guess = YES_OR_NO.get(value.casefold(), "")
    return guess if guess in known else nearest(value.casefold(), known)


def iso_date(text: str) -> str:
    """Return a date that was written the Finnish way, 1.2.2026, as 2026-02-01; an empty text if it is none."""
    match = re.fullmatch(r"\D*([0-9]{1,2})[./ ]+([0-9]{1,2})[./ ]+([0-9]{4})\D*", text[:40])
    if match:
        day, month, year = map(int, match.groups())
        try:
            return datetime.date(year, month, day).isoformat()
        except ValueError:
            pass
    return ""


@cache
def _schema(kind: type[BaseModel]) -> dict[str, Any]:
    """Return a model's schema, which takes milliseconds to make: a file may have thousands of unknown fields."""
    return kind.model_json_schema()


def _fields_beside(kind: type[BaseModel], way: Way) -> set[str]:
    """Return the field names of the mapping that the last part of ``way`` stands in."""
    schema = _schema(kind)
    node: dict[str, Any] = schema
    for part in way[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        for option in [node, *node.get("anyOf", [])]:
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rsplit("/", 1)[-1]]
    return set(node.get("properties", {})) - {"sections", "body"}

"""Check the front matter of one file against the model; say what is wrong as problems."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from generator.load import Document, Way
from generator.model import Facts
from generator.parts import Form
from generator.problems import Problem, nearest, shortened

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
        return kind.model_validate({**document.data, **extra}), taken
    except ValidationError as error:
        details = error.errors(include_url=False)
        # A list whose items are all wrong counts as too short besides; the items say enough.
        inner = {detail["loc"][:-1] for detail in details}
        return None, taken + [
            _problem(document, form, kind, detail) for detail in details
            if not (detail["type"] == "too_short" and detail["loc"] in inner)
        ]


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
        params |= {"value": str(value), "known": known}
    elif what == "string_pattern_mismatch":
        code = "bad-ref" if field == "ref" else "bad-id"
        params["value"] = str(value)
    else:
        code = what if what in OWN else "invalid-value"
        params["value"] = value if isinstance(value, str) else ""
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
    return "unknown-field", {
        "field": field,
        "nearest": nearest(str(way[-1]), known),
        "known": ", ".join(sorted(known)),
    }


def _fields_beside(kind: type[BaseModel], way: Way) -> set[str]:
    """Return the field names of the mapping that the last part of ``way`` stands in."""
    schema = kind.model_json_schema()
    node: dict[str, Any] = schema
    for part in way[:-1]:
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
        for option in [node, *node.get("anyOf", [])]:
            if "$ref" in option:
                node = schema["$defs"][option["$ref"].rsplit("/", 1)[-1]]
    return set(node.get("properties", {})) - {"sections", "body"}

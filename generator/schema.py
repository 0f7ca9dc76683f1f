"""JSON Schemas for editors: the model's own rules, with help in the reader's language.

A schema says what a field may hold; what the checks know besides (links, people's privacy, references)
is said by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from generator.catalogue import Catalogue
from generator.parts import ENTRY, MEMO, MENU, PART, WORKSHEET
from generator.vocabulary import FILES, REGION, THEME, BookPlan, Vocabulary

FORMS = {"entry": ENTRY, "part": PART, "memo": MEMO, "worksheet": WORKSHEET, "menu": MENU}

INSIDE = ("sections", "body")
"""What stands below the fields."""

YAML_OTHERS = {"true": True, "false": False}
"""Words that an editor reads as something else than text."""


LIMITS = {"ge": "minimum", "le": "maximum"}
"""What Pydantic calls the limits of a number behind a validator of our own, and JSON Schema."""


def schemas(words: Catalogue, vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the schema of each kind of file by its name: fields of content files, and the vocabulary."""
    kinds: dict[str, type[BaseModel]] = {}
    for name, form in FORMS.items():
        kinds |= {name: form.source, f"{name}-translation": form.translation}
    found = {name: _fields_schema(kind, words, vocabulary) for name, kind in kinds.items()}
    for name, (_, item) in FILES.items():
        schema = _clean(item.model_json_schema())
        found[name] = {"$schema": DRAFT, "title": name, "type": "array", "items": schema}
        if "$defs" in schema:
            found[name]["$defs"] = schema.pop("$defs")
    return found | {"book": {"$schema": DRAFT, **_clean(BookPlan.model_json_schema()), "title": "book"}}


DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _fields_schema(kind: type[BaseModel], words: Catalogue, vocabulary: Vocabulary) -> dict[str, Any]:
    schema = _clean(kind.model_json_schema())
    definitions = schema.get("$defs", {})
    described = {id(schema)}
    todo = [("", schema)]
    choices = _choices(vocabulary)
    while todo:
        parent, node = todo.pop()
        for name in INSIDE:
            node["properties"].pop(name, None)
        node["required"] = [name for name in node.get("required", []) if name not in INSIDE]
        for name, value in node["properties"].items():
            way = f"{parent}.{name}" if parent else name
            value.pop("title", None)
            for key, text in (("title", f"field.{name}"), ("description", f"help.{way}")):
                if text in words.words:
                    value[key] = words(text)
            if way in choices:
                (value["items"] if "items" in value else value)["enum"] = choices[way]
            for reference in _references(value):
                inner = definitions[reference.rsplit("/", 1)[-1]]
                if id(inner) not in described:
                    described.add(id(inner))
                    todo.append((name, inner))
    return {"$schema": DRAFT, **schema}


def _choices(vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Return the ids that may stand in a field, so that an editor can offer them."""
    return {
        "chapter": list(vocabulary.chapters),
        "tags": [tag.id for tag in vocabulary.tags.values() if tag.facet not in (THEME, REGION)],
        "places": [*vocabulary.places, *(tag.id for tag in vocabulary.tags_of(REGION))],
    }


def _references(node: Any) -> list[str]:
    if isinstance(node, Mapping):
        own = [node["$ref"]] if "$ref" in node else []
        return own + [found for value in node.values() for found in _references(value)]
    return [found for value in node for found in _references(value)] if isinstance(node, list) else []


def _clean(node: Any) -> Any:
    """Leave out what is for programmers; let an editor read ``true`` or a year as it will."""
    if isinstance(node, list):
        return [_clean(value) for value in node]
    if not isinstance(node, dict):
        return node
    kept = {LIMITS.get(key, key): _clean(value) for key, value in node.items()
            if not (key in ("description", "default") and not isinstance(value, dict))}
    if "enum" in kept:
        kept["enum"] += [other for name, other in YAML_OTHERS.items() if name in kept["enum"]]
        kept.pop("type", None)
    return kept

"""What an editor does with a schema: YAML read by the core schema of YAML 1.2, and checked against a JSON Schema."""

from __future__ import annotations

import re
from typing import Any

import yaml


class CoreLoader(yaml.SafeLoader):
    """Reads YAML as version 1.2 says (core schema, chapter 10.3): no dates, no `yes`, a number for all that is one."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def construct_yaml_int(self, node: yaml.Node) -> int:
        return int(node.value, 0) if node.value[:2] in ("0o", "0x") else int(node.value)

    def construct_yaml_float(self, node: yaml.Node) -> float:
        return float(node.value.replace(".inf", "inf").replace(".nan", "nan"))


for tag, pattern in {
    "null": r"~|null|Null|NULL|", "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), None)
for tag in ("int", "float"):
    CoreLoader.add_constructor(f"tag:yaml.org,2002:{tag}", getattr(CoreLoader, f"construct_yaml_{tag}"))

TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "null": type(None), "integer": int,
         "number": (int, float)}
WORDS = {"$schema", "$defs", "$ref", "title", "description", "type", "enum", "const", "anyOf", "properties", "required",
         "additionalProperties", "propertyNames", "minProperties", "items", "minItems", "maxItems", "minLength", "maxLength",
         "pattern", "minimum", "maximum", "format", "default"}
"""The words of JSON Schema that are understood here; any other is an error."""


def misfits(value: Any, schema: dict[str, Any], whole: dict[str, Any], way: str = "") -> list[str]:
    """Return where a value does not fit a schema, by JSON Schema 2020-12; ``whole`` holds the definitions."""
    assert schema.keys() <= WORDS, schema.keys() - WORDS
    if "$ref" in schema:
        return misfits(value, whole["$defs"][schema["$ref"].rsplit("/", 1)[-1]], whole, way)
    found = []
    if "anyOf" in schema and all(misfits(value, option, whole, way) for option in schema["anyOf"]):
        found.append(f"{way}: none of several")
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))
                         for name in types):
        return [f"{way}: {value!r} is no {types}"]
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        found.append(f"{way}: {value!r} is none of the choices")
    if isinstance(value, str):
        if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)) \
                or not re.search(schema.get("pattern", ""), value):
            found.append(f"{way}: {value!r}")
    elif isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            found.append(f"{way}: {len(value)} items")
        for number, item in enumerate(value):
            found += misfits(item, schema.get("items", {}), whole, f"{way}[{number}]")
    elif isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{way}: no {name}" for name in schema.get("required", []) if name not in value]
        found += [f"{way}: too few"] if len(value) < schema.get("minProperties", 0) else []
        for name, inner in value.items():
            found += misfits(name, schema.get("propertyNames", {}), whole, f"{way} {name}")
            other = schema.get("additionalProperties", True)
            rule = known.get(name, other if isinstance(other, dict) else {})
            found += [f"{way}.{name}: unknown"] if other is False and name not in known else []
            found += misfits(inner, rule, whole, f"{way}.{name}")
    elif isinstance(value, (int, float)):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            found.append(f"{way}: {value!r}")
    return found

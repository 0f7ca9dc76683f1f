"""Write a content file from its values: every field in its place, with help as comments.

What is written here is read back the same; people then edit it by hand, so it looks as they would
write it.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.catalogue import Catalogue
from generator.load import FENCE
from generator.model import TEXT_FIELDS, Facts, SourceFile

WIDTH = 95
"""How wide lines of text are; short enough for a browser's editor."""

FIELDS = (*Facts.model_fields, *TEXT_FIELDS)
"""The fields of a source file in the order in which they are written."""

SHAPES = {
    "period": ["period:", "  start: 2016-02", "  end: 2018"],
    "duration": ["duration: 6 months"],
    "group_size": ["group_size: 15–20"],
    "funding": ["funding: 20000 €"],
    "contact": ["contact: https://www.example.org/"],
    "related": ["related: [hakonen]"],
    "adoptions": ["adoptions:", "  - place: tampere", "    year: 2025", "    status: adopted"],
    "results": ["results:", "  - figure: ~60 %", "    measures:", "    counted_by:"],
}
"""How fields look that are left out at first: as comments, to be filled in some day."""

# What YAML takes for a plain text, with room to spare.
PLAIN = re.compile(r"[\w~][\w.~%€–-]*(?: [\w%€–-]+)*")


def comment(text: str, indent: str = "") -> list[str]:
    """Return a text as lines of comment."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(
        line, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False) or [""]]
    return [f"{indent}# {line}".rstrip() for line in lines]


def scalar(value: object, indent: str = "") -> str:
    """Return what stands after a key or a hyphen for a text: itself, or a block of lines below."""
    text = " ".join(str(value).split())
    if len(text) <= WIDTH // 2 and PLAIN.fullmatch(text):
        return f" {text}"
    if len(text) <= WIDTH // 2 and " " not in text:
        return f" {json.dumps(text, ensure_ascii=False)}"
    lines = textwrap.wrap(text, WIDTH - len(indent) - 2, break_long_words=False, break_on_hyphens=False)
    return " >-" + "".join(f"\n{indent}  {line}" for line in lines)


def field(name: str, value: Any, indent: str = "") -> Iterator[str]:
    """Yield the lines of a field: a text, a list, or a mapping of texts."""
    if isinstance(value, Mapping):
        yield f"{indent}{name}:"
        for key, inner in value.items():
            yield from field(key, inner, f"{indent}  ")
    elif isinstance(value, (list, tuple)):
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, f"{indent}  ")
    else:
        yield f"{indent}{name}:{scalar(value, indent)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}-{scalar(item, indent)}"
        return
    lines = [line for key, value in item.items() for line in field(key, value, f"{indent}  ")]
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def compose(values: Mapping[str, Any], sections: Mapping[str, str], words: Catalogue, *, blank: bool = False) -> str:
    """Return a source file with ``values`` and ``sections``; what is not there is a comment with its help.

    With ``blank`` the fields and sections that have to be filled in stand there empty.
    """
    lines = [FENCE, *comment(words("new.head"))]
    for name in FIELDS:
        where = words.words.get(f"new.where.{name}", "")
        lines += comment(f"{words(f'help.{name}')} {where}".rstrip())
        if values.get(name):
            lines += field(name, values[name])
        elif blank and SourceFile.model_fields[name].is_required():
            lines += _empty(name)
        else:
            lines += [f"# {line}" for line in SHAPES.get(name, [f"{name}:"])]
    lines += comment(words("new.sections"))
    for name, heading in words.sections.items():
        if not sections.get(name):
            lines += comment(f"## {heading}: {words(f'help.section.{name}')}")
    lines.append(FENCE)
    wanted = words.sections if blank else sections
    return "\n".join([*lines, *_body(wanted, sections, words)]) + "\n"


def _body(wanted: Iterable[str], sections: Mapping[str, str], words: Catalogue) -> Iterator[str]:
    for name in words.sections:
        if name in wanted:
            yield f"\n## {words.sections[name]}"
            if sections.get(name):
                yield f"\n{sections[name].strip()}"


def _empty(name: str) -> Sequence[str]:
    if name == "source":
        return ["source:", "  title:", "  publisher:"]
    return [f"{name}:", "  -"] if name in ("benefits", "cautions") else \
        [f"{name}: []"] if name in ("places", "tags") else [f"{name}:"]

"""Prepare a translation: a file with the source texts above empty fields, and their digests in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from generator.catalogue import Catalogue, catalogues
from generator.compose import comment
from generator.files import ContentFile
from generator.load import FENCE
from generator.model import SHARED_INSIDE
from generator.problems import CookbookError


class TranslateError(CookbookError):
    """The translation cannot be prepared; ``code`` is the key of the words that say why."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def source_of(found: Sequence[ContentFile], name: str) -> ContentFile:
    """Return the source file of an entry, by its id or reference number, or of a part of the book."""
    for file in found:
        if file.is_source and name in (file.id, str(file.document.data.get("ref", ""))):
            return file
    raise TranslateError("cli.unknown-id", id=name)


def translation_path(source: ContentFile, language: str) -> str:
    """Return the path of a translation, beside its source."""
    if language == source.language:
        raise TranslateError("translate.same", language=language)
    return source.document.path.removesuffix(f".{source.language}.md") + f".{language}.md"


def translation_text(source: ContentFile, words: Catalogue) -> str:
    """Return the file to be filled in with a translation of ``source`` into the language of ``words``."""
    if source.model is None:
        raise TranslateError("translate.broken", path=source.document.path)
    theirs = catalogues()[source.language].sections
    lines = [FENCE, *comment(words("translate.head")), f"translation_of: {source.language}", "digests:"]
    lines += [f"  {name}: {value}" for name, value in source.digests.items()]
    sections: Mapping[str, str] = getattr(source.model, "sections", {})
    for name in source.digests:
        if name not in sections and name != "body":
            lines += _field(name, getattr(source.model, name))
    body = sections or {"body": getattr(source.model, "body", "")}
    if any(body.values()):
        lines += comment(words("translate.body"))
    for name, text in body.items():
        heading = [f"## {theirs[name]}", ""] if name in sections else []
        lines += [f"# {line}".rstrip() for line in [*heading, *text.split("\n"), ""]]
    lines.append(FENCE)
    lines += [f"\n## {words.sections[name]}\n" for name in sections]
    return "\n".join(lines) + "\n"


def _field(name: str, value: Any, indent: str = "") -> Iterator[str]:
    """Yield an empty field with its source text above it."""
    if isinstance(value, tuple):
        yield f"{indent}{name}:"
        for item in value:
            yield from _item(item, f"{indent}  ")
    else:
        yield from comment(str(value), indent)
        yield f"{indent}{name}:"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not isinstance(item, BaseModel):
        yield from comment(str(item), indent)
        yield f"{indent}-"
        return
    texts = item.model_dump(exclude=SHARED_INSIDE, exclude_none=True)
    shared = item.model_dump(include=SHARED_INSIDE, exclude_none=True, mode="json")
    for value in shared.values():
        # What the languages share is not said again; it helps to know what the words are about.
        yield from comment(_plain(value), indent)
    for number, (name, value) in enumerate(texts.items()):
        first, *rest = _field(name, value, f"{indent}  ")
        lines = [first, *rest]
        if number == 0:
            # The hyphen stands on the line of the first field, below its comment.
            lines[-1] = f"{indent}- {name}:"
        yield from lines


def _plain(value: Any) -> str:
    """Return a shared value, an id or a figure, as a text."""
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part not in (None, ""))
    return str(value)



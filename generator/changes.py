"""What changes for the reader between two states of the content: a plain list.

Neither state need pass the checks; what cannot be read is said to be so. Nothing of the content is
more than a printable text in a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.files import ContentFile, read_files
from generator.load import Document
from generator.problems import GROUPS, shortened
from generator.render import plain
from generator.report import printable
from generator.sections import cut_sections
from generator.vocabulary import BOOK, FILES, read_vocabulary

UNSEEN = {"digests", "translation_of"}
"""Fields that readers do not see."""


@dataclass(frozen=True)
class Change:
    """Something that a reader will find different.

    ``what`` is ``new``, ``changed``, ``removed`` or, where nobody can tell, ``unreadable``; ``path`` the file;
    ``title`` what readers know it by; ``fields`` what is different in it.
    """

    what: str
    path: str
    title: str
    language: str
    fields: tuple[str, ...] = ()


def changes(old: Path, new: Path) -> list[Change]:
    """Return what changes for readers from the content in ``old`` to that in ``new``, file by file."""
    before, after = map(_files, (old, new))
    found = []
    for path in sorted(before.keys() | after.keys()):
        one, other = before.get(path), after.get(path)
        if path in after and other is None:
            found.append(Change("unreadable", path, _title(one) if one else shortened(Path(path).name), ""))
            continue
        what = "new" if path not in before else "removed" if path not in after else "changed"
        fields = _different(one, other) if one and other else ()
        if what != "changed" or fields or one is None:
            file = other or one
            title, language = (_title(file), file.language) if file else (shortened(Path(path).name), "")
            found.append(Change(what, path, title, language, fields))
    return found + list(_vocabulary(old, new))


def _files(root: Path) -> dict[str, ContentFile | None]:
    """Return the content files by their paths; None for one that cannot be read, or not all of it."""
    found, problems = read_files(root)
    unread = {problem.path: None for problem in problems if problem.code in (*GROUPS["file"], *GROUPS["slips"])}
    return {file.document.path: file for file in found} | unread


def _different(old: ContentFile, new: ContentFile) -> tuple[str, ...]:
    """Name the fields and sections that differ in two states of a file; white space does not count."""
    one, other = _values(old), _values(new)
    return tuple(name for name in dict.fromkeys([*other, *one]) if one.get(name) != other.get(name))


def _values(file: ContentFile) -> dict[str, Any]:
    values = {name: _folded(value) for name, value in file.document.data.items() if name not in UNSEEN}
    sections = cut_sections(file.document, catalogues()[file.language].sections)[0] if file.is_entry else {}
    texts = sections or {"body": file.document.body}
    return values | {name: _folded(text) for name, text in texts.items() if text.strip()}


def _folded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _folded(inner) for key, inner in value.items()}
    return [_folded(inner) for inner in value] if isinstance(value, list) else " ".join(str(value).split())


def _title(file: ContentFile) -> str:
    title = file.document.data.get("title")
    ref = file.document.data.get("ref")
    named = plain(title) if isinstance(title, str) and title else file.id
    return shortened(f"{ref} {named}" if isinstance(ref, str) and ref else named)


def _vocabulary(old: Path, new: Path) -> Iterator[Change]:
    """Yield what changes in the vocabulary and the plan, item by item."""
    (before, _), (after, unread) = (_readable_vocabulary(root) for root in (old, new))
    for path in (*(path for path, _ in FILES.values()), BOOK):
        if path in unread:
            yield Change("unreadable", path, Path(path).name, "")
            continue
        one, other = (_items(documents.get(path)) for documents in (before, after))
        for id_ in dict.fromkeys([*one, *other]):
            if one.get(id_) != other.get(id_):
                what = "new" if id_ not in one else "removed" if id_ not in other else "changed"
                yield Change(what, path, shortened(id_), "")


def _readable_vocabulary(root: Path) -> tuple[dict[str, Document], set[str]]:
    """Return the files of the vocabulary by their paths, and which of them cannot be read, or not whole."""
    _, documents, problems = read_vocabulary(root)
    unread = {problem.path for problem in problems if problem.code in (*GROUPS["file"], *GROUPS["slips"])}
    return {path: document for path, document in documents.items() if path not in unread}, unread


def _items(document: Document | None) -> dict[str, Any]:
    data = document.data if document else {}
    if isinstance(data, dict):
        return data
    return {str(item.get("id", "")): item for item in data if isinstance(item, dict)}


def as_list(found: list[Change], new: Path, words: Catalogue) -> str:
    """Return the changes as a list for people, in plain text, with how many errors the new content has."""
    lines = []
    for what in ("new", "changed", "removed", "unreadable"):
        there = [change for change in found if change.what == what]
        if there:
            rows = [f"  - {_line(change, words)}" for change in there]
            lines += [words(f"changes.{what}", count=len(there)), *rows, ""]
    if not found:
        lines += [words("changes.none"), ""]
    checked = check_project(new)
    errors = [problem for problem in checked.problems if problem.severity == "error"]
    lines.append(words("changes.errors", count=len(errors)) if errors else words("changes.fine"))
    return "\n".join(lines)


def _line(change: Change, words: Catalogue) -> str:
    fields = ", ".join(words.sections.get(name) or words.words.get(f"field.{name}", name) for name in change.fields)
    language = catalogues()[change.language].name if change.language else ""
    about = ": ".join(filter(None, [change.title, fields]))
    return printable(f"{about} ({', '.join(filter(None, [language, change.path]))})")

"""The content files of a project: found, read and validated, each by itself.

``group`` names a file's folder; entries stand directly in theirs, the book's parts may be nested.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.catalogue import catalogues
from generator.fields import SHARED, validate
from generator.load import Document, Position, read_document, unread
from generator.model import NAME, Kind, digests_of
from generator.parts import ENTRY, kind_of, part_digests
from generator.privacy import revealed
from generator.problems import Problem
from generator.sections import cut_sections
from generator.vocabulary import BOOK

FILE_NAME = re.compile(rf"(?P<id>{NAME})\.(?P<language>[a-z]{{2,3}})\.md")
PARTS = "book"

CONTENT = (*(kind.value for kind in Kind), PARTS, "vocabulary")
"""The folders that hold what people write."""


@dataclass(frozen=True)
class NamedFile:
    """A content ``file`` as its name tells it; ``path`` is from the project's root, ``group`` its folder."""

    file: Path
    path: str
    group: str
    id: str
    language: str

    @property
    def is_entry(self) -> bool:
        """Tell an entry from a part of the book."""
        return self.group in tuple(Kind)


@dataclass
class ContentFile:
    """A content file on its way through the checks.

    ``group`` is its folder, ``model`` its validated front matter with the body, if it passed.
    """

    group: str
    id: str
    language: str
    document: Document
    model: Any = None
    starts: Mapping[str, Position] = field(default_factory=dict)

    @property
    def is_entry(self) -> bool:
        """Tell an entry from a part of the book."""
        return self.group in tuple(Kind)

    @property
    def is_source(self) -> bool:
        """Tell the file that carries the shared facts from its translations."""
        return "translation_of" not in self.document.data and "translation_of" not in self.document.unread

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digests of the texts of a file that is valid."""
        return digests_of(self.model) if self.is_entry else part_digests(self.model)


def read_files(root: Path) -> tuple[list[ContentFile], list[Problem]]:
    """Find and read every content file below ``root``, by folder and name."""
    names, problems = named_files(root)
    found, wrong = read_named(names)
    return found, problems + wrong


def read_named(names: Iterable[NamedFile]) -> tuple[list[ContentFile], list[Problem]]:
    """Read content files in the order of ``names``."""
    found: list[ContentFile] = []
    problems: list[Problem] = []
    for name in names:
        document, wrong = read_document(name.file, name.path)
        problems += wrong
        found.append(ContentFile(name.group, name.id, name.language, document or unread(name.path)))
    return found, problems


def named_files(root: Path) -> tuple[list[NamedFile], list[Problem]]:
    """Find every content file below ``root``, by folder and name, without reading it."""
    found: list[NamedFile] = []
    problems: list[Problem] = []
    for group, file in content_paths(root):
        path = file.relative_to(root).as_posix()
        if file.is_symlink():
            problems.append(Problem(path, 1, 1, "symlink"))
            continue
        if file == root / group:
            problems.append(Problem(path, 1, 1, "unreadable", {"reason": os.strerror(errno.ENOTDIR)}))
            continue
        problems += [Problem(path, 1, 1, code) for code, _ in revealed(file.name)]
        match = FILE_NAME.fullmatch(file.name)
        # Entries have no folders of their own, so that one name means one entry.
        nested = group in tuple(Kind) and file.parent != root / group
        if not match or nested:
            problems.append(Problem(path, 1, 1, "bad-file-name"))
            continue
        if match["language"] not in catalogues():
            known = ", ".join(catalogues())
            params = {"language": match["language"], "known": known}
            problems.append(Problem(path, 1, 1, "unknown-language", params))
            continue
        # A part of the book is named with its folder: chapters/strategia.
        folder = file.parent.relative_to(root / group)
        id_ = match["id"] if group in tuple(Kind) else (folder / match["id"]).as_posix()
        found.append(NamedFile(file, path, group, id_, match["language"]))
    found.sort(key=lambda file: (file.group, file.id))
    return found, problems


def content_paths(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield (folder, file) for each file of the content, in a fixed order.

    Hidden files are the editor's or the system's own; a file of another kind has a wrong name.
    """
    for group in (*(kind.value for kind in Kind), PARTS):
        # A link, or a file in a folder's place.
        if (root / group).is_symlink() or (root / group).is_file():
            yield group, root / group
            continue
        for file in sorted((root / group).rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
            folder = file.is_dir() and not file.is_symlink()
            if not (hidden or folder or file == root / BOOK):
                yield group, file


def validate_file(file: ContentFile, found: list[ContentFile]) -> list[Problem]:
    """Validate a file's front matter and body by the model; keep what passed in ``file.model``."""
    document = file.document
    problems: list[Problem] = []
    extra: dict[str, Any]
    if file.is_entry:
        words = catalogues()[file.language]
        sections: dict[str, str] = {}
        if document.has_body:
            sections, file.starts, problems = cut_sections(document, words.sections)
        form, extra = ENTRY, {"sections": sections}
    else:
        file.starts = {"body": Position(document.body_line, 1)}
        form, extra = kind_of(file.id)[0], {"body": document.body.strip("\n")}
    if file.is_entry and file.is_source and not SHARED & document.data.keys() and not document.unread:
        # Texts only: a translation that does not say of which language it is one.
        siblings = [other for other in found if (other.group, other.id) == (file.group, file.id)]
        params = {"field": "translation_of", "name": "translation_of"}
        if len(siblings) > 1:
            return [*problems, Problem(document.path, 1, 1, "missing-field", params)]
    file.model, wrong = validate(document, form, file.is_source, extra)
    return problems + wrong


def groups_of(found: list[ContentFile]) -> list[list[ContentFile]]:
    """Return the files of each entry or part together, its languages side by side."""
    return [list(group) for _, group in groupby(found, key=lambda file: (file.group, file.id))]

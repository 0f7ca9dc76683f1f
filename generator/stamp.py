"""Record in translations which source texts they were made from."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from generator.files import ContentFile
from generator.load import FENCE, read_document
from generator.problems import CookbookError, Problem, errors_of
from generator.translations import read_project_files

LINE_END = re.compile(r"(?<=\n)|(?<=\r)(?!\n)")
"""Where a line ends, the end included, as the reader of files counts lines."""


def stamp_translations(root: Path, only: Sequence[Path] = ()) -> tuple[list[str], list[Problem]]:
    """Write the digests of the source texts into each translation below ``root``.

    ``only`` limits this to some files. Nothing else in a file is touched. Returns the paths of the
    files that changed, and the errors for which nothing was done: those of these files and of their sources.
    """
    found, problems = read_project_files(root)
    if errors := errors_of(_concerning(root, found, problems, only)):
        return [], errors
    sources = {(file.group, file.id): file for file in found if file.is_source}
    changed = []
    for file in found:
        path = root / file.document.path
        if file.is_source or (only and path.resolve() not in only):
            continue
        wanted = sources[file.group, file.id].digests
        kept = {name: value for name, value in wanted.items() if name in file.digests}
        if kept != file.model.digests:
            write_digests(path, file, kept)
            changed.append(file.document.path)
    return changed, []


def _concerning(root: Path, found: Sequence[ContentFile], problems: list[Problem],
                only: Sequence[Path]) -> list[Problem]:
    """Return the problems of the files ``only`` and of their sources; all, where no files are named."""
    if not only:
        return problems
    paths = {problem.path for problem in problems if (root / problem.path).resolve() in only}
    for file in found:
        if (root / file.document.path).resolve() in only:
            stem = file.document.path.removesuffix(f".{file.language}.md")
            paths |= {file.document.path, f"{stem}.{file.document.data.get('translation_of')}.md"}
    return [problem for problem in problems if problem.path in paths]


def write_digests(path: Path, file: ContentFile, values: dict[str, str]) -> None:
    """Put ``values`` into the front matter of a translation in place of the digests that it has.

    The block stands after ``translation_of``, whatever lines and line ends the file has otherwise. The
    new text is read back before it takes the old one's place; raises ``CookbookError`` if it does not
    say what it should.
    """
    lines = LINE_END.split(path.read_bytes().decode("utf-8"))
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    indent = " " * file.document.keys[("translation_of",)].column
    new = [f"{indent}digests:{end}", *(f"{indent}  {name}: {value}{end}" for name, value in values.items())]
    old, after = block(file, "digests", lines), block(file, "translation_of", lines).stop
    kept = [(number, line) for number, line in enumerate(lines) if number not in old]
    before = [line for number, line in kept if number < after]
    rest = [line for number, line in kept if number >= after]
    aside = path.with_name(f".{path.name}.part")
    aside.write_bytes("".join([*before, *new, *rest]).encode())
    written, problems = read_document(aside, file.document.path)
    if problems or not written or written.data != {**file.document.data, "digests": values} \
            or written.body != file.document.body:
        aside.unlink()
        raise CookbookError(f"{file.document.path}: digests")
    os.replace(aside, path)


def block(file: ContentFile, key: str, lines: list[str]) -> range:
    """Return the lines of a field, counted from 0, up to the next field, comment or fence."""
    keys = file.document.keys
    place = keys.get((key,))
    if place is None:
        return range(0)
    starts = {other.line for way, other in keys.items() if len(way) == 1}
    stop = max(inner.line for way, inner in keys.items() if way[0] == key) + 1
    while stop not in starts and lines[stop].rstrip() != FENCE and not re.match(r"\s*#", lines[stop]):
        stop += 1
    return range(place.line, stop)

"""Translations and their sources: matched, compared, and what has changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.catalogue import catalogues
from generator.fields import SHARED
from generator.files import ContentFile, NamedFile, groups_of, named_files, read_named, validate_file
from generator.load import Way
from generator.problems import Problem, Severity


def read_project_files(root: Path) -> tuple[list[ContentFile], list[Problem]]:
    """Read and validate every content file below ``root`` and match translations with sources."""
    names, problems = named_files(root)
    found, wrong = read_matched(names, problems)
    return found, problems + wrong


def read_matched(names: Iterable[NamedFile], unnamed: Iterable[Problem]) -> tuple[list[ContentFile], list[Problem]]:
    """Read and validate content files and match translations with sources.

    ``names`` hold all languages of each entry or part; ``unnamed`` is what is wrong with names of files.
    """
    found, problems = read_named(names)
    for file in found:
        problems += validate_file(file, found)
    unread = {problem.path for problem in (*unnamed, *problems)}
    for group in groups_of(found):
        # Of a translation whose source cannot be read it is enough to say that of the source.
        problems += [problem for problem in pair(group)
                     if problem.code != "no-source" or not unread & source_paths(problem)]
    return found, problems


def source_paths(problem: Problem) -> set[str]:
    """Return the path of the source file that a translation names."""
    return {re.sub(r"\.[a-z]+\.md$", f".{problem.params['value']}.md", problem.path)}


def pair(group: list[ContentFile]) -> Iterator[Problem]:
    """Check the files of one entry or part against each other: one source, translations that follow."""
    sources = [file for file in group if file.is_source]
    # Of one that could not be read it may only seem so.
    sure = [file for file in sources if not file.document.unread]
    for extra in sure[1:]:
        if extra.model or SHARED & extra.document.data.keys() or not extra.is_entry:
            params = {"other": sure[0].document.path}
            yield Problem(extra.document.path, 1, 1, "second-source", params)
    for file in group:
        if file.is_source:
            continue
        named = file.document.data.get("translation_of")
        if not isinstance(named, str) or not named:
            continue
        source = next((other for other in sources if other.language == named), None)
        if source is None:
            place = file.document.position(("translation_of",))
            params = {"value": named, "id": file.id}
            yield Problem(file.document.path, place.line, place.column, "no-source", params)
        elif source.model and file.model:
            yield from compare(source, file)


def compare(source: ContentFile, file: ContentFile) -> Iterator[Problem]:
    """Check that a translation has all that its source has, and was made from what it says now."""
    document = file.document

    def problem(way: Way, code: str, severity: Severity, **params: str) -> Problem:
        place = file.starts.get(str(way[-1]), document.position(way)) if way else document.position(way)
        return Problem(document.path, place.line, place.column, code, params, severity)

    wanted, there = source.digests, file.digests
    titles = catalogues()[file.language].sections
    for name in wanted:
        if name not in there:
            yield problem((), "untranslated-field", Severity.WARNING, field=titles.get(name, name))
    for name in there:
        if name not in wanted:
            yield problem((name,), "field-not-in-source", Severity.ERROR, field=titles.get(name, name))
    for name in (name for name in wanted if name in there):
        values = [getattr(side.model, name, None) for side in (source, file)]
        counts = [len(value) if isinstance(value, tuple) else 0 for value in values]
        if counts[0] != counts[1]:
            params = {"field": name, "count": str(counts[1]), "expected": str(counts[0])}
            yield problem((name,), "different-length", Severity.ERROR, **params)
    for name, value in file.model.digests.items():
        if name not in wanted:
            yield problem(("digests", name), "unknown-digest", Severity.ERROR, field=name)
        elif value != wanted[name]:
            yield problem(("digests", name), "translation-behind", Severity.WARNING, field=name, digest=wanted[name])
    for name in there:
        if name in wanted and name not in file.model.digests:
            yield problem(("digests",), "digest-missing", Severity.WARNING, field=name, digest=wanted[name])


def behind(source: ContentFile, translation: ContentFile) -> tuple[str, ...]:
    """Name the fields of a translation whose source has changed since, in the model's order."""
    return tuple(
        name for name, value in source.digests.items()
        if translation.model.digests.get(name) not in (None, value)
    )

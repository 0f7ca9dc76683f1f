"""The plain lists of the vocabulary, which the search reads: whether they can be read and tell nothing of people.

A build would stop at them without naming the line, and follow a link out of the project.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from pathlib import Path

from generator.load import read_text
from generator.privacy import SUSPECT, revealed
from generator.problems import Problem, shortened
from generator.vocabulary import FILES

FOLDER = "vocabulary"

MOST_BYTES = 4 * 1024 * 1024
"""The longest list: that of all word forms has 280 kB at 47 entries and grows slower than they do."""

ROW = re.compile(r"[^\S\t]*+\S[^\t]*+(?:\t[^\S\t]*+\S[^\t]*+){1,3}")
"""A line of a table: form, lemma, and perhaps part of speech and base, none of them empty."""


def check_lists(root: Path) -> Iterator[Problem]:
    """Yield what is wrong with the files of the vocabulary that are no YAML."""
    yaml = {path for path, _ in FILES.values()}
    for file in sorted((root / FOLDER).rglob("*")):
        path = file.relative_to(root).as_posix()
        if path in yaml or file.name.startswith("."):
            continue
        is_folder = file.is_dir() and not file.is_symlink()
        # One stands where the other is looked for: a list has a suffix, the folder of lists has none.
        if is_folder == bool(file.suffix) and not file.is_symlink():
            reason = os.strerror(errno.EISDIR if is_folder else errno.ENOTDIR)
            yield Problem(path, 1, 1, "unreadable", {"reason": reason})
        if is_folder or not file.suffix and not file.is_symlink():
            continue
        yield from (Problem(path, 1, 1, code) for code, _ in revealed(file.name))
        text, problems = read_text(file, path, MOST_BYTES)
        # A list may well be empty.
        yield from (problem for problem in problems if problem.code != "empty-file")
        is_table = file.suffix == ".tsv" or file.name.startswith("overrides.")
        has_endings = not file.name.startswith("rules.")
        is_suspect = SUSPECT.search(text) is not None
        for number, line in enumerate(text.split("\n"), 1):
            if is_suspect and SUSPECT.search(line):
                yield from (Problem(path, number, 1, code) for code, _ in revealed(line))
            if is_table and ROW.fullmatch(line) or not line.strip() or line.startswith("#"):
                continue
            has_endings = has_endings or line.startswith("endings ")
            if not has_endings or is_table:
                params = {"field": shortened(line), "value": ""}
                yield Problem(path, number, 1, "vocabulary-invalid", params)

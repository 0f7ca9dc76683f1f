"""Record in translations which source texts they were made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.check import digests, read_project_files
from generator.problems import Problem, has_errors

BLOCK = re.compile(r"^digests:[^\n]*\n(?:[ \t]+[^\n]*\n)*", re.MULTILINE)


def stamp_translations(root: Path, only: Sequence[Path] = ()) -> tuple[list[str], list[Problem]]:
    """Write the digests of the source texts into each translation below ``root``.

    ``only`` limits this to some files. Nothing else in a file is touched. Returns the paths of the
    files that changed and the errors for which nothing was done.
    """
    found, problems = read_project_files(root)
    if has_errors(problems):
        return [], [problem for problem in problems if problem.severity == "error"]
    sources = {(file.group, file.id): file for file in found if file.is_source}
    changed = []
    for file in found:
        path = root / file.document.path
        if file.is_source or (only and path.resolve() not in only):
            continue
        wanted = digests(sources[file.group, file.id].model)
        kept = {name: value for name, value in wanted.items() if name in digests(file.model)}
        if kept == file.model.digests:
            continue
        text = path.read_text(encoding="utf-8-sig")
        block = "digests:\n" + "".join(f"  {name}: {value}\n" for name, value in kept.items())
        before, after = text, BLOCK.sub("", text, count=1)
        after = re.sub(r"^(translation_of:[^\n]*\n)", lambda line: line.group(1) + block, after,
                       count=1, flags=re.MULTILINE)
        if after != before:
            path.write_text(after, encoding="utf-8")
            changed.append(file.document.path)
    return changed, []

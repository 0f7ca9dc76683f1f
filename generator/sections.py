"""Cut the Markdown body of an entry into its known sections."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.load import Document, Position
from generator.problems import Problem, nearest
from generator.render import VISIBLE, render

EMPTY_ITEMS = re.compile(r"^[ \t]*(?:\d+[.)]|[-*+])[ \t]*$", re.MULTILINE)
"""List items that nobody has filled in."""

REQUIRED = "how"
"""The section without which an entry describes nothing."""


A_WORD = re.compile(rf"(?<!\S)(?:(?!\d){VISIBLE.pattern}){{3,}}(?!\S)")
"""A word between spaces, of which no mark is made: a text that holds one need not be rendered to see that it shows."""

HIDES_WORDS = re.compile(r"<|```|\]:")
"""What words may stand behind that nobody sees: a tag, a block of code with its language, the address of a link."""


def cut_sections(
    document: Document, headings: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, Position], list[Problem]]:
    """Return the sections of the body by id, where each begins, and what is wrong.

    ``headings`` are the known headings of the document's language by section id.
    """
    ids = {title.casefold(): section for section, title in headings.items()}
    sections: dict[str, list[str]] = {}
    starts: dict[str, Position] = {}
    problems: list[Problem] = []
    current: list[str] | None = None

    def problem(line: int, code: str, **params: str) -> None:
        problems.append(Problem(document.path, line, 1, code, params))

    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if line.startswith(("## ", "##\t")):
            title = line.lstrip("#").strip().rstrip("#").rstrip()
            section = ids.get(title.casefold())
            current = []
            if section is None:
                suggestion = nearest(title.casefold(), ids)
                known = ", ".join(headings.values())
                guess = headings[ids[suggestion]] if suggestion else ""
                problem(number, "unknown-heading", heading=title, nearest=guess, known=known)
            elif section in sections:
                first = str(starts[section].line - 1)
                problem(number, "duplicate-heading", heading=title, first=first)
            else:
                sections[section] = current
                starts[section] = Position(number + 1, 1)
        elif current is not None:
            current.append(line)
        elif line.strip():
            problem(number, "text-outside-section", known=", ".join(headings.values()))
            current = []
    texts = {section: "\n".join(lines).strip("\n") for section, lines in sections.items()}
    for section, text in texts.items():
        if not surely_shows(text) and render(EMPTY_ITEMS.sub("", text)).is_empty:
            problem(starts[section].line - 1, "empty-section", heading=headings[section])
    if REQUIRED not in texts:
        problem(document.body_line, "missing-section", heading=headings[REQUIRED])
    ordered = {section: texts[section] for section in headings if texts.get(section, "").strip()}
    return ordered, starts, problems


def surely_shows(text: str) -> bool:
    """Tell quickly of a section whether there is something to read in it; if not, it may still have some."""
    # Behind the name of a link stand its address and its title.
    return not HIDES_WORDS.search(text) and A_WORD.search(text.partition("](")[0]) is not None

"""The catalogues: complete in every language, and nothing in them that nobody asks for."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from generator.catalogue import Catalogue, catalogues
from tests.samples import ROOT

FIRST, *OTHERS = catalogues().values()


def fields(text: str) -> set[str | None]:
    """The names of what is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.code)
def test_every_catalogue_has_what_the_first_has(other: Catalogue) -> None:
    for part in ("paths", "sections", "units", "words", "problems"):
        plural = re.compile(r"\.(zero|one|two|few|many|other)$")
        keys = [{plural.sub("", key) for key in getattr(words, part)} for words in (FIRST, other)]
        assert keys[0] == keys[1], part


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.code)
def test_every_text_is_filled_in_with_the_same(other: Catalogue) -> None:
    for key, text in other.words.items():
        if key in FIRST.words:
            assert fields(text) == fields(FIRST.words[key]), key
    for code, texts in other.problems.items():
        assert {name: fields(text) for name, text in texts.items()} == \
            {name: fields(text) for name, text in FIRST.problems[code].items()}, code


def test_one_language_stands_at_the_root_and_each_other_in_a_folder() -> None:
    assert FIRST.prefix == ""
    assert all(re.fullmatch(r"[a-z-]+/", words.prefix) for words in OTHERS)


def test_every_word_is_used() -> None:
    sources = [*ROOT.glob("generator/**/*.py"), *ROOT.glob("generator/**/*.html"), *ROOT.glob("generator/**/*.xhtml"),
               *ROOT.glob("generator/**/*.opf"), *ROOT.glob("overrides/**/*.html"), *ROOT.glob("overrides/**/*.js")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    titled = [f"{name}.{what}" for name in ("worksheets", "menus", "book") for what in ("title", "lead")]
    built = ("kind.", "entry.evidence.", "entry.adoption.", "field.", "figure.", "cli.checked", "cli.errors", "cli.warnings",
             "search.count", "search.sort.", "entries.count", "verdict.", "accessibility.", "privacy.", *titled)
    unused = [key for key in FIRST.words if key not in code and not key.startswith(built)]
    assert unused == []


def test_every_problem_is_told_somewhere_in_the_program() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.glob("generator/**/*.py"))
    made = ("expected-", "unknown-")
    assert [key for key in FIRST.problems if f'"{key}"' not in code and not key.startswith(made)] == []

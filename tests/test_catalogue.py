"""The catalogues: complete in every language, and nothing in them that nobody asks for."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from generator.catalogue import Catalogue, catalogues
from generator.problems import GROUPS
from generator.site.tell import QUESTIONS
from tests.samples import ROOT

FIRST, *OTHERS = catalogues().values()


def fields(text: str) -> set[str | None]:
    """The names of what is filled into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.code)
def test_every_catalogue_has_what_the_first_has(other: Catalogue) -> None:
    for part in ("paths", "sections", "units", "words", "problems", "style"):
        plural = re.compile(r"\.(zero|one|two|few|many|other)$")
        keys = [{plural.sub("", key) for key in getattr(words, part)} for words in (FIRST, other)]
        assert keys[0] == keys[1], part


@pytest.mark.parametrize("other", OTHERS, ids=lambda words: words.code)
def test_every_text_is_filled_in_with_the_same(other: Catalogue) -> None:
    for key, text in other.words.items():
        if key in FIRST.words:
            assert fields(text) == fields(FIRST.words[key]), key
    for code, texts in other.problems.items():
        # An example is shown as it is; nothing is filled in.
        assert {name: fields(text) for name, text in texts.items() if name != "example"} == \
            {name: fields(text) for name, text in FIRST.problems[code].items() if name != "example"}, code


def test_one_language_stands_at_the_root_and_each_other_in_a_folder() -> None:
    assert FIRST.prefix == ""
    assert all(re.fullmatch(r"[a-z-]+/", words.prefix) for words in OTHERS)


def test_every_word_is_used() -> None:
    sources = [*ROOT.glob("generator/**/*.py"), *ROOT.glob("generator/**/*.html"), *ROOT.glob("generator/**/*.xhtml"),
               *ROOT.glob("generator/**/*.opf"), *ROOT.glob("overrides/**/*.html"), *ROOT.glob("overrides/**/*.js")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    titled = [f"{name}.{what}" for name in ("worksheets", "menus", "book") for what in ("title", "lead")]
    built = ("kind.", "entry.evidence.", "entry.adoption.", "field.", "figure.", "cli.checked", "cli.errors",
             "cli.warnings",
             "search.count", "search.sort.", "entries.count", "verdict.", "problems.group.",
             "help.", "new.how.", "new.where.", "status.", "changes.", "accessibility.", "privacy.", *titled,
             "form.help.", "form.label.", "form.mend.", "form.group.", "form.item.", "form.status.", "form.pick.",
             "form.problems", "form.hints", "cli.more.", *(f"tell.{name}" for name in QUESTIONS),
             *(f"form.open.{code}" for code in FIRST.problems))
    unused = [key for key in FIRST.words if key not in code and not key.startswith(built)]
    assert unused == []


def test_every_problem_is_told_somewhere_in_the_program() -> None:
    # All but the list of codes itself.
    code = "\n".join(file.read_text(encoding="utf-8") for file in ROOT.glob("generator/**/*.py")
                     if file.name != "problems.py")
    made = ("expected-", "unknown-")
    assert [key for key in FIRST.problems if f'"{key}"' not in code and not key.startswith(made)] == []


@pytest.mark.parametrize("words", catalogues().values(), ids=lambda words: words.code)
def test_every_problem_is_explained_with_an_example(words: Catalogue) -> None:
    assert sorted(code for codes in GROUPS.values() for code in codes) == sorted(words.problems)
    for code, texts in words.problems.items():
        assert set(texts) == {"message", "why", "mend", "example"} and all(texts.values()), code
        assert all(texts.values()), code


def test_apostrophes_of_the_english_words_are_typographic() -> None:
    words = catalogues()["en"]
    texts = {**words.words, **{f"{code}.{name}": text for code, its in words.problems.items()
                               for name, text in its.items() if name != "example"}}
    assert [key for key, text in texts.items() if re.search(r"[A-Za-z]'[A-Za-z]", text)] == []

"""Any text in any field: whatever somebody writes, nothing executable comes through."""

from __future__ import annotations

import dataclasses
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import catalogues
from generator.check import check_project, check_texts
from generator.compose import compose
from generator.cookbook import Cookbook
from generator.files import ContentFile, validate_file
from generator.load import read_document
from generator.model import Entry
from generator.problems import errors_of
from generator.render import render
from generator.report import FORMATS, mend, message
from generator.site.pages import Pages
from tests.samples import RECIPE, Project
from tests.test_bad_files import Executable

FRAGMENTS = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=", "<!--", "-->", "<![CDATA[", "<?",
    "<a href=", "<", ">",
    "javascript:", "data:text/html,", "JAVASCRIPT&colon;", "&#106;", "&lt;", "&#x3c;", "&NewLine;", "\t", "\n", "\n\n",
    "\u00a0",
    "](", "[x](", "[x]: ", "![", "](entry:hakonen)", "](term:palkkatuki)", "](part:worksheets/swot)", ")", "`", "``",
    "```\n", "**", "_",
    "\\", "{{", "}}", "{%", "%}", "{: onclick=x }", "#{", "${", "#import ", "$", "\\input{", "---\n", "===", "# ",
    "- ", "1. ", "> ", "|a|\n|-|\n",
    "\"", "'", "” onmouseover=\"", "style=x", "https://example.org/", "//example.org", "\x00", "\u202e", "\u2028",
    "a\u0308", "🙂",
]
TEXTS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=12)), min_size=1, max_size=8).map("".join)
FIELDS = ("title", "summary", "audience", "who", "money", "context", "evidence_note")

# Half of the texts are such that the checks let them pass, so that pages are made of them.
PASSING = ["&lt;script&gt;", "&amp;lt;", "{{", "}}", "{% x %}", "#eval(", "$", "\\", "\"", "'", "> ", "*", "_", "` `",
           "|", "<", " < ", "&", "=",
           "onclick=alert(1)", "javascript:", "data:", "[x](https://example.org/)", "[x](entry:hakonen)",
           "[y](term:palkkatuki)", "sana", " ",
           "ä", "🙂", "%s", "{0}", "&#60;b&#62;", "]]>", "//", "—", ":", "#", "\\<", "\\`", "~~", "^"]
TEXTS = st.one_of(TEXTS, st.lists(st.sampled_from(PASSING), min_size=1, max_size=8).map("".join))

SLOW = settings(max_examples=150, deadline=None, derandomize=True)
"""The same examples every time, so that a failure is one for all."""


@pytest.fixture(scope="module")
def pages(cookbook: Cookbook) -> Pages:
    return Pages(cookbook, catalogues()["fi"])


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def known(cookbook: Cookbook) -> dict[str, set[str]]:
    return {"entry": set(cookbook.entries), "part": set(cookbook.parts), "term": set(cookbook.vocabulary.explained),
            "tag": set(cookbook.vocabulary.tags)}


def entry_with(text: str, cookbook: Cookbook, folder: Path) -> tuple[Entry | None, list[Any]]:
    """Return an entry that has a text in every field, as if it came from a file, and the errors."""
    facts = cookbook.entries["hakonen"].facts
    values: dict[str, Any] = dict.fromkeys(FIELDS, text)
    values |= {"benefits": [text], "cautions": [text, "x"],
               "results": [{"figure": "5", "measures": text, "counted_by": text}]}
    values |= {name: getattr(facts, name) for name in ("ref", "chapter", "as_of", "evidence")}
    values |= {"places": list(facts.places), "tags": list(facts.tags),
               "source": {"title": text, "publisher": text, "code": text}}
    values |= {"published": "2026-01-01", "reviewed": "2026-01-01", "next_review": "2027-01-01"}
    file = folder / "hakonen.fi.md"
    file.write_text(compose(values, {"how": text}, catalogues()["fi"]), encoding="utf-8", errors="surrogatepass")
    document, problems = read_document(file, "recipes/hakonen.fi.md")
    if document is None:
        return None, problems
    content = ContentFile("recipes", "hakonen", "fi", document)
    problems += validate_file(content, [content])
    problems += check_texts(content, known(cookbook))
    if content.model is None:
        return None, problems
    return dataclasses.replace(cookbook.entries["hakonen"], facts=content.model, texts={"fi": content.model},
                               behind={}), problems


@SLOW
@given(text=TEXTS)
def test_nothing_executable_reaches_a_page_from_any_field(text: str, cookbook: Cookbook, pages: Pages,
                                                          folder: Path) -> None:
    entry, problems = entry_with(text, cookbook, folder)
    for problem in problems:
        for words in catalogues().values():
            assert message(problem, words).isprintable() and mend(problem, words).isprintable()
    if entry and not errors_of(problems):
        page = pages.entry(entry)
        assert Executable(page.html).found == []


@SLOW
@given(text=TEXTS, inline=st.booleans())
def test_what_the_checks_would_refuse_is_harmless_all_the_same(text: str, inline: bool) -> None:
    html = render(text, inline).html
    for scheme in ("entry", "term", "tag", "part"):
        html = html.replace(f'href="{scheme}:', 'href="')
    assert Executable(html).found == []


@SLOW
@given(text=TEXTS)
def test_what_is_written_into_a_file_is_read_back(text: str, folder: Path) -> None:
    file = folder / "x.fi.md"
    file.write_text(compose({"title": text, "benefits": [text]}, {}, catalogues()["fi"]), "utf-8",
                    errors="surrogatepass")
    document, problems = read_document(file, "x")
    if not problems:
        same = " ".join(text.split())
        assert document.data.get("title", "") == unicodedata.normalize("NFC", same)
    else:
        assert {problem.code for problem in problems} <= {"control-character", "not-utf8"}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("any"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(data=st.one_of(
    st.binary(max_size=200),
    st.binary(max_size=60).map(lambda noise: RECIPE.encode().replace(b"~10", noise)),
    st.tuples(TEXTS, st.integers(0, len(RECIPE))).map(
        lambda pair: (RECIPE[: pair[1]] + pair[0] + RECIPE[pair[1] :]).encode("utf-8", "surrogatepass")),
))
def test_any_bytes_give_problems_with_words(data: bytes, project: Project) -> None:
    project.write("recipes/ryhma.fi.md", data)
    problems = check_project(project.root).problems
    for words in catalogues().values():
        for as_format in FORMATS.values():
            as_format(problems, words)

"""Hostile and careless files: each is refused at its line or rendered harmless, with words and no traceback.

A case is added by adding a file. ``bad/<code>/<name>@<line>.md`` is a recipe in Finnish of which the
check says exactly that code (or those, with a plus between), at that line if one is given.
``harmless/<name>.md`` is one that passes though it looks like a program; nothing of it may run on its page.
"""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.build import build_site
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cli import main
from generator.lists import MOST_BYTES
from generator.problems import Problem
from generator.report import FORMATS
from tests.samples import Project

BAD = sorted((Path(__file__).parent / "bad").glob("*/*"))
HARMLESS = sorted((Path(__file__).parent / "harmless").glob("*"))

# What the pages are made of; anything else came from a contribution.
TAGS = {
    "a", "article", "aside", "body", "button", "cite", "code", "dd", "div", "dl", "dt", "em", "footer", "form", "h1",
    "h2",
    "h3", "h4", "head", "header", "hr", "html", "img", "input", "label", "li", "link", "main", "meta", "nav", "ol", "p",
    "path", "pre", "script", "section", "small", "span", "strong", "svg", "title", "ul", "blockquote", "br",
}


class Executable(HTMLParser):
    """Collects what a page could run, load or send, beyond the site's own files."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            address = re.sub(r"[\x00-\x20]", "", value or "").casefold()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction"):
                self.found.append(f"{tag} {name}")
            elif name in ("href", "src", "action", "data", "xlink:href") and re.match(r"[a-z.+-]+:", address):
                if not (tag == "a" and address.startswith(("https:", "http:"))):
                    self.found.append(f"{tag} {name}={address[:40]}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and data.strip():
            self.found.append(f"code in <{self.cdata_elem}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")


def problems_of(project: Project, content: bytes) -> tuple[Problem, ...]:
    project.write("recipes/ryhma.fi.md", content)
    return check_project(project.root).problems


@pytest.mark.parametrize("file", BAD, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_a_bad_file_is_refused_for_what_is_wrong_with_it(project: Project, file: Path) -> None:
    problems = problems_of(project, file.read_bytes())
    assert {problem.code for problem in problems} == set(file.parent.name.split("+"))
    if line := re.search(r"@(\d+)\.", file.name):
        assert int(line[1]) in {problem.line for problem in problems}
    for words in catalogues().values():
        for as_format in FORMATS.values():
            lines = as_format(problems, words).splitlines()
            assert all(text.isprintable() for text in lines)


def test_the_page_of_problems_and_the_bad_files_know_the_same_codes() -> None:
    known = set(catalogues()["fi"].problems)
    assert {code for file in BAD for code in file.parent.name.split("+")} <= known


@pytest.fixture(scope="module")
def harmless_site(tmp_path_factory: pytest.TempPathFactory, fonts: Path) -> Path:
    """A site of all harmless files."""
    project = Project(tmp_path_factory.mktemp("harmless"))
    shutil.copytree(fonts, project.root / "build/cache/fonts")
    for number, file in enumerate(HARMLESS, 1):
        project.write(f"recipes/{file.stem}.fi.md",
                      file.read_bytes().replace(b"ref: R01", f"ref: R{number:02}".encode()))
    checked = check_project(project.root)
    assert checked.cookbook, [f"{problem.path}:{problem.line} {problem.code}" for problem in checked.problems]
    build_site(project.root, checked.cookbook, project.root / "site")
    return project.root / "site"


@pytest.mark.parametrize("file", HARMLESS, ids=lambda file: file.stem)
def test_nothing_of_a_harmless_file_runs(harmless_site: Path, file: Path) -> None:
    for address in (f"reseptit/{file.stem}", f"en/recipes/{file.stem}", ""):
        html = (harmless_site / address / "index.html").read_text("utf-8")
        assert Executable(html).found == []
    assert (harmless_site / f"downloads/{file.stem}-fi.pdf").read_bytes().startswith(b"%PDF-")


def test_no_name_of_a_file_leads_out_of_its_folder(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.fi.md"
    secret.write_text("salainen")
    (project.root / "recipes").mkdir()
    (project.root / "recipes/linkki.fi.md").symlink_to(secret)
    (project.root / "recipes/kansio").symlink_to(secret.parent)
    (project.root / "practices").symlink_to(secret.parent)
    for name in ("ryhmä.fi.md", "rуhma.fi.md", "..fi.md", "a b.fi.md", "-a.fi.md", "kuva.png", "x.svg",
                 "a" * 90 + ".fi.md"):
        project.write(f"recipes/{name}", b"\x89PNG\r\n" if name.endswith("g") else b"---\ntitle: x\n---\n")
    found = {(problem.path, problem.code) for problem in check_project(project.root).problems}
    assert {("recipes/linkki.fi.md", "symlink"), ("recipes/kansio", "symlink"), ("practices", "symlink")} <= found
    assert {path for path, code in found if code == "bad-file-name"} >= {
        f"recipes/{name}" for name in ("ryhmä.fi.md", "rуhma.fi.md", "a b.fi.md", "-a.fi.md", "kuva.png", "x.svg")}


@pytest.mark.parametrize(("name", "content", "line", "code"), [
    ("light.en.txt", b"good\n\xff\xfe\n", 2, "not-utf8"),
    ("stopwords.fi.txt", "ja\nsek\u202eä\n".encode(), 2, "control-character"),
    ("overrides.fi.txt", b"# ok\nvantaalla\tvantaa\tproper\nvantaalla vantaa\n", 3, "vocabulary-invalid"),
    ("forms.fi.tsv", b"a\tb\tc\td\te\n", 1, "vocabulary-invalid"),
    ("forms.fi.tsv", b"a\tb\n\tb\n", 2, "vocabulary-invalid"),
    ("overrides.fi.txt", b"a\tb\na\t \n", 2, "vocabulary-invalid"),
    ("rules.fi.txt", b"a b\nendings -n\n", 1, "vocabulary-invalid"),
    ("own.txt", b"x" * (MOST_BYTES + 1), 1, "file-too-large"),
])
def test_a_list_of_the_search_that_cannot_be_read_is_named(project: Project, name: str, content: bytes, line: int,
                                                           code: str) -> None:
    project.recipe()
    project.write(f"vocabulary/search/{name}", content)
    found = [(problem.path, problem.line, problem.code) for problem in check_project(project.root).problems]
    assert found == [(f"vocabulary/search/{name}", line, code)]


def test_a_list_of_the_search_that_is_a_link_is_refused(project: Project, tmp_path_factory: pytest.TempPathFactory,
                                                        ) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    secret.write_text("salainen")
    project.recipe()
    (project.root / "vocabulary/search/light.en.txt").unlink()
    (project.root / "vocabulary/search/light.en.txt").symlink_to(secret)
    (project.root / "vocabulary/elsewhere").symlink_to(secret.parent)
    found = [(problem.path, problem.code) for problem in check_project(project.root).problems]
    assert found == [("vocabulary/elsewhere", "symlink"), ("vocabulary/search/light.en.txt", "symlink")]


@pytest.mark.parametrize("path", ["recipes", "practices", "vocabulary/search"])
def test_a_file_in_the_place_of_a_folder_is_named(project: Project, path: str) -> None:
    if path != "recipes":
        project.recipe()
    shutil.rmtree(project.root / path, ignore_errors=True)
    project.write(path, "x")
    found = [(problem.path, problem.line, problem.code) for problem in check_project(project.root).problems]
    assert found == [(path, 1, "unreadable")]


def test_a_folder_in_the_place_of_a_list_is_named(project: Project) -> None:
    project.recipe()
    (project.root / "vocabulary/search/light.en.txt").unlink()
    project.write("vocabulary/search/light.en.txt/light.txt", "a\n")
    found = [(problem.path, problem.line, problem.code) for problem in check_project(project.root).problems]
    assert found == [("vocabulary/search/light.en.txt", 1, "unreadable")]


def test_a_vocabulary_that_is_a_link_is_refused(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "vocabulary"
    (project.root / "vocabulary").rename(elsewhere)
    (project.root / "vocabulary").symlink_to(elsewhere)
    assert {problem.code for problem in check_project(project.root).problems} == {"symlink"}


@pytest.mark.parametrize("command", ["check", "build", "status", "stamp"])
def test_no_bad_file_gives_a_traceback(project: Project, command: str) -> None:
    for number, file in enumerate(BAD):
        project.write(f"recipes/paha-{number}.fi.md", file.read_bytes())
    result = CliRunner().invoke(main, [command, "--root", str(project.root)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output

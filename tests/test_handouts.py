"""Handouts of chosen entries: the same as among everything, and stopped only by what stands on them."""

from __future__ import annotations

import datetime

import pytest

from generator.book.data import entry_data
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.handouts import check_handouts
from generator.problems import errors_of
from tests.samples import RECIPE, ROOT, Project

SITE = "https://kirja.example/"


def entry(number: int, old: str = "", new: str = "") -> str:
    """Return the sample recipe under another reference number, with one piece of its text replaced."""
    assert old in RECIPE
    return RECIPE.replace("R01", f"R0{number}").replace(old, new, 1)


def codes(project: Project, id_: str) -> set[str]:
    """Return the code of each error that stands in the way of an entry's handout."""
    return {problem.code for problem in errors_of(check_handouts(project.root, [id_]).problems)}


def test_a_handout_is_the_same_as_among_everything(cookbook: Cookbook) -> None:
    for id_ in cookbook.entries:
        alone = check_handouts(ROOT, [id_]).cookbook
        for words in catalogues().values():
            assert entry_data(alone, id_, words, alone.reviewed, SITE) == \
                entry_data(cookbook, id_, words, cookbook.reviewed, SITE), id_


@pytest.mark.parametrize("asked", [(), ("ryhmat",), ("asiakkaat",), ("ryhma", "asiakkaat"), ("R02",)])
def test_what_is_not_only_entries_is_left_to_the_whole_check(project: Project, asked: tuple[str, ...]) -> None:
    project.recipe()
    assert check_handouts(project.root, asked) is None


@pytest.mark.parametrize("asked", ["ryhma", "R01", "r01"])
def test_only_what_a_handout_names_is_read(project: Project, asked: str) -> None:
    project.recipe("aikaa keskusteluun", "[aikaa](entry:linkki) keskusteluun")
    for number, id_ in ((2, "linkki"), (3, "muu")):
        project.write(f"recipes/{id_}.fi.md", entry(number))
    checked = check_handouts(project.root, [asked])
    assert (list(checked.cookbook.entries), checked.files, checked.is_whole) == (["ryhma", "linkki"], 2, False)


@pytest.mark.parametrize(("path", "content"), [
    ("recipes/muu.fi.md", b"---\ntitle: Vantaa: x\n---\n"),
    ("recipes/muu.fi.md", b"\xff"),
    ("recipes/muu.fi.md", entry(2, "as_of: 2014", "as_of: vuosi")),
    ("recipes/muu.fi.md", entry(2, "reviewed: 2026-01-01", "reviewed: 2026-02-31")),
    ("recipes/Iso.fi.md", "x"),
    ("book/chapters/muu.fi.md", "x"),
    ("vocabulary/glossary.yml", "- term: x"),
])
def test_a_mistake_elsewhere_stops_no_handout(project: Project, path: str, content: str | bytes) -> None:
    project.recipe()
    project.write(path, content)
    assert errors_of(check_project(project.root).problems)
    assert check_handouts(project.root, ["ryhma"]).cookbook


@pytest.mark.parametrize(("path", "content", "code"), [
    ("recipes/ryhma.en.md", "---\ntranslation_of: sv\n---\n", "no-source"),
    ("recipes/ryhma.xx.md", "x", "unknown-language"),
    ("practices/ryhma.fi.md", entry(2).replace("R02", "P01"), "duplicate-id"),
    ("recipes/muu.fi.md", entry(1), "duplicate-ref"),
    ("recipes/muu.fi.md", entry(1).replace("R01", "R001"), "duplicate-ref"),
    ("recipes/sukua.fi.md", entry(2, "title: Ryhmä", "title: <b>Ryhmä"), "raw-html"),
    ("recipes/sukua.fi.md", entry(2, "as_of: 2014", "as_of: vuosi"), "expected-number"),
    ("recipes/linkki.fi.md", entry(3, "as_of: 2014", "as_of: vuosi"), "expected-number"),
    ("vocabulary/works.yml", "- title: x", "vocabulary-invalid"),
    ("book/book.yml", "title: x", "vocabulary-invalid"),
])
def test_a_mistake_in_what_a_handout_shows_stops_it(project: Project, path: str, content: str, code: str) -> None:
    text = RECIPE.replace("published:", "related: [sukua]\npublished:").replace("aikaa", "[aikaa](entry:linkki)")
    project.write("recipes/ryhma.fi.md", text)
    for number, id_ in ((2, "sukua"), (3, "linkki")):
        project.write(f"recipes/{id_}.fi.md", entry(number))
    assert not codes(project, "ryhma")
    project.write(path, content)
    assert code in codes(project, "ryhma")


def test_of_a_related_entry_only_the_title_counts(project: Project) -> None:
    project.recipe("published:", "related: [sukua]\npublished:")
    project.write("recipes/sukua.fi.md", entry(2, "Ryhmä tukee", "<b>Ryhmä tukee"))
    assert not codes(project, "ryhma")


@pytest.mark.parametrize("fields", [
    "ref: R02\nreviewed: 2026-05-04",
    'ref: R02\nreviewed: "2026-05-04"  # again',
    "{ref: R02, reviewed: 2026-05-04}",
    "? reviewed\n: 2026-05-04",
    'summary: "A text\nreviewed: 2099-01-01\nof lines."\nreviewed: 2026-05-04',
])
def test_the_edition_is_of_the_day_of_the_latest_review_of_all(project: Project, fields: str) -> None:
    project.recipe()
    project.write("recipes/muu.fi.md", f"---\n{fields}\n---\n\nreviewed: 2027-01-01\n")
    assert check_handouts(project.root, ["ryhma"]).cookbook.reviewed == datetime.date(2026, 5, 4)

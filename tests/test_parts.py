"""The book's parts: memo slips, worksheets and menus, and the plan that gives each its place."""

from __future__ import annotations

import re

import pytest

from generator.build import build_site
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.parts import MenuSource, part_digests
from generator.problems import Severity
from generator.stamp import stamp_translations
from tests.samples import RECIPE, Project

MEMO = """\
---
title: Muista tämä
---

- Ota yhteyttä ajoissa.
"""

WORKSHEET = """\
---
chapter: asiakkaat
title: Kysely ryhmälle
summary: Pohja, jonka ryhmä täyttää yhdessä.
boxes:
  - title: Vahvuudet
    prompt: Mikä sujuu?
  - title: Heikkoudet
    prompt: Mikä ei suju?
checklist:
  - Tila on varattu.
claims:
  - verdict: partly
    claim: Ryhmä sopii kaikille.
    reason: Moni hyötyy siitä, mutta ei jokainen.
---

Täyttäkää ensin kentät.
"""

MENU = """\
---
title: Ryhmä alusta loppuun
summary: Kun kunta perustaa ryhmän.
order: Ensin kootaan, sitten päätetään.
steps:
  - entry: alku
    why: Tästä ryhmä lähtee.
    watch: Varmista, että aikaa on.
  - entry: loppu
    why: Tähän ryhmä päättyy.
---
"""

MENU_EN = """\
---
translation_of: fi
title: A group from start to end
summary: When a town starts a group.
order: First gather, then decide.
steps:
  - why: The group starts here.
    watch: Make sure that there is time.
  - why: The group ends here.
---
"""


@pytest.fixture
def book(project: Project) -> Project:
    """A project with two recipes, a memo slip, a worksheet and a menu in both languages."""
    for number, id_ in enumerate(("alku", "loppu"), 1):
        text = RECIPE.replace("ref: R01", f"ref: R0{number}").replace("title: Ryhmä alkaa", f"title: {id_.title()}")
        project.write(f"recipes/{id_}.fi.md", text)
    project.write("book/memos/asiakkaat.fi.md", MEMO)
    project.write("book/worksheets/kysely.fi.md", WORKSHEET)
    project.write("book/menus/ryhma.fi.md", MENU)
    project.write("book/menus/ryhma.en.md", MENU_EN)
    plan(project, "worksheets: [kysely]\nmenus: [ryhma]\n")
    return project


def plan(project: Project, lines: str) -> None:
    """Add lines to the book's plan."""
    file = project.root / "book" / "book.yml"
    file.write_text(file.read_text(encoding="utf-8") + lines, encoding="utf-8")


def errors(project: Project) -> list[tuple[str, int, str]]:
    return [(problem.path, problem.line, problem.code) for problem in check_project(project.root).problems
            if problem.severity is Severity.ERROR]


def made(project: Project) -> Cookbook:
    checked = check_project(project.root)
    assert checked.cookbook, checked.problems
    return checked.cookbook


def test_parts_come_in_the_order_of_the_plan(book: Project) -> None:
    cookbook = made(book)
    assert cookbook.memo("asiakkaat") and not cookbook.memo("polku")
    assert [sheet.name for sheet in cookbook.worksheets_of("asiakkaat")] == ["kysely"]
    assert cookbook.menus["ryhma"].entries == ("alku", "loppu")
    assert [menu.name for menu in cookbook.menus_with["loppu"]] == ["ryhma"]


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("menus/ryhma.fi.md", "entry: alku", "entry: alkku", (6, "unknown-entry")),
        ("menus/ryhma.fi.md", "entry: loppu", "entry: alku", (9, "duplicate-value")),
        ("menus/ryhma.fi.md", "    watch: Varmista, että aikaa on.\n", "", (6, "missing-field")),
        ("menus/ryhma.fi.md", "order: Ensin kootaan, sitten päätetään.\n", "", (1, "missing-field")),
        ("menus/ryhma.en.md", "  - why: The group starts", "  - entry: alku\n    why: The group starts",
         (7, "shared-fact-in-translation")),
        ("menus/ryhma.en.md", "  - why: The group ends here.\n", "", (7, "different-length")),
        ("worksheets/kysely.fi.md", "chapter: asiakkaat", "chapter: asiakas", (2, "unknown-chapter")),
        ("worksheets/kysely.fi.md", "verdict: partly", "verdict: maybe", (13, "unknown-value")),
        ("worksheets/kysely.fi.md", "checklist:", "cheklist:", (10, "unknown-field")),
        ("worksheets/kysely.fi.md", "Täyttäkää ensin", "Katso [lappua](part:memos/polku). Täytä",
         (18, "unknown-part")),
        ("memos/asiakkaat.fi.md", "\n- Ota yhteyttä ajoissa.\n", "", (1, "empty-field")),
        ("memos/asiakkaat.fi.md", "- Ota", "- <b>Ota</b>", (5, "raw-html")),
    ],
)
def test_each_mistake_is_named_at_its_place(
    book: Project, path: str, old: str, new: str, expected: tuple[int, str]
) -> None:
    file = book.root / "book" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert (f"book/{path}", *expected) in errors(book)


def test_a_part_that_nobody_would_see_is_named(book: Project) -> None:
    book.write("book/menus/toinen.fi.md", MENU)
    book.write("book/memos/olematon.fi.md", MEMO)
    assert {(path, code) for path, _, code in errors(book)} == {
        ("book/menus/toinen.fi.md", "part-without-place"), ("book/memos/olematon.fi.md", "part-without-place"),
    }


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("worksheets: [kysely, puuttuu]\nmenus: [ryhma]\n", "unknown-part"),
        ("worksheets: [kysely]\nmenus: [ryhma, ryhma]\n", "duplicate-value"),
    ],
)
def test_a_plan_that_names_what_is_not_there_is_refused(book: Project, lines: str, code: str) -> None:
    file = book.root / "book" / "book.yml"
    kept = re.sub(r"(?m)^(worksheets|menus):.*\n", "", file.read_text(encoding="utf-8"))
    file.write_text(kept + lines, encoding="utf-8")
    assert [(path, found) for path, _, found in errors(book)] == [("book/book.yml", code)]


def test_two_parts_cannot_have_pdfs_of_one_name(book: Project) -> None:
    (book.root / "book/worksheets/kysely.fi.md").rename(book.root / "book/worksheets/ryhma.fi.md")
    file = book.root / "book" / "book.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("[kysely]", "[ryhma]"), encoding="utf-8")
    assert [code for *_, code in errors(book)] == ["duplicate-id"]


def test_an_entry_of_a_menu_is_shared_and_needs_no_new_translation() -> None:
    steps = [{"entry": "a", "why": "Siksi."}, {"entry": "b", "why": "Niin."}]
    texts = {"title": "Koe", "summary": "Koe.", "order": "Näin.", "steps": steps}
    before = part_digests(MenuSource.model_validate(texts))
    steps[0]["entry"] = "c"
    assert part_digests(MenuSource.model_validate(texts)) == before
    steps[0]["why"] = "Toisin."
    assert part_digests(MenuSource.model_validate(texts)) != before


def test_a_menu_that_has_changed_says_so_in_the_translation(book: Project) -> None:
    stamp_translations(book.root)
    assert not made(book).menus["ryhma"].behind["en"]
    book.write("book/menus/ryhma.fi.md", MENU.replace("Tästä ryhmä lähtee.", "Tästä aloitetaan."))
    assert made(book).menus["ryhma"].behind["en"] == ("steps",)


def test_a_step_has_only_fields_of_a_step(book: Project) -> None:
    book.write("book/menus/ryhma.fi.md", MENU.replace("    why: Tähän", "    whi: Tähän"))
    found = [problem for problem in check_project(book.root).problems if problem.code == "unknown-field"]
    assert [(problem.params["field"], problem.params["nearest"]) for problem in found] == [("whi (steps 2)", "why")]


def test_pages_show_all_that_the_parts_say(book: Project) -> None:
    build_site(book.root, made(book), book.root / "site", pdf=False)

    def text(address: str) -> str:
        return (book.root / "site" / address / "index.html").read_text(encoding="utf-8")

    chapter, worksheet, menu = text("luvut/asiakkaat"), text("tyopohjat/kysely"), text("ruokalistat/ryhma")
    assert "Muista tämä" in chapter and "Ota yhteyttä ajoissa." in chapter and "Kysely ryhmälle" in chapter
    for wanted in ("Vahvuudet", "Mikä ei suju?", "Tila on varattu.", "Ryhmä sopii kaikille.", "osittain totta"):
        assert wanted in worksheet
    assert menu.index("Tästä ryhmä lähtee.") < menu.index("Varmista, että aikaa on.") < menu.index("Tähän ryhmä päättyy.")
    assert 'href="../../reseptit/alku/"' in menu
    assert "Ryhmä alusta loppuun" in text("reseptit/loppu") and "A group from start to end" in text("en/recipes/loppu")
    english = text("en/worksheets/kysely")
    assert 'lang="fi"' in english and "has not been translated" in english

"""Digests: what a translation was made from, and recording that it follows."""

from __future__ import annotations

from generator.check import check_project
from generator.model import digest
from generator.stamp import stamp_translations
from tests.samples import Project


def codes(project: Project) -> set[str]:
    return {problem.code for problem in check_project(project.root).problems}


def test_white_space_does_not_count() -> None:
    assert digest("kaksi  sanaa\n") == digest("kaksi sanaa")
    assert digest(["a", "b"]) != digest(["a b"])
    assert digest("sana") != digest("sanat")


def test_stamping_records_that_a_translation_follows(project: Project) -> None:
    project.recipe()
    translation = project.translation()
    assert codes(project) == {"digest-missing"}
    before = translation.read_text()
    assert stamp_translations(project.root) == (["recipes/ryhma.en.md"], [])
    assert codes(project) == set()
    # Only the digests were added.
    kept = [line for line in translation.read_text().splitlines() if not line.startswith(("digests:", "  ")) or line in before]
    assert "\n".join(kept) + "\n" == before


def test_a_change_in_the_source_shows_until_the_translation_is_stamped_again(project: Project) -> None:
    project.recipe()
    project.translation()
    stamp_translations(project.root)
    project.recipe("Ryhmä tukee jäseniään.", "Ryhmä auttaa jäseniään.")
    assert codes(project) == {"translation-behind"}
    assert check_project(project.root).cookbook.entries["ryhma"].behind == {"en": ("benefits",)}
    stamp_translations(project.root)
    assert codes(project) == set()


def test_folding_a_text_anew_is_no_change(project: Project) -> None:
    project.recipe()
    project.translation()
    stamp_translations(project.root)
    project.recipe("summary: Kymmenen ihmistä aloittaa yhdessä.", "summary: >-\n  Kymmenen ihmistä\n  aloittaa yhdessä.")
    assert codes(project) == set()


def test_a_figure_is_shared_and_needs_no_new_translation(project: Project) -> None:
    project.recipe()
    project.translation()
    stamp_translations(project.root)
    project.recipe("~60 %", "~70 %")
    assert codes(project) == set()

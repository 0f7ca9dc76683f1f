"""Digests: what a translation was made from, and recording that it follows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.check import check_project
from generator.load import read_document
from generator.model import digest
from generator.stamp import stamp_translations
from tests.samples import TRANSLATION, Project


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


STAMPED = "digests:\n  title: 000000000000\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        lambda text: text.replace("translation_of: fi\n", f"translation_of: fi\n{STAMPED}"),
        lambda text: text.replace("translation_of: fi\n", "translation_of: fi\ndigests: {\n  title: '000000000000'\n}\n"),
        lambda text: text.replace("translation_of: fi\n", f"translation_of: fi\n{STAMPED}\n  summary: '000000000000'\n"),
        lambda text: text.replace("cautions:", f"{STAMPED}# A remark.\ncautions:"),
        lambda text: text.replace("translation_of: fi", '"translation_of" : fi'),
        lambda text: text.replace("translation_of: fi", "translation_of:\n  fi"),
        lambda text: text.replace("translation_of: fi", "translation_of: >-\n  fi"),
        lambda text: text + "\ndigests: are good for you\n  and this stays\n",
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    ],
)
def test_stamping_changes_the_digests_and_nothing_else(project: Project, change: Callable[[str], str]) -> None:
    project.recipe()
    file = project.write("recipes/ryhma.en.md", change(TRANSLATION))
    before, _ = read_document(file, "x")
    raw = file.read_bytes()
    assert stamp_translations(project.root) == (["recipes/ryhma.en.md"], [])
    after, _ = read_document(file, "x")
    assert codes(project) == set()
    assert {**after.data, "digests": None} == {**before.data, "digests": None}
    assert after.body == before.body
    assert (b"\r\n" in file.read_bytes(), file.read_bytes()[:3]) == (b"\r\n" in raw, raw[:3])
    assert (b"# A remark." in raw) == (b"# A remark." in file.read_bytes())

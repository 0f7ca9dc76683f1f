"""What a reader of a language gets to see of the cookbook."""

from __future__ import annotations

import re

import pytest

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.model import Period
from generator.reader import Reader
from tests.samples import RECIPE, Project

FI, EN = (catalogues()[code] for code in ("fi", "en"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (FI, ["9", "Abo", "élan", "Zürich", "Åbo", "Ähtäri", "Öja"]),
        (EN, ["9", "Abo", "Åbo", "Ähtäri", "élan", "Öja", "Zürich"]),
    ],
)
def test_each_language_has_its_own_alphabet(cookbook: Cookbook, words, expected: list[str]) -> None:
    names = ["Öja", "Åbo", "Zürich", "Abo", "élan", "Ähtäri", "9"]
    assert sorted(names, key=Reader(cookbook, words).alphabetical) == expected


@pytest.mark.parametrize(
    ("start", "end", "finnish", "english"),
    [
        ("2014", "2016", "2014–2016", "2014–2016"),
        ("2018-03", None, "maaliskuu 2018–", "from March 2018"),
        ("2016-02-01", "2018-12-31", "1.2.2016–31.12.2018", "1 Feb 2016\u00a0– 31 Dec 2018"),
    ],
)
def test_a_period_is_as_exact_as_it_is_known(cookbook: Cookbook, start: str, end: str | None, finnish: str, english: str) -> None:
    period = Period(start=start, end=end)
    assert [Reader(cookbook, words).period(period) for words in (FI, EN)] == [finnish, english]


def test_a_municipality_stands_with_its_region(cookbook: Cookbook) -> None:
    assert Reader(cookbook, FI).places(cookbook.entries["hakonen"]) == "Hamina (Kymenlaakso) ja Kotka (Kymenlaakso)"
    assert Reader(cookbook, EN).places(cookbook.entries["verkostokiihdyttamo"]) == "Pirkanmaa"


def test_the_reference_names_authors_work_and_recipe(cookbook: Cookbook) -> None:
    reference = Reader(cookbook, EN).reference(cookbook.entries["hakonen"])
    assert reference.authors == "Erja Lindberg, Annukka Mäkinen and Merja Laakso"
    assert (reference.title, reference.rest) == ("Työllisyyden keittokirja", "Suomen Kuntaliitto, 2014, recipe 9")
    assert reference.lang == "fi"


def test_a_title_is_in_the_language_of_its_work_or_else_of_the_entry(project: Project) -> None:
    works = project.root / "vocabulary" / "works.yml"
    works.write_text(works.read_text("utf-8") + "- {id: svensk, title: Arbete, lang: sv}\n", "utf-8")
    for number, source in enumerate(["{work: svensk}", "{work: svensk, title: Oma, publisher: Kunta}"], 1):
        text = re.sub(r"source:.*?(?=\n\w)", f"source: {source}", RECIPE.replace("R01", f"R0{number}"), flags=re.DOTALL)
        project.write(f"recipes/koe-{number}.fi.md", text)
    cookbook = check_project(project.root).cookbook
    found = [Reader(cookbook, EN).reference(cookbook.entries[f"koe-{number}"]) for number in (1, 2)]
    assert [(reference.title, reference.lang) for reference in found] == [("Arbete", "sv"), ("Oma", "fi")]


def test_the_reader_is_told_of_a_missing_translation(project: Project) -> None:
    project.recipe()
    cookbook = check_project(project.root).cookbook
    entry = cookbook.entries["ryhma"]
    assert Reader(cookbook, FI).shown(entry).notices == ()
    shown = Reader(cookbook, EN).shown(entry)
    assert (shown.lang, shown.foreign) == ("fi", True)
    assert "Suomi" in shown.notices[0]


def test_dates_are_written_as_the_language_does(cookbook: Cookbook) -> None:
    day = cookbook.entries["hakonen"].facts.published
    assert (FI.date(day), EN.date(day)) == ("21. marraskuuta 2026", "21 November 2026")

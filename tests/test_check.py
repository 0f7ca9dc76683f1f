"""The checks: every mistake is named at its place, all of them at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.model import MOST, SourceFile
from generator.problems import MOST_TOLD, Problem, Severity, nearest_names
from generator.report import as_text, mend, message
from tests.samples import RECIPE, ROOT, Project

BROKEN = Path(__file__).parent / "broken"


def problems_of(project: Project) -> list[Problem]:
    return list(check_project(project.root).problems)


def errors_of(project: Project) -> list[tuple[str, int, int, str]]:
    return [(problem.path, problem.line, problem.column, problem.code)
            for problem in problems_of(project) if problem.severity is Severity.ERROR]


def test_a_good_recipe_and_its_translation_pass(project: Project) -> None:
    project.recipe()
    project.translation()
    assert errors_of(project) == []


@pytest.mark.parametrize("language", list(catalogues()))
def test_a_broken_entry_gives_its_complete_list(project: Project, language: str) -> None:
    project.write("recipes/broken.fi.md", (BROKEN / "broken.fi.md").read_bytes())
    expected = (BROKEN / f"expected.{language}.txt").read_text(encoding="utf-8")
    assert as_text(problems_of(project), catalogues()[language]) + "\n" == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: Ryhmä alkaa\n", "", (1, 1, "missing-field")),
        ("title: Ryhmä alkaa", "title:", (15, 7, "empty-field")),
        ("title: Ryhmä alkaa", "titel: Ryhmä alkaa", (15, 1, "unknown-field")),
        ("  - Varaa aikaa keskusteluun.\n", "", (22, 10, "empty-field")),
        ("  - Varaa aikaa keskusteluun.", '  - ""', (23, 5, "empty-field")),
        ("  - Varaa aikaa keskusteluun.", "  - inner: x", (23, 10, "yaml-colon")),
        ("  - Varaa aikaa keskusteluun.", "  - {inner: x}", (23, 5, "expected-text")),
        ("cautions:\n  - Varaa", "cautions: Varaa", (22, 11, "expected-list")),
        ("as_of: 2014", "as_of: vuosi", (6, 8, "expected-number")),
        ("as_of: 2014", "as_of: 12014", (6, 8, "out-of-range")),
        ("group_size: ~10", "group_size: monta", (7, 13, "bad-figure")),
        ("evidence: measured", "evidence: arvattu", (8, 11, "unknown-value")),
        ("reviewed: 2026-01-01", "reviewed: 1.1.2026", (13, 11, "bad-date")),
        ("next_review: 2027-01-01", "next_review: 2025-01-01", (14, 14, "review-order")),
        ("ref: R01", "ref: P01", (2, 6, "ref-of-other-kind")),
        ("ref: R01", "ref: yksi", (2, 6, "bad-ref")),
        ("kohde-nuoret", "kohde-nuorett", (5, 8, "unknown-tag")),
        ("kohde-nuoret", "theme-polku", (5, 8, "derived-tag")),
        ("kohde-nuoret", "maakunta-lappi", (5, 8, "derived-tag")),
        ("kohde-nuoret", "tapa-ryhmavalmennus", (5, 29, "duplicate-value")),
        ("[tampere]", "[tammpere]", (4, 10, "unknown-place")),
        ("chapter: asiakkaat", "chapter: asiakas", (3, 10, "unknown-chapter")),
        ("work: tyollisyyden-keittokirja", "work: keittokirja", (10, 9, "unknown-work")),
        ("  work: tyollisyyden-keittokirja\n", "", (10, 3, "incomplete-source")),
        ("Kymmenen ihmistä", "<b>Kymmenen</b> ihmistä", (16, 10, "raw-html")),
        ("**joka viikko**", "[x](javascript:alert(1))", (28, 17, "bad-link")),
        ("**joka viikko**", "[x](//example.org)", (28, 17, "bad-link")),
        ("**joka viikko**", "[x](entry:olematon)", (28, 17, "unknown-entry")),
        ("**joka viikko**", "[x](term:palkkatukki)", (28, 17, "unknown-term")),
        ("**joka viikko**", "![x](kuva.png)", (28, 18, "image")),
        ("**joka viikko**", "Soita 040 123 4567", (28, 19, "contact-details")),
        ("**joka viikko**", "etunimi(at)kunta.fi", (28, 13, "contact-details")),
        ("## Näin se toimii", "## Näin toimii", (26, 1, "unknown-heading")),
        ("## Näin se toimii\n", "", (27, 1, "text-outside-section")),
        ("Ryhmä tapaa", "# Ryhmä tapaa", (28, 1, "heading-level")),
    ],
)
def test_each_mistake_is_named_at_its_place(project: Project, old: str, new: str, expected: tuple[int, int, str]) -> None:
    project.recipe(old, new)
    assert ("recipes/ryhma.fi.md", *expected) in errors_of(project)


def test_the_nearest_known_name_is_offered(project: Project) -> None:
    project.recipe("kohde-nuoret", "kohde-nuorett")
    (problem,) = problems_of(project)
    assert problem.params["nearest"] == "kohde-nuoret"
    assert "Did you mean kohde-nuoret?" in message(problem, catalogues()["en"])


ENTRIES = ["hakonen", "kemi-silpputyot", "kemi-verkosto", "pointti-kemi", "vantaa-strategia", "hankinnat", "kemia"]


@pytest.mark.parametrize(("name", "offered"), [
    ("kemi", ["kemia", "kemi-verkosto", "kemi-silpputyot"]),
    ("Hakonen", ["hakonen"]),
    ("vantaa-strategy", ["vantaa-strategia"]),
    ("silppu", ["kemi-silpputyot"]),
    ("silpputoita", ["kemi-silpputyot"]),
    ("hankinat", ["hankinnat"]),
    ("an", []),
    ("", []),
    ("qqqq", []),
])
def test_names_that_hold_the_unknown_one_come_first_then_those_that_are_like_it(name: str, offered: list[str]) -> None:
    assert nearest_names(name, ENTRIES) == offered


def test_names_are_offered_for_their_labels_where_they_are_known() -> None:
    labels = {"nuoret ja valmistuvat": "nuoret", "young people": "nuoret", "kemi": "paikka"}
    asked = ["NUORET JA", "Young People", "youth", "people", "kemi"]
    assert [nearest_names(name, ["nuoret", "muut"], labels) for name in asked] == [["nuoret"]] * 4 + [[]]


def test_one_bad_file_does_not_hide_another(project: Project) -> None:
    project.write("recipes/a.fi.md", b"---\ntitle: Vantaa: x\n---\n")
    project.write("recipes/b.fi.md", b"\xff")
    project.recipe("as_of: 2014", "as_of: vuosi")
    assert {(path, code) for path, _, _, code in errors_of(project)} == {
        ("recipes/a.fi.md", "yaml-colon"), ("recipes/a.fi.md", "missing-field"), ("recipes/a.fi.md", "missing-section"),
        ("recipes/b.fi.md", "not-utf8"),
        ("recipes/ryhma.fi.md", "expected-number"),
    }


@pytest.mark.parametrize(
    ("name", "code"),
    [("r31.fi.md", "bad-file-name"), ("p1.fi.md", "bad-file-name"), ("con.fi.md", "bad-file-name"),
     ("lpt1.fi.md", "bad-file-name"), ("Iso.fi.md", "bad-file-name"), ("ryhma.md", "bad-file-name"),
     ("ryhmä.fi.md", "bad-file-name"),
     ("ryhma.xx.md", "unknown-language")],
)
def test_file_names_say_id_and_language(project: Project, name: str, code: str) -> None:
    project.write(f"recipes/{name}", "x")
    assert errors_of(project) == [(f"recipes/{name}", 1, 1, code)]


def test_two_entries_share_neither_id_nor_number(project: Project) -> None:
    source = project.recipe().read_bytes()
    project.write("recipes/toinen.fi.md", source)
    project.write("practices/ryhma.fi.md", source.replace(b"R01", b"P01"))
    assert {code for *_, code in errors_of(project)} == {"duplicate-ref", "duplicate-id"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("title: A", "as_of: 2014\ntitle: A", "shared-fact-in-translation"),
        ("  - measures", "  - figure: 60 %\n    measures", "shared-fact-in-translation"),
        ("translation_of: fi\n", "", "missing-field"),
        ("translation_of: fi", "translation_of: sv", "no-source"),
        ("  - The group supports its members.", "  - One.\n  - Two.", "different-length"),
        ("cautions:", "who: We.\ncautions:", "field-not-in-source"),
        ("translation_of: fi", "translation_of: fi\ndigests: {nothing: abc}", "unknown-digest"),
    ],
)
def test_a_translation_cannot_drift_from_its_source(project: Project, old: str, new: str, code: str) -> None:
    project.recipe()
    project.translation(old, new)
    assert code in {code for path, _, _, code in errors_of(project) if path == "recipes/ryhma.en.md"}


def test_what_has_changed_since_the_translation_is_named(project: Project) -> None:
    project.recipe()
    project.translation("translation_of: fi", "translation_of: fi\ndigests: {title: 000000000000}")
    behind = [problem for problem in problems_of(project) if problem.code == "translation-behind"]
    assert [(problem.params["field"], problem.severity) for problem in behind] == [("title", Severity.WARNING)]
    assert check_project(project.root).cookbook.entries["ryhma"].behind == {"en": ("title",)}


def test_an_unknown_facet_in_the_vocabulary_is_named_at_its_place(project: Project) -> None:
    project.write("vocabulary/tags.yml", (ROOT / "vocabulary/tags.yml").read_text() + "- {id: x, facet: y, label: {fi: X}}\n")
    problem = next(problem for problem in problems_of(project) if problem.code == "vocabulary-invalid")
    line = len((ROOT / "vocabulary/tags.yml").read_text().splitlines()) + 1
    assert (problem.path, problem.line, problem.params["value"]) == ("vocabulary/tags.yml", line, "y")


TERM = "- id: a\n  term: {fi: a}\n  definition: {fi: b}\n"
WORK = "- id: tyollisyyden-keittokirja\n  title: a\n"


@pytest.mark.parametrize(("path", "text", "line", "field", "nearest"), [
    ("glossary.yml", "- id: a\n  term:\n    fi: a\n    fl: b\n", 4, "fl", "fi, en"),
    ("glossary.yml", f"{TERM}  synonyms:\n    fi: [c]\n    xx: [d]\n", 6, "xx", "fi, en"),
    ("glossary.yml", f"{TERM}  searched_as:\n    fl: [d]\n", 5, "fl", "fi, en"),
    ("glossary.yml", f"{TERM}  leads_to:\n    fl: [d]\n", 5, "fl", "fi, en"),
    ("glossary.yml", "- id: a\n  term: {fi: a}\n  definition:\n    eng: b\n", 4, "eng", "fi, en"),
    ("glossary.yml", f"{TERM}  synonyms:\n    fi:\n      - ' '\n", 6, "fi 1", ""),
    ("glossary.yml", "- id: a\n  term:\n    fi: ' '\n", 3, "fi", ""),
    ("works.yml", f"{WORK}  about:\n    fl: b\n", 4, "fl", "fi, en"),
    ("works.yml", "- id: a\n  title: ''\n", 2, "title", ""),
    ("works.yml", f"{WORK}  year: 2_014\n", 3, "year", ""),
    ("works.yml", f"{WORK}  lang: ruotsi\n", 3, "lang", ""),
    ("abbreviations.yml", "- id: a\n  note: ''\n", 2, "note", ""),
    ("facets.yml", "- id: q\n  label: {fi: a}\n", 1, "id", ""),
    ("facets.yml", "- id: a\n  label: {fi: a}\n- id: sort\n  label: {fi: a}\n", 3, "id", ""),
])
def test_what_the_vocabulary_cannot_mean_is_named_at_its_line(project: Project, path: str, text: str, line: int,
                                                              field: str, nearest: str) -> None:
    project.write(f"vocabulary/{path}", text)
    found = [(problem.path, problem.line, problem.params["field"], problem.params.get("nearest", ""))
             for problem in problems_of(project) if problem.code == "vocabulary-invalid"]
    assert found == [(f"vocabulary/{path}", line, field, nearest)]


@pytest.mark.parametrize(("file", "old", "new", "field"), [
    ("vocabulary/tags.yml", "label: {fi: Pirkanmaa,", "label: {xx: Pirkanmaa,", "xx"),
    ("vocabulary/places.yml", "label: {fi: Akaa,", "label: {fl: Akaa,", "fl"),
    ("book/book.yml", "subtitle:\n  fi:", "subtitle:\n  fl:", "fl"),
    ("book/book.yml", 'edition: "1"', 'edition: " "', "edition"),
])
def test_a_label_that_nobody_would_see_is_named(project: Project, file: str, old: str, new: str, field: str) -> None:
    text = (project.root / file).read_text()
    assert text.count(old) == 1
    project.write(file, text.replace(old, new))
    assert [(problem.code, problem.path, problem.params["field"]) for problem in problems_of(project)] == [
        ("vocabulary-invalid", file, field)]


def test_a_message_cannot_break_the_line_it_stands_on() -> None:
    problem = Problem("a", 1, 1, "unknown-tag", {"value": "x\n::error::\x1b[31m", "nearest": ""})
    for words in catalogues().values():
        assert message(problem, words).isprintable()
        assert mend(problem, words).isprintable()


def test_the_real_content_passes_and_its_translations_are_up_to_date(cookbook: Cookbook) -> None:
    assert check_project(ROOT).problems == ()


@pytest.mark.parametrize("language", ["fi", "en"])
def test_the_real_content_is_whole_in_finnish_and_english(cookbook: Cookbook, language: str) -> None:
    things = [*cookbook.entries.values(), *cookbook.parts.values()]
    assert [thing.id for thing in things if language not in thing.texts] == []


@pytest.mark.parametrize("field", [name for name in SourceFile.model_fields if name != "sections"])
@pytest.mark.parametrize("value", ["[a]", "{a: b}", '""', "9" * 5000, "[[[a]]]", "x", "-1", "{}"])
def test_whatever_stands_in_a_field_gives_problems_with_words(project: Project, field: str, value: str) -> None:
    fields = yaml.safe_load(RECIPE.split("---")[1]) | {field: "PLACEHOLDER"}
    text = yaml.safe_dump(fields, allow_unicode=True).replace("PLACEHOLDER", value)
    project.write("recipes/ryhma.fi.md", f"---\n{text}---\n{RECIPE.split('---')[2]}")
    for problem in problems_of(project):
        for words in catalogues().values():
            assert message(problem, words) and mend(problem, words)


def test_a_field_named_like_the_body_is_not_lost(project: Project) -> None:
    project.recipe("title: Ryhmä alkaa", "title: Ryhmä alkaa\nsections: {how: x}")
    assert ("recipes/ryhma.fi.md", 16, 1, "unknown-field") in errors_of(project)


def test_a_link_to_nothing_in_the_glossary_is_named(project: Project) -> None:
    glossary = (ROOT / "vocabulary/glossary.yml").read_text()
    project.write("vocabulary/glossary.yml", glossary + "- id: x\n  term: {fi: x}\n  definition: {fi: '[y](entry:z)'}\n")
    assert ("vocabulary/glossary.yml", "unknown-entry") in {(path, code) for path, _, _, code in errors_of(project)}


@pytest.mark.parametrize("name", ["salo.fi.md.txt", "Salo.fi.MD", "alakansio/salo.fi.md"])
def test_no_file_is_overlooked(project: Project, name: str) -> None:
    project.write(f"recipes/{name}", RECIPE)
    assert errors_of(project) == [(f"recipes/{name}", 1, 1, "bad-file-name")]


@pytest.mark.parametrize("text", ["a&#2;b", "a&#x202E;b", "a&#x81;b", "a&#xFFFE;b", "a&#x2028;b", "a&#127;b"])
def test_a_control_character_written_as_an_entity_is_found(project: Project, text: str) -> None:
    project.recipe("Kymmenen ihmistä", text)
    assert ("recipes/ryhma.fi.md", 16, 11, "control-character") in errors_of(project)


def test_a_mistake_made_twice_is_named_twice(project: Project) -> None:
    project.recipe("**joka viikko**", "a javascript:x [a](javascript:x)\n[b](javascript:x) <b>c</b>\n<b>d</b>")
    assert [(line, column, code) for _, line, column, code in errors_of(project)] == [
        (28, 32, "bad-link"), (29, 5, "bad-link"), (29, 19, "raw-html"), (30, 1, "raw-html")]


@pytest.mark.parametrize(
    ("text", "code"),
    [("1. " * 1300, "too-complicated"), ("[\n" * 5000, "too-complicated"), ("### ", "empty-heading"),
     ("### &nbsp;", "empty-heading"), ("[a](https://a.fi/" + "b" * 3000 + ")", "bad-link")],
)
def test_what_no_converter_can_bear_is_named(project: Project, text: str, code: str) -> None:
    project.recipe("**joka viikko**", f"\n\n{text}\n")
    assert code in {code for *_, code in errors_of(project)}


@pytest.mark.parametrize("name", ["r31-a", "console", "ryhma-r31", "con-a", "p1a"])
def test_an_id_that_only_begins_like_a_reserved_one_passes(project: Project, name: str) -> None:
    project.recipe(id=name)
    assert errors_of(project) == []


@pytest.mark.parametrize("field", ["places", "tags", "related", "adoptions"])
def test_of_a_list_that_is_much_too_long_not_every_item_is_looked_at(project: Project, field: str) -> None:
    item = "{place: x, year: '2014', status: adopted}" if field == "adoptions" else "x"
    new = f"{field}: [{', '.join([item] * 2000)}]\n"
    text = re.sub(rf"(?m)^{field}:.*\n", "", RECIPE).replace("as_of", f"{new}as_of")
    project.write("recipes/ryhma.fi.md", "\n".join(line if len(line) < 4000 else line.replace(", x", ",\n x").replace(
        ", {", ",\n {") for line in text.split("\n")))
    found = [code for *_, code in errors_of(project)]
    assert "too-long" in found and len(found) <= 1 + MOST[field]


@pytest.mark.parametrize(("content", "code", "count"), [
    (b"\0" * 200_000, "control-character", 200_000),
    (("---\n" + "oma: x\n" * 50 + "---\n").encode(), "duplicate-key", 49),
    (RECIPE.replace("**joka viikko**", "<b>joka</b> " * 30).encode(), "raw-html", 30)])
def test_of_one_mistake_made_over_and_over_only_the_first_are_told(project: Project, content: bytes, code: str,
                                                                   count: int) -> None:
    project.write("recipes/ryhma.fi.md", content)
    found = [problem for problem in problems_of(project) if problem.code == code]
    assert [problem.more for problem in found] == [0] * (MOST_TOLD - 1) + [count - MOST_TOLD]
    assert f"The file has {count - MOST_TOLD} more of these." in message(found[-1], catalogues()["en"])
    assert f"Tiedostossa on vielä {count - MOST_TOLD} samanlaista." in message(found[-1], catalogues()["fi"])


def test_why_and_an_example_stand_with_the_first_problem_of_a_code_only(project: Project) -> None:
    project.recipe("**joka viikko**", "<b>a</b>")
    project.recipe("ref: R01", "ref: R02", id="toinen")
    project.write("recipes/kolmas.fi.md", RECIPE.replace("R01", "R03").replace("**joka viikko**", "<i>a</i>"))
    words = catalogues()["en"]
    problems = problems_of(project)
    assert [problem.code for problem in problems] == ["raw-html", "raw-html"]
    assert as_text(problems, words).split("\n")[1:] == [
        f"    Why: {words.problems['raw-html']['why']}", f"    Mend: {words.problems['raw-html']['mend']}",
        "    Example: The group meets **every week**.",
        "recipes/ryhma.fi.md:28:13: raw-html The text holds HTML code: <b>",
        f"    Mend: {words.problems['raw-html']['mend']}"]


def test_two_spellings_of_a_number_are_one(project: Project) -> None:
    project.recipe()
    project.recipe("ref: R01", "ref: R0001", id="toinen")
    assert [code for *_, code in errors_of(project)] == ["duplicate-ref"]


def test_problems_of_the_vocabulary_do_not_hide_those_of_entries(project: Project) -> None:
    works = (ROOT / "vocabulary/works.yml").read_text()
    project.write("vocabulary/works.yml", works + "- {id: x, title: y, yeer: 2014}\n")
    project.recipe("**joka viikko**", "<b>x</b>")
    assert {code for *_, code in errors_of(project)} == {"vocabulary-invalid", "raw-html"}


def test_of_a_source_that_cannot_be_read_the_translation_says_nothing(project: Project) -> None:
    project.write("recipes/ryhma.fi.md", b"\xff")
    project.translation()
    assert errors_of(project) == [("recipes/ryhma.fi.md", 1, 1, "not-utf8")]


@pytest.mark.parametrize("id_", ["keittokirja", "polku"])
def test_an_id_whose_pdf_would_be_taken_for_another_is_refused(project: Project, id_: str) -> None:
    project.recipe(id=id_)
    assert ("duplicate-id" in {code for *_, code in errors_of(project)}) == (id_ in ("keittokirja", "polku"))

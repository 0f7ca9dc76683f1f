"""The classic slips of YAML: each is named by its cause, at its place."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from generator import fields
from generator.check import check_project
from generator.load import MAX_SYNTAX_ERRORS, read_document
from generator.problems import MOST_TOLD
from tests.samples import RECIPE, Project

NBSP = "\u00a0"


def slips(tmp_path: Path, fields: str) -> list[tuple[int, int, str]]:
    file = tmp_path / "entry.fi.md"
    file.write_text(f"---\n{fields}\n---\n\nTeksti.\n", encoding="utf-8")
    return [(problem.line, problem.column, problem.code) for problem in read_document(file, "x")[1]]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: Vantaa: strategia", (2, 14, "yaml-colon")),
        ("summary: >-\n  Teksti.\ntitle: Vantaa: strategia", (4, 14, "yaml-colon")),
        ("title:Otsikko\nsummary: Tiivistelmä", (2, 7, "yaml-colon-space")),
        ("title: Otsikko\ntime:Kaksi tuntia\nwho: Me", (3, 6, "yaml-colon-space")),
        ("source:\n  title: Raportti\n  publisher:Salo", (4, 13, "yaml-colon-space")),
        ("benefits:\n  - Yksi\n  -Kaksi", (4, 4, "yaml-hyphen-space")),
        ("benefits:\n\t- Yksi", (3, 1, "yaml-tab")),
        ("title: Otsikko\n  summary: Tiivistelmä", (3, 10, "yaml-indent")),
        ("benefits:\n  - Yksi\n - Kaksi", (4, 2, "yaml-indent")),
        ("  title: Otsikko\nsummary: Tiivistelmä", (3, 1, "yaml-indent")),
        ("source:\n  title: Raportti\n   publisher: Salo", (4, 13, "yaml-indent")),
        (f"benefits:\n{NBSP}{NBSP}- Yksi", (3, 1, "yaml-no-break-space")),
        (f"benefits:\n  {NBSP}- Yksi", (3, 3, "yaml-no-break-space")),
        (f"title:{NBSP}Otsikko\nsummary: x", (2, 7, "yaml-no-break-space")),
        ("benefits: - Yksi", (2, 11, "yaml-list-on-key-line")),
        ("title: ”Vantaa: strategia”", (2, 8, "smart-quotes")),
        ("title: “Vantaa: strategia”", (2, 8, "smart-quotes")),
        ("title: @salo", (2, 8, "yaml-sign")),
        ("title: `koodi`", (2, 8, "yaml-sign")),
        ("title: **Tärkeä** asia", (2, 8, "yaml-sign")),
        ("cautions:\n  - [Linkki](entry:x) tekstissä", (3, 5, "yaml-sign")),
        ("tags: [a, b\ntitle: x", (2, 7, "yaml-sign")),
        ('title: "Auki', (2, 8, "yaml-quote")),
        ('title: "Vantaa" strategia', (2, 8, "yaml-quote")),
        ("title: Jonossa #2", (2, 15, "yaml-comment")),
        ("title: a\nwho: b\ntitle: c", (4, 1, "duplicate-key")),
    ],
)
def test_each_slip_is_named_by_its_cause(tmp_path: Path, fields: str, expected: tuple[int, int, str]) -> None:
    assert slips(tmp_path, fields)[0] == expected


@pytest.mark.parametrize(("sign", "code"), [('"', "yaml-quote"), ("'", "yaml-quote"), ("@", "yaml-sign"),
                                           ("[", "yaml-sign"), ("{", "yaml-sign"), ("`", "yaml-sign")])
def test_of_a_field_that_cannot_be_read_nothing_else_is_said(project: Project, sign: str, code: str) -> None:
    project.translation()
    for text in [match[0] for match in re.finditer(r"(?m)^(?:[ -]*[a-z_]+: |  - )(?![\[-])\S", RECIPE)]:
        project.recipe(text, f"{text[:-1]}{sign}{text[-1]}")
        assert {problem.code for problem in check_project(project.root).problems} == {code}, text


@pytest.mark.parametrize(("fields", "data"), [
    ("title: Vantaa: strategia: osa\nsummary: ”a: b”", {"title": "Vantaa: strategia: osa", "summary": "a: b"}),
    ("benefits:\n  - Huom: yksi\n    jatkuu\n  - Kaksi", {"benefits": ["Huom: yksi jatkuu", "Kaksi"]}),
    ("benefits:\n\u00a0\u00a0- Yksi\n\u00a0\u00a0- Kaksi", {"benefits": ["Yksi", "Kaksi"]}),
    ('title: "Auki\nsummary: x\nwho: `y\ntime: z', {"summary": "x", "time": "z"}),
    ("results:\n  - figure: 60\n    measures x\nbenefits:\n  - a", {"benefits": ["a"]}),
])
def test_fields_with_slips_are_read_as_if_they_were_mended_or_left_out(tmp_path: Path, fields: str,
                                                                       data: dict[str, Any]) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text(f"---\n{fields}\n---\n\nTeksti.\n", encoding="utf-8")
    document, problems = read_document(file, "x")
    assert problems and document.data == data and document.body == "\nTeksti.\n"
    assert (document.unread == frozenset()) == ('"' not in fields and "results" not in fields)


def test_many_slips_in_a_long_file_are_named_quickly(tmp_path: Path) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text("---\n" + "".join(f"a{number}: b\n" for number in range(20_000)) + "x: 'y' z\n" * 30 + "---\n")
    began = time.process_time()
    assert len(read_document(file, "x")[1]) == MAX_SYNTAX_ERRORS
    # About a tenth of this, though the file is read twenty times over.
    assert time.process_time() - began < 10


def test_a_repeated_field_names_both_lines(tmp_path: Path) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text("---\ntitle: a\nwho: b\ntitle: c\n---\n")
    (problem,) = read_document(file, "x")[1]
    assert (problem.params["first"], problem.params["second"]) == ("2", "4")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("---\ntitle: Otsikko\n----\n\n## Vaiheet\n", (3, "fence-misspelt")),
        ("---\ntitle: Otsikko\n—\n\n## Vaiheet\n", (3, "fence-misspelt")),
        ("---\ntitle: Otsikko\n --- \n\n## Vaiheet\n", (3, "fence-misspelt")),
        ("–--\ntitle: Otsikko\n---\n", (1, "fence-misspelt")),
        ("---\ntitle: Otsikko\n\n## Vaiheet\n\nTeksti.\n", (4, "front-matter-not-closed")),
        ("---\ntitle: Otsikko\n\n## Vaiheet\n\nTeksti: a: b\n\n---\n\nLoppu.\n", (4, "front-matter-not-closed")),
        ("---\ntitle: Otsikko\n\n## Vaiheet\n\nSanottiin\nnäin\nloppu: a: b\n\n---\n", (4, "front-matter-not-closed")),
        ("---\n## Muistiinpano\ntitle: Otsikko\n\n## Vaiheet\n\nTeksti.\n", (5, "front-matter-not-closed")),
        ("---\n## Muistiinpano\ntitle: Otsikko\n----\n\n## Vaiheet\n", (4, "fence-misspelt")),
        ("---\n## Muistiinpano\n## Toinen\n\ntitle: x: y\n---\n\n## Vaiheet\n", (5, "yaml-colon")),
        ("---\n## Muistiinpano\ntitle:Otsikko\nwho: a\n---\n\n## Vaiheet\n", (3, "yaml-colon-space")),
        ("---\nbenefits:\n  - a\n## Muistiinpano\n  - b\ntitle: x: y\n---\n", (6, "yaml-colon")),
        ("title: Otsikko\n", (1, "no-front-matter")),
    ],
)
def test_a_missing_or_misspelt_line_around_the_fields_is_named(tmp_path: Path, content: str,
                                                               expected: tuple[int, str]) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text(content, encoding="utf-8")
    (problem,) = read_document(file, "x")[1]
    assert (problem.line, problem.code) == expected


def test_many_headings_among_the_fields_are_looked_through_quickly(tmp_path: Path) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text("---\n" + "## a\n" * 50_000 + "title: x: y\n---\n")
    began = time.process_time()
    assert [problem.code for problem in read_document(file, "x")[1]] == ["yaml-colon"]
    # About a fiftieth of this; to look from each heading for the field below takes minutes.
    assert time.process_time() - began < 5


def test_fields_without_an_end_are_read_though_the_text_has_a_rule(tmp_path: Path) -> None:
    file = tmp_path / "entry.fi.md"
    file.write_text("---\ntitle: Otsikko\n\n## Vaiheet\n\n* yksi\n\n---\n\nLoppu.\n", encoding="utf-8")
    document, _ = read_document(file, "x")
    assert (document.data, document.unread, document.lost) == ({"title": "Otsikko"}, frozenset(), ())


def found(project: Project, old: str, new: str) -> list[tuple[int, str, str]]:
    project.write("recipes/ryhma.fi.md", RECIPE.replace(old, new, 1))
    return [(problem.line, problem.code,
             problem.params.get("nearest", "")) for problem in check_project(project.root).problems]


@pytest.mark.parametrize("name", ["titel", "Title", "TITLE", "Otsikko", "otsikko", "otsiko"])
def test_a_field_by_another_name_is_offered_its_own(project: Project, name: str) -> None:
    assert found(project, "title: Ryhmä", f"{name}: Ryhmä") == [(15, "unknown-field", "title")]


def test_the_schema_is_made_once_for_all_unknown_fields(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    schema = BaseModel.model_json_schema.__func__
    monkeypatch.setattr(BaseModel, "model_json_schema", classmethod(lambda kind: made.append(kind) or schema(kind)))
    fields._schema.cache_clear()
    names = "".join(f"zz{number}: x\n" for number in range(50))
    assert len(found(project, "title: Ryhmä", f"{names}title: Ryhmä")) == MOST_TOLD
    assert sorted(kind.__name__ for kind in made) == ["SourceFile", "TranslationFile"]


@pytest.mark.parametrize(("name", "meant"),
                         [("Hyödyt", "benefits"), ("haitat", "cautions"), ("Next-review", "next_review"),
                                            ("seuraava tarkistus", "next_review"), ("avainsanat", "tags")])
def test_finnish_names_of_fields_are_known(project: Project, name: str, meant: str) -> None:
    assert ("unknown-field", meant) in [row[1:] for row in found(project, f"\n{meant}:", f"\n{name}:")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("reviewed: 2026-01-01", "reviewed: 1.2.2026", (13, "bad-date", "2026-02-01")),
        ("reviewed: 2026-01-01", "reviewed: ”2026-01-01”", (13, "smart-quotes", "")),
        ("evidence: measured", "evidence: Measured", (8, "unknown-value", "measured")),
        ("  - Varaa aikaa", "  -Varaa aikaa", (23, "yaml-hyphen-space", "")),
    ],
)
def test_values_that_yaml_or_a_word_processor_would_change(project: Project, old: str, new: str,
                                                           expected: tuple[int, str, str]) -> None:
    assert expected in found(project, old, new)


@pytest.mark.parametrize("value", ["no", "yes", "on", "2026-11-21", "12:30", "1e3", "null"])
def test_a_title_of_one_word_stays_that_word(project: Project, value: str) -> None:
    project.recipe("title: Ryhmä alkaa", f"title: {value}")
    checked = check_project(project.root)
    assert checked.cookbook.entries["ryhma"].texts["fi"].title == value


def test_a_verdict_of_yes_is_offered_true(project: Project) -> None:
    project.write("book/worksheets/x.fi.md",
                  "---\ntitle: a\nsummary: b\nclaims:\n  - {claim: c, verdict: yes, reason: d}\n---\n")
    assert ("unknown-value",
            "true") in [(p.code, p.params.get("nearest")) for p in check_project(project.root).problems]

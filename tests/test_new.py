"""Beginning an entry: questions and options, the same rules as for files, and a file that passes."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cli import main
from generator.compose import compose
from generator.load import read_document
from generator.model import SourceFile, Texts
from generator.new import entry_text, shared_facts
from generator.questions import QUESTIONS, chosen, id_from
from tests.samples import ROOT, Project

OPTIONS = {
    "--title": "Salo: työpankki: yhdessä", "--summary": "Yritykset jakavat tekijät.", "--chapter": "yritykset",
    "--places": "Salo, turku", "--tags": "kohde-nuoret,Kela", "--as-of": "2024", "--benefits": "Työtä on.",
    "--cautions": "Sovi säännöt.", "--how": "Työpankki välittää tekijöitä.", "--evidence": "experience",
    "--source-title": "Oma kuvaus", "--publisher": "Salon kaupunki",
}


def run(project: Project, *arguments: str, answers: list[str] | None = None) -> Result:
    text = "\n".join(answers) + "\n" if answers is not None else None
    command = [arguments[0], "--root", str(project.root), "--lang", "fi", *arguments[1:]]
    return CliRunner().invoke(main, command, input=text)


def given(**changed: str) -> list[str]:
    options = OPTIONS | {f"--{name.replace('_', '-')}": value for name, value in changed.items()}
    return [part for pair in options.items() for part in pair]


def problems_of(project: Project) -> list[str]:
    return [problem.code for problem in check_project(project.root).problems]


def test_options_alone_make_a_file_that_passes(project: Project) -> None:
    result = run(project, "new", "recipe", "salo", "--no-questions",
                 *given(results="60 %; sai työtä; kunta", period="2016-02/2018", authors="Työryhmä",
                         adoptions="Tampere; 2025; adapted"))
    assert result.exit_code == 0, result.output
    assert problems_of(project) == []
    entry = check_project(project.root).cookbook.entries["salo"]
    assert (entry.facts.places, entry.facts.tags) == (("salo", "turku"), ("kohde-nuoret", "toimija-kela"))
    assert entry.texts["fi"].title == "Salo: työpankki: yhdessä"
    assert entry.texts["fi"].results[0].counted_by == "kunta"
    assert entry.facts.source.authors == ("Työryhmä",)
    assert [(use.place, use.year, use.status) for use in entry.facts.adoptions] == [("tampere", 2025, "adapted")]
    assert (entry.facts.period.start, entry.facts.period.end) == ("2016-02", "2018")


def test_help_stands_as_comments_beside_every_field(project: Project) -> None:
    run(project, "new", "recipe", "salo", "--no-questions", *given())
    text = (project.root / "recipes/salo.fi.md").read_text()
    assert "# Lyhyt otsikko, josta lukija tunnistaa asian.\ntitle:" in text
    assert "\n# duration: 6 months\n" in text


QUESTIONS_ANSWERED = [
    "2", "Salo: työpankki", "Yritykset jakavat", "tekijät.", "", "yritykst", "", "Turkku", "",
    "nuoret ja valmistuvat, 7", "soon", "2024",
    "", "", "", "", "", "Työtä on.", "", "Soita 040 123 4567.", "", "Sovi säännöt.", "", ".", "Työpankki välittää.",
    "", "- Näin.", ".",
    ".", ".", "3", "", "", "", "", "", "", "", "", "", "Oma kuvaus", "Työryhmä", "", "Salon kaupunki", "", "", "",
    "Tamperi", "2025", "stopped", "", "Tampere", "2025", "kokeiltu ja lopetettu", "", "", "", "salo",
]


def test_questions_are_asked_one_by_one_until_the_answers_pass(project: Project) -> None:
    result = run(project, "new", answers=QUESTIONS_ANSWERED)
    assert result.exit_code == 0, result.output
    assert problems_of(project) == []
    entry = check_project(project.root).cookbook.entries["salo"]
    assert (entry.facts.ref, entry.facts.chapter, entry.facts.places) == ("P01", "yritykset", ("turku",))
    assert entry.facts.tags == ("kohde-nuoret", "kohde-tyonantajat")
    assert entry.texts["fi"].summary == "Yritykset jakavat tekijät."
    assert entry.texts["fi"].cautions == ("Sovi säännöt.",)
    assert entry.texts["fi"].sections["how"] == "Työpankki välittää.\n\n- Näin."
    assert entry.facts.source.authors == ("Työryhmä",)
    assert [(use.place, use.year, use.status) for use in entry.facts.adoptions] == [("tampere", 2025, "stopped")]
    assert "Tarkoititko turku?" in result.output and "Tarkoititko tampere?" in result.output
    assert "Miten kävi (otettu käyttöön, otettu käyttöön muunnettuna, kokeiltu ja lopetettu): " in result.output
    assert "Kentässä as_of pitää olla kokonaisluku" in result.output
    assert "Tekstissä on sähköpostiosoite tai puhelinnumero." in result.output


def test_what_is_given_as_an_option_is_not_asked(project: Project) -> None:
    result = run(project, "new", "recipe", "salo", *given(), answers=[""] * 5 + ["."] * 3 + [""] * 40)
    assert result.exit_code == 0, result.output
    assert "Otsikko\n" not in result.output.replace("Lähde: Otsikko", "")
    assert problems_of(project) == []


@pytest.mark.parametrize("asked", [0, 1, 5, 20])
def test_ending_early_writes_nothing(project: Project, asked: int) -> None:
    result = run(project, "new", answers=QUESTIONS_ANSWERED[:asked])
    assert result.exit_code == 1
    assert "Mitään ei tallennettu." in result.output
    assert not (project.root / "practices").exists()


def test_ctrl_c_writes_nothing(project: Project) -> None:
    process = subprocess.Popen([Path(sys.executable).with_name("cookbook"), "new", "--root", str(project.root),
                                "--lang", "en"],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout and process.stdin
    assert any(b"project?" in line for line in iter(process.stdout.readline, b""))
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    output = process.communicate(timeout=20)[0].decode()
    assert (process.returncode, "Nothing was saved." in output, "Traceback" in output) == (1, True, False)
    assert not (project.root / "recipes").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "<script>alert(1)</script>"}, "--title: Tekstissä on HTML-koodia"),
        ({"places": "Turkku"}, "Tarkoititko turku?"),
        ({"as_of": "eilen"}, "--as-of: Kentässä as_of pitää olla kokonaisluku"),
        ({"evidence": "arvattu"}, "--evidence:"),
        ({"contact": "matti@salo.fi"}, "--contact:"),
        ({"how": "## Jotain muuta"}, "--how: Otsikkoa Jotain muuta ei tunneta"),
        ({"results": "paljon; sai työtä"}, "--results:"),
        ({"adoptions": "Turkku; 2025; adopted"}, "--adoptions: Paikkaa Turkku ei ole"),
        ({"adoptions": "turku; eilen; adopted"}, "--adoptions:"),
        ({"adoptions": "turku; 2025; kesken"}, "--adoptions:"),
        ({"adoptions": "turku; 2025"}, "--adoptions:"),
        ({"results": "60 %"}, "--results:"),
        ({"background": "[x](javascript:alert(1))"}, "--background: Linkin osoite"),
    ],
)
def test_a_wrong_option_is_named_in_the_words_of_the_check(project: Project, changed: dict[str, str],
                                                           said: str) -> None:
    result = run(project, "new", "recipe", "salo", "--no-questions", *given(**changed))
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert not (project.root / "recipes").exists()


def test_missing_options_are_named(project: Project) -> None:
    result = run(project, "new", "recipe", "salo", "--no-questions", "--title", "x")
    assert result.exit_code == 2
    assert "--summary, --chapter" in result.output and "--publisher" in result.output


def test_a_file_that_is_there_is_never_overwritten(project: Project) -> None:
    before = project.recipe(id="salo").read_bytes()
    assert run(project, "new", "recipe", "salo", "--no-questions", *given()).exit_code == 2
    assert (project.root / "recipes/salo.fi.md").read_bytes() == before


@pytest.mark.parametrize("language", list(catalogues()))
def test_the_empty_model_to_copy_is_the_file_that_new_writes(language: str) -> None:
    facts = shared_facts("R31", datetime.date(2026, 11, 21))
    assert (ROOT / f"docs/recipe.{language}.md").read_text("utf-8") == entry_text({}, facts, catalogues()[language],
                                                                                  blank=True)


@pytest.mark.parametrize("text", ["- viiva", "# risti", "a: b", "'auki", '"', "*tähti*", "{a}", "[x](entry:y)", "yes",
                                  "2014", "> 20",
                                  "sana " * 100, "a" * 300, "\u00a0x", "---", "&x *y !z", "ä\u2028b", "%", "@x", "~",
                                  "|", "a #b"])
def test_whatever_is_written_is_read_back_the_same(tmp_path: Path, text: str) -> None:
    values = {"title": text, "benefits": [text, "toinen"], "source": {"title": text},
              "results": [{"figure": "~60 %", "measures": text}]}
    file = tmp_path / "x.fi.md"
    file.write_text(compose(values, {"how": "x"}, catalogues()["fi"]), encoding="utf-8")
    document, problems = read_document(file, "x")
    same = " ".join(text.split())
    assert problems == []
    assert document.data["title"] == same
    assert document.data["benefits"] == [same, "toinen"]
    assert document.data["source"]["title"] == document.data["results"][0]["measures"] == same


def test_every_field_of_an_entry_is_asked_or_follows_by_itself() -> None:
    asked = {question.name.partition(".")[0] for question in QUESTIONS}
    by_itself = {"ref", "published", "reviewed", "next_review", "sections"}
    assert set(SourceFile.model_fields) == (asked | by_itself) - {"section"}
    assert {question.name for question in QUESTIONS if question.required} >= {
        name for name, field in Texts.model_fields.items() if field.is_required()}


def test_ids_are_made_of_titles() -> None:
    assert id_from("Ääkkösiä: Åland & työ – 2026!") == "aakkosia-aland-tyo-2026"
    assert chosen("2", {"a": "A", "b": "B"}) == ("b", "")
    assert chosen("tampereen", {"tampere": "Tampere"}) == ("", "tampere")

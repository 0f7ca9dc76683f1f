"""Preparing translations, seeing what waits, comparing two states, describing the fields for editors."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cli import main
from generator.files import CONTENT
from generator.parts import FOLDERS
from generator.schema import schemas
from generator.vocabulary import BOOK, FILES, read_vocabulary
from tests.editors import CoreLoader, misfits
from tests.samples import RECIPE, ROOT, TRANSLATION, Project


def run(project: Project, *arguments: str) -> Result:
    return CliRunner().invoke(main, [arguments[0], "--root", str(project.root), "--lang", "en", *arguments[1:]])


def codes(project: Project, path: str) -> set[str]:
    return {problem.code for problem in check_project(project.root).problems if problem.path == path}


def test_a_prepared_translation_passes_once_it_is_filled_in(project: Project) -> None:
    project.recipe()
    result = run(project, "translate", "R01", "--to", "en")
    assert result.exit_code == 0, result.output
    file = project.root / "recipes/ryhma.en.md"
    text = file.read_text()
    assert "# Kymmenen ihmistä aloittaa yhdessä.\nsummary:\n" in text
    assert "# Ryhmä tapaa **joka viikko**.\n" in text
    assert "  # about 60%\n    # osallistujista sai työtä\n" in text
    assert codes(project, "recipes/ryhma.en.md") == {"empty-field", "empty-section"}
    filled = re.sub(r"(?m)^((?:  )?(?:  |- )?(?:title|summary|measures):|  -)$", r"\1 A text.", text)
    file.write_text(filled.replace("## How it works\n", "## How it works\n\nA text.\n"))
    assert codes(project, "recipes/ryhma.en.md") == set()


def test_a_translation_that_is_there_is_never_touched(project: Project) -> None:
    project.recipe()
    before = project.translation().read_bytes()
    result = run(project, "translate", "ryhma", "--to", "en")
    assert (result.exit_code, "not touched" in result.output) == (2, True)
    assert (project.root / "recipes/ryhma.en.md").read_bytes() == before


@pytest.mark.parametrize(("arguments", "said"),
                         [(("nothing", "--to", "en"), "There is no nothing."), (("ryhma", "--to", "fi"), "already")])
def test_what_cannot_be_translated_is_said(project: Project, arguments: tuple[str, ...], said: str) -> None:
    project.recipe()
    result = run(project, "translate", *arguments)
    assert (result.exit_code, said in result.output) == (2, True)


def real_files(project: Project, *folders: str) -> list[str]:
    """Copy the real content; return the ids of its parts that have a translation into English."""
    for folder in ("recipes", "practices", "book"):
        shutil.copytree(ROOT / folder, project.root / folder, dirs_exist_ok=True)
    return [f"{folder}/{file.name.split('.')[0]}" for folder in folders
            for file in sorted((project.root / "book" / folder).glob("*.en.md"))]


def test_entries_and_parts_of_every_form_can_be_prepared(project: Project) -> None:
    ids = [*real_files(project, *FOLDERS), "hakonen", "foreword"]
    for id_ in ids:
        found = [*project.root.glob(f"*/{id_}.en.md")]
        assert len(found) == 1, id_
        found[0].unlink()
        result = run(project, "translate", id_, "--to", "en")
        assert result.exit_code == 0, result.output
        path = found[0].relative_to(project.root).as_posix()
        # The fields are right and complete; they only wait for their texts.
        assert codes(project, path) <= {"empty-field", "empty-section"}, path
        assert len(found[0].read_text().splitlines()) > 8


def test_status_lists_all_that_waits(project: Project) -> None:
    project.recipe("published:", "related: [olematon]\npublished:")
    project.translation("translation_of: fi",
                        "translation_of: fi\ndigests: {title: 000000000000, summary: 000000000000}")
    project.write("recipes/toinen.fi.md", project.recipe("R01", "R02", id="toinen").read_bytes())
    result = run(project, "status", "--format", "json", "--today", "2027-01-11")
    found = json.loads(result.output)
    assert result.exit_code == 0
    assert [(due["ref"], due["days"]) for due in found["due"]] == [("R01", 10), ("R02", 10)]
    assert ("recipes/ryhma.en.md", "title") in [(row["path"], row["field"]) for row in found["behind"]]
    assert {"path": "recipes/toinen.en.md", "field": ""} in found["untranslated"]
    assert [(row["line"], row["code"]) for row in found["broken"]] == [(12, "unknown-entry")]


def test_status_counts_from_the_day_that_is_asked_for(project: Project) -> None:
    project.recipe()
    assert "0 entries due" in run(project, "status", "--today", "2026-12-31").output
    assert "1 entry due" in run(project, "status", "--today", "2027-01-01").output
    output = run(project, "status", "--today", "2026-12-01", "--within", "60").output
    assert "  R01  ryhma  2027-01-01  -31" in output


def test_a_field_without_translation_is_named(project: Project) -> None:
    project.recipe("benefits:", "who: Kaksi ohjaajaa\nbenefits:")
    project.translation()
    found = json.loads(run(project, "status", "--format", "json").output)
    assert {"path": "recipes/ryhma.en.md", "field": "who"} in found["untranslated"]


def test_texts_that_a_translation_has_left_empty_are_untranslated(project: Project) -> None:
    project.recipe()
    run(project, "translate", "ryhma", "--to", "en")
    found = json.loads(run(project, "status", "--format", "json").output)
    assert [row["field"] for row in found["untranslated"] if row["path"] == "recipes/ryhma.en.md"] == [
        "title", "summary", "measures (results 1)", "benefits 1", "cautions 1", "How it works"]
    assert found["files_with_errors"] == 1
    assert run(project, "status").output.endswith("\n\n1 file has errors, see: cookbook check\n")


def test_a_translation_that_cannot_be_read_is_not_called_untranslated(project: Project) -> None:
    project.recipe()
    project.translation("title: A group begins", "title: A group: begins")
    found = json.loads(run(project, "status", "--format", "json").output)
    assert (found["untranslated"], found["files_with_errors"]) == ([], 1)


def test_status_of_files_without_errors_says_nothing_of_errors(project: Project) -> None:
    project.recipe()
    project.translation()
    assert json.loads(run(project, "status", "--format", "json").output)["files_with_errors"] == 0
    assert "errors" not in run(project, "status").output


@pytest.mark.parametrize(("broken", "code"), [("recipes/toinen.fi.md", 0), ("recipes/toinen.en.md", 0),
                                              ("recipes/ryhma.fi.md", 1), ("recipes/ryhma.en.md", 1)])
def test_stamping_a_file_minds_errors_of_that_file_and_its_source_only(project: Project, broken: str,
                                                                       code: int) -> None:
    project.recipe()
    project.translation()
    project.recipe("R01", "R02", id="toinen")
    project.translation(id="toinen")
    file = project.root / broken
    file.write_text(re.sub("(?m)^summary: ", "summary: a: ", file.read_text()))
    result = run(project, "stamp", str(project.root / "recipes/ryhma.en.md"))
    assert result.exit_code == code
    assert result.output == "recipes/ryhma.en.md\n" if code == 0 else result.output.startswith(f"{broken}:")
    assert run(project, "stamp").exit_code == 1


@pytest.fixture
def former(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project as it was before a test changes it."""
    project.recipe()
    project.translation()
    folder = tmp_path_factory.mktemp("former")
    for name in ("recipes", "book", "vocabulary"):
        shutil.copytree(project.root / name, folder / name)
    return folder


def changed(former: Path, project: Project, language: str = "en") -> str:
    result = CliRunner().invoke(main, ["changes", "--lang", language, str(former), str(project.root)])
    assert result.exit_code == 0, result.output
    return result.output


def test_nothing_changed_is_said_so(project: Project, former: Path) -> None:
    project.recipe("summary: Kymmenen ihmistä", "summary: >-\n  Kymmenen\n  ihmistä")
    assert changed(former, project).startswith("Nothing changes for the reader.")


def test_changes_name_what_a_reader_finds_different(project: Project, former: Path) -> None:
    project.recipe("Ryhmä tukee", "Ryhmä auttaa")
    project.recipe("R01", "R02", id="toinen")
    (project.root / "recipes/ryhma.en.md").unlink()
    tags = project.root / "vocabulary/tags.yml"
    tags.write_text(tags.read_text().replace("Nuoret ja valmistuvat", "Nuoret"))
    assert changed(former, project) == """\
New: 1
  - R02 Ryhmä alkaa (Suomi, recipes/toinen.fi.md)

Changed: 2
  - R01 Ryhmä alkaa: Benefits (Suomi, recipes/ryhma.fi.md)
  - kohde-nuoret (vocabulary/tags.yml)

Removed: 1
  - A group begins (English, recipes/ryhma.en.md)

The check finds no errors.
"""


def test_files_that_cannot_be_read_are_not_called_removed(project: Project, former: Path) -> None:
    project.recipe("summary: Kymmenen", "summary: Huom: kymmenen")
    project.write("recipes/uusi.fi.md", b"\xff\xfe")
    (project.root / "vocabulary/tags.yml").write_text("- id: [\n")
    assert changed(former, project).startswith("""\
Cannot be read, so nobody can tell what changes: 3
  - R01 Ryhmä alkaa (recipes/ryhma.fi.md)
  - uusi.fi.md (recipes/uusi.fi.md)
  - tags.yml (vocabulary/tags.yml)

The check finds""")
    assert changed(former, project, "fi").startswith("Ei voida lukea, joten muutoksia ei tiedetä: 3\n")


def test_a_file_that_can_be_read_again_is_changed_and_not_new(project: Project, former: Path) -> None:
    file = former / "recipes/ryhma.fi.md"
    file.write_text(file.read_text().replace("summary: Kymmenen", "summary: Huom: kymmenen"))
    assert changed(former, project).startswith("Changed: 1\n  - R01 Ryhmä alkaa (Suomi, recipes/ryhma.fi.md)\n\n")
    (project.root / "recipes/ryhma.fi.md").unlink()
    assert "Removed: 1\n  - ryhma.fi.md (recipes/ryhma.fi.md)\n" in changed(former, project)


def test_changes_of_hostile_content_stay_plain_lines(project: Project, former: Path) -> None:
    project.recipe("Ryhmä alkaa", "\"x\\n::set-env name=a::b\\n`$(id)` <script>\"", id="paha")
    project.write("recipes/rikki.fi.md", b"\xff\xfe")
    lines = changed(former, project).splitlines()
    assert not any(line.startswith("::") for line in lines)
    assert lines[-1].startswith("The check finds")


@pytest.mark.parametrize("language", list(catalogues()))
def test_schemas_describe_every_field_in_the_language_asked_for(language: str) -> None:
    words = catalogues()[language]
    found = schemas(words, read_vocabulary(ROOT)[0])
    assert {"entry", "entry-translation", "menu", "worksheet", "memo", "part", "tags", "glossary", "book"} <= set(found)
    for name in ("entry", "entry-translation", "menu", "worksheet"):
        nodes = [("", found[name]), *found[name].get("$defs", {}).items()]
        for kind, node in nodes:
            for field, value in node["properties"].items():
                assert value.get("description"), (name, kind, field)
    entry = found["entry"]
    assert entry["properties"]["title"]["description"] == words("help.title")
    assert "strategia" in entry["properties"]["chapter"]["enum"]
    assert "tampere" in entry["properties"]["places"]["items"]["enum"]
    assert {"title", "benefits", "cautions", "ref"} <= set(entry["required"])
    assert entry["additionalProperties"] is False
    assert entry["properties"]["title"]["maxLength"] == 120


def schema_of(path: Path, data: Any) -> str:
    """The name of the schema that an editor is to use for a file of the project."""
    if path.parts[0] == "vocabulary":
        return next(name for name, (file, _) in FILES.items() if file == path.as_posix())
    if path.as_posix() == BOOK:
        return "book"
    kind = {"memos": "memo", "worksheets": "worksheet", "menus": "menu"}.get(path.parent.name, "part")
    kind = "entry" if path.parts[0] in ("recipes", "practices") else kind
    return f"{kind}-translation" if "translation_of" in data else kind


def test_every_file_of_the_project_fits_its_schema_as_an_editor_reads_it() -> None:
    found = schemas(catalogues()["en"], read_vocabulary(ROOT)[0])
    files = [file for folder in CONTENT for file in sorted((ROOT / folder).rglob("*.*"))
             if file.suffix in (".md", ".yml")]
    wrong = {}
    for file in files:
        text = file.read_text(encoding="utf-8")
        data = yaml.load(text.split("\n---\n")[0] if file.suffix == ".md" else text, Loader=CoreLoader)
        path = file.relative_to(ROOT)
        schema = found[schema_of(path, data)]
        wrong[path.as_posix()] = misfits(data, schema, schema)
    assert len(files) > 150 and {path: each for path, each in wrong.items() if each} == {}


@pytest.mark.parametrize(("field", "value", "fits"), [
    ("title", "3.3", False), ("funding", "3.3", True), ("funding", "2014", True), ("funding", "[]", False),
    ("as_of", "2014", True), ("as_of", "vuosi", False), ("evidence", "arvattu", False), ("oma", "x", False)])
def test_a_schema_tells_what_fits_from_what_does_not(field: str, value: str, fits: bool) -> None:
    schema = schemas(catalogues()["en"], read_vocabulary(ROOT)[0])["entry"]
    data = yaml.load(RECIPE.split("---\n")[1], Loader=CoreLoader) | yaml.load(f"{field}: {value}", Loader=CoreLoader)
    assert (misfits(data, schema, schema) == []) == fits


@pytest.mark.parametrize("digest", ["123456789012", "12345678e901", "012345678901"])
def test_a_digest_that_looks_like_a_number_fits_its_schema(digest: str) -> None:
    schema = schemas(catalogues()["en"], read_vocabulary(ROOT)[0])["entry-translation"]
    data = yaml.load(f"{TRANSLATION.split('---')[1]}digests:\n  title: {digest}\n", Loader=CoreLoader)
    assert not isinstance(data["digests"]["title"], str) and misfits(data, schema, schema) == []


def test_schemas_are_printed_or_written(project: Project, tmp_path: Path) -> None:
    assert json.loads(run(project, "schema", "entry").output)["$schema"].startswith("https://json-schema.org/")
    assert "entry" in json.loads(run(project, "schema").output)
    assert run(project, "schema", "--output", str(tmp_path / "out")).exit_code == 0
    assert json.loads((tmp_path / "out/tags.schema.json").read_text())["type"] == "array"
    assert run(project, "schema", "nothing").exit_code == 2

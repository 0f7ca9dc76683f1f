"""The command line: exit codes, plain messages, and an old site that no bad file can touch."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator.build import build_site
from generator.check import check_project
from generator.cli import main
from generator.load import MAX_BYTES
from tests.samples import RECIPE, Project


def run(project: Project, *arguments: str) -> Result:
    # In Finnish unless told otherwise, whatever the machine's own language.
    runner = CliRunner(env={"LC_ALL": "fi_FI.UTF-8"})
    return runner.invoke(main, [arguments[0], "--root", str(project.root), *arguments[1:]])


@pytest.mark.parametrize(("locale", "expected"), [("en_GB.UTF-8", "1 file checked"), ("fi_FI", "1 tiedosto"), ("C.UTF-8", "1 tiedosto")])
def test_messages_come_in_the_users_language(project: Project, locale: str, expected: str) -> None:
    project.recipe()
    runner = CliRunner(env={"LC_ALL": "", "LC_MESSAGES": "", "LANG": locale})
    assert expected in runner.invoke(main, ["check", "--root", str(project.root)]).output


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert main.commands[command].help.split("\n")[0] in " ".join(result.output.split())
    options = [option for option in main.commands[command].params if isinstance(option, click.Option)]
    assert all(option.help for option in options)


def test_check_ends_with_0_where_all_is_well(project: Project) -> None:
    project.recipe()
    result = run(project, "check", "--lang", "en")
    assert (result.exit_code, result.output) == (0, "1 file checked, 0 errors, 0 warnings\n")


def test_check_prints_place_code_message_and_mend(project: Project) -> None:
    project.recipe("as_of: 2014", "as_of: vuosi")
    result = run(project, "check")
    assert result.exit_code == 1
    assert "recipes/ryhma.fi.md:6:8: expected-number Kentässä as_of pitää olla kokonaisluku, ei vuosi." in result.output
    assert "    Korjaus: Kirjoita pelkkä luku, esimerkiksi 2014." in result.output


def test_check_speaks_json_to_programs(project: Project) -> None:
    project.recipe("as_of: 2014", "as_of: vuosi")
    (problem,) = json.loads(run(project, "check", "--format", "json", "--lang", "en").output)
    assert (problem["path"], problem["line"], problem["column"], problem["code"], problem["severity"]) == (
        "recipes/ryhma.fi.md", 6, 8, "expected-number", "error")


def test_check_annotates_pull_requests(project: Project) -> None:
    project.recipe("as_of: 2014", "as_of: vuosi")
    output = run(project, "check", "--format", "github", "--lang", "en").output
    assert output.startswith("::error file=recipes/ryhma.fi.md,line=6,col=8,title=expected-number::")


def test_wrong_use_ends_with_2(project: Project) -> None:
    assert run(project, "check", "--format", "xml").exit_code == 2
    assert run(project, "new", "recipe", "Iso Kirjain").exit_code == 2


def test_a_new_entry_lacks_only_what_is_to_be_filled_in(project: Project) -> None:
    project.recipe()
    for language in ("fi", "en"):
        result = run(project, "new", "recipe", f"uusi-{language}", "--blank", "--lang", language)
        assert result.exit_code == 0, result.output
    problems = json.loads(run(project, "check", "--format", "json").output)
    assert {problem["code"] for problem in problems} == {"empty-field", "empty-section"}
    assert "ref: R02" in (project.root / "recipes/uusi-fi.fi.md").read_text()
    assert "ref: R03" in (project.root / "recipes/uusi-en.en.md").read_text()


BAD = {
    "broken YAML": b"---\ntitle: Vantaa: strategia\n---\n",
    "a missing field": RECIPE.replace("title: Ryhmä alkaa\n", "").encode(),
    "a wrong type": RECIPE.replace("as_of: 2014", "as_of: [a]").encode(),
    "invalid UTF-8": RECIPE.replace("Ryhmä alkaa", "Ryhm\udce4").encode("utf-8", "surrogateescape"),
    "raw HTML": RECIPE.replace("Ryhmä alkaa", "Ryhmä <img src=x onerror=alert(1)>").encode(),
    "a javascript: link": RECIPE.replace("**joka viikko**", "[x](javascript:alert(1))").encode(),
    "5 MB": RECIPE.encode() + b"x" * (5 * 1024 * 1024),
    "nothing": b"",
}


@pytest.fixture
def built(project: Project) -> Project:
    """A project with a site."""
    project.recipe()
    assert run(project, "build", "--no-pdf").exit_code == 0
    return project


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_bad_files_stop_the_build_all_are_named_and_the_old_site_stays(built: Project) -> None:
    assert MAX_BYTES < 5 * 1024 * 1024
    before = snapshot(built.root / "site")
    for number, content in enumerate(BAD.values()):
        content = content.replace(b"ref: R01", f"ref: R{number + 10}".encode())
        built.write(f"recipes/bad-{number}.fi.md", content)
    result = run(built, "build")
    assert result.exit_code == 1
    for number, name in enumerate(BAD):
        assert f"recipes/bad-{number}.fi.md:" in result.output, name
    assert "Traceback" not in result.output
    assert "Edellinen sivusto on ennallaan" in result.output
    assert snapshot(built.root / "site") == before


def test_byte_order_mark_and_windows_line_ends_build(project: Project) -> None:
    project.write("recipes/ryhma.fi.md", b"\xef\xbb\xbf" + RECIPE.replace("\n", "\r\n").encode())
    assert run(project, "build", "--no-pdf").exit_code == 0


def downloads_linked(site: Path) -> set[str]:
    """The names of the PDFs and EPUBs that some page leads to."""
    pages = [file.read_text("utf-8") for file in site.rglob("*.html")]
    return {name for text in pages for name in re.findall(r'href="[^"]*downloads/([^"]*)"', text)}


def test_without_pdfs_no_page_leads_to_one_but_says_that_it_is_missing(built: Project) -> None:
    entry = built.root / "site" / "reseptit" / "ryhma" / "index.html"
    assert downloads_linked(built.root / "site") == set()
    assert "ei tehty tähän esikatseluun" in entry.read_text("utf-8")


def test_pages_built_without_pdfs_lead_to_those_of_the_former_build(built: Project) -> None:
    for name in ("ryhma-fi.pdf", "keittokirja-fi.pdf", "keittokirja-en.epub"):
        built.write(f"site/downloads/{name}", "%PDF-1.7")
    cookbook = check_project(built.root).cookbook
    for site in (built.root / "site", built.root / "build" / "preview"):
        build_site(built.root, cookbook, site, pdf=False)
        assert downloads_linked(site) == {"ryhma-fi.pdf", "keittokirja-fi.pdf", "keittokirja-en.epub"}
        assert "ei tehty tähän" not in (site / "reseptit" / "ryhma" / "index.html").read_text("utf-8")


def test_a_repeated_build_makes_nothing(built: Project) -> None:
    before = (built.root / "site" / "index.html").stat().st_ino
    result = run(built, "build", "--no-pdf", "--lang", "en")
    assert "Nothing has changed" in result.output
    assert (built.root / "site" / "index.html").stat().st_ino == before


def test_a_changed_entry_is_made_anew_and_a_removed_one_is_gone(built: Project) -> None:
    page = built.root / "site" / "reseptit" / "ryhma" / "index.html"
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    built.recipe("R01", "R02", id="toinen")
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert "Ryhmä jatkaa" in page.read_text()
    (built.root / "recipes" / "toinen.fi.md").unlink()
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert page.exists()
    assert not (built.root / "site" / "reseptit" / "toinen").exists()


def test_what_a_former_version_left_in_the_work_folder_is_not_in_the_site(built: Project) -> None:
    built.write("build/pages/fi/former-index.json", "{}")
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert not (built.root / "site" / "former-index.json").exists()


def test_a_build_equals_a_build_from_nothing(built: Project) -> None:
    """What the cache of pages gives is what building all pages gives."""
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    assert run(built, "build", "--no-pdf").exit_code == 0
    from_cache = snapshot(built.root / "site")
    for path in sorted((built.root / "build").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (built.root / "site" / ".build").unlink()
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert snapshot(built.root / "site") == from_cache


def test_a_broken_configuration_is_a_plain_message(built: Project) -> None:
    before = snapshot(built.root / "site")
    built.write("mkdocs.yml", "site_name: [")
    result = run(built, "build", "--no-pdf")
    assert result.exit_code == 1
    assert result.output.count("mkdocs.yml") and "Traceback" not in result.output
    assert snapshot(built.root / "site") == before


def test_pdf_sets_what_is_asked_for(project: Project, tmp_path: Path) -> None:
    project.recipe()
    folder = tmp_path / "pdfs"
    result = run(project, "pdf", "R01", "asiakkaat", "--output", str(folder))
    assert result.exit_code == 0, result.output
    assert sorted(file.name for file in folder.iterdir()) == ["keittokirja-fi-asiakkaat.pdf", "ryhma-fi.pdf"]
    assert all(file.read_bytes().startswith(b"%PDF-") for file in folder.iterdir())


@pytest.mark.parametrize(("what", "path", "refused"), [
    ("ryhma", "recipes/ryhma.fi.md", True),
    ("R01", "recipes/ryhma.fi.md", True),
    ("ryhma", "recipes/toinen.fi.md", True),  # its title stands there as that of a related entry
    ("ryhma", "recipes/kolmas.fi.md", False),
    ("asiakkaat", "recipes/kolmas.fi.md", True),
])
def test_a_handout_is_refused_for_what_stands_on_it(project: Project, tmp_path: Path, what: str, path: str,
                                                    refused: bool) -> None:
    """A chapter is refused for any text, a handout for its own and those that it cites."""
    project.recipe("published:", "related: [toinen]\npublished:")
    for number, id_ in ((2, "toinen"), (3, "kolmas")):
        project.write(f"recipes/{id_}.fi.md", RECIPE.replace("R01", f"R0{number}"))
    file = project.root / path
    file.write_text(file.read_text("utf-8").replace("title: Ryhmä", "title: <b>Ryhmä"), "utf-8")
    line = file.read_text("utf-8").splitlines().index("title: <b>Ryhmä alkaa") + 1
    folder = tmp_path / "pdfs"
    result = run(project, "pdf", what, "--output", str(folder))
    assert (result.exit_code, f"{path}:{line}:" in result.output) == ((1, True) if refused else (0, False))
    assert folder.exists() != refused


def test_a_handout_is_refused_for_a_label_that_stands_on_it(project: Project, tmp_path: Path) -> None:
    project.recipe()
    places = project.root / "vocabulary" / "places.yml"
    places.write_text(places.read_text("utf-8").replace("Tampere", "<b>Tampere", 1), "utf-8")
    result = run(project, "pdf", "ryhma", "--output", str(tmp_path))
    assert (result.exit_code, "vocabulary/places.yml:" in result.output) == (1, True)


def test_pdf_offers_the_nearest_id_for_an_unknown_one(project: Project) -> None:
    project.recipe()
    result = run(project, "pdf", "ryhmat", "--lang", "en")
    assert (result.exit_code, "There is no ryhmat. Did you mean ryhma?" in result.output) == (2, True)


def test_a_page_follows_what_it_shows_of_others(built: Project) -> None:
    """A related entry's title and a tag's label are on the page, though the entry stays as it is."""
    built.recipe("published:", "related: [toinen]\npublished:")
    other = built.write("recipes/toinen.fi.md", RECIPE.replace("R01", "R02").replace("Ryhmä alkaa", "Toinen ryhmä"))
    page = built.root / "site" / "reseptit" / "ryhma" / "index.html"
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert "Toinen ryhmä" in page.read_text()
    other.write_text(other.read_text().replace("Toinen ryhmä", "Kolmas ryhmä"))
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert "Kolmas ryhmä" in page.read_text()
    tags = built.root / "vocabulary" / "tags.yml"
    tags.write_text(tags.read_text().replace("Nuoret ja valmistuvat", "Nuoret ihmiset"))
    assert run(built, "build", "--no-pdf").exit_code == 0
    assert "Nuoret ihmiset" in page.read_text()

"""The documents say what is so: the commands that they name exist and are those that CI runs."""

from __future__ import annotations

import re

import pytest

from generator.cli import main
from generator.model import SourceFile
from tests.pictures import MOST_BYTES
from tests.samples import ROOT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    commands = re.findall(r"^make \w+", read("README.md"), re.MULTILINE)
    assert commands == ["make site", "make test"]
    assert re.findall(r"^make \w+", read(".ci/run"), re.MULTILINE) == ["make test"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_is_named_exists(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", read(name), re.MULTILINE)) <= targets
    assert set(re.findall(r"\.venv/bin/cookbook ([a-z]+)", read(name))) <= set(main.commands)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_file_leads_to_it(name: str) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", read(name)):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_to_a_heading_leads_to_it(name: str) -> None:
    headings = re.findall(r"^#+ (.+)$", read(name), re.MULTILINE)
    # As the host makes addresses of headings: small letters, hyphens for spaces, no other signs.
    known = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", read(name))) <= known


def test_pictures_say_what_they_show_in_the_language_of_the_guide_and_are_small() -> None:
    shown = set()
    for code, part in zip(("fi", "en"), read("CONTRIBUTING.md").split("\n---\n"), strict=True):
        pictures = re.findall(r"!\[([^\]]*)\]\(docs/([^)]+)\)", part)
        assert len(pictures) == 7 and all(len(said) > 40 and name.endswith(f".{code}.png") for said, name in pictures)
        shown |= {name for _, name in pictures}
    assert {file.name for file in (ROOT / "docs").glob("*.png")} == shown | {"entry.png"}
    assert all(file.stat().st_size <= MOST_BYTES for file in (ROOT / "docs").glob("*.png"))


def test_contributing_explains_every_field_in_both_languages() -> None:
    finnish, english = read("CONTRIBUTING.md").split("\n---\n")
    for part in (finnish, english):
        tables = " ".join(line for line in part.splitlines() if line.startswith("| `"))
        assert set(SourceFile.model_fields) - {"sections", "adoptions"} <= set(re.findall(r"`([a-z_]+)`", tables))


def test_the_readme_says_what_each_dependency_is_for() -> None:
    named = re.findall(r'^  "([a-z0-9-]+)', read("pyproject.toml"), re.MULTILINE)
    table = re.search(r"## What each dependency is for.*?\n\n(.*?)\n\n", read("README.md"), re.DOTALL).group(1)
    assert set(named) - {"generator*"} <= set(re.findall(r"[a-z0-9-]+", table))


def test_no_file_names_an_index_or_a_place_outside_the_project() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"^--|://", file.read_text(encoding="utf-8"), re.MULTILINE), file
    for file in [ROOT / name for name in DOCUMENTS] + sorted((ROOT / "generator").rglob("*.py")):
        assert "../" + "shared" not in file.read_text(encoding="utf-8"), file

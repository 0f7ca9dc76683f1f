"""The workflows: least privilege, pinned actions, and nothing of a contribution in a command."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from generator.files import CONTENT
from tests.samples import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))

OURS = re.compile(
    r"github\.(?:server_url|repository|event\.pull_request\.(?:number|base\.sha))"
    r"|steps\.\w+\.outputs\.(?:base|page)_url|!cancelled\(\)"
)
"""The expressions that hold nothing that a contributor may choose."""


def read(file: Path) -> Any:
    # Without types: ``on`` would be read as true.
    return yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)


def steps(workflow: Any) -> list[Any]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def each(name: str = "file") -> Any:
    return pytest.mark.parametrize(name, WORKFLOWS, ids=lambda file: file.stem)


def test_there_is_a_workflow_for_each_purpose() -> None:
    assert [file.stem for file in WORKFLOWS] == ["check", "links", "publish", "test"]


@each()
def test_no_command_holds_an_expression(file: Path) -> None:
    assert [step["run"] for step in steps(read(file)) if "${{" in step.get("run", "")] == []


@each()
def test_expressions_hold_nothing_that_a_contributor_chooses(file: Path) -> None:
    found = re.findall(r"\$\{\{\s*(.*?)\s*\}\}", file.read_text("utf-8"))
    assert [text for text in found if not OURS.fullmatch(text)] == []


@each()
def test_tokens_may_only_read_unless_a_job_publishes(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        writing = {what for what, right in job.get("permissions", {}).items() if right == "write"}
        assert not writing or (file.stem, name, writing) == ("publish", "publish", {"pages", "id-token"})
    assert "secrets." not in file.read_text("utf-8")


def test_only_what_is_on_main_is_published() -> None:
    assert read(ROOT / ".github/workflows/publish.yml")["on"] == {"push": {"branches": ["main"]},
                                                                  "workflow_dispatch": ""}


@each()
def test_no_request_runs_with_the_rights_of_the_repository(file: Path) -> None:
    assert not {"pull_request_target", "workflow_run", "issue_comment", "issues"} & set(read(file)["on"])


@each()
def test_actions_are_pinned_and_keep_no_credentials(file: Path) -> None:
    for step in steps(read(file)):
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"]), step["uses"]
            if "checkout" in step["uses"]:
                assert step["with"]["persist-credentials"] == "false"


@each()
def test_every_job_ends_some_time(file: Path) -> None:
    assert all(int(job["timeout-minutes"]) <= 60 for job in read(file)["jobs"].values())


def test_a_requests_content_is_built_with_the_base_branchs_program() -> None:
    check = steps(read(ROOT / ".github/workflows/check.yml"))
    base, proposed = (step["with"] for step in check if "checkout" in step.get("uses", ""))
    assert base == {"ref": "${{ github.event.pull_request.base.sha }}", "persist-credentials": "false"}
    assert proposed["path"] == "build/proposed"
    commands = "\n".join(step.get("run", "") for step in check)
    # Only folders of content are taken from it, and no link among them is followed.
    taken = re.search(r"for folder in ([a-z ]+); do", commands)
    assert taken and set(taken[1].split()) == set(CONTENT)
    assert "pip" not in commands and re.findall(r"make \S+", commands) == ["make .venv/.site"]
    assert re.findall(r"\S*build/proposed\S*", commands) == ['"build/proposed/$folder"']
    assert all("--no-dereference" in line for line in commands.splitlines() if line.strip().startswith("cp "))


HOSTILE = ["x;touch HACKED;.fi.md", "$(touch HACKED).fi.md", "`touch HACKED`.fi.md", "-rf.fi.md",
           "a\n::error::b.fi.md", "a\n##[add-mask]b.fi.md", "##[stop-commands]x.fi.md", "\x1b[31m.fi.md"]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What stands in the runner's folder once both states are checked out and the program is set up."""
    for root in (tmp_path, tmp_path / "build" / "proposed"):
        for folder in CONTENT:
            shutil.copytree(ROOT / folder, root / folder)
        (root / "Makefile").write_text(".venv/.site:\n\ttouch HACKED\n")
    shutil.copyfile(ROOT / "mkdocs.yml", tmp_path / "mkdocs.yml")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "cookbook").symlink_to(Path(sys.executable).with_name("cookbook"))
    return tmp_path


def run_step(checkout: Path, name: str) -> subprocess.CompletedProcess[str]:
    """Run the commands of a step of the check as the runner does (its documentation: ``bash -e``)."""
    (step,) = (each for each in steps(read(ROOT / ".github/workflows/check.yml")) if each.get("name") == name)
    return subprocess.run(["bash", "-e", "-c", step["run"]], cwd=checkout, text=True, capture_output=True, timeout=300,
                          env={**os.environ, "GITHUB_STEP_SUMMARY": str(checkout / "summary.md")})


def test_hostile_names_and_links_do_nothing_and_are_named(checkout: Path) -> None:
    proposed, secret = checkout / "build" / "proposed", checkout / "secret"
    secret.write_text("salainen")
    good = (proposed / "recipes" / "hakonen.fi.md").read_text("utf-8")
    for name in HOSTILE:
        (proposed / "recipes" / name).write_text(good, "utf-8")
    (proposed / "recipes" / "zz.fi.md").write_text('---\ntitle: "::stop-commands::x ##[stop-commands]x"\n---\n')
    links = ["recipes/link.fi.md", "book/link", "vocabulary/search/link.txt"]
    for link in links:
        (proposed / link).symlink_to(secret)
    shutil.rmtree(proposed / "practices")
    (proposed / "practices").symlink_to(checkout)
    assert run_step(checkout, "Put the two states of the content side by side").returncode == 0
    listed = run_step(checkout, "List what changes for the reader")
    assert (listed.returncode, listed.stdout, listed.stderr) == (0, "", "")
    summary = (checkout / "summary.md").read_text("utf-8")
    assert "zz.fi.md" in summary and all(line.startswith("    ") for line in summary.split("\n") if line)
    checked = run_step(checkout, "Check")
    assert checked.returncode == 1
    # The runner takes what begins so for what it says there, and looks no further into the line.
    assert all(re.match("::(?:error|warning) file=", line) for line in checked.stdout.splitlines())
    refused = re.findall(r"^::error file=([^,]*),line=1,col=1,title=(?:symlink|bad-file-name)::", checked.stdout, re.M)
    assert {*links, "practices"} <= set(refused) and len(refused) >= len(HOSTILE) + len(links) + 1
    assert "salainen" not in summary + checked.stdout + checked.stderr
    assert not list(checkout.rglob("HACKED"))


@pytest.mark.parametrize(("folder", "in_its_place", "named"), [("practices", None, "keko"),
                                                               ("book", "x", "file=book/book.yml")])
def test_a_request_may_take_a_folder_away_or_put_a_file_in_its_place(checkout: Path, folder: str,
                                                                     in_its_place: str | None, named: str) -> None:
    proposed = checkout / "build" / "proposed" / folder
    shutil.rmtree(proposed)
    if in_its_place:
        proposed.write_text(in_its_place)
    assert run_step(checkout, "Put the two states of the content side by side").returncode == 0
    assert sorted(file.name for file in (checkout / "build" / "former" / folder).iterdir()) == \
        sorted(file.name for file in (ROOT / folder).iterdir())
    checked = run_step(checkout, "Check")
    assert (checked.returncode, checked.stderr, named in checked.stdout) == (1, "", True)


def test_the_summary_lists_every_problem_in_both_languages_as_plain_text(checkout: Path) -> None:
    for number in range(30):
        (checkout / "recipes" / f"zz-{number}.fi.md").write_text("---\ntitle: \"# <b>[x](javascript:1)`\\n- y\"\n---\n")
    checked = run_step(checkout, "Check")
    assert (checked.returncode, checked.stderr) == (1, "")
    summary = (checkout / "summary.md").read_text("utf-8")
    # Indented, nothing is markup (CommonMark 4.4).
    assert all(line.startswith("    ") for line in summary.split("\n") if line)
    told = re.findall(r"^    (\S+):(\d+):\d+: ([a-z-]+) ", summary, re.M)
    annotated = re.findall(r"^::\w+ file=([^,]*),line=(\d+),col=\d+,title=([a-z-]+)::", checked.stdout, re.M)
    assert sorted(told) == sorted(annotated * 2) and len({path for path, _, _ in told}) >= 30
    assert "    Korjaus: " in summary and "    Mend: " in summary


def test_what_a_build_says_of_the_content_is_no_command_to_the_runner() -> None:
    commands = [step.get("run", "") for step in steps(read(ROOT / ".github/workflows/check.yml"))]
    (build,) = (command for command in commands if "cookbook build" in command)
    # With a word that nobody can know beforehand.
    assert build.startswith('echo "::stop-commands::$(cat /proc/sys/kernel/random/uuid)"\n')


@each()
def test_commands_of_ours_exist(file: Path) -> None:
    for step in steps(read(file)):
        assert set(re.findall(r"\.venv/bin/cookbook ([a-z]+)", step.get("run", ""))) <= set(main.commands)


def test_the_link_check_never_fails() -> None:
    (run,
     ) = [step["run"] for step in steps(read(ROOT / ".github/workflows/links.yml")) if "linkchecker" in step.get("run",
                                                                                                                 "")]
    joined = run.replace("\\\n", " ")
    assert all(line.rstrip().endswith("|| true") for line in joined.splitlines() if ".venv/bin/linkchecker" in line)


@pytest.mark.parametrize("name", ["1-practice.yml", "2-mistake.yml"])
def test_issue_forms_are_whole(name: str) -> None:
    form = read(ROOT / ".github/ISSUE_TEMPLATE" / name)
    assert {"name", "description", "body"} <= set(form)
    for field in form["body"]:
        assert field["type"] in ("markdown", "input", "textarea", "checkboxes")
        assert field["attributes"].get("label") or field["attributes"].get("value")

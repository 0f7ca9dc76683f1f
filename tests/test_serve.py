"""The preview: an edit is on the page at once, a mistake is said there."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.serve import EVENTS, SCRIPT, serve
from tests.samples import Project


class Preview:
    """A running preview of a project whose site is one page that quotes a recipe."""

    def __init__(self, project: Project, site: Path) -> None:
        self.project, self.site, self.problems = project, site, ""
        self.ready = threading.Event()
        threading.Thread(target=serve, args=(project.root, site, 0, self.rebuild, self.note), daemon=True).start()
        assert self.ready.wait(10)

    def note(self, address: str) -> None:
        self.port = int(address.rstrip("/").rsplit(":", 1)[1])
        self.ready.set()

    def rebuild(self) -> str:
        text = (self.project.root / "recipes" / "ryhma.fi.md").read_text()
        (self.site / "index.html").write_text(f"<html><body>{text}</body></html>")
        return self.problems

    def ask(self, path: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse()


@pytest.fixture
def preview(project: Project, tmp_path: Path) -> Iterator[Preview]:
    project.recipe()
    site = tmp_path / "preview"
    site.mkdir()
    (site / "index.html").write_text("<html><body></body></html>")
    yield Preview(project, site)


def event(answer: http.client.HTTPResponse) -> dict[str, str]:
    """The next thing that the preview tells an open page."""
    while not (line := answer.readline().decode()).startswith("data: "):
        pass
    return json.loads(line.removeprefix("data: "))


def test_an_edit_reaches_the_page_and_the_page_is_told(preview: Preview) -> None:
    stream = preview.ask(EVENTS)
    preview.project.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    assert event(stream) == {"problems": ""}
    assert "Ryhmä jatkaa" in preview.ask("/").read().decode()


def test_a_page_that_is_opened_later_is_told_of_the_problems(preview: Preview) -> None:
    preview.problems = "recipes/ryhma.fi.md:1:1: …"
    stream = preview.ask(EVENTS)
    preview.project.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    assert event(stream) == {"problems": preview.problems}
    assert event(preview.ask(EVENTS)) == {"problems": preview.problems}


def test_pages_carry_the_preview_script_and_nothing_outside_is_served(preview: Preview) -> None:
    assert SCRIPT in preview.ask("/").read().decode()
    assert preview.ask(SCRIPT).status == 200
    for path in ("/../recipes/ryhma.fi.md", "/%2e%2e/recipes/ryhma.fi.md", "/..%2frecipes/ryhma.fi.md"):
        assert preview.ask(path).status == 404

"""Fixtures: a small project to write into, and the real content built once for all tests."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfReader

from generator.book.data import book_data
from generator.book.typeset import Typesetter
from generator.build import build_site
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.files import CONTENT
from generator.model import Entry, Kind, SourceFile, TranslationFile
from generator.site.assets import pack_fonts
from generator.vocabulary import Vocabulary
from tests.pdfs import Piece, looked_at, reader
from tests.samples import DATE, FACTS, ROOT, SITE, TEXTS, Project

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

# Nothing but the pages under test: the browser's own look-ups at its start are switched off.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packed fonts: packing takes seconds, and every build of a new project would do it."""
    folder = tmp_path_factory.mktemp("fonts")
    pack_fonts(folder)
    return folder


@pytest.fixture
def project(tmp_path: Path, fonts: Path) -> Project:
    """A project with the real vocabulary and skin and no entries yet."""
    shutil.copytree(fonts, tmp_path / "build" / "cache" / "fonts")
    return Project(tmp_path)


@pytest.fixture(scope="session")
def cookbook() -> Cookbook:
    """The real content."""
    checked = check_project(ROOT)
    assert checked.cookbook, [f"{problem.path}:{problem.line} {problem.code}" for problem in checked.problems]
    return checked.cookbook


@pytest.fixture(scope="session")
def vocabulary(cookbook: Cookbook) -> Vocabulary:
    return cookbook.vocabulary


@pytest.fixture
def one_entry(vocabulary: Vocabulary) -> Callable[..., Cookbook]:
    """Makes a cookbook of one Finnish recipe, ``koe``, with ``body`` as its text."""

    def make(body: str = "Näin.", english: dict[str, Any] | None = None, **fields: Any) -> Cookbook:
        source = SourceFile.model_validate(FACTS | TEXTS | {"sections": {"how": body}} | fields)
        texts = {"fi": source}
        if english:
            texts["en"] = TranslationFile.model_validate(TEXTS | {"translation_of": "fi"} | english)
        behind = {"en": ("summary", "how")} if english else {}
        entry = Entry("koe", "fi", texts, {}, behind, kind=Kind.RECIPE, facts=source)
        return Cookbook({"koe": entry}, {}, vocabulary)

    return make


@pytest.fixture(scope="session")
def site(cookbook: Cookbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real content, built for real in a folder of its own: pages and PDFs."""
    root = tmp_path_factory.mktemp("project")
    for folder in (*CONTENT, "overrides"):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ROOT.glob("mkdocs*.yml"):
        shutil.copyfile(file, root / file.name)
    (root / "generator").symlink_to(ROOT / "generator")
    build_site(root, cookbook, root / "site")
    return root / "site"


@pytest.fixture(scope="session")
def typesetter() -> Iterator[Typesetter]:
    with Typesetter() as typesetter:
        yield typesetter


@pytest.fixture(scope="session")
def books(cookbook: Cookbook, typesetter: Typesetter) -> dict[str, PdfReader]:
    """The whole book in each language."""
    return {code: reader(typesetter.pdf(book_data(cookbook, words, DATE, SITE))) for code, words in catalogues().items()}


@pytest.fixture(scope="session")
def looked(books: dict[str, PdfReader]) -> dict[str, list[tuple[str, list[Piece]]]]:
    """What stands on each page of each book: the text, and its pieces."""
    return {code: [looked_at(page) for page in book.pages] for code, book in books.items()}


@pytest.fixture(scope="session")
def pages(looked: dict[str, list[tuple[str, list[Piece]]]]) -> dict[str, list[str]]:
    """The text of each page of each book."""
    return {code: [text for text, _ in book] for code, book in looked.items()}


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def end_headers(self) -> None:
        # LinkChecker asks a host at most ten times a second unless the host says that it knows it.
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[str]:
    """The built site on this machine, as a host would serve it; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    if not CHROMIUM:
        missing = "Chromium is not installed; on Debian: apt-get install chromium"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page that fails the test on a script error and on any request to another host."""
    # Without motion: a browser that scrolls softly keeps a test waiting.
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    own = (server, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else wrong.append(request.url))
    page.on("response", lambda answer: wrong.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    yield page
    context.close()
    assert wrong == []


@pytest.fixture
def form(page: Page) -> Page:
    """The form for sharing a practice, in Finnish, ready."""
    page.goto("/jaa/")
    page.wait_for_selector("[data-ready]")
    return page

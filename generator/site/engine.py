"""All that knows MkDocs: write pages for it, run it, take its output.

MkDocs and its drop-in continuation ProperDocs have the same interface; nothing else of the project
imports either.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException

from generator.addresses import relative
from generator.catalogue import FOLDER as CATALOGUES
from generator.catalogue import Catalogue
from generator.problems import CookbookError
from generator.site.pagecache import PageCache
from generator.site.pages import Page

# Material announces the end of MkDocs 1 at every build; the versions are pinned on purpose.
os.environ["NO_MKDOCS_2_WARNING"] = "1"

LEVEL = logging.WARNING

# All but what YAML 1.2 calls printable (5.1), without the signs that end a line for it.
NOT_YAML = re.compile("[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")

UNUSED = ("assets/javascripts/lunr", "assets/javascripts/workers")
"""What the theme brings for its own search; its script bundle goes too. No page asks for them."""


class EngineError(CookbookError):
    """MkDocs could not build the site; the text says why."""


def config_path(root: Path, words: Catalogue) -> Path:
    """Return the MkDocs configuration of a language: its own, or the one at the root."""
    own = root / f"mkdocs.{words.code}.yml"
    return own if words.prefix else root / "mkdocs.yml"


def read_config(root: Path, words: Catalogue, **values: str) -> MkDocsConfig:
    """Read the MkDocs configuration of a language, with some values of the caller's."""
    file = config_path(root, words)
    if not file.is_file():
        raise EngineError(f"{file.name}: no such file")
    # MkDocs asks for the folder of the pages before anything is written to it.
    (root / "build" / "pages" / words.code).mkdir(parents=True, exist_ok=True)
    with plain_failures(file.name):
        config = load_config(str(file), **values)
    # The root's address counts for every language; each stands in its own folder below. Without one,
    # the page for missing pages, which has no place of its own, looks for everything at the root.
    config.extra["site_root"] = config.site_url
    config.site_url = f"{(config.site_url or '').rstrip('/')}/{words.prefix}"
    return config


@contextlib.contextmanager
def plain_failures(name: str) -> Iterator[None]:
    """Raise ``EngineError`` where MkDocs fails or warns: a warning is a broken page that nobody would see."""
    warnings = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(warnings)
    logger.propagate = False
    try:
        yield
    except (MkDocsException, Abort) as error:
        raise EngineError("; ".join([f"{name}: {error}", *warnings.lines])) from error
    finally:
        logger.removeHandler(warnings)
    if warnings.lines:
        raise EngineError("; ".join([name, *warnings.lines]))


def page_text(page: Page) -> str:
    """Return the source file of a page: front matter for MkDocs, then the finished HTML.

    The front matter's values are JSON, which is YAML too once the few signs are escaped that YAML does
    not take as they are.
    """
    meta = {
        "title": page.title,
        "description": page.description,
        "layout": page.layout,
        "counterparts": {code: relative(address, page.address) for code, address in page.counterparts.items()},
        "addresses": page.counterparts,
    }
    lines = [f"{name}: {NOT_YAML.sub(_escaped, json.dumps(value, ensure_ascii=False))}" for name, value in meta.items()]
    return "---\n" + "\n".join(lines) + f"\n---\n{page.html}\n"


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def page_file(folder: Path, address: str, prefix: str) -> Path:
    """Return the source file of the page at ``address``, below its language's ``folder``."""
    return folder / address.removeprefix(prefix) / "index.md"


def write_page(folder: Path, page: Page, prefix: str) -> Path:
    """Write a page's source file below ``folder``, if it is not there already as it is."""
    file = page_file(folder, page.address, prefix)
    text = page_text(page).encode()
    if not (file.exists() and file.read_bytes() == text):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    return file


def skin_digest(root: Path, words: Catalogue, has_book: bool) -> str:
    """Return the digest of all that a finished page depends on besides its own source."""
    versions = [version(name) for name in ("mkdocs", "mkdocs-material", "jinja2")]
    digest = hashlib.sha256(" ".join(versions).encode())
    files = [root / "mkdocs.yml", config_path(root, words), *sorted(Path(__file__).parent.glob("*.py")),
             *sorted(CATALOGUES.glob("*.yml"))]
    files += sorted(file for file in (root / "overrides").rglob("*") if file.is_file())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    digest.update(f"{os.environ.get('SITE_URL', '')}\0{has_book}".encode())
    return digest.hexdigest()


def build_html(root: Path, words: Catalogue, pages: Path, target: Path, cache: Path | None,
               has_book: bool = True) -> int:
    """Build the pages in ``pages`` into ``target``; return how many had to be made.

    ``cache`` is the folder of finished pages of former builds, if they may be reused. ``has_book`` tells whether
    the book's PDF is there, to which the foot of every page leads.
    """
    config = read_config(root, words, docs_dir=str(pages), site_dir=str(target))
    config.extra["has_book"] = has_book
    kept = PageCache(cache, skin_digest(root, words, has_book)) if cache else None
    if kept:
        config.extra["page_cache"] = kept
    with plain_failures(config_path(root, words).name):
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    for folder in UNUSED:
        shutil.rmtree(target / folder, ignore_errors=True)
    for file in {*target.glob("assets/**/*.map"), *target.glob("assets/javascripts/bundle.*")}:
        file.unlink()
    if kept:
        kept.put_in_place(target)
        return kept.made
    return sum(1 for _ in pages.rglob("*.md"))


class _Collector(logging.Handler):
    """Collects what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(LEVEL)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

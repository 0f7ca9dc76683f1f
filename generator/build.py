"""Build everything: the steps from checked content to a published site.

``build_site`` makes the new site aside, a language's pages and a language's PDFs and EPUB each in a process of
its own, makes sure that all of it is there, and only then puts it in the old one's place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import threading
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, SubElement, tostring

from generator.addresses import DATA, DOWNLOADS, ENTRIES_CSV, ENTRIES_JSON, Addresses, relative, source_copy
from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.data.entries import entries_csv, entries_json
from generator.data.feed import feed
from generator.files import CONTENT
from generator.imprint import edition_date, site_root
from generator.model import Entry
from generator.plan import PAGES
from generator.problems import CookbookError
from generator.publish import hold_job, only_build, swap_in
from generator.render import recall, remember
from generator.search.analysers import read_languages
from generator.search.cards import result_cards
from generator.search.index import search_index
from generator.search.pack import packed_file
from generator.site.assets import join_modules, pack_fonts, shrink_scripts, write_assets
from generator.site.engine import build_html, page_file, read_config, write_page
from generator.site.pages import Pages
from generator.site.written import WrittenPages

STATE = ".build"
"""A file in the site that says from what it was built, so that nothing is built twice."""

TEXTS = Path("build", "cache", "texts")
"""Where a build keeps what it has rendered, for its own processes and for the next build."""

SETTINGS = ("SITE_URL", "EDIT_URL", "NEW_FILE_URL", "TELL_URL", "CONTACT_URL", "SOURCE_DATE_EPOCH")
"""What the environment may say of the site; each process of a build is told it anew."""

Progress = Callable[..., None]
"""Is told the key of some words and what fills them in."""


class BuildError(CookbookError):
    """The site could not be built; the text says why."""


@dataclass(frozen=True)
class Built:
    """What stands in a site: how many pages and PDFs, and how many pages the last build had to make."""

    pages: int
    pdfs: int
    remade: int


def former_build(site: Path, state: str) -> Built | None:
    """Return what stands in ``site`` if it was built from ``state`` (``fingerprint``), else None."""
    try:
        kept = json.loads((site / STATE).read_text(encoding="utf-8"))
        return Built(kept["pages"], kept["pdfs"], 0) if kept["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def build_site(root: Path, cookbook: Cookbook, site: Path, *, state: str = "", pdf: bool = True,
               progress: Progress = lambda key, **params: None) -> Built:
    """Build the site of ``cookbook`` into ``site`` and return what stands there.

    ``state`` is the fingerprint of all that the build reads, taken before the content was checked, so
    that an edit in between is not taken for built. Without ``pdf`` the PDFs and EPUBs of ``root/site``
    serve as they are. Raises ``CookbookError`` and leaves the old site as it was where anything fails.
    """
    work = root / "build"
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise BuildError(f"{site.name} is not a folder")
    with only_build(work):
        for leftover in ("site", "html", "downloads"):
            shutil.rmtree(work / leftover, ignore_errors=True)
        # Before the languages part ways: both need them.
        pack_fonts(work / "cache" / "fonts")
        remember(root / TEXTS)
        made = run_jobs(root, cookbook, work, None if pdf else former_downloads(root / "site"), progress)
        new = assemble(work, root / "site", pdf)
        for words in catalogues().values():
            join_modules(new / words.prefix)
            shrink_scripts(new / words.prefix)
        write_data(root, cookbook, new)
        verify(cookbook, new, pdf)
        pages, remade = (sum(counts) for counts in zip(*made.values(), strict=True))
        built = Built(pages, len(list((new / DOWNLOADS).glob("*.pdf"))), remade)
        kept = {"state": state, "pages": built.pages, "pdfs": built.pdfs}
        (new / STATE).write_text(json.dumps(kept), encoding="utf-8")
        swap_in(new, site)
    return built


def former_downloads(site: Path) -> frozenset[str]:
    """Return the addresses of the PDFs and EPUBs that ``site`` has."""
    return frozenset(f"{DOWNLOADS}{file.name}" for file in (site / DOWNLOADS).glob("*"))


def run_jobs(root: Path, cookbook: Cookbook, work: Path, downloads: frozenset[str] | None,
             progress: Progress) -> dict[str, tuple[int, int]]:
    """Make the pages of each language and the PDFs, side by side; return (pages, remade) by language.

    ``downloads`` are the PDFs and EPUBs that there are already; None has them made.
    """
    made: dict[str, tuple[int, int]] = {}
    settings = {name: os.environ[name] for name in SETTINGS if name in os.environ}
    with ProcessPoolExecutor(os.cpu_count() or 1, processes(), take_over, (settings, root / TEXTS, work)) as pool, \
            ended_with_this():
        books = {pool.submit(build_book, root, cookbook, code, work): code
                 for code in catalogues() if downloads is None}
        sites = {pool.submit(build_language, root, cookbook, code, work, downloads): code for code in catalogues()}
        for job in as_completed([*sites, *books]):
            error = job.exception()
            if error and not isinstance(error, (CookbookError, OSError, BrokenProcessPool)):
                raise BuildError(f"{type(error).__name__}: {error}") from error
            if job in sites:
                code = sites[job]
                made[code] = job.result()
                pages, remade = made[code]
                progress("cli.progress.pages", language=catalogues()[code].name, pages=pages, remade=remade)
            else:
                progress("cli.progress.pdfs", language=catalogues()[books[job]].name, pdfs=job.result())
    return made


@contextlib.contextmanager
def ended_with_this() -> Iterator[None]:
    """End the processes of a build where this one is told to end: the pool would wait until they have done all."""
    try:
        yield
    except KeyboardInterrupt:
        for process in multiprocessing.active_children():
            process.terminate()
        raise


@cache
def processes() -> BaseContext:
    """Return the way to start processes: never by copying this one, which may have threads (the
    preview's server does). The server that copies itself instead has the program loaded already.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


held: list[IO[str]] = []
"""What a process of the build keeps open to its end."""


def take_over(settings: dict[str, str], texts: Path, work: Path) -> None:
    """Let a process of the build have the environment of the one that started it, and its renderings, and end when
    that one does, however it ends: nobody else would end it, and the next build would meet it at work.
    """
    held.append(hold_job(work))
    # A Ctrl-C goes to all; the process that started this one sees to it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    recall(texts)
    for name in SETTINGS:
        os.environ.pop(name, None)
    os.environ.update(settings)


def end_with_parent() -> None:
    """Wait until the process that started this one has ended, and end at once."""
    parent = multiprocessing.parent_process()
    assert parent
    parent.join()
    os._exit(1)


def build_language(root: Path, cookbook: Cookbook, code: str, work: Path,
                   downloads: frozenset[str] | None) -> tuple[int, int]:
    """Write the pages of a language and have them built; return how many there are and were made."""
    words = catalogues()[code]
    folder = work / "pages" / code
    written = write_pages(root, cookbook, words, folder, work, downloads)
    has_book = downloads is None or Addresses(words).book() in downloads
    remade = build_html(root, words, folder, work / "html" / code, work / "cache" / "pages" / code, has_book)
    return written, remade


def write_pages(root: Path, cookbook: Cookbook, words: Catalogue, folder: Path, work: Path,
                downloads: frozenset[str] | None) -> int:
    """Write all that MkDocs needs for a language below ``folder``; return the number of pages.

    Pages lead to those PDFs and EPUBs that are among ``downloads``; to all where that is None.
    """
    extra = read_config(root, words).extra
    pages = Pages(cookbook, words, extra, downloads)
    at = Addresses(words)
    former = WrittenPages(work / "cache" / "written" / f"{words.code}.json",
                          digest_of(root, ["vocabulary", "book"], words.code, repr(downloads and sorted(downloads))),
                          cookbook)
    written = {
        write_page(folder, page, words.prefix)
        for page in pages.all(lambda entry: former.holds(entry, page_file(folder, at.entry(entry), words.prefix)))
    }
    written |= former.held
    former.keep()
    index = search_index(cookbook, words, read_languages(root, work / "cache" / "search" / words.code))
    index_file = folder / at.search_index().removeprefix(words.prefix)
    index_file.write_bytes(packed_file(index))
    cards_file = folder / at.search_cards().removeprefix(words.prefix)
    cards_file.write_text(json.dumps(result_cards(cookbook, words), ensure_ascii=False, separators=(",", ":")), "utf-8")
    # What entries that are gone, or a former version, left here would go into the site.
    for stale in {*folder.rglob("*.md"), *folder.glob("*.*")} - {*written, index_file, cards_file}:
        stale.unlink()
    write_assets(folder, cookbook.vocabulary, work / "cache" / "fonts")
    return len(written)


def build_book(root: Path, cookbook: Cookbook, code: str, work: Path) -> int:
    """Make the PDFs and the EPUB of a language; return how many PDFs there are."""
    from generator.book.typeset import make_pdfs

    made = make_pdfs(cookbook, [code], work / "downloads" / code, work / "cache" / "pdf" / code,
                     edition_date(cookbook), site_url=site_root(root))
    # It takes no longer than to find out whether it has to be made.
    write_epub(root, cookbook, catalogues()[code], work / "downloads" / code)
    return len(made)


def write_epub(root: Path, cookbook: Cookbook, words: Catalogue, output: Path) -> Path:
    """Write the EPUB of the whole book into ``output`` and return the file."""
    from generator.epub.package import make_epub

    output.mkdir(parents=True, exist_ok=True)
    file = output / Path(Addresses(words).epub()).name
    file.write_bytes(make_epub(cookbook, words, edition_date(cookbook), site_root(root)))
    return file


def assemble(work: Path, site: Path, pdf: bool) -> Path:
    """Put the parts together: the root's language first, the others and the downloads in folders below."""
    new = work / "site"
    for code, words in catalogues().items():
        (work / "html" / code).rename(new / words.prefix)
    downloads = new / DOWNLOADS
    if pdf:
        downloads.mkdir()
        for file in sorted((work / "downloads").glob("*/*")):
            file.rename(downloads / file.name)
    elif (site / DOWNLOADS).is_dir():
        shutil.copytree(site / DOWNLOADS, downloads)
    return new


def write_data(root: Path, cookbook: Cookbook, new: Path) -> None:
    """Write the open data, the feeds, the site map and copies of the source files."""
    languages = catalogues()
    base = site_root(root)

    def absolute(entry: Entry, code: str) -> str:
        return base + Addresses(languages[code]).entry(entry)

    (new / DATA).mkdir()
    (new / ENTRIES_JSON).write_text(entries_json(cookbook, languages, absolute), "utf-8")
    (new / ENTRIES_CSV).write_text(entries_csv(cookbook, languages, absolute), "utf-8", newline="")
    for entry in cookbook.entries.values():
        for path in entry.paths.values():
            target = new / source_copy(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            # With a byte-order mark, browsers show the text as it is whatever the host says of it.
            target.write_bytes(BOM_UTF8 + (root / path).read_bytes().removeprefix(BOM_UTF8))
    for words in languages.values():
        at = Addresses(words)
        own = at.feed()
        made = feed(cookbook, words, lambda entry, at=at, own=own: (
            base + at.entry(entry) if base else relative(at.entry(entry), own)), base + own)
        (new / own).write_bytes(made)
        # MkDocs makes one a language, of the pages that it made itself this time.
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (new / words.prefix / name).unlink(missing_ok=True)
    if base:
        (new / "sitemap.xml").write_bytes(site_map(new, base))


def site_map(new: Path, base: str) -> bytes:
    """Return the site map of all pages (sitemaps.org); it needs absolute addresses."""
    root = Element("urlset", {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"})
    for file in sorted(new.rglob("index.html")):
        folder = file.parent.relative_to(new).as_posix()
        SubElement(SubElement(root, "url"), "loc").text = base + ("" if folder == "." else f"{folder}/")
    return tostring(root, encoding="utf-8", xml_declaration=True)


def verify(cookbook: Cookbook, new: Path, pdf: bool) -> None:
    """Make sure that everything others rely on is in the new site; raise ``BuildError`` if not."""
    from generator.book.documents import addresses

    wanted = [ENTRIES_JSON, ENTRIES_CSV]
    for words in catalogues().values():
        at = Addresses(words)
        wanted += [f"{words.prefix}404.html", at.feed(), at.search_index(), at.search_cards()]
        pages = [at.home(), at.page("search"), at.page("share"), at.page("tell"),
                 *map(at.chapter, cookbook.vocabulary.chapters),
                 *map(at.tag, cookbook.vocabulary.tags), *map(at.entry, cookbook.entries.values()),
                 *map(at.part, cookbook.parts),
                 *map(at.page, ("recipes", "practices", "tags", "glossary", "problems", "worksheets", "menus", "book",
                                *PAGES))]
        wanted += [f"{page.partition('#')[0]}index.html" for page in pages]
        if pdf:
            wanted += [at.epub(), *addresses(cookbook, words)]
    missing = [path for path in wanted if not (new / path).is_file()]
    if missing:
        raise BuildError(f"missing in the new site: {', '.join(missing[:5])}")


def fingerprint(root: Path, pdf: bool) -> str:
    """Return the digest of everything that a build reads: contents, configuration, program."""
    return digest_of(root, [*CONTENT, "overrides"], f"pdf={pdf}")


def digest_of(root: Path, folders: Sequence[str], *texts: str) -> str:
    """Return the digest of the program and its configuration, of some folders of ``root``, and of texts."""
    digest = hashlib.sha256("\0".join(texts).encode())
    files = [file for folder in folders for file in sorted((root / folder).rglob("*")) if file.is_file()]
    program = Path(__file__).parent
    files += [file for file in sorted(program.rglob("*"))
              if file.is_file() and "__pycache__" not in file.parts]
    files += [*sorted(root.glob("mkdocs*.yml")), *sorted((root / "requirements").glob("*.txt"))]
    for file in files:
        name = file.relative_to(root) if file.is_relative_to(root) else file.relative_to(program)
        digest.update(str(name).encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    for name in SETTINGS:
        digest.update(f"{name}={os.environ.get(name, '')}\n".encode())
    return digest.hexdigest()

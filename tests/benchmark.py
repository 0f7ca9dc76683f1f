"""Measure what a build costs beside a bare MkDocs build of the same pages: ``make benchmark``.

For each number of entries a project is made up (:mod:`tests.made_up`) and built: by MkDocs alone from
plain Markdown, by MkDocs alone from the pages that our generator writes, by us for the first time, and
by us again with nothing and with one entry changed. All of it runs on one machine in the same minutes,
so that the ratios hold where the seconds do not. Nothing can fail: it prints what it measured.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path

from generator.catalogue import Catalogue, catalogues
from tests.made_up import make_project

COUNTS = (45, 500, 2000)

BETWEEN_LOOKS = 0.05
"""Seconds between two looks at the processes that are measured."""

PR_SET_CHILD_SUBREAPER = 36
"""Option of Linux' prctl(2)."""

BARE = "A  MkDocs alone, the texts as Markdown"
BARE_HTML = "B  MkDocs alone, our generated pages"
FIRST = "   ours, first build"
NOTHING = "   ours again, nothing changed"
ONE = "   ours again, one entry changed"

NOTES = f"""
A  the same pages with the same texts and links, written as Markdown: what a person would keep who has
   no generator. The theme is the same, as it comes; its search is left out, as ours leaves it out.
B  the pages that our generator writes, which hold finished HTML, built like A: the stricter comparison.
Ratios are of CPU seconds, user and system, of all processes. Memory is the greatest sum of what the
processes hold (PSS, which counts shared memory once; a look each {BETWEEN_LOOKS} s). The languages are built
side by side everywhere. PDFs are left out; the search index and open data of ours are in.
"""


@dataclass(frozen=True)
class Cost:
    """What commands took: CPU seconds, seconds by the clock, and megabytes of memory at the peak."""

    cpu: float
    wall: float
    memory: float


@dataclass(frozen=True)
class Row:
    """A build that was measured: how many pages it has and what it took."""

    pages: int
    cost: Cost


def main() -> None:
    """Measure at each number of entries and print a table of each, then how the cost grows."""
    parser = argparse.ArgumentParser(prog="make benchmark", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, metavar="ENTRIES",
                        help="how many entries to build (default: 45 500 2000)")
    counts = parser.parse_args().counts
    versions = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material"))
    print(f"{versions}, Python {platform.python_version()}, {os.cpu_count()} processors")
    measured = {}
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            measured[count] = benchmark(Path(folder), count)
        print(table(count, measured[count]), flush=True)
    print(growth(measured))
    print(NOTES, end="")


def benchmark(folder: Path, count: int) -> dict[str, Row]:
    """Build a made-up project of ``count`` entries in every way and return what each took."""
    project = make_project(folder / "ours", count)
    rows = {FIRST: own_row(project), NOTHING: own_row(project)}
    pages = {code: project / "build" / "pages" / code for code in catalogues()}
    bare = {code: write_bare(pages[code], folder / "bare" / code) for code in pages}
    rows |= {BARE: mkdocs_row(folder / "bare", bare), BARE_HTML: mkdocs_row(folder / "html", pages)}
    change_title(next((project / "recipes").glob("*.fi.md")))
    rows |= {ONE: own_row(project)}
    return {name: rows[name] for name in (BARE, BARE_HTML, FIRST, NOTHING, ONE)}


def own_row(project: Path) -> Row:
    """Build ``project`` with our command."""
    command = [str(Path(sys.executable).with_name("cookbook")), "build", "--no-pdf", "--root", str(project)]
    cost = measure([command])
    return Row(pages_in(project / "site"), cost)


def mkdocs_row(folder: Path, pages: dict[str, Path]) -> Row:
    """Build the ``pages`` of each language with MkDocs alone."""
    commands = []
    for code, docs in pages.items():
        config = write_config(folder / f"mkdocs.{code}.yml", catalogues()[code], docs)
        commands.append([sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)])
    cost = measure(commands)
    return Row(pages_in(folder), cost)


def pages_in(folder: Path) -> int:
    """Count the finished pages below ``folder``."""
    return sum(1 for _ in folder.rglob("index.html"))


def change_title(file: Path) -> None:
    """Give the entry in ``file`` another title."""
    text = file.read_text("utf-8")
    file.write_text(re.sub(r"^title: .*$", "title: Aivan toinen otsikko", text, flags=re.MULTILINE), "utf-8")


# Measuring


def measure(commands: list[list[str]]) -> Cost:
    """Run ``commands`` side by side and return what they and all their processes took together."""
    if sys.platform == "linux":
        # A process that outlives its parent becomes ours, so that none goes uncounted.
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    # What an earlier build has left to be written to disk is not this one's cost.
    os.sync()
    started = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    running = {
        process.pid: process
        for process in (subprocess.Popen(it, env=environment, stdout=subprocess.DEVNULL) for it in commands)
    }
    cpu = peak = 0.0
    with suppress(ChildProcessError):  # no child is left
        while True:
            peak = max(peak, sum(map(held, descendants(os.getpid()))))
            ended, status, used = os.wait4(-1, os.WNOHANG)
            if not ended:
                time.sleep(BETWEEN_LOOKS)
                continue
            # The children that it has waited for itself are counted in.
            cpu += used.ru_utime + used.ru_stime
            if process := running.pop(ended, None):
                process.returncode = os.waitstatus_to_exitcode(status)
                if process.returncode:
                    sys.exit(f"failed: {' '.join(process.args)}")
    return Cost(cpu, time.monotonic() - started, peak)


def descendants(id_: int) -> Iterator[int]:
    """Yield the processes that descend from a process, where the system has ``/proc``."""
    try:
        files = list(Path(f"/proc/{id_}/task").glob("*/children"))
    except OSError:  # it has ended meanwhile
        return
    for file in files:
        for child in map(int, read_or_nothing(file).split()):
            yield child
            yield from descendants(child)


def held(id_: int) -> float:
    """Return how many megabytes a process holds; nothing where it has just ended."""
    match = re.search(r"^Pss:\s+(\d+) kB", read_or_nothing(Path(f"/proc/{id_}/smaps_rollup")), re.MULTILINE)
    return int(match[1]) / 1024 if match else 0.0


def read_or_nothing(file: Path) -> str:
    """Return the text of a file of ``/proc``, or nothing where its process has ended."""
    try:
        return file.read_text()
    except OSError:
        return ""


# Printing


def table(count: int, rows: dict[str, Row]) -> str:
    """Return the table of one number of entries."""
    title = f"{number(count)} entries, {len(catalogues())} languages"
    lines = ["", f"{title:<42}{'pages':>7}{'CPU s':>9}{'of A':>7}{'of B':>7}{'wall s':>9}{'peak MB':>9}"]
    for name, row in rows.items():
        cost = row.cost
        ratios = [f"{cost.cpu / rows[base].cost.cpu:>7.2f}" for base in (BARE, BARE_HTML)]
        figures = f"{number(row.pages):>7}{cost.cpu:>9.2f}{''.join(ratios)}{cost.wall:>9.1f}{cost.memory:>9.0f}"
        lines.append(f"{name:<42}{figures}")
    return "\n".join(lines)


def growth(measured: dict[int, dict[str, Row]]) -> str:
    """Return a table of the CPU time per entry: a line that stays level grows in proportion."""
    lines = ["", f"{'CPU milliseconds per entry':<42}" + "".join(f"{number(count):>9}" for count in measured)]
    for name in next(iter(measured.values())):
        values = (rows[name].cost.cpu * 1000 / count for count, rows in measured.items())
        lines.append(f"{name:<42}" + "".join(f"{value:>9.1f}" for value in values))
    return "\n".join(lines)


def number(value: int) -> str:
    """Write a number with a space between thousands."""
    return f"{value:,}".replace(",", " ")


# The same pages without a generator


def write_config(file: Path, words: Catalogue, pages: Path) -> Path:
    """Write a MkDocs configuration for ``pages``: the theme and menu of ours, nothing of our own."""
    menu = ("recipes", "practices", "search", "glossary", "about")
    config = {
        "site_name": words("home.title"),
        "docs_dir": str(pages),
        "site_dir": str(file.parent / "site" / words.code),
        "nav": [{words(f"{name}.title"): f"{words.paths[name]}/index.md"} for name in menu],
        "not_in_nav": "/**",
        "theme": {"name": "material", "language": words.code, "font": False},
        "plugins": [],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(config), "utf-8")  # JSON is YAML
    return file


def write_bare(pages: Path, folder: Path) -> Path:
    """Write the pages in ``pages``, which hold HTML, as plain Markdown below ``folder``."""
    for file in pages.rglob("*.md"):
        front, html = file.read_text("utf-8").removeprefix("---\n").split("\n---\n", 1)
        target = folder / file.relative_to(pages)
        target.parent.mkdir(parents=True, exist_ok=True)
        # The title is the first line of the front matter.
        target.write_text(f"---\n{front.splitlines()[0]}\n---\n{as_markdown(html)}\n", "utf-8")
    return folder


def as_markdown(html: str) -> str:
    """Return the Markdown that a person would write for a page of ours."""
    writer = MarkdownWriter()
    writer.feed(html)
    writer.end_block()
    return "\n".join(writer.blocks).strip()


class MarkdownWriter(HTMLParser):
    """Writes headings, paragraphs, lists, links and emphasis as Markdown, and leaves out the rest.

    A card becomes an item of a list, and so does a term with what is said of it.
    """

    MARKS = {"strong": "**", "em": "*", "code": "`"}
    LISTS = {"ul": "- ", "ol": "1. ", "dl": "- "}
    BLOCKS = {"h1": "# ", "h2": "## ", "h3": "### ", "p": "", "div": "", "section": "", "label": ""}

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.start = ""
        self.pieces: list[str] = []
        self.lists: list[str] = []
        self.targets: list[str] = []

    def end_block(self, start: str = "") -> None:
        """End the block that stands open; the next one begins with ``start``."""
        text = " ".join("".join(self.pieces).split())
        if text:
            # Items follow each other closely; everything else has an empty line before it.
            follows = self.lists and self.blocks and self.blocks[-1].lstrip().startswith(self.lists[-1])
            self.blocks += [self.start + text] if follows else ["", self.start + text]
        self.start, self.pieces = start, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, or write the sign that the tag stands for."""
        if tag in self.LISTS:
            self.end_block()
            self.lists.append(self.LISTS[tag])
        elif tag in ("li", "dt"):
            self.end_block("    " * (len(self.lists) - 1) + self.lists[-1])
        elif tag in self.BLOCKS and not self.lists:
            self.end_block(self.BLOCKS[tag])
        elif tag == "a":
            path, sign, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", dict(attrs)["href"]).groups()
            self.targets.append(f"{path}index.md{sign}{rest}" if path.endswith("/") else f"{path}{sign}{rest}")
            self.pieces.append("[")
        else:
            self.pieces.append(self.MARKS.get(tag, " " if tag in self.BLOCKS else ""))

    def handle_endtag(self, tag: str) -> None:
        """End a block, or write the sign that the tag stands for."""
        if tag in self.LISTS:
            self.end_block()
            self.lists.pop()
        elif tag == "li" or (tag in self.BLOCKS and not self.lists):
            self.end_block()
        elif tag == "a":
            self.pieces.append(f"]({self.targets.pop()})")
        else:
            self.pieces.append(": " if tag == "dt" else self.MARKS.get(tag, " " if tag in self.BLOCKS else ""))

    def handle_data(self, data: str) -> None:
        """Take in text."""
        self.pieces.append(data)


if __name__ == "__main__":
    main()

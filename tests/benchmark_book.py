"""Measure what the PDFs cost beside other ways to make them of the same texts: ``make benchmark-book``.

For each number of entries a project is made up (:mod:`tests.made_up`). From it come our whole book, a
chapter and a handout in Finnish, each by a process of its own; the same texts as a MkDocs site printed by
mkdocs-with-pdf; and the same texts as one web page printed by WeasyPrint, which is what mkdocs-with-pdf
prints with. All of it runs on one machine in the same minutes, so that the ratios hold where the seconds do
not. The others stand in an environment of their own, made for the occasion (see the Makefile). Nothing can
fail: it prints what it measured, and says so where there is nothing to measure.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path

from markdown import markdown
from pypdf import PdfReader

import generator
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.model import Entry
from tests.benchmark import Cost, measure, number
from tests.made_up import make_project

COUNTS = (45, 500)
LANGUAGE = "fi"
LIMIT = 900
"""Seconds after which a run is given up."""

MORE = 20
"""How many handouts more are set to learn what one more costs."""

BOOK, CHAPTER, HANDOUT, WARM = "ours, whole book", "ours, a chapter", "ours, a handout", "ours, a handout more"
WITH_PDF, WEASYPRINT, WEASY_ONE = "mkdocs-with-pdf, whole book", "WeasyPrint, whole book", "WeasyPrint, a handout"
BASES = {BOOK: WITH_PDF, HANDOUT: WEASY_ONE}

NOTES = """
CPU seconds are those of user and system of all processes, memory is the greatest sum of what they hold.
The texts are the same everywhere; the others have no indexes, no facts at a glance, no tags for screen
readers and no hyphenation in Finnish. Ours, the whole book, holds the book's own parts and glossary besides.
"A handout more" is what each further one costs while the program runs.
"""

STYLE = """@page { size: A4; margin: 25mm 22mm; @bottom-center { content: counter(page) } }
body { font: 10pt/1.4 serif; } h1 { break-before: page; } h1:first-child { break-before: auto; }"""

PRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"


@dataclass(frozen=True)
class Row:
    """A run: what it took and what came out, or why nothing did."""

    cost: Cost | None
    pages: int = 0
    kilobytes: float = 0
    why: str = ""


def main() -> None:
    """Measure at each number of entries and print a table of each."""
    parser = argparse.ArgumentParser(prog="make benchmark-book", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=COUNTS, metavar="ENTRIES",
                        help="how many entries to set (default: 45 500)")
    parser.add_argument("--rivals", type=Path, required=True, help="the Python of the others' environment")
    asked = parser.parse_args()
    # As on most machines, each program keeps what it was compiled to: the others' was when they were installed.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compile_dir(Path(generator.__file__).parent, quiet=1)
    print(f"{', '.join(versions(asked.rivals))}; Python {platform.python_version()}, {os.cpu_count()} processors")
    for count in asked.counts:
        with tempfile.TemporaryDirectory() as folder:
            rows = benchmark(Path(folder), count, asked.rivals)
        print(table(count, rows), flush=True)
    print(NOTES, end="")


def versions(python: Path) -> Iterable[str]:
    """Name what is compared."""
    code = "from importlib.metadata import version as v; [print(n, v(n)) for n in {names}]"
    for program, names in ((Path(sys.executable), ["typst"]), (python, ["mkdocs-with-pdf", "weasyprint"])):
        try:
            done = subprocess.run([program, "-c", code.format(names=names)], capture_output=True, text=True, check=True)
            yield from done.stdout.splitlines()
        except (OSError, subprocess.CalledProcessError):
            yield f"{' and '.join(names)} not installed"


def benchmark(folder: Path, count: int, rivals: Path) -> dict[str, Row]:
    """Set a made-up project of ``count`` entries in every way and return what each took."""
    project = make_project(folder / "ours", count)
    cookbook = check_project(project).cookbook
    assert cookbook, "a made-up project has no problems"
    rows = own_rows(project, cookbook)
    entries = cookbook.in_book_order
    site, book, one = folder / "site", folder / "book.html", folder / "one.html"
    write_site(site, entries)
    write_page(book, entries)
    write_page(one, entries[:1])
    build = ["-m", "mkdocs", "build", "--quiet", "--config-file", str(site / "mkdocs.yml")]
    rows[WITH_PDF] = rival_row(rivals, build, site / "site" / "book.pdf")
    for name, page in ((WEASYPRINT, book), (WEASY_ONE, one)):
        pdf = page.with_suffix(".pdf")
        rows[name] = rival_row(rivals, ["-c", PRINT, str(page), str(pdf)], pdf)
    return rows


def own_rows(project: Path, cookbook: Cookbook) -> dict[str, Row]:
    """Set our book, a chapter and a handout, each in a new process, and more handouts in one."""
    command = [str(Path(sys.executable).with_name("cookbook")), "pdf", "--root", str(project), "--lang", LANGUAGE]
    chapter, (first, *more) = cookbook.written_chapters[0], list(cookbook.entries)[:1 + MORE]
    rows = {}
    for name, ids in ((BOOK, []), (CHAPTER, [chapter]), (HANDOUT, [first]), (WARM, [first, *more])):
        output = project / "out" / name
        cost = measure([quiet(*command, *ids, "--output", str(output))])
        rows[name] = row_of(cost, next(output.glob("*.pdf")))
    # Checking the content is part of each; what more handouts add is the typesetting alone.
    extra = (rows[WARM].cost.cpu - rows[HANDOUT].cost.cpu) / len(more)
    rows[WARM] = Row(Cost(max(extra, 0.0), 0.0, 0.0), rows[WARM].pages, rows[WARM].kilobytes)
    return rows


def rival_row(python: Path, arguments: list[str], pdf: Path) -> Row:
    """Run another program in its own environment."""
    if not python.exists():
        return Row(None, why="could not be installed")
    try:
        cost = measure([quiet("timeout", str(LIMIT), str(python), "-W", "ignore", *arguments)])
    except SystemExit:
        return Row(None, why=f"failed, or not done in {LIMIT} s")
    return row_of(cost, pdf) if pdf.exists() else Row(None, why="made no PDF")


def quiet(*command: str) -> list[str]:
    """Return a command that says nothing while it works."""
    return ["sh", "-c", 'exec "$@" 2>/dev/null', "sh", *command]


def row_of(cost: Cost, pdf: Path) -> Row:
    """Return what a run took together with what it made."""
    return Row(cost, len(PdfReader(pdf).pages), pdf.stat().st_size / 1024)


# The same texts for the others


def markdown_of(entry: Entry) -> str:
    """Return the texts of an entry as Markdown, as a person would write them without a generator."""
    texts, words = entry.texts[LANGUAGE], catalogues()[LANGUAGE]
    blocks = [f"# {texts.title}", texts.summary]
    for name, items in (("benefits", texts.benefits), ("cautions", texts.cautions)):
        blocks += [f"## {words(f'entry.{name}')}", "\n".join(f"- {item}" for item in items)]
    for name in ("audience", "who", "time", "needs"):
        if text := getattr(texts, name):
            blocks.append(f"**{words(f'field.{name}')}** {text}")
    blocks += [f"- {result.measures}" for result in texts.results]
    blocks += [f"## {words('entry.context')}", texts.context or ""]
    for section, text in texts.sections.items():
        blocks += [f"## {words.sections[section]}", text]
    plain_terms = re.sub(r"\[([^\]]*)\]\(term:[^)]*\)", r"\1", "\n\n".join(blocks))
    return re.sub(r"\]\(entry:([a-z0-9-]+)\)", r"](\1.md)", plain_terms) + "\n"


def write_site(folder: Path, entries: Iterable[Entry]) -> None:
    """Write a MkDocs project of the entries that is printed by its plugin."""
    (folder / "docs").mkdir(parents=True)
    names = []
    for entry in entries:
        names.append(f"{entry.id}.md")
        (folder / "docs" / names[-1]).write_text(markdown_of(entry), "utf-8")
    (folder / "docs" / "index.md").write_text("# Keittokirja\n", "utf-8")
    config = {
        "site_name": "Keittokirja", "theme": {"name": "material", "font": False, "language": LANGUAGE},
        "nav": ["index.md", *names], "plugins": [{"with-pdf": {"output_path": "book.pdf"}}],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(config), "utf-8")  # JSON is YAML


def write_page(file: Path, entries: Iterable[Entry]) -> None:
    """Write the entries as one web page to be printed."""
    bodies = (markdown(re.sub(r"\]\([a-z0-9-]+\.md\)", "](#)", markdown_of(entry))) for entry in entries)
    head = f'<!doctype html><html lang="{LANGUAGE}"><meta charset="utf-8"><title>Keittokirja</title>'
    file.write_text(f"{head}<style>{html.escape(STYLE, quote=False)}</style>{''.join(bodies)}", "utf-8")


# Printing


def table(count: int, rows: dict[str, Row]) -> str:
    """Return the table of one number of entries; a ratio is to the other program's same work."""
    title = f"{number(count)} entries"
    lines = ["", f"{title:<30}{'CPU s':>9}{'ratio':>8}{'wall s':>9}{'peak MB':>9}{'pages':>8}{'size kB':>10}"]
    for name, row in rows.items():
        if row.cost is None:
            lines.append(f"{name:<30}{row.why:>30}")
            continue
        base = rows.get(BASES.get(name, ""))
        ratio = f"{row.cost.cpu / base.cost.cpu:.2f}" if base and base.cost else ""
        wall, memory = (f"{value:.1f}" if value else "" for value in (row.cost.wall, row.cost.memory))
        made = f"{row.pages:>8}{row.kilobytes:>10.0f}"
        lines.append(f"{name:<30}{row.cost.cpu:>9.2f}{ratio:>8}{wall:>9}{memory:>9}{made}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

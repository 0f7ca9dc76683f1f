"""The command line: the outermost room, which ties the others together."""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import re
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import click

from generator.build import TEXTS, build_site, fingerprint, former_build, set_pdfs, write_epub
from generator.catalogue import Catalogue, catalogues
from generator.check import Checked, check_project
from generator.cookbook import Cookbook
from generator.model import Kind
from generator.new import NewEntryError, new_entry
from generator.plan import MEMOS
from generator.problems import CookbookError, errors_of, has_errors, nearest
from generator.publish import BusyError
from generator.render import recall
from generator.report import FORMATS, as_text
from generator.stamp import stamp_translations

EXIT_PROBLEMS = 1
EXIT_WRONG_USE = 2

def preferred_language() -> str:
    """Return the language that the user's environment asks for, or the site's first."""
    # The first that is set counts (POSIX, "Internationalization Variables").
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    code = re.split(r"[_.@]", asked)[0]
    return code if code in catalogues() else next(iter(catalogues()))


root_option = click.option(
    "--root", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path), default=".",
    help="The project's folder, if not the current one.",
)
language_option = click.option(
    "--lang", "language", type=click.Choice(list(catalogues())), default=preferred_language,
    help="The language of the messages; your own unless told.",
)


FAILURES = (CookbookError, OSError, BrokenProcessPool)
"""What can go wrong besides the content."""


def failure_text(error: BaseException, words: Catalogue) -> str:
    """Say in a line what went wrong."""
    if isinstance(error, BusyError):
        return words("cli.busy")
    if isinstance(error, BrokenProcessPool):
        return words("cli.memory")
    if isinstance(error, OSError):
        return words("cli.failed", reason=f"{error.filename or ''}: {error.strerror or error}")
    return words("cli.failed", reason=error)


def plain(site: bool = False) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command its words and let it end with a message: the reader never meets a traceback.

    ``site`` adds that the old site is as it was.
    """
    def wrap(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(*args: Any, language: str, **params: Any) -> None:
            words = catalogues()[language]
            try:
                command(*args, words=words, **params)
            except FAILURES as error:
                click.echo(failure_text(error, words), err=True)
                if site:
                    click.echo(words("cli.stopped"), err=True)
                sys.exit(EXIT_PROBLEMS)
        return run
    return wrap


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="employment-cookbook")
def main() -> None:
    """Build, check and preview the Cookbook of Employment Practice."""


@main.command()
@root_option
@language_option
@plain()
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text",
              help="How to print problems: for people, for programs, or as GitHub annotations.")
def check(root: Path, words: Catalogue, format_: str) -> None:
    """Check every content file and list all problems, each with its line and its mend."""
    checked = check_project(root)
    output = FORMATS[format_](checked.problems, words)
    if output:
        click.echo(output)
    if format_ == "text":
        click.echo(summary(checked, words))
    sys.exit(EXIT_PROBLEMS if has_errors(checked.problems) else 0)


def summary(checked: Checked, words: Catalogue) -> str:
    """Count files, errors and warnings in one line."""
    errors = len(errors_of(checked.problems))
    counts = [("checked", checked.files), ("errors", errors),
              ("warnings", len(checked.problems) - errors)]
    return ", ".join(words(f"cli.{name}", count=count) for name, count in counts)


@main.command()
@root_option
@language_option
@plain(site=True)
@click.option("--pdf/--no-pdf", default=True, help="Whether to make the PDFs and EPUBs too.")
def build(root: Path, words: Catalogue, pdf: bool) -> None:
    """Check all content and build the site, the PDFs and the EPUBs into site/.

    The old site stays as it is until the new one is whole.
    """
    started, site, state = time.monotonic(), root / "site", fingerprint(root, pdf)
    built = former_build(site, state)
    key = "cli.fresh" if built else "cli.built"
    if built is None:
        recall(root / TEXTS)
        cookbook = checked_or_exit(root, words)
        built = build_site(root, cookbook, site, state=state, pdf=pdf,
                           progress=lambda key, **params: click.echo(words(key, **params)))
    seconds = words.number(round(time.monotonic() - started, 1))
    click.echo(words(key, site=f"{os.path.relpath(site)}/", pages=built.pages, pdfs=built.pdfs, seconds=seconds))


@main.command()
@root_option
@language_option
@plain()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default="build/pdf", show_default=True,
              help="The folder for the PDFs.")
@click.argument("what", nargs=-1)
def pdf(root: Path, words: Catalogue, output: Path, what: tuple[str, ...]) -> None:
    """Set PDFs in the language of --lang without building the site.

    WHAT are ids of recipes and practices (reference numbers will do too), of chapters, worksheets and
    menus, or "memos" for the memo slips. Without any, the whole book is set.
    """
    cookbook = checked_or_exit(root, words)
    refs = {entry.facts.ref: entry.id for entry in cookbook.entries.values()}
    ids = [refs.get(id_.upper(), id_) for id_ in what]
    known = [*cookbook.entries, *cookbook.vocabulary.chapters, *cookbook.worksheets, *cookbook.menus, MEMOS]
    unknown = [id_ for id_ in ids if id_ not in known]
    for id_ in unknown:
        close = nearest(id_, known)
        hint = words("cli.nearest", nearest=close) if close else ""
        click.echo(f"{words('cli.pdf.unknown', id=id_)} {hint}".rstrip(), err=True)
    if unknown:
        sys.exit(EXIT_WRONG_USE)
    for file in set_pdfs(root, cookbook, words, ids, output):
        click.echo(file)


@main.command()
@root_option
@language_option
@plain()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default="build/epub", show_default=True,
              help="The folder for the EPUB.")
def epub(root: Path, words: Catalogue, output: Path) -> None:
    """Make the EPUB of the whole book in the language of --lang without building the site."""
    click.echo(write_epub(root, checked_or_exit(root, words), words, output))


@main.command()
@root_option
@language_option
@plain()
@click.argument("kind", type=click.Choice([kind.name.lower() for kind in Kind]))
@click.argument("id")
def new(root: Path, words: Catalogue, kind: str, id: str) -> None:
    """Begin a new recipe or practice.

    KIND is recipe or practice. ID names the entry for good: lower-case letters a-z and digits, words
    joined by hyphens, such as espoo-hankinnat. The file is written in the language of --lang, with
    help beside every field.
    """
    try:
        file = new_entry(root, Kind[kind.upper()], id, words.code, datetime.date.today())
    except NewEntryError as error:
        click.echo(words(error.code, id=id), err=True)
        sys.exit(EXIT_WRONG_USE)
    click.echo(words("cli.new.written", file=file.relative_to(root)))


@main.command()
@root_option
@language_option
@plain()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="The port to listen on; 0 takes any free one.")
def serve(root: Path, words: Catalogue, port: int) -> None:
    """Show the site on this machine and follow edits.

    A saved change is on the page at once; a problem is shown there and here. The PDFs are those of
    the last full build. Stop with Ctrl-C.
    """
    from generator.serve import serve as serve_site

    preview = root / "build" / "preview"

    def rebuild() -> str:
        state = fingerprint(root, False)
        try:
            checked = check_project(root)
            if checked.cookbook is None:
                problems = as_text(errors_of(checked.problems), words)
            else:
                built = build_site(root, checked.cookbook, preview, state=state, pdf=False)
                click.echo(words("cli.rebuilt", remade=built.remade))
                return ""
        except FAILURES as error:
            problems = failure_text(error, words)
        click.echo(problems, err=True)
        return problems

    if rebuild() and not preview.is_dir():
        sys.exit(EXIT_PROBLEMS)
    with contextlib.suppress(KeyboardInterrupt):
        serve_site(root, preview, port, rebuild, lambda address: click.echo(words("cli.serving", address=address)))


def checked_or_exit(root: Path, words: Catalogue) -> Cookbook:
    """Return the checked cookbook; print the problems and end with 1 where there is an error."""
    checked = check_project(root)
    errors = errors_of(checked.problems)
    if errors:
        click.echo(as_text(errors, words), err=True)
    click.echo(summary(checked, words), err=bool(errors))
    if checked.cookbook is None:
        click.echo(words("cli.stopped"), err=True)
        sys.exit(EXIT_PROBLEMS)
    return checked.cookbook


@main.command()
@root_option
@language_option
@plain()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def stamp(root: Path, words: Catalogue, files: tuple[Path, ...]) -> None:
    """Record that translations follow their source as it stands now.

    Writes into each translation among FILES (all of them, if none is named) the digests of the
    source texts. Run it after bringing a translation up to date.
    """
    changed, problems = stamp_translations(root, [file.resolve() for file in files])
    if problems:
        click.echo(as_text(problems, words), err=True)
        sys.exit(EXIT_PROBLEMS)
    for path in changed:
        click.echo(path)

"""The command line: the outermost room, which ties the others together."""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NoReturn

import click

from generator.book.chosen import Chosen, entries_with
from generator.build import TEXTS, build_site, fingerprint, former_build, set_pdfs
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
from generator.vocabulary import label

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
    if not has_errors(checked.problems):
        from generator.book.signs import find_unset_signs

        checked = replace(checked, problems=(*checked.problems, *find_unset_signs(root)))
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
@click.option("--pdf/--no-pdf", default=True, help="Whether to make the PDFs too.")
def build(root: Path, words: Catalogue, pdf: bool) -> None:
    """Check all content and build the site and the PDFs into site/.

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
@click.option("--select", "-s", default="", metavar="IDS",
              help="Set a booklet of these recipes and practices, in this order: ids or reference numbers, joined "
                   "by commas. It has a cover, contents and indexes of its own.")
@click.option("--tag", "tags", multiple=True, metavar="TAG",
              help="Set a booklet of all that carries this tag. May be given again: tags of one question widen the "
                   "choice, tags of different questions narrow it, as in the search.")
@click.option("--menu", default="", metavar="MENU", help="Set a menu with all of its recipes, in its order.")
@click.option("--title", default="", help="The title on the cover of the booklet.")
@click.option("--cards", is_flag=True,
              help="Set a deck of cards, four to a sheet, to cut apart: of what is chosen, or of everything.")
@click.option("--paper", type=click.Choice(["a4", "a5", "letter"]), default="a4", show_default=True,
              help="The paper in the printer.")
@click.option("--booklet", "folded", is_flag=True,
              help="Lay the pages out in twos, for printing on both sides, folding and stapling. Such a file is for "
                   "the printer only: give people the accessible one, set without this.")
@click.option("--open", "show", is_flag=True, help="Open what was set.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default="build/pdf", show_default=True,
              help="The folder for the PDFs.")
@click.argument("what", nargs=-1)
def pdf(root: Path, words: Catalogue, select: str, tags: tuple[str, ...], menu: str, title: str, cards: bool,
        paper: str, folded: bool, show: bool, output: Path, what: tuple[str, ...]) -> None:
    """Set PDFs in the language of --lang without building the site.

    WHAT are ids of recipes and practices (reference numbers will do too), of chapters, worksheets and
    menus, or "memos" for the memo slips; each becomes a PDF. Without any, and with nothing chosen by an
    option, it is the whole book.
    """
    refuse_together(words, {
        "WHAT": bool(what), "--select": bool(select), "--tag": bool(tags), "--menu": bool(menu),
        "--cards": cards, "--booklet": folded, "--title": bool(title), "--paper a5": paper == "a5",
    })
    cookbook = checked_or_exit(root, words)
    vocabulary = cookbook.vocabulary
    refs = {entry.facts.ref: entry.id for entry in cookbook.entries.values()}
    known = [*cookbook.entries, *vocabulary.chapters, *cookbook.worksheets, *cookbook.menus, MEMOS]
    chosen = [id_.strip() for id_ in select.split(",") if id_.strip()]
    what, chosen = (tuple(refs.get(id_.upper(), id_) for id_ in ids) for ids in (what, chosen))
    refuse_unknown(words, "cli.pdf.unknown", what, known)
    refuse_unknown(words, "cli.pdf.unknown-entry", chosen, cookbook.entries)
    refuse_unknown(words, "cli.pdf.unknown-menu", [menu] if menu else [], cookbook.menus)
    refuse_unknown(words, "cli.pdf.unknown-tag", tags, vocabulary.tags, vocabulary.ids_by_label)
    if tags:
        chosen = tuple(entries_with(cookbook, tags))
        title = title or words.all_of([label(vocabulary.tags[tag].label, words.code) for tag in tags])
    elif menu:
        chosen = cookbook.menus[menu].entries
    if not chosen and (select or tags):
        wrong_use(words("cli.pdf.nothing"))
    order = Chosen(what, chosen, title, menu or None, cards, paper, folded)
    files = set_pdfs(
        root, cookbook, words, order, output,
        progress=lambda name: click.echo(words("cli.pdf.setting", name=name), err=True),
        warn=lambda problems: click.echo(as_text(problems, words), err=True) if problems else None,
    )
    for file in files:
        click.echo(file)
        if show and click.launch(str(file)):
            click.echo(words("cli.pdf.not-opened", file=file), err=True)


APART = [
    ("WHAT", "--select"), ("WHAT", "--tag"), ("WHAT", "--menu"), ("--select", "--tag"), ("--select", "--menu"),
    ("--tag", "--menu"), ("WHAT", "--cards"), ("WHAT", "--title"), ("--cards", "--booklet"),
    ("--cards", "--paper a5"), ("--booklet", "--paper a5"),
]
"""What `cookbook pdf` can't do together: choices of different kinds, cards or folded pages smaller than A6."""


def refuse_together(words: Catalogue, given: Mapping[str, bool]) -> None:
    """End with a message where ``given`` holds what doesn't go together, or a title for nothing."""
    for first, second in APART:
        if given[first] and given[second]:
            wrong_use(words("cli.pdf.apart", first=first, second=second))
    if given["--title"] and not any(given[name] for name in ("--select", "--tag", "--menu", "--cards")):
        wrong_use(words("cli.pdf.title"))


def refuse_unknown(words: Catalogue, key: str, ids: Iterable[str], known: Iterable[str],
                   labels: Mapping[str, str] = MappingProxyType({})) -> None:
    """End with a message for each of ``ids`` that is not known, with the nearest that is."""
    known = list(known)
    messages = []
    for id_ in ids:
        if id_ not in known:
            close = nearest(id_, known, labels)
            hint = words("cli.nearest", nearest=close) if close else ""
            messages.append(f"{words(key, id=id_)} {hint}".rstrip())
    if messages:
        wrong_use("\n".join(messages))


def wrong_use(message: str) -> NoReturn:
    """Say what is wrong with the command and end."""
    click.echo(message, err=True)
    sys.exit(EXIT_WRONG_USE)


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

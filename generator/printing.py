"""The command for those who print: the book and every cut of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import click

from generator.catalogue import Catalogue
from generator.command import EXIT_WRONG_USE, checked_or_exit, language_option, plain, root_option
from generator.load import forbidden_in
from generator.model import LONGEST_TITLE
from generator.plan import MEMOS
from generator.problems import Problem, nearest_names
from generator.render import VISIBLE
from generator.render import plain as plain_text
from generator.report import as_text, mend, message
from generator.vocabulary import label


@click.command()
@root_option
@language_option
@plain()
@click.option("--select", "-s", metavar="IDS",
              help="Set a booklet of these recipes and practices, in this order: ids or reference numbers, joined "
                   "by commas. It has a cover, contents and indexes of its own.")
@click.option("--tag", "tags", multiple=True, metavar="TAG",
              help="Set a booklet of all that carries this tag. May be given again: tags of one question widen the "
                   "choice, tags of different questions narrow it, as in the search.")
@click.option("--menu", metavar="MENU", help="Set a menu with all of its recipes, in its order.")
@click.option("--title", help="The title on the cover of the booklet.")
@click.option("--cards", is_flag=True,
              help="Set a deck of cards, four to a sheet, to cut apart: of what is chosen, or of everything. Fronts and "
                   "backs follow each other by turns: print on both sides, turned over the long edge.")
@click.option("--paper", type=click.Choice(["a4", "a5", "letter"]), default="a4", show_default=True,
              help="The paper in the printer.")
@click.option("--booklet", "folded", is_flag=True,
              help="Lay the pages out in twos, for printing on both sides, folding and stapling. Such a file is for "
                   "the printer only: give people the accessible one, set without this.")
@click.option("--open", "show", is_flag=True, help="Open what was set.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default="build/pdf", show_default=True,
              help="The folder for the PDFs.")
@click.argument("what", nargs=-1)
def pdf(root: Path, words: Catalogue, select: str | None, tags: tuple[str, ...], menu: str | None,
        title: str | None, cards: bool, paper: str, folded: bool, show: bool, output: Path,
        what: tuple[str, ...]) -> None:
    """Set PDFs in the language of --lang without building the site.

    WHAT are ids of recipes and practices (reference numbers will do too), of chapters, worksheets and
    menus, or "memos" for the memo slips; each becomes a PDF. Without any, and with nothing chosen by an
    option, it is the whole book.
    """
    # Not above: the other commands need no Typst, and `check` is to answer at once.
    from generator.book.chosen import Chosen, entries_with, set_pdfs

    refuse_together(words, {
        "WHAT": bool(what), "--select": select is not None, "--tag": bool(tags), "--menu": menu is not None,
        "--cards": cards, "--booklet": folded, "--title": title is not None, "--paper a5": paper == "a5",
    })
    if title is not None:
        refuse_title(words, title)
        title = " ".join(title.split())
    cookbook = checked_or_exit(root, words, handouts=what)
    vocabulary = cookbook.vocabulary
    refs = {entry.facts.ref: entry.id for entry in cookbook.entries.values()}
    known = [*cookbook.entries, *vocabulary.chapters, *cookbook.worksheets, *cookbook.menus, MEMOS]
    chosen = [id_.strip() for id_ in (select or "").split(",") if id_.strip()]
    # Two names of one entry are one.
    what, chosen = (tuple(dict.fromkeys(refs.get(id_.upper(), id_) for id_ in ids)) for ids in (what, chosen))
    titles = {plain_text(text.title).casefold(): part.name
              for part in (*cookbook.worksheets.values(), *cookbook.menus.values()) for text in part.texts.values()}
    refuse_unknown(words, "cli.unknown-id", what, [*known, *refs], vocabulary.ids_by_label | titles)
    refuse_unknown(words, "cli.pdf.unknown-entry", chosen, [*cookbook.entries, *refs])
    refuse_unknown(words, "cli.pdf.unknown-menu", [] if menu is None else [menu], cookbook.menus, titles)
    refuse_unknown(words, "cli.pdf.unknown-tag", tags, vocabulary.tags, vocabulary.tags_by_label)
    if tags:
        chosen = tuple(entries_with(cookbook, tags))
        title = title or words.all_of([label(vocabulary.tags[tag].label, words.code) for tag in tags])
    elif menu is not None:
        chosen = cookbook.menus[menu].entries
    if not chosen and (select is not None or tags):
        wrong_use(words("cli.pdf.nothing"))
    order = Chosen(what, chosen, title or "", menu, cards, paper, folded)
    files = set_pdfs(
        root, cookbook, words, order, output,
        progress=lambda name: click.echo(words("cli.pdf.setting", name=name), err=True),
        warn=lambda problems: click.echo(as_text(problems, words), err=True) if problems else None,
    )
    for file in files:
        click.echo(file)
        if show and not opens(file):
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
    """End with a message for each of ``ids`` that is not known, with the nearest ones that are."""
    known = list(known)
    messages = []
    for id_ in ids:
        if id_ not in known:
            close = nearest_names(id_, known, labels)
            hint = words("cli.nearest", nearest=words.any_of(close)) if close else ""
            messages.append(f"{words(key, id=id_)} {hint}".rstrip())
    if messages:
        wrong_use("\n".join(messages))


def refuse_title(words: Catalogue, title: str) -> None:
    """End with a message where a title is none that an entry could have (see `Title`)."""
    problem = None
    # A surrogate stands for a byte that is no text in the terminal's encoding.
    if hidden := forbidden_in(title) or list(re.finditer("[\ud800-\udfff]", title)):
        problem = Problem("", 1, 1, "control-character", {"character": f"U+{ord(hidden[0].group()):04X}"})
    elif not VISIBLE.search(title):
        problem = Problem("", 1, 1, "empty-field", {"field": "--title"})
    elif len(title) > LONGEST_TITLE:
        problem = Problem("", 1, 1, "too-long", {"field": "--title", "limit": str(LONGEST_TITLE)})
    if problem:
        wrong_use(f"--title: {message(problem, words)} {mend(problem, words)}")


PATIENCE = 3
"""How many seconds a viewer has to say that it can't show a file. Some go on until they are closed."""


def opens(file: Path) -> bool:
    """Show a file in the viewer that the system has for it; return whether there is one, as far as it tells."""
    if sys.platform in ("darwin", "win32", "cygwin"):
        return click.launch(str(file)) == 0
    try:
        # What it says of viewers that it has tried in vain is many lines; one of ours says enough.
        viewer = subprocess.Popen(["xdg-open", file], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
    except OSError:
        return False
    try:
        return viewer.wait(PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True


def wrong_use(message: str) -> NoReturn:
    """Say what is wrong with the command and end."""
    click.echo(message, err=True)
    sys.exit(EXIT_WRONG_USE)


@click.command()
@root_option
@language_option
@plain()
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default="build/epub", show_default=True,
              help="The folder for the EPUB.")
def epub(root: Path, words: Catalogue, output: Path) -> None:
    """Make the EPUB of the whole book in the language of --lang without building the site."""
    from generator.build import write_epub

    click.echo(write_epub(root, checked_or_exit(root, words), words, output))

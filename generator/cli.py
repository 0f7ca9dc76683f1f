"""The command line: the outermost room, which ties the others together."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import click

from generator.catalogue import Catalogue
from generator.check import check_project
from generator.command import (
    EXIT_PROBLEMS,
    FAILURES,
    checked_or_exit,
    failure_text,
    language_option,
    plain,
    root_option,
    summary,
)
from generator.contribute import COMMANDS
from generator.printing import epub, pdf
from generator.problems import errors_of, has_errors
from generator.render import recall
from generator.report import FORMATS, as_text


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
        # Not above: an error is told at once, without a typesetter.
        from generator.book.signs import find_unset_signs

        checked = replace(checked, problems=(*checked.problems, *find_unset_signs(root)))
    output = FORMATS[format_](checked.problems, words)
    if output:
        click.echo(output)
    if format_ == "text":
        click.echo(summary(checked, words))
    sys.exit(EXIT_PROBLEMS if has_errors(checked.problems) else 0)


@main.command()
@root_option
@language_option
@plain(site=True)
@click.option("--pdf/--no-pdf", default=True, help="Whether to make the PDFs too.")
def build(root: Path, words: Catalogue, pdf: bool) -> None:
    """Check all content and build the site and the PDFs into site/.

    The old site stays as it is until the new one is whole.
    """
    # Not above: the other commands need no MkDocs, and `check` is to answer at once.
    from generator.build import TEXTS, build_site, fingerprint, former_build

    started, site, state = time.monotonic(), root / "site", fingerprint(root, pdf)
    built = former_build(site, state)
    key = "cli.fresh" if built else "cli.built"
    if built is None:
        recall(root / TEXTS)
        cookbook = checked_or_exit(root, words, stopped="cli.stopped")
        built = build_site(root, cookbook, site, state=state, pdf=pdf,
                           progress=lambda key, **params: click.echo(words(key, **params)))
    seconds = words.number(round(time.monotonic() - started, 1))
    click.echo(words(key, site=f"{os.path.relpath(site)}/", pages=built.pages, pdfs=built.pdfs, seconds=seconds))


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
    from generator.build import build_site, fingerprint
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


for command in (pdf, epub, *COMMANDS):
    main.add_command(command)

"""The command line: the outermost room, which ties the others together."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.catalogue import Catalogue, catalogues
from generator.check import Checked, check_project
from generator.problems import Severity, has_errors
from generator.report import FORMATS, as_text
from generator.stamp import stamp_translations

EXIT_PROBLEMS = 1
EXIT_WRONG_USE = 2

root_option = click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".",
    help="The project's folder, if not the current one.",
)
language_option = click.option(
    "--lang", "language", type=click.Choice(list(catalogues())), default=next(iter(catalogues())),
    help="The language of the messages.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="employment-cookbook")
def main() -> None:
    """Build, check and preview the Cookbook of Employment Practice."""


@main.command()
@root_option
@language_option
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), default="text",
              help="How to print problems: for people, for programs, or as GitHub annotations.")
def check(root: Path, language: str, format_: str) -> None:
    """Check every content file and list all problems, each with its line and its mend."""
    words = catalogues()[language]
    checked = check_project(root)
    output = FORMATS[format_](checked.problems, words)
    if output:
        click.echo(output)
    if format_ == "text":
        click.echo(summary(checked, words))
    sys.exit(EXIT_PROBLEMS if has_errors(checked.problems) else 0)


def summary(checked: Checked, words: Catalogue) -> str:
    """Count files, errors and warnings in one line."""
    errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
    counts = [("checked", checked.files), ("errors", errors),
              ("warnings", len(checked.problems) - errors)]
    return ", ".join(words(f"cli.{name}", count=count) for name, count in counts)


@main.command()
@root_option
@language_option
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def stamp(root: Path, language: str, files: tuple[Path, ...]) -> None:
    """Record that translations follow their source as it stands now.

    Writes into each translation among FILES (all of them, if none is named) the digests of the
    source texts. Run it after bringing a translation up to date.
    """
    words = catalogues()[language]
    changed, problems = stamp_translations(root, [file.resolve() for file in files])
    if problems:
        click.echo(as_text(problems, words), err=True)
        sys.exit(EXIT_PROBLEMS)
    for path in changed:
        click.echo(path)

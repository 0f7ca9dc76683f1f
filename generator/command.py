"""What all commands share: their options, their language, and how they end."""

from __future__ import annotations

import errno
import functools
import os
import re
import signal
import sys
from collections.abc import Callable, Collection
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import click

from generator.catalogue import Catalogue, catalogues
from generator.check import Checked, check_project
from generator.cookbook import Cookbook
from generator.handouts import check_handouts
from generator.imprint import EpochError
from generator.problems import CookbookError, count_of, errors_of, shortened
from generator.publish import BusyError
from generator.report import as_text, printable

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


FAILURES = (CookbookError, OSError, BrokenExecutor)
"""What can go wrong besides the content."""


def failure_text(error: BaseException, words: Catalogue) -> str:
    """Say in a line what went wrong."""
    if isinstance(error, BusyError):
        return words("cli.busy")
    if isinstance(error, EpochError):
        return words("cli.epoch", value=shortened(printable(str(error), " ")))
    if isinstance(error, BrokenExecutor):
        return words("cli.memory")
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return words("cli.full")
    if isinstance(error, OSError) and error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return words("cli.forbidden", path=error.filename or "")
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
            # What is told to end ends as with Ctrl-C: nothing is left half done or at work.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            try:
                command(*args, words=words, **params)
            except FAILURES as error:
                click.echo(failure_text(error, words), err=True)
                if site:
                    click.echo(words("cli.stopped"), err=True)
                sys.exit(EXIT_PROBLEMS)
        return run
    return wrap


def summary(checked: Checked, words: Catalogue) -> str:
    """Count files, errors and, where they were looked for, warnings in one line."""
    errors = count_of(errors_of(checked.problems))
    counts = [("checked", checked.files), ("errors", errors)]
    if checked.is_whole:
        counts.append(("warnings", count_of(checked.problems) - errors))
    return ", ".join(words(f"cli.{name}", count=count) for name, count in counts)


def checked_or_exit(root: Path, words: Catalogue, handouts: Collection[str] = (), stopped: str = "cli.nothing-made",
                    ) -> Cookbook:
    """Return the checked cookbook; print the problems and end with 1 where there is an error.

    ``stopped`` is the key of what is said then. ``handouts`` is all that it is for (see `check_handouts`).
    """
    checked = check_handouts(root, handouts) or check_project(root)
    errors = errors_of(checked.problems)
    if errors:
        click.echo(as_text(errors, words), err=True)
    click.echo(summary(checked, words), err=bool(errors))
    if checked.cookbook is None:
        click.echo(words(stopped), err=True)
        sys.exit(EXIT_PROBLEMS)
    return checked.cookbook

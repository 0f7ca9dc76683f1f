"""What every edition says of itself: its date, and where its site stands."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

from generator.cookbook import Cookbook
from generator.load import LOADER
from generator.problems import CookbookError

CONFIGURATION = "mkdocs.yml"


class ImprintError(CookbookError):
    """Nobody can tell an edition's place; the text says why."""


class EpochError(CookbookError):
    """``SOURCE_DATE_EPOCH`` is no date; the text is what it holds."""


def edition_date(cookbook: Cookbook) -> datetime.date:
    """Return the date of the book: ``SOURCE_DATE_EPOCH``, or the day of the latest review.

    Not today's: a book whose contents have not changed is the same book (reproducible-builds.org).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
        except (ValueError, OverflowError, OSError):
            raise EpochError(epoch) from None
    return cookbook.reviewed


class _Configuration(LOADER):
    """Reads MkDocs' configuration as far as it is plain data: MkDocs itself takes longer to load than a handout
    to set.
    """


_Configuration.add_constructor("!ENV", construct_env_tag)
_Configuration.add_multi_constructor("", lambda loader, tag, node: None)


def site_root(root: Path) -> str:
    """Return the address that the site is configured to stand at, with a slash at its end, or ""."""
    try:
        data: Any = yaml.load((root / CONFIGURATION).read_bytes(), Loader=_Configuration)
        base = str(data.get("site_url") or "")
    except (yaml.YAMLError, AttributeError) as error:
        raise ImprintError(f"{CONFIGURATION}: {error}") from None
    return f"{base.rstrip('/')}/" if base else ""

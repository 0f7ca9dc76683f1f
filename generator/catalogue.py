"""Catalogues of words, one file a language: everything that readers and contributors see.

Only the files in ``generator/catalogues/`` know which languages there are. A language is added with
a file there, a ``mkdocs.<code>.yml``, labels in ``vocabulary/`` and the contents themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent, parse_pattern

FOLDER = Path(__file__).parent / "catalogues"


@dataclass(frozen=True)
class Catalogue:
    """The words and the ways of writing of one language.

    ``code`` is its BCP 47 tag, ``name`` its own name for itself, ``territory`` the country whose
    customs of writing dates and numbers it follows. ``prefix`` is the folder of its pages in the site
    (empty for the language at the root), ``paths`` the names of its pages and folders. ``sections``
    are the headings of an entry's body, ``units`` the forms of each unit, ``words`` everything else
    that is said, ``problems`` what is said of each problem: ``message``, ``why`` it matters, ``mend``, and an
    ``example`` of how it should look. ``style`` is what the hints on
    plain language and on people go by: limits and lists of words. ``analyser`` names what the search
    knows of the language's inflection (``generator.search.analysers``).
    """

    code: str
    name: str
    territory: str
    prefix: str
    paths: Mapping[str, str]
    sections: Mapping[str, str]
    units: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    problems: Mapping[str, Mapping[str, str]]
    style: Mapping[str, Any]
    analyser: str = ""

    @cached_property
    def locale(self) -> Locale:
        """The rules of this language for numbers, dates and lists."""
        return Locale(self.code, self.territory)

    def __call__(self, key: str, **params: object) -> str:
        """Return the words for ``key`` with ``params`` filled in.

        With a number as ``count`` the form for it is looked up first, as ``key.one`` or
        ``key.other`` (CLDR plural categories). An unknown key is a ``KeyError``: the catalogues are
        part of the program.
        """
        if "count" in params:
            form = f"{key}.{self.locale.plural_form(params['count'])}"
            key = form if form in self.words else f"{key}.other"
        return self.words[key].format(**params)

    def number(self, value: float) -> str:
        """Write a number with this language's separators."""
        return format_decimal(value, locale=self.locale)

    def percent(self, value: float) -> str:
        """Write ``value`` per cent."""
        # As decimals: 16.4 / 100 is 0.16399999999999998 in binary.
        share = Decimal(str(value)) / 100
        return format_percent(share, format=None, locale=self.locale, decimal_quantization=False)

    def euros(self, value: float) -> str:
        """Write an amount of euros, without cents where there are none."""
        pattern = parse_pattern(self.locale.currency_formats["standard"].pattern)
        pattern.frac_prec = (0, 0) if value == int(value) else (2, 2)
        return pattern.apply(value, self.locale, currency="EUR", currency_digits=False)

    def date(self, value: datetime.date) -> str:
        """Write a date in this language's long form, such as ``21 November 2026``."""
        return format_date(value, format="long", locale=self.locale)

    def moment(self, text: str) -> str:
        """Write a year, a month or a day given as ``2014``, ``2018-03`` or ``2016-02-01``."""
        if len(text) == len("2014"):
            return text
        if len(text) == len("2018-03"):
            day = datetime.date.fromisoformat(f"{text}-01")
            return format_skeleton("yMMMM", day, locale=self.locale)
        return format_date(datetime.date.fromisoformat(text), format="medium", locale=self.locale)

    def all_of(self, items: list[str]) -> str:
        """Join ``items`` with commas and this language's word for *and*."""
        return format_list(items, locale=self.locale)

    def any_of(self, items: list[str]) -> str:
        """Join ``items`` with commas and this language's word for *or*."""
        return format_list(items, style="or", locale=self.locale)


def read_catalogue(file: Path) -> Catalogue:
    """Read one catalogue file."""
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return Catalogue(**data)


@cache
def catalogues(folder: Path = FOLDER) -> dict[str, Catalogue]:
    """Return the catalogues by language code, the language at the site's root first."""
    found = [read_catalogue(file) for file in sorted(folder.glob("*.yml"))]
    found.sort(key=lambda catalogue: (catalogue.prefix != "", catalogue.code))
    return {catalogue.code: catalogue for catalogue in found}

"""Figures as entries state them: ``~60 %``, ``15–20``, ``913048 €``, ``6 months``.

One figure is one shared fact, written once in the source language; each language shows it in its
own style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticKnownError

from generator.catalogue import Catalogue, catalogues

# Three digits after a comma or a point would be thousands to some and decimals to others: refused.
NUMBER = r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]{1,12}(?:[.,][0-9]{1,2}(?![0-9]))?"
PATTERN = re.compile(
    rf"(?P<low>{NUMBER})(?:\s*[–-]\s*(?P<high>{NUMBER}))?\s*(?P<unit>[^0-9\s].*)?"
)
LONGEST = 60
"""The longest text of a figure, in characters."""

SIGNS = ("%", "€")
QUALIFIERS = {"~": "about", "<": "under", ">": "over"}


@dataclass(frozen=True)
class Figure:
    """A number or a range, exact or not, with a unit.

    ``unit`` is ``%``, ``€``, a time unit of the catalogues (``hours`` … ``years``) or empty for a
    plain count; ``qualifier`` is ``about``, ``under``, ``over`` or empty.
    """

    low: float
    high: float | None = None
    unit: str = ""
    qualifier: str = ""

    def text(self, words: Catalogue) -> str:
        """Write the figure in a language's own style."""
        last = self.low if self.high is None else self.high
        if self.unit == "%":
            number, one = words.number, words.percent
        elif self.unit == "€":
            number, one = words.number, words.euros
        else:
            number = one = words.number
        written = one(last)
        if self.high is not None:
            # The sign may stand before the number (€10–20) or after it (10–20 %).
            written = written.replace(number(last), f"{number(self.low)}–{number(last)}")
        if self.unit and self.unit not in SIGNS:
            form = words.locale.plural_form(last)
            forms = words.units[self.unit]
            written = f"{written}\u00a0{forms.get(form, forms['other'])}"
        return words(f"figure.{self.qualifier}", figure=written) if self.qualifier else written


@cache
def unit_ids() -> dict[str, str]:
    """Return the unit id for each word that names a unit in any language."""
    known = {sign: sign for sign in SIGNS}
    for words in catalogues().values():
        for unit, forms in words.units.items():
            known[unit] = unit
            known.update({word.casefold(): unit for form in forms.values() for word in form.split(", ")})
    return known


@cache
def qualifiers() -> dict[str, str]:
    """Return the qualifier for each sign or word that may stand before a number in any language."""
    known = dict(QUALIFIERS)
    for words in catalogues().values():
        for qualifier in QUALIFIERS.values():
            known[f"{words(f'figure.{qualifier}', figure='').strip().casefold()} "] = qualifier
    return known


def parse_figure(text: str) -> Figure:
    """Read a figure from its text.

    Raises ``ValueError`` with no words of its own if the text is not a figure.
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise ValueError
    sign = next((sign for sign in qualifiers() if text.casefold().startswith(sign)), "")
    match = PATTERN.fullmatch(text[len(sign) :].strip())
    if not match:
        raise ValueError
    unit = unit_ids().get((match["unit"] or "").strip().casefold(), "") if match["unit"] else ""
    if match["unit"] and not unit:
        raise ValueError
    low = _number(match["low"])
    high = _number(match["high"]) if match["high"] else None
    if high is not None and high <= low:
        raise ValueError
    return Figure(low, high, unit, qualifiers().get(sign, ""))


def _number(text: str) -> float:
    value = float(re.sub(r"\s", "", text).replace(",", "."))
    return int(value) if value == int(value) else value


WHOLE = re.compile(r"-?[0-9]+")


def _whole(value: Any) -> Any:
    if isinstance(value, str) and not WHOLE.fullmatch(value.strip()):
        raise PydanticKnownError("int_parsing")
    return value


Whole = BeforeValidator(_whole)
"""Marks a whole number as digits and nothing else: ``int`` also reads 2_014, +2014, 2014.0 and other scripts."""

"""What an analyser of a language is, and the one for a language that has none of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.search.rules import Rules


@dataclass(frozen=True)
class Reading:
    """A dictionary form of a word form.

    ``lemma`` marks the boundaries of a compound with ``|``; ``pos`` is the part of speech, empty where
    nobody knows the word; ``base`` is the word that it is derived from.
    """

    lemma: str
    pos: str = ""
    base: str = ""


class Analyser:
    """Plain words: each is its own dictionary form. Serves every language that has no other analyser."""

    rules: Sequence[Rules] = ()
    clitics: Sequence[str] = ()
    """What may stand after any form, folded, such as *-kin*."""

    def prepare(self, forms: Iterable[str]) -> None:
        """Be told all the forms of the collection before the first of them is read."""

    def readings(self, form: str) -> tuple[Reading, ...]:
        """Return what a word form may be, the likeliest reading first; at least one."""
        return (Reading(form.lower()),)

    def base(self, part: str) -> str:
        """Return the dictionary form of a compound's part."""
        return part

    def keep(self) -> None:
        """Keep what was found out for the next build."""


def read_readings(file: Path) -> dict[str, tuple[Reading, ...]]:
    """Read a table of word forms: form, lemma, part of speech, base, with tabs between.

    A form with several readings has several lines. Empty lines and those that begin with ``#`` do not
    count; a file that is not there is an empty table.
    """
    found: dict[str, tuple[Reading, ...]] = {}
    if file.is_file():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                form, lemma, *rest = (cell.strip() for cell in line.split("\t"))
                found[form] = (*found.get(form, ()), Reading(lemma, *rest))
    return found


def write_readings(file: Path, table: Mapping[str, tuple[Reading, ...]], header: str = "") -> None:
    """Write a table of word forms, sorted, for ``read_readings``."""
    lines = [
        "\t".join((form, reading.lemma, reading.pos, reading.base)).rstrip("\t")
        for form in sorted(table) for reading in table[form]
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_suffix(".part")
    aside.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    aside.replace(file)

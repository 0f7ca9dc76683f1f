"""Which analyser a language has: a catalogue names it, and here is what the names stand for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.catalogue import Catalogue, catalogues
from generator.search.analyser import Analyser
from generator.search.english import English
from generator.search.finnish import Finnish

FOLDER = Path("vocabulary", "search")
"""Where people keep what searching needs besides the glossary."""


@dataclass(frozen=True)
class Languages:
    """What is known of each language by its code.

    ``stops`` are word forms that say nothing of what is sought, ``light`` dictionary forms that say little.
    """

    analysers: Mapping[str, Analyser]
    stops: Mapping[str, frozenset[str]]
    light: Mapping[str, frozenset[str]]


def read_languages(root: Path, cache: Path | None = None) -> Languages:
    """Return what is known of all languages in the project at ``root``.

    ``cache`` is the folder in which builds keep what they found out about new words.
    """
    known = catalogues()
    stops = {code: listed_words(root / FOLDER / f"stopwords.{code}.txt") for code in known}
    return Languages({code: analyser_of(words, root, cache, stops[code]) for code, words in known.items()}, stops,
                     {code: listed_words(root / FOLDER / f"light.{code}.txt") for code in known})


def analyser_of(words: Catalogue, root: Path, cache: Path | None = None,
                stops: frozenset[str] = frozenset()) -> Analyser:
    """Return the analyser of a language; one whose catalogue names none is searched by plain words."""
    if words.analyser == "finnish":
        return Finnish(root / FOLDER, cache / f"{words.code}.tsv" if cache else None)
    if words.analyser == "english":
        return English(stops, listed_words(root / FOLDER / f"own.{words.code}.txt"))
    return Analyser()


def listed_words(file: Path) -> frozenset[str]:
    """Return the words of a list, in lower case; a file that is not there lists none."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return frozenset(word for line in lines if not line.startswith("#") for word in line.lower().split())

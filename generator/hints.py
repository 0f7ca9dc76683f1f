"""Hints on the texts of all files: plain language, and people who could be recognised.

They are warnings. Where files have errors the hints are given all the same, for one run to name all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generator.catalogue import catalogues
from generator.fields import SHARED
from generator.files import ContentFile
from generator.load import Position
from generator.privacy import PeopleFinder
from generator.problems import Problem, Severity, shortened
from generator.texts import Places, texts_of
from generator.vocabulary import Vocabulary
from generator.wording import Text, WordingChecker, check_balance, known_abbreviations, sentences

NAMES = Path(__file__).parent / "first_names.txt"


@cache
def first_names() -> tuple[str, ...]:
    """Return first names that are common in Finland, whichever language a text about it is in."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    return tuple(name for line in lines if not line.startswith("#") for name in line.split())


def people_finders(vocabulary: Vocabulary) -> dict[str, PeopleFinder]:
    """Return what finds recognisable people in the texts of each language, by its code."""
    places = frozenset(label for place in vocabulary.places.values() for label in place.label.values())
    return {code: PeopleFinder(words.style, places, first_names()) for code, words in catalogues().items()}


def check_hints(found: Sequence[ContentFile], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Yield the hints on every file, each by the customs of its language."""
    known = known_abbreviations(vocabulary, {file.id.rpartition("/")[2] for file in found})
    finders = people_finders(vocabulary)
    for file in found:
        style = catalogues()[file.language].style
        texts = [Text(text, file.document.position(way)) for way, text in texts_of(file.document)
                 if way[0] not in SHARED]
        texts.append(Text(file.document.body, Position(file.document.body_line, 1)))
        yield from WordingChecker(file.document, style, known).check(texts)
        yield from check_people(file, texts, finders)
        if file.is_entry and file.is_source:
            yield from check_balance(file.document, style)


def check_people(file: ContentFile, texts: Sequence[Text], finders: Mapping[str, PeopleFinder]) -> Iterator[Problem]:
    """Hint at sentences that seem to tell of one person who could be recognised."""
    finder, document = finders[file.language], file.document
    for text in texts:
        if not finder.may_find(text.written):
            continue
        for sentence in sentences(text.written):
            if found := finder.find(sentence):
                place = Places(document, text.start).of_any(found, found.split()[0])
                params: dict[str, Any] = {"text": shortened(found)}
                yield Problem(document.path, place.line, place.column, "recognisable-person", params, Severity.WARNING)

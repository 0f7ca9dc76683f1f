"""What a reader of one language gets to see of the cookbook, on the page and on paper alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.model import GLANCE, Entry, Period
from generator.parts import Part
from generator.render import plain
from generator.vocabulary import Term, Vocabulary, label


@dataclass(frozen=True)
class Shown:
    """The texts of an entry or a part that a reader gets.

    ``lang`` is their language, ``foreign`` tells that it is not the reader's, ``notices`` are what the
    reader is told of that, or of what has changed since the translation.
    """

    texts: Any
    lang: str
    foreign: bool
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """A fact at a glance; ``contributed`` tells Markdown of the entry from words of the program."""

    label: str
    text: str
    contributed: bool


@dataclass(frozen=True)
class Reference:
    """Where an entry comes from: authors, title, and the rest of the reference. ``lang`` is the title's language."""

    authors: str
    title: str
    rest: str
    lang: str


@dataclass(frozen=True)
class Reader:
    """A reader of ``cookbook`` in the language of ``words``."""

    cookbook: Cookbook
    words: Catalogue

    @property
    def language(self) -> str:
        """The reader's language."""
        return self.words.code

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of the cookbook."""
        return self.cookbook.vocabulary

    def label(self, item: Any) -> str:
        """Return the label of a vocabulary item, or of a mapping by language, for the reader."""
        return label(getattr(item, "label", item), self.language)

    def language_of(self, labels: Mapping[str, str]) -> str:
        """Return the language of the label that the reader gets."""
        return self.language if self.language in labels else next(iter(labels))

    def shown(self, thing: Entry | Part) -> Shown:
        """Return the texts of an entry or a part that the reader gets, and what to say of them."""
        lang = thing.shown_in(self.language)
        notices = []
        if lang != self.language:
            notices.append(self.words("entry.not_translated", language=catalogues()[lang].name))
        elif behind := thing.behind.get(lang):
            notices.append(self.words("entry.behind", fields=", ".join(map(self.field_name, behind))))
        return Shown(thing.texts[lang], lang, lang != self.language, tuple(notices))

    def field_name(self, name: str) -> str:
        """Return what readers call a text field or a section of the body."""
        return self.words.sections.get(name) or self.words(f"field.{name}")

    def place_names(self, entry: Entry) -> str:
        """Name an entry's places."""
        return self.words.all_of(
            [self.vocabulary.place_label(place, self.language) for place in entry.facts.places]
        )

    def places(self, entry: Entry) -> str:
        """Name an entry's places, each municipality with its region."""
        names = []
        for place in entry.facts.places:
            name = self.vocabulary.place_label(place, self.language)
            region = self.vocabulary.region_of(place)
            if region != place:
                name = f"{name} ({self.label(self.vocabulary.tags[region])})"
            names.append(name)
        return self.words.all_of(names)

    def period(self, when: Period) -> str:
        """Say when something ran."""
        start = self.words.moment(when.start)
        if not when.end:
            return self.words("range.open", start=start)
        end = self.words.moment(when.end)
        return self.words("range.spaced" if " " in start + end else "range.closed", start=start, end=end)

    def glance(self, entry: Entry) -> Iterator[Fact]:
        """Yield the facts at a glance, in the order in which they are shown."""
        facts, words = entry.facts, self.words
        texts = self.shown(entry).texts

        def told(name: str) -> Iterator[Fact]:
            if text := getattr(texts, name):
                yield Fact(words(f"field.{name}"), text, True)

        def counted(name: str) -> Iterator[Fact]:
            if figure := getattr(facts, name):
                yield Fact(words(f"field.{name}"), figure.text(words), False)

        yield Fact(words("field.places"), self.places(entry), False)
        for name in GLANCE[:2]:
            yield from told(name)
        if facts.period:
            yield Fact(words("field.period"), self.period(facts.period), False)
        for name in ("duration", "group_size"):
            yield from counted(name)
        for name in GLANCE[2:]:
            yield from told(name)
        yield from counted("funding")

    def reference(self, entry: Entry) -> Reference:
        """Say where an entry comes from.

        A title that an entry gives itself is in the entry's own language, as all that stands in its file.
        """
        source, words = entry.facts.source, self.words
        work = self.vocabulary.works.get(source.work or "")
        authors = source.authors or (work.authors if work else ())
        rest = [
            plain(source.publisher or (work.publisher if work else "")),
            str(source.year or (work.year if work else None) or ""),
            words("entry.source.number", number=source.number) if source.number else "",
            words("entry.source.code", code=plain(source.code)) if source.code else "",
        ]
        return Reference(
            words.all_of([plain(author) for author in authors]),
            plain(source.title or (work.title if work else "")),
            ", ".join(piece for piece in rest if piece),
            work.language if work and not source.title else entry.source_language,
        )

    def adoptions(self, entry: Entry) -> list[str]:
        """Say what became of the practice elsewhere."""
        return [
            self.words(f"entry.adoption.{adoption.status}", year=adoption.year,
                       place=self.vocabulary.place_label(adoption.place, self.language))
            for adoption in entry.facts.adoptions
        ]

    def reviewed(self, entry: Entry) -> str:
        """Say when an entry was last reviewed and when it will be next."""
        return self.words("entry.reviewed", date=self.words.date(entry.facts.reviewed),
                          date_next=self.words.date(entry.facts.next_review))

    def terms(self) -> list[Term]:
        """Return the glossary in the reader's alphabetical order."""
        return sorted(self.vocabulary.explained.values(), key=lambda term: self.alphabetical(self.label(term.term)))

    def alphabetical(self, text: str) -> tuple[list[tuple[int, str]], str]:
        """Return the key by which texts sort in the reader's language, by the catalogue's alphabet.

        A letter outside the alphabet counts as the letter that it is made from, so that *Å* follows
        *Z* in Finnish and stands with *A* in English; marks decide only between texts that are else
        the same.
        """
        alphabet = self.words("alphabet")
        folded = text.casefold()
        bases = [letter if letter in alphabet else unicodedata.normalize("NFD", letter)[0] for letter in folded]
        return [(alphabet.find(base), base) for base in bases], folded

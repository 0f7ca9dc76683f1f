"""The controlled vocabulary: facets, tags, places and their map, works, glossary, chapters.

All of it is data in ``vocabulary/`` and ``book/book.yml``, with stable ids and a label in every
language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from generator.catalogue import catalogues
from generator.figures import Whole
from generator.load import Document, Way, read_data
from generator.problems import Problem, shortened

THEME, REGION = "theme", "region"
"""Facets whose tags nobody types: they follow from an entry's chapter and from its places."""

ADDRESS_PARAMETERS = frozenset({"q", "sort"})
"""What stands in the addresses of the finding page beside the facets: the query and the order."""


def _known_language(code: str) -> str:
    if code not in catalogues():
        raise ValueError(code)
    return code


def _no_parameter(id_: str) -> str:
    if id_ in ADDRESS_PARAMETERS:
        raise ValueError(id_)
    return id_


LanguageCode = Annotated[
    str, AfterValidator(_known_language), Field(json_schema_extra=lambda schema: schema.update(enum=list(catalogues())))
]
"""The code of a language that has a catalogue; a text under another would be shown to nobody."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

TextByLanguage = dict[LanguageCode, Text]

Labels = Annotated[TextByLanguage, Field(min_length=1)]
"""A text in one language or more, by language code."""

Words = dict[LanguageCode, Annotated[list[Text], Field(max_length=60)]]
"""Words and phrases by language code."""

Ids = Annotated[tuple[Text, ...], Field(max_length=200)]
"""The book's own parts or entries, in an order."""

Year = Annotated[int, Whole, Field(ge=1, le=2199)]


ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class _Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: Annotated[str, Field(pattern=ID_PATTERN)]


class Facet(_Item):
    """A question by which entries are sorted, such as *for whom*."""

    id: Annotated[str, Field(pattern=ID_PATTERN), AfterValidator(_no_parameter)]
    label: Labels
    help: TextByLanguage = {}


class Tag(_Item):
    """One answer to a facet's question."""

    facet: str
    label: Labels


class Place(_Item):
    """A municipality, with the region it lies in (a tag id)."""

    region: str
    label: Labels


class Square(_Item):
    """A region's place on the map of squares; its id is the region's tag."""

    column: Annotated[int, Whole, Field(ge=1, le=20)]
    row: Annotated[int, Whole, Field(ge=1, le=20)]


class Work(_Item):
    """A publication or web page that entries are based on; ``lang`` is its title's language if not our first."""

    title: Text
    lang: str = Field("", pattern=r"^[a-z]{2,3}$")
    authors: Annotated[tuple[Text, ...], Field(max_length=30)] = ()
    publisher: str = ""
    year: Year | None = None
    isbn: str = ""
    about: TextByLanguage = {}

    @property
    def language(self) -> str:
        """The language of the title: what is told, or the first of the catalogues."""
        return self.lang or next(iter(catalogues()))


class Term(_Item):
    """A word of the trade: what it means, what else it is called, and more that serves the search only.

    Without a ``definition`` all of it does. ``searched_as`` means much the same to those who search; the
    term leads to ``leads_to``, but not the other way.
    """

    term: Labels
    definition: Labels = {}
    synonyms: Words = {}
    searched_as: Words = {}
    leads_to: Words = {}


class Abbreviation(_Item):
    """An abbreviation that texts need not explain, its ``id`` in lower case, with the reason."""

    note: Text


class Chapter(_Item):
    """A chapter of the cookbook; its theme is the tag ``theme-<id>``."""

    colour: str = Field(pattern=r"^#[0-9a-f]{6}$")

    @property
    def theme(self) -> str:
        """The tag that every entry of the chapter carries."""
        return f"{THEME}-{self.id}"


class BookPlan(BaseModel):
    """``book/book.yml``: the book's metadata, and the order of its chapters, worksheets and menus."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Labels
    subtitle: Labels
    publisher: Labels
    edition: Text
    featured: Ids = ()
    worksheets: Ids = ()
    menus: Ids = ()
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that entries may refer to by id, each kind in its own order."""

    facets: Mapping[str, Facet]
    tags: Mapping[str, Tag]
    places: Mapping[str, Place]
    map: Mapping[str, Square]
    works: Mapping[str, Work]
    glossary: Mapping[str, Term]
    abbreviations: Mapping[str, Abbreviation]
    book: BookPlan

    @cached_property
    def explained(self) -> dict[str, Term]:
        """The terms that have a definition, by id."""
        return {id_: term for id_, term in self.glossary.items() if term.definition}

    @cached_property
    def chapters(self) -> dict[str, Chapter]:
        """The chapters by id, in the book's order."""
        return {chapter.id: chapter for chapter in self.book.chapters}

    @cached_property
    def chapter_number(self) -> dict[str, int]:
        """The number of each chapter, from 1."""
        return {id_: number for number, id_ in enumerate(self.chapters, 1)}

    @cached_property
    def tags_by_label(self) -> dict[str, str]:
        """The ids of tags by their labels in any language, in lower case."""
        return {text.casefold(): tag.id for tag in self.tags.values() for text in tag.label.values()}

    @cached_property
    def ids_by_label(self) -> dict[str, str]:
        """The ids of chapters, places and tags by their labels in any language, in lower case."""
        labels = {text.casefold(): place.id for place in self.places.values() for text in place.label.values()}
        return self.tags_by_label | labels | {text.casefold(): chapter.id for chapter in self.chapters.values()
                         for text in self.tags[chapter.theme].label.values()}

    def tags_of(self, facet: str) -> list[Tag]:
        """Return the tags of a facet, in the vocabulary's order."""
        return [tag for tag in self.tags.values() if tag.facet == facet]

    def off_the_map(self) -> list[Tag]:
        """Return the regions that have no square on the map, such as the whole country."""
        return [tag for tag in self.tags_of(REGION) if tag.id not in self.map]

    def region_of(self, place: str) -> str:
        """Return the region of a place; a region or the whole country is its own."""
        return self.places[place].region if place in self.places else place

    def place_label(self, place: str, language: str) -> str:
        """Return the name of a municipality or region."""
        known = self.places.get(place) or self.tags[place]
        return label(known.label, language)


def label(labels: Mapping[str, str], language: str) -> str:
    """Return the label in a language, or the first there is where that is missing."""
    return labels.get(language) or next(iter(labels.values()))


FILES = {
    "facets": ("vocabulary/facets.yml", Facet),
    "tags": ("vocabulary/tags.yml", Tag),
    "places": ("vocabulary/places.yml", Place),
    "map": ("vocabulary/map.yml", Square),
    "works": ("vocabulary/works.yml", Work),
    "glossary": ("vocabulary/glossary.yml", Term),
    "abbreviations": ("vocabulary/abbreviations.yml", Abbreviation),
}
BOOK = "book/book.yml"


def read_vocabulary(root: Path, kinds: Collection[str] = FILES.keys(),
                    ) -> tuple[Vocabulary | None, dict[str, Document], list[Problem]]:
    """Read the vocabulary of the project in ``root``, or only some ``kinds`` of it, so that of the others it has none.

    Returns the vocabulary, or None; its files by path, for the places of what they hold; and the
    problems.
    """
    problems: list[Problem] = []
    parts: dict[str, Any] = {name: {} for name in FILES if name not in kinds}
    documents: dict[str, Document] = {}
    for name in kinds:
        path, kind = FILES[name]
        document, found = read_data(root / path, path, list)
        problems += found
        if document:
            documents[path] = document
            parts[name] = _items(document, kind, problems)
    document, found = read_data(root / BOOK, BOOK)
    problems += found
    if document:
        documents[BOOK] = document
        try:
            parts["book"] = BookPlan.model_validate(document.data)
        except ValidationError as error:
            problems += [_invalid(document, detail["loc"]) for detail in error.errors()]
    if problems:
        return None, documents, problems
    vocabulary = Vocabulary(**parts)
    problems = _references(vocabulary, documents)
    return (None if problems else vocabulary), documents, problems


def _items(document: Document, kind: type[_Item], problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, row in enumerate(document.data):
        try:
            item = kind.model_validate(row)
        except ValidationError as error:
            problems += [_invalid(document, (number, *detail["loc"])) for detail in error.errors()]
            continue
        if item.id in found:
            problems.append(_invalid(document, (number, "id")))
        found[item.id] = item
    return found


KEY = "[key]"
"""Where pydantic says that the key of a mapping is wrong, and not its value, the way to it ends so."""


def _invalid(document: Document, way: Way) -> Problem:
    """Say that the value at ``way`` in a vocabulary file is missing, wrong, or names nothing."""
    is_key = way[-1] == KEY
    way = way[:-1] if is_key else way
    place = document.key_position(way) if is_key else document.position(way)
    value: Any = document.data
    for part in way:
        value = value.get(part, "") if isinstance(value, dict) else _at(value, part)
    field = f"{way[-2]} {way[-1] + 1}" if isinstance(way[-1], int) and len(way) > 1 else str(way[-1])
    params = {"field": field, "value": shortened(value) if isinstance(value, str) else ""}
    if is_key:
        params["nearest"] = ", ".join(catalogues())
    return Problem(document.path, place.line, place.column, "vocabulary-invalid", params)


def _at(value: Any, part: str | int) -> Any:
    known = isinstance(value, list) and isinstance(part, int) and part < len(value)
    return value[part] if known else ""


def _references(vocabulary: Vocabulary, documents: Mapping[str, Document]) -> list[Problem]:
    """Find ids that name something the vocabulary lacks."""
    problems = []
    regions = {tag.id for tag in vocabulary.tags_of(REGION)}
    for name, field, known in (("tags", "facet", vocabulary.facets), ("places", "region", regions),
                               ("map", "id", regions)):
        for number, item in enumerate(getattr(vocabulary, name).values()):
            if getattr(item, field) not in known:
                problems.append(_invalid(documents[FILES[name][0]], (number, field)))
    seen = set()
    for number, chapter in enumerate(vocabulary.book.chapters):
        if chapter.theme not in vocabulary.tags or chapter.id in seen:
            problems.append(_invalid(documents[BOOK], ("chapters", number, "id")))
        seen.add(chapter.id)
    return problems

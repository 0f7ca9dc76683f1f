"""The pages of the book in one language: an XHTML file for each entry and each part.

The markup stands in ``templates/``. Contributed text reaches it as XHTML made of what the sanitiser let
through, or is escaped by Jinja.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.epub.xhtml import allowed, web_address, xhtml
from generator.model import Entry
from generator.parts import Menu, Part, Worksheet
from generator.reader import Reader
from generator.render import plain, render

TEMPLATES = Path(__file__).parent / "templates"

GLOSSARY_LINK = {"epub:type": "glossref", "role": "doc-glossref"}

KINDS = {"foreword": "foreword", "introduction": "introduction", "closing": "afterword"}
"""What the prefaces are in the words of the EPUB structural semantics vocabulary; its roles begin with ``doc-``."""

TITLE_WIDTH, SUBTITLE_WIDTH = 14, 32
"""How many letters stand on a line of the cover, where the words allow it."""


@dataclass(frozen=True)
class Page:
    """A file of the book: its name, its title in the language ``lang``, its text.

    ``inside`` are the pages that stand below it in the contents and after it in the book.
    """

    name: str
    title: str
    lang: str
    text: str
    inside: tuple[Page, ...] = ()

    @property
    def id(self) -> str:
        """What the package calls it."""
        return self.name.removesuffix(".xhtml")

    def with_inside(self) -> Iterator[Page]:
        """Yield the page and all below it, in the order of reading."""
        yield self
        for page in self.inside:
            yield from page.with_inside()


class Pages:
    """Makes the pages of one language.

    ``date`` is that of the edition, ``site_url`` the address of the site's root or empty.
    """

    def __init__(self, cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = "") -> None:
        self.cookbook = cookbook
        self.words = words
        self.reader = Reader(cookbook, words)
        self.vocabulary = cookbook.vocabulary
        plan = self.vocabulary.book
        self.ways = {
            **{f"entry:{id_}": f"entry-{id_}.xhtml" for id_ in cookbook.entries},
            **{f"part:{id_}": part_name(id_) for id_ in cookbook.parts if not id_.startswith("pages/")},
            **{f"term:{id_}": f"glossary.xhtml#term-{id_}" for id_ in self.vocabulary.explained},
        }
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )
        self.environment.globals |= {
            "words": words, "language": words.code, "reader": self.reader, "vocabulary": self.vocabulary,
            "label": self.reader.label, "shown": self.reader.shown, "plain": plain, "md": self.inline,
            "md_block": self.blocks, "language_of": self.reader.language_of, "entry_name": entry_name,
            "part_name": part_name, "date": date, "book": plan, "edition": words("book.edition", edition=plan.edition,
                                                                                 date=words.date(date)),
            "address": f"{site_url.rstrip('/')}/{words.prefix}" if site_url else "",
        }

    def all(self) -> tuple[Page, ...]:
        """Return the pages that stand in the contents, in the order of reading."""
        return tuple(filter(None, [
            self.page("imprint", self.words("book.imprint")),
            self.preface("foreword"),
            self.preface("introduction"),
            *map(self.chapter, self.chapters()),
            self.menus(),
            self.preface("closing"),
            *map(self.worksheet, self.cookbook.worksheets_of(None)),
            self.page("glossary", self.words("book.glossary")),
        ]))

    def chapters(self) -> list[str]:
        """Return the chapters that have anything, be it only a worksheet."""
        return [id_ for id_ in self.vocabulary.chapters
                if id_ in self.cookbook.written_chapters or self.cookbook.memo(id_) or self.cookbook.worksheets_of(id_)]

    def page(self, template: str, title: str, name: str = "", lang: str = "", inside: Iterable[Page] = (),
             **values: Any) -> Page:
        """Make a page from a template; where no name is given, it has the template's."""
        lang = lang or self.words.code
        text = self.fill(f"{template}.xhtml", title=title, title_lang=lang, **values)
        return Page(name or f"{template}.xhtml", title, lang, text, tuple(inside))

    def fill(self, template: str, **values: Any) -> str:
        """Return the text of a file that is made from a template."""
        return allowed(self.environment.get_template(template).render(**values))

    def part(self, template: str, part: Part, inside: Iterable[Page] = (), **values: Any) -> Page:
        """Make the page of a part of the book."""
        its = self.reader.shown(part)
        return self.page(template, plain(its.texts.title), part_name(part.id), its.lang, inside, part=part, its=its,
                         **values)

    def preface(self, id_: str) -> Page | None:
        """Make the page of a preface or the closing, if it is written."""
        part = self.cookbook.parts.get(id_)
        return self.part("part", part, kind=KINDS[id_]) if part else None

    def chapter(self, id_: str) -> Page:
        """Make the page of a chapter: its opening, and what stands in it."""
        part, memo = self.cookbook.chapter_part(id_), self.cookbook.memo(id_)
        its = self.reader.shown(part) if part else None
        theme = self.reader.label(self.vocabulary.tags[self.vocabulary.chapters[id_].theme])
        inside = [
            *([self.part("memo", memo)] if memo else []),
            *map(self.worksheet, self.cookbook.worksheets_of(id_)),
            *map(self.entry, self.cookbook.by_chapter[id_]),
        ]
        return self.page("chapter", plain(its.texts.title) if its else theme, part_name(f"chapters/{id_}"),
                         its.lang if its else "", inside, its=its, id=id_, theme=theme, inside_pages=inside)

    def worksheet(self, worksheet: Worksheet) -> Page:
        """Make the page of a worksheet."""
        return self.part("worksheet", worksheet)

    def menus(self) -> Page | None:
        """Make the page before the menus, with theirs, if there are any."""
        menus = [self.menu(menu) for menu in self.cookbook.menus.values()]
        return self.page("menus", self.words("menus.title"), inside=menus, menus=menus) if menus else None

    def menu(self, menu: Menu) -> Page:
        """Make the page of a menu."""
        texts = self.reader.shown(menu).texts
        steps = [(self.cookbook.entries[id_], step) for id_, step in zip(menu.entries, texts.steps, strict=True)]
        return self.part("menu", menu, steps=steps)

    def entry(self, entry: Entry) -> Page:
        """Make the page of a recipe or practice."""
        its = self.reader.shown(entry)
        texts = its.texts
        return self.page(
            "entry", plain(texts.title), entry_name(entry.id), its.lang,
            entry=entry, facts=entry.facts, its=its, headings=catalogues()[its.lang].sections,
            results=list(zip(entry.figures, texts.results, strict=True)) if texts.results else [],
            menus=self.cookbook.menus_with[entry.id],
            related=[self.cookbook.entries[id_] for id_ in entry.facts.related],
        )

    def cover(self) -> str:
        """Return the cover as a picture. SVG breaks no lines, so they are counted here."""
        plan = self.vocabulary.book
        title = textwrap.wrap(self.reader.label(plan.title), TITLE_WIDTH)
        size = min(150, 520 / len(title), 1800 / max(map(len, title)))
        return self.fill("cover.svg", title=title, size=round(size),
                         subtitle=textwrap.wrap(self.reader.label(plan.subtitle), SUBTITLE_WIDTH))

    def inline(self, text: str) -> Markup:
        """Return a line of Markdown as XHTML."""
        # Only what the sanitiser made is marked as safe.
        return Markup(xhtml(render(text, inline=True).html, self.resolve))

    def blocks(self, text: str, level: int = 2) -> Markup:
        """Return a Markdown text as XHTML, its highest headings at ``level``."""
        return Markup(xhtml(render(text).html, self.resolve, level))

    def resolve(self, address: str) -> dict[str, str] | None:
        """Return the attributes of a link: to a page of the book or to the web. Tags have no page here."""
        if address.startswith(("https:", "http:")):
            url = web_address(address)
            return {"href": url} if url else None
        way = self.ways.get(address)
        return {"href": way, **(GLOSSARY_LINK if address.startswith("term:") else {})} if way else None


def entry_name(id_: str) -> str:
    """Return the name of an entry's file."""
    return f"entry-{id_}.xhtml"


def part_name(id_: str) -> str:
    """Return the name of a part's file by the part's id, such as ``menus/ryhma``."""
    return f"{id_.replace('/', '-')}.xhtml"

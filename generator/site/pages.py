"""Write the pages of one language: what MkDocs gets as plain files.

A page is a front matter that MkDocs reads and the finished HTML of its content. The markup stands in
``templates/``; contributed text reaches it as sanitised HTML or is escaped by Jinja.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.addresses import ENTRIES_CSV, ENTRIES_JSON, Addresses, relative, source_copy
from generator.catalogue import Catalogue, catalogues
from generator.cookbook import Cookbook
from generator.model import Entry, Kind
from generator.parts import Menu, Worksheet
from generator.plan import PAGES, PREFACES
from generator.reader import Reader
from generator.render import plain, render
from generator.report import rules
from generator.site import tell
from generator.site.finding import field_words, page_data
from generator.site.form import SHORT, form_data, groups, help_of, label_of
from generator.vocabulary import REGION, THEME, Chapter, Tag

TEMPLATES = Path(__file__).parent / "templates"

INNER_LINK = re.compile(r'<a href="(entry|term|tag|part):([a-z0-9/-]+)">')

NEWEST = 3
"""How many of the newest entries the home page shows."""


@dataclass(frozen=True)
class Page:
    """A page: its address from the site's root, its title and description, and its HTML.

    ``counterparts`` are the addresses of the same page by language code.
    """

    address: str
    title: str
    description: str
    html: str
    counterparts: dict[str, str] = field(default_factory=dict)
    layout: str = "page"


class Pages:
    """Makes all pages of one language from a cookbook.

    ``hosts`` are the addresses of ``mkdocs.yml`` at which readers and contributors find people and the repository:
    ``edit_url``, ``new_file_url``, ``tell_url`` and ``contact_url``, each empty or left out where there is none.
    ``downloads`` are the addresses of the PDFs and EPUBs that there are; None stands for all.
    """

    def __init__(self, cookbook: Cookbook, words: Catalogue, hosts: Mapping[str, str] = MappingProxyType({}),
                 downloads: frozenset[str] | None = None) -> None:
        self.cookbook = cookbook
        self.reader = Reader(cookbook, words)
        self.vocabulary = cookbook.vocabulary
        self.words = words
        self.language = words.code
        self.at = Addresses(words)
        self.edit_url, self.new_file_url, self.tell_url, self.contact_url = (
            hosts.get(name, "") for name in ("edit_url", "new_file_url", "tell_url", "contact_url"))
        self.all_addresses = {code: Addresses(other) for code, other in catalogues().items()}
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True, auto_reload=False,
        )
        self.environment.globals |= {
            "words": words, "at": self.at, "cookbook": cookbook, "vocabulary": self.vocabulary,
            "language": self.language, "reader": self.reader, "label": self.reader.label,
            "shown": self.reader.shown, "plain": plain, "Kind": Kind, "card_of": self.card,
            "source_copy": source_copy, "entries_json": ENTRIES_JSON, "entries_csv": ENTRIES_CSV,
            "field_words": field_words(words),
            "is_made": lambda address: downloads is None or address in downloads,
        }
        self.cards: dict[tuple[str, str, int], Markup] = {}

    def all(self, holds: Callable[[Entry], bool] = lambda entry: False) -> Iterator[Page]:
        """Yield every page of this language, but for those of entries of which ``holds`` is true."""
        yield self.make("home", lambda at: at.home(), self.words("home.title"), self.words("home.lead"),
                        layout="home", newest=self.newest(), featured=self.featured())
        yield self.make("recipes", lambda at: at.page("recipes"), self.words("recipes.title"),
                        self.words("recipes.lead"))
        yield self.make("practices", lambda at: at.page("practices"), self.words("practices.title"),
                        self.words("practices.lead"), entries=self.cookbook.of_kind(Kind.PRACTICE))
        for number, chapter in enumerate(self.vocabulary.chapters.values(), 1):
            yield self.chapter(number, chapter)
        for entry in self.cookbook.entries.values():
            if not holds(entry):
                yield self.entry(entry)
        yield self.make("tags", lambda at: at.page("tags"), self.words("tags.title"), self.words("tags.lead"))
        for tag in self.vocabulary.tags.values():
            name = self.reader.label(tag)
            quoted = self.words("quoted", text=name)
            yield self.make("tag", lambda at, id_=tag.id: at.tag(id_), name,
                            self.words("tag.lead", tag=quoted), tag=tag,
                            entries=self.cookbook.by_tag[tag.id])
        yield self.make("search", lambda at: at.page("search"), self.words("search.title"),
                        self.words("search.lead"), layout="search",
                        script=json.dumps(page_data(self.words, self.vocabulary), ensure_ascii=False))
        yield self.make("share", lambda at: at.page("share"), self.words("share.title"), self.words("share.lead"),
                        layout="share", groups=groups(), languages=catalogues(), labels=label_of, helps=help_of,
                        derived=(THEME, REGION), short=SHORT,
                        data=form_data(self.cookbook, self.words, self.new_file_url, self.edit_url))
        yield self.make("tell", lambda at: at.page("tell"), self.words("tell.title"), self.words("tell.lead"),
                        layout="tell", rules=tell.rules(), lines=tell.QUESTIONS, labels=tell.label_of,
                        helps=tell.help_of, data=tell.tell_data(self.cookbook, self.words, self.tell_url))
        yield self.make("glossary", lambda at: at.page("glossary"), self.words("glossary.title"),
                        self.words("glossary.lead"), terms=self.reader.terms())
        yield self.make("problems", lambda at: at.page("problems"), self.words("problems.title"),
                        self.words("problems.lead"), rules=rules(self.words))
        for name in ("worksheets", "menus", "book"):
            yield self.make(name, lambda at, name=name: at.page(name), self.words(f"{name}.title"),
                            self.words(f"{name}.lead"))
        for worksheet in self.cookbook.worksheets.values():
            yield self.worksheet(worksheet)
        for menu in self.cookbook.menus.values():
            yield self.menu(menu)
        for name in filter(self.cookbook.parts.get, PREFACES):
            yield self.own_page(name, name)
        for name in PAGES:
            yield self.own_page(name, f"pages/{name}")

    def make(self, template: str, address: Callable[[Addresses], str], title: str, description: str, *,
             layout: str = "page", **values: Any) -> Page:
        """Make a page from a template; ``address`` gives its address from a language's addresses."""
        here = address(self.at)
        counterparts = {code: address(at) for code, at in self.all_addresses.items()}
        html = self.environment.get_template(f"{template}.html").render(
            title=title, lead=description, contact=self.contact_url, to=lambda target: relative(target, here),
            md=lambda text: self.markup(text, here, inline=True),
            md_block=lambda text: self.markup(text, here, inline=False),
            **values,
        )
        return Page(here, title, description, html, counterparts, layout)

    def markup(self, text: str, here: str, *, inline: bool) -> Markup:
        """Render contributed Markdown for the page at ``here``, its inner links resolved."""
        link = self.environment.get_template("macros.html").module.link

        def resolve(match: re.Match[str]) -> str:
            kind, id_ = match.groups()
            if kind == "entry":
                return link(relative(self.at.entry(self.cookbook.entries[id_]), here))
            if kind == "tag":
                return link(relative(self.at.tag(id_), here))
            if kind == "part":
                return link(relative(self.at.part(id_), here))
            term = self.vocabulary.explained[id_]
            return link(relative(self.at.term(id_), here), plain(self.reader.label(term.definition)))

        # Only the sanitiser's output is marked as safe.
        return Markup(INNER_LINK.sub(resolve, render(text, inline).html))

    def entry(self, entry: Entry) -> Page:
        """Make the page of a recipe or practice."""
        shown = self.reader.shown(entry)
        texts = shown.texts
        return self.make(
            "entry", lambda at: at.entry(entry), plain(texts.title), plain(texts.summary), layout="entry",
            entry=entry, facts=entry.facts,
            results=list(zip(entry.figures, texts.results, strict=True)) if texts.results else [],
            headings=catalogues()[shown.lang].sections,
            related=[self.cookbook.entries[id_] for id_ in entry.facts.related],
            menus=self.cookbook.menus_with[entry.id],
            path=entry.paths[shown.lang], edit=self.edit_address(entry.paths[shown.lang]),
            tags=self.tags(entry),
            handout=self.at.handout(entry),
        )

    def tags(self, entry: Entry) -> dict[str, list[Tag]]:
        """Return the tags of an entry by facet."""
        found: dict[str, list[Tag]] = {facet: [] for facet in self.vocabulary.facets}
        for id_ in entry.all_tags(self.vocabulary):
            tag = self.vocabulary.tags[id_]
            found[tag.facet].append(tag)
        return found

    def card(self, entry: Entry, address: str, level: int) -> Markup:
        """Return the card that leads to an entry's page at ``address``, its title a heading of ``level``.

        An entry is in the lists of its chapter and of each of its tags; its card is made once for all.
        """
        key = (entry.id, address, level)
        if key not in self.cards:
            macros = self.environment.get_template("macros.html").module
            self.cards[key] = macros.card(entry, self.reader.shown(entry), address, level)
        return self.cards[key]

    def edit_address(self, path: str) -> str:
        """Return where a file can be edited on the repository's host, if that is configured."""
        return self.edit_url.replace("{path}", path) if self.edit_url else ""

    def chapter(self, number: int, chapter: Chapter) -> Page:
        """Make the page of a chapter: its entries and its opening."""
        part = self.cookbook.chapter_part(chapter.id)
        texts = self.reader.shown(part).texts if part else None
        title = plain(texts.title) if texts else self.reader.label(self.vocabulary.tags[chapter.theme])
        return self.make("chapter", lambda at: at.chapter(chapter.id), title, plain(texts.summary) if texts else "",
                         number=number, part=part, chapter=chapter, entries=self.cookbook.by_chapter[chapter.id],
                         memo=self.cookbook.memo(chapter.id), worksheets=self.cookbook.worksheets_of(chapter.id))

    def newest(self) -> list[Entry]:
        """Return the newest entries, the latest first; while all are equally old, none is new."""
        entries = sorted(self.cookbook.entries.values(), key=lambda entry: entry.facts.published, reverse=True)
        return [entry for entry in entries if entry.id not in self.vocabulary.book.featured
                and entry.facts.published > entries[-1].facts.published][:NEWEST]

    def featured(self) -> list[Entry]:
        """Return the entries that the book's plan puts first."""
        known = self.cookbook.entries
        return [known[id_] for id_ in self.vocabulary.book.featured if id_ in known]

    def worksheet(self, worksheet: Worksheet) -> Page:
        """Make the page of a worksheet."""
        texts = self.reader.shown(worksheet).texts
        return self.make("worksheet", lambda at: at.part(worksheet.id), plain(texts.title), plain(texts.summary),
                         worksheet=worksheet)

    def menu(self, menu: Menu) -> Page:
        """Make the page of a menu: its entries with what is said of each."""
        texts = self.reader.shown(menu).texts
        steps = [(self.cookbook.entries[id_], step) for id_, step in zip(menu.entries, texts.steps, strict=True)]
        return self.make("menu", lambda at: at.part(menu.id), plain(texts.title), plain(texts.summary),
                         menu=menu, steps=steps)

    def own_page(self, name: str, id_: str) -> Page:
        """Make a page whose text is a part of the book; ``name`` is that of the page, ``id_`` the part's."""
        part = self.cookbook.parts.get(id_)
        texts = self.reader.shown(part).texts if part else None
        title = plain(texts.title) if texts else self.words(f"{name}.title")
        lead = plain(texts.summary) if texts else ""
        return self.make(name if name == "about" else "own", lambda at: at.page(name), title, lead,
                         part=part, works=self.vocabulary.works.values())

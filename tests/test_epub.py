"""The EPUB: the whole book in order, links that lead somewhere, nothing that runs, valid to the last file."""

from __future__ import annotations

import dataclasses
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from click.testing import CliRunner

from generator.catalogue import catalogues
from generator.cli import main
from generator.cookbook import Cookbook
from generator.epub.package import make_epub
from generator.epub.pages import part_name
from generator.epub.xhtml import DEEPEST, web_address, xhtml
from generator.parts import Part, PartText
from generator.render import plain, render
from tests.samples import DATE, SITE, Project

LANGUAGES = list(catalogues())

OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
HTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

by_language = pytest.mark.parametrize("language", LANGUAGES)


class Epub:
    """An EPUB, taken apart."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.files = {name: self.archive.read(name) for name in self.archive.namelist()}
        self.package = ElementTree.fromstring(self.files["EPUB/package.opf"])
        self.items = {item.get("id"): item for item in self.package.iter(f"{OPF}item")}
        self.spine = [self.items[ref.get("idref")].get("href") for ref in self.package.iter(f"{OPF}itemref")]
        self.pages = {name.removeprefix("EPUB/"): ElementTree.fromstring(content)
                      for name, content in self.files.items() if name.endswith(".xhtml")}

    def toc(self) -> list[tuple[int, str, str]]:
        """Return (depth, file, title) of each line of the contents, in order."""
        def walk(items: Element, depth: int) -> Iterator[tuple[int, str, str]]:
            for item in items:
                link = item[0]
                yield depth, link.get("href"), link.text
                for inner in item[1:]:
                    yield from walk(inner, depth + 1)

        return list(walk(self.nav("toc").find(f"{HTML}ol"), 0))

    def nav(self, kind: str) -> Element:
        return next(nav for nav in self.pages["nav.xhtml"].iter(f"{HTML}nav") if nav.get(TYPE) == kind)

    def text(self, page: str) -> str:
        """Return the text of a page, white space folded."""
        return folded("".join(self.pages[page].find(f"{HTML}body").itertext()))

    def metadata(self, name: str) -> list[str]:
        """Return the values of a property or of an element of Dublin Core."""
        return [it.text for it in self.package.find(f"{OPF}metadata")
                if it.get("property") == name or it.tag == f"{DC}{name}"]


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def books(cookbook: Cookbook) -> dict[str, Epub]:
    """The real book in each language."""
    return {code: Epub(make_epub(cookbook, words, DATE, SITE)) for code, words in catalogues().items()}


# Made-up content, as small as can be.


@pytest.fixture
def made(one_entry):
    """Makes the EPUB of one Finnish recipe, ``koe``, and of a foreword."""

    def make(body: str = "Näin.", language: str = "fi", **fields: Any) -> Epub:
        small = one_entry(body, **fields)
        texts = small.entries["koe"].texts["fi"]
        preface = PartText(title=texts.title, summary=texts.summary, body=body)
        foreword = Part("foreword", "fi", {"fi": preface}, {}, {})
        return Epub(make_epub(dataclasses.replace(small, parts={"foreword": foreword}), catalogues()[language], DATE))

    return make


# All of it, in order.


def in_order(cookbook: Cookbook) -> list[str]:
    """The files of all entries and parts, as the book's plan orders them."""
    names = ["foreword.xhtml", "introduction.xhtml"]
    for chapter in cookbook.vocabulary.chapters:
        names += [f"chapters-{chapter}.xhtml", f"memos-{chapter}.xhtml"]
        names += [part_name(worksheet.id) for worksheet in cookbook.worksheets_of(chapter)]
        names += [f"entry-{entry.id}.xhtml" for entry in cookbook.by_chapter[chapter]]
    names += ["menus.xhtml", *(part_name(menu.id) for menu in cookbook.menus.values()), "closing.xhtml"]
    return [*names, *(part_name(worksheet.id) for worksheet in cookbook.worksheets_of(None)), "glossary.xhtml"]


@by_language
def test_every_entry_and_part_is_in_the_contents_and_in_the_order_of_reading(books, cookbook, language):
    book, names = books[language], in_order(cookbook)
    written = {*(part_name(id_) for id_ in cookbook.parts if not id_.startswith("pages/")),
               *(f"entry-{id_}.xhtml" for id_ in cookbook.entries)}
    assert written <= set(names)
    assert [name for _, name, _ in book.toc()] == ["imprint.xhtml", *names]
    assert book.spine == ["cover.xhtml", "imprint.xhtml", "nav.xhtml", *names]


@by_language
def test_entries_stand_below_their_chapters_and_menus_below_theirs(books, cookbook, language):
    depths = {name: depth for depth, name, _ in books[language].toc()}
    sheets = [part_name(sheet.id) for sheet in cookbook.worksheets.values() if sheet.chapter]
    below = ("entry-", "memos-", "menus-", *sheets)
    assert {name for name, depth in depths.items() if depth} == {name for name in depths if name.startswith(below)}


@by_language
def test_the_contents_name_each_page_as_it_names_itself(books, language):
    book = books[language]
    for _, name, title in book.toc():
        page = book.pages[name]
        assert page.find(f"{HTML}head/{HTML}title").text == title
        if name != "imprint.xhtml":
            assert folded("".join(page.find(f".//{HTML}h1").itertext())) == folded(title), name


@by_language
def test_every_text_of_an_entry_is_on_its_page(books, cookbook, language):
    words = catalogues()[language]
    for entry in cookbook.entries.values():
        text, texts = books[language].text(f"entry-{entry.id}.xhtml"), entry.texts[language]
        wanted = [plain(it) for it in (
            texts.title, texts.summary, *texts.benefits, *texts.cautions, texts.audience, texts.who, texts.time,
            texts.needs, texts.money, texts.context, texts.evidence_note, *[it.measures for it in texts.results],
        ) if it]
        wanted += [render(section).text for section in texts.sections.values()]
        wanted += [figure.text(words) for figure in entry.figures]
        wanted += [entry.facts.ref, words("entry.as_of", year=entry.facts.as_of), words("entry.benefits"),
                   words("entry.cautions"), words.date(entry.facts.reviewed), words.date(entry.facts.next_review)]
        wanted += [plain(cookbook.entries[id_].texts[language].title) for id_ in entry.facts.related]
        assert [it for it in wanted if folded(it) not in text] == [], entry.id


@by_language
def test_every_text_of_a_part_is_on_its_page(books, cookbook, language):
    for id_, part in cookbook.parts.items():
        if id_.startswith("pages/"):
            continue
        text, texts = books[language].text(part_name(id_)), part.texts[language]
        lines = [getattr(texts, "summary", ""), getattr(texts, "order", ""), *getattr(texts, "checklist", ())]
        for field in ("boxes", "claims", "steps"):
            for item in getattr(texts, field, ()):
                values = item.model_dump(exclude={"verdict", "entry"}, exclude_none=True).values()
                lines += [line for value in values for line in ([value] if isinstance(value, str) else value)]
        wanted = [*map(plain, lines), render(texts.body).text]
        assert [it for it in wanted if folded(it) not in text] == [], id_


@by_language
def test_benefits_and_cautions_are_sections_with_names(books, cookbook, language):
    words = catalogues()[language]
    for id_ in cookbook.entries:
        page = books[language].pages[f"entry-{id_}.xhtml"]
        for name in ("benefits", "cautions"):
            section = next(it for it in page.iter(f"{HTML}section") if it.get("aria-labelledby") == name)
            assert words(f"entry.{name}") in "".join(section.find(f"{HTML}h2").itertext())


@by_language
def test_the_imprint_names_sources_licence_edition_and_address(books, vocabulary, language):
    words, text = catalogues()[language], books[language].text("imprint.xhtml")
    assert all(folded(work.title) in text for work in vocabulary.works.values())
    assert words("book.licence") in text
    assert words("book.edition", edition=vocabulary.book.edition, date=words.date(DATE)) in text
    assert f"{SITE}{words.prefix}" in text


@pytest.mark.parametrize(("language", "lang"), [("fi", None), ("en", "fi")])
def test_titles_of_works_say_their_language(books, language, lang):
    for name in ("imprint.xhtml", "entry-hakonen.xhtml"):
        titles = [it for it in books[language].pages[name].iter(f"{HTML}cite") if it.text == "Työllisyyden keittokirja"]
        assert [it.get("lang") for it in titles] == [lang], name


# Links.


@by_language
def test_every_inner_link_leads_to_a_file_and_a_place_that_exist(books, language):
    book = books[language]
    ids = {name: [it.get("id") for it in page.iter() if it.get("id")] for name, page in book.pages.items()}
    assert [name for name, found in ids.items() if len(found) != len(set(found))] == []
    count = 0
    for name, page in book.pages.items():
        for link in page.iter(f"{HTML}a"):
            parts = urlsplit(link.get("href"))
            if parts.scheme in ("http", "https"):
                continue
            count += 1
            assert not parts.scheme and parts.path in ids, (name, link.get("href"))
            assert not parts.fragment or parts.fragment in ids[parts.path], (name, link.get("href"))
    assert count > 500


def test_texts_link_to_entries_parts_and_words_and_a_tag_is_text(made):
    page = made("[a](entry:koe) [b](part:foreword) [c](term:palkkatuki) [d](tag:kohde-nuoret) [e](part:pages/about)"
                ).pages["entry-koe.xhtml"]
    links = {link.text: link.get("href") for link in page.iter(f"{HTML}a")}
    assert links == {"a": "entry-koe.xhtml", "b": "foreword.xhtml", "c": "glossary.xhtml#term-palkkatuki"}
    assert "a b c d e" in folded("".join(page.itertext()))


# The package.


@by_language
def test_the_package_lists_every_file_and_no_other(books, language):
    book = books[language]
    listed = [f"EPUB/{item.get('href')}" for item in book.items.values()]
    assert sorted(listed) == sorted(set(book.files) - {"mimetype", "META-INF/container.xml", "EPUB/package.opf"})
    kinds = {".xhtml": "application/xhtml+xml", ".svg": "image/svg+xml", ".css": "text/css"}
    assert all(item.get("media-type") == kinds[Path(item.get("href")).suffix] for item in book.items.values())
    properties = {item.get("properties"): item.get("href") for item in book.items.values() if item.get("properties")}
    assert properties == {"nav": "nav.xhtml", "cover-image": "cover.svg"}


@by_language
def test_the_container_begins_with_its_type_as_it_is(books, language):
    book = books[language]
    first = book.archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.content[30:58] == b"mimetypeapplication/epub+zip"
    assert book.package.get("version") == "3.0"


@by_language
def test_the_package_knows_title_language_date_and_accessibility(books, vocabulary, language):
    book, words = books[language], catalogues()[language]
    assert book.metadata("title") == [vocabulary.book.title[language], vocabulary.book.subtitle[language]]
    assert book.metadata("language") == [language]
    assert book.metadata("dcterms:modified") == ["2026-11-21T00:00:00Z"]
    assert book.metadata("schema:accessMode") == book.metadata("schema:accessModeSufficient") == ["textual"]
    assert {"tableOfContents", "structuralNavigation"} <= set(book.metadata("schema:accessibilityFeature"))
    assert book.metadata("schema:accessibilitySummary") == [words("epub.accessibility")]


@by_language
def test_the_landmarks_lead_to_what_they_name(books, language):
    links = {link.get(TYPE): link.get("href") for link in books[language].nav("landmarks").iter(f"{HTML}a")}
    assert links["toc"] == "nav.xhtml#toc"
    assert (links["cover"], links["bodymatter"], links["glossary"]) == (
        "cover.xhtml", "chapters-strategia.xhtml", "glossary.xhtml")


def test_the_same_book_gives_the_same_bytes(books, cookbook):
    assert make_epub(cookbook, catalogues()["fi"], DATE, SITE) == books["fi"].content
    assert {info.date_time for info in books["fi"].archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_each_language_is_a_book_of_its_own(books):
    assert len({book.metadata("identifier")[0] for book in books.values()}) == len(books)


# Languages.


@by_language
def test_every_file_names_its_language_for_html_and_for_xml(books, language):
    for name, page in books[language].pages.items():
        assert (page.get("lang"), page.get(LANG)) == (language, language), name
        assert all(it.get("lang") == it.get(LANG) for it in page.iter()), name


def test_an_entry_without_translation_stands_in_its_own_language(made):
    book = made(language="en")
    page = book.pages["entry-koe.xhtml"]
    words = catalogues()["en"]
    assert page.get("lang") == "en"
    for tag in ("title", "h1", "ul"):
        assert next(page.iter(f"{HTML}{tag}")).get("lang") == "fi", tag
    assert words("entry.not_translated", language="Suomi") in book.text("entry-koe.xhtml")
    line = next(link for link in book.nav("toc").iter(f"{HTML}a") if link.get("href") == "entry-koe.xhtml")
    assert (line.text, line.get("lang")) == ("Koe", "fi")


def test_a_language_more_needs_words_only(cookbook):
    """A language that nothing is translated into yet: its own words around the texts that there are."""
    words = dataclasses.replace(catalogues()["en"], code="sv", territory="FI", prefix="sv/")
    book = Epub(make_epub(cookbook, words, DATE))
    assert book.metadata("language") == ["sv"]
    assert [name for _, name, _ in book.toc()] == ["imprint.xhtml", *in_order(cookbook)]
    assert book.pages["entry-hakonen.xhtml"].find(f".//{HTML}h1").get("lang") == "fi"


# What people may write.

ELEMENTS = {
    "html", "head", "title", "link", "body", "header", "section", "article", "nav", "div", "img", "h1", "h2", "h3",
    "h4", "p", "span", "strong", "em", "small", "cite", "dfn", "a", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "thead", "tbody", "tr", "th", "td", "blockquote", "code", "pre", "br", "hr",
}
ATTRIBUTES = {"lang", LANG, "id", "class", "href", "src", "alt", "rel", "type", "role", TYPE, "aria-labelledby",
              "aria-hidden", "hidden", "start"}


def check_harmless(book: Epub) -> None:
    """Make sure that a book holds known elements and attributes only, and loads nothing from elsewhere."""
    for name, page in book.pages.items():
        for it in page.iter():
            assert it.tag.removeprefix(HTML) in ELEMENTS and set(it.keys()) <= ATTRIBUTES, (name, it.tag, it.attrib)
            assert it.tag == f"{HTML}a" or (it.get("href") or it.get("src") or "book.css") in ("book.css", "cover.svg")
            assert re.match(r"https?://|[a-z0-9.#-]+$", it.get("href") or "x"), (name, it.get("href"))
    assert {it.tag.rpartition("}")[2] for it in ElementTree.fromstring(book.files["EPUB/cover.svg"]).iter()} == {
        "svg", "g", "rect", "text"}
    assert b"url(" not in book.files["EPUB/book.css"] and b"@import" not in book.files["EPUB/book.css"]


@by_language
def test_nothing_runs_and_nothing_comes_from_elsewhere(books, language):
    check_harmless(books[language])


HOSTILE = {
    "markup": '<script>alert(1)</script> <b onclick="x">& &nope;</b> ]]> <!-- --> <?php ?>',
    "a template": "{{ 7 * 7 }} {% raw %}",
    "control characters": "a\x00b\x08c\x01\x1bd\ufffee\uffff",
    "an endless word": "a" * 110,
    "emoji": "👩‍👩‍👧 🇫🇮",
    "right to left": "שלום \u202eעולם",
    "combining marks": "Z̸̢̛a̷l̶g̵o̴ \u200b\u2060",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_stays_text(made, text):
    # Between code marks Markdown leaves every sign as it is.
    book = made(f"Alku `{text}` loppu.", title=text, summary=text, benefits=[text], audience=text)
    check_harmless(book)
    as_xml = folded(re.sub("[\x00-\x08\x1b\ufffe\uffff]", "\ufffd", text))
    # Where HTML is read, a NUL is gone or replaced, as each standard has it.
    loose = as_xml.replace("\ufffd", "")
    for name in ("entry-koe.xhtml", "foreword.xhtml"):
        assert f"Alku {loose} loppu." in book.text(name).replace("\ufffd", "")
    assert folded(book.pages["entry-koe.xhtml"].find(f".//{HTML}h1").text).replace("\ufffd", "") == loose


def test_words_of_2000_letters_and_tables_of_40_columns_are_there(made):
    word, row = "ä" * 2000, "|".join(["x"] * 40)
    text = made(f"{word}\n\n|{row}|\n|{'|'.join(['---'] * 40)}|\n|{row}|").pages["entry-koe.xhtml"]
    assert word in "".join(text.itertext())
    assert len(list(text.iter(f"{HTML}th"))) == len(list(text.iter(f"{HTML}td"))) == 40


def test_deep_nesting_does_not_stop_the_book(made):
    for sign in ("> ", "- "):
        assert "syvällä" in made(sign * 200 + "syvällä").text("entry-koe.xhtml")


def test_what_is_nested_too_deep_keeps_its_text_and_what_it_needs_around():
    html = "<ul><li>" * DEEPEST + "syvä" + "</li></ul>" * DEEPEST + "<p>taas</p>"
    root = ElementTree.fromstring(f"<div>{xhtml(html, lambda address: None)}</div>")
    assert "".join(root.itertext()) == "syvätaas"
    assert all({child.tag for child in it} <= {"li"} for it in root.iter("ul"))
    assert root[-1].tag == "p"


# From HTML to XHTML.


def test_html_becomes_xml():
    html = "a<br>b &amp; &lt;c&gt; &nbsp;<em>d</em><hr>"
    assert xhtml(html, lambda address: None) == "a<br />b &amp; &lt;c&gt; \u00a0<em>d</em><hr />"


def test_no_level_of_heading_is_left_out():
    html = render("## Yksi\n\n#### Kaksi\n\n### Yhä kaksi\n\n## Taas yksi").html
    assert re.findall(r"<(h\d)>", xhtml(html, lambda address: None, 3)) == ["h3", "h4", "h4", "h3"]


@pytest.mark.parametrize(("address", "expected"), [
    ("https://example.com/a%20b?c=d&e#f", "https://example.com/a%20b?c=d&e#f"),
    ("https://example.com/työ", "https://example.com/työ"),
    ('https://example.com/a b"<|>%zz#x#y', "https://example.com/a%20b%22%3C%7C%3E%25zz#x%23y"),
    ("https://[::1/", None),
    ("https://exa mple/", None),
    ("https://example.com:99999/", None),
    ("https:///x", None),
])
def test_an_address_is_a_valid_url_or_none(address, expected):
    assert web_address(address) == expected


# The command, and the whole by another's judgement.


def test_the_command_makes_the_book_of_its_language(project: Project, tmp_path: Path) -> None:
    project.recipe()
    command = ["epub", "--root", str(project.root), "--output", str(tmp_path / "epub"), "--lang", "en"]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    (file,) = (tmp_path / "epub").iterdir()
    assert file.name == "keittokirja-en.epub" and str(file) in result.output
    assert "entry-ryhma.xhtml" in Epub(file.read_bytes()).spine


@by_language
def test_the_site_offers_it(site: Path, language: str) -> None:
    words = catalogues()[language]
    assert Epub((site / "downloads" / f"keittokirja-{language}.epub").read_bytes()).metadata("language") == [language]
    for page in ("book", "about"):
        text = (site / words.prefix / words.paths[page] / "index.html").read_text(encoding="utf-8")
        assert f"downloads/keittokirja-{language}.epub" in text


EPUBCHECK = Path(sys.executable).with_name("epubcheck")


@pytest.mark.skipif(not shutil.which("java"), reason="EPUBCheck needs Java; on Debian: apt-get install default-jre-headless")
@pytest.mark.parametrize("which", [*LANGUAGES, "hostile"])
def test_epubcheck_finds_nothing(books, made, tmp_path, which):
    if which == "hostile":
        links = " ".join(f"[x]({address})" for address in (
            "https://example.com/a|b", "<https://example.com/a b>", "https://[::1", "https://example.com/%zz#a#b",
            "https://exämple.com/ä", "http://example.com:80/?q={}", "entry:koe", "tag:kohde-nuoret"))
        texts = "\n\n".join(f"`{text}`" for text in HOSTILE.values())
        book = made(f"{links}\n\n{texts}\n\n{'> ' * 150}syvällä\n\n#### Otsikko\n\n{'- ' * 150}syvällä",
                    title=HOSTILE["markup"], summary=" ".join(HOSTILE.values()), benefits=list(HOSTILE.values()))
    else:
        book = books[which]
    file = tmp_path / "book.epub"
    file.write_bytes(book.content)
    done = subprocess.run([EPUBCHECK, file], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0 and "ERROR" not in done.stdout, (done.stdout + done.stderr)[:3000]

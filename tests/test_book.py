"""The book room: from the cookbook to PDFs that are accessible, complete and always the same."""

from __future__ import annotations

import itertools
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import pytest
from page import ValidationProfile as Profile
from page import validate_pdf_bytes

from generator.book.data import (
    book_data,
    booklet_data,
    cards_data,
    chapter_data,
    contents_data,
    entry_data,
    memos_data,
    menu_data,
    on_paper,
    worksheet_data,
)
from generator.book.documents import documents
from generator.book.glyphs import REPLACEMENT, Glyphs
from generator.book.tree import block_tree, inline_tree
from generator.book.typeset import BookError, Typesetter, make_pdfs
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from generator.model import SHARED_INSIDE
from generator.render import plain, render
from tests.pdfs import alternatives, annotations, bookmarks, elements, reader, squeezed, tags, text_of
from tests.samples import DATE, SITE

LANGUAGES = list(catalogues())

by_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def handout(one_entry, typesetter: Typesetter):
    """Sets the handout of a made-up recipe and returns its text."""

    def make(body: str = "Näin.", language: str = "fi", **fields: Any) -> str:
        data = entry_data(one_entry(body, **fields), "koe", catalogues()[language], DATE, SITE)
        return text_of(reader(typesetter.pdf(data)))

    return make


def strings(value: Any) -> Iterator[str]:
    """Yield the texts of nested data, but not what is shared by the languages."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from () if name in SHARED_INSIDE else strings(inner)
    else:
        for inner in value:
            yield from strings(inner)


# The whole book.


@by_language
def test_the_book_knows_its_title_and_language(books, vocabulary, language):
    book = books[language]
    assert book.metadata.title == vocabulary.book.title[language]
    assert book.trailer["/Root"]["/Lang"] == language
    assert book.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712


@by_language
def test_every_title_benefit_and_caution_is_in_the_book(pages, cookbook, language):
    pages = [squeezed(page) for page in pages[language]]
    text = "".join(pages)
    for entry in cookbook.entries.values():
        texts = entry.texts[entry.shown_in(language)]
        for wanted in (texts.title, *texts.benefits, *texts.cautions):
            # A link is followed by a page, which the text itself doesn't have.
            pieces = map(squeezed, map(plain, re.split(r"\[([^\]]*)\]\([^)]*\)", wanted)))
            missing = [piece for piece in pieces if piece not in text and not goes_over(piece, pages)]
            assert not missing, (entry.id, missing)


def goes_over(piece: str, pages: list[str]) -> bool:
    """Tell whether a piece of text begins on one page and ends on the next."""
    return any(
        piece[:cut] in page and piece[cut:] in following
        for page, following in itertools.pairwise(pages) for cut in range(1, len(piece))
        if piece[:cut] in page
    )


@by_language
def test_the_contents_list_each_chapter_and_entry_with_its_page(books, pages, language):
    book = books[language]
    first = min(number for _, _, number in bookmarks(book))
    contents = squeezed("".join(pages[language][2:first - 1]))
    for _, title, number in bookmarks(book):
        assert f"{squeezed(title)}{number}" in contents


@by_language
def test_bookmarks_have_worksheets_and_entries_below_their_chapters_and_menus_below_theirs(books, cookbook, language):
    titles = [title for depth, title, _ in bookmarks(books[language]) if depth == 1]
    in_order = [it for id_, entries in cookbook.by_chapter.items() for it in [*cookbook.worksheets_of(id_), *entries]]
    in_order += cookbook.menus.values()
    assert titles == [plain(it.texts[it.shown_in(language)].title) for it in in_order]


@by_language
def test_the_book_has_its_own_parts_around_the_chapters(books, cookbook, language):
    titles = [title for depth, title, _ in bookmarks(books[language]) if depth == 0]
    words = catalogues()[language]
    named = {id_: part.texts[language].title for id_, part in cookbook.parts.items()}
    chapters = [named[f"chapters/{id_}"] for id_ in cookbook.vocabulary.chapters]
    assert titles == [
        words("guide.title"), named["foreword"], named["introduction"], *chapters,
        words("menus.title"), named["closing"],
        *[sheet.texts[language].title for sheet in cookbook.worksheets_of(None)],
        words("book.glossary"), words("book.indexes"),
    ]


@by_language
def test_all_that_parts_say_in_fields_is_in_the_book(pages, cookbook, language):
    text = squeezed("".join(pages[language]))

    def there(wanted: str) -> bool:
        # A link is followed by a page, which the text itself doesn't have; a page may end anywhere.
        pieces = [squeezed(plain(piece)) for piece in re.split(r"\[[^\]]*\]\([^)]*\)", wanted)]
        return all(piece[:30] in text and piece[-30:] in text for piece in pieces)

    for part in [*cookbook.worksheets.values(), *cookbook.menus.values(), *map(cookbook.memo, cookbook.by_chapter)]:
        texts = part.texts[language]
        fields = texts.model_dump(include={"boxes", "checklist", "claims", "steps"}, exclude_none=True)
        assert [it for it in [texts.title, *strings(fields)] if not there(it)] == [], part.id


@by_language
def test_every_entry_begins_on_a_page_of_its_own(books, cookbook, language):
    pages = [number for _, _, number in bookmarks(books[language])]
    assert len(pages) == len(set(pages))


@by_language
def test_the_boxes_are_headings_of_their_own(books, cookbook, language):
    words = catalogues()[language]
    headings = [title for role, _, title in tags(books[language]) if role == "H3"]
    for name in ("benefits", "cautions"):
        assert headings.count(words(f"entry.{name}")) == len(cookbook.entries)


@by_language
def test_the_indexes_give_the_pages_of_places_target_groups_and_methods(books, pages, cookbook, language):
    start = {title: number for _, title, number in bookmarks(books[language])}
    first = start[catalogues()[language]("book.indexes")]
    index = squeezed("".join(pages[language][first - 1:]))
    entry = cookbook.entries["rovaniemi-tyokyky"]
    assert f"Rovaniemi{start[plain(entry.texts[language].title)]}" in index
    for facet in ("target", "method"):
        for tag in cookbook.vocabulary.tags_of(facet):
            pages = [start[plain(it.texts[language].title)] for it in cookbook.by_tag[tag.id]]
            wanted = squeezed(tag.label[language] + ",".join(map(str, sorted(pages))))
            assert not pages or wanted in index, tag.id


# Every cut.


@pytest.fixture(scope="module", params=[
    "book", "contents", "chapter", "volume", "entry", "menu", "memos", "booklet", "cards", "a5", "letter",
    "swot", "tarkistuslista", "totta-vai-tarua",
])
def cut(request, cookbook: Cookbook, typesetter: Typesetter) -> tuple[dict[str, Any], bytes]:
    words = catalogues()["fi"]
    chapter = cookbook.written_chapters[0]
    entry = next(iter(cookbook.entries))
    menu = next(iter(cookbook.menus.values()))
    made = {
        "book": lambda: book_data(cookbook, words, DATE),
        "chapter": lambda: chapter_data(cookbook, chapter, words, DATE),
        "entry": lambda: entry_data(cookbook, entry, words, DATE),
        "memos": lambda: memos_data(cookbook, words, DATE),
        "menu": lambda: menu_data(cookbook, menu.name, words, DATE, SITE),
        "contents": lambda: contents_data(cookbook, words, DATE, SITE),
        "volume": lambda: chapter_data(cookbook, chapter, words, DATE, SITE, is_volume=True),
        "booklet": lambda: booklet_data(cookbook, menu.entries, "Vihko", words, DATE, SITE, menu.name),
        "cards": lambda: cards_data(cookbook, menu.entries, "Kortit", words, DATE, SITE),
        "a5": lambda: on_paper(chapter_data(cookbook, chapter, words, DATE, SITE), "a5"),
        "letter": lambda: on_paper(entry_data(cookbook, entry, words, DATE, SITE), "us-letter"),
    }
    worksheet = request.param
    data = made[worksheet]() if worksheet in made else worksheet_data(cookbook, worksheet, words, DATE)
    return data, typesetter.pdf(data)


@pytest.mark.parametrize("profile", [Profile.PDF_UA_1, Profile.PDF_A_2A])
def test_every_cut_is_accessible_and_fit_for_archives(cut, profile):
    _, pdf = cut
    report = validate_pdf_bytes(pdf, profile=profile)
    assert not {failure.rule_id for failure in report.failures}


def test_every_figure_says_what_it_is(cut):
    assert None not in alternatives(reader(cut[1]))


def test_every_cut_has_its_title(cut):
    data, pdf = cut
    assert reader(pdf).metadata.title == data["title"]


def test_the_same_data_gives_the_same_bytes(cut):
    data, pdf = cut
    assert Typesetter().pdf(data) == pdf


# Languages.


def test_an_entry_without_translation_is_set_in_its_own_language(one_entry, typesetter):
    data = entry_data(one_entry(), "koe", catalogues()["en"], DATE)
    pdf = reader(typesetter.pdf(data))
    assert ("H1", "fi", "Koe") in tags(pdf)
    assert ("H2", "", "Benefits") in tags(pdf)
    assert catalogues()["en"]("entry.not_translated", language="Suomi") in " ".join(text_of(pdf).split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_of_a_finnish_work_is_marked_as_finnish(cookbook, typesetter, language):
    data = entry_data(cookbook, "hakonen", catalogues()[language], DATE)
    pdf = reader(typesetter.pdf(data))
    content = b"".join(page.get_contents().get_data() for page in pdf.pages)
    (title,) = (node for node in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if node.get("/S") == "/Em")
    assert data["chapters"][0]["entries"][0]["source"]["lang"] == "fi"
    assert all(b"/Span<</MCID %d/Lang(fi)>>BDC" % mark in content for mark in title["/K"])


def test_a_translation_that_is_behind_says_so(handout):
    text = handout(language="en", english={"title": "Trial"})
    assert catalogues()["en"]("entry.behind", fields="Summary, How it works") in " ".join(text.split())


# Links.


def test_a_web_address_is_printed_as_a_footnote(handout):
    text = handout("Lue [ohje](https://example.com/ohje).")
    assert "ohje1" in squeezed(text) and "https://example.com/ohje" in text


def test_in_the_book_a_link_to_an_entry_gives_its_page(books, pages, cookbook):
    text = " ".join("\n".join(pages["fi"]).split())
    start = {title: number for _, title, number in bookmarks(books["fi"])}
    title = plain(cookbook.entries["vantaa-strategia"].texts["fi"].title)
    assert f"({catalogues()['fi']('book.page', page=start[title])})" in text


def test_outside_the_book_a_link_to_an_entry_leads_to_the_site(cookbook, typesetter):
    entry = cookbook.entries["espoo-hankinnat"]
    data = entry_data(cookbook, entry.id, catalogues()["en"], DATE, SITE)
    assert f"{SITE}en/recipes/vantaa-strategia/" in annotations(reader(typesetter.pdf(data)))


def test_without_a_site_it_is_plain_text(cookbook, typesetter):
    data = entry_data(cookbook, "espoo-hankinnat", catalogues()["en"], DATE)
    assert annotations(reader(typesetter.pdf(data))) == set()


# What people may write.


@pytest.mark.parametrize("code", [
    '#read("/etc/passwd")', "#panic()", "] ) } [ ( {", "$x^2$", r"\u{1F600} \ \\", "@koe <koe>",
    "// a /* b */", "= Otsikko", "~ -- --- ... -? 'a'", '#import "@preview/x:0.1.0"',
])
def test_typst_code_is_text(handout, code):
    # Between code marks Markdown leaves every sign as it is.
    text = squeezed(handout(f"Alku `{code}` loppu."))
    assert f"Alku{squeezed(code)}loppu." in text


def test_signs_that_no_font_has_are_replaced(handout):
    text = squeezed(handout("Kiinaa 中文 ja kuva 👩‍👩‍👧, mutta ŋ ʒ → jäävät."))
    assert f"Kiinaa{REPLACEMENT}{REPLACEMENT}jakuva{REPLACEMENT}" in text
    assert "mutta" in text and "→jäävät." in text


@pytest.mark.parametrize("place", ["title", "summary", "benefits", "body"])
def test_endless_words_break(handout, place):
    word = "a" * 110
    fields = {"title": word, "summary": word, "benefits": [word], "body": word}
    assert word in squeezed(handout(**{place: fields[place]}))


@pytest.mark.parametrize("body", ["Katso {}.", "Katso <{}>.", "Kirjoita `{}`.", "- Katso **{}**"])
def test_a_long_address_is_copied_from_the_page_without_hidden_signs(handout, body):
    address = "https://esimerkki.example/" + "asiakirja" * 9 + "?numero=" + "0123456789" * 6
    text = handout(body.format(address))
    assert "\u200b" not in text
    assert address in text.replace("\n", "")


@pytest.mark.parametrize("field", ["benefits", "cautions"])
def test_long_boxes_go_on_to_the_next_page(handout, field):
    items = [f"Kohta {number}. " + "Pitkä selitys. " * 60 for number in range(20)]
    text = squeezed(handout(**{field: items}))
    assert [f"Kohta{number}." in text for number in range(20)] == [True] * 20


def test_deep_nesting_does_not_stop_the_book(handout):
    assert "syvällä" in handout("> " * 150 + "syvällä")


# The tree.


def tree(text: str) -> list[Any]:
    return block_tree(render(text).html, lambda address: {"url": address})


def paragraph(*content: Any) -> dict[str, Any]:
    return {"kind": "paragraph", "content": list(content)}


def test_inline_forms_become_nodes():
    html = render("*a* **b** `c` [d](https://e.fi)", inline=True).html
    assert inline_tree(html, lambda address: {"url": address}) == [
        {"kind": "emphasis", "content": ["a"]}, " ", {"kind": "strong", "content": ["b"]}, " ",
        {"kind": "code", "text": "c"}, " ", {"kind": "link", "url": "https://e.fi", "content": ["d"]},
    ]


def test_a_link_to_nowhere_is_its_text():
    assert inline_tree(render("a [b](term:c) d", inline=True).html, lambda address: None) == ["a b d"]


def test_no_level_of_heading_is_left_out():
    headings = tree("## Yksi\n\n#### Kaksi\n\n### Yhä kaksi\n\n## Taas yksi")
    assert [heading["level"] for heading in headings] == [1, 2, 2, 1]


def test_lists_nest():
    assert tree("1. a\n    - b\n2. c") == [
        {"kind": "numbers", "start": 1, "items": [
            [paragraph("a"), {"kind": "bullets", "items": [[paragraph("b")]]}], [paragraph("c")],
        ]},
    ]


def test_the_rows_of_a_table_are_equally_long():
    assert tree("| a | b |\n|---|---|\n| 1 |") == [
        {"kind": "table", "columns": 2, "head": [["a"], ["b"]], "rows": [[["1"], []]]},
    ]


# Signs.


def test_each_sign_is_tried_once():
    tried: list[list[str]] = []

    def can_set(signs):
        tried.append(list(signs))
        return "文" not in signs

    glyphs = Glyphs(can_set)
    assert glyphs.settable({"a": ["é文", "plain"]}) == {"a": [f"é{REPLACEMENT}", "plain"]}
    assert tried == [["é", "文"], ["é"], ["文"]]
    glyphs.settable("é文")
    assert len(tried) == 3


# All PDFs, and the cache.


@pytest.fixture
def make(one_entry, tmp_path):
    """Makes all PDFs of a made-up cookbook and returns their names and the names of those set anew."""

    def run(**fields: Any) -> tuple[list[str], list[str]]:
        new: list[str] = []
        folders = tmp_path / "pdf", tmp_path / "cache"
        made = make_pdfs(one_entry(**fields), ["en"], *folders, DATE, progress=new.append)
        assert all(file.read_bytes().startswith(b"%PDF") for file in made)
        return [file.name for file in made], new

    return run


NAMES = ["keittokirja-en.pdf", "keittokirja-en-polku.pdf", "keittokirja-en-kortit.pdf", "koe-en.pdf"]


def test_all_cuts_are_written(make):
    assert make() == (NAMES, NAMES)


def test_what_has_not_changed_is_not_set_again(make, monkeypatch):
    make()
    monkeypatch.setattr(Typesetter, "pdf", lambda self, data: pytest.fail("set again"))
    assert make()[1] == []


def test_the_cache_drops_what_is_not_used(make, tmp_path):
    make()
    before = set((tmp_path / "cache").iterdir())
    make(title="Uusi nimi")
    after = set((tmp_path / "cache").iterdir())
    assert len(after) == len(NAMES) and not before & after


def test_a_failure_names_every_document(make, monkeypatch):
    def fail(self, data):
        raise BookError("no ink")

    monkeypatch.setattr(Typesetter, "pdf", fail)
    with pytest.raises(BookError) as caught:
        make()
    assert [line.split(":")[0] for line in str(caught.value).splitlines()] == NAMES


def test_what_typst_refuses_is_told_without_its_traceback(one_entry, typesetter):
    data = entry_data(one_entry(), "koe", catalogues()["fi"], DATE)
    data["chapters"][0]["colour"] = "no colour"
    with pytest.raises(BookError, match=r"^Koe \(fi\): "):
        typesetter.pdf(data)


def test_no_document_is_forgotten(cookbook):
    names = [name for name, _ in documents(cookbook, LANGUAGES, DATE)]
    parts = [*cookbook.written_chapters, *cookbook.worksheets, *cookbook.menus, *cookbook.menus, "memos", "kortit"]
    assert len(set(names)) == len(names) == len(LANGUAGES) * (1 + len(parts) + len(cookbook.entries))


def test_typesetting_leaves_nothing_behind(one_entry, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    make_pdfs(one_entry(), ["en"], tmp_path / "out", tmp_path / "cache", DATE)
    assert list((tmp_path / "temp").iterdir()) == []

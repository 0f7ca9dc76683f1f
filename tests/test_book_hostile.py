"""Whatever people write comes out as text: nothing in it runs, and nothing in it stops the book."""

from __future__ import annotations

from typing import Any

import pytest
from page import ValidationProfile as Profile
from page import validate_pdf_bytes

from generator.book.data import booklet_data, cards_data, entry_data, on_paper
from generator.book.glyphs import REPLACEMENT, Glyphs
from generator.book.typeset import TEMPLATE, Typesetter
from generator.catalogue import catalogues
from generator.check import check_project
from generator.render import plain
from tests.pdfs import read_aloud, reader, squeezed
from tests.samples import DATE, RECIPE, SITE, Project

FI = catalogues()["fi"]


@pytest.fixture
def aloud(one_entry, typesetter: Typesetter):
    """Sets the handout of a made-up recipe, makes sure that it is accessible, and returns what is read of it."""
    def make(body: str = "Näin.", **fields: Any) -> str:
        pdf = typesetter.pdf(entry_data(one_entry(body, **fields), "koe", FI, DATE, SITE))
        assert not validate_pdf_bytes(pdf, profile=Profile.PDF_UA_1).failures
        return squeezed(read_aloud(reader(pdf)))

    return make


# What looks like code.

CODE = [
    '#read("/etc/passwd")', "#panic()", "] ) } [ ( {", "((((", "]]]]", "$x^2$", r"\u{1F600} \\ \#", "@koe <koe>",
    "// a /* b */", "= Otsikko", "~ -- --- ... -? 'a'", '#import "@preview/x:0.1.0"', "#let data = none",
    "{{ data }} {% raw %}", "#sys.inputs", "`raw` ```", "#set page(width: 1pt)", "\\", "#", "*/",
]


@pytest.mark.parametrize("code", CODE)
def test_code_is_text_in_a_body(aloud, code):
    # Between code marks Markdown leaves every sign as it is.
    fence = "`" * 5
    assert f"Alku{squeezed(code)}loppu." in aloud(f"Alku {fence} {code} {fence} loppu.")


@pytest.mark.parametrize("code", CODE)
def test_code_is_text_in_a_title_a_benefit_and_on_a_cover(one_entry, typesetter, code):
    book = one_entry(title=f"Alku {code}", benefits=[f"Alku {code}"])
    shown = squeezed(plain(f"Alku {code}"))
    booklet = booklet_data(book, ["koe"], f"Alku {code}", FI, DATE, SITE)
    cards = cards_data(book, ["koe"], code, FI, DATE)
    read = {data["cut"]: squeezed(read_aloud(reader(typesetter.pdf(data)))) for data in (booklet, cards)}
    assert all(text.count(shown) >= 2 for text in read.values())
    assert squeezed(f"Alku {code}") in read["booklet"]


def test_the_compiler_sees_the_template_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Typesetter():
        (folder,) = tmp_path.iterdir()
        held = {file.name for file in (folder / "root").rglob("*")}
        assert held == {file.name for file in TEMPLATE.glob("*.typ")}
        assert list((folder / "packages").iterdir()) == []


# Signs.

LETTERS = {
    "Finnish": "åäöÅÄÖšžŠŽ",
    "Swedish": "åäöéÅÄÖÉ",
    "Sámi": "áâčđǧǥǩŋõšŧžʒǯåäöÁÂČĐǦǤǨŊÕŠŦŽƷǮÅÄÖ",
    "signs of print": "–—‐‑…‘’‚“”„«»‹›•·°§¶†‡№™©®€£½¼¾×÷±−≈≠≤≥→←↑↓✓☐²³¹‰′″\u00a0\u202f\u2009",
}


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_has_a_sign(typesetter, name):
    assert typesetter.glyphs.missing([LETTERS[name]]) == set()


def test_signs_are_looked_for_in_every_text_and_named_once():
    glyphs = Glyphs(lambda signs: not set(signs) & {"文", "字"})
    assert glyphs.missing(["a 文 b\n", "字 文", "plain", "é"]) == {"文", "字"}


WRITING = {
    "right to left": "שלום עולם ו-العربية",
    "emoji": "👩‍👩‍👧 😀 🏳️‍🌈 ❤️",
    "combining marks": "e\u0301\u0323 a\u0308 o\u0308\u0304 Z\u0351\u0343",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e\ufefff",
    "other alphabets": "Ωμέγα Привет 中文 日本語 한국어 ไทย हिन्दी",
    "private and unassigned": "\ue000 \U000f0000 \u0378",
    "direction marks": "a\u202eb\u202cc\u2066d\u2069e",
}


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("place", ["title", "benefits", "body"])
def test_every_writing_is_set_or_replaced_and_what_follows_stays(aloud, name, place):
    text = f"Alku {WRITING[name]} loppu"
    fields = {"title": text, "benefits": [text], "body": text}
    read = aloud(**{place: fields[place]})
    assert "Alku" in read and "loppu" in read


def test_a_sign_without_form_becomes_a_square(aloud):
    assert f"Kiinaa{REPLACEMENT}{REPLACEMENT}loppu" in aloud("Kiinaa 中文 loppu")


# Sizes.


@pytest.mark.parametrize("paper", ["a4", "a5"])
@pytest.mark.parametrize("place", ["summary", "benefits", "body"])
def test_a_word_of_two_thousand_letters_stays_on_the_page(one_entry, typesetter, place, paper):
    word = "ab" * 1000
    fields = {"summary": word[:380], "benefits": [word], "body": word}
    data = on_paper(entry_data(one_entry(**{place: fields[place]}), "koe", FI, DATE), paper)
    pdf = reader(typesetter.pdf(data))
    assert word[:380] in squeezed(read_aloud(pdf))
    for page in pdf.pages:
        def inside(text, matrix, position, font, size, right=float(page.mediabox.right)):
            assert not text.strip() or 0 <= position[4] < right

        page.extract_text(visitor_text=inside)


def test_three_hundred_items_go_on_over_pages(aloud):
    read = aloud("\n".join(f"- Kohta {number}." for number in range(300)))
    assert [number for number in range(300) if f"Kohta{number}." not in read] == []


def test_a_table_of_forty_columns_is_set_row_by_row(aloud):
    def row(text: str) -> str:
        return "|" + "|".join(text.format(number) for number in range(40)) + "|"

    table = "\n".join([row("Nimi {}"), "|---" * 40 + "|", row("arvo {}"), row("toinen {}")])
    read = aloud(table)
    assert read.index("Nimi7arvo7") < read.index("Nimi8arvo8") < read.index("Nimi7toinen7")


def test_a_table_of_a_few_columns_is_a_table(one_entry, typesetter):
    from tests.pdfs import tags

    body = "| a | b |\n|---|---|\n| 1 | 2 |"
    roles = [role for role, _, _ in tags(reader(typesetter.pdf(entry_data(one_entry(body), "koe", FI, DATE))))]
    assert (roles.count("TH"), roles.count("TD")) == (2, 2)


@pytest.mark.parametrize("field", ["benefits", "cautions"])
def test_hundreds_of_long_points_go_on_over_pages(aloud, field):
    read = aloud(**{field: [f"Kohta {number}. " + "Pitkä selitys. " * 60 for number in range(40)]})
    assert [number for number in range(40) if f"Kohta{number}." not in read] == []


def test_an_overfull_card_keeps_what_fits(one_entry, typesetter):
    long = {"benefits": ["Hyöty " * 300], "cautions": ["Vaara " * 300]}
    book = one_entry(title="Nimi " * 20, summary="Lyhyesti sanottuna. " * 19, **long)
    pdf = reader(typesetter.pdf(cards_data(book, ["koe"], "Kortit", FI, DATE, SITE)))
    assert len(pdf.pages) == 2
    assert "Lyhyestisanottuna." in squeezed(read_aloud(pdf))


# Images.


@pytest.mark.parametrize("image", ["![x](kuva.png)", "![](data:image/png;base64,AAAA)", "![x](../../etc/passwd)"])
def test_an_image_is_a_problem_with_its_line(project: Project, image):
    project.write("recipes/ryhma.fi.md", RECIPE.replace("**joka viikko**", image))
    problems = [problem for problem in check_project(project.root).problems if problem.code == "image"]
    line = next(number for number, text in enumerate(RECIPE.splitlines(), 1) if "**joka viikko**" in text)
    assert [problem.line for problem in problems] == [line]

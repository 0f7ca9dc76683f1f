"""The page: nothing nearly empty, nothing too pale to read, nothing told by colour alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import Any

import pytest
from pypdf import PdfReader

from generator.book.data import contents_data, entry_data, on_paper
from generator.book.edition import Edition
from generator.book.entry import card_part, entry_part
from generator.book.joints import SOFT_HYPHEN, with_joints
from generator.book.parts import menu, part, worksheet
from generator.book.ties import tied
from generator.book.typeset import TEMPLATE
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from generator.render import plain
from tests.pdfs import bookmarks, reader, squeezed
from tests.samples import DATE, ROOT

by_language = pytest.mark.parametrize("language", list(catalogues()))


def runs(book: PdfReader) -> dict[str, tuple[int, int]]:
    """Return the first and the last page of what each bookmark leads to."""
    starts = [(title, page) for _, title, page in bookmarks(book)]
    return {title: (page, after - 1) for (title, page), (_, after) in
            zip(starts, [*starts[1:], ("", len(book.pages) + 1)], strict=True)}


@by_language
def test_no_entry_leaves_a_few_lines_on_a_last_page(books, pages, cookbook, language):
    run = runs(books[language])
    short = []
    for entry in cookbook.entries.values():
        first, last = run[plain(entry.texts[language].title)]
        # Head, foot and the note of the review are some 250 letters.
        if last > first and len(pages[language][last - 1]) < 550:
            short.append(entry.id)
    assert short == []


@by_language
def test_most_entries_fit_on_two_pages(books, cookbook, language):
    run = runs(books[language])
    ends = (run[plain(entry.texts[language].title)] for entry in cookbook.entries.values())
    lengths = [last - first + 1 for first, last in ends]
    assert sum(length > 2 for length in lengths) <= len(lengths) / 5


@by_language
def test_an_opening_takes_two_pages_at_most(books, cookbook, language):
    run = runs(books[language])
    for chapter in cookbook.written_chapters:
        first, last = run[plain(cookbook.chapter_part(chapter).texts[language].title)]
        assert last - first <= 1, chapter


@by_language
def test_benefits_cautions_and_what_has_changed_are_on_the_first_page_or_named_there(books, pages, cookbook, language):
    run, words = runs(books[language]), catalogues()[language]
    for entry in cookbook.entries.values():
        first = squeezed(pages[language][run[plain(entry.texts[language].title)][0] - 1])
        assert squeezed(words("entry.benefits")) in first
        assert not entry.texts[language].context or squeezed(words("entry.context")) in first, entry.id


@by_language
def test_no_heading_stands_at_the_foot_of_a_page(pages, language):
    words = catalogues()[language]
    headings = [*words.sections.values(), *(words(f"entry.{name}") for name in (
        "benefits", "cautions", "glance", "results", "context", "evidence", "source", "related"))]
    foot = squeezed(words("book.edition", edition="1", date=words.date(DATE)))
    for number, page in enumerate(pages[language], 1):
        lines = [squeezed(line) for line in page.splitlines()]
        body = [line for line in lines if line and foot not in line and not line.isdigit()]
        assert not body or body[-1] not in map(squeezed, headings), number


@by_language
def test_a_reference_to_a_page_stands_with_what_it_refers_from(pages, language):
    alone = re.compile(catalogues()[language]("book.page", page=r"\d+").join([r"\(", r"\)[.,;:]?"]))
    lines = [(number, line) for number, page in enumerate(pages[language], 1) for line in page.splitlines()]
    assert [line for line in lines if alone.fullmatch(line[1].replace("\u00a0", " ").strip())] == []


@by_language
def test_a_sections_heading_stands_on_the_line_of_its_text(looked, language):
    headings = set(catalogues()[language].sections.values())
    found = [(number, text, any(abs(up - other) < 0.6 for x, other, _ in placed if x > 160))
             for number, (_, placed) in enumerate(looked[language], 1)
             for left, up, text in placed if text in headings and left < 70]
    assert len(found) > 100
    # Above a heading of the text there is no line of it.
    beside = [one for one in found if one[2]]
    assert len(beside) >= 0.9 * len(found), [one[:2] for one in found if not one[2]]


@by_language
def test_facts_at_a_glance_have_their_title_on_each_page(books, pages, cookbook, language):
    run, words = runs(books[language]), catalogues()[language]
    title = squeezed(words("entry.glance"))
    again = squeezed(f"{words('entry.glance')} ({words('book.continued')})")
    for entry in cookbook.entries.values():
        first, last = run[plain(entry.texts[language].title)]
        own = [squeezed(page) for page in pages[language][first - 1:last]]
        at = next(number for number, page in enumerate(own) if title in page)
        told = squeezed(plain(entry.texts[language].money or ""))[:30]
        # What ends the facts stands below the title, or overleaf below the one that says that they go on.
        assert not told or told in own[at] or again in own[at + 1], entry.id


@by_language
def test_answers_are_not_on_the_back_of_their_form(pages, language):
    words = catalogues()[language]
    found = [number for number, page in enumerate(map(squeezed, pages[language]), 1)
             if page.startswith((squeezed(words("worksheet.answers")), squeezed(words("book.answers"))))
             or squeezed(words("worksheet.answers")) in page]
    assert found
    assert all(number % 2 for number in found), found


# Colours.


def luminance(colour: str) -> float:
    parts = (int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.1 defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_greatest_contrast():
    assert round(contrast("#000000", "#ffffff"), 1) == 21


def test_every_text_stands_out_from_what_it_stands_on(cookbook: Cookbook):
    base = (TEMPLATE / "base.typ").read_text("utf-8")
    named = dict(re.findall(r'#let (ink|grey) = rgb\("(#[0-9a-f]{6})"\)', base))
    boxes = re.findall(r'#let (?:benefit|caution) = \(line: rgb\("(#\w+)"\), fill: rgb\("(#\w+)"\)', base)
    note, slip = "#f4f4f4", "#fff8dc"
    assert len(named) == len(boxes) == 2
    grounds = ["#ffffff", note, slip, *(fill for _, fill in boxes)]
    chapters = [chapter.colour for chapter in cookbook.vocabulary.chapters.values()]
    pairs = [(colour, ground) for colour in named.values() for ground in grounds]
    pairs += boxes + [(colour, ground) for colour in chapters for ground in ("#ffffff", slip)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_benefits_and_cautions_differ_in_sign_and_border_too():
    base = (TEMPLATE / "base.typ").read_text("utf-8")
    signs = re.findall(r'#let (?:benefit|caution) = .*sign: "(.)", dash: "(\w+)"\)', base)
    assert len({sign for sign, _ in signs}) == len({dash for _, dash in signs}) == 2


# The ends of lines.


def cut_words(pages: list[str]) -> list[tuple[str, str]]:
    """Return the halves of the words that lines are cut in; *työ- ja* is none."""
    lines = [line.strip() for page in pages for line in page.splitlines()]
    pairs = [(re.split(r"[\W\d_]", first.rstrip("\u00ad-"))[-1], re.split(r"[\W\d_]", second)[0])
             for first, second in zip(lines, lines[1:], strict=False) if first.endswith(("\u00ad", "-"))]
    return [pair for pair in pairs if all(pair) and pair[1] not in ("ja", "tai")]


def test_compounds_are_cut_at_their_joints_or_well_away_from_them(pages):
    record = (ROOT / "vocabulary" / "search" / "forms.fi.tsv").read_text("utf-8").splitlines()
    lemmas = dict(line.split("\t")[:2] for line in record if "\t" in line and "|" in line)
    cut = [(first, lemmas.get((first + second).lower(), "")) for first, second in cut_words(pages["fi"])]
    beside = [(first, lemma) for first, lemma in cut if any(
        abs(len(first) - joint) == 1 for joint in accumulate(len(part) for part in lemma.split("|")[:-1]))]
    compounds = sum("|" in lemma for _, lemma in cut)
    assert compounds > 200
    assert len(beside) <= compounds / 50, beside


def test_few_words_are_cut_two_letters_from_an_end(pages):
    cut = cut_words(pages["fi"])
    assert len(cut) > 500
    assert sum(len(first) < 3 or len(second) < 3 for first, second in cut) < len(cut) / 6


def test_no_paragraph_ends_with_a_short_rest_of_a_word(typesetter, cookbook):
    """Whatever the width, a last line holds at least nine signs of a word that is cut, or a word that is whole."""
    data = on_paper(entry_data(cookbook, "hakonen", catalogues()["fi"], DATE), "a5")
    ends = "työllistymistä.", "suunnittelemaan", "(kehittämistoimintaansa).", "osallistujille, jotka ehtivät."
    paragraphs = [{"kind": "paragraph", "content": ["sana " * count + end]} for count in range(9, 31) for end in ends]
    data["chapters"][0]["entries"][0]["sections"] = [{"title": "Vaiheet", "content": paragraphs}]
    lines = [line.strip() for page in reader(typesetter.pdf(data)).pages for line in page.extract_text().splitlines()]
    cut = [(first, second) for first, second in zip(lines, lines[1:], strict=False)
           if first.endswith("\u00ad") and first.startswith("sana") and " " not in second]
    assert cut
    assert [pair for pair in cut if len(pair[1]) < 9] == []


def test_the_signs_that_show_joints_are_no_text_of_the_book(pages):
    """They would keep a reader's search from finding the words."""
    text = "".join(pages["fi"])
    assert "työelämä" in text and "hyvinvointialue" in text
    assert "työ\u00adelämä" not in text and "hyvinvointi\u00adalue" not in text


@pytest.mark.parametrize(("language", "text", "made"), [
    ("fi", "työelämä ja toimintaedellytys", "työ\u00adelämä ja toiminta\u00adedellytys"),
    ("fi", "elämä ja arviointi", "elämä ja arviointi"),
    ("fi", "https://example.fi/tyoelama/toimintaedellytys", "https://example.fi/tyoelama/toimintaedellytys"),
    ("en", "toimintaedellytys", "toimintaedellytys"),
])
def test_a_joint_is_shown_inside_words_of_running_text(language, text, made):
    nodes = [{"kind": "link", "url": text, "content": [text]}, {"kind": "code", "text": text}]
    assert with_joints(nodes, catalogues()[language]) == [
        {"kind": "link", "url": text, "content": [made]}, {"kind": "code", "text": text}]


@pytest.mark.parametrize(("text", "made"), [
    ("394 314 euroa, 25 %", ["394\u00a0314\u00a0euroa, 25\u00a0%"]),
    ("In 2014 the city", ["In 2014 the city"]),
    ("on 1 January", ["on 1\u00a0January"]),
    ("(2017–2019)", ["(", {"kind": "whole", "text": "2017–2019"}, ")"]),
    ("TE-toimisto ja työnantaja-asiakas", [{"kind": "whole", "text": "TE-toimisto"}, " ja työnantaja-asiakas"]),
    ("Kemi-Tornio", ["Kemi-Tornio"]),
    ("Järjestö 2.0 -hanke", ["Järjestö 2.0\u00a0", {"kind": "whole", "text": "-hanke"}]),
    ("https://example.fi/2017–2019", ["https://example.fi/2017–2019"]),
])
def test_numbers_ranges_and_short_beginnings_stay_with_what_follows(text, made):
    assert tied([text]) == made


@pytest.mark.parametrize(("language", "piece"), [
    ("fi", "KeKo-hanke"), ("fi", "LUT-yliopisto"), ("en", "Long-term"), ("en", "January–March"), ("en", "TE-toimisto"),
])
def test_a_piece_that_stays_together_does_so_from_its_first_letter_to_its_last(cookbook, language, piece):
    assert Edition(cookbook, catalogues()[language], DATE).inline(piece) == [{"kind": "whole", "text": piece}]


def test_names_and_finnish_words_are_not_cut_in_english():
    words = catalogues()["en"]
    made = with_joints(["Representatives of Invalidisäätiö and elinvoimakeskus"], words)
    assert made == ["R\u00adepresentatives of I\u00adnvalidisäätiö and elinvoimakeskus"]


def marked(value: Any) -> Iterator[str]:
    """Yield the texts of data that a soft hyphen stands in; who counted is told in the words of the page."""
    if isinstance(value, str):
        yield from [value] * (SOFT_HYPHEN in value)
    elif isinstance(value, dict):
        yield from marked([inner for key, inner in value.items() if key != "counted_by"])
    elif isinstance(value, list):
        for inner in value:
            yield from marked(inner)


@pytest.mark.parametrize(("made", "id_"), [
    (entry_part, "hakonen"), (entry_part, "kemi-verkosto"), (card_part, "hakonen"), (part, "chapters/yritykset"),
    (menu, "menus/yritykset-mukaan"), (worksheet, "worksheets/swot"), (worksheet, "worksheets/tarkistuslista"),
    (worksheet, "worksheets/totta-vai-tarua"),
])
def test_a_text_that_is_not_translated_is_cut_by_the_rules_of_its_own_language(cookbook, made, id_):
    whole = cookbook.parts[id_] if "/" in id_ else cookbook.entries[id_]
    finnish = replace(whole, texts={"fi": whole.texts["fi"]})
    english_page, finnish_page = (made(Edition(cookbook, catalogues()[code], DATE), finnish) for code in ("en", "fi"))
    assert list(marked(english_page)) == list(marked(finnish_page))


def test_a_definition_in_another_language_than_its_term_is_cut_and_marked_as_what_it_is(cookbook):
    term = next(iter(cookbook.vocabulary.explained.values()))
    term = term.model_copy(update={"definition": {"fi": "Työelämä muuttuu."}})
    vocabulary = replace(cookbook.vocabulary, glossary={term.id: term})
    (shown,) = contents_data(replace(cookbook, vocabulary=vocabulary), catalogues()["en"], DATE)["glossary"]
    assert (shown["lang"], shown["definition_lang"], shown["definition"]) == ("en", "fi", ["Työ\u00adelämä muuttuu."])

"""Half sheets, loose sheets and cards: nothing runs into anything, and no sheet goes out nearly empty."""

from __future__ import annotations

from collections import Counter

import pytest
from pypdf import PageObject

from generator.book.data import book_data, cards_data, entry_data, memos_data, on_paper, worksheet_data
from generator.book.typeset import Typesetter
from generator.catalogue import catalogues
from generator.cookbook import Cookbook
from generator.render import plain
from tests.pdfs import bookmarks, read_aloud, reader, squeezed
from tests.samples import DATE, SITE

FI, EN = catalogues()["fi"], catalogues()["en"]
MM = 72 / 25.4

by_language = pytest.mark.parametrize("language", list(catalogues()))


@pytest.fixture(scope="module")
def halves(cookbook: Cookbook, typesetter: Typesetter):
    """The book on A5 in each language."""
    return {code: reader(typesetter.pdf(on_paper(book_data(cookbook, words, DATE, SITE), "a5")))
            for code, words in catalogues().items()}


def lowest_of_code(page: PageObject) -> float:
    """Return how far above the paper's foot the code on a page ends: what is drawn of the most pieces in one place."""
    heights: dict[tuple[float, ...], list[float]] = {}

    def visit(operator, arguments, matrix, text_matrix):
        if operator == b"l":
            x, y = (float(value) for value in arguments)
            heights.setdefault(tuple(matrix), []).append(x * matrix[1] + y * matrix[3] + matrix[5])

    page.extract_text(visitor_operand_before=visit)
    return min(max(heights.values(), key=len))


def pieces(page: PageObject) -> list[tuple[float, float, str]]:
    """Return where each piece of text of a page begins, from the left and from the foot."""
    found: list[tuple[float, float, str]] = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            found.append((matrix[4] + text_matrix[4], matrix[5] + text_matrix[5] * matrix[3], text))

    page.extract_text(visitor_text=visit)
    return found


@by_language
def test_the_code_on_half_a_sheet_ends_above_the_text(halves, cookbook, language):
    half, words = halves[language], catalogues()[language]
    titles = {plain(entry.texts[language].title) for entry in cookbook.entries.values()}
    firsts = [half.pages[page - 1] for _, title, page in bookmarks(half) if title in titles]
    assert len(firsts) == len(titles)
    kinds = {words("kind.recipes"), words("kind.practices")}
    for page in firsts:
        (line,) = {y for _, y, text in pieces(page) if text.strip() in kinds}
        # Its capitals are some 2 mm high; around the code, 1.4 mm are to stay white.
        assert lowest_of_code(page) - line > 3.2 * MM


@by_language
def test_the_contents_end_on_a_page_of_more_than_a_few_lines(halves, language):
    first = bookmarks(halves[language])[0][2]
    assert len(halves[language].pages[first - 2].extract_text().splitlines()) > 12


@by_language
def test_no_title_in_the_contents_is_cut_with_a_hyphen(halves, language):
    first = bookmarks(halves[language])[0][2]
    lines = [line.strip() for page in halves[language].pages[2:first - 1] for line in page.extract_text().splitlines()]
    assert [line for line in lines if line.endswith("\u00ad")] == []


@pytest.mark.parametrize("paper", ["a4", "a5", "us-letter"])
def test_what_a_checklist_leads_to_stands_below_it_or_fills_a_page(cookbook, typesetter, paper):
    data = on_paper(worksheet_data(cookbook, "tarkistuslista", EN, DATE, SITE), paper)
    page = reader(typesetter.pdf(data)).pages[-1]
    text = squeezed(page.extract_text())
    assert squeezed(EN("worksheet.first")) in text
    drawn = Counter()
    page.extract_text(visitor_operand_before=lambda operator, *_: drawn.update([operator]))
    assert squeezed(EN("worksheet.points.yes")) in text or drawn[b"S"] > 15


@by_language
@pytest.mark.parametrize("worksheet", ["totta-vai-tarua", "verkosto"])
def test_answers_are_on_another_sheet_than_their_form_and_no_page_is_empty(cookbook, typesetter, worksheet, language):
    words = catalogues()[language]
    data = worksheet_data(cookbook, worksheet, words, DATE, SITE)
    pages = [squeezed(page.extract_text()) for page in reader(typesetter.pdf(data)).pages]
    form = next(number for number, page in enumerate(pages) if squeezed(words("worksheet.day")) in page)
    headings = squeezed(words("book.answers")), squeezed(words("worksheet.answers"))
    # Its instructions may name them too.
    answers = max(number for number, page in enumerate(pages) if any(heading in page for heading in headings))
    assert form // 2 < answers // 2
    assert all(len(page) > 100 for page in pages)


def test_memo_slips_name_their_source_and_no_page(cookbook, typesetter):
    text = reader(typesetter.pdf(memos_data(cookbook, FI, DATE, SITE))).pages[0].extract_text()
    assert squeezed(FI("book.edition", edition="1", date=FI.date(DATE))) in squeezed(text)
    assert squeezed(FI("book.page", page="1")) not in squeezed(text)


@by_language
def test_a_handouts_foot_is_one_line(cookbook, typesetter, language):
    data = entry_data(cookbook, "konkarit-toihin", catalogues()[language], DATE, SITE)
    for page in reader(typesetter.pdf(data)).pages:
        foot = {round(y) for _, y, _ in pieces(page) if y < 12 * MM}
        assert len(foot) == 1


@by_language
def test_half_a_sheet_promises_neither_a_margin_nor_numbers_in_a_picture(halves, language):
    words, half = catalogues()[language], halves[language]
    (page,) = [page for _, title, page in bookmarks(half) if title == words("guide.title")]
    lines = half.pages[page - 1].extract_text().splitlines()
    assert words("guide.margin.text") not in " ".join(lines)
    assert any(line.startswith(words("guide.head")) for line in lines)


@by_language
def test_a_running_head_is_one_line(halves, language):
    for number, page in enumerate(halves[language].pages, 1):
        top = float(page.mediabox.height) - 17 * MM
        # The numbers at the edge lie lower, the code and its address on pages without a head.
        head = {round(y) for _, y, _ in pieces(page) if y > top}
        assert len(head) <= 1 or {EN("book.online"), FI("book.online")} & set(page.extract_text().splitlines()), number


@by_language
def test_on_half_a_sheet_all_notes_of_an_entry_stand_on_one_page(halves, cookbook, language):
    half, words = halves[language], catalogues()[language]
    pages = [squeezed(page.extract_text()) for page in half.pages]
    titles = {plain(entry.texts[language].title) for entry in cookbook.entries.values()}
    marks = [(title, page) for _, title, page in bookmarks(half)]
    for (title, _), (_, after) in zip(marks, marks[1:], strict=False):
        assert title not in titles or squeezed(words("entry.evidence")) in pages[after - 2], title


def test_where_entries_lead_to_the_web_what_goes_well_with_them_has_no_footnotes(cookbook, typesetter):
    data = entry_data(cookbook, "hakonen", EN, DATE, SITE)
    (entry,) = data["chapters"][0]["entries"]
    text = squeezed(reader(typesetter.pdf(data)).pages[-1].extract_text())
    assert len(entry["related"]) > 1
    assert [it["ref"] for it in entry["related"] if squeezed(it["way"]["url"]) in text] == []


@by_language
def test_a_handout_leaves_no_few_lines_on_a_second_page(cookbook, typesetter, language):
    for id_ in ("konkarit-toihin", "savonlinna-toimialatiimit", "seinajoki-asiakaskehittajat"):
        made = reader(typesetter.pdf(entry_data(cookbook, id_, catalogues()[language], DATE, SITE)))
        assert len(made.pages) == 1, id_


# Cards.


@pytest.fixture(scope="module")
def decks(cookbook: Cookbook, typesetter: Typesetter):
    """The texts of the backs of all cards in each language, by the number of the entry."""
    data = {code: cards_data(cookbook, list(cookbook.entries), "Kortit", words, DATE, SITE)
            for code, words in catalogues().items()}
    return {code: squeezed(read_aloud(reader(typesetter.pdf(it)))) for code, it in data.items()}


def shown_of(items: list[str], deck: str) -> int:
    return sum(squeezed(plain(item)) in deck for item in items)


def test_a_back_says_as_much_in_each_language(decks, cookbook):
    for entry in cookbook.entries.values():
        for kind in ("benefits", "cautions"):
            counts = {shown_of(getattr(entry.texts[code], kind), deck) for code, deck in decks.items()}
            assert len(counts) == 1, (entry.id, kind)
            assert counts.pop() > 0


def test_a_back_that_leaves_something_out_says_so(cookbook, typesetter):
    data = cards_data(cookbook, ["konkarit-toihin"], "Kortti", EN, DATE, SITE)
    (entry,) = data["chapters"][0]["entries"]
    entry |= {"cautions": entry["cautions"][:1], "elsewhere": []}
    whole = read_aloud(reader(typesetter.pdf(data)))
    entry["cautions"] *= 40
    part = read_aloud(reader(typesetter.pdf(data)))
    assert [squeezed(EN("cards.more")) in squeezed(text) for text in (whole, part)] == [False, True]


@pytest.mark.parametrize(("first", "rest"), [
    ("Asia on TE-toimistossa.", "Sitten muuta."),
    ("Näin meni 2017–2019.", "Sitten muuta."),
    ("Yhdessä sovitaan.", "TE-toimisto jatkaa."),
    ("Kaikki lukevat *oppaan*.", "Sitten muuta."),
    ("**Kartoitus.** Nyt kysytään.", "Sitten muuta."),
    ("Mukana on Apu Oy. Sitten muuta.", "Lopuksi."),
])
def test_a_back_shows_of_a_step_its_first_sentence(one_entry, typesetter, first, rest):
    cookbook = one_entry(sections={"steps": f"1. {first} {rest}"})
    deck = cards_data(cookbook, ["koe"], "Kortit", catalogues()["fi"], DATE)
    back = squeezed(read_aloud(reader(typesetter.pdf(deck))))
    assert squeezed(plain(first)) in back
    assert squeezed(rest) not in back

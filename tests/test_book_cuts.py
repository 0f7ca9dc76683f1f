"""What people choose from the book: booklets, cards, sizes of paper, folded sheets, by the command line too."""

from __future__ import annotations

import gc
import math
import os
import re
import signal
from functools import partial

import pytest
from click.testing import CliRunner, Result
from pypdf import PageObject

from generator import cookbook as cookbook_module
from generator import printing
from generator.book.chosen import Chosen, chosen_documents, entries_with, slug
from generator.book.code import code_rows
from generator.book.data import book_data, chapter_data, contents_data, entry_data, menu_data
from generator.book.impose import impose, sides
from generator.book.signs import find_unset_signs
from generator.book.typeset import PAGE_TREE, pages
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cli import main
from generator.cookbook import Cookbook
from generator.printing import APART
from generator.render import plain
from tests.pdfs import alternatives, bookmarks, read_aloud, reader, squeezed, tags, text_of
from tests.samples import DATE, RECIPE, ROOT, SITE, Project

FI, EN = catalogues()["fi"], catalogues()["en"]

approx = partial(pytest.approx, abs=0.01)


@pytest.fixture
def chosen(cookbook: Cookbook):
    """Gives the name and the data of the one document that is asked for."""
    def one(**asked):
        (made,) = chosen_documents(cookbook, FI, DATE, SITE, Chosen(**asked))
        return made

    return one


# Booklets.


def test_a_booklet_has_a_cover_contents_its_entries_in_order_and_indexes(chosen, cookbook, typesetter):
    ids = ("pori-motivointi", "vantaa-strategia", "hakonen")
    name, data = chosen(entries=ids, title="Torstain työpaja")
    pdf = reader(typesetter.pdf(data))
    assert name == "keittokirja-fi-torstain-tyopaja.pdf"
    assert pdf.metadata.title == "Torstain työpaja"
    assert "Torstain työpaja" in pdf.pages[0].extract_text()
    titles = [plain(cookbook.entries[id_].texts["fi"].title) for id_ in ids]
    assert [title for _, title, _ in bookmarks(pdf)] == [*titles, FI("book.indexes")]
    contents = squeezed(pdf.pages[1].extract_text())
    assert all(f"{squeezed(title)}{page}" in contents for _, title, page in bookmarks(pdf))
    assert "Kotka" in pdf.pages[-1].extract_text()


def test_a_menu_stands_before_its_recipes(chosen, cookbook, typesetter):
    menu = cookbook.menus["ryhma-kayntiin"]
    name, data = chosen(entries=menu.entries, menu="ryhma-kayntiin")
    titles = [title for _, title, _ in bookmarks(reader(typesetter.pdf(data)))]
    assert name == "keittokirja-fi-ryhma-kayntiin-resepteineen.pdf"
    assert titles[:-1] == [plain(it.texts["fi"].title) for it in (menu, *map(cookbook.entries.get, menu.entries))]


def test_an_entry_stands_in_a_booklet_once(chosen):
    _, data = chosen(entries=("hakonen", "hakonen"))
    assert sum(len(chapter["entries"]) for chapter in data["chapters"]) == 1


def test_tags_of_one_question_widen_and_of_two_narrow(cookbook):
    young, older = (set(entries_with(cookbook, (tag,))) for tag in ("kohde-nuoret", "kohde-ikaantyneet"))
    groups = set(entries_with(cookbook, ("tapa-ryhmavalmennus",)))
    assert set(entries_with(cookbook, ("kohde-nuoret", "kohde-ikaantyneet"))) == young | older
    assert set(entries_with(cookbook, ("kohde-nuoret", "tapa-ryhmavalmennus"))) == young & groups


def test_titles_that_differ_give_files_of_different_names(chosen):
    titles = ["Ryhmä", "Ryhmä ряд", "Ryhmä 文", "文", "文字", "Ryhmä " + "a" * 70, "Ryhmä " + "a" * 71]
    names = [chosen(entries=("hakonen",), title=title)[0] for title in titles]
    assert len({*names}) == len(titles)
    assert names[0] == "keittokirja-fi-ryhma.pdf"
    assert all(re.fullmatch(r"keittokirja-fi(-[a-z0-9]+)*-[0-9a-f]{6}\.pdf", name) for name in names[1:])


def test_choices_that_begin_alike_give_files_of_different_names(chosen, cookbook):
    ids = tuple(cookbook.entries)
    assert chosen(entries=ids[:20])[0] != chosen(entries=ids[:21])[0]


def test_a_menu_under_a_title_of_its_own_has_a_name_of_its_own(chosen, cookbook):
    entries = cookbook.menus["ryhma-kayntiin"].entries
    name, data = chosen(entries=entries, menu="ryhma-kayntiin", title="Torstaiksi")
    assert (name, data["title"]) == ("keittokirja-fi-ryhma-kayntiin-resepteineen-torstaiksi.pdf", "Torstaiksi")


def test_a_name_is_made_of_plain_letters():
    assert slug("Työ & elämä: Ääkköset?") == "tyo-elama-aakkoset"
    assert slug("…") == ""


# Cards.


def test_a_deck_has_a_front_and_a_back_for_everything_four_to_a_sheet(chosen, cookbook, typesetter):
    name, data = chosen(cards=True)
    pdf = reader(typesetter.pdf(data))
    assert name == "keittokirja-fi-kortit.pdf"
    assert len(pdf.pages) == 2 * -(-len(cookbook.entries) // 4)
    assert [role for role, _, _ in tags(pdf)].count("H1") == 2 * len(cookbook.entries)
    assert len(bookmarks(pdf)) == len(cookbook.entries)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_each_back_lies_behind_its_front_when_sheets_are_turned_over_the_long_edge(chosen, cookbook, typesetter, paper):
    _, data = chosen(cards=True, paper=paper, entries=tuple(cookbook.entries)[:7])
    refs = [entry["ref"] for chapter in data["chapters"] for entry in chapter["entries"]]
    pages = reader(typesetter.pdf(data)).pages
    for fronts, backs, wanted in [(pages[0], pages[1], refs[:4]), (pages[2], pages[3], refs[4:])]:
        there, behind = quarters(fronts, refs), quarters(backs, refs)
        assert list(there) == wanted
        assert {ref: (1 - column, row) for ref, (column, row) in there.items()} == behind


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_cut_marks_of_both_sides_lie_on_each_other(chosen, typesetter, paper):
    _, data = chosen(cards=True, paper=paper, entries=("hakonen",))
    front, back = reader(typesetter.pdf(data)).pages
    width, height = (float(side) for side in front.mediabox[2:])
    seen_from_behind = sorted(sorted((width - x, y) for x, y in mark) for mark in cut_marks(front))
    marks = sorted(map(sorted, cut_marks(back)))
    assert len(marks) == 6
    assert all(x == approx(width / 2) or y == approx(height / 2) for mark in marks for x, y in mark)
    assert [[approx(point) for point in mark] for mark in seen_from_behind] == marks


def on_page(x: float, y: float, *matrices: list[float]) -> tuple[float, float]:
    """Return where a point is that is given in the system of the first matrix."""
    for a, b, c, d, right, up in matrices:
        x, y = a * x + c * y + right, b * x + d * y + up
    return x, y


def quarters(page: PageObject, refs: list[str]) -> dict[str, tuple[int, int]]:
    """Return the column and the row of the card that each number stands on, in the order of the page's text."""
    width, height = (float(side) for side in page.mediabox[2:])
    found: dict[str, tuple[int, int]] = {}

    def visit(text: str, matrix: list[float], text_matrix: list[float], *_: object) -> None:
        for ref in refs:
            if ref in text and ref not in found:
                x, y = on_page(0, 0, text_matrix, matrix)
                found[ref] = (int(x > width / 2), int(y < height / 2))

    page.extract_text(visitor_text=visit)
    return found


def cut_marks(page: PageObject) -> list[list[tuple[float, float]]]:
    """Return the ends of the straight lines of 6 mm on a page, in points from its lower left corner."""
    found, path = [], []

    def visit(operator: bytes, operands: list[float], matrix: list[float], _: object) -> None:
        if operator == b"S" and len(path) == 2 and math.dist(*path) == approx(6 / 25.4 * 72):
            found.append(list(path))
        if operator in (b"m", b"l"):
            path.append(on_page(*map(float, operands), matrix))
        else:
            path.clear()

    page.extract_text(visitor_operand_before=visit)
    return found


# Paper.


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("a5", (420, 595)), ("letter", (612, 792))])
def test_pages_are_as_large_as_the_paper(chosen, typesetter, paper, size):
    _, data = chosen(entries=("hakonen",), paper=paper)
    box = reader(typesetter.pdf(data)).pages[-1].mediabox
    assert (round(box.width), round(box.height)) == size


def test_folded_sheets_read_in_order():
    assert sides(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert sides(5) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert sides(1) == [(3, 0), (1, 2)]


def test_a_folded_booklet_has_its_pages_in_twos_and_comes_out_the_same_twice(chosen, typesetter):
    _, data = chosen(entries=("hakonen",), folded=True)
    pdf = typesetter.pdf(data)
    sheets = reader(impose(pdf))
    count = len(reader(pdf).pages)
    assert len(sheets.pages) == len(sides(count))
    assert (round(sheets.pages[0].mediabox.width), round(sheets.pages[0].mediabox.height)) == (839, 595)
    for sheet, pair in zip(sheets.pages, sides(count), strict=True):
        text = squeezed(sheet.extract_text())
        for number in pair:
            assert number >= count or squeezed(reader(pdf).pages[number].extract_text())[:20] in text
    assert impose(pdf) == impose(pdf)


# Above what fits into one book.


def test_the_contents_of_volumes_list_every_entry_and_lead_to_none(cookbook, typesetter):
    data = contents_data(cookbook, FI, DATE, SITE)
    text = squeezed(text_of(reader(typesetter.pdf(data))))
    for entry in cookbook.entries.values():
        assert squeezed(entry.facts.ref + plain(entry.texts["fi"].title)) in text
    assert squeezed(f"{SITE}downloads/keittokirja-fi-polku.pdf") in text


# The web, from paper.


def test_a_code_is_a_square_with_three_corners_to_find_it_by():
    rows = code_rows("https://cookbook.example/reseptit/hakonen/")
    corner = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
    assert {len(row) for row in rows} == {len(rows)}
    assert [row[:7] for row in rows[:7]] == [row[-7:] for row in rows[:7]] == [row[:7] for row in rows[-7:]] == corner


def test_a_handout_shows_the_address_of_its_page_and_a_code_that_says_so(cookbook, typesetter):
    pdf = reader(typesetter.pdf(entry_data(cookbook, "hakonen", EN, DATE, SITE)))
    assert "cookbook.example/en/recipes/hakonen" in pdf.pages[0].extract_text()
    assert alternatives(pdf) == [EN("book.code.alt", address="cookbook.example/en/recipes/hakonen")]


def test_where_the_site_is_not_known_there_is_neither_address_nor_code(cookbook, typesetter):
    data = entry_data(cookbook, "hakonen", EN, DATE)
    pdf = reader(typesetter.pdf(data))
    assert alternatives(pdf) == []
    assert EN("book.online") not in text_of(pdf)
    guide = book_data(cookbook, EN, DATE)["guide"]
    assert EN("book.online") not in [item["label"] for item in guide["items"]]


def test_every_sheet_says_its_edition_and_review(cookbook, typesetter):
    pdf = reader(typesetter.pdf(entry_data(cookbook, "hakonen", EN, DATE)))
    reviewed = EN.date(cookbook.entries["hakonen"].facts.reviewed)
    for page in pdf.pages:
        text = " ".join(page.extract_text().split())
        assert EN("book.edition", edition="1", date=EN.date(DATE)) in text
        assert EN("entry.checked", date=reviewed) in text


# The command line.


def run(project: Project, *arguments: str, **environment: str) -> Result:
    runner = CliRunner(env={"LC_ALL": "fi_FI.UTF-8", **environment})
    output = str(project.root / "out")
    return runner.invoke(main, ["pdf", "--root", str(project.root), "--output", output, *arguments])


@pytest.fixture
def three(project: Project) -> Project:
    """A project with three recipes."""
    for number, id_ in enumerate(("ryhma", "toinen", "kolmas"), 1):
        text = RECIPE.replace("R01", f"R{number:02}").replace("Ryhmä alkaa", f"Nimi {id_}")
        project.write(f"recipes/{id_}.fi.md", text)
    return project


def made(project: Project) -> list[str]:
    return sorted(file.name for file in (project.root / "out").iterdir())


def test_a_selection_takes_ids_and_reference_numbers_and_says_what_it_does(three: Project) -> None:
    result = run(three, "--select", "kolmas, R01", "--title", "Kaksi reseptiä")
    assert result.exit_code == 0, result.output
    assert "Ladotaan keittokirja-fi-kaksi-reseptia.pdf" in result.output
    pdf = reader((three.root / "out" / made(three)[0]).read_bytes())
    assert [title for _, title, _ in bookmarks(pdf)][:2] == ["Nimi kolmas", "Nimi ryhma"]


def test_tags_paper_cards_and_folding(three: Project) -> None:
    assert run(three, "--tag", "kohde-nuoret", "--paper", "letter").exit_code == 0
    assert run(three, "--tag", "kohde-nuoret", "--cards").exit_code == 0
    assert run(three, "toinen", "--booklet").exit_code == 0
    assert made(three) == [
        "keittokirja-fi-kortit-nuoret-ja-valmistuvat.pdf", "keittokirja-fi-nuoret-ja-valmistuvat-letter.pdf",
        "toinen-fi-vihko.pdf",
    ]


@pytest.mark.parametrize(("arguments", "language", "said"), [
    (["--select", "tonen"], "fi", "Reseptiä tai käytäntöä tonen ei ole. Tarkoititko toinen?"),
    (["--select", "tonen"], "en", "There is no recipe or practice tonen. Did you mean toinen?"),
    (["--select", "qqqq,wwww"], "en", "There is no recipe or practice wwww."),
    (["--tag", "nuoret"], "fi", "Avainsanaa nuoret ei ole. Tarkoititko kohde-nuoret?"),
    (["--tag", "Young people and graduates"], "en", "Did you mean kohde-nuoret?"),
    (["--tag", "youth"], "en", "Did you mean kohde-nuoret?"),
    (["--select", "vantaa-strategy,RYHMÄ"], "en", "practice RYHMÄ. Did you mean ryhma?"),
    (["--select", "o"], "fi", "Reseptiä tai käytäntöä o ei ole.\n"),
    (["R1"], "fi", "Tunnusta R1 ei ole. Tarkoititko R01?"),
    (["pol"], "fi", "Tunnusta pol ei ole. Tarkoititko polku?"),
    (["katkeamaton"], "fi", "Tunnusta katkeamaton ei ole. Tarkoititko polku?"),
    (["--menu", "ryhma"], "en", "There is no menu ryhma."),
    (["--tag", "kohde-ikaantyneet"], "fi", "Valintaan ei osunut yhtään reseptiä tai käytäntöä."),
    (["--select", ","], "en", "No recipe or practice is in what was chosen."),
    (["--select", ""], "fi", "Valintaan ei osunut yhtään reseptiä tai käytäntöä."),
    (["--menu", ""], "en", "There is no menu ."),
    (["--cards", "--title", "   "], "en", "--title: The field --title is empty."),
    (["--cards", "--title", "\u200b"], "fi", "--title: Kenttä --title on tyhjä."),
    (["--cards", "--title", "😀"], "en", "--title: The field --title is empty."),
    (["--cards", "--title", "a\u202eb"], "en", "--title: The text holds an invisible control character, U+202E."),
    (["--cards", "--title", "a\udcffb"], "en", "--title: The text holds an invisible control character, U+DCFF."),
    (["--cards", "--title", "a" * 121], "en", "--title: The field --title is too long. Shorten it; the limit is 120."),
    (["--title", "X"], "en", "--title names a booklet or cards."),
    (["--paper", "a6"], "en", "Invalid value for '--paper'"),
])
def test_what_is_wrong_is_said_in_a_line(three: Project, arguments: list[str], language: str, said: str) -> None:
    result = run(three, *arguments, "--lang", language)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert "Traceback" not in result.output


GIVEN = {
    "WHAT": ["ryhma"], "--select": ["--select", "ryhma"], "--tag": ["--tag", "kohde-nuoret"], "--menu": ["--menu", "x"],
    "--cards": ["--cards"], "--booklet": ["--booklet"], "--title": ["--title", "X"], "--paper a5": ["--paper", "a5"],
}


@pytest.mark.parametrize(("first", "second"), APART)
def test_what_does_not_go_together_is_said(three: Project, first: str, second: str) -> None:
    result = run(three, *GIVEN[first], *GIVEN[second], "--lang", "en")
    assert (result.exit_code, f"{first} and {second} don’t go together." in result.output) == (2, True)
    assert not (three.root / "out").exists()


def opening(project: Project, script: str) -> Result:
    """Set a handout and open it where the system's opener is a script."""
    opener = project.write("bin/xdg-open", f"#!/bin/sh\n{script}\n")
    opener.chmod(0o755)
    return run(project, "ryhma", "--open", PATH=f"{opener.parent}{os.pathsep}{os.environ['PATH']}")


def test_what_was_set_is_opened(three: Project) -> None:
    result = opening(three, f'ls "$1" > {three.root}/opened')
    assert result.exit_code == 0
    assert (three.root / "opened").read_text().strip().endswith("out/ryhma-fi.pdf")
    assert "ei voitu avata" not in result.output


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_nobody_waits_for_a_viewer_to_be_closed(three: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PATIENCE", 0.1)
    result = opening(three, f"echo $$ > {three.root}/viewer; exec sleep 60")
    os.kill(int((three.root / "viewer").read_text()), signal.SIGKILL)
    assert result.exit_code == 0
    assert "ei voitu avata" not in result.output
    gc.collect()  # nobody waits for the viewer's end


@pytest.mark.parametrize("script", ["echo 'no method available' >&2; exit 3", None])
def test_what_cannot_be_opened_is_said_in_a_line(three: Project, script: str | None, capfd) -> None:
    result = opening(three, script) if script else run(three, "ryhma", "--open", PATH="")
    assert result.exit_code == 0
    assert f"Tiedostoa {three.root}/out/ryhma-fi.pdf ei voitu avata. Se on valmis, avaa se itse." in result.output
    assert "no method" not in capfd.readouterr().err


def test_a_sign_of_a_title_that_cannot_be_printed_is_named(three: Project) -> None:
    result = run(three, "--cards", "--title", "Yhtä 文")
    assert result.exit_code == 0
    assert "--title:1:6: sign-not-printable" in result.output
    assert "Merkkiä 文 (U+6587) ei ole kirjan kirjasimissa." in result.output


def test_an_entry_that_is_chosen_twice_has_one_card(three: Project) -> None:
    assert run(three, "--cards", "--select", "R01,r01,ryhma,toinen").exit_code == 0
    assert made(three) == ["keittokirja-fi-kortit-ryhma-toinen.pdf"]
    pdf = reader((three.root / "out" / made(three)[0]).read_bytes())
    assert [title for _, title, _ in bookmarks(pdf)] == ["Nimi ryhma", "Nimi toinen"]


def test_what_is_refused_says_nothing_of_a_site(three: Project) -> None:
    three.write("recipes/ryhma.fi.md", RECIPE.replace("Ryhmä alkaa", "<b>Ryhmä"))
    result = run(three)
    assert (result.exit_code, "Mitään ei tehty." in result.output, "ivusto" in result.output) == (1, True, False)


def test_a_date_that_is_none_is_said_with_its_mend(three: Project) -> None:
    result = run(three, "ryhma", "--lang", "en", SOURCE_DATE_EPOCH="a\tbc")
    assert result.exit_code == 1
    assert "SOURCE_DATE_EPOCH is “a bc”, which is no date. Give whole seconds" in result.output


def test_the_whole_book_in_volumes_is_all_of_them(three: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookbook_module, "MOST_IN_A_BOOK", 2)
    assert run(three).exit_code == 0
    assert made(three) == ["keittokirja-fi-asiakkaat.pdf", "keittokirja-fi.pdf"]


def test_a_sign_that_cannot_be_printed_is_named_with_its_place(three: Project) -> None:
    three.write("recipes/ryhma.fi.md", RECIPE.replace("Ryhmä alkaa", "Ryhmä 文 alkaa"))
    result = run(three, "ryhma")
    assert result.exit_code == 0
    line = next(number for number, text in enumerate(RECIPE.splitlines(), 1) if "Ryhmä alkaa" in text)
    assert f"recipes/ryhma.fi.md:{line}:" in result.output
    assert "Merkkiä 文 (U+6587) ei ole kirjan kirjasimissa." in result.output


def test_a_check_names_it_too(three: Project) -> None:
    three.write("recipes/ryhma.fi.md", RECIPE.replace("Ryhmä alkaa", "Ryhmä 文 alkaa"))
    result = CliRunner().invoke(main, ["check", "--root", str(three.root), "--lang", "en", "--format", "github"])
    assert (result.exit_code, result.output.count("::warning file=recipes/ryhma.fi.md")) == (0, 1)
    assert "lack the sign 文 (U+6587)" in result.output


def test_the_real_content_can_be_printed_as_it_is_written() -> None:
    assert find_unset_signs(ROOT) == []


# Handouts.


@pytest.mark.parametrize("words", catalogues().values(), ids=list(catalogues()))
def test_a_handout_goes_on_one_sheet_unless_its_text_is_far_too_long(cookbook, typesetter, words):
    made = {id_: entry_data(cookbook, id_, words, DATE, SITE) for id_ in cookbook.entries}
    long = {id_ for id_, data in made.items() if data["chapters"][0]["entries"][0]["letters"] > 13000}
    lengths = {id_: len(reader(typesetter.pdf(data)).pages) for id_, data in made.items()}
    assert {id_ for id_, length in lengths.items() if length > 2} == long
    assert all(lengths[id_] == 3 for id_ in long)


def test_pages_are_counted_as_a_reader_of_pdfs_counts_them(cookbook, typesetter):
    chapter = typesetter.pdf(chapter_data(cookbook, "asiakkaat", FI, DATE, SITE))
    folded = impose(chapter)
    assert [bool(PAGE_TREE.match(pdf)) for pdf in (chapter, folded)] == [True, False]
    assert [pages(pdf) for pdf in (chapter, folded)] == [len(reader(pdf).pages) for pdf in (chapter, folded)]


@pytest.mark.parametrize("words", catalogues().values(), ids=list(catalogues()))
def test_a_menu_goes_on_one_sheet(cookbook, typesetter, words):
    for name in cookbook.menus:
        assert len(reader(typesetter.pdf(menu_data(cookbook, name, words, DATE, SITE))).pages) <= 2, name


def test_no_letter_of_a_closely_set_handouts_text_is_smaller_than_nine_points(cookbook, typesetter):
    data = entry_data(cookbook, "polku-hanke", FI, DATE, SITE)
    section = data["chapters"][0]["entries"][0]["sections"][1]["content"]
    words = squeezed(next(node for node in section if node["kind"] == "paragraph")["content"][0])
    sizes = set()

    def visit(text, matrix, text_matrix, font, size):
        # Words that may be cut are pieces of their own.
        if len(squeezed(text)) > 12 and squeezed(text) in words:
            sizes.add(round(abs(size * text_matrix[3]), 1))

    for page in reader(typesetter.pdf(data)).pages:
        page.extract_text(visitor_text=visit)
    assert sizes == {9.0}


def test_a_contact_page_is_printed_with_the_source(typesetter, tmp_path):
    project = Project(tmp_path)
    project.recipe("\nreviewed:", "\ncontact: https://www.salo.fi/tyo/\nreviewed:")
    book = check_project(project.root).cookbook
    aloud = read_aloud(reader(typesetter.pdf(entry_data(book, "ryhma", FI, DATE, SITE))))
    assert squeezed("Organisaation yhteystiedot: https://www.salo.fi/tyo/") in squeezed(aloud)


def test_a_box_that_goes_on_overleaf_says_so(cookbook, typesetter):
    for words in (FI, EN):
        data = entry_data(cookbook, "keko", words, DATE, SITE)
        data["chapters"][0]["entries"][0]["cautions"] *= 3
        pages = [squeezed(page.extract_text()) for page in reader(typesetter.pdf(data)).pages]
        again = squeezed(f"{words('entry.cautions')} ({words('book.continued')})")
        begun = next(number for number, page in enumerate(pages) if squeezed(words("entry.cautions")) in page)
        assert [number for number, page in enumerate(pages) if again in page][:1] == [begun + 1]

"""The form for sharing a practice, in a real browser: filled in, checked, kept, opened, saved."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.files import CONTENT
from generator.load import read_document
from generator.model import SourceFile, TranslationFile
from generator.report import message
from generator.site.form import GROUPS, fields, help_of, label_of, rule_of
from tests.audits import assert_fine, by_scheme, by_width, settled, window
from tests.samples import ROOT
from tests.test_form_rules import hinted, open_text, said

ENTRIES = sorted([*ROOT.glob("recipes/*.md"), *ROOT.glob("practices/*.md")])


def read(file: Path) -> str:
    return file.read_bytes().decode()


def content(page: Page) -> str:
    """The file as the form would save it."""
    return page.locator("#file-content").text_content()


def download(page: Page) -> tuple[str, str]:
    """Save; return the name and the text of the file."""
    with page.expect_download() as caught:
        page.locator("#download").click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes().decode()


def problems_with(root: Path, path: str, text: str) -> list[str]:
    """What the command line says of a file among the real content."""
    for folder in CONTENT:
        shutil.copytree(ROOT / folder, root / folder, dirs_exist_ok=True)
    (root / path).write_bytes(text.encode())
    return [f"{problem.line}: {problem.code}" for problem in check_project(root).problems if problem.path == path]


# What the page is made from.


def test_the_form_asks_for_every_field_of_the_model() -> None:
    asked = [name for names in GROUPS.values() for name in names]
    assert sorted(asked) == sorted(fields()) and set(SourceFile.model_fields) | {"id"} == set(asked)
    assert set(TranslationFile.model_fields) - set(asked) == {"translation_of", "digests"}


@pytest.mark.parametrize("words", list(catalogues().values()), ids=lambda words: words.code)
def test_every_field_has_a_name_and_every_word_a_field(words: Catalogue) -> None:
    names = []
    for name, rule in fields().items():
        inner = rule.get("fields") or rule.get("item", {}).get("fields") or []
        names += [*([name] if name != "sections" else []), *(f"{name}.{part['name']}" for part in inner)]
    assert all(label_of(words, name) for name in names)
    for key in words.words:
        if match := re.fullmatch(r"form\.(?:label|help)\.(.+)", key):
            assert match[1] in names, key
    assert help_of(words, "title") and help_of(words, "time.no-such") == ""


def test_a_type_that_the_form_cannot_ask_for_is_no_silent_gap() -> None:
    with pytest.raises(TypeError):
        rule_of(dict[str, str])


# Filling it in.


def fill_by_pointer(page: Page) -> None:
    page.get_by_role("textbox", name="Otsikko").fill("Ähtäri & Salo: työpankki yritysten lyhyisiin töihin")
    page.get_by_role("textbox", name="Tiivistelmä").fill(
        "Kaupunki kokoaa lyhyet työt yhteen paikkaan # ja etsii: tekijät.")
    page.get_by_role("combobox", name="Luku (pakollinen)").select_option("yritykset")
    page.get_by_role("searchbox", name="Etsi paikkaa").fill("salo")
    page.get_by_role("checkbox", name="Salo", exact=True).check()
    page.get_by_role("searchbox", name="Etsi avainsanaa").fill("nuoret")
    page.get_by_role("checkbox", name="Nuoret ja valmistuvat").check()
    page.get_by_role("textbox", name="Hyöty 1").fill("Yritys saa apua nopeasti.")
    page.get_by_role("button", name="Lisää hyöty").click()
    page.get_by_role("textbox", name="Hyöty 2").fill("Asiakas saa ensimmäisen työkokemuksen.")
    page.get_by_role("button", name="Siirrä ylös: Hyöty 2").click()
    page.get_by_role("button", name="Lisää hyöty").click()
    page.get_by_role("textbox", name="Hyöty 3").fill("Turha.")
    page.get_by_role("button", name="Poista: Hyöty 3").click()
    page.get_by_role("textbox", name="Huomioitava asia 1").fill("Sovi ensin, kuka maksaa palkan.")
    page.get_by_role("textbox", name="Näin se toimii").fill(
        "Yritys ilmoittaa työn.\n\n- Kaupunki etsii **tekijän**.\n- Tekijä aloittaa.")
    page.get_by_role("textbox", name="Kenelle").fill("Nuorille, joilla ei ole työkokemusta.")
    page.get_by_role("textbox", name="Alkoi").fill("2024-03")
    page.get_by_role("textbox", name="Ryhmän koko").fill("15–20")
    page.get_by_role("combobox", name="Mihin tieto perustuu").select_option("measured")
    page.get_by_role("button", name="Lisää tulos").click()
    page.get_by_role("textbox", name="Luku (pakollinen)").last.fill("~60 %")
    page.get_by_role("textbox", name="Mitä luku mittaa").fill("osallistujista sai työtä")
    page.get_by_role("textbox", name="Nimi", exact=True).fill("Salon työpankki")
    page.get_by_role("textbox", name="Julkaisija tai organisaatio").fill("Salon kaupunki")


def test_a_whole_recipe_by_pointer(form: Page, tmp_path: Path) -> None:
    fill_by_pointer(form)
    settled(form)
    expect(form.locator("#progress")).to_contain_text("16/16")
    expect(form.locator("#preview h1")).to_have_text("Ähtäri & Salo: työpankki yritysten lyhyisiin töihin")
    expect(form.locator("#preview .benefits li").first).to_have_text("Asiakas saa ensimmäisen työkokemuksen.")
    name, text = download(form)
    assert name == "ahtari-salo-tyopankki-yritysten-lyhyisiin-toihin.fi.md" and text == content(form)
    assert problems_with(tmp_path, f"recipes/{name}", text) == []
    data = read_document(tmp_path / "recipes" / name, name)[0].data
    assert "results:\n  - figure: ~60 %\n    measures: >-\n      osallistujista sai työtä\n" in text
    assert data["ref"] == "R31" and data["benefits"][0].startswith("Asiakas") and len(data["benefits"]) == 2
    assert data["summary"] == "Kaupunki kokoaa lyhyet työt yhteen paikkaan # ja etsii: tekijät."
    expect(form.get_by_text(f"Tiedosto {name} on ladattu")).not_to_have_count(0)


def test_a_whole_practice_by_keyboard_alone(page: Page, tmp_path: Path) -> None:
    """From the top of the page with Tab, Space, arrows and letters; in English."""
    page.goto("/en/share/")
    page.wait_for_selector("[data-ready]")
    focus = """() => { const on = document.activeElement; const box = on.closest("[data-label]");
        return [on.tagName, on.id || on.name || on.dataset.add !== undefined && "add" || on.textContent.trim(),
                on.value ?? "", on.type ?? ""].map(String); }"""
    typed = {
        "f-title": "A job bank", "f-summary": "Short jobs in one place.", "f-places-search": "salo",
        "f-tags-search": "young",
        "f-benefits-": "Companies get help fast.", "f-cautions-": "Agree first on who pays.",
        "f-sections-how": "The company tells of a job.", "f-source-title": "Job bank",
        "f-source-publisher": "Town of Salo",
    }
    chosen = {"f-chapter": "4", "f-evidence": "P"}
    for _ in range(250):
        page.keyboard.press("Tab")
        tag, name, value, kind = page.evaluate(focus)
        if kind == "radio" and value == "recipes":
            page.keyboard.press("ArrowDown")
        elif name == "download":
            break
        elif name in chosen:
            page.keyboard.type(chosen[name])
        elif key := next((key for key in typed if name == key or (key.endswith("-") and name.startswith(key))), None):
            page.keyboard.type(typed[key])
            if kind == "search":
                page.keyboard.press("Enter" if key == "f-places-search" else "Tab")
                if key == "f-tags-search":
                    page.keyboard.press("Space")
    else:
        pytest.fail("the keyboard does not reach the end of the form")
    settled(page)
    with page.expect_download(timeout=5000) as caught:
        page.keyboard.press("Enter")
    text = Path(caught.value.path()).read_bytes().decode()
    assert caught.value.suggested_filename == "a-job-bank.en.md"
    assert "\nref: P19\n" in text and "\nplaces: [salo]\n" in text
    assert problems_with(tmp_path, "practices/a-job-bank.en.md", text) == []


def test_mistakes_are_told_beside_the_field_once_it_is_left_and_listed_when_asked(form: Page) -> None:
    size = form.get_by_role("textbox", name="Ryhmän koko")
    size.press_sequentially("mon")
    settled(form)
    expect(size).not_to_have_attribute("aria-invalid", "true")
    size.press_sequentially("ta")
    size.press("Tab")
    expect(size).to_have_attribute("aria-invalid", "true")
    (error,) = (form.locator(f"#{id_}") for id_ in size.get_attribute("aria-describedby").split()
                if id_.endswith("-error"))
    expect(error).to_contain_text("Kentän Ryhmän koko arvo monta ei ole lukutieto.")
    expect(form.locator("#problems")).to_be_hidden()
    form.get_by_role("button", name="Tarkista").click()
    expect(form.locator("#problems")).to_be_focused()
    assert "missing-field" in said(form) and "bad-figure" in said(form)
    form.locator("#problems").get_by_role("link", name="Ryhmän koko").click()
    expect(size).to_be_focused()
    size.fill("15–20")
    size.press("Tab")
    expect(size).not_to_have_attribute("aria-invalid", "true")
    assert "bad-figure" not in said(form)


def test_a_hint_is_told_live_and_keeps_nobody_from_saving(form: Page) -> None:
    fill_by_pointer(form)
    beside = form.locator("[data-part=how] > .field-note")
    how = form.get_by_role("textbox", name="Näin se toimii")
    how.fill("Asiakas Matti sai työtä. " + " ".join(["Sana", *["sana"] * 40]) + ".")
    how.blur()
    expect(beside).to_have_text(re.compile(
        r"^Huomautus: Teksti näyttää kertovan yhdestä ihmisestä, joka voidaan tunnistaa: Asiakas Matti .*"
        r"Huomautus: Virkkeessä on 41 sanaa\. Se alkaa: Sana sana sana sana …"))
    expect(form.locator("[data-part=how] > .field-error")).to_be_hidden()
    assert how.get_attribute("aria-invalid") is None and "f-sections-how-note" in how.get_attribute("aria-describedby")
    name, _ = download(form)
    expect(form.locator("#form-status")).to_contain_text(name)
    expect(form.locator("#hints h3")).to_have_text("2 huomautusta, jotka eivät estä tallentamista")
    assert (said(form), hinted(form)) == ([], ["long-sentence", "recognisable-person"])
    how.fill("Asiakas sai työtä.")
    expect(form.locator("#hints")).to_be_hidden()
    expect(beside).to_be_hidden()


def test_the_other_side_is_named_as_the_form_names_it(form: Page) -> None:
    form.get_by_role("textbox", name="Hyöty 1").fill("Ryhmä tukee jäseniään monella tavalla. " * 5)
    form.get_by_role("textbox", name="Huomioitava asia 1").fill("Sovi ensin vastuista.")
    form.get_by_role("textbox", name="Otsikko").focus()
    expect(form.locator("[data-field=cautions] > .field-note")).to_have_text(
        re.compile("Kohdassa Hyödyt on tekstiä yli 6 kertaa niin paljon kuin kohdassa Huomioi"))


ENGLISH = ["Our client Maria found a job.", "A 45-year-old man with depression found work.", "It was run by XYZK.",
           "It was run by XYZK, which stands for a xylophone club.", "Start " + "word " * 60 + "now."]


def test_hints_in_english_are_those_of_the_command_line_word_for_word(page: Page, tmp_path: Path) -> None:
    text = read(ROOT / "recipes" / "hakonen.en.md")
    expected, shown = [], []
    for folder in CONTENT:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    page.goto("/en/share/")
    page.wait_for_selector("[data-ready]")
    for sentence in ENGLISH:
        changed = text.rstrip("\n") + f"\n\n{sentence}\n"
        (tmp_path / "recipes" / "hakonen.en.md").write_text(changed, "utf-8", newline="")
        found = [problem for problem in check_project(tmp_path).problems if problem.path == "recipes/hakonen.en.md"]
        expected.append([f"{problem.code}: {message(problem, catalogues()['en'])}" for problem in found])
        assert open_text(page, "hakonen.en.md", changed) == "" and said(page) == []
        shown.append(page.evaluate("""() => [...document.querySelectorAll("#hints a")].map(link =>
            `${link.dataset.code}: ${link.textContent.slice(link.textContent.indexOf(": ") + 2)}`)"""))
    assert [len(each) for each in expected] == [1, 1, 1, 0, 1]
    assert shown == expected


def test_a_pattern_may_ask_for_a_check_character(form: Page) -> None:
    checked = form.evaluate("""async () => {
        const { hasCheckCharacter } = await import("/assets/javascripts/form-check.js");
        const alphabet = "0123456789ABCDEFHJKLMNPRSTUVWXY";
        return ["131052-308T", "131052-308t", "131052-308U"].map(code => hasCheckCharacter(code, alphabet));
    }""")
    assert checked == [True, True, False]


# The draft.


def test_a_draft_survives_and_can_be_deleted(form: Page) -> None:
    form.get_by_role("textbox", name="Otsikko").fill("Kesken jäänyt")
    form.get_by_role("textbox", name="Hyöty 1").fill("Yksi")
    form.get_by_role("button", name="Lisää hyöty").click()
    form.get_by_role("textbox", name="Hyöty 2").fill("Kaksi")
    form.get_by_role("searchbox", name="Etsi paikkaa").fill("salo")
    form.get_by_role("checkbox", name="Salo", exact=True).check()
    expect(form.locator("#draft-state")).to_contain_text("tallessa tässä selaimessa")
    settled(form)
    before = content(form)
    form.reload()
    form.wait_for_selector("[data-ready]")
    expect(form.locator("#draft-state")).to_contain_text("Jatkat luonnosta")
    expect(form.get_by_role("textbox", name="Hyöty 2")).to_have_value("Kaksi")
    assert content(form) == before and "kesken-jaanyt" in form.locator("#file-name").text_content()
    form.get_by_role("textbox", name="Otsikko").fill("Kesken jäänyt yhä")
    settled(form)
    assert "kesken-jaanyt-yha" in form.locator("#file-name").text_content()
    form.get_by_role("button", name="Poista luonnos").click()
    expect(form.get_by_role("textbox", name="Otsikko")).to_have_value("")
    assert form.evaluate("Object.keys(localStorage)") == []
    form.reload()
    expect(form.get_by_role("textbox", name="Otsikko")).to_have_value("")


def test_what_was_typed_last_is_kept_when_the_page_is_left_at_once(form: Page) -> None:
    form.get_by_role("textbox", name="Otsikko").press_sequentially("Heti")
    form.reload()
    form.wait_for_selector("[data-ready]")
    expect(form.get_by_role("textbox", name="Otsikko")).to_have_value("Heti")
    assert form.locator("#file-name").text_content() == "heti.fi.md"


def test_what_was_typed_last_is_kept_when_the_page_is_put_away(form: Page) -> None:
    """In the same moment: a telephone may end a page that is put away and tell nobody."""
    form.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")
    kept = form.get_by_role("textbox", name="Otsikko").evaluate("""field => {
        field.value = "Heti";
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        document.dispatchEvent(new Event("visibilitychange"));
        return JSON.parse(localStorage.getItem("form-draft"))?.values.title;
    }""")
    assert kept == "Heti"


def test_a_field_that_is_left_with_tab_or_by_a_click_elsewhere_is_kept(form: Page) -> None:
    form.get_by_role("textbox", name="Otsikko").press_sequentially("Työpankki")
    form.keyboard.press("Tab")
    form.get_by_role("textbox", name="Kenelle").press_sequentially("Nuorille")
    form.locator("h1").first.click()
    expect(form.locator("#draft-state")).to_contain_text("tallessa tässä selaimessa")
    kept = form.evaluate("JSON.parse(localStorage.getItem('form-draft')).values")
    assert (kept["title"], kept["audience"]) == ("Työpankki", "Nuorille")


def test_a_draft_of_an_opened_file_goes_on_as_that_file(form: Page) -> None:
    form.goto("/jaa/?from=recipes/hakonen.fi.md")
    form.wait_for_selector("[data-ready]")
    form.get_by_role("textbox", name="Kuka tekee").fill("Kaksi ohjaajaa.")
    settled(form)
    changed = content(form)
    form.reload()
    form.wait_for_selector("[data-ready]")
    assert content(form) == changed
    form.goto("/jaa/?from=recipes/avoimille.fi.md")
    form.wait_for_selector("[data-ready]")
    expect(form.locator("#draft-state")).to_contain_text("toinen, keskeneräinen luonnos")
    form.get_by_role("button", name="Jatka luonnosta").click()
    assert content(form) == changed


def test_a_draft_that_changes_in_another_tab_is_told(form: Page) -> None:
    form.get_by_role("textbox", name="Otsikko").fill("Työpankki")
    expect(form.locator("#draft-state")).to_contain_text("tallessa tässä selaimessa")
    other = form.context.new_page()
    other.goto("/jaa/")
    other.wait_for_selector("[data-ready]")
    other.get_by_role("textbox", name="Otsikko").fill("Työpankki tänään")
    expect(form.locator("#draft-state")).to_contain_text("muutettiin toisessa välilehdessä")


def test_without_storage_everything_else_works(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    forbidden = "{ get() { throw new Error('forbidden'); } }"
    context.add_init_script(f"Object.defineProperty(window, 'localStorage', {forbidden})")
    page = context.new_page()
    page.goto("/jaa/")
    page.wait_for_selector("[data-ready]")
    page.get_by_role("textbox", name="Otsikko").fill("Työpankki")
    expect(page.locator("#draft-state")).to_contain_text("Selain ei anna tallentaa luonnosta")
    assert "title: Työpankki" in content(page)
    context.close()


def test_nonsense_in_the_storage_is_no_draft(page: Page) -> None:
    page.goto("/jaa/")
    for nonsense in ("{", "[]", '{"version": 1}', '{"version": 1, "values": {"title": 3}, "name": "x"}'):
        page.evaluate("text => localStorage.setItem('form-draft', text)", nonsense)
        page.reload()
        page.wait_for_selector("[data-ready]")
        expect(page.get_by_role("textbox", name="Otsikko")).to_have_value("")


@pytest.mark.parametrize("values", [
    {"benefits": ["a"] * 15000}, {"tags": ["a"] * 15000}, {"source": {"authors": ["a"] * 15000}},
])
def test_a_draft_with_an_endless_list_is_left_and_said(form: Page, values: dict[str, object]) -> None:
    form.get_by_role("textbox", name="Otsikko").fill("Työpankki")
    settled(form)
    kept = form.evaluate("""values => {
        const draft = JSON.parse(localStorage.getItem("form-draft"));
        localStorage.setItem("form-draft", JSON.stringify({ ...draft, values: { ...draft.values, ...values } }));
        return localStorage.getItem("form-draft");
    }""", values)
    form.reload()
    form.wait_for_selector("[data-ready]")
    expect(form.locator("#draft-state")).to_contain_text("liian pitkä luettelo")
    expect(form.locator("#draft-delete")).to_be_visible()
    assert form.evaluate("localStorage.getItem('form-draft')") == kept
    expect(form.get_by_role("textbox", name="Otsikko")).to_have_value("")


# Files.


@pytest.mark.parametrize(("old", "new", "why"), [
    ("benefits:\n", "benefits:\n" + "  - a\n" * 15000, "Yläraja on 60"),
    ("summary:", f"context: {'[' * 4001}\nsummary:", "yli 4000 merkkiä"),
])
def test_a_file_that_would_stop_the_page_is_not_opened(form: Page, old: str, new: str, why: str) -> None:
    text = read(ROOT / "recipes/avoimille.fi.md")
    assert text.count(old) == 1
    assert why in open_text(form, "avoimille.fi.md", text.replace(old, new))


@pytest.mark.parametrize("id_", ["r31", "p1", "con", "lpt1"])
def test_a_reserved_id_is_refused(form: Page, id_: str) -> None:
    field = form.locator("[data-field=id] input")
    field.fill(id_)
    assert "bad-id" in said(form)
    field.fill(f"{id_}-a")
    assert "bad-id" not in said(form)


def test_every_file_opens_and_comes_out_the_same(form: Page) -> None:
    for file in ENTRIES:
        assert open_text(form, file.name, file.read_bytes()) == ""
        assert content(form) == read(file), file
        assert (said(form), hinted(form)) == ([], []), file
    name, text = download(form)
    assert (name, text) == (ENTRIES[-1].name, read(ENTRIES[-1]))


@pytest.mark.parametrize("wild", ["crlf", "bom", "both", "no end", "cr"])
def test_line_ends_and_marks_stay(form: Page, wild: str) -> None:
    text = read(ROOT / "recipes" / "hakonen.fi.md")
    text = {"crlf": text.replace("\n", "\r\n"), "bom": f"\ufeff{text}", "both": "\ufeff" + text.replace("\n", "\r\n"),
            "no end": text.rstrip("\n"), "cr": text.replace("\n", "\r")}[wild]
    assert open_text(form, "hakonen.fi.md", text) == ""
    assert content(form) == text
    form.get_by_role("textbox", name="Kuka tekee").fill("Kaksi ohjaajaa.")
    form.get_by_role("textbox", name="Näin sovellat").fill("Aloita pienestä.")
    settled(form)
    end = "\r\n" if wild in ("crlf", "both") else "\r" if wild == "cr" else "\n"
    changed = content(form)
    assert f"{end}who: Kaksi ohjaajaa.{end}time: >-{end}" in changed
    assert changed.endswith(f"{end}{end}## Näin sovellat{end}{end}Aloita pienestä.{end}")
    assert set(re.findall(r"\r\n|\r|\n", changed)) == {end}


def test_a_file_with_decomposed_letters_is_judged_as_any_other_and_keeps_them(form: Page) -> None:
    """As some programs on macOS save it."""
    for file in ENTRIES:
        text = unicodedata.normalize("NFD", read(file))
        assert open_text(form, file.name, text) == "", file
        assert content(form).encode() == text.encode()
        assert (said(form), hinted(form)) == ([], []), file
    text = unicodedata.normalize("NFD", read(ROOT / "practices" / "keko.fi.md"))
    assert text.count("\n## La\u0308hto\u0308kohta\n") == 1
    open_text(form, "keko.fi.md", text)
    form.get_by_role("textbox", name="Lähtökohta").fill("Näin alkoi.")
    settled(form)
    start, end = text.index("\n## La\u0308hto\u0308kohta\n"), text.index("\n## Na\u0308in se toimii\n")
    assert content(form) == f"{text[:start]}\n## La\u0308hto\u0308kohta\n\nNäin alkoi.\n{text[end:]}"


def test_only_what_is_changed_is_written_anew(form: Page) -> None:
    text = read(ROOT / "recipes" / "hakonen.fi.md")
    text = text.replace("chapter: asiakkaat\n", "# luvun perään\nchapter: 'asiakkaat'\n\n# paikat\n")
    text = text.replace("places: [hamina, kotka]", "places: [ hamina,\n  kotka ]")
    text = text.replace("benefits:\n", "benefits:\n  # tärkein ensin\n")
    assert open_text(form, "hakonen.fi.md", text) == ""
    assert content(form) == text
    form.get_by_role("textbox", name="Hyöty 2").fill("Ohjaaja näkee enemmän.")
    form.get_by_role("textbox", name="Rahoituksen määrä").fill("20000 €")
    form.get_by_role("textbox", name="Lähtökohta").fill("Uusi alku.")
    settled(form)
    changed = content(form)
    before, after = text.split("\n"), changed.split("\n")
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")][: 7]
    assert "  # tärkein ensin\nbenefits:\n  - >-\n    Ryhmä on kustannustehokas" in changed
    assert "  - >-\n    Ohjaaja näkee enemmän.\n" in changed
    assert "group_size: ~10\nfunding: 20000 €\nevidence:" in changed
    assert "\n## Lähtökohta\n\nUusi alku.\n\n## Näin se toimii\n" in changed
    # All the rest is as it was.
    new = r"(?s)  # tärkein ensin\nbenefits:.*?\ncautions:|funding: .*?\n|## Lähtökohta.*?## Näin"
    kept = re.sub(new, "", changed)
    assert kept == re.sub(r"(?s)benefits:.*?\ncautions:|## Lähtökohta.*?## Näin", "", text)
    assert said(form) == []


def test_a_translation_opens_with_its_texts_only_and_keeps_its_digests(form: Page) -> None:
    text = read(ROOT / "recipes" / "hakonen.en.md")
    assert open_text(form, "hakonen.en.md", text) == ""
    expect(form.locator('[data-field="places"]')).to_be_hidden()
    expect(form.locator('[data-part="figure"]').first).to_be_hidden()
    form.get_by_role("textbox", name="Otsikko").fill("Hakonen")
    settled(form)
    assert content(form) == re.sub(r"title: >-\n.*\n", "title: Hakonen\n", text)
    assert said(form) == []


def test_suggest_a_change_leads_to_the_form_with_the_entry_in_it(page: Page) -> None:
    page.goto("/en/recipes/hakonen/")
    page.get_by_role("link", name="Suggest a change").click()
    page.wait_for_selector("[data-ready]")
    assert content(page) == read(ROOT / "recipes" / "hakonen.en.md")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Muistio.md", "---\ntitle: a\n---\n", "Nimi ei ole muotoa"),
        ("x.sv.md", "---\ntitle: a\n---\n", "Nimi ei ole muotoa"),
        ("x.fi.md", "title: a\n", "Kenttien lohko puuttuu"),
        ("x.fi.md", "---\ntitle: a\n", "Kenttien lohko puuttuu"),
        ("x.fi.md", "", "Kenttien lohko puuttuu"),
        ("x.fi.md", b"---\ntitle: \xe4\n---\n", "UTF-8"),
        ("x.fi.md", "---\ntitle: a: b\n---\n", "Rivillä 2 on kaksoispiste"),
        ("x.fi.md", "---\nref: R01\ntitle: &a b\n---\n", "ei ymmärrä riviä 3"),
        ("x.fi.md", "---\ntitle: a\ntitle: b\n---\n", "Rivillä 3 on kenttä, joka on tiedostossa jo"),
        ("x.fi.md", "---\ntittle: a\n---\n", "kenttä tittle, jota ei tunneta"),
        ("x.fi.md", "---\ntitle: [a]\n---\n", "kentässä title on muuta"),
        ("x.fi.md", "---\nsource:\n  isbn: a\n---\n", "kentässä source on muuta"),
        ("x.fi.md", "---\ntitle: a\n---\nAlku\n", "Rivillä 4 on tekstiä ennen"),
        ("x.fi.md", "---\ntitle: a\n---\n\n## Muuta\n", "otsikko, jota ei tunneta: Muuta"),
        ("x.fi.md", "---\ntitle: a\u202eb\n---\n", "ei ymmärrä riviä 2"),
        ("x.fi.md", "---\ntitle: a\n---\n" + "x" * 300_000, "liian suuri"),
    ],
)
def test_what_is_not_understood_is_refused_whole(form: Page, name: str, text: str | bytes, told: str) -> None:
    form.get_by_role("textbox", name="Otsikko").fill("Oma")
    settled(form)
    before = content(form)
    error = open_text(form, name, text)
    assert told in error and "ei voitu avata" in error
    assert content(form) == before
    expect(form.get_by_role("textbox", name="Otsikko")).to_have_value("Oma")


@pytest.mark.parametrize(
    "path", ["recipes/nonesuch.fi.md", "../../etc/passwd", "https://example.org/x.fi.md", "recipes/../x.fi.md"]
)
def test_an_address_that_names_no_file_says_so(browser: Browser, server: str, path: str) -> None:
    context = browser.new_context(base_url=server)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/jaa/?from={path}")
    page.wait_for_selector("[data-ready]")
    expect(page.locator("#open-error")).to_contain_text("ei voitu avata")
    assert all(url.startswith(server) for url in asked)
    context.close()


# Where the file goes.


def configured(page: Page, **settings: str) -> None:
    """Go to the form as it is where the repository's host is configured."""
    def answer(route: Route) -> None:
        body = route.fetch().text()
        for name, value in settings.items():
            body = body.replace(f"&#34;{name}&#34;:&#34;&#34;", f"&#34;{name}&#34;:&#34;{value}&#34;")
        route.fulfill(body=body, content_type="text/html")

    page.route("**/jaa/", answer)
    page.goto("/jaa/")
    page.wait_for_selector("[data-ready]")
    page.evaluate("window.open = address => { window.opened = address; }")


def test_the_hosts_page_for_a_new_file_is_filled_in(page: Page) -> None:
    configured(page, newFileUrl="https://example.org/new/main?filename={path}&amp;value={content}")
    fill_by_pointer(page)
    page.locator("#host").click()
    address = urlsplit(page.evaluate("window.opened"))
    query = parse_qs(address.query, keep_blank_values=True)
    assert query == {"filename": ["recipes/ahtari-salo-tyopankki-yritysten-lyhyisiin-toihin.fi.md"],
        "value": [content(page)]}
    expect(page.locator("#next")).to_contain_text("uuteen välilehteen")


def test_the_hosts_page_for_editing_gets_the_whole_text_in_place_of_the_old(page: Page) -> None:
    configured(page, editUrl="https://example.org/edit/main/{path}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_text(page, "hakonen.fi.md", (ROOT / "recipes" / "hakonen.fi.md").read_bytes())
    page.get_by_role("textbox", name="Kuka tekee").fill("Kaksi ohjaajaa.")
    page.locator("#host").click()
    expect(page.locator("#next")).to_contain_text("tiedoston recipes/hakonen.fi.md muokkaussivu avautui")
    expect(page.locator("#next")).not_to_contain_text("uuteen tiedostoon")
    assert page.evaluate("window.opened") == "https://example.org/edit/main/recipes/hakonen.fi.md"
    assert page.evaluate("navigator.clipboard.readText()") == content(page)
    page.locator("#copy").click()
    expect(page.locator("#next")).to_contain_text("Korvaa sillä tietovaraston tiedoston recipes/hakonen.fi.md")


def test_a_text_too_long_for_an_address_is_downloaded(page: Page) -> None:
    configured(page, newFileUrl="https://example.org/new/main?filename={path}&amp;value={content}")
    fill_by_pointer(page)
    page.get_by_role("textbox", name="Vaiheet").fill("Ensin pitkä selitys siitä, miten tämä tehdään.\n" * 120)
    with page.expect_download() as caught:
        page.locator("#host").click()
    assert Path(caught.value.path()).read_bytes().decode() == content(page)
    expect(page.locator("#next")).to_contain_text("liian pitkä siirrettäväksi osoitteessa")
    assert page.evaluate("window.opened") is None


def test_copying_gives_the_text_or_selects_it(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/jaa/?from=recipes/hakonen.fi.md")
    page.wait_for_selector("[data-ready]")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy").click()
    expect(page.locator("#next")).to_contain_text("Teksti on kopioitu")
    assert page.evaluate("navigator.clipboard.readText()") == read(ROOT / "recipes" / "hakonen.fi.md")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden')); }")
    page.locator("#copy").click()
    expect(page.locator("#next")).to_contain_text("Selain ei anna kopioida")
    assert "Hakonen" in page.evaluate("getSelection().toString()")
    context.close()


# The preview.

SHOWN = """root => {
    const text = element => element ? element.textContent.replace(/\\s+/g, "") : "";
    const parts = ["h1", ".lead", ".kicker", ".breadcrumb", ".benefits", ".cautions", ".context", ".glance",
        ".figures", ".prose",
                   ".origin", ".entry-tags"];
    const shape = [...root.querySelectorAll(".pros-cons, .box, .glance dt, .figures > div, .prose > *")]
        .map(element => element.tagName + "." + element.className);
    return [Object.fromEntries(parts.map(part => [part, text(root.querySelector(part))])), shape];
}"""


@pytest.mark.parametrize("language", list(catalogues()))
def test_the_preview_shows_what_the_page_will_show(page: Page, cookbook: Cookbook, language: str) -> None:
    words = catalogues()[language]
    page.goto(f"/{words.prefix}{words.paths['share']}/")
    page.wait_for_selector("[data-ready]")
    for entry in cookbook.entries.values():
        path = entry.paths[entry.source_language]
        open_text(page, Path(path).name, (ROOT / path).read_bytes())
        shown, shape = page.evaluate(f"({SHOWN})(document.querySelector('#preview article'))")
        address = f"/{words.prefix}{words.paths[entry.kind.value]}/{entry.id}/"
        there, real = page.evaluate(f"""async address => {{
            const html = await (await fetch(address)).text();
            return ({SHOWN})(new DOMParser().parseFromString(html, "text/html").querySelector("article"));
        }}""", address)
        if language != entry.source_language:
            # The page shows the translation; facts and figures are what both have.
            parts = (".kicker", ".breadcrumb", ".entry-tags")
            shown, there, shape, real = {p: shown[p] for p in parts}, {p: there[p] for p in parts}, [], []
        assert (shown, shape) == (there, real), entry.id


HOSTILE = [
    "<img src=x onerror=window.hit=1>", "<script>window.hit=1</script>", "[x](javascript:window.hit=1)",
    "{{ 7*7 }} {% raw %}",
    "\"><svg onload=window.hit=1>", "--- # : ' \" & < > | >- [a] {b}", "a\u00a0b \u200d 🦄 ä", "***", "`", "[[[",
    "- - -", "\\",
    "&lt;b&gt; &#60;", "#otsikko", "%25 \\n \\u0041", "'", "!!python/object:x", "x: y", "? x", "@a", "~", "null",
    "0x1F", "1_000",
]


def test_hostile_text_is_shown_as_text_and_comes_out_as_it_went_in(form: Page, tmp_path: Path) -> None:
    """In every field that takes text; white space at the ends and line ends within a line do not count."""
    controls = form.locator("#share-form").locator("[data-field] :is(textarea, input[type=text]):not([data-search])")
    for name in ("results", "adoptions", "source.authors"):
        scope = form.locator('[data-part="authors"]' if "." in name else f'[data-field="{name}"]')
        scope.locator(":scope > [data-add]").click()
    assert controls.count() > 30
    for number, evil in enumerate(HOSTILE):
        read_back = form.evaluate("""([evil, id]) => {
            for (const control of document.querySelectorAll("[data-field] :is(textarea, input[type=text])")) {
                control.value = control.closest('[data-field="id"]') ? id : evil;
            }
            document.getElementById("check").click();
            return [document.getElementById("file-content").textContent, document.getElementById("preview").textContent,
                    document.querySelectorAll("#preview :is(img, script, svg:not(.icon), [onload], [onerror])").length,
                    document.querySelectorAll("#preview a[href]:not([href^=http])").length];
        }""", [evil, f"zz-{number}"])
        text, shown, elements, links = read_back
        assert elements == links == 0
        file = tmp_path / f"zz-{number}.fi.md"
        file.write_bytes(text.encode())
        document, problems = read_document(file, file.name)
        assert not problems, (evil, problems)
        for value in (document.data["title"], document.data["who"], document.data["benefits"][0], document.data["ref"],
                      document.data["source"]["publisher"], document.data["source"]["authors"][0],
                      document.data["results"][0]["measures"], document.data["period"]["start"]):
            assert value == evil
        assert f"\n\n{evil}\n" in document.body
        if not re.search(r"[&`*\\\[#-]", evil):
            assert evil in shown
    assert form.evaluate("window.hit") is None


# For everybody.


@by_scheme
@by_width
@pytest.mark.parametrize("address", ["/jaa/", "/en/share/"])
def test_axe_finds_no_violation_empty_or_full(browser: Browser, server: str, address: str, width: int,
                                                    scheme: str) -> None:
    with window(browser, server, width, scheme) as page:
        for query in ("", "?from=recipes/hakonen.fi.md"):
            page.goto(address + query)
            page.wait_for_selector("[data-ready]")
            if query:
                page.locator('[data-field="group_size"] input').fill("monta")
                page.locator('[data-part="how"] textarea').fill("Asiakas Matti sai työtä, ja XYZK auttoi.")
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            page.locator("#check").click()
            assert_fine(page)
            small = page.evaluate("""() => [...document.querySelectorAll(".share :is(button, input, select, textarea)")]
                .map(each => [each.closest("label") ?? each, each.outerHTML])
                .filter(([each]) => each.offsetParent && each.getBoundingClientRect().height < 24)
                .map(([each, html]) => html.slice(0, 80))""")
            assert small == []


def test_without_scripts_the_page_names_the_other_way(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/jaa/")
    expect(page.get_by_text("Lomake tarvitsee JavaScriptin")).to_be_visible()
    expect(page.locator("#share-form")).to_be_hidden()
    context.close()

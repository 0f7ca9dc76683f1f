"""The page for telling in one's own words, in a real browser: answered, checked, kept, taken along."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from generator.catalogue import catalogues
from generator.site.tell import LONGEST, QUESTIONS, label_of
from tests.audits import assert_fine, by_scheme, by_width, settled, window
from tests.samples import ROOT

ANSWERS = {
    "name": "Ähtäri & Salo: työpankki", "where": "Salo, 2023–", "how": "Yritys kertoo työstä.\nPankki etsii tekijän: heti.",
    "benefits": "Yritys saa apua nopeasti.", "cautions": "Sovi, kuka maksaa palkan.", "evidence": "Kokemus.",
}


@pytest.fixture
def tell(page: Page) -> Page:
    """The page in Finnish, ready."""
    return opened(page)


def opened(page: Page) -> Page:
    page.goto("/kerro/")
    page.wait_for_selector("[data-ready]")
    return page


def answer(page: Page, **answers: str) -> None:
    for name, text in (ANSWERS | answers).items():
        page.locator(f"#tell-{name}").fill(text)


def with_host(page: Page, address: str) -> None:
    """Open the page as a site has it whose host takes answers at an address; tabs are only noted down."""
    def made(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, body=got.text().replace("&#34;tellUrl&#34;:&#34;&#34;",
                                                            f"&#34;tellUrl&#34;:&#34;{address}&#34;"))

    page.route("**/kerro/", made)
    opened(page)
    page.evaluate("window.open = address => { window.opened = address; }")


def test_the_issue_form_asks_the_same() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/1-practice.yml").read_text("utf-8"))
    asked = {field["id"]: field["attributes"]["label"] for field in form["body"] if field["type"] in ("input", "textarea")}
    assert asked == {name: " / ".join(label_of(words, name) for words in catalogues().values()) for name in QUESTIONS}


def test_the_answers_become_one_text(tell: Page) -> None:
    answer(tell)
    with tell.expect_download() as caught:
        tell.locator("#download").click()
    assert caught.value.suggested_filename == "kaytanto.txt"
    text = Path(caught.value.path()).read_bytes().decode()
    assert text.startswith("Mikä käytäntö on?\nÄhtäri & Salo: työpankki\n\nMissä ja milloin?\nSalo, 2023–\n\n")
    assert "\nPankki etsii tekijän: heti.\n\nHyödyt\nYritys saa apua nopeasti.\n\nHuomioi\n" in text
    assert text.endswith("voi tunnistaa ketään.\n") and "CC BY 4.0" in text
    expect(tell.locator("#next")).to_contain_text("Tiedosto kaytanto.txt on ladattu")


def test_what_is_missing_is_named_and_nothing_is_given(tell: Page) -> None:
    answer(tell, where=" ", cautions="")
    tell.locator("#copy").click()
    links = tell.locator("#problems a")
    expect(links).to_have_text(["Missä ja milloin? Tähän tarvitaan vastaus.", "Huomioi: Tähän tarvitaan vastaus."])
    expect(tell.locator("#problems")).to_be_focused()
    expect(tell.locator("#next")).to_be_hidden()
    links.first.click()
    expect(tell.locator("#tell-where")).to_be_focused()


@pytest.mark.parametrize(("text", "code"), [
    ("Soita 040 123 4567.", "contact-details"), ("Kirjoita: asiakas (at) salo.fi tai a@salo.fi", "contact-details"),
    ("Tunnus on 131052-308T.", "identity-code"), ("x" * (LONGEST + 1), "too-long"), ("a\u202eb", "control-character"),
])
def test_what_must_not_be_public_is_refused(tell: Page, text: str, code: str) -> None:
    answer(tell, evidence=text)
    tell.locator("#download").click()
    assert tell.locator("#problems a").evaluate_all("all => all.map(each => each.dataset.code)") == [code]
    expect(tell.locator("#tell-evidence")).to_have_attribute("aria-invalid", "true")
    expect(tell.locator("#next")).to_be_hidden()


def test_what_is_said_of_a_field_that_is_left_waits_while_a_button_is_pressed(tell: Page) -> None:
    answer(tell, evidence="Soita 040 123 4567.")
    tell.locator("#download").hover()
    tell.mouse.down()
    settled(tell)
    expect(tell.locator("#tell-evidence-error")).to_be_hidden()
    tell.mouse.up()
    expect(tell.locator("#problems a")).to_have_count(1)


def test_a_person_who_could_be_recognised_is_a_hint_that_stops_nothing(tell: Page) -> None:
    answer(tell, how="Asiakas Matti sai työtä.")
    with tell.expect_download():
        tell.locator("#download").click()
    expect(tell.locator("#hints")).to_contain_text("Matti")


def test_markup_stays_text(tell: Page) -> None:
    answer(tell, how="<img src=x onerror=alert(1)> {{ 1 }} </pre><script>alert(1)</script>")
    tell.locator("#file-text summary").click()
    expect(tell.locator("#file-content")).to_contain_text("</pre><script>alert(1)</script>")
    assert tell.locator("#tell img, #tell script").count() == 0


def test_the_hosts_page_is_filled_in(page: Page) -> None:
    with_host(page, "https://example.org/issues/new?name={name}&amp;how={how}&amp;text={text}")
    answer(page)
    page.locator("#host").click()
    query = parse_qs(urlsplit(page.evaluate("window.opened")).query)
    assert query["name"] == [ANSWERS["name"]] and query["how"] == [ANSWERS["how"]]
    assert query["text"] == [page.locator("#file-content").text_content()]
    expect(page.locator("#next")).to_contain_text("uuteen välilehteen")


def test_answers_too_long_for_an_address_are_downloaded(page: Page) -> None:
    with_host(page, "https://example.org/issues/new?text={text}")
    answer(page, how="Pitkä selitys. " * 600)
    with page.expect_download():
        page.locator("#host").click()
    assert page.evaluate("window.opened") is None
    expect(page.locator("#next")).to_contain_text("liian pitkä siirrettäväksi osoitteessa")


def test_without_a_host_there_is_no_way_to_it(tell: Page) -> None:
    expect(tell.locator("#host")).to_be_hidden()


def test_a_draft_is_kept_and_deleted(tell: Page) -> None:
    answer(tell)
    expect(tell.locator("#draft-state")).to_contain_text("Luonnos on tallessa")
    opened(tell)
    expect(tell.locator("#tell-how")).to_have_value(ANSWERS["how"])
    tell.locator("#draft-delete").click()
    expect(tell.locator("#tell-name")).to_be_focused()
    opened(tell)
    expect(tell.locator("#tell-how")).to_have_value("")


def test_what_was_typed_last_is_kept_when_the_page_is_left_at_once(tell: Page) -> None:
    tell.locator("#tell-how").press_sequentially("Heti")
    opened(tell)
    expect(tell.locator("#tell-how")).to_have_value("Heti")


def test_an_answer_that_is_left_with_tab_or_by_a_click_elsewhere_is_kept(tell: Page) -> None:
    tell.locator("#tell-name").press_sequentially("Työpankki")
    tell.keyboard.press("Tab")
    tell.locator("#tell-how").press_sequentially("Näin.")
    tell.locator("h1").click()
    expect(tell.locator("#draft-state")).to_contain_text("Luonnos on tallessa")
    kept = tell.evaluate("JSON.parse(localStorage.getItem('tell-draft')).values")
    assert kept == {"name": "Työpankki", "how": "Näin."}


def test_a_draft_that_is_deleted_does_not_come_back_as_the_page_is_left(tell: Page) -> None:
    tell.locator("#tell-how").press_sequentially("Pois")
    tell.locator("#draft-delete").evaluate("button => button.click()")
    opened(tell)
    assert tell.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("nonsense", ["{", "null", '{"version": 1}', '{"version": 1, "values": {"how": {}}, "saved": 7}'])
def test_a_draft_that_is_none_stops_nothing(tell: Page, nonsense: str) -> None:
    tell.evaluate("text => localStorage.setItem('tell-draft', text)", nonsense)
    opened(tell)
    expect(tell.locator("#tell-how")).to_have_value("")


@by_scheme
@by_width
@pytest.mark.parametrize("address", ["/kerro/", "/en/tell/"])
def test_axe_finds_no_violation_empty_or_answered(browser: Browser, server: str, address: str, width: int,
                                                  scheme: str) -> None:
    with window(browser, server, width, scheme) as page:
        page.goto(address)
        page.wait_for_selector("[data-ready]")
        for how in ("", "Asiakas Matti sai työtä. 040 123 4567"):
            page.locator("#tell-how").fill(how)
            page.locator("#copy").click()
            assert_fine(page)


def test_without_scripts_the_questions_are_there(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/kerro/")
    expect(page.get_by_text("Ilman JavaScriptiä")).to_be_visible()
    expect(page.locator("label")).to_contain_text(["Mihin tieto perustuu?"])
    expect(page.locator("#tell-actions")).to_be_hidden()
    context.close()


def test_the_form_and_the_front_page_lead_here(page: Page) -> None:
    for address in ("/jaa/", "/"):
        page.goto(address)
        page.locator("#content").get_by_role("link", name="omin sanoin").click()
        expect(page.locator("h1")).to_have_text("Kerro omin sanoin")

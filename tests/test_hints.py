"""Plain language and people's privacy: what is refused, what is hinted at, and what is left in peace."""

from __future__ import annotations

import itertools
import time

import pytest

from generator.check import check_project
from generator.load import MAX_BYTES
from generator.privacy import CONTROL, revealed
from generator.problems import MOST_TOLD, Problem, Severity
from tests.samples import Project


def problems_of(project: Project) -> list[Problem]:
    return list(check_project(project.root).problems)


def hints(project: Project) -> list[tuple[int, int, str]]:
    """The places and codes of all problems, which are to be warnings."""
    found = problems_of(project)
    assert all(problem.severity is Severity.WARNING for problem in found), found
    return [(problem.line, problem.column, problem.code) for problem in found]


def test_a_long_sentence_is_named_with_its_beginning(project: Project) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", f"Ryhmä tapaa. Sitten sanoja {'sana ' * 40}tulee.")
    (problem,) = problems_of(project)
    assert (problem.line, problem.column, problem.code) == (28, 14, "long-sentence")
    assert (problem.params["count"], problem.params["text"]) == ("43", "Sitten sanoja sana sana …")


def test_items_of_a_list_are_sentences_of_their_own(project: Project) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", "\n".join(f"- {'sana ' * 20}" for _ in range(5)))
    assert hints(project) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mukana oli XYZK.", [(28, 12, "unexplained-abbreviation")]),
        ("Mukana oli XYZK. XYZK jatkoi.", [(28, 12, "unexplained-abbreviation")]),
        ("Mukana oli Xylofonikerho (XYZK).", []),
        ("XYZK (xylofonikerho) oli mukana.", []),
        ("XYZK eli xylofonikerho oli mukana.", []),
        ("[XYZK](term:palkkatuki) oli mukana.", []),
        ("TE-toimisto, STEA, EU ja osa II.", []),
        ("[linkki](https://example.org/XYZK).", []),
    ],
)
def test_an_abbreviation_that_nothing_explains_is_named_once(project: Project, text: str,
                                                             expected: list[object]) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", text)
    assert hints(project) == expected


def test_a_text_full_of_abbreviations_keeps_nobody_waiting(project: Project) -> None:
    names = ["".join(letters) for letters in itertools.product("BCDFGHJ", repeat=5)]
    lines = [" ".join(names[start:start + 8]) for start in range(0, len(names), 8)]
    project.recipe("Ryhmä tapaa **joka viikko**.", "\n".join(lines))
    started = time.monotonic()
    assert len([code for *_, code in hints(project) if code == "unexplained-abbreviation"]) == MOST_TOLD
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("text", [f"### Otsikko {'sana ' * 10}\nAlku {'sana ' * 30}tulee.",
                                  f"Alku {'sana ' * 32}tulee."])
def test_a_heading_is_no_part_of_the_sentence_below_it(project: Project, text: str) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", text)
    assert hints(project) == []


def test_benefits_without_cautions_in_balance_are_pointed_out(project: Project) -> None:
    project.recipe("  - Ryhmä tukee jäseniään.",
                   "\n".join("  - Ryhmä tukee jäseniään monella tavalla." for _ in range(6)))
    (problem,) = problems_of(project)
    assert (problem.line, problem.code, problem.params["shorter"]) == (28, "out-of-balance", "cautions")
    assert problem.severity is Severity.WARNING


def identity_code(day: str, sign: str, number: str) -> str:
    """A code with the right control character."""
    return f"{day}{sign}{number}{CONTROL[int(day + number) % 31]}"


@pytest.mark.parametrize("sign", "+-–AYXWVUBCDEFa")
def test_identity_codes_of_every_century_are_refused(project: Project, sign: str) -> None:
    code = identity_code("010190", sign, "902")
    project.recipe("Ryhmä tapaa", f"Ryhmä ({code}) tapaa")
    assert [(p.line, p.column, p.code, p.severity) for p in problems_of(project)] == [
        (28, 8, "identity-code", Severity.ERROR)]


@pytest.mark.parametrize("text", ["010190-9021", "320190-902U", "S20649", "2026-11-21", "1010190-902V2",
                                  "978-952-293-244-0", "010190-902"])
def test_other_numbers_are_no_identity_codes(text: str) -> None:
    assert "identity-code" not in [code for code, _ in revealed(text)]


def test_an_identity_code_is_found_in_every_place_of_a_file(project: Project) -> None:
    code = identity_code("311299", "-", "123")
    for old, new in [("title: Ryhmä", f"title: {code} Ryhmä"), ("measures: osall", f"measures: {code} osall"),
                     ("  work: tyollisyyden-keittokirja", f"  title: {code}\n  publisher: x"),
                     ("ref: R01", f"# {code}\nref: R01"), ("ref: R01", f"ref: R01 # {code}")]:
        project.recipe(old, new)
        assert "identity-code" in {problem.code for problem in problems_of(project)}, new


DETAILS = [
    "040 123 4567", "+358 40 1234567", "(09) 123 4567", "0401234567", "050-123 4567", "09 1234 5678", "0800 123 456",
    "040.123.4567", "040/123 4567", "00358 40 123 4567", "+358 (0)40 123 4567", "040 – 123 4567", "09-123 4567",
    "+46 70 123 4567", "0046 70 123 45 67", "+1 (555) 123-4567", "+4915112345678", "wa.me/358401234567",
    "tel:+358401234567", "https://wa.me/358401234567", "puh. –040 123 4567", "040  123  4567", "(040)1234567",
    "040‑123‑4567", "０４０ １２３ ４５６７", "٠٤٠ ١٢٣ ٤٥٦٧", "040\u00ad123\u200b4567", "040\u00a0123\u20094567",
    "_040 123 4567_", "etunimi.sukunimi@kunta.fi", "etunimi(at)kunta.fi", "etunimi＠kunta.fi", "etunimi﹫kunta.fi",
    "etunimi.sukunimi(a)kunta.fi", "etunimi [a] kunta.fi", "+46 8 123 456 78", "+46 (0)8 123 456 78",
    "+46-8-123 456 78",
    "matti.m [at] salo [dot] fi", "matti(at)salo(piste)fi", "matti.m {at} tyo.salo (.) fi", "matti\\@salo.fi",
    "etunimi(ät)kunta.fi", "etu\u200bnimi@kun\u00adta.fi",
    "https://kunta.fi/?to=a%40b.fi", "a%2540b.fi", "Kysy: etunimi@kunta.fi.",
    "⁰⁴⁰ ¹²³ ⁴⁵⁶⁷", "₀₄₀ ₁₂₃ ₄₅₆₇", "etunimi(ａｔ)kunta.fi", "etunimi⒜kunta.fi", "etunimi(\u00adat)kunta.fi",
    "etunimi(\u200bat)kunta.fi", "etunimi(\u00a0at)kunta.fi", "etunimi(  at)kunta.fi", "etunimi(\tat)kunta.fi",
]
"""Addresses and numbers as people write them, and with signs that look alike."""


@pytest.mark.parametrize("text", DETAILS)
def test_contact_details_are_refused_in_texts_and_comments(project: Project, text: str) -> None:
    project.recipe("ref: R01", f"# {text}\nref: R01")
    assert [(p.line, p.code) for p in problems_of(project)] == [(2, "contact-details")]


@pytest.mark.parametrize("text", [
    "588 811 euroa", "913 048 €", "1.1.2025", "01.01.2025", "01.01.2025–31.12.2026", "2014–2016", "2014-2016 ja 2018",
    "05/2014–12/2016", "05.2014–12.2016", "01–12/2014", "klo 08–16 2014", "klo 08.30–16.00", "0,5 prosenttia",
    "978-952-293-244-0", "978‑952‑293‑244‑0", "kunta @ some", "laki 380/2023", "laki 012/2023 (15 §)", "S20271",
    "hankkeet S20271, S20649 ja S21300", "+913 048 €", "+1 200 000 euroa", "+12 (2014–2016)", "+12 2014–2016",
    "2 040 123 456 euroa", "1 004 123 456", "50 %, 60 % ja 70 % vuosina 2014–2016", "10 300, 20 400 ja 30 500",
    "kohta (a) ensin. Sitten (b)", "+2 5 000 000 euroa", "kohta [a] kunta [b] fi", "131052 - 308 T",
    "kohta (a) 1.1.2025 alkaen", "TEM/2014/05/0123", "15–20 ihmistä 2010–2012",
    "https://kunta.fi/a%20b%20c",
])
def test_other_numbers_are_no_contact_details(text: str) -> None:
    assert list(revealed(text)) == []


@pytest.mark.parametrize("piece", ["040 ", "+358 (0", "a@a.", "+4 ", "131052-308T ", "( a", "%25"])
def test_a_long_text_of_what_looks_like_details_is_read_quickly(piece: str) -> None:
    began = time.process_time()
    list(revealed(piece * (MAX_BYTES // len(piece))))
    # About a tenth of this; a pattern that looks through all that follows at each sign takes a minute.
    assert time.process_time() - began < 5


IDENTITY = [
    "131052\\-308T", "131052&#45;308T", "131052&#x2010;308T", "&#49;31052-308T", "_131052-308T_", "131052-**308T**",
    "131052‑308T", "１３１０５２-３０８Ｔ", "131052\u00ad-308T", "131052-\u200b308T", "131052&shy;-308T",
    "131052-\n    308T", "131052\n    -308T", "131052A\n    308T",
]
SHOWN_DETAILS = [
    "040\\-1234567", "040&nbsp;123&nbsp;4567", "matti@example\\.fi", "matti&#64;example.fi", "matti&commat;example.fi",
    "**matti**@example.fi", "matti@**example.fi**", "_040 123 4567_", "040 *123* 4567", "[040](entry:ryhma) 123 4567",
    "[kirje](https://example.org/?to=a&#37;40b.fi)",
]


@pytest.mark.parametrize(("text", "code"), [*((text, "identity-code") for text in IDENTITY),
                                            *((text, "contact-details") for text in SHOWN_DETAILS)])
@pytest.mark.parametrize("place", ["body", "field"])
def test_what_the_page_shows_is_refused_however_it_is_typed(project: Project, text: str, code: str, place: str) -> None:
    project.recipe(*{"body": ("Ryhmä tapaa", f"Ryhmä tapaa.\n\n- Kysy {text} pian.\n\nSe tapaa"),
                     "field": ("  - Ryhmä tukee", f"  - >-\n    Ryhmä auttaa.\n    Kysy {text} pian.\n  - Ryhmä tukee"),
                     }[place])
    assert [(p.line, p.code) for p in problems_of(project) if p.severity is Severity.ERROR] == [
        ({"body": 30, "field": 23}[place], code)]


def test_every_line_that_shows_a_code_is_named(project: Project) -> None:
    project.recipe("Ryhmä tapaa", "- Kysy 131052\\-308T.\n- Kysy **131052**-308T ja 040‑123‑4567.\n\nSe tapaa")
    assert [(p.line, p.code) for p in problems_of(project)] == [
        (28, "identity-code"), (29, "identity-code"), (29, "contact-details")]


@pytest.mark.parametrize("text", ["| a | b | c |\n|---|---|---|\n| 050 | 123 | 4567 |", "- 050\n- 123\n- 4567",
                                  "050\n\n123 4567", "1. 040\n2. 123\n3. 456"])
def test_numbers_in_cells_and_points_of_their_own_are_no_contact_details(project: Project, text: str) -> None:
    project.recipe("Ryhmä tapaa", f"Ryhmä tapaa.\n\n{text}\n\nSe tapaa")
    assert problems_of(project) == []


@pytest.mark.parametrize(("name", "code"), [("131052-308t", "identity-code"), ("040-1234567", "contact-details"),
                                            ("matti@example", "contact-details")])
def test_a_file_name_tells_nothing_of_people(project: Project, name: str, code: str) -> None:
    project.recipe(id=name)
    assert code in {problem.code for problem in problems_of(project)}


@pytest.mark.parametrize(("name", "text", "line", "code"), [
    ("light.fi.txt", "hyvä\n# 131052-308T\n", 2, "identity-code"),
    ("light.fi.txt", "hyvä\nkysy matti@example.fi\n", 2, "contact-details"),
    ("forms.fi.tsv", "hyvä\thyvä\n040‑1234567\tnumero\n", 2, "contact-details"),
    ("light.fi.txt", "hyvä\n# ⁰⁴⁰ ¹²³ ⁴⁵⁶⁷\n", 2, "contact-details"),
    ("131052-308t.txt", "hyvä\n", 1, "identity-code"),
])
def test_a_list_of_the_search_tells_nothing_of_people(project: Project, name: str, text: str, line: int, code: str,
                                                      ) -> None:
    project.recipe()
    project.write(f"vocabulary/search/{name}", text)
    assert [(p.path, p.line, p.code) for p in problems_of(project)] == [(f"vocabulary/search/{name}", line, code)]


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("https://www.salo.fi/tyollisyyspalvelut/", True),
        ("https://www.salo.fi", True),
        ("http://www.salo.fi/", False),
        ("mailto:palvelu@salo.fi", False),
        ("palvelu@salo.fi", False),
        ("040 123 4567", False),
        ("https://etunimi@salo.fi/", False),
        ("javascript:alert(1)", False),
        ("https://salo.fi/\"onmouseover=alert(1)", False),
        ("https://salo.fi/0401234567", False),
    ],
)
def test_a_contact_is_the_address_of_a_public_page_and_nothing_else(project: Project, address: str, fine: bool) -> None:
    project.recipe("published:", f"contact: '{address}'\npublished:")
    codes = {problem.code for problem in problems_of(project)}
    assert (codes == set()) == fine
    assert codes <= {"bad-web-address", "contact-details"}


@pytest.mark.parametrize(
    "text",
    [
        "Eräs 45-vuotias mies oli sairastanut masennusta.",
        "Kemissä asuva 23-vuotias nainen sai työtä.",
        "Asiakas Matti sai työtä.",
        "Asiakkaamme Liisa kertoi tarinansa.",
        "Pekka, 52, on ollut työtön kauan.",
        "Sari (34) löysi työpaikan.",
        "Asiakkaan Matin tilanne parani.",
        "Puhuimme asiakkaamme Pekan kanssa.",
        "Ohjaaja soitti asiakkaalle Antille.",
        "Asiakkaalta Riitalta kysyttiin lupa.",
        "Asiakkaalla Jukalla oli työtä.",
        "Asiakkaan Sadun ja asiakkaan Satun tilanne.",
        "Asiakkaan Tuomaan tilanne.",
        "Asiakkaan Eliaksen tilanne.",
        "Soitimme Mikolle, 52, ja sovimme ajan.",
        "62-vuotias entinen opettaja Utsjoelta sai diagnoosin.",
        "Eräs asiakkaamme, yksinhuoltajaäiti Inarista, sairastui syöpään.",
        "Yksi asiakkaistamme muutti Inariin ja sai diagnoosin.",
        "Matti K. sai työtä.",
        "Kävimme Pekan P. luona.",
    ],
)
def test_a_person_who_could_be_recognised_is_hinted_at(project: Project, text: str) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", text)
    assert [code for *_, code in hints(project)] == ["recognisable-person"]


@pytest.mark.parametrize("text", ["A 45-year-old man with depression found work.", "Our client Maria found a job.",
                                  "Maria K. found a job.",
                                  "One of our clients in Inari fell ill with cancer."])
def test_a_person_who_could_be_recognised_is_hinted_at_in_english(project: Project, text: str) -> None:
    project.recipe()
    project.translation("The group meets **every week**.", text)
    assert "recognisable-person" in {problem.code for problem in problems_of(project)}


@pytest.mark.parametrize(
    "text",
    [
        "Palvelu on yli 30-vuotiaalle asiakkaalle, jolla on kehitysvamma.",
        "Mukana oli 18–29-vuotiaita nuoria miehiä Kemistä.",
        "Asiakas Kemistä sai työtä.",
        "Asiakkaat Helsingissä ja Mari-talossa.",
        "Miina Sillanpään säätiö auttoi asiakkaita.",
        "Asiakkaan Mattilan talossa tapaama ohjaaja.",
        "Asiakkaan Mikkelin matka.",
        "Asiakkaan Pekingin matka.",
        "Asiakkaan oton jälkeen.",
        "Eräs asiakkaamme muutti Inariin.",
        "Erään kunnan päihdepalvelut Kemissä.",
        "Mukana olivat Matti ja Pekka. A-talo on Inarissa.",
    ],
)
def test_rules_groups_and_organisations_are_no_recognisable_people(project: Project, text: str) -> None:
    project.recipe("Ryhmä tapaa **joka viikko**.", text)
    assert hints(project) == []

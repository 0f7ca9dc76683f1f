"""The built site: everything is where others look for it, every link leads somewhere, nothing runs."""

from __future__ import annotations

import csv
import gzip
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdfium2 import PdfDocument

from generator.addresses import Addresses, relative
from generator.build import build_site
from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.privacy import EMAIL, PHONE, plainly
from generator.site.assets import chapter_styles
from tests.samples import ROOT, Project

LANGUAGES = list(catalogues())


class Markup(HTMLParser):
    """Collects the start tags of a page and its visible text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.hidden = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text += data


def built(project: Project, cookbook: Cookbook) -> Path:
    """Build a project's pages and return the site."""
    build_site(project.root, cookbook, project.root / "site", pdf=False)
    return project.root / "site"


def page(site: Path, address: str) -> Markup:
    return Markup((site / address / "index.html").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("reseptit/a/", "reseptit/b/", "../a/"),
        ("", "reseptit/b/", "../../"),
        ("", "", "./"),
        ("en/", "", "en/"),
        ("reseptit/a/", "en/recipes/a/", "../../../reseptit/a/"),
        ("sanasto/#palkkatuki", "reseptit/a/", "../../sanasto/#palkkatuki"),
        ("haku/?q=x", "haku/", "./?q=x"),
        ("downloads/a.pdf", "en/", "../downloads/a.pdf"),
    ],
)
def test_addresses_are_relative_to_the_page(target: str, page: str, expected: str) -> None:
    assert relative(target, page) == expected


def test_everything_stands_where_others_look_for_it(site: Path) -> None:
    for path in (
        "index.html", "en/index.html", "reseptit/hakonen/index.html", "en/recipes/hakonen/index.html",
        "kaytannot/verkostokiihdyttamo/index.html", "en/practices/verkostokiihdyttamo/index.html",
        "haku/index.html", "en/search/index.html", "avainsanat/kohde-nuoret/index.html",
        "en/tags/kohde-nuoret/index.html", "downloads/keittokirja-fi.pdf", "downloads/keittokirja-en.pdf",
        "downloads/keittokirja-fi-hankinnat.pdf", "downloads/hakonen-en.pdf", "data/entries.json",
        "data/entries.csv", "feed.xml", "en/feed.xml", "404.html", "en/404.html",
    ):
        assert (site / path).is_file(), path


def test_linkchecker_finds_no_broken_link(server: str) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("linkchecker"), f"--config={Path(__file__).with_name('linkchecker.ini')}",
         "--no-robots", "--output=csv", f"{server}/", f"{server}/en/"],
        capture_output=True, text=True, check=False, timeout=300,
    )
    rows = [row for row in done.stdout.splitlines() if row and not row.startswith("#")]
    assert done.returncode == 0, rows[:10] or done.stderr


def test_every_inner_link_and_anchor_leads_to_something(site: Path) -> None:
    """LinkChecker does not look for anchors unless asked, nor at pages that nothing links to."""
    anchors: dict[Path, set[str]] = {}
    links: list[tuple[Path, str]] = []
    for file in site.rglob("index.html"):
        markup = Markup(file.read_text(encoding="utf-8"))
        anchors[file] = {values["id"] for _, values in markup.tags if values.get("id")}
        links += [(file, values[name]) for _, values in markup.tags for name in ("href", "src") if values.get(name)]
    assert len(links) > 1000
    broken = []
    for file, link in links:
        parts = urlsplit(link)
        assert not parts.scheme, f"{file}: {link} leads out of the site"
        target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file() or (parts.fragment and target in anchors and parts.fragment not in anchors[target]):
            broken.append((str(file.relative_to(site)), link))
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_its_counterparts(site: Path, cookbook: Cookbook, language: str) -> None:
    """The switch and the hreflang links lead to the same page, and from there back."""
    at = Addresses(catalogues()[language])
    addresses = [at.home(), at.page("search"), at.page("about"), at.chapter("asiakkaat"), at.tag("kohde-nuoret"),
                 *[at.entry(entry) for entry in cookbook.entries.values()],
                 *[at.part(id_).partition("#")[0] for id_ in cookbook.parts]]
    for address in addresses:
        markup = page(site, address)
        alternates = {values["hreflang"]: values["href"] for tag, values in markup.tags
                      if tag == "link" and values.get("hreflang")}
        switches = {values["hreflang"]: values["href"] for tag, values in markup.tags
                    if tag == "a" and values.get("hreflang")}
        assert alternates.keys() == set(LANGUAGES)
        assert switches == {code: link for code, link in alternates.items() if code != language}
        for other, link in switches.items():
            there = (site / address / link).resolve()
            back = {values["hreflang"]: values["href"] for tag, values in page(site, str(there.relative_to(site))).tags
                    if tag == "a" and values.get("hreflang")}[language]
            assert (there / back).resolve() == (site / address).resolve(), (address, other)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_page_shows_all_that_the_entry_says(site: Path, cookbook: Cookbook, language: str) -> None:
    words = catalogues()[language]
    for entry in cookbook.entries.values():
        texts = entry.texts[language]
        markup = page(site, Addresses(words).entry(entry))
        shown = " ".join(markup.text.split())
        for text in (texts.title, texts.summary, *texts.benefits, *texts.cautions, texts.context, texts.evidence_note,
                     *[result.measures for result in texts.results], *[figure.text(words) for figure in entry.figures]):
            bare = " ".join(re.sub(r"\[([^\]]+)\]\([^)]*\)|\*", r"\1", text or "").split())
            assert bare in shown, (entry.id, bare)
        assert words("entry.benefits") in shown and words("entry.cautions") in shown
        links = {values.get("href", "").rsplit("/", 1)[-1] for tag, values in markup.tags if tag == "a"}
        assert f"{entry.id}-{language}.pdf" in links
        assert f"{entry.id}.{language}.md" in links


def test_no_page_loads_anything_from_elsewhere_or_runs_inline_code(site: Path) -> None:
    for file in [*site.rglob("*.html")]:
        tags = Markup(file.read_text(encoding="utf-8")).tags
        policies = [values["content"] for tag, values in tags if values.get("http-equiv") == "Content-Security-Policy"]
        assert len(policies) == 1 and "'unsafe" not in policies[0]
        for tag, values in tags:
            assert tag != "style" and "style" not in values, (file, tag)
            assert not any(name.startswith("on") for name in values), (file, tag)
            assert tag != "script" or values.get("src"), file
            for name in ("src", "href", "action"):
                assert not re.match(r"(?i)\s*(javascript|data|http|//)", values.get(name) or ""), (file, tag, values)
    for file in site.rglob("*.css"):
        if "cookbook" in file.name or "chapters" in file.name:
            assert not re.search(r"url\([\"']?(https?:)?//", file.read_text(encoding="utf-8"))


def test_the_site_carries_no_script_that_no_page_asks_for(site: Path) -> None:
    asked = {src.rsplit("/", 1)[-1] for file in site.rglob("*.html")
             for tag, values in Markup(file.read_text(encoding="utf-8")).tags if tag == "script"
             for src in [values["src"]]}
    modules = set(re.findall(r'(?:from ?|URL\()"\./([\w.-]+)"', " ".join(file.read_text() for file in site.rglob("*.js"))))
    assert {file.name for file in site.rglob("*.js")} == asked | modules


def test_no_text_in_a_script_goes_over_several_lines() -> None:
    """Comments are taken out line by line, which a text of several lines could be mistaken for."""
    for script in (ROOT / "overrides" / "assets" / "javascripts").glob("*.js"):
        for line in script.read_text(encoding="utf-8").splitlines():
            if not re.match(r"\s*(//|/?\*)", line):
                assert re.sub(r"\\.|'`'|\"[^\"]*\"|/[^/]*`[^/]*/", "", line).count("`") % 2 == 0, (script.name, line)


def test_there_is_no_personal_data_on_any_page(site: Path) -> None:
    indexes = list(site.rglob("search-index.bin"))
    assert indexes
    for file in [*site.rglob("*.html"), *site.rglob("*.json"), *site.rglob("*.csv"), *site.rglob("*.xml"), *indexes]:
        raw = (gzip.decompress(file.read_bytes()) if file in indexes else file.read_bytes()).decode()
        text = plainly(Markup(raw).text if file.suffix == ".html" else raw)
        assert not EMAIL.search(text), file
        if file not in indexes:  # lists of numbers look like telephone numbers
            assert not PHONE.search(re.sub(r"\b[\d-]{13,17}\b", "", text)), file  # ISBN


@pytest.mark.parametrize(("address", "lang"), [
    ("reseptit/hakonen", None), ("tietoa", None), ("en/recipes/hakonen", "fi"), ("en/about", "fi"),
])
def test_titles_of_works_say_their_language(site: Path, address: str, lang: str | None) -> None:
    titles = [attributes.get("lang") for tag, attributes in page(site, address).tags if tag == "cite"]
    assert titles and set(titles) == {lang}


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_every_pdf_is_accessible_and_fit_for_archives(site: Path, profile: ValidationProfile) -> None:
    found = {file.name: {failure.rule_id for failure in validate_pdf_bytes(file.read_bytes(), profile=profile).failures}
             for file in (site / "downloads").glob("*.pdf")}
    assert len(found) > 100
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.fixture(scope="module")
def pdf_texts(site: Path) -> dict[str, str]:
    """The text and the metadata of every PDF, by file name."""
    found = {}
    for file in sorted((site / "downloads").glob("*.pdf")):
        # Some thousand pages: what is written in C reads them in seconds.
        pdf = PdfDocument(file)
        found[file.name] = "\n".join([*(page.get_textpage().get_text_bounded() for page in pdf),
                                      *pdf.get_metadata_dict().values()])
    return found


def test_there_is_no_personal_data_in_any_pdf(pdf_texts: dict[str, str]) -> None:
    assert len(pdf_texts) > 100 and min(map(len, pdf_texts.values())) > 500
    for name, text in ((name, plainly(text)) for name, text in pdf_texts.items()):
        assert not EMAIL.search(text), name
        # Dates of metadata, ISBNs, and lists of pages in the indexes look like telephone numbers.
        assert not PHONE.search(re.sub(r"D:\d+|\b[\d-]{13,17}\b|\b\d{1,3},", "", text)), name


def test_no_pdf_shows_a_number_as_the_machine_keeps_it(pdf_texts: dict[str, str]) -> None:
    assert [name for name, text in pdf_texts.items() if re.search(r"\d[.,]\d{6,}", text)] == []


def test_open_data_holds_every_entry_in_every_language(site: Path, cookbook: Cookbook) -> None:
    data = json.loads((site / "data/entries.json").read_text(encoding="utf-8"))
    assert [entry["ref"] for entry in data["entries"]] == [entry.facts.ref for entry in cookbook.entries.values()]
    for entry in data["entries"]:
        for texts in entry["languages"].values():
            assert texts["benefits"] and texts["cautions"] and (site / texts["url"]).is_dir()
    rows = list(csv.DictReader((site / "data/entries.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == sum(len(entry.texts) for entry in cookbook.entries.values())


@pytest.mark.parametrize("path", ["feed.xml", "en/feed.xml"])
def test_the_feed_lists_the_newest_entries(site: Path, cookbook: Cookbook, path: str) -> None:
    root = ElementTree.parse(site / path).getroot()
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == min(20, len(cookbook.entries))


def test_template_code_in_a_text_is_shown_as_text(project: Project) -> None:
    code = "{{ config.extra }} {% raw %} ${7*7} #read(\"/etc/passwd\") #panic()"
    project.recipe("**joka viikko**", code)
    project.recipe("Ryhmä tukee jäseniään.", f"'{code}'", id="toinen")
    project.write("recipes/toinen.fi.md", (project.root / "recipes/toinen.fi.md").read_text().replace("R01", "R02"))
    checked = check_project(project.root)
    site = built(project, checked.cookbook)
    for id_ in ("ryhma", "toinen"):
        assert code in page(site, f"reseptit/{id_}").text


def test_an_entry_without_a_translation_is_shown_in_its_own_language(project: Project) -> None:
    project.recipe()
    site = built(project, check_project(project.root).cookbook)
    markup = page(site, "en/recipes/ryhma")
    assert ("h1", {"lang": "fi"}) in markup.tags
    assert "has not been translated into English" in " ".join(markup.text.split())


def test_a_translation_that_is_behind_says_in_what(project: Project) -> None:
    project.recipe()
    project.translation("translation_of: fi", "translation_of: fi\ndigests: {benefits: 000000000000, how: 000000000000}")
    site = built(project, check_project(project.root).cookbook)
    assert "Out of date: Benefits, How it works" in " ".join(page(site, "en/recipes/ryhma").text.split())


@pytest.mark.parametrize("words", catalogues().values(), ids=lambda words: words.code)
def test_a_page_explains_every_problem_at_its_own_anchor(site: Path, words: Catalogue) -> None:
    explained = page(site, Addresses(words).page("problems"))
    anchors = {attributes.get("id") for _, attributes in explained.tags}
    assert set(words.problems) <= anchors
    for texts in words.problems.values():
        assert texts["example"].split("\n")[0] in explained.text


def test_each_chapter_has_its_own_colour(cookbook: Cookbook) -> None:
    styles = chapter_styles(cookbook.vocabulary)
    assert len(set(re.findall(r"#[0-9a-f]{6}", styles))) == len(cookbook.vocabulary.chapters)


def test_absolute_addresses_where_the_site_knows_its_own(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/kirja")
    project.recipe()
    site = built(project, check_project(project.root).cookbook)
    text = (site / "en/recipes/ryhma/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://example.org/kirja/en/recipes/ryhma/">' in text
    assert 'hreflang="fi" href="https://example.org/kirja/reseptit/ryhma/"' in text
    assert "https://example.org/kirja/reseptit/ryhma/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_no_text_can_break_out_of_a_pages_front_matter(project: Project) -> None:
    """MkDocs shows a front matter that YAML does not understand: no sign of a title may bring that about."""
    evil = "&lt;script&gt;alert(1)&lt;/script&gt; --- '\" \U0001f984 \u2019 \u00a0 \ufffd"
    project.recipe("title: Ryhmä alkaa", f"title: >-\n  {evil}")
    markup = page(built(project, check_project(project.root).cookbook), "reseptit/ryhma")
    assert "<script>alert(1)</script>" in markup.text
    assert [values["src"].rsplit("/", 1)[-1] for tag, values in markup.tags if tag == "script"] == ["theme.js", "combobox.js"]

"""Measure the search: `make search-quality`.

Our engine answers through the finding page in headless Chromium. Beside it, on the same entries and in the
same run, stand Material's own search and Pagefind. The first test are the graded queries of
``search_queries.yml``; the second are words of the collection, inflected by the analyser's own generator,
misspelt, both, and without marks, where the entries that hold the word are known.

recall@5, nDCG@10 (Järvelin & Kekäläinen 2002, gain 2^grade - 1) and MRR are means over the queries.
"""

from __future__ import annotations

import gzip
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml
from playwright.sync_api import Browser, Page, sync_playwright

from generator.addresses import Addresses
from generator.build import build_site
from generator.catalogue import Catalogue, catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.files import CONTENT
from generator.search.analysers import read_languages
from generator.search.finnish import CASES, FORMS, NUMBERS, Finnish
from generator.search.text import fold, words_of
from tests.conftest import ARGUMENTS, CHROMIUM, Quiet
from tests.samples import ROOT

QUERIES = Path(__file__).with_name("search_queries.yml")
UNJUDGED = {"P10", "P12", "P18"}
WORDS_TRIED = 300
LETTERS = "aeiouytnsklrmphv"

Ranking = list[str]
"""Ids of entries, best first."""


class Answers(NamedTuple):
    """What an engine answered to some queries, in milliseconds each, and the bytes for the first of them."""

    rankings: list[Ranking]
    times: list[float]
    size: int


def build(root: Path, cookbook: Cookbook) -> Path:
    """Build the site of the real content in ``root``, without PDFs; return its folder."""
    for folder in (*CONTENT, "overrides"):
        shutil.copytree(ROOT / folder, root / folder)
    for file in ROOT.glob("mkdocs*.yml"):
        shutil.copyfile(file, root / file.name)
    (root / "generator").symlink_to(ROOT / "generator")
    build_site(root, cookbook, root / "site", pdf=False)
    return root / "site"


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@contextmanager
def counted(browser: Browser, wanted: Callable[[str], bool]) -> Iterator[tuple[Page, Callable[[], int]]]:
    """Open a page; gives it, and a function that says how many bytes ``wanted`` addresses took, compressed."""
    context = browser.new_context()
    page = context.new_page()
    bodies: dict[str, int] = {}

    def note(answer: Any) -> None:
        path = urlsplit(answer.url).path
        if wanted(path):
            body = answer.body()
            # What is compressed already, and says so by its first bytes, goes as it is.
            bodies[path] = len(body) if body[:2] == b"\x1f\x8b" else len(gzip.compress(body))

    context.on("response", note)
    yield page, lambda: sum(bodies.values())
    context.close()


def of_search(path: str) -> bool:
    """Tell whether an address is one of what a query of ours needs: the scripts of the page, the worker's, data."""
    return path.endswith((".js", ".json", ".bin")) and not path.endswith("theme.js")


def field_bytes(browser: Browser, site: Path, words: Catalogue, query: str) -> int:
    """Return how many bytes the search field of the front page takes for its first results, compressed."""
    with served(site) as address, counted(browser, of_search) as (page, size):
        page.goto(f"{address}/{words.prefix}")
        page.fill("form[data-cards] input[type=search]", query)
        page.wait_for_selector("form[data-cards] [role=option]")
        return size()


def ask_ours(browser: Browser, site: Path, words: Catalogue, queries: Sequence[str]) -> Answers:
    """Type the queries into the finding page; times are those of the worker's answers."""
    found = Addresses(words).page("search")
    with served(site) as address, counted(browser, of_search) as (page, size):
        page.goto(f"{address}/{found}")
        page.wait_for_selector("[data-search-done]", state="attached")
        rankings = []
        for query in queries:
            page.fill("#q", query)
            page.press("#q", "Enter")
            page.wait_for_function("query => document.getElementById('results').dataset.searchDone === query.trim()",
                                   arg=query)
            rankings.append(page.eval_on_selector_all("[data-entry]", "all => all.map(item => item.dataset.entry)"))
        first = size()
        # The page has the client within its own script; to ask the worker alone, it is loaded by itself.
        page.route("**/search-client.js", lambda route: route.fulfill(
            path=ROOT / "overrides" / "assets" / "javascripts" / "search-client.js", content_type="text/javascript"))
        return Answers(rankings, page.evaluate(TIMED, list(queries)), first)


TIMED = """async (queries) => {
  const page = document.getElementById("finding");
  const script = document.querySelector("script[src$='finding.js']").src;
  const { SearchClient } = await import(new URL("search-client.js", script));
  const client = new SearchClient(page.dataset.index);
  await client.search("x");
  const times = [];
  for (const query of queries) {
    const start = performance.now();
    await client.search(query);
    times.push(performance.now() - start);
  }
  return times;
}"""

PAGEFIND = """async (queries) => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.init();
  const answers = [];
  for (const query of queries) {
    const start = performance.now();
    const { results } = await pagefind.search(query);
    const time = performance.now() - start;
    const pages = await Promise.all(results.slice(0, 15).map((result) => result.data()));
    answers.push([pages.map((page) => page.url), time]);
  }
  return answers;
}"""


def ask_pagefind(browser: Browser, pages: Path, words: Catalogue, queries: Sequence[str]) -> Answers | None:
    """Ask Pagefind, which indexes the finished pages of the entries; None where it is not installed."""
    if not find_spec("pagefind"):
        return None
    folder = f"{{{words.paths['recipes']},{words.paths['practices']}}}/*/index.html"
    subprocess.run([sys.executable, "-m", "pagefind", "--site", str(pages), "--glob", folder, "--quiet"],
                   check=True)
    (pages / "empty.html").write_text(f'<!doctype html><html lang="{words.code}"><title>Empty</title></html>')
    with served(pages) as address, counted(browser, lambda path: path.startswith("/pagefind/")) as (page, size):
        page.goto(f"{address}/empty.html")
        page.evaluate(PAGEFIND, list(queries[:1]))
        bytes_first = size()
        answers = page.evaluate(PAGEFIND, list(queries))
        rankings = [[id_of(url) for url in urls] for urls, _ in answers]
        return Answers(rankings, [time for _, time in answers], bytes_first)


def ask_material(browser: Browser, pages: Path, folder: Path, words: Catalogue,
                 queries: Sequence[str]) -> Answers:
    """Ask Material's own search, built from the entries' pages with the theme as it comes.

    It shows ten entries and answers while one types; the times are until the shown results hold still.
    """
    source = folder / "docs"
    for kind in ("recipes", "practices"):
        shutil.copytree(pages / words.paths[kind], source / words.paths[kind])
    for listing in source.glob("*/index.md"):
        listing.unlink()
    (source / "index.md").write_text("# Start\n")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump({
        "site_name": "Material", "docs_dir": "docs",
        "theme": {"name": "material", "language": words.code, "font": False},
        "plugins": [{"search": {"lang": words.code}}],
    }))
    subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", str(folder / "mkdocs.yml")],
                   check=True, capture_output=True)
    with served(folder / "site") as address, \
            counted(browser, lambda path: "search" in path or "lunr" in path) as (page, size):
        page.goto(address)
        page.focus(".md-search__input")
        answers = [material_answer(page, query) for query in queries]
        return Answers([ids for ids, _ in answers], [time for _, time in answers], size())


def material_answer(page: Page, query: str) -> tuple[Ranking, float]:
    """Type one query and read the results and how long they took, in milliseconds."""
    urls, time = page.evaluate("""async (query) => {
      const input = document.querySelector(".md-search__input");
      const results = () => [...document.querySelectorAll(".md-search-result__item > a")].map((link) => link.href);
      const meta = document.querySelector(".md-search-result__meta");
      const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      const type = (text) => {
        input.value = text;
        input.dispatchEvent(new KeyboardEvent("keyup"));
        input.dispatchEvent(new Event("input"));
      };
      type(""); input.focus();
      for (let waited = 0; waited < 3000 && results().length; waited += 10) await pause(10);
      meta.textContent = "";
      const start = performance.now();
      type(query);
      for (let waited = 0; waited < 1500 && !meta.textContent; waited += 5) await pause(5);
      const time = performance.now() - start;
      await pause(60);
      return [results(), time];
    }""", query)
    return list(dict.fromkeys(id_of(url) for url in urls)), time


def id_of(url: str) -> str:
    """Return the id of the entry at an address; the last folder."""
    return urlsplit(url).path.removesuffix("index.html").rstrip("/").rsplit("/", 1)[-1]


def scores(ranking: Ranking, wanted: Mapping[str, int]) -> tuple[float, float, float, bool]:
    """Return recall@5, nDCG@10, reciprocal rank, and whether there was no answer."""
    gains = [2 ** wanted.get(id_, 0) - 1 for id_ in ranking[:10]]
    ideal = [2 ** grade - 1 for grade in sorted(wanted.values(), reverse=True)[:10]]
    first = next((place for place, id_ in enumerate(ranking, 1) if id_ in wanted), math.inf)
    return (sum(id_ in wanted for id_ in ranking[:5]) / min(5, len(wanted)),
            discounted(gains) / discounted(ideal), 1 / first, not ranking)


def discounted(gains: Sequence[float]) -> float:
    """Return gains summed with the usual discount by rank."""
    return sum(gain / math.log2(place + 1) for place, gain in enumerate(gains, 1))


def report(name: str, rows: Mapping[str, list[tuple[float, float, float, bool]]]) -> None:
    """Print the means of each kind of query."""
    for kind, found in rows.items():
        means = [statistics.fmean(column) for column in zip(*found, strict=True)]
        empty = sum(row[3] for row in found)
        print(f"{name:10} {kind:14} {len(found):4}  {means[0]:8.3f} {means[1]:8.3f} {means[2]:6.3f} {empty:6}")


def graded(cookbook: Cookbook, asked: list[dict[str, Any]], rankings: list[Ranking]) -> dict[str, list]:
    """Return the scores of graded queries by kind, the sums of short and long ones last."""
    refs = {entry.id: entry.facts.ref for entry in cookbook.entries.values()}
    rows: dict[str, list] = defaultdict(list)
    for query, ranking in zip(asked, rankings, strict=True):
        unjudged = set() if query.get("judged") == "all" else UNJUDGED
        found = scores([ref for id_ in ranking if (ref := refs.get(id_)) and ref not in unjudged], query["rel"])
        rows[query["kind"]].append(found)
        if not query["kind"].endswith("need"):
            rows["all short"].append(found)
    return rows


def corpus_words(cookbook: Cookbook, finnish: Finnish, random: Random) -> list[tuple[dict[str, str], set[str]]]:
    """Return words of the collection in several shapes, each with the ids of the entries that hold it."""
    from pypykko.generate import generate_wordform

    holding: dict[Any, set[str]] = defaultdict(set)
    for entry in cookbook.entries.values():
        texts = entry.texts.get("fi")
        for form in words_of(texts.model_dump_json()) if texts else ():
            readings = finnish.readings(form)
            if len(readings) == 1 and readings[0].pos in FORMS and len(readings[0].lemma) >= 5:
                holding[readings[0]].add(entry.id)
    # In more entries than a page of results shows, a word is no test.
    usable = sorted((reading for reading, ids in holding.items() if len(ids) <= 10), key=str)
    found = []
    for reading in random.sample(usable, min(len(usable), WORDS_TRIED)):
        lemma = reading.lemma.replace("|", "")
        tags = FORMS["verb"] if reading.pos == "verb" else [f"+{number}+{case}" for number in NUMBERS for case in CASES]
        forms = sorted(generate_wordform(lemma, reading.pos, random.choice(tags)))
        if forms:
            shapes = {"inflected": forms[0], "misspelt": misspelt(lemma, random),
                      "both": misspelt(forms[0], random), "no marks": fold(forms[0])}
            found.append((shapes, holding[reading]))
    return found


def misspelt(word: str, random: Random) -> str:
    """Return a word with one slip: a letter left out, put in, taken for another, or two changed about."""
    at = random.randrange(1, len(word))
    before, letter, after = word[:at], random.choice(LETTERS), word[at + 1:]
    slip = random.choice([before + after, before + letter + word[at:], before + letter + after,
                          before[:-1] + word[at] + before[-1] + after])
    return slip if slip != word else misspelt(word, random)


def main() -> None:
    """Measure everything and print it."""
    cookbook = check_project(ROOT).cookbook
    if not cookbook:
        sys.exit("The content has errors: see `cookbook check`.")
    asked = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        work = Path(folder)
        site = build(work / "project", cookbook)
        for code, queries in asked.items():
            words = catalogues()[code]
            texts = [query["q"] for query in queries]
            pages, sources = site / words.prefix, work / "project" / "build" / "pages" / code
            engines = {
                "ours": ask_ours(browser, site, words, texts),
                "Pagefind": ask_pagefind(browser, pages, words, texts),
                "Material": ask_material(browser, sources, work / f"material-{code}", words, texts),
            }
            print(f"\n{words.name}: {len(texts)} graded queries, {len(cookbook.entries)} entries")
            print(f"{'engine':10} {'kind':14} {'n':>4}  {'recall@5':>8} {'nDCG@10':>8} {'MRR':>6} {'empty':>6}")
            for name, answers in engines.items():
                if answers is None:
                    print(f"{name:10} is not installed")
                    continue
                report(name, graded(cookbook, queries, answers.rankings))
                centiles = statistics.quantiles(answers.times, n=20)
                print(f"{name:10} first query {answers.size / 1000:.1f} kB compressed; a query takes "
                      f"{statistics.median(answers.times):.1f} ms, 95th percentile {centiles[-1]:.1f} ms")
            print(f"{'ours':10} first query in the search field "
                  f"{field_bytes(browser, site, words, texts[0]) / 1000:.1f} kB compressed")
        second_test(browser, site, cookbook)
        browser.close()


def second_test(browser: Browser, site: Path, cookbook: Cookbook) -> None:
    """Ask for words of the collection in other shapes and print the recall@10 of each engine."""
    words = next(words for words in catalogues().values() if words.analyser == "finnish")
    finnish = read_languages(ROOT).analysers[words.code]
    tried = corpus_words(cookbook, finnish, Random(1))
    shapes = list(tried[0][0])
    texts = [forms[shape] for forms, _ in tried for shape in shapes]
    engines = {
        "ours": ask_ours(browser, site, words, texts),
        "Pagefind": ask_pagefind(browser, site / words.prefix, words, texts),
    }
    print(f"\n{len(tried)} words of the collection, recall@10 of the entries that hold them")
    print(f"{'engine':10} " + " ".join(f"{shape:>10}" for shape in shapes))
    for name, answers in engines.items():
        if answers:
            recalls = defaultdict(list)
            for number, ranking in enumerate(answers.rankings):
                wanted = tried[number // len(shapes)][1]
                recalls[shapes[number % len(shapes)]].append(len(wanted & set(ranking[:10])) / len(wanted))
            print(f"{name:10} " + " ".join(f"{statistics.fmean(recalls[shape]):10.3f}" for shape in shapes))


if __name__ == "__main__":
    main()

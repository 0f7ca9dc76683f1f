"""The form and the command line say the same: the same values, the same codes.

A case is a file in ``form_cases/``: ``set`` is put in place of what a good recipe has (null takes it out),
``codes`` is what is said against it, ``hints`` what could be plainer. Each is opened in the page as a file, and
typed into it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

from generator.catalogue import catalogues
from generator.check import check_project
from generator.cookbook import Cookbook
from generator.files import CONTENT
from generator.load import read_document
from generator.problems import Severity, nearest
from tests.samples import ROOT

GOOD: dict[str, Any] = {
    "ref": "R700", "chapter": "yritykset", "places": ["salo"], "tags": ["kohde-nuoret", "tapa-ryhmavalmennus"],
    "as_of": "2026", "evidence": "experience", "source": {"title": "Salon työpankki", "publisher": "Salon kaupunki"},
    "published": "2026-01-01", "reviewed": "2026-01-01", "next_review": "2027-01-01",
    "title": "Salo: työpankki yritysten lyhyisiin töihin", "summary": "Kaupunki kokoaa lyhyet työt yhteen paikkaan.",
    "benefits": ["Yritys saa apua nopeasti."], "cautions": ["Sovi ensin vastuista."],
}
HOW = "Yritys ilmoittaa työn. Kaupunki etsii **tekijän**."
FILES = sorted((ROOT / "tests" / "form_cases").glob("*.yml"))
CASES = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES}
PICKED = {"places", "tags", "related", "chapter", "evidence"}
"""What is chosen and not typed."""


def values_of(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The fields and the sections of a case."""
    changed = dict(case["set"])
    sections = {"how": HOW} | changed.pop("sections", {})
    fields = {name: value for name, value in (GOOD | changed).items() if value is not None}
    return fields, {name: text for name, text in sections.items() if text is not None}


def text_of(case: dict[str, Any], number: int) -> str:
    """The file of a case, written by PyYAML in its own way."""
    fields, sections = values_of(case)
    if "ref" not in case["set"]:
        fields["ref"] = f"R{number}"
    headings = catalogues()["fi"].sections
    body = "".join(f"\n## {headings[name]}\n\n{text}\n" for name, text in sections.items())
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=100)}---\n{body}"


def codes_by_name(root: Path, texts: dict[str, str]) -> dict[str, tuple[list[str], list[str]]]:
    """What the command line says of some files among the real content, by their names: errors and hints."""
    for folder in CONTENT:
        shutil.copytree(ROOT / folder, root / folder)
    for name, text in texts.items():
        (root / "recipes" / f"zz-{name}.fi.md").write_text(text, encoding="utf-8", newline="")
    found: dict[str, tuple[set[str], set[str]]] = {name: (set(), set()) for name in texts}
    for problem in check_project(root).problems:
        name = Path(problem.path).name.removeprefix("zz-").removesuffix(".fi.md")
        if name in found:
            found[name][problem.severity is Severity.WARNING].add(problem.code)
    return {name: (sorted(errors), sorted(hints)) for name, (errors, hints) in found.items()}


def open_text(form: Page, name: str, text: str | bytes) -> str:
    """Open a file in the form; return what the form says against it."""
    content = text if isinstance(text, bytes) else text.encode()
    form.evaluate("document.getElementById('draft-state').textContent = ''")
    form.set_input_files("#file", {"name": name, "mimeType": "text/markdown", "buffer": content})
    form.wait_for_function("() => document.getElementById('draft-state').textContent"
                           " || !document.getElementById('open-error').hidden")
    return "" if form.locator("#open-error").is_hidden() else form.locator("#open-error").text_content()


def said(form: Page) -> list[str]:
    """The codes of the problems that the form shows once it is asked."""
    form.evaluate("document.getElementById('check').click()")
    return codes_in(form, "#problems")


def hinted(form: Page) -> list[str]:
    """The codes of the hints that the form shows, once it has been asked."""
    return codes_in(form, "#hints")


def codes_in(form: Page, place: str) -> list[str]:
    """The codes of what stands in a list, each once."""
    return form.evaluate("place => [...new Set([...document.querySelectorAll(`${place} a`)].map("
                         "link => link.dataset.code))].sort()", place)


TYPE = """values => {
    const form = document.getElementById("share-form");
    const put = (element, value) => {
        if (Array.isArray(value)) {
            const items = () => [...element.querySelectorAll(":scope > [data-items] > *")];
            while (items().length < value.length) element.querySelector(":scope > [data-add]").click();
            value.forEach((each, index) => put(items()[index], each));
        } else if (value && typeof value === "object") {
            for (const [name, each] of Object.entries(value)) put(element.querySelector(`[data-part="${name}"]`), each);
        } else {
            const control = element.querySelector("textarea, input, select");
            control.value = value ?? "";
            control.dispatchEvent(new Event("input", { bubbles: true }));
        }
    };
    for (const [name, value] of Object.entries(values)) put(form.querySelector(`[data-field="${name}"]`), value);
}"""


def test_a_file_and_the_form_give_the_same_codes(form: Page, tmp_path: Path) -> None:
    texts = {name: text_of(case, 400 + number) for number, (name, case) in enumerate(CASES.items())}
    expected = {name: (sorted(case["codes"]), sorted(case.get("hints", []))) for name, case in CASES.items()}
    assert codes_by_name(tmp_path, texts) == expected
    refused = {}
    for name, text in texts.items():
        if error := open_text(form, f"zz-{name}.fi.md", text):
            refused[name] = error
            continue
        # A file from elsewhere belongs to the kind that its number names.
        assert said(form) == ([] if name == "ref-kind" else expected[name][0]), name
        assert hinted(form) == expected[name][1], name
        assert form.locator("#file-content").text_content() == text
    # Nothing of these can be shown: no field is there for it, a sign in it hides what it says, or it is too much.
    assert set(refused) == {"heading-unknown", "heading-twice", "control", "control-contact", "control-mark",
                            "line-long", "searched-as-many", "benefits-many"}
    assert "20" in refused["searched-as-many"] and "60" in refused["benefits-many"]


def test_what_is_typed_gives_the_same_codes_as_the_file_that_comes_out(form: Page, tmp_path: Path) -> None:
    texts, shown, expected = {}, {}, {}
    for number, (name, case) in enumerate(CASES.items()):
        typed = {field: value for field, value in case["set"].items() if field not in PICKED}
        empty = any(value == "" or (isinstance(value, list) and "" in value) for value in typed.values())
        if not typed or empty or None in typed.values() or "adoptions" in typed:
            continue
        assert open_text(form, f"zz-{name}.fi.md", text_of({"set": {}}, 400 + number)) == ""
        form.evaluate(TYPE, typed)
        shown[name] = said(form), hinted(form)
        texts[name] = form.locator("#file-content").text_content()
        expected[name] = sorted(case["codes"]), sorted(case.get("hints", []))
    assert len(texts) > 60
    assert codes_by_name(tmp_path, texts) == shown
    differs = {name for name in shown if shown[name] != expected[name]}
    # A source that is typed over keeps what else it has.
    assert differs <= {"source-half", "source-work"}


def test_the_form_guesses_what_was_meant_as_the_command_line_does(form: Page, tmp_path: Path) -> None:
    case = {"set": {"evidence": "experiance", "published": "1.2.2026", "period": {"start": "24.12.2025"}}}
    text = text_of(case, 700)
    for folder in CONTENT:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / "recipes" / "zz.fi.md").write_text(text, encoding="utf-8")
    guesses = {problem.params["nearest"] for problem in check_project(tmp_path).problems
               if problem.path == "recipes/zz.fi.md"}
    assert guesses == {"experience", "2026-02-01", "2025-12-24"}
    assert open_text(form, "zz.fi.md", text) == ""
    said(form)
    told = form.locator("#problems").text_content()
    assert set(re.findall(r"Tarkoititko (\S+)\?", told)) == guesses
    assert "Tarkoititko title?" in open_text(form, "zz.fi.md", text.replace("\ntitle:", "\ntittle:"))


COMMENTS = {
    "code": ("chapter:", "# Tunnus on 131052-308T.\nchapter:"),
    "in-list": ("benefits:\n", "benefits:\n  # Soita 040 123 4567\n"),
    "beside": ("tags:\n", "tags: # a@salo.fi\n"), "last": ("\n---\n\n", "\n# Soita 040 123 4567\n---\n\n"),
    "good": ("chapter:", "# Vuonna 2014 näin: 131052-308X\nchapter:"),
}


def test_what_comments_tell_of_people_is_refused(form: Page, tmp_path: Path) -> None:
    texts = {}
    for number, (name, (old, new)) in enumerate(COMMENTS.items()):
        texts[name] = text_of({"set": {}}, 500 + number).replace(old, new, 1)
        assert new in texts[name], name
    codes = codes_by_name(tmp_path, texts)
    assert [codes[name][0] for name in texts] == [["identity-code"], *[["contact-details"]] * 3, []]
    for name, text in texts.items():
        assert open_text(form, f"zz-{name}.fi.md", text) == "", name
        assert said(form) == codes[name][0], name
        assert form.locator("#file-content").text_content() == text
    open_text(form, "zz-last.fi.md", texts["last"])
    said(form)
    line = texts["last"].split("\n").index("# Soita 040 123 4567") + 1
    told = form.locator("#problems").text_content()
    assert f"rivillä {line} kommentissa" in told
    form.locator("#problems a").click()


def test_a_comment_in_a_translation_is_told_at_a_field_that_is_shown(form: Page) -> None:
    text = (ROOT / "recipes" / "hakonen.en.md").read_text("utf-8")
    commented = text.replace("translation_of:", "# 131052-308T\ntranslation_of:", 1)
    assert open_text(form, "hakonen.en.md", commented) == ""
    assert said(form) == ["identity-code"]
    form.locator("#problems a").click()
    assert form.evaluate("document.activeElement.closest('[data-field]').dataset.field") == "searched_as"


def test_the_form_offers_the_same_name_as_the_command_line(form: Page, cookbook: Cookbook) -> None:
    wanted = ["Nuoret", "nuorille", "NUORET JA VALMISTUVAT", "kohde-nuorett", "järj", "hankinat", "qqqq", "ta", ""]
    tags = {tag.id: {"label": tag.label["fi"]} for tag in cookbook.vocabulary.tags.values()}
    labels = {tag["label"].casefold(): id_ for id_, tag in tags.items()}
    entries = list(cookbook.entries)
    asked = ["savonlinna", "Hakonen", "kemi", "vantaa-strategy", "pori-motivoint", "zzzz"]
    said = form.evaluate("""async ([wanted, tags, asked, entries]) => {
        const { nearest } = await import("/assets/javascripts/form-near.js");
        const known = new Map(Object.entries(tags));
        return [...wanted.map((name) => nearest(name, known)), ...asked.map((name) => nearest(name, entries))];
    }""", [wanted, tags, asked, entries])
    assert said == [*(nearest(name, tags, labels) for name in wanted), *(nearest(name, entries) for name in asked)]
    assert said[:4] == ["kohde-nuoret"] * 4


def test_an_id_that_tells_of_people_is_refused(form: Page) -> None:
    codes = {}
    for name in ("131052-308t", "040-1234567", "tyopankki-2014"):
        form.evaluate(TYPE, {"id": name})
        codes[name] = [code for code in said(form) if code in ("identity-code", "contact-details")]
    assert codes == {"131052-308t": ["identity-code"], "040-1234567": ["contact-details"], "tyopankki-2014": []}


READ = [
    "a: b", "a: 'b'", 'a: "b\\u00e4"', "a: >-\n  b\n  c\n", "a: >\n  b\n\n  c\n", "a: |\n  b\n  c\n", "a: |+\n  b\n\n",
    "a:\n  - b\n  - c", "a:\n- b\n- c", "a: [b, c]", "a: [b,\n  c]", "a: {b: c, d: e}", "a:\n  b: c\n  d: e",
    "a:\n  - b: c\n    d: e\n  - b: f", "a: b\n  c\n  d", "a: 'b\n  c'", 'a: "b\n\n  c"', "a:\n",
    "a: # kommentti\n  b: c",
    "# alku\na: b\n# loppu", "a:\n  - >-\n    b\n    c\n  - d", "a: ''", "a: 'it''s'", 'a: "x\\ty"', "a: b#c", "a: b:c",
    "a: [\"b\", 'c']", "a: []", "a: {}", "a:\n  -\n  - b", "a: ~10", "a: <5", "a: 2026-01-01", "a: no", "a: 012",
    "'a': b",
    "a:   b   ", "a: >-\n    b\n    c", "a: b\n\n\nc: d", "a: [{b: c}, d]", "a: 'b # c'", "a: http://b", "a: b, c",
    "a: b [c]", "a:\tb", "a: \tb", "a:\n  b:\tc", "a:\n  -  b:\tc\n     d:\te", "a:\t[b]", "a:\t>-\n  b", "a: 'b'\t",
]
"""What the form's reader must read."""

ODD = [
    "a: b: c", "a: &x b", "a: *x", "a: !!str b", "a: b #c", "? a\n: b", "a: >2\n  b", "a: >-\n  b\n   c", "a: [b",
    "a: 'b", "a: b\na: c", "a: @b", "a: %b", "a: `b", "a: - b", "a:\n  b\n c", "- a", "a", "a: |\n\tb",
    "a: {b}",
    "a: {b: c", "a: [b c: d]", "a: [b, , c]", "<<: b", "a:b", "a: b\n   - c", "a:\n- b\n c: d", "a: 'b' c",
    "a: \"\\q\"",
    "a: >-\n\n  b", "a: |\n   \n  b", "a:\n  - - b", "\u00a0a: b", "a: \u00a0b", "a: [a: b]", "a: ? b",
    "a: |-\n  b\n # c\nd: e",
    "a: \"b\\\n  c\"", "...\na: b", "a: 'b\n\tc'", "a: >- # c\n  b", "a: {? b : c}", "a: {b:c}", "a: ]",
    "a: b\n# c\n  d", "a\t: b", "a: b\t", "a:\t# c", "a: >-\t# c\n  b", "a: [b]\t# c", "a: b\t# c", "a:\n  -\tb",
    "a:\n  - \tb", "a:\t- b", "a:\tb: c", "a:\n\tb: c", "a:\t&x b", "a:\t\n  b: c", "a: [b,\tc]", "{a:\tb}",
]
"""What it may refuse; where it does not, it reads what the command line reads."""


def test_the_small_reader_reads_as_the_command_line_does_or_not_at_all(form: Page, tmp_path: Path) -> None:
    read = form.evaluate("""async texts => {
        const { readYaml, NotUnderstood } = await import("/assets/javascripts/form-yaml.js");
        return texts.map(text => {
            try { return readYaml(text.split("\\n")).data; }
            catch (error) { if (error instanceof NotUnderstood) return null; throw error; }
        });
    }""", READ + ODD)
    for text, data in zip(READ + ODD, read, strict=True):
        file = tmp_path / "x.fi.md"
        file.write_bytes(f"---\n{text}\n---\n".encode())
        document, problems = read_document(file, "x.fi.md")
        assert data is not None or text in ODD, text
        # A file without fields is no document to the command line; the form says what is missing.
        assert data is None or (not problems and data == document.data), text

"""Markdown to safe HTML: what comes through, and what never does."""

from __future__ import annotations

import re

import pytest

from generator.render import plain, render


def test_emphasis_lists_and_links_come_through() -> None:
    html = render("## Otsikko\n\n- **a** ja *b*\n- [c](https://example.org/)\n").html
    assert "<h2>Otsikko</h2>" in html
    assert "<li><strong>a</strong> ja <em>b</em></li>" in html
    assert '<a href="https://example.org/">c</a>' in html


def test_links_into_the_cookbook_keep_their_scheme() -> None:
    assert render("[x](entry:hakonen)", inline=True).html == '<a href="entry:hakonen">x</a>'


def test_a_title_of_a_link_is_left_out_so_that_the_link_is_found() -> None:
    assert render('[x](entry:hakonen "vihje")', inline=True).html == '<a href="entry:hakonen">x</a>'


def test_a_line_stays_a_line() -> None:
    assert render("3. vaihe alkaa", inline=True).html == "3. vaihe alkaa"
    assert render("- ei luettelo\n# ei otsikko", inline=True).html == "- ei luettelo # ei otsikko"


@pytest.mark.parametrize("text", ["", "Tavallista tekstiä.", "a < b & c", "50 %: näin", "”lainaus” – ja", "x > y"])
def test_plain_text_takes_the_short_way_to_the_same_end(text: str) -> None:
    short = render(text, inline=True).html
    long = render(f"{text}~", inline=True).html.removesuffix("~")  # a sign that forces the converter
    assert short.replace("&gt;", ">") == long.replace("&gt;", ">")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<a href=javascript:alert(1)>x</a>",
        "<img\nsrc=x\nonerror=alert(1)>",
        "<!-- x --><b>",
        "<iframe src=//example.org",
        "<details open ontoggle=alert(1)>",
    ],
)
@pytest.mark.parametrize("inline", [True, False])
def test_raw_html_becomes_text_and_is_reported(text: str, inline: bool) -> None:
    rendered = render(text, inline)
    assert rendered.raw_html
    assert "&lt;" in rendered.html
    assert not any(tag in rendered.html for tag in ("<script", "<img", "<svg", "<a ", "<iframe", "<details", "<b"))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "javascript&colon;alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
    ],
)
def test_dangerous_links_lose_their_address(address: str) -> None:
    html = render(f"[x](<{address}>) [y][z]\n\n[z]: {address}").html
    assert "href" not in html


def test_the_scheme_of_a_web_address_is_written_in_small_letters() -> None:
    assert render("[x](HTTPS://example.org/A)").html == '<p><a href="https://example.org/A">x</a></p>'


def test_code_is_shown_not_run() -> None:
    assert render("`<script>`", inline=True).html == "<code>&lt;script&gt;</code>"
    assert render("`<script>`", inline=True).raw_html == ()


@pytest.mark.parametrize(("text", "code"), [
    ("```html\n<img src=x>\n```", "&lt;img src=x&gt;"), ("``` js {.x}\na\n```\n\n```css\nb\n```", "a"),
    ("- ```html\n  c\n  ```", "c"), ("````md\nd\n````", "d"),
])
def test_the_language_of_code_is_not_shown(text: str, code: str) -> None:
    html = render(text).html
    assert f"<code>{code}</code>" in html
    assert not re.search(r"html|js|css|md", html)


def test_what_stands_behind_a_sign_of_code_that_does_not_end_is_shown() -> None:
    assert "html" in render("```html\n\nTeksti").html


def test_titles_lose_their_marks() -> None:
    assert plain("**Vantaa** & [Espoo](entry:x)") == "Vantaa & Espoo"

"""The one Markdown rendering, for web and paper: text in, safe HTML out.

Contributed Markdown never becomes HTML that its writer typed: raw HTML is shown as the text it is
(and reported by :mod:`generator.check`), and what Markdown makes passes through an allow-list
sanitiser. Links inside the cookbook keep their own schemes (``entry:``, ``term:``, ``tag:``, ``part:``) until an
outer room knows the address.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import sys
from dataclasses import dataclass
from functools import cache, cached_property
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor

INNER_SCHEMES = ("entry", "term", "tag", "part")
URL_SCHEMES = {"https", "http", *INNER_SCHEMES}

SAFE_ADDRESS = re.compile(rf"(?:{'|'.join(sorted(URL_SCHEMES))}):")

WEB_SCHEME = re.compile(r"https?:", re.IGNORECASE)

VISIBLE = re.compile(r"(?![_\u115f\u1160\u3164\uffa0])\w")
"""A letter or a digit that is seen: Korean fillers are letters to Unicode and show nothing."""

FENCE = re.compile(r"([ \t>]*(?:(?:[-*+]|[0-9]+\.)[ \t]+)?(`{3,}))([^`]*)")
"""A line that begins or ends a block of code: its sign, and what stands behind it, the code's language."""

TAGS = {
    "p", "em", "strong", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "pre", "br",
    "hr", "table", "thead", "tbody", "tr", "th", "td",
}
ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}}

# Everything that begins like a tag, a comment, a declaration or a processing instruction.
RAW_HTML = r"(<[/!?]?[a-zA-Z\[-][^<>]*>?)"

MOST_SIGNS = 2000
"""How often a sign of Markdown may stand in one text; the converter's time grows with their square."""

DEEPEST = 20
"""How many lists and quotations may stand within one another; nobody reads more than three."""

# A text in which none of these stands is the same as Markdown and as plain text.
MARKDOWN_SIGNS = re.compile(r"[*_`\[\]<>&\\!|#~]|://|\n")


@dataclass(frozen=True)
class Rendered:
    """A rendered text: safe ``html``, and what was met on the way, for the checks.

    ``links`` are the addresses as a browser would read them, ``images`` those of images,
    ``raw_html`` the tags that were typed, ``headings`` the levels of the headings, 0 for one without
    text, ``unnamed`` the addresses of links without text. ``failed`` tells that the text was too complicated and is
    shown as it was typed.
    """

    html: str
    links: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    raw_html: tuple[str, ...] = ()
    headings: tuple[int, ...] = ()
    unnamed: tuple[str, ...] = ()
    failed: bool = False

    @cached_property
    def text(self) -> str:
        """The text without its tags."""
        return html.unescape(re.sub(r"<[^>]+>", "", self.html))

    @cached_property
    def lines(self) -> str:
        """The text without its tags, what stands in different paragraphs, points or cells apart."""
        if "<" not in self.html:
            return html.unescape(self.html)
        return html.unescape(re.sub(r"<[^>]+>", "\n\n", re.sub(r"</?(?:a|code|em|strong|br)\b[^>]*>", "", self.html)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is there to read: no letter and no digit. Of an image and of what cannot be read, more is
        said.
        """
        return not self.images and not self.failed and not VISIBLE.search(self.text)


class _ShowRawHtml(InlineProcessor):
    """Leaves raw HTML as text and remembers it."""

    def handleMatch(self, match, data):
        self.md.raw_html.append(match.group(1))
        # As plain text the sign is escaped by the serialiser.
        element = Element("span")
        element.text = markdown.util.AtomicString(match.group(1))
        return element, match.start(0), match.end(0)


class _FewPatterns(InlineTreeprocessor):
    """Tries only those inline patterns that can match: to try them all on each piece of a text is most of what
    rendering takes.
    """

    # A name that is not here is that of a pattern that is tried on every text.
    SIGNS = {
        "backtick": "`", "escape": "\\", "link": "[", "image_link": "!", "autolink": "<", "raw_html": "<",
        "entity": "&", "em_strong": "*_",
    }
    """Of each pattern the signs of which one stands in every text that it matches."""

    # They change nothing in a text that defines no addresses.
    REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        text = "\n".join(self.md.lines)
        patterns = self.md.inlinePatterns
        idle = {patterns[name] for name, signs in self.SIGNS.items() if not any(sign in text for sign in signs)}
        if not self.md.references:
            idle.update(patterns[name] for name in self.REFERENCES)
        self.inlinePatterns = [pattern for pattern in patterns if pattern not in idle]
        return super().run(tree, ancestors)


@cache
def _markdown(inline: bool) -> markdown.Markdown:
    """Return the Markdown converter, for whole texts or for single lines.

    Raw HTML blocks are not looked for, so that their tags meet the inline rule; a single line knows
    no lists, headings or quotes, so that a field that begins with "3." stays what it is.
    """
    # By their classes: their names would be looked for in everything that is installed.
    converter = markdown.Markdown(extensions=[] if inline else [TableExtension(), SaneListExtension()])
    converter.raw_html = []
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.deregister("automail")
    converter.inlinePatterns.register(_ShowRawHtml(RAW_HTML, converter), "raw_html", 90)
    converter.treeprocessors.register(_FewPatterns(converter), "inline", 20)
    if inline:
        for name in ("code", "hashheader", "setextheader", "hr", "olist", "ulist", "quote", "indent",
                     "reference"):
            converter.parser.blockprocessors.deregister(name)
    return converter


UNNOTED = re.compile(r"</?(?:p|li|em|strong|table|tbody|thead|t[dhr])>")
"""Tags that `_Survey` does not note."""


class _Survey(HTMLParser):
    """Notes the links, images and headings of rendered HTML, decoded as a browser would."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.images: list[str] = []
        self.headings: list[int] = []
        self.unnamed: list[str] = []
        self.heading = self.name = ""
        self.depth = self.deepest = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append(values.get("href") or "")
            self.name = ""
        elif tag == "img":
            self.images.append(values.get("src") or "")
            self.handle_data(values.get("alt") or "")
        elif re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
            self.heading = ""
        elif tag in ("ol", "ul", "blockquote"):
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)

    def handle_data(self, data: str) -> None:
        self.heading += data
        self.name += data

    def handle_endtag(self, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag) and not VISIBLE.search(self.heading):
            self.headings[-1] = 0
        elif tag == "a" and not VISIBLE.search(self.name):
            self.unnamed.append(self.links[-1])
        elif tag in ("ol", "ul", "blockquote"):
            self.depth -= 1


def render(text: str, inline: bool = False) -> Rendered:
    """Render Markdown to safe HTML.

    With ``inline`` the text is one line of running text, its white space folded, and the HTML has no
    paragraph around it.
    """
    key = (" ".join(text.split()) if inline else text, inline)
    if key not in _made:
        _made[key] = _former.get(key) or _render(*key)
    return _made[key]


_made: dict[tuple[str, bool], Rendered] = {}
"""What has been rendered: checks, pages, search and data all ask for the same texts."""

_former: dict[tuple[str, bool], Rendered] = {}
"""What was rendered before ``recall`` or the last ``remember``."""


def recall(folder: Path) -> None:
    """Take up the renderings that ``remember`` left in ``folder``."""
    file = _memory(folder)
    try:
        for text, inline, made, *found, failed in json.loads(file.read_bytes()):
            _former[text, inline] = Rendered(made, *map(tuple, found), failed)
    except (OSError, ValueError, TypeError):
        _former.clear()  # Nothing is remembered yet, or it cannot be read: all is rendered anew.


def remember(folder: Path) -> None:
    """Leave in ``folder`` what has been rendered since the last time; what nobody asked for is forgotten."""
    made = {(text, inline): it for (text, inline), it in _made.items() if not (inline and is_plain(text))}
    file = _memory(folder)
    if not file.is_file() or made.keys() != _former.keys():
        rows = [[*key, it.html, it.links, it.images, it.raw_html, it.headings, it.unnamed, it.failed]
                for key, it in made.items()]
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        # Written aside first, so that a killed build leaves no half.
        aside = file.with_suffix(".part")
        aside.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        aside.replace(file)
    _former.clear()
    _former.update(made)
    _made.clear()


def _memory(folder: Path) -> Path:
    """Return the file of renderings. Its name holds the digest of what they depend on besides their texts."""
    programs = f"{sys.version} {version('markdown')} {version('nh3')}".encode()
    return folder / f"{hashlib.sha256(Path(__file__).read_bytes() + programs).hexdigest()}.json"


def is_plain(text: str) -> bool:
    """Tell whether a line is the same as Markdown and as plain text."""
    return not MARKDOWN_SIGNS.search(text)


def shows_nothing(text: str) -> bool:
    """Tell whether nothing is there to read in a line of Markdown; see `Rendered.is_empty`."""
    return not VISIBLE.search(text) if is_plain(text) else render(text, inline=True).is_empty


def _render(text: str, inline: bool) -> Rendered:
    if inline and is_plain(text):
        return Rendered(html.escape(text, quote=False))
    if any(text.count(sign) > MOST_SIGNS for sign in "[<|`*_"):
        return Rendered(html.escape(text, quote=False), failed=True)
    converter = _markdown(inline)
    converter.reset()
    converter.raw_html.clear()
    try:
        made = converter.convert(text if inline else without_languages(text))
    except RecursionError:
        # The converter may be left in the middle of something.
        _markdown.cache_clear()
        return Rendered(html.escape(text, quote=False), failed=True)
    survey = _Survey()
    # The survey takes long, and most tags say nothing to it.
    survey.feed(UNNOTED.sub("", made))
    if survey.deepest > DEEPEST:
        return Rendered(html.escape(text, quote=False), failed=True)
    clean = nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes=URL_SCHEMES, link_rel=None,
                      attribute_filter=_keep_safe)
    if inline:
        clean = re.sub(r"^<p>|</p>$", "", clean.strip())
    return Rendered(
        clean,
        tuple(survey.links),
        tuple(survey.images),
        tuple(converter.raw_html),
        tuple(survey.headings),
        tuple(survey.unnamed),
    )


def without_languages(text: str) -> str:
    """Return ``text`` without the names of languages behind the signs that begin blocks of code: the converter
    would show them as code.
    """
    if "```" not in text:
        return text
    lines = text.split("\n")
    begun = None
    for number, line in enumerate(lines):
        if not (fence := FENCE.fullmatch(line)):
            continue
        if not begun:
            begun = number, fence
        elif fence[2] == begun[1][2] and not fence[3].strip():
            lines[begun[0]] = begun[1][1]
            begun = None
    return "\n".join(lines)


def _keep_safe(tag: str, attribute: str, value: str) -> str | None:
    """Drop every address that does not name an allowed scheme, relative ones too; write that of the web in small
    letters.
    """
    if attribute != "href":
        return value
    if scheme := WEB_SCHEME.match(value):
        return scheme[0].lower() + value[scheme.end() :]
    return value if SAFE_ADDRESS.match(value) else None


def plain(text: str) -> str:
    """Return the text of inline Markdown without its marks, for titles, indexes and data."""
    return render(text, inline=True).text


def plain_block(text: str) -> str:
    """Return the text of Markdown without its marks, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", render(text).html)).split())

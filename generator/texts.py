"""Check the Markdown of a text: no raw HTML, no image, only links that lead somewhere safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from urllib.parse import urlsplit

from generator.load import FORBIDDEN, Document, Position
from generator.problems import Problem, nearest
from generator.render import INNER_SCHEMES, Rendered, render

# It looks at each word once and never steps back: an address is rare and a text may be long.
EMAIL = re.compile(r"(?<!\w)[\w.+-]++\s*+(?:@|\(at\)|\[at\]|\(ät\))\s*[\w-]+\.[\w.-]+", re.IGNORECASE)

# Finnish numbers as people write them: an area or mobile code, then groups; or +358.
PHONE = re.compile(r"(?<![\w–-])(?:\+358[\s-]?\d{1,3}|\(?0(?:4\d|50|29|[1-9]\d?)\)?)(?:[\s-]?\d{2,4}){2,3}(?!\w)")


class TextChecker:
    """Checks texts of one document against what the cookbook knows.

    ``known`` holds, by link scheme (``entry``, ``term``, ``tag``), the ids that a link may name.
    """

    def __init__(self, document: Document, known: Mapping[str, Set[str]]) -> None:
        self.document = document
        self.known = known

    def check(self, text: str, start: Position, *, inline: bool, highest: int = 3) -> Iterator[Problem]:
        """Yield the problems of ``text``, which stands at ``start``.

        ``highest`` is the highest level of heading that the text may have; above it stand the
        page's own.
        """
        rendered = render(text, inline)
        for sign in sorted(set(FORBIDDEN.findall(rendered.text))):
            yield self._problem("control-character", "&#", start, character=f"U+{ord(sign):04X}")
        yield from self._markup(rendered, start)
        for href in rendered.links:
            yield from self._link(href, start)
        for level in sorted({level for level in rendered.headings if level < highest}):
            place = self._heading(level, start)
            yield Problem(self.document.path, place.line, place.column, "heading-level", {"level": str(highest)})
        for pattern in (EMAIL, PHONE):
            for match in pattern.finditer(text):
                yield self._problem("contact-details", match.group().split("\n")[0], start,
                                    value=match.group())

    def _markup(self, rendered: Rendered, start: Position) -> Iterator[Problem]:
        opened = [tag for tag in rendered.raw_html if not tag.startswith("</")]
        for tag in opened or rendered.raw_html:
            yield self._problem("raw-html", tag.split("\n")[0], start, tag=tag[:60])
        for image in rendered.images:
            yield self._problem("image", image, start, address=image[:80])

    def _link(self, href: str, start: Position) -> Iterator[Problem]:
        scheme, _, rest = href.partition(":")
        if scheme in INNER_SCHEMES:
            if rest not in self.known[scheme]:
                yield self._problem(f"unknown-{scheme}", href, start, value=rest,
                                    nearest=nearest(rest, self.known[scheme]))
            return
        try:
            parts = urlsplit(href)
            safe = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
        except ValueError:
            safe = False
        if not safe:
            yield self._problem("bad-link", href, start, address=href[:80])

    def _heading(self, level: int, start: Position) -> Position:
        """Return where the first heading of a level stands (underlined ones count as at the start)."""
        sign = re.compile(rf"#{{{level}}}(?!#)")
        lines = range(start.line, len(self.document.lines) + 1)
        found = (number for number in lines if sign.match(self.document.lines[number - 1]))
        return Position(next(found, start.line), 1)

    def _problem(self, code: str, snippet: str, start: Position, **params: str) -> Problem:
        place = self.document.find(snippet, start)
        return Problem(self.document.path, place.line, place.column, code, params)



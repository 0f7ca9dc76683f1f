"""Check the Markdown of a text: no raw HTML, no image, only links that lead somewhere safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from urllib.parse import urlsplit

from generator.load import FORBIDDEN, Document, Position
from generator.problems import Problem, nearest, shortened
from generator.render import INNER_SCHEMES, Rendered, render

# It looks at each word once and never steps back: an address is rare and a text may be long.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]++\s*+(?:@|\(at\)|\[at\]|\(ät\))\s*[\w-]+\.[\w.-]+", re.IGNORECASE)

# Finnish numbers as people write them: an area or mobile code, then groups; or +358.
PHONE = re.compile(r"(?<![\w–-])(?:\+358[\s-]?\d{1,3}|\(?0(?:4\d|50|29|[1-9]\d?)\)?)(?:[\s-]?\d{2,4}){2,3}(?!\w)")


MAX_ADDRESS = 2000
"""The longest address of a link, in characters: what browsers and PDF readers all take."""


class TextChecker:
    """Checks texts of one document against what the cookbook knows.

    ``known`` holds, by link scheme (``entry``, ``term``, ``tag``), the ids that a link may name; a
    scheme that it lacks is not checked.
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
        place = _Places(self.document, start)
        if rendered.failed:
            yield self._problem("too-complicated", start)
        for sign in sorted(set(FORBIDDEN.findall(rendered.text))):
            yield self._problem("control-character", place.of("&#"), character=f"U+{ord(sign):04X}")
        yield from self._markup(rendered, place)
        for href in rendered.links:
            yield from self._link(href, place)
        for level in sorted({level for level in rendered.headings if level < highest}):
            if level:
                yield self._problem("heading-level", place.of_heading(level), level=str(highest))
            else:
                yield self._problem("empty-heading", place.of_heading(level))
        for pattern in (EMAIL, PHONE):
            for match in pattern.finditer(text):
                yield self._problem("contact-details", place.of(match.group().split("\n")[0]))

    def _markup(self, rendered: Rendered, place: _Places) -> Iterator[Problem]:
        opened = [tag for tag in rendered.raw_html if not tag.startswith("</")]
        for tag in opened or rendered.raw_html:
            yield self._problem("raw-html", place.of(tag.split("\n")[0]), tag=shortened(tag))
        for image in rendered.images:
            yield self._problem("image", place.of(f"]({image}", image), address=shortened(image))

    def _link(self, href: str, place: _Places) -> Iterator[Problem]:
        scheme, _, rest = href.partition(":")
        there = place.of(f"]({href}", f"<{href}", href)
        if scheme in INNER_SCHEMES:
            known = self.known.get(scheme)
            if known is not None and rest not in known:
                yield self._problem(f"unknown-{scheme}", there, value=shortened(rest), nearest=nearest(rest, known))
            return
        try:
            parts = urlsplit(href)
            safe = parts.scheme in ("https", "http") and bool(parts.hostname) and not parts.username
        except ValueError:
            safe = False
        if not safe or len(href) > MAX_ADDRESS:
            yield self._problem("bad-link", there, address=shortened(href))

    def _problem(self, code: str, place: Position, **params: str) -> Problem:
        return Problem(self.document.path, place.line, place.column, code, params)


class _Places:
    """Finds where pieces of a text stand, one after another where a piece stands there repeatedly."""

    def __init__(self, document: Document, start: Position) -> None:
        self.document = document
        self.start = start
        self.last: dict[str, Position] = {}

    def of(self, *snippets: str) -> Position:
        """Return the place of the first of ``snippets`` that is found, each taken as a way to write it.

        The place is that of the last snippet within it. What is folded apart stands at the text's start.
        """
        for snippet in snippets:
            before = self.last.get(snippet)
            start = Position(before.line, before.column + 1) if before else self.start
            found = self.document.find(snippet, start)
            if found != start or self._stands(snippet, found):
                self.last[snippet] = found
                return Position(found.line, found.column + len(snippet) - len(snippets[-1]))
        return self.start

    def of_heading(self, level: int) -> Position:
        """Return where the first heading of a level stands; of level 0, the first that has no text."""
        sign = re.compile(rf"#{{{level}}}(?!#)" if level else r"#+[^\w]*$")
        lines = range(self.start.line, len(self.document.lines) + 1)
        found = (number for number in lines if sign.match(self.document.lines[number - 1]))
        return Position(next(found, self.start.line), 1)

    def _stands(self, snippet: str, place: Position) -> bool:
        return self.document.lines[place.line - 1].startswith(snippet, place.column - 1)

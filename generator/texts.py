"""Check the Markdown of a text: no raw HTML, no image, only links that lead somewhere safe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Any

from generator.fields import SHARED
from generator.load import Document, Position, Way, forbidden_in
from generator.privacy import may_reveal, plainly, revealed
from generator.problems import Problem, nearest, shortened
from generator.render import INNER_SCHEMES, Rendered, is_plain, plain, render

NO_TEXT = SHARED - {"source", "contact"} | {"translation_of", "digests"}
"""Fields that hold no Markdown; a digest may even look like a telephone number."""

COMMENT = re.compile(r"(?:^|\s)#(.*)")

MAX_ADDRESS = 2000
"""The longest address of a link, in characters: what browsers and PDF readers all take."""

WEB_LINK = re.compile(
    r"https?://(?!(?:[^/?#]*\.)?(?:local|localhost|localdomain|internal|intranet|lan|home|corp|home\.arpa)\.?"
    r"(?::[0-9]*)?(?![^/?#]))"
    r"(?:\w(?:[\w-]*\w)?\.)+(?![0-9])\w[\w-]*\w\.?"
    r"(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])?)?"
    r"(?![^/?#])", re.IGNORECASE)
"""How the address of a public page begins: a name with dots, of no network at home or at work, and a port that
there is. A number is the address of a machine and not a name."""


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
        if inline and is_plain(text) and text.isprintable() and "  " not in text:
            # As most are: rendered, it is the same, and only people can be in it.
            if may_reveal(text):
                yield from self.people(text, Places(self.document, start))
            return
        rendered = render(text, inline)
        place = Places(self.document, start)
        if rendered.failed:
            yield self._problem("too-complicated", place.start)
        for sign in sorted({match.group() for match in forbidden_in(rendered.text)}):
            yield self._problem("control-character", place.of("&#"), character=f"U+{ord(sign):04X}")
        yield from self._markup(rendered, place)
        for href in rendered.links:
            yield from self._link(href, place)
        for href in rendered.unnamed:
            there = place.of(f"[]({href}", f"[ ]({href}", f"]({href}")
            yield self._problem("empty-link", there, address=shortened(href))
        for level in sorted({level for level in rendered.headings if level < highest}):
            if level:
                yield self._problem("heading-level", place.of_heading(level), level=str(highest))
            else:
                yield self._problem("empty-heading", place.of_heading(level))
        yield from self.people(text, place, rendered.lines, *rendered.links)

    def people(self, text: str, place: Places, *shown: str) -> Iterator[Problem]:
        """Yield what in a text must not be published of people: as it is typed, and as it is ``shown``."""
        typed = list(revealed(text))
        for code, words in typed:
            yield self._problem(code, place.of_plain(words))
        said = {words for _, words in typed}
        for other in (each for each in shown if each not in text):
            new = [each for each in revealed(other) if not any(each[1] in known or known in each[1] for known in said)]
            for code, words in new:
                yield self._problem(code, place.of_plain(words))
            said.update(words for _, words in new)

    def comments(self) -> Iterator[Problem]:
        """Yield what must not be published of people in the comments beside the fields: the files are
        public too.
        """
        for number, line in enumerate(self.document.lines[: self.document.body_line - 1], 1):
            if "#" in line and (match := COMMENT.search(line)):
                yield from self.people(match[1], Places(self.document, Position(number, match.start(1) + 1)))

    def unread(self) -> Iterator[Problem]:
        """Yield what is wrong with the fields that could not be read, whatever text of theirs it is in."""
        for lost in self.document.lost:
            lines = self.document.lines[lost.start - 1 : lost.stop - 1]
            text = "\n".join("" if line.lstrip().startswith("#") else line for line in lines)
            rendered, place = render(text, inline=True), Places(self.document, Position(lost.start, 1))
            yield from self._markup(rendered, place)
            for href in rendered.links:
                yield from self._link(href, place)
            yield from self.people(text, place, rendered.lines, *rendered.links)

    def _markup(self, rendered: Rendered, place: Places) -> Iterator[Problem]:
        opened = [tag for tag in rendered.raw_html if not tag.startswith("</")]
        for tag in opened or rendered.raw_html:
            yield self._problem("raw-html", place.of(tag.split("\n")[0]), tag=shortened(tag))
        for image in rendered.images:
            yield self._problem("image", place.of(f"]({image}", image), address=shortened(image))

    def _link(self, href: str, place: Places) -> Iterator[Problem]:
        scheme, _, rest = href.partition(":")
        there = place.of(f"]({href}", f"<{href}", href)
        if scheme in INNER_SCHEMES:
            known = self.known.get(scheme)
            if known is not None and rest not in known:
                yield self._problem(f"unknown-{scheme}", there, value=shortened(rest), nearest=nearest(rest, known))
            return
        if not WEB_LINK.match(href) or len(href) > MAX_ADDRESS:
            yield self._problem("bad-link", there, address=shortened(href))

    def _problem(self, code: str, place: Position, **params: str) -> Problem:
        return Problem(self.document.path, place.line, place.column, code, params)


def texts_of(document: Document) -> Iterator[tuple[Way, str]]:
    """Yield every Markdown text among the fields of a file with the way to it."""
    for way, text in strings(document.data):
        if way[0] not in NO_TEXT:
            yield way, text


def strings(value: Any, way: Way = ()) -> Iterator[tuple[Way, str]]:
    """Yield every string of nested data with the way to it."""
    if isinstance(value, str):
        if way and value:
            yield way, value
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        yield from strings(inner, (*way, key))


class Places:
    """Finds where pieces of a text stand, one after another where a piece stands there repeatedly."""

    def __init__(self, document: Document, start: Position) -> None:
        self.document = document
        while start.line < len(document.lines) and not document.lines[start.line - 1].strip():
            start = Position(start.line + 1, 1)
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

    def of_plain(self, words: str) -> Position:
        """Return the place of words that :func:`plainly` wrote: at least the line that shows them."""
        words = words.split("\n")[0]
        found = self.of(words)
        if self._stands(words, found):
            return found
        first = self.last[words].line + 1 if words in self.last else self.start.line
        for number in range(first, len(self.document.lines) + 1):
            line = self.document.lines[number - 1]
            typed = plainly(line)
            if any(words in way for way in (typed, *map(plainly, (plain(line), *render(line, inline=True).links)))):
                column = typed.find(words) if len(typed) == len(line) else 0
                self.last[words] = Position(number, max(column, 0) + 1)
                break
        return self.last.get(words, self.start)

    def of_any(self, *snippets: str) -> Position:
        """Return the beginning of the first of ``snippets`` that is found."""
        return next((place for snippet in snippets if self._stands(snippet, place := self.of(snippet))), self.start)

    def of_heading(self, level: int) -> Position:
        """Return where the first heading of a level stands; of level 0, the first that has no text."""
        sign = re.compile(rf"#{{{level}}}(?!#)" if level else r"#+[^\w]*$")
        lines = range(self.start.line, len(self.document.lines) + 1)
        found = (number for number in lines if sign.match(self.document.lines[number - 1]))
        return Position(next(found, self.start.line), 1)

    def _stands(self, snippet: str, place: Position) -> bool:
        return self.document.lines[place.line - 1].startswith(snippet, place.column - 1)

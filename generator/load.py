"""Read one content file: bytes to text, front matter to data, each piece with its position.

Nothing here judges what the file says; that is :mod:`generator.check`. What cannot be read at all
becomes a :class:`~generator.problems.Problem` and the reading of other files goes on.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.mends import blocks_of, left_out, mended, names_in, with_colons
from generator.problems import Problem
from generator.slips import FENCE, Slip, first_heading, hidden_slips, name_missing_end, name_missing_start, name_slip

MAX_BYTES = 256 * 1024
"""A content file is a few pages of text; the longest of the collection has about 12 kB."""

MAX_LINE = 4000
"""The longest line, in characters: a paragraph on one line has perhaps a thousand."""

LINE_END = re.compile(r"\r\n|\r|\n")

MAX_DEPTH = 6
"""Front matter nests three levels (field, list, mapping); twice that is nobody's recipe."""

MAX_SYNTAX_ERRORS = 20
"""How many syntax errors of one file are told at once."""

MOST_TRIES = 5
"""How often the fields that are left are read again: a field that is left out may be a part of others."""

SURELY_A_FENCE = re.compile(r"(?:-{2,}|[–—_]+)[ \t]*")
"""A line that stands for the end of the fields; a single hyphen may be an item of a list, an indented one of a text."""

# C0 and C1 controls but for tab and newline; the characters that reorder text on the screen (Unicode
# bidirectional controls, see Unicode TR36) and those that are never seen (deprecated format characters, marks of
# interlinear annotation, tags, noncharacters), which can hide what a text really says.
FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb"
    r"\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17)) + "]")

# The C parser of PyYAML gives the same events about ten times faster, where it is compiled in.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Way = tuple[str | int, ...]
"""The way to a value in the front matter: keys and list indexes from the outside in."""


class Position(NamedTuple):
    """A place in a file; lines and columns count from 1."""

    line: int
    column: int


def forbidden_in(text: str) -> list[re.Match[str]]:
    """Return where a text has characters that no text may have.

    None of them is printable, which is told much faster.
    """
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return []
    return list(FORBIDDEN.finditer(text))


@dataclass
class Document:
    """What stands in one content file.

    ``data`` is the front matter (or all of a YAML file), every scalar a string. ``keys`` and
    ``values`` are the parser's marks of all that stands there, counted from 0, by the way in. ``body`` is
    the Markdown below, which starts on ``body_line``. ``lines`` are all lines of the file, for finding
    a text's exact place.

    What could not be read: ``unread`` names the fields, with an empty name where that cannot be told, ``lost`` are
    their lines (from 1), and ``has_body`` is false where it cannot be told where the fields end.
    """

    path: str
    lines: list[str]
    data: Any = field(default_factory=dict)
    keys: dict[Way, yaml.Mark] = field(default_factory=dict)
    values: dict[Way, yaml.Mark] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    unread: frozenset[str] = frozenset()
    lost: tuple[range, ...] = ()
    has_body: bool = True

    def clear(self) -> None:
        """Forget all fields, those that could not be read too."""
        self.data = type(self.data)()
        self.keys.clear()
        self.values.clear()
        self.unread, self.lost = frozenset(), ()

    def lose(self, lines: range) -> None:
        """Take all fields for unread; ``lines`` (from 1) are theirs."""
        self.clear()
        self.unread, self.lost = frozenset({""}), (lines,)

    def lose_all(self) -> None:
        """Take the whole file for unread: where its fields end cannot be told."""
        self.lose(range(1, len(self.lines) + 1))
        self.body, self.body_line, self.has_body = "", len(self.lines) + 1, False

    def position(self, way: Way) -> Position:
        """Return where the value at ``way`` stands, or the nearest thing around it that exists."""
        for length in range(len(way), 0, -1):
            found = self.values.get(way[:length]) or self.keys.get(way[:length])
            if found:
                return Position(found.line + 1, found.column + 1)
        return Position(1, 1)

    def key_position(self, way: Way) -> Position:
        """Return where the key at ``way`` stands."""
        found = self.keys.get(way)
        return Position(found.line + 1, found.column + 1) if found else self.position(way)

    def find(self, snippet: str, start: Position) -> Position:
        """Return where ``snippet`` stands at or after ``start``, or ``start`` if it is folded apart."""
        if not snippet:
            return start
        for number in range(start.line, len(self.lines) + 1):
            offset = start.column - 1 if number == start.line else 0
            column = self.lines[number - 1].find(snippet, offset)
            if column >= 0:
                return Position(number, column + 1)
        return start


def read_text(file: Path, path: str, most: int = MAX_BYTES) -> tuple[str, list[Problem]]:
    """Return the text of ``file`` with ``\\n`` line ends and composed characters, and what is wrong.

    ``most`` is how many bytes it may have. A byte-order mark and CRLF line ends are accepted. The text is empty
    where a problem makes it unusable, and without the characters that no text may have.
    """
    if file.is_symlink() or file.parent.is_symlink():
        return "", [Problem(path, 1, 1, "symlink")]
    if not file.is_file():
        return "", [Problem(path, 1, 1, "unreadable", {"reason": ""})]
    try:
        size = file.stat().st_size
        if size > most:
            sizes = {"size": f"{size // 1024}", "limit": f"{most // 1024}"}
            return "", [Problem(path, 1, 1, "file-too-large", sizes)]
        raw = file.read_bytes().removeprefix(BOM_UTF8)
    except OSError as error:
        return "", [Problem(path, 1, 1, "unreadable", {"reason": error.strerror or ""})]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = LINE_END.split(raw[: error.start].decode("utf-8", "replace"))
        return "", [Problem(path, len(before), len(before[-1]) + 1, "not-utf8")]
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        return "", [Problem(path, 1, 1, "empty-file")]
    lines = text.split("\n")
    # All at once, for nearly always there is nothing.
    if len(max(lines, key=len)) <= MAX_LINE and not forbidden_in(text):
        return text, []
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if len(line) > MAX_LINE:
            problems.append(Problem(path, number, MAX_LINE, "line-too-long", {"limit": str(MAX_LINE)}))
        if forbidden := forbidden_in(line):
            problems += [Problem(path, number, match.start() + 1, "control-character",
                                 {"character": f"U+{ord(match.group()):04X}"}) for match in forbidden]
            lines[number - 1] = FORBIDDEN.sub("", line)
    return ("\n".join(lines) if problems else text), problems


def read_document(file: Path, path: str) -> tuple[Document | None, list[Problem]]:
    """Read the content file ``file``, named ``path`` in problems.

    Returns the document, as far as it can be read, or ``None`` where there is no text to go on with, and the
    problems.
    """
    text, problems = read_text(file, path)
    if not text.strip():
        return None, problems
    lines = text.split("\n")
    document = Document(path, lines)
    if lines[0].rstrip() != FENCE:
        slip = name_missing_start(lines[0])
        problems.append(_problem(document, slip))
        if slip.code == "no-front-matter":
            document.lose_all()
            return document, problems
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        return document, [*problems, *_read_unclosed(document, name_missing_end(lines))]
    found = _read_parts(document, end, end + 1)
    if found and 0 < first_heading(lines[:end]) <= found[0].line:
        # The text was read as fields up to a line that it happens to hold.
        found = _read_unclosed(document, name_missing_end(lines[:end]))
    return document, [*problems, *found]


def _read_parts(document: Document, end: int, body: int) -> list[Problem]:
    """Read the fields, which end before the line ``end``, and the body from the line ``body`` on, both from 0."""
    document.body, document.body_line = "\n".join(document.lines[body:]), body + 1
    # An empty first line keeps the parser's line numbers those of the file.
    return read_fields(document, "\n" + "\n".join(document.lines[1:end]) + "\n")


def _read_unclosed(document: Document, slip: Slip) -> list[Problem]:
    """Read a file whose fields have no end where ``slip`` tells that it should be."""
    problem, line = _problem(document, slip), slip.line - 1
    if slip.code == "fence-misspelt" and SURELY_A_FENCE.fullmatch(document.lines[line]):
        return [problem, *_read_parts(document, line, line + 1)]
    if slip.code != "fence-misspelt" and line:
        return [problem, *_read_parts(document, line, line)]
    document.lose_all()
    return [problem]


def read_fields(document: Document, text: str) -> list[Problem]:
    """Read the front matter ``text`` as `read_yaml` does, and of one that is no YAML as much as can be read."""
    problems, error = _compose(document, text)
    if error:
        wrong, lines, gone = _syntax_problems(document, text, error)
        rest = _read_rest(document, lines, gone)
        # What the rest looks like from one wrong line says nothing.
        return [problem for problem in (*problems, *wrong, *rest) if problem.code != "front-matter-not-mapping"]
    if not document.data:
        document.unread = frozenset({""})
    return problems or _nothing(document)


def _read_rest(document: Document, lines: list[str], gone: set[int]) -> list[Problem]:
    """Read fields without those that the lines ``gone`` (from 0) belong to; return the problems of the others."""
    # Where a field begins is told by the lines that were emptied, too.
    written = [line or first for line, first in zip(lines, document.lines, strict=False)]
    blocks = blocks_of(written)
    for _ in range(MOST_TRIES):
        out = left_out(blocks, gone)
        rest = list(lines)
        for number in (number for block in out for number in block):
            rest[number] = ""
        problems, error = _compose(document, "\n".join(rest))
        if not error and document.data:
            document.data = with_colons(document.data)
            document.unread = frozenset(name for block in out for name in names_in(written, block))
            document.lost = tuple(range(block.start + 1, block.stop + 1) for block in out)
            return problems
        if not error:
            break
        gone.add(name_slip(error, document.lines, document.body_line - 1).line - 1)
    document.lose(range(1, len(lines) + 1))
    return []


def unread(path: str) -> Document:
    """Return what is known of a file that cannot be read at all: that it is there."""
    document = Document(path, [])
    document.lose_all()
    return document


def read_data(file: Path, path: str, root: type = dict) -> tuple[Document | None, list[Problem]]:
    """Read the YAML file ``file``, whose outermost value must be of type ``root`` (dict or list)."""
    text, problems = read_text(file, path)
    if problems:
        return None, problems
    lines = text.split("\n")
    document = Document(path, lines, data=root(), body_line=len(lines) + 1)
    problems = read_yaml(document, text)
    return (document if document.data else None), problems


def read_yaml(document: Document, text: str) -> list[Problem]:
    """Fill ``document.data``, an empty dict or list, from the YAML in ``text``; return the problems.

    The events of PyYAML's parser are put together here, without recursion, so that every key and
    value keeps its position, no scalar turns into something else (``no``, ``12:30``, ``2014``), and
    tags, anchors, aliases and second documents are never acted upon.
    """
    problems, error = _compose(document, text)
    if error:
        document.clear()
        found = [problem for problem in problems if problem.code != "front-matter-not-mapping"]
        return [*found, *_syntax_problems(document, text, error)[0]]
    return problems or _nothing(document)


def _nothing(document: Document) -> list[Problem]:
    return [] if document.data else [Problem(document.path, 1, 1, "front-matter-empty")]


def _compose(document: Document, text: str) -> tuple[list[Problem], yaml.YAMLError | None]:
    """Fill an empty document from YAML; return the problems up to the end or up to a syntax error, and that."""
    document.clear()
    composer = _Composer(document)
    try:
        for event in iter(LOADER(text).get_event, None):
            composer.take(event)
    except yaml.YAMLError as error:
        return composer.problems, error
    return composer.problems, None


def _syntax_problems(document: Document, text: str, error: yaml.YAMLError) -> tuple[list[Problem], list[str], set[int]]:
    """Return the syntax error and those that follow: a parser stops at the first one.

    Each line that is found wrong is mended, or emptied where it cannot be, and the rest parsed again, as long as that
    finds lines further down. Returns the lines of ``text`` after that too, and the numbers (from 0) of those emptied.
    """
    lines = text.split("\n")
    problems: list[Problem] = []
    gone: set[int] = set()
    while True:
        slip = name_slip(error, document.lines, document.body_line - 1)
        if problems and slip.line <= problems[-1].line:
            break
        problems.append(_problem(document, slip))
        if len(problems) == MAX_SYNTAX_ERRORS or slip.line > len(lines):
            break
        line = mended(lines[slip.line - 1], slip)
        lines[slip.line - 1] = line or ""
        if line is None:
            gone.add(slip.line - 1)
        try:
            for _ in yaml.parse("\n".join(lines), Loader=LOADER):
                pass
            break
        except yaml.YAMLError as following:
            error = following
    return problems, lines, gone


def _problem(document: Document, slip: Slip) -> Problem:
    return Problem(document.path, slip.line, slip.column, slip.code, slip.params)


class _Composer:
    """Puts parser events together into nested data, noting where each piece stands."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[Problem] = []
        # Each open collection, outermost first: (its way, its value, the key waiting for a value).
        self.stack: list[tuple[Way, dict[str, Any] | list[Any], str | None]] = []
        # Depth within a part that is left out: a repeated key's value, or nesting too deep.
        self.skipping = 0
        self.root_seen = False

    def problem(self, mark: yaml.Mark, code: str, **params: str) -> None:
        place = (self.document.path, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(*place, code, params))

    def take(self, event: yaml.Event) -> None:
        # The most frequent first: there are as many scalars as all else together, several times over.
        if isinstance(event, yaml.ScalarEvent):
            if event.anchor or event.tag:
                self.refuse(event)
            self.put(event.start_mark, event.value)
            if not event.style and event.value:
                self.look_behind(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.refuse(event)
            self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            if self.skipping:
                self.skipping -= 1
            else:
                self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.refuse(event)
            self.put(event.start_mark, "")
        elif isinstance(event, yaml.DocumentStartEvent) and self.root_seen:
            self.problem(event.start_mark, "yaml-feature", feature="---")

    def refuse(self, event: yaml.NodeEvent) -> None:
        """Note a tag, an anchor or an alias."""
        if event.anchor:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self.problem(event.start_mark, "yaml-feature", feature=f"{sign}{event.anchor}")
        # The parser gives a plain "!" for untagged values in some places; only a real tag counts.
        if getattr(event, "tag", None) not in (None, "!"):
            self.problem(event.start_mark, "yaml-feature", feature=event.tag)

    def look_behind(self, event: yaml.ScalarEvent) -> None:
        """Find text that YAML takes for a comment, a number sign after an unquoted value, and what it
        takes for text though it was meant as a key or an item.
        """
        mark, first = event.end_mark, event.start_mark.line
        line = self.document.lines[mark.line]
        if "#" in line and re.match(r"\s+#", rest := line[mark.column :]):
            self.problem(mark, "yaml-comment", text=rest.strip())
        if first == mark.line and event.value[0].isascii():
            return
        slips = hidden_slips(event.value, first + 1, self.document.lines, mark.line + 1)
        self.problems += [_problem(self.document, slip) for slip in slips]

    def open(self, event: yaml.CollectionStartEvent) -> None:
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        if self.skipping:
            self.skipping += 1
            return
        if not self.stack:
            self.root_seen = True
            if is_mapping != isinstance(self.document.data, dict) or self.document.data:
                self.problem(event.start_mark, "front-matter-not-mapping")
                self.skipping = 1
                return
            self.stack.append(((), self.document.data, None))
            return
        way, parent, key = self.stack[-1]
        if isinstance(parent, dict) and key is None:
            self.problem(event.start_mark, "yaml-feature", feature="?")
            self.skipping = 1
            return
        if len(self.stack) >= MAX_DEPTH:
            self.problem(event.start_mark, "too-deep", limit=str(MAX_DEPTH))
            self.put(event.start_mark, "")
            self.skipping = 1
            return
        value: dict[str, Any] | list[Any] = {} if is_mapping else []
        inner = self.put(event.start_mark, value)
        if inner is None:
            self.skipping = 1
        else:
            self.stack.append((inner, value, None))

    def put(self, mark: yaml.Mark, value: Any) -> Way | None:
        """Put ``value`` where the parser stands; return its way, or None where it is left out."""
        if self.skipping:
            return None
        if isinstance(value, str) and not value.isprintable() and (hidden := forbidden_in(value)):
            # Written as an escape, so that the text of the file did not show it.
            self.problem(mark, "control-character", character=f"U+{ord(hidden[0].group()):04X}")
        if not self.stack:
            self.root_seen = True
            self.problem(mark, "front-matter-not-mapping")
            return None
        way, parent, key = self.stack[-1]
        if isinstance(parent, list):
            inner = (*way, len(parent))
            parent.append(value)
        elif key is None:
            # A no-break space before it is a slip, told by `look_behind`.
            key = str(value).strip()
            self.stack[-1] = (way, parent, key)
            if key in parent:
                first = self.document.keys[(*way, key)].line + 1
                self.problem(mark, "duplicate-key", key=key, first=str(first), second=str(mark.line + 1))
            else:
                self.document.keys[(*way, key)] = mark
            return None
        else:
            inner = (*way, key)
            self.stack[-1] = (way, parent, None)
            if key in parent:
                return None
            parent[key] = value
        self.document.values[inner] = mark
        return inner

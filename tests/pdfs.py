"""Looking into PDFs: their text, bookmarks and links, and what a screen reader reads, in its order."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader, mult
from pypdf.generic import DictionaryObject


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


Piece = tuple[float, float, str]
"""A piece of text and its place: from the left and from the foot of its page, in points."""


def looked_at(page: PageObject) -> tuple[str, list[Piece]]:
    """Return the text of a page, and its pieces."""
    found: list[Piece] = []

    def seen(text: str, matrix: list[float], of_text: list[float], *_: object) -> None:
        place = mult(of_text, matrix)
        if text.strip():
            found.append((place[4], place[5], text.strip()))

    return page.extract_text(visitor_text=seen), found


def squeezed(text: str) -> str:
    """Return the text without what line-breaking changes: white space and hyphens."""
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


def bookmarks(pdf: PdfReader) -> list[tuple[int, str, int]]:
    """Return (depth, title, page) of every bookmark, in order."""
    def walk(items: list[Any], depth: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item, depth + 1)
            else:
                yield depth, item.title, pdf.get_destination_page_number(item) + 1

    return list(walk(pdf.outline, 0))


def annotations(pdf: PdfReader) -> set[str]:
    """Return the web addresses that the PDF links to."""
    links = [note.get_object() for page in pdf.pages for note in page.get("/Annots", [])]
    return {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}


def tags(pdf: PdfReader) -> list[tuple[str, str, str]]:
    """Return (role, language, title) of every element of the structure tree, in reading order."""
    return [
        (node["/S"].lstrip("/"), str(node.get("/Lang", "")), str(node.get("/T", "")))
        for node in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if "/S" in node
    ]


def alternatives(pdf: PdfReader) -> list[str | None]:
    """Return the alternative text of every figure, None where it lacks one."""
    root = pdf.trailer["/Root"]["/StructTreeRoot"]
    return [node.get("/Alt") for node in elements(root) if node.get("/S") == "/Figure"]


def elements(node: Any) -> Iterator[DictionaryObject]:
    """Yield the elements of a structure tree, in reading order."""
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        yield node
        for kid in kids_of(node):
            yield from elements(kid)


def kids_of(node: DictionaryObject) -> list[Any]:
    kids = node.get("/K", [])
    return kids if isinstance(kids, list) else [kids]


# What is read, in the order in which it is read.


def read_aloud(pdf: PdfReader) -> str:
    """Return the text of a PDF in the order of its structure tree, which is what a screen reader follows."""
    marked = {page.indirect_reference.idnum: marked_text(page) for page in pdf.pages}

    def walk(node: Any, page: int | None) -> Iterator[str]:
        node = node.get_object()
        if isinstance(node, int):
            yield marked[page].get(node, "")
        elif isinstance(node, DictionaryObject):
            page = node.raw_get("/Pg").idnum if "/Pg" in node else page
            if node.get("/Type") == "/MCR":
                yield marked[page].get(node["/MCID"], "")
            for kid in kids_of(node):
                yield from walk(kid, page)

    return "".join(walk(pdf.trailer["/Root"]["/StructTreeRoot"], None))


TOKEN = re.compile(
    rb"/MCID (?P<id>\d+)(?:[^()]|\([^()]*\))*?BDC|/ActualText\s*(?=[<(])|(?P<begin>BDC|BMC)|(?P<end>EMC)"
    rb"|/(?P<font>f\d+) [\d.]+ Tf|(?P<text>(?<!<)[(<](?!<))",
)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def marked_text(page: Any) -> dict[int, str]:
    """Return the text of each piece of marked content of a page by its number.

    What stands for other text (a hyphen at a line's end) is given as that.
    """
    held = page["/Resources"].get("/Font", {})
    fonts = {name.lstrip("/"): letters_of(font.get_object()) for name, font in held.items()}
    content = page.get_contents().get_data()
    found: dict[int, str] = {}
    open_: list[tuple[int | None, bool]] = []
    font: dict[int, str] = {}
    instead: str | None = None
    at = 0
    while match := TOKEN.search(content, at):
        at = match.end()
        kind = match.lastgroup
        if kind == "id":
            open_.append((int(match["id"]), False))
        elif kind is None:
            raw, at = string_at(content, at)
            instead = raw.decode("utf-16") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")
        elif kind == "begin":
            if instead is not None:
                add(found, open_, instead)
            open_.append((None, instead is not None))
            instead = None
        elif kind == "end":
            if open_:
                open_.pop()
        elif kind == "font":
            font = fonts.get(match["font"].decode(), {})
        else:
            raw, at = string_at(content, match.start())
            if not any(replaced for _, replaced in open_):
                codes = (int.from_bytes(raw[start:start + 2]) for start in range(0, len(raw), 2))
                add(found, open_, "".join(font.get(code, "") for code in codes))
    return found


def add(found: dict[int, str], open_: list[tuple[int | None, bool]], text: str) -> None:
    for number, _ in reversed(open_):
        if number is not None:
            found[number] = found.get(number, "") + text
            return


def string_at(content: bytes, at: int) -> tuple[bytes, int]:
    """Return the string that begins in a content stream, and where it ends."""
    if content[at:at + 1] == b"<":
        end = content.index(b">", at)
        return bytes.fromhex(content[at + 1:end].decode()), end + 1
    made, depth, at = bytearray(), 1, at + 1
    while True:
        sign = content[at:at + 1]
        at += 1
        if sign == b"\\":
            if octal := re.compile(rb"[0-7]{1,3}").match(content, at):
                made.append(int(octal[0], 8))
                at = octal.end()
                continue
            sign = content[at:at + 1]
            at += 1
            made += ESCAPES.get(sign, sign)
            continue
        depth += (sign == b"(") - (sign == b")")
        if depth == 0:
            return bytes(made), at
        made += sign


def letters_of(font: DictionaryObject) -> dict[int, str]:
    """Return what each glyph of a font stands for."""
    key = "/ToUnicode"
    if key not in font:
        return {}
    table = font[key].get_object().get_data().decode("latin-1")
    return {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in re.findall(r"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>$", table, re.MULTILINE)
    }

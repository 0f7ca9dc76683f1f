"""Set data as PDF: one template, one compiler that stays alive, and a cache of what is already set.

The compiler sees nothing of the machine: a folder with the template as its root, the fonts that come
with the program, no packages. The same data gives the same bytes everywhere.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Sequence
from functools import cache as once
from importlib.metadata import version
from pathlib import Path
from typing import Any

import font_source_sans_pro
import font_source_serif_pro
import typst

from generator.book.documents import documents
from generator.book.glyphs import Glyphs
from generator.book.line_ends import with_clear_line_ends
from generator.cookbook import Cookbook
from generator.problems import CookbookError

TEMPLATE = Path(__file__).with_name("template")
MAIN = "main.typ"

STANDARDS = ["ua-1", "a-2a"]
"""Accessible (PDF/UA-1) and fit for archives (PDF/A-2a); Typst stops at what breaks them."""

AFTER_THE_DATA = ("typeset", "glyphs", "line_ends")
"""Modules that decide, beside the template, what becomes of a document's data."""

STYLES = ("Regular", "It", "Semibold", "Bold", "BoldIt")

# Sets every sign of a list by itself, with the fonts of the template.
PROBE = b"""#set document(title: "probe")
#set text(font: ("Source Serif Pro", "Libertinus Serif", "DejaVu Sans Mono", "New Computer Modern"))
#for sign in json(bytes(sys.inputs.data)) { par(text(sign)) }"""

Data = dict[str, Any]


ONE_SHEET = ("entry", "menu")
"""Cuts that should go on the two sides of a sheet of paper."""

SHEETS = ("a4", "us-letter")
"""Sizes of paper that are large enough for that."""

CLOSER = (1, 2)
"""How closely to set what is too long; `template/base.typ` says what each step does."""

FAR_TOO_LONG = 5
"""From more pages than this no step leads to two."""

ALMOST_ONE = 1.42
"""Pages of an entry, as `room.pages_of` tells them, that one closely set page may hold."""

SURE_TO_FIT = 6500
"""Letters of an entry that take one sheet at most: its pages need not be counted."""

PAGE_TREE = re.compile(rb"%PDF-[^\n]*\n[^\n]*\n\n1 0 obj\n<</Type/Pages/Count ([0-9]+)/Kids")
"""How Typst begins a PDF: with the tree of its pages."""


class BookError(CookbookError):
    """A document cannot be set; its text says which one and why, in words for people."""


def fonts() -> list[Path]:
    """Return the font files that the book is set with, in a fixed order.

    The packages hold each font twice, as OpenType and as TrueType, in styles that the book doesn't
    need. Given whole folders, Typst would take whichever it meets first, which differs between
    machines.
    """
    families = {"SourceSerifPro": font_source_serif_pro, "SourceSansPro": font_source_sans_pro}
    return [
        Path(package.font_directory, f"{name}-{style}.otf")
        for name, package in families.items() for style in STYLES
    ]


@once
def fingerprint() -> str:
    """Return a digest of everything besides the data that decides how a PDF comes out."""
    digest = hashlib.sha256(version("typst").encode())
    program = (Path(__file__).with_name(f"{name}.py") for name in AFTER_THE_DATA)
    for file in (*sorted(TEMPLATE.glob("*.typ")), *fonts(), *program):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def is_short(data: Data) -> bool:
    """Tell whether a document is an entry that is sure to fit on a sheet."""
    entries = [entry for chapter in data["chapters"] for entry in chapter["entries"]]
    return data["cut"] == "entry" and sum(entry["letters"] for entry in entries) < SURE_TO_FIT


def is_almost_one_page(data: Data) -> bool:
    """Tell whether a document is an entry that would leave little on a second page."""
    entries = [entry for chapter in data["chapters"] for entry in chapter["entries"]]
    return data["cut"] == "entry" and sum(entry["pages"] for entry in entries) < ALMOST_ONE


def pages(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    if count := PAGE_TREE.match(pdf):
        return int(count[1])
    # Not above: to load it takes as long as to set a handout.
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(pdf)).pages)


class Typesetter:
    """Sets documents one after another. The second takes a fraction of the first one's time.

    It works in a temporary folder of its own, which goes with ``close`` or the end of a ``with`` block.
    ``glyphs`` knows what it has signs for.
    """

    def __init__(self) -> None:
        inside = Path(tempfile.mkdtemp(prefix="cookbook-"))
        # A process of a build ends without clearing up, so `close` is what counts; this is for the rest.
        self.close = weakref.finalize(self, shutil.rmtree, inside, ignore_errors=True)
        for name in ("root", "fonts", "packages"):
            (inside / name).mkdir()
        for file in fonts():
            shutil.copy(file, inside / "fonts")
        for file in TEMPLATE.glob("*.typ"):
            shutil.copy(file, inside / "root")
        self._template = (TEMPLATE / MAIN).read_bytes()
        self._compiler = typst.Compiler(
            self._template,
            root=inside / "root",
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[inside / "fonts"]),
            ignore_system_fonts=True,
            package_path=inside / "packages",
            package_cache_path=inside / "packages",
        )
        self.glyphs = Glyphs(self._can_set)

    def __enter__(self) -> Typesetter:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def pdf(self, data: Data) -> bytes:
        """Set a document and return the PDF.

        ``data`` comes from :mod:`generator.book.data`. What should go on one sheet and doesn't is set again,
        a step closer each time, until it does; what never does is set as it has the fewest pages. What would leave
        little on a second page is set a step closer where that makes it one. Raises :class:`BookError` if it cannot
        be set.
        """
        made = self._set(data)
        if data["cut"] not in ONE_SHEET or data["paper"] not in SHEETS:
            return made
        if is_almost_one_page(data) and pages(made) == 2:
            closer = self._set({**data, "step": CLOSER[0]})
            return min(made, closer, key=pages)
        if is_short(data):
            return made
        tries = {0: made}
        for step in CLOSER:
            if not 2 < pages(tries[step - 1]) <= FAR_TOO_LONG:
                break
            tries[step] = self._set({**data, "step": step})
        return min(tries.values(), key=pages)

    def _set(self, data: Data) -> bytes:
        moment = datetime.datetime.fromisoformat(data["date"]).replace(tzinfo=datetime.UTC)
        try:
            return with_clear_line_ends(self._compile(self._template, self.glyphs.settable(data), moment))
        except typst.TypstError as error:
            reasons = "; ".join([error.message, *error.hints])
            raise BookError(f"{data['title']} ({data['lang']}): {reasons}") from None

    def _can_set(self, signs: Sequence[str]) -> bool:
        try:
            self._compile(PROBE, list(signs), datetime.datetime.fromtimestamp(0, datetime.UTC))
        except typst.TypstError:
            return False
        return True

    def _compile(self, template: bytes, data: Any, moment: datetime.datetime) -> bytes:
        return self._compiler.compile(
            template, format="pdf", sys_inputs={"data": _json(data)}, pdf_standards=STANDARDS,
            timestamp=moment,
        )


def make_pdfs(
    cookbook: Cookbook,
    languages: Iterable[str],
    target: Path,
    cache: Path,
    date: datetime.date,
    site_url: str = "",
    progress: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write every PDF of some languages; see `documents`.

    ``target`` is the folder for them. ``cache`` keeps what was set by what it was set from; what this
    run had no use for is removed from it. ``date`` is the edition's, ``site_url`` the address of the
    site's root. ``progress`` is told the name of each PDF that is set anew. Returns the files. Raises
    :class:`BookError` that names every document that cannot be set.
    """
    for folder in (target, cache):
        folder.mkdir(parents=True, exist_ok=True)
    typesetter: Typesetter | None = None
    written: list[Path] = []
    used: set[Path] = set()
    failures: list[str] = []
    for name, data in documents(cookbook, languages, date, site_url):
        kept = cache / f"{hashlib.sha256((_json(data) + fingerprint()).encode()).hexdigest()}.pdf"
        used.add(kept)
        if not kept.exists():
            progress(name)
            typesetter = typesetter or Typesetter()
            try:
                _write(kept, typesetter.pdf(data))
            except BookError as error:
                failures.append(f"{name}: {error}")
                continue
        shutil.copyfile(kept, target / name)
        written.append(target / name)
    if typesetter:
        typesetter.close()
    if failures:
        raise BookError("\n".join(failures))
    for file in set(cache.glob("*.pdf")) - used:
        file.unlink()
    return written


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _write(file: Path, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as part:
        part.write(content)
    os.replace(name, file)

"""The package: all files of the book in one, with what readers have to know of them (EPUB 3.3).

The same book gives the same bytes: nothing in it depends on the day or the machine.
"""

from __future__ import annotations

import datetime
import io
import uuid
import zipfile
from pathlib import Path

from generator.catalogue import Catalogue
from generator.cookbook import Cookbook
from generator.epub.pages import Pages
from generator.vocabulary import Vocabulary

STYLES = Path(__file__).with_name("book.css")

FOLDER = "EPUB/"

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time that every file in the archive has; the format knows none before it."""


def make_epub(cookbook: Cookbook, words: Catalogue, date: datetime.date, site_url: str = "") -> bytes:
    """Return the whole book in the language of ``words``.

    ``date`` is that of the edition, ``site_url`` the address of the site's root, for the imprint.
    """
    pages = Pages(cookbook, words, date, site_url)
    contents = pages.all()
    inside = [page for top in contents for page in top.with_inside()]
    first = next((page for page in contents if page.id.startswith("chapters-")), contents[0])
    named = {page.id: page for page in contents}
    landmarks = [named[id_] for id_ in ("foreword", "introduction", "glossary") if id_ in named]
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:cookbook:book:{words.code}:{cookbook.vocabulary.book.edition}")
    files = {
        "META-INF/container.xml": pages.fill("container.xml", package=f"{FOLDER}package.opf"),
        f"{FOLDER}package.opf": pages.fill("package.opf", identifier=identifier.urn, pages=inside),
        f"{FOLDER}nav.xhtml": pages.page("nav", words("book.contents"), contents=contents, first=first,
                                         landmarks=landmarks).text,
        f"{FOLDER}cover.xhtml": pages.page("cover", words("epub.cover")).text,
        f"{FOLDER}cover.svg": pages.cover(),
        f"{FOLDER}book.css": styles(cookbook.vocabulary),
        **{f"{FOLDER}{page.name}": page.text for page in inside},
    }
    return archive(files)


def styles(vocabulary: Vocabulary) -> str:
    """Return the style sheet, with the colour of each chapter."""
    rules = [f".chapter-{chapter.id} {{ border-color: {chapter.colour}; }}" for chapter in vocabulary.chapters.values()]
    return "\n".join([STYLES.read_text(encoding="utf-8"), *rules, ""])


def archive(files: dict[str, str]) -> bytes:
    """Return the files as an OCF container: first, as it is, what tells a program that this is an EPUB."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as container:
        for name, text in {"mimetype": "application/epub+zip", **files}.items():
            info = zipfile.ZipInfo(name, EARLIEST)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            # Unix, whatever the machine: the default tells the system that made the archive.
            info.create_system = 3
            container.writestr(info, text.encode())
    return made.getvalue()

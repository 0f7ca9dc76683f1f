"""Files that pages need besides their HTML: fonts, scripts, the styles that are data."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
from fontTools.ttLib import TTFont

from generator.vocabulary import Vocabulary

FONTS = (
    Path(font_source_sans_pro.__file__).parent / "files" / "SourceSansPro-Regular.ttf",
    Path(font_source_sans_pro.__file__).parent / "files" / "SourceSansPro-Semibold.ttf",
    Path(font_source_serif_pro.__file__).parent / "files" / "SourceSerifPro-Semibold.ttf",
)


UNREAD = re.compile(r"^[ \t]*(?://.*|/\*\*(?:[^*]|\*(?!/))*\*/)[ \t]*\n|^[ \t]+|[ \t]+// .*$", re.MULTILINE)
"""Lines of comment, comments after code, and white space before it. No text of ours goes over several lines or
holds two slashes between spaces, so what looks like one of these is one.
"""

JOINED = ("combobox.js", "finding.js", "search-worker.js")
"""What pages and the search load; nothing else imports the modules of these."""

IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile("^export ", re.MULTILINE)


def pack_fonts(cache: Path) -> None:
    """Pack the fonts into ``cache``, where that has not been done."""
    for font in FONTS:
        packed(font, cache)


def write_assets(folder: Path, vocabulary: Vocabulary, cache: Path) -> None:
    """Write the generated assets below ``folder``; ``cache`` keeps the packed fonts."""
    for font in FONTS:
        target = folder / "assets" / "fonts" / f"{font.stem}.woff2"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(packed(font, cache))
        licence = font.parent / "LICENSE.txt"
        (target.parent / f"{font.parent.parent.name}-LICENSE.txt").write_bytes(licence.read_bytes())
    styles = folder / "assets" / "stylesheets" / "chapters.css"
    styles.parent.mkdir(parents=True, exist_ok=True)
    styles.write_text(chapter_styles(vocabulary), encoding="utf-8")


def shrink_scripts(site: Path) -> None:
    """Take what nobody reads out of our own scripts in a finished ``site``: comments, indents.

    They are a third of what is loaded. Nothing else is touched: a minifier has to tell a division from a
    regular expression, and takes one for the other sooner or later.
    """
    for script in (site / "assets" / "javascripts").glob("*.js"):
        script.write_text(UNREAD.sub("", script.read_text(encoding="utf-8")), encoding="utf-8")


def join_modules(site: Path) -> None:
    """Put the modules that an entry of ``JOINED`` imports into its own file, in a finished ``site``.

    One file packs closer than five, and nothing waits for one file to name the next. Modules of the search import
    by name from their own folder, and no two of them name anything on their top level alike.
    """
    folder = site / "assets" / "javascripts"
    gone: set[str] = set()
    for name in JOINED:
        within: set[str] = set()
        (folder / name).write_text(joined(folder, name, within), encoding="utf-8")
        gone |= within
    for name in gone:
        (folder / name).unlink()


def joined(folder: Path, name: str, within: set[str]) -> str:
    """Return a module with those that it imports before it, each once; ``within`` are the names of all those."""
    text = (folder / name).read_text(encoding="utf-8")
    before = []
    for imported in IMPORT.findall(text):
        if imported not in within:
            within.add(imported)
            before.append(EXPORT.sub("", joined(folder, imported, within)))
    return "".join(before) + IMPORT.sub("", text)


def packed(font: Path, cache: Path) -> bytes:
    """Return a font as WOFF2: the whole font, only compressed, as its licence asks.

    Its date is left alone, so that the same font gives the same bytes.
    """
    kept = cache / f"{hashlib.sha256(font.read_bytes()).hexdigest()}.woff2"
    if not kept.exists():
        cache.mkdir(parents=True, exist_ok=True)
        opened = TTFont(font, recalcTimestamp=False)
        opened.flavor = "woff2"
        aside = kept.with_suffix(".part")
        opened.save(aside)
        aside.replace(kept)
    return kept.read_bytes()


def chapter_styles(vocabulary: Vocabulary) -> str:
    """Return the style sheet of what is data: each chapter's colour, each region's square on the map.

    The ink is worked out where the colour is set, or the dark scheme would lighten another one.
    """
    rules = [f".chapter-{chapter.id} {{ --chapter: {chapter.colour}; }}" for chapter in vocabulary.chapters.values()]
    rules += [f".map .{square.id} {{ grid-area: {square.row} / {square.column}; }}"
              for square in vocabulary.map.values()]
    return "\n".join(rules) + "\n"

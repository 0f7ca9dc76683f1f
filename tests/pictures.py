"""Take the pictures of the guides anew: `make pictures`, or only some: `make pictures ONLY=tell`.

Every one is a real screen: a page of the site built from the content, in Chromium, or what a command really says at a
terminal, put on a plain page with its bold letters and no other change. They go to ``docs/``, a Finnish and an
English one of each.
"""

from __future__ import annotations

import base64
import html
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from fcntl import ioctl
from functools import partial
from pathlib import Path
from termios import TIOCSWINSZ

import click
from playwright.sync_api import Browser, Page, sync_playwright

from generator.addresses import Addresses
from generator.catalogue import Catalogue, catalogues
from generator.files import CONTENT
from tests.conftest import ARGUMENTS, CHROMIUM
from tests.samples import ROOT
from tests.search_quality import served

DOCS = ROOT / "docs"
COOKBOOK = Path(sys.executable).with_name("cookbook")
WIDTH = 780
COLUMNS, LINES = 92, 40
BROKEN = "salo-tyopankki"
LONGEST = 120
"""Seconds that a command may take at a terminal: a loaded machine is slow, one that waits for ever is stuck."""

PROMPT = re.compile(r"(?:^|\n)> (?:\[[^]\n]*\] )?$")
"""What `cookbook new` stands at when it waits for an answer."""

BRACKETED = re.compile(r"\x1b\[\?\d+[hl]")
"""What readline tells a terminal of pasting."""

MOST_BYTES = 120_000
"""What a picture may weigh: guides are read on phones too."""

# What is typed, by language: into the form, into a file, and at the questions of ``cookbook new``.
TYPED = {
    "fi": {
        "title": "Salo: työpankki yritysten lyhyisiin töihin",
        "summary": "Kunta <b>palkkaa</b> työnhakijan. TPK välittää hänet yritysten lyhyisiin töihin.",
        "benefits": "Työnhakija saa työkokemusta ja pysyvän työnantajan.",
        "cautions": "Sovi, kuka opastaa työhön jokaisessa uudessa paikassa.",
        "how": "Yritys ilmoittaa lyhyestä työstä, ja pankki etsii tekijän.",
        "who": "Kaupunki ja sen työpankki.",
    },
    "en": {
        "title": "Salo: a job bank for companies’ short jobs",
        "summary": "The town <b>hires</b> a job-seeker. TPK sends the person to short jobs in companies.",
        "benefits": "The job-seeker gains work experience and an employer that stays the same.",
        "cautions": "Agree who shows the work in each new place.",
        "how": "A company tells of a short job, and the bank looks for somebody to do it.",
        "who": "The town and its job bank.",
    },
}

FILE = """---
ref: R31
chapter: yritykset
places: [saloo]
tags: [kohde-nuoret]
as_of: 2026
evidence: experience
source:
  title: {title!r}
  publisher: Salon kaupunki
published: 2026-11-21
reviewed: 2026-11-21
next_review: 2027-11-21
title: {title!r}
summary: >-
  {summary}
benefits:
  - {benefits}
cautions:
  - {cautions}
---

## {heading}

{how}
"""


@dataclass(frozen=True)
class Studio:
    """Where pictures are taken: the browser, the folder of a project and, where it is built, its site's address."""

    browser: Browser
    root: Path
    address: str = ""


def main() -> None:
    """Take all pictures, or those whose names begin as one of the arguments does."""
    names = [name for name in PICTURES if name.startswith(tuple(sys.argv[1:]) or "")]
    if not names:
        sys.exit(f"There is no such picture. There are: {', '.join(PICTURES)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, ExitStack() as stack:
        root = Path(folder)
        for name in (*CONTENT, "overrides"):
            shutil.copytree(ROOT / name, root / name)
        for file in ROOT.glob("mkdocs*.yml"):
            shutil.copyfile(file, root / file.name)
        (root / "generator").symlink_to(ROOT / "generator")
        studio = Studio(playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS), root)
        stack.callback(studio.browser.close)
        if any(name.split(".")[0] in PAGES for name in names):
            subprocess.run([COOKBOOK, "build", "--root", root], check=True)
            studio = replace(studio, address=stack.enter_context(served(root / "site")))
        for name in names:
            save(studio.browser, name, PICTURES[name](studio))


def entry(studio: Studio) -> bytes:
    """A recipe's page, wide."""
    with opened(studio.browser, studio.address, 1280, 900) as page:
        page.goto("/reseptit/avoimille/")
        return page.screenshot()


def change(studio: Studio, words: Catalogue) -> bytes:
    """The buttons of a recipe's page."""
    with opened(studio.browser, studio.address, WIDTH, 470) as page:
        page.goto(f"/{Addresses(words).page('recipes')}espoo-hankinnat/")
        scroll_to(page, ".page h1", 64)
        return page.screenshot()


@contextmanager
def filled_form(studio: Studio, words: Catalogue) -> Iterator[Page]:
    """Open the form for sharing and fill it in, with mistakes."""
    with opened(studio.browser, studio.address, WIDTH, 640) as page:
        page.goto(f"/{Addresses(words).page('share')}")
        page.wait_for_selector("[data-ready]")
        for name in ("summary", "how", "benefits", "cautions", "who", "title"):
            field = page.locator(f'[data-field="{name}"], [data-part="{name}"]').first
            field.locator("input, textarea").first.fill(TYPED[words.code][name])
        yield page


def form(studio: Studio, words: Catalogue) -> bytes:
    """The form with what it says of a mistake."""
    with filled_form(studio, words) as page:
        page.wait_for_timeout(500)
        scroll_to(page, "#group-basics", 16)
        return page.screenshot()


def preview(studio: Studio, words: Catalogue) -> bytes:
    """The preview below the form."""
    with filled_form(studio, words) as page:
        page.locator("[data-field=summary] textarea").fill(re.sub("<.*?>", "", TYPED[words.code]["summary"]))
        page.wait_for_timeout(500)
        scroll_to(page, "#preview", 16)
        return page.screenshot()


def tell(studio: Studio, words: Catalogue) -> bytes:
    """The page for telling in one's own words."""
    with opened(studio.browser, studio.address, WIDTH, 640) as page:
        page.goto(f"/{Addresses(words).page('tell')}")
        page.wait_for_selector("[data-ready]")
        for question, name in {"name": "title", "how": "how", "benefits": "benefits"}.items():
            page.locator(f"#tell-{question}").fill(TYPED[words.code][name])
        page.wait_for_timeout(500)
        scroll_to(page, "#tell h1", 16)
        return page.screenshot()


def new(studio: Studio, words: Catalogue) -> bytes:
    """``cookbook new`` as it asks its first questions."""
    typed = TYPED[words.code]
    summary = re.sub("<.*?>", "", typed["summary"])
    answers = [(words("new.kind"), "1"), (words("field.title"), typed["title"]), (words("field.summary"), summary),
               ("", ""), (words("field.chapter"), "yritykst"), ("[yritykset]", ""), (words("field.places"), "\x03")]
    said = at_terminal([COOKBOOK, "new", "--lang", words.code], studio.root, answers)
    return terminal(studio.browser, f"cookbook new --lang {words.code}", said)


def check(studio: Studio, words: Catalogue) -> bytes:
    """``cookbook check`` of a file with mistakes."""
    with broken(studio.root, words) as write:
        write()
        said = at_terminal([COOKBOOK, "check", "--lang", words.code], studio.root, [])
    return terminal(studio.browser, f"cookbook check --lang {words.code}", said)


def serve(studio: Studio, words: Catalogue) -> bytes:
    """What a page of the preview on one's own machine shows once a file with mistakes is saved."""
    process = subprocess.Popen([COOKBOOK, "serve", "--port", "0", "--lang", words.code], cwd=studio.root, text=True,
                               stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        address = next(match[0] for line in process.stdout if (match := re.search(r"http://\S+/", line)))
        with opened(studio.browser, address, WIDTH, 520) as page, broken(studio.root, words) as write:
            page.goto(f"/{Addresses(words).page('recipes')}espoo-hankinnat/")
            page.wait_for_timeout(500)
            write()
            page.wait_for_selector("#preview-problems", timeout=LONGEST * 1000)
            return page.screenshot()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=LONGEST)


@contextmanager
def broken(root: Path, words: Catalogue) -> Iterator[Callable[[], object]]:
    """Give what writes a file with mistakes into a project, and take the file away again."""
    file = root / "recipes" / f"{BROKEN}.{words.code}.md"
    text = FILE.format(**TYPED[words.code], heading=words.sections["how"])
    try:
        yield lambda: file.write_text(text, "utf-8")
    finally:
        file.unlink(missing_ok=True)


PAGES = {"entry": entry, "change": change, "form": form, "preview": preview, "tell": tell}
"""Pictures of the site's own pages, for which it is built; of the entry there is one, of all others one a language."""

COMMANDS = {"new": new, "serve": serve, "check": check}

PICTURES: dict[str, Callable[[Studio], bytes]] = {"entry": entry} | {
    f"{name}.{words.code}": partial(take, words=words)
    for name, take in (PAGES | COMMANDS).items() if name != "entry" for words in catalogues().values()
}


@contextmanager
def opened(browser: Browser, address: str, width: int, height: int) -> Iterator[Page]:
    """Open a page of a size, without motion."""
    context = browser.new_context(base_url=address, reduced_motion="reduce",
                                  viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


def scroll_to(page: Page, selector: str, above: int) -> None:
    """Scroll until a piece of a page stands at its top, some pixels below the edge."""
    page.evaluate("([selector, above]) => scrollBy(0, document.querySelector(selector).getBoundingClientRect().top"
                  " - above)", [selector, above])


def at_terminal(command: Sequence[str | Path], folder: Path, answers: Sequence[tuple[str, str]]) -> str:
    """Run a command at a terminal of its own, answer its prompts, and return all that stands there.

    An answer is given once what stands before it has been said and a prompt follows. Raises ``TimeoutError`` where
    all of it takes longer than ``LONGEST``.
    """
    pid, terminal_ = pty.fork()
    if not pid:
        os.chdir(folder)
        os.environ |= {"TERM": "dumb", "COLUMNS": str(COLUMNS)}
        os.execv(command[0], [str(part) for part in command])
    ioctl(terminal_, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    said, waiting, answered, end = b"", list(answers), 0, time.monotonic() + LONGEST
    try:
        while True:
            shown = BRACKETED.sub("", said[answered:].decode("utf-8", "ignore"))
            if waiting and waiting[0][0] in shown and PROMPT.search(shown):
                _, answer = waiting.pop(0)
                answered = len(said)
                os.write(terminal_, answer.encode() + (b"" if answer == "\x03" else b"\n"))
            if not select.select([terminal_], [], [], max(0, end - time.monotonic()))[0]:
                raise TimeoutError(f"{command[0]}: {said.decode('utf-8', 'replace')}")
            try:
                piece = os.read(terminal_, 4096)
            except OSError:
                break  # Linux says so where the other end has closed.
            if not piece:
                break
            said += piece
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(terminal_)
        os.waitpid(pid, 0)
    return said.decode().replace("\r\n", "\n")


def terminal(browser: Browser, command: str, said: str) -> bytes:
    """Return the picture of what a command has said at a terminal."""
    said = BRACKETED.sub("", said).replace("^C", "").strip("\n")
    text = html.escape(said).replace("\x1b[1m", "<b>").replace("\x1b[0m", "</b>")
    assert "\x1b" not in text, said
    with opened(browser, "http://localhost", WIDTH, 100) as page:
        page.set_content(f"""<!doctype html><style>
            body {{ margin: 0; padding: 14px 16px; background: #1c1f24; color: #e8e6e1; }}
            pre {{ margin: 0; font: 13px/1.4 monospace; white-space: pre-wrap; }}
            i {{ color: #9fd3c0; font-style: normal; }}
            </style><pre><i>$ .venv/bin/{html.escape(command)}</i>\n{text}</pre>""")
        return page.screenshot(full_page=True)


def save(browser: Browser, name: str, picture: bytes) -> None:
    """Write a picture to ``docs/`` with at most 256 colours: those of a screen are few."""
    data = palette_png(*pixels(browser, picture))
    click.echo(f"docs/{name}.png {len(data)} B")
    assert len(data) <= MOST_BYTES, name
    (DOCS / f"{name}.png").write_bytes(data)


def pixels(browser: Browser, picture: bytes) -> tuple[int, int, list[bytes]]:
    """Return the width, the height and the colours of a picture, three bytes each, as Chromium decodes it."""
    with opened(browser, "http://localhost", 100, 100) as page:
        width, height, raw = page.evaluate("""async source => {
            const image = await createImageBitmap(await (await fetch(source)).blob());
            const canvas = new OffscreenCanvas(image.width, image.height);
            const context = canvas.getContext("2d");
            context.drawImage(image, 0, 0);
            const { data } = context.getImageData(0, 0, image.width, image.height);
            let text = "";
            for (let at = 0; at < data.length; at += 32768) {
                text += String.fromCharCode(...data.subarray(at, at + 32768));
            }
            return [image.width, image.height, btoa(text)];
        }""", "data:image/png;base64," + base64.b64encode(picture).decode())
    data = base64.b64decode(raw)
    return width, height, [data[at:at + 3] for at in range(0, len(data), 4)]


def palette_png(width: int, height: int, colours: Sequence[bytes]) -> bytes:
    """Return a PNG with a palette: the 256 commonest colours, the others as the nearest of them.

    See the PNG specification (W3C), 11.2.2 to 11.2.4; rows are not filtered, as it advises for palettes (12.7).
    """
    palette = [colour for colour, _ in Counter(colours).most_common(256)]
    known = {colour: number for number, colour in enumerate(palette)}
    for colour in set(colours) - known.keys():
        known[colour] = min(range(len(palette)), key=lambda number: sum(
            (one - other) ** 2 for one, other in zip(palette[number], colour, strict=True)))
    rows = b"".join(b"\0" + bytes(known[colour] for colour in colours[start:start + width])
                    for start in range(0, width * height, width))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"PLTE", b"".join(palette)) + \
        chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


if __name__ == "__main__":
    main()

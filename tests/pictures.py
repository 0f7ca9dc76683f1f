"""Take the pictures of the guides anew: `make pictures`.

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
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fcntl import ioctl
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


def main() -> None:
    """Take all pictures, or those whose names begin as one of the arguments does."""
    wanted = tuple(sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder)
        for name in (*CONTENT, "overrides"):
            shutil.copytree(ROOT / name, root / name)
        for file in ROOT.glob("mkdocs*.yml"):
            shutil.copyfile(file, root / file.name)
        (root / "generator").symlink_to(ROOT / "generator")
        subprocess.run([COOKBOOK, "build", "--root", root], check=True)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with served(root / "site") as address:
            for name, picture in [*pictures_of_pages(browser, address), *pictures_of_commands(browser, root)]:
                if not wanted or name.startswith(wanted):
                    save(browser, name, picture)
        browser.close()


def pictures_of_pages(browser: Browser, address: str) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the pictures of the site's own pages."""
    with opened(browser, address, 1280, 900) as page:
        page.goto("/reseptit/avoimille/")
        yield "entry", page.screenshot()
    for code, words in catalogues().items():
        typed, at = TYPED[code], Addresses(words)
        with opened(browser, address, WIDTH, 470) as page:
            page.goto(f"/{at.page('recipes')}espoo-hankinnat/")
            scroll_to(page, ".page h1", 64)
            yield f"change.{code}", page.screenshot()
        with opened(browser, address, WIDTH, 640) as page:
            page.goto(f"/{at.page('share')}")
            page.wait_for_selector("[data-ready]")
            for name in ("summary", "how", "benefits", "cautions", "who", "title"):
                field = page.locator(f'[data-field="{name}"], [data-part="{name}"]').first
                field.locator("input, textarea").first.fill(typed[name])
            page.wait_for_timeout(500)
            scroll_to(page, "#group-basics", 16)
            yield f"form.{code}", page.screenshot()
            page.locator("[data-field=summary] textarea").fill(re.sub("<.*?>", "", typed["summary"]))
            page.wait_for_timeout(500)
            scroll_to(page, "#preview", 16)
            yield f"preview.{code}", page.screenshot()
        with opened(browser, address, WIDTH, 640) as page:
            page.goto(f"/{at.page('tell')}")
            page.wait_for_selector("[data-ready]")
            for question, name in {"name": "title", "how": "how", "benefits": "benefits"}.items():
                page.locator(f"#tell-{question}").fill(typed[name])
            page.wait_for_timeout(500)
            scroll_to(page, "#tell h1", 16)
            yield f"tell.{code}", page.screenshot()


def pictures_of_commands(browser: Browser, root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the names and the pictures of what the command line says, and of the preview that it serves."""
    for code, words in catalogues().items():
        typed = TYPED[code]
        answers = ["1", typed["title"], re.sub("<.*?>", "", typed["summary"]), "", "yritykst", "", "\x03"]
        asked = at_terminal([COOKBOOK, "new", "--lang", code], root, answers)
        yield f"new.{code}", terminal(browser, f"cookbook new --lang {code}", asked)
        file = root / "recipes" / f"{BROKEN}.{code}.md"
        with preview(browser, root, words, file) as picture:
            yield f"serve.{code}", picture
        said = at_terminal([COOKBOOK, "check", "--lang", code], root, [])
        yield f"check.{code}", terminal(browser, f"cookbook check --lang {code}", said)
        file.unlink()


@contextmanager
def preview(browser: Browser, root: Path, words: Catalogue, file: Path) -> Iterator[bytes]:
    """Serve the preview, save a file with mistakes, and give what an open page shows of it."""
    process = subprocess.Popen([COOKBOOK, "serve", "--port", "0", "--lang", words.code], cwd=root, text=True,
                               stdout=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        address = next(match[0] for line in process.stdout if (match := re.search(r"http://\S+/", line)))
        with opened(browser, address, WIDTH, 520) as page:
            page.goto(f"/{Addresses(words).page('recipes')}espoo-hankinnat/")
            page.wait_for_timeout(500)
            file.write_text(FILE.format(**TYPED[words.code], heading=words.sections["how"]), "utf-8")
            page.wait_for_selector("#preview-problems")
            yield page.screenshot()
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


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


def at_terminal(command: Sequence[str | Path], folder: Path, answers: Sequence[str]) -> str:
    """Run a command at a terminal of its own, answer its prompts, and return all that stands there."""
    pid, terminal_ = pty.fork()
    if not pid:
        os.chdir(folder)
        os.environ |= {"TERM": "dumb", "COLUMNS": str(COLUMNS)}
        os.execv(command[0], [str(part) for part in command])
    ioctl(terminal_, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    said, waiting = b"", list(answers)
    while True:
        if not select.select([terminal_], [], [], 0.5)[0]:
            # It has nothing more to say: it waits for an answer, or still thinks.
            if waiting and said.rstrip(b" ").endswith((b">", b"]", b":")):
                answer = waiting.pop(0)
                os.write(terminal_, answer.encode() + (b"" if answer == "\x03" else b"\n"))
            continue
        try:
            piece = os.read(terminal_, 4096)
        except OSError:
            break  # Linux says so where the other end has closed.
        if not piece:
            break
        said += piece
    os.close(terminal_)
    os.waitpid(pid, 0)
    return said.decode().replace("\r\n", "\n")


def terminal(browser: Browser, command: str, said: str) -> bytes:
    """Return the picture of what a command has said at a terminal."""
    said = re.sub(r"\x1b\[\?\d+[hl]|\^C", "", said).strip("\n")
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

"""Show the site on this machine and follow edits: what ``cookbook serve`` does."""

from __future__ import annotations

import contextlib
import json
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.files import CONTENT

WATCHED = (*CONTENT, "overrides")

SETTLE = 0.05
"""Seconds without a further change before a rebuild: editors write a file in several steps."""

SCRIPT = "/__preview.js"
EVENTS = "/__preview"

# Reloads the page when a new site is there; shows problems, as text, where an edit has some.
PREVIEW = b"""
const events = new EventSource("/__preview");
events.onmessage = ({ data }) => {
  const { problems } = JSON.parse(data);
  document.getElementById("preview-problems")?.remove();
  if (!problems) return location.reload();
  const box = document.createElement("pre");
  box.id = "preview-problems";
  box.setAttribute("role", "alert");
  box.textContent = problems;
  Object.assign(box.style, { position: "fixed", inset: "auto 0 0 0", maxHeight: "40vh", overflow: "auto",
    margin: 0, padding: "1rem", background: "#5a1420", color: "#fff", zIndex: 99, whiteSpace: "pre-wrap" });
  document.body.append(box);
};
"""

Rebuild = Callable[[], str]
"""Builds the site anew and returns the problems in words, or an empty string."""


class Preview:
    """Tells every open page of what a rebuild gave."""

    def __init__(self) -> None:
        self.listeners: set[queue.SimpleQueue[str]] = set()
        self.problems = ""

    def tell(self, problems: str) -> None:
        """Send the outcome of a rebuild to all open pages, and to those opened before the next one."""
        self.problems = problems
        for listener in list(self.listeners):
            listener.put(json.dumps({"problems": problems}))


class Handler(SimpleHTTPRequestHandler):
    """Serves the built files, each page with the preview's script at its end."""

    preview: Preview

    def do_GET(self) -> None:
        try:
            self.respond()
        except (ValueError, OSError):
            # An address that is no path, or a page that was closed while it was being sent.
            with contextlib.suppress(OSError):
                self.send_error(404)

    def respond(self) -> None:
        """Answer a request: the preview's own addresses, a page with its script, or a file."""
        if self.path == SCRIPT:
            self.answer(PREVIEW, "text/javascript")
        elif self.path == EVENTS:
            self.stream()
        else:
            page = Path(self.translate_path(self.path))
            page = page / "index.html" if page.is_dir() and self.path.split("?")[0].endswith("/") else page
            if page.suffix == ".html" and page.is_file():
                script = f'<script src="{SCRIPT}" type="module"></script></body>'.encode()
                self.answer(page.read_bytes().replace(b"</body>", script, 1), "text/html; charset=utf-8")
            else:
                super().do_GET()

    def answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def stream(self) -> None:
        """Keep the connection open and pass on what the rebuilds give."""
        listener: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.preview.listeners.add(listener)
        if self.preview.problems:
            listener.put(json.dumps({"problems": self.preview.problems}))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        try:
            while True:
                try:
                    data = f"data: {listener.get(timeout=15)}\n\n"
                except queue.Empty:
                    data = ": still here\n\n"
                self.wfile.write(data.encode())
                self.wfile.flush()
        except OSError:
            pass  # The page was closed.
        finally:
            self.preview.listeners.discard(listener)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of every request; the terminal is for problems."""


class Changes(FileSystemEventHandler):
    """Notes that something changed."""

    def __init__(self) -> None:
        self.changed = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("modified", "created", "deleted", "moved") and not event.is_directory:
            self.changed.set()


def serve(root: Path, site: Path, port: int, rebuild: Rebuild, ready: Callable[[str], None]) -> None:
    """Serve ``site`` on this machine only, and call ``rebuild`` when something below ``root`` changes.

    ``ready`` is told the address. Runs until interrupted. Raises ``OSError`` if the port is taken.
    """
    preview = Preview()
    handler = type("PreviewHandler", (Handler,), {"preview": preview})
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(handler, directory=str(site)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    changes, observer = Changes(), Observer()
    for folder in WATCHED:
        if (root / folder).is_dir():
            observer.schedule(changes, str(root / folder), recursive=True)
    observer.start()
    ready(f"http://127.0.0.1:{server.server_address[1]}/")
    try:
        while True:
            if changes.changed.wait(timeout=1):
                while changes.changed.is_set():
                    changes.changed.clear()
                    time.sleep(SETTLE)
                preview.tell(rebuild())
    finally:
        observer.stop()
        server.shutdown()

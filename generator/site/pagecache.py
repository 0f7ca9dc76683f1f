"""Finished pages of former builds, by the digest of all that they are made of.

A page depends on its own source and on the skin (templates, configuration, catalogues, versions), and
on nothing else; that is what makes a repeated build quick. The pages of a language stand in one file:
thousands of small ones take longer to write than the pages take to make.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


class PageCache:
    """The finished pages kept in ``folder``; ``skin`` is the digest of what every page depends on."""

    def __init__(self, folder: Path, skin: str) -> None:
        self.folder = folder
        self.file = folder / f"{skin}.json"
        self.known: dict[str, str] = json.loads(self.file.read_bytes()) if self.file.is_file() else {}
        self.used: dict[str, str] = {}
        self.reused: dict[str, str] = {}
        self.made = 0

    def key(self, source: bytes) -> str:
        """Return the key of the page that ``source`` makes."""
        return hashlib.sha256(source).hexdigest()

    def reuse(self, key: str, destination: str) -> bool:
        """Note that the page ``key`` goes to ``destination``; False if it is not known."""
        if key not in self.known:
            return False
        self.used[key] = self.known[key]
        self.reused[destination] = key
        return True

    def keep(self, key: str, output: str) -> None:
        """Keep a finished page."""
        self.made += 1
        self.used[key] = output

    def put_in_place(self, site: Path) -> None:
        """Put the reused pages into ``site``, and keep the pages of this build and no others."""
        for destination, key in self.reused.items():
            target = site / destination
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.used[key].encode())
        self.folder.mkdir(parents=True, exist_ok=True)
        # Written aside first, so that a killed build leaves no half.
        aside = self.file.with_suffix(".part")
        aside.write_text(json.dumps(self.used, ensure_ascii=False), encoding="utf-8")
        for old in set(self.folder.iterdir()) - {aside}:
            old.unlink()
        aside.replace(self.file)

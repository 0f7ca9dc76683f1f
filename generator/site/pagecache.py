"""Finished pages of former builds, by the digest of all that they are made of.

A page depends on its own source and on the skin (templates, configuration, catalogues, versions), and
on nothing else; that is what makes a repeated build quick.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path


class PageCache:
    """A folder of finished pages; ``skin`` is the digest of what every page depends on."""

    def __init__(self, folder: Path, skin: str) -> None:
        self.folder = folder
        self.skin = skin
        self.used: set[str] = set()
        self.reused: dict[str, str] = {}
        self.made = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.known = {entry.name for entry in os.scandir(folder)}

    def key(self, source: bytes) -> str:
        """Return the key of the page that ``source`` makes."""
        return hashlib.sha256(self.skin.encode() + b"\0" + source).hexdigest()

    def reuse(self, key: str, destination: str) -> bool:
        """Note that the page ``key`` goes to ``destination``; False if it is not known."""
        if key not in self.known:
            return False
        self.used.add(key)
        self.reused[destination] = key
        return True

    def keep(self, key: str, output: str) -> None:
        """Keep a finished page. It is written aside first, so that a killed build leaves no half."""
        self.made += 1
        self.used.add(key)
        if key not in self.known:
            aside = self.folder / f"{key}.{os.getpid()}"
            aside.write_text(output, encoding="utf-8")
            aside.replace(self.folder / key)

    def put_in_place(self, site: Path) -> None:
        """Put the reused pages into ``site`` and forget the pages that nobody needs any more."""
        for destination, key in self.reused.items():
            target = site / destination
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.folder / key, target)
        for name in {entry.name for entry in os.scandir(self.folder)} - self.used:
            (self.folder / name).unlink(missing_ok=True)

"""Which entry pages of the last build still hold, so that only the others are written anew.

An entry's page depends on the entry, on the entries that it shows as related, on which entries there
are, and on the program and the vocabulary. All of that goes into its key.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from generator.cookbook import Cookbook
from generator.model import Entry


class WrittenPages:
    """Remembers, in ``file``, from what each entry's page was written.

    ``common`` is the digest of what all pages depend on: program, vocabulary, settings. ``held`` are
    the pages that were found to hold.
    """

    def __init__(self, file: Path, common: str, cookbook: Cookbook) -> None:
        self.file = file
        self.cookbook = cookbook
        kinds = [(entry.id, entry.kind.value) for entry in cookbook.entries.values()]
        self.common = hashlib.sha256(f"{common}{kinds}".encode()).hexdigest()
        self.keys: dict[str, str] = {}
        self.held: set[Path] = set()
        try:
            self.former = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.former = {}
        # A build that is killed while it writes leaves nothing to trust.
        file.unlink(missing_ok=True)

    def holds(self, entry: Entry, page: Path) -> bool:
        """Tell whether ``page``, written by a former build, is what this one would write."""
        related = [self.cookbook.entries[id_] for id_ in entry.facts.related]
        key = hashlib.sha256(f"{self.common}{entry!r}{related!r}".encode()).hexdigest()
        self.keys[entry.id] = key
        if self.former.get(entry.id) != key or not page.is_file():
            return False
        self.held.add(page)
        return True

    def keep(self) -> None:
        """Remember this build's pages for the next one."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        aside = self.file.with_suffix(".part")
        aside.write_text(json.dumps(self.keys), encoding="utf-8")
        aside.replace(self.file)

"""A small project to test on: the real vocabulary and skin, made-up entries."""

from __future__ import annotations

import datetime
import re
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent

# What PDFs and EPUBs are made for here.
DATE = datetime.date(2026, 11, 21)
SITE = "https://cookbook.example/"

# A recipe as small as can be.
FACTS: dict[str, Any] = {
    "ref": "R99", "chapter": "polku", "places": ["kemi"], "tags": ["tapa-verkostotyo"], "as_of": 2014,
    "evidence": "experience", "source": {"title": "Lähdekirja", "publisher": "Kustantaja"},
    "published": "2026-01-01", "reviewed": "2026-01-01", "next_review": "2027-01-01",
}
TEXTS: dict[str, Any] = {
    "title": "Koe", "summary": "Lyhyesti.", "benefits": ["Hyöty."], "cautions": ["Vaara."],
}

RECIPE = """\
---
ref: R01
chapter: asiakkaat
places: [tampere]
tags: [kohde-nuoret, tapa-ryhmavalmennus]
as_of: 2014
group_size: ~10
evidence: measured
source:
  work: tyollisyyden-keittokirja
  number: 1
published: 2026-01-01
reviewed: 2026-01-01
next_review: 2027-01-01
title: Ryhmä alkaa
summary: Kymmenen ihmistä aloittaa yhdessä.
results:
  - figure: ~60 %
    measures: osallistujista sai työtä
benefits:
  - Ryhmä tukee jäseniään.
cautions:
  - Varaa aikaa keskusteluun.
---

## Näin se toimii

Ryhmä tapaa **joka viikko**.
"""

TRANSLATION = """\
---
translation_of: fi
title: A group begins
summary: Ten people start together.
results:
  - measures: of the participants found work
benefits:
  - The group supports its members.
cautions:
  - Reserve time for talking.
---

## How it works

The group meets **every week**.
"""


class Project:
    """A project folder whose content a test writes file by file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("vocabulary", "overrides"):
            shutil.copytree(ROOT / folder, root / folder)
        for file in (*ROOT.glob("mkdocs*.yml"), ROOT / "book" / "book.yml"):
            target = root / file.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        plan = root / "book" / "book.yml"
        # What the real plan names is not here: entries, worksheets, menus.
        plan.write_text(re.sub(r"(?m)^(featured|worksheets|menus):.*\n(?:  .*\n)*", "", plan.read_text()))
        # mkdocs.yml names a hook by its place in the project.
        (root / "generator").symlink_to(ROOT / "generator")

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the project."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def recipe(self, old: str = "", new: str = "", *, id: str = "ryhma") -> Path:
        """Write the sample recipe, with one piece of its text replaced."""
        assert old in RECIPE, f"the sample recipe has no {old!r}"
        return self.write(f"recipes/{id}.fi.md", RECIPE.replace(old, new, 1) if old else RECIPE)

    def translation(self, old: str = "", new: str = "", *, id: str = "ryhma") -> Path:
        """Write the sample recipe's translation, with one piece of its text replaced."""
        assert old in TRANSLATION, f"the sample translation has no {old!r}"
        return self.write(f"recipes/{id}.en.md", TRANSLATION.replace(old, new, 1) if old else TRANSLATION)

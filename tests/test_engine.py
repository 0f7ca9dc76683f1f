"""The pages on disk are plain input: MkDocs and its continuation make the same site of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PAGES = ["index.html", "reseptit/hakonen/index.html", "haku/index.html", "avainsanat/kohde-nuoret/index.html"]


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_the_same_folder_builds_without_our_command(site: Path, engine: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", engine, "build", "--quiet", "-f", site.parent / "mkdocs.yml", "-d", tmp_path],
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stderr
    for page in PAGES:
        assert (tmp_path / page).read_bytes() == (site / page).read_bytes(), page

"""An edition's place: read without MkDocs, and the same that MkDocs reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.catalogue import catalogues
from generator.imprint import ImprintError, site_root
from generator.site.engine import read_config

FRAME = "site_name: Kirja\ndocs_dir: pages\ntheme: {name: material, font: false}\n"


@pytest.mark.parametrize(("line", "expected"), [
    ("", ""),
    ('site_url: ""', ""),
    ("site_url: https://kirja.fi", "https://kirja.fi/"),
    ("site_url: https://kirja.fi/koe/", "https://kirja.fi/koe/"),
    ('site_url: !ENV [SITE_URL, "https://muu.fi/"]', "https://kirja.example/"),
    ('site_url: !ENV [NOT_SET, "https://muu.fi/"]', "https://muu.fi/"),
    ("site_url: !ENV SITE_URL", "https://kirja.example/"),
    ("site_url: https://kirja.fi/\nmarkdown_extensions: [{toc: {slugify: !!python/name:os.path.join }}]",
     "https://kirja.fi/"),
])
def test_the_sites_address_is_what_mkdocs_takes_it_for(line: str, expected: str, tmp_path: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://kirja.example/")
    (tmp_path / "pages").mkdir()
    (tmp_path / "mkdocs.yml").write_text(FRAME + line, "utf-8")
    assert site_root(tmp_path) == expected
    theirs = read_config(tmp_path, next(iter(catalogues().values()))).extra["site_root"] or ""
    assert theirs.rstrip("/") == expected.rstrip("/")


@pytest.mark.parametrize("text", ["site_name: [", "- a list", ""])
def test_a_configuration_that_cannot_be_read_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, "utf-8")
    with pytest.raises(ImprintError, match="mkdocs.yml"):
        site_root(tmp_path)

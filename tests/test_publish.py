"""Publishing: a whole site or the old one, and one build at a time."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from generator.publish import BusyError, only_build, swap_in


def folder(path: Path, content: str) -> Path:
    path.mkdir()
    (path / "index.html").write_text(content)
    return path


def test_the_new_site_takes_the_old_ones_place(tmp_path: Path) -> None:
    site, new = folder(tmp_path / "site", "old"), folder(tmp_path / "new", "new")
    swap_in(new, site)
    assert (site / "index.html").read_text() == "new"
    assert not new.exists()


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    swap_in(folder(tmp_path / "new", "new"), tmp_path / "site")
    assert (tmp_path / "site" / "index.html").read_text() == "new"


def test_without_an_exchange_the_end_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.publish._exchange", lambda one, other: False)
    site = folder(tmp_path / "site", "old")
    swap_in(folder(tmp_path / "new", "new"), site)
    assert (site / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    with only_build(tmp_path), pytest.raises(BusyError), only_build(tmp_path):
        pass
    with only_build(tmp_path):
        pass


def test_a_folder_without_locks_is_not_called_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("fcntl.flock", no_locks)
    with pytest.raises(OSError, match="No locks available"), only_build(tmp_path):
        pass

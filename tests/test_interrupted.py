"""Interrupted and repeated work: whatever happens to a build, the site before it stays whole."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.publish import hold_job
from tests.samples import ROOT, Project

COOKBOOK = Path(sys.executable).with_name("cookbook")
MOMENTS = 8


def start(root: Path, *arguments: str, **options: object) -> subprocess.Popen[str]:
    command = [str(COOKBOOK), "build", "--root", str(root), "--no-pdf", "--lang", "en", *arguments]
    options.setdefault("preexec_fn", heed_ctrl_c)
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            start_new_session=True, **options)


def heed_ctrl_c() -> None:
    """Tests that run in the background may have been told to ignore it, and would hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def build(root: Path, **options: object) -> tuple[int, str]:
    process = start(root, **options)
    output = process.communicate(timeout=120)[0]
    assert "Traceback" not in output, output
    return process.returncode, output


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def built(project: Project) -> Project:
    """A project with a site."""
    project.recipe()
    assert build(project.root)[0] == 0
    return project


def test_a_build_that_is_killed_at_any_moment_leaves_a_whole_site(built: Project) -> None:
    site = built.root / "site"
    old = snapshot(site)
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    started = time.monotonic()
    assert build(built.root)[0] == 0
    took, new = time.monotonic() - started, snapshot(site)
    assert old != new
    seed = random.randrange(10**6)
    moments = random.Random(seed)
    for _ in range(MOMENTS):
        shutil.rmtree(site)
        for path, content in old.items():
            built.write(f"site/{path}", content)
        delay = moments.uniform(0, took)
        process = start(built.root)
        time.sleep(delay)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)
        assert snapshot(site) in (old, new), f"killed after {delay:.3f} s (seed {seed})"
    # What was left behind is in nobody's way.
    assert build(built.root)[0] == 0
    assert snapshot(site) == new


@pytest.mark.parametrize("told", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_the_main_process_alone_is_ended_no_other_stays(built: Project, told: signal.Signals) -> None:
    before = snapshot(built.root / "site")
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    shutil.rmtree(built.root / "build" / "html")
    process = start(built.root)
    # The processes of the build are at work once there are pages.
    wait_until(lambda: (built.root / "build" / "html").exists())
    os.kill(process.pid, told)
    output = process.communicate(timeout=20)[0]
    assert process.returncode == (-told if told == signal.SIGKILL else 1), output
    assert "Traceback" not in output
    wait_until(lambda: not is_alive(process.pid), 10)
    assert snapshot(built.root / "site") == before
    assert build(built.root)[0] == 0
    assert snapshot(built.root / "site") != before


def wait_until(happened: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something has happened, at most so long."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_alive(group: int) -> bool:
    """Whether a group of processes has one left; a build and all that it starts are a group of their own here."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_folder_is_busy_while_a_job_of_a_killed_build_is_still_there(built: Project) -> None:
    with hold_job(built.root / "build"):
        built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
        code, output = build(built.root)
        assert (code, "Another build is at work" in output) == (1, True), output
    assert build(built.root)[0] == 0


def test_two_builds_at_once_do_not_mix(built: Project) -> None:
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    processes = [start(built.root) for _ in range(2)]
    outputs = [process.communicate(timeout=120)[0] for process in processes]
    codes = [process.returncode for process in processes]
    assert 0 in codes and set(codes) <= {0, 1}, outputs
    for code, output in zip(codes, outputs, strict=True):
        assert "Traceback" not in output
        assert code == 0 or "Another build is at work" in output, output
    site = snapshot(built.root / "site")
    shutil.rmtree(built.root / "build")
    (built.root / "site/.build").unlink()
    assert build(built.root)[0] == 0
    assert snapshot(built.root / "site") == site


@pytest.mark.parametrize("limit", [2_000, 40_000])
def test_a_file_that_can_grow_no_further_gives_a_clear_message(built: Project, limit: int) -> None:
    before = snapshot(built.root / "site")
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    shutil.rmtree(built.root / "build")
    code, output = build(built.root, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert code == 1
    assert "The disk is full." in output and "as it was" in output, output
    assert snapshot(built.root / "site") == before


@contextlib.contextmanager
def mounted(folder: Path, options: str) -> Iterator[None]:
    """A disk of its own at ``folder``, where the system lets us have one."""
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True,
                          check=False)
    if done.returncode:
        pytest.skip("no disk of one's own can be had here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_gives_a_clear_message(built: Project) -> None:
    before = snapshot(built.root / "site")
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    shutil.rmtree(built.root / "build")
    (built.root / "build").mkdir()
    with mounted(built.root / "build", "size=4m"):
        code, output = build(built.root)
    assert (code, "The disk is full." in output) == (1, True), output
    assert snapshot(built.root / "site") == before


def test_a_folder_that_cannot_be_written_to_gives_a_clear_message(built: Project) -> None:
    before = snapshot(built.root / "site")
    built.recipe("Ryhmä alkaa", "Ryhmä jatkaa")
    shutil.rmtree(built.root / "build")
    (built.root / "build").mkdir(mode=0o555)
    # Permissions mean nothing to the administrator; a disk that is for reading only does.
    with mounted(built.root / "build", "ro") if os.geteuid() == 0 else contextlib.nullcontext():
        code, output = build(built.root)
    (built.root / "build").chmod(0o755)
    assert (code, "cannot be written to" in output) == (1, True), output
    assert snapshot(built.root / "site") == before

"""Put a finished site in the place of the old one, whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from generator.problems import CookbookError

RENAME_EXCHANGE = 2
"""Flag of Linux' renameat2(2): two names change places in one step."""
AT_FDCWD = -100


JOBS = "jobs"
"""A file in the build folder that each process of a build locks, together with the others."""


class BusyError(CookbookError):
    """Another build is at work in the same folder."""


@contextlib.contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Hold the build folder for one build at a time; raise ``BusyError`` if another holds it.

    The lock ends with the process, however it ends. Of a build that was killed a job may still be on its way out:
    it is waited for by saying that the folder is busy.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        _lock(handle)
        with (folder / JOBS).open("w") as jobs:
            _lock(jobs)
        yield


def hold_job(folder: Path) -> IO[str]:
    """Let this process keep others from building in ``folder`` for as long as the file that is returned is open."""
    handle = (folder / JOBS).open("w")
    _lock(handle, shared=True)
    return handle


def _lock(handle: IO[str], shared: bool = False) -> None:
    """Lock a file, raise ``BusyError`` if another process holds it."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError from error


def swap_in(new: Path, site: Path) -> None:
    """Make ``new`` the site. Where the system can, both change places in one step, so that there is
    a whole site at every moment; elsewhere the old one is moved away first.
    """
    if not site.exists():
        new.rename(site)
        return
    if not _exchange(new, site):
        old = new.with_name(f"{new.name}-old")
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        new.rename(site)
        new = old
    shutil.rmtree(new, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0:
        return True
    if ctypes.get_errno() in (errno.ENOSYS, errno.EINVAL):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))

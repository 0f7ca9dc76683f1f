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

from generator.problems import CookbookError

RENAME_EXCHANGE = 2
"""Flag of Linux' renameat2(2): two names change places in one step."""
AT_FDCWD = -100


class BusyError(CookbookError):
    """Another build is at work in the same folder."""


@contextlib.contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Hold the build folder for one build at a time; raise ``BusyError`` if another holds it.

    The lock ends with the process, however it ends.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise BusyError from error
        yield


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

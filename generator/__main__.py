"""Where the command begins."""

from __future__ import annotations

import atexit
import gc


def run() -> None:
    """Run the command line with little work for Python's collector of garbage.

    What is imported stays, and what is left at the end goes with the process: to look through all of it for what
    nobody needs takes a tenth of a short command.
    """
    gc.disable()
    from generator.cli import main

    gc.freeze()
    gc.enable()
    atexit.register(gc.freeze)
    main()


if __name__ == "__main__":
    run()

"""No arguments: the window. A verb: the command line. See app/README.md."""

import os
import sys
from pathlib import Path

SELFTEST = "SUANPAN_SELFTEST"  # a path: run the self-test there, also inside a built program


def main() -> int:
    """The program; returns its exit code."""
    result = os.environ.get(SELFTEST)
    if result:
        from app.selftest import run as run_selftest

        return run_selftest(Path(result), 90)
    if len(sys.argv) > 1:
        from app.cli import main as run_verb

        return run_verb(sys.argv[1:])
    from app.ui.app import run as run_window

    return run_window()


if __name__ == "__main__":
    sys.exit(main())

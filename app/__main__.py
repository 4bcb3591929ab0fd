"""No arguments, or a file: the window. A verb: the command line. See app/README.md."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

SELFTEST = "SUANPAN_SELFTEST"  # a path: run the self-test there, also inside a built program
DATA = "--data"


def main() -> int:
    """The program; returns its exit code."""
    result = os.environ.get(SELFTEST)
    if result:
        from app.selftest import run as run_selftest

        return run_selftest(Path(result), 90)
    wanted = for_window(sys.argv[1:])
    if wanted is None:
        from app.cli import main as run_verb

        return run_verb(sys.argv[1:])
    return _window(*wanted)


def for_window(arguments: Sequence[str]) -> tuple[Path | None, Path | None] | None:
    """The data file and the file to open that are named for the window; None for a verb.

    `--data FILE` names the data file. Verbs are bare words: what has a dot or a folder in it is a
    file, whether it is there or not.
    """
    data, rest = None, list(arguments)
    if DATA in rest[:-1]:
        at = rest.index(DATA)
        data = Path(rest[at + 1])
        del rest[at : at + 2]
    match rest:
        case []:
            return data, None
        case [name] if not name.startswith("-") and ("." in name or Path(name).name != name):
            return data, Path(name).absolute()
    return None


def _window(data: Path | None, file: Path | None) -> int:
    """Open the window, unless there is one for the data file: then that one comes to the front,
    and this process ends before anything heavy is loaded."""
    from app.storage.home import default_database
    from app.ui.instance import claim
    from app.ui.start.quiet import STARTING, put_off

    put_off(STARTING)
    path = data.absolute() if data is not None else default_database()
    claimed = claim(path, file)
    if claimed.state == "answered":
        return 0
    from app.ui.surroundings import ready

    if not ready():
        return 1
    from app.ui.app import run

    return run(path, file, claimed)


if __name__ == "__main__":
    sys.exit(main())

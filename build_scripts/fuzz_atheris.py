"""One reader under atheris, which looks for inputs that reach code which none reached before.

`pip install atheris` (Linux; the project does not need it), then
`python -m build_scripts.fuzz_atheris READER FOLDER -max_total_time=600`. The folder holds inputs to
begin with and gets more; other options are those of libFuzzer. What it finds is worth a sample
in `tests/fuzz/samples`.
"""

import contextlib
import importlib
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Ends the process by itself."""
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["app"]):
        from tests.fuzz.readers import READERS
    warnings.simplefilter("ignore")
    name = sys.argv.pop(1)
    reader = next(one for one in READERS if one.name == name)
    with TemporaryDirectory(prefix="fuzz-") as place:
        atheris.Setup(sys.argv, _tries(reader.read, reader.refuses, Path(place), reader.file))
        atheris.Fuzz()


def _tries(
    read: Callable[[object, Path], object],
    refuses: tuple[type[Exception], ...],
    folder: Path,
    file: str,
) -> Callable[[bytes], None]:
    """What is called with each input: bytes in a file, or as a text."""

    def one(data: bytes) -> None:
        wanted: object = data.decode("utf-8", "surrogateescape")
        if file:
            (folder / file).write_bytes(data)
            wanted = folder / file
        with contextlib.suppress(*refuses):
            read(wanted, folder)

    return one


if __name__ == "__main__":
    main()

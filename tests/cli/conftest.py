"""The program as a process of its own, as a script would call it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# a system that says nothing about encodings, with no display
BARE = ("PYTHON", "LC_", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "QT_")


class Program:
    """Runs verbs on one data file in a folder with Chinese and spaces in its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "数据.db"

    def runs(
        self, *arguments: str | Path, more: Mapping[str, str] | None = None, at: Path = ROOT
    ) -> subprocess.CompletedProcess[str]:
        """Any call; what it prints must be UTF-8, or reading it fails here."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith(BARE)}
        return subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)],
            cwd=at,
            env=kept | {"LANG": "C"} | dict(more or {}),
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )

    def does(self, verb: str, *arguments: str | Path, database: Path | None = None) -> str:
        """A verb that succeeds and has nothing to complain about; what it prints."""
        done = self.runs(verb, *arguments, "--db", database or self.database)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def is_refused(self, verb: str, *arguments: str | Path, database: Path | None = None) -> str:
        """A verb that is refused with one calm Chinese sentence, which it returns."""
        done = self.runs(verb, *arguments, "--db", database or self.database)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.count("\n") == 1
        assert "。" in done.stderr or "：" in done.stderr
        assert "Traceback" not in done.stderr and "Error" not in done.stderr
        return done.stderr


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with the sample unit in its data file, which tests only read."""
    made = Program(tmp_path_factory.mktemp("县里 文件"))
    assert "编号 1" in made.does("sample")
    return made


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program with no data file yet."""
    folder = tmp_path / "单位 资料"
    folder.mkdir()
    return Program(folder)

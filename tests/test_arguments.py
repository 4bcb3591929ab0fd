"""What is on the command line: the window with a data file and a file to open, or a verb."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.__main__ import for_window

HERE = Path.cwd()
DATA = Path("共享/数据.db")


@pytest.mark.parametrize(
    ("arguments", "data", "file"),
    [
        ((), None, None),
        (("数据包.suanpan",), None, HERE / "数据包.suanpan"),
        (("没有这个.SUANPAN",), None, HERE / "没有这个.SUANPAN"),
        ((str(HERE / "无后缀"),), None, HERE / "无后缀"),
        (("./list",), None, HERE / "list"),
        (("旧.json",), None, HERE / "旧.json"),
        (("--data", str(DATA)), DATA, None),
        (("--data", str(DATA), "a.suanpan"), DATA, HERE / "a.suanpan"),
        (("a.suanpan", "--data", str(DATA)), DATA, HERE / "a.suanpan"),
        (("--data", "list"), Path("list"), None),
    ],
)
def test_the_window(arguments: Sequence[str], data: Path | None, file: Path | None) -> None:
    assert for_window(arguments) == (data, file)


@pytest.mark.parametrize(
    "arguments",
    [
        *(("list",), ("export", "--to", "x"), ("--help",), ("load", "a.suanpan")),
        *(("list", "--db", "a.db"), ("--data",), ("-x.y",), ("a.suanpan", "b.suanpan")),
    ],
)
def test_verbs(arguments: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list").write_bytes(b"")  # a file of that name is in nobody's way
    assert for_window(arguments) is None

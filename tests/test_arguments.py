"""What is on the command line: the window with a data file and a file to open, or a verb."""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.__main__ import for_window
from app.cli import main as run_verb

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


@pytest.mark.skipif(os.name == "nt", reason="the script of Linux")
def test_a_file_to_open_without_a_display_is_told_so(tmp_path: Path) -> None:
    """No window that nobody sees waits for ever behind the command."""
    kept = {name: text for name, text in os.environ.items() if not _is_display(name)}
    done = subprocess.run(
        ["bash", "build_scripts/run.sh", str(tmp_path / "数据包.suanpan")],
        cwd=Path(__file__).parent.parent,
        env=kept | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "这里没有图形界面" in done.stderr.decode()


def _is_display(name: str) -> bool:
    return name in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load",), "还要写上：数据包"),
        (("score", "--submission", "x"), "“--submission”后面要写数字，写的是'x'"),
        (("export", "--unit", "甲", "--to", "x"), "没有这个选项：--unit 甲"),
        (("codes", "--import"), "“--import”后面要写内容"),
        (("nonsense",), "动作没有'nonsense'，可以写：'sample', 'list'"),
        (("codes", "--kind", "x"), "--kind没有'x'，可以写：'function', 'economic'"),
        (("score", "--json=1"), "“--json”后面不用写'1'"),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_chinese(
    arguments: Sequence[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run_verb(arguments)
    assert ended.value.code == 2
    lines = capsys.readouterr().err
    assert said in lines and lines.startswith("用法：")
    assert not re.search(r"usage|error|argument|options", lines)


@pytest.mark.parametrize("verb", ["", "score", "export", "compare", "import-accounts"])
def test_help_is_in_chinese(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_verb([*filter(None, [verb]), "--help"])
    said = capsys.readouterr().out
    assert said.startswith("用法：") and "显示这段说明" in said
    assert not re.search(r"usage:|show this|positional|options:", said)

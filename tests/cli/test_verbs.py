"""Every verb as a process: what it writes, and what it says when it cannot."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Program

VERBS = (
    *("sample", "list", "codes", "score", "check", "export", "load", "save", "demo"),
    *("diagnose", "selftest"),
)
FILES = {".suanpan": 1, ".pdf": 3, ".xlsx": 5}
STARTS = {".suanpan": b"{", ".pdf": b"%PDF-", ".xlsx": b"PK"}


def assert_handed_over(said: list[str], folder: Path) -> None:
    """The files that were said are there, whole, and no others."""
    files = [Path(line) for line in said]
    assert sorted(files) == sorted(path for path in folder.rglob("*.*") if path.suffix in FILES)
    endings = [path.suffix for path in files]
    assert {ending: endings.count(ending) for ending in FILES} == FILES
    for path in files:
        assert path.read_bytes().startswith(STARTS[path.suffix])
        assert path.stat().st_size > 5_000


def test_help_names_every_verb_in_chinese(program: Program) -> None:
    done = program.runs("--help")
    assert (done.returncode, done.stderr) == (0, "")
    for verb in VERBS:
        line = next(line for line in done.stdout.splitlines() if line.split()[:1] == [verb])
        assert any("一" <= letter <= "龥" for letter in line), line


def test_export_writes_each_file(sample: Program, tmp_path: Path) -> None:
    folder = tmp_path / "导出 2023"
    assert_handed_over(sample.does("export", "--to", folder).splitlines(), folder)


def test_a_package_goes_to_another_data_file_and_scores_the_same(
    sample: Program, program: Program
) -> None:
    package = program.folder / "数据 包.json"
    assert sample.does("save", package) == f"{package}\n"
    assert sample.does("save", "-").strip() == package.read_text(encoding="utf-8").strip()
    assert "编号 1" in program.does("load", package)
    assert program.does("score", "--json") == sample.does("score", "--json")


def test_the_latest_submission_is_meant_unless_one_is_named(program: Program) -> None:
    program.does("sample")
    program.does("sample")
    listed = json.loads(program.does("list", "--json"))["submissions"]
    assert sorted(one["id"] for one in listed) == [1, 2]
    assert json.loads(program.does("score", "--json", "--submission", "1"))["submission"]["id"] == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"format": "suanpan.submission", ', "不是 JSON"),
        (b'{"format": "something else"}', "不是填报包"),
        ("{“format”}".encode("gb18030"), "不是 UTF-8"),
        (
            b'{"format": "suanpan.submission", "version": 1, "scheme": {"id": "x"}, "year": 2023}',
            "没有“x”这种方案",
        ),
    ],
)
def test_a_broken_package_is_refused(program: Program, content: bytes, words: str) -> None:
    package = program.folder / "坏.json"
    package.write_bytes(content)
    assert words in program.is_refused("load", package)
    assert json.loads(program.does("list", "--json"))["submissions"] == []


def test_what_is_not_there_is_said(sample: Program, program: Program) -> None:
    assert "不在数据文件里" in sample.is_refused("score", "--submission", "99")
    for verb in ("check", "list", "score"):
        assert "没有这个数据文件" in program.is_refused(verb)
    assert not program.database.exists()
    assert "读不了数据包" in program.is_refused("load", program.folder / "没有.json")


def test_a_damaged_data_file_is_left_alone(program: Program) -> None:
    program.database.write_bytes(b"SQLite format 3\0" + b"\7" * 5_000)
    before = program.database.read_bytes()
    assert "没有改动" in program.is_refused("list")
    assert program.database.read_bytes() == before


def test_a_newer_data_file_is_left_alone(program: Program) -> None:
    program.does("sample")
    with closing(sqlite3.connect(program.database)) as file:
        file.execute("pragma user_version = 999")
        file.commit()
    assert "更新的版本" in program.is_refused("score", "--json")
    with closing(sqlite3.connect(program.database)) as file:
        assert file.execute("pragma user_version").fetchone() == (999,)


def test_a_folder_that_cannot_be_written_is_said(sample: Program, tmp_path: Path) -> None:
    taken = tmp_path / "文件"
    taken.write_text("", encoding="utf-8")
    for verb in ("export", "demo"):
        assert "文件夹" in sample.is_refused(verb, "--to", taken / "里面")


def test_demo_needs_no_display_and_says_where_the_files_are(program: Program) -> None:
    folder = program.folder / "演示"
    done = program.runs("demo", "--to", folder)
    assert (done.returncode, done.stderr) == (0, "")
    before, said = done.stdout.split("文件：\n")
    assert "107.39" in before and "审核：错误 4，核实 14" in before
    assert_handed_over(said.splitlines(), folder)
    assert program.runs("demo", "--to", folder).stdout == done.stdout
    listed = json.loads(program.does("list", "--json", database=folder / "示例.db"))
    assert len(listed["submissions"]) == 1  # the second time, the sample was there already


def test_a_form_that_is_not_scored_says_so(program: Program, tmp_path: Path) -> None:
    package = tmp_path / "四川.json"
    content = {
        "format": "suanpan.submission",
        "version": 1,
        "scheme": {"id": "sichuan-2020"},
        "year": 2020,
        "forms": {"project": [{"fields": {"name": "稳岗补贴"}}]},
    }
    package.write_text(json.dumps(content), encoding="utf-8")
    program.does("load", package)
    assert "稳岗补贴　不评分\n" in program.does("score")
    form = json.loads(program.does("score", "--json"))["forms"][0]
    assert (form["scored"], form["execution"], form["total"]) == (False, None, None)
    assert "weight" not in form["columns"]


def test_a_pipe_gets_utf_8_where_the_console_speaks_gbk(sample: Program) -> None:
    gbk = {"PYTHONIOENCODING": "gbk"}
    assert "云岭县" in sample.runs("list", "--db", sample.database, more=gbk).stdout
    assert (
        "没有这个数据文件" in sample.runs("check", "--db", sample.folder / "新.db", more=gbk).stderr
    )


def test_wrong_arguments_are_exit_code_2(program: Program) -> None:
    done = program.runs("scroe")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_had_enough_is_no_error(sample: Program) -> None:
    command = [sys.executable, "-m", "app", "score", "--json", "--db", str(sample.database)]
    read, write = os.pipe()
    os.close(read)  # as `| head` when it has ended
    done = subprocess.run(
        command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(write)
    assert done.stderr == b""

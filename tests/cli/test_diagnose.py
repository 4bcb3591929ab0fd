"""The verb `diagnose`: without a window, and where the data file does not open."""

import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import Program


def texts(said: str) -> dict[str, str]:
    with zipfile.ZipFile(said.strip()) as packed:
        return {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}


def test_a_package_of_the_data_file(sample: Program, tmp_path: Path) -> None:
    found = texts(sample.does("diagnose", "--to", tmp_path / "诊断 包"))
    assert {"说明.txt", "环境.txt", "数据文件.txt", "设置.txt"} <= set(found)
    assert "填报 1：2023年度" in found["数据文件.txt"]
    assert "6.9.3，offscreen" in found["环境.txt"]
    assert "云岭县" not in "".join(found.values())


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\0" + b"\7" * 5_000])
def test_a_package_of_what_cannot_be_opened(
    program: Program, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        program.database.write_bytes(content)
    found = texts(program.does("diagnose", "--to", tmp_path))
    assert "读的时候：没有问题" not in found["数据文件.txt"]
    assert program.database.exists() == (content is not None)


def test_a_folder_that_cannot_be_is_said(program: Program, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    assert "不能建立文件夹" in program.is_refused("diagnose", "--to", taken)

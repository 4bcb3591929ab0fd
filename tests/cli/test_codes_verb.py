"""The bureau's list of codes without a window: import, count, restore."""

from pathlib import Path

import pytest

from tests.cli.conftest import Program

SHIPPED = ("支出功能分类　随程序 ", "支出经济分类　随程序 ")


def written(folder: Path, *lines: str) -> Path:
    path = folder / "科目 表.csv"
    path.write_text("\n".join(("科目编码,科目名称", *lines)), encoding="utf-8")
    return path


def imported(said: str) -> list[str]:
    """How many of each classification are of the own list."""
    lines = said.splitlines()
    for line, start in zip(lines, SHIPPED, strict=True):
        assert line.startswith(start)
    return [line.rpartition("导入 ")[2] for line in lines]


def test_import_and_restore(program: Program) -> None:
    function = written(program.folder, "208,社保", "20805,养老")
    assert imported(program.does("codes", "--import", function)) == ["2 个", "0 个"]
    economic = written(program.folder, "30101,工资")
    assert imported(program.does("codes", "--import", economic)) == ["2 个", "1 个"]
    assert imported(program.does("codes")) == ["2 个", "1 个"]
    assert imported(program.does("codes", "--reset", "--kind", "function")) == ["0 个", "1 个"]


WRONG: list[tuple[list[str], list[str], str]] = [
    (["208,社保", "20八05,养老"], [], "第3行"),
    (["101,税收"], [], "--kind"),
]


@pytest.mark.parametrize(("lines", "more", "word"), WRONG)
def test_what_cannot_be_read_is_refused(
    program: Program, lines: list[str], more: list[str], word: str
) -> None:
    path = written(program.folder, *lines)
    assert word in program.is_refused("codes", "--import", path, *more)
    assert not program.database.exists()


def test_restoring_asks_for_the_classification(sample: Program) -> None:
    assert "--kind" in sample.is_refused("codes", "--reset")


def test_no_data_file_is_made_only_to_look(program: Program) -> None:
    assert "没有这个数据文件" in program.is_refused("codes")
    assert not program.database.exists()

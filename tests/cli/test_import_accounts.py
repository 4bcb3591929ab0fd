"""A finished workbook taken in without a window: looked at, taken, refused."""

from app.domain.compute import compute
from app.domain.submission import Submission
from tests.cli.conftest import Program
from tests.domain.expect import national
from tests.exchange.test_account_import import FACTS
from tests.exchange.workbooks import write


def test_a_workbook_is_looked_at_then_taken_then_refused(program: Program) -> None:
    source = compute(national(), Submission(2023, "national-2020", entries=FACTS))
    path = write(program.folder / "决算 2023.xlsx", source, only=["gk05", "gk09"])
    program.does("sample")
    looked = program.does("import-accounts", path, "--look")
    assert "一般公共预算财政拨款支出决算表　工作表“Z05 表”　20 个数　单位：元" in looked
    assert "文件里没有　收入决算表" in looked
    assert "没有导入" in looked.splitlines()[-1]
    before = program.does("save", "-")
    assert "60.000001" not in before
    taken = program.does("import-accounts", path, "--ledgers-only")
    assert taken.splitlines()[-1].startswith("已导入：2 张表")
    after = program.does("save", "-")
    assert "60.000001" in after
    assert "gk05" not in after
    wrong = program.folder / "不是表格.xlsx"
    wrong.write_text("收入决算表", encoding="utf-8")
    assert "没有导入任何数字" in program.is_refused("import-accounts", wrong)
    assert program.does("save", "-") == after

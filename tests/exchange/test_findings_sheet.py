"""The findings on a sheet that the chief signs: what stands in which cell, and in what order."""

import io
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.report import Report
from app.exchange.findings_sheet import HEADS, export_findings, findings_sheet
from app.exchange.xlsx import workbook_bytes
from tests.domain.ledger_unit import UNIT, report_of

CHANGE = {
    "info.unit": "云岭县就业服务中心",
    "info.filler": "甲",
    "receptions.domestic.r1.amount": "2000",
    "procurement.micro.actual": "41",
    "operating.running.actual": "71",
    "three_publics.running.last": "40",
    "keep.K24.operating.running.actual": "含上年结转",
}


def sheet(report: Report) -> Worksheet:
    book = load_workbook(io.BytesIO(workbook_bytes((findings_sheet(report),))))
    [name] = book.sheetnames
    assert name == "审核情况"
    return book[name]


def rows(target: Worksheet) -> list[list[str]]:
    return [[str(cell or "") for cell in row] for row in target.iter_rows(values_only=True)]


def test_every_finding_has_its_row_the_worst_first_and_what_is_kept_last() -> None:
    report = report_of(UNIT | CHANGE)
    title, unit, heads, *found, foot = rows(sheet(report))
    assert title[0] == "决算公开和绩效自评审核情况表"
    assert unit[0].startswith("单位：云岭县就业服务中心　　2023年度")
    assert "错误1条，核实1条，提示1条，已说明1条" in unit[0]
    assert tuple(text.replace("\n", "") for text in heads) == HEADS
    assert [row[0] for row in found] == ["1", "2", "3", "4"]
    assert [row[1] for row in found] == ["错误", "核实", "提示", "核实（已说明）"]
    assert [len(row) for row in found] == [len(HEADS)] * 4
    reception = found[1]
    assert reception[2] == "接待清单与公务接待费"
    assert reception[4:7] == [
        "0.70万元；2.50万元",
        "1.80万元",
        "“省厅调研组”0.20像是少了一位，改成2.00两边就相等",
    ]
    assert found[3][8] == "含上年结转"
    assert foot[0] == "填表人：甲"
    assert foot[3] == "单位负责人（签字）："
    assert foot[5].startswith("日期：")


def test_nothing_found_is_said() -> None:
    lines = rows(sheet(report_of(UNIT)))
    assert lines[3][0] == "没有发现问题。"
    assert "（未填单位名称）" in lines[1][0]
    assert len(lines) == 5


def test_the_heading_is_said_again_on_every_page() -> None:
    made = findings_sheet(report_of(UNIT | CHANGE))
    assert made.heading is not None
    assert (made.heading.first, made.heading.until) == (3, 7)
    assert made.landscape


def test_two_exports_are_the_same_bytes_and_a_file_is_written(tmp_path: Path) -> None:
    report = report_of(UNIT | CHANGE)
    first, second = tmp_path / "审核.xlsx", tmp_path / "再一次.xlsx"
    export_findings(first, report)
    export_findings(second, report)
    assert first.read_bytes() == second.read_bytes()

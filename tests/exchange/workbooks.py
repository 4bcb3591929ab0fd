"""Workbooks of the official tables as units receive and publish them, for the tests of the import.

Laid out cell by cell as 部门决算公开 prints them: title, label, unit, heads, 栏次, figures, note.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from app.domain.accounts import AccountReport, Part
from app.domain.report import Report
from app.scheme.accounts import AccountColumn


@dataclass(frozen=True)
class Style:
    """How a place lays its tables out. `split`: 类, 款 and 项 in a cell each; `texts`: figures are
    texts with commas; `dash`: what stands for nothing; `stacked`: all tables on one sheet."""

    unit: str = "元"
    split: bool = False
    texts: bool = False
    dash: str = ""
    stacked: bool = False
    total_last: bool = False
    prefix: str = ""
    swapped: bool = False  # 预算数 and 决算数 below each item of 三公, as in Shanghai


PLAIN = Style()


def write(path: Path, report: Report, style: Style = PLAIN, only: Iterable[str] = ()) -> Path:
    """The official tables of a report as a workbook; `only` are the ids wanted, all if none."""
    book = Workbook()
    book.remove(book.active)
    row = 1
    sheet: Any = book.create_sheet("决算公开") if style.stacked else None
    for number, account in enumerate(report.accounts, 1):
        if only and account.account.id not in only:
            continue
        if not style.stacked:
            sheet, row = book.create_sheet(f"Z{number:02} 表"), 1
        row = _Writer(sheet, account, style, report).write(row, number) + 2
    book.save(path)
    return path


class _Writer:
    def __init__(self, sheet: Any, made: AccountReport, style: Style, report: Report) -> None:
        self.sheet, self.made, self.style, self.report = sheet, made, style, report

    def put(self, row: int, column: int, value: object) -> None:
        self.sheet.cell(row, column).value = value

    def merge(self, row: int, column: int, last_row: int, last_column: int) -> None:
        if (row, column) != (last_row, last_column):
            self.sheet.merge_cells(None, row, column, last_row, last_column)

    def figure(self, value: Decimal | None) -> object:
        if value is None:
            return self.style.dash or None
        shown = value / (10_000 if self.style.unit == "万元" else 1)
        return f"{shown:,.2f}" if self.style.texts else float(shown)

    def write(self, top: int, number: int) -> int:
        account = self.made.account
        self.put(top, 1, f"{self.style.prefix}{account.title}")
        self.put(top + 1, 6, f"公开{number:02}表")
        unit = self.report.submission.text("info.unit")
        self.put(top + 2, 1, f"部门：{unit}")
        self.put(top + 2, 6, f"金额单位：{self.style.unit}")
        row = self.subjects(top + 3) if account.columns else self.blocks(top + 3)
        self.put(row, 1, account.notes[0])
        return row

    # ── one row for each subject ─────────────────────────────────────────────────────────

    def subjects(self, top: int) -> int:
        account, (part,) = self.made.account, self.made.parts
        start = 1 if account.single else 5
        if not account.single:
            self.put(top, 1, "项目")
            self.merge(top, 1, top, 4)
            self.put(top + 1, 1, "功能分类科目编码")
            self.merge(top + 1, 1, top + 3, 3)
            self.put(top + 1, 4, "科目名称")
            self.merge(top + 1, 4, top + 3, 4)
        for at, column in enumerate(account.columns):
            self.head(top, start + at, column)
        row = top + 4
        if not account.single:
            for at, word in enumerate(("类", "款", "项", "栏次"), 1):
                self.put(row, at, word)
        for at in range(len(account.columns)):
            self.put(row, start + at, at + 1)
        lines = sorted(part.lines, key=lambda line: (line.code == "") == self.style.total_last)
        for line in lines:
            row += 1
            for at, value in enumerate(line.cells):
                self.put(row, start + at, self.figure(value))
            if not account.single:
                self.codes(row, line.code)
                self.put(row, 4, line.label)
        return row + 1

    def head(self, top: int, column: int, one: AccountColumn) -> None:
        texts = list(one.heads)
        if self.style.swapped and self.made.account.single:
            texts = [*texts[1:], texts[0]]
        for at, text in enumerate(texts):
            self.put(top + at, column, text)
        self.merge(top + len(texts) - 1, column, top + 3, column)

    def codes(self, row: int, code: str) -> None:
        if not self.style.split:
            self.put(row, 1, code or None)
            self.merge(row, 1, row, 3)
            return
        for at, part in enumerate((code[:3], code[3:5], code[5:]), 1):
            self.put(row, at, part or None)

    # ── blocks ───────────────────────────────────────────────────────────────────────────

    def blocks(self, top: int) -> int:
        column, bottom = 1, top
        for block, part in zip(self.made.account.blocks, self.made.parts, strict=True):
            self.put(top, column, block.head)
            labels = [*block.labels, *(["行次"] if block.line else [])]
            width = len(labels) + len(part.columns)
            self.merge(top, column, top, column + width - 1)
            for at, text in enumerate((*labels, *(c.label for c in block.table.columns))):
                self.put(top + 1, column + at, text)
            bottom = max(bottom, self.rows(top + 2, column, part, labels))
            column += width
        return bottom + 1

    def rows(self, top: int, column: int, part: Part, labels: list[str]) -> int:
        if len(labels) == 1 or labels[-1] == "行次":
            self.put(top, column, "栏次")
            top += 1
        for at, line in enumerate(part.lines):
            texts = [line.label] if "科目编码" not in labels else [line.code, f"  {line.label}"]
            if "行次" in labels:
                texts.append(str(at + 1))
            for place, value in enumerate((*texts, *map(self.figure, line.cells))):
                self.put(top + at, column + place, value or None)
        return top + len(part.lines)

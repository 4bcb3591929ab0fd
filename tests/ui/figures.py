"""A small table of amounts with last year beside it, for tests of how figures are shown."""

from collections.abc import Mapping
from dataclasses import replace

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission
from app.resources import shipped_schemes
from app.scheme.formula import parse
from app.scheme.model import Column, Row, Scheme, Table
from app.ui.views.showing import Showing
from app.ui.views.table_views import table_view
from app.ui.views.views import GridView


class Shelf:
    """Settings without a data file."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def recall(self, name: str) -> str:
        return self.kept.get(name, "")

    def keep(self, name: str, text: str) -> None:
        self.kept[name] = text


def money(unit: str) -> Table:
    columns = (
        Column("this", "本年"),
        Column("last", "上年", last="this"),
        Column("change", "增减额", formula=parse("this - last")),
        Column("growth", "增减%", "percent", parse("(this - last) / last")),
        Column("heads", "人数", "count"),
    )
    rows = (Row("total", "合计", parse("sum(a, b)")), Row("a", "甲"), Row("b", "乙"))
    return Table("money", "金额", unit, columns, rows, tab="three_publics")


def scheme_of(table: Table) -> Scheme:
    national = shipped_schemes()["national-2020"]
    return replace(national, tables=(table,), forms=(), accounts=(), checks=(), narrative=None)


def report_of(table: Table, entries: Mapping[str, str]) -> Report:
    return compute(scheme_of(table), Submission(2024, "national-2020", entries=dict(entries)))


def view_of(table: Table, entries: Mapping[str, str], showing: Showing) -> GridView:
    return table_view(report_of(table, entries), table, table.id, showing=showing)

"""Tables with functional subjects down and economic ones across, from rows that have both codes."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission
from app.resources import shipped_schemes
from tests.domain.ledger_unit import UNIT, YEAR, book
from tests.exchange.account_examples import MORE

SCHEMES = shipped_schemes()
CELLS: dict[str, str] = {**UNIT, **MORE}


def report_of(scheme_id: str, change: Mapping[str, str], last: Report | None = None) -> Report:
    entries = {cell: text for cell, text in (CELLS | dict(change)).items() if text}
    submission = Submission(YEAR, scheme_id, entries=entries)
    return compute(SCHEMES[scheme_id], submission, last, book())


def shown(report: Report, account: str) -> dict[str, str]:
    """The figures of a table in 万元, blank ones left out."""
    one = report.account(account)
    return {
        address.removeprefix(f"{account}."): str((value / 10000).normalize())
        for address, value in one.values.items()
        if value is not None
    }


def test_each_row_stands_under_its_function_and_in_its_economic_column() -> None:
    report = report_of("sichuan-2020", {})
    found = shown(report, "public_detail")
    wanted = {
        "c2080106.spent": "6.7E+2",
        "c2080106.e301": "5E+2",
        "c2080106.e30101": "400.5",
        "c2080106.e30102": "99.5",
        "c2080106.e302": "1.7E+2",
        "c2080109.e31002": "5E+1",
        "c20801.e30299": "1.5E+2",
        "c210.e303": "6E+1",
        "total.spent": "9.3E+2",
        "total.e302": "3.2E+2",
    }
    assert {cell: found.get(cell) for cell in wanted} == wanted
    assert "c212.spent" not in found  # that is no public budget
    assert shown(report, "fiscal_detail")["c2120801.e30226"] == "6E+1"
    heads = [one.heads for one in report.account("public_detail").account.columns]
    assert heads[:4] == [
        ("合计",),
        ("工资福利支出", "小计"),
        ("工资福利支出", "基本工资"),
        ("工资福利支出", "津贴补贴"),
    ]


def test_without_figures_there_are_the_classes_only() -> None:
    blank = compute(SCHEMES["sichuan-2020"], Submission(YEAR, "", entries={}), codes=book())
    columns = blank.account("fiscal_detail").account.columns
    assert [one.id for one in columns] == [
        "spent",
        *(f"e{code}" for code in (301, 302, 303, 307, 309, 310, 311, 312, 313, 399)),
    ]
    assert blank.account("fiscal_detail").empty


def test_a_row_without_a_function_is_in_no_such_table_and_is_found() -> None:
    report = report_of("sichuan-2020", {"economic.items.r1.also": ""})
    assert Decimal(shown(report, "public_detail")["total.spent"]) == Decimal("529.5")
    own = {"K95", "K97"}
    assert {found.code for found in report.findings} & own == own
    assert not own & {found.code for found in report_of("sichuan-2020", {}).findings}


def test_personnel_and_office_by_function_in_yunnan() -> None:
    found = shown(report_of("yunnan-2022", {}), "gk05")
    assert found["c2080106.personnel"] == "5E+2"
    assert found["c2080106.office"] == "7E+1"
    assert found["total.personnel"] == "5.6E+2"
    # 本年收入＝支出＋年末－年初
    typed = {
        "balances.public.rows": "b1",
        "balances.public.b1.code": "2080106",
        "balances.public.b1.opening_basic": "5",
        "balances.public.b1.closing_basic": "15",
    }
    assert shown(report_of("yunnan-2022", typed), "gk05")["c2080106.received_basic"] == "6E+2"


EDITS: tuple[dict[str, str], ...] = (
    {"economic.items.r1.basic": "1"},
    {"economic.items.r1.also": "2101101"},
    {"economic.items.r1.also": ""},
    {"economic.items.r1.code": "30103"},
    {"economic.items.rows": "r1 r3 r9"},
    {"outlay.public.r1.basic": "7"},
    {"outlay.public.r1.name": "另一个名称"},
    {"stated.gk05.total.personnel": "5"},
    {"three_publics.reception.actual": "9"},
    {"asset_use.houses.value": "3"},
    {"economic.items.r9.fund_project": ""},
)


@pytest.mark.parametrize("scheme_id", ["sichuan-2020", "yunnan-2022"])
def test_an_edit_gives_the_same_tables_as_computing_all_anew(scheme_id: str) -> None:
    last, change = report_of(scheme_id, {}), dict[str, str]()
    for edit in EDITS:
        change |= edit
        last = report_of(scheme_id, change, last)
        anew = report_of(scheme_id, change)
        assert last.accounts == anew.accounts, edit

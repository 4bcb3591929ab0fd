"""Each relation of the ledgers: a unit that keeps them all has no finding; one figure changed
brings exactly the finding that names it."""

import re
from dataclasses import dataclass, field

import pytest

from app.domain.codes import EMPTY
from app.domain.report import Finding
from app.scheme.model import Level
from tests.domain.expect import national
from tests.domain.ledger_unit import UNIT, findings_of, report_of, rows

PUBLIC = "outlay.public"


@dataclass(frozen=True)
class Case:
    """A change that breaks one relation: what is said, where, and by which line it is explained."""

    code: str
    level: Level
    change: dict[str, str]
    cell: str
    words: list[str]
    culprit: str = ""
    also: set[str] = field(default_factory=set)  # codes that the same figure brings along


def row(address: str, at: int, **cells: str) -> dict[str, str]:
    """A further row r9 of a list whose rows are r1 to r<at>."""
    own = {f"{address}.r9.{name}": text for name, text in cells.items()}
    return {f"{address}.rows": " ".join([*(f"r{n}" for n in range(1, at + 1)), "r9"])} | own


CASES = [
    # the scheme's own checks
    Case(
        *(
            "K09",
            "error",
            {"economic.items.r2.basic": "157.1", "economic.items.r2.last": "150"},
            "economic.total.basic",
        ),
        ["687.60", "630.00", "57.60"],
    ),
    Case(
        *("K09", "error", {"economic.items.r1.basic": "405"}, "economic.total.basic"),
        ["634.50", "630.00", "4.50"],
        "换了位",
    ),
    Case(
        "K09",
        "error",
        row("economic.items", 6, code="30199", basic="57.6"),
        "economic.total.basic",
        ["687.60", "630.00", "57.60"],
        "“30199”57.60",
    ),
    Case(
        "K10",
        "error",
        {"carryover.public.closing_project": "24", "info.account_unit": ""},
        "carryover.public.closing",
        ["30.00", "29.00", "1.00"],
    ),
    Case(
        "K11",
        "error",
        {"carryover.fund.closing_project": "3"},
        "carryover.fund.closing",
        ["3.00"],
        also={"B09c"},
    ),
    Case(
        "K12",
        "error",
        {"carryover.capital.opening_project": "2", "carryover.capital.closing_project": "1"},
        "carryover.capital.closing",
        ["2.00", "1.00"],
    ),
    Case("K13", "error", {"carryover.own.closing_basic": "4"}, "carryover.own.closing", ["4.00"]),
    Case("K14", "warning", {"carryover.public.last": "21"}, "carryover.public.opening", ["21.00"]),
    Case(
        "K15",
        "warning",
        {"carryover.fund.opening_basic": "0", "carryover.fund.last": "5"},
        "carryover.fund.opening",
        ["5.00"],
    ),
    Case(
        "K16",
        "warning",
        {"carryover.capital.opening_basic": "0", "carryover.capital.last": "5"},
        "carryover.capital.opening",
        ["5.00"],
    ),
    Case(
        "K17",
        "warning",
        {"carryover.own.opening_basic": "0", "carryover.own.last": "5"},
        "carryover.own.opening",
        ["5.00"],
    ),
    Case(
        "K18",
        "warning",
        {"economic.items.r3.basic": "690"},
        "economic.office.basic",
        ["700.00", "630.00"],
        also={"K09", "K24", "L15"},
    ),
    Case(
        "K19",
        "warning",
        {"three_publics.running.actual": "68", "three_publics.running.adjusted": "68"},
        "three_publics.total.actual",
        ["70.50", "70.00", "0.50"],
        also={"L15"},
    ),
    Case(
        "K20",
        "warning",
        row("economic.items", 6, code="30212", basic="3")
        | {"economic.items.r3.basic": "57", "three_publics.abroad.actual": "1"}
        | {"three_publics.abroad.adjusted": "1"},
        "three_publics.abroad.actual",
        ["30212", "3.00", "1.00"],
    ),
    Case(
        "K21",
        "warning",
        {"economic.items.r4.basic": "3", "economic.items.r3.basic": "59"},
        "three_publics.reception.actual",
        ["30217", "3.00", "2.50", "0.50"],
    ),
    Case(
        "K22",
        "warning",
        {"economic.items.r5.basic": "9", "economic.items.r3.basic": "59"},
        "three_publics.running.actual",
        ["30231", "9.00", "8.00"],
    ),
    Case(
        "K23",
        "warning",
        row("economic.items", 6, code="31013", basic="20")
        | {"economic.items.r3.basic": "40", "three_publics.purchase.actual": "18"}
        | {"three_publics.purchase.adjusted": "18"},
        "three_publics.purchase.actual",
        ["31013", "20.00", "18.00"],
    ),
    Case(
        "K24", "warning", {"operating.running.actual": "71"}, "operating.running.actual", ["71.00"]
    ),
    Case(
        "K25",
        "warning",
        {"info.unit_kind": "institution"},
        "operating.running.actual",
        ["其他事业单位", "70.00"],
    ),
    Case("K26", "error", {"procurement.small.actual": "61"}, "procurement.small.actual", ["60.00"]),
    Case("K27", "error", {"procurement.micro.actual": "41"}, "procurement.micro.actual", ["40.00"]),
    Case(
        "K28", "warning", {"three_counts.kept.this": "4"}, "assets.vehicles.count", ["3 辆", "4 辆"]
    ),
    Case(
        "K29", "warning", {"info.staff_actual": "31"}, "headcount.total.actual", ["30 人", "31 人"]
    ),
    Case(
        "K30",
        "warning",
        {"info.staff_authorized": "33"},
        "headcount.total.authorized",
        ["32 人", "33 人"],
    ),
    Case(
        "K31",
        "warning",
        {"receptions.domestic.r1.amount": "2000"},
        "three_publics.reception.actual",
        ["0.70", "2.50", "1.80"],
        "“省厅调研组”0.20像是少了一位",
    ),
    Case(
        "K31",
        "warning",
        {"three_publics.reception.actual": "2"},
        "three_publics.reception.actual",
        ["2.50", "2.00", "0.50"],
        "“邻县考察组”0.50正好等于差额",
    ),
    Case(
        "K32",
        "warning",
        {"spending.project.initial": "", "spending.basic.initial": "900"},
        "spending.total.initial",
        ["900.00", "1,010.00"],
    ),
    Case(
        "K33",
        "warning",
        {"spending.project.adjusted": "", "spending.basic.adjusted": "900"},
        "spending.total.adjusted",
        ["900.00", "1,030.00"],
        also={"K04", "F15"},
    ),
    Case(
        "K34",
        "warning",
        {"economic.items.r1.project": "290"},
        "economic.total.project",
        ["290.00", "300.00"],
    ),
    Case(
        "K35",
        "warning",
        {"economic.items.r1.fund_project": "6"},
        "outlay.fund_total.spent",
        ["60.00"],
    ),
    Case(
        "K36",
        "warning",
        {"procurement.goods.actual": "300000"},
        "procurement.total.actual",
        ["300,030.00", "1,000.00"],
    ),
    Case(
        "K37",
        "error",
        {"revenue.items.r4.service": "1", "revenue.items.r4.other": "9"}
        | {"revenue.items.r4.tuition": "2"},
        "revenue.total.tuition",
        ["2.00", "1.00"],
    ),
    # subjects
    Case("L01", "warning", {f"{PUBLIC}.r1.code": "2080187"}, f"{PUBLIC}.r1.code", ["“2080187”"]),
    Case(
        *("L02", "error", {f"{PUBLIC}.r1.code": "20801060"}, f"{PUBLIC}.r1.code"),
        ["“20801060”有8位", "7位"],
    ),
    Case("L03", "error", {f"{PUBLIC}.r3.code": ""}, f"{PUBLIC}.r3.code", ["40.00万元"]),
    Case(
        *("L04", "warning", {f"{PUBLIC}.r2.code": "2080106"}, f"{PUBLIC}.r2.code"),
        ["2080106", "两行", "第1行"],
    ),
    Case(
        "L05",
        "error",
        row(PUBLIC, 3, code="208", adjusted="1"),
        f"{PUBLIC}.r9.code",
        ["208是类级科目", "重复计算"],
        also={"K33"},
    ),
    Case(
        "L06",
        "warning",
        {f"{PUBLIC}.r1.name": "行政运行"},
        f"{PUBLIC}.r1.name",
        ["“行政运行”", "“就业管理事务”"],
    ),
    Case("L07", "warning", {f"{PUBLIC}.r1.code": "22006"}, f"{PUBLIC}.r1.code", ["从2024年度起"]),
    Case(
        "L08", "warning", {"economic.items.r1.also": "2089999x"}, "economic.items.r1.also", ["没有"]
    ),
    Case(
        "L09",
        "warning",
        {f"{PUBLIC}.r2.adjusted": "", f"{PUBLIC}.r1.adjusted": "920"},
        f"{PUBLIC}.r2.adjusted",
        ["是空的", "300.00万元"],
    ),
    Case(
        "L09",
        "warning",
        {f"{PUBLIC}.r2.adjusted": "0", f"{PUBLIC}.r1.adjusted": "920"},
        f"{PUBLIC}.r2.adjusted",
        ["是0"],
    ),
    Case(
        "L10",
        "warning",
        {f"{PUBLIC}.r2.adjusted": "299"},
        f"{PUBLIC}.r2.spent",
        ["300.00万元", "299.00万元", "超出1.00万元"],
    ),
    Case(
        "L11", "warning", {f"{PUBLIC}.r3.code": "2120899"}, f"{PUBLIC}.r3.code", ["政府性基金预算"]
    ),
    Case("L11", "warning", {f"{PUBLIC}.r3.code": "2230105"}, f"{PUBLIC}.r3.code", ["国有资本经营"]),
    Case(
        "L11",
        "warning",
        {
            "revenue.items.r3.fund": "59",
            "revenue.items.r3.public": "1",
            f"{PUBLIC}.r2.project": "301",
        }
        | {"outlay.fund.r1.project": "59"},
        "revenue.items.r3.code",
        ["政府性基金预算"],
    ),
    # figures
    Case(
        "L12",
        "warning",
        row(PUBLIC, 3, code="2089999", adjusted="2", basic="-1", project="1"),
        f"{PUBLIC}.r9.basic",
        ["-1.00万元"],
        also={"K09", "K33"},
    ),
    Case(
        "L13",
        "warning",
        {"three_counts.batches.this": "3"},
        "three_counts.batches.this",
        ["按明细合计2", "填的是3", "相差1"],
    ),
    Case(
        "L13",
        "warning",
        {"last_year.spent.amount": "991"},
        "last_year.spent.amount",
        ["990.00万元", "991.00万元"],
    ),
    Case(
        "L14",
        "warning",
        {"three_publics.running.last": "80000"},
        "three_publics.running.actual",
        ["8.00万元", "80,000.00万元", "万分之一"],
        "差一万倍",
    ),
    Case(
        "L15",
        "note",
        {"three_publics.running.last": "40"},
        "three_publics.running.actual",
        ["8.00万元", "40.00万元", "下降80.00%"],
    ),
    Case(
        "L16",
        "warning",
        {"outlay.public.r2.initial": "3100000", "spending.project.initial": ""},
        f"{PUBLIC}.r2.initial",
        ["3,100,000.00万元", "630.00万元"],
        "差一万倍",
    ),
    Case(
        "L17",
        "warning",
        {"carryover.public.last": "", "last_year.closing.amount": "26"},
        "carryover.total.opening",
        ["20.00万元", "26.00万元", "6.00万元"],
    ),
]


def test_a_unit_that_agrees_with_itself_has_no_finding() -> None:
    assert findings_of({}) == ()
    assert report_of(UNIT).account("gk01").values["gk01.income.total.amount"] == 10_300_000


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.cell}")
def test_one_figure_changed_is_one_finding(case: Case) -> None:
    found = findings_of(case.change)
    own = [one for one in found if one.code == case.code and one.cells[0] == case.cell]
    assert len(own) == 1, [(one.code, one.cells[0], one.sentence) for one in found]
    [one] = own
    assert one.level == case.level
    assert [word for word in case.words if word not in one.sentence] == []
    assert case.culprit in one.culprit
    assert one.todo
    assert one.where
    assert one.tab in {"income_spending", "three_publics"}
    others = {other.code for other in found if other is not one}
    assert others <= case.also, [(other.code, other.sentence) for other in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.code}-{case.cell}")
def test_a_reason_keeps_the_figure(case: Case) -> None:
    key = f"keep.{case.code}.{case.cell}"
    kept = [one for one in findings_of(case.change | {key: "已核对"}) if one.key == key]
    assert [one.kept for one in kept] == ["已核对"]


def test_every_check_of_the_ledgers_breaks_here() -> None:
    accounts = {account.id for account in national().accounts}
    checks = {
        check.id
        for check in national().checks
        if not any(name.partition(".")[0] in accounts for name in check.require.names)
    }
    tested_elsewhere = {f"K0{at}" for at in range(1, 9)}  # tests/test_schemes.py
    codes = {case.code for case in CASES}
    assert checks - tested_elsewhere <= codes
    assert {f"L{at:02}" for at in range(1, 18)} <= codes


# what was typed that is nothing to speak of
QUIET: list[tuple[str, dict[str, str]]] = [
    ("K10", {"carryover.public.closing_basic": "", "carryover.public.closing_project": ""}),
    ("K24", {"info.unit_kind": "", "operating.running.actual": "1"}),
    ("K25", {"info.unit_kind": "institution", "operating.running.actual": ""}),
    ("K31", {"receptions.domestic.rows": ""}),
    ("L03", row(PUBLIC, 3, name="还没选")),
    ("L04", row("economic.items", 6, code="30101", also="2080106")),
    ("L06", {f"{PUBLIC}.r1.name": "就业管理 事务"}),
    ("L09", {f"{PUBLIC}.r{at}.adjusted": "" for at in (1, 2, 3)}),  # nobody keeps it here
    ("L10", {f"{PUBLIC}.r2.adjusted": "299.996"}),
    ("L11", {f"{PUBLIC}.r3.code": "2050999"}),  # 教育费附加 is public budget
    ("L12", {"outlay.public.r2.adjusted": "—"}),
    ("L13", {"three_counts.batches.this": "2"}),
    ("L15", {"three_publics.running.last": "16"}),
    ("L15", {"three_publics.running.last": ""}),
    ("L16", {"receptions.domestic.r1.amount": "24999", "receptions.domestic.r2.amount": "1"}),
    ("L17", {"last_year.closing.amount": "20"}),
]


@pytest.mark.parametrize(("code", "change"), QUIET)
def test_what_is_nothing_to_speak_of(code: str, change: dict[str, str]) -> None:
    assert [one.sentence for one in findings_of(change) if one.code == code] == []


def test_without_a_table_of_codes_nobody_is_told_that_a_code_is_unknown() -> None:
    found = findings_of({f"{PUBLIC}.r1.code": "2990106", f"{PUBLIC}.r1.name": "甲"}, codes=EMPTY)
    assert not {one.code for one in found} & {"L01", "L06", "L07", "L08"}


def test_the_names_of_rows_stand_in_the_place() -> None:
    found = findings_of({f"{PUBLIC}.r2.adjusted": "299", f"{PUBLIC}.r2.name": "就业创业服务补贴"})
    assert {one.code for one in found} == {"L06", "L10"}
    for one in found:
        assert "第2行 2080109就业创业服务补贴" in one.where


def test_keys_are_unique_however_much_is_wrong() -> None:
    changes: dict[str, str] = {}
    for case in CASES:
        changes |= {k: v for k, v in case.change.items() if not k.endswith(".rows")}
    many = rows(
        "outlay.own",
        *[("2080187", {"basic": "-1", "adjusted": "1"}), ("208018", {"basic": "3"})],
        *[("", {"basic": "3"}), ("2080187", {"basic": "2"}), ("208", {"basic": "2"})],
    )
    found: tuple[Finding, ...] = findings_of(changes | many)
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys))
    assert len(keys) > 20
    assert all(re.fullmatch(r"keep\.[A-Z]\d\d[a-z]?\.[\w.]+", key) for key in keys)

"""基础数据表 of Hunan: a cell for every figure of a published one, each fact typed once."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import pytest

from app.scheme.cells import known_cells
from app.scheme.layout import Repeated
from app.scheme.model import Form, RowList, Scheme
from tests.scheme.layouts import fixed_cells, scheme

D = Decimal
HUNAN = "hunan-2023"


def base_data() -> Form:
    return scheme(HUNAN).form("base_data")


def cells_of(pack: Scheme, form: Form) -> Iterator[str]:
    """Addresses as the sheet's placeholders name them, full."""
    own = {table.id for table in form.tables}
    for cell in fixed_cells(form):
        for name in cell.placeholders:
            yield f"{form.id}.{name}" if name.partition(".")[0] in own else name


# row of the published table of 2023 (seed 003), its three figures in 万元, and where they go;
# last is the figure of last year, budget and actual those of this one
OWN = "base_data.expenses.{}.last base_data.expenses.{}.budget base_data.expenses.{}.actual"
SPECIAL = (
    "base_data.expenses.special.each.last"
    " project.each.money.total.initial project.each.money.total.executed"
)
PUBLISHED = [
    ("三公经费", "1.42 1.40 1.16", OWN.replace("{}", "three")),
    ("公务接待", "1.42 1.40 1.16", OWN.replace("{}", "reception")),
    ("市级专项资金", "- 92.5 139.68", OWN.replace("{}", "special_total")),
    ("失业动态监测和失业保险稳定就业工作经费", "12 10 10", SPECIAL),
    ("流动人员档案管理经费", "21 17.50 17.50", SPECIAL),
    ("农民工就业工作经费", "12 10 10", SPECIAL),
    ("失业保险金违规领取追回工作经费", "6 5 5", SPECIAL),
    ("市级企业用工保障服务专项经费", "35.69 30 27.97", SPECIAL),
    ("高校毕业生招聘工作经费", "23.80 20 19.76", SPECIAL),
    # no form of its own: a row that the unit adds, with all three figures typed
    ("企业用工保障服务经费", "5 - 0.30", OWN.replace("{}", "special.each")),
    ("公益性岗位人员工资及社保补贴", "- - 12.44", SPECIAL),
    ("就业见习补贴", "- - 1.55", SPECIAL),
    ("人力资源和社会保障经费", "- - 15", SPECIAL),
    ("非税拨款", "- - 0.16", SPECIAL),
    ("2021年创业担保贷款奖补资金", "- - 20", SPECIAL),
    ("公用经费", "82.21 72 59.87", OWN.replace("{}", "public")),
    ("办公费", "0.19 - 19.28", OWN.replace("{}", "office")),
    ("水费、电费、差旅费", "1 - 15.11", OWN.replace("{}", "utilities")),
    ("会议费、培训费", "0 - 0.27", OWN.replace("{}", "meetings")),
]


@pytest.mark.parametrize(("row", "figures", "places"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_every_published_figure_has_a_cell(row: str, figures: str, places: str) -> None:
    pack = scheme(HUNAN)
    known, printed = known_cells(pack), set(cells_of(pack, base_data()))
    special = next(one for one in expenses_lists() if one.id == "special")
    for column, figure, place in zip(
        ("last", "budget", "actual"), figures.split(), places.split(), strict=True
    ):
        if figure == "-":
            continue
        assert place in known, row
        if ".each." in place:
            # what the project's own form has is carried, the rest is typed in the list
            carried = special.carried.get(column, "")
            assert place in {f"project.each.{carried}", f"base_data.expenses.special.each.{column}"}
            assert f"row.{column}" in printed
        else:
            assert place in printed, row


def expenses_lists() -> tuple[RowList, ...]:
    return next(table for table in base_data().tables if table.id == "expenses").lists


def test_the_total_of_a_kind_is_the_sum_of_its_rows() -> None:
    """Published: 92.5 and 139.68 万元 for 市级专项资金."""
    columns = list(zip(*(figures.split() for _, figures, _ in PUBLISHED[3:15]), strict=True))
    totals = [sum(D(figure) for figure in column if figure != "-") for column in columns]
    assert totals == [D("115.49"), D("92.5"), D("139.68")]
    table = next(table for table in base_data().tables if table.id == "expenses")
    formulas = {row.id: row.formula.text if row.formula else "" for row in table.rows}
    for kind in ("work", "running", "special", "other"):
        assert formulas[f"{kind}_total"] == f"sum({kind})"
    assert formulas["project"] == "sum(work_total, running_total, special_total, other_total, more)"
    # 其中 names only some of it: 公用经费 itself is typed
    assert formulas["public"] == ""


def test_staff_is_typed_once() -> None:
    staff = next(table for table in base_data().tables if table.id == "staff")
    formulas: Mapping[str, str] = {
        column.id: column.formula.text if column.formula else "" for column in staff.columns
    }
    assert formulas == {
        "authorized": "info.staff_authorized",
        "present": "info.staff_actual",
        "rate": "info.staff_actual / info.staff_authorized",
    }


def test_a_project_stands_in_the_list_of_its_category() -> None:
    pack = scheme(HUNAN)
    category = next(field for field in pack.form("project").fields if field.id == "category")
    lists = {one.equals: one for one in expenses_lists() if one.each}
    assert {choice.id: choice.label for choice in category.choices} == {
        "work": "业务工作经费",
        "running": "运行维护经费",
        "special": "专项资金",
        "other": "其他事业类发展资金",
    }
    assert {one.equals: one.label for one in lists.values()} == {
        choice.id: choice.label for choice in category.choices
    }
    assert [one.equals for one in lists.values() if one.otherwise] == ["special"]
    for one in lists.values():
        assert (one.where, one.after) == ("category", f"{one.equals}_total")
        assert one.carried == {"budget": "money.total.initial", "actual": "money.total.executed"}
    printed = [part.list for part in base_data().sheet.parts if isinstance(part, Repeated)]
    assert printed == [one.id for one in expenses_lists()]


def test_what_the_table_has_nothing_for_is_dashed() -> None:
    table = next(table for table in base_data().tables if table.id == "expenses")
    assert {row.id: row.dash for row in table.rows if row.dash} == {
        "purchase": ("last",),
        "basic_change": ("last",),
    }
    assert [cell.text for cell in fixed_cells(base_data())].count("——") == 2

"""A ledger's lines in order, and what typing and pasting in its lists means."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.codes import code_book
from app.domain.ledger import Lists, ledger_lines, moved_over, remove_list_rows
from app.domain.rollup import above
from app.domain.submission import Edit, applied
from app.domain.table_cells import ListRow
from app.resources import shipped_schemes

OUTLAY = shipped_schemes()["national-2020"].table("outlay")
ECONOMIC = shipped_schemes()["national-2020"].table("economic")


def shown(*codes: str) -> list[str]:
    rows = [ListRow(f"r{at}", "", code=code) for at, code in enumerate(codes, 1)]
    return [line.id for line in ledger_lines(rows)]


@pytest.mark.parametrize(
    ("codes", "lines"),
    [
        ((), []),
        (("2080106",), ["c208", "c20801", "r1"]),
        (("2210201", "2080106"), ["c208", "c20801", "r2", "c221", "c22102", "r1"]),
        (("2080106", "20801"), ["c208", "r2", "r1"]),  # the 款 was typed itself
        (("", "2080106", "20x"), ["c208", "c20801", "r2", "r1", "r3"]),  # no code yet: at the end
        (("2080106", "2080106"), ["c208", "c20801", "r1", "r2"]),
        (("30101", "30103", "302"), ["c301", "r1", "r2", "r3"]),
    ],
)
def test_lines_stand_in_the_order_of_codes(codes: tuple[str, ...], lines: list[str]) -> None:
    assert shown(*codes) == lines


@given(st.lists(st.sampled_from(["", "208", "20801", "2080106", "2080199", "2210201", "9"])))
def test_every_row_is_shown_once_and_below_its_sums(codes: list[str]) -> None:
    rows = [ListRow(f"r{at}", "", code=code) for at, code in enumerate(codes)]
    lines = ledger_lines(rows)
    assert sorted(line.id for line in lines if line.row) == sorted(row.id for row in rows)
    place = {line.id: at for at, line in enumerate(lines)}
    for line in lines:
        for sum_of in above(line.code)[:-1]:
            own = [place[row.id] for row in rows if row.code == sum_of]
            assert min([place.get(f"c{sum_of}", len(lines)), *own]) < place[line.id]


def typed(
    cells: Mapping[str, str], entries: Mapping[str, str] | None = None, table: str = "outlay"
) -> dict[str, str]:
    mine = OUTLAY if table == "outlay" else ECONOMIC
    lists = Lists(entries or {}, table, mine.lists, code_book({}), 2024)
    return dict(lists.typed(cells).cells)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ({"code": "2080106"}, {"code": "2080106", "name": "就业管理事务"}),
        ({"code": "208.01.06"}, {"code": "208.01.06", "name": "就业管理事务"}),
        ({"name": "住房公积金"}, {"code": "2210201", "name": "住房公积金"}),
        ({"name": "2080106"}, {"code": "2080106", "name": "就业管理事务"}),
        ({"code": "住房公积金"}, {"code": "2210201", "name": "住房公积金"}),
        ({"code": "2080106", "name": "我们的叫法"}, {"code": "2080106", "name": "我们的叫法"}),
        ({"code": "2999977"}, {"code": "2999977"}),
        ({"name": "没有这个科目"}, {"name": "没有这个科目"}),
        ({"basic": "5"}, {"basic": "5"}),
    ],
)
def test_a_line_at_the_end_becomes_a_row(line: dict[str, str], row: dict[str, str]) -> None:
    cells = {f"outlay.fund.+.{cell}": text for cell, text in line.items()}
    expected = {f"outlay.fund.r1.{cell}": text for cell, text in row.items()}
    assert typed(cells) == {"outlay.fund.rows": "r1"} | expected


def test_rows_get_new_ids_and_blank_lines_are_none() -> None:
    entries = {"outlay.own.rows": "r2 r7"}
    cells = {
        "outlay.own.+.code": "2080106",
        "outlay.own.+1.code": " ",
        "outlay.own.+2.name": "甲",
    }
    found = typed(cells, entries)
    assert found["outlay.own.rows"] == "r2 r7 r8 r9"
    assert found["outlay.own.r9.name"] == "甲"


def test_sums_of_a_block_are_left_out_but_a_single_one_is_taken() -> None:
    codes = ("208", "20801", "2080106", "20899")
    block = {f"outlay.public.+{at or ''}.code": code for at, code in enumerate(codes)}
    lists = Lists({}, "outlay", OUTLAY.lists, code_book({}), 2024)
    done = lists.typed(block)
    assert done.skipped == 2
    kept = [done.cells[f"outlay.public.{row}.code"] for row in ("r1", "r2")]
    assert kept == ["2080106", "20899"]  # 20899 has nothing below it: it is a figure of its own
    assert done.made == ("outlay.public.r1", "outlay.public.r2")


def test_another_code_brings_another_name() -> None:
    entries = {
        "outlay.public.rows": "r1",
        "outlay.public.r1.code": "2080106",
        "outlay.public.r1.name": "就业管理事务",
    }
    changed = {"outlay.public.r1.code": "2210201"}
    assert typed(changed, entries) == changed | {"outlay.public.r1.name": "住房公积金"}
    cleared = {"outlay.public.r1.code": ""}
    assert typed(cleared, entries) == cleared
    renamed = {"outlay.public.r1.name": "住房公积金"}
    assert typed(renamed, entries) == renamed  # the row has its code


def test_a_second_code_may_be_typed_by_name() -> None:
    entries = {"economic.items.rows": "r1", "economic.items.r1.code": "30101"}
    found = typed({"economic.items.r1.also": "就业管理事务"}, entries, "economic")
    assert found == {"economic.items.r1.also": "2080106"}


@pytest.mark.parametrize(
    ("growth", "this", "shown"),
    [
        ("0.21", "5", True),
        ("0.20", "5", False),
        ("-0.3", "5", True),
        ("0", "5", False),
        (None, "5", True),  # new: there is no rate
        ("-1", "0", True),  # gone
        ("-1", None, True),
    ],
)
def test_what_changed_by_more_than_a_fifth(
    growth: str | None, this: str | None, shown: bool
) -> None:
    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    assert moved_over(number(growth), number(this), Decimal("0.2")) is shown


def test_rows_go_together_with_their_cells() -> None:
    entries = {
        "outlay.public.rows": "r1 r2 r3",
        "outlay.public.r1.code": "2080106",
        "outlay.public.r2.code": "2210201",
        "outlay.public.r3.basic": "1",
        "keep.L01.outlay.public.r1.basic": "说明",
    }
    edit = remove_list_rows(entries, "outlay.public", ("r1", "r3"))
    assert edit.label == "删除2行"
    assert applied(entries, Edit(edit.cells, "")) == {
        "outlay.public.rows": "r2",
        "outlay.public.r2.code": "2210201",
    }


@pytest.mark.parametrize("cell", ["code", "name"])
@pytest.mark.parametrize("word", ["合计", "合　计", "总计：", "支出合计"])
def test_a_total_under_a_block_is_left_out_in_whichever_column_it_stands(
    cell: str, word: str
) -> None:
    block = {
        "outlay.public.+.code": "2080106",
        "outlay.public.+.initial": "5",
        f"outlay.public.+1.{cell}": word,
        "outlay.public.+1.initial": "5",
    }
    done = Lists({}, "outlay", OUTLAY.lists, code_book({}), 2024).typed(block)
    assert (done.skipped, done.made) == (1, ("outlay.public.r1",))
    assert "outlay.public.r2.initial" not in done.cells

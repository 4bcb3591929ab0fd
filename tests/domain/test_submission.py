"""Edits of forms and rows: what they change, that they keep rows consistent, and undo."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.submission import (
    Edit,
    Entries,
    add_form,
    add_row,
    applied,
    duplicate_form,
    duplicate_row,
    ids,
    inverse,
    merge_row,
    move_row,
    new_entries,
    option,
    prefixes,
    remove_form,
    remove_list_row,
    remove_row,
)
from tests.domain.expect import national, report_of

PROJECT = national().form("project")
P = "project.p1"
LEVELS = [sub.id for group in PROJECT.levels for sub in group.level2]
MARKS = {"+": "both", "=": "weight"}

# Rows are written “1:15 2+ 3:5 | 4:10”: row i1 has a weight of 15, i2 shares weight and score of
# the row above (“=”: only its weight); after “|” comes the next second-level indicator.


def entries_of(rows: str) -> dict[str, str]:
    entries = {"project.order": "p1", f"{P}.name": "培训"}
    order = []
    for level, part in zip(LEVELS, rows.split("|"), strict=False):
        for word in part.split():
            head, _, weight = word.partition(":")
            row = f"i{head.rstrip('+=')}"
            order.append(row)
            entries[f"{P}.{row}.level"] = level
            entries[f"{P}.{row}.merge"] = MARKS.get(head[-1], "")
            entries[f"{P}.{row}.weight"] = weight
    entries[f"{P}.rows"] = " ".join(order)
    return {cell: text for cell, text in entries.items() if text}


def written(entries: Entries) -> str:
    marks = {merge: mark for mark, merge in MARKS.items()} | {"": ""}
    parts: dict[str, list[str]] = {level: [] for level in LEVELS}
    for row in ids(entries, f"{P}.rows"):
        start = f"{P}.{row}."
        weight = entries.get(f"{start}weight", "")
        word = row[1:] + marks[entries.get(f"{start}merge", "")] + (weight and f":{weight}")
        parts[entries[f"{start}level"]].append(word)
    return " | ".join(" ".join(words) for words in parts.values()).rstrip("| ")


# rows, the one that goes, rows after
REMOVED = [
    ("1:15 2:10 3:5", "i2", "1:15 3:5"),
    ("1:15", "i1", ""),
    ("1:15 2+ 3:5", "i2", "1:15 3:5"),
    ("1:15 2+ 3:5", "i1", "2:15 3:5"),
    ("1:15 2+ 3+", "i1", "2:15 3+"),
    ("1:15 2+ 3+", "i2", "1:15 3+"),
    ("1:15 2= 3=", "i1", "2:15 3="),
    ("1:15 2+ | 3:5", "i3", "1:15 2+"),
    ("1:15 | 2:5", "i1", " | 2:5"),
]

# rows, the one that moves, how far, rows after (None: not possible)
MOVED = [
    ("1:15 2:10", "i1", 1, "2:10 1:15"),
    ("1:15 2:10", "i2", -1, "2:10 1:15"),
    ("1:15 2:10", "i1", -1, None),
    ("1:15 2:10", "i2", 1, None),
    ("1:15 | 2:10", "i1", 1, None),  # another second-level indicator
    ("1:15 | 2:10", "i2", -1, None),
    ("1:15 2+ 3:5", "i3", -1, "3:5 1:15 2+"),  # past the whole group
    ("3:5 1:15 2+", "i3", 1, "1:15 2+ 3:5"),
    ("1:15 2+ 3+", "i3", -1, "1:15 3+ 2+"),
    ("1:15 2+ 3:5", "i1", 1, "2:15 1+ 3:5"),  # the weight stays at the head
    ("1:15 2+ 3:5", "i2", -1, "2:15 1+ 3:5"),
    ("1:15 2= 3:5", "i2", -1, "2:15 1= 3:5"),
    ("1:15 2+ 3:5", "i2", 1, None),  # not out of its group
    ("3:5 1:15 2+", "i1", -1, None),
]

# rows, second level, after which row, rows after
ADDED = [
    ("1:15 | 2:5", "quantity", "", "1:15 3 | 2:5"),
    ("1:15 | 2:5", "quality", "i2", "1:15 | 2:5 3"),
    ("1:15 2:5", "quantity", "i1", "1:15 3 2:5"),
    ("1:15", "quality", "", "1:15 | 2"),
    ("1:15 2+", "quantity", "i2", "1:15 2+ 3"),
    ("1:15 2+ 3:5", "quantity", "i1", "1:15 4+ 2+ 3:5"),  # inside a group: one of it
    ("1:15 2= 3=", "quantity", "i2", "1:15 2= 4= 3="),
    ("", "quantity", "", "1"),
    ("1:15", "quantity", "i99", "1:15 2"),
]

# rows, copied row, rows after: a copy of one that shares a weight shares it too
COPIED = [
    ("1:15 2:5", "i1", "1:15 3:15 2:5"),
    ("1:15 | 2:5", "i2", "1:15 | 2:5 3:5"),
    ("1:15 2+ 3:5", "i1", "1:15 4+ 2+ 3:5"),
    ("1:15 2+ 3:5", "i2", "1:15 2+ 4+ 3:5"),
    ("1:15 2=", "i2", "1:15 2= 3="),
]


@pytest.mark.parametrize(("before", "row", "after"), REMOVED)
def test_a_row_is_removed(before: str, row: str, after: str) -> None:
    entries = entries_of(before)
    assert written(applied(entries, remove_row(entries, P, row))) == after


@pytest.mark.parametrize(("before", "row", "step", "after"), MOVED)
def test_a_row_is_moved(before: str, row: str, step: int, after: str | None) -> None:
    entries = entries_of(before)
    edit = move_row(entries, P, row, step)
    assert (edit and written(applied(entries, edit))) == after


@pytest.mark.parametrize(("before", "level", "anchor", "after"), ADDED)
def test_a_row_is_added(before: str, level: str, anchor: str, after: str) -> None:
    entries = entries_of(before)
    assert written(applied(entries, add_row(entries, P, level, anchor))) == after


@pytest.mark.parametrize(("before", "row", "after"), COPIED)
def test_a_row_is_copied(before: str, row: str, after: str) -> None:
    entries = entries_of(before)
    assert written(applied(entries, duplicate_row(entries, P, row))) == after


def test_a_copied_row_says_the_same_and_is_judged_anew() -> None:
    said = {"name": "培训人数", "target": "≥90人", "actual": "80人", "reason": "生源少"}
    judged = {
        "given": "9",
        "given_reason": "略少",
        "tier": "b1",
        "files": "名单.pdf",
        "stated": "8",
    }
    cells = {f"{P}.i1.{cell}": text for cell, text in (said | judged).items()}
    entries = entries_of("1:15") | cells
    after = applied(entries, duplicate_row(entries, P, "i1"))
    new = {cell.removeprefix(f"{P}.i2."): text for cell, text in after.items() if ".i2." in cell}
    assert new == said | {"level": "quantity", "weight": "15"}


def test_rows_of_a_level_need_not_stand_together() -> None:
    """An imported file may list its rows in any order; what is seen is sorted by level."""
    mixed = entries_of("1:15 2+ 3:5 | 4:10") | {f"{P}.rows": "i1 i4 i2 i3"}
    moves: list[tuple[str, int, str]] = [
        ("i3", -1, "3:5 1:15 2+ | 4:10"),
        ("i1", 1, "2:15 1+ 3:5 | 4:10"),
    ]
    for row, step, after in moves:
        edit = move_row(mixed, P, row, step)
        assert edit
        assert written(applied(mixed, edit)) == after
    assert move_row(mixed, P, "i4", -1) is None
    assert written(applied(mixed, remove_row(mixed, P, "i1"))) == "2:15 3:5 | 4:10"
    assert written(applied(mixed, add_row(mixed, P, "quantity", "i1"))) == "1:15 5+ 2+ 3:5 | 4:10"


def test_a_score_of_the_whole_group_stays_at_its_head() -> None:
    entries = entries_of("1:15 2+ 3:5")
    entries |= {f"{P}.i1.given": "12", f"{P}.i1.given_reason": "质量一般", f"{P}.i1.reason": "疫情"}
    moved = move_row(entries, P, "i1", 1)
    assert moved
    for edit in (moved, remove_row(entries, P, "i1")):
        after = applied(entries, edit)
        assert (after[f"{P}.i2.given"], after[f"{P}.i2.given_reason"]) == ("12", "质量一般")
        assert f"{P}.i2.reason" not in after  # what was written about one row stays with it


def test_a_row_of_its_own_keeps_its_score_when_it_shares_a_weight() -> None:
    entries = entries_of("1:15 2=") | {f"{P}.i1.given": "5", f"{P}.i2.given": "6"}
    edit = move_row(entries, P, "i1", 1)
    assert edit
    after = applied(entries, edit)
    assert (after[f"{P}.i1.given"], after[f"{P}.i2.given"]) == ("5", "6")


def test_merging_takes_the_weight_away_and_parting_leaves_it_blank() -> None:
    entries = entries_of("1:15 2:10")
    both = applied(entries, merge_row(P, "i2", "both"))
    assert written(both) == "1:15 2+"
    assert written(applied(entries, merge_row(P, "i2", "weight"))) == "1:15 2="
    assert written(applied(both, merge_row(P, "i2", ""))) == "1:15 2"


def test_a_removed_row_leaves_nothing_for_the_next_of_its_id() -> None:
    entries = entries_of("1:15 2:10")
    entries |= {f"{P}.i2.target": "≥5", f"keep.F08.{P}.i2.reason": "已核实"}
    gone = applied(entries, remove_row(entries, P, "i2"))
    assert not [cell for cell in gone if ".i2." in cell]
    again = applied(gone, add_row(gone, P, "quantity"))
    assert [cell for cell in again if ".i2." in cell] == [f"{P}.i2.level"]


def test_a_row_is_no_prefix_of_another() -> None:
    entries = entries_of("1:15 10:5")
    assert written(applied(entries, remove_row(entries, P, "i1"))) == "10:5"
    entries = {"project.order": "p1 p10", "project.p1.name": "一", "project.p10.name": "十"}
    after = applied(entries, remove_form(PROJECT, entries, "project.p1"))
    assert after == {"project.order": "p10", "project.p10.name": "十"}


def test_a_new_form_has_a_row_under_each_level() -> None:
    entries = applied({}, add_form(PROJECT, {}, "培训"))
    assert entries["project.order"] == "p1"
    assert entries["project.p1.name"] == "培训"
    rows = ids(entries, "project.p1.rows")
    assert [entries[f"project.p1.{row}.level"] for row in rows] == LEVELS
    assert prefixes(PROJECT, applied(entries, add_form(PROJECT, entries))) == (
        "project.p1",
        "project.p2",
    )


def test_a_copy_stands_after_its_original_and_says_so() -> None:
    entries = entries_of("1:15 2+ | 3:5") | {"project.order": "p1 p2", "project.p2.name": "其他"}
    after = applied(entries, duplicate_form(PROJECT, entries, P))
    assert after["project.order"] == "p1 p3 p2"
    assert after["project.p3.name"] == "培训（副本）"
    original = {c.removeprefix("project.p1."): t for c, t in after.items() if ".p1." in c}
    copy = {c.removeprefix("project.p3."): t for c, t in after.items() if ".p3." in c}
    assert original | {"name": "培训（副本）"} == copy


def test_a_removed_form_takes_its_reasons_along() -> None:
    entries = entries_of("1:15") | {f"keep.F03.{P}.total.weight": "县里规定", "info.unit": "局"}
    after = applied(entries, remove_form(PROJECT, entries, P))
    assert after == {"info.unit": "局"}


def test_a_new_submission_has_the_forms_there_is_one_of() -> None:
    entries = new_entries(national(), "云岭县就业服务中心")
    assert entries["info.unit"] == "云岭县就业服务中心"
    assert len(ids(entries, "overall.rows")) == 9
    assert "project.order" not in entries
    assert "info.unit" not in new_entries(national(), "")


# what is stored, the choice that counts
CHOSEN = [("", "excess"), ("ratio", "ratio"), ("excess", "excess"), ("nonsense", "excess")]


@pytest.mark.parametrize(("stored", "counts"), CHOSEN)
def test_a_choice_that_the_scheme_does_not_know_is_the_default(stored: str, counts: str) -> None:
    assert option(national(), {"option.inverse_rule": stored}, "inverse_rule") == counts


# what an order cell holds, the ids that count
ORDERS: list[tuple[str, tuple[str, ...]]] = [
    ("", ()),
    ("p1 p2", ("p1", "p2")),
    ("p2 p1 p2", ("p2", "p1")),
    (" p1\n", ("p1",)),
    ("p.1 p2", ("p2",)),  # a dot would make another address
]


@pytest.mark.parametrize(("text", "found"), ORDERS)
def test_orders(text: str, found: tuple[str, ...]) -> None:
    assert ids({"project.order": text}, "project.order") == found


# ids that are there, the next one
NEXT = [("", "i1"), ("i1 i2", "i3"), ("i2 i7 i1", "i8"), ("x i", "i1"), ("i² i١", "i1")]


@pytest.mark.parametrize(("rows", "new"), NEXT)
def test_a_new_row_has_an_id_of_its_own(rows: str, new: str) -> None:
    edit = add_row({f"{P}.rows": rows}, P, "quantity")
    assert f"{P}.{new}.level" in edit.cells


CELLS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["", "1", "二"]), max_size=6)


@given(CELLS, CELLS)
def test_an_inverse_restores_exactly(entries: dict[str, str], cells: dict[str, str]) -> None:
    before = {cell: text for cell, text in entries.items() if text}
    kept = dict(before)
    edit = Edit(cells, "改")
    after = applied(before, edit)
    assert before == kept
    assert all(after.values())
    assert {cell: after.get(cell, "") for cell in cells} == cells
    assert applied(after, inverse(edit, before)) == before


# One step: which kind, and three numbers that pick form, row and the rest from what is there.
STEPS = st.lists(st.tuples(*(st.integers(0, 11) for _ in range(4))), max_size=25)
Step = tuple[int, int, int, int]


def next_edit(entries: Entries, step: Step) -> Edit | None:
    """The edit that a step means here; None where the program would not offer it."""
    kind, form, place, more = step
    forms = prefixes(PROJECT, entries)
    if kind == 0 or not forms:
        return add_form(PROJECT, entries, "项目")
    prefix = forms[form % len(forms)]
    rows = ids(entries, f"{prefix}.rows")
    row = rows[place % len(rows)] if rows else ""
    actions: dict[int, Callable[[], Edit | None]] = {
        1: lambda: remove_form(PROJECT, entries, prefix),
        2: lambda: duplicate_form(PROJECT, entries, prefix),
        3: lambda: add_row(entries, prefix, LEVELS[more % len(LEVELS)]),
        4: lambda: add_row(entries, prefix, entries[f"{prefix}.{row}.level"], row),
        5: lambda: remove_row(entries, prefix, row),
        6: lambda: move_row(entries, prefix, row, 1),
        7: lambda: move_row(entries, prefix, row, -1),
        8: lambda: merge_row(prefix, row, ("", "both", "weight")[more % 3]),
        9: lambda: Edit({f"{prefix}.{row}.weight": str(more)}, "分值"),
        10: lambda: Edit({f"{prefix}.{row}.given": str(more)}, "得分"),
        11: lambda: duplicate_row(entries, prefix, row),
    }
    action = actions.get(kind)
    return action() if action and (row or kind < 4) else None


def played(steps: list[Step]) -> list[tuple[Edit, dict[str, str], dict[str, str]]]:
    """Each edit with the entries before and after it."""
    done = []
    entries = new_entries(national(), "云岭县就业服务中心")
    entries |= entries_of("1:15 2+ 3+ 4:5 | 5:10 6= 7= 8:10 9+")
    for step in steps:
        edit = next_edit(entries, step)
        if edit is not None:
            done.append((edit, entries, applied(entries, edit)))
            entries = done[-1][2]
    return done


@given(STEPS)
def test_any_edits_keep_rows_consistent_and_are_undone(steps: list[Step]) -> None:
    done = played(steps)
    for _, _, after in done:
        forms = prefixes(PROJECT, after)
        owned = {"info.unit", "project.order"}
        for prefix in (*forms, "overall"):
            rows = after.get(f"{prefix}.rows", "").split()
            assert len(set(rows)) == len(rows)
            assert all(after.get(f"{prefix}.{row}.level") in LEVELS for row in rows)
            owned |= {f"{prefix}.rows", f"{prefix}.name"}
            owned |= {cell for cell in after if cell.rpartition(".")[0] in row_starts(prefix, rows)}
        assert set(after) <= owned  # nothing is left of what was removed
    for edit, before, after in reversed(done):
        assert applied(after, inverse(edit, before)) == before


def row_starts(prefix: str, rows: list[str]) -> set[str]:
    return {f"{prefix}.{row}" for row in rows}


def weights(entries: Entries) -> dict[str, Decimal | None]:
    rows = [row for form in report_of(entries).forms for row in form.indicators]
    return {row.address: row.group_weight for row in rows}


@given(STEPS)
def test_moving_and_adding_rows_change_no_weight(steps: list[Step]) -> None:
    for edit, before, after in played(steps):
        if edit.label in {"移动指标行", "插入指标行", "复制指标行"}:
            assert weights(before).items() <= weights(after).items()


def test_a_removed_form_takes_its_rows_in_lists_along() -> None:
    entries = entries_of("1:15") | {
        "base_data.expenses.work.p1.last": "一百",
        "keep.F01.base_data.expenses.work.p1.last": "原件如此",
        "base_data.expenses.work.p2.last": "5",
    }
    after = applied(entries, remove_form(PROJECT, entries, P))
    assert after == {"base_data.expenses.work.p2.last": "5"}


LEFT = {
    "outlay.public.rows": "r1 r11",
    "outlay.public.r11.code": "2010399",
    "outlay.public.r11.basic": "7",
    "outlay.fund.r1.code": "2120801",
    "stated.gk03.c2010301.basic": "5",
    "keep.A07.outlay.fund.r1.basic": "属实",
}


def test_a_removed_subject_leaves_nothing_for_the_next_of_its_id() -> None:
    """Its codes, its name, its figures and why one of them is kept; never those of another row."""
    row = {"code": "2010301", "also": "30101", "name": "行政运行", "basic": "5", "last": "6"}
    entries = LEFT | {f"outlay.public.r1.{cell}": text for cell, text in row.items()}
    entries["keep.A07.outlay.public.r1.basic"] = "属实"
    edit = remove_list_row(entries, "outlay.public", "r1")
    assert applied(entries, edit) == LEFT | {"outlay.public.rows": "r11"}


def test_a_removed_project_takes_no_subject_and_no_stated_figure_along() -> None:
    """A list's row is a project's by its id alone; ids of a unit's own rows begin otherwise."""
    form = national().form("project")
    entries = LEFT | {
        "project.order": "p1",
        "project.p1.name": "甲",
        "work.items.p1.last": "3",  # a list of a table that stands by itself
        "stated.gk01.income.p1.amount": "4",
    }
    after = applied(entries, remove_form(form, entries, "project.p1"))
    assert after == LEFT | {"stated.gk01.income.p1.amount": "4"}

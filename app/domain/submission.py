"""What one unit typed for one year: text keyed by cell address, and the edits that change it.

Addresses: `info.unit` · `option.execution_basis` · `spending.basic.initial` · `project.order`
(ids in order) · `project.p1.name` · `project.p1.money.fiscal.initial` · `project.p1.rows`
· `project.p1.i3.target` · `overall.i1.actual` · `keep.K03.<cell>` (why a finding is kept)
· `remark.<cell>` (the clerk's note at any cell, computed ones too)
· `base.expenses.special.p1.last` (a row list's row: a form's id, or `r1` for one of its own, whose
name is `base.expenses.special.r1.name`; `base.expenses.special.rows` lists those)
· `outlay.public.r1.code`, `.also` (the subjects of such a row) · `stated.gk03.c2080106.basic` (what
an imported official table states in that cell, in 元).
A new form therefore needs no new column anywhere. A blank text and no entry are the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.scheme.model import Form, Scheme

# cells of one indicator row; `level` is its second-level indicator, `merge` see `Merge` below,
# `preset` the indicator of the scheme that it starts from, sign + number + measure a target in
# three cells, survey_* the counts of a questionnaire, stated_* what an imported form says
ROW_CELLS = (
    *("level", "preset", "name", "explain", "rubric"),
    *("target", "sign", "number", "measure", "adjusted", "actual"),
    *("survey_sent", "survey_valid", "survey_satisfied"),
    *("weight", "merge", "core", "tier", "given", "given_reason", "reason", "files"),
    *("stated", "stated_level1", "stated_level2"),
)
# what holds for one row alone and is not copied with it
OWN_CELLS = frozenset(
    {"level", "merge", "tier", "given", "given_reason", "files"}
    | {cell for cell in ROW_CELLS if cell.startswith("stated")}
)
TARGET_PARTS = ("sign", "number", "measure")
SURVEY_CELLS = ("survey_sent", "survey_valid", "survey_satisfied")
MERGE_BOTH = "both"  # weight and score are merged with the row above
MERGE_WEIGHT = "weight"  # one weight with the row above, each row its own score
MERGES = ("", MERGE_BOTH, MERGE_WEIGHT)
# what an imported form states about its execution row and total; never used for computing
STATED_CELLS = ("execution.stated_rate", "execution.stated_score", "total.stated")
SAID_OF = ("keep.", "remark.")  # what is said of a cell, at addresses that end with the cell's
FILLER_NAMES = frozenset({"……", "…", "......", "...", "⋯⋯"})
MAX_TEXT = 20_000  # characters in one cell; Excel takes 32,767

Entries = Mapping[str, str]


@dataclass(frozen=True)
class Submission:
    """One unit, one year: entries as typed. `id` is the row in the database, 0 if not stored."""

    year: int
    scheme_id: str
    scheme_hash: str = ""
    entries: Entries = field(default_factory=dict)
    id: int = 0

    def text(self, address: str) -> str:
        return self.entries.get(address, "")


@dataclass(frozen=True)
class Edit:
    """Cells and their new texts (blank clears); `label` names the step for 撤销/重做."""

    cells: Mapping[str, str]
    label: str


def inverse(edit: Edit, entries: Entries) -> Edit:
    """The edit that takes `edit` back, given the entries before it."""
    return Edit({cell: entries.get(cell, "") for cell in edit.cells}, edit.label)


def applied(entries: Entries, edit: Edit) -> dict[str, str]:
    """The entries after an edit; the given ones stay as they are."""
    after = dict(entries)
    for cell, text in edit.cells.items():
        if text:
            after[cell] = text
        else:
            after.pop(cell, None)
    return after


def ids(entries: Entries, address: str) -> tuple[str, ...]:
    """The ids that an order cell lists, such as `project.order` or `project.p1.rows`."""
    names = entries.get(address, "").split()
    return tuple(dict.fromkeys(name for name in names if "." not in name))


def prefixes(form: "Form", entries: Entries) -> tuple[str, ...]:
    """The address prefixes of a form's instances in order: `project.p2`, or just `overall`."""
    if not form.many:
        return (form.id,)
    return tuple(f"{form.id}.{name}" for name in ids(entries, f"{form.id}.order"))


def _next_id(letter: str, taken: tuple[str, ...]) -> str:
    numbers = [int(name[1:]) for name in taken if re.fullmatch(r"[0-9]{1,9}", name[1:])]
    return f"{letter}{max(numbers, default=0) + 1}"


def add_form(form: "Form", entries: Entries, name: str = "") -> Edit:
    """A new form of a kind that may have many, with the rows it starts with."""
    order = ids(entries, f"{form.id}.order")
    new = _next_id("p", order)
    prefix = f"{form.id}.{new}"
    cells = {f"{form.id}.order": " ".join((*order, new))}
    if name:
        cells[f"{prefix}.{form.name_field}"] = name
    return Edit(cells | empty_rows(form, prefix), f"新增{name or form.title}")


def empty_rows(form: "Form", prefix: str) -> dict[str, str]:
    """Entries of the rows a form starts with: prescribed indicators, or a blank row under each
    second level."""
    starts: list[tuple[str, str]] = []
    for sub in (sub for group in form.levels for sub in group.level2):
        starts += [(sub.id, preset.id) for preset in sub.presets] or [(sub.id, "")]
    cells = {f"{prefix}.rows": " ".join(f"i{at}" for at in range(1, len(starts) + 1))}
    for at, (level, preset) in enumerate(starts, 1):
        cells[f"{prefix}.i{at}.level"] = level
        cells[f"{prefix}.i{at}.preset"] = preset
    return {cell: text for cell, text in cells.items() if text}


def new_entries(scheme: "Scheme", unit_name: str) -> dict[str, str]:
    """What a new submission starts with: the unit's name and the forms that there is one of."""
    cells = {"info.unit": unit_name}
    for form in scheme.forms:
        if not form.many:
            cells |= empty_rows(form, form.id)
    return {cell: text for cell, text in cells.items() if text}


def remove_form(form: "Form", entries: Entries, prefix: str) -> Edit:
    """Take a form out, with every cell of it: undo brings all of them back."""
    order = [n for n in ids(entries, f"{form.id}.order") if f"{form.id}.{n}" != prefix]
    cells = _cleared(entries, prefix) | _list_rows(entries, prefix.removeprefix(f"{form.id}."))
    name = entries.get(f"{prefix}.{form.name_field}", "")
    return Edit(cells | {f"{form.id}.order": " ".join(order)}, f"删除{name or form.title}")


def _cleared(entries: Entries, owner: str) -> dict[str, str]:
    """Every cell of a form or row blanked, with what is said of them (reasons for keeping a
    figure, remarks): ids come again."""
    return {
        cell: ""
        for cell in entries
        if cell.startswith(f"{owner}.") or (cell.startswith(SAID_OF) and f".{owner}." in cell)
    }


def _list_rows(entries: Entries, form_id: str) -> dict[str, str]:
    """What was typed for a form in the row lists of other tables, and why it is kept, blanked:
    ids come again."""
    found: dict[str, str] = {}
    for cell in entries:
        at = cell.split(".")
        at = at[2:] if at[0] == "keep" else at[1:] if at[0] == "remark" else at
        # the table stands by itself or in a form: list.rows.p1.last, base.expenses.list.p1.last
        if at[:1] != ["stated"] and len(at) in (4, 5) and at[-2] == form_id:
            found[cell] = ""
    return found


def add_list_row(entries: Entries, address: str) -> Edit:
    """A new row of the unit's own in the row list at `address`, its cells still blank."""
    rows = ids(entries, f"{address}.rows")
    return Edit({f"{address}.rows": " ".join((*rows, _next_id("r", rows)))}, "新增一行")


def remove_list_row(entries: Entries, address: str, row: str) -> Edit:
    """Take one of the unit's own rows out of a row list, with its cells."""
    rows = [one for one in ids(entries, f"{address}.rows") if one != row]
    return Edit(
        _cleared(entries, f"{address}.{row}") | {f"{address}.rows": " ".join(rows)}, "删除一行"
    )


def duplicate_form(form: "Form", entries: Entries, prefix: str) -> Edit:
    """A copy of a form right after it, named so that it is seen to be one."""
    order = ids(entries, f"{form.id}.order")
    new = _next_id("p", order)
    at = order.index(prefix.removeprefix(f"{form.id}.")) + 1
    cells = {f"{form.id}.order": " ".join((*order[:at], new, *order[at:]))}
    for cell, text in entries.items():
        if cell.startswith(f"{prefix}."):
            cells[f"{form.id}.{new}.{cell.removeprefix(f'{prefix}.')}"] = text
    name = entries.get(f"{prefix}.{form.name_field}", "")
    cells[f"{form.id}.{new}.{form.name_field}"] = f"{name}（副本）"
    return Edit(cells, f"复制{name or form.title}")


def add_row(entries: Entries, prefix: str, level: str, after: str = "") -> Edit:
    """A new empty indicator row under a second level, after the row `after` or at its end.

    Between rows that share a weight it shares the weight too: it must not part them unseen.
    """
    rows = ids(entries, f"{prefix}.rows")
    new = _next_id("i", rows)
    mates = _mates(entries, prefix, level)
    anchor = after or (mates[-1] if mates else "")
    at = rows.index(anchor) + 1 if anchor in rows else len(rows)
    cells = {f"{prefix}.rows": " ".join((*rows[:at], new, *rows[at:]))}
    cells[f"{prefix}.{new}.level"] = level
    group = _group(entries, prefix, anchor) if anchor in mates else [anchor]
    if anchor != group[-1]:
        follower = group[group.index(anchor) + 1]
        cells[f"{prefix}.{new}.merge"] = entries[f"{prefix}.{follower}.merge"]
    return Edit(cells, "插入指标行")


def duplicate_row(entries: Entries, prefix: str, row: str) -> Edit:
    """A copy of an indicator row right below it; beside rows that share a weight it shares it.

    What was judged, proved or stated for the one row is not copied: points, tier, files.
    """
    edit = add_row(entries, prefix, entries.get(f"{prefix}.{row}.level", ""), row)
    group = _group(entries, prefix, row)
    new = next(cell for cell in edit.cells if cell.endswith(".level")).removesuffix("level")
    cells = dict(edit.cells)
    if len(group) > 1 and row == group[-1]:
        cells[f"{new}merge"] = entries[f"{prefix}.{row}.merge"]
    skipped = OWN_CELLS if len(group) == 1 else OWN_CELLS | {"weight"}
    for cell in ROW_CELLS:
        text = entries.get(f"{prefix}.{row}.{cell}", "")
        if text and cell not in skipped:
            cells[new + cell] = text
    return Edit(cells, "复制指标行")


def remove_row(entries: Entries, prefix: str, row: str) -> Edit:
    """Take an indicator row out; a weight merged over it passes to the next row of its group."""
    rows = [one for one in ids(entries, f"{prefix}.rows") if one != row]
    group = _group(entries, prefix, row)
    cells = _cleared(entries, f"{prefix}.{row}")
    if row == group[0] and len(group) > 1:
        heir = f"{prefix}.{group[1]}."
        for cell in _head_cells(entries, heir):
            cells[heir + cell] = entries.get(f"{prefix}.{row}.{cell}", "")
    return Edit(cells | {f"{prefix}.rows": " ".join(rows)}, "删除指标行")


def _mates(entries: Entries, prefix: str, level: str) -> list[str]:
    """The rows under a second level, as they are shown; rows of others may be listed between."""
    rows = ids(entries, f"{prefix}.rows")
    return [row for row in rows if entries.get(f"{prefix}.{row}.level", "") == level]


def _group(entries: Entries, prefix: str, row: str) -> list[str]:
    """The rows that share a weight with `row`, the head first."""
    mates = _mates(entries, prefix, entries.get(f"{prefix}.{row}.level", ""))
    joins = [bool(entries.get(f"{prefix}.{mate}.merge")) for mate in mates]
    first = last = mates.index(row)
    while first > 0 and joins[first]:
        first -= 1
    while last + 1 < len(mates) and joins[last + 1]:
        last += 1
    return mates[first : last + 1]


def _head_cells(entries: Entries, follower: str) -> tuple[str, ...]:
    """Cells that belong to the head of a group, whichever row that is."""
    if entries.get(f"{follower}merge") == MERGE_BOTH:
        return ("merge", "weight", "given", "given_reason", "stated")
    return ("merge", "weight")


def move_row(entries: Entries, prefix: str, row: str, step: int) -> Edit | None:
    """Move an indicator row up (-1) or down (+1) within its second level; None at its edge.

    A row that shares a weight stays in its group, and the weight at the group's head; a row of
    its own passes a whole group, so that no weight comes to count for another row unseen.
    """
    mates = _mates(entries, prefix, entries.get(f"{prefix}.{row}.level", ""))
    at, to = mates.index(row), mates.index(row) + step
    if not 0 <= to < len(mates):
        return None
    group = _group(entries, prefix, row)
    cells: dict[str, str] = {}
    if len(group) == 1:
        passed = len(_group(entries, prefix, mates[to]))
        order = [mate for mate in mates if mate != row]
        order.insert(at + step * passed, row)
    elif mates[to] in group:
        above, below = (f"{prefix}.{mates[place]}." for place in sorted((at, to)))
        order = list(mates)
        order[at], order[to] = order[to], order[at]
        for cell in _head_cells(entries, below):
            cells[above + cell] = entries.get(below + cell, "")
            cells[below + cell] = entries.get(above + cell, "")
    else:
        return None
    ordered = iter(order)
    rows = [next(ordered) if one in mates else one for one in ids(entries, f"{prefix}.rows")]
    return Edit({f"{prefix}.rows": " ".join(rows)} | cells, "移动指标行")


def merge_row(prefix: str, row: str, merge: str) -> Edit:
    """Let a row share the weight (and score) of the row above it, or stand alone again."""
    label = "取消合并分值" if not merge else "与上一行合并分值"
    cells = {f"{prefix}.{row}.merge": merge}
    if merge:
        cells[f"{prefix}.{row}.weight"] = ""
    return Edit(cells, label)


def option(scheme: "Scheme", entries: Entries, option_id: str) -> str:
    """The unit's choice of a rule that places differ on, or the scheme's default."""
    chosen = entries.get(f"option.{option_id}", "")
    definition = scheme.option(option_id)
    return chosen if chosen in {c.id for c in definition.choices} else definition.default

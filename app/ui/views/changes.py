"""This year beside last year in a table: the change, also where the scheme has no column for it,
and only the rows that changed by more than some per cent."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.ledger import moved_over
from app.domain.report import Report
from app.scheme.model import Column, Table
from app.ui.views.showing import Showing
from app.ui.views.table_views import FROM_ZERO, growth_column
from app.ui.views.views import CellView, GridView

AMOUNTS, COUNTS = ("增减额", "增减%"), ("增减", "增减%")  # heads
SHARE = 12  # of the grid's width, for each
LOCKED = "自动计算，只在屏幕上对照：{this}－{last}"


@dataclass(frozen=True)
class Years:
    """The two columns of a table that stand for the same figure in two years."""

    this: Column
    last: Column


def years(table: Table) -> Years | None:
    """The columns that a table compares; None where it has no last year, or no such column."""
    columns = {column.id: column for column in table.columns}
    growth = growth_column(table)
    if growth is not None and growth.this in columns:
        return Years(columns[growth.this], columns[growth.last])
    for last in table.columns:
        if last.last in columns and columns[last.last].kind == last.kind:
            return Years(columns[last.last], last)
    return None


def with_changes(
    view: GridView, report: Report, table: Table, prefix: str, showing: Showing
) -> GridView:
    """The view with the change and the change in % behind it, where its table lacks them."""
    pair = years(table)
    if pair is None or growth_column(table) is not None:
        return view
    ids = view.row_ids
    rows = tuple(
        (*view.rows[at], *_changed(report, table, f"{prefix}.{ids[at]}", pair, showing))
        for at in range(len(ids))
    )
    widths = (*view.widths, SHARE, SHARE) if view.widths else ()
    heads = AMOUNTS if pair.this.kind == "amount" else COUNTS
    return replace(view, headers=(*view.headers, *heads), rows=rows, widths=widths)


def _changed(
    report: Report, table: Table, start: str, pair: Years, showing: Showing
) -> Iterator[CellView]:
    this, last = (report.values.get(f"{start}.{one.id}") for one in (pair.this, pair.last))
    change = None if this is None or last is None else this - last
    growth = change / abs(last) if change is not None and last else None
    locked = LOCKED.format(this=pair.this.label, last=pair.last.label)
    amount = pair.this.kind == "amount"
    yield CellView(
        showing.figure(pair.this.kind, change, table.unit),
        look="computed",
        locked=locked,
        right=True,
        exact=showing.exact(change, table.unit) if amount else "",
    )
    words = FROM_ZERO if growth is None and change else ""
    locked = f"{locked}，再除以{pair.last.label}"
    shown = showing.rate(growth) or words
    yield CellView(shown, look="computed", locked=locked, right=True, weak=bool(words))


def moved_only(
    view: GridView, report: Report, table: Table, prefix: str, over: Decimal | None
) -> tuple[GridView, int]:
    """The view with only the rows that changed by more than `over` (a ratio), or that only one of
    the years has; and how many rows that leaves out. The blank line of a list stays."""
    pair = years(table)
    if over is None or pair is None:
        return view, 0
    new = set(view.new_lines())
    kept = [
        at
        for at, row_id in enumerate(view.row_ids)
        if at in new or _moved(report, f"{prefix}.{row_id}", pair, over)
    ]
    rows, ids = tuple(view.rows[at] for at in kept), tuple(view.row_ids[at] for at in kept)
    return replace(view, rows=rows, row_ids=ids), len(view.row_ids) - len(kept)


def _moved(report: Report, start: str, pair: Years, over: Decimal) -> bool:
    this, last = (report.values.get(f"{start}.{one.id}") for one in (pair.this, pair.last))
    if not this and not last:
        return False
    growth = (this - last) / abs(last) if this is not None and last else None
    return moved_over(growth, this, over)

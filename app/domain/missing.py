"""What is still to be filled in: a list of its own, because unfinished is not wrong."""

from collections.abc import Iterator
from itertools import chain

from app.domain.report import FormReport, Indicator, Missing
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.targets import Blank, Reading
from app.domain.wording import cell_words, row_where
from app.scheme.model import Scheme, Table
from app.scheme.rules import ByTarget, Judge


def missing_facts(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Missing]:
    """What 基本信息 and the tables ask for and that is blank."""
    yield from _info(scheme, entries)
    yield from _tables(scheme, entries, numbers)


def _info(scheme: Scheme, entries: Entries) -> Iterator[Missing]:
    for field in scheme.fields:
        if field.required and not entries.get(f"info.{field.id}", "").strip():
            yield Missing(f"info.{field.id}", "info", "基本信息", field.label)


def _tables(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Missing]:
    """A blank table is asked for once; a ledger only where the one that it goes with is begun."""
    tables = {table.id: table for table in scheme.tables}
    for table in scheme.tables:
        other = tables.get(table.asked_with)
        if table.asked_with and not (other and begun(other, entries, numbers)):
            continue
        # by its text: a cell for words has no number, whatever stands in it
        if not any(entries.get(cell, "").strip() for cell in _typed(table, numbers)):
            if table.asked_with and begun(table, entries, numbers):
                continue  # a ledger may hold nothing but rows
            first = next(_typed(table, numbers), _first(table))
            if first:
                yield Missing(first, table.tab, table.title, "还没有填")


def _typed(table: Table, numbers: Numbers) -> Iterator[str]:
    """The cells of a table that a person may fill in."""
    places = (row.id for row in table.rows)
    listed = (
        f"{one.id}.{row.id}" for one in table.lists for row in numbers.rows(f"{table.id}.{one.id}")
    )
    for place in chain(places, listed):
        for column in table.columns:
            cell = numbers.cells.get(address := f"{table.id}.{place}.{column.id}")
            if cell is not None and cell.typed:
                yield address


def begun(table: Table, entries: Entries, numbers: Numbers) -> bool:
    """Whether anything has been typed into a table, be it that there is a row."""
    if any(numbers.rows(f"{table.id}.{one.id}") for one in table.lists if not one.each):
        return True
    return any(entries.get(cell, "").strip() for cell in _typed(table, numbers))


def _first(table: Table) -> str:
    """Where a table begins that has no cell to type in yet: the rows of its first list."""
    return f"{table.id}.{table.lists[0].id}.rows" if table.lists else ""


def missing_in_form(scheme: Scheme, form: FormReport, numbers: Numbers) -> Iterator[Missing]:
    """What one form asks for and that is blank."""
    tab, name = form.form.tab, form.label
    for field in form.form.texts:
        if field.required and not form.fields.get(field.id, "").strip():
            yield Missing(f"{form.prefix}.{field.id}", tab, name, field.label)
    yield from _money(form, numbers, tab, name)
    rows = [row for row in form.indicators if not row.filler]
    for heading in form.weights:
        group = heading.level1
        if heading.weight and form.form.scored and not any(row.level1 == group for row in rows):
            cell = next(
                (f"{row.address}.name" for row in form.indicators if row.level1 == group),
                f"{form.prefix}.rows",
            )
            yield Missing(cell, tab, name, f"{group.label}还没有填三级指标")
    if form.form.levels and not rows and not any(one.level1.weight for one in form.weights):
        first = next((row.address for row in form.indicators), f"{form.prefix}.i1")
        yield Missing(f"{first}.name", tab, name, "还没有填指标")
    for row in rows:
        yield from _row(scheme, form, row, numbers)


def _money(form: FormReport, numbers: Numbers, tab: str, name: str) -> Iterator[Missing]:
    execution, money = form.form.execution, form.form.money
    if execution is None or money is None or form.execution is None:
        return
    columns = {column.id: column.label for column in money.columns}
    for column in (execution.bases[form.execution.basis], execution.executed):
        total = f"{form.prefix}.money.{execution.row}.{column}"
        if numbers.values.get(total) is None:
            yield Missing(_begin(numbers, total), tab, name, columns[column])


def _begin(numbers: Numbers, address: str) -> str:
    """Where a blank figure begins: the first cell below it that a person fills in, perhaps of
    another page; the figure itself where there is none."""
    waiting, seen = [address], set[str]()
    while waiting:
        at = waiting.pop(0)
        cell = numbers.cells.get(at)
        if cell is None or at in seen:
            continue
        if cell.typed:
            return at
        seen.add(at)
        waiting += [cell.meant(at, name) for name in cell.names]
    return address


def _row(scheme: Scheme, form: FormReport, row: Indicator, numbers: Numbers) -> Iterator[Missing]:
    tab, where = form.form.tab, row_where(form, row)
    if not row.name.strip():
        yield Missing(f"{row.address}.name", tab, where, "三级指标名称")
    for cell, reading in asked_cells(form, row):
        if isinstance(reading, Blank):
            column = form.form.column(cell)
            yield Missing(f"{row.address}.{cell}", tab, where, column.label if column else cell)
    waits = row.own is not None and row.own.branch == "facts-blank"
    for fact in row.lacking if waits or isinstance(row.actual, Blank) else ():
        yield Missing(_begin(numbers, fact), tab, where, cell_words(scheme, fact))
    if form.form.scored and row.head and row.group_weight is None:
        yield Missing(f"{row.address}.weight", tab, where, "分值")
    yield from _decision(form, row, tab, where)


def _decision(form: FormReport, row: Indicator, tab: str, where: str) -> Iterator[Missing]:
    """What a person must decide; rows that share one score wait for each other's."""
    head = next(one for one in form.indicators if one.id == row.group[0])
    counts = head.score if row.merged_score else row.score
    own = row.own
    if row.weight is None or counts is None or counts.points is not None or own is None:
        return
    if own.branch.endswith("-open"):
        yield Missing(f"{row.address}.tier", tab, where, "完成档次")
    elif own.branch.endswith("-tier") and own.rule is None:
        place = f"{head.address if row.merged_score else row.address}.given"
        label = "得分" if row.merged_score else f"得分（{own.low}至{own.high}）"
        yield Missing(place, tab, where, label)


def asked_cells(form: FormReport, row: Indicator) -> Iterator[tuple[str, Reading]]:
    """指标值 where it decides, 完成值 where it is not computed and a person does not judge."""
    by_target = row.rule is None or isinstance(row.rule, ByTarget)
    if by_target:
        yield ("target" if form.form.column("target") else "number"), row.target
    if not isinstance(row.rule, Judge) and not row.lacking and not row.computed:
        yield "actual", row.actual

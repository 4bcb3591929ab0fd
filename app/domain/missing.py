"""What is still to be filled in: a list of its own, because unfinished is not wrong."""

from collections.abc import Iterator

from app.domain.report import FormReport, Indicator, Missing
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.targets import Blank, Reading
from app.domain.wording import cell_words, row_where
from app.scheme.model import Scheme
from app.scheme.rules import ByTarget, Judge


def missing_facts(scheme: Scheme, entries: Entries, numbers: Numbers) -> Iterator[Missing]:
    """What 基本信息 and the tables ask for and that is blank."""
    yield from _info(scheme, entries)
    yield from _tables(scheme, numbers)


def _info(scheme: Scheme, entries: Entries) -> Iterator[Missing]:
    for field in scheme.fields:
        if field.required and not entries.get(f"info.{field.id}", "").strip():
            yield Missing(f"info.{field.id}", "info", "基本信息", field.label)


def _tables(scheme: Scheme, numbers: Numbers) -> Iterator[Missing]:
    """A table counts as begun once one of its cells is filled; a blank one is asked for once."""
    for table in scheme.tables:
        typed = [
            f"{table.id}.{row.id}.{column.id}"
            for row in table.rows
            for column in table.columns
            if table.formula(row, column) is None
        ]
        for one in table.lists:
            start = f"{table.id}.{one.id}"
            rows = [row.id for row in numbers.rows(start)]
            typed += [f"{start}.{row}.{column.id}" for row in rows for column in table.columns]
        if typed and all(numbers.values.get(cell) is None for cell in typed):
            yield Missing(typed[0], table.tab, table.title, "还没有填")


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
    for row in rows:
        yield from _row(scheme, form, row, tab)


def _money(form: FormReport, numbers: Numbers, tab: str, name: str) -> Iterator[Missing]:
    execution, money = form.form.execution, form.form.money
    if execution is None or money is None or form.execution is None:
        return
    columns = {column.id: column.label for column in money.columns}
    for column in (execution.bases[form.execution.basis], execution.executed):
        total = f"{form.prefix}.money.{execution.row}.{column}"
        if numbers.values.get(total) is None:
            typed = next((r for r in money.rows if r.formula is None), None)
            cell = f"{form.prefix}.money.{typed.id}.{column}" if typed else total
            yield Missing(cell, tab, name, columns[column])


def _row(scheme: Scheme, form: FormReport, row: Indicator, tab: str) -> Iterator[Missing]:
    where = row_where(form, row)
    if not row.name.strip():
        yield Missing(f"{row.address}.name", tab, where, "三级指标名称")
    for cell, reading in _asked(form, row):
        if isinstance(reading, Blank):
            column = form.form.column(cell)
            yield Missing(f"{row.address}.{cell}", tab, where, column.label if column else cell)
    for fact in row.lacking if isinstance(row.actual, Blank) else ():
        yield Missing(fact, tab, where, cell_words(scheme, fact))
    if form.form.scored and row.head and row.group_weight is None:
        yield Missing(f"{row.address}.weight", tab, where, "分值")
    score = row.score
    waits = score is not None and score.points is None and row.weight is not None
    if waits and score is not None and score.branch.endswith("-open"):
        yield Missing(f"{row.address}.tier", tab, where, "完成档次")
    elif waits and score is not None and score.branch.endswith("-tier"):
        yield Missing(f"{row.address}.given", tab, where, f"得分（{score.low}至{score.high}）")


def _asked(form: FormReport, row: Indicator) -> Iterator[tuple[str, Reading]]:
    """指标值 where it decides, 完成值 where it is not computed and a person does not judge."""
    by_target = row.rule is None or isinstance(row.rule, ByTarget)
    if by_target:
        yield ("target" if form.form.column("target") else "number"), row.target
    if not isinstance(row.rule, Judge) and not row.lacking and not row.computed:
        yield "actual", row.actual

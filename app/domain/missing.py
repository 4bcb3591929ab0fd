"""What is still to be filled in: a list of its own, because unfinished is not wrong."""

from collections.abc import Iterator

from app.domain.report import FormReport, Indicator, Missing
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.targets import Blank
from app.domain.wording import row_where
from app.scheme.model import Scheme


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
        if typed and all(numbers.values.get(cell) is None for cell in typed):
            yield Missing(typed[0], table.tab, table.title, "还没有填")


def missing_in_form(form: FormReport, numbers: Numbers) -> Iterator[Missing]:
    """What one form asks for and that is blank."""
    tab, name = form.form.tab, form.label
    for field in (*form.form.fields, *form.form.goals):
        if field.required and not form.fields.get(field.id, "").strip():
            yield Missing(f"{form.prefix}.{field.id}", tab, name, field.label)
    yield from _money(form, numbers, tab, name)
    rows = [row for row in form.indicators if not row.filler]
    for heading in form.weights:
        group = heading.level1
        if heading.weight and not any(row.level1 == group for row in rows):
            cell = next(
                (f"{row.address}.name" for row in form.indicators if row.level1 == group),
                f"{form.prefix}.rows",
            )
            yield Missing(cell, tab, name, f"{group.label}还没有填三级指标")
    for row in rows:
        yield from _row(form, row, tab)


def _money(form: FormReport, numbers: Numbers, tab: str, name: str) -> Iterator[Missing]:
    execution = form.form.execution
    columns = {column.id: column.label for column in form.form.money.columns}
    for column in (execution.bases[form.execution.basis], execution.executed):
        total = f"{form.prefix}.money.{execution.row}.{column}"
        if numbers.values.get(total) is None:
            typed = next((r for r in form.form.money.rows if r.formula is None), None)
            cell = f"{form.prefix}.money.{typed.id}.{column}" if typed else total
            yield Missing(cell, tab, name, columns[column])


def _row(form: FormReport, row: Indicator, tab: str) -> Iterator[Missing]:
    where = row_where(form, row)
    if not row.name.strip():
        yield Missing(f"{row.address}.name", tab, where, "三级指标名称")
    for cell, label, reading in (
        ("target", "年度指标值", row.target),
        ("actual", "实际完成值", row.actual),
    ):
        if isinstance(reading, Blank):
            yield Missing(f"{row.address}.{cell}", tab, where, label)
    if row.head and row.group_weight is None:
        yield Missing(f"{row.address}.weight", tab, where, "分值")
    score = row.score
    waits = score is not None and score.points is None and row.weight is not None
    if waits and score is not None and score.branch.endswith("-open"):
        yield Missing(f"{row.address}.tier", tab, where, "完成档次")
    elif waits and score is not None and score.branch.endswith("-tier"):
        yield Missing(f"{row.address}.given", tab, where, f"得分（{score.low}至{score.high}）")

"""What both ways of a package agree on: its keys, and which cells of a scheme can be typed."""

import re
from collections.abc import Collection, Iterable

from app.domain.submission import MERGES, STATED_CELLS
from app.scheme.model import Form, RowList, Table

FORMAT = "suanpan.submission"
VERSION = 1
YEARS = range(1980, 2201)
TOP = (
    *("format", "version", "program", "scheme", "year", "seal", "evidence"),
    *("info", "options", "tables", "forms", "kept", "other"),
)
STATED = dict(zip(("execution_rate", "execution_score", "total"), STATED_CELLS, strict=True))
EXECUTION = {key: f"execution.{key}" for key in ("reason", "given", "given_reason")}
MONEY = "money"  # the table that has a key of its own within a form; the others are in `tables`

ID = re.compile(r"[a-z][0-9]{1,9}")
FILE = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff/\\]{1,255}")
ADDRESS = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]{1,400}")


def typed(table: Table) -> dict[str, list[str]]:
    """The columns of each row that are typed: neither computed nor crossed out."""
    return {
        row.id: [
            column.id
            for column in table.columns
            if (table.formula(row, column) is None or column.id in row.either)
            and column.id not in row.dash
        ]
        for row in table.rows
    }


def typed_in_list(table: Table, one: RowList, *, own: bool) -> list[str]:
    """The columns that are typed in a row of a row list: the unit's `own` row, or a form's."""
    left_out: Collection[str] = (*one.dash, *(() if own else one.carried))
    columns = [column for column in table.columns if column.formula is None]
    return [column.id for column in columns if column.id not in left_out]


def own_words(one: RowList) -> tuple[str, ...]:
    """What an own row of a list says of itself beside its figures."""
    codes = ("code",) if one.codes else ()
    return ("name", *codes, *(("also",) if one.also else ()))


def own_tables(form: Form) -> dict[str, Table]:
    """The form's tables without its money, by id."""
    return {table.id: table for table in form.tables if table.id != MONEY}


def execution_cells(form: Form) -> dict[str, str]:
    return EXECUTION if form.execution else {}


def row_choices(form: Form) -> dict[str, tuple[str, Iterable[str]]]:
    """Cells of an indicator that name something of the scheme: what, and which there are."""
    subs = [sub for group in form.levels for sub in group.level2]
    return {
        "level": ("二级指标", [sub.id for sub in subs]),
        "preset": ("规定指标", [preset.id for sub in subs for preset in sub.presets]),
        "merge": ("合并方式", MERGES[1:]),
    }

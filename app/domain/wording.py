"""Names of places for sentences, and the clerk's reasons put into findings."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.domain.accounts import Line
from app.domain.report import Finding, FormReport, Indicator
from app.domain.submission import Entries
from app.domain.values import inside_quotes, number_text, shorten
from app.scheme.accounts import Account
from app.scheme.model import Scheme, Table

EXECUTION_REASON = "预算执行率偏低的原因"
ROW_LABELS = {
    "name": "三级指标",
    "target": "年度指标值",
    "actual": "实际完成值",
    "number": "指标值",
    "adjusted": "调整指标值",
    "weight": "分值",
    "given": "得分",
    "survey_sent": "发出问卷份数",
    "survey_valid": "有效问卷份数",
    "survey_satisfied": "满意份数",
    "stated": "原表得分",
    "reason": "偏差原因分析及改进措施",
}


def finding(found: Finding, entries: Entries) -> Finding:
    """The finding with the clerk's reason for keeping the figure, where there is one."""
    kept = entries.get(found.key, "")
    return replace(found, kept=kept) if kept else found


def both(left: Decimal, right: Decimal, unit: str) -> dict[str, str]:
    """The two figures of a finding and how far they are apart, as plain numbers of a unit."""
    said = number_text(left), number_text(right), number_text(abs(left - right))
    return dict(zip(("left", "right", "difference", "unit"), (*said, unit), strict=True))


def plain(label: str) -> str:
    """The label of a row for sentences: without “其中：” and without the room that indents it."""
    return label.replace("其中：", "").strip("　 ")


def row_where(form: FormReport, row: Indicator) -> str:
    name = inside_quotes(shorten(row.label, 16))
    return f"{form.label}　第{row.number}项指标“{name}”"


def where_of(scheme: Scheme, forms: Sequence[FormReport], address: str) -> str:
    """A cell's place in words: 支出　基本支出　年初预算数."""
    for form in forms:
        if address.startswith(f"{form.prefix}."):
            return _in_form(form, address.removeprefix(f"{form.prefix}."))
    start, _, rest = address.partition(".")
    if start == "info":
        return next((f.label for f in scheme.fields if f.id == rest), rest)
    table = next((table for table in scheme.tables if table.id == start), None)
    if table is not None:
        return f"{table.title}　{_in_table(table, rest)}"
    return _in_account(scheme, address) or address


def cell_words(scheme: Scheme, address: str) -> str:
    """A fact's name for sentences, without its form's: 支出的合计全年预算数, 编制人数."""
    parts = address.split(".")
    if parts[0] == "info":
        return next((f.label for f in scheme.fields if f.id == parts[-1]), parts[-1])
    tables = [(table.id, table) for table in scheme.tables]
    tables += [(f"{form.id}.{t.id}", t) for form in scheme.forms for t in form.tables]
    for start, table in tables:
        if address.startswith(f"{start}.") and len(parts) >= 3:
            cell = plain(_in_table(table, address.removeprefix(f"{start}.")))
            row, _, column = cell.partition("　")
            return f"{table.title}的{row}" + (column if len(table.columns) > 1 else "")
    return _in_account(scheme, address).replace("　", "的", 1).replace("　", "") or address


def part_words(scheme: Scheme, address: str) -> str:
    """A figure's name among others that are added up: its row, and its column where they differ."""
    start, _, rest = address.partition(".")
    table = next((table for table in scheme.tables if table.id == start), None)
    if table is None:
        return cell_words(scheme, address)
    row, _, column = plain(_in_table(table, rest)).partition("　")
    return row + (column if len(table.columns) > 1 else "")


def line_words(line: Line) -> str:
    """A row of an official table: 2080106就业管理事务, or 合计."""
    return f"{line.code}{line.label}" if line.code else line.label


def column_words(account: Account, prefix: str, column_id: str) -> str:
    """A column of an official table, of a block at `prefix` too; blank where it is the only one."""
    column = account.column(column_id)
    if column is not None:
        return "".join(column.heads)
    block = next((one for one in account.blocks if f"{account.id}.{one.id}" == prefix), None)
    columns = block.table.columns if block and len(block.table.columns) > 1 else ()
    return next((one.label for one in columns if one.id == column_id), "")


def account_words(label: str, title: str) -> str:
    """An official table's name in sentences: 公开03表《支出决算表》."""
    return f"{label}《{title}》"


def _in_account(scheme: Scheme, address: str) -> str:
    """公开03表《支出决算表》　2080106　基本支出; blank where there is no such table."""
    start, _, rest = address.partition(".")
    numbered = enumerate(scheme.accounts, 1)
    number, account = next(((n, a) for n, a in numbered if a.id == start), (0, None))
    if account is None:
        return ""
    label = scheme.account_label.replace("{nn}", f"{number:02}")
    words = [account_words(label, account.title)]
    first, _, cell = rest.partition(".")
    block = next((block for block in account.blocks if block.id == first), None)
    if block is not None:
        row, _, column_label = _in_table(block.table, cell).partition("　")
        words += [row, column_label if len(block.table.columns) > 1 else ""]
    elif (column := account.column(cell)) is not None:
        row = "" if account.single else "合计" if first == "total" else first.removeprefix("c")
        words += [row, "".join(column.heads)]
    return "　".join(word for word in words if word)


def _in_form(form: FormReport, rest: str) -> str:
    match rest.split("."):
        case [name, *cell] if (table := _table(form, name)) is not None and len(cell) > 1:
            return f"{form.label}　{_in_table(table, '.'.join(cell))}"
        case ["execution", "reason"]:
            return f"{form.label}　{EXECUTION_REASON}"
        case ["execution", _]:
            return f"{form.label}　预算执行率"
        case ["level", level]:
            label = next((g.level1.label for g in form.weights if g.level1.id == level), level)
            return f"{form.label}　{label}表头分值"
        case [row_id, cell]:
            found = next((row for row in form.indicators if row.id == row_id), None)
            label = ROW_LABELS.get(cell, "")
            return f"{row_where(form, found)}　{label}" if found else form.label
        case _:
            return form.label


def _table(form: FormReport, name: str) -> Table | None:
    return next((table for table in form.form.tables if table.id == name), None)


def _in_table(table: Table, cell: str) -> str:
    row, _, column = cell.rpartition(".")
    row_label = next((r.label for r in table.rows if r.id == row), "")
    listed = table.row_list(row.partition(".")[0])
    row_label = row_label.strip() or (listed.label if listed else row)
    column_label = next((c.label for c in table.columns if c.id == column), column)
    return f"{row_label}　{column_label}"

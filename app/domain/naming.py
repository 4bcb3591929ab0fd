"""What a cell is called beside its grid: in the panel that explains it, among the inputs of a
figure, in the list of remarks."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.report import FormReport, Indicator, Report
from app.domain.shown import STATED_FIGURES
from app.domain.tables import shown
from app.domain.wording import EXECUTION_REASON, ROW_LABELS, plain, where_of
from app.scheme.cells import STATED, split_code
from app.scheme.model import Field, Kind, RowList, Table

ROW_WORDS = {"code": "科目编码", "name": "名称", "also": "另一个科目"}
MORE_ROW_WORDS = {
    **ROW_LABELS,
    "explain": "指标解释",
    "rubric": "评分标准",
    "sign": "指标性质",
    "measure": "度量单位",
    "core": "是否核心指标",
    "tier": "完成档次",
    "given_reason": "改分理由",
    "files": "佐证材料",
}


@dataclass(frozen=True)
class Named:
    """A cell in words: the table or form that it stands in, and its own name in there."""

    place: str
    name: str

    @property
    def whole(self) -> str:
        return "　".join(part for part in (self.place, self.name) if part)


@dataclass(frozen=True)
class Listed:
    """A row of a list: the table with its address, the list, the row's id or `c208`."""

    table: Table
    prefix: str
    one: RowList
    row: str

    @property
    def address(self) -> str:
        return f"{self.prefix}.{self.one.id}"


def named(report: Report, address: str) -> Named:
    """A cell's name; never its address."""
    address = address.removeprefix(f"{STATED}.")
    row = listed(report, address)
    if row is not None:
        return Named(_table_name(report, row), _listed_name(report, row, address))
    form = form_of(report, address)
    if form is not None:
        return Named(form.label, _in_form(form, address.removeprefix(f"{form.prefix}.")))
    place, _, name = where_of(report.scheme, report.forms, address).partition("　")
    if place == address:  # no cell of this scheme
        return Named("本方案没有的格", STATED_FIGURES if address.startswith(STATED) else "")
    if address.startswith("info."):
        return Named("基本信息", place)
    return Named(place, plain(name) if _has_label(report, address) else "空行")


def _has_label(report: Report, address: str) -> bool:
    """Official tables have lines without words, which stand for nothing."""
    start, _, rest = address.partition(".")
    account = next((one for one in report.scheme.accounts if one.id == start), None)
    block, _, cell = rest.partition(".")
    blocks = account.blocks if account is not None else ()
    rows = (row for one in blocks if one.id == block for row in one.table.rows)
    return all(row.label.strip() for row in rows if cell.startswith(f"{row.id}."))


def listed(report: Report, address: str) -> Listed | None:
    """The row of a list that a cell stands in, or the sum under a code; None for all others."""
    start, code, _ = split_code(address)
    numbers = report.numbers
    if numbers is None:
        return None
    if code and start in numbers.coded:
        table, one = numbers.coded[start]
        return Listed(table, start.removesuffix(f".{one.id}"), one, f"c{code}")
    cell = numbers.cells.get(address)
    if cell is not None:
        list_id, _, row = cell.row.partition(".")
        found = cell.table.row_list(list_id) if row else None
        prefix = address.removesuffix(cell.place)
        return Listed(cell.table, prefix, found, row) if found is not None else None
    at, _, _ = address.rpartition(".")
    where, _, row = at.rpartition(".")
    prefix, _, list_id = where.rpartition(".")
    held = table_at(report, prefix)
    found = held.row_list(list_id) if held is not None else None
    return Listed(held, prefix, found, row) if held is not None and found is not None else None


def table_at(report: Report, prefix: str) -> Table | None:
    """The table at an address prefix: outlay, base.expenses, project.p1.money."""
    for table in report.scheme.tables:
        if table.id == prefix:
            return table
    form = form_of(report, f"{prefix}.")
    tables = form.form.tables if form is not None else ()
    return next((one for one in tables if form and prefix == f"{form.prefix}.{one.id}"), None)


def form_of(report: Report, address: str) -> FormReport | None:
    return next((one for one in report.forms if address.startswith(f"{one.prefix}.")), None)


def indicator_of(form: FormReport, address: str) -> Indicator | None:
    """The indicator whose row a cell stands in."""
    return next((row for row in form.indicators if address.startswith(f"{row.address}.")), None)


def field_of(report: Report, address: str) -> Field | None:
    """The field outside tables at an address: one of 基本信息 or of a form."""
    start, _, rest = address.partition(".")
    if start == "info":
        return next((one for one in report.scheme.fields if one.id == rest), None)
    form = form_of(report, address)
    if form is None:
        return None
    name = address.removeprefix(f"{form.prefix}.")
    return next((one for one in form.form.texts if one.id == name), None)


def published_unit(report: Report) -> str:
    """The unit of the official tables: 万元 unless 基本信息 says 元."""
    return "元" if report.text("info.account_unit") == "yuan" else "万元"


def figure_text(report: Report, address: str) -> str:
    """What a cell shows, with its unit where it is money; a text as it was typed."""
    address = address.removeprefix(f"{STATED}.")
    for account in report.accounts:
        if address in account.values:
            return _money("amount", account.values[address], published_unit(report))
    numbers = report.numbers
    if numbers is not None and address in report.values:
        cell = numbers.cells.get(address)
        unit = cell.table.unit if cell is not None else _unit_under(report, address)
        return _money(numbers.kind(address), report.values[address], unit)
    form = form_of(report, address)
    rest = address.removeprefix(f"{form.prefix}.") if form is not None else ""
    return report.text(address).strip() or (form.fields.get(rest, "") if form else "")


def _money(kind: Kind, value: Decimal | None, unit: str) -> str:
    text = shown(kind, value, unit)
    return f"{text} {unit}" if text and kind == "amount" else text


def _unit_under(report: Report, address: str) -> str:
    row = listed(report, address)
    return row.table.unit if row is not None else "元"


# ── parts of a name ───────────────────────────────────────────────────────────────────────


def _table_name(report: Report, row: Listed) -> str:
    form = form_of(report, f"{row.prefix}.")
    return f"{form.label}　{row.table.title}" if form is not None else row.table.title


def _listed_name(report: Report, row: Listed, address: str) -> str:
    column_id = address.rpartition(".")[2]
    labels = {column.id: column.label for column in row.table.columns}
    column = labels.get(column_id) or ROW_WORDS.get(column_id, "")
    parts = (row.one.label, row_words(report, row), column)
    return "　".join(part for part in parts if part)


def row_words(report: Report, row: Listed) -> str:
    """The row's own name: 2080106 就业管理事务, or the name that it was given."""
    numbers, year = report.numbers, report.submission.year
    lines = numbers.rows(row.address) if numbers is not None else ()
    line = next((one for one in lines if one.id == row.row), None)
    if line is not None:
        known = report.codes.subject(row.one.codes, line.code, year) if row.one.codes else None
        name = line.name or (known.name if known else "")
        return f"{line.code} {name}".strip() or "（未命名）"
    if not row.row.startswith("c") or not row.one.codes:
        return "新的一行"
    code = row.row.removeprefix("c")
    subject = report.codes.subject(row.one.codes, code, year)
    return f"{code} {subject.name if subject else ''}".strip()


def _in_form(form: FormReport, rest: str) -> str:
    table_id, _, cell = rest.partition(".")
    table = next((one for one in form.form.tables if one.id == table_id), None)
    if table is not None and cell:
        return _in_table(table, cell)
    field = next((one for one in form.form.texts if one.id == rest), None)
    if field is not None:
        return field.label
    if rest.startswith("execution."):
        return EXECUTION_REASON if rest == "execution.reason" else "预算执行率"
    if rest.startswith("level."):
        level = next((one.level1 for one in form.weights if rest == f"level.{one.level1.id}"), None)
        return f"{level.label}表头分值" if level else ""
    row = next((one for one in form.indicators if one.id == table_id), None)
    if row is None:
        return ""
    column = form.form.column({"given": "score"}.get(cell, cell))
    return f"{row.label}　{column.label if column else MORE_ROW_WORDS.get(cell, '')}".strip("　")


def _in_table(table: Table, cell: str) -> str:
    row_id, _, column_id = cell.rpartition(".")
    row = next((one.label.strip() for one in table.rows if one.id == row_id), "")
    column = next((one.label for one in table.columns if one.id == column_id), "")
    return plain("　".join(part for part in (table.title, row, column) if part))

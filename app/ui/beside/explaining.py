"""F1 口径: what belongs into a cell, how it is filled in or comes about, which checks look at it,
and by which document. All of it follows from the scheme and the report, for any cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.naming import field_of, form_of, indicator_of, listed, named
from app.domain.remarks import remark_of
from app.domain.report import FormReport, Indicator, Report
from app.scheme.accounts import Account
from app.scheme.cells import STATED
from app.scheme.formula import EACH
from app.scheme.model import Check, Column, Field, Kind, Row, Table
from app.ui.beside.relation_words import relation_words
from app.ui.beside.rule_words import rule_words
from app.ui.beside.tracing import working
from app.ui.views.views import LEVEL_NAMES, CellView

KINDS: dict[Kind, str] = {
    "amount": "金额：照{unit}填，两位小数；带“元”“万元”的会自动换算。没有发生填 0，还不清楚的空着",
    "percent": "百分比：写 95% 或 95",
    "count": "数量：整数，不带单位。没有填 0",
    "weight": "分值：数字，可以有一位小数",
    "text": "文字：一行写清楚",
    "longtext": "文字：可以写几行，Alt+Enter 换行",
    "choice": "从列出的几项里选一项",
    "date": "日期：例如 2024-06-30、2024年6月30日",
}
COLUMNS = {
    "level1": "一级指标由方案规定；表头的分值是本组各行分值之和应有的数",
    "level2": "二级指标由方案规定，下面可以有几行三级指标",
    "name": "写得具体、可衡量：做什么、管什么事，一行一个指标",
    "explain": "说明这个指标统计什么、从哪里取数",
    "rubric": "评分标准：多少得满分、怎么扣分。写得清楚的，程序按它计分",
    "sign": "指标性质：≥、≤、＝ 是定量的，“定性”是文字描述的",
    "number": "指标值：年初批复的目标数，只写数字，单位写在旁边一栏",
    "measure": "度量单位：家、人次、%、元……",
    "target": "年度指标值：照年初批复的绩效目标填，带方向和单位，例如 ≥1400家、≤30天、100%",
    "adjusted": "年中调整过绩效目标的，填调整后的指标值；没有调整的空着",
    "actual": "实际完成值：年末实际做到的，单位和指标值一致，有台账、报表可以证明",
    "weight": "分值：各行相加等于一级指标表头的分值；几行合用一个分值的写在第一行",
    "score": "得分：按方案的规则自动算出；当地另有评定的可以直接改，并写改分理由",
    "coefficient": "得分系数＝得分÷分值，自动计算",
    "reason": "没有完成或明显超过的，写清原因和准备怎么改",
    "core": "是不是核心指标，照批复的目标表填",
}
LABEL = "这是表头或行名，由方案规定，不在这里填写"


@dataclass(frozen=True)
class Part:
    head: str
    text: str


@dataclass(frozen=True)
class Explanation:
    """A cell in words. There is always at least one part that is not blank."""

    title: str
    place: str
    parts: tuple[Part, ...]


def explanation(
    report: Report, address: str, cell: CellView | None = None, near: str = ""
) -> Explanation:
    """What is to be said of a cell; `cell` as its grid shows it, `near` the first cell of its row
    where it has no address itself."""
    address = address.removeprefix(f"{STATED}.")
    name = named(report, address) if address else None
    title = (cell.name if cell else "") or (name.name or name.place if name else "")
    if not title and cell is not None:
        title = cell.shown.strip() or "这一格"
    said = _parts(report, address, cell) if address else _of_head(report, cell, near)
    parts = (Part(head, text) for head, text in said if text.strip())
    found = _each_once(parts)
    return Explanation(title, name.place if name and name.name else "", found)


def _each_once(parts: Iterator[Part]) -> tuple[Part, ...]:
    seen: dict[str, Part] = {}
    for part in parts:
        seen.setdefault(part.text, part)
    return tuple(seen.values())


def _parts(report: Report, address: str, cell: CellView | None) -> Iterator[tuple[str, str]]:
    if cell is not None and (cell.problem or cell.question):
        yield "现在的问题", cell.problem or cell.question
    yield from (("填什么", one) for one in _belongs(report, address))
    yield from _how(report, address)
    if cell is not None and cell.locked:
        yield "为什么不能填写", cell.locked
    checks = [_check_words(report, one) for one in checks_of(report, address)]
    yield "审核关系", "\n".join(f"· {one}" for one in checks)
    yield "依据", source_words(report, address)
    yield "批注", remark_of(report.submission.entries, address)


def _of_head(report: Report, cell: CellView | None, near: str) -> Iterator[tuple[str, str]]:
    """Of a head, or the name of a row: what belongs into the row."""
    yield "说明", (cell.note if cell else "") or (cell.locked if cell else "") or LABEL
    found = _table_cell(report, near) if near else None
    if found is not None:
        table, line, _ = found
        yield "这一行", line.hint if line is not None else ""
        yield "这张表", table.hint
        yield "依据", source_words(report, near)


# ── what belongs into it ──────────────────────────────────────────────────────────────────


def _belongs(report: Report, address: str) -> Iterator[str]:
    field = field_of(report, address)
    if field is not None:
        yield field.hint or _field_words(field)
        return
    account = _account_of(report, address)
    if account is not None:
        yield from account.notes
        yield "公开表的数由台账自动得出，不用填写；要改到它所在的台账去改"
        return
    form = form_of(report, address)
    row = indicator_of(form, address) if form is not None else None
    if form is not None and row is not None:
        yield from _of_indicator(form, row, address.rpartition(".")[2])
        return
    found = _table_cell(report, address)
    if found is not None:
        table, line, column = found
        yield from (one.hint for one in (column, line) if one is not None and one.hint)
        one = listed(report, address)
        yield one.one.hint if one is not None else ""
        yield table.hint
        yield from _of_list_words(address, one is not None)
        return
    if form is not None:
        yield from _of_form(form, address.removeprefix(f"{form.prefix}."))
    if address.startswith("option."):
        yield from (o.hint for o in report.scheme.options if address == f"option.{o.id}")


def _field_words(field: Field) -> str:
    asked = "必须填写" if field.required else "有就填，没有空着"
    limit = f"，不超过{field.limit}个字" if field.limit else ""
    return f"{field.label}：{asked}{limit}"


def _of_list_words(address: str, in_list: bool) -> Iterator[str]:
    match address.rpartition(".")[2] if in_list else "":
        case "code":
            yield "功能或经济科目的编码，一行一个科目；类、款合计自动出来"
        case "also":
            yield "同一笔支出的另一个科目，公开表要交叉列示的才填"
        case "name":
            yield "这一行的名称；填了编码的，科目名称自动带出"


def _of_indicator(form: FormReport, row: Indicator, cell: str) -> Iterator[str]:
    name = "score" if cell == "given" else cell
    column = form.form.column(name)
    yield COLUMNS.get(name, "")
    preset = row.preset
    if preset is not None and preset.explain:
        yield f"方案的说明：{preset.explain}"
    if name in {"score", "actual", "rubric", "weight"} and form.form.scored:
        yield f"评分办法：{rule_words(row.rule)}"
        yield f"评分标准：{row.rubric}" if row.rubric else ""
    if column is None and name not in COLUMNS:
        yield f"“{row.label}”这一行的内容"


def _of_form(form: FormReport, rest: str) -> Iterator[str]:
    if rest.startswith("execution.") and form.form.execution is not None:
        weight = form.form.execution.weight
        yield f"预算执行率占{weight}分：得分＝分值×执行率，超过100%的按100%"
        if rest == "execution.reason":
            yield "执行率低的要写原因：哪些钱没有花、为什么、以后怎么办"
        elif form.form.execution.rule is not None:
            yield f"评分办法：{rule_words(form.form.execution.rule)}"
    elif rest.startswith("level."):
        yield "这一组指标的分值合计；当地规定不同的可以改，各行分值相加要等于它"
    elif rest.startswith("total."):
        yield "各项得分之和"


# ── how it is filled in or comes about ────────────────────────────────────────────────────


def _how(report: Report, address: str) -> Iterator[tuple[str, str]]:
    found = working(report, address)
    if not found.typed:
        yield "怎么得来", "\n".join(found.words)
        return
    kind, unit = _kind(report, address)
    if kind != "text":
        yield "怎么填", KINDS[kind].replace("{unit}", unit)
    if (cell := _table_cell(report, address)) is not None and cell[2].last:
        yield "怎么填", "上年的数：可以“带入上年数”，也可以照上年公开的决算填"


def _kind(report: Report, address: str) -> tuple[Kind, str]:
    field = field_of(report, address)
    if field is not None:
        return field.kind, "元"
    cell = _table_cell(report, address)
    if cell is not None:
        return cell[2].kind, cell[0].unit
    last = address.rpartition(".")[2]
    if last in {"weight", "given"} or ".level." in address:
        return "weight", ""
    return ("longtext" if last in {"reason", "rubric", "explain"} else "text"), ""


def _table_cell(report: Report, address: str) -> tuple[Table, Row | None, Column] | None:
    """The table, the row of its own (None in a list) and the column that a cell stands in."""
    numbers = report.numbers
    cell = numbers.cells.get(address) if numbers is not None else None
    if cell is not None:
        row = next((one for one in cell.table.rows if one.id == cell.row), None)
        return cell.table, row, cell.column
    row_of = listed(report, address)
    last = address.rpartition(".")[2]
    if row_of is not None:
        column = next((c for c in row_of.table.columns if c.id == last), Column(last, "", "text"))
        return row_of.table, None, column
    start, _, rest = address.partition(".")
    table = next((one for one in report.scheme.tables if one.id == start), None)
    row_id, _, column_id = rest.rpartition(".")
    if table is None:
        return None
    row = next((one for one in table.rows if one.id == row_id), None)
    own = next((c for c in table.columns if c.id == column_id), None)
    return None if own is None else (table, row, own)


# ── checks and documents ──────────────────────────────────────────────────────────────────


def checks_of(report: Report, address: str) -> tuple[Check, ...]:
    """The scheme's checks that a cell takes part in."""
    names = {address, _general(report, address)}
    return tuple(
        one
        for one in report.scheme.checks
        if not names.isdisjoint((*one.require.names, *one.cells))
    )


def _general(report: Report, address: str) -> str:
    """The name that checks have for the cells of every project or row."""
    form = form_of(report, address)
    if form is not None and form.form.many:
        return f"{form.form.id}.{EACH}.{address.removeprefix(f'{form.prefix}.')}"
    row = listed(report, address)
    return f"{row.address}.{EACH}.{address.rpartition('.')[2]}" if row is not None else address


def _check_words(report: Report, check: Check) -> str:
    level = LEVEL_NAMES[check.level].partition(" ")[2]
    return f"{check.title}（{level}）：{relation_words(report.scheme, check.require)}"


def source_words(report: Report, address: str) -> str:
    """The document that the cell is taken from."""
    account = _account_of(report, address)
    form = form_of(report, address)
    row = indicator_of(form, address) if form is not None else None
    cell = _table_cell(report, address)
    said = (cell[0].source if cell is not None else "") or report.scheme.source
    if account is not None:
        said = account.source
    elif row is not None and row.preset is not None and row.preset.source:
        said = row.preset.source
    elif form is not None:
        said = form.form.source or said
    return said


def _account_of(report: Report, address: str) -> Account | None:
    start = address.partition(".")[0]
    return next((one for one in report.scheme.accounts if one.id == start), None)

"""What a grid shows, as plain values made from a report: no Qt here, so it is tested without.

Every grid of the program (money, ledgers, indicators, findings) is a `GridView`; one grid
component draws them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from app.domain.report import Finding, FormReport, Indicator, Missing, Report
from app.domain.tables import shown
from app.domain.values import number_text, rate_text, score_text
from app.scheme.model import NUMBER_KINDS, Column, Row, Table

Look = Literal["typed", "computed", "carried", "label", "head"]
LEVEL_NAMES = {"error": "✗ 错误", "warning": "⚠ 核实", "note": "ℹ 提示"}
TAB_NAMES = {
    "info": "基本信息",
    "income_spending": "收入支出",
    "three_publics": "三公经费",
    "project": "项目支出",
    "overall": "整体自评",
    "findings": "审核",
    "export": "导出打印",
}


@dataclass(frozen=True)
class CellView:
    """One cell: what it shows, what editing starts from, and why it may not be typed in."""

    shown: str
    address: str = ""  # the entry that typing changes
    text: str = ""  # what was typed
    look: Look = "typed"
    locked: str = ""  # why it cannot be typed in; blank where it can
    right: bool = False
    center: bool = False
    long: bool = False
    problem: str = ""  # shown as a red frame with this sentence
    question: str = ""  # shown as an amber frame
    name: str = ""  # 指标值 · 稳岗返还惠及企业
    note: str = ""  # tooltip: the reason of a number
    weak: bool = False
    bold: bool = False
    good: bool = False
    bad: bool = False


@dataclass(frozen=True)
class GridView:
    headers: tuple[str, ...]
    rows: tuple[tuple[CellView, ...], ...]
    spans: tuple[tuple[int, int, int, int], ...] = ()  # row, column, rows, columns
    widths: tuple[int, ...] = ()  # shares of the width
    row_ids: tuple[str, ...] = ()

    def find(self, address: str) -> tuple[int, int] | None:
        """Row and column of the cell with this address."""
        for at, row in enumerate(self.rows):
            for column, cell in enumerate(row):
                if cell.address == address:
                    return at, column
        return None


def _problems(report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """Sentences by cell: what must be put right, and what must be confirmed."""
    errors: dict[str, str] = {}
    questions: dict[str, str] = {}
    for found in report.findings:
        if found.kept or found.level == "note":
            continue
        target = errors if found.level == "error" else questions
        target.setdefault(found.cells[0], found.sentence)
    return errors, questions


# ── tables ────────────────────────────────────────────────────────────────────────────────


def table_view(report: Report, table: Table, prefix: str) -> GridView:
    """A table of the scheme, or the money table of a form, at its address prefix."""
    errors, questions = _problems(report)
    rows = []
    for row in table.rows:
        label = CellView("　" * row.indent + row.label, look="label", locked="表头不能修改")
        cells = [_table_cell(report, table, row, column, prefix) for column in table.columns]
        rows.append((label, *(_marked(cell, errors, questions) for cell in cells)))
    headers = (f"{table.title}（{table.unit}）", *(column.label for column in table.columns))
    if all(column.kind == "count" for column in table.columns):
        headers = (table.title, *headers[1:])
    widths = (34, *(14 for _ in table.columns))
    return GridView(headers, tuple(rows), (), widths, tuple(row.id for row in table.rows))


def _table_cell(report: Report, table: Table, row: Row, column: Column, prefix: str) -> CellView:
    address = f"{prefix}.{row.id}.{column.id}"
    value = report.values.get(address)
    text = report.text(address)
    name = f"{column.label} · {row.label.strip()}"
    formula = table.formula(row, column)
    if formula is not None:
        return CellView(
            shown=shown(column.kind, value, table.unit),
            address=address,
            look="computed",
            locked=f"自动计算：{explain(report, table, row, column)}",
            right=True,
            name=name,
            bold=row.id == "total",
        )
    readable = column.kind in NUMBER_KINDS and address not in report.problems
    return CellView(
        shown=shown(column.kind, value, table.unit) if readable else text,
        address=address,
        text=text,
        right=True,
        name=f"{name}（{table.unit}）" if column.kind == "amount" else name,
        note=f"填写的是：{text}" if text else "",
    )


def explain(report: Report, table: Table, row: Row, column: Column) -> str:
    """A formula in the words of the form: 年度资金总额＝当年财政拨款＋上年结转资金＋其他资金."""
    formula = table.formula(row, column)
    if formula is None:
        return ""
    labels = {r.id: r.label.replace("其中：", "").strip() for r in table.rows}
    labels |= {c.id: c.label for c in table.columns}
    words = [labels.get(name) or _far_label(report, name) for name in formula.names]
    if formula.text.startswith("sum("):
        return "＋".join(words)
    spelled = formula.text
    for name, word in sorted(zip(formula.names, words, strict=True), key=lambda p: -len(p[0])):
        spelled = spelled.replace(name, word)
    for sign, word in ((" - ", "－"), (" / ", "÷"), (" * ", "×"), (" + ", "＋")):
        spelled = spelled.replace(sign, word)
    return spelled


def _far_label(report: Report, name: str) -> str:
    for table in report.scheme.tables:
        start, _, rest = name.partition(".")
        if table.id == start:
            row_id, _, column_id = rest.partition(".")
            row = next(r.label for r in table.rows if r.id == row_id)
            column = next(c.label for c in table.columns if c.id == column_id)
            tab = TAB_NAMES.get(table.tab, "")
            return f"“{tab}”的{row}{column}"
    return name


def _marked(cell: CellView, errors: dict[str, str], questions: dict[str, str]) -> CellView:
    problem, question = errors.get(cell.address, ""), questions.get(cell.address, "")
    if not problem and not question:
        return cell
    return replace(cell, problem=problem, question="" if problem else question)


# ── a form: execution row and indicators ──────────────────────────────────────────────────


def money_view(report: Report, form: FormReport) -> GridView:
    """The form's money table with 分值, 执行率 and 得分 at its scored row."""
    view = table_view(report, form.form.money, f"{form.prefix}.money")
    score = form.execution.score
    errors, questions = _problems(report)
    rows = []
    for row, cells in zip(form.form.money.rows, view.rows, strict=True):
        if row.id != form.form.execution.row:
            dash = CellView("", look="computed", locked="只有年度资金总额这一行计分")
            rows.append((*cells, dash, dash, dash))
            continue
        weight = CellView(
            number_text(form.form.execution.weight),
            look="computed",
            locked="预算执行率的分值由方案规定",
            center=True,
            name="分值 · 预算执行率",
        )
        rate = CellView(
            rate_text(form.execution.rate),
            address=f"{form.prefix}.execution.rate",
            look="computed",
            locked=f"自动计算：{score.because.rule}",
            right=True,
            name="执行率",
            note="\n".join(score.because.lines()),
        )
        given = f"{form.prefix}.execution.given"
        points = CellView(
            report.text(given) if given in report.problems else score_text(score.points),
            address=given,
            text=report.text(given),
            look="computed" if score.given is None else "typed",
            right=True,
            name="得分 · 预算执行率（自动计算；要改可直接填）",
            note="\n".join(score.because.lines()),
            bold=True,
        )
        rows.append((*cells, *(_marked(c, errors, questions) for c in (weight, rate, points))))
    headers = (*view.headers, "分值", "执行率", "得分")
    return GridView(headers, tuple(rows), (), (30, 15, 15, 15, 9, 12, 12), view.row_ids)


INDICATOR_HEADERS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "年度指标值",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析\n及改进措施",
)


def indicators_view(report: Report, form: FormReport) -> GridView:
    """The rows under 绩效指标, first and second levels and shared weights spanned."""
    errors, questions = _problems(report)
    rows = []
    for row in form.indicators:
        cells = _indicator_cells(report, form, row)
        rows.append(tuple(_marked(cell, errors, questions) for cell in cells))
    return GridView(
        INDICATOR_HEADERS,
        tuple(rows),
        tuple(_indicator_spans(form)),
        (10, 13, 25, 13, 13, 7, 8, 18),
        tuple(row.id for row in form.indicators),
    )


def _indicator_cells(report: Report, form: FormReport, row: Indicator) -> tuple[CellView, ...]:
    group = next(g for g in form.weights if g.level1 == row.level1)
    label = row.name or row.level2.label

    def typed(cell: str, name: str, *, long: bool = False, center: bool = False) -> CellView:
        address = f"{row.address}.{cell}"
        text = report.text(address)
        return CellView(
            text, address, text, long=long, center=center, name=f"{name} · {label}", weak=row.filler
        )

    weight_text = report.text(f"{row.address}.weight")
    shared = "" if row.head else "这一行与上一行合用一个分值，请在上一行填写"
    weight = CellView(
        number_text(row.group_weight) if row.head and row.group_weight is not None else weight_text,
        f"{row.address}.weight",
        weight_text,
        look="computed" if shared else "typed",
        locked=shared,
        center=True,
        name=f"分值 · {label}",
    )
    return (
        CellView(
            f"{row.level1.label}\n（{number_text(group.weight)}分）",
            f"{form.prefix}.level.{row.level1.id}",
            report.text(f"{form.prefix}.level.{row.level1.id}"),
            look="label",
            center=True,
            name=f"{row.level1.label}的表头分值（按当地规定可改）",
            bold=True,
        ),
        CellView(row.level2.label, look="label", locked="二级指标由方案规定", center=True),
        typed("name", "三级指标", long=True),
        typed("target", "年度指标值", long=True),
        typed("actual", "实际完成值", long=True),
        weight,
        _score_cell(report, row, label),
        typed("reason", "偏差原因分析及改进措施", long=True),
    )


def _score_cell(report: Report, row: Indicator, label: str) -> CellView:
    address = f"{row.address}.given"
    score = row.score
    if row.filler:
        return CellView("", look="computed", locked="这一行还没有填指标", center=True)
    if score is None:
        return CellView("", look="computed", locked="这一行与上一行合用一个得分", center=True)
    waiting = score.points is None and score.branch.endswith(("-open", "-tier"))
    text = report.text(address)
    unread = text if address in report.problems else ""
    return CellView(
        unread or score_text(score.points) or ("待定" if waiting else ""),
        address,
        text,
        look="computed" if score.given is None else "typed",
        center=True,
        name=f"得分 · {label}（自动计算；要改可直接填，并写改分理由）",
        note="\n".join(score.because.lines()),
        weak=waiting,
        bold=True,
    )


def _indicator_spans(form: FormReport) -> Iterator[tuple[int, int, int, int]]:
    rows = form.indicators
    yield from _runs([row.level1.id for row in rows], 0)
    yield from _runs([row.level2.id for row in rows], 1)
    for at, row in enumerate(rows):
        if row.head and len(row.group) > 1:
            yield at, 5, len(row.group), 1
            if row.merged_score:
                yield at, 6, len(row.group), 1


def _runs(keys: list[str], column: int) -> Iterator[tuple[int, int, int, int]]:
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[start]:
            if at - start > 1:
                yield start, column, at - start, 1
            start = at


# ── findings and what is missing ──────────────────────────────────────────────────────────


def findings_view(report: Report) -> GridView:
    """All findings, the worst first; the last column takes the reason for keeping a figure."""
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(report.findings, key=lambda f: (bool(f.kept), order[f.level]))
    rows = tuple(_finding_row(found) for found in ranked)
    headers = ("级别", "位置", "问题", "怎么办", "保留理由（可填）")
    return GridView(headers, rows, (), (9, 20, 34, 22, 15), tuple(f.cells[0] for f in ranked))


def _finding_row(found: Finding) -> tuple[CellView, ...]:
    jump = "双击跳到这个单元格"
    level = "✓ 已说明" if found.kept else LEVEL_NAMES[found.level]
    place = f"{TAB_NAMES.get(found.tab, '')}　{found.where}"
    return (
        CellView(
            level,
            look="label",
            locked=jump,
            bad=found.level == "error" and not found.kept,
            good=bool(found.kept),
        ),
        CellView(place, look="label", locked=jump, long=True),
        CellView(found.sentence, look="label", locked=jump, long=True),
        CellView(found.todo, look="label", locked=jump, long=True, weak=True),
        CellView(found.kept, found.key, found.kept, name="保留这个数字的理由", long=True),
    )


def missing_view(report: Report) -> GridView:
    """What is still to be filled in, in the order of the tabs."""
    rows = tuple(_missing_row(item) for item in report.missing)
    ids = tuple(item.cell for item in report.missing)
    return GridView(("页签", "位置", "还没有填"), rows, (), (15, 50, 35), ids)


def _missing_row(item: Missing) -> tuple[CellView, ...]:
    jump = "双击跳到这个单元格"
    texts = (TAB_NAMES.get(item.tab, ""), item.where, item.label)
    return tuple(CellView(text, look="label", locked=jump, long=True) for text in texts)


@dataclass(frozen=True)
class TabState:
    """What a tab says of itself: missing items, errors and questions not yet explained."""

    missing: int
    errors: int
    questions: int

    def label(self, name: str) -> str:
        """The tab's label; state is said in words and signs, never by colour alone."""
        parts = [name]
        if self.errors:
            parts.append(f"✗{self.errors}")
        if self.questions:
            parts.append(f"⚠{self.questions}")
        if self.missing:
            parts.append(f"缺{self.missing}")
        return " ".join(parts) if len(parts) > 1 else f"{name} ✓"


def tab_states(report: Report) -> dict[str, TabState]:
    """State by tab; `findings` sums up all of them."""
    states: dict[str, TabState] = {}
    for tab in TAB_NAMES:
        mine = [
            f
            for f in report.findings
            if not f.kept and f.level != "note" and tab in {f.tab, "findings"}
        ]
        errors = sum(f.level == "error" for f in mine)
        missing = sum(item.tab == tab for item in report.missing)
        states[tab] = TabState(missing, errors, len(mine) - errors)
    return states

"""What the list at the left says of each form, in which order, and the totals at its foot."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.domain.report import FormPart, FormReport, Report
from app.domain.values import score_text
from app.scheme.model import Form
from app.ui.views.showing import AS_REPORTED, WAN, Showing

UNNAMED = "（未命名项目）"
ORDERS = ("按填写顺序", "按名称", "按全年执行", "按得分", "未完成在前")
# total at the foot -> the same figure in the ledger of 支出
TOTALS = (
    ("initial", "年初预算", "spending.project.initial"),
    ("adjusted", "全年预算", "spending.project.adjusted"),
    ("executed", "全年执行", "spending.project.actual"),
)
Standing = Literal["good", "question", "error"]
CENT = Decimal(50)  # 元: figures in 万元 with two decimals that differ by less look the same


@dataclass(frozen=True)
class Line:
    prefix: str
    name: str
    second: str
    state: str
    standing: Standing
    spent: Decimal | None
    points: Decimal | None
    undone: int  # missing items and errors


@dataclass(frozen=True)
class Total:
    """A sum over the projects beside the ledger's figure; `agrees` is None where it has none."""

    label: str
    value: Decimal
    ledger: Decimal | None
    showing: Showing = AS_REPORTED

    @property
    def agrees(self) -> bool | None:
        return None if self.ledger is None else abs(self.ledger - self.value) < CENT

    def text(self) -> str:
        mark = {None: "", True: " ✓", False: " ≠"}[self.agrees]
        return f"{self.label} {self.showing.brief(self.value)}{mark}"

    def hint(self) -> str:
        if self.ledger is None:
            return "各项目合计"
        ledger = f"收入支出里的项目支出是 {self._said(self.ledger)}"
        if self.agrees:
            return f"{ledger}，两边相符"
        return f"{ledger}，相差 {self._said(abs(self.ledger - self.value))}"

    def _said(self, value: Decimal) -> str:
        return f"{self.showing.amount(value, WAN)} {self.showing.unit_of(WAN)}"


def money_cell(form: Form, which: str) -> str:
    """Where a form has its 年初预算, 全年预算 or 全年执行 in all; blank where it has none."""
    money, execution = form.money, form.execution
    if money is None:
        return ""
    if execution is not None:
        column = execution.executed if which == "executed" else execution.bases[which]
        return f"money.{execution.row}.{column}"
    rows = [row.id for row in money.rows]
    row = "total" if "total" in rows else rows[0]
    return f"money.{row}.{which}" if which in {column.id for column in money.columns} else ""


Known = dict[str, tuple[FormPart | None, tuple[int, int], Line]]


def form_lines(
    report: Report, forms: Sequence[FormReport], known: Known, showing: Showing = AS_REPORTED
) -> list[Line]:
    """A line for each form. `known` keeps those of the last time: a form that was taken over from
    the last report has the same line, and there may be a hundred of them."""
    counts = _counts(report)
    lines: list[Line] = []
    for form in forms:
        part = report.parts.get(form.prefix)
        found = (counts[form.prefix, "error"], counts[form.prefix, "warning"])
        last = known.get(form.prefix)
        if last is None or last[0] is not part or last[1] != found:
            missing = len(part.missing) if part else 0
            line = _line(report, form, missing, found, showing)
            last = known[form.prefix] = (part, found, line)
        lines.append(last[2])
    return lines


def ordered(lines: Sequence[Line], order: str) -> list[Line]:
    """In one of `ORDERS`; what has no figure stands last."""
    match order:
        case "按名称":  # in the old code page common characters stand by their pronunciation
            return sorted(lines, key=lambda line: line.name.encode("gb18030"))
        case "按全年执行":
            return sorted(lines, key=lambda line: -(line.spent or Decimal(0)))
        case "按得分":
            return sorted(lines, key=lambda line: (line.points is None, -(line.points or 0)))
        case "未完成在前":
            return sorted(lines, key=lambda line: line.undone == 0)
        case _:
            return list(lines)


def totals(
    report: Report, forms: Sequence[FormReport], showing: Showing = AS_REPORTED
) -> list[Total]:
    """Sums over the forms of which there may be many; nothing where none has a figure."""
    found: list[Total] = []
    many = [form for form in forms if form.form.many]
    for which, label, ledger in TOTALS:
        named = {one.id: money_cell(one, which) for one in report.scheme.forms if one.many}
        cells = ((form, named[form.form.id]) for form in many)
        values = [report.values.get(f"{form.prefix}.{cell}") for form, cell in cells if cell]
        filled = [value for value in values if value is not None]
        if filled:
            value = sum(filled, Decimal(0))
            found.append(Total(label, value, report.values.get(ledger), showing))
    return found


def _counts(report: Report) -> Mapping[tuple[str, str], int]:
    """How many findings of each level there are in each form, those of the scheme's checks and of
    unreadable numbers too; counted once for the whole list."""
    many = {form.id for form in report.scheme.forms if form.many}
    found: Counter[tuple[str, str]] = Counter()
    for finding in report.findings:
        if not finding.kept:
            start, *rest = finding.cells[0].split(".")
            prefix = f"{start}.{rest[0]}" if start in many and rest else start
            found[prefix, finding.level] += 1
    return found


def _line(
    report: Report, form: FormReport, missing: int, found: tuple[int, int], showing: Showing
) -> Line:
    errors, questions = found
    cell = money_cell(form.form, "executed")
    spent = report.values.get(f"{form.prefix}.{cell}") if cell else None
    begun = bool(form.complete or errors or missing) or _begun(report, form)
    state, standing = _state(form, errors, missing, questions, begun=begun)
    name = form.name if form.form.many else form.form.title
    return Line(
        prefix=form.prefix,
        name=name or UNNAMED,
        second=_second(form, cell, spent, showing),
        state=state,
        standing=standing,
        spent=spent,
        points=form.total,
        undone=missing + errors,
    )


def _second(form: FormReport, cell: str, spent: Decimal | None, showing: Showing) -> str:
    """Execution where the form has money; else whether it is scored."""
    if cell:
        if spent is None:
            return "还没有填资金"
        rate = showing.rate(form.execution.rate) if form.execution else ""
        said = f"执行 {showing.brief(spent)}"
        return f"{said} · {rate}" if rate else said
    if not form.form.scored:
        return "不评分"
    return f"{sum(not row.filler for row in form.indicators)} 项指标"


def _begun(report: Report, form: FormReport) -> bool:
    """Whether a person has typed anything in a form; what it starts with does not count."""
    start = f"{form.prefix}."
    return any(
        address.startswith(start) and not address.endswith((".rows", ".level", ".preset"))
        for address in report.submission.entries
    )


def _state(
    form: FormReport, errors: int, missing: int, questions: int, *, begun: bool
) -> tuple[str, Standing]:
    """Score and state in words: 100 ✓, 99.66 ✗1, 缺3, 未填; a form without points is 已填."""
    done = score_text(form.total) if form.form.scored else "已填"
    if not begun:
        return "未填", "question"
    if errors:
        return f"{done if form.form.scored else ''} ✗{errors}".strip(), "error"
    if missing:
        return f"缺{missing}", "question"
    if questions:
        return f"{done} ⚠{questions}", "question"
    return f"{done} ✓", "good"

"""The way from a new submission to a printed form, step by step, as far as it has been gone."""

from dataclasses import dataclass, replace

from app.domain.report import FormReport, Missing, Report
from app.domain.submission import add_form
from app.scheme.model import Form

FEW = 3  # projects; who has as many knows the way
SIGNS = "①②③④⑤⑥"


@dataclass(frozen=True)
class Step:
    """`cell` is where the cursor goes, `tab` which page where there is no cell to name. `adds` is
    the form that is still to be added, `prints` the one to be looked at on paper."""

    title: str
    done: bool
    cell: str = ""
    tab: str = ""
    adds: Form | None = None
    prints: str = ""

    def label(self, at: int) -> str:
        return f"{SIGNS[at]} {self.title}{' ✓' if self.done else ''}"


def steps(report: Report, *, printed: bool) -> tuple[Step, ...]:
    """The steps in their order; `printed` says whether the form has been looked at on paper."""
    many = next((form for form in report.scheme.forms if form.many), None)
    form = _first_form(report, many)
    facts = next((one.cell for one in report.missing if one.tab == "info"), "")
    found = [Step("单位信息", not facts, facts, "info")]
    if many is not None:
        name = f"{form.prefix}.{many.name_field}" if form is not None else ""
        found.append(Step("新增项目", form is not None, name, many.tab, many))
    tab = form.form.tab if form is not None else many.tab if many is not None else "info"
    mine = _mine(report, form)
    money = _row_start(report, form, next((one.cell for one in mine if _is_money(one)), ""))
    rest = next((one.cell for one in mine if not _is_money(one)), "")
    there = form is not None
    if many is None or many.money is not None:
        found.append(Step("资金", there and not money, money, tab))
    found.append(Step("指标", there and not rest, rest, tab))
    wrong = form is not None and bool(_wrong(report, form.prefix))
    found.append(Step("看得分和审核", there and not mine and not wrong, "", "findings"))
    found.append(Step("打印预览", printed, tab=tab, prints=form.prefix if form else ""))
    return tuple(replace(step, adds=None if step.done else step.adds) for step in found)


def needed(report: Report) -> bool:
    """Whether somebody may still be finding the way."""
    many = [form for form in report.forms if form.form.many]
    return bool(report.forms or many or report.scheme.forms) and len(many) < FEW


def added(report: Report, form: Form) -> tuple[dict[str, str], str, str]:
    """A first form of a kind: its cells, the words for undo, and the cell of its name."""
    edit = add_form(form, report.submission.entries)
    new = edit.cells[f"{form.id}.order"].split()[-1]
    return dict(edit.cells), edit.label, f"{form.id}.{new}.{form.name_field}"


def _first_form(report: Report, many: Form | None) -> FormReport | None:
    kinds = {many.id} if many is not None else {form.id for form in report.scheme.forms}
    return next((one for one in report.forms if one.form.id in kinds), None)


def _mine(report: Report, form: FormReport | None) -> list[Missing]:
    if form is None:
        return []
    return [one for one in report.missing if one.cell.startswith(f"{form.prefix}.")]


def _is_money(one: Missing) -> bool:
    return ".money." in one.cell


def _row_start(report: Report, form: FormReport | None, cell: str) -> str:
    """The first blank cell of the row: who fills in the amounts begins at the left."""
    start, _, _ = cell.rpartition(".")
    money = form.form.money if form is not None else None
    row = next((one for one in money.rows if start.endswith(f".{one.id}")), None) if money else None
    if money is None or row is None:
        return cell
    typed = (one.id for one in money.columns if money.formula(row, one) is None)
    asked = (f"{start}.{one}" for one in typed if one not in row.dash)
    return next((one for one in asked if not report.text(one).strip()), cell)


def _wrong(report: Report, prefix: str) -> list[str]:
    """Codes of errors in a form that nobody has given a reason for."""
    return [
        found.code
        for found in report.findings
        if found.level == "error"
        and not found.kept
        and any(cell.startswith(f"{prefix}.") for cell in found.cells)
    ]

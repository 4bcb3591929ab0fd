"""What the grids of a form show: its money with the execution row, and its indicators."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain import targets
from app.domain.indicators import QUALITATIVE, composed, parted
from app.domain.report import Execution, FormReport, Indicator, Report, TargetParts
from app.domain.submission import TARGET_PARTS
from app.domain.values import number_text, score_text
from app.scheme.model import FormColumn, Table
from app.ui.views.showing import AS_REPORTED, Showing
from app.ui.views.table_views import table_view
from app.ui.views.views import CellView, GridView, marked

SIGNS = ("≥", "≤", "=", ">", "<", QUALITATIVE)
CORE = ("是", "否")
PRESCRIBED = "方案规定的内容；要改可直接填，清空即恢复"
MONEY_SHARES = {"weight": 9, "rate": 12, "score": 12}  # of the grid's width
_SHORT = frozenset({*TARGET_PARTS, "core", "weight"})  # cells of one line, in the middle


# ── money ─────────────────────────────────────────────────────────────────────────────────


def money_view(
    report: Report, form: FormReport, money: Table, showing: Showing = AS_REPORTED
) -> GridView:
    """The form's money table, with 分值, 执行率 and 得分 where its execution is scored.

    A table that has a rate in each row already needs no second one.
    """
    view = table_view(report, money, f"{form.prefix}.money", showing=showing)
    execution, scored = form.execution, form.form.execution
    if execution is None or scored is None:
        return view
    errors, questions = report.marks
    label = next(row.label.strip() for row in money.rows if row.id == scored.row)
    dash = CellView("", look="computed", locked=f"只有{label}这一行计分")
    heads = {"weight": "分值", "rate": "执行率", "score": "得分"}
    heads |= {c.id: c.label for c in form.form.columns if c.id in {"weight", "score"}}
    if any(column.kind == "percent" for column in money.columns):
        del heads["rate"]
    own = _execution_cells(report, form, execution, showing)
    rows = []
    for row_id, cells in zip(view.row_ids, view.rows, strict=True):
        more = [own[name] if row_id == scored.row else dash for name in heads]
        rows.append((*cells, *(marked(cell, errors, questions) for cell in more)))
    widths = (30, *(15 for _ in money.columns), *(MONEY_SHARES[name] for name in heads))
    return replace(view, headers=(*view.headers, *heads.values()), rows=tuple(rows), widths=widths)


def _execution_cells(
    report: Report, form: FormReport, execution: Execution, showing: Showing
) -> dict[str, CellView]:
    score, given = execution.score, f"{form.prefix}.execution.given"
    weight = form.form.execution.weight if form.form.execution else None
    because = "\n".join(score.because.lines())
    return {
        "weight": CellView(
            number_text(weight),
            look="computed",
            locked="预算执行率的分值由方案规定",
            center=True,
            name="分值 · 预算执行率",
        ),
        "rate": CellView(
            showing.rate(execution.rate),
            address=f"{form.prefix}.execution.rate",
            look="computed",
            locked=f"自动计算：{score.because.rule}",
            right=True,
            name="执行率",
            note=because,
        ),
        "score": CellView(
            report.text(given) if given in report.problems else score_text(score.points),
            address=given,
            text=report.text(given),
            look="computed" if score.given is None else "typed",
            right=True,
            name="得分 · 预算执行率（自动计算；要改可直接填）",
            note=because,
            bold=True,
        ),
    }


# ── indicators ────────────────────────────────────────────────────────────────────────────


def indicators_view(report: Report, form: FormReport, showing: Showing = AS_REPORTED) -> GridView:
    """The rows under 绩效指标, first and second levels and shared weights spanned."""
    errors, questions = report.marks
    columns = form.form.columns
    rows = []
    for indicator in form.indicators:
        row = _Row(report, form, indicator, showing)
        rows.append(tuple(marked(row.cell(column), errors, questions) for column in columns))
    return GridView(
        tuple(column.label for column in columns),
        tuple(rows),
        tuple(_spans(form)),
        tuple(column.width for column in columns),
        tuple(row.id for row in form.indicators),
    )


@dataclass(frozen=True)
class _Row:
    """One indicator, cell by cell."""

    report: Report
    form: FormReport
    row: Indicator
    showing: Showing

    def cell(self, column: FormColumn) -> CellView:
        row = self.row
        match column.id:
            case "level1":
                return self._heading()
            case "level2":
                return self._subheading()
            case "name" | "explain" if row.preset:
                given = row.preset.label if column.id == "name" else row.preset.explain
                return self._text(column, given)
            case "rubric":
                return replace(self._text(column, row.rubric), weak=not self._own("rubric"))
            case "target":
                return self._target(column)
            case "sign" | "number" | "measure":
                return self._part(column)
            case "actual":
                return self._actual(column)
            case "weight":
                return self._weight()
            case "score":
                return self._score()
            case "coefficient":
                locked = "自动计算：得分÷分值"
                shown = self.showing.rate(row.coefficient)
                return CellView(shown, look="computed", locked=locked, center=True)
            case "core":
                return replace(self._text(column), choices=CORE)
            case _:
                return self._text(column)

    def _own(self, cell: str) -> str:
        return self.report.text(f"{self.row.address}.{cell}")

    def _said(self) -> str:
        return self.row.name or self.row.level2.label

    def _text(self, column: FormColumn, given: str = "", note: str = PRESCRIBED) -> CellView:
        """A typed cell; `given` stands in it while nothing is typed."""
        own, short = self._own(column.id), column.id in _SHORT
        stands_in = bool(given) and not own
        return CellView(
            own or given,
            f"{self.row.address}.{column.id}",
            own,
            offered=given if stands_in else "",
            look="computed" if stands_in else "typed",
            long=not short,
            center=short,
            name=f"{column.label} · {self._said()}",
            note=(f"{note}\n{given}" if note == PRESCRIBED else note) if stands_in else "",
            weak=self.row.filler,
        )

    # ── what the scheme prints ───────────────────────────────────────────────────────────

    def _subheading(self) -> CellView:
        """The second level, with what its rows add up to beside the weight that is asked for."""
        own = next(one for one in self.form.subweights if one.level2 == self.row.level2)
        told, points = own.level2.label, number_text(own.rows)
        wanted = number_text(own.level2.weight)
        locked = f"二级指标由方案规定；各行分值合计{points or 0}分"
        if wanted:
            told += f"\n{points or 0}/{wanted}分{' ✓' if own.agrees else ' ≠'}"
            locked += f"，应为{wanted}分"
        elif points and sum(row.level2 == own.level2 for row in self.form.indicators) > 1:
            told += f"\n{points}分"  # one row says it itself
        return CellView(told, look="label", locked=locked, center=True)

    def _heading(self) -> CellView:
        group = next(one for one in self.form.weights if one.level1 == self.row.level1)
        label = group.level1.label
        if not self.form.form.scored or group.weight is None:
            locked = "一级指标由方案规定"
            return CellView(label, look="label", locked=locked, center=True, bold=True)
        address = f"{self.form.prefix}.level.{group.level1.id}"
        return CellView(
            f"{label}\n（{number_text(group.weight)}分）",
            address,
            self.report.text(address),
            look="label",
            center=True,
            name=f"{label}的表头分值（按当地规定可改）",
            bold=True,
        )

    # ── targets: in one text, or in three cells ──────────────────────────────────────────

    def _typed_parts(self) -> TargetParts:
        return TargetParts(*(self._own(part) for part in TARGET_PARTS))

    def _target(self, column: FormColumn) -> CellView:
        parts, row = self._typed_parts(), self.row
        together = "" if self._own("target") else composed(parts)
        if together:  # typed in three cells elsewhere: typing here takes their place
            cleared = {f"{row.address}.{part}": "" for part in TARGET_PARTS}
            return replace(self._text(column, together, ""), look="typed", also=cleared)
        return self._text(column, row.preset.target if row.preset else "")

    def _part(self, column: FormColumn) -> CellView:
        """One of the three cells; typing one writes all three, and the one text goes."""
        parts, start = self._typed_parts(), self.row.address
        typed = parts != TargetParts()
        given = ""
        if not typed:
            given = self._own("target") or (self.row.preset.target if self.row.preset else "")
            parts = parted(targets.read(given, self.report.submission.year))
        texts = dict(zip(TARGET_PARTS, (parts.sign, parts.number, parts.measure), strict=True))
        own = {f"{start}.{part}": text for part, text in texts.items() if part != column.id}
        stands_in = bool(given) and not self._own("target")
        cell = self._text(column, texts[column.id])
        return replace(
            cell,
            look="computed" if stands_in else "typed",
            note=cell.note if stands_in else "",
            also=own | {f"{start}.target": ""},
            choices=SIGNS if column.id == "sign" else (),
        )

    # ── what was reached ─────────────────────────────────────────────────────────────────

    def _actual(self, column: FormColumn) -> CellView:
        figure = self.row.figure
        working = figure.working if figure else ""
        if self.row.lacking and figure and not self._own("actual"):
            waiting = f"还没有填{figure.lacking_words}；填了自动计算，也可以直接填"
            return replace(self._text(column), note=waiting)
        return self._text(column, self.row.computed, working)

    def _weight(self) -> CellView:
        row, text = self.row, self._own("weight")
        shared = "" if row.head else "这一行与上一行合用一个分值，请在上一行填写"
        given = "" if text else number_text(row.preset.weight if row.preset else None)
        read = row.head and row.group_weight is not None
        return CellView(
            number_text(row.group_weight) if read else text,
            f"{row.address}.weight",
            text,
            offered=given,
            look="computed" if shared or given else "typed",
            locked=shared,
            center=True,
            name=f"分值 · {self._said()}",
            note=PRESCRIBED if given else "",
        )

    def _score(self) -> CellView:
        address, score = f"{self.row.address}.given", self.row.score
        if self.row.filler:
            return CellView("", look="computed", locked="这一行还没有填指标", center=True)
        if score is None:
            return CellView("", look="computed", locked="这一行与上一行合用一个得分", center=True)
        waiting = score.points is None and score.branch.endswith(("-open", "-tier"))
        text = self.report.text(address)
        unread = text if address in self.report.problems else ""
        return CellView(
            unread or score_text(score.points) or ("待定" if waiting else ""),
            address,
            text,
            look="computed" if score.given is None else "typed",
            center=True,
            name=f"得分 · {self._said()}（自动计算；要改可直接填，并写改分理由）",
            note="\n".join(score.because.lines()),
            weak=waiting,
            bold=True,
        )


def _spans(form: FormReport) -> Iterator[tuple[int, int, int, int]]:
    rows = form.indicators
    places = {column.id: at for at, column in enumerate(form.form.columns)}
    if "level1" in places:
        yield from _runs([row.level1.id for row in rows], places["level1"])
    if "level2" in places:
        yield from _runs([row.level2.id for row in rows], places["level2"])
    for at, row in enumerate(rows):
        if row.head and len(row.group) > 1 and form.form.scored:
            yield at, places["weight"], len(row.group), 1
            if row.merged_score:
                yield at, places["score"], len(row.group), 1


def _runs(keys: list[str], column: int) -> Iterator[tuple[int, int, int, int]]:
    start = 0
    for at in range(1, len(keys) + 1):
        if at == len(keys) or keys[at] != keys[start]:
            if at - start > 1:
                yield start, column, at - start, 1
            start = at

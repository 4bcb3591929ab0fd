"""The indicators of a form as boxes: headings over their rows, one cell for a shared weight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.report import Indicator
from app.domain.texts import printable
from app.domain.values import number_text, rounded
from app.exchange.boxes import NUMERIC, Box
from app.exchange.sheet_values import BLANK, Value, Values, plain, rate, score_note, typed_or
from app.scheme.layout import Indicators
from app.scheme.model import Level1, Level2

STYLES = {
    "name": "text",
    "explain": "text",
    "rubric": "text",
    "weight": "weight",
    "score": "score",
    "coefficient": "percent",
    "reason": "text",
}
PROSE = 24  # characters from which 指标值 and 完成值 are sentences, set from the left
HEADINGS = ("level1", "level2")
SHARED = ("weight", "score", "coefficient")  # may stand once for several rows
# what is printed although the row is a filler
_BESIDE = ("reason", "explain", "rubric", "core")


@dataclass(frozen=True)
class _Section:
    """A second level with the rows that are printed under it; none: one blank row."""

    level1: Level1 | None
    level2: Level2 | None
    rows: tuple[Indicator, ...]

    @property
    def height(self) -> int:
        return max(1, len(self.rows))


@dataclass(frozen=True)
class _Span:
    """The columns of the sheet that a column of the indicators covers."""

    left: int
    right: int

    def box(self, top: int, bottom: int, value: Value, style: str) -> Box:
        number = value.number if style in NUMERIC else None
        first, last = (top, self.left), (bottom, self.right)
        return Box(first, last, printable(value.text), style, number, value.note)


def indicator_boxes(values: Values, part: Indicators, above: int) -> list[Box]:
    """The rows under 绩效指标, in boxes from the row after `above` on."""
    spans = _spans(values)
    cells = {cell: span for cell, span in spans.items() if cell not in HEADINGS}
    boxes: list[Box] = []
    top = above + 1
    starts: list[tuple[int, _Section]] = []
    for section in _sections(values, part):
        starts.append((top, section))
        boxes += _rows(values, cells, section.rows, top) if section.rows else _blank(cells, top)
        top += section.height
    boxes += _headings(values, part, spans, starts)
    left = min(span.left for span in spans.values())
    if part.group and left > 1:
        boxes.append(_Span(1, left - 1).box(above, top - 1, Value(part.group), "label"))
    return boxes


def _spans(values: Values) -> dict[str, _Span]:
    """Each printed column up to the next one; the last up to the edge of the sheet."""
    printed = [column for column in values.form.form.columns if column.at]
    columns = sorted(printed, key=lambda column: column.at)
    edge = len(values.form.form.sheet.widths) + 1
    ends = [after.at for _, after in pairwise(columns)] + [edge]
    return {column.id: _Span(column.at, end - 1) for column, end in zip(columns, ends, strict=True)}


def _sections(values: Values, part: Indicators) -> list[_Section]:
    """The second levels that are printed; without any of them still one blank row."""
    under: dict[str, list[Indicator]] = {}
    for row in values.form.indicators:
        under.setdefault(row.level2.id, []).append(row)
    sections = [
        _Section(level1, level2, tuple(under.get(level2.id, ())))
        for level1 in values.form.form.levels
        for level2 in level1.level2
    ]
    if not part.empty:
        sections = [one for one in sections if not all(map(_bare, one.rows))]
    return sections or [_Section(None, None, ())]


def _bare(row: Indicator) -> bool:
    return row.filler and not any(getattr(row, cell) for cell in _BESIDE)


def _headings(
    values: Values,
    part: Indicators,
    spans: dict[str, _Span],
    starts: Sequence[tuple[int, _Section]],
) -> Iterator[Box]:
    """First and second levels: one cell over their rows, or said again in every row."""
    weights = {one.level1.id: one.weight for one in values.form.weights}
    for heading in HEADINGS:
        if heading not in spans:
            continue
        runs: list[tuple[Level1 | Level2 | None, int, int]] = []
        for top, section in starts:
            level = section.level1 if heading == "level1" else section.level2
            for at in range(top, top + section.height):
                if part.merged and runs and runs[-1][0] is level:
                    runs[-1] = (level, runs[-1][1], at)
                else:
                    runs.append((level, at, at))
        for level, first, last in runs:
            label = level.label if level else ""
            weight = level.weight if level else None
            if isinstance(level, Level1):
                weight = weights.get(level.id)  # what the unit put in its place
            if part.weights and weight is not None:
                label += f"（{number_text(weight)}分）"
            yield spans[heading].box(first, last, Value(label), "label")


def _blank(cells: dict[str, _Span], at: int) -> Iterator[Box]:
    for cell, span in cells.items():
        yield span.box(at, at, BLANK, STYLES.get(cell, "center"))


def _rows(
    values: Values, cells: dict[str, _Span], rows: Sequence[Indicator], top: int
) -> Iterator[Box]:
    for at, row in enumerate(rows, top):
        bottom = at + len(row.group) - 1  # a head's group stands right below it
        for cell, span in cells.items():
            style = STYLES.get(cell, "center")
            if cell not in SHARED:
                said = _said(values, row, cell)
                prose = style == "center" and len(said.text) > PROSE
                yield span.box(at, at, said, "text" if prose else style)
            elif row.head or (cell != "weight" and not row.merged_score):
                last = bottom if cell == "weight" or row.merged_score else at
                yield span.box(at, last, _counted(values, row, cell), style)


def _said(values: Values, row: Indicator, cell: str) -> Value:
    """What a row says itself."""
    match cell:
        case "target":
            return Value(_first_target(values, row))
        case "sign" | "number" | "measure":
            return Value(getattr(row.target_parts, cell))
        case "actual":
            return _actual(row)
        case "name" | "explain" | "rubric" | "adjusted" | "core" | "reason":
            return Value(getattr(row, cell))
        case _:
            raise KeyError(cell)  # a sound form has no other column


def _first_target(values: Values, row: Indicator) -> str:
    """The target as it was set; one that was adjusted stands in a column of its own."""
    if row.adjusted and "adjusted" in values.columns:
        return values.report.text(f"{row.address}.target") or (
            row.preset.target if row.preset else ""
        )
    return row.target.text


def _actual(row: Indicator) -> Value:
    """实际完成值 as typed, or as it follows from the unit's own figures, with the working."""
    text = row.actual.text or row.computed
    computed = row.computed and text == row.computed and row.figure
    return Value(text, note=row.figure.working if computed and row.figure else "")


def _counted(values: Values, row: Indicator, cell: str) -> Value:
    """Weight, score or 得分系数, which may count for several rows."""
    if cell == "weight":
        return typed_or(values.report, f"{row.address}.weight", plain(row.group_weight))
    if cell == "coefficient":
        share = row.coefficient
        return rate(None if share is None else rounded(share, 4))
    note = score_note(row.score) if row.score and not row.filler else ""
    return values.points(row.score.points if row.score else None, note)

"""A filled official form as one value: Excel, preview, printer and PDF all draw this.

Rows and columns count from 1. Amounts are in the unit that their table prints (万元), rates are
ratios; what a box shows is its `text`, and `number` is there for programs that compute with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.report import FormReport, Indicator, Report, Score
from app.domain.submission import option
from app.domain.texts import printable
from app.domain.values import UNITS, amount_text, number_text, rate_text, rounded, score_text
from app.scheme.load import PLACEHOLDER
from app.scheme.model import SheetCell, Table

Spot = tuple[int, int]

BORDERLESS = frozenset({"title", "subtitle", "foot", "remark"})
NUMERIC = frozenset({"amount", "percent", "weight", "score"})


@dataclass(frozen=True)
class Box:
    """A cell or merged range. `number` is None where the cell is blank or holds plain text.

    `note` says why a score is what it is.
    """

    first: Spot
    last: Spot
    text: str
    style: str
    number: Decimal | None = None
    note: str = ""

    @property
    def merged(self) -> bool:
        return self.first != self.last


@dataclass(frozen=True)
class FilledSheet:
    """One form, ready to be drawn; boxes do not overlap and stand in reading order.

    `name` is wished for the sheet's tab, `title` names the document; `widths` are in characters,
    as Excel counts them; `tall` rows hold running text and keep room for it when empty.
    """

    name: str
    title: str
    widths: tuple[Decimal, ...]
    boxes: tuple[Box, ...]
    rows: int
    tall: tuple[int, ...]


_ROW_STYLES = {
    "name": "text",
    "target": "center",
    "actual": "center",
    "weight": "weight",
    "score": "score",
    "reason": "text",
}


@dataclass(frozen=True)
class _Value:
    text: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class _Source:
    """A form with the report that it belongs to."""

    report: Report
    form: FormReport

    @property
    def digits(self) -> int:
        return int(option(self.report.scheme, self.report.submission.entries, "score_digits"))

    def value(self, word: str) -> _Value:
        """What stands for a placeholder. The scheme only has placeholders known here."""
        form = self.form
        match word:
            case "year":
                return _Value(str(self.report.submission.year))
            case "remarks":
                return _Value("\n".join(remarks(self.report, form)))
            case "execution.weight":
                return _plain(form.form.execution.weight)
            case "execution.rate":
                return _rate(form.execution.rate)
            case "execution.score":
                return _points(form.execution.score.points, self.digits)
            case "total.weight":
                return _plain(form.total_weight)
            case "total.score":
                return _points(form.total, self.digits)
        start, _, rest = word.partition(".")
        if not rest:
            return _Value(form.fields.get(word, ""))
        if start == "info":
            return _Value(self.report.text(word))
        return self._cell(start, rest)

    def _cell(self, start: str, rest: str) -> _Value:
        """A cell of the form's own money table or of one of the scheme's tables."""
        own = start == "money"
        table = self.form.form.money if own else self.report.scheme.table(start)
        address = f"{self.form.prefix}.money.{rest}" if own else f"{start}.{rest}"
        number = self.report.values.get(address)
        return _shown(table, rest.rpartition(".")[2], number)


def _shown(table: Table, column_id: str, number: Decimal | None) -> _Value:
    column = next(column for column in table.columns if column.id == column_id)
    match column.kind:
        case "amount":
            scaled = None if number is None else rounded(number / UNITS[table.unit])
            return _Value(amount_text(number, table.unit), scaled)
        case "percent":
            return _rate(number)
        case _:
            return _plain(number)


def _rate(number: Decimal | None) -> _Value:
    """A rate as printed: what Excel computes with is what the paper shows."""
    return _Value(rate_text(number), None if number is None else rounded(number, 4))


def _plain(number: Decimal | None) -> _Value:
    return _Value(number_text(number), number)


def _points(number: Decimal | None, digits: int) -> _Value:
    """A score with as many places as the unit keeps; more where the clerk gave more."""
    if number is None:
        return _Value()
    places = -int(number.normalize().as_tuple().exponent)
    return _Value(score_text(rounded(number, max(places, digits))), number)


def filled_sheet(report: Report, form: FormReport) -> FilledSheet:
    """The official form of one self-evaluation, with every level-2 indicator and every row."""
    source = _Source(report, form)
    sheet = form.form.sheet
    head = [_fixed(source, cell, 0) for cell in sheet.head]
    header_row = max(cell.last[0] for cell in sheet.head)
    body = list(_body(source, header_row))
    last = max(box.last[0] for box in body)
    tail = _tail(source, last)
    boxes = sorted((*head, *body, *tail), key=lambda box: box.first)
    name = source.value(form.form.name_field).text if form.form.name_field else ""
    return FilledSheet(
        name=printable(_text(source, sheet.name)),
        title=printable(f"{form.form.title} {name}".strip()),
        widths=sheet.widths,
        boxes=tuple(boxes),
        rows=max(box.last[0] for box in boxes),
        tall=sheet.tall,
    )


def _text(source: _Source, text: str) -> str:
    return PLACEHOLDER.sub(lambda found: source.value(found[1]).text, text)


def _fixed(source: _Source, cell: SheetCell, offset: int) -> Box:
    """A fixed cell; one that is nothing but a number's placeholder keeps the number."""
    whole = PLACEHOLDER.fullmatch(cell.text)
    value = source.value(whole[1]) if whole else _Value(_text(source, cell.text))
    note = ""
    if whole and whole[1] == "execution.score":
        note = score_note(source.form.execution.score)
    return Box(
        (cell.first[0] + offset, cell.first[1]),
        (cell.last[0] + offset, cell.last[1]),
        printable(value.text),
        cell.style,
        value.number if cell.style in NUMERIC else None,
        note,
    )


def _tail(source: _Source, last: int) -> list[Box]:
    """The fixed cells below the indicators; a row that shows nothing at all is left out."""
    boxes = [_fixed(source, cell, 0) for cell in source.form.form.sheet.tail]
    shown = {box.first[0] for box in boxes if box.text}
    rows = sorted(shown)
    offset = {row: last + at - row for at, row in enumerate(rows, 1)}
    return [_moved(box, offset[box.first[0]]) for box in boxes if box.first[0] in shown]


def _moved(box: Box, rows: int) -> Box:
    first, last = (box.first[0] + rows, box.first[1]), (box.last[0] + rows, box.last[1])
    return Box(first, last, box.text, box.style, box.number, box.note)


def _body(source: _Source, header_row: int) -> Iterator[Box]:
    """The indicators: level-1 and level-2 headings merged over their rows."""
    form = source.form
    column = form.form.sheet.body
    weights = {weight.level1.id: weight.weight for weight in form.weights}
    at = header_row + 1
    for level1 in form.form.levels:
        top = at
        for level2 in level1.level2:
            rows = [row for row in form.indicators if row.level2.id == level2.id]
            bottom = at + max(len(rows), 1) - 1
            yield _box(at, bottom, column["level2"], level2.label, "label")
            yield from _rows(source, rows, at) if rows else _empty(form, at)
            at = bottom + 1
        weight = number_text(weights.get(level1.id, level1.weight))
        yield _box(top, at - 1, column["level1"], f"{level1.label}（{weight}分）", "label")
    left = min(column.values()) - 1
    if left:
        yield _box(header_row, at - 1, left, form.form.sheet.group_label, "label")


def _box(top: int, bottom: int, column: int, text: str, style: str) -> Box:
    return Box((top, column), (bottom, column), printable(text), style)


def _empty(form: FormReport, at: int) -> Iterator[Box]:
    for key, style in _ROW_STYLES.items():
        yield _box(at, at, form.form.sheet.body[key], "", style)


def _rows(source: _Source, rows: list[Indicator], top: int) -> Iterator[Box]:
    column = source.form.form.sheet.body
    place = {row.id: top + at for at, row in enumerate(rows)}
    for at, row in enumerate(rows, top):
        texts = (row.name, row.target.text, row.actual.text, row.reason)
        for key, text in zip(("name", "target", "actual", "reason"), texts, strict=True):
            yield _box(at, at, column[key], text, _ROW_STYLES[key])
        bottom = max((place[other] for other in row.group if other in place), default=at)
        if row.head:
            weight = _plain(row.group_weight)
            spot = column["weight"]
            yield Box((at, spot), (bottom, spot), weight.text, "weight", weight.number)
        if row.head or not row.merged_score:
            points = _points(row.score.points if row.score else None, source.digits)
            note = score_note(row.score) if row.score and not row.filler else ""
            spots = (at, column["score"]), (bottom if row.merged_score else at, column["score"])
            yield Box(*spots, points.text, "score", points.number, note)


def score_note(score: Score) -> str:
    """Why a score is what it is, with the clerk's own number where there is one."""
    lines = list(score.because.lines())
    if score.given is not None:
        rule = score_text(score.rule) or "无"
        lines.append(f"填表人定为{score_text(score.given)}分（按规则得分：{rule}）")
        lines.append(f"理由：{score.given_reason or '未写'}")
    return printable("\n".join(lines))


def remarks(report: Report, form: FormReport) -> tuple[str, ...]:
    """What the printed form has to say about how it was scored; none for the default rules."""
    said = [
        definition.remark
        for definition in report.scheme.options
        if option(report.scheme, report.submission.entries, definition.id) != definition.default
        and definition.remark
    ]
    scores = [row.score for row in form.indicators if row.score and row.weight is not None]
    changed = sum(map(_changed, (*scores, form.execution.score)))
    if changed:
        said.append(f"注：有{changed}项得分由填表人调整，理由见电子表。")
    return tuple(said)


def _changed(score: Score) -> bool:
    """Whether the clerk's number is not the rule's; a choice within a tier is as the rule asks."""
    if score.given is None or score.given == score.rule:
        return False
    return score.low is None or score.high is None or not score.low <= score.given <= score.high

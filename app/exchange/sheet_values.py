"""What stands for the placeholders of an official sheet, and what the form says of its scores.

Amounts are in the unit that their table prints (万元), rates are ratios.
"""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.report import FormReport, Report, Score
from app.domain.submission import option
from app.domain.tables import ListRow, list_rows, read_kind
from app.domain.texts import printable
from app.domain.values import (
    UNITS,
    amount_text,
    is_worked_out,
    number_text,
    rate_text,
    rounded,
    score_text,
)
from app.scheme.layout import Repeated
from app.scheme.model import NUMBER_KINDS, PLACEHOLDER, Field, Option, Table
from app.scheme.rules import measure_of


@dataclass(frozen=True)
class Value:
    """What a cell shows; `number` for programs that compute with it, `note` why it is so."""

    text: str = ""
    number: Decimal | None = None
    note: str = ""


BLANK = Value()


@dataclass(frozen=True)
class Place:
    """The row of a row list that is being printed."""

    table: Table
    address: str
    row: ListRow


class Values:
    """A form with the report that it belongs to. The scheme only has placeholders known here."""

    def __init__(self, report: Report, form: FormReport) -> None:
        self.report = report
        self.form = form
        self.digits = int(option(report.scheme, report.submission.entries, "score_digits"))
        self.columns = frozenset(column.id for column in form.form.columns)
        self._fields = {field.id: field for field in form.form.texts}
        self._info = {field.id: field for field in report.scheme.fields}
        self._tables: dict[str, tuple[Table, str]] = {
            table.id: (table, table.id) for table in report.scheme.tables
        }
        for table in form.form.tables:
            self._tables[table.id] = (table, f"{form.prefix}.{table.id}")

    def text(self, text: str, place: Place | None = None) -> str:
        """A text with its placeholders filled in."""
        return PLACEHOLDER.sub(lambda found: self.value(found[1], place).text, text)

    def value(self, word: str, place: Place | None = None) -> Value:
        """What stands for a placeholder, with `place` in a row of a row list."""
        made = self._said(word)
        if made is not None:
            return made
        start, _, rest = word.partition(".")
        if not rest:
            return _field(self._fields[word], self.form.fields.get(word, ""))
        if start == "info":
            return _field(self._info[rest], self.report.text(word))
        if start == "row" and place is not None:
            if rest == "name":
                return Value(place.row.name)
            return self._cell(place.table, f"{place.address}.{place.row.id}", rest)
        table, prefix = self._tables[start]
        row, _, column = rest.partition(".")
        return self._cell(table, f"{prefix}.{row}", column)

    def _said(self, word: str) -> Value | None:
        """What is said of the form as a whole; None for a word that means a field or a cell."""
        form, execution, row = self.form, self.form.execution, self.form.form.execution
        match word:
            case "year":
                return Value(str(self.report.submission.year))
            case "last_year":
                return Value(str(self.report.submission.year - 1))
            case "grade":
                return Value(form.grade)
            case "remarks":
                return Value("\n".join(remarks(self.report, form)))
            case "total.weight":
                return plain(form.total_weight)
            case "total.score":
                return self.points(form.total, cap_note(form))
            case "execution.weight":
                return plain(row.weight) if row else BLANK
            case "execution.rate":
                return rate(execution.rate) if execution else BLANK
            case "execution.reason":
                return Value(execution.reason) if execution else BLANK
            case "execution.score":
                if execution is None:
                    return BLANK
                return self.points(execution.score.points, score_note(execution.score))
        return None

    def points(self, number: Decimal | None, note: str = "") -> Value:
        """A score with as many places as the unit keeps; more where the clerk gave more."""
        if number is None:
            return Value(note=note)
        places = -int(number.normalize().as_tuple().exponent)
        return Value(score_text(rounded(number, max(places, self.digits))), number, note)

    def list_rows(self, part: Repeated) -> tuple[Place, ...]:
        """The rows of one of the form's row lists in printed order."""
        table, prefix = self._tables[part.table]
        one = table.row_list(part.list)
        if one is None:
            return ()
        forms = self.report.scheme.forms
        named = next((form.name_field for form in forms if form.id == one.each), "")
        rows = list_rows(self.report.submission.entries, prefix, one, named)
        return tuple(Place(table, f"{prefix}.{one.id}", row) for row in rows)

    def _cell(self, table: Table, row: str, column_id: str) -> Value:
        """A cell of a table; a figure that cannot be read stands as it was typed."""
        column = next(column for column in table.columns if column.id == column_id)
        address = f"{row}.{column_id}"
        if column.kind not in NUMBER_KINDS or address in self.report.problems:
            return Value(self.report.text(address))
        number = self.report.values.get(address)
        match column.kind:
            case "amount":
                scaled = None if number is None else rounded(number / UNITS[table.unit])
                return Value(amount_text(number, table.unit), scaled)
            case "percent":
                return rate(number)
            case _:
                return plain(number)


def _field(field: Field, typed: str) -> Value:
    """A field as it was typed; a choice by its label. A plain count is a number for Excel too."""
    if field.kind == "choice":
        return Value(next((one.label for one in field.choices if one.id == typed), typed))
    if field.kind in ("count", "weight"):
        number = read_kind(field.kind, typed, "").value
        if number is not None and is_worked_out(typed):
            return plain(number)
        return Value(typed, number if number_text(number) == typed else None)
    return Value(typed)


def rate(number: Decimal | None) -> Value:
    """A rate as printed: what Excel computes with is what the paper shows."""
    return Value(rate_text(number), None if number is None else rounded(number, 4))


def plain(number: Decimal | None) -> Value:
    return Value(number_text(number), number)


def score_note(score: Score) -> str:
    """Why a score is what it is, with the clerk's own number where there is one."""
    lines = list(score.because.lines())
    if score.given is not None:
        rule = score_text(score.rule) or "无"
        lines.append(f"填表人定为{score_text(score.given)}分（按规则得分：{rule}）")
        lines.append(f"理由：{score.given_reason or '未写'}")
    return printable("\n".join(lines))


def cap_note(form: FormReport) -> str:
    """Why the total is not the sum of the rows, where the execution rate holds it down."""
    if form.cap is None:
        return ""
    below, most = number_text(form.cap.below * 100), number_text(form.cap.at_most)
    rows = score_text(form.uncapped)
    return f"注：预算执行率低于{below}%，总分按{most}分计（各项得分合计{rows}分）。"


def remarks(report: Report, form: FormReport) -> tuple[str, ...]:
    """What the printed form has to say about how it was scored; none for the default rules."""
    if not form.form.scored:
        return ()
    entries = report.submission.entries
    said = [
        one.remark
        for one in report.scheme.options
        if one.remark and option(report.scheme, entries, one.id) != one.default
        if _concerns(one, form)
    ]
    if form.cap:
        said.append(cap_note(form))
    scores = [row.score for row in form.indicators if row.score and row.weight is not None]
    executions = [form.execution.score] if form.execution else []
    changed = sum(map(_changed, (*scores, *executions)))
    if changed:
        said.append(f"注：有{changed}项得分由填表人调整，理由见电子表。")
    return tuple(said)


def _concerns(one: Option, form: FormReport) -> bool:
    """Whether the form has anything that the rule is about."""
    match one.id:
        case "execution_basis":
            return form.execution is not None
        case "deviation_sign":
            measures = (measure_of(row.rule) for row in form.indicators)
            return any(measure is not None and measure.absolute for measure in measures)
        case _:
            return True


def _changed(score: Score) -> bool:
    """Whether the clerk's number is not the rule's; a choice within a tier is as the rule asks."""
    if score.given is None or score.given == score.rule:
        return False
    return score.low is None or score.high is None or not score.low <= score.given <= score.high


def typed_or(report: Report, address: str, shown: Value) -> Value:
    """A number as it is shown, or as it was typed where that cannot be read."""
    return Value(report.text(address)) if address in report.problems else shown

"""Every form of every shipped scheme, filled to the last cell: each text where it belongs."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from app.domain.compute import compute
from app.domain.report import FormReport, Report
from app.domain.submission import Submission, add_form, applied, ids, new_entries
from app.exchange.boxes import NUMERIC, Box, FilledSheet
from app.exchange.sheet import filled_sheet
from app.exchange.xlsx import MARGIN, PAPER, READABLE, SIZE
from app.resources import shipped_schemes
from app.scheme.layout import Fixed, Indicators, Repeated, SheetCell
from app.scheme.model import Form, Scheme, Table
from tests.exchange.every_cell import every_cell

SCHEMES = shipped_schemes()
FORMS = [(scheme.id, form.id) for scheme in SCHEMES.values() for form in scheme.forms]
each_form = pytest.mark.parametrize(("scheme_id", "form_id"), FORMS)

Spot = tuple[int, int]

COMPUTED = {
    *("year", "last_year", "grade", "remarks", "total.weight", "total.score"),
    *("execution.weight", "execution.rate", "execution.score"),
}


@cache
def full(scheme_id: str, long: bool = False) -> Report:
    scheme = SCHEMES[scheme_id]
    entries = every_cell(scheme, long=long)
    return compute(scheme, Submission(2023, scheme_id, entries=entries))


@cache
def blank(scheme_id: str) -> Report:
    """A unit that has opened each form and typed nothing."""
    scheme = SCHEMES[scheme_id]
    entries = new_entries(scheme, "云岭县就业服务中心")
    for form in scheme.forms:
        if form.many:
            entries = applied(entries, add_form(form, entries))
    return compute(scheme, Submission(2023, scheme_id, entries=entries))


def first(report: Report, form_id: str) -> FormReport:
    return next(form for form in report.forms if form.form.id == form_id)


def last(report: Report, form_id: str) -> FormReport:
    return [form for form in report.forms if form.form.id == form_id][-1]


def spots(box: Box) -> Iterator[Spot]:
    for row in range(box.first[0], box.last[0] + 1):
        for column in range(box.first[1], box.last[1] + 1):
            yield row, column


def on(sheet: FilledSheet) -> dict[Spot, Box]:
    """The box at every spot of the grid."""
    return {spot: box for box in sheet.boxes for spot in spots(box)}


@each_form
def test_boxes_lie_on_the_grid_and_never_on_each_other(scheme_id: str, form_id: str) -> None:
    for report in (full(scheme_id), blank(scheme_id)):
        sheet = filled_sheet(report, first(report, form_id))
        taken = Counter(spot for box in sheet.boxes for spot in spots(box))
        assert not [spot for spot, times in taken.items() if times > 1]
        columns = {column for _, column in taken}
        assert columns == set(range(1, len(sheet.widths) + 1))
        assert {row for row, _ in taken} == set(range(1, sheet.rows + 1))
        assert list(sheet.boxes) == sorted(sheet.boxes, key=lambda box: box.first)
        assert all(1 <= row <= sheet.rows for row in sheet.tall)


@each_form
def test_columns_of_the_indicators_stand_under_their_titles(scheme_id: str, form_id: str) -> None:
    report = full(scheme_id)
    form = first(report, form_id)
    sheet = filled_sheet(report, form)
    if not form.form.levels:
        assert sheet.heading is None
        return
    assert sheet.heading
    at = on(sheet)
    rows = range(sheet.heading.first, sheet.heading.last + 1)
    for column in (column for column in form.form.columns if column.at):
        titles = [at[row, column.at].text for row in rows]
        assert column.label in titles, (column.label, titles)


def placed(report: Report, form: FormReport) -> Iterator[tuple[str, str, Spot]]:
    """Each typed cell of the form that is printed: its address, its text, where it must stand."""
    above = 0
    for part in form.form.sheet.parts:
        match part:
            case Fixed():
                for cell in part.cells:
                    yield from in_cell(report, form, cell, above)
                above += max(cell.last[0] for cell in part.cells)
            case Repeated():
                rows = list(listed(report, form, part))
                for at, name in enumerate(rows, 1):
                    for cell in part.cells:
                        yield from in_list(report, form, part, cell, name, above + at)
                above += len(rows)
            case Indicators():
                for row in form.indicators:
                    above += 1
                    for column in (column for column in form.form.columns if column.at):
                        cell_id = "given" if column.id == "score" else column.id
                        address = f"{row.address}.{cell_id}"
                        yield address, report.text(address), (above, column.at)


def in_cell(
    report: Report, form: FormReport, cell: SheetCell, above: int
) -> Iterator[tuple[str, str, Spot]]:
    for word in cell.placeholders:
        spot = (cell.first[0] + above, cell.first[1])
        if word in COMPUTED:
            continue
        if word == "execution.reason" or "." not in word:
            address = f"{form.prefix}.{word}"
            yield address, report.text(address), spot
        elif word.startswith("info."):
            yield word, report.text(word), spot
        else:
            start, _, rest = word.partition(".")
            tables = {table.id: table for table in form.form.tables}
            own = f"{form.prefix}." if start in tables else ""
            table = tables[start] if start in tables else report.scheme.table(start)
            yield f"{own}{word}", amount(table, rest, report.text(f"{own}{word}")), spot


def amount(table: Table, cell: str, typed: str) -> str:
    """A typed figure as it is printed: amounts have commas."""
    column = next(column for column in table.columns if column.id == cell.rpartition(".")[2])
    return f"{Decimal(typed):,.2f}" if typed and column.kind == "amount" else typed


def listed(report: Report, form: FormReport, part: Repeated) -> Iterator[str]:
    table = next(table for table in form.form.tables if table.id == part.table)
    one = table.row_list(part.list)
    assert one
    for name in ids(report.submission.entries, f"{one.each}.order") if one.each else ():
        said = report.text(f"{one.each}.{name}.{one.where}") if one.where else one.equals
        if said == one.equals or (one.otherwise and not said):
            yield name
    yield from ids(report.submission.entries, f"{form.prefix}.{table.id}.{one.id}.rows")


def in_list(
    report: Report, form: FormReport, part: Repeated, cell: SheetCell, name: str, row: int
) -> Iterator[tuple[str, str, Spot]]:
    table = next(table for table in form.form.tables if table.id == part.table)
    for word in cell.placeholders:
        address = f"{form.prefix}.{table.id}.{part.list}.{name}.{word.removeprefix('row.')}"
        typed = report.text(address)
        shown = typed if word == "row.name" else amount(table, word, typed)
        yield address, shown, (row, cell.first[1])


def choices(scheme: Scheme, form: Form) -> dict[str, str]:
    fields = (*scheme.fields, *form.texts)
    return {choice.id: choice.label for field in fields for choice in field.choices}


@each_form
def test_every_typed_text_stands_where_it_belongs(scheme_id: str, form_id: str) -> None:
    report = full(scheme_id)
    form = last(report, form_id)
    at = on(filled_sheet(report, form))
    labels = choices(report.scheme, form.form)
    seen = set()
    for address, text, spot in placed(report, form):
        shown = at[spot].text
        assert text in shown or labels.get(text, "?") in shown, (address, text, shown)
        seen.add(address)
    own = {cell for cell, text in report.submission.entries.items() if text}
    own = {cell for cell in own if cell.startswith(f"{form.prefix}.")}
    assert {cell for cell in own - seen if not behind(report, form, cell)} == set()


def behind(report: Report, form: FormReport, cell: str) -> bool:
    """Whether a cell has no place on the official form: what orders rows, or sorts projects."""
    *_, before, name = cell.split(".")
    if name in {"rows", "order", "level", "preset"}:
        return True
    column = form.form.column("score" if name == "given" else name)
    if column is not None and not column.at:
        return True
    field = next((field for field in form.form.texts if field.id == name), None)
    if field is not None and field.choices:  # the kind of a project only sorts it elsewhere
        return True
    # a project's figures in a list that it is not in: kept until its kind is set back
    return before.startswith("p") and len(cell.split(".")) == 5


@each_form
def test_a_form_with_nothing_typed_says_nothing_wrong(scheme_id: str, form_id: str) -> None:
    report = blank(scheme_id)
    form = first(report, form_id)
    sheet = filled_sheet(report, form)
    assert not [box for box in sheet.boxes if box.style == "remark" and "注：" in box.text]
    assert not [box for box in sheet.boxes if "{" in box.text or "None" in box.text]
    figures = [box for box in sheet.boxes if box.style in NUMERIC and box.text]
    assert {box.style for box in figures} <= {"weight"}
    assert form.total is None


@each_form
def test_letters_can_be_read_where_excel_prints_the_page(scheme_id: str, form_id: str) -> None:
    """Fitted to the width of the paper, no sheet is printed smaller than 7 pt."""
    report = full(scheme_id)
    sheet = filled_sheet(report, first(report, form_id))
    wide = sum(int(width * 7 + 5) for width in sheet.widths) * 0.75
    paper = PAPER[1] if sheet.landscape else PAPER[0]
    assert SIZE * min(1.0, paper / wide) >= READABLE
    assert pytest.approx(210 / 25.4 - 2 * MARGIN, abs=0.01) == PAPER[0] / 72

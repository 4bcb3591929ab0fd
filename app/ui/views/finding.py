"""Where a text stands: in what a grid shows, or in all tables and forms. No Qt here."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.report import FormReport, Report
from app.ui.views.account_views import account_view
from app.ui.views.form_views import indicators_view, money_view
from app.ui.views.ledger_views import Ledger, by_subject
from app.ui.views.showing import Showing
from app.ui.views.table_views import table_view
from app.ui.views.views import GridView

_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d)")
_GAPS = re.compile(r"\s+")


def plain(text: str) -> str:
    """A text as it is compared: １，１９９.00, 1,199.00 and 1199.00 are the same."""
    narrow = _GAPS.sub("", unicodedata.normalize("NFKC", text).replace("、", ","))
    return _BETWEEN_DIGITS.sub("", narrow).casefold()


def found_in(view: GridView, wanted: str) -> tuple[tuple[int, int], ...]:
    """Rows and columns of the cells that show a text, in reading order."""
    sought = plain(wanted)
    if not sought:
        return ()
    return tuple(
        (row, column)
        for row in range(len(view.rows))
        for column, cell in enumerate(view.rows[row])
        if cell.shown and sought in plain(cell.shown)
    )


@dataclass(frozen=True)
class Spot:
    """A text that is shown somewhere, and the cell to go to for it."""

    address: str
    text: str  # plain


def found(spots: tuple[Spot, ...], wanted: str) -> tuple[str, ...]:
    """The addresses where a text stands; one that shows it twice is named once."""
    sought = plain(wanted)
    return tuple(dict.fromkeys(s.address for s in spots if sought and sought in s.text))


def everywhere(report: Report, showing: Showing) -> tuple[Spot, ...]:
    """All that the tabs show of a report, in their order: fields, tables that are filled in and
    those that follow from them, forms."""
    return tuple(_fields(report)) + tuple(_tables(report, showing)) + tuple(_forms(report, showing))


def _fields(report: Report) -> Iterator[Spot]:
    for field in report.scheme.fields:
        yield from _text(report, f"info.{field.id}")


def _tables(report: Report, showing: Showing) -> Iterator[Spot]:
    for table in report.scheme.tables:
        if by_subject(table):
            yield from _cells(Ledger(table, table.id).view(report, None, showing))
        else:
            yield from _cells(table_view(report, table, table.id, grows=True, showing=showing))
    for account in report.accounts:
        yield from _cells(account_view(report, account, showing))


def _forms(report: Report, showing: Showing) -> Iterator[Spot]:
    for form in report.forms:
        yield from _form(report, form, showing)


def _form(report: Report, form: FormReport, showing: Showing) -> Iterator[Spot]:
    kind = form.form
    for field in kind.fields:
        yield from _text(report, f"{form.prefix}.{field.id}")
    for table in kind.tables:
        money = table is kind.money
        yield from _cells(
            money_view(report, form, table, showing)
            if money
            else table_view(report, table, f"{form.prefix}.{table.id}", showing=showing)
        )
    for field in kind.goals:
        yield from _text(report, f"{form.prefix}.{field.id}")
    if kind.levels:
        yield from _cells(indicators_view(report, form, showing))
    for field in kind.notes:
        yield from _text(report, f"{form.prefix}.{field.id}")


def _text(report: Report, address: str) -> Iterator[Spot]:
    if text := report.text(address):
        yield Spot(address, plain(text))


def _cells(view: GridView) -> Iterator[Spot]:
    """Cells in reading order; the words of a row lead to its first cell that has an address."""
    for row in range(len(view.rows)):
        cells = view.rows[row]
        first = next((cell.address for cell in cells if cell.address), "")
        for cell in cells:
            if cell.shown and (cell.address or first):
                yield Spot(cell.address or first, plain(cell.shown))

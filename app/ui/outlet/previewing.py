"""What the print preview of a submission has to choose from."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.report import FormReport, Report
from app.exchange.boxes import FilledSheet
from app.handover import ACCOUNTS, books, sheets
from app.progress import Progress, unwatched, watched
from app.ui.background import in_background
from app.ui.memory import Memory
from app.ui.outlet.preview import Choice, Offer, show_preview

EVERYTHING = "everything"
MANY = 20  # forms that take longer to fill than a person notices
ALL = "all"  # the kind under which settings for several kinds at once are kept


def preview(window: QWidget, report: Report, which: str, memory: Memory, folder: Path) -> bool:
    """Show the preview of one form (its prefix), of one kind (its id), or of all (blank); False
    where there is nothing to print."""
    found = choices(report, which)
    if not found:
        return False
    show_preview(
        window,
        Offer(
            choices=found,
            sheets=lambda wanted: _beside(window, report, wanted),
            start=which,
            recall=memory.recall,
            keep=memory.keep,
            folder=folder,
        ),
    )
    return True


def _beside(window: QWidget, report: Report, which: str) -> Sequence[FilledSheet]:
    """The sheets of a choice; many are filled beside the window. Raises Cancelled."""
    if len(_forms(report, which)) < MANY:
        return chosen_sheets(report, which)
    front = QApplication.activeModalWidget() or window  # the preview, once it is there
    return in_background(front, "打印预览", partial(chosen_sheets, report, which))


def chosen_sheets(report: Report, which: str, tell: Progress = unwatched) -> Sequence[FilledSheet]:
    """The sheets of a choice, form by form."""
    forms = _forms(report, which)
    if not forms:
        return sheets(report, which)
    named = watched(forms, tell, lambda form: form.label)
    found = [sheet for form in named for sheet in sheets(report, form.prefix)]
    return (*found, *(sheets(report, ACCOUNTS) if which == EVERYTHING else ()))


def _forms(report: Report, which: str) -> list[FormReport]:
    wanted = {"", EVERYTHING}
    return [one for one in report.forms if which in {*wanted, one.form.id, one.prefix}]


def choices(report: Report, which: str) -> tuple[Choice, ...]:
    """The form in front, each kind, all forms, and with the official tables everything."""
    made: list[Choice] = []
    front = next((one for one in report.forms if one.prefix == which), None)
    if front is not None:
        (sheet,) = sheets(report, which)
        made.append(Choice(f"本张：{sheet.name or sheet.title}", which, front.form.id))
    kinds = books(report)
    made += [Choice(f"{title}（{count}张）", one, one) for one, title, count in kinds]
    forms = [one for one, _, _ in kinds if one != ACCOUNTS]
    if len(forms) > 1 or (forms and which == ""):
        made.append(Choice(f"全部自评表（{len(report.forms)}张）", "", ALL))
    if forms and len(kinds) > len(forms):
        made.append(Choice("全部（自评表和决算公开表）", EVERYTHING, ALL))
    return tuple(made)

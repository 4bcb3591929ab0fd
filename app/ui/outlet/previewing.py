"""What the print preview of a submission has to choose from."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.domain.report import Report
from app.exchange.boxes import FilledSheet
from app.handover import ACCOUNTS, books, sheets
from app.ui.memory import Memory
from app.ui.outlet.preview import Choice, Offer, show_preview

EVERYTHING = "everything"
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
            sheets=lambda wanted: chosen_sheets(report, wanted),
            start=which,
            recall=memory.recall,
            keep=memory.keep,
            folder=folder,
        ),
    )
    return True


def chosen_sheets(report: Report, which: str) -> Sequence[FilledSheet]:
    if which == EVERYTHING:
        return (*sheets(report), *sheets(report, ACCOUNTS))
    return sheets(report, which)


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

"""What a unit has already and need not type again: last year's figures, a finished workbook.

Loaded when one of them is asked for.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.compute import compute
from app.domain.last_year import LastYear, last_year_figures
from app.domain.submission import Submission
from app.exchange.account_import import Imported, read_accounts
from app.progress import Progress
from app.scheme.model import Scheme
from app.session import Session
from app.storage.problems import StorageProblem
from app.ui.intake.account_import_dialog import AccountImportDialog, summary
from app.ui.intake.earlier_years import year_earlier
from app.ui.intake.last_year_dialog import LastYearDialog

ASKED = 8  # lines of what is to be looked at; the dialog before showed all of them


@dataclass(frozen=True)
class Taking:
    """The open submission and what the window does for it; `apply` is False where refused."""

    session: Session
    schemes: Callable[[], Mapping[str, Scheme]]
    apply: Callable[[Mapping[str, str], str], bool]
    tell: Callable[[str], None]
    say: Callable[[str], None]
    window: QWidget
    documents: Path


def last_year(session: Session, schemes: Mapping[str, Scheme]) -> LastYear | None:
    """What the unit's submission of the year before gives; None where there is none. Raises
    StorageProblem."""
    mine = session.submission
    found = year_earlier(session.store, schemes, mine)
    if found is None:
        return None
    report = compute(schemes[found.scheme_id], found, codes=session.report.codes)
    return last_year_figures(session.scheme, mine, report)


def take_last_year(work: Taking) -> None:
    """Show last year's figures and take what the clerk agrees to, as one step."""
    year = work.session.submission.year - 1
    try:
        found = last_year(work.session, work.schemes())
    except StorageProblem as problem:
        work.tell(problem.sentence)
        return
    if found is None:
        work.tell(
            f"数据文件里没有本单位{year}年度的填报。\n上年的填报在别的电脑上：在那里“导出上报”，"
            "把数据包拿来，在首页点“导入数据包…”。\n没有填报、有公开过的决算表：在首页新建"
            f"{year}年度的填报，导入决算表，再回到这里带入。\n都没有的，在各台账的“上年决算数”一栏直接填。"
        )
        return
    dialog = LastYearDialog(found, work.session.scheme, work.window)
    dialog.exec()
    edit = dialog.edit
    if edit is not None and work.apply(edit.cells, edit.label):
        work.say(f"已{edit.label}，按 Ctrl+Z 可以撤销")


def take_accounts(work: Taking, path: Path | None = None) -> None:
    """Show what a workbook of official tables gives and take it, as one step; what was taken stays
    to be read until the person has read it. `path` is a file that was chosen already."""
    read = partial(_read, work.session.scheme, work.session.submission)
    dialog = AccountImportDialog(read, work.documents, work.window)
    if path is not None:
        QTimer.singleShot(0, dialog, lambda: dialog.read(path))  # once it is shown
    dialog.exec()
    edit = dialog.edit
    if edit is not None and work.apply(edit.cells, edit.label):
        work.say(f"已{edit.label}，按 Ctrl+Z 可以撤销")
        if dialog.found is not None:
            work.tell("\n".join(_taken(dialog.found)))


def _taken(found: Imported) -> Iterator[str]:
    """What was taken, and what is to be looked at in the submission."""
    yield f"已导入{summary(found)}"
    asked = [f"{one.sheet} {one.cell}　{one.sentence}".strip() for one in found.odd]
    asked += found.notes
    if asked:
        yield "\n请核对："
        yield from (f"· {line}" for line in asked[:ASKED])
    if len(asked) > ASKED:
        yield f"……还有 {len(asked) - ASKED} 处"
    if found.missing:
        yield f"\n文件里没有的表：{'、'.join(found.missing)}"
    yield "\n数不对的话，按一次 Ctrl+Z 就全部撤销。"


def _read(scheme: Scheme, submission: Submission, path: Path, tell: Progress) -> Imported:
    return read_accounts(path, scheme, submission, tell)

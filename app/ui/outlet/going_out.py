"""What leaves the house, done beside the window: the hand-over folder, the sheet for the chief.

Loaded when one of them is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.report import Report
from app.domain.sealing import SealMark
from app.exchange.problems import ExportProblem
from app.handover import Outcome, Wanted, hand_over, review_name
from app.log import note
from app.progress import Cancelled, Progress
from app.ui.background import in_background
from app.ui.memory import Memory

STOPPED = "已取消，没有写文件"


@dataclass(frozen=True)
class Leaving:
    """The report as it stands, and what the window does for it."""

    report: Report
    tell: Callable[[str], None]
    say: Callable[[str], None]
    window: QWidget
    documents: Path
    find: Callable[[str], Path | None] = lambda _name: None  # an evidence file by its name
    seal: Callable[[], SealMark | None] = lambda: None  # of a sealed submission


def preview(work: Leaving, which: str, memory: Memory) -> None:
    """Print preview of one form (its prefix), of one kind (its id), or of all (blank)."""
    from app.ui.outlet import previewing

    try:
        if not previewing.preview(work.window, work.report, which, memory, work.documents):
            work.tell("还没有可以打印的表，请先新增项目。")
    except Cancelled:
        work.say("已取消打印预览")


def export_review(work: Leaving) -> None:
    """What the checks found, as a workbook for the chief to sign, where the person says."""
    offered = str(work.documents / review_name(work.report))
    asked, _ = QFileDialog.getSaveFileName(
        work.window, "导出审核情况表", offered, "Excel 表格 (*.xlsx)"
    )
    if not asked:
        return
    path = Path(asked)
    path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
    try:
        in_background(
            work.window, "导出审核情况表", partial(_write_review, work.report, work.seal(), path)
        )
    except ExportProblem as problem:
        work.tell(problem.sentence)
    except Cancelled:
        work.say(STOPPED)
    else:
        work.say(f"已导出：{path}")


def _write_review(report: Report, seal: SealMark | None, path: Path, tell: Progress) -> None:
    from app.exchange.findings_sheet import export_findings  # loads openpyxl

    tell(0, 0, path.name)
    export_findings(path, report, seal)


def write_folder(work: Leaving, folder: Path, wanted: Wanted) -> Outcome | None:
    """What became of the hand-over; None where there can be no folder, which is said."""
    if wanted.pdf:
        import app.paper.printing  # noqa: F401  # a part of Qt is loaded where Qt lives
    write = partial(hand_over, work.report, folder, wanted, find=work.find, seal=work.seal())
    began = perf_counter()
    try:
        outcome = in_background(work.window, "导出上报", write)
    except ExportProblem as problem:
        note("problem", kind=problem.kind, at="export")
        work.tell(problem.sentence)
        return None
    done = {"files": len(outcome.written), "left": len(outcome.unwritten)}
    note("exported", **done, stopped=outcome.stopped, seconds=perf_counter() - began)
    return outcome

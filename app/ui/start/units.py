"""What can be done with a submission of the list: copy it, begin the next year, seal, remove.

Loaded when one of these is asked for.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.codes import code_book
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.sealing import short
from app.domain.submission import ids
from app.domain.titles import submission_words
from app.progress import Cancelled, Progress, watched
from app.review import summary
from app.storage import attachments
from app.storage.attachments import AttachmentProblem
from app.storage.backup import back_up, evidence, folder_for
from app.storage.listing import SubmissionInfo
from app.storage.problems import StorageProblem
from app.ui.background import in_background
from app.ui.preferences import BACKUP_FOLDER, FILLER, person_cells
from app.ui.start.copy_dialog import CopyDialog
from app.ui.start.keeper import note_backup
from app.ui.start.new_submission import begin
from app.ui.start.seal_dialog import RecordDialog, UnsealDialog, state_words

if TYPE_CHECKING:
    from app.ui.window import MainWindow


def info_of(window: "MainWindow", number: int) -> SubmissionInfo | None:
    """The submission of that number as the list has it now; where it is gone, that is said."""
    found = window.safely(window.data().submissions) or []
    one = next((info for info in found if info.id == number), None)
    if one is None:
        window.tell("这份填报已经不在数据文件里，可能在别的窗口里删除了。")
        window.show_start()
    return one


def named(info: SubmissionInfo) -> str:
    """云岭县就业服务中心 2023年度."""
    return submission_words(info.unit_name, info.year)


def report_of(window: "MainWindow", info: SubmissionInfo) -> Report | None:
    """The report of a submission that is not open; None, and a sentence, where there is none."""
    scheme = window.shelf.scheme(info.scheme)
    if scheme is None:
        window.tell(window.shelf.lacking(info.scheme))
        return None
    submission = window.safely(lambda: window.data().load(info.id))
    own = window.safely(window.data().subjects)
    if submission is None or own is None:
        return None
    return compute(scheme, submission, codes=code_book(own))


def unit_for(found: list[SubmissionInfo], name: str, year: int) -> int | None:
    """The unit of that name that does not have the year yet; None where a new one is needed."""
    taken = {one.unit_id for one in found if one.year == year}
    fitting = (one for one in found if one.unit_name == name and one.unit_id not in taken)
    return next((one.unit_id for one in fitting), None)


def backup_folder(window: "MainWindow") -> Path:
    return folder_for(window.data().path, window.memory.recall(BACKUP_FOLDER))


# ---------------------------------------------------------------- copying


def copy(window: "MainWindow", number: int) -> None:
    """The same submission for another year or unit; it is chosen in the list then, not opened."""
    info = info_of(window, number)
    if info is None:
        return
    store = window.data()
    found = window.safely(store.submissions) or []
    names = window.safely(lambda: evidence(store, number))
    if names is None:
        return
    there = [name for name in names if attachments.path_of(store.path, number, name)]
    dialog = CopyDialog(info, found, len(there), window)
    if not dialog.exec():
        return
    old = window.safely(lambda: store.load(number))
    if old is None:
        return
    name, year = dialog.name(), dialog.year.value()
    entries = {**old.entries, "info.unit": name}
    files = dialog.files.isChecked() and bool(there)
    if not files:
        entries = {cell: text for cell, text in entries.items() if not cell.endswith(".files")}
    unit = unit_for(found, name, year)
    made = window.safely(lambda: store.create(year, old.scheme_id, old.scheme_hash, entries, unit))
    if made is None:
        return
    lost = _copy_files(window, (number, made.id), there) if files else ()
    window.show_start(made.id)
    window.start.say(f"已复制为 {name} {year}年度")
    if lost:
        window.tell("填报已经复制，下面的佐证材料没有复制成：\n" + "\n".join(lost))


def _copy_files(
    window: "MainWindow", numbers: tuple[int, int], names: list[str]
) -> tuple[str, ...]:
    """Evidence files under another number; a sentence for each that could not be copied, a name
    for each that came after 取消."""
    path, (old, new) = window.data().path, numbers
    done: list[str] = []

    def work(tell: Progress) -> tuple[str, ...]:
        lost: list[str] = []
        for name in watched(names, tell, str):
            source = attachments.path_of(path, old, name)
            try:
                if source is not None:
                    attachments.attach(path, new, source)
            except AttachmentProblem as problem:
                lost.append(problem.sentence)
            done.append(name)
        return tuple(lost)

    try:
        return in_background(window, "正在复制佐证材料", work)
    except Cancelled:
        return tuple(name for name in names if name not in done)


def next_year(window: "MainWindow", number: int) -> None:
    """A submission of the next year that takes over what need not be typed again; opened."""
    from app.ui.start.next_year_dialog import NextYearDialog

    info = info_of(window, number)
    old = report_of(window, info) if info is not None else None
    if old is None:
        return
    found = window.safely(window.data().submissions) or []
    dialog = NextYearDialog(old, found, window.schemes(), window)
    dialog.exec()
    begun = dialog.begun
    if begun is None:
        return
    scheme, year = dialog.chosen(), dialog.year.value()
    entries = {**begun.entries}
    entries |= person_cells(scheme, window.memory, entries)
    unit = unit_for(found, entries.get("info.unit", ""), year)
    made = window.safely(lambda: window.data().create(year, scheme.id, scheme.hash, entries, unit))
    if made is not None:
        window.open_submission(made.id)
        if window.opened is not None:
            begin(window.opened)
        window.say(f"已从{old.submission.year}年度新建，带入的内容请逐项核对")


# ---------------------------------------------------------------- 封存


def seal(window: "MainWindow", number: int) -> None:
    """Lock a submission, after a question that says what is still open in it."""
    info = info_of(window, number)
    report = report_of(window, info) if info is not None else None
    if info is None or report is None:
        return
    agreed = window.ask(
        f"封存“{named(info)}”？{_open_words(report)}\n"
        "封存以后只能查看、打印、导出，不能修改、不能删除；需要改的时候可以“解除封存”，"
        "解除的时间和理由会留下记录。封存以前的步骤不能再撤销。",
        "封存",
        "先不封存",
    )
    if not agreed:
        return
    who = window.memory.recall(FILLER)
    if _done(window, lambda: window.data().seal(number, who)):
        window.show_start(number)
        found = window.safely(lambda: window.data().seals(number))
        code = f"，校验码 {short(found[0].checksum)}" if found else ""
        window.start.say(f"已封存 {named(info)}{code}")


def _open_words(report: Report) -> str:
    figures = summary(report)
    parts = [f"缺 {figures.missing} 项没有填"] if figures.missing else []
    parts += [f"有 {figures.errors} 处错误"] if figures.errors else []
    parts += [f"有 {figures.questions} 处核实没有写理由"] if figures.questions else []
    return f"这份填报还{'、'.join(parts)}。" if parts else "这份填报已经填完，审核没有问题。"


def unseal(window: "MainWindow", number: int) -> None:
    """Open a submission for changes again, with a reason that stays on record."""
    info = info_of(window, number)
    if info is None:
        return
    opened = window.opened
    dialog = UnsealDialog(named(info), window.memory.recall(FILLER), window)
    if not dialog.exec():
        return
    who, reason = dialog.who.text().strip(), dialog.reason.text()
    if not _done(window, lambda: window.data().unseal(number, who, reason)):
        return
    if opened is not None:
        window.open_submission(number)
        window.say("已解除封存，可以修改了")
    else:
        window.show_start(number)
        window.start.say(f"已解除封存 {named(info)}")


def record(window: "MainWindow", number: int) -> None:
    """Who sealed it and who opened it again."""
    info, store = info_of(window, number), window.data()
    found = window.safely(lambda: store.seals(number)) if info is not None else None
    if info is None or found is None:
        return
    holds = window.safely(lambda: store.seal_holds(number)) if info.sealed else True
    words = state_words(found, holds=bool(holds))
    RecordDialog(named(info), found, words, window).exec()


# ---------------------------------------------------------------- removing


def remove(window: "MainWindow", number: int) -> None:
    """Take a submission out of the file after a question and a backup of all of it."""
    info = info_of(window, number)
    if info is None:
        return
    if info.sealed:
        window.tell(StorageProblem("sealed", window.data().path).sentence)
        return
    store, folder = window.data(), backup_folder(window)
    question = window.safely(lambda: _removal(window, info, folder))
    if question is None or not window.ask(question, "删除", "不删除"):
        return
    path, key = store.path, store.key

    def work(tell: Progress) -> Path:
        made = back_up(path, folder, "delete", key)
        tell(1, 1, "")  # whoever presses 取消 now wants nothing removed
        return made

    try:
        kept = in_background(window, "删除前备份", work)
    except StorageProblem as problem:
        window.tell(f"{problem.sentence}\n\n没有备份，所以没有删除。")
        return
    except Cancelled:
        window.start.say("没有删除")
        return
    note_backup(window, kept)
    if _done(window, lambda: store.remove(number)):
        window.show_start()
        window.start.say(f"已删除 {named(info)}，删除前的备份：{kept}")


def _removal(window: "MainWindow", info: SubmissionInfo, folder: Path) -> str:
    store = window.data()
    entries = store.load(info.id).entries
    orders = [cell for cell in entries if cell.count(".") == 1 and cell.endswith(".order")]
    projects = sum(len(ids(entries, cell)) for cell in orders)
    files = evidence(store, info.id)
    kept = f"佐证材料（{len(files)} 个文件）留在原处，恢复以后照样能看。" if files else ""
    return (
        f"删除“{named(info)}”？\n"
        f"最后修改 {info.changed:%Y-%m-%d %H:%M}，填了 {len(entries):,} 格，项目 {projects} 个。\n"
        f"删除前先把整个数据文件备份到：{folder}\n删错了可以用“恢复…”找回来。{kept}"
    )


def _done(window: "MainWindow", action: Callable[[], None]) -> bool:
    """Whether it was done; where not, it was said why."""

    def act() -> bool:
        action()
        return True

    return window.safely(act) is not None

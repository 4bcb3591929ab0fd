"""Schemes in the window: those there are, another one for a submission, files that changed."""

from typing import TYPE_CHECKING

from app.domain.submission import Edit
from app.storage.problems import StorageProblem
from app.ui.opening import opened
from app.ui.start.packs_dialog import PacksDialog
from app.ui.start.scheme_dialog import SchemeDialog

if TYPE_CHECKING:
    from app.scheme.model import Scheme
    from app.session import Session
    from app.ui.open_work import OpenWork
    from app.ui.window import MainWindow


def show_packs(window: "MainWindow") -> None:
    """The schemes there are, the packs that were refused, and the folder for packs."""
    PacksDialog(window.shelf, window.open_packs, window).exec()


def open_packs(window: "MainWindow") -> None:
    """Show the folder for packs in the system's file manager, made where it is not there."""
    folder = window.shelf.folders[-1]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        window.tell(f"方案文件夹建不了，请换一个有权限的文件夹：{folder}")
        return
    if problem := opened(folder):
        window.tell(problem)


def change_scheme(window: "MainWindow", work: "OpenWork") -> None:
    """Let the open submission go on by another scheme, after a preview of what that changes."""
    session = work.session
    if session.sealed:
        window.tell(StorageProblem("sealed", window.data().path).sentence)
        return
    work.page.commit()
    dialog = SchemeDialog(window.shelf.packs(), session.scheme, session.submission, window)
    dialog.exec()
    found = dialog.change
    if found is not None and _store(window, session, found.new, found.edit):
        window.say(f"已{found.edit.label}，按 Ctrl+Z 可以撤销")


def ask_about_update(window: "MainWindow", session: "Session") -> None:
    """Say that the scheme's files are not those that the submission was last agreed by."""
    scheme, old = session.scheme, session.submission.scheme_hash
    said = (
        f"方案“{scheme.title}”的文件和这份填报上次用的不一样"
        f"（校验码由 {old[:8]} 变为 {scheme.hash[:8]}），可能是更新了程序，或者方案包有改动。"
    )
    if session.sealed:
        window.tell(
            f"{said}这份填报已经封存，填写的内容没有改动；得分和审核是按现在的文件算的，"
            "可能和封存时打印的不同。"
        )
        return
    agreed = window.ask(
        f"{said}得分已按现在的文件重新计算，填写的内容没有改动，请看看各表的得分和审核。",
        "以后按现在的方案",
        "先不确定",
    )
    if agreed:
        _store(window, session, scheme, Edit({}, "按现在的方案文件"))


def _store(window: "MainWindow", session: "Session", scheme: "Scheme", edit: Edit) -> bool:
    """Whether the submission goes on by that scheme now; where not, it was said why."""

    def store() -> bool:
        session.change_scheme(scheme, edit)
        return True

    return window.safely(store) is not None

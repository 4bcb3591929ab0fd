"""What a person is told of a bug: what is safe, what they were typing, and what they can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app import log
from app.storage.problems import StorageProblem
from app.ui.layout import button, dialog_box, label, row
from app.ui.style import px

if TYPE_CHECKING:
    from app.ui.window import MainWindow

WIDTH = 560
MANY = 2000  # lines of history that are counted
REOPEN, CLOSE = 2, 3  # what the dialog returns besides going on
TITLE = "程序出了意外"
STEP = "刚才这一步可能没有做成。"
BEHIND = "后台的一项工作没有做成，正在填的内容不受影响。"
SAFE = "以前存上的内容都在，没有受影响。"
ADVICE = (
    "可以继续填。再出意外的，请“重新打开这份填报”，或者关闭程序再打开。"
    "要请维护人员查看的，导出诊断包发给他，里面没有单位、姓名和金额。"
)
NO_WORK = "可以继续用。再出意外的，请关闭程序再打开。" + ADVICE.partition("再打开。")[2]


@dataclass(frozen=True)
class Bug:
    """Something that went wrong: where, in places of the code; what was being typed; and whether
    it was in the window or beside it."""

    trace: tuple[str, ...]
    typed: tuple[str, ...] = ()
    in_window: bool = True


def tell_of_bug(
    bug: Bug, window: "MainWindow | None", data: Path, began: datetime, over: Callable[[], None]
) -> QDialog:
    """Show it over whatever is in front, and do what the person wants; `over` is called then.

    Shown and not waited for: a window that cannot be painted goes on failing behind it, and what
    waits in Python gets those errors instead of the answer.
    """
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    working = window is not None and window.opened is not None
    parent = QApplication.activeModalWidget() or window

    def package(over: QWidget) -> None:
        from app.ui.diagnosing import diagnose

        diagnose(over, data, "" if window is None else window.key)

    safe = what_is_safe(window, began)
    dialog = CrashDialog(parent, bug, safe, package, working=working)

    def answered(answer: int) -> None:
        over()
        dialog.deleteLater()
        if answer == REOPEN and window is not None:
            reopen(window)
        elif answer == CLOSE:
            close(window)

    dialog.finished.connect(answered)
    dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
    dialog.show()
    return dialog


def what_is_safe(window: "MainWindow | None", began: datetime) -> str:
    """When the last step was stored, and how many since the program was started."""
    if window is None or window.opened is None:
        return SAFE
    session = window.opened.session
    try:
        found = session.store.history(session.submission.id, MANY)
    except StorageProblem:
        return SAFE
    began = began.replace(microsecond=0)
    steps = {one.step for one in found if one.at >= began}
    if not steps:
        return "打开程序以后还没有修改过这份填报。" + SAFE
    more = " 多" if len(found) == MANY and found[-1].at >= began else ""
    return f"到 {found[0].at:%H:%M:%S} 填的都已经存上（打开程序以后存了 {len(steps)}{more} 步）。"


def reopen(window: "MainWindow") -> None:
    """The submission anew from the file. Where even leaving it fails, its page is given up."""
    before = window.opened
    if before is None:
        return
    try:
        window.reopen()
    except Exception as error:
        log.note_error(error, "window")
        window.opened = None
        before.page.hide()
        before.page.deleteLater()
        window.open_submission(before.session.submission.id)


def close(window: "MainWindow | None") -> None:
    """As its X does; where that fails too, without it."""
    try:
        if window is None or window.close() or window.isVisible():
            return
    except Exception as error:
        log.note_error(error, "window")
    QApplication.exit(1)


class CrashDialog(QDialog):
    """Enter goes on, and so does closing it. The places in the code are folded away."""

    def __init__(
        self,
        parent: QWidget | None,
        bug: Bug,
        safe: str,
        package: Callable[[QWidget], object],
        *,
        working: bool,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        box = dialog_box(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        box.addWidget(label(TITLE, "title"))
        box.addWidget(_said(f"{STEP if bug.in_window else BEHIND}{safe}"))
        if bug.typed:
            self._add_typed(box, "\n".join(bug.typed))
        box.addWidget(_said(ADVICE if working else NO_WORK))
        self.details = _text("\n".join(bug.trace), "详细情况", 5)
        self.details.hide()
        self.fold = button("详细情况 ▸", self._fold, "quiet")
        box.addLayout(row(self.fold, None))
        box.addWidget(self.details)
        go_on = button("继续", self.accept, "primary")
        again = button("重新打开这份填报", lambda: self.done(REOPEN))
        again.setVisible(working)
        box.addLayout(
            row(
                button("导出诊断包…", lambda: package(self)),
                None,
                button("关闭程序", lambda: self.done(CLOSE)),
                again,
                go_on,
            )
        )
        go_on.setDefault(True)
        go_on.setFocus()

    def _add_typed(self, box: QVBoxLayout, typed: str) -> None:
        """The text in a field of its own: it can be read and copied."""
        self.typed = _text(typed, "刚才输入的内容", 3)
        self.copy = button("复制", lambda: self._copy(typed))
        said = label("刚才输入的内容，可能还没有存上。先复制，再填回去：", "head")
        box.addLayout(row(said, None, self.copy))
        box.addWidget(self.typed)

    def _copy(self, typed: str) -> None:
        QGuiApplication.clipboard().setText(typed)
        self.copy.setText("✓ 已复制")

    def _fold(self) -> None:
        shown = self.details.isHidden()
        self.details.setVisible(shown)
        self.fold.setText("详细情况 ▾" if shown else "详细情况 ▸")


def _said(text: str) -> QWidget:
    made = label(text, wrap=True)
    made.setFixedWidth(px(WIDTH))
    return made


def _text(text: str, name: str, lines: int) -> QPlainTextEdit:
    made = QPlainTextEdit(text)
    made.setReadOnly(True)
    made.setAccessibleName(name)
    made.setFixedSize(px(WIDTH), lines * made.fontMetrics().lineSpacing() + px(16))
    made.setTabChangesFocus(True)
    return made

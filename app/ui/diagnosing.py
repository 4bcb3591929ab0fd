"""导出诊断包: shows all that will be in it before it is written. Loaded when it is asked for.

It works without an open data file too: `tell_offering` is for whoever has to say that there is
none.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSysInfo, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QWidget,
)

from app.diagnostics import Part, parts, write
from app.exchange.problems import ExportProblem
from app.progress import Cancelled, Progress
from app.ui import speaking
from app.ui.background import in_background
from app.ui.layout import answers, button, dialog_box, label, note, row, sized
from app.ui.opening import opened
from app.ui.preferences import documents
from app.ui.style import px

if TYPE_CHECKING:
    from app.ui.window import MainWindow

TITLE = "导出诊断包"
WORD = "导出诊断包…"
ABOUT = (
    "程序出了问题，把诊断包发给维护的人。下面就是它的全部内容，导出前可以逐个看一遍。"
    "里面没有单位、姓名、金额和文字说明，也没有数据文件。"
)


def export_diagnostics(window: "MainWindow") -> None:
    """From the menu: about the data file that is open."""
    found = window.safely(lambda: window.data().path)
    if found is not None:
        diagnose(window, found, window.key)


def tell_offering(sentence: str, parent: QWidget, data: Path, key: str = "") -> None:
    """Say something that may be for whoever maintains the program, with 导出诊断包… beside it.
    The data file need not be open, nor be there."""

    def act() -> None:
        diagnose(QApplication.activeModalWidget() or parent, data, key)

    over = QApplication.activeModalWidget() or parent
    speaking.tell(over, sentence, more=button(WORD, act))


def diagnose(parent: QWidget, data: Path, key: str) -> None:
    """Collect, show, and write where the person wants it."""
    about = surface(parent)
    try:
        made = in_background(parent, TITLE, lambda tell: parts(data, key, about, tell))
    except Cancelled:
        return
    dialog = DiagnosticsDialog(parent, made)
    dialog.exec()


def _write(made: Sequence[Part], parent: QWidget, folder: Path) -> str:
    """Write it and show the folder; a sentence where something is to be said."""

    def work(tell: Progress) -> Path:
        tell(0, 0, "正在写诊断包")
        return write(folder, made)

    try:
        path = in_background(parent, TITLE, work)
    except ExportProblem as problem:
        return problem.sentence
    except Cancelled:
        return ""
    failed = opened(folder)
    if failed:
        speaking.tell(parent, f"诊断包已经写好：{path}\n\n{failed}")
    return ""


def surface(window: QWidget | None) -> dict[str, str]:
    """What Qt knows of the screen, the letters and the language."""
    size = "没有" if window is None else _size(window.window())
    families = len(set(QFontDatabase.families()))  # a name may be somebody's own
    screens = (
        f"{one.size().width()}×{one.size().height()}，缩放 {one.devicePixelRatio():g}，"
        f"{one.logicalDotsPerInch():.0f} dpi"
        for one in QGuiApplication.screens()
    )
    language = QLocale.system()
    return {
        "Qt": f"{qVersion()}，{QGuiApplication.platformName()}",
        "系统全名": QSysInfo.prettyProductName(),
        "屏幕": "；".join(screens),
        "窗口": size,
        "界面语言": f"{language.name()}，小数点“{language.decimalPoint()}”",
        "程序用的字体": QApplication.font().family(),
        "系统的字体": f"{families} 种",
    }


def _size(window: QWidget) -> str:
    return f"{window.width()}×{window.height()}，字号 {px(100)}%"


class DiagnosticsDialog(QDialog):
    """The files at the left, what stands in one at the right, where it goes below."""

    def __init__(self, parent: QWidget, made: Sequence[Part]) -> None:
        super().__init__(parent)
        self._made = made
        self.setWindowTitle(TITLE)
        sized(self, 860, 600)
        self.names = QListWidget()
        self.names.setAccessibleName("诊断包里的文件")
        self.names.addItems([part.name for part in made])
        self.names.currentRowChanged.connect(self._show)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("文件的内容")
        self.text.setTabChangesFocus(True)
        self.folder = QLineEdit(str(documents()))
        self.folder.setAccessibleName("保存到")
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        self._lay_out()
        self.names.setCurrentRow(0)
        self.names.setFocus()

    def _lay_out(self) -> None:
        sides = QSplitter()
        sides.addWidget(self.names)
        sides.addWidget(self.text)
        sides.setChildrenCollapsible(False)
        sides.setSizes([px(160), px(640)])
        _, _, buttons = answers("导出", self._export, self.reject)
        box = dialog_box(self)
        box.addWidget(note(ABOUT))
        box.addWidget(sides, 1)
        box.addLayout(row(label("保存到"), self.folder, button("选择…", self._choose)))
        box.addWidget(self.problem)
        box.addWidget(buttons)

    def _show(self, at: int) -> None:
        self.text.setPlainText(self._made[at].text if 0 <= at < len(self._made) else "")

    def _choose(self) -> None:
        found = QFileDialog.getExistingDirectory(self, "选择保存到哪里", self.folder.text())
        if found:
            self.folder.setText(found)

    def _export(self) -> None:
        folder = self.folder.text().strip()
        said = "请先选择保存到哪个文件夹。"
        if folder:
            said = _write(self._made, self, Path(folder))
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        if not said:
            self.accept()

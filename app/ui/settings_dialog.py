"""设置: who fills in, where files go, how large the text is. Nothing changes before 确定."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from app.storage.rule import RULE
from app.ui.fields import Choices
from app.ui.layout import answers, button, dialog_box, label, modest, note, row, scrolling, sized
from app.ui.preferences import Preferences, keep, recall
from app.ui.style import SIZES, px
from app.ui.views.showing import SETTINGS as SHOWN
from app.ui.views.showing import Setting, choose, chosen

if TYPE_CHECKING:
    from app.scheme.model import Scheme
    from app.ui.window import MainWindow

SIZE_NAMES = dict(zip(SIZES, ("标准", "大", "特大"), strict=True))
ROUNDING = (
    "金额在程序里一律精确到分。显示和打印时才四舍五入：元到分，万元和百分比到两位小数；"
    "合计用没有舍入过的数相加，舍入只做一次，所以各行显示的数相加，末位可能和合计差 0.01。"
)


def show_settings(window: "MainWindow") -> None:
    """Ask, keep, and apply at once; 取消 and Esc change nothing."""
    memory = window.memory
    before = recall(memory)
    shown = {one: chosen(memory, one) for one in SHOWN}
    dialog = SettingsDialog(before, shown, window.schemes(), window)
    dialog.say_last(window.start.backed.said.text())
    if not dialog.exec():
        return
    keep(memory, dialog.wanted)
    for one, choice in dialog.shown.items():
        choose(memory, one, choice)
    if dialog.wanted.text_size != before.text_size:
        window.restyle(dialog.wanted.text_size)
    elif dialog.wanted.export_folder != before.export_folder:
        window.remake_page()
    elif dialog.shown != shown and window.work is not None:
        window.work.show_anew()


class SettingsDialog(QDialog):
    def __init__(
        self,
        before: Preferences,
        shown: Mapping[Setting, str],
        schemes: Mapping[str, "Scheme"],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.wanted, self.shown = before, dict(shown)
        self.figures = {one: _choices(one, choice) for one, choice in shown.items()}
        self.filler = _line(before.filler, "填表人")
        self.phone = _line(before.phone, "联系电话")
        self.scheme = modest(Choices())
        self.scheme.setAccessibleName("默认方案")
        self.scheme.addItem("（财政部通用方案）", "")
        for one in schemes.values():
            self.scheme.addItem(one.title, one.id)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(before.scheme)))
        self.export = _line(before.export_folder, "导出文件夹", "空着用“文档”文件夹")
        self.backup = _line(before.backup_folder, "备份文件夹", "空着放在数据文件旁边")
        self.second = _line(before.second_folder, "同时再存一份到", "另一个盘或U盘，空着不存")
        self._backups = note(RULE)
        self.size_choice = modest(Choices())
        self.size_choice.setAccessibleName("字号")
        for percent, name in SIZE_NAMES.items():
            self.size_choice.addItem(f"{name}（{percent}%）", percent)
        self.size_choice.setCurrentIndex(self.size_choice.findData(before.text_size))
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        _, _, buttons = answers("确定", self._check, self.reject)
        content = QWidget()
        self._fill(content)
        box = dialog_box(self)
        box.addWidget(scrolling(content), 1)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        sized(self, 640, 720)
        self.filler.setFocus()

    def _fill(self, content: QWidget) -> None:
        page = QVBoxLayout(content)
        page.setContentsMargins(px(2), 0, px(2), 0)
        form = QFormLayout()
        page.addLayout(form)
        page.addStretch(1)
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        form.addRow(label("填表人", "title"))
        form.addRow("填表人(&R)", self.filler)
        form.addRow("联系电话(&T)", self.phone)
        form.addRow("", note("新建的填报先带出这里的姓名和电话，可以改；已经填了的不会变。"))
        form.addRow(label("新建、导出和备份", "title"))
        form.addRow("默认方案(&S)", self.scheme)
        form.addRow("导出文件夹(&D)", self._folder(self.export, "选择导出文件夹"))
        form.addRow("备份文件夹(&B)", self._folder(self.backup, "选择备份文件夹"))
        form.addRow("同时再存一份到(&E)", self._folder(self.second, "选择另存的文件夹"))
        form.addRow("自动备份", self._backups)
        form.addRow(label("显示", "title"))
        form.addRow("字号(&Z)", self.size_choice)
        form.addRow("", note("行高、间距和各栏的宽度一起变大；正在填的内容不受影响。"))
        for one, choices in self.figures.items():
            form.addRow(one.label, choices)
        form.addRow("四舍五入", note(ROUNDING))

    def say_last(self, words: str) -> None:
        """When the last backup was made, before the rule that they are kept by."""
        if words:
            self._backups.setText(f"{words}。{RULE}")

    def problem(self) -> str:
        """What is said of the settings as they stand; blank where nothing is."""
        return self._problem.text()

    def _folder(self, line: QLineEdit, title: str) -> QWidget:
        holder = QWidget()
        choose = button("选择…", lambda: self._choose(line, title))
        choose.setAccessibleName(title)
        parts = row(line, choose)
        parts.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(parts)
        holder.setFocusProxy(line)
        return holder

    def _choose(self, line: QLineEdit, title: str) -> None:
        found = QFileDialog.getExistingDirectory(self, title, line.text())
        if found:
            line.setText(found)

    def _check(self) -> None:
        """Take what was set; a folder that cannot be used is said and stays to be mended."""
        before = self.wanted
        for line, name, was in (
            (self.export, "导出文件夹", before.export_folder),
            (self.backup, "备份文件夹", before.backup_folder),
            (self.second, "另存的文件夹", before.second_folder),
        ):
            wanted = line.text().strip()
            problem = folder_problem(wanted, name) if wanted != was else ""
            if problem:  # a stick that is not in now keeps nobody from setting something else
                self._problem.setText(problem)
                self._problem.show()
                line.setFocus()
                line.selectAll()
                return
        self.wanted = replace(
            self.wanted,
            filler=self.filler.text().strip(),
            phone=self.phone.text().strip(),
            export_folder=self.export.text().strip(),
            scheme=str(self.scheme.currentData()),
            text_size=int(self.size_choice.currentData()),
            backup_folder=self.backup.text().strip(),
            second_folder=self.second.text().strip(),
        )
        self.shown = {one: str(choices.currentData()) for one, choices in self.figures.items()}
        self.accept()


def folder_problem(text: str, name: str) -> str:
    """Why files cannot be put there, for a person to mend; blank where they can."""
    if not text:
        return ""
    folder = Path(text)
    if not folder.is_absolute():
        return f"{name}“{text}”不是完整的路径，请点“选择…”挑一个文件夹"
    try:
        there = folder.exists()
    except OSError:  # such as a share that is off
        there = False
    if not there:
        return f"{name}“{text}”不存在，请先建好，或者点“选择…”另挑一个"
    if not folder.is_dir():
        return f"{name}“{text}”是一个文件，请点“选择…”挑一个文件夹"
    try:
        trial = folder / "~算盘试写.tmp"
        trial.touch()
        trial.unlink()
    except OSError:
        return f"{name}“{text}”写不进文件，请换一个有权限的文件夹"
    return ""


def _line(text: str, name: str, hint: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    return made


def _choices(setting: Setting, kept: str) -> Choices:
    made = modest(Choices())
    made.setAccessibleName(setting.label)
    made.setToolTip(setting.hint)
    for choice, name in setting.choices:
        made.addItem(name, choice)
    made.setCurrentIndex(made.findData(kept))
    return made

"""“解除封存” asks why; “封存记录” shows who sealed a submission and who opened it again."""

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.sealing import short
from app.storage.seals import Seal
from app.ui.layout import (
    answers,
    button,
    card,
    dialog_body,
    dialog_box,
    in_columns,
    label,
    note,
    row,
    sized,
)
from app.ui.style import px

TIME = "%Y-%m-%d %H:%M"
COLUMNS = (("时间", 136), ("操作", 96), ("经办人", 112), ("理由", 0), ("校验码", 136))

BROUGHT_CHANGED = "⚠ 这份填报是从数据包导入的，那份数据包封存后被改动过（校验码不符）。"


class UnsealDialog(QDialog):
    """Who opens it again and why; both stay on record."""

    def __init__(self, name: str, who: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("解除封存")
        self.who = QLineEdit(who)
        self.who.setAccessibleName("经办人")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("理由")
        self.reason.setPlaceholderText("如：财政局退回，要求补报一个项目")
        self.reason.setMinimumWidth(px(400))
        self._problem = label("", "problem")
        form = QFormLayout()
        form.setSpacing(px(8))
        form.addRow(label("理由"), self.reason)
        form.addRow(label("经办人"), self.who)
        _, _, buttons = answers("解除封存", self._accept, self.reject)
        box = dialog_box(self)
        box.addWidget(label(name, "title", wrap=True))
        box.addWidget(
            note(
                "解除以后又可以修改。时间、经办人和理由留在“封存记录”里，不能删除。改完请重新封存。"
            )
        )
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        self.reason.setFocus()

    def _accept(self) -> None:
        if self.reason.text().strip():
            self.accept()
        else:
            self._problem.setText("请写明理由")
            self.reason.setFocus()


class RecordDialog(QDialog):
    """The record of a submission, the latest line first."""

    def __init__(self, name: str, found: Sequence[Seal], state: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("封存记录")
        sized(self, 880, 420)
        self.lines = in_columns(QTreeWidget(), "封存记录", COLUMNS)
        for one in found:
            texts = (
                f"{one.at:{TIME}}",
                "封存" if one.sealed else "导入" if one.taken_in else "解除封存",
                one.who or ("" if one.taken_in else "（没有写）"),
                one.reason,
                short(one.checksum),
            )
            line = QTreeWidgetItem(texts)
            line.setToolTip(3, one.reason)
            line.setToolTip(4, one.checksum)
            self.lines.addTopLevelItem(line)
        frame, inside = card()
        inside.addWidget(label(name, "title", wrap=True))
        inside.addWidget(label(state, "second", wrap=True))
        close = button("关闭", self.accept)
        foot = QWidget()
        below = row(None, close)
        below.setContentsMargins(0, 0, 0, 0)
        foot.setLayout(below)
        dialog_body(self, frame, self.lines, foot)
        close.setDefault(True)


def state_words(found: Sequence[Seal], *, holds: bool) -> str:
    """What the record comes to, in a sentence."""
    if not found:
        return "这份填报没有封存过。"
    last = found[0]
    if not last.sealed:
        changed = any(one.was_changed for one in found)
        return f"{BROUGHT_CHANGED if changed else ''}现在没有封存，可以修改。"
    if holds:
        return "现在是封存的，内容和封存时一样（校验码相符）。"
    return (
        "⚠ 现在是封存的，但是内容和封存时不一样（校验码不符）："
        "数据文件可能被别的程序改过。请从备份里恢复封存时的那一份核对。"
    )

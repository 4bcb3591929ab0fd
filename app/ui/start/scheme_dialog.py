"""“更换方案…”: what another scheme would change, shown before it is done."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.rescheme import Change, Scores, change
from app.domain.submission import Submission
from app.packs import Packs
from app.scheme.model import Scheme
from app.ui.fields import Choices
from app.ui.layout import answers, card, dialog_body, in_columns, label, modest, row, sized
from app.ui.style import QUESTION

PROMPT = "请选择要换成的方案；选好以后先看下面的变化，再决定换不换。"
KEPT = "保留，不显示"


class SchemeDialog(QDialog):
    """Chooses from `packs`; after `exec()` see `change`, None where nothing is to be done."""

    def __init__(
        self, packs: Packs, scheme: Scheme, submission: Submission, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("更换方案")
        sized(self, 920, 640)
        self._old, self.submission, self._packs = scheme, submission, packs
        self.change: Change | None = None
        self._shown: Change | None = None
        self.choice = modest(Choices())
        self.choice.setAccessibleName("换成的方案")
        self.choice.setPlaceholderText("请选择")
        for pack in packs.packs.values():
            if pack.scheme.id != scheme.id:
                self.choice.addItem(pack.scheme.title, pack.scheme.id)
        self.choice.setCurrentIndex(-1)
        self.choice.currentIndexChanged.connect(lambda _at: self._preview())
        self.summary = label(PROMPT, wrap=True)
        self.summary.setMinimumHeight(3 * self.summary.fontMetrics().height())  # nothing jumps
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        columns = (("变化", 0), ("现在", 220), ("换了以后", 220))
        self.lines = in_columns(QTreeWidget(), "换方案以后的变化", columns, grouped=True)
        self.ok, _, buttons = answers("更换", self._accept, self.reject)
        self.ok.setEnabled(False)
        frame, inside = card()
        inside.addLayout(row(label("现在的方案", "second"), label(scheme.title, "head"), None))
        inside.addLayout(row(label("换成　　　", "second"), self.choice))
        inside.addWidget(self.summary)
        dialog_body(self, frame, self.lines, buttons)
        self.choice.setFocus()

    def _accept(self) -> None:
        self.change = self._shown
        self.accept()

    # ── the preview ──────────────────────────────────────────────────────────────────────

    def _preview(self) -> None:
        pack = self._packs.packs.get(str(self.choice.currentData()))
        self._shown = change(self._old, pack.scheme, self.submission) if pack else None
        self.ok.setEnabled(self._shown is not None)
        self.lines.clear()
        self.summary.setText(summary(self._shown) if self._shown else PROMPT)
        if self._shown:
            self._show(self._shown)

    def _show(self, found: Change) -> None:
        changed = [one for one in found.scores if one.before != one.after]
        same = [one for one in found.scores if one.before == one.after]
        self._group(f"总分有变化的表（{len(changed)}）", map(_scores, changed), opened=True)
        places = found.by_place()
        lost = self._group(f"不再显示的内容（{len(found.unseen)}）", (), opened=True)
        for where, items in places.items():
            place = _item(f"{where}（{len(items)}）")
            for one in items:
                place.addChild(_item(one.label, one.text, KEPT))
            lost.addChild(place)
            place.setExpanded(len(places) <= FEW)
        self._group(f"计分规则不同（{len(found.rules)}）", map(_item, found.rules), opened=True)
        self._group(f"总分不变的表（{len(same)}）", map(_scores, same), opened=False)
        for at in range(self.lines.topLevelItemCount() - 1, -1, -1):
            group = self.lines.topLevelItem(at)
            if group is not None and not group.childCount():
                self.lines.takeTopLevelItem(at)

    def _group(
        self, title: str, items: Iterable[QTreeWidgetItem], *, opened: bool
    ) -> QTreeWidgetItem:
        made = _item(title)
        font = self.lines.font()
        font.setBold(True)
        made.setFont(0, font)
        self.lines.addTopLevelItem(made)
        lines = list(items)
        made.addChildren(lines)
        made.setExpanded(opened)
        for line in lines:  # a sentence has nothing in the other columns: it takes their room
            line.setFirstColumnSpanned(not line.text(1) and not line.text(2))
        return made


FEW = 3  # places whose lost cells are shown at once


def summary(found: Change) -> str:
    """The change in three sentences."""
    said = [f"填过的内容有 {found.carried} 格照样显示。"]
    if found.again:
        said.append(f"以前按这个方案填过的内容有 {found.again} 格重新显示。")
    if found.unseen:
        said.append(
            f"有 {len(found.unseen)} 项在新方案里没有地方放：保留在数据文件里，不显示、不计分，"
            "换回原方案时照样还在。"
        )
    if found.added:
        said.append(f"新方案规定的指标或空行加 {found.added} 行，等着填写。")
    said.append("换了以后按 Ctrl+Z 可以撤销。")
    return "".join(said)


def _item(text: str, before: str = "", after: str = "") -> QTreeWidgetItem:
    made = QTreeWidgetItem((text, before, after))
    for at, words in enumerate((text, before, after)):
        made.setToolTip(at, words)
    return made


def _scores(one: Scores) -> QTreeWidgetItem:
    before = one.before.words if one.before else "没有这张表"
    after = one.after.words if one.after else "没有这张表"
    made = _item(one.name, before, after)
    if one.before != one.after:
        made.setForeground(2, QColor(QUESTION))
    return made

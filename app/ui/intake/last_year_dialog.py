"""“带入上年数…”: last year's figures from the unit's own submission, looked at first."""

from collections.abc import Iterable

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.domain.last_year import Figure, LastYear
from app.domain.submission import Edit
from app.scheme.model import Scheme
from app.ui.layout import RIGHT, answers, card, dialog_body, in_columns, label, sized

NUMBER_WIDTH = 150


class LastYearDialog(QDialog):
    """Shows what would be taken; after `exec()` see `edit`, None where nothing is to be done."""

    def __init__(self, found: LastYear, scheme: Scheme, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        self.edit: Edit | None = None
        self.setWindowTitle("带入上年决算数")
        sized(self, 860, 620)
        self.replace = QCheckBox("和已填的不同的，也换成上年填报里的数")
        self.replace.setVisible(bool(found.different))
        self.facts = QCheckBox(_facts(found, scheme))
        self.facts.setChecked(True)
        self.facts.setVisible(bool(found.facts))
        figures = ((f"{found.year}年度填报里", NUMBER_WIDTH), ("现在填的", NUMBER_WIDTH))
        columns = (("填到哪里", 0), *figures)
        self.lines = in_columns(QTreeWidget(), "上年决算数", columns, grouped=True)
        self._list("和已填的不同", found.different, opened=True)
        self._list("新填", found.new, opened=True)
        self._list("已经一样", found.same, opened=False)
        self.ok, self._cancel, buttons = answers("带入", self._take, self.reject)
        frame, inside = card()
        inside.addWidget(label(f"取自本单位{found.year}年度的填报", "title"))
        inside.addWidget(label(summary(found), "second", wrap=True))
        inside.addWidget(self.replace)
        inside.addWidget(self.facts)
        dialog_body(self, frame, self.lines, buttons)
        self.replace.toggled.connect(lambda _on: self._show())
        self.facts.toggled.connect(lambda _on: self._show())
        self._show()

    def _list(self, title: str, figures: Iterable[Figure], *, opened: bool) -> None:
        lines = [QTreeWidgetItem([one.where, one.text, one.typed]) for one in figures]
        for line in lines:
            line.setTextAlignment(1, RIGHT)
            line.setTextAlignment(2, RIGHT)
        if lines:
            group = QTreeWidgetItem([f"{title}（{len(lines)} 格）"])
            group.addChildren(lines)
            self.lines.addTopLevelItem(group)
            group.setExpanded(opened)

    def _would(self) -> Edit:
        return self._found.edit(replace=self.replace.isChecked(), facts=self.facts.isChecked())

    def _show(self) -> None:
        nothing = not self._would().cells
        self.ok.setEnabled(not nothing)
        self._cancel.setText("关闭" if nothing else "取消")

    def _take(self) -> None:
        self.edit = self._would()
        self.accept()


def summary(found: LastYear) -> str:
    """What taking would do, in a sentence."""
    if not (found.new or found.same or found.different):
        return "上年的填报里没有可以带入的数。"
    parts = [f"新填 {len(found.new)} 格"] if found.new else []
    if found.same:
        parts.append(f"已经一样 {len(found.same)} 格")
    if found.different:
        parts.append(f"和已填的不同 {len(found.different)} 格（不打勾就保留已填的）")
    added = len({cell.rpartition(".")[0] for cell in found.rows if not cell.endswith(".rows")})
    if added:
        parts.append(f"上年有、本年还没有的科目或项目加 {added} 行")
    if not found.new and not found.different:
        return "上年决算数都已经带入，和上年的填报一致。"
    return "；".join(parts) + "。"


def _facts(found: LastYear, scheme: Scheme) -> str:
    names = {f"info.{one.id}": one.label for one in scheme.fields}
    names |= {f"option.{one.id}": one.label for one in scheme.options}
    return "基本信息里空着的也带入：" + "、".join(names[cell] for cell in found.facts)

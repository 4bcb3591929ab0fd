"""The first page: units and years there are, and the ways to begin."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.ui.layout import button, card, label, row

if TYPE_CHECKING:
    from app.storage.store import SubmissionInfo

ID = Qt.ItemDataRole.UserRole

STEPS = (
    "① 新建单位和年度",
    "② 填基本信息、收支和项目，得分随填随出",
    "③ 看“审核”，改正或写明理由",
    "④ 导出上报，打印自评表",
)


class StartPage(QWidget):
    opened = Signal(int)
    new = Signal()
    sample = Signal()
    loaded = Signal()
    schemes = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.items = QTreeWidget()
        self.items.setAccessibleName("填报列表")
        self.items.setHeaderLabels(["单位", "年度", "最后修改"])
        self.items.setRootIsDecorated(False)
        self.items.setUniformRowHeights(True)
        self.items.setColumnWidth(0, 640)
        self.items.setColumnWidth(1, 160)
        self.items.itemActivated.connect(lambda _item, _column: self.open_current())
        frame, box = card(12)
        box.addWidget(label("算盘", "big"))
        box.addWidget(label("预算单位决算与绩效自评：数字只填一次，得分和合计自动算出", "second"))
        steps = QHBoxLayout()
        for text in STEPS:
            steps.addWidget(label(text, "pill"))
        steps.addStretch(1)
        box.addLayout(steps)
        box.addLayout(
            row(
                button("＋ 新建填报", self.new.emit, "primary"),
                button("打开", self.open_current),
                button("导入数据包…", self.loaded.emit),
                button("载入示例单位", self.sample.emit, hint="虚构的单位，数字取自公开的自评表"),
                button("方案…", self.schemes.emit, hint="有哪些方案，怎样放进本地的方案包"),
                None,
            )
        )
        self._title = label("正在打开数据文件…", "title")
        box.addWidget(self._title)
        box.addWidget(self.items, 1)
        self._path = label("", "second", wrap=True)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.addWidget(self._path)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(40, 32, 40, 32)
        outer.addWidget(frame)

    def show_list(self, found: "Sequence[SubmissionInfo]", path: str) -> None:
        self.items.clear()
        for info in found:
            texts = (
                info.unit_name or "（未填单位名称）",
                f"{info.year}年度",
                f"{info.changed:%Y-%m-%d %H:%M}",
            )
            item = QTreeWidgetItem(texts)
            item.setData(0, ID, info.id)
            item.setToolTip(0, "双击或按回车进入填报")
            self.items.addTopLevelItem(item)
        self._title.setText(f"填报（{len(found)}）" if found else "填报：还没有，先新建或载入示例")
        first = self.items.topLevelItem(0)
        if first is not None:
            self.items.setCurrentItem(first)
        self._path.setText(f"数据保存在：{path}")

    def open_current(self) -> None:
        item = self.items.currentItem()
        if item is not None:
            self.opened.emit(int(item.data(0, ID)))

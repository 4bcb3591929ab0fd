"""“科目表…”: the finance bureau's own list of codes, looked at before it is taken."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from app.codes import shipped
from app.domain.codes import CLASSIFICATIONS, classification, strange
from app.domain.subjects import Subject
from app.exchange.code_list import CodeListProblem, read_code_list
from app.log import note
from app.progress import Cancelled
from app.scheme.model import Codes
from app.ui.background import in_background
from app.ui.fields import Choices
from app.ui.layout import answers, button, card, dialog_body, in_columns, label, row, sized

ABOUT = (
    "科目按编码显示名称。财政局另有科目表的，可以导入（.xlsx、.xls 或 .csv，要有“科目编码”和"
    "“科目名称”两列）：同一个编码以导入的名称为准，没有导入的编码照随程序的科目表。"
    "导入的科目表用于这个数据文件里的所有填报。"
)
SHOWN = 200  # lines of the preview; a whole list is as long as the official book
Store = Callable[[Codes, Sequence[Subject]], bool]  # False: refused, and said
Own = Callable[[], Mapping[Codes, Sequence[Subject]]]


class CodeListDialog(QDialog):
    """Reads a file and shows it; `store` puts a list in the place of the own one, `own` gives
    those that there are."""

    def __init__(self, own: Own, store: Store, documents: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._own, self._store, self._documents = own, store, documents
        self._read: tuple[Subject, ...] = ()
        self.setWindowTitle("科目表")
        sized(self, 760, 640)
        self.kind = Choices()
        self.kind.setAccessibleName("哪种科目")
        for kind, name in CLASSIFICATIONS.items():
            self.kind.addItem(name, kind)
        self.kind.currentIndexChanged.connect(lambda _at: self._show())
        self.state = label("", wrap=True)
        self.said = label("", "second", wrap=True)
        self.said.setMinimumHeight(2 * self.said.fontMetrics().height())  # nothing jumps
        columns = (("科目编码", 120), ("科目名称", 0), ("随程序的名称", 260))
        self.lines = in_columns(QTreeWidget(), "读到的科目", columns)
        self.choose = button("选择文件…", self.ask_file)
        self.restore = button("恢复随程序的科目表", self._restore)
        self.ok, self._cancel, buttons = answers("导入", self._take, self.reject)
        frame, inside = card()
        inside.addWidget(label(ABOUT, "second", wrap=True))
        inside.addWidget(self.state)
        inside.addLayout(row(self.choose, label("当作"), self.kind, None, self.restore))
        inside.addWidget(self.said)
        dialog_body(self, frame, self.lines, buttons)
        self._show()

    @property
    def current(self) -> Codes:
        chosen = self.kind.currentData()
        return next((kind for kind in CLASSIFICATIONS if kind == chosen), "")

    def ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "选择科目表", str(self._documents), "科目表 (*.xlsx *.xls *.csv);;所有文件 (*)"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Show what a file holds; one that cannot be read is refused with a sentence."""
        self._read = ()
        try:
            self._read = in_background(self, "读取科目表", partial(read_code_list, path))
        except CodeListProblem as problem:
            note("not-imported", what="codes")
            self._show()
            self._say(problem.sentence, wrong=True)
            return
        except Cancelled:
            self._show()
            self._say("已取消，没有读文件。")
            return
        kind = classification(self._read)
        if kind:
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self._show()

    def _show(self) -> None:
        own, kind = self._own(), self.current
        self.state.setText("　　".join(_state(one, own) for one in CLASSIFICATIONS))
        self.restore.setEnabled(bool(own.get(kind)))
        self.restore.setToolTip(f"去掉导入的{CLASSIFICATIONS[kind]}科目表")
        self.ok.setEnabled(bool(self._read))
        self.lines.clear()
        self.lines.addTopLevelItems([_line(kind, one) for one in self._read[:SHOWN]])
        self._say("".join(_said(kind, self._read)), wrong=bool(strange(kind, self._read)))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.said.setText(sentence)
        self.said.setObjectName("problem" if wrong else "second")
        self.said.style().polish(self.said)

    def _take(self) -> None:
        if self._store(self.current, self._read):
            self.accept()

    def _restore(self) -> None:
        if self._store(self.current, ()):
            self._show()
            self._say(f"{CLASSIFICATIONS[self.current]}已恢复随程序的科目表。")


def _state(kind: Codes, own: Mapping[Codes, Sequence[Subject]]) -> str:
    taken = len(own.get(kind, ()))
    said = f"导入 {taken} 个" if taken else "没有导入"
    return f"{CLASSIFICATIONS[kind]}：随程序 {len(shipped().of(kind).all)} 个，{said}"


def _said(kind: Codes, read: Sequence[Subject]) -> Iterator[str]:
    """What was read in words; blank where nothing was."""
    if not read:
        return
    known = shipped().of(kind)
    new = [one for one in read if known.of(one.code) is None]
    yield f"读到 {len(read)} 个科目，其中 {len(new)} 个是随程序的科目表没有的。"
    if len(read) > SHOWN:
        yield f"下面是前 {SHOWN} 个。"
    odd = strange(kind, read)
    if odd:
        starts = "2" if kind == "function" else "3或5"
        yield (
            f"有 {len(odd)} 个编码不是以{starts}开头（如 {odd[0].code}），"
            f"不像{CLASSIFICATIONS[kind]}，请核对“当作”选得对不对。"
        )


def _line(kind: Codes, one: Subject) -> QTreeWidgetItem:
    known = shipped().of(kind).of(one.code)
    item = QTreeWidgetItem((one.code, one.name, known.name if known else "（没有）"))
    item.setToolTip(1, one.name)
    return item

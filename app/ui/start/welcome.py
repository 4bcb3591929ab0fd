"""What the start page says while there is no submission: three ways to begin, and nothing else."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.layout import label, scrolling
from app.ui.style import px

TITLE = "五分钟填好第一张表"
WAYS = (
    ("＋ 新建填报", "填单位名称、选当地的方案，然后照页签下面的六步填"),
    ("载入示例单位", "虚构的单位，表都填好了，可以随便改，看完可以删除"),
    ("导入数据包…", "别的电脑上“导出上报”得到的数据包（.suanpan）"),
)
WIDTH = 520  # px of the three buttons


class Welcome(QWidget):
    """Three large buttons, one below the other; the first has the cursor."""

    def __init__(self, acts: Sequence[Callable[[], object]]) -> None:
        super().__init__()
        self.buttons = tuple(
            _Choice(title, words, act) for (title, words), act in zip(WAYS, acts, strict=True)
        )
        content = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content, "white"))
        box = QVBoxLayout(content)
        box.setSpacing(px(12))
        box.addStretch(1)
        head = label(TITLE, "big")
        head.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(head)
        for one in self.buttons:
            one.setFixedWidth(px(WIDTH))
            box.addWidget(one, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(2)


class _Choice(QPushButton):
    """A way to begin: what it is, and below it what it is for."""

    def __init__(self, title: str, words: str, act: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setAccessibleName(f"{title}：{words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it
        self.clicked.connect(lambda _checked=False: act())
        box = QVBoxLayout(self)
        box.setContentsMargins(px(16), px(12), px(16), px(12))
        box.setSpacing(px(4))
        self.title, self.words = label(title, "title"), label(words, "second")
        for part in (self.title, self.words):
            _lets_through(part)
            box.addWidget(part)

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.totalSizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def text(self) -> str:
        """Its words; they stand in labels of their own, in two sizes."""
        return self.title.text()


def _lets_through(part: QLabel) -> None:
    part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

"""The 口径 of a cell as labels: what belongs into it, how it comes about, checks, documents."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.beside.explaining import Explanation
from app.ui.layout import label
from app.ui.style import px


class ExplainView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        content = QWidget()
        self._box = QVBoxLayout(content)
        self._box.setContentsMargins(0, 0, px(4), 0)
        self._box.setSpacing(px(4))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()  # white as the card around it
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        outer.addWidget(area)
        self._shown: Explanation | None = None

    def show_explanation(self, found: Explanation) -> None:
        if found == self._shown:
            return
        self._shown = found
        self._clear()
        head = ""
        for part in found.parts:
            if part.head != head:
                self._box.addSpacing(8 if head else 0)
                self._box.addWidget(label(part.head, "second"))
                head = part.head
            text = label(part.text, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._box.addWidget(text)
        self._box.addStretch(1)

    def _clear(self) -> None:
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # it goes with the next round of events
                widget.deleteLater()

    def text(self) -> str:
        """All that is shown, for a test and for the clipboard."""
        parts = self._shown.parts if self._shown is not None else ()
        return "\n".join(f"{part.head}：{part.text}" for part in parts)

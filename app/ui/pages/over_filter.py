"""变动超过 … %: the field beside a table that compares two years, and how many rows it left out."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.values import read_number
from app.ui.layout import label, row
from app.ui.style import px

HINT = "只看比上年增减超过这个百分比的行，新增、没有了的总是列出；空着看全部"


class OverFilter(QWidget):
    """Whoever shows the table asks for the `limit()` and says how many rows it hid."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName("变动超过百分之几")
        self.line.setValidator(QIntValidator(0, 9999))
        self.line.setFixedWidth(px(56))
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self._hidden = label("", "second")
        self._hidden.hide()
        parts = row(label("变动超过"), self.line, label("%"), self._hidden, spacing=4)
        parts.setContentsMargins(0, 0, 0, 0)
        self.setLayout(parts)
        self.setToolTip(HINT)

    def limit(self) -> Decimal | None:
        """The change (a ratio) that is asked for; None while the field is blank."""
        found = read_number(self.line.text()).value
        return found / 100 if found is not None else None

    def say_hidden(self, rows: int) -> None:
        self._hidden.setText(f"　收起了 {rows} 行" if rows else "")
        self._hidden.setVisible(bool(rows))

    def clear(self) -> None:
        self.line.clear()

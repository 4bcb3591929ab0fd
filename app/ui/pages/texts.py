"""The fields of a form outside its tables and indicators: names, goals, notes."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.report import Report
from app.scheme.model import Field
from app.ui.fields import Apply, ChoiceField, LineField, LongField, TextField, restyle
from app.ui.layout import label, modest, row
from app.ui.style import px

LONG_HEIGHT = 76  # px of a longer text: three lines

Entered = Callable[[str, Field], None]  # address, field


def make_field(apply: Apply, field: Field) -> TextField:
    """The widget that a field of this kind is filled in with."""
    match field.kind:
        case "choice":
            return modest(ChoiceField(apply, field.label, field.choices))
        case "longtext":
            return LongField(apply, field.label)
        case _:
            counts = field.kind in ("count", "weight")
            return LineField(apply, field.label, counts=counts)


class Texts:
    """Widgets by field id, shown and found by their address."""

    def __init__(self, apply: Apply, entered: Entered) -> None:
        self._apply, self._entered = apply, entered
        self._shown: dict[str, Field] = {}
        self.widgets: dict[str, TextField] = {}

    def _make(self, field: Field) -> TextField:
        made = make_field(self._apply, field)
        made.entered.connect(lambda address, field=field: self._entered(address, field))
        self._shown[field.id] = field
        self.widgets[field.id] = made
        return made

    def show(self, report: Report, prefix: str) -> None:
        """Show what is stored; a blank field shows what 基本信息 says in its place."""
        for name, widget in self.widgets.items():
            field, address = self._shown[name], f"{prefix}.{name}"
            carried = report.text(f"info.{field.default}") if field.default else ""
            if isinstance(widget, LongField):  # its placeholder is not mistaken for a carried text
                carried = carried or field.hint
            widget.show_text(address, report.text(address), carried)
            if isinstance(widget, LineField):
                widget.show_problem(report.problems.get(address, ""), field.hint)
            else:
                widget.setToolTip(field.hint)

    def go_to(self, address: str) -> bool:
        for widget in self.widgets.values():
            if widget.address == address:
                widget.setFocus()
                return True
        return False

    # ── layouts ──────────────────────────────────────────────────────────────────────────

    def names(self, fields: Iterable[Field], wide: str = "") -> QGridLayout:
        """Short fields two in a row; the one called `wide`, which comes first, and long texts have
        a row alone."""
        box = QGridLayout()
        box.setHorizontalSpacing(px(10))
        line = column = 0
        for field in sorted(fields, key=lambda field: field.id != wide):
            alone = field.id == wide or field.kind == "longtext"
            if alone and column:
                line, column = line + 1, 0
            widget = self._make(field)
            said = _said(field)
            if isinstance(widget, LongField):
                widget.setFixedHeight(px(LONG_HEIGHT))
            box.addWidget(said, line, column)
            box.addWidget(widget, line, column + 1, 1, 3 if alone else 1)
            column = 0 if alone else (column + 2) % 4
            line += column == 0
        for at in (1, 3):
            box.setColumnStretch(at, 1)
        return box

    def columns(self, fields: Iterable[Field]) -> QGridLayout:
        """Longer texts side by side, each under its label."""
        box = QGridLayout()
        box.setHorizontalSpacing(px(12))
        for at, field in enumerate(fields):
            self._long(box, field, at)
            box.setColumnStretch(at, 1)
        return box

    def below(self, fields: Iterable[Field]) -> QVBoxLayout:
        """Longer texts one below the other."""
        box = QVBoxLayout()
        box.setSpacing(px(8))
        for field in fields:
            part = QGridLayout()
            self._long(part, field, 0)
            box.addLayout(part)
        return box

    def _long(self, box: QGridLayout, field: Field, column: int) -> None:
        widget = self._make(field)
        count = label("", "second")
        box.addLayout(row(_said(field), None, count), 0, column)
        box.addWidget(widget, 1, column)
        if isinstance(widget, LongField):
            widget.setFixedHeight(px(LONG_HEIGHT))
            if field.limit:
                widget.textChanged.connect(lambda: _count(widget, count, field.limit))
                _count(widget, count, field.limit)


def _said(field: Field) -> QWidget:
    said = label(f"{field.label}{' *' if field.required else ''}", "second")
    said.setToolTip(field.hint)
    return said


def _count(widget: LongField, count: QLabel, limit: int) -> None:
    """How many characters of those that the form allows are there, while they are typed."""
    used = len(widget.toPlainText().strip())
    over = used > limit
    count.setText(f"{used}/{limit}字" + (f"，超出{used - limit}字" if over else ""))
    if count.objectName() != ("problem" if over else "second"):
        count.setObjectName("problem" if over else "second")
        restyle(count)

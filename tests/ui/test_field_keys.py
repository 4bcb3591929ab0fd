"""Fields outside a grid by keys and wheel: Enter goes on, the wheel only scrolls."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QWidget

from app.ui.fields import ChoiceField, LineField
from tests.ui.driver import Key, Office

SHIFT = Qt.KeyboardModifier.ShiftModifier


def at(office: Office) -> str:
    """The address of the field that has the cursor."""
    focused = office.focus()
    return focused.address if isinstance(focused, LineField | ChoiceField) else ""


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Down])
def test_enter_and_the_arrow_store_and_go_on_to_the_next_field(office: Office, key: Qt.Key) -> None:
    office.creates()
    office.goes_to("info.department")
    office.enters("云岭县教育局")
    office.presses(key)
    assert office.entries()["info.department"] == "云岭县教育局"
    following = at(office)
    assert following not in {"", "info.department"}
    if key == Key.Key_Down:
        office.presses(Key.Key_Up)
    else:
        office.presses(key, SHIFT)
    assert at(office) == "info.department"


def test_enter_goes_through_all_fields_of_the_page_choices_too(office: Office) -> None:
    office.creates()
    office.goes_to("info.department")
    passed = [at(office)]
    while at(office) and len(passed) < 30:
        office.presses(Key.Key_Return)
        passed.append(at(office))
    page = office.work.pages["info"]
    fields = [one for one in page.findChildren(QWidget) if isinstance(one, LineField | ChoiceField)]
    assert passed[:-1] == [one.address for one in fields][-len(passed) + 1 :]
    assert len(passed) == len(fields)  # all but the unit's name, and out


def turns(box: QComboBox) -> None:
    """The mouse wheel over it, one notch."""
    if box.focusPolicy() & Qt.FocusPolicy.WheelFocus == Qt.FocusPolicy.WheelFocus:
        box.setFocus()  # what a real wheel does before it reaches the box
    spot = QPointF(box.rect().center())
    event = QWheelEvent(
        spot,
        QPointF(box.mapToGlobal(spot.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)


def test_the_wheel_over_a_choice_leaves_cursor_and_choice_alone(office: Office) -> None:
    office.creates()
    office.goes_to("info.department")
    before, turned = office.entries(), 0
    for box in office.window.findChildren(QComboBox):
        if not isinstance(box, QComboBox) or not box.isVisible():
            continue
        chosen = box.currentIndex()
        turns(box)
        turned += 1
        assert box.currentIndex() == chosen and at(office) == "info.department"
    assert turned > 3 and office.entries() == before


def test_the_wheel_leaves_an_open_list_in_a_cell_alone(office: Office) -> None:
    office.creates(scheme="sichuan-2023")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to("project.p1.i1.sign")
    office.presses(Key.Key_F2)
    box = office.focus()
    assert isinstance(box, QComboBox)
    before = box.currentText()
    turns(box)
    assert box.currentText() == before


def test_enter_presses_the_button_that_has_the_cursor(office: Office) -> None:
    """On the start page, and in the bar above the work."""
    first = office.focus()
    assert isinstance(first, QPushButton) and first.text() == "＋ 新建填报"
    opened: list[str] = []

    def closes() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(10, closes)
            return
        opened.append(dialog.windowTitle())
        QTest.keyClick(dialog, Key.Key_Escape)

    QTimer.singleShot(0, closes)
    office.presses(Key.Key_Return)
    assert opened
    office.creates()
    wan = next(one for one in office.window.findChildren(QPushButton) if one.text() == "万元")
    assert isinstance(wan, QPushButton) and not wan.isChecked()
    wan.setFocus(Qt.FocusReason.TabFocusReason)
    office.presses(Key.Key_Return)
    assert wan.isChecked()

"""Fields outside a grid by keys and wheel: Enter goes on, the wheel only scrolls."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

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

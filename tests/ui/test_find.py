"""Ctrl+F: next and previous, on this page and on all of them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.ui.grid.grid import Grid
from app.ui.views.finding import plain
from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, SHIFT, cursor, grid_of
from tests.ui.test_grid_view import with_sample


@pytest.fixture
def sample(office: Office) -> Office:
    with_sample(office)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    return office


def seeks(office: Office, text: str) -> None:
    """Ctrl+F, type over what stands there, wait until it is looked up."""
    office.presses(Key.Key_F, CONTROL)
    line = office.focus()
    assert line is office.work.find_bar.line
    office.presses(Key.Key_A, CONTROL)
    office.presses(Key.Key_Delete)
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(line, letter)
        else:
            event = QInputMethodEvent()
            event.setCommitString(letter)
            QApplication.sendEvent(line, event)
    QTest.qWait(250)


def said(office: Office) -> str:
    return office.work.find_bar.said()


def shown(office: Office) -> str:
    """What stands in the cell that the search is at, in the ledgers."""
    grid = office.ledger.grid
    cell = grid.cell()
    assert cell is not None
    return cell.shown


@pytest.mark.parametrize(
    "one,other",
    [
        ("1,199.00", "1199.00"),
        ("１，１９９．００", "1199.00"),
        ("1、199", "1199"),
        ("机关 运行\n经费", "机关运行经费"),
        ("ABC", "abc"),
    ],
)
def test_texts_that_are_the_same_to_a_search(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_next_and_previous_by_enter_and_f3_round_and_round(sample: Office) -> None:
    seeks(sample, "57.6")
    assert said(sample) == "3 处" and len(sample.ledger.grid.marks) == 3
    places = []
    for count in ("1/3", "2/3", "3/3"):
        sample.presses(Key.Key_Return)
        assert said(sample) == count and "57.60" in shown(sample)
        places.append((sample.ledger.grid.currentIndex().row(), sample.ledger.grid.mark_at))
        assert sample.focus() is sample.work.find_bar.line
    assert len(set(places)) == 3
    sample.presses(Key.Key_F3)
    assert said(sample) == "1/3 已到末尾，从头继续"
    sample.presses(Key.Key_F3, SHIFT)
    assert said(sample) == "3/3 已到开头，从末尾继续"
    sample.presses(Key.Key_Return, SHIFT)
    assert said(sample) == "2/3"
    sample.presses(Key.Key_Escape)
    assert isinstance(sample.focus(), Grid) and "57.60" in shown(sample)
    assert sample.work.find_bar.isHidden() and not sample.ledger.grid.marks
    place = cursor(sample)
    sample.presses(Key.Key_F3)  # opens it again and goes on, with the text of last time
    assert said(sample) == "3/3"
    sample.presses(Key.Key_Escape)
    assert cursor(sample) != place and "57.60" in shown(sample)


def test_the_search_begins_at_the_cursor(sample: Office) -> None:
    sample.goes_to("outlay.public.r3.basic")
    place = cursor(sample)
    seeks(sample, "57.60")
    sample.presses(Key.Key_Return)
    sample.presses(Key.Key_Escape)
    assert cursor(sample) == place


def test_full_width_digits_and_separators_match(sample: Office) -> None:
    sample.types("outlay.public.r1.basic", "1234567.89")
    assert sample.sees("outlay.public.r1.basic") == "1,234,567.89"
    for text in ("1234567", "１２３４５６７．８９", "1,234,567.8", "１，２３４，５"):
        seeks(sample, text)
        sample.presses(Key.Key_Return)
        assert said(sample).startswith("1/") and "1,234,567.89" in shown(sample), text
        sample.presses(Key.Key_Escape)


def test_what_is_nowhere_is_said(sample: Office) -> None:
    place = cursor(sample)
    seeks(sample, "9876543")
    assert said(sample) == "没有找到"
    sample.presses(Key.Key_Return)
    assert said(sample) == "没有找到"
    sample.presses(Key.Key_Escape)
    assert cursor(sample) == place


def test_words_of_fields_and_of_locked_cells_are_found(sample: Office) -> None:
    sample.shows_tab("项目支出")
    sample.goes_to("project.p1.money.fiscal.initial")
    seeks(sample, "重点企业")
    sample.presses(Key.Key_Return)
    assert said(sample) == "1/1"
    sample.presses(Key.Key_Escape)
    field = sample.focus()
    assert isinstance(field, QPlainTextEdit)
    assert field.textCursor().selectedText() == "重点企业"
    sample.goes_to("project.p1.i15.name")  # far below it
    seeks(sample, "重点企业")
    sample.presses(Key.Key_Return)
    assert not field.visibleRegion().isEmpty()
    sample.presses(Key.Key_Escape)
    seeks(sample, "数量指标")
    sample.presses(Key.Key_Return)
    sample.presses(Key.Key_Escape)
    cell = grid_of(sample).cell()
    assert cell is not None and cell.locked and "数量指标" in cell.shown


def test_all_pages_tables_and_forms(sample: Office) -> None:
    sample.types("project.p2.goal_actual", "追回的待遇共计八十八万余元")
    sample.shows_tab("收入支出")
    sample.goes_to("outlay.public.r1.basic")
    seeks(sample, "八十八万余元")
    assert said(sample) == "没有找到"
    box = sample.work.find_bar.everywhere
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    sample.work.find_bar.line.setFocus()
    sample.presses(Key.Key_Return)
    assert said(sample) == "1/1"
    assert sample.work.tabs.tabText(sample.work.tabs.currentIndex()).startswith("项目支出")
    sample.presses(Key.Key_Escape)
    field = sample.focus()
    assert isinstance(field, QPlainTextEdit) and "八十八万" in field.toPlainText()
    seeks(sample, "57.60")
    sample.presses(Key.Key_Return)
    total = int(said(sample).split("/")[1])
    assert total > 3
    tables = set()
    for at in range(2, total + 1):
        sample.presses(Key.Key_Return)
        assert said(sample) == f"{at}/{total}"
        tables.add(sample.ledger.list.items.currentRow())
    assert len(tables) > 2
    sample.presses(Key.Key_Return)
    assert said(sample) == f"1/{total} 已到末尾，从头继续"


def test_marks_follow_an_edit_and_go_with_the_table(sample: Office) -> None:
    seeks(sample, "57.60")
    sample.presses(Key.Key_Return)
    before = len(sample.ledger.grid.marks)
    sample.goes_to("outlay.public.r1.basic")
    sample.enters("57.60")
    sample.presses(Key.Key_Tab)
    sample.enters("57.60")
    sample.presses(Key.Key_Return)
    QTest.qWait(250)
    assert len(sample.ledger.grid.marks) > before
    sample.chooses_table("收入预算执行")
    assert len(sample.ledger.grid.marks) < before

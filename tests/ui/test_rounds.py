"""Enter and Tab inside a selection of several cells go round in it, as in Excel."""

from PySide6.QtCore import Qt

from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, SHIFT, block, cursor, grid_of
from tests.ui.test_grid_view import with_sample

INITIAL, NEXT = "initial", "adjusted"


def selects(office: Office, address: str, *, down: int = 0, right: int = 0) -> None:
    """Shift and the arrows from a cell on."""
    office.goes_to(address)
    for key, times in ((Key.Key_Down, down), (Key.Key_Right, right)):
        for _ in range(times):
            office.presses(key, SHIFT)


def way(office: Office, key: Qt.Key, times: int, held: Qt.KeyboardModifier) -> list[str]:
    """The cells that a key leads to, one after the other."""
    found = []
    for _ in range(times):
        office.presses(key, held)
        found.append(office.current_address().removeprefix("income."))
    return found


def test_enter_goes_down_the_columns_and_tab_along_the_rows(office: Office) -> None:
    office.creates()
    selects(office, "income.public.initial", down=1, right=1)
    before, none = block(office), Qt.KeyboardModifier.NoModifier
    columns = ["fund.initial", "public.adjusted", "fund.adjusted", "public.initial"]
    rows = ["public.adjusted", "fund.initial", "fund.adjusted", "public.initial"]
    assert way(office, Key.Key_Return, 4, none) == columns
    assert way(office, Key.Key_Enter, 4, Qt.KeyboardModifier.KeypadModifier) == columns
    assert way(office, Key.Key_Return, 4, SHIFT) == [*columns[2::-1], "public.initial"]
    assert way(office, Key.Key_Tab, 4, none) == rows
    assert way(office, Key.Key_Tab, 4, SHIFT) == [*rows[2::-1], "public.initial"]
    assert block(office) == before


def test_typing_goes_round_and_the_selection_stays(office: Office) -> None:
    office.creates()
    selects(office, "income.public.initial", down=2, right=1)
    before = block(office)
    for text in "123456":
        office.enters(text)
        office.presses(Key.Key_Return)
    for text in "ab":
        office.enters("7" if text == "a" else "8")
        office.presses(Key.Key_Tab)
    entries = office.entries()
    lines = [
        [entries[f"income.{row}.{at}"] for at in (INITIAL, NEXT)]
        for row in ("public", "fund", "managed")
    ]
    assert lines == [["7", "8"], ["2", "5"], ["3", "6"]]
    assert block(office) == before
    assert office.current_address() == "income.fund.initial"


def test_locked_cells_are_passed_by_and_a_block_of_them_holds_nobody(office: Office) -> None:
    office.creates()
    office.goes_to("income.other.initial")
    office.presses(Key.Key_Up, SHIFT)
    office.goes_to("income.total.initial")
    office.presses(Key.Key_Up, SHIFT)  # 其他收入 and the computed total
    row, column = cursor(office)
    office.presses(Key.Key_Return)
    assert office.current_address() == "income.other.initial"
    office.presses(Key.Key_Return)  # the only cell that can be typed in: on as ever
    assert (cursor(office), block(office)[0]) != ((row, column), block(office)[1])
    office.goes_to("income.total.initial")
    office.presses(Key.Key_Right, SHIFT)
    grid = grid_of(office)
    for _ in range(40):
        office.presses(Key.Key_Tab)
        if office.focus() is not grid:
            break
    assert office.focus() is not grid


def test_round_a_selection_larger_than_the_screen_what_is_current_is_seen(office: Office) -> None:
    with_sample(office)
    office.window.resize(1024, 560)
    office.shows_tab("收入支出")
    office.goes_to("outlay.public.r1.basic")
    grid, column = grid_of(office), cursor(office)[1]
    for _ in range(3):
        office.presses(Key.Key_PageDown, SHIFT)
    rows, _ = grid.block()
    seen = set()
    for _ in range(len(rows)):
        office.presses(Key.Key_Return)
        seen.add(cursor(office))
        spot = grid.visualRect(grid.currentIndex())
        assert grid.viewport().rect().contains(spot.center())
    assert {at for _, at in seen} == {column}
    assert grid.block()[0] == rows
    office.presses(Key.Key_Down)
    assert len(grid.block()[0]) == 1  # an arrow leaves the selection


def test_what_ctrl_d_copies_is_what_was_typed(office: Office) -> None:
    office.creates()
    for text in ("3.9万", "=1199+937", "１２，３４５．６"):
        office.types("income.public.initial", text)
        selects(office, "income.public.initial", down=2)
        office.presses(Key.Key_D, CONTROL)
        typed = office.entries()["income.public.initial"]
        assert {office.entries()[f"income.{row}.initial"] for row in ("fund", "managed")} == {typed}
        office.undoes()
    assert "fund.initial" not in str(office.entries())

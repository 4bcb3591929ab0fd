"""What no clerk means to paste, and settings that nobody wrote: a calm sentence, nothing broken."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from app.domain.submission import MAX_TEXT
from app.ui.grid.clipboard_text import OWN_FORMAT
from app.ui.grid.grid_blocks import MOST_ROWS
from app.ui.grid.widths import name_of
from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, grid_of
from tests.ui.office_work import lays_in

UNIT = "云岭县就业服务中心"
CELL = "outlay.public.r1.basic"
NEW = "outlay.public.+.code"


def opens(office: Office) -> None:
    lays_in(office, (UNIT, 2023))
    office.opens_first()
    office.shows_tab("收入支出")
    office.chooses_table("支出")


def pastes(office: Office, address: str, text: str) -> None:
    office.goes_to(address)
    QGuiApplication.clipboard().setText(text)
    office.presses(Key.Key_V, CONTROL)


def test_a_text_that_is_too_long_is_refused_by_itself(office: Office) -> None:
    opens(office)
    pastes(office, CELL, f"5\t{'长' * 1_000_000}\n6\t7\n")
    assert office.entries()[CELL] == "5"
    assert "1格没有写入" in office.status()
    assert office.told == []


def test_ten_million_characters_change_nothing(office: Office) -> None:
    opens(office)
    before = office.entries()
    for address in (CELL, NEW):
        pastes(office, address, "甲" * 10_000_000)
        assert office.entries() == before
        assert "没有写入" in office.status()


def test_two_hundred_thousand_lines_below_the_list(office: Office) -> None:
    opens(office)
    before = office.entries()
    pastes(office, NEW, "2080106\n" * 200_000)
    rows = office.entries()["outlay.public.rows"].split()
    assert len(rows) == len(before["outlay.public.rows"].split()) + MOST_ROWS
    assert "格没有写入" in office.status()
    office.undoes()
    assert office.entries() == before


@pytest.mark.parametrize("text", ["1\t2\n" * 2_500_000, "\t" * 10_000_000, '"a\t1"\n' * 1_600_000])
def test_millions_of_cells_are_not_pasted(office: Office, text: str) -> None:
    opens(office)
    before = office.entries()
    for address in (CELL, NEW):
        pastes(office, address, text)
        assert office.entries() == before
        assert "格子太多，没有粘贴" in office.status()


def test_a_table_that_would_get_too_many_rows_says_so(office: Office) -> None:
    opens(office)
    before = office.entries()
    rows = " ".join(f"r{at}" for at in range(MAX_TEXT // 7))
    office.applies({"outlay.public.rows": rows})
    full = office.entries()
    QGuiApplication.clipboard().setText("2080106\n" * 900)
    office.goes_to(NEW)
    office.presses(Key.Key_V, CONTROL)
    assert "行太多了" in office.told[-1]
    assert "r1 r2" not in office.told[-1]
    assert office.entries() == full
    assert "已写入" not in office.status()  # nothing was
    assert QGuiApplication.clipboard().text().startswith("2080106\n2080106")
    office.undoes()
    assert office.entries() == before


@pytest.mark.parametrize(
    "kind, data",
    [
        ("text/html", b"<table><tr><td>5</td></tr></table>"),
        ("image/png", b"\x89PNG"),
        (OWN_FORMAT, b"[[" * 20_000),
        (OWN_FORMAT, b"\xff\xfe"),
        (OWN_FORMAT, b'{"a": 1}'),
    ],
)
def test_what_is_no_text_is_not_pasted_and_that_is_said(
    office: Office, kind: str, data: bytes
) -> None:
    opens(office)
    before = office.entries()
    office.goes_to(CELL)
    mime = QMimeData()
    mime.setData(kind, data)
    QGuiApplication.clipboard().setMimeData(mime)
    office.presses(Key.Key_V, CONTROL)
    assert office.entries() == before
    assert "剪贴板里没有可以粘贴的文字" in office.status()


@pytest.mark.parametrize(
    "text, words",
    [
        ("=" + "9*" * 9_999 + "9", "算式太长"),
        ("=" + "(" * 9_000 + "1" + ")" * 9_000, "算式太长"),
        ("=" + "(" * 90 + "1", "括号没有成对"),
        ("=9**9**9", "算式没有写完整"),
        ("=1/0", "除以了0"),
        ("=" + "9" * 190, "太大了"),
        ("1e999999999", "不是金额"),
        ("\x01\x1b[31m7", "不是金额"),
        ("=cmd|'/c calc'!A0", "不是金额"),
        ("<b>7</b>", "不是金额"),
    ],
)
def test_a_figure_that_is_none_is_kept_and_says_why(office: Office, text: str, words: str) -> None:
    opens(office)
    pastes(office, CELL, text)
    cell = office.cell(CELL)
    assert cell is not None
    assert words in cell.problem
    assert len(cell.problem) < 100


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u200f", "\ufeff", "\u00a0"])
def test_signs_that_nobody_sees_do_not_spoil_a_figure(office: Office, sign: str) -> None:
    opens(office)
    pastes(office, CELL, f"{sign}1,234.5{sign}")
    cell = office.cell(CELL)
    assert cell is not None
    assert (cell.problem, cell.shown) == ("", "1,234.50")


NONSENSE = ("abc", "-1 99999", "9" * 6_000, "١٢٣", "1e9", "\n", "nan", "inf", "-1")


@pytest.mark.parametrize("text", NONSENSE)
def test_settings_that_are_nonsense_do_not_break_the_start(office: Office, text: str) -> None:
    opens(office)
    grid = grid_of(office) if office.focus() is office.ledger.grid else office.ledger.grid
    heads = grid.grid_model.view.headers
    widths = name_of(grid.accessibleName(), heads)
    names = list(office.store.settings())
    names += [widths, "grid.zoom", "look.size", "recent", "show.unit", "show.wan_digits"]
    names += ["export.folder", "backup.folder", "print.folder", "scheme.default", "welcome.done"]
    names += ["print.project.copies", "print.project.left", "print.accounts.shift_x"]
    for name in names:
        office.store.put_setting(name, text)
    office.store.put_setting(widths, " ".join([text] * len(heads)))
    office.reopens()
    office.shows_tab("收入支出")
    office.types(CELL, "5")
    assert office.entries()[CELL] == "5"
    assert office.told == []
    assert office.ledger.grid.columnWidth(0) < 2_000
    office.window.show_start()
    office.settle()

"""元 and 万元 on the screen, by keys through the window: nothing stored changes by looking."""

import csv
import io
import sqlite3
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from app.domain.report import Report
from app.domain.values import read_amount
from app.exchange.package import parse
from app.handover import sheets
from app.resources import sample_text, shipped_schemes
from app.ui.grid.grid import Grid
from app.ui.pages.form_list import SECOND_LINE
from app.ui.unit_switch import UnitSwitch
from tests.ui.driver import Key, Office

CONTROL = Qt.KeyboardModifier.ControlModifier
SWITCH = CONTROL | Qt.KeyboardModifier.ShiftModifier  # with U
INITIAL, RECEPTION = "spending.project.initial", "three_publics.reception"


def opens_sample(office: Office) -> None:
    """The sample as the one submission of the data file."""
    one = parse(sample_text(), shipped_schemes())
    office.store.create(one.year, one.scheme_id, one.scheme_hash, one.entries)
    office.reopens()
    office.window.activateWindow()
    office.settle()


def switches(office: Office, unit: str) -> None:
    """Ctrl+Shift+U until the bar has this unit."""
    for _ in range(3):
        if in_force(office) == unit:
            return
        office.presses(Key.Key_U, SWITCH)
    assert in_force(office) == unit


def in_force(office: Office) -> str:
    parts = office.work.bar.findChildren(QPushButton)
    return next(
        one.text()
        for one in parts
        if isinstance(one, QPushButton) and one.objectName() == "segment" and one.isChecked()
    )


def kept(office: Office) -> tuple[list[tuple[object, ...]], int]:
    """Every entry as it lies in the file, and how much history there is."""
    with sqlite3.connect(office.path) as file:
        entries = file.execute("select * from entry order by 1, 2, 3").fetchall()
        return entries, file.execute("select count(*) from history").fetchone()[0]


def edits_from(office: Office, address: str) -> str:
    """What F2 starts from; Esc leaves it so."""
    office.goes_to(address)
    office.presses(Key.Key_F2)
    editor = office.focus()
    assert isinstance(editor, QLineEdit)
    text = editor.text()
    office.presses(Key.Key_Escape)
    return text


def copied(office: Office, address: str) -> list[list[str]]:
    office.goes_to(address)
    office.presses(Key.Key_C, CONTROL)
    return list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))


def pastes(office: Office, address: str, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    office.goes_to(address)
    office.presses(Key.Key_V, CONTROL)


def labels(office: Office, words: str) -> list[str]:
    found = office.window.findChildren(QLabel)
    return [
        one.text()
        for one in found
        if isinstance(one, QLabel) and one.isVisible() and words in one.text()
    ]


# ── looking ───────────────────────────────────────────────────────────────────────────────


def test_every_page_follows_the_switch(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.r1.basic")
    assert office.sees("outlay.public.c208.spent") == "793.68"
    assert labels(office, "单位：") == ["单位：万元"]
    office.presses(Key.Key_U, SWITCH)
    assert in_force(office) == "元"
    assert office.sees("outlay.public.r1.basic") == "3,939,400.00"
    assert office.sees("outlay.public.c208.spent") == "7,936,800.00"  # a sum that is not typed
    assert labels(office, "单位：") == ["单位：元（表以万元上报）", "金额单位：元"]
    office.shows_tab("三公经费")
    assert office.sees(f"{RECEPTION}.change") == "-2,600.00"
    assert office.sees(f"{RECEPTION}.growth") == "-18.31%"
    office.shows_tab("项目支出")
    assert office.sees("project.p1.money.total.executed") == "100,000.00"
    assert any("执行 100,000.00 元" in str(line) for line in seconds(office))
    office.goes_to("project.p1.money.fiscal.executed")
    assert "（元）" in office.status()
    assert "填写的是：10万元" in office.status()
    office.goes_to("gk01.income.public.amount")
    assert office.sees("gk01.income.public.amount") == "8,407,700.00"
    switches(office, "按表")
    assert office.sees("gk01.income.public.amount") == "840.77"


def seconds(office: Office) -> list[object]:
    """The second lines of the list of projects."""
    found = office.project.list
    assert found is not None
    return [found.items.item(at).data(SECOND_LINE) for at in range(3)]


def test_the_switch_is_clicked_and_stays_for_next_time(office: Office) -> None:
    opens_sample(office)
    office.goes_to("outlay.public.r1.basic")
    office.clicks("元", office.work.bar)
    assert office.sees("outlay.public.r1.basic") == "3,939,400.00"
    assert office.current_address() == "outlay.public.r1.basic"  # the cursor stays where it was
    office.reopens()
    assert in_force(office) == "元"
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    assert office.sees("outlay.public.r1.basic") == "3,939,400.00"


def test_looking_changes_nothing_in_the_file(office: Office) -> None:
    opens_sample(office)
    before = kept(office)
    printed = [repr(one) for one in sheets(report(office), "")]
    for _ in range(2):
        for unit in ("元", "万元", "按表"):
            switches(office, unit)
            for tab in ("收入支出", "三公经费", "项目支出", "整体自评", "审核"):
                office.shows_tab(tab)
            for address in ("outlay.public.r1.basic", f"{RECEPTION}.actual"):
                office.goes_to(address)  # F2 and Enter without a change store nothing
                office.presses(Key.Key_F2)
                office.presses(Key.Key_Return)
            assert kept(office) == before
            assert [repr(one) for one in sheets(report(office), "")] == printed
    assert not office.work.bar.undo.isEnabled()


def report(office: Office) -> Report:
    assert office.window.session is not None
    return office.window.session.report


# ── typing ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("unit", "typed", "stored", "value", "shown"),
    [
        ("元", "125000.55", "125000.55元", "125000.55", "125,000.55"),
        ("元", "3.5万", "3.5万", "35000", "35,000.00"),
        ("元", "=1199+937", "=1199元+937元", "2136", "2,136.00"),
        ("万元", "12.345678", "12.345678", "123456.78", "12.35"),
        ("按表", "12.5", "12.5", "125000", "12.50"),
    ],
)
def test_typing_means_the_unit_of_the_column(
    office: Office, unit: str, typed: str, stored: str, value: str, shown: str
) -> None:
    office.creates()
    office.shows_tab("三公经费")
    switches(office, unit)
    office.types(f"{RECEPTION}.actual", typed)
    assert office.entries()[f"{RECEPTION}.actual"] == stored
    assert read_amount(stored, "万元").value == Decimal(value)
    assert office.sees(f"{RECEPTION}.actual") == shown
    assert office.sees("three_publics.total.actual") == shown


def test_editing_starts_from_every_digit_and_esc_or_enter_store_nothing(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    office.types(f"{RECEPTION}.actual", "12.345678")
    office.types(f"{RECEPTION}.last", "125000.55元")
    before = kept(office)
    switches(office, "元")
    assert edits_from(office, f"{RECEPTION}.actual") == "123456.78"
    assert edits_from(office, f"{RECEPTION}.last") == "125000.55"
    switches(office, "万元")
    assert office.sees(f"{RECEPTION}.actual") == "12.35"
    assert edits_from(office, f"{RECEPTION}.actual") == "12.345678"
    office.presses(Key.Key_F2)
    office.presses(Key.Key_Return)
    assert kept(office) == before
    office.goes_to(f"{RECEPTION}.actual")
    assert "准确数 123,456.78 元" in office.status()
    office.goes_to(f"{RECEPTION}.change")
    assert "准确数 -1,543.77 元" in office.status()


def test_what_is_being_typed_is_taken_in_the_unit_it_was_begun_in(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    switches(office, "元")
    office.goes_to(f"{RECEPTION}.actual")
    office.enters("500")
    office.clicks("万元", office.work.bar)  # with the editor open
    assert office.entries()[f"{RECEPTION}.actual"] == "500元"
    assert office.sees(f"{RECEPTION}.actual") == "0.05"
    office.undoes()
    assert f"{RECEPTION}.actual" not in office.entries()


def test_copy_and_paste_follow_the_unit_that_is_shown(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    office.types(f"{RECEPTION}.actual", "12.345678")
    office.types(f"{RECEPTION}.last", "3.5万")
    for unit, actual, last, change in (
        ("万元", "12.345678", "3.5", "8.845678"),
        ("元", "123456.78", "35000", "88456.78"),
    ):
        switches(office, unit)
        assert copied(office, f"{RECEPTION}.actual") == [[actual]]
        assert copied(office, f"{RECEPTION}.last") == [[last]]
        assert copied(office, f"{RECEPTION}.change") == [[change]]
    pastes(office, "three_publics.abroad.initial", "1,000.25\t2000\t3万\n")
    found = office.entries()
    cells = ("initial", "adjusted", "actual")
    texts = [found[f"three_publics.abroad.{cell}"] for cell in cells]
    assert texts == ["1,000.25元", "2000元", "3万"]
    assert office.sees("three_publics.total.initial") == "1,000.25"
    switches(office, "按表")
    assert office.sees("three_publics.total.initial") == "0.10"
    office.goes_to("three_publics.total.initial")
    assert "准确数 1,000.25 元" in office.status()


def test_a_new_row_of_a_ledger_is_typed_in_the_unit_that_is_shown(office: Office) -> None:
    office.creates()
    office.shows_tab("收入支出")
    switches(office, "元")
    pastes(
        office, "outlay.public.+.code", "2080106\t\t\t\t800000\t205000.50\n2080505\t\t\t\t1万\t\n"
    )
    found = office.entries()
    assert found["outlay.public.r1.basic"] == "800000元"
    assert found["outlay.public.r1.project"] == "205000.50元"
    assert found["outlay.public.r1.code"] == "2080106"
    assert found["outlay.public.r2.basic"] == "1万"
    assert office.sees("outlay.public.c208.spent") == "1,015,000.50"
    switches(office, "按表")
    assert office.sees("outlay.public.c208.spent") == "101.50"


def test_counts_points_and_words_are_typed_as_ever(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    switches(office, "元")
    office.types("three_counts.groups.this", "3")
    assert office.entries()["three_counts.groups.this"] == "3"


# ── digits ────────────────────────────────────────────────────────────────────────────────


def test_digits_are_set_and_show_at_once(office: Office) -> None:
    opens_sample(office)
    office.types(f"{RECEPTION}.actual", "1.165432")
    memory = office.window.memory
    memory.keep("show.wan_digits", "6")  # as the dialog of the settings does
    memory.keep("show.rate_digits", "1")
    office.work.show_anew()
    assert office.sees(f"{RECEPTION}.actual") == "1.165432"
    assert office.sees(f"{RECEPTION}.completion") == "83.2%"
    office.goes_to(f"{RECEPTION}.actual")
    assert "准确数" not in office.status()


# ── last year ─────────────────────────────────────────────────────────────────────────────


def over(office: Office, name: str, percent: str) -> None:
    """变动超过 … % beside the table with this title."""
    page = office.work.pages["three_publics"]
    fields = [
        one
        for one in page.findChildren(QLineEdit)
        if isinstance(one, QLineEdit) and one.accessibleName() == "变动超过百分之几"
    ]
    field = fields[0 if name == "“三公”经费支出" else 1]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, percent)
    office.settle()


def shown_rows(office: Office, title: str) -> list[str]:
    page = office.work.pages["three_publics"]
    grid = next(
        one
        for one in page.findChildren(Grid)
        if isinstance(one, Grid) and one.accessibleName() == title
    )
    return [row[0].shown.strip() for row in grid.grid_model.view.rows]


def test_three_publics_beside_last_year(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("三公经费")
    office.types("three_publics.running.actual", "2")
    office.types("three_publics.running.last", "1.98")
    assert office.sees("three_publics.abroad.growth") == ""  # 0 and 0
    office.types("three_publics.abroad.actual", "0.5")
    assert office.sees("three_publics.abroad.growth") == "上年为0"
    over(office, "“三公”经费支出", "10")
    told = ["1. 因公出国（境）费", "3. 公务接待费"]
    assert shown_rows(office, "“三公”经费支出") == told
    assert labels(office, "收起了") == ["　收起了 4 行"]
    switches(office, "元")
    assert shown_rows(office, "“三公”经费支出") == told
    office.goes_to("three_publics.running.actual")  # hidden: the filter gives way
    assert office.current_address() == "three_publics.running.actual"
    assert len(shown_rows(office, "“三公”经费支出")) == 6


def test_a_table_without_columns_for_the_change_has_them_on_the_screen(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    office.types("three_counts.groups.this", "3")
    office.types("three_counts.groups.last", "4")
    page = office.work.pages["three_publics"]
    grid = next(
        one
        for one in page.findChildren(Grid)
        if isinstance(one, Grid) and one.accessibleName() == "“三公”经费相关数量"
    )
    view = grid.grid_model.view
    assert view.headers[-2:] == ("增减", "增减%")
    assert [cell.shown for cell in view.rows[0][-2:]] == ["-1", "-25.00%"]
    over(office, "“三公”经费相关数量", "20")
    assert shown_rows(office, "“三公”经费相关数量") == ["因公出国（境）团组（个）"]


def test_projects_beside_last_year_are_filtered(office: Office) -> None:
    opens_sample(office)
    office.shows_tab("收入支出")
    office.chooses_table("与上年逐项比较")
    everything = len(office.column(0))
    office.asks_over("20")
    changed = [
        text
        for text, how in zip(office.column(1), office.column(2), strict=True)
        if how in {"增加", "减少"}
    ]
    assert changed == ["县级企业用工保障服务专项经费"]  # by 21.63 %
    assert len(office.column(0)) < everything


def test_a_blank_cell_of_last_year_is_white_and_tab_stops_there(office: Office) -> None:
    office.creates()
    office.shows_tab("三公经费")
    office.goes_to(f"{RECEPTION}.actual")
    office.enters("1")
    office.presses(Key.Key_Tab)
    assert office.current_address() == f"{RECEPTION}.last"
    assert office.cell(f"{RECEPTION}.last").look == "typed"  # type: ignore[union-attr]
    assert "上年数" in office.status()
    office.enters("2")
    office.presses(Key.Key_Return)
    assert office.cell(f"{RECEPTION}.last").look == "carried"  # type: ignore[union-attr]


def test_the_switch_is_named_for_those_who_cannot_see_it(office: Office) -> None:
    office.creates()
    switch = office.work.bar.findChild(UnitSwitch)
    assert isinstance(switch, UnitSwitch)
    names = [one.accessibleName() for one in switch.findChildren(QPushButton)]
    assert names == ["金额单位：按表", "金额单位：元", "金额单位：万元"]

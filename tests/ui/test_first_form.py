"""From the program's start to the first form on paper, counted: what must be typed, and the rest.

The rest are keys and clicks that put nothing into the form.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.ui.outlet.preview import PreviewWindow
from app.ui.preferences import documents
from app.ui.start.new_dialog import NewDialog
from app.ui.today import words
from tests.ui.driver import Key, Office

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ROWS = (  # 三级指标, 指标值, 完成值
    ("维修渠道长度", "≥12公里", "12.5公里"),
    ("验收合格率", "100%", "100%"),
    ("完工时间", "12月底前", "11月"),
    ("每公里成本", "≤8万元", "7.9万元"),
    ("减少损失", "≥20万元", "21万元"),
    ("受益农户", "≥300户", "320户"),
    ("水资源利用", "有效提高", "有效提高"),
    ("使用年限", "≥10年", "10年"),
    ("受益群众满意度", "≥90%", "95%"),
)
Kind = Literal["letters", "separators", "keys", "clicks"]


@dataclass
class Hands:
    """One person at the keyboard, with every event counted. A separator ends what was typed: one
    Enter or Tab for each cell is what a table costs anywhere."""

    office: Office
    made: dict[Kind, int] = field(
        default_factory=lambda: {"letters": 0, "separators": 0, "keys": 0, "clicks": 0}
    )
    typed: bool = False  # something is in the cell that the next Enter or Tab ends

    def types(self, text: str) -> None:
        self.made["letters"] += len(text)
        self.typed = True
        self.office.enters(text)

    def presses(self, *keys: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            ends = self.typed and key in (Key.Key_Return, Key.Key_Tab)
            self.made["separators" if ends else "keys"] += 1
            self.typed = False
            self.office.presses(key, held)

    def clicks(self, words: str) -> None:
        self.made["clicks"] += 1
        self.typed = False
        buttons = self.office.window.findChildren(QPushButton)
        made = [one for one in buttons if one.isVisible() and words in one.text()]
        assert made, words
        QTest.mouseClick(made[0], Qt.MouseButton.LeftButton)
        self.office.settle()


def in_window(kind: type[QWidget], act: Callable[..., None]) -> None:
    """When such a window has come, do this in it."""

    def looks() -> None:
        window = QApplication.activeModalWidget()
        inside = QApplication.focusWidget()
        there = window is not None and inside is not None and window.isAncestorOf(inside)
        if there and isinstance(window, kind):
            act(window)
        else:
            QTimer.singleShot(10, looks)

    QTimer.singleShot(0, looks)


def begins(hands: Hands) -> None:
    """The start page has the cursor on 新建填报; the dialog has it in the unit's name."""

    def fills(_dialog: NewDialog) -> None:
        hands.types("云岭县水利管理站")
        hands.presses(Key.Key_Return)

    in_window(NewDialog, fills)
    hands.presses(Key.Key_Return)
    hands.office.window.activateWindow()
    hands.office.settle()


def fills_in_the_unit(hands: Hands) -> None:
    hands.types("云岭县水利局")
    hands.presses(Key.Key_Return, Key.Key_Return)  # past 单位负责人, which nobody must fill in
    for text in ("周明远", "0000-1234567"):
        hands.types(text)
        hands.presses(Key.Key_Return)
    hands.presses(Key.Key_Semicolon, held=CONTROL)


def fills_in_the_project(hands: Hands) -> None:
    hands.clicks("新增项目")
    hands.types("渠道维修")
    hands.clicks("资金")
    for amount, key in (("100", Key.Key_Tab), ("120", Key.Key_Tab), ("118.5", Key.Key_Return)):
        hands.types(amount)
        hands.presses(key)
    hands.presses(Key.Key_F7)
    for goal in ("修好渠道12公里", "修好12.5公里"):
        hands.types(goal)
        hands.presses(Key.Key_Tab)
    for row in ROWS:
        for text, key in zip(row, (Key.Key_Tab, Key.Key_Tab, Key.Key_Return), strict=True):
            hands.types(text)
            hands.presses(key)
    hands.clicks("均分分值")


def looks_at_it(hands: Hands) -> str:
    """What the preview says it shows."""
    seen: list[str] = []

    def closes(window: PreviewWindow) -> None:
        seen.append(window.windowTitle())
        window.close()

    in_window(PreviewWindow, closes)
    hands.presses(Key.Key_P, held=CONTROL)
    return seen[0]


def test_the_first_form_costs_this_many_keys_and_clicks(office: Office) -> None:
    hands = Hands(office)
    begins(hands)
    fills_in_the_unit(hands)
    fills_in_the_project(hands)
    looks_at_it(hands)
    made, entries = hands.made, office.entries()
    cells = len(ROWS) * 3 + 3 + 2 + 4  # indicators, amounts, goals, and words in 基本信息
    assert made["separators"] <= cells, made
    assert made["keys"] + made["clicks"] <= 8, made
    assert entries["info.fill_date"] == words(date.today())
    assert [entries[f"project.p1.i{at}.actual"] for at in range(1, 10)] == [r[2] for r in ROWS]
    session = office.window.session
    assert session is not None
    assert not [one for one in session.report.missing if one.cell.startswith("project.")]
    assert session.report.form("project.p1").total is not None


def test_today_is_one_key_in_a_cell_too(office: Office) -> None:
    office.creates(scheme="national-2020")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    office.goes_to("project.p1.i1.actual")
    office.presses(Key.Key_Semicolon, CONTROL)
    office.presses(Key.Key_Return)
    assert office.entries()["project.p1.i1.actual"] == words(date.today())
    office.goes_to("project.p1.i1.given")
    office.goes_to("project.p1.money.total.initial")  # computed: nothing may be typed
    before = office.entries()
    office.presses(Key.Key_Semicolon, CONTROL)
    office.presses(Key.Key_Return)
    assert office.entries() == before


def sees_button(office: Office, words: str) -> bool:
    found = office.window.findChildren(QPushButton)
    return any(words in one.text() and one.isVisible() for one in found)


def test_weights_that_are_typed_stay_and_undo_is_one_step(office: Office) -> None:
    office.creates(scheme="national-2020")
    office.shows_tab("项目支出")
    office.clicks("＋ 新增项目")
    assert not sees_button(office, "均分分值")  # nothing to share out yet
    for at, name in enumerate(("长度", "合格率"), 1):
        office.types(f"project.p1.i{at}.name", name)
    office.types("project.p1.i1.weight", "30")
    office.clicks("均分分值")
    assert office.entries()["project.p1.i1.weight"] == "30"
    assert office.entries()["project.p1.i2.weight"] == "20"
    assert not sees_button(office, "均分分值")
    assert office.focus() is office.project.editor.indicators
    office.undoes()
    assert "project.p1.i2.weight" not in office.entries()


@pytest.mark.parametrize(("there", "goes_to"), [(True, "文档"), (False, "家")])
def test_files_go_to_a_folder_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, there: bool, goes_to: str
) -> None:
    """Where the system has no documents folder, no dialog may open in the program's own folder."""
    home, papers = tmp_path / "家", tmp_path / "文档"
    for made in (home, papers) if there else (home,):
        made.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(papers))
    monkeypatch.setattr(Path, "home", lambda: home)
    assert documents() == tmp_path / goes_to

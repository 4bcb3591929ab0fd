"""The manual inside the program: every chapter opens, and every heading that is named is there."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QTextBrowser, QTreeWidget

from app.resources import resources
from app.ui.help.manual import NAMES, OF_TAB, chapter, chapters, find
from app.ui.help.manual_window import ManualWindow
from app.ui.views.views import TAB_NAMES
from tests.ui.driver import Key, Office

CONTROL = Qt.KeyboardModifier.ControlModifier
# what build_scripts/pictures.py takes from the running program
PICTURES = (
    *("start", "steps", "info", "ledger", "account", "publics", "project", "score"),
    *("overall", "findings", "export", "preview", "grid", "settings", "schemes"),
)


def opens_manual(office: Office) -> ManualWindow:
    office.window.activateWindow()
    office.settle()
    office.presses(Key.Key_F1, CONTROL)
    found = office.window.findChild(ManualWindow)
    assert isinstance(found, ManualWindow)
    assert found.isVisible()
    return found


def page(manual: ManualWindow) -> str:
    browser = manual.findChild(QTextBrowser)
    assert isinstance(browser, QTextBrowser)
    return browser.toPlainText()


def lines(manual: ManualWindow) -> list[str]:
    tree = manual.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    found = (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))
    return [item.text(0) for item in found if item is not None]


def test_all_files_of_the_folder_are_chapters() -> None:
    assert {one.stem for one in (resources() / "manual").glob("*.md")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_chapter_is_sound(name: str) -> None:
    one = chapter(name)
    titles = [section.title for section in one.sections]
    assert one.sections[0].level == 1
    assert len(titles) == len(set(titles))
    assert sum(section.level == 1 for section in one.sections) == 1
    assert "http" not in one.text


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_to_chapters(name: str) -> None:
    for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)]+)\)", chapter(name).text):
        assert link.removesuffix(".md") in NAMES


def test_pictures_are_named_once_and_listed() -> None:
    named = [
        name
        for one in chapters()
        for name in re.findall(r"!\[[^\]]+\]\(pictures/([a-z_]+)\.png\)", one.text)
    ]
    assert sorted(named) == sorted(PICTURES)
    assert sum(one.text.count("![") for one in chapters()) == len(PICTURES)


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_and_heading_opens(office: Office, name: str) -> None:
    manual = opens_manual(office)
    for section in chapter(name).sections:
        manual.open(name, section.title)
        office.settle()
        assert section.title.replace("`", "").replace("*", "") in page(manual)


def test_it_opens_at_the_tab_in_front(office: Office) -> None:
    assert set(OF_TAB) == set(TAB_NAMES)
    manual = opens_manual(office)
    assert page(manual).startswith(chapter("first").title)
    manual.close()
    office.clicks("载入示例单位")
    for tab, name in OF_TAB.items():
        office.shows_tab(TAB_NAMES[tab])
        manual = opens_manual(office)
        assert page(manual).startswith(chapter(name).title)
        manual.close()


def test_it_is_searched(office: Office) -> None:
    manual = opens_manual(office)
    manual.search.setFocus()
    office.enters("四舍五入")
    assert any("小数位和四舍五入" in line for line in lines(manual))
    assert "四舍五入" in page(manual)
    assert len(lines(manual)) == len(find("四舍五入"))
    manual.search.clear()
    office.settle()
    assert lines(manual) == [one.title for one in chapters()]


def test_nothing_found_is_said(office: Office) -> None:
    manual = opens_manual(office)
    manual.search.setFocus()
    office.enters("量子")
    assert lines(manual) == []
    assert find("量子") == ()


def test_escape_closes_it(office: Office) -> None:
    manual = opens_manual(office)
    office.presses(Key.Key_Escape)
    assert not manual.isVisible()


def test_what_it_calls_by_name_is_in_the_program(office: Office) -> None:
    """Buttons that the manual tells to click are there, in the same words."""
    office.clicks("载入示例单位")
    for tab in TAB_NAMES.values():
        office.shows_tab(tab)
    there = {one.text() for one in office.window.findChildren(QPushButton)}
    for words in (
        *("＋ 新建填报", "载入示例单位", "导入数据包…", "科目表…", "导入决算表…"),
        *("带入上年数…", "从往年带入…", "指标库…", "导出审核情况表…", "导出上报", "打印预览"),
    ):
        assert any(words in one.text for one in chapters()), words
        assert words in there, words


def test_every_picture_was_taken_and_is_shown() -> None:
    folder = resources() / "manual" / "pictures"
    assert {one.stem for one in folder.iterdir()} == set(PICTURES)
    shown = re.findall(r"\(pictures/(\w+)\.png\)", "".join(chapter(one).text for one in NAMES))
    assert sorted(shown) == sorted(PICTURES)
    for name in PICTURES:
        assert not QImage(str(folder / f"{name}.png")).isNull(), name

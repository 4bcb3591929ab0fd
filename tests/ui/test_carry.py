"""“从往年带入”: what is offered and ticked, keys, questions, and the one edit that comes out."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QTreeWidgetItem, QWidget

from app.domain.carry import Choice, carry_forms, carry_rows
from app.domain.earlier import Source, sources
from app.domain.submission import Entries, add_form, applied, ids, new_entries
from app.exchange.package import parse
from app.resources import resources, sample_text
from app.scheme.load import load_scheme
from app.scheme.model import Form, Scheme
from app.storage.database import open_database
from app.ui.app import make_application
from app.ui.intake.carry_dialog import LIBRARY, YEARS, CarryDialog
from app.ui.intake.carry_pages import CheckTree, Here, is_ticked
from app.ui.intake.earlier_years import earlier_years

Key, Mod = Qt.Key, Qt.KeyboardModifier
P = "project.p1"
TAKEN = "农民工就业工作经费"


@cache
def scheme_of(name: str) -> Scheme:
    return load_scheme(resources() / "schemes" / name)


def form_of(name: str = "national-2020", form: str = "project") -> Form:
    return scheme_of(name).form(form)


@cache
def earlier() -> tuple[Source, ...]:
    """The sample of 2023, and the same without its fourth project as of 2022."""
    national = scheme_of("national-2020")
    last = replace(parse(sample_text(), {national.id: national}), id=7)
    before = {c: t for c, t in last.entries.items() if not c.startswith("project.p4.")}
    before["project.order"] = " ".join(o for o in before["project.order"].split() if o != "p4")
    return (
        *sources(national, replace(last, year=2022, id=3, entries=before)),
        *sources(national, last),
    )


def this_year(**cells: str) -> dict[str, str]:
    """2024 with one project, named as one of last year's and otherwise blank."""
    entries = new_entries(scheme_of("national-2020"), "云岭县就业服务中心")
    entries = applied(entries, add_form(form_of(), entries, TAKEN))
    return entries | {f"{P}.{cell.replace('_', '.')}": text for cell, text in cells.items()}


@pytest.fixture
def host() -> Iterator[QWidget]:
    make_application(["suanpan"])
    made = QWidget()
    yield made
    made.deleteLater()
    settle()


Opens = Callable[..., CarryDialog]


@pytest.fixture
def opens(host: QWidget) -> Opens:
    def make(here: Here, page: int = YEARS, found: tuple[Source, ...] | None = None) -> CarryDialog:
        dialog = CarryDialog(earlier() if found is None else found, here, host, page)
        dialog.show()
        dialog.activateWindow()
        settle()
        return dialog

    return make


def here_of(entries: Entries | None = None, form: Form | None = None, prefix: str = P) -> Here:
    return Here(form or form_of(), this_year() if entries is None else entries, 2024, prefix, "i1")


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def presses(*keys: Qt.Key, mod: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, mod)
        settle()


def line(tree: CheckTree, name: str, at: int = 0) -> QTreeWidgetItem:
    return [one for one in tree.leaves() if one.text(0).split("　")[0] == name][at]


def says(dialog: CarryDialog) -> str:
    """All the texts that can be seen."""
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def projects(year: int = 2023) -> list[Source]:
    return [one for one in earlier() if one.year == year and one.form.id == "project"]


# ---------------------------------------------------------------- whole projects


def test_the_projects_of_last_year_are_ticked(opens: Opens) -> None:
    """All but the one that is there already; those of 2022 are offered and not ticked."""
    dialog = opens(here_of(this_year(i1_name="新增就业人数")))
    tops = [dialog.years.tree.topLevelItem(at) for at in range(2)]
    assert [top.text(0) for top in tops if top] == ["2023年度（11个项目）", "2022年度（10个项目）"]
    assert [top.isExpanded() for top in tops if top] == [True, False]
    chosen = dialog.years.chosen()
    assert chosen == tuple(one for one in projects() if one.name != TAKEN)
    assert line(dialog.years.tree, TAKEN).text(0) == f"{TAKEN}　本年已有"
    assert "已选10个项目、91个指标。" in says(dialog)


def test_enter_carries_what_is_ticked(opens: Opens) -> None:
    entries = this_year(i1_name="新增就业人数")
    dialog = opens(here_of(entries))
    presses(Key.Key_Return)
    wanted = [one for one in projects() if one.name != TAKEN]
    assert dialog.edit == carry_forms(form_of(), entries, wanted, Choice(2024)).edit
    assert dialog.prefix == "project.p2"
    assert dialog.words.startswith("从往年带入10个项目，共91个指标")
    assert len(ids(applied(entries, dialog.edit), "project.order")) == 11


def test_the_first_goes_into_the_empty_form(opens: Opens) -> None:
    entries = this_year()
    dialog = opens(here_of(entries))
    assert "第一个填入当前的空表" in says(dialog)
    presses(Key.Key_Return)
    assert dialog.edit and dialog.prefix == P
    after = applied(entries, dialog.edit)
    assert after[f"{P}.name"] == TAKEN and after[f"{P}.i1.name"] == "享受扩岗补助企业"


def test_escape_carries_nothing(opens: Opens) -> None:
    dialog = opens(here_of())
    presses(Key.Key_Escape)
    assert (dialog.edit, dialog.prefix, dialog.words) == (None, "", "")


def test_the_space_bar_ticks_lines_and_whole_years(opens: Opens) -> None:
    dialog = opens(here_of())
    tree = dialog.years.tree
    presses(Key.Key_Space)  # the cursor is on the first project
    assert [one.name for one in dialog.years.chosen()] == [
        one.name for one in projects()[1:] if one.name != TAKEN
    ]
    presses(Key.Key_Up, Key.Key_Space)  # the year: all of it, the one that is there already too
    assert dialog.years.chosen() == tuple(projects())
    presses(Key.Key_Space)
    assert dialog.years.chosen() == ()
    assert "在要带入的前面打勾" in says(dialog)
    presses(Key.Key_Down)
    presses(Key.Key_Down, mod=Mod.ShiftModifier)
    presses(Key.Key_Space)
    assert [one.name for one in dialog.years.chosen()] == [one.name for one in projects()[:2]]
    top = tree.topLevelItem(0)
    assert top is not None and top.checkState(0) == Qt.CheckState.PartiallyChecked


def test_nothing_ticked_is_said(opens: Opens) -> None:
    dialog = opens(here_of())
    presses(Key.Key_Up, Key.Key_Space, Key.Key_Space, Key.Key_Return)
    assert dialog.edit is None and dialog.isVisible()
    assert "还没有选。请先在要带入的前面打勾。" in says(dialog)


OPTIONS = [  # box that is ticked or unticked with the space bar, the choice it makes
    ("blank", Choice(2024, targets=False)),
    ("years", Choice(2024, raise_years=False)),
    ("budget", Choice(2024, budget=True)),
]


@pytest.mark.parametrize(("box", "choice"), OPTIONS)
def test_options(opens: Opens, box: str, choice: Choice) -> None:
    entries = this_year()
    dialog = opens(here_of(entries))
    getattr(dialog.options, box).setFocus()
    presses(Key.Key_Space)
    dialog.years.tree.setFocus()
    presses(Key.Key_Return)
    wanted = [one for one in projects() if one.name != TAKEN]
    assert dialog.edit == carry_forms(form_of(), entries, wanted, choice, P).edit
    assert dialog.edit != carry_forms(form_of(), entries, wanted, Choice(2024), P).edit


def test_texts_with_last_year_are_named_before(opens: Opens) -> None:
    source = projects()[0]
    old = replace(source, texts={**source.texts, "goal_expected": "2023年做好监测"})
    dialog = opens(here_of(), YEARS, (old,))
    assert f"请核对：“{source.name[:15]}…”里还写着2023年，没有改：预期目标" in says(dialog)
    presses(Key.Key_Return)
    assert "有1处要核对" in dialog.words


def test_the_words_follow_the_options(opens: Opens) -> None:
    into = form_of()
    assert into.money is not None
    bare = replace(into, tables=(replace(into.money, rows=into.money.rows[:1]),))
    dialog = opens(here_of(form=bare), YEARS, tuple(projects()[:1]))
    assert "年初预算数没有带入" not in says(dialog)
    dialog.options.budget.setFocus()
    presses(Key.Key_Space)
    assert "年初预算数没有带入：其中：当年财政拨款，本表没有这一行" in says(dialog)


def test_a_later_year_is_offered_and_not_ticked(opens: Opens) -> None:
    later = tuple(replace(one, year=2025, submission_id=9) for one in projects())
    dialog = opens(here_of(), YEARS, (*later, *earlier()))
    assert {one.year for one in dialog.years.chosen()} == {2023}


def test_of_the_form_that_there_is_one_of_one_year_is_taken(opens: Opens) -> None:
    entries = this_year()
    dialog = opens(here_of(entries, form_of(form="overall"), ""))
    assert [one.year for one in dialog.years.chosen()] == [2023]
    presses(Key.Key_Down, Key.Key_Right, Key.Key_Down, Key.Key_Space)
    assert [one.year for one in dialog.years.chosen()] == [2022]
    presses(Key.Key_Return)
    assert dialog.edit and dialog.prefix == "overall"
    after = applied(entries, dialog.edit)
    assert len(ids(after, "overall.rows")) == 14


def test_a_year_that_was_filled_in_twice_is_shown_as_two(opens: Opens) -> None:
    twice = tuple(replace(one, submission_id=one.submission_id + 1) for one in projects())
    here = replace(here_of(), last=7)
    dialog = opens(here, YEARS, (*projects(), *twice))
    tops = [dialog.years.tree.topLevelItem(at) for at in range(2)]
    assert [top.text(0) for top in tops if top] == [
        "2023年度第2份（11个项目）",
        "2023年度第1份（11个项目）",
    ]
    assert {one.submission_id for one in dialog.years.chosen()} == {7}


# ---------------------------------------------------------------- levels that are not here


def combo(dialog: CarryDialog, name: str) -> QComboBox:
    found = (one for one in dialog.findChildren(QComboBox) if one.accessibleName() == name)
    return next(found)


def test_levels_that_are_not_here_are_asked_for(opens: Opens) -> None:
    into = form_of("national-2021")
    dialog = opens(here_of({}, into, ""))
    assert "本表没有“成本指标”，其中的指标放到" in says(dialog)
    presses(Key.Key_Return)
    assert dialog.edit is None
    assert "本表没有“成本指标”、“可持续影响指标”，请先选" in says(dialog)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QComboBox) and focused.accessibleName() == "成本指标放到"
    presses(Key.Key_Down)  # 成本指标 / 经济成本指标
    sustained = combo(dialog, "可持续影响指标放到")
    sustained.setFocus()
    presses(Key.Key_End)  # 不带入
    assert "其中11个没有放到本表的二级指标下" in says(dialog)
    dialog.years.tree.setFocus()
    presses(Key.Key_Return)
    told = {"成本指标": "economic_cost", "可持续影响指标": ""}
    choice = Choice(2024, level_of=told)
    assert dialog.edit == carry_forms(into, {}, projects(), choice).edit


def test_a_question_goes_away_with_its_rows(opens: Opens) -> None:
    dialog = opens(here_of({}, form_of("national-2021"), ""))
    presses(Key.Key_Up, Key.Key_Space)
    assert "本表没有" not in says(dialog) and not dialog.levels.isVisible()


def test_nothing_is_left_when_all_is_left_out(opens: Opens) -> None:
    dialog = opens(here_of({"project.order": "p1"}, form_of("national-2021")), LIBRARY)
    line(dialog.library.tree, "项目成本控制率").setCheckState(0, Qt.CheckState.Checked)
    settle()
    combo(dialog, "成本指标放到").setFocus()
    presses(Key.Key_End)
    dialog.library.tree.setFocus()
    presses(Key.Key_Return)
    assert dialog.edit is None
    assert "选中的指标都选了“不带入”" in says(dialog)


# ---------------------------------------------------------------- the library


def test_the_library_shows_what_there_was(opens: Opens) -> None:
    dialog = opens(here_of(this_year(i1_name="享受扩岗补助企业")), LIBRARY)
    tree = dialog.library.tree
    found = {
        one.text(0): [one.text(at) for at in range(1, 5)]
        for one in tree.leaves()
        if one.text(0).startswith(("享受", "新增农村劳动力转移就业人数"))
    }
    assert found == {
        "享受扩岗补助企业　本表已有": ["数量指标", "205家", "15（合用）", "2023、2022"],
        "享受稳岗返还补助企业": ["数量指标", "1306家", "15（合用）", "2023、2022"],
        "新增农村劳动力转移就业人数": ["数量指标", "3.9万", "15", "2023"],
    }
    labels = [name for name, _ in groupby(one.text(1) for one in tree.leaves())]
    assert labels == [sub.label for group in form_of().levels for sub in group.level2]
    assert not dialog.options.budget.isVisible()


def test_indicators_are_searched_ticked_and_carried_by_keyboard(opens: Opens) -> None:
    entries = this_year(i1_name="新增就业人数", i1_target="9人", i1_weight="15")
    dialog = opens(here_of(entries), LIBRARY)
    assert QApplication.focusWidget() is dialog.library.search
    dialog.library.search.setText("扩岗 补助 享")
    settle()
    shown = [one.text(0) for one in dialog.library.tree.leaves() if not one.isHidden()]
    assert shown == ["享受扩岗补助企业", "扩岗补助和稳岗返还应享尽享"]
    presses(Key.Key_Return)  # into the list, not out of the dialog
    assert dialog.isVisible() and QApplication.focusWidget() is dialog.library.tree
    presses(Key.Key_Space)
    dialog.library.search.setText("使用人员")
    settle()
    assert "其中1个不在查找结果里" in says(dialog)
    dialog.library.search.setFocus()
    presses(Key.Key_Down, Key.Key_Space, Key.Key_Return)
    rows = [one for source in projects() for one in source.rows]
    picked = [next(r for r in rows if r.name == "享受扩岗补助企业")]
    picked += [next(r for r in rows if r.name == "使用人员满意度")]
    wanted = carry_rows(form_of(), entries, P, picked, "i1", Choice(2024))
    assert dialog.edit == wanted.edit and wanted.rows == 2
    after = applied(entries, wanted.edit)
    assert after[f"{P}.rows"].split()[:2] == ["i1", "i10"]


def test_they_stand_behind_the_row_of_the_cursor(opens: Opens) -> None:
    entries = this_year(i1_name="新增就业人数", i2_name="走访企业", i2_level="quantity")
    dialog = opens(here_of(entries), LIBRARY)
    presses(Key.Key_Down, Key.Key_Space, Key.Key_Return)
    assert dialog.edit
    after = applied(entries, dialog.edit)
    names = [after.get(f"{P}.{row}.name", "") for row in ids(after, f"{P}.rows")]
    assert names[:3] == ["新增就业人数", "享受扩岗补助企业", "走访企业"]


def test_enter_in_the_search_leads_into_the_list(opens: Opens) -> None:
    dialog = opens(here_of(), LIBRARY)
    presses(Key.Key_Down, Key.Key_Space)
    dialog.library.search.setFocus()
    presses(Key.Key_Return)
    assert dialog.isVisible() and dialog.edit is None
    assert QApplication.focusWidget() is dialog.library.tree


def test_what_a_search_hides_is_not_ticked_with_the_rest(opens: Opens) -> None:
    dialog = opens(here_of(), LIBRARY)
    dialog.library.search.setText("满意度")
    settle()
    dialog.library.tree.setFocus()
    presses(Key.Key_A, mod=Mod.ControlModifier)
    presses(Key.Key_Space)
    ticked = [one for one in dialog.library.tree.leaves() if is_ticked(one)]
    assert ticked and all("满意度" in one.text(0) for one in ticked)


def test_a_search_without_result_says_so(opens: Opens) -> None:
    dialog = opens(here_of(), LIBRARY)
    dialog.library.search.setText("月球")
    settle()
    assert "没有名称里有“月球”的指标，换一个词试试。" in says(dialog)
    presses(Key.Key_Down, Key.Key_Space)  # what is not seen is not ticked
    assert dialog.library.tree.chosen() == []
    dialog.library.search.clear()
    settle()
    assert "换一个词" not in says(dialog)


def test_pages_turn_by_keyboard(opens: Opens) -> None:
    dialog = opens(here_of())
    presses(Key.Key_PageDown, mod=Mod.ControlModifier)
    assert dialog.library.search.isVisible() and not dialog.years.tree.isVisible()
    presses(Key.Key_PageUp, mod=Mod.ControlModifier)
    assert dialog.years.tree.isVisible()


# ---------------------------------------------------------------- nothing to choose from

FULL = {"i1_name": "新增就业人数"}
OVERALL = "overall"


def only(*kinds: str) -> tuple[Source, ...]:
    return tuple(one for one in earlier() if one.form.id in kinds)


def test_without_other_years_it_says_what_to_do(opens: Opens) -> None:
    dialog = opens(here_of(), YEARS, ())
    assert "还没有可以带入的往年填报" in says(dialog)
    assert "导入数据包…" in says(dialog)
    presses(Key.Key_Escape)
    assert dialog.edit is None


def test_without_a_form_of_this_kind(opens: Opens) -> None:
    dialog = opens(here_of(), YEARS, only(OVERALL))
    assert "往年的填报里没有《项目支出绩效自评表》" in says(dialog)


def test_a_form_with_content_is_not_overwritten(opens: Opens) -> None:
    entries = this_year() | {"overall.i1.name": "新增就业人数"}
    dialog = opens(here_of(entries, form_of(form=OVERALL), OVERALL))
    assert "这张表已经填了内容" in says(dialog)
    presses(Key.Key_Return)
    assert dialog.edit is None


def test_the_library_needs_a_form_to_carry_into(opens: Opens) -> None:
    dialog = opens(here_of({}, prefix=""), LIBRARY)
    assert "先在左边新增或选中一个项目" in says(dialog)


def test_a_library_without_indicators(opens: Opens) -> None:
    bare = tuple(replace(one, rows=()) for one in projects())
    dialog = opens(here_of(), LIBRARY, bare)
    assert "指标库还是空的" in says(dialog)


# ---------------------------------------------------------------- the unit's other submissions

OTHERS = [  # unit, year, scheme, and whether it has the indicators of the sample
    ("云岭县就业服务中心", 2023, "national-2020", True),
    ("云岭县就业服务中心", 2022, "national-2020", False),
    ("别的单位", 2023, "national-2020", True),
    ("云岭县就业服务中心", 2021, "gone-1999", True),
]


def test_what_the_unit_filled_in_before_is_found(tmp_path: Path) -> None:
    """By its name and by its id in the file, never another unit's; unreadable ones are counted."""
    store = open_database(tmp_path / "数据.db")
    national = scheme_of("national-2020")
    sample = dict(parse(sample_text(), {national.id: national}).entries)
    for unit, year, scheme_id, full in OTHERS:
        entries = (sample if full else {}) | {"info.unit": unit}
        store.create(year, scheme_id, "", entries)
    mine = store.create(2024, national.id, "", {"info.unit": "云岭县 就业服务中心"})
    unit_id = next(one.unit_id for one in store.submissions() if one.id == mine.id)
    renamed = store.create(2020, national.id, "", sample | {"info.unit": "旧名称"}, unit_id)
    found = earlier_years(store, {national.id: national}, mine)
    store.close()
    assert {one.year for one in found.sources} == {2023, 2020}
    assert {one.submission_id for one in found.sources} == {1, renamed.id}
    assert (found.last, found.unknown) == (1, 1)


def test_submissions_that_cannot_be_read_are_said(opens: Opens) -> None:
    dialog = opens(replace(here_of(), unknown=2), YEARS, ())
    assert "本单位另有2份填报用的方案不在本程序里" in says(dialog)


ADDRESSES = [  # page, kind of form, the cell to go to
    (YEARS, "project", "project.p2.name"),
    (YEARS, "overall", "overall.i1.name"),
    (LIBRARY, "project", "project.p1.i10.name"),
]


@pytest.mark.parametrize(("page", "kind", "address"), ADDRESSES)
def test_where_to_go_then(opens: Opens, page: int, kind: str, address: str) -> None:
    entries = this_year(i1_name="新增就业人数")
    dialog = opens(here_of(entries, form_of(form=kind)), page)
    assert dialog.address == ""
    if page == LIBRARY:
        presses(Key.Key_Down, Key.Key_Space)
    presses(Key.Key_Return)
    assert dialog.edit and dialog.address == address
    assert address in dialog.edit.cells

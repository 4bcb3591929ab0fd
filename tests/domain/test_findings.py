"""Each code of a finding: what causes it, what it says about which cell, and what does not."""

import inspect
import re

import pytest

from app.domain import findings, row_findings, stated
from app.domain.report import Finding
from app.scheme.model import Level
from tests.domain.expect import codes, money, project, report_of

P = "project.p1"
SOUND = project(("100%", "100%", "50")) | money("10", "10", "10")
FULL_WEIGHT = project(("100%", "100%", "90")) | money("10", "10", "10")
TARGET, REASON = f"{P}.i1.target", f"{P}.i1.reason"
GIVEN, GIVEN_REASON = f"{P}.i1.given", f"{P}.i1.given_reason"


def row(target: str, actual: str, **cells: str) -> dict[str, str]:
    """One row with a weight of 10; cells are given="9", tier="partly" …"""
    return project((target, actual, "10"), **{f"i1_{cell}": text for cell, text in cells.items()})


def stating(base: dict[str, str], **cells: str) -> dict[str, str]:
    """What an imported form says: rate="98%", score="9", total="98"."""
    names = {"rate": "execution.stated_rate", "score": "execution.stated_score"}
    return base | {f"{P}.{names.get(cell, 'total.stated')}": text for cell, text in cells.items()}


# rules that only other schemes have: tests/test_manual_pack.py, tests/domain/test_truth_west.py
IN_PACKS = {"F21", "F25", "F26", "F28", "F29", "F30"}
SURVEY = {"survey_sent": "30", "survey_valid": "25", "survey_satisfied": "22"}


def asked(actual: str = "", **counts: str) -> dict[str, str]:
    """A row with a questionnaire of 30 sent, 25 valid, 22 satisfied: 88%."""
    cells = {f"{P}.i1.{cell}": text for cell, text in (SURVEY | counts).items()}
    return row("≥90%", actual) | cells


# code, level, what was typed, cell to go to, what the sentence says
CAUSES: list[tuple[str, Level, dict[str, str], str, list[str]]] = [
    (
        "F01",
        "error",
        SOUND | money("约10", "", ""),
        f"{P}.money.fiscal.initial",
        ["“约10”不是金额"],
    ),
    ("F01", "error", {"info.staff_actual": "四十"}, "info.staff_actual", ["“四十”不是数"]),
    ("F01", "error", {"spending.basic.actual": "1,23"}, "spending.basic.actual", ["“1,23”"]),
    ("F01", "error", project(("1", "1", "十分")), f"{P}.i1.weight", ["“十分”不是数"]),
    ("F01", "error", row("1", "1", given="满分"), GIVEN, ["“满分”不是数"]),
    ("F01", "error", row("1", "1", stated="满分"), f"{P}.i1.stated", ["“满分”不是数"]),
    ("F01", "error", SOUND | {f"{P}.level.output": "五十"}, f"{P}.level.output", ["“五十”"]),
    ("F01", "error", SOUND | {f"{P}.execution.given": "十"}, f"{P}.execution.given", ["“十”"]),
    (
        *("F02", "warning", SOUND | {f"{P}.i1.weight": "40"}, f"{P}.level.output"),
        ["产出指标表头50分", "合计40分", "相差10分"],
    ),
    (
        *("F02", "warning", SOUND | {f"{P}.level.output": "60"}, f"{P}.level.output"),
        ["表头60分", "合计50分"],
    ),
    (
        *("F02", "warning", SOUND | {f"{P}.level.output": "0"}, f"{P}.level.output"),
        ["表头0分", "合计50分"],
    ),
    ("F03", "error", SOUND, f"{P}.total.weight", ["合计60分", "应为100分", "少40分", "执行率10分"]),
    ("F03", "error", project(("1", "1", "100")), f"{P}.total.weight", ["合计110分", "多10分"]),
    ("F04", "error", project(("1", "1", "0")), f"{P}.i1.weight", ["分值0"]),
    ("F04", "error", project(("1", "1", "-5")), f"{P}.i1.weight", ["分值-5"]),
    ("F04", "error", project(("1", "1", "100.5")), f"{P}.i1.weight", ["分值100.5", "不超过100"]),
    ("F05", "error", row("1", "1", given="10.01"), GIVEN, ["得分10.01", "分值10之间"]),
    ("F05", "error", row("1", "1", given="-1", given_reason="扣分"), GIVEN, ["得分-1"]),
    (
        *("F05", "error", SOUND | {f"{P}.execution.given": "11"}, f"{P}.execution.given"),
        ["得分11", "分值10之间"],
    ),
    ("F06", "warning", row("1", "1", given="9"), GIVEN_REASON, ["改为9分", "按规则是10.00分"]),
    ("F06", "warning", row("好", "较好", given="9"), GIVEN_REASON, ["按规则没有结果"]),
    (
        *("F06", "warning", SOUND | {f"{P}.execution.given": "9"}),
        *(f"{P}.execution.given_reason", ["改为9分", "按规则是10.00分"]),
    ),
    ("F07", "error", row("好", "较好", tier="partly", given="8"), GIVEN, ["得分8", "6.00至7.99"]),
    ("F07", "error", row("好", "差", tier="missed", given="6"), GIVEN, ["0.00至5.99"]),
    ("F07", "error", row("好", "较好", tier="reached", given="7.9"), GIVEN, ["8.00至10.00"]),
    (  # a reason for another score is no reason to leave the tier: choose another tier
        *("F07", "error", row("好", "较好", tier="reached", given="7", given_reason="从严")),
        *(GIVEN, ["8.00至10.00"]),
    ),
    ("F08", "error", row("10", "5"), REASON, ["得5.00分", "低于分值10分", "没有写偏差原因"]),
    ("F08", "error", row("10", "5", reason=" \n"), REASON, ["得5.00分"]),
    ("F08", "error", row("10", "10", given="9", given_reason="质量一般"), REASON, ["得9分"]),
    ("F09", "error", row("≤", "93"), TARGET, ["只有“≤”", "完成值是“93”", "拆进了两格"]),
    ("F09", "error", row("93", "＞="), TARGET, ["完成值只有“≥”"]),
    ("F10", "warning", row("10家", "10人"), TARGET, ["“家”", "“人”"]),
    ("F10", "warning", row("12个", "10个月"), TARGET, ["“个”", "“个月”"]),
    ("F10", "warning", row("12次", "每月1次"), TARGET, ["“12次”", "“每月1次”", "同一时段"]),
    ("F10", "warning", row("2次/月", "2次"), TARGET, ["“2次/月”", "“2次”", "同一时段"]),
    ("F11", "warning", row("100", "5000"), TARGET, ["5,000", "100", "“万”"]),
    ("F11", "warning", row("≥20万元", "20元"), TARGET, ["20元", "20万元"]),
    ("F12", "note", row("100", "130"), TARGET, ["130.00%", "明显偏高"]),
    ("F12", "note", row("=100", "200"), TARGET, ["200.00%"]),
    ("F13", "warning", row("0", "5"), TARGET, ["指标值是0"]),
    ("F13", "warning", row("≥0起", "0起"), TARGET, ["指标值是0"]),
    ("F14", "note", row("无", "无"), TARGET, ["“无”", "占10分"]),
    ("F14", "note", row("不涉及", "无"), TARGET, ["“不涉及”"]),
    (
        *("F15", "warning", SOUND | money("10", "10", "12"), f"{P}.money.total.executed"),
        ["12.00万元", "10.00万元", "超出2.00万元", "120.00%"],
    ),
    (
        *("F15", "warning", SOUND | money("9", "10", "10") | {"option.execution_basis": "initial"}),
        *(f"{P}.money.total.executed", ["年初预算数9.00万元", "超出1.00万元"]),
    ),
    (
        *("F16", "error", SOUND | money("10", "0", "5"), f"{P}.money.total.adjusted"),
        ["全年预算数为0", "5.00万元"],
    ),
    (
        *("F17", "warning", stating(SOUND | money("20", "19.76", "19.76"), rate="98.8%")),
        *(f"{P}.execution.rate", ["98.8%", "100.00%", "按年初预算数算的"]),
    ),
    ("F17", "warning", stating(SOUND, rate="93%"), f"{P}.execution.rate", ["93%", "100.00%"]),
    ("F18", "warning", stating(SOUND, score="9"), f"{P}.execution.given", ["得分9", "10.00"]),
    ("F18", "note", stating(SOUND, rate="100%"), f"{P}.execution.given", ["空白", "10.00"]),
    ("F19", "warning", row("10", "5", stated="8"), GIVEN, ["原表得分8", "5.00"]),
    ("F20", "warning", stating(FULL_WEIGHT, total="98"), f"{P}.total.score", ["98", "100.00"]),
    ("F20", "note", stating(FULL_WEIGHT, rate="100%"), f"{P}.total.score", ["空白", "100.00"]),
    ("F22", "note", SOUND | {f"{P}.goal_actual": "长" * 1201}, f"{P}.goal_actual", ["1201字"]),
    ("F31", "warning", {"info.fill_date": "2025/13/40"}, "info.fill_date", ["“2025/13/40”"]),
    ("F23", "warning", asked("95%"), f"{P}.i1.actual", ["95%", "88.00%", "满意22份÷有效25份"]),
    (
        *("F24", "note", row("1", "1") | {f"{P}.i1.stated_level1": "项目完成指标"}, f"{P}.i1.name"),
        ["“项目完成指标”", "“产出指标”"],
    ),
    (
        *("F24", "note", row("1", "1") | {f"{P}.i1.stated_level2": "经济指标"}, f"{P}.i1.name"),
        ["“经济指标”", "“数量指标”"],
    ),
    (
        *("F27", "error", asked(survey_satisfied="26"), f"{P}.i1.survey_satisfied"),
        ["满意26份，多于有效25份"],
    ),
    (
        *("F27", "error", asked(survey_valid="31"), f"{P}.i1.survey_valid"),
        ["有效31份，多于发出30份"],
    ),
]

# code, what was typed that does not cause it
QUIET: list[tuple[str, dict[str, str]]] = [
    ("F01", SOUND | money("-", "—", "1,234.50")),
    ("F01", {"info.staff_actual": "46 人"}),
    ("F01", project(("约10家", "约十家", "15分"))),  # a target is text; only numbers are numbers
    ("F02", SOUND),
    ("F02", project(("1", "1", "40")) | {f"{P}.level.output": "40"}),
    ("F02", project(("1", "1", ""))),
    ("F02", project(("1", "1", "40"), ("1", "1", ""))),  # still being typed
    ("F02", project(("1", "1", "50"), ("1", "1", ""), i2_merge="both")),
    ("F03", FULL_WEIGHT),
    ("F03", project(("1", "1", "40"), ("1", "1", ""))),  # still being typed
    ("F04", project(("1", "1", "0.5"))),
    ("F04", project(("1", "1", "100"))),
    ("F04", project(("1", "1", "50"), ("1", "1", ""), i2_merge="weight")),
    ("F05", row("1", "1", given="10", given_reason="同意")),
    ("F05", row("1", "1", given="0", given_reason="造假")),
    ("F05", project(("1", "1", "15"), ("1", "1", ""), i2_merge="both", i1_given="15")),
    ("F06", row("1", "1", given="9", given_reason="质量一般")),
    ("F06", row("1", "1", given="10")),
    ("F06", row("好", "较好", tier="partly", given="7")),
    ("F06", row("好", "好", given="9")),  # the same words: anything of the top tier
    ("F07", row("好", "较好", tier="partly", given="6")),
    ("F07", row("好", "较好", tier="partly", given="7.99")),
    ("F07", row("好", "较好", tier="reached", given="8")),
    ("F07", row("好", "较好", tier="reached", given="10")),
    ("F08", row("10", "5", reason="疫情")),
    ("F08", row("10", "10")),
    ("F08", row("好", "较好")),  # no score yet: missing, not wrong
    ("F09", row("≤93", "93")),
    ("F09", row("≤", "")),
    ("F10", row("10家", "10")),
    ("F10", row("10人", "10人次")),
    ("F10", row("10家", "10 家")),
    ("F10", row("97家监测企业", "97家")),
    ("F10", row("≥3次/年", "4次")),
    ("F10", row("每年不少于3次", "4次")),
    ("F10", row("每月1次", "1次/月")),
    ("F11", row("100", "4999")),
    ("F11", row("≥20万", "19.76")),  # a bare number means 万 too
    ("F11", row("100", "0")),
    ("F12", row("100", "129.99")),
    ("F12", row("≤100", "199")),
    ("F12", row("100", "6000")),  # F11 asks the better question
    ("F13", row("=0", "0")),
    ("F13", row("≤0起", "0起")),
    ("F14", row("无", "10")),
    ("F14", row("无", "")),
    ("F15", SOUND | money("9", "10", "10")),
    ("F15", project(("1", "1", "10")) | money("10", "", "12")),
    ("F16", SOUND | money("10", "0", "0")),
    ("F16", project(("1", "1", "10")) | money("10", "", "5")),
    ("F16", SOUND | money("10", "0", "5") | {f"{P}.execution.given": "10"}),
    ("F17", stating(SOUND, rate="100%")),
    ("F17", stating(SOUND | money("3", "3", "1"), rate="33.33%")),
    ("F17", stating(SOUND, score="9")),
    ("F18", stating(SOUND, score="10")),
    ("F18", SOUND),  # typed here: nothing is stated
    ("F19", row("10", "5", stated="5")),
    ("F19", row("好", "较好", stated="5")),  # no rule to compare with
    ("F20", stating(FULL_WEIGHT, total="100.00")),
    ("F20", stating(project(("1", "", "90")) | money("10", "10", "10"), total="98")),
    ("F22", SOUND | {f"{P}.goal_actual": "长" * 1200}),
    ("F23", asked()),
    ("F31", {"info.fill_date": "2024年6月30日"}),
    ("F31", {"info.fill_date": "2024.6.16"}),
    ("F31", {"info.fill_date": "2024-06-30"}),
    ("F23", asked("88%")),
    ("F23", asked("满意")),
    ("F23", asked("22人满意")),
    ("F24", row("1", "1") | {f"{P}.i1.stated_level2": "数量指标"}),
    ("F27", asked()),
    ("F27", asked(survey_valid="30", survey_satisfied="30")),
]


def found(code: str, entries: dict[str, str]) -> list[Finding]:
    return [one for one in report_of(entries).findings if one.code == code]


@pytest.mark.parametrize(("code", "level", "entries", "cell", "words"), CAUSES)
def test_what_causes_a_finding(
    code: str, level: Level, entries: dict[str, str], cell: str, words: list[str]
) -> None:
    (one,) = found(code, entries)
    assert (one.level, one.cells[0], one.kept) == (level, cell, "")
    assert [word for word in words if word not in one.sentence] == []
    assert one.tab
    assert one.where
    assert one.todo


@pytest.mark.parametrize(("code", "entries"), QUIET)
def test_what_does_not(code: str, entries: dict[str, str]) -> None:
    assert found(code, entries) == []


@pytest.mark.parametrize(("code", "level", "entries", "cell", "words"), CAUSES)
def test_a_reason_for_keeping_the_figure_is_shown_with_it(
    code: str, level: Level, entries: dict[str, str], cell: str, words: list[str]
) -> None:
    kept = found(code, entries | {f"keep.{code}.{cell}": "已核对，数字无误"})
    assert [one.kept for one in kept] == ["已核对，数字无误"]
    other = found(code, entries | {f"keep.{code}.{cell}x": "别处的理由"})
    assert [one.kept for one in other] == [""]


def test_every_code_is_in_both_tables() -> None:
    known: set[str] = set()
    for module in (findings, row_findings, stated):
        known |= set(re.findall(r'"(F\d\d)"', inspect.getsource(module)))
    assert len(known) > 20
    assert known - IN_PACKS == {code for code, *_ in CAUSES} == {code for code, _ in QUIET}


def test_a_sound_form_has_no_finding() -> None:
    entries = FULL_WEIGHT | {f"{P}.level.output": "90"}
    assert codes(report_of(entries)) == []


def test_a_finding_names_form_row_and_cell() -> None:
    entries = row("10", "5") | {f"{P}.i1.name": "培训\n人数"}
    (one,) = found("F08", entries)
    assert one.where == "技能培训　第1项指标“培训 人数”"
    assert (one.left, one.right, one.difference) == ("5.00", "10", "5")
    (two,) = found("F01", project(("1", "1", "x")))
    assert two.where == "技能培训　第1项指标“指标1”　分值"
    assert two.left == "x"
    (three,) = found("F01", SOUND | {f"{P}.execution.given": "满"})
    assert three.where == "技能培训　预算执行率"


@pytest.mark.parametrize(("code", "level", "entries", "cell", "words"), CAUSES)
def test_a_finding_in_a_form_without_a_name_still_says_where(
    code: str, level: Level, entries: dict[str, str], cell: str, words: list[str]
) -> None:
    (one,) = found(code, entries | {f"{P}.name": " "})
    assert one.where.split("　")[0] in {
        "项目支出绩效自评表",
        "年末实有人数",
        "支出预算执行",
        "填报日期",
    }


def test_a_share_without_an_end_is_said_as_its_cell_shows_it() -> None:
    """95 of 98 answers are 96.94% in the row, and in the reasons of its points too."""
    made = report_of(asked(survey_sent="100", survey_valid="98", survey_satisfied="95"))
    (score,) = [one.score for one in made.form(P).indicators if one.name == "指标1"]
    assert score is not None and "完成值96.94%，" in score.because.rule
    less = report_of(asked(survey_sent="100", survey_valid="98", survey_satisfied="85"))
    (score,) = [one.score for one in less.form(P).indicators if one.name == "指标1"]
    assert score is not None and score.because.working == "＝86.73%÷90%×10＝9.64"

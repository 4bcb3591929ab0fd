"""The tables of codes: what a clerk types and what comes first, and what every table promises."""

from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.initials import initials, is_han, learned
from app.domain.subjects import LEVELS, Subject, Subjects, SubjectsProblem, read_subjects
from app.resources import codes_text, resources

HEAD = "code,name,level,first_year,last_year,sure,initials\n"


@cache
def table(name: str) -> Subjects:
    return read_subjects(codes_text("function" if name == "function" else "economic"))


TABLES = ("function", "economic")
SHIPPED = [pytest.param(table(name), id=name) for name in TABLES]
EVERY = st.sampled_from([(name, one) for name in TABLES for one in table(name).all])


# ---------------------------------------------------------------- finding

FINDS = [  # table, typed, year, first codes in their order
    ("function", "2080505", 2024, ["2080505"]),
    ("function", "20805", 2024, ["20805", "2080501", "2080502"]),
    ("function", "２０８０５０５", 2024, ["2080505"]),
    ("function", "208.05.05", 2024, ["2080505"]),
    ("function", " 208 05 ", 2024, ["20805", "2080501"]),
    ("function", "教育支出", 2024, ["205", "2050299"]),
    ("function", "机关事业单位基本养老", 2024, ["2080505"]),
    ("function", "养老", 2024, ["2081006", "20805"]),  # begins so, before what only holds it
    ("function", "ybggfwzc", 2024, ["201", "20199"]),
    ("function", "YBGGFW", 2024, ["21901", "201", "20199"]),
    ("function", "ｙｂｇｇｆｗｚ", 2024, ["201"]),
    ("function", "jybxjf", 2024, []),
    ("function", "jbylbxjf", 2024, ["2080505"]),  # in the middle
    ("function", "两房", 2024, ["2040409"]),
    ("function", "“两房”建设", 2024, ["2040409"]),
    ("function", "中医(民族)医院", 2024, ["2100202"]),  # narrow brackets
    ("function", "信访事务", 2024, ["20140", "2014099"]),
    ("function", "信访事务", 2023, ["2010308"]),
    ("function", "2299901", 2020, ["2299901"]),
    ("function", "2299901", 2024, ["2299901"]),  # over, but nothing else matches
    ("function", "23107", 2020, ["23107"]),  # not yet
    ("function", "xyz", 2024, []),
    ("function", "", 2024, []),
    ("function", " 　", 2024, []),
    ("function", "“”", 2024, []),
    ("function", "8", 2024, []),
    ("economic", "30213", 2024, ["30213"]),
    ("economic", "维修(护)费", 2024, ["30213"]),
    ("economic", "wxhf", 2024, ["30213"]),
    ("economic", "jbgz", 2024, ["30101"]),
    ("economic", "bgf", 2024, ["30201"]),
]


@pytest.mark.parametrize(("name", "typed", "year", "codes"), FINDS)
def test_what_comes_first(name: str, typed: str, year: int, codes: list[str]) -> None:
    found = [one.code for one in table(name).find(typed, year)]
    assert found[: len(codes)] == codes
    assert codes or not found


def test_the_order_of_the_kinds_of_matches() -> None:
    rows = [
        ("201", "甲", "jia"),
        ("202", "甲乙", "x"),
        ("203", "丙", "jiay"),
        ("204", "丙甲", "x"),
        ("205", "丙", "xjia"),
    ]
    subjects = Subjects(tuple(subject(*row) for row in reversed(rows)))
    assert [one.code for one in subjects.find("甲", 2024)] == ["201", "202", "204"]
    assert [one.code for one in subjects.find("jia", 2024)] == ["201", "203", "205"]


def test_a_limit_cuts_the_worst() -> None:
    function = table("function")
    few, many = function.find("支出", 2024, 3), function.find("支出", 2024, 5000)
    assert len(few) == 3
    assert many[:3] == few
    assert len(function.find("支出", 2024)) == 20


@given(EVERY, st.integers(2018, 2026))
def test_every_shipped_subject_is_found(which: tuple[str, Subject], year: int) -> None:
    name, one = which
    valid = one.valid(year)
    for typed in (one.code, one.name, one.initials, one.name[1:], one.initials[1:]):
        found = table(name).find(typed, year, 5000)
        assert one in found or not valid
        assert all(each.valid(year) for each in found) or not any(
            each.valid(year) for each in found
        )
    assert table(name).find(one.code, year)[0] == one


@pytest.mark.slow
def test_what_is_typed_whole_comes_first() -> None:
    for name in TABLES:
        for one in table(name).all:
            year = one.last_year or one.first_year or 2024
            assert table(name).find(one.code, year)[0] == one
            assert table(name).find(one.name, year)[0].name == one.name
            assert table(name).find(one.initials, year)[0].initials == one.initials


# ---------------------------------------------------------------- what the shipped tables promise


@pytest.mark.parametrize("subjects", SHIPPED)
def test_what_is_shipped_hangs_together(subjects: Subjects) -> None:
    codes = [one.code for one in subjects.all]
    assert codes == sorted(codes)
    for one in subjects.all:
        assert len(one.initials) == sum(map(is_han, one.name)), one
        assert one.sure != "own"
        above = subjects.parents(one.code)
        assert [parent.code for parent in above] == [
            one.code[:digits] for digits in LEVELS if digits < len(one.code)
        ]
        for parent in above:  # nothing is valid in a year in which its parent is not
            assert (parent.first_year or 0) <= (one.first_year or parent.first_year or 0), one
            assert (parent.last_year or 9999) >= (one.last_year or 9999), one


@pytest.mark.parametrize("subjects", SHIPPED)
@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_code_means_one_thing_in_a_year(subjects: Subjects, year: int) -> None:
    counts = Counter(one.code for one in subjects.all if one.valid(year))
    assert counts
    assert max(counts.values()) == 1


def test_levels() -> None:
    assert {one.level for one in table("function").all} == {"类", "款", "项"}
    assert {one.level for one in table("economic").all} == {"类", "款"}


def test_the_files_are_plain() -> None:
    for name in TABLES:
        data = (resources() / "codes" / f"{name}.csv").read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\n")


# ---------------------------------------------------------------- of, parents, merged


def subject(
    code: str, name: str, letters: str = "", years: tuple[int, int] | None = None
) -> Subject:
    first, last = years or (None, None)
    return Subject(code, name, LEVELS[len(code)], letters, first, last, "own")


def test_of() -> None:
    function = table("function")
    found = function.of("2080505")
    assert found is not None
    assert found.name == "机关事业单位基本养老保险缴费支出"
    assert function.of("9999999") is None
    assert function.of("") is None


def test_of_a_code_that_changed_its_name() -> None:
    old, new = subject("21305", "旧", "j", (2015, 2020)), subject("21305", "新", "x", (2021, 2023))
    subjects = Subjects((old, new))
    cases = {2016: old, 2020: old, 2021: new, 2023: new, 2025: new, None: new}
    assert {year: subjects.of("21305", year) for year in cases} == cases


PARENTS = [
    ("2080505", ["208", "20805"]),
    ("20805", ["208"]),
    ("208", []),
    ("2080597", ["208", "20805"]),  # not in the table itself
    ("9990505", []),
    ("", []),
]


@pytest.mark.parametrize(("code", "above"), PARENTS)
def test_parents(code: str, above: list[str]) -> None:
    assert [one.code for one in table("function").parents(code)] == above


def test_the_own_list_wins_and_adds() -> None:
    function = table("function")
    own = [subject("2080505", "养老保险缴费"), subject("2080598", "新谷殡葬行业补助")]
    both = function.merged(own)
    assert len(both.all) == len(function.all) + 1
    assert both.of("2080505") == subject("2080505", "养老保险缴费", "ylbxjf")
    assert both.find("xgbz", 2024)[0].code == "2080598"
    assert [one.code for one in both.parents("2080598")] == ["208", "20805"]
    assert [one.code for one in both.all] == sorted(one.code for one in both.all)
    assert function.of("2080598") is None  # the shipped table stays as it was


def test_the_own_list_replaces_a_code_in_every_year() -> None:
    both = table("function").merged([subject("2010308", "信访")])
    assert [one.name for one in both.all if one.code == "2010308"] == ["信访"]


def test_merging_nothing_changes_nothing() -> None:
    assert table("economic").merged([]) == table("economic")


# ---------------------------------------------------------------- initials

INITIALS = [  # name, initials without any table
    ("一般公共服务支出", "ybggfwzc"),
    ("维修（护）费", "wxhf"),
    ("“两房”建设", "lfjs"),
    ("啊座", "az"),
    ("亳州A1", "z"),  # 亳 is a rare character: it has no letter
    ("龘", ""),
    ("", ""),
]


@pytest.mark.parametrize(("name", "letters"), INITIALS)
def test_initials_by_order(name: str, letters: str) -> None:
    assert initials(name, {}) == letters


def test_initials_learn_from_what_is_known() -> None:
    letters = learned([("亳行", "bh"), ("行", "x"), ("行", "x"), ("殡葬", "b")])
    assert letters == {"亳": "b", "行": "x"}
    assert initials("亳州行", letters) == "bzx"


def test_the_order_of_characters_agrees_with_nearly_all_shipped_names() -> None:
    known = [one for name in TABLES for one in table(name).all]
    wrong = [one.name for one in known if initials(one.name, {}) != one.initials]
    assert len(wrong) < len(known) // 50  # only characters with two readings


# ---------------------------------------------------------------- a table that is broken

BROKEN = [  # text, line, part of the sentence
    ("", 1, "表头应当是“code,name"),
    ("编码,名称\n201,甲\n", 1, "表头应当是"),
    (HEAD + "201,甲,类,,,found\n", 2, "应当有7列，实际有6列"),
    (HEAD + "201,甲,类,,,found,j,\n", 2, "应当有7列，实际有8列"),
    (HEAD + "20a,甲,类,,,found,j\n", 2, "编码“20a”应当全是数字"),
    (HEAD + "２０１,甲,类,,,found,j\n", 2, "应当全是数字"),
    (HEAD + ",甲,类,,,found,j\n", 2, "应当全是数字"),
    (HEAD + "2010,甲,类,,,found,j\n", 2, "有4位，级次写的是“类”"),
    (HEAD + "201,甲,款,,,found,j\n", 2, "有3位，级次写的是“款”"),
    (HEAD + "201, ,类,,,found,j\n", 2, "没有名称"),
    (HEAD + "201,甲,类,,,yes,j\n", 2, "把握程度“yes”"),
    (HEAD + "201,甲,类,,,found,J\n", 2, "拼音首字母“J”"),
    (HEAD + "201,甲,类,20,,found,j\n", 2, "年度“20”应当是四位数字"),
    (HEAD + "201,甲,类,2021,2020,found,j\n", 2, "启用年度2021晚于停用年度2020"),
    (HEAD + "201,甲,类,,,found,j\n201,乙,类,,,found,y\n", 3, "已经有了，见第2行"),
    (HEAD + "201,甲,类,,2021,found,j\n201,乙,类,2021,,found,y\n", 3, "见第2行"),
    (HEAD + "201,甲,类,2021,,found,j\n\n201,乙,类,,,found,y\n", 4, "见第2行"),
    (HEAD + "201,甲,类,,,found,j\n2010101,乙,项,,,found,y\n", 3, "上级“20101”不在表里"),
    (HEAD + "20101,乙,款,,,found,y\n", 2, "上级“201”不在表里"),
    (HEAD + '201,"甲,类,,,found,j\n', 2, "引号没有成对"),
]


@pytest.mark.parametrize(("text", "line", "part"), BROKEN)
def test_a_broken_table_is_refused_with_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(SubjectsProblem) as caught:
        read_subjects(text)
    assert caught.value.line == line
    assert caught.value.sentence.startswith(f"科目表第{line}行：")
    assert part in caught.value.sentence


def test_a_code_may_change_its_name_and_a_parent_may_stand_below() -> None:
    text = "20101,乙,款,,,found,y\n201,甲,类,,2020,found,j\n201,丙,类,2021,,unsure,b\n"
    subjects = read_subjects("\ufeff" + HEAD + text)
    assert [one.name for one in subjects.all] == ["甲", "丙", "乙"]
    assert [one.name for one in subjects.find("201", 2020)] == ["甲", "乙"]
    assert [one.name for one in subjects.find("201", 2021)] == ["丙", "乙"]

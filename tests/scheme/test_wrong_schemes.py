"""Every way to spoil the shipped scheme is refused with the file, the place and what is expected.

Each row spoils one thing in a copy of the scheme: file, old text, new text, and the refusal after
the file's name (… stands for anything). Where another file is to blame, the row names it.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.scheme.load import SchemeError, load_scheme
from tests.scheme.wrong_rules import RULES
from tests.scheme.wrong_sheets import COLUMNS, SHEETS
from tests.scheme.wrong_sizes import BOUNDS

SHIPPED = Path(__file__).parents[2] / "resources/schemes/national-2020"
S, P, OVERALL = "scheme.toml", "project.toml", "overall.toml"
INCOME, SPENDING, COUNTS = "income.toml", "spending.toml", "three_counts.toml"
SUM, PARTS = "sum(fiscal, carried, other)", "sum(basic, project, other)"
K07 = "info.staff_actual <= info.staff_authorized"

KEYS = [
    (S, 'hint = "机构编制', 'hnit = "机构编制', "field staff_authorized: unexpected 'hnit' … kind"),
    (S, 'title = "财政部通用', 'titel = "财政部通用', "top: expected 'title' (a text)"),
    (S, "over_prompt", "over_promt", "scoring: expected 'over_prompt' (a number)"),
    (S, "total = 100", "total = 100\nmost = 9", "scoring: unexpected 'most'"),
    (S, 'remark = "注：各项', 'remarks = "注：各项', "option score_digits: unexpected 'remarks'"),
    (S, 'todo = "核对人数', 'to_do = "核对人数', "check K07: expected 'todo'"),
    (INCOME, 'hint = "整体', 'hints = "整体', "top: unexpected 'hints'"),
    (INCOME, 'id = "fund", label', 'id = "fund", name', "rows fund: expected 'label'"),
    (P, "[execution]\nweight", "[execution]\nwheight", "execution: expected 'weight'"),
    (P, "[execution]\n", "[execution]\nmore = 1\n", "execution: unexpected 'more'"),
    (P, 'name = "{name}"', 'name = "{name}"\nfont = "x"', "sheet: unexpected 'font'"),
    (
        P,
        "tall = [11]",
        "high = [11]",
        "sheet part 0: unexpected 'high'; expected one of cells, kind",
    ),
    (
        P,
        'kind = "indicators"',
        'kind = "indicators"\ntall = [1]',
        "sheet part 1: unexpected 'tall'",
    ),
    (P, 'kind = "indicators"', "", "sheet part 1: expected 'kind' (a text)"),
    (P, 'at = "B", width = 10', "at = 2", "column level1.at: expected a text, found 2"),
    (P, 'at = "B", width = 10', 'at = "B", wide = 9', "column level1: unexpected 'wide'"),
    (P, 'label = "一级指标", at', "at", "column level1: expected 'label' (a text)"),
    (
        P,
        'label = "数量指标" }',
        'name = "数量指标" }',
        "level output level2 quantity: expected 'label'",
    ),
    (P, 'unit = "万元"\nhint', "hint", "table money: expected 'unit'"),
    (P, 'row = "total"\n', "", "execution: expected 'row' (a text)"),
    (S, 'source = "财政部《', '# source = "财政部《', "top: expected 'source' (a text)"),
    (P, 'source = "财', '# source = "财', "top: expected 'source' (a text)"),
    (S, 'inverse_ratio = "', 'inverse_ration = "', "scoring.sources: expected 'inverse_ratio'"),
    (S, "\ntotal = 100", "", "scoring: expected 'total' (a number)"),
]
TYPES = [
    (S, 'label = "填表人"', "label = 5", "field filler.label: expected a text, found 5"),
    (S, "required = true", 'required = "yes"', "field unit.required: expected true or false"),
    (P, "many = true", "many = 1", "many: expected true or false, found 1"),
    (S, "low = 0.8", 'low = "0.8"', "tier reached.low: expected a number, found '0.8'"),
    (S, "low = 0.8", "low = true", "tier reached.low: expected a number"),
    (S, "low = 0.8", "low = nan", "tier reached.low: expected a number"),
    (S, "at_least = 90", "at_least = inf", "grade 优.at_least: expected a number"),
    (S, '"income", "spending",', '"income", 5,', "tables: expected a list of"),
    (S, 'forms = ["project", "overall"]', 'forms = "project"', "forms: expected a list of texts"),
    (S, 'equal = "', 'also = 5\nequal = "', "scoring.sources: expected a table of texts"),
    (P, "widths = [11, ", 'widths = ["9", ', "sheet.widths: expected a list of numbers above 0"),
    (P, "widths = [11, ", "widths = [0, ", "sheet.widths: expected a list of numbers above 0"),
    (
        P,
        '["A3", "项目支出名称", "label"]',
        '["A3", 3, "label"]',
        "sheet part 0.cells[2]: expected a",
    ),
    (P, "tall = [11]", 'tall = "11"', "sheet part 0.tall: expected a list of numbers"),
    (P, "cells = [\n", "cells = 5 # [", "expected TOML"),
    (P, 'at = "B", width', "at = 2, width", "column level1.at: expected a text, found 2"),
    (P, "width = 10", 'width = "10"', "column level1.width: expected a number, found '10'"),
    (P, "many = true", "many = true\nlandscape = true", "top: unexpected 'landscape'"),
    (P, "[sheet]\n", "[sheet]\nlandscape = 1\n", "sheet.landscape: expected true or false"),
    (P, 'group = "绩效指标"', "group = true", "sheet part 1.group: expected a text, found True"),
    (P, 'group = "绩效指标"', 'merged = "no"', "sheet part 1.merged: expected true or false"),
    (P, "required = true },", "required = true, limit = false },", "name.limit: expected a number"),
    (P, "column = [\n", "column = [\n  5,\n", "column[0]: expected a table"),
    (P, "goals = [\n", "goals = [\n  5,\n", "goals[0]: expected a table"),
    (P, 'bases = { adjusted = "adjusted", ', 'bases = "adjusted"#', "bases: expected a table"),
    (INCOME, "rows = [", "rows = 5 # [", "expected TOML"),
]
IDS = [
    (S, 'id = "national-2020"', 'id = "national"', "id: expected the folder's name 'national-20"),
    (INCOME, 'id = "income"', 'id = "incomes"', "id: expected the file's name 'income'"),
    (S, 'id = "phone"', 'id = "filler"', "field filler: 'filler' stands twice"),
    (S, 'id = "phone"', 'id = "Phone"', "field Phone.id: expected a lower-case word"),
    (S, 'id = "phone"', 'id = "a.b"', "field a.b.id: expected a lower-case word"),
    (S, 'id = "K02"', 'id = "K01"', "check K01: 'K01' stands twice"),
    (S, 'id = "partly"', 'id = "reached"', "tier reached: 'reached' stands twice"),
    (S, 'label = "良"', 'label = "优"', "grade 优: '优' stands twice"),
    (S, 'id = "inverse_rule"', 'id = "execution_basis"', "option execution_basis: 'execution_bas"),
    (INCOME, 'id = "fund"', 'id = "public"', "rows public: 'public' stands twice"),
    (INCOME, 'id = "adjusted"', 'id = "initial"', "columns initial: 'initial' stands twice"),
    (INCOME, 'id = "fund"', 'id = "actual"', "rows actual: a row and a column must not have one"),
    (P, 'id = "quality"', 'id = "quantity"', "level output level2 quantity: 'quantity' stands"),
    (P, 'id = "social"', 'id = "cost"', "level: second-level indicator 'cost' stands twice"),
    (P, 'id = "benefit"', 'id = "output"', "level output: 'output' stands twice"),
    (P, 'id = "goal_actual"', 'id = "name"', "fields name: 'name' means something else"),
    (P, 'id = "department"', 'id = "money"', "fields money: 'money' means something else"),
    (P, 'id = "department"', 'id = "year"', "fields year: 'year' means something else"),
    (P, 'id = "department"', 'id = "total"', "fields total: 'total' means something else"),
    (P, 'id = "department"', 'id = "each"', "fields each: 'each' means something else"),
    (P, 'id = "level2"', 'id = "level1"', "column level1: 'level1' stands twice"),
    (P, '\nid = "money"', '\nid = "funds"', "execution: expected a table 'money'"),
    (P, '\nid = "money"', '\nid = "income"', "table income: 'income' is a table of the scheme"),
    (
        P,
        '[[table]]\nid = "money"',
        '[[table]]\nid = "Money"',
        "table Money.id: expected a lower-case",
    ),
    (P, 'id = "carried"', 'id = "each"', "rows each: a row and a column must not have one name"),
    (S, '"income", "spending",', '"income", "income",', "tables: 'income' stands"),
    (S, '"project", "overall"]', '"income", "overall"]', "income.toml, top: expected 'sheet'"),
]
CHOICES = [
    (S, 'kind = "date"', 'kind = "day"', "field fill_date.kind: unknown 'day'; expected one of"),
    (COUNTS, 'kind = "count"', 'kind = "counts"', "columns this.kind: unknown 'counts' … amount"),
    (INCOME, 'unit = "万元"', 'unit = "亿元"', "unit: unknown '亿元'; expected one of 元, 万元"),
    (INCOME, 'tab = "income_sp', 'tab = "incomes_sp', "tab: unknown 'incomes_spending'"),
    (P, 'tab = "project"', 'tab = "projects"', "tab: unknown 'projects' … three_publics"),
    (
        P,
        '"level1", label',
        '"level0", label',
        "column level0.id: unknown 'level0'; expected one of",
    ),
    (
        P,
        'kind = "indicators"',
        'kind = "rows"',
        "sheet part 1.kind: unknown 'rows' … fixed, indicators",
    ),
    (P, 'unit = "万元"\nhint', 'unit = "元"\ntab = "x"\nhint', "table money.tab: unknown 'x'"),
    (
        P,
        'label = "预期目标", kind = "longtext"',
        'label = "预期目标", kind = "choice"',
        "goals goal_expected.choices: expected choices for kind 'choice', and only there",
    ),
    (
        P,
        'label = "主管部门", ',
        'label = "主管部门", choices = [{ id = "a", label = "甲" }], ',
        "fields department.choices: expected choices for kind 'choice', and only there",
    ),
    (
        P,
        'label = "主管部门", ',
        'label = "主管部门", kind = "choice", choices = [{ id = "a" }], ',
        "fields department choices a: expected 'label' (a text)",
    ),
    (S, 'level = "error"', 'level = "fatal"', "check K01.level: unknown 'fatal' … warning, note"),
    (S, 'id = "score_digits"', 'id = "digits"', "option digits: unknown option … score_digits"),
    (
        S,
        'id = "score_digits"',
        'id = "a"\nlabel = "b"\ndefault = "c"\nchoices = []\n[[option]]\nid = "score_digits"',
        "option a: unknown option … execution_basis, inverse_rule",
    ),
    (S, 'default = "excess"', 'default = "none"', "option inverse_rule: default 'none' is none"),
    (
        S,
        '{ id = "lowest"',
        '{ id = "worst"',
        "option shared_score: unknown choice 'worst' … lowest",
    ),
    (S, '{ id = "1", ', '{ id = "3", ', "option score_digits: unknown choice '3' … 2, 1, 0"),
    (S, '{ id = "1", ', '{ id = "2", ', "option score_digits choices 2: '2' stands twice"),
]
BANDS = [
    (S, "high = 0.8", "high = 0.75", "tier partly: expected to run down from 0.8, found 0.75"),
    (S, "high = 0.8", "high = 0.85", "tier partly: expected to run down from 0.8, found 0.85"),
    (S, "low = 0\n", "low = 0.1\n", "tier: the last tier must end at 0"),
    (S, "high = 1\n", "high = 0.99\n", "tier reached: expected to run down from 1, found 0.99"),
    (S, "low = 0.6\n", "low = 0.9\n", "tier partly: expected to run down"),
    (S, "at_least = 0\n", "at_least = 1\n", "grade: the last grade must be at_least = 0"),
    (S, "at_least = 80", "at_least = 95", "grade: expected to fall"),
    (S, "at_least = 80", "at_least = 90", "grade: expected to fall"),
]
WEIGHTS = [
    (P, "weight = 30", "weight = 35", "level: weights add up to 105, expected 100"),
    (OVERALL, "weight = 50", "weight = 49.99", "level: weights add up to 99.99, expected 100"),
    (P, "weight = 30", "weight = 0", "level benefit: expected a weight above 0"),
    (P, "weight = 30", "weight = -30", "level benefit: expected a weight above 0"),
    (P, "weight = 30", 'weight = "30"', "level benefit.weight: expected a number, found '30'"),
    (
        P,
        'level2 = [{ id = "served", label = "服务对象满意度指标" }]',
        "level2 = []",
        "level satisfaction: expected second-level indicators",
    ),
    (P, "[execution]\nweight = 10", "[execution]\nweight = -1", "execution.weight: expected 0 or"),
]
EXECUTION = [
    (P, 'row = "total"', 'row = "sum"', "execution.row: no such money row: sum"),
    (P, 'executed = "executed"', 'executed = "actual"', "execution: no such money column: actual"),
    (P, 'initial = "initial" }', 'initial = "first" }', "execution: no such money column: first"),
    (P, ', initial = "initial" }', " }", "execution.bases: expected adjusted and initial"),
    (P, 'name_field = "name"', 'name_field = "title"', "name_field: no such field: title"),
    (
        P,
        'name_field = "name"\n',
        "",
        "name_field: expected the field that names each of many forms",
    ),
    (
        P,
        '\nrow = "total"',
        '\nreason_below = "0.9"\nrow = "total"',
        "execution.reason_below: expected",
    ),
    (P, "[execution]\n", "[execution]\ncaps = 5\n", "execution.caps: expected a list of tables"),
    *(
        (P, "[execution]\n", f"[execution]\ncaps = [{{ {cap} }}]\n", f"execution{words}")
        for cap, words in [
            ("below = 0.8", " caps 0: expected 'at_most' (a number)"),
            ("below = 0.8, at_most = 80, over = 1", " caps 0: unexpected 'over'"),
            ("below = 0, at_most = 80", ".caps: expected below from 0 to 1, at_most 0 or more"),
            ("below = 1.1, at_most = 80", ".caps: expected below from 0 to 1"),
            ("below = 0.8, at_most = -1", ".caps: expected below from 0 to 1"),
        ]
    ),
    (P, 'default = "department"', 'default = "boss"', "fields department: no such field: boss"),
]
FORMULAS = [
    ("outlay.toml", 'last = "spent"', 'last = "spend"', "columns last.last: no such column: spend"),
    ("outlay.toml", 'last = "spent"', "last = true", "columns last.last: expected a text"),
    (
        "last_projects.toml",
        'last_each = "project"',
        'last_each = "overall"',
        "lists: no form that there may be many of: overall",
    ),
    (P, SUM, "sum(fiscal, ", "table money rows total.formula: expected a formula: not"),
    (P, SUM, "fiscal.real()", "expected a formula: not understood: 'fiscal.real()'"),
    (P, SUM, "open(fiscal)", "expected a formula: not understood: 'open(fiscal)'"),
    (P, SUM, "True", "expected a formula: not understood: 'True'"),
    (P, SUM, "'100'", "expected a formula: not understood"),
    (P, SUM, "lambda: 1", "expected a formula: not understood: 'lambda: 1'"),
    (P, SUM, "fiscal ** 2", "expected a formula: not understood: 'fiscal ** 2'"),
    (P, SUM, "fiscal == other", "expected a formula: not understood: 'fiscal == other'"),
    (P, SUM, "sum(fiscal, carry)", "no such cell: carry"),
    (P, SUM, "sum(fiscal, overall.money.total.x)", "no such cell: overall.money.total.x"),
    (P, SUM, "sum(project.p1.money.fiscal.initial)", "no such cell: project.p1.money.fiscal.init"),
    (SPENDING, PARTS, "sum(basic, info.unit)", "total.initial: no such cell: inf"),
    (SPENDING, PARTS, "sum(basic, projects)", "no such cell: projects"),
    (SPENDING, PARTS, "income.total.last", "no such cell: income.total.last"),
    (SPENDING, "actual / adjusted", "actual / budget", "basic.completion: no such cell: budget"),
    (SPENDING, PARTS, "project.each.money.total.initial", "'each' needs a func"),
    (SPENDING, PARTS, "sum(basic, total)", "waits for itself: spending.total."),
    (SPENDING, PARTS, "overall.money.total.adjusted", ".toml … waits for itself"),
    (P, SUM, "sum(project.each.money.total.initial)", "initial: waits for itself"),
]
CHECKS = [
    (S, K07, "info.staff_actual", "check K07.require: expected a formula: expected one comparison"),
    (S, K07, "0 < info.staff_actual < 9", "check K07.require: expected a formula: expected one"),
    (S, K07, "info.staff_actual != 9", "check K07.require: expected a formula: comparison not"),
    (S, f'require = "{K07}"', 'require = ""', "check K07.require: expected a comparison"),
    (S, K07, "info.staff <= 9", "check K07: no such cell: info.staff"),
    (S, K07, "info.unit <= 9", "check K07: no such cell: info.unit"),
    (S, K07, "project.each.money.total.initial <= 9", "'each' needs a function around it"),
    (S, K07, "project.money.total.initial <= 9", "no such cell: project.money.total.initial"),
    (S, 'cells = ["info.staff_actual"', 'cells = ["info.staff"', "K07: no such cell: info.staff"),
    (S, 'cells = ["spending.project.actual"]', "cells = []", "check K03.cells: expected the cell"),
    (
        S,
        'cells = ["spending.project.actual"]',
        'cells = ["project.each.money.total.executed"]',
        "check K03: no one cell to go to: project.each.",
    ),
    (S, "超出 {difference} 人", "超出 {diff} 人", "check K07: no such cell: {diff}"),
    (S, "超出 {difference} 人", "超出 {difference 人", "check K07: expected braces in pairs"),
    (S, "超出 {difference} 人", "超出 difference} 人", "check K07: expected braces in pairs"),
    (S, "确实超编的", "{info.head}超编的", "check K07: no such cell: {info.head}"),
    (S, "确实超编的", "超编{difference}人的", "check K07: no such cell: {difference}"),
    (S, "tolerance = 0\n", "tolerance = -1\n", "check K07.tolerance: expected 0 or more"),
    (S, "tolerance = 0\n", "", "check K07: expected 'tolerance' (a number)"),
]
NO_TOML = [
    (S, 'id = "head"', 'id = "head"\nid = "head"', "expected TOML: Cannot overwrite a value"),
    (P, "[sheet]\n", "[sheet]\n[sheet]\n", "expected TOML: Cannot declare ('sheet',) twice"),
    (INCOME, 'title = "收入预算执行"', "title = 收入", "expected TOML: Invalid value"),
    (INCOME, 'title = "收入预算执行"', 'title = "收入', "expected TOML: Illegal character"),
]
TABLES = [
    *(KEYS + TYPES + IDS + CHOICES + BANDS + WEIGHTS + EXECUTION),
    *(FORMULAS + COLUMNS + CHECKS + SHEETS + RULES + BOUNDS + NO_TOML),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)


def refusal(folder: Path) -> SchemeError:
    with pytest.raises(SchemeError) as caught:
        load_scheme(folder)
    return caught.value


def test_the_unspoilt_copy_loads(folder: Path) -> None:
    assert load_scheme(folder).id == SHIPPED.name


@pytest.mark.parametrize(("file", "old", "new", "words"), TABLES)
def test_refused(folder: Path, file: str, old: str, new: str, words: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, "the row spoils nothing"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    said = str(refusal(folder))
    place = "" if ".toml" in words else f"{file}, "
    assert re.match(f"{place}.*" + ".*".join(map(re.escape, words.split(" … "))), said), said


# how a file may be spoilt as a whole; the words of the refusal
FILES: list[tuple[str, Callable[[Path], object], str]] = [
    (INCOME, Path.unlink, "income.toml, top: expected this file in the scheme's folder"),
    (OVERALL, Path.unlink, "overall.toml, top: expected this file"),
    (S, Path.unlink, "scheme.toml, top: expected this file"),
    (INCOME, lambda path: path.write_text("", encoding="utf-8"), "income.toml, top: expected 'id'"),
    (
        INCOME,
        lambda path: path.write_bytes(path.read_text(encoding="utf-8").encode("gbk")),
        "income.toml, top: expected UTF-8 text",
    ),
]


@pytest.mark.parametrize(("file", "spoil", "words"), FILES)
def test_refused_files(
    folder: Path, file: str, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(folder / file)
    assert words in str(refusal(folder))


def test_a_missing_option_is_refused(folder: Path) -> None:
    path = folder / S
    parts = path.read_text(encoding="utf-8").split("[[option]]\n")
    kept = [part for part in parts if not part.startswith('id = "shared_score"')]
    assert len(kept) == len(parts) - 1
    path.write_text("[[option]]\n".join(kept), encoding="utf-8")
    assert "scheme.toml, option: expected option 'shared_score'" in str(refusal(folder))


def test_columns_without_indicators_are_refused(folder: Path) -> None:
    path = folder / P
    before, _, after = path.read_text(encoding="utf-8").partition("[[level]]")
    sheet = after[after.index("[sheet]") :]
    path.write_text(f"{before}{sheet}", encoding="utf-8")
    words = "project.toml, column: expected columns where there are levels, and only there"
    assert words in str(refusal(folder))


def test_indicators_without_a_part_of_their_own_are_too_many(folder: Path) -> None:
    """A form with neither levels nor columns is one to fill in; its sheet has no indicators."""
    path = folder / P
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"column = \[.*?^\]\n", "", text, flags=re.DOTALL | re.MULTILINE)
    before, _, after = text.partition("[[level]]")
    path.write_text(before + after[after.index("[sheet]") :], encoding="utf-8")
    assert "project.toml, sheet.part: there are no indicators" in str(refusal(folder))


def test_a_renamed_folder_is_refused(folder: Path) -> None:
    moved = folder.rename(folder.with_name("hunan-2023"))
    assert "expected the folder's name 'hunan-2023'" in str(refusal(moved))


def test_a_refusal_has_its_three_parts(folder: Path) -> None:
    (folder / INCOME).unlink()
    error = refusal(folder)
    assert (error.file, error.place) == ("income.toml", "top")
    assert error.expected == "expected this file in the scheme's folder"


def test_each_row_spoils_something_of_its_own() -> None:
    assert len({row[:3] for row in TABLES}) == len(TABLES)

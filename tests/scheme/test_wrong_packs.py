"""Every way to spoil a scheme that builds on another one, with lists and prescribed indicators.

Rows as in tests/scheme/test_wrong_schemes.py; the copies are those of Hunan and of what it builds
on, and the scheme of Yueyang, which builds on Hunan's.
"""

import re
import shutil
from pathlib import Path

import pytest

from app.scheme.load import SchemeError, load_scheme

SHIPPED = Path(__file__).parents[2] / "resources/schemes"
NATIONAL, HUNAN, YUEYANG = "national-2020", "hunan-2023", "hunan-yueyang-2018"
S, P, BASE, SCORE = "scheme.toml", "project.toml", "base_data.toml", "score_sheet.toml"
FACTS, COUNTS = "overall_facts.toml", "work_counts.toml"
BASED = 'base = "national-2020"'
CATEGORY = 'where = "category", equals = "special"'
CARRIED = 'carried = { budget = "money.total.initial", actual = "money.total.executed" }'

# file of hunan-2023, old text, new text, the refusal after the file's name
BASES = [
    (S, BASED, "base = 5", "base: expected the id of a scheme"),
    (S, BASED, 'base = ["national-2020"]', "base: expected the id of a scheme"),
    (S, BASED, 'base = "../national-2020"', "base: expected the id of a scheme"),
    (S, BASED, 'base = "National-2020"', "base: expected the id of a scheme"),
    (S, BASED, 'base = "national-2019"', "base: no such scheme: 'national-2019'"),
    (S, BASED, 'base = "hunan-2023"', "base: 'hunan-2023' builds on this scheme again"),
    (S, BASED, 'base = "hunan-yueyang-2018"', "base: 'hunan-2023' builds on this scheme again"),
    (S, BASED, "", "top: expected 'field' (a list of tables)"),
    (S, "\nid =", '\nwithout = "check.K02"\nid =', "without: expected a list of texts"),
    (S, "\nid =", "\nwithout = [2]\nid =", "without: expected a list of texts"),
    (S, "\nid =", '\nwithout = ["check.K99"]\nid =', "without: 'check.K99' is nothing that the"),
    (S, "\nid =", '\nwithout = ["check"]\nid =', "without: 'check' is nothing that the base of"),
    (S, "\nid =", '\nwithout = ["tier.partly"]\nid =', "without: 'tier.partly' is nothing that"),
    (
        S,
        "\nid =",
        '\nwithout = ["option.score_digits"]\nid =',
        "option: expected option 'score_dig",
    ),
    (
        S,
        "\nid =",
        '\nwithout = ["field.staff_actual"]\nid =',
        "score_sheet.toml, indicator staff_control.rule: no such",
    ),
    (S, "\nid =", '\nextends = "x"\nid =', "top: unexpected 'extends'"),
    (P, 'base = "project"', "base = 5", "base: no such form to build on: 5"),
    (P, 'base = "project"', 'base = "projects"', "base: no such form to build on: 'projects'"),
    (P, 'base = "project"', 'base = "../project"', "base: no such form to build on: '../project'"),
    (P, 'base = "project"', 'base = "score_sheet"', "id: expected the file's name 'project'"),
    (P, 'base = "project"', "", "top: expected 'sheet' (a table)"),
    (P, 'base = "project"', 'base = "project"\nlevels = []', "top: unexpected 'levels'"),
    (
        P,
        'base = "project"',
        'base = "project"\nsheet = { extra = 5 }',
        "sheet: unexpected 'extra'",
    ),
    (
        P,
        'base = "project"',
        'base = "project"\nsheet = { extra = [], part = [] }',
        "sheet.part: expected parts",
    ),
    (
        SCORE,
        "[sheet]\n",
        "[sheet]\nextra = []\n",
        "sheet: unexpected 'extra'; expected one of landscape, name, part, widths",
    ),
]
LISTS = [
    (BASE, 'after = "special_total"', 'after = "special_head"', "lists special.after: no such row"),
    (BASE, 'after = "special_total"', 'after = "work"', "lists special.after: no such row: work"),
    (BASE, 'id = "more", label', 'id = "more", name', "lists more: expected 'label' (a text)"),
    (BASE, 'id = "more"', 'id = "other"', "lists other: 'other' stands twice"),
    (BASE, 'id = "more"', 'id = "project"', "lists project: 'project' stands twice"),
    (
        BASE,
        'id = "more"',
        'id = "actual"',
        "rows actual: a row and a column must not have one name",
    ),
    (BASE, 'id = "more"', 'id = "each"', "rows each: a row and a column must not have one name"),
    (BASE, 'id = "more"', 'id = "More"', "lists More.id: expected a lower-case word"),
    (BASE, 'after = "other_total" },', 'before = "x" },', "lists more: expected 'after' (a text)"),
    (BASE, 'each = "project", where', "where", "lists work.where: expected each and equals beside"),
    (BASE, ', equals = "work"', "", "lists work.where: expected each and equals beside where"),
    (
        BASE,
        'after = "other_total" },',
        f'after = "other_total", {CARRIED} }},',
        "lists more.carried: expected each beside carried",
    ),
    (BASE, 'each = "project"', 'each = "projects"', "work.each: no form that there may be many of"),
    (BASE, 'each = "project"', 'each = "overall"', "work.each: no form that there may be many of"),
    (BASE, CATEGORY, CATEGORY.replace("special", "x"), "no such choice of project: category = x"),
    (BASE, CATEGORY, CATEGORY.replace("category", "kind"), "special.where: no such choice of proj"),
    (BASE, CATEGORY, CATEGORY.replace("category", "name"), "special.where: no such choice of proj"),
    (BASE, "otherwise = true", 'otherwise = "yes"', "special.otherwise: expected true or false"),
    (BASE, CARRIED, 'carried = ["budget"]', "lists work.carried: expected a table of texts"),
    (BASE, CARRIED, "carried = { budget = 5 }", "lists work.carried: expected a table of texts"),
    (BASE, "{ budget = ", "{ plan = ", "lists work.carried: no such column: plan"),
    (
        BASE,
        "money.total.initial",
        "money.total.first",
        "no such cell: project.each.money.total.first",
    ),
    (BASE, "money.total.initial", "category", "no such cell: project.each.category"),
    (BASE, 'dash = ["last"]', 'dash = "last"', "rows purchase.dash: expected a list of texts"),
    (BASE, 'dash = ["last"]', 'dash = ["year"]', "rows purchase.dash: no such column: year"),
    (BASE, 'dash = ["last"]', 'dash = ["last", "last"]', "purchase.dash: 'last' stands twice"),
    (BASE, "sum(work)", "sum(works)", "expenses.work_total.last: no such cell: works"),
    (BASE, "sum(work)", "sum(work, project)", "waits for itself"),
    (BASE, '{ id = "actual", label = "本年决算数" }', "5", "columns[2]: expected a table"),
    (
        BASE,
        "many = false",
        'many = true\nname_field = "unit"',
        "table expenses: no lists where there",
    ),
    (BASE, '\nid = "staff"', '\nid = "income"', "table income: 'income' is a table of the scheme"),
    (BASE, '\nid = "staff"', '\nid = "unit"', "fields unit: 'unit' means something else already"),
    (BASE, '\nid = "staff"', '\nid = "expenses"', "table expenses: 'expenses' stands twice"),
    (BASE, 'list = "more"', 'list = "rest"', "sheet part 8: no such list: expenses.rest"),
    (BASE, 'list = "more"', 'list = "project"', "sheet part 8: no such list: expenses.project"),
    (BASE, 'table = "expenses"', 'table = "income"', "sheet part 1: no such list: income.work"),
    (BASE, 'table = "expenses"\n', "", "sheet part 1: expected 'table' (a text)"),
    (BASE, "{row.last}", "{row.first}", "sheet part 1.cells: no such cell: {row.first}"),
    (BASE, "{row.last}", "{expenses.work.each.first}", "sheet part 1.cells: no such cell"),
    (BASE, '"{thrift}"', '""', "fields thrift: expected a place on the sheet for it"),
    (BASE, "{expenses.project.last}", "{row.last}", "sheet part 0.cells: no such cell: {row.last}"),
    (
        BASE,
        'source = "湖南',
        'column = []\nlevel = 5\nsource = "湖南',
        "level: expected a list of tab",
    ),
    (
        FACTS,
        'tab = "income_spending"',
        'tab = "spending"',
        "tab: unknown 'spending'; expected one of",
    ),
    (FACTS, 'id = "overall_facts"', 'id = "facts"', "id: expected the file's name 'overall_facts'"),
    (
        S,
        '"overall_facts", ',
        "",
        "score_sheet.toml, indicator three_publics_change.rule: no such cell",
    ),
    (S, '"base_data", ', "", "score_sheet.toml, indicator building_area.rule: no such cell"),
    (S, '"base_data", ', '"income", ', "income.toml, top: expected 'sheet' (a table)"),
]
PRESETS = [
    (
        SCORE,
        'label = "在职人员控制率"',
        "label = 5",
        "indicator staff_control.label: expected a text",
    ),
    (SCORE, 'label = "在职人员控制率"\n', "", "indicator staff_control: expected 'label' (a text)"),
    (SCORE, "weight = 5\n", 'weight = "5"\n', "indicator staff_control.weight: expected a number"),
    (
        SCORE,
        "weight = 5\n",
        "weight = 6\n",
        "level input: its indicators add up to 14, expected 13",
    ),
    (SCORE, "weight = 13\n", "weight = 12\n", "level: weights add up to 99, expected 100"),
    (SCORE, "weight = 13\n", "weight = 0\n", "level input: expected a weight above 0"),
    (SCORE, "unsure = true", 'unsure = "yes"', "public_control.unsure: expected true or false"),
    (SCORE, "unsure = true", "sure = false", "indicator public_control: unexpected 'sure'"),
    (SCORE, 'id = "three_publics_change"', 'id = "staff_control"', "'staff_control' stands twice"),
    (
        SCORE,
        'id = "budget_control"',
        'id = "staff_control"',
        "indicator 'staff_control' stands twice",
    ),
    (
        SCORE,
        'id = "staff_control"',
        'id = "staff.control"',
        "staff.control.id: expected a lower-case",
    ),
    (SCORE, 'id = "management"', 'id = "allocation"', "second-level indicator 'allocation' stands"),
    (SCORE, "explain = ", "explains = ", "indicator staff_control: unexpected 'explains'"),
    (SCORE, "info.staff_actual /", "info.staff /", "staff_control.rule: no such cell: info.staff"),
    (SCORE, "info.staff_actual /", "info.unit /", "staff_control.rule: no such cell: info.unit"),
    (
        SCORE,
        "info.staff_actual /",
        "staff_actual /",
        "staff_control.rule: no such cell: staff_actual",
    ),
    (
        SCORE,
        "info.staff_actual /",
        "score_sheet.i1.weight /",
        "no such cell: score_sheet.i1.weight",
    ),
    (
        SCORE,
        'words = "在职人数÷编制数×100%"\n',
        "",
        "rule.words: expected the formula in words, too",
    ),
    (SCORE, "points = 0.5", "points = 6", "staff_control.rule: takes 6 off at once, more than 5"),
    (
        SCORE,
        "at_most = 0, points = 5",
        "at_most = 0, points = 4",
        "best tier gives 4 points, expected 5",
    ),
    (
        SCORE,
        "above = 0, at_most = 10",
        "above = 10, at_most = 10",
        "no figure lies between 10 and 10",
    ),
    (
        SCORE,
        '{ points = 0, label = "大于30%" },',
        "",
        "bands: the last tier must take all that is left",
    ),
    (
        SCORE,
        'kind = "share"',
        'kind = "shares"',
        "key_work.rule.kind: unknown 'shares'; expected one",
    ),
    (SCORE, 'kind = "judge"', 'kind = "judge"\nlimit = 1', "rules_sound.rule: unexpected 'limit'"),
    (SCORE, "{total.score}", "{total.points}", "sheet part 2.cells: no such cell: {total.points}"),
    (SCORE, "{grade}", "{grades}", "sheet part 2.cells: no such cell: {grades}"),
    (SCORE, '"{total.weight}"', '"{execution.sum}"', "part 2.cells: no such cell: {execution.sum}"),
]
TABLES = BASES + LISTS + PRESETS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (NATIONAL, HUNAN, YUEYANG):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    return tmp_path


def refusal(folder: Path) -> SchemeError:
    with pytest.raises(SchemeError) as caught:
        load_scheme(folder)
    return caught.value


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, "the row spoils nothing"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_unspoilt_copies_load(root: Path) -> None:
    assert load_scheme(root / HUNAN).bases == (NATIONAL,)
    assert load_scheme(root / YUEYANG).bases == (HUNAN, NATIONAL)


@pytest.mark.parametrize(("file", "old", "new", "words"), TABLES)
def test_refused(root: Path, file: str, old: str, new: str, words: str) -> None:
    spoil(root / HUNAN / file, old, new)
    said = str(refusal(root / HUNAN))
    place = "" if ".toml" in words else f"{file}, "
    assert re.match(f"{place}.*" + ".*".join(map(re.escape, words.split(" … "))), said), said


def test_each_row_spoils_something_of_its_own() -> None:
    assert len({row[:3] for row in TABLES}) == len(TABLES)


# ── what a whole chain of schemes may not be ─────────────────────────────


@pytest.mark.parametrize(
    ("folder", "file", "old", "new", "words"),
    [
        (NATIONAL, "income.toml", 'id = "fund"', 'id = "funds"', "overall.toml, sheet part 0"),
        (NATIONAL, S, 'label = "填表人"', "label = 5", "scheme.toml, field filler.label"),
        (HUNAN, SCORE, "[sheet]\n", "[sheets]\n", "score_sheet.toml, sheet: expected 'name'"),
        (
            YUEYANG,
            FACTS,
            'id = "changed"',
            'id = "change"',
            "score_sheet.toml, indicator budget_ch",
        ),
        (
            YUEYANG,
            SCORE,
            "weight = 3\n",
            "weight = 0\n",
            "budget_change: expected a weight above 0",
        ),
        (
            YUEYANG,
            SCORE,
            "weight = 3\n",
            "weight = -3\n",
            "budget_change: expected a weight above 0",
        ),
        (YUEYANG, FACTS, 'base = "overall_facts"', 'base = "x"', "base: no such form to build on"),
        (YUEYANG, S, '"overall_facts",', "", "score_sheet.toml, indicator three_publics_change"),
    ],
)
def test_a_fault_anywhere_below_is_refused(
    root: Path, folder: str, file: str, old: str, new: str, words: str
) -> None:
    spoil(root / folder / file, old, new)
    assert words in str(refusal(root / YUEYANG))


def test_a_base_that_is_gone_is_refused(root: Path) -> None:
    shutil.rmtree(root / HUNAN)
    words = "scheme.toml, base: no such scheme: 'hunan-2023'"
    assert words in str(refusal(root / YUEYANG))


def test_a_base_is_found_among_the_shipped_ones(root: Path) -> None:
    shutil.rmtree(root / NATIONAL)
    refusal(root / HUNAN)
    assert load_scheme(root / HUNAN, (SHIPPED,)).bases == (NATIONAL,)


def chained(root: Path, count: int) -> Path:
    """So many schemes, each building on the one before; the first builds on nothing."""
    for at in range(1, count):
        folder = root / f"step-{at}"
        folder.mkdir()
        base = f"step-{at - 1}" if at > 1 else NATIONAL
        lines = [f'id = "step-{at}"', f'base = "{base}"', 'title = "甲"', 'source = "乙"']
        (folder / S).write_text("\n".join(lines), encoding="utf-8")
    return root / f"step-{count - 1}"


def test_eight_schemes_may_stand_on_each_other(root: Path) -> None:
    assert len(load_scheme(chained(root, 8)).bases) == 7


def test_nine_may_not(root: Path) -> None:
    assert "builds on this scheme again" in str(refusal(chained(root, 9)))


def test_two_forms_that_build_on_each_other_are_refused(root: Path) -> None:
    for file, base in ((BASE, "score_sheet"), (SCORE, "base_data")):
        path = root / HUNAN / file
        text = path.read_text(encoding="utf-8")
        path.write_text(f'base = "{base}"\n{text}', encoding="utf-8")
    assert "base: builds on itself" in str(refusal(root / HUNAN))


def test_a_changed_form_that_another_one_builds_on_changes_the_scheme(root: Path) -> None:
    """The scheme does not list it: it only takes over what it says."""
    folder = root / "own-2024"
    folder.mkdir()
    texts = ('id = "own-2024"', BASED, 'title = "自定"', 'source = "自定"', 'forms = ["own"]')
    (folder / S).write_text("\n".join((*texts, 'without = ["check.K02", "check.K03"]')))
    (folder / "own.toml").write_text('id = "own"\nbase = "overall"\n')
    before = load_scheme(folder).hash
    spoil(root / NATIONAL / "overall.toml", 'title = "', 'title = "新')
    assert load_scheme(folder).hash != before

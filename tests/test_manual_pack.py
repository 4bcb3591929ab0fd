"""The worked example of the manual: its files load as they stand there, and give its scores."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.compute import compute
from app.domain.report import FormReport, Report
from app.domain.submission import Submission, add_form, new_entries
from app.scheme.load import load_scheme
from app.scheme.model import Scheme

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "resources/manual/packs.md"
SHIPPED = ROOT / "resources/schemes"
_FILE = re.compile(r"^```toml (?P<name>\S+)\n(?P<text>.*?)^```$", re.S | re.M)
P = "project.p1"


@pytest.fixture(scope="module")
def scheme(tmp_path_factory: pytest.TempPathFactory) -> Scheme:
    root = tmp_path_factory.mktemp("方案 示例") / "schemes"
    for found in _FILE.finditer(PAGE.read_text(encoding="utf-8")):
        path = root / found["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(found["text"], encoding="utf-8")
    return load_scheme(root / "qingshi-2024", (SHIPPED,))


def report_of(scheme: Scheme, **cells: str) -> Report:
    """`info__staff_actual="50"` is the cell info.staff_actual."""
    entries = new_entries(scheme, "青石县就业服务中心")
    entries |= add_form(scheme.form("project"), entries, "技能培训").cells
    entries |= {name.replace("__", "."): text for name, text in cells.items()}
    return compute(scheme, Submission(2024, scheme.id, scheme.hash, entries))


def overall(report: Report) -> FormReport:
    return report.form("overall")


def points(form: FormReport) -> dict[str, Decimal | None]:
    return {row.name: row.score.points for row in form.indicators if row.score}


STAFF = {"info__staff_authorized": "46", "info__staff_actual": "50"}
SPENT = {
    f"spending__{row}__{column}": text
    for row, *texts in (("basic", "60", "54"), ("project", "40", "38"))
    for column, text in zip(("adjusted", "actual"), texts, strict=True)
}
REST = {
    "overall__i3__actual": "制定未执行",
    "overall__i4__actual": "96.5%",
    "overall__i5__given": "9",
}


def test_the_page_has_the_files_it_names() -> None:
    names = [found["name"] for found in _FILE.finditer(PAGE.read_text(encoding="utf-8"))]
    assert names == [f"qingshi-2024/{file}.toml" for file in ("scheme", "project", "overall")]


def test_it_takes_over_what_it_does_not_say(scheme: Scheme) -> None:
    national = load_scheme(SHIPPED / "national-2020")
    assert scheme.bases == ("national-2020",)
    assert scheme.tables == national.tables
    assert [check.id for check in scheme.checks] == [
        check.id for check in national.checks if check.id != "K02"
    ]
    assert scheme.option("execution_basis").default == "initial"
    assert scheme.option("inverse_rule") == national.option("inverse_rule")
    assert [grade.label for grade in scheme.grades] == ["优秀", "良好", "合格", "不合格"]
    assert scheme.hash != national.hash


def test_the_new_form_scores_from_facts_words_and_a_person(scheme: Scheme) -> None:
    form = overall(report_of(scheme, **STAFF, **SPENT, **REST))
    # 50/46 = 108.70%: 8 whole points off; (92-100)/100 = -8%: the second tier
    assert points(form) == {
        "在职人员控制率": Decimal(4),
        "支出执行偏差率": Decimal(15),
        "管理制度": Decimal(10),
        "重点工作完成率": Decimal("19.3"),
        "履职效果": Decimal(9),
    }
    assert (form.total, form.grade, form.total_weight) == (Decimal("57.3"), "不合格", Decimal(100))
    staff, spent = form.indicators[:2]
    assert (staff.computed, spent.computed) == ("108.70%", "-8.00%")
    assert staff.score is not None
    assert staff.score.because.formula == "年末实有人数÷编制人数"
    assert staff.score.because.working == "＝50÷46＝108.70%；得分＝20－8×2＝4.00"
    assert spent.score is not None
    assert spent.score.because.working == "＝(92.00－100.00)÷100.00＝-8.00%"


def test_what_is_not_filled_in_is_asked_for_where_it_is_typed(scheme: Scheme) -> None:
    report = report_of(scheme, info__staff_authorized="46")
    asked = {item.cell: item.label for item in report.missing if "在职人员控制率" in item.where}
    assert asked == {"info.staff_actual": "年末实有人数"}
    assert points(overall(report))["在职人员控制率"] is None


def test_an_actual_beside_the_facts_is_questioned(scheme: Scheme) -> None:
    report = report_of(scheme, **STAFF, overall__i1__actual="100%")
    (found,) = (one for one in report.findings if one.code == "F23")
    assert "100%" in found.sentence
    assert "108.70%" in found.sentence
    assert points(overall(report))["在职人员控制率"] == 20  # what was typed counts
    assert not any(
        one.code == "F23"
        for one in report_of(scheme, **STAFF, overall__i1__actual="108.7%").findings
    )


PROJECT = (
    {
        f"{P}__money__fiscal__{column}".replace(".", "__"): text
        for column, text in (("initial", "100"), ("adjusted", "80"), ("executed", "55"))
    }
    | {
        f"{P}__{row}__{cell}".replace(".", "__"): text
        for row, *texts in (
            ("i1", "≥10场", "10场", "30"),
            ("i3", "≥1个", "1个", "40"),
            ("i4", "≥90%", "", "20"),
        )
        for cell, text in zip(("target", "actual", "weight"), texts, strict=True)
        if text
    }
    | {f"project__p1__{row}__name": row for row in ("i1", "i3", "i4")}
)
SURVEY = {f"project__p1__i4__survey_{cell}": n for cell, n in (("sent", "30"), ("valid", "25"))}


def test_execution_rate_caps_the_total_and_wants_a_reason(scheme: Scheme) -> None:
    survey = SURVEY | {"project__p1__i4__survey_satisfied": "22"}
    report = report_of(scheme, **PROJECT, **survey)
    form = report.form(P)
    assert form.execution is not None
    assert form.execution.rate == Decimal("0.55")  # by the initial budget: the pack's default
    # 22 of 25 = 88%: 15 points; 5.5 + 30 + 40 + 15 = 90.5, held down to 79
    assert (form.uncapped, form.total, form.grade) == (Decimal("90.5"), Decimal(79), "合格")
    said = {one.code: one for one in report.findings}
    assert "总分最高79分" in said["F25"].sentence
    assert said["F21"].cells == (f"{P}.execution.reason",)
    assert "低于80%" in said["F21"].sentence
    more = report_of(scheme, **PROJECT, **survey, project__p1__execution__reason="资金下达晚")
    assert "F21" not in {one.code for one in more.findings}


@pytest.mark.parametrize(
    ("satisfied", "expected"),
    [("25", 20), ("23", 20), ("22", 15), ("20", 15), ("19", 10), ("15", 10), ("14", 0)],
)
def test_a_questionnaire_gives_rate_tier_and_points(
    scheme: Scheme, satisfied: str, expected: int
) -> None:
    cells = PROJECT | SURVEY | {"project__p1__i4__survey_satisfied": satisfied}
    row = report_of(scheme, **cells).form(P).indicators[3]
    assert row.score is not None
    assert row.score.points == expected
    assert row.score.because.working.startswith(f"问卷满意{satisfied}份÷有效25份＝")


def test_counts_of_a_questionnaire_that_cannot_be(scheme: Scheme) -> None:
    cells = PROJECT | SURVEY | {"project__p1__i4__survey_satisfied": "26"}
    report = report_of(scheme, **cells)
    (found,) = (one for one in report.findings if one.code == "F27")
    assert found.sentence == "问卷满意26份，多于有效25份"
    assert found.cells == (f"{P}.i4.survey_satisfied",)
    assert report.form(P).total is None


def test_a_text_longer_than_the_form_allows(scheme: Scheme) -> None:
    said = [
        one.sentence
        for one in report_of(scheme, project__p1__plan="整" * 103).findings
        if one.code == "F26"
    ]
    assert said == ["整改措施有103字，表式要求100字以内，多3字"]
    quiet = report_of(scheme, project__p1__plan="整" * 100)
    assert "F26" not in {one.code for one in quiet.findings}

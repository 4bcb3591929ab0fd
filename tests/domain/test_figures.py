"""Figures in sentences and scores: counts as counts, a plain number as one, a total as it came."""

from dataclasses import replace
from decimal import Decimal

from app.domain.compute import compute
from app.scheme.formula import parse
from app.scheme.model import Cap, Check, Column, Preset, Row, Table
from app.scheme.rules import ByTarget, Measure
from tests.domain.expect import money, national, project, typed

FIGURES = ("10次", "10次")


def test_a_plain_number_from_facts_is_held_against_the_target() -> None:
    scheme = national()
    form = scheme.form("project")
    output, *others = form.levels
    first, *rest = output.level2
    rule = ByTarget(measure=Measure(parse("info.staff_actual"), "在职人数", unit=""))
    preset = Preset("staff", "在职人数", target="≤10人", rule=rule)
    levels = (replace(output, level2=(replace(first, presets=(preset,)), *rest)), *others)
    scheme = replace(scheme, forms=(replace(form, levels=levels),))
    entries = project(("", "", "10"), i1_preset="staff") | {"info.staff_actual": "12"}
    row = compute(scheme, typed(entries)).form("project.p1").indicators[0]
    assert row.computed == "12"
    assert row.score is not None
    assert str(row.score.rule) == "8.00"


def test_a_check_speaks_of_counts_as_counts() -> None:
    columns = (Column("one", "一", "count"), Column("two", "二", "count"))
    people = Table("more", "补充", "元", columns, (Row("second", "乙"),))
    require = parse("more.second.one <= more.second.two", comparison=True)
    message = "{left} 与 {right}，合计 {more.second.two}"
    check = Check(
        "K90", "error", "人数", require, Decimal(0), message, "核对", ("more.second.one",)
    )
    tables = (*national().tables, people)
    scheme = replace(national(), tables=tables, checks=(check,))
    found = compute(scheme, typed({"more.second.one": "30", "more.second.two": "20"})).findings
    assert [one.sentence for one in found] == ["30 与 20，合计 20"]


def test_a_figure_over_counts_of_all_projects_speaks_of_counts() -> None:
    scheme = national()
    form = scheme.form("project")
    people = Table("people", "人数", "元", (Column("n", "人数", "count"),), (Row("all", "合计"),))
    rule = ByTarget(measure=Measure(parse("sum(project.each.people.all.n) / 40"), "占比"))
    output, *others = form.levels
    first, *rest = output.level2
    preset = Preset("share", "占比", target="≥50%", rule=rule)
    levels = (replace(output, level2=(replace(first, presets=(preset,)), *rest)), *others)
    form = replace(form, levels=levels, tables=(*form.tables, people))
    entries = project(("", "", "10"), i1_preset="share") | {"project.p1.people.all.n": "30"}
    row = compute(replace(scheme, forms=(form,)), typed(entries)).form("project.p1").indicators[0]
    assert row.figure is not None
    assert "30" in row.figure.working
    assert "0.00" not in row.figure.working


def test_a_total_held_down_is_not_called_a_sum() -> None:
    scheme = national()
    form = scheme.form("project")
    assert form.execution is not None
    capped = replace(form.execution, caps=(Cap(Decimal("0.9"), Decimal(60)),))
    scheme = replace(scheme, forms=(replace(form, execution=capped),))
    entries = project((*FIGURES, "90")) | money("100", "100", "50")
    entries["project.p1.total.stated"] = "95"
    report = compute(scheme, typed(entries))
    said = next(one for one in report.findings if one.code == "F20").sentence
    assert said == "原表总分95，各项得分合计为95.00，按本地规定总分最高60分"

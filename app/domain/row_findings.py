"""What is wrong or odd in one indicator, each in one sentence with both figures."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from app.domain.by_target import by_target, measured, says, spans_differ, units_differ
from app.domain.report import Finding, FormReport, Indicator, Score
from app.domain.rubric import read_rubric
from app.domain.scoring_rules import Facts, Rules
from app.domain.targets import Blank, Quantity
from app.domain.values import number_text, rate_text, rounded, shorten
from app.domain.wording import both, row_where
from app.scheme.rules import Judge, Tiers

SLIP = Decimal(50)  # figures that are this many times apart are hardly in the same unit


def row_findings(form: FormReport, row: Indicator, rules: Rules) -> Iterator[Finding]:
    """What is wrong or odd in one indicator."""
    where = row_where(form, row)
    tab = form.form.tab
    weight, total = row.group_weight, rules.scheme.scoring.total
    if row.head and weight is not None and not 0 < weight <= total:
        yield Finding(
            code="F04",
            level="error",
            tab=tab,
            where=where,
            sentence=f"分值{number_text(weight)}应大于0、不超过{number_text(total)}",
            todo="改正分值",
            cells=(f"{row.address}.weight",),
            left=number_text(weight),
            right=number_text(total),
        )
    yield from _figure_findings(form, row, rules, where)
    yield from _source_findings(row, where, tab)
    yield from _rubric_findings(row, where, tab)
    if not form.form.scored:
        yield from _missed_findings(row, rules, where, tab)
    score = row.score
    most = row.group_weight if row.merged_score else row.weight
    if score is None or most is None:
        return
    yield from given_findings(form, where, row.address, score, most)
    yield from _points_findings(form, row, score, where, most)


def _points_findings(
    form: FormReport, row: Indicator, score: Score, where: str, most: Decimal
) -> Iterator[Finding]:
    """Points lost without a reason, points for what does not apply."""
    column = form.form.column("reason")
    if score.points is not None and score.points < most and column and not row.reason.strip():
        name = column.label.replace("\n", "")
        yield Finding(
            code="F08",
            level="error",
            tab=form.form.tab,
            where=where,
            sentence=f"得{score.points}分，低于分值{number_text(most)}分，没有写{name}",
            todo=f"在“{name}”里写明原因和措施",
            cells=(f"{row.address}.reason",),
            left=str(score.points),
            right=number_text(most),
            difference=number_text(most - score.points),
            unit="分",
        )
    if score.branch == "not-applicable" and not isinstance(row.target, Blank):
        yield Finding(
            code="F14",
            level="note",
            tab=form.form.tab,
            where=where,
            sentence=f"指标值和完成值都写“{shorten(row.target.text)}”，却占{number_text(most)}分",
            todo="规范做法是不设这一指标，把分值分给其他指标",
            cells=(f"{row.address}.target",),
        )


def _source_findings(row: Indicator, where: str, tab: str) -> Iterator[Finding]:
    """完成值 beside what facts or a questionnaire give, and levels as an imported form has them."""
    figure = row.figure
    if figure and figure.value is not None and isinstance(row.actual, Quantity) and row.computed:
        alike = row.actual.bare or ("%" in row.actual.unit) == ("%" in row.computed)
        if alike and rounded(row.actual.number) != rounded(figure.value):
            yield Finding(
                code="F23",
                level="warning",
                tab=tab,
                where=where,
                sentence=f"完成值填的是{shorten(row.actual.text)}，按已填的数据计算为{row.computed}"
                f"（{figure.working.lstrip('＝')}）",
                todo="清空完成值即按计算结果，或核对数据",
                cells=(f"{row.address}.actual",),
                left=shorten(row.actual.text),
                right=row.computed,
            )
    for cell, stated, label in (
        ("stated_level1", row.stated_level1, row.level1.label),
        ("stated_level2", row.stated_level2, row.level2.label),
    ):
        if stated and stated != label:
            yield Finding(
                code="F24",
                level="note",
                tab=tab,
                where=where,
                sentence=f"原表写在“{shorten(stated)}”下，本表归在“{label}”",
                todo="看看是不是挂错了位置",
                cells=(f"{row.address}.name", f"{row.address}.{cell}"),
                left=shorten(stated),
                right=label,
            )


def _rubric_findings(row: Indicator, where: str, tab: str) -> Iterator[Finding]:
    """A typed 评分标准 whose best tier is not the row's weight: which of the two is meant?"""
    weight = row.group_weight
    if not isinstance(row.rule, Judge) or not row.rubric or weight is None:
        return
    read = read_rubric(row.rubric)
    best = max(band.points for band in read.bands) if isinstance(read, Tiers) else weight
    if best != weight:
        yield Finding(
            code="F30",
            level="warning",
            tab=tab,
            where=where,
            sentence=f"评分标准里最高{number_text(best)}分，分值却是{number_text(weight)}分，不能自动计分",
            todo="改评分标准或改分值，使两个数相同",
            cells=(f"{row.address}.weight", f"{row.address}.rubric"),
            **both(best, weight, "分"),
        )


def _missed_findings(row: Indicator, rules: Rules, where: str, tab: str) -> Iterator[Finding]:
    """A missed target in a form without scores: no points are lost, so nobody would notice."""
    scored = by_target(rules, Facts(row.target, row.actual, rules.scheme.scoring.total))
    late = scored.branch == "date-open" and "晚于" in scored.because.rule
    if late or scored.branch.startswith("quantitative-missed"):
        yield Finding(
            code="F28",
            level="note",
            tab=tab,
            where=where,
            sentence=f"完成值“{shorten(row.actual.text)}”没有达到指标值“{shorten(row.target.text)}”",
            todo="核对两个数；确实没有达到的，在实际完成目标里说明原因",
            cells=(f"{row.address}.actual", f"{row.address}.target"),
            left=shorten(row.actual.text),
            right=shorten(row.target.text),
        )


def survey_findings(
    form: FormReport, row: Indicator, counts: tuple[Decimal | None, ...]
) -> Iterator[Finding]:
    """A questionnaire whose counts cannot be: more valid than sent, more satisfied than valid."""
    names = ("发出", "有效", "满意")
    cells = ("survey_sent", "survey_valid", "survey_satisfied")
    filled = [(n, c, v) for n, c, v in zip(names, cells, counts, strict=True) if v is not None]
    for (more, _, most), (less, cell, value) in pairwise(filled):
        if value > most:
            yield Finding(
                code="F27",
                level="error",
                tab=form.form.tab,
                where=row_where(form, row),
                sentence=f"问卷{less}{number_text(value)}份，多于{more}{number_text(most)}份",
                todo="核对问卷份数",
                cells=(f"{row.address}.{cell}",),
                **both(value, most, "份"),
            )


def given_findings(
    form: FormReport, where: str, address: str, score: Score, most: Decimal
) -> Iterator[Finding]:
    """A score that the clerk put in the rule's place: within bounds, and with a reason."""
    given, tab = score.given, form.form.tab
    if given is None:
        return
    low, high = score.low, score.high
    if not 0 <= given <= most:
        yield Finding(
            code="F05",
            level="error",
            tab=tab,
            where=where,
            sentence=f"得分{given}应在0和分值{number_text(most)}之间",
            todo="改正得分，或清空后按规则自动计分",
            cells=(f"{address}.given",),
            left=str(given),
            right=number_text(most),
        )
    elif low is not None and high is not None and low <= given <= high:
        return
    elif score.branch.endswith("-tier"):  # no reason leads out of a tier: choose another one
        yield Finding(
            code="F07",
            level="error",
            tab=tab,
            where=where,
            sentence=f"得分{given}不在所选档次的{low}至{high}之间",
            todo="改得分或改档次",
            cells=(f"{address}.given",),
            left=str(given),
            right=f"{low}–{high}",
        )
    elif given != score.rule and not score.given_reason.strip():
        ruled = "没有结果" if score.rule is None else f"是{score.rule}分"
        yield Finding(
            code="F06",
            level="warning",
            tab=tab,
            where=where,
            sentence=f"得分改为{given}分，按规则{ruled}，没有写改分理由",
            todo="写明改分理由，或清空得分恢复自动计分",
            cells=(f"{address}.given_reason",),
            left=str(given),
            right="" if score.rule is None else str(score.rule),
        )


def _figure_findings(
    form: FormReport, row: Indicator, rules: Rules, where: str
) -> Iterator[Finding]:
    own, tab = row.own, form.form.tab
    cells = (f"{row.address}.target", f"{row.address}.actual")
    if own is not None and own.branch == "unfinished":
        sentence = own.because.rule
        if isinstance(row.actual, Quantity):
            sentence += f"；完成值是“{shorten(row.actual.text)}”，像是一个数被拆进了两格"
        todo = "把比较号和数字写在同一格，例如“≤93”，完成值另填"
        yield Finding("F09", "error", tab, where, sentence, todo, cells)
        return
    if not isinstance(row.target, Quantity) or not isinstance(row.actual, Quantity):
        return
    target, actual = row.target, row.actual
    goal, done = measured(target, actual)
    left, right = says(actual, target), says(target, actual)
    if units_differ(target, actual):
        sentence = f"指标值的单位是“{target.unit}”，完成值的单位是“{actual.unit}”"
        yield Finding("F10", "warning", tab, where, sentence, "改成同一个单位", cells, left, right)
    elif spans_differ(target, actual):
        sentence = f"指标值“{shorten(target.text)}”与完成值“{shorten(actual.text)}”不是同一时段的数"
        todo = "都写全年的数，或者都写每月的数"
        yield Finding("F10", "warning", tab, where, sentence, todo, cells, left, right)
    if goal == 0:
        taken = "任何完成值都算达到" if target.comparator else "按“等于0”计分，完成值大于0不得分"
        sentence = f"指标值是0，{taken}"
        todo = "核对指标值；确实应为零的（如零事故），写成“=0”或“≤0”"
        if target.comparator not in {"=", "≤", "<"} and form.form.scored:
            yield Finding("F13", "warning", tab, where, sentence, todo, cells, left, right)
        return
    ratio = done / goal
    if ratio >= SLIP or 0 < ratio <= 1 / SLIP:
        sentence = f"完成值{left}与指标值{right}相差太大，可能漏写或多写了“万”“%”"
        todo = "核对两个数的单位"
        yield Finding("F11", "warning", tab, where, sentence, todo, cells, left, right)
    elif target.comparator not in {"≤", "<"} and ratio >= rules.scheme.scoring.over_prompt:
        sentence = f"完成值{left}是指标值{right}的{rate_text(ratio)}，明显偏高"
        todo = "在偏差原因里说明；若是年初指标值定得过低，按当地规定酌情调减得分（程序不自动扣分）"
        if not form.form.scored:
            todo = "核对两个数；确实超额较多的，说明年初指标值是怎么定的"
        yield Finding("F12", "note", tab, where, sentence, todo, cells, left, right)

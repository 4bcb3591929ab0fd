"""What is wrong or odd in the scored forms, each in one sentence with both figures.

Sources of the rules: tables.json P01–P07 (weights, points, reasons, brackets, basis); a code is
stable, so that reasons for keeping a figure survive a new version of the program.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.domain.checks import tab_of
from app.domain.forms import BASIS_LABELS
from app.domain.report import Finding, FormReport, Indicator, Score
from app.domain.scoring import Rules, measured, says, spans_differ, units_differ
from app.domain.stated import stated_findings
from app.domain.submission import Entries
from app.domain.tables import Numbers
from app.domain.targets import Quantity
from app.domain.values import amount_text, number_text, rate_text, shorten
from app.domain.wording import finding, row_where, where_of
from app.scheme.model import Scheme

SLIP = Decimal(50)  # figures that are this many times apart are hardly in the same unit
LONG_GOAL = 1_200  # characters in one goal that no longer leave the form on one page


def number_findings(
    scheme: Scheme, entries: Entries, forms: Sequence[FormReport], problems: dict[str, str]
) -> Iterator[Finding]:
    """Text where a number belongs: kept as typed, counted as blank, and said."""
    for address, problem in problems.items():
        found = Finding(
            code="F01",
            level="error",
            tab=tab_of(scheme, address),
            where=where_of(scheme, forms, address),
            sentence=problem,
            todo="改成数字；暂时不知道的留空",
            cells=(address,),
            left=shorten(entries.get(address, "")),
        )
        yield finding(found, entries)


def form_findings(
    rules: Rules, form: FormReport, entries: Entries, numbers: Numbers
) -> Iterator[Finding]:
    """All findings of one form, with the clerk's reasons for keeping figures filled in."""
    for found in (
        *_weight_findings(rules, form),
        *_execution_findings(rules, form, numbers),
        *(
            one
            for row in form.indicators
            if not row.filler
            for one in _row_findings(form, row, rules)
        ),
        *_goal_findings(form),
        *stated_findings(form),
    ):
        yield finding(found, entries)


def _weight_findings(rules: Rules, form: FormReport) -> Iterator[Finding]:
    for group in form.weights:
        if group.rows is not None and not group.agrees and _counts(form, group.rows, group.weight):
            yield Finding(
                code="F02",
                level="warning",
                tab=form.form.tab,
                where=f"{form.label}　{group.level1.label}",
                sentence=f"{group.level1.label}表头{number_text(group.weight)}分，"
                f"各行分值合计{number_text(group.rows)}分，"
                f"相差{number_text(abs(group.rows - group.weight))}分",
                todo="调整各行分值，或按当地规定改表头分值",
                cells=(f"{form.prefix}.level.{group.level1.id}",),
                left=number_text(group.weight),
                right=number_text(group.rows),
                difference=number_text(abs(group.rows - group.weight)),
            )
    total = rules.scheme.scoring.total
    weight = form.total_weight
    if weight is not None and weight != total and _counts(form, weight, total):
        gap = abs(weight - total)
        yield Finding(
            code="F03",
            level="error",
            tab=form.form.tab,
            where=f"{form.label}　总分",
            sentence=f"分值合计{number_text(weight)}分，应为{number_text(total)}分，"
            f"{'多' if weight > total else '少'}{number_text(gap)}分（含预算执行率"
            f"{number_text(form.form.execution.weight)}分）",
            todo=f"调整各行分值，使合计正好等于{number_text(total)}；分值不对时不评等级",
            cells=(f"{form.prefix}.total.weight",),
            left=number_text(weight),
            right=number_text(total),
            difference=number_text(gap),
        )


def _counts(form: FormReport, weight: Decimal, wanted: Decimal) -> bool:
    """Too much is wrong at once; too little only when nothing is left to be filled in."""
    return weight > wanted or form.complete


def _execution_findings(rules: Rules, form: FormReport, numbers: Numbers) -> Iterator[Finding]:
    execution, row = form.execution, f"{form.prefix}.money.{form.form.execution.row}"
    budget_cell = f"{row}.{form.form.execution.bases[rules.basis]}"
    spent_cell = f"{row}.{form.form.execution.executed}"
    budget, spent = numbers.values.get(budget_cell), numbers.values.get(spent_cell)
    if execution.score.given is not None:
        most = form.form.execution.weight
        yield from _given_findings(
            form, f"{form.label}　预算执行率", f"{form.prefix}.execution", execution.score, most
        )
    if budget is None or spent is None:
        return
    label = BASIS_LABELS[rules.basis]
    unit = form.form.money.unit
    shown = [amount_text(value, unit) for value in (spent, budget, spent - budget)]
    if budget == 0 and spent > 0 and execution.score.given is None:
        yield Finding(
            code="F16",
            level="error",
            tab=form.form.tab,
            where=f"{form.label}　项目资金",
            sentence=f"{label}为0，全年执行数却有{shown[0]}{unit}，执行率无法计算",
            todo="补填预算数（年中追加也算全年预算数）；确无预算的在执行率得分处定分并写理由",
            cells=(budget_cell, spent_cell),
            left=shown[0],
            right=shown[1],
        )
    elif budget > 0 and spent > budget:
        yield Finding(
            code="F15",
            level="warning",
            tab=form.form.tab,
            where=f"{form.label}　项目资金",
            sentence=f"全年执行数{shown[0]}{unit}大于{label}{shown[1]}{unit}，超出{shown[2]}{unit}，"
            f"执行率{rate_text(execution.rate)}按100%计分",
            todo="核对全年预算数是否含追加和上年结转",
            cells=(spent_cell, budget_cell),
            left=shown[0],
            right=shown[1],
            difference=shown[2],
        )


def _row_findings(form: FormReport, row: Indicator, rules: Rules) -> Iterator[Finding]:
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
    yield from _figure_findings(row, rules, where, tab)
    score = row.score
    most = row.group_weight if row.merged_score else row.weight
    if score is None or most is None:
        return
    yield from _given_findings(form, where, row.address, score, most)
    if score.points is not None and score.points < most and not row.reason.strip():
        yield Finding(
            code="F08",
            level="error",
            tab=tab,
            where=where,
            sentence=f"得{score.points}分，低于分值{number_text(most)}分，"
            "没有写偏差原因分析及改进措施",
            todo="在“偏差原因分析及改进措施”里写明原因和措施",
            cells=(f"{row.address}.reason",),
            left=str(score.points),
            right=number_text(most),
            difference=number_text(most - score.points),
        )
    if score.branch == "not-applicable":
        yield Finding(
            code="F14",
            level="note",
            tab=tab,
            where=where,
            sentence=f"指标值和完成值都写“{shorten(row.target.text)}”，却占{number_text(most)}分",
            todo="规范做法是不设这一指标，把分值分给其他指标",
            cells=(f"{row.address}.target",),
        )


def _given_findings(
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


def _figure_findings(row: Indicator, rules: Rules, where: str, tab: str) -> Iterator[Finding]:
    own = row.own
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
        if target.comparator not in {"=", "≤", "<"}:
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
        yield Finding("F12", "note", tab, where, sentence, todo, cells, left, right)


def _goal_findings(form: FormReport) -> Iterator[Finding]:
    for goal in form.form.goals:
        length = len(form.fields.get(goal.id, ""))
        if length > LONG_GOAL:
            yield Finding(
                code="F22",
                level="note",
                tab=form.form.tab,
                where=f"{form.label}　{goal.label}",
                sentence=f"{goal.label}有{length}字，打印时一页放不下，会自动续页",
                todo="精简到500字以内可以保持一页",
                cells=(f"{form.prefix}.{goal.id}",),
            )

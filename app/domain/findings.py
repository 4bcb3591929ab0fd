"""What is wrong or odd in the scored forms, each in one sentence with both figures.

Sources of the rules: tables.json P01–P07 (weights, points, reasons, brackets, basis); a code is
stable, so that reasons for keeping a figure survive a new version of the program.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.checks import tab_of
from app.domain.forms import BASIS_LABELS
from app.domain.placeholders import placeholder_findings
from app.domain.report import Finding, FormReport
from app.domain.row_findings import given_findings, row_findings, survey_findings
from app.domain.scoring_rules import Rules
from app.domain.stated import stated_findings
from app.domain.submission import SURVEY_CELLS, Entries
from app.domain.tables import Numbers
from app.domain.targets import Period, read
from app.domain.values import amount_text, number_text, rate_text, read_number, shorten
from app.domain.wording import EXECUTION_REASON, both, finding, where_of
from app.scheme.model import Scheme

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


def date_findings(scheme: Scheme, entries: Entries, year: int) -> Iterator[Finding]:
    """A date in 基本信息 that is no day: it stands on every form."""
    for field in scheme.fields:
        text = entries.get(f"info.{field.id}", "").strip()
        if field.kind != "date" or not text or isinstance(read(text, year), Period):
            continue
        found = Finding(
            code="F31",
            level="warning",
            tab="info",
            where=field.label,
            sentence=f"{field.label}“{shorten(text)}”看不出是哪一天",
            todo="照这样写：2024年6月30日",
            cells=(f"info.{field.id}",),
            left=shorten(text),
        )
        yield finding(found, entries)


def form_findings(
    rules: Rules, form: FormReport, entries: Entries, numbers: Numbers
) -> Iterator[Finding]:
    """All findings of one form, with the clerk's reasons for keeping figures filled in."""
    for found in (
        *_weight_findings(rules, form),
        *_execution_findings(rules, form, numbers),
        *_cap_findings(form),
        *_rows(rules, form, entries),
        *_text_findings(form),
        *stated_findings(form),
        *placeholder_findings(form),
    ):
        yield finding(found, entries)


def _rows(rules: Rules, form: FormReport, entries: Entries) -> Iterator[Finding]:
    for row in form.indicators:
        if row.filler:
            continue
        yield from row_findings(form, row, rules)
        texts = [entries.get(f"{row.address}.{cell}", "") for cell in SURVEY_CELLS]
        yield from survey_findings(form, row, tuple(read_number(text).value for text in texts))


def _weight_findings(rules: Rules, form: FormReport) -> Iterator[Finding]:
    for group in form.weights:
        if group.rows is None or group.weight is None or group.agrees:
            continue
        if _counts(form, group.rows, group.weight):
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
                **both(group.weight, group.rows, "分"),
            )
    yield from _subweight_findings(form)
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
            f"{'多' if weight > total else '少'}{number_text(gap)}分{_with_execution(form)}",
            todo=f"调整各行分值，使合计正好等于{number_text(total)}；分值不对时不评等级",
            cells=(f"{form.prefix}.total.weight",),
            **both(weight, total, "分"),
        )


def _subweight_findings(form: FormReport) -> Iterator[Finding]:
    for one in form.subweights:
        if one.rows is None or one.level2.weight is None or one.agrees:
            continue
        if _counts(form, one.rows, one.level2.weight):
            rows = (row for row in form.indicators if row.level2.id == one.level2.id)
            gap = abs(one.rows - one.level2.weight)
            yield Finding(
                code="F29",
                level="warning",
                tab=form.form.tab,
                where=f"{form.label}　{one.level2.label}",
                sentence=f"{one.level2.label}应为{number_text(one.level2.weight)}分，"
                f"各行分值合计{number_text(one.rows)}分，相差{number_text(gap)}分",
                todo="调整各行分值",
                cells=(f"{next(rows).address}.weight",),
                **both(one.level2.weight, one.rows, "分"),
            )


def _with_execution(form: FormReport) -> str:
    row = form.form.execution
    return f"（含预算执行率{number_text(row.weight)}分）" if row else ""


def _counts(form: FormReport, weight: Decimal, wanted: Decimal) -> bool:
    """Too much is wrong at once; too little only when nothing is left to be filled in."""
    return weight > wanted or form.complete


def _execution_findings(rules: Rules, form: FormReport, numbers: Numbers) -> Iterator[Finding]:
    execution, scored, money = form.execution, form.form.execution, form.form.money
    if execution is None or scored is None or money is None:
        return
    row = f"{form.prefix}.money.{scored.row}"
    budget_cell = f"{row}.{scored.bases[rules.basis]}"
    spent_cell = f"{row}.{scored.executed}"
    budget, spent = numbers.values.get(budget_cell), numbers.values.get(spent_cell)
    place = f"{form.label}　预算执行率"
    if execution.score.given is not None:
        cell = f"{form.prefix}.execution"
        yield from given_findings(form, place, cell, execution.score, scored.weight)
    yield from _reason_findings(form, place)
    if budget is None or spent is None:
        return
    label = BASIS_LABELS[rules.basis]
    unit = money.unit
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
            unit=unit,
        )


def _reason_findings(form: FormReport, place: str) -> Iterator[Finding]:
    """四川 510000_0013zp: an execution rate below 90% must be explained."""
    execution = form.execution
    if execution is None or not execution.wants_reason or execution.reason.strip():
        return
    limit = rate_text(execution.below, 0)
    yield Finding(
        code="F21",
        level="error",
        tab=form.form.tab,
        where=place,
        sentence=f"预算执行率{rate_text(execution.rate)}低于{limit}，没有写原因",
        todo=f"在“{EXECUTION_REASON}”里说明",
        cells=(f"{form.prefix}.execution.reason",),
        left=rate_text(execution.rate),
        right=limit,
    )


def _cap_findings(form: FormReport) -> Iterator[Finding]:
    """A local rule holds the total down: said, so that nobody looks for the lost points."""
    execution, cap = form.execution, form.cap
    if execution is None or cap is None or form.uncapped is None:
        return
    yield Finding(
        code="F25",
        level="note",
        tab=form.form.tab,
        where=f"{form.label}　总分",
        sentence=f"各项得分合计{form.uncapped}分；预算执行率{rate_text(execution.rate)}"
        f"低于{rate_text(cap.below, 0)}，按本地规定总分最高{number_text(cap.at_most)}分",
        todo="提高预算执行率，或核对本地规定",
        cells=(f"{form.prefix}.total.score",),
        left=str(form.uncapped),
        right=number_text(cap.at_most),
        difference=number_text(form.uncapped - cap.at_most),
        unit="分",
    )


@dataclass(frozen=True)
class _Said:
    """A longer text of a form, with the number of characters that it may have; 0 is any."""

    cell: str
    label: str
    text: str
    limit: int


def _texts(form: FormReport) -> Iterator[_Said]:
    for field in form.form.texts:
        cell = f"{form.prefix}.{field.id}"
        yield _Said(cell, field.label, form.fields.get(field.id, ""), field.limit)
    if form.execution is not None and form.form.execution is not None:
        limit = form.form.execution.reason_limit
        cell = f"{form.prefix}.execution.reason"
        yield _Said(cell, EXECUTION_REASON, form.execution.reason, limit)


def _text_findings(form: FormReport) -> Iterator[Finding]:
    """Texts longer than the official form allows, and texts that need a second page."""
    for said in _texts(form):
        length, limit = len(said.text), said.limit
        if limit and length > limit:
            yield Finding(
                code="F26",
                level="warning",
                tab=form.form.tab,
                where=f"{form.label}　{said.label}",
                sentence=f"{said.label}有{length}字，表式要求{limit}字以内，多{length - limit}字",
                todo=f"精简到{limit}字以内",
                cells=(said.cell,),
                left=str(length),
                right=str(limit),
                difference=str(length - limit),
                unit="字",
            )
        elif length > LONG_GOAL:
            yield Finding(
                code="F22",
                level="note",
                tab=form.form.tab,
                where=f"{form.label}　{said.label}",
                sentence=f"{said.label}有{length}字，打印时一页放不下，会自动续页",
                todo="精简到500字以内可以保持一页",
                cells=(said.cell,),
            )

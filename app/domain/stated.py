"""What an imported form states beside what the rules give. Reported, never copied."""

from collections.abc import Iterator

from app.domain.forms import BASIS_LABELS
from app.domain.report import Finding, FormReport
from app.domain.tables import read_kind
from app.domain.values import number_text, rate_text, rounded
from app.domain.wording import row_where


def stated_findings(form: FormReport) -> Iterator[Finding]:
    """One finding for each figure of an imported form that no rule gives; none for a typed one."""
    if not _imported(form):
        return
    yield from _stated_rate(form)
    yield from _stated_execution(form)
    for row in form.indicators:
        score = row.score
        if score is None or score.stated is None or score.rule is None:
            continue
        if score.stated != score.rule:
            yield Finding(
                code="F19",
                level="warning",
                tab=form.form.tab,
                where=row_where(form, row),
                sentence=f"原表得分{number_text(score.stated)}，按规则为{score.rule}",
                todo=f"{score.because.formula}{score.because.working}",
                cells=(f"{row.address}.given",),
                left=number_text(score.stated),
                right=str(score.rule),
                difference=number_text(abs(score.stated - score.rule)),
                unit="分",
            )
    yield from _stated_total(form)


def _imported(form: FormReport) -> bool:
    execution = form.execution
    said = execution and (execution.stated_rate or execution.score.stated is not None)
    return bool(
        said
        or form.stated_total is not None
        or any(row.score and row.score.stated is not None for row in form.indicators)
    )


def _stated_rate(form: FormReport) -> Iterator[Finding]:
    execution = form.execution
    if execution is None:
        return
    stated = read_kind("percent", execution.stated_rate, "元").value
    if stated is None or execution.rate is None:
        return
    if rounded(stated, 4) == rounded(execution.rate, 4):
        return
    other = "initial" if execution.basis == "adjusted" else "adjusted"
    other_rate = execution.rate_initial if other == "initial" else execution.rate_adjusted
    sentence = f"原表执行率{execution.stated_rate}，按{BASIS_LABELS[execution.basis]}计算为"
    sentence += rate_text(execution.rate)
    if other_rate is not None and rounded(stated, 4) == rounded(other_rate, 4):
        sentence += f"；原表是按{BASIS_LABELS[other]}算的"
    yield Finding(
        code="F17",
        level="warning",
        tab=form.form.tab,
        where=f"{form.label}　预算执行率",
        sentence=sentence,
        todo="表式口径是全年预算数；当地规定用年初预算数的，在基本信息里改方案选项",
        cells=(f"{form.prefix}.execution.rate",),
        left=execution.stated_rate,
        right=rate_text(execution.rate),
    )


def _stated_execution(form: FormReport) -> Iterator[Finding]:
    score = form.execution.score if form.execution else None
    if score is None or score.rule is None or score.stated == score.rule:
        return
    stated = "空白" if score.stated is None else number_text(score.stated)
    yield Finding(
        code="F18",
        level="warning" if score.stated is not None else "note",
        tab=form.form.tab,
        where=f"{form.label}　预算执行率",
        sentence=f"原表执行率得分{stated}，按规则为{score.rule}",
        todo=score.because.working,
        cells=(f"{form.prefix}.execution.given",),
        left=stated,
        right=str(score.rule),
    )


def _stated_total(form: FormReport) -> Iterator[Finding]:
    if form.total is None or form.stated_total == form.total:
        return
    stated = "空白" if form.stated_total is None else number_text(form.stated_total)
    yield Finding(
        code="F20",
        level="warning" if form.stated_total is not None else "note",
        tab=form.form.tab,
        where=f"{form.label}　总分",
        sentence=f"原表总分{stated}，{_total_words(form)}",
        todo="核对本地规定" if form.cap else "以各项得分的合计为准",
        cells=(f"{form.prefix}.total.score",),
        left=stated,
        right=str(form.total),
    )


def _total_words(form: FormReport) -> str:
    """What the total is; held down, it is not what the scores add up to."""
    if form.cap is None:
        return f"各项得分合计为{form.total}"
    return f"各项得分合计为{form.uncapped}，按本地规定总分最高{number_text(form.cap.at_most)}分"

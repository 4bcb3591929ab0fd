"""What was left standing of a template in the texts that people write (tables.json D04)."""

from collections.abc import Iterator

from app.domain.report import Finding, FormReport
from app.domain.values import shorten
from app.domain.wording import EXECUTION_REASON, row_where

CODE = "D04"
# blanks of templates, and choices between two words of which one should have been struck out
LEFT_OVER = (
    *("XX", "xx", "××", "ＸＸ", "ｘｘ", "✕✕", "○○", "待填〕", "待填]", "待填】", "待填）"),
    *("增加减少", "增加/减少", "增加（减少）", "增加(减少)", "增减/", "增长下降"),
    *("增长/下降", "增长（下降）", "增长(下降)", "上升/下降", "上升（下降）", "上升(下降)"),
    *("大于/小于", "大于（小于）", "大于(小于)", "高于/低于", "高于（低于）", "多于/少于"),
    *("（或与预算数持平）", "(或与预算数持平)", "（或持平）", "（或与上年持平）"),
)
AROUND = 8  # characters that are shown before and after what was left


def left_over(text: str) -> str:
    """The first thing that was left of a template, with some words around it; blank for none."""
    places = [(text.index(mark), mark) for mark in LEFT_OVER if mark in text]
    if not places:
        return ""
    at, mark = min(places)
    return shorten(text[max(0, at - AROUND) : at + len(mark) + AROUND], 40)


def placeholder_findings(form: FormReport) -> Iterator[Finding]:
    """A finding for each longer text of a form in which one is left."""
    for field in form.form.texts:
        if field.kind == "longtext":
            place = f"{form.label}　{field.label}"
            cell = f"{form.prefix}.{field.id}"
            yield from _findings(form, place, cell, form.fields.get(field.id, ""))
    if form.execution is not None:
        place, cell = f"{form.label}　{EXECUTION_REASON}", f"{form.prefix}.execution.reason"
        yield from _findings(form, place, cell, form.execution.reason)
    for row in form.indicators:
        if row.reason:
            yield from _findings(form, row_where(form, row), f"{row.address}.reason", row.reason)


def _findings(form: FormReport, place: str, cell: str, text: str) -> Iterator[Finding]:
    found = left_over(text) if text else ""
    if found:
        yield Finding(
            code=CODE,
            level="error",
            tab=form.form.tab,
            where=place,
            sentence=f"文字里还留着模板的空白或二选一的字样：“{found}”",
            todo="填上实际内容，或者只留下适用的那个词",
            cells=(cell,),
            left=found,
        )

"""An official table of 部门决算公开 on its sheet: title, label, heads, figures, notes.

Layouts as in 财政部's tables; what a place does otherwise is data of its scheme. Figures are in the
unit that the submission publishes in (万元 or 元); a box holds the exact number beside the text
with two places. A blank is blank, and 0 that is typed is 0.00.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from math import ceil

from app.domain.accounts import AccountReport
from app.domain.gaps import published
from app.domain.report import Report
from app.domain.texts import printable
from app.exchange.account_blocks import side_by_side
from app.exchange.account_parts import Body, Figures, box
from app.exchange.account_subjects import LABELS, LANDSCAPE, by_subject
from app.exchange.boxes import Box, FilledSheet, Heading

__all__ = ["KIND", "account_pages", "account_sheet"]

KIND = "部门决算公开表"
WIDE = 16  # columns of figures that can be read side by side on a page


def account_sheet(report: Report, one: AccountReport) -> FilledSheet:
    """The whole table on one sheet, however wide."""
    figures = Figures(published(report.submission.entries).unit)
    body = by_subject(one, figures) if one.account.columns else side_by_side(one, figures)
    return _sheet(report, one, body)


def account_pages(report: Report, one: AccountReport) -> tuple[FilledSheet, ...]:
    """The table for paper: the columns of a wide one in parts, each with its codes and names."""
    count = len(one.account.columns)
    if count <= WIDE or one.account.single:
        return (account_sheet(report, one),)
    figures = Figures(published(report.submission.entries).unit)
    parts = -(-count // WIDE)
    size = -(-count // parts)
    bodies = [by_subject(one, figures, slice(at, at + size)) for at in range(0, count, size)]
    return tuple(
        _sheet(report, one, body, f"（{number}／{parts}）") for number, body in enumerate(bodies, 1)
    )


def _sheet(report: Report, one: AccountReport, body: Body, part: str = "") -> FilledSheet:
    """The body below its title and above its notes."""
    title = printable(one.account.title) + part
    front = _front(body.widths)
    boxes = [box((1, 1), (1, front), title, "title")]
    row = 2
    if one.label:
        boxes.append(box((row, front), (row, front), one.label, "corner"))
        row += 1
    boxes += _who(report, row, body.left, front)
    boxes += [_down(made, row) for made in body.boxes]
    last = row + body.rows
    for number, text in enumerate(_notes(report, one), 1):
        boxes.append(box((last + number, 1), (last + number, front), text, "remark"))
    number = next(n for n, other in enumerate(report.accounts, 1) if other is one)
    return FilledSheet(
        name=f"GK{number:02} {one.account.title}{part}",
        title=title,
        widths=body.widths,
        boxes=tuple(sorted(boxes, key=lambda one: one.first)),
        rows=max(made.last[0] for made in boxes),
        tall=(),
        landscape=one.account.landscape,
        heading=Heading(row + 1, row + body.heads, last),
        kind=KIND,
        labels=0 if one.account.blocks or one.account.single else LABELS,
    )


def _front(widths: Sequence[Decimal]) -> int:
    """How many columns come on the first page across: what belongs to the whole stands there."""
    whole, labels = sum(widths), sum(widths[:LABELS])
    across = ceil(whole / LANDSCAPE)
    page = (whole + labels * (across - 1)) / across  # each repeats the codes and names
    return sum(total <= page for total in accumulate(widths))


def _down(made: Box, rows: int) -> Box:
    (top, left), (bottom, right) = made.first, made.last
    return replace(made, first=(top + rows, left), last=(bottom + rows, right))


def _who(report: Report, row: int, left: int, width: int) -> list[Box]:
    """Whose table it is, and in which unit its figures are."""
    scope = "单位" if report.text("info.account_scope") == "unit" else "部门"
    who = printable(f"{scope}：{report.text('info.unit')}")
    unit = report.scheme.account_amount.replace("{unit}", published(report.submission.entries).unit)
    return [
        box((row, 1), (row, min(left, width - 1)), who, "foot"),
        box((row, width), (row, width), unit, "corner"),
    ]


def _notes(report: Report, one: AccountReport) -> list[str]:
    """What stands below the table; with the sentence that says why it has no figures."""
    said = list(one.account.notes)
    if one.empty and one.account.empty:
        unit = report.text("info.unit") or "本部门"
        text = one.account.empty.replace("{unit}", unit)
        said.append(text.replace("{year}", str(report.submission.year)))
    return [printable(text) for text in said]

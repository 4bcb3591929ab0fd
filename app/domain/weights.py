"""分值 that nobody has decided on yet: what its heading leaves, in equal parts, for one edit."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from app.domain.report import FormReport, Indicator
from app.domain.submission import Edit, Entries
from app.domain.values import number_text

LABEL = "均分分值"


def evenly(form: FormReport, entries: Entries) -> Edit | None:
    """The blank weights of rows that are begun, each second or first level's rest in whole points,
    the first rows one more where it does not come out even. None: there is none to give."""
    cells = {
        f"{row.address}.weight": number_text(part)
        for rest, rows in _places(form, entries)
        for row, part in zip(rows, _parts(rest, len(rows)), strict=True)
    }
    return Edit(cells, LABEL) if cells else None


def _places(form: FormReport, entries: Entries) -> Iterator[tuple[Decimal, list[Indicator]]]:
    """What is left of each weight that the scheme gives, and the rows that have none of it."""
    wanted = {one.level1.id: one.weight for one in form.weights}
    rows = [row for row in form.indicators if row.head and not row.filler]
    for level1, mine in groupby(rows, key=lambda row: row.level1):
        within = list(mine)
        own = [one for one in level1.level2 if one.weight is not None]
        for level2 in own:
            part = [row for row in within if row.level2 == level2]
            yield from _rest(level2.weight, part, entries)
        whole, given = wanted.get(level1.id), sum((one.weight or 0 for one in own), Decimal(0))
        free = [row for row in within if row.level2.weight is None]
        yield from _rest(whole - given if whole is not None else None, free, entries)


def _rest(
    weight: Decimal | None, rows: list[Indicator], entries: Entries
) -> Iterator[tuple[Decimal, list[Indicator]]]:
    """Nothing where it would be less than a point each, or where a weight cannot be read."""
    blank = [row for row in rows if row.group_weight is None]
    used = sum((row.group_weight for row in rows if row.group_weight is not None), Decimal(0))
    unread = any(entries.get(f"{row.address}.weight", "").strip() for row in blank)
    if weight is not None and blank and not unread and weight - used >= len(blank):
        yield weight - used, blank


def _parts(whole: Decimal, count: int) -> Iterator[Decimal]:
    each, more = divmod(whole, count)
    for at in range(count):
        yield each + min(Decimal(1), max(Decimal(0), more - at))

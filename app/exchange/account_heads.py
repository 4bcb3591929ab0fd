"""Where the figures of an official table stand on a sheet: its title, its unit, its columns.

Read by labels, as the scheme writes them; people move columns, merge heads and add brackets.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.values import tidy
from app.exchange.account_grid import Grid
from app.scheme.accounts import Account

TITLE_ROWS = 8  # the heads of a table begin within so many rows below its title
HEAD_ROWS = 14  # and end within so many
_TOO_LONG = 30  # characters that may stand around a title; more is a sentence that names it
_SUMS = frozenset({"合计", "小计", "总计"})
SUM = "计"  # which of those words a place writes differs from place to place
_BRACKETS = re.compile(r"\([^()]*\)|[“”\"'‘’《》<>]")
_ORDER = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[、.)]|\(?\d{1,2}[、,.)](?!\d)|其中[:：]?|[一二三四五六七八九十]{1,3},)+"
)
_UNIT = re.compile(r"单位[:：]?(?:人民币)?(万元|元)")
_UNIT_WORDS = re.compile(r"(?:金额)?单位[:：](?:人民币)?万?元$")
_YEAR = re.compile(r"(\d{4})年度?")
_OWNER = re.compile(r"^(?:部门|单位|编制单位|公开部门|公开单位)(?:名称)?[:：](?!万?元$)(.+)$")


def plain(text: str) -> str:
    """A label for comparing: narrow, without brackets, quotes, numbering and spaces."""
    narrow = tidy(text).replace(" ", "").replace("：", ":")
    return _ORDER.sub("", _BRACKETS.sub("", narrow)).strip(":、,.")


def head(text: str) -> str:
    """A column's head for comparing; 合计 and 小计 are one."""
    found = plain(text).replace("费用", "费")
    return SUM if found in _SUMS else found


# ---------------------------------------------------------------- tables


def titled(text: str, accounts: Sequence[Account]) -> Account | None:
    """The table whose title a cell holds, be it with the year or the unit before it."""
    said = _title(text)
    for account in sorted(accounts, key=lambda one: -len(_title(one.title))):
        title = _title(account.title)
        if said.endswith(title) and len(said) - len(title) <= _TOO_LONG:
            return account
    return None


def _title(text: str) -> str:
    said = _BRACKETS.sub("", tidy(text).replace(" ", ""))
    return said.replace("基本支出决算明细表", "基本支出决算表")


@dataclass(frozen=True)
class Section:
    account: Account
    grid: Grid


def sections(grids: Iterable[Grid], accounts: Sequence[Account]) -> list[Section]:
    """Every table with its part of a sheet; a line of a list of contents has no part worth it."""
    found: list[Section] = []
    for grid in grids:
        starts = [
            (row, account)
            for row in grid.rows
            if (account := _title_of(grid, row, accounts)) is not None
        ]
        ends = [*(row for row, _ in starts[1:]), grid.rows.stop]
        for (row, account), end in zip(starts, ends, strict=False):
            part = grid.part(row, end)
            if len({one for one, _ in part.cells}) > 2:
                found.append(Section(account, part))
    return found


def _title_of(grid: Grid, row: int, accounts: Sequence[Account]) -> Account | None:
    for column in grid.columns:
        text = grid.text(row, column)
        if text and not begins_note(text):
            account = titled(text, accounts)
            if account is not None:
                return account
    return None


def begins_note(text: str) -> bool:
    return tidy(text).startswith(("注:", "说明:", "备注:"))


def first_rows(grid: Grid) -> list[str]:
    """The texts above the heads and of the heads: unit, year and name of the unit are there."""
    rows = grid.rows[:TITLE_ROWS]
    return [text for row in rows for column in grid.columns if (text := grid.text(row, column))]


def unit_of(grid: Grid) -> str:
    """元 or 万元 as the table says, or blank."""
    found = (_UNIT.search(tidy(text)) for text in first_rows(grid))
    return next((one[1] for one in found if one), "")


def year_of(grid: Grid) -> int | None:
    found = (_YEAR.search(tidy(text)) for text in first_rows(grid)[:6])
    return next((int(one[1]) for one in found if one), None)


def owner_of(grid: Grid) -> str:
    """The unit that the table is of, as it says, or blank."""
    texts = (tidy(text).replace(" ", "") for text in first_rows(grid))
    found = (_OWNER.match(_UNIT_WORDS.sub("", text)) for text in texts)
    return next((one[1] for one in found if one), "")


# ---------------------------------------------------------------- columns


def head_rows(grid: Grid, labels: frozenset[str]) -> range | None:
    """The rows of the heads: from the first with one of these labels to the one before figures."""
    first = next(
        (
            row
            for row in grid.rows[: TITLE_ROWS + 1]
            if any(head(grid.text(row, column)) in labels for column in grid.columns)
            and titled_row(grid, row) is None
        ),
        None,
    )
    if first is None:
        return None
    last = next((row for row in range(first, grid.rows.stop) if _ends(grid, row)), None)
    return range(first, min(last or first + 1, first + HEAD_ROWS))


def titled_row(grid: Grid, row: int) -> str | None:
    """The text of a row that holds a single cell with a title in it, such as 收入决算表."""
    texts = [text for column in grid.columns if (text := grid.text(row, column))]
    return texts[0] if len(texts) == 1 and texts[0].endswith("表") else None


def _ends(grid: Grid, row: int) -> bool:
    """Whether figures, 栏次 or the first row of data stand in a row."""
    texts = [text for column in grid.columns if (text := grid.text(row, column))]
    if any(plain(text) == "栏次" for text in texts):
        return True
    return any(_figure(text) for text in texts)


def _figure(text: str) -> bool:
    return re.fullmatch(r"[-+]?[\d,]*\.?\d+", tidy(text)) is not None


def heads_of(grid: Grid, rows: range, column: int) -> frozenset[str]:
    """What stands above a column, from all rows of the heads."""
    texts = (grid.text(row, column, merged=True) for row in rows)
    return frozenset(head(text) for text in texts if text)


def matched(
    grid: Grid, rows: range, wanted: Mapping[str, Sequence[str]], columns: Iterable[int]
) -> dict[str, int]:
    """For each wanted column (its heads from the top down) the column of the sheet.

    The heads must agree but for two of them, and the lowest must be among them; the closest pair
    is taken first, so that 预算数 above or below 因公出国（境）费 are the same.
    """
    there = {column: heads_of(grid, rows, column) for column in columns}
    ranked: list[tuple[int, int, int, str]] = []
    for at, (name, texts) in enumerate(wanted.items()):
        want = frozenset(head(text) for text in texts)
        lowest = head(texts[-1])
        for column, found in there.items():
            apart = len(want ^ found)
            if found and apart <= 2 and (lowest in found or found == want - {SUM}):
                ranked.append((apart, at, column, name))
    result: dict[str, int] = {}
    for _, _, column, name in sorted(ranked):
        if name not in result and column not in result.values():
            result[name] = column
    return result

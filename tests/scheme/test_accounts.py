"""The layouts of the official tables beside official grids, label by label and merge by merge.

`official_accounts.json` has the texts and merged ranges of each grid; what differs on purpose is
listed here with its reason.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.exchange.boxes import Box, FilledSheet
from tests.exchange.account_examples import SCHEMES, sheet_of, untouched
from tests.scheme.layouts import plain, spot

GRIDS: dict[str, Any] = json.loads(
    Path(__file__).with_name("official_accounts.json").read_text(encoding="utf-8")
)
SUBJECT = 10  # the row of a grid that stands for all subjects


@dataclass(frozen=True)
class Official:
    """Which table a grid is compared with; `merges` are ours beyond the grid's, `texts` the cells
    that say something else."""

    grid: str
    scheme: str
    account: str
    order: str = ""
    merges: frozenset[str] = frozenset()
    texts: tuple[tuple[str, str], ...] = ()


# a long name of a unit needs more than the first column
NAME = frozenset({"A3:C3"})
# the template says whose tables they are once above all of them; a sheet is handed on alone
WHOSE = (("A2", "部门：云岭县就业服务中心"),)
# the grid writes a head below its group's name once more, and the place behind the title
YUNNAN = (
    ("A1", "一般公共预算财政拨款收入支出决算表"),
    ("R2", "公开05表"),
    *((f"{column}5", "合计") for column in "EHKP"),
    *((f"{column}5", "基本支出结转") for column in "FQ"),
    *((f"{column}5", "项目支出结转和结余") for column in "GR"),
    *((f"{column}5", "基本支出") for column in "IL"),
    *((f"{column}5", "项目支出") for column in "JO"),
)
TABLES = (
    Official("GK01", "national-2020", "gk01", merges=NAME),
    Official("GK01_2021", "national-2020", "gk01", "old", merges=NAME),
    Official("GK02", "national-2020", "gk02"),
    Official("GK03", "national-2020", "gk03"),
    Official("GK04", "national-2020", "gk04", merges=NAME),
    Official("GK05", "national-2020", "gk05"),
    Official("GK06", "national-2020", "gk06"),
    Official("GK07", "national-2020", "gk07"),
    Official("GK08", "national-2020", "gk08"),
    Official("GK09", "national-2020", "gk09"),
    Official("GK05_YN", "yunnan-2022", "gk05", texts=YUNNAN),
    Official("GK09_SH", "shanghai-2024", "gk09", merges=frozenset({"A2:F2"}), texts=WHOSE),
)
each_grid = pytest.mark.parametrize("one", TABLES, ids=lambda one: one.grid)


def sheet(one: Official) -> FilledSheet:
    return sheet_of(untouched(one.scheme, ("info.account_order", one.order)), one.account)


def merge_of(box: Box) -> str:
    return f"{spot(*box.first)}:{spot(*box.last)}"


def row_of(address: str) -> int:
    return int(re.findall(r"\d+", address)[0])


def by_subject(one: Official) -> bool:
    account = SCHEMES[one.scheme].account(one.account)
    return bool(account.columns) and not account.single


def upto(one: Official, address: str) -> bool:
    """Whether a cell counts: below the first subject a table has as many rows as it has figures."""
    return not by_subject(one) or row_of(address) < SUBJECT


@each_grid
def test_every_label_stands_where_the_official_grid_has_it(one: Official) -> None:
    ours = {
        spot(*box.first): plain(box.text)
        for box in sheet(one).boxes
        if box.text and upto(one, spot(*box.first))
    }
    official = {
        address: plain(text)
        for address, text in (GRIDS[one.grid]["cells"] | dict(one.texts)).items()
        if text and upto(one, address) and "{" not in text
    }
    # the name of the unit and the unit of money are filled in: looked at by another test
    filled = {a for a, text in GRIDS[one.grid]["cells"].items() if "{" in text and upto(one, a)}
    assert {address: text for address, text in ours.items() if address not in filled} == official


@each_grid
def test_the_same_ranges_are_merged_as_in_the_official_grid(one: Official) -> None:
    ours = {merge_of(box) for box in sheet(one).boxes if box.merged}
    official = set(GRIDS[one.grid]["merges"]) | one.merges
    if by_subject(one):
        notes = max(official, key=row_of), merge_of(sheet(one).boxes[-1])
        assert len({re.sub(r"\d", "", merge) for merge in notes}) == 1  # over the same columns
        official = {merge for merge in official if row_of(merge) <= SUBJECT}
        ours = {merge for merge in ours if row_of(merge) <= SUBJECT}
    assert ours == official


@each_grid
def test_the_note_is_the_official_one(one: Official) -> None:
    cells = GRIDS[one.grid]["cells"]
    note = cells[max(cells, key=row_of)]
    assert plain(note) in {plain(box.text) for box in sheet(one).boxes if box.style == "remark"}

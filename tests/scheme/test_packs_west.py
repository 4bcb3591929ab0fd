"""The packs of Sichuan, Yunnan and Chongqing: official grids and weights.

A grid of `official_grids_west.json` has its texts by address, its merged ranges and its widths;
its body shows sample rows, under each of which stands what one second level prints.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from app.scheme.layout import Fixed, Indicators, SheetCell
from app.scheme.model import Form
from app.scheme.rules import Judge
from tests.scheme.layouts import fixed_cells, merge_of, plain, scheme, spot
from tests.scheme.west import (
    CHONGQING,
    PACKS,
    SICHUAN_2017,
    SICHUAN_2020,
    form_of,
    level2s,
    presets,
)

GRIDS: dict[str, Any] = json.loads(
    Path(__file__).with_name("official_grids_west.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("scheme_id", PACKS)
def test_every_pack_loads(scheme_id: str) -> None:
    made = scheme(scheme_id)
    assert (made.bases, tuple(form.title for form in made.forms)) == PACKS[scheme_id]
    assert made.about


# ── the official sheets ──────────────────────────────────────────────────

# scheme, form, grid, by how much a column may differ from the reconstructed width
SHEETS = [
    ("sichuan-2020", "project", "MBWC_SC2020", 0),
    ("sichuan-2017", "project", "MBWC_SC2020", 0),
    ("sichuan-2023", "project", "XMZP_SC2023", 2),
    ("yunnan-2022", "project", "XMZP_YN", None),
    ("yunnan-anning-2020", "project", "XMZP_YN", None),
    ("yunnan-anning-2020", "overall", "PJZB_YN004", 2),
    ("chongqing-2021", "overall", "ZTZP_CQ", None),
]
LANDSCAPE = {("sichuan-2023", "project"), ("yunnan-anning-2020", "overall")}
LANDSCAPE |= {("chongqing-2021", "overall")}
_WEIGHT = re.compile("10|100")  # of the execution rate and of the whole: the program prints them

each_sheet = pytest.mark.parametrize(("scheme_id", "form_id", "name", "apart"), SHEETS)


def row_of(address: str) -> int:
    return int(re.sub(r"\D", "", address.partition(":")[2] or address))


def parts_of(form: Form) -> tuple[Fixed, Indicators, Fixed | None]:
    """Head, body and foot; a foot that holds nothing but remarks prints nothing by itself."""
    head, body, *rest = form.sheet.parts
    assert isinstance(head, Fixed)
    assert isinstance(body, Indicators)
    if not rest:
        return head, body, None
    (foot,) = rest
    assert isinstance(foot, Fixed)
    cells = tuple(cell for cell in foot.cells if cell.text != "{remarks}")
    return head, body, Fixed(cells) if cells else None


def height(part: Fixed) -> int:
    return max(cell.last[0] for cell in part.cells)


def body_rows(form: Form, name: str) -> range:
    head, _, foot = parts_of(form)
    last = max(map(row_of, GRIDS[name]["cells"]))
    return range(height(head) + 1, last + 1 - (height(foot) if foot else 0))


def stated_levels(form: Form, name: str) -> list[tuple[str, ...]]:
    """First and second level of each row of the grid's body, also where it is merged."""
    columns = [form.column(heading) for heading in ("level1", "level2")]
    cells, found, above = GRIDS[name]["cells"], [], [""] * len(columns)
    for row in body_rows(form, name):
        for at, column in enumerate(columns):
            if column is not None:
                above[at] = cells.get(spot(row, column.at)) or above[at]
        found.append(tuple(above))
    return found


def label(top: int, bottom: int, column: int, text: str) -> SheetCell:
    return SheetCell((top, column), (bottom, column), text, "label")


def body(form: Form, part: Indicators, name: str) -> Iterator[SheetCell]:
    """The body over the grid's rows: headings once or in every row, everything else blank."""
    rows = body_rows(form, name)
    for column in form.columns:
        headings = ("level1", "level2")
        if column.id not in headings:
            yield from (label(row, row, column.at, "") for row in rows)
            continue
        depth = headings.index(column.id) + 1
        stated = zip(rows, stated_levels(form, name), strict=True)
        for levels, pairs in groupby(stated, key=lambda pair: pair[1][:depth]):
            spans = [row for row, _ in pairs]
            runs = [(spans[0], spans[-1])] if part.merged else [(row, row) for row in spans]
            yield from (label(top, last, column.at, levels[-1]) for top, last in runs)
    if part.group:
        left = min(column.at for column in form.columns) - 1
        first, last = (rows[0] - 1, 1), (rows[-1], left)
        yield SheetCell(first, last, part.group, "label")


def laid_out(form: Form, name: str) -> list[SheetCell]:
    head, part, foot = parts_of(form)
    cells = [*head.cells, *body(form, part, name)]
    below = body_rows(form, name)[-1]
    for cell in foot.cells if foot else ():
        first, last = cell.first, cell.last
        moved = (first[0] + below, first[1]), (last[0] + below, last[1])
        cells.append(SheetCell(*moved, cell.text, cell.style))
    return cells


@each_sheet
def test_the_sheet_is_the_official_one(
    scheme_id: str, form_id: str, name: str, apart: int | None
) -> None:
    form = form_of(scheme_id, form_id)
    cells = laid_out(form, name)
    own = {spot(*cell.first): plain(cell.text) for cell in cells}
    assert len(own) == len(cells), "two cells in one place"
    free = {
        spot(row, column.at)
        for row in body_rows(form, name)
        for column in form.columns
        if not column.id.startswith("level")
    }
    wanted = {
        address: "" if address in free or _WEIGHT.fullmatch(text) else plain(text)
        for address, text in GRIDS[name]["cells"].items()
    }
    assert own == wanted
    merged = {merge_of(cell) for cell in cells if cell.first != cell.last}
    assert merged == set(GRIDS[name]["merges"])
    if apart is not None:
        widths = [Decimal(width) for width in GRIDS[name]["widths"].values()]
        pairs = list(zip(widths, form.sheet.widths, strict=True))
        assert max(abs(one - other) for one, other in pairs) <= apart
        assert sum(widths) == sum(form.sheet.widths)


@each_sheet
def test_its_levels_are_the_official_ones(
    scheme_id: str, form_id: str, name: str, apart: int | None
) -> None:
    """All that the grid shows, in its order; a sample row may leave out second levels."""
    form = form_of(scheme_id, form_id)
    _, part, _ = parts_of(form)
    known = [(group.label, sub.label) for group in form.levels for sub in group.level2]
    if form.column("level1") is None:
        assert set(stated_levels(form, name)) == {("", "")}
        return
    stated = [levels for levels, _ in groupby(stated_levels(form, name))]
    rest: Iterator[tuple[str, ...]] = iter(known)
    assert all(levels in rest for levels in stated)
    assert not part.weights
    # said in every row, or once over rows of which each second level keeps one
    assert part.merged == part.empty == (name == "PJZB_YN004")
    assert stated == known or not part.empty


@each_sheet
def test_the_paper_lies_as_wide_as_its_columns(
    scheme_id: str, form_id: str, name: str, apart: int | None
) -> None:
    form = form_of(scheme_id, form_id)
    lies = (scheme_id, form_id) in LANDSCAPE
    assert form.sheet.landscape == lies
    assert sum(form.sheet.widths) <= (160 if lies else 140)
    assert min(form.sheet.widths) >= 8


def test_prescribed_indicators_of_anning_are_those_of_the_table() -> None:
    form = form_of("yunnan-anning-2020", "overall")
    cells = GRIDS["PJZB_YN004"]["cells"]
    asked = {column.id: column.at for column in form.columns}
    for row, preset in enumerate(presets(form), 3):
        said = [cells[spot(row, asked[one])] for one in ("name", "explain", "rubric", "target")]
        assert [preset.label, preset.explain, preset.rubric, preset.target] == said
        assert str(preset.weight) == cells[spot(row, asked["weight"])]
    assert len(presets(form)) == 10


@pytest.mark.parametrize("scheme_id", ["sichuan-2017", "sichuan-2020", "sichuan-2023"])
def test_a_sheet_without_an_official_one_has_title_total_and_foot(scheme_id: str) -> None:
    form = form_of(scheme_id, "overall")
    printed = "".join(cell.text for cell in fixed_cells(form))
    assert printed.startswith(form.title)
    for name in ("unit", "total.weight", "total.score", "grade"):
        assert f"{{{name}}}" in printed
    for name in ("filler", "fill_date", "phone"):
        assert f"{{info.{name}}}" in printed
    assert form.sheet.landscape


# ── weights ──────────────────────────────────────────────────────────────

# scheme, form: points of the execution row, of each first level (blank: the unit's own)
WEIGHTS: dict[tuple[str, str], tuple[int | None, dict[str, int | None]]] = {
    ("sichuan-2020", "project"): (
        None,
        {"项目完成指标": None, "效益指标": None, "满意度指标": None},
    ),
    ("sichuan-2020", "overall"): (
        None,
        dict.fromkeys(["预算编制", "预算执行", "完成结果", "绩效结果应用", "自评质量"]),
    ),
    ("sichuan-2017", "overall"): (None, {"部门决策": 25, "综合管理": 30, "部门绩效情况": 45}),
    ("sichuan-2023", "project"): (
        10,
        dict.fromkeys(["产出指标", "成本指标", "效益指标", "满意度指标"]),
    ),
    ("sichuan-2023", "overall"): (
        None,
        dict.fromkeys(["履职效能", "预算管理", "财务管理", "资产管理", "采购管理"]),
    ),
    ("yunnan-2022", "project"): (10, {"产出指标": 50, "效益指标": 30, "满意度指标": 10}),
    ("yunnan-2022", "overall"): (10, {"产出指标": 50, "效益指标": 30, "满意度指标": 10}),
    ("yunnan-anning-2020", "project"): (10, {"产出指标": 50, "效益指标": 30, "满意度指标": 10}),
    ("yunnan-anning-2020", "overall"): (None, {"部门决策": 17, "部门管理": 25, "部门绩效": 58}),
    ("chongqing-2021", "project"): (10, {"产出指标": 50, "效益指标": 30, "满意度指标": 10}),
    ("chongqing-2021", "overall"): (10, {"共性指标": 30, "个性指标": 60}),
}


@pytest.mark.parametrize("place", WEIGHTS, ids="-".join)
def test_weights_of_headings(place: tuple[str, str]) -> None:
    form = form_of(*place)
    execution = form.execution.weight if form.execution else None
    assert (execution, {group.label: group.weight for group in form.levels}) == WEIGHTS[place]


PRESCRIBED: dict[tuple[str, str], dict[str, dict[str, int]]] = {
    ("sichuan-2017", "overall"): SICHUAN_2017,
    ("sichuan-2020", "overall"): SICHUAN_2020,
    ("chongqing-2021", "overall"): CHONGQING,
}


@pytest.mark.parametrize("place", PRESCRIBED, ids="-".join)
def test_weights_of_prescribed_indicators(place: tuple[str, str]) -> None:
    found = {
        sub.label: {preset.label: preset.weight for preset in sub.presets}
        for sub in level2s(form_of(*place)).values()
    }
    assert found == PRESCRIBED[place]


def test_the_template_since_2022_has_no_points_built_in() -> None:
    form = form_of("sichuan-2023", "overall")
    assert presets(form) == []
    assert {sub.rule for sub in level2s(form).values()} == {Judge()}
    assert form.column("rubric")

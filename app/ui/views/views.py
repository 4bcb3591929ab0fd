"""What a grid shows, as plain values made from a report: no Qt here, so it is tested without.

Every grid of the program (money, ledgers, indicators, findings) is a `GridView`; one grid
component draws them all. `table_views.py` and `form_views.py` make those of tables and forms.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.domain.ledger import NEW, Lists, Typed
from app.domain.report import Report
from app.scheme.model import Codes
from app.ui.views.lazy_rows import LazyRows, Rows
from app.ui.views.showing import Typing

Look = Literal["typed", "computed", "carried", "label", "head"]
LEVEL_NAMES = {"error": "✗ 错误", "warning": "⚠ 核实", "note": "ℹ 提示"}
TAB_NAMES = {
    "info": "基本信息",
    "income_spending": "收入支出",
    "three_publics": "三公经费",
    "project": "项目支出",
    "overall": "整体自评",
    "findings": "审核",
    "export": "导出打印",
}


@dataclass(frozen=True)
class CellView:
    """One cell: what it shows, what editing starts from, and why it may not be typed in."""

    shown: str
    address: str = ""  # the entry that typing changes
    text: str = ""  # what was typed
    offered: str = ""  # what F2 starts from while nothing is typed; leaving it so stores nothing
    also: Mapping[str, str] = field(default_factory=dict)  # cells that the same edit sets
    choices: tuple[str, ...] = ()  # offered in a list; anything else may be typed too
    look: Look = "typed"
    locked: str = ""  # why it cannot be typed in; blank where it can
    right: bool = False
    center: bool = False
    long: bool = False
    problem: str = ""  # shown as a red frame with this sentence
    question: str = ""  # shown as an amber frame
    name: str = ""  # 指标值 · 稳岗返还惠及企业
    note: str = ""  # tooltip: the reason of a number
    weak: bool = False
    bold: bool = False
    good: bool = False
    bad: bool = False
    prompt: str = ""  # what stands in a blank cell until something is typed
    picks: Codes = ""  # a subject of this classification is looked up while typing
    clears: str = ""  # the entry that Del clears, also where nothing can be typed
    exact: str = ""  # the amount in 元, in words, where what is shown has fewer digits
    copied: str = ""  # what goes to the clipboard, where it is neither `text` nor what is shown

    @property
    def tab_stop(self) -> bool:
        """Whether Tab stops here: white cells that can be typed in."""
        return not self.locked and self.look == "typed"


@dataclass(frozen=True)
class GridView:
    headers: tuple[str, ...]
    rows: Rows
    spans: tuple[tuple[int, int, int, int], ...] = ()  # row, column, rows, columns
    widths: tuple[int, ...] = ()  # shares of the width
    row_ids: tuple[str, ...] = ()  # one that ends with `.+` is the line that makes a new row
    least: tuple[int, ...] = ()  # px that a column needs; the grid scrolls sideways for them
    labels: int = 1  # columns at the left that say what a row is
    even: bool = False  # rows of one height: a long text ends in …, the tooltip has all of it
    lists: Lists | None = field(default=None, repr=False)  # what typing means, see `typed`
    typing: Typing | None = None  # where amounts are shown in another unit than the table's

    def typed(self, cells: Mapping[str, str]) -> Typed:
        """The edit that typing or pasting into these cells makes."""
        stored = cells if self.typing is None else self.typing.stored(cells)
        return Typed(stored) if self.lists is None else self.lists.typed(stored)

    def new_lines(self) -> Iterator[int]:
        """The rows that are the blank line at the end of a list."""
        return (at for at, name in enumerate(self.row_ids) if name.endswith(f".{NEW}"))

    def further(self, row: int, column: int, step: int) -> str:
        """The address of a cell `step` lines below a list's blank line: of one more new row."""
        return self.rows[row][column].address.replace(f".{NEW}.", f".{NEW}{step}.")

    def first_stop(self, *, from_end: bool) -> tuple[int, int] | None:
        """Row and column of the first (last) cell that Tab stops at."""
        step = -1 if from_end else 1
        for at in range(len(self.rows))[::step]:
            cells = self.rows[at]
            for column in range(len(cells))[::step]:
                if cells[column].tab_stop:
                    return at, column
        return None

    def below(self, row: int, column: int, step: int) -> int | None:
        """The next row below (above, for -1) whose cell in this column can be typed in."""
        rows = range(row + step, len(self.rows) if step > 0 else -1, step)
        return next((one for one in rows if not self.rows[one][column].locked), None)

    def find(self, address: str) -> tuple[int, int] | None:
        """Row and column of the cell with this address."""
        places: Iterable[int] = range(len(self.rows))
        if isinstance(self.rows, LazyRows):  # not all made: the row's id is in the address
            start = address.rpartition(".")[0]
            places = [at for at in places if start.endswith(f".{self.row_ids[at]}")]
        for at in places:
            for column, cell in enumerate(self.rows[at]):
                if cell.address == address:
                    return at, column
        return None


def marked(cell: CellView, errors: Mapping[str, str], questions: Mapping[str, str]) -> CellView:
    problem, question = errors.get(cell.address, ""), questions.get(cell.address, "")
    if not problem and not question:
        return cell
    return replace(cell, problem=problem, question="" if problem else question)


# ── tabs ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class TabState:
    """What a tab says of itself: missing items, errors and questions not yet explained."""

    missing: int
    errors: int
    questions: int

    def label(self, name: str) -> str:
        """The tab's label; state is said in words and signs, never by colour alone."""
        parts = [name]
        if self.errors:
            parts.append(f"✗{self.errors}")
        if self.questions:
            parts.append(f"⚠{self.questions}")
        if self.missing:
            parts.append(f"缺{self.missing}")
        return " ".join(parts) if len(parts) > 1 else f"{name} ✓"


def tab_states(report: Report) -> dict[str, TabState]:
    """State by tab; `findings` sums up all of them."""
    found = Counter((f.tab, f.level) for f in report.findings if not f.kept)
    for (tab, level), count in tuple(found.items()):
        if tab != "findings":
            found["findings", level] += count
    missing = Counter(item.tab for item in report.missing)
    return {
        tab: TabState(missing[tab], found[tab, "error"], found[tab, "warning"]) for tab in TAB_NAMES
    }

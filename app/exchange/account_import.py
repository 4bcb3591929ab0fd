"""The official tables of a finished workbook, taken into the ledgers: nothing is typed again.

The workbook may be the official software's, or one that was published; `app.domain.taken_accounts`
says which ledger each figure belongs to. Nothing is changed until the edit is applied.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from app.domain.submission import Edit, Entries, Submission
from app.domain.tables import Numbers, read_kind
from app.domain.taken_accounts import Tables, ledgers_from, stated_cells
from app.domain.wording import cell_words
from app.exchange.account_grid import AccountImportProblem, read_grids
from app.exchange.account_heads import Section, owner_of, sections, unit_of, year_of
from app.exchange.account_read import Odd, read_section
from app.progress import Progress, unwatched
from app.scheme.model import Scheme

__all__ = ["AccountImportProblem", "FoundTable", "Imported", "Odd", "Replaced", "read_accounts"]

UNIT_NAMES = {"yuan": "元"}  # info.account_unit; anything else is 万元


@dataclass(frozen=True)
class FoundTable:
    """A table that was recognised: its sheet, the unit of its figures, how many there are."""

    id: str
    title: str
    sheet: str
    unit: str
    figures: int


@dataclass(frozen=True)
class Replaced:
    """A ledger cell that holds another figure: `typed` gives way to `text`."""

    address: str
    where: str
    typed: str
    text: str


@dataclass(frozen=True)
class Imported:
    """What a workbook gives: cells of the ledgers, what the tables state, and what was not
    understood; `missing` are titles of tables that the workbook does not have."""

    tables: tuple[FoundTable, ...]
    missing: tuple[str, ...]
    ledgers: Mapping[str, str]
    stated: Mapping[str, str]
    replaced: tuple[Replaced, ...] = ()
    odd: tuple[Odd, ...] = ()
    notes: tuple[str, ...] = ()
    name: str = field(default="")

    @property
    def figures(self) -> int:
        return sum(table.figures for table in self.tables)

    def edit(self, *, stated: bool = True) -> Edit:
        """One step. With `stated` the official tables show what the workbook says, and checks
        compare it with the ledgers; without, nothing is stated and they follow from the ledgers."""
        said = self.stated if stated else dict.fromkeys(self.stated, "")
        return Edit({**self.ledgers, **said}, f"导入决算表“{self.name}”")


def read_accounts(
    path: Path, scheme: Scheme, submission: Submission, tell: Progress = unwatched
) -> Imported:
    """What the workbook at `path` gives for a submission of this scheme; nothing is stored.

    A table without a unit is read in that of 基本信息. Raises AccountImportProblem where the file
    cannot be read or holds none of the scheme's tables; and Cancelled where `tell` does.
    """
    found = tuple(_once(sections(read_grids(path, tell), scheme.accounts)))
    odd = [one for one in found if isinstance(one, Odd)]
    usable = [one for one in found if isinstance(one, Section)]
    amounts: dict[str, Decimal] = {}
    names: dict[str, str] = {}
    loose: dict[tuple[str, str, str], Decimal] = {}
    tables: list[FoundTable] = []
    for section in usable:
        account, unit = section.account, unit_of(section.grid)
        read = read_section(section, unit or _usual_unit(submission))
        odd += read.odd
        if not unit:
            sentence = f"没有写金额单位，按{_usual_unit(submission)}读；不对的请改好后重新导入"
            odd.append(Odd(section.grid.name, "", sentence))
        figures = len(read.amounts) + len(read.loose)
        unit = unit or _usual_unit(submission)
        tables.append(FoundTable(account.id, account.title, section.grid.name, unit, figures))
        amounts |= read.amounts
        names = read.names | names
        loose |= {(account.id, *key): value for key, value in read.loose.items()}
    if not any(table.figures for table in tables):
        raise AccountImportProblem(_nothing(scheme, tables))
    ids = tuple(table.id for table in tables)
    # 0.01 万元 is 100 元: a workbook that says more digits has no tails of rounding
    tails = any(table.unit == "万元" for table in tables) and not any(
        value % 100 for value in amounts.values()
    )
    made = Tables(amounts, ids, names, loose, tails)
    ledgers = ledgers_from(scheme, submission.entries, made)
    return Imported(
        tables=tuple(tables),
        missing=tuple(one.title for one in scheme.accounts if one.id not in ids),
        ledgers=ledgers.cells,
        stated=stated_cells(submission.entries, made),
        replaced=tuple(_replaced(scheme, submission.entries, ledgers.cells)),
        odd=tuple(odd),
        notes=(*_once_each(usable, submission), *ledgers.notes),
        name=path.name,
    )


def _usual_unit(submission: Submission) -> str:
    return UNIT_NAMES.get(submission.text("info.account_unit"), "万元")


def _once(found: list[Section]) -> Iterator[Section | Odd]:
    """Each table once, the fullest of several; the others are named."""
    best: dict[str, Section] = {}
    for one in found:
        known = best.get(one.account.id)
        if known is None or len(one.grid.cells) > len(known.grid.cells):
            best[one.account.id] = one
    for one in found:
        if best[one.account.id] is one:
            yield one
        elif len(one.grid.cells) > len(one.account.columns) + 2:
            yield Odd(one.grid.name, "", f"“{one.account.title}”有几张，只读内容最多的一张")


def _once_each(found: list[Section], submission: Submission) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for one in found for said in _other(one, submission)))


def _other(section: Section, submission: Submission) -> Iterator[str]:
    """Signs that the table is not this unit's of this year."""
    year, owner = year_of(section.grid), owner_of(section.grid)
    if year is not None and year != submission.year:
        yield f"表上写的是{year}年度，这份填报是{submission.year}年度"
    unit = submission.text("info.unit").strip()
    if owner and unit and owner not in unit and unit not in owner:
        yield f"表上写的是“{owner}”，这份填报是“{unit}”"


def _nothing(scheme: Scheme, tables: list[FoundTable]) -> str:
    if tables:
        return "认出了决算表的标题，但没有读到一个数。请看表头和金额是否还在。"
    titles = "、".join(f"“{one.title}”" for one in scheme.accounts[:3])
    return f"没有找到决算公开表。工作表里应有{titles}这样的标题。"


def _replaced(scheme: Scheme, entries: Entries, cells: Mapping[str, str]) -> Iterator[Replaced]:
    numbers = Numbers(scheme, entries)
    for address, text in cells.items():
        cell, typed = numbers.cells.get(address), entries.get(address, "")
        if cell is None or not typed.strip():
            continue
        old = read_kind(cell.column.kind, typed, cell.table.unit)
        if old.value != read_kind(cell.column.kind, text, cell.table.unit).value:
            yield Replaced(address, _words(scheme, entries, address), typed, text)


def _words(scheme: Scheme, entries: Entries, address: str) -> str:
    """A cell in words, in a row of a list with its subject."""
    start = address.rpartition(".")[0]
    subject = (entries.get(f"{start}.{one}", "").strip() for one in ("code", "name"))
    said = " ".join(part for part in subject if part)
    return "　".join(part for part in (said, cell_words(scheme, address)) if part)

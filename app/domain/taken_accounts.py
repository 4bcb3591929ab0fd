"""The ledgers that official tables come from, got back from the figures of those tables.

Which ledger a figure belongs to follows from the definitions of the tables: a column with a single
source is that ledger's column; one that adds up several is shared out by what the other tables say
and the rest goes to the one that no table tells apart. Amounts are in 元.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.submission import Entries, add_list_row
from app.domain.tables import Numbers, list_rows, written
from app.scheme.accounts import Account
from app.scheme.cells import absolute, split_code, under_code
from app.scheme.formula import Formula
from app.scheme.model import RowList, Scheme, Table

LEAVES = {"function": 7, "economic": 5}  # digits of what a ledger has a row for
# 223 国有资本经营预算支出: what is paid from that budget stands under this 类 (政府收支分类科目)
CAPITAL_CLASS, CAPITAL = "223", "capital"
TAIL = Decimal(100)  # 元: what two figures in 万元, each rounded to 0.01, may differ by

Source = tuple[str, str, str]  # list address, code, column


@dataclass(frozen=True)
class Tables:
    """Figures of official tables by address, names of subjects, codes without a row of their own
    (account, block, code), and the tables that were there at all."""

    amounts: Mapping[str, Decimal]
    accounts: tuple[str, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    loose: Mapping[tuple[str, str, str], Decimal] = field(default_factory=dict)
    tails: bool = False  # figures were rounded to 0.01 万元


@dataclass(frozen=True)
class Ledgers:
    """Cells of the ledgers with their texts, in the order of the tables; `notes` say what was
    decided that a person should look at."""

    cells: dict[str, str]
    notes: tuple[str, ...] = ()


def ledgers_from(scheme: Scheme, entries: Entries, tables: Tables) -> Ledgers:
    """The cells of the ledgers that give these tables again. Rows are found by their code."""
    maker = _Maker(scheme, entries, tables)
    maker.single()
    maker.shared()
    maker.fixed()
    return Ledgers(maker.cells(), tuple(maker.notes))


def stated_cells(entries: Entries, tables: Tables) -> dict[str, str]:
    """What the tables state, for the entries; what was stated by an earlier import of them goes."""
    starts = tuple(f"stated.{account}." for account in tables.accounts)
    old = {cell: "" for cell in entries if cell.startswith(starts)} if starts else {}
    new = {f"stated.{at}": written("amount", value, "元") for at, value in tables.amounts.items()}
    return old | new


class _Maker:
    def __init__(self, scheme: Scheme, entries: Entries, tables: Tables) -> None:
        self.scheme, self.entries, self.tables = scheme, entries, tables
        self.accounts = [one for one in scheme.accounts if one.id in tables.accounts]
        self.numbers = Numbers(scheme, {})
        self.lists = {
            f"{table.id}.{one.id}": (table, one)
            for table in scheme.tables
            for one in table.lists
            if one.codes
        }
        self.rows: dict[Source, Decimal] = {}
        self.cell: dict[str, Decimal] = {}  # cells of fixed rows
        self.settled: set[str] = set()  # cells of fixed rows that are known, blank ones too
        self.notes: list[str] = []
        self.known: dict[str, dict[str, str]] = {}  # list -> code -> row

    # ── by subject ───────────────────────────────────────────────────────────────────────

    def single(self) -> None:
        """Columns that come from one ledger."""
        fixed = self._fixed_codes()
        for account in self.accounts:
            for column in account.columns:
                if len(column.sources) == 1:
                    for code, value in self._leaves(account, column.id).items():
                        self._post(column.sources[0], code, value)
            for block in account.blocks:
                for row in block.table.rows:
                    for name, formula in row.cells.items():
                        stated = self._value(f"{account.id}.{block.id}.{row.id}.{name}")
                        names = formula.names
                        source = _place(next(iter(names))) if len(names) == 1 else ""
                        if stated and row.code and source:
                            whole = any(_below(code, row.code) for code in fixed)
                            self._post(source, row.code, stated, whole=whole)
        for (account_id, block_id, code), value in self.tables.loose.items():
            source = self._of_block(account_id, block_id)
            if source and value:
                self._post(source, code, value)

    def _leaves(self, account: Account, column: str) -> dict[str, Decimal]:
        """The figures of the lowest subjects of a table; sums of others are no facts."""
        start = f"{account.id}.c"
        codes: dict[str, Decimal] = {}
        there: set[str] = set()
        for address, value in self.tables.amounts.items():
            if address.startswith(start):
                code, _, name = address.removeprefix(start).partition(".")
                there.add(code)
                if name == column:
                    codes[code] = value
        above = {code[:digits] for code in there for digits in (3, 5) if digits < len(code)}
        return {code: value for code, value in codes.items() if code not in above and value}

    def _fixed_codes(self) -> set[str]:
        """The subjects that tables of fixed rows state a figure for."""
        found = {code for (_, _, code), value in self.tables.loose.items() if value}
        for account in self.accounts:
            for block in account.blocks:
                for row in (one for one in block.table.rows if one.code):
                    start = f"{account.id}.{block.id}.{row.id}."
                    if any(self._value(f"{start}{c.id}") for c in block.table.columns):
                        found.add(row.code)
        return found

    def _of_block(self, account_id: str, block_id: str) -> str:
        account = self.scheme.account(account_id)
        block = next(one for one in account.blocks if one.id == block_id)
        for row in block.table.rows:
            for formula in row.cells.values():
                if row.code and len(formula.names) == 1:
                    return _place(next(iter(formula.names)))
        return ""

    def _post(self, source: str, code: str, value: Decimal, *, whole: bool = False) -> None:
        """A figure for a ledger's row, unless its column is computed or the code is a sum's."""
        address, _, name = source.rpartition(".")
        if address not in self.lists or whole:
            return
        table, one = self.lists[address]
        typed = self._typed(table, one, name)
        if typed and len(code) <= LEAVES[one.codes]:
            self.rows[address, code, typed] = value

    def _typed(self, table: Table, one: RowList, name: str) -> str:
        """The column that is typed for a figure: itself, or the last that its formula adds up:
        项目支出结转和结余 for 结转和结余."""
        column = next((c for c in table.columns if c.id == name), None)
        if column is None or name in one.dash:
            return ""
        if column.formula is None:
            return name
        parts = _added(column.formula)
        typed = {c.id for c in table.columns if c.formula is None}
        carried = len(parts) == 2 and set(parts) <= typed
        return parts[-1] if carried else ""

    # ── columns of several ledgers ───────────────────────────────────────────────────────

    def shared(self) -> None:
        """What other tables do not tell apart goes to the one ledger that is left."""
        told = {c.sources[0] for a in self.accounts for c in a.columns if len(c.sources) == 1}
        for account in self.accounts:
            for column in account.columns:
                if len(column.sources) < 2:
                    continue
                open_ones = [one for one in column.sources if one not in told]
                for code, value in self._leaves(account, column.id).items():
                    self._share(code, value, column.sources, open_ones)
                if len(open_ones) > 1 and self._leaves(account, column.id):
                    self._say_open(account, column.heads[-1], open_ones)

    def _share(self, code: str, value: Decimal, sources: Iterable[str], left: list[str]) -> None:
        known = (self.rows.get((*_parted(one, code),)) for one in sources)
        rest = value - sum((one for one in known if one is not None), Decimal(0))
        if not rest or (self.tables.tails and abs(rest) <= TAIL) or not left:
            return
        capital = [one for one in left if CAPITAL in one.split(".")]
        chosen = capital[0] if code.startswith(CAPITAL_CLASS) and capital else left[0]
        self._post(chosen, code, rest)

    def _say_open(self, account: Account, head: str, left: list[str]) -> None:
        where = [self._words(one) for one in left]
        if CAPITAL in left[-1].split(".") and len(left) == 2:
            return  # told apart by the 类
        self.notes.append(
            f"{account.title}的“{head}”分不清资金性质，都放在“{where[0]}”里："
            "缺少按资金性质分的表，请核对"
        )

    def _words(self, source: str) -> str:
        address, _, name = source.rpartition(".")
        table, one = self.lists[address]
        column = next(c.label for c in table.columns if c.id == name)
        return f"{table.title}　{one.label}　{column}"

    # ── fixed rows ───────────────────────────────────────────────────────────────────────

    def fixed(self) -> None:
        """Cells that a table shows as they are: those that stand for one ledger cell first. What
        a table leaves blank is known to be blank once the figures are given out."""
        found: list[tuple[str, Decimal | None]] = []
        for account in self.accounts:
            for column in (one for one in account.columns if one.cell):
                found.append((column.cell, self._value(f"{account.id}.total.{column.id}")))
            for block in account.blocks:
                for row in (one for one in block.table.rows if not one.code):
                    for name, formula in row.cells.items():
                        if formula.names == (formula.text.strip(),):
                            at = f"{account.id}.{block.id}.{row.id}.{name}"
                            found.append((formula.names[0], self._value(at)))
        shown = dict(found)
        whole = [self._whole(at, value, shown) for at, value in found]
        ready = sorted(((self._under(at), at, value) for at, value in whole), key=_size)
        ready = [one for one in ready if one[0]]
        for cells, _, value in ready:
            self._settle(cells, value)
        for cells, _, value in ready:
            if value is None and _one_row(cells):
                self.settled |= set(cells)
        for cells, address, value in ready:
            if not self._settle(cells, value):
                self._say_rest(cells, address, value)

    def _whole(
        self, address: str, value: Decimal | None, shown: Mapping[str, Decimal | None]
    ) -> tuple[str, Decimal | None]:
        """What a cell is the rest of, where a formula takes away what another table shows: the
        一般公共预算 part of 三公经费 with the 政府性基金 part is the ledger's own figure."""
        cell = self.numbers.cells.get(address)
        if cell is None or cell.formula is None or value is None:
            return address, value
        names = [name.strip() for name in cell.formula.text.removeprefix("sum(")[:-1].split(",")]
        if len(names) != 2 or names[1][:1] != "-" or names[0] not in cell.formula.names:
            return address, value
        of, less = (cell.meant(address, name.removeprefix("-")) for name in names)
        return (of, value + (shown[less] or 0)) if less in shown else (address, value)

    def _value(self, address: str) -> Decimal | None:
        return self.tables.amounts.get(address)

    def _settle(self, cells: tuple[str, ...], value: Decimal | None) -> bool:
        """Give a figure to the last of the cells that are not known, if they are of one row."""
        left = [one for one in cells if one not in self.settled]
        if value is None or not left:
            return True
        if not _one_row(left):
            return False
        self.settled |= set(left)
        rest = value - self._sum(cells)
        tail = self.tables.tails and len(left) < len(cells) and abs(rest) <= TAIL
        if (rest and not tail) or (len(cells) == 1 and not rest):
            self.cell[left[-1]] = rest
        return True

    def _sum(self, cells: Iterable[str]) -> Decimal:
        return sum((self.cell.get(one, Decimal(0)) for one in cells), Decimal(0))

    def _say_rest(self, cells: tuple[str, ...], address: str, value: Decimal | None) -> None:
        if value and value != self._sum(cells):
            cell = self.numbers.cells[address]
            row = next((one.label for one in cell.table.rows if one.id == cell.row), "")
            self.notes.append(
                f"{cell.table.title}的“{row.strip()}　{cell.column.label}”没有分项，"
                "不知道是哪一项，没有填入台账"
            )

    def _under(self, address: str) -> tuple[str, ...]:
        """The typed cells of fixed rows that a cell is or adds up, in their order; none where it
        also adds up anything else."""
        cell = self.numbers.cells.get(address)
        if cell is None or under_code(address) or cell.source:
            return ()
        if cell.typed:
            return (address,)
        assert cell.formula is not None
        parts: list[str] = []
        prefix = address.removesuffix(cell.place)
        for name in _added(cell.formula):
            below = self._under(absolute(cell.table, prefix, cell.row, cell.column.id, name))
            if not below:
                return ()
            parts += below
        return tuple(parts)

    # ── texts ────────────────────────────────────────────────────────────────────────────

    def cells(self) -> dict[str, str]:
        made: dict[str, str] = {}
        entries = dict(self.entries)
        for (address, code, name), value in sorted(self.rows.items()):
            table, one = self.lists[address]
            row = self._row(entries, made, address, code, (table, one))
            made[f"{address}.{row}.{name}"] = written("amount", value, table.unit)
        for address, value in self.cell.items():
            cell = self.numbers.cells[address]
            others = {one: text for one, text in (entries | made).items() if one != address}
            if cell.either and Numbers(self.scheme, others).value(address) is not None:
                continue  # follows from the ledger's rows
            made[address] = written(cell.column.kind, value, cell.table.unit)
        self._say_others(made)
        return made

    def _say_others(self, made: Mapping[str, str]) -> None:
        """Subjects that the ledgers have and these tables do not: a second import of another unit
        would add up with them unseen."""
        for address in sorted({address for address, _, _ in self.rows}):
            table, one = self.lists[address]
            codes = {code for at, code, _ in self.rows if at == address}
            names = {name for at, _, name in self.rows if at == address}
            extra = [
                f"{row.code} {row.name}".strip()
                for row in list_rows(self.entries, table.id, one, "")
                if row.code not in codes
                and any(self.entries.get(f"{address}.{row.id}.{name}") for name in names)
            ]
            if extra:
                said = "、".join(extra[:3]) + ("等" if len(extra) > 3 else "")
                self.notes.append(
                    f"“{table.title}　{one.label}”里有 {len(extra)} 行导入的表里没有，"
                    f"保留不动：{said}"
                )

    def _row(
        self,
        entries: dict[str, str],
        made: dict[str, str],
        address: str,
        code: str,
        where: tuple[Table, RowList],
    ) -> str:
        """The row of a subject, a new one below the others where there is none."""
        table, one = where
        if address not in self.known:
            listed_rows = reversed(list_rows(entries, table.id, one, ""))
            self.known[address] = {row.code: row.id for row in listed_rows if row.code}
        if code in self.known[address]:
            return self.known[address][code]
        listed = add_list_row(entries, address).cells[f"{address}.rows"]
        new = listed.split()[-1]
        texts = {
            "rows": listed,
            f"{new}.code": code,
            f"{new}.name": self.tables.names.get(code, ""),
        }
        cells = {f"{address}.{cell}": text for cell, text in texts.items() if text}
        self.known[address][code] = new
        entries.update(cells)
        made.update(cells)
        return new


def _size(ready: tuple[tuple[str, ...], str, Decimal | None]) -> int:
    return len(ready[0])


def _one_row(cells: Iterable[str]) -> bool:
    return len({cell.rpartition(".")[0] for cell in cells}) == 1


def _below(code: str, other: str) -> bool:
    return code != other and code.startswith(other)


def _place(name: str) -> str:
    """A ledger's column (outlay.public.basic) of the sum under a code, blank for other names."""
    if not under_code(name):
        return ""
    start, _, column = split_code(name)
    return f"{start}.{column}"


def _parted(source: str, code: str) -> Source:
    address, _, name = source.rpartition(".")
    return address, code, name


def _added(formula: Formula) -> tuple[str, ...]:
    """The names that a formula adds up, in their order; none where it does anything else."""
    text = formula.text.strip()
    inside = text.removeprefix("sum(").removesuffix(")") if text.startswith("sum(") else text
    names = tuple(part.strip() for part in inside.split(","))
    return names if all(name in formula.names for name in names) else ()

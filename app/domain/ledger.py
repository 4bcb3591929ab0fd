"""A ledger by subject as people see it: rows in the order of their codes, 类 and 款 above them.

And what typing in a list of rows means: a line at its end becomes a row, a code gets its name.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.codes import CodeBook
from app.domain.rollup import above
from app.domain.subjects import LEVELS, Subject
from app.domain.submission import Edit, Entries, applied, ids, prefixes, remove_list_row
from app.domain.table_cells import ListRow, tidy_code
from app.scheme.cells import absolute
from app.scheme.formula import EACH, Formula, Value, evaluate
from app.scheme.model import Codes, RowList, Scheme, Table

NEW = "+"  # in the place of a row's id: the row that typing makes. `+1`, `+2` … are further ones
LEAF: Mapping[Codes, int] = {"function": 7, "economic": 5}  # digits of what is entered: 项, 款
_SUMS = ("合计", "总计", "小计")


# ── how a list is shown ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class LedgerLine:
    """A row that was typed, or (`row` None) the sum of those under a 类 or 款.

    `id` is the row's, or `c208`; `level` is 1 for 类, 2 款, 3 项, 0 where there is no code.
    """

    id: str
    code: str
    level: int
    row: ListRow | None = None


def ledger_lines(rows: Iterable[ListRow]) -> tuple[LedgerLine, ...]:
    """Rows in the order of their codes, each 类 and 款 above them; without a code at the end.

    A level that was typed itself has no line for its sum: the typed one stands in its place.
    """
    typed = list(rows)
    coded = sorted((row for row in typed if above(row.code)), key=lambda row: (row.code, row.also))
    own = {row.code for row in coded}
    lines: list[LedgerLine] = []
    shown: set[str] = set()
    for row in coded:
        *sums, code = above(row.code)
        for level, one in enumerate(sums, 1):
            if one not in own | shown:
                shown.add(one)
                lines.append(LedgerLine(f"c{one}", one, level))
        lines.append(LedgerLine(row.id, code, len(sums) + 1, row))
    lines += [LedgerLine(row.id, row.code, 0, row) for row in typed if not above(row.code)]
    return tuple(lines)


def formula_value(
    scheme: Scheme,
    entries: Entries,
    values: Mapping[str, Value],
    cell: tuple[Table, str, str, str],
    formula: Formula,
) -> Value:
    """What a formula gives from values that are computed already: the rate of a 类, or what a cell
    would show if nothing were typed in it. `cell` is its table, prefix, row and column."""
    table, prefix, row, column = cell

    def meant(name: str) -> Value | tuple[Value, ...]:
        place = absolute(table, prefix, row, column, name)
        if f".{EACH}." not in place:
            return values.get(place)
        start, _, rest = place.partition(f".{EACH}.")
        form = next((form for form in scheme.forms if form.id == start), None)
        if form is not None:
            starts = prefixes(form, entries)
        else:
            starts = tuple(f"{start}.{one}" for one in ids(entries, f"{start}.rows"))
        return tuple(values.get(f"{one}.{rest}") for one in starts)

    return evaluate(formula, meant)


def moved_over(growth: Value, this: Value, limit: Decimal) -> bool:
    """Whether a line shows in a list of changes over `limit` (a ratio): by more than that up or
    down, or new or gone, which have no rate or nothing this year."""
    return growth is None or not this or abs(growth) > limit


# ── what typing means ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Typed:
    """The cells of one edit. `made` are the ids of its new rows with their lists' addresses;
    `skipped` counts lines of a block that were sums, which appear by themselves."""

    cells: Mapping[str, str]
    made: tuple[str, ...] = ()
    skipped: int = 0


@dataclass(frozen=True)
class Lists:
    """The row lists of a table at its address, and what their subjects are called."""

    entries: Entries
    prefix: str
    lists: Sequence[RowList]
    codes: CodeBook
    year: int

    def typed(self, cells: Mapping[str, str]) -> Typed:
        """What is to be stored for cells as typed or pasted, in one edit.

        A line at the end of a list (`outlay.public.+.code`) becomes a row of its own; blank ones
        and sums do not. A code brings its official name, an official name its code.
        """
        found = dict(cells)
        made: list[str] = []
        skipped = 0
        for one in self.lists:
            address = f"{self.prefix}.{one.id}"
            lines = _take_new(found, address)
            kept = [line for line in lines if not (one.codes and _is_sum(line, lines))]
            skipped += len(lines) - len(kept)
            for row, line in self._numbered(address, kept, found):
                found |= {f"{address}.{row}.{cell}": text for cell, text in line.items()}
                made.append(f"{address}.{row}")
            if one.codes:
                self._complete(one, address, found)
        return Typed(found, tuple(made), skipped)

    def _numbered(
        self, address: str, lines: Sequence[dict[str, str]], found: dict[str, str]
    ) -> Iterator[tuple[str, dict[str, str]]]:
        """Each line with the id of its new row; the list's order goes into the edit."""
        rows = list(ids(self.entries, f"{address}.rows"))
        numbers = [int(one[1:]) for one in rows if one[1:].isascii() and one[1:].isdigit()]
        first = max(numbers, default=0) + 1
        new = [f"r{first + at}" for at in range(len(lines))]
        if new:
            found[f"{address}.rows"] = " ".join((*rows, *new))
        yield from zip(new, lines, strict=True)

    def _complete(self, one: RowList, address: str, found: dict[str, str]) -> None:
        rows = {
            cell.removeprefix(f"{address}.").partition(".")[0]
            for cell in found
            if cell.startswith(f"{address}.") and cell.endswith((".code", ".name", ".also"))
        }
        for row in rows:
            start = f"{address}.{row}"
            self._name(one.codes, start, found)
            also = found.get(f"{start}.also", "")
            if also and not tidy_code(also).isdigit():
                named = self.named(one.also, also)
                found[f"{start}.also"] = named.code if named else also

    def _name(self, kind: Codes, start: str, found: dict[str, str]) -> None:
        code, name = f"{start}.code", f"{start}.name"
        words = found.get(name, "").strip()
        if not words and found.get(code) and not tidy_code(found[code]).isdigit():
            words = found.pop(code)  # a name that was typed over the code
        if words and not found.get(code):
            if tidy_code(words).isdigit():  # a code that was typed over the name
                found[code] = tidy_code(words)
                found.pop(name, None)
            else:
                found[name] = words
                subject = None if self.entries.get(code) else self.named(kind, words)
                if subject is not None:
                    found[code] = subject.code
        if found.get(code) and not found.get(name):
            subject = self.codes.subject(kind, tidy_code(found[code]), self.year)
            if subject is not None:
                found[name] = subject.name

    def named(self, kind: Codes, name: str) -> Subject | None:
        """The one subject of exactly this name that figures are entered for, or None."""
        hits = self.codes.of(kind).find(name, self.year)
        same = [one for one in hits if one.name == name.strip()]
        leaves = [one for one in same if len(one.code) == LEAF.get(kind)] or same
        return leaves[0] if len(leaves) == 1 else None


def _take_new(found: dict[str, str], address: str) -> list[dict[str, str]]:
    """The new lines of a list in their order, taken out of the cells; blank ones are no rows."""
    lines: dict[int, dict[str, str]] = {}
    for cell in [one for one in found if one.startswith(f"{address}.{NEW}")]:
        token, _, name = cell.removeprefix(f"{address}.{NEW}").partition(".")
        lines.setdefault(int(token or 0), {})[name] = found.pop(cell)
    return [
        line for _, line in sorted(lines.items()) if any(text.strip() for text in line.values())
    ]


def _is_sum(line: Mapping[str, str], lines: Sequence[Mapping[str, str]]) -> bool:
    """Whether a line of a block sums others up: a 类 or 款 with its 项 below, or 合计."""
    code = tidy_code(line.get("code", ""))
    if not code.isdigit():  # the word may stand over both columns, that is in the first of them
        word = "".join((code or line.get("name", "")).split()).rstrip(":：")
        return len(lines) > 1 and word.endswith(_SUMS)
    others = (tidy_code(other.get("code", "")) for other in lines)
    return len(code) in LEVELS and any(other != code and code in above(other) for other in others)


def remove_list_rows(entries: Entries, address: str, rows: Sequence[str]) -> Edit:
    """Take rows of the unit's own out of a row list, in one edit."""
    cells: dict[str, str] = {}
    after = entries
    for row in rows:
        edit = remove_list_row(after, address, row)
        cells |= edit.cells
        after = applied(after, edit)
    return Edit(cells, "删除一行" if len(rows) == 1 else f"删除{len(rows)}行")

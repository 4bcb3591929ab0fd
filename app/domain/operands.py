"""What both sides of a check add up, down to the rows of lists: where its culprit is looked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

from app.domain.culprit import MOST, Operand
from app.domain.submission import Entries, prefixes
from app.domain.tables import Numbers
from app.domain.values import UNITS, rounded
from app.domain.wording import part_words
from app.scheme.cells import split_code, under_code
from app.scheme.formula import EACH, Formula
from app.scheme.model import Scheme
from app.scheme.terms import sides, terms

DEEPEST = 6  # totals of totals of totals
LEFT, RIGHT = 1, -1


def operands(
    scheme: Scheme, entries: Entries, numbers: Numbers, require: Formula, unit: str
) -> tuple[Operand, ...]:
    """The figures of a comparison in `unit`, blank ones left out, the right side's with the
    sign -1; none at all where there are more than any culprit is looked for in."""
    both = sides(require)
    if both is None:
        return ()
    walk = _Walk(scheme, entries, numbers, unit)
    found: list[Operand] = []
    for sign, side in zip((LEFT, RIGHT), both, strict=True):
        every = (one for term in side for one in walk.lines(term.name, sign * term.sign))
        lines = list(islice((line for line in every if line.value), MOST + 1 - len(found)))
        found += lines if len(lines) > 1 else [replace(line, whole=True) for line in lines]
        if len(found) > MOST:
            return ()
    return tuple(found)


@dataclass(frozen=True)
class _Walk:
    scheme: Scheme
    entries: Entries
    numbers: Numbers
    unit: str

    def lines(self, name: str, sign: int, depth: int = 0) -> Iterator[Operand]:
        if f".{EACH}." in name:
            yield from self._each(name, sign)
            return
        if under_code(name):
            yield from self._under(name, sign)
            return
        if depth and not self.numbers.values.get(name):
            return
        cell = self.numbers.cells.get(name)
        added = terms(cell.formula) if cell and cell.formula else None
        if cell is None or added is None or depth >= DEEPEST:
            yield self._line(name, part_words(self.scheme, name), sign)
            return
        for term in added:
            yield from self.lines(cell.meant(name, term.name), sign * term.sign, depth + 1)

    def _each(self, name: str, sign: int) -> Iterator[Operand]:
        start, _, rest = name.partition(f".{EACH}.")
        form = next((form for form in self.scheme.forms if form.id == start), None)
        if form is not None:
            for prefix in prefixes(form, self.entries):
                said = self.entries.get(f"{prefix}.{form.name_field}", "") or form.title
                yield self._line(f"{prefix}.{rest}", said, sign)
            return
        rows = self.numbers.rows(start)
        if len(rows) > MOST:
            return
        for row in rows:
            address = f"{start}.{row.id}.{rest}"
            if not self.numbers.values.get(address):
                continue
            # a row is one line of the sum, whatever columns it is added up from
            yield self._line(address, row.name or row.code or row.id, sign)

    def _under(self, name: str, sign: int) -> Iterator[Operand]:
        start, code, column = split_code(name)
        for row in self.numbers.rows(start):
            if row.code.startswith(code):
                yield self._line(f"{start}.{row.id}.{column}", row.name or row.code, sign)

    def _line(self, address: str, name: str, sign: int) -> Operand:
        value = self.numbers.values.get(address) or Decimal(0)
        amount = self.numbers.kind(address) == "amount"
        return Operand(name, rounded(value / UNITS[self.unit]) if amount else value, sign)

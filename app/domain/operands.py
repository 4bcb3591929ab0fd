"""What both sides of a check add up, down to the rows of lists: where its culprit is looked for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.culprit import Operand
from app.domain.submission import Entries, prefixes
from app.domain.tables import Cell, Numbers
from app.domain.values import UNITS, rounded
from app.domain.wording import part_words
from app.scheme.cells import under_code
from app.scheme.formula import EACH, Formula
from app.scheme.model import Scheme
from app.scheme.terms import sides, terms

DEEPEST = 6  # totals of totals of totals
LEFT, RIGHT = 1, -1


def operands(
    scheme: Scheme, entries: Entries, numbers: Numbers, require: Formula, unit: str
) -> tuple[Operand, ...]:
    """The figures of a comparison in `unit`, the right side's with the sign -1."""
    both = sides(require)
    if both is None:
        return ()
    walk = _Walk(scheme, entries, numbers, unit)
    found: list[Operand] = []
    for sign, side in zip((LEFT, RIGHT), both, strict=True):
        lines = [one for term in side for one in walk.lines(term.name, sign * term.sign)]
        alone = len([line for line in lines if line.value]) < 2
        found += [replace(line, whole=alone) for line in lines]
    return tuple(found)


@dataclass(frozen=True)
class _Walk:
    scheme: Scheme
    entries: Entries
    numbers: Numbers
    unit: str

    def lines(self, name: str, sign: int, depth: int = 0) -> Iterator[Operand]:
        if f".{EACH}." in name:
            yield from self._each(name, sign, depth)
            return
        if under_code(name):
            yield from self._under(name, sign)
            return
        cell = self.numbers.cells.get(name)
        added = terms(cell.formula) if cell and cell.formula else None
        if cell is None or added is None or depth >= DEEPEST:
            yield self._line(name, part_words(self.scheme, name), sign)
            return
        for term in added:
            yield from self.lines(_full(cell, name, term.name), sign * term.sign, depth + 1)

    def _each(self, name: str, sign: int, depth: int) -> Iterator[Operand]:
        start, _, rest = name.partition(f".{EACH}.")
        form = next((form for form in self.scheme.forms if form.id == start), None)
        if form is not None:
            for prefix in prefixes(form, self.entries):
                said = self.entries.get(f"{prefix}.{form.name_field}", "") or form.title
                yield self._line(f"{prefix}.{rest}", said, sign)
            return
        for row in self.numbers.rows(start):
            address = f"{start}.{row.id}.{rest}"
            cell = self.numbers.cells.get(address)
            if cell is not None and cell.formula is not None:
                yield from self.lines(address, sign, depth + 1)
            else:
                yield self._line(address, row.name or row.code or row.id, sign)

    def _under(self, name: str, sign: int) -> Iterator[Operand]:
        start, _, rest = name.partition(".c")
        code, _, column = rest.partition(".")
        for row in self.numbers.rows(start):
            if row.code.startswith(code):
                yield self._line(f"{start}.{row.id}.{column}", row.name or row.code, sign)

    def _line(self, address: str, name: str, sign: int) -> Operand:
        value = self.numbers.values.get(address) or Decimal(0)
        amount = self.numbers.kind(address) == "amount"
        return Operand(name, rounded(value / UNITS[self.unit]) if amount else value, sign)


def _full(cell: Cell, address: str, name: str) -> str:
    place = cell.names[name]
    return address.removesuffix(cell.place) + place if place[0] == "." else place

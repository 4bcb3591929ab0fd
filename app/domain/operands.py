"""What both sides of a check add up, down to the rows of lists: where its culprit is looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.culprit import MOST, Operand
from app.domain.submission import Entries, prefixes
from app.domain.tables import Numbers
from app.domain.values import UNITS, rounded_all
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
    found: list[Operand] = []
    for sign, side in zip((LEFT, RIGHT), both, strict=True):
        walk = _Walk(scheme, entries, numbers, unit, [])
        for term in side:
            walk.into(term.name, sign * term.sign)
            if len(walk.lines) + len(found) > MOST:
                return ()
        alone = len(walk.lines) == 1
        found += [line._replace(whole=True) for line in walk.lines] if alone else walk.lines
    return tuple(found)


@dataclass(frozen=True)
class _Walk:
    """Gathers `lines`; a plain list, as a ledger of 200 rows is walked on each key."""

    scheme: Scheme
    entries: Entries
    numbers: Numbers
    unit: str
    lines: list[Operand]

    def into(self, name: str, sign: int, depth: int = 0) -> None:
        """Put in what a cell adds up, down to what was typed."""
        if f".{EACH}." in name:
            self._each(name, sign)
            return
        if under_code(name):
            self._under(name, sign)
            return
        if not self.numbers.values.get(name) or len(self.lines) > MOST:
            return
        cell = self.numbers.cells.get(name)
        added = terms(cell.formula) if cell and cell.formula else None
        if cell is None or added is None or depth >= DEEPEST:
            self._put([(name, part_words(self.scheme, name))], sign)
            return
        for term in added:
            self.into(cell.meant(name, term.name), sign * term.sign, depth + 1)

    def _each(self, name: str, sign: int) -> None:
        start, _, rest = name.partition(f".{EACH}.")
        form = next((form for form in self.scheme.forms if form.id == start), None)
        if form is not None:
            named = f".{form.name_field}"
            places = prefixes(form, self.entries)
            said = {one: self.entries.get(one + named, "") or form.title for one in places}
            self._put(((f"{one}.{rest}", word) for one, word in said.items()), sign)
            return
        # a row is one line of the sum, whatever columns it is added up from
        rows = self.numbers.rows(start)
        words = ((f"{start}.{row.id}.{rest}", row.name or row.code or row.id) for row in rows)
        self._put(words, sign)

    def _under(self, name: str, sign: int) -> None:
        start, code, column = split_code(name)
        rows = [row for row in self.numbers.rows(start) if row.code.startswith(code)]
        self._put([(f"{start}.{row.id}.{column}", row.name or row.code) for row in rows], sign)

    def _put(self, named: Iterable[tuple[str, str]], sign: int) -> None:
        """A line for each address that has a figure; they are all of the same kind."""
        values = self.numbers.values
        filled = [(at, name, value) for at, name in named if (value := values.get(at))]
        if filled and self.numbers.kind(filled[0][0]) == "amount":
            unit = UNITS[self.unit]
            shown = rounded_all([value / unit for _, _, value in filled], 2)
        else:
            shown = [value for _, _, value in filled]
        named_shown = zip(filled, shown, strict=True)
        self.lines.extend([Operand(one[1], value, sign) for one, value in named_shown if value])

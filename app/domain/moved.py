"""A submission's entries as another scheme has them.

Nothing is thrown away: what the new scheme has no place for keeps an address that it does not show,
and the way back gives every cell its old address and text again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from app.domain.counterparts import PARKED, FormMatch, Match
from app.domain.prescribed import prescribed
from app.domain.submission import Entries, empty_rows, ids, prefixes
from app.domain.tables import Cell, Numbers
from app.domain.values import UNITS, number_text, read_amount
from app.scheme.model import Form, Level2, Preset, Table

BEEN = "1"  # at project.p1.@hunan-2023: the form was one of that scheme before
PRESCRIBED_CELLS = ("name", "target", "explain", "rubric", "weight")


@dataclass(frozen=True)
class Moved:
    """The entries by the new scheme, and the rows that it prescribes and that were not there."""

    entries: dict[str, str]
    added: tuple[str, ...]  # addresses of rows


def moved(match: Match, entries: Entries) -> Moved:
    """The entries of a submission of `match.old` by `match.new`."""
    cells = {match.renamed(address): text for address, text in entries.items() if text}
    for form in _pairs(match):
        for prefix in prefixes(form.new, cells):
            been = cells.pop(f"{prefix}.{PARKED}{match.new.id}", "")
            cells[f"{prefix}.{PARKED}{match.old.id}"] = BEEN
            _rows(match, form, cells, prefix)
            cells |= {} if been else _starts(form, cells, prefix)
    for new in (form for form in match.new.forms if form.id not in match.forms):
        for prefix in prefixes(new, cells):
            for row in _listed(cells, prefix):
                cells[f"{row.start}level"] = _taken_out(row, match.new.id)
        if not new.many and not any(address.startswith(f"{new.id}.") for address in cells):
            cells |= empty_rows(new, new.id)
    _choices(match, cells)
    cells |= _amounts(match, entries, cells)
    kept = {address: text for address, text in cells.items() if text}
    return Moved(kept, tuple(_added(match, entries, kept)))


def _pairs(match: Match) -> Iterator[FormMatch]:
    yield from (match.forms[form.id] for form in match.new.forms if form.id in match.forms)


def _added(match: Match, entries: Entries, cells: Entries) -> Iterator[str]:
    """Rows that are listed now and were nowhere before."""
    before = {match.renamed(address) for address in entries}
    for address in cells:
        row, _, cell = address.rpartition(".")
        if cell == "level" and address not in before:
            yield row


# ---------------------------------------------------------------- indicators


def _starts(match: FormMatch, cells: Entries, prefix: str) -> dict[str, str]:
    """Rows that only the new scheme starts with, for a form that it has not had before."""
    levels = [sub for group in match.new.levels for sub in group.level2]
    new_levels = {sub.id for sub in levels} - set(match.level2.values())
    new_presets = {one.id for sub in levels for one in sub.presets} - set(match.presets.values())
    rows = ids(cells, f"{prefix}.rows")
    there = {cells.get(f"{prefix}.{row}.{cell}") for row in rows for cell in ("level", "preset")}
    blank = [row for row in rows if not cells.get(f"{prefix}.{row}.preset")]
    aside = (cells.get(f"{prefix}.{row}.level", "").partition(PARKED) for row in blank)
    emptied = {match.level2.get(level, "") for level, parked, _ in aside if parked}
    starts: list[tuple[str, str]] = []
    for sub in levels:
        starts += [(sub.id, one.id) for one in sub.presets if one.id in new_presets - there]
        if not sub.presets and sub.id in (new_levels | emptied) - there:
            starts.append((sub.id, ""))
    if not starts:
        return {}
    last = max((int(n[1:]) for n in rows if re.fullmatch(r"i\d{1,9}", n)), default=0)
    names = [f"i{last + at}" for at in range(1, len(starts) + 1)]
    made = {f"{prefix}.rows": " ".join((*rows, *names))}
    for name, (level, preset) in zip(names, starts, strict=True):
        made[f"{prefix}.{name}.level"] = level
        if preset:
            made[f"{prefix}.{name}.preset"] = preset
    return made


@dataclass(frozen=True)
class _Row:
    """One row of a form, its cells by name."""

    cells: dict[str, str]
    start: str

    def text(self, cell: str) -> str:
        return self.cells.get(self.start + cell, "")

    def put(self, cell: str, text: str) -> None:
        self.cells[self.start + cell] = text

    def filled(self) -> bool:
        starts = {f"{self.start}level", f"{self.start}preset"}
        return any(
            text and address.startswith(self.start) and address not in starts
            for address, text in self.cells.items()
        )


def _rows(match: Match, form: FormMatch, cells: dict[str, str], prefix: str) -> None:
    """Give every row the level and the preset that it has in the new scheme, or put it aside."""
    old, new = _presets(form.old), _presets(form.new)
    rows = _listed(cells, prefix)
    levels = [row.text("level") for row in rows]
    for at, (row, level) in enumerate(zip(rows, levels, strict=True)):
        preset = row.text("preset")
        if level.endswith(PARKED + match.new.id):
            row.put("level", _taken_out(row, match.new.id))
        elif form.old.level2(level) is not None:
            mates = (rows[to] for to in range(at + 1, len(rows)) if levels[to] == level)
            leads = any(mate.text("merge") for mate in islice(mates, 1))
            _place(match, form, row, untouched=not leads and not row.filled())
        if preset not in old and row.text("preset") in new:
            _strip(row, new[row.text("preset")][1])
        cells |= row.cells


def _taken_out(row: _Row, scheme: str) -> str:
    """The level of a row that was put aside when that scheme was left."""
    return row.text("level").removesuffix(PARKED + scheme)


def _listed(cells: Mapping[str, str], prefix: str) -> list[_Row]:
    found: dict[str, dict[str, str]] = {row: {} for row in ids(cells, f"{prefix}.rows")}
    for address, text in cells.items():
        if address.startswith(f"{prefix}."):
            row = address.removeprefix(f"{prefix}.").partition(".")[0]
            if row in found:
                found[row][address] = text
    return [_Row(own, f"{prefix}.{name}.") for name, own in found.items()]


def _place(match: Match, form: FormMatch, row: _Row, *, untouched: bool) -> None:
    """A row that was shown: where it stands now, if it stands anywhere."""
    old, new = _presets(form.old), _presets(form.new)
    preset = row.text("preset")
    if preset in form.presets:
        row.put("preset", form.presets[preset])
        row.put("level", new[form.presets[preset]][0].id)
        return
    level = form.new.level2(form.level2.get(row.text("level"), ""))
    if level is None:
        return  # its level is unknown there, so that it is not shown
    here = form.old.level2(row.text("level"))
    if untouched and (preset in old or level.presets or (here and here.presets)):
        row.put("level", f"{row.text('level')}{PARKED}{match.old.id}")
        return
    row.put("level", level.id)
    if preset in old:
        for cell in PRESCRIBED_CELLS:
            row.put(cell, row.text(cell) or prescribed(old[preset][1], cell))


def _strip(row: _Row, preset: Preset) -> None:
    """What the scheme says of its indicator need not be typed."""
    for cell in PRESCRIBED_CELLS:
        if row.text(cell) == prescribed(preset, cell):
            row.put(cell, "")


def _presets(form: Form) -> dict[str, tuple[Level2, Preset]]:
    levels = (sub for group in form.levels for sub in group.level2)
    return {one.id: (sub, one) for sub in levels for one in sub.presets}


# ---------------------------------------------------------------- choices and amounts


def _choices(match: Match, cells: dict[str, str]) -> None:
    for name, swap in match.choices.items():
        _choose(cells, f"info.{name}", swap)
    for form in _pairs(match):
        for prefix in prefixes(form.new, cells):
            for name, swap in form.choices.items():
                _choose(cells, f"{prefix}.{name}", swap)


def _choose(cells: dict[str, str], address: str, swap: Mapping[str, str]) -> None:
    text = cells.get(address, "")
    if text in swap:
        cells[address] = swap[text]


def _amounts(match: Match, entries: Entries, cells: Entries) -> dict[str, str]:
    """A bare figure means the unit of its table: under another unit it says its own."""
    if {table.unit for table in _tables(match)} in ({"元"}, {"万元"}):
        return {}
    there = Numbers(match.new, cells).cells
    changed: dict[str, str] = {}
    for address, cell in Numbers(match.old, entries).cells.items():
        target = match.renamed(address)
        other = there.get(target)
        text = entries.get(address, "")
        if text and other is not None and _other_unit(cell, other):
            changed[target] = _in_unit(text, cell.table.unit, other.table.unit)
    return changed


def _tables(match: Match) -> Iterator[Table]:
    for scheme in (match.old, match.new):
        yield from scheme.tables
        yield from (table for form in scheme.forms for table in form.tables)


def _other_unit(old: Cell, new: Cell) -> bool:
    amounts = old.column.kind == new.column.kind == "amount"
    return amounts and old.table.unit != new.table.unit and not old.formula and not new.formula


def _in_unit(text: str, old: str, new: str) -> str:
    """The same amount in a table of another unit; what cannot be read stays as it is."""
    amount = read_amount(text, old).value
    if amount is None:
        return text
    for written in (text.strip().removesuffix(new), text, f"{text.strip()}{old}"):
        if read_amount(written, new).value == amount:
            return written
    return number_text(amount / UNITS[new]).replace(",", "")

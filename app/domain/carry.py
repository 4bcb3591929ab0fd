"""Indicators and whole forms carried over from an earlier year, each time as one edit.

Carried is what an indicator is: name, level, 评分标准, target, weight. What came of it stays in its
year: actual values, scores, reasons, questionnaires, evidence, money spent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.domain.carried_rows import Choice, Placed, level_for, placed_rows, row_cells
from app.domain.earlier import Source, SourceRow, level_key
from app.domain.submission import FILLER_NAMES, Edit, Entries, add_form, applied, ids
from app.domain.values import UNITS, number_text, read_amount, shorten
from app.domain.years import raised
from app.scheme.model import Field, Form, Table

__all__ = [
    "Carried",
    "Choice",
    "carry_form",
    "carry_forms",
    "carry_rows",
    "fits",
    "is_empty",
    "level_for",
]

FIELD_KINDS = ("text", "longtext", "choice")  # a date, a count or an amount is last year's
GOAL = "goal_expected"
INITIAL = "initial"
START_CELLS = ("level", "preset")  # all that a row has before anybody fills it in


@dataclass(frozen=True)
class Carried:
    """The edit, the forms it fills, how many indicators, and what it leaves to a person.

    Not in the edit are `unplaced`, rows whose second level this form does not have, and
    `prescribed`, untouched indicators that only the earlier scheme asks for. `notes` are sentences
    about texts and figures to look at.
    """

    edit: Edit
    prefixes: tuple[str, ...] = ()
    rows: int = 0
    unplaced: tuple[SourceRow, ...] = ()
    prescribed: tuple[SourceRow, ...] = ()
    notes: tuple[str, ...] = ()


def fits(into: Form, source: Source) -> bool:
    """Whether an earlier form is of this kind, be it of another scheme."""
    same = into.id == source.form.id or into.title == source.form.title
    return same and into.many == source.form.many


def is_empty(into: Form, entries: Entries, prefix: str) -> bool:
    """Whether nothing below the names at its head is filled in: a whole form can be carried here.

    Rows that the form starts with are no content.
    """
    starts = {f"{prefix}.{one.id}" for one in into.fields} | {f"{prefix}.rows"}
    rows = ids(entries, f"{prefix}.rows")
    starts |= {f"{prefix}.{row}.{cell}" for row in rows for cell in START_CELLS}
    mine = {cell for cell, text in entries.items() if text and cell.startswith(f"{prefix}.")}
    return mine <= starts


# ---------------------------------------------------------------- whole forms


def carry_forms(
    into: Form, entries: Entries, chosen: Sequence[Source], choice: Choice, prefix: str = ""
) -> Carried:
    """Several earlier forms in one edit, the first into the empty form at `prefix` if given."""
    whole = Carried(Edit({}, f"从往年带入{len(chosen)}个{_kind(into)}"))
    for source in chosen:
        one = carry_form(into, entries, source, choice, "" if whole.prefixes else prefix)
        entries = applied(entries, one.edit)
        label = one.edit.label if len(chosen) == 1 else whole.edit.label
        whole = Carried(
            Edit({**whole.edit.cells, **one.edit.cells}, label),
            (*whole.prefixes, *one.prefixes),
            whole.rows + one.rows,
            (*whole.unplaced, *one.unplaced),
            (*whole.prescribed, *one.prescribed),
            (*whole.notes, *one.notes),
        )
    return whole


def _kind(form: Form) -> str:
    return "项目" if form.many else "自评表"


def carry_form(
    into: Form, entries: Entries, source: Source, choice: Choice, prefix: str = ""
) -> Carried:
    """An earlier form as a new one of the kind `into`, or filled into the empty one at `prefix`.

    What is typed at the head of that one stays. Raises ValueError where it is not empty.
    """
    prefix, start = _room(into, entries, prefix)
    found, lost_rows = placed_rows(into, source.rows, choice.level_of)
    rows = [one for one in found if not one.untouched]
    unplaced = tuple(row for row in lost_rows if not row.untouched)
    prescribed = [one.row for one in found if one.untouched]
    prescribed += [row for row in lost_rows if row.untouched]
    written = [*row_cells(into, rows, choice), *_starts(into, source, rows)]
    listed = {f"i{at}": cells for at, cells in enumerate(written, 1)}
    head = _head(into, source, choice)
    money, lost = _money(into, source) if choice.budget else ({}, ())
    texts = {f"{prefix}.{cell}": text for cell, text in (head | money).items()}
    typed = {cell for cell in texts if entries.get(cell) and cell not in start}
    texts = {cell: text for cell, text in texts.items() if cell not in typed}
    texts[f"{prefix}.rows"] = " ".join(listed)
    cells = start | texts | _addressed(prefix, listed)
    return Carried(
        Edit(cells, f"从{source.year}年度带入{source.name or source.title}"),
        (prefix,),
        len(rows),
        unplaced,
        tuple(prescribed),
        (*_stale(into, source, choice), *lost),
    )


def _room(into: Form, entries: Entries, prefix: str) -> tuple[str, dict[str, str]]:
    """Where the form goes, and the cells that make room there: a place in the order, its rows."""
    if into.many and not prefix:
        order = f"{into.id}.order"
        listed = add_form(into, entries).cells[order]
        prefix = f"{into.id}.{listed.split()[-1]}"
        old = [cell for cell in entries if cell.startswith(f"{prefix}.")]  # of no listed form
        return prefix, {order: listed} | dict.fromkeys(old, "")
    prefix = prefix or into.id
    if not is_empty(into, entries, prefix):
        raise ValueError(f"{prefix} is not empty")
    rows = ids(entries, f"{prefix}.rows")
    starts = [f"{prefix}.{row}.{cell}" for row in rows for cell in START_CELLS]
    return prefix, {cell: "" for cell in starts if cell in entries}


def _addressed(prefix: str, rows: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{prefix}.{row}.{cell}": t for row, cells in rows.items() for cell, t in cells.items()}


def _starts(into: Form, source: Source, rows: Sequence[Placed]) -> Iterator[dict[str, str]]:
    """Rows that a form starts with and that nothing was carried into: indicators prescribed here
    (one that the unit had taken out stays out), else a blank row."""
    levels = [sub for level in source.form.levels for sub in level.level2]
    kept = {level_key(row.preset.label) for row in source.rows if row.preset}
    out = {level_key(one.label) for sub in levels for one in sub.presets} - kept
    carried = {(one.level.id, one.preset.id) for one in rows if one.preset}
    filled = {one.level.id for one in rows}
    for sub in (sub for level in into.levels for sub in level.level2):
        presets = [one for one in sub.presets if level_key(one.label) not in out]
        new = [one.id for one in presets if (sub.id, one.id) not in carried]
        for preset in new:
            yield {"level": sub.id, "preset": preset}
        if not new and sub.id not in filled:
            yield {"level": sub.id}


def _head(into: Form, source: Source, choice: Choice) -> dict[str, str]:
    """Names, expected goals, and the weights that the unit gave to headings with the same one."""
    texts = {one.id: _field_text(one, source) for one in into.fields}
    if into.name_field:
        texts[into.name_field] = choice.text(source.name, source.year)
    for goal in into.goals:
        if goal.id.startswith(GOAL):
            texts[goal.id] = source.texts.get(goal.id, "")
    before = {level.id: level.weight for level in source.form.levels}
    for level in into.levels:
        if level.id in before and before[level.id] == level.weight:
            texts[f"level.{level.id}"] = source.texts.get(f"level.{level.id}", "")
    return {cell: text for cell, text in texts.items() if text}


def _field_text(one: Field, source: Source) -> str:
    """What the earlier form says in a field of this kind; a choice only where it can be made."""
    kind = next((old.kind for old in source.form.fields if old.id == one.id), "")
    text = source.texts.get(one.id, "")
    choices = {choice.id for choice in one.choices}
    possible = kind == one.kind and kind in FIELD_KINDS and (not choices or text in choices)
    return text if possible else ""


def _money(into: Form, source: Source) -> tuple[dict[str, str], tuple[str, ...]]:
    """年初预算 of the earlier form where this one types it too, and a sentence if some is lost."""
    old, new = source.form.money, into.money
    if old is None or new is None:
        return {}, ()
    there, here = _initial(source.form), _initial(into)
    typed = {row.id for row in new.rows if _is_typed(new, row.id, here)}
    cells: dict[str, str] = {}
    lost: list[str] = []
    for row in old.rows:
        text = source.texts.get(f"money.{row.id}.{there}", "")
        if text and row.id in typed:
            cells[f"money.{row.id}.{here}"] = _in_unit(text, old.unit, new.unit)
        elif text:
            lost.append(row.label)
    words = f"“{_name(source)}”的年初预算数没有带入：{'、'.join(lost)}，本表没有这一行"
    return cells, (words,) if lost else ()


def _initial(form: Form) -> str:
    return form.execution.bases.get(INITIAL, INITIAL) if form.execution else INITIAL


def _is_typed(table: Table, row_id: str, column_id: str) -> bool:
    row = next(row for row in table.rows if row.id == row_id)
    column = next((one for one in table.columns if one.id == column_id), None)
    return column is not None and table.formula(row, column) is None


def _in_unit(text: str, old: str, new: str) -> str:
    """The text where a bare number means another unit; what cannot be read stays as it is."""
    value = read_amount(text, old).value
    if value is None or read_amount(text, new).value == value:
        return text
    return number_text(value / UNITS[new])


def _stale(into: Form, source: Source, choice: Choice) -> Iterator[str]:
    """A sentence where texts that are carried word for word still speak of the earlier year."""
    if choice.year == source.year:
        return
    places = [g.label for g in into.goals if _dated(source, source.texts.get(g.id, ""), g.id)]
    rows = [row for row in source.rows if any(_dated(source, row.text(c)) for c in _LONG)]
    places += [f"“{shorten(row.name, 12)}”的评分标准或说明" for row in rows]
    if places:
        yield f"“{_name(source)}”里还写着{source.year}年，没有改：{'、'.join(places)}"


_LONG = ("explain", "rubric")


def _dated(source: Source, text: str, goal: str = GOAL) -> bool:
    return goal.startswith(GOAL) and raised(text, source.year, 1) != text


def _name(source: Source) -> str:
    return shorten(source.name or source.title, 16)


# ---------------------------------------------------------------- rows


def carry_rows(
    into: Form,
    entries: Entries,
    prefix: str,
    rows: Iterable[SourceRow],
    after: str,
    choice: Choice,
) -> Carried:
    """Chosen indicators as new rows of the form at `prefix`, each at its second level.

    Under the level of the row `after` they stand behind it (never inside rows that share a weight),
    elsewhere behind the last indicator of their level; a wholly blank row there gives its place.
    """
    found, unplaced = placed_rows(into, rows, choice.level_of)
    entries = {cell: t for cell, t in entries.items() if t and cell.startswith(f"{prefix}.")}
    order = list(ids(entries, f"{prefix}.rows"))
    number = _last_number(entries, prefix, order)
    cells: dict[str, str] = {}
    latest: dict[str, str] = {}  # level -> the row just put there
    for row in row_cells(into, found, choice):
        number += 1
        new, level = f"i{number}", row["level"]
        if level in latest:
            place = order.index(latest[level]) + 1
        else:
            place = _place(entries, prefix, order, (level, after))
        order.insert(place, new)
        latest[level] = new
        cells |= _addressed(prefix, {new: row})
        blank = _blank(entries, prefix, order, (level, after))
        if blank:
            order.remove(blank)
            cells[f"{prefix}.{blank}.level"] = ""
    if not cells:
        return Carried(Edit({}, ""), (prefix,), 0, unplaced)
    cells[f"{prefix}.rows"] = " ".join(order)
    count = len(found)
    named = f"“{shorten(found[0].row.name, 16)}”" if count == 1 else f"{count}个"
    return Carried(Edit(cells, f"带入往年指标{named}"), (prefix,), count, unplaced)


def _last_number(entries: Entries, prefix: str, order: Sequence[str]) -> int:
    """The highest number of a row that any cell of the form names, listed or not."""
    parts = [c.removeprefix(f"{prefix}.") for c in entries if c.startswith(f"{prefix}.i")]
    names = {part.partition(".")[0] for part in parts} | set(order)
    numbers = [name[1:] for name in names if name[1:].isascii() and name[1:].isdigit()]
    return max((int(one) for one in numbers if len(one) < 10), default=0)


def _mates(entries: Entries, prefix: str, order: Sequence[str], level: str) -> list[str]:
    return [row for row in order if entries.get(f"{prefix}.{row}.level", "") == level]


def _place(entries: Entries, prefix: str, order: Sequence[str], spot: tuple[str, str]) -> int:
    """Where the first new row of a level goes: behind `after` and the rows that share its weight,
    else behind the last row that says something, else before the “……”."""
    level, after = spot
    mates = _mates(entries, prefix, order, level)
    if after in mates:
        for mate in mates[mates.index(after) + 1 :]:
            if not entries.get(f"{prefix}.{mate}.merge"):
                break
            after = mate
        return order.index(after) + 1
    said = [mate for mate in mates if _says(entries, f"{prefix}.{mate}.")]
    if said:
        return order.index(said[-1]) + 1
    return order.index(mates[0]) if mates else len(order)


def _says(entries: Entries, start: str) -> bool:
    """Whether a row says more than “……”."""
    typed = {cell for cell in entries if cell.startswith(start)}
    typed -= {f"{start}level"}
    name = entries.get(f"{start}name", "").strip()
    return bool(typed - {f"{start}name"}) or (bool(name) and name not in FILLER_NAMES)


def _blank(entries: Entries, prefix: str, order: Sequence[str], spot: tuple[str, str]) -> str:
    """A row of the level with nothing in it and no row that shares its weight, `after` before
    others; "" for none."""
    level, after = spot
    mates = _mates(entries, prefix, order, level)
    found = ""
    for mate, below in zip_longest(mates, mates[1:], fillvalue=""):
        start = f"{prefix}.{mate}."
        typed = [cell for cell in entries if cell.startswith(start)]
        blank = typed == [f"{start}level"] and not entries.get(f"{prefix}.{below}.merge")
        if blank and (not found or mate == after):
            found = mate
    return found

"""What of one scheme is what of another: by id, else by label; and addresses renamed by it.

Renaming swaps: where `a` of the old scheme is `b` of the new one, an address with `a` gets `b`, and
one with `b` gets `a`. So no two entries can fall together, and the same renaming leads back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from app.domain.earlier import level_key
from app.scheme.model import Check, Choice, Field, Form, Scheme, Table

Swap = Mapping[str, str]
PARKED = "@"  # K03@hunan-2023: the reason for keeping a figure, of a check of that scheme


class Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...


class Titled(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


N = TypeVar("N", bound=Named)


def pairs(old: Iterable[N], new: Iterable[N]) -> dict[str, str]:
    """Old id -> new id: of one id, else of one label."""
    return _paired(
        [(one.id, level_key(one.label)) for one in old],
        [(one.id, level_key(one.label)) for one in new],
    )


def _paired(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Equal ids first; of the others the first to the first with that label, and so on."""
    found = {one: one for one, _ in old if one in {other for other, _ in new}}
    left: dict[str, list[str]] = {}
    for one, label in new:
        if one not in found:
            left.setdefault(label, []).append(one)
    for one, label in old:
        if one not in found and left.get(label):
            found[one] = left[label].pop(0)
    return found


def swap(*found: Mapping[str, str]) -> dict[str, str]:
    """What has another name there, both ways; each name changes places with one other at most."""
    made: dict[str, str] = {}
    for one, two in (pair for pairs in found for pair in pairs.items()):
        if one != two and not {one, two} & made.keys():
            made |= {one: two, two: one}
    return made


@dataclass(frozen=True)
class TableMatch:
    old: Table
    new: Table
    places: Swap  # rows and row lists
    columns: Swap

    def renamed(self, parts: Sequence[str]) -> list[str]:
        """The address below the table: `row.column`, `list.rows`, `list.p1.column`."""
        match parts:
            case [place, "rows"] if self.old.row_list(place) or self.new.row_list(place):
                return [self.places.get(place, place), "rows"]
            case [place, *row, column]:
                return [self.places.get(place, place), *row, self.columns.get(column, column)]
            case _:
                return list(parts)


@dataclass(frozen=True)
class FormMatch:
    """A form and what it becomes; `level2` and `presets` are old id -> new id, also equal ones."""

    old: Form
    new: Form
    names: Swap  # fields and tables
    tables: Mapping[str, TableMatch]  # by the old id and by the new one
    level1: Swap
    level2: Mapping[str, str]
    presets: Mapping[str, str]
    choices: Mapping[str, Swap]  # by the new field

    def renamed(self, parts: Sequence[str]) -> list[str]:
        """The address below the form: `name`, `level.output`, `money.total.actual`, `i1.name`."""
        match parts:
            case ["level", level]:
                return ["level", self.level1.get(level, level)]
            case [name]:
                return [self.names.get(name, name)]
            case [name, *rest] if name in self.tables:
                return [self.names.get(name, name), *self.tables[name].renamed(rest)]
            case _:
                return list(parts)


@dataclass(frozen=True)
class Match:
    old: Scheme
    new: Scheme
    heads: Swap  # tables and forms
    tables: Mapping[str, TableMatch]  # by the old id and by the new one
    forms: Mapping[str, FormMatch]
    fields: Swap
    choices: Mapping[str, Swap]
    parked: Mapping[str, str] = field(default_factory=dict)  # code of a check -> another code

    def renamed(self, address: str) -> str:
        """Where the new scheme has the cell; the same address where it has none."""
        head, *rest = address.split(".")
        if head == "keep":
            return self._kept(address)
        if head == "remark":
            return f"remark.{self.renamed(address.removeprefix('remark.'))}"
        if head == "info":
            rest = [self.fields.get(one, one) for one in rest]
        elif head in self.tables:
            rest = self.tables[head].renamed(rest)
        elif head in self.forms:
            form = self.forms[head]
            at = 1 if form.old.many else 0
            rest = [*rest[:at], *form.renamed(rest[at:])] if len(rest) > at else rest
        return ".".join((self.heads.get(head, head), *rest))

    def _kept(self, address: str) -> str:
        """A reason belongs to its finding: one of another check of that name must not excuse it."""
        rest = address.removeprefix("keep.")
        code, _, cell = rest.partition(".")
        return f"keep.{self.parked.get(code, code)}.{self.renamed(cell)}" if cell else address


def counterparts(old: Scheme, new: Scheme) -> Match:
    tables = _titled(old.tables, new.tables)
    forms = _titled(old.forms, new.forms, _role)
    forms = {one: two for one, two in forms.items() if old.form(one).many == new.form(two).many}
    # one word may be a table here and a form there
    for found, others in ((tables, (old.forms, new.forms)), (forms, (old.tables, new.tables))):
        taken = {one.id for group in others for one in group}
        for one, two in tuple(found.items()):
            if one != two and taken & {one, two}:
                del found[one]
    table_matches = {one: _table(old.table(one), new.table(two)) for one, two in tables.items()}
    ids = (old.id, new.id)
    form_matches = {one: _form(old.form(one), new.form(two), ids) for one, two in forms.items()}
    fields = pairs(old.fields, new.fields)
    return Match(
        old=old,
        new=new,
        heads=swap(tables, forms),
        tables=table_matches | {one.new.id: one for one in table_matches.values()},
        forms=form_matches | {one.new.id: one for one in form_matches.values()},
        fields=swap(fields),
        choices=_choices(old.fields, new.fields, fields),
        parked=_parked(old, new),
    )


T = TypeVar("T", bound=Titled)


def _titled(
    old: Iterable[T], new: Iterable[T], role: Callable[[T], str] = lambda _one: ""
) -> dict[str, str]:
    """By id, else by title, else by the part they play, where they play one."""
    found = _paired([(one.id, one.title) for one in old], [(one.id, one.title) for one in new])
    rest = [one for one in old if one.id not in found and role(one)]
    free = [one for one in new if one.id not in found.values() and role(one)]
    return found | _paired([(o.id, role(o)) for o in rest], [(o.id, role(o)) for o in free])


def _role(form: Form) -> str:
    """Forms that there are many of, such as projects, are known by their tab alone."""
    return form.tab if form.many else ""


def _table(old: Table, new: Table) -> TableMatch:
    places = pairs(old.rows, new.rows), pairs(old.lists, new.lists)
    return TableMatch(old, new, swap(*places), swap(pairs(old.columns, new.columns)))


def _form(old: Form, new: Form, schemes: tuple[str, str]) -> FormMatch:
    names = pairs(old.texts, new.texts)
    tables = _titled(old.tables, new.tables)
    matches = {
        one.id: _table(one, two)
        for one in old.tables
        for two in new.tables
        if tables.get(one.id) == two.id
    }
    level1 = pairs(old.levels, new.levels)
    return FormMatch(
        old=old,
        new=new,
        names=swap(names, tables),
        tables=matches | {one.new.id: one for one in matches.values()},
        level1=_headings(old, new, level1, schemes),
        level2=_level2(old, new, level1),
        presets=pairs(_presets(old), _presets(new)),
        choices=_choices(old.texts, new.texts, names),
    )


def _headings(
    old: Form, new: Form, level1: Mapping[str, str], schemes: tuple[str, str]
) -> dict[str, str]:
    """A weight that a unit gave to a heading stays only where both schemes give it the same."""
    here = {one.id: one.weight for one in old.levels}
    there = {one.id: one.weight for one in new.levels}
    same = {one: two for one, two in level1.items() if here[one] == there[two]}
    aside = {one: f"{one}{PARKED}{schemes[0]}" for one in here if one not in same}
    back = {f"{one}{PARKED}{schemes[1]}": one for one in there if one not in same.values()}
    return aside | back | swap(same)


def _level2(old: Form, new: Form, level1: Mapping[str, str]) -> dict[str, str]:
    """Under the same first level where it stands twice; 数量 and 数量指标 are one."""
    here = [(one, sub) for one in old.levels for sub in one.level2]
    there = [(one, sub) for one in new.levels for sub in one.level2]
    close = _paired(
        [(sub.id, f"{level1.get(one.id, '-')} {level_key(sub.label)}") for one, sub in here],
        [(sub.id, f"{one.id} {level_key(sub.label)}") for one, sub in there],
    )
    rest = [sub for _, sub in here if sub.id not in close]
    free = [sub for _, sub in there if sub.id not in close.values()]
    return close | pairs(rest, free)


def _presets(form: Form) -> tuple[Named, ...]:
    return tuple(one for group in form.levels for sub in group.level2 for one in sub.presets)


def _choices(
    old: Iterable[Field], new: Iterable[Field], found: Mapping[str, str]
) -> dict[str, Swap]:
    """Ids of choices that mean the same, for each field of the new scheme."""
    there = {one.id: one.choices for one in new}
    matched: dict[str, tuple[tuple[Choice, ...], tuple[Choice, ...]]] = {
        found[one.id]: (one.choices, there[found[one.id]]) for one in old if one.id in found
    }
    return {one: swap(pairs(*choices)) for one, choices in matched.items() if all(choices)}


def _parked(old: Scheme, new: Scheme) -> dict[str, str]:
    """Codes of checks that are not the same check there: put aside, and taken out again."""
    here, there = _relations(old.checks), _relations(new.checks)
    aside = {code: f"{code}{PARKED}{old.id}" for code in here if here[code] != there.get(code)}
    back = {f"{code}{PARKED}{new.id}": code for code in there if there[code] != here.get(code)}
    return aside | back


def _relations(checks: Iterable[Check]) -> dict[str, str]:
    return {one.id: one.require.text for one in checks}

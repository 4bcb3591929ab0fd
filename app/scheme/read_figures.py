"""narrative.toml → the model. A place's file may say `base = "narrative"` and change words, add
sections or put its own in the place of the base's by their ids; `without` leaves sections out.

In the texts of sections `{budget}` stands for the budget column that the place compares with, and
`{budget_label}` for its name.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeGuard, cast

from app.scheme import toml
from app.scheme.based import Folders
from app.scheme.cells import account_cells, canonical, known_cells
from app.scheme.figures import (
    COMPARED,
    DIGITS,
    FIGURE_KINDS,
    FORM_COUNT,
    FORM_SCORE,
    FORM_SCORES,
    GRADES,
    INDICATORS,
    RATES,
    ROW,
    ZEROS,
    Digits,
    FigureKind,
    FigureRow,
    FigureRule,
    FigureWords,
    Group,
    Narrative,
    Passage,
    Zeros,
)
from app.scheme.formula import EACH, Formula
from app.scheme.model import Scheme
from app.scheme.read_table import file_id, formula, item_id
from app.scheme.toml import Node, SchemeError

SECTION, WORDS = "section", "words"
CODE_DIGITS = (0, 3, 5, 7)
TARGET_CELLS = ("target", "actual")  # of an indicator's row
PLAIN_WORDS = tuple(one.name for one in fields(FigureWords) if one.name not in ("digits", "zeros"))


def narrative(where: Folders, path: Path) -> Narrative:
    """The figures of a scheme; what they name is looked up later, by `fitting()`."""
    node = Node(path.name, "", _filled_in(_merged(where, path)))
    file_id(node, path)
    for key in ("budget", "budget_label"):  # stand in the texts already
        node.text(key)
    made = Narrative(
        passages=node.nodes(SECTION, _passage), words=_words(node), source=node.text("source")
    )
    node.done()
    return made


def own_sections(where: Folders, path: Path) -> set[str]:
    """The ids of the sections that stand in the scheme's own file, not in a base's."""
    values = toml.values(path).get(SECTION) if path.parent == where.chain[0] else None
    return set(map(_id, values)) if _tables(values) else set()


def fitting(scheme: Scheme, found: Narrative, own: set[str], file: str) -> Narrative:
    """The figures whose cells the scheme has. In a base's sections those of tables that it lacks
    are left out; in its `own` sections they are refused."""
    known = _known(scheme)
    passages = []
    for passage in found.passages:
        groups = []
        for group in passage.groups:
            kept = []
            for rule in group.figures:
                lacking = sorted(set(_named(group, rule)) - known)
                if lacking and passage.id in own:
                    place = f"{SECTION} {passage.id} {rule.id}"
                    raise SchemeError(file, place, f"no such cell: {lacking[0]}")
                kept += [] if lacking else [rule]
            groups += [replace(group, figures=tuple(kept))] if kept else []
        passages += [replace(passage, groups=tuple(groups))] if groups else []
    return replace(found, passages=tuple(passages))


def _known(scheme: Scheme) -> set[str]:
    """Every cell that a figure may name; a repeated row's by the `each` address."""
    known = known_cells(scheme) | set(account_cells(scheme))
    for account in scheme.accounts:
        for block in account.blocks:
            start = f"{account.id}.{block.id}.{EACH}"
            known |= {f"{start}.{column.id}" for column in block.table.columns}
    for form in scheme.forms:
        if form.levels:
            words = (f"{over}.{EACH}" for over in (INDICATORS, RATES))
            known |= {f"{form.id}.{word}.{cell}" for word in words for cell in TARGET_CELLS}
        if form.many:
            known.add(f"{form.id}.{FORM_COUNT}")
        if form.many and form.scored:
            known |= {f"{form.id}.{word}" for word in FORM_SCORES}
            known |= {f"{form.id}.{EACH}.{FORM_SCORE}", f"{form.id}.{GRADES}.{EACH}.count"}
        elif form.scored:
            known.add(f"{form.id}.{FORM_SCORE}")
    return known


def _named(group: Group, rule: FigureRule) -> Iterator[str]:
    """The cells that a figure's formulas name, in every row that is written out."""
    for name in (*rule.value.names, *(rule.base.names if rule.base else ())):
        if not name.startswith(ROW):
            yield canonical(name)
        elif group.over:
            yield f"{group.over}.{EACH}.{name.removeprefix(ROW)}"
        else:
            yield from (canonical(row.cell(name.removeprefix(ROW))) for row in group.rows)


# ── reading ───────────────────────────────────────────────────────────────────────────────


def _merged(where: Folders, path: Path) -> dict[str, Any]:
    """The file's values with those that it takes over from the file of that name below it."""
    values = toml.values(path)
    base = values.pop("base", "")
    without = values.pop("without", [])
    if not base:
        return values
    below = where.below(path, f"{base}.toml") if base == path.stem else None
    if below is None:
        raise SchemeError(path.name, "base", f"no such form to build on: {base!r}")
    under = _merged(where, below)
    merged = under | values
    if isinstance(under.get(WORDS), dict) and isinstance(values.get(WORDS), dict):
        merged[WORDS] = under[WORDS] | values[WORDS]
    sections, own = under.get(SECTION), values.get(SECTION, [])
    if _tables(sections) and _tables(own):
        merged[SECTION] = _by_id(path, sections, own, without)
    return merged


def _by_id(
    path: Path, under: list[dict[str, Any]], own: list[dict[str, Any]], without: object
) -> list[dict[str, Any]]:
    """The base's sections with the own ones in their places; new ones follow."""
    mine = {_id(one): one for one in own}
    ids = [_id(one) for one in under]
    if not isinstance(without, list) or not all(isinstance(name, str) for name in without):
        raise SchemeError(path.name, "without", "expected a list of texts")
    for name in without:
        if name not in ids:
            expected = f"{name!r} is nothing that the base of {path.parent.name!r} has"
            raise SchemeError(path.name, "without", expected)
    kept = [mine.get(name, one) for name, one in zip(ids, under, strict=True)]
    kept = [one for one in kept if _id(one) not in without]
    return [*kept, *(one for one in own if _id(one) not in ids)]


def _id(table: dict[str, Any]) -> str:
    return str(table.get("id"))


def _tables(value: object) -> TypeGuard[list[dict[str, Any]]]:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _filled_in(values: dict[str, Any]) -> dict[str, Any]:
    """The values with `{budget}` and `{budget_label}` written out in all texts of sections."""
    said = {f"{{{key}}}": str(values.get(key, "")) for key in ("budget", "budget_label")}

    def filled(value: Any) -> Any:
        match value:
            case str():
                for key, text in said.items():
                    value = value.replace(key, text)
                return value
            case list():
                return [filled(one) for one in value]
            case dict():
                return {key: filled(one) for key, one in value.items()}
            case _:
                return value

    return values | {SECTION: filled(values.get(SECTION, []))}


def _words(top: Node) -> FigureWords:
    node = top.node(WORDS)
    said = {name: node.text(name) for name in PLAIN_WORDS}
    digits = cast(Digits, node.one_of("digits", DIGITS))
    made = FigureWords(digits=digits, zeros=cast(Zeros, node.one_of("zeros", ZEROS)), **said)
    node.done()
    return made


def _passage(node: Node) -> Passage:
    made = Passage(item_id(node), node.text("title"), node.nodes("group", _group))
    ids = [rule.id for group in made.groups for rule in group.figures if not group.repeated]
    rows = [row.id for group in made.groups for row in group.rows]
    for name in (*ids, *rows):
        if (*ids, *rows).count(name) > 1:
            raise node.refuse(f"{name!r} stands twice")
    return made


def _group(node: Node) -> Group:
    made = Group(
        figures=node.nodes("figures", _figure),
        rows=node.nodes("rows", _row, optional=True),
        over=node.text("over", ""),
        digits=node.whole("digits", 0, max(CODE_DIGITS), 0),
        whole=node.flag("whole", False),
        zeros=cast(Zeros, node.one_of("zeros", ("", *ZEROS), "")),
        listed=node.texts("listed", optional=True),
    )
    if made.rows and made.over:
        raise node.refuse("expected rows or over, not both", "over")
    if made.digits not in CODE_DIGITS:
        raise node.refuse("expected a code of 3, 5 or 7 digits", "digits")
    if not made.repeated and any(name.startswith(ROW) for name in _names(made)):
        raise node.refuse("expected rows or over beside row.", "figures")
    return made


def _names(group: Group) -> Iterator[str]:
    for rule in group.figures:
        yield from (*rule.value.names, *(rule.base.names if rule.base else ()))


def _figure(node: Node) -> FigureRule:
    kind = cast(FigureKind, node.one_of("kind", FIGURE_KINDS))
    made = FigureRule(
        id=item_id(node),
        label=node.text("label"),
        kind=kind,
        value=_value(node),
        base=formula(node, "base"),
        measure=node.text("measure", ""),
        plain=node.flag("plain", False),
    )
    if (kind in COMPARED) != (made.base is not None):
        raise node.refuse("expected a base for what is compared, and only there", "base")
    return made


def _value(node: Node) -> Formula:
    made = formula(node, "value")
    if made is None:
        raise node.refuse("expected value as a formula", "value")
    return made


def _row(node: Node) -> FigureRow:
    made = FigureRow(
        item_id(node), node.text("label"), node.text("at", ""), node.mapping("cells", optional=True)
    )
    if not (made.at or made.cells):
        raise node.refuse("expected at, or cells", "at")
    return made

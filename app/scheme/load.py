"""TOML files of a scheme folder → `Scheme`. What this returns is sound; all else is refused."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

from app.scheme import based
from app.scheme.based import FILE_ID, SCHEME_ID, Folders, folders
from app.scheme.model import (
    LEVELS,
    PLACEHOLDER,
    Check,
    Grade,
    Level,
    Option,
    Scheme,
    Scoring,
    Table,
    Tier,
)
from app.scheme.read_account import account, account_order, with_orders
from app.scheme.read_figures import fitting, narrative, own_sections
from app.scheme.read_form import form
from app.scheme.read_table import choice, field, file_id, formula, item_id, table
from app.scheme.sound import applying, require_sound, standing
from app.scheme.toml import Node, SchemeError

__all__ = ["PLACEHOLDER", "SchemeError", "load_scheme", "scheme_folders"]


def scheme_folders(root: Path) -> tuple[Path, ...]:
    """The folders under `root` that hold a scheme, in the order of their names."""
    return tuple(sorted(path.parent for path in root.glob("*/scheme.toml")))


def load_scheme(folder: Path, roots: Iterable[Path] = ()) -> Scheme:
    """Read a scheme folder; a base is looked for in `roots`, then beside it.

    Raises SchemeError (file, place, expected) for what is unsound.
    """
    where = folders(folder, roots)
    top = Node("scheme.toml", "", based.scheme_values(where))
    table_ids, form_ids = _files(top, "tables"), _files(top, "forms")
    account_ids = _files(top, "accounts") if top.has("accounts") else ()
    said_in = (_file(top, "narrative"),) if top.has("narrative") else ()
    scheme = Scheme(
        id=top.text("id"),
        title=top.text("title"),
        source=top.text("source"),
        about=top.text("about", ""),
        fields=top.nodes("field", field),
        tables=tuple(_table_file(where, name) for name in table_ids),
        forms=tuple(form(where, where.find(f"{name}.toml")) for name in form_ids),
        options=top.nodes("option", _option),
        tiers=top.nodes("tier", _tier),
        grades=top.nodes("grade", _grade),
        scoring=_scoring(top.node("scoring")),
        checks=top.nodes("check", _check, optional=True),
        bases=tuple(path.name for path in where.chain[1:]),
        hash=based.digest(where, ("scheme", *table_ids, *form_ids, *account_ids, *said_in)),
        accounts=tuple(account(where, where.find(f"{name}.toml")) for name in account_ids),
        account_label=top.text("account_label", ""),
        account_amount=top.text("account_amount", Scheme.account_amount),
    )
    orders = top.nodes("account_order", account_order, optional=True)
    top.done()
    if scheme.id != folder.name:
        raise top.refuse(f"expected the folder's name {folder.name!r}", "id")
    if not SCHEME_ID.fullmatch(scheme.id):
        raise top.refuse("expected lower-case letters, digits and hyphens", "id")
    scheme = replace(scheme, tables=standing(scheme, based.own_files(where, table_ids)))
    scheme = replace(scheme, checks=applying(scheme, based.own_ids(where, "check")))
    require_sound(scheme)
    # the figures last: a cell that is missing there is missing for a reason, which is said first
    for name in said_in:
        path = where.find(f"{name}.toml")
        own = own_sections(where, path)
        scheme = replace(scheme, narrative=fitting(scheme, narrative(where, path), own, path.name))
    return with_orders(scheme, orders)


def _files(top: Node, key: str) -> tuple[str, ...]:
    """Names of table or form files; a name that leads out of the folder is refused."""
    return tuple(_plain(top, key, name) for name in top.texts(key))


def _file(top: Node, key: str) -> str:
    return _plain(top, key, top.text(key))


def _plain(top: Node, key: str, name: str) -> str:
    if not FILE_ID.fullmatch(name):
        raise top.refuse(f"expected a lower-case word, found {name!r}", key)
    return name


def _table_file(where: Folders, name: str) -> Table:
    path = where.find(f"{name}.toml")
    node = Node(path.name, "", based.form_values(where, path))
    made = table(node, file_id(node, path))
    node.done()
    return made


def _option(node: Node) -> Option:
    return Option(
        id=item_id(node),
        label=node.text("label"),
        choices=node.nodes("choices", choice),
        default=node.text("default"),
        hint=node.text("hint", ""),
        remark=node.text("remark", ""),
    )


def _tier(node: Node) -> Tier:
    return Tier(item_id(node), node.text("label"), node.number("low"), node.number("high"))


def _grade(node: Node) -> Grade:
    return Grade(node.text("label"), node.number("at_least"))


def _scoring(node: Node) -> Scoring:
    scoring = Scoring(
        over_prompt=node.number("over_prompt"),
        total=node.number("total"),
        on_time_words=node.texts("on_time_words"),
        not_applicable_words=node.texts("not_applicable_words"),
        sources=node.mapping("sources"),
    )
    node.done()
    return scoring


def _check(node: Node) -> Check:
    require = formula(node, "require", comparison=True)
    if require is None:
        raise node.refuse("expected a comparison", "require")
    tolerance, cells = node.number("tolerance"), node.texts("cells")
    if tolerance < 0:
        raise node.refuse("expected 0 or more", "tolerance")
    if not cells:
        raise node.refuse("expected the cell to go to", "cells")
    return Check(
        id=node.text("id"),
        level=cast(Level, node.one_of("level", LEVELS)),
        title=node.text("title"),
        require=require,
        tolerance=tolerance,
        message=node.text("message"),
        todo=node.text("todo"),
        cells=cells,
        stated=node.flag("stated", False),
        when=_when(node),
    )


def _when(node: Node) -> dict[str, tuple[str, ...]]:
    written = node.maybe_node("when")
    if written is None:
        return {}
    found = {key: written.texts(key) for key in written.written()}
    written.done()
    return found

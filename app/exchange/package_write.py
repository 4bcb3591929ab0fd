"""A submission → a package."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from app import version
from app.domain.sealing import SealMark
from app.domain.submission import ROW_CELLS, Entries, Submission, ids
from app.exchange.package_words import (
    FORMAT,
    ID,
    STATED,
    VERSION,
    execution_cells,
    own_tables,
    own_words,
    row_choices,
    typed,
    typed_in_list,
)
from app.exchange.proofs import Proof
from app.scheme.model import Form, RowList, Scheme, Table


def dump(
    scheme: Scheme,
    submission: Submission,
    seal: SealMark | None = None,
    proofs: Sequence[Proof] = (),
) -> str:
    """The package as text; the same entries always give the same text."""
    package = to_package(scheme, submission, seal, proofs)
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def to_package(
    scheme: Scheme,
    submission: Submission,
    seal: SealMark | None = None,
    proofs: Sequence[Proof] = (),
) -> dict[str, Any]:
    """The package as nested dicts in the scheme's order; what has no place there is in `other`.

    Every entry is in it once, so that `parse` gives back the very same entries.
    """
    head: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "program": version.VERSION,
        "scheme": {"id": submission.scheme_id},
        "year": submission.year,
    }
    if submission.scheme_hash:
        head["scheme"]["hash"] = submission.scheme_hash
    about = {"seal": vars(seal) if seal else {}, "evidence": [vars(one) for one in proofs]}
    return head | _filled(about.items()) | _Writer(scheme, submission.entries).parts()


def _filled(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value}


class _Writer:
    """Takes entries out of `rest` as they find their place."""

    def __init__(self, scheme: Scheme, entries: Entries) -> None:
        self.scheme = scheme
        self.entries = entries
        self.rest = {address: text for address, text in entries.items() if text}

    def parts(self) -> dict[str, Any]:
        scheme, rest = self.scheme, self.rest
        options = [
            option.id
            for option in scheme.options
            if rest.get(f"option.{option.id}") in {choice.id for choice in option.choices}
        ]
        known = {
            "info": self._take("info", [field.id for field in scheme.fields]),
            "options": self._take("option", options),
            "tables": _filled((t.id, self._table(t.id, t)) for t in scheme.tables),
            "forms": _filled((form.id, self._forms(form)) for form in scheme.forms),
        }
        kept = sorted(address[5:] for address in rest if address.startswith("keep."))
        known["kept"] = self._take("keep", [address for address in kept if address])
        known["other"] = dict(sorted(rest.items()))
        return _filled(known.items())

    def _take(self, prefix: str, names: Iterable[str]) -> dict[str, str]:
        """Take the entries with these last names."""
        rest = self.rest
        return {name: rest.pop(f"{prefix}.{name}") for name in names if f"{prefix}.{name}" in rest}

    def _take_ids(self, address: str) -> tuple[str, ...]:
        """Take the ids in an order cell if they are written as the program does."""
        names = self._sound_ids(address)
        if names:
            del self.rest[address]
        return names

    def _sound_ids(self, address: str) -> tuple[str, ...]:
        """The ids in an order cell; none where they are not written as the program does."""
        names = ids(self.entries, address)
        sound = all(ID.fullmatch(name) for name in names)
        return names if sound and self.entries.get(address) == " ".join(names) else ()

    def _table(self, prefix: str, table: Table) -> dict[str, Any]:
        rows = ((row, self._take(f"{prefix}.{row}", cells)) for row, cells in typed(table).items())
        lists = ((one.id, self._list(f"{prefix}.{one.id}", table, one)) for one in table.lists)
        return _filled((*rows, *lists))

    def _list(self, address: str, table: Table, one: RowList) -> list[dict[str, Any]]:
        """The rows of a row list: those of forms, named by the form's id, then the unit's own."""
        cells = typed_in_list(table, one, own=True)
        own = []
        for name in self._take_ids(f"{address}.rows"):
            row = f"{address}.{name}"
            said = self._take(row, own_words(one))
            own.append({"id": name} | said | _filled([("cells", self._take(row, cells))]))
        cells = typed_in_list(table, one, own=False)
        names = self._sound_ids(f"{one.each}.order") if one.each else ()
        forms = [
            {"form": name, "cells": taken}
            for name in names
            if (taken := self._take(f"{address}.{name}", cells))
        ]
        return [*forms, *own]

    def _forms(self, form: Form) -> list[dict[str, Any]]:
        if not form.many:
            body = self._form(form, form.id)
            return [body] if body else []
        names = self._take_ids(f"{form.id}.order")
        return [{"id": name} | self._form(form, f"{form.id}.{name}") for name in names]

    def _form(self, form: Form, prefix: str) -> dict[str, Any]:
        tables = ((key, self._table(f"{prefix}.{key}", t)) for key, t in own_tables(form).items())
        return _filled(
            (
                ("fields", self._take(prefix, [field.id for field in form.fields])),
                ("goals", self._take(prefix, [field.id for field in form.goals])),
                ("notes", self._take(prefix, [field.id for field in form.notes])),
                ("money", self._table(f"{prefix}.money", form.money) if form.money else {}),
                ("tables", _filled(tables)),
                ("execution", self._renamed(prefix, execution_cells(form))),
                ("levels", self._take(f"{prefix}.level", [group.id for group in form.levels])),
                ("stated", self._renamed(prefix, STATED)),
                ("indicators", self._rows(form, prefix)),
            )
        )

    def _renamed(self, prefix: str, cells: dict[str, str]) -> dict[str, str]:
        """Cells under the keys that they have in a package."""
        taken = self._take(prefix, cells.values())
        return {key: taken[cell] for key, cell in cells.items() if cell in taken}

    def _rows(self, form: Form, prefix: str) -> list[dict[str, str]]:
        rest = self.rest
        known = {cell: {"", *there} for cell, (_, there) in row_choices(form).items()}
        levels = known["level"] - {""}
        if not all(
            rest.get(f"{prefix}.{row}.level") in levels for row in ids(rest, f"{prefix}.rows")
        ):
            return []
        rows = []
        for row in self._take_ids(f"{prefix}.rows"):
            start = f"{prefix}.{row}"
            cells = [
                cell
                for cell in ROW_CELLS
                if cell not in known or rest.get(f"{start}.{cell}", "") in known[cell]
            ]
            rows.append({"id": row} | self._take(start, cells))
        return rows

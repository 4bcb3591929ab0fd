"""Where the figures of the 说明 come from: cells of a report, and rows they are repeated for."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.figure_forms import form_numbers, form_rows
from app.domain.report import Report
from app.domain.submission import ids
from app.domain.values import tidy
from app.scheme.accounts import Account
from app.scheme.figures import ROW, FigureRow, FigureRule, Group
from app.scheme.formula import EACH, Formula, Value, evaluate
from app.scheme.model import RowList

_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")  # 八、社会保障和就业支出
_CODE = re.compile(r"c\d+")


@dataclass(frozen=True)
class Cells:
    """The numbers of a report by address, with those that only the 说明 has."""

    report: Report
    _known: dict[str, list[str]] = field(default_factory=dict)  # what an `each` address stands for

    def value(self, formula: Formula, row: FigureRow) -> Value:
        """A formula's value in a repeated row."""
        return evaluate(formula, lambda name: self._meant(self.address(name, row)))

    def address(self, name: str, row: FigureRow) -> str:
        return row.cell(name.removeprefix(ROW)) if name.startswith(ROW) else name

    def named(self, rule: FigureRule, row: FigureRow) -> tuple[str, ...]:
        """The cells of the report that a figure comes from, also one by one those of `each`."""
        names = (*rule.value.names, *(rule.base.names if rule.base else ()))
        found: list[str] = []
        for name in (self.address(name, row) for name in names):
            found += self._places(name) if f".{EACH}." in name else [name]
        values, entries = self.report.values, self.report.submission.entries
        return tuple(dict.fromkeys(one for one in found if one in values or one in entries))

    def rows(self, group: Group) -> tuple[FigureRow, ...]:
        """The rows of a repeated group, in the order in which the 说明 names them."""
        return group.rows if group.rows else tuple(self._over(group.over, group.digits))

    def _meant(self, name: str) -> Value | tuple[Value, ...]:
        values = self.report.values
        if f".{EACH}." in name:
            return tuple(values[place] for place in self._places(name))
        return values[name] if name in values else self._of_forms.get(name)

    def _places(self, name: str) -> list[str]:
        """The cells that an `each` address stands for; sums under a code are not among them."""
        if name not in self._known:
            start, _, rest = name.partition(f".{EACH}.")
            first, last = f"{start}.", f".{rest}"
            found = [
                address
                for address in self.report.values
                if address.startswith(first) and address.endswith(last)
            ]
            rows = (address[len(first) : -len(last)] for address in found)
            self._known[name] = [
                address
                for address, row in zip(found, rows, strict=True)
                if "." not in row and not _CODE.fullmatch(row)
            ]
        return self._known[name]

    @cached_property
    def _of_forms(self) -> Mapping[str, Value]:
        return form_numbers(self.report)

    # ── rows that a group is repeated for ────────────────────────────────────────────────

    def _over(self, over: str, digits: int) -> Iterator[FigureRow]:
        scheme = self.report.scheme
        start, _, rest = over.partition(".")
        account = next((one for one in scheme.accounts if one.id == start), None)
        table = next((one for one in scheme.tables if one.id == start), None)
        listed = table.row_list(rest) if table else None
        if account is not None:
            yield from self._of_account(account, rest, digits)
        elif listed is not None:
            yield from self._of_list(over, listed, digits)
        else:
            yield from form_rows(self.report, start, rest)

    def _of_account(self, account: Account, block: str, digits: int) -> Iterator[FigureRow]:
        """Rows of an official table by subjects, or the rows of a block that stand for a 类."""
        prefix = f"{account.id}.{block}" if block else account.id
        for part in self.report.account(account.id).parts:
            for line in part.lines if part.prefix == prefix else ():
                if line.code and (not digits or len(line.code) == digits):
                    label = _ORDINAL.sub("", line.label).strip() or line.code
                    yield FigureRow(line.id, label, f"{prefix}.{line.id}")

    def _of_list(self, over: str, one: RowList, digits: int) -> Iterator[FigureRow]:
        """Subjects of a ledger: those that were typed, or the sums of as many digits."""
        entries, year = self.report.submission.entries, self.report.submission.year
        names: dict[str, str] = {}
        for row in ids(entries, f"{over}.rows"):
            if not one.codes:
                name = entries.get(f"{over}.{row}.name", "").strip()
                yield FigureRow(row, name or one.label, f"{over}.{row}")
                continue
            code = re.sub(r"[\s.·-]", "", tidy(entries.get(f"{over}.{row}.code", "")))
            names.setdefault(code, entries.get(f"{over}.{row}.name", ""))
        codes = {code[:digits] if digits else code for code in names}
        for code in sorted(code for code in codes if code and len(code) >= digits):
            known = self.report.codes.subject(one.codes, code, year)
            label = names.get(code) or (known.name if known else code)
            yield FigureRow(f"c{code}", label, f"{over}.c{code}")

"""A package → a submission; what is wrong is refused with its place.

A place is named as a path with counts from 0: `forms.project[2].indicators[4].level`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.domain.sealing import SealMark
from app.domain.submission import ROW_CELLS, Submission
from app.domain.values import shorten
from app.exchange.package_json import Node, PackageProblem, decoded, part
from app.exchange.package_marks import proofs_in, seal_in
from app.exchange.package_words import (
    ADDRESS,
    FORMAT,
    ID,
    STATED,
    TOP,
    VERSION,
    YEARS,
    execution_cells,
    own_tables,
    own_words,
    row_choices,
    typed,
    typed_in_list,
)
from app.exchange.proofs import Proof
from app.scheme.model import Form, RowList, Scheme, Table

FORM_PARTS = (
    *("fields", "goals", "notes", "money", "tables"),
    *("execution", "levels", "stated", "indicators"),
)


@dataclass(frozen=True)
class Package:
    """What a package holds: the submission, the seal that it had when it was handed over, and what
    the evidence files were, which are not in it."""

    submission: Submission
    seal: SealMark | None = None
    proofs: tuple[Proof, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether it was changed after it was sealed."""
        return self.seal is not None and not self.seal.fits(self.submission)


def parse(text_or_bytes: str | bytes, schemes: Mapping[str, Scheme]) -> Submission:
    """A package's submission, not yet stored. Raises PackageProblem for anything that is wrong."""
    return parse_package(text_or_bytes, schemes).submission


def parse_package(text_or_bytes: str | bytes, schemes: Mapping[str, Scheme]) -> Package:
    """A package, not yet stored; whether its seal holds is asked of it. Raises PackageProblem."""
    top = Node(decoded(text_or_bytes), "")
    values = top.members(TOP)
    _require_format(values)
    about = part(values, "scheme").members(("id", "hash"))
    if "id" not in about:
        raise PackageProblem("scheme.id：没有写明方案。")
    scheme_id = about["id"].text()
    if scheme_id not in schemes:
        about["id"].refuse_unknown("方案", scheme_id, schemes)
    reader = _Reader(schemes[scheme_id])
    reader.read(values)
    submission = Submission(
        year=_year(values),
        scheme_id=scheme_id,
        scheme_hash=about["hash"].text() if "hash" in about else "",
        entries=reader.entries,
    )
    if "program" in values:
        values["program"].text()  # for people who look into the file
    seal = seal_in(values["seal"]) if "seal" in values else None
    proofs = tuple(proofs_in(values["evidence"])) if "evidence" in values else ()
    return Package(submission, seal, proofs)


def _require_format(values: Mapping[str, Node]) -> None:
    if "format" not in values or values["format"].text() != FORMAT:
        raise PackageProblem(f"format：这不是填报包，应为“{FORMAT}”。")
    version = values["version"].whole() if "version" in values else 0
    if version > VERSION:
        raise PackageProblem("version：这个填报包是用更新的版本导出的，请安装新版本再导入。")
    if version != VERSION:
        raise PackageProblem(f"version：版本号不对，应为 {VERSION}。")


def _year(values: Mapping[str, Node]) -> int:
    year = values["year"].whole() if "year" in values else 0
    if year not in YEARS:
        raise PackageProblem("year：没有年度或年度不对，应为四位数字，例如 2023。")
    return year


@dataclass(frozen=True)
class _Reader:
    """Puts the texts of a package into `entries`, each at the address where the scheme has it.

    `orders` are the ids of the forms of each kind that there may be many of.
    """

    scheme: Scheme
    entries: dict[str, str] = field(default_factory=dict)
    orders: dict[str, list[str]] = field(default_factory=dict)

    def read(self, top: Mapping[str, Node]) -> None:
        scheme = self.scheme
        self._texts(part(top, "info"), "info", [field.id for field in scheme.fields])
        self._options(part(top, "options"))
        forms = {form.id: form for form in scheme.forms}
        found = part(top, "forms").members(forms, "自评表")
        for name, node in found.items():
            self._order(node, forms[name])
        tables = {table.id: table for table in scheme.tables}
        for name, node in part(top, "tables").members(tables, "表").items():
            self._table(node, name, tables[name])
        for name, node in found.items():
            self._forms(node, forms[name])
        for key, start in (("kept", "keep."), ("other", "")):
            for address, node in part(top, key).any_members().items():
                self._put_other(node, start, address)

    def _put(self, address: str, node: Node) -> None:
        text = node.text()
        if address in self.entries:
            node.refuse("这一格已经在别处填了。")
        if text:
            self.entries[address] = text

    def _put_other(self, node: Node, start: str, address: str) -> None:
        if not ADDRESS.fullmatch(address):
            node.refuse("格的地址不对，不能空着，不能有换行等控制字符，不能超过400个字。")
        self._put(start + address, node)

    def _texts(self, node: Node, prefix: str, known: Iterable[str]) -> None:
        for name, member in node.members(known).items():
            self._put(f"{prefix}.{name}", member)

    def _renamed(self, node: Node, prefix: str, cells: Mapping[str, str]) -> None:
        for name, member in node.members(cells).items():
            self._put(f"{prefix}.{cells[name]}", member)

    def _options(self, node: Node) -> None:
        choices = {option.id: [c.id for c in option.choices] for option in self.scheme.options}
        for name, member in node.members(choices, "选项").items():
            text = member.text()
            if text and text not in choices[name]:
                member.refuse_unknown("选择", text, choices[name])
            self._put(f"option.{name}", member)

    def _table(self, node: Node, prefix: str, table: Table) -> None:
        rows = typed(table)
        lists = {one.id: one for one in table.lists}
        for name, member in node.members((*rows, *lists), "行").items():
            if name in lists:
                self._list(member, f"{prefix}.{name}", table, lists[name])
            else:
                self._cells(member, f"{prefix}.{name}", table, rows[name])

    def _cells(self, node: Node, row: str, table: Table, columns: Iterable[str]) -> None:
        """The cells of a row, of which these columns are typed."""
        for column, cell in node.members([one.id for one in table.columns], "列").items():
            if column not in columns:
                cell.refuse("这一格由程序计算或没有内容，不能填写。")
            self._put(f"{row}.{column}", cell)

    def _list(self, node: Node, address: str, table: Table, one: RowList) -> None:
        nodes = node.elements()
        of_forms = [row for row in nodes if "form" in row.any_members()]
        for row in of_forms:
            members = row.members(("form", "cells"))
            name, known = members["form"].text(), self.orders.get(one.each, [])
            if name not in known:
                members["form"].refuse_unknown("自评表的编号", name, known)
            cells = typed_in_list(table, one, own=False)
            self._cells(part(members, "cells"), f"{address}.{name}", table, cells)
        own = [row for row in nodes if "form" not in row.any_members()]
        words = own_words(one)
        found = [row.members(("id", *words, "cells")) for row in own]
        names = list(_given_ids(own, found, "r"))
        self._put(f"{address}.rows", Node(" ".join(names), node.place))
        for members, name in zip(found, names, strict=True):
            for word in (word for word in words if word in members):
                self._put(f"{address}.{name}.{word}", members[word])
            cells = typed_in_list(table, one, own=True)
            self._cells(part(members, "cells"), f"{address}.{name}", table, cells)

    def _order(self, node: Node, form: Form) -> None:
        """The ids of a kind of forms, before anything that may name them."""
        nodes = node.elements()
        if form.many:
            names = list(_given_ids(nodes, [one.any_members() for one in nodes], "p"))
            self._put(f"{form.id}.order", Node(" ".join(names), node.place))
            self.orders[form.id] = names
        elif len(nodes) > 1:
            nodes[1].refuse("这种自评表只有一份。")

    def _forms(self, node: Node, form: Form) -> None:
        names = self.orders.get(form.id, [])
        for at, one in enumerate(node.elements()):
            prefix = f"{form.id}.{names[at]}" if form.many else form.id
            self._form(one, form, prefix)

    def _form(self, node: Node, form: Form, prefix: str) -> None:
        found = node.members((*(("id",) if form.many else ()), *FORM_PARTS))
        for key, fields in (("fields", form.fields), ("goals", form.goals), ("notes", form.notes)):
            self._texts(part(found, key), prefix, [one.id for one in fields])
        if form.money:
            self._table(part(found, "money"), f"{prefix}.money", form.money)
        else:
            part(found, "money").members((), "行")
        tables = own_tables(form)
        for name, member in part(found, "tables").members(tables, "表").items():
            self._table(member, f"{prefix}.{name}", tables[name])
        self._renamed(part(found, "execution"), prefix, execution_cells(form))
        self._texts(part(found, "levels"), f"{prefix}.level", [one.id for one in form.levels])
        self._renamed(part(found, "stated"), prefix, STATED)
        if "indicators" in found:
            self._rows(found["indicators"], form, prefix)

    def _rows(self, node: Node, form: Form, prefix: str) -> None:
        nodes = node.elements()
        found = [one.members(("id", *ROW_CELLS)) for one in nodes]
        names = list(_given_ids(nodes, found, "i"))
        self._put(f"{prefix}.rows", Node(" ".join(names), node.place))
        choices = row_choices(form)
        for one, members, name in zip(nodes, found, names, strict=True):
            if "level" not in members or not members["level"].text():
                one.refuse("没有写明二级指标（level）。")
            for cell, (what, known) in choices.items():
                text = members[cell].text() if cell in members else ""
                if text and text not in known:
                    members[cell].refuse_unknown(what, text, known)
            for cell in (cell for cell in ROW_CELLS if cell in members):
                self._put(f"{prefix}.{name}.{cell}", members[cell])


def _given_ids(nodes: list[Node], found: list[dict[str, Node]], letter: str) -> Iterator[str]:
    """The id of each element; those without one get the next that is free."""
    given: set[str] = set()
    for members in found:
        if "id" in members:
            name = members["id"].text()
            if not ID.fullmatch(name):
                members["id"].refuse(
                    f"“{shorten(name)}”不能作编号，应为 {letter}1 这样的字母加数字。"
                )
            if name in given:
                members["id"].refuse(f"编号“{name}”用了两次。")
            given.add(name)
    free = (f"{letter}{at}" for at in range(1, len(nodes) + len(given) + 1))
    unused = (name for name in free if name not in given)
    for members in found:
        yield members["id"].text() if "id" in members else next(unused)

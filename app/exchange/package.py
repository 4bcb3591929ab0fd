"""A submission as one readable JSON file, both ways, lossless: `resources/package.schema.json`.

A place in a package is named as a path with counts from 0: `forms.project[2].indicators[4].level`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from app.domain.submission import MAX_TEXT, MERGES, ROW_CELLS, STATED_CELLS, Submission, ids
from app.domain.texts import printable
from app.domain.values import shorten
from app.scheme.model import Form, Scheme, Table

FORMAT = "suanpan.submission"
VERSION = 1
MAX_BYTES = 20_000_000
YEARS = range(1980, 2201)
STATED = dict(zip(("execution_rate", "execution_score", "total"), STATED_CELLS, strict=True))
TOP = ("format", "version", "scheme", "year", "info", "options", "tables", "forms", "kept", "other")

_ID = re.compile(r"[a-z][0-9]{1,9}")
_ADDRESS = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]{1,400}")


class PackageProblem(Exception):
    """A package that cannot be taken in, in one sentence that names the place."""

    def __init__(self, sentence: str) -> None:
        self.sentence = printable(sentence)
        super().__init__(self.sentence)


# ---------------------------------------------------------------- writing


def dump(scheme: Scheme, submission: Submission) -> str:
    """The package as text; the same entries always give the same text."""
    return json.dumps(to_package(scheme, submission), ensure_ascii=False, indent=1) + "\n"


def to_package(scheme: Scheme, submission: Submission) -> dict[str, Any]:
    """The package as nested dicts in the scheme's order; what has no place there is in `other`.

    Every entry is in it once, so that `parse` gives back the very same entries.
    """
    rest = {address: text for address, text in submission.entries.items() if text}
    options = [
        option.id
        for option in scheme.options
        if rest.get(f"option.{option.id}") in {choice.id for choice in option.choices}
    ]
    known = {
        "info": _take(rest, "info", [field.id for field in scheme.fields]),
        "options": _take(rest, "option", options),
        "tables": _filled((t.id, _take_cells(rest, t.id, t)) for t in scheme.tables),
        "forms": _filled((form.id, _take_forms(rest, form)) for form in scheme.forms),
    }
    kept = sorted(address[5:] for address in rest if address.startswith("keep.") and address[5:])
    known["kept"] = _take(rest, "keep", kept)
    known["other"] = dict(sorted(rest.items()))
    hashed = {"hash": submission.scheme_hash} if submission.scheme_hash else {}
    return {
        "format": FORMAT,
        "version": VERSION,
        "scheme": {"id": submission.scheme_id} | hashed,
        "year": submission.year,
    } | _filled(known.items())


def _filled(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if value}


def _take(rest: dict[str, str], prefix: str, names: Iterable[str]) -> dict[str, str]:
    """Take the entries with these last names out of `rest`."""
    return {name: rest.pop(f"{prefix}.{name}") for name in names if f"{prefix}.{name}" in rest}


def _take_cells(rest: dict[str, str], prefix: str, table: Table) -> dict[str, dict[str, str]]:
    return _filled(
        (row, _take(rest, f"{prefix}.{row}", columns)) for row, columns in _typed(table).items()
    )


def _typed(table: Table) -> dict[str, list[str]]:
    """The columns of each row that are typed, not computed."""
    return {
        row.id: [column.id for column in table.columns if table.formula(row, column) is None]
        for row in table.rows
    }


def _take_ids(rest: dict[str, str], address: str) -> tuple[str, ...]:
    """The ids in an order cell, taken out of `rest` if they are written as the program does."""
    names = ids(rest, address)
    sound = all(_ID.fullmatch(name) for name in names) and len(set(names)) == len(names)
    if not sound or rest.get(address) != " ".join(names):
        return ()
    del rest[address]
    return names


def _take_forms(rest: dict[str, str], form: Form) -> list[dict[str, Any]]:
    if not form.many:
        body = _take_form(rest, form, form.id)
        return [body] if body else []
    names = _take_ids(rest, f"{form.id}.order")
    return [{"id": name} | _take_form(rest, form, f"{form.id}.{name}") for name in names]


def _take_form(rest: dict[str, str], form: Form, prefix: str) -> dict[str, Any]:
    stated = _take(rest, prefix, STATED.values())
    return _filled(
        (
            ("fields", _take(rest, prefix, [field.id for field in form.fields])),
            ("goals", _take(rest, prefix, [goal.id for goal in form.goals])),
            ("money", _take_cells(rest, f"{prefix}.money", form.money)),
            ("levels", _take(rest, f"{prefix}.level", [group.id for group in form.levels])),
            ("stated", _filled((key, stated.get(cell)) for key, cell in STATED.items())),
            ("indicators", _take_rows(rest, form, prefix)),
        )
    )


def _take_rows(rest: dict[str, str], form: Form, prefix: str) -> list[dict[str, str]]:
    levels = set(_levels(form))
    if not all(rest.get(f"{prefix}.{row}.level") in levels for row in ids(rest, f"{prefix}.rows")):
        return []
    rows = []
    for row in _take_ids(rest, f"{prefix}.rows"):
        merge_known = rest.get(f"{prefix}.{row}.merge", "") in MERGES
        cells = [cell for cell in ROW_CELLS if cell != "merge" or merge_known]
        rows.append({"id": row} | _take(rest, f"{prefix}.{row}", cells))
    return rows


def _levels(form: Form) -> list[str]:
    return [sub.id for group in form.levels for sub in group.level2]


# ---------------------------------------------------------------- reading


def parse(text_or_bytes: str | bytes, schemes: Mapping[str, Scheme]) -> Submission:
    """A package's submission, not yet stored. Raises PackageProblem for anything that is wrong."""
    top = _Node(_decoded(text_or_bytes), "")
    values = top.members(TOP)
    _require_format(values)
    about = _part(values, "scheme").members(("id", "hash"))
    if "id" not in about:
        raise PackageProblem("scheme.id：没有写明方案。")
    scheme_id = about["id"].text()
    if scheme_id not in schemes:
        about["id"].refuse_unknown("方案", scheme_id, schemes)
    reader = _Reader(schemes[scheme_id], {})
    reader.read(values)
    return Submission(
        year=_year(values),
        scheme_id=scheme_id,
        scheme_hash=about["hash"].text() if "hash" in about else "",
        entries=reader.entries,
    )


def _require_format(values: "Mapping[str, _Node]") -> None:
    if "format" not in values or values["format"].text() != FORMAT:
        raise PackageProblem(f"format：这不是填报包，应为“{FORMAT}”。")
    version = values["version"].whole() if "version" in values else 0
    if version > VERSION:
        raise PackageProblem("version：这个填报包是用更新的版本导出的，请安装新版本再导入。")
    if version != VERSION:
        raise PackageProblem(f"version：版本号不对，应为 {VERSION}。")


def _year(values: "Mapping[str, _Node]") -> int:
    year = values["year"].whole() if "year" in values else 0
    if year not in YEARS:
        raise PackageProblem("year：没有年度或年度不对，应为四位数字，例如 2023。")
    return year


class _Whole(str):
    """A whole number in the JSON, as it is written there."""


class _Object(dict[str, Any]):
    """A JSON object; `twice` is a key that it has more than once."""

    twice = ""


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    found = _Object()
    for key, value in pairs:
        if key in found:
            found.twice = found.twice or key
        found[key] = value
    return found


def _no_constant(name: str) -> NoReturn:
    raise PackageProblem(f"文件里有“{name}”，它不是数；空着的格请写成空文字。")


def _decoded(text_or_bytes: str | bytes) -> Any:
    if len(text_or_bytes) > MAX_BYTES:
        raise PackageProblem(f"文件太大，最多 {MAX_BYTES // 1_000_000} MB；填报包一般不到 1 MB。")
    try:
        text = text_or_bytes if isinstance(text_or_bytes, str) else text_or_bytes.decode("utf-8")
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=str,
            parse_int=_Whole,
            parse_constant=_no_constant,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise PackageProblem("文件不是 UTF-8 编码，请另存为 UTF-8 再导入。") from error
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}个字符"
        raise PackageProblem(f"文件不是 JSON，{where}附近读不下去。") from error
    except RecursionError as error:
        raise PackageProblem("文件嵌套太深，不是填报包。") from error


@dataclass(frozen=True)
class _Node:
    """A value in the package and its place."""

    value: Any
    place: str

    def refuse(self, sentence: str) -> NoReturn:
        raise PackageProblem(f"{self.place or '文件'}：{sentence}")

    def refuse_unknown(self, what: str, name: str, known: Iterable[str]) -> NoReturn:
        listed = "、".join(known)
        expected = f"应为 {listed}" if listed else "这里不能填写"
        self.refuse(f"没有“{shorten(name)}”这种{what}，{expected}。")

    def members(self, known: Iterable[str], what: str = "栏目") -> "dict[str, _Node]":
        """The nodes of an object that may have these keys only."""
        known = tuple(known)
        found = self.any_members()
        for name, node in found.items():
            if name not in known:
                node.refuse_unknown(what, name, known)
        return found

    def any_members(self) -> "dict[str, _Node]":
        if not isinstance(self.value, _Object):
            self.refuse("应为一组带名称的值（{…}）。")
        if self.value.twice:
            self.refuse(f"“{shorten(self.value.twice)}”写了两次。")
        start = f"{self.place}." if self.place else ""
        return {key: _Node(value, start + shorten(key, 60)) for key, value in self.value.items()}

    def elements(self) -> "list[_Node]":
        if not isinstance(self.value, list):
            self.refuse("应为一列值（[…]）。")
        return [_Node(value, f"{self.place}[{at}]") for at, value in enumerate(self.value)]

    def text(self) -> str:
        """The text, or a number as it is written, without characters that cannot be printed."""
        if not isinstance(self.value, str):
            self.refuse('应为文字或数字；空着的格写成空文字（""）。')
        if len(self.value) > MAX_TEXT:
            self.refuse(f"太长，有{len(self.value):,}个字，一格最多{MAX_TEXT:,}个字。")
        return printable(self.value)

    def whole(self) -> int:
        if not isinstance(self.value, _Whole) or len(self.value) > 9:
            self.refuse("应为一个整数。")
        return int(self.value)


def _part(found: Mapping[str, _Node], name: str) -> _Node:
    """A member, or an object with nothing in it where there is none."""
    return found.get(name, _Node(_Object(), name))


@dataclass(frozen=True)
class _Reader:
    """Puts the texts of a package into `entries`, each at the address where the scheme has it."""

    scheme: Scheme
    entries: dict[str, str]

    def read(self, top: Mapping[str, _Node]) -> None:
        scheme = self.scheme
        self._texts(_part(top, "info"), "info", [field.id for field in scheme.fields])
        self._options(_part(top, "options"))
        tables = {table.id: table for table in scheme.tables}
        for name, node in _part(top, "tables").members(tables, "表").items():
            self._cells(node, name, tables[name])
        forms = {form.id: form for form in scheme.forms}
        for name, node in _part(top, "forms").members(forms, "自评表").items():
            self._forms(node, forms[name])
        for key, start in (("kept", "keep."), ("other", "")):
            for address, node in _part(top, key).any_members().items():
                self._put_other(node, start, address)

    def _put(self, address: str, node: _Node) -> None:
        text = node.text()
        if address in self.entries:
            node.refuse("这一格已经在别处填了。")
        if text:
            self.entries[address] = text

    def _put_other(self, node: _Node, start: str, address: str) -> None:
        if not _ADDRESS.fullmatch(address):
            node.refuse("格的地址不对，不能空着，不能有换行等控制字符，不能超过400个字。")
        self._put(start + address, node)

    def _texts(self, node: _Node, prefix: str, known: Iterable[str]) -> None:
        for name, member in node.members(known).items():
            self._put(f"{prefix}.{name}", member)

    def _options(self, node: _Node) -> None:
        choices = {option.id: [c.id for c in option.choices] for option in self.scheme.options}
        for name, member in node.members(choices, "选项").items():
            text = member.text()
            if text and text not in choices[name]:
                member.refuse_unknown("选择", text, choices[name])
            self._put(f"option.{name}", member)

    def _cells(self, node: _Node, prefix: str, table: Table) -> None:
        typed = _typed(table)
        columns = [column.id for column in table.columns]
        for name, member in node.members(typed, "行").items():
            for column, cell in member.members(columns, "列").items():
                if column not in typed[name]:
                    cell.refuse("这一格由程序计算，不能填写。")
                self._put(f"{prefix}.{name}.{column}", cell)

    def _forms(self, node: _Node, form: Form) -> None:
        nodes = node.elements()
        if form.many:
            found = [one.any_members() for one in nodes]
            names = list(_given_ids(nodes, found, "p"))
            self._put(f"{form.id}.order", _Node(" ".join(names), node.place))
            for one, name in zip(nodes, names, strict=True):
                self._form(one, form, f"{form.id}.{name}", ("id",))
            return
        if len(nodes) > 1:
            nodes[1].refuse("这种自评表只有一份。")
        for one in nodes:
            self._form(one, form, form.id, ())

    def _form(self, node: _Node, form: Form, prefix: str, more: tuple[str, ...]) -> None:
        parts = ("fields", "goals", "money", "levels", "stated", "indicators")
        found = node.members((*more, *parts))
        self._texts(_part(found, "fields"), prefix, [field.id for field in form.fields])
        self._texts(_part(found, "goals"), prefix, [goal.id for goal in form.goals])
        self._cells(_part(found, "money"), f"{prefix}.money", form.money)
        self._texts(_part(found, "levels"), f"{prefix}.level", [one.id for one in form.levels])
        for name, member in _part(found, "stated").members(STATED).items():
            self._put(f"{prefix}.{STATED[name]}", member)
        if "indicators" in found:
            self._rows(found["indicators"], form, prefix)

    def _rows(self, node: _Node, form: Form, prefix: str) -> None:
        nodes = node.elements()
        found = [one.members(("id", *ROW_CELLS)) for one in nodes]
        names = list(_given_ids(nodes, found, "i"))
        self._put(f"{prefix}.rows", _Node(" ".join(names), node.place))
        allowed = {"level": ("二级指标", _levels(form)), "merge": ("合并方式", MERGES[1:])}
        for one, members, name in zip(nodes, found, names, strict=True):
            if "level" not in members or not members["level"].text():
                one.refuse("没有写明二级指标（level）。")
            for cell, (what, known) in allowed.items():
                text = members[cell].text() if cell in members else ""
                if text and text not in known:
                    members[cell].refuse_unknown(what, text, known)
            for cell in (cell for cell in ROW_CELLS if cell in members):
                self._put(f"{prefix}.{name}.{cell}", members[cell])


def _given_ids(nodes: list[_Node], found: list[dict[str, _Node]], letter: str) -> Iterator[str]:
    """The id of each element; those without one get the next that is free."""
    given: set[str] = set()
    for members in found:
        if "id" in members:
            name = members["id"].text()
            if not _ID.fullmatch(name):
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

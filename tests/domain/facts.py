"""The figures of published accounts as a unit would have typed them: `truth_accounts/*.json`.

Subjects are found in the code table by the names of 类, 款 and 项; where a document contradicts
itself, `contradictions` of the file says which figure is taken.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.subjects import Subjects, read_subjects
from app.domain.submission import Submission, ids, new_entries
from app.exchange.package import parse
from app.scheme.load import load_scheme
from app.scheme.model import Codes, Scheme
from tests.domain.expect import ROOT, SAMPLE, national
from tests.domain.test_truth_hunan import TYPED

FOLDER = Path(__file__).with_name("truth_accounts")
ACCOUNTS = ("000", "001", "002", "003", "004")


@cache
def book() -> CodeBook:
    texts = (
        (ROOT / "resources" / "codes" / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("function", "economic")
    )
    function, economic = map(read_subjects, texts)
    return CodeBook(function, economic)


@cache
def scheme(scheme_id: str) -> Scheme:
    return load_scheme(ROOT / "resources" / "schemes" / scheme_id)


@cache
def facts(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def entries(name: str) -> dict[str, str]:
    """What a unit with these figures would have typed."""
    told = facts(name)
    made = new_entries(scheme(told["scheme"]), "")
    made |= {f"info.{key}": text for key, text in told.get("info", {}).items()}
    made |= told["cells"]
    for address, rows in told["rows"].items():
        made |= _rows(address, rows, told["year"])
    made |= dict(_projects(told["projects"]))
    if name == "003":
        made |= _forms_of_003()
        made |= _more_indicators(made, told["indicators"])
    return {address: text for address, text in made.items() if text}


@cache
def report(name: str) -> Report:
    told = facts(name)
    made = scheme(told["scheme"])
    return compute(made, Submission(told["year"], made.id, entries=entries(name)), codes=book())


def kind_of(address: str) -> Codes:
    """The classification of a ledger's rows; blank where its rows are no subjects."""
    table, _, one = address.partition(".")
    found = national().table(table).row_list(one)
    assert found is not None
    return found.codes


def _rows(address: str, rows: list[list[Any]], year: int) -> dict[str, str]:
    made = {f"{address}.rows": " ".join(f"r{at}" for at in range(1, len(rows) + 1))}
    for at, (name, cells) in enumerate(rows, 1):
        start = f"{address}.r{at}"
        kind = kind_of(address)
        made[f"{start}.name"] = re.split("[/ ]", name)[-1]
        if name and kind:
            made[f"{start}.code"] = code_of(book().of(kind), name, year)
        made |= {f"{start}.{column}": text for column, text in cells.items()}
    return made


def code_of(subjects: Subjects, name: str, year: int) -> str:
    """The code of 类/款/项, or the one that is written in front: 2130599 其他扶贫支出."""
    written = re.match(r"\d+", name)
    if written:
        return written[0]
    *above, last = name.split("/")
    named = [one.code for one in subjects.all if one.name == last and one.valid(year)]
    codes = {one.code: one.name for one in subjects.all if one.valid(year)}
    lengths = (3, 5)
    found = [
        code
        for code in named
        if all(codes.get(code[:n]) == word for n, word in zip(lengths, above, strict=False))
        and (not above or len(code) == 3 + 2 * len(above))
    ]
    assert len(found) == 1, (name, found)
    return found[0]


def _projects(projects: list[list[Any]]) -> Iterator[tuple[str, str]]:
    if projects:
        yield "project.order", " ".join(f"p{at}" for at in range(1, len(projects) + 1))
    for at, (name, money, indicators) in enumerate(projects, 1):
        start = f"project.p{at}"
        yield f"{start}.name", name
        for cell, text in money.items():
            yield f"{start}.money.{cell}", text
        yield f"{start}.rows", " ".join(f"i{n}" for n in range(1, len(indicators) + 1))
        for n, texts in enumerate(indicators, 1):
            for cell, text in zip(("level", "name", "target", "actual"), texts, strict=True):
                yield f"{start}.i{n}.{cell}", text


def _forms_of_003() -> dict[str, str]:
    """The sample unit has the forms of 003; 基础数据表 as published."""
    sample = parse(SAMPLE.read_text(encoding="utf-8"), {national().id: national()}).entries
    forms = ("project.", "overall.")
    return {cell: text for cell, text in sample.items() if cell.startswith(forms)} | TYPED


def _more_indicators(made: dict[str, str], told: list[list[str]]) -> dict[str, str]:
    """Tasks and results that the document states outside its forms, as rows of 整体自评."""
    rows = list(ids(made, "overall.rows"))
    cells: dict[str, str] = {}
    for at, texts in enumerate(told, 101):
        rows.append(f"i{at}")
        for cell, text in zip(("level", "name", "target", "actual"), texts, strict=True):
            cells[f"overall.i{at}.{cell}"] = text
    return cells | {"overall.rows": " ".join(rows)}

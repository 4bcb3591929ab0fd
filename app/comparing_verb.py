"""The verb `compare`: a package held against a submission of the data file, or another package."""

import argparse
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from app.domain.differing import Differing
from app.exchange.incoming import package_bytes
from app.exchange.package import Package, parse_package
from app.package_check import BESIDE, Side, beside, differences, side_of, stored_side
from app.scheme.model import Scheme
from app.storage.attachments import path_of
from app.verb_data import scheme_of, shelf_of, there, wanted

CHANGED_SINCE = "封存后被改动过：这份数据包的内容与封存时的校验码不符"
OTHERS = {"data": "数据文件", "package": "另一个数据包"}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="数据包")
    parser.add_argument("other", type=Path, nargs="?", metavar="另一个数据包")
    about = "和数据文件里的哪一份比（默认：最近修改的一份）"
    parser.add_argument("--submission", type=int, metavar="编号", help=about)
    parser.add_argument("--json", action="store_true", help="输出 JSON（格式稳定）")


def comparison(arguments: argparse.Namespace) -> dict[str, Any]:
    """What differs, as stable JSON: `same`, the cells, the evidence files beside the package, and
    whether the package's seal holds (null where it has none)."""
    schemes = shelf_of(arguments).schemes()
    package = parse_package(package_bytes(arguments.package), schemes)
    other = _other(arguments, package, schemes)
    found = differences(schemes.__getitem__, other, side_of(package))
    files = beside(arguments.package, package)
    return {
        "format": "suanpan.compare",
        "version": 1,
        "with": "data" if arguments.other is None else "package",
        "same": not found and not files,
        "seal_holds": None if package.seal is None else not package.changed,
        "differences": [_answer(one) for one in (*found, *files)],
    }


def _answer(one: Differing) -> dict[str, str]:
    return {
        "cell": one.cell,
        "place": one.place,
        "name": one.name,
        "other": one.one,
        "package": one.other,
        "difference": one.apart,
    }


def text_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person."""
    if answer["seal_holds"] is False:
        yield CHANGED_SINCE
    with_label = f"{OTHERS[answer['with']]}："
    for one in answer["differences"]:
        apart = f"，相差 {one['difference']}" if one["difference"] else ""
        label = "" if one["place"] == BESIDE else with_label
        texts = f"{label}{one['other']}　数据包：{one['package']}{apart}"
        yield f"{one['place']}　{one['name']}　{texts}"
    yield "一致" if answer["same"] else f"不一致，有 {len(answer['differences'])} 处不同"


def _other(arguments: argparse.Namespace, package: Package, schemes: Mapping[str, Scheme]) -> Side:
    if arguments.other is not None:
        return side_of(parse_package(package_bytes(arguments.other), schemes))
    store = there(arguments)
    try:
        submission = store.load(wanted(arguments, store))
        scheme_of(arguments, submission)  # one that is not there is said
    finally:
        store.close()
    find = partial(path_of, store.path, submission.id)
    return stored_side(submission, package, find)

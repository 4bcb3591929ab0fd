"""The verb `compare`: a package held against a submission of the data file, or another package."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.domain.differing import different, in_words
from app.domain.submission import Submission
from app.exchange.incoming import package_bytes
from app.exchange.package import Package, parse_package
from app.scheme.model import Scheme
from app.verb_data import shelf_of, there, wanted


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="数据包")
    parser.add_argument("other", type=Path, nargs="?", metavar="另一个数据包")
    about = "和数据文件里的哪一份比（默认：最近修改的一份）"
    parser.add_argument("--submission", type=int, metavar="编号", help=about)
    parser.add_argument("--json", action="store_true", help="输出 JSON（格式稳定）")


def comparison(arguments: argparse.Namespace) -> dict[str, Any]:
    """What differs, as stable JSON: `same`, the cells, and whether the package's seal holds (null
    where it has none)."""
    schemes = shelf_of(arguments).schemes()
    package = parse_package(package_bytes(arguments.package), schemes)
    other = _other(arguments, schemes)
    cells = different(other.entries, package.submission.entries)
    scheme = schemes[package.submission.scheme_id]
    lines = in_words(scheme, cells, other.entries, package.submission.entries)
    return {
        "format": "suanpan.compare",
        "version": 1,
        "same": not cells and _head(other) == _head(package.submission),
        "seal_holds": _holds(package),
        "cells": [
            {"cell": cell, "form": form, "name": name, "other": there_, "package": here}
            for cell, (form, name, there_, here) in zip(cells, lines, strict=True)
        ],
    }


def text_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """The same for a person."""
    if answer["seal_holds"] is False:
        yield "数据包封存后被改动过：内容与校验码不符"
    for one in answer["cells"]:
        yield f"{one['form']}　{one['name']}　{one['other']} → {one['package']}"
    yield "一致" if answer["same"] else f"不一致，{len(answer['cells'])} 格不同"


def _head(submission: Submission) -> tuple[int, str]:
    return submission.year, submission.scheme_id


def _holds(package: Package) -> bool | None:
    return None if package.seal is None else not package.changed


def _other(arguments: argparse.Namespace, schemes: Mapping[str, Scheme]) -> Submission:
    if arguments.other is not None:
        return parse_package(package_bytes(arguments.other), schemes).submission
    store = there(arguments)
    try:
        return store.load(wanted(arguments, store))
    finally:
        store.close()

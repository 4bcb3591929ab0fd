"""Readers of texts: what is typed, pasted, named, set, or given on the command line."""

import contextlib
import io
import json
import os
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from app.__main__ import for_window
from app.cli import main as run_verb
from app.domain import targets, values
from app.domain.evidence import file_names, file_text
from app.domain.submission import MAX_TEXT
from app.domain.texts import names_device, printable
from app.exchange.boxes import Box, FilledSheet
from app.exchange.names import MAX_FILE_NAME, file_name, sheet_names
from app.exchange.xlsx import workbook_bytes
from app.paper import settings as print_settings
from app.scheme import formula
from app.scheme.formula import FormulaError
from app.storage import attachments
from app.storage.attachments import AttachmentProblem
from app.storage.backup import folder_for
from app.storage.plain_names import is_plain, length, safe_name, same_key
from app.ui import instance, preferences, requests
from app.ui.grid import clipboard_text, widths
from app.ui.help import manual
from tests.fuzz.harness import HAN, Reader
from tests.fuzz.hostile import FRAGMENTS, anything, changed_bytes, figures, short, text


def _figures(words: str, _folder: Path) -> None:
    """Every way to read a figure, as the window does on each key, and what is shown of it."""
    words = printable(words)  # as everything that is stored
    for unit in ("元", "万元"):
        values.amount_text(values.read_amount(words, unit).value, unit)
    values.number_text(values.read_number(words).value)
    values.rate_text(values.read_rate(words).value)
    values.is_worked_out(words)
    for read in (values.read_number(words), values.read_rate(words)):
        assert len(read.problem) < 200


def _targets(words: str, _folder: Path) -> None:
    targets.read(words, 2023)
    targets.read(targets.mended(words), date.max.year)


# ---------------------------------------------------------------- formulas

_names = st.sampled_from(["a", "b.c", "each", "x.each.y", "a.b.c.d", "_", "lambda", "None"])
_parts = st.one_of(_names, st.sampled_from(["1", "0.5", "1e9", "0x1", "1_0", "'a'", "[]", "x[0]"]))


def _deeper(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    signs = st.sampled_from(["+", "-", "*", "/", "**", "//", "==", "<=", "and", "if", ",", ":="])
    pair = st.tuples(inner, signs, inner).map(" ".join)
    call = st.tuples(st.sampled_from(["sum", "min", "max", "eval", "sum.x"]), inner)
    return st.one_of(
        pair,
        pair.map("({})".format),
        call.map(lambda one: f"{one[0]}({one[1]})"),
        inner.map("-{}".format),
    )


formulas = st.one_of(st.recursive(_parts, _deeper, max_leaves=40), text)


def _formula(words: str, _folder: Path) -> None:
    for comparison in (False, True):
        try:
            made = formula.parse(words, comparison=comparison)
        except FormulaError as error:
            assert not HAN.search(str(error)) or HAN.search(words)  # put into Chinese elsewhere
            continue
        for value in (None, values.read_number("7").value, values.read_number("0").value):
            if comparison:
                formula.compare(made, lambda _, value=value: value)  # type: ignore[misc]
            else:
                formula.evaluate(made, lambda _, value=value: (value, value))  # type: ignore[misc]


# ---------------------------------------------------------------- pasted

_grid_text = st.lists(
    st.one_of(short, st.sampled_from(["\t", "\n", '"', '""', '"\t', '"\n', "\r", "a\tb"])),
    max_size=30,
).map("".join)


def _pasted(words: str, _folder: Path) -> None:
    block = clipboard_text.read_block(words)
    assert sum(map(len, block)) <= len(words) + 1


def _own_block(data: bytes, _folder: Path) -> None:
    block = clipboard_text.read_own(data)
    assert all(isinstance(cell, str) for line in block for cell in line)


OWN = [json.dumps([["1", "甲"], ["=1+1", ""]]).encode(), b"[[" * 400 + b"]]" * 400, b"[[1e999]]"]

# ---------------------------------------------------------------- names

_file_names = st.one_of(text, st.sampled_from([one * 100 for one in FRAGMENTS if len(one) < 9]))


def _safe_names(words: str, _folder: Path) -> None:
    for number in (1, 2, 1_000):
        name = safe_name(words, 60, number)
        assert is_plain(name) and length(name) <= 60 and len(name.encode()) <= 255, repr(name)
        assert same_key(name)
    out = file_name(words)
    assert out and len(out) <= MAX_FILE_NAME + 1 and not names_device(out), repr(out)
    assert out == out.strip(" .") and printable(out) == out
    assert not set(out) & set('<>:"/\\|?*\u202e\u200f'), repr(out)
    tabs = sheet_names([words, words.upper(), words, "history", ""])
    assert len({one.casefold() for one in tabs}) == 5
    assert all(one and length(one) <= 31 and not set(one) & set("[]:*?/\\") for one in tabs)
    assert file_text(file_names(words)) == file_text(file_names(file_text(file_names(words))))


def _evidence(names: list[str], folder: Path) -> None:
    """Files of these names are added, listed, and looked for under the names as they are."""
    data = folder / "数据.db"
    for name in names:
        source = os.fsencode(folder) + b"/from/" + _on_disk(name)
        os.makedirs(os.path.dirname(source), exist_ok=True)  # noqa: PTH103, PTH120
        with contextlib.suppress(OSError), open(source, "wb") as file:  # noqa: PTH123
            file.write(name.encode("utf-8", "surrogatepass"))
        for asked in (name, f"../{name}", f"{name}/../../别处.txt"):
            found = attachments.path_of(data, 1, asked)
            assert found is None or found.parent == attachments.folder_of(data, 1)
        with contextlib.suppress(AttachmentProblem):  # a name that this disk does not take
            kept = attachments.attach(data, 1, Path(os.fsdecode(source)))
            assert attachments.path_of(data, 1, kept) is not None


def _on_disk(name: str) -> bytes:
    """A name as a disk may have it: any bytes but these two."""
    return name.encode("utf-8", "surrogatepass").replace(b"/", b"_").replace(b"\0", b"_")[:255]


# ---------------------------------------------------------------- written out again


def _exported(texts: list[str], _folder: Path) -> None:
    """Whatever was typed is a text in the file and no formula."""
    from openpyxl import load_workbook

    typed = [printable(one) for one in texts]
    boxes = tuple(
        Box((row, column), (row, column), one, style, note=one[:200])
        for row, one in enumerate(typed, 1)
        for column, style in ((1, "text"), (2, "amount"), (3, "label"))
    )
    sheet = FilledSheet(typed[0], typed[0], (Decimal(20),) * 3, boxes, len(typed), ())
    book = load_workbook(io.BytesIO(workbook_bytes([sheet, sheet])))
    for cell in (cell for page in book.worksheets for line in page.iter_rows() for cell in line):
        assert cell.data_type in "sn", (cell.coordinate, cell.value)
        assert cell.value is None or cell.data_type == "s"
    assert not book.defined_names


# ---------------------------------------------------------------- settings, arguments, requests


def _settings(kept: dict[str, str], folder: Path) -> None:
    def recall(name: str) -> str:
        return kept.get(name.rpartition(".")[2], kept.get(name, ""))

    found = print_settings.load("project", recall)
    assert found == print_settings.load("project", _back(found).__getitem__)
    everything = {name: recall(name) for name in vars(preferences).values() if _is_name(name)}
    wanted = preferences.read(everything)
    assert isinstance(wanted.text_size, int)
    folder_for(folder / "数据.db", wanted.backup_folder)
    assert all(0 <= one < 10_000 for one in widths.kept_widths(recall("width"), 3))


def _is_name(value: object) -> bool:
    return isinstance(value, str) and "." in value and " " not in value


def _back(found: print_settings.PrintSettings) -> dict[str, str]:
    kept: dict[str, str] = {}
    print_settings.save("project", found, kept.__setitem__)
    return kept


SETTINGS = (
    *("paper", "turned", "whole", "top", "left", "copies", "printer", "shift_x", "width"),
    *("look.size", "size", "folder", "second", "default", "filler", "phone"),
)
VERBS = ["sample", "list", "schemes", "score", "check", "codes", "load", "save", "import-accounts"]
OPTIONS = [
    "--json",
    "--all",
    "--year",
    "--submission",
    "--kind",
    "--import",
    "--reset",
    "--look",
    "--help",
    "--nonsense",
]
arguments = st.lists(st.one_of(st.sampled_from(OPTIONS), short), max_size=5)


def _command_line(said: tuple[str, list[str]], folder: Path) -> None:
    verb, others = said
    given_to = [one for one in others if "\0" not in one]  # no system hands such a one over
    for_window([verb, *given_to])
    out = io.TextIOWrapper(io.BytesIO(), encoding="gbk", errors="strict")
    places = [one if one.startswith("-") else str(folder / one) for one in given_to]
    line = [verb, "--db", str(folder / "数据.db"), *places]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            assert run_verb(line) in {0, 1}
        except SystemExit as end:
            assert end.code in {0, 2}


def _request(data: bytes, folder: Path) -> None:
    found = requests._file_in(data)
    assert found is None or found.is_absolute()
    lock = folder / "数据.db.lock"
    lock.write_bytes(data)
    instance._is_here(lock, "某台电脑")
    requests._content(lock)


def _manual(words: str, _folder: Path) -> None:
    manual.find(words)
    manual._sections("first", words)
    manual._joined(words)


def reader(
    name: str, inputs: st.SearchStrategy[Any], read: Any, *modules: str, **more: Any
) -> Reader:
    return Reader(name, modules, inputs, read, **more)


MILLIONS = {
    "ten million": lambda: "甲" * 10_000_000,
    "digits": lambda: "9" * 10_000_000,
    "lines": lambda: "1\t2\n" * 2_000_000,
    "quotes": lambda: '"' * 5_000_000,
    "open quotes": lambda: '"a\t' * 2_000_000,
    "signs": lambda: "=" + "1+" * 3_000_000,
    "brackets": lambda: "(" * 5_000_000,
    "spaces": lambda: " " * 5_000_000 + "1",
    "commas": lambda: "1," * 3_000_000,
    "sums": lambda: "≥" * 3_000_000 + "5",
}
# what is longer never comes into a cell
LONG = {name: (lambda make=make: make()[:MAX_TEXT]) for name, make in MILLIONS.items()}
READERS = (
    reader("figures", figures, _figures, "domain.values", "domain.arithmetic", bombs=LONG),
    reader("targets", figures, _targets, "domain.targets", bombs=LONG),
    reader("formula", formulas, _formula, "scheme.formula", bombs=LONG),
    reader("pasted", _grid_text, _pasted, "ui.grid.clipboard_text", bombs=MILLIONS),
    reader(
        "pasted-own",
        st.one_of(changed_bytes(OWN), st.binary(max_size=30)),
        _own_block,
        "ui.grid.clipboard_text",
        bombs={
            "deep": lambda: b"[[" * 2_000_000,
            "half as deep as it goes": lambda: b"[" * 400 + b"]" * 400,
            "digits": lambda: b"[[" + b"9" * 1_000_000 + b"]]",
        },
    ),
    reader("names", _file_names, _safe_names, "storage.plain_names", "exchange.names", bombs=LONG),
    reader(
        "evidence",
        st.lists(_file_names, max_size=4),
        _evidence,
        *("storage.attachments", "storage.plain_names", "exchange.evidence_files"),
        writes=True,
    ),
    reader(
        "exported",
        st.lists(
            st.one_of(text, st.sampled_from("=+-@").flatmap(lambda s: anything.map(s.__add__))),
            min_size=1,
            max_size=6,
        ),
        _exported,
        "exchange.xlsx",
    ),
    reader(
        "settings",
        st.dictionaries(st.sampled_from(SETTINGS), st.one_of(text, figures), max_size=8),
        _settings,
        *("paper.settings", "ui.preferences", "ui.grid.widths"),
    ),
    reader(
        "command-line",
        st.tuples(st.one_of(st.sampled_from(VERBS), short), arguments),
        _command_line,
        *("cli", "__main__", "answers"),
        writes=True,
    ),
    reader(
        "request",
        changed_bytes([b"/home/x/\xe7\x94\xb2.db", b"1\nx\ny\nz\n"]),
        _request,
        *("ui.instance", "ui.requests"),
        writes=True,
    ),
    reader("manual", text, _manual, "ui.help.manual", bombs=LONG),
)

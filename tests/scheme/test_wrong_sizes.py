"""A scheme may be anyone's: too large, too deep or no plain file at all, it is refused in time.

Figures, texts and lists beyond their bounds stand in wrong_sizes.py.
"""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from app.scheme.load import SchemeError, load_scheme
from app.scheme.sound import MAX_CELLS, MAX_COLUMNS, MAX_PARTS
from app.scheme.toml import MAX_BYTES

SHIPPED = Path(__file__).parents[2] / "resources/schemes/national-2020"
S, INCOME = "scheme.toml", "income.toml"
LISTED = '"last_projects",\n]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)


def refusal(folder: Path) -> str:
    with pytest.raises(SchemeError) as caught:
        load_scheme(folder)
    return str(caught.value)


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# ── tables ───────────────────────────────────────────────────────────────


def add_table(folder: Path, name: str, rows: Iterable[str], columns: Iterable[str]) -> None:
    """One more table of the scheme; a row is its id, or `id = formula`."""
    lines = [f'id = "{name}"', f'title = "{name}"', 'unit = "万元"']
    for key, parts in (("columns", columns), ("rows", rows)):
        lines.append(f"{key} = [")
        for part in parts:
            word, _, formula = part.partition(" = ")
            said = f', formula = "{formula}"' if formula else ""
            lines.append(f'  {{ id = "{word}", label = "{word}"{said} }},')
        lines.append("]")
    (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
    replace(folder / S, LISTED, f'"{name}", {LISTED}')


def numbered(letter: str, count: int) -> list[str]:
    return [f"{letter}{at}" for at in range(count)]


def test_a_large_table_is_no_fault(folder: Path) -> None:
    known = len(load_scheme(folder).tables)
    add_table(folder, "large", numbered("r", 500), numbered("c", MAX_CELLS // 500))
    add_table(folder, "wide", ["r"], numbered("c", MAX_COLUMNS))
    assert len(load_scheme(folder).tables) == known + 2


@pytest.mark.parametrize(("rows", "columns"), [(500, MAX_CELLS // 500 + 1), (1, MAX_COLUMNS + 1)])
def test_a_table_that_is_too_large_is_refused(folder: Path, rows: int, columns: int) -> None:
    add_table(folder, "large", numbered("r", rows), numbered("c", columns))
    words = f"large.toml, large: expected at most {MAX_CELLS} cells in at most {MAX_COLUMNS} col"
    assert words in refusal(folder)


def test_too_many_tables_are_refused(folder: Path) -> None:
    known = len(load_scheme(folder).tables)
    for at in range(MAX_PARTS - known):
        add_table(folder, f"more{at}", ["r"], ["c"])
    assert len(load_scheme(folder).tables) == MAX_PARTS
    add_table(folder, "last", ["r"], ["c"])
    assert f"scheme.toml, tables: expected at most {MAX_PARTS} items" in refusal(folder)


@pytest.mark.parametrize("name", ["info", "option", "keep", "project"])
def test_a_table_may_not_have_the_name_of_something_else(folder: Path, name: str) -> None:
    form = (folder / "project.toml").read_text(encoding="utf-8")
    add_table(folder, name, ["r"], ["c"])
    words = f"{name}.toml, id: '{name}' means something else already"
    if name == "project":  # the same file read as a form
        (folder / "project.toml").write_text(form, encoding="utf-8")
        words = "project.toml, top: expected 'unit'"
    assert words in refusal(folder)


def test_cells_that_wait_for_each_other_in_a_long_row_are_refused(folder: Path) -> None:
    rows = ["r0", *(f"r{at} = r{at - 1} + 1" for at in range(1, 200))]
    add_table(folder, "long", rows, ["c"])
    assert "waits for too many cells, one after another" in refusal(folder)


def test_a_short_row_of_them_is_no_fault(folder: Path) -> None:
    rows = ["r0", *(f"r{at} = r{at - 1} + 1" for at in range(1, 30))]
    add_table(folder, "long", rows, ["c"])
    assert load_scheme(folder).table("long").rows[-1].formula is not None


def test_a_folder_is_named_as_any_system_can(folder: Path) -> None:
    moved = folder.rename(folder.with_name("National_2020"))
    replace(moved / S, 'id = "national-2020"', 'id = "National_2020"')
    assert "scheme.toml, id: expected lower-case letters, digits and hyphens" in refusal(moved)


# ── files ────────────────────────────────────────────────────────────────


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_pipe(path: Path) -> None:
    path.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes among its files")
    os.mkfifo(path)


NO_FILES: list[tuple[Callable[[Path], object], str]] = [
    (make_folder, "income.toml, top: expected "),
    (make_pipe, "income.toml, top: expected "),
    (lambda path: path.write_bytes(b"#" * (MAX_BYTES + 1)), f"expected at most {MAX_BYTES} bytes"),
    (
        lambda path: path.write_bytes(b"a = " + b"[" * 50_000 + b"]" * 50_000),
        "income.toml, top: expected less deep nesting",
    ),
]


@pytest.mark.parametrize(("spoil", "words"), NO_FILES)
def test_no_file_to_read(folder: Path, spoil: Callable[[Path], object], words: str) -> None:
    spoil(folder / INCOME)
    assert words in refusal(folder)


def test_the_largest_file_is_read(folder: Path) -> None:
    path = folder / INCOME
    content = path.read_bytes()
    path.write_bytes(content + b"\n#" + b"x" * (MAX_BYTES - len(content) - 2))
    assert path.stat().st_size == MAX_BYTES
    assert load_scheme(folder).table("income").rows


def test_scheme_toml_may_not_be_a_folder(folder: Path) -> None:
    make_folder(folder / S)
    assert "scheme.toml, top: expected a file, found a folder" in refusal(folder)


def test_scheme_toml_may_not_be_a_pipe(folder: Path) -> None:
    make_pipe(folder / S)
    assert "scheme.toml, top: expected a plain file" in refusal(folder)


def test_a_file_that_may_not_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_: Path, *args: object, **more: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", locked)
    assert "scheme.toml, top: cannot be read: Permission denied" in refusal(folder)

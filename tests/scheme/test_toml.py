"""Reading the files of a scheme: exact numbers, and a hash that only its text can change."""

import codecs
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.scheme.load import load_scheme, scheme_folders
from app.scheme.toml import read

SHIPPED = Path(__file__).parents[2] / "resources/schemes/national-2020"
FILES = sorted(path.name for path in SHIPPED.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(SHIPPED, tmp_path / SHIPPED.name)


def test_numbers_are_read_as_written(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("a = 0.1\nb = 1.30\nc = 100\nd = [0.2, 3]", encoding="utf-8")
    node = read(tmp_path / "x.toml")
    assert [str(node.number(key)) for key in "abc"] == ["0.1", "1.30", "100"]
    assert node.numbers("d") == (Decimal("0.2"), Decimal(3))
    node.done()


def test_only_folders_with_a_scheme_are_schemes(folder: Path) -> None:
    (folder.parent / "notes").mkdir()
    (folder.parent / "notes/readme.toml").touch()
    copy = shutil.copytree(folder, folder.parent / "a-copy")
    assert scheme_folders(folder.parent) == (copy, folder)
    assert scheme_folders(folder.parent / "nowhere") == ()


ENDS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("Windows line ends", lambda text: text.replace(b"\n", b"\r\n")),
    ("a mark in front, as Notepad writes it", lambda text: codecs.BOM_UTF8 + text),
]


@pytest.mark.parametrize(("what", "change"), ENDS)
def test_the_same_text_has_the_same_hash(
    folder: Path, what: str, change: Callable[[bytes], bytes]
) -> None:
    for path in folder.glob("*.toml"):
        path.write_bytes(change(path.read_bytes()))
    assert load_scheme(folder) == load_scheme(SHIPPED), what


def test_other_files_in_the_folder_do_not_count(folder: Path) -> None:
    (folder / "notes.toml").write_text("x = 1", encoding="utf-8")
    assert load_scheme(folder).hash == load_scheme(SHIPPED).hash


FIGURES = [  # file, old text, new text
    ("scheme.toml", "over_prompt = 1.3 ", "over_prompt = 1.4 "),
    ("scheme.toml", "tolerance = 50", "tolerance = 51"),
    ("scheme.toml", "at_least = 90", "at_least = 91"),
    ("income.toml", "年初预算数", "年初批复数"),
    ("spending.toml", "sum(basic, project, other)", "sum(project, basic, other)"),
    ("three_publics.toml", "actual - last", "last - actual"),
    ("three_counts.toml", "（辆）", "（台）"),
    ("project.toml", "widths = [11, 11", "widths = [11, 12"),
    ("overall.toml", "tall = [12]", "tall = [11]"),
]
# of the ledgers, the official tables and the derived figures any title is enough
FIGURES += [
    (file, 'title = "', 'title = "又') for file in FILES if file not in {one[0] for one in FIGURES}
]


@pytest.mark.parametrize(("file", "old", "new"), FIGURES)
def test_another_figure_has_another_hash(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert load_scheme(folder).hash != load_scheme(SHIPPED).hash


def test_each_file_has_a_figure_in_the_table() -> None:
    assert sorted({file for file, _, _ in FIGURES}) == FILES


# ── a scheme that builds on another one ──────────────────────────────────

BASED = [  # scheme, file of national-2020 that changes, whether the scheme is another one then
    ("hunan-2023", "scheme.toml", True),
    ("hunan-2023", "project.toml", True),
    ("hunan-2023", "three_publics.toml", True),
    ("hunan-yueyang-2018", "overall.toml", True),
    ("framework-2013", "income.toml", True),
    # it has a form of its own in the place of this one
    ("framework-2013", "overall.toml", False),
]


@pytest.mark.parametrize(("name", "file", "another"), BASED)
def test_what_is_taken_over_counts_for_the_hash(
    tmp_path: Path, name: str, file: str, another: bool
) -> None:
    root = shutil.copytree(SHIPPED.parent, tmp_path / "schemes")
    path = root / SHIPPED.name / file
    path.write_text(path.read_text(encoding="utf-8") + "# 甲\n", encoding="utf-8")
    same = load_scheme(root / name).hash == load_scheme(SHIPPED.parent / name).hash
    assert same is not another


@pytest.mark.parametrize("name", sorted({row[0] for row in BASED}))
def test_own_files_count_for_the_hash(tmp_path: Path, name: str) -> None:
    root = shutil.copytree(SHIPPED.parent, tmp_path / "schemes")
    for path in sorted((root / name).glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text + "# 甲\n", encoding="utf-8")
        assert load_scheme(root / name).hash != load_scheme(SHIPPED.parent / name).hash, path.name
        path.write_text(text, encoding="utf-8")
    assert load_scheme(root / name).hash == load_scheme(SHIPPED.parent / name).hash

"""Packs from outside are loaded or refused with file, place and what is expected; never a crash."""

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.submission import Submission, add_form, applied, new_entries
from app.packs import MAX_PACKS, SHIPPED, Packs, Shelf, pack_folders
from app.resources import resources, shipped_schemes
from app.scheme.model import Scheme

WRONG = Path(__file__).parent / "wrong_schemes"
PACK = "qingshi-2024"
SOUND = WRONG / "sound" / PACK
NATIONAL = resources() / "schemes" / "national-2020"

# folder of wrong_schemes -> pack, file, place, what is expected, words of the sentence
CASES = [
    (
        "broken-toml",
        PACK,
        "scheme.toml",
        "top",
        "expected TOML: Invalid value",
        "第 3 行第 9 个字符",
    ),
    ("missing-file", PACK, "nowhere.toml", "top", "expected this file", "没有这个文件"),
    ("gbk", PACK, "scheme.toml", "top", "expected UTF-8 text", "编码选 UTF-8"),
    ("wrong-id", PACK, "scheme.toml", "id", "the folder's name 'qingshi-2024'", "与文件夹同名"),
    ("id-with-capitals", "Qingshi 2024", "scheme.toml", "id", "lower-case letters", "小写英文字母"),
    ("cycle", "east-2024", "scheme.toml", "base", "'east-2024' builds on this", "绕成了一圈"),
    ("cycle", "west-2024", "scheme.toml", "base", "'west-2024' builds on this", "绕成了一圈"),
    ("unknown-base", PACK, "scheme.toml", "base", "no such scheme: 'nowhere-2020'", "nowhere-2020"),
    ("base-outside", PACK, "scheme.toml", "base", "expected the id of a scheme", "方案的编号"),
    ("base-refused", "broken-2024", "scheme.toml", "top", "unexpected 'more'", "没有“more”这一项"),
    ("base-refused", PACK, "scheme.toml", "base", "a base is refused", "“broken-2024”没有载入"),
    ("shipped-id", "national-2020", "", "top", "id of a shipped scheme", "不能替换"),
    ("deep-nesting", PACK, "scheme.toml", "top", "expected less deep nesting", "套得太深"),
    ("many-dots", PACK, "scheme.toml", "line 5", "expected at most 300 dots", "第 5 行"),
    ("null-bytes", PACK, "scheme.toml", "top", "Illegal character '\\x00'", "不能用的字符"),
    ("escaped-null", PACK, "scheme.toml", "about", "invisible character U+0000", "看不见的字符"),
    ("bidi-title", PACK, "scheme.toml", "title", "invisible character U+202E", "看不见的字符"),
    ("escaped-bidi", PACK, "scheme.toml", "title", "invisible character U+202E", "看不见的字符"),
    ("bidi-key", PACK, "scheme.toml", "scoring.sources", "character U+200B", "看不见的字符"),
    ("file-outside", PACK, "scheme.toml", "forms", "expected a lower-case word", "小写英文字母"),
    ("endless-figure", PACK, "scheme.toml", "scoring.over_prompt", "at most 12 digits", "12 位"),
    ("figure-beyond-decimal", PACK, "scheme.toml", "top", "at most 12 digits", "12 位"),
    ("long-integer", PACK, "scheme.toml", "top", "expected at most 12 digits", "12 位"),
    (
        "wide-indent",
        PACK,
        "income.toml",
        "rows total.indent",
        "number from 0 to 9",
        "0 到 9 的整数",
    ),
    ("long-title", PACK, "scheme.toml", "title", "expected at most 5000 characters", "太长"),
    ("not-tables", PACK, "scheme.toml", "check[0]", "expected a table", "名称 = 内容"),
    ("odd-ids", PACK, "scheme.toml", "check [1].require", "expected a comparison", "成立的关系"),
    ("too-many-rows", PACK, "income.toml", "rows", "expected at most 500 items", "最多 500 项"),
    ("long-chain", PACK, "three_counts.toml", "three_counts.r", "waits for too many", "等得太长"),
    ("code", PACK, "three_counts.toml", "rows a.formula", "expected a formula", "__import__"),
    ("one-folder-more", PACK, "scheme.toml", "top", "expected this file", "移出来一层"),
    ("a-file", f"{PACK}.toml", f"{PACK}.toml", "top", "expected a folder", "不是文件夹"),
    ("a-file", f"{PACK}.zip", f"{PACK}.zip", "top", "expected a folder", "先解开"),
    ("scheme-is-a-folder", PACK, "scheme.toml", "top", "a file, found a folder", "却是一个文件夹"),
]


def packs(*folders: Path) -> Packs:
    return Shelf(folders).packs()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "方案 文件夹"
    made.mkdir()
    return made


def laid(root: Path, name: str = PACK, **changes: str) -> Path:
    """A copy of the sound pack under another name, with texts of its scheme.toml changed."""
    folder = shutil.copytree(SOUND, root / name)
    path = folder / "scheme.toml"
    text = path.read_text(encoding="utf-8").replace(PACK, name)
    for key, value in changes.items():
        text += f"{key} = {value}\n"
    path.write_text(text, encoding="utf-8")
    return folder


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(("case", "pack", "file", "place", "expected", "words"), CASES)
def test_refused(case: str, pack: str, file: str, place: str, expected: str, words: str) -> None:
    found = packs(WRONG / case)
    assert found.schemes.keys() == shipped_schemes().keys()
    (one,) = (one for one in found.refused if one.folder.name == pack)
    assert one.file == file
    assert one.place.startswith(place)
    assert expected in one.expected
    assert one.sentence.startswith(f"方案包“{pack}”没有载入：")
    assert words in one.sentence
    assert one.sentence.endswith("。")
    assert len(one.sentence) < 400


def test_each_folder_has_its_row() -> None:
    assert {case for case, *_ in CASES} == {path.name for path in WRONG.iterdir()} - {"sound"}


def test_what_is_no_pack_is_passed_over(root: Path) -> None:
    (root / "说明.txt").write_text("给人看的", encoding="utf-8")
    (root / ".git").mkdir()
    (root / "__MACOSX").mkdir()
    assert packs(root, root / "nowhere") == packs()
    assert not packs(root).refused


def big(root: Path) -> None:
    with (laid(root) / "scheme.toml").open("ab") as file:
        file.write(b"#" + b"x" * 5_000_000)


def many_files(root: Path) -> None:
    folder = laid(root)
    for at in range(100):
        (folder / f"more{at}.toml").touch()


def a_pipe(root: Path) -> None:
    folder = laid(root, tables='["endless"]')
    os.mkfifo(folder / "endless.toml")


def a_pipe_as_the_scheme(root: Path) -> None:
    (root / PACK).mkdir()
    os.mkfifo(root / PACK / "scheme.toml")


def a_link_to_a_folder(root: Path) -> None:
    (root / PACK).symlink_to(SOUND, target_is_directory=True)


def a_link_to_a_file(root: Path) -> None:
    folder = laid(root)
    (folder / "income.toml").symlink_to(NATIONAL / "income.toml")


def links_in_a_circle(root: Path) -> None:
    folder = laid(root, tables='["endless"]')
    (folder / "endless.toml").symlink_to(folder / "endless.toml")


def no_rights(root: Path) -> None:
    (laid(root) / "scheme.toml").chmod(0)


ON_THE_SPOT: list[tuple[Callable[[Path], None], str, str]] = [
    (big, "", "合计不超过 4 MB"),
    (many_files, "", "最多 100 个"),
    (a_pipe, "endless.toml", "不是普通文件"),
    (a_pipe_as_the_scheme, "scheme.toml", "不是普通文件"),
    (a_link_to_a_folder, "", "链接"),
    (a_link_to_a_file, "", "链接"),
    (links_in_a_circle, "", ""),
    (no_rights, "scheme.toml", "读不出来"),
]


@pytest.mark.skipif(os.name != "posix", reason="pipes, links and rights as Unix has them")
@pytest.mark.parametrize(("lay", "file", "words"), ON_THE_SPOT)
def test_refused_on_the_spot(
    root: Path, lay: Callable[[Path], None], file: str, words: str
) -> None:
    lay(root)
    if lay is no_rights and os.geteuid() == 0:
        pytest.skip("root may read everything")
    found = packs(root)
    assert PACK not in found.schemes
    (one,) = found.refused
    assert one.file == file
    assert words in one.sentence


def test_a_file_in_place_of_the_folder_of_packs(tmp_path: Path) -> None:
    (tmp_path / "schemes").touch()
    (one,) = packs(tmp_path / "schemes").refused
    assert "应当是文件夹，却是一个文件" in one.sentence


def test_at_most_so_many_packs(root: Path) -> None:
    names = [f"p{at:03}" for at in range(MAX_PACKS + 20)]
    for name in names:
        laid(root, name, base='"nowhere"')  # written twice: refused at once
    found = packs(root)
    assert len(found.refused) == MAX_PACKS + 1
    assert f"只载入前 {MAX_PACKS} 个" in found.refused[-1].sentence


# ---------------------------------------------------------------- loaded


def test_a_sound_pack_is_there_beside_the_shipped_ones(root: Path) -> None:
    laid(root)
    found = packs(root)
    assert not found.refused
    assert list(found.packs) == [*shipped_schemes(), PACK]
    pack = found.packs[PACK]
    assert (pack.origin, pack.year, pack.shipped) == (str(root / PACK), "2024", False)
    assert pack.scheme.bases == ("national-2020",)
    assert {one.origin for one in found.packs.values() if one.shipped} == {SHIPPED}
    assert found.packs["national-2020"].scheme == shipped_schemes()["national-2020"]


def test_a_pack_may_build_on_another_one_in_another_folder(root: Path, tmp_path: Path) -> None:
    laid(root)
    other = tmp_path / "另一处"
    other.mkdir()
    text = (laid(other, "town-2024") / "scheme.toml").read_text(encoding="utf-8")
    (other / "town-2024/scheme.toml").write_text(
        text.replace("national-2020", PACK), encoding="utf-8"
    )
    found = packs(other, root)
    assert not found.refused
    assert found.packs["town-2024"].scheme.bases == (PACK, "national-2020")


def test_a_folder_that_is_named_like_a_shipped_scheme_is_no_base(root: Path) -> None:
    fake = shutil.copytree(NATIONAL, root / "national-2020")
    path = fake / "scheme.toml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("at_least = 90", "at_least = 91"), encoding="utf-8"
    )
    laid(root)
    found = packs(root)
    assert [one.folder for one in found.refused] == [fake]
    assert found.packs[PACK].scheme.grades == shipped_schemes()["national-2020"].grades


def test_letters_of_a_shipped_name_in_capitals_are_taken_too(root: Path) -> None:
    laid(root, "National-2020")
    (one,) = packs(root).refused
    assert "随程序的方案不能替换" in one.sentence


def test_two_packs_with_one_id_are_both_named(root: Path, tmp_path: Path) -> None:
    laid(root)
    laid(tmp_path / "U盘", about='"另一份"')
    found = packs(root, tmp_path / "U盘")
    assert PACK not in found.schemes
    assert len(found.refused) == 2
    for one in found.refused:
        assert str(root / PACK) in one.sentence
        assert str(tmp_path / "U盘" / PACK) in one.sentence


def test_copies_of_one_pack_are_one_pack(root: Path, tmp_path: Path) -> None:
    laid(root)
    laid(tmp_path / "U盘")
    found = packs(root, tmp_path / "U盘")
    assert not found.refused
    assert found.packs[PACK].folder == root / PACK


# ---------------------------------------------------------------- the shelf


def test_one_scheme_is_read_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def watched(folder: Path, roots: tuple[Path, ...]) -> Scheme:
        read.append(folder.name)
        return shipped_schemes()[folder.name]

    monkeypatch.setattr("app.scheme.load.load_scheme", watched)
    shelf = Shelf()
    assert read == []
    assert shelf.scheme("national-2020") is shipped_schemes()["national-2020"]
    assert shelf.scheme("national-2020") is not None
    assert read == ["national-2020"]
    assert shelf.scheme("nowhere-2020") is None
    shelf.packs()
    assert sorted(read) == sorted(shipped_schemes())


def test_what_is_laid_into_the_folder_counts_when_read_again(root: Path) -> None:
    shelf = Shelf((root,))
    assert shelf.scheme(PACK) is None
    folder = laid(root)
    assert shelf.scheme(PACK) is None
    shelf.again()
    assert shelf.scheme(PACK) is not None
    shutil.rmtree(folder)
    assert shelf.scheme(PACK) is not None
    shelf.again()
    assert shelf.scheme(PACK) is None


def test_why_a_scheme_is_lacking(root: Path) -> None:
    said = Shelf((root,)).lacking("nowhere-2020")
    assert said.startswith("这份填报用的方案“nowhere-2020”不在本程序里，没有打开，数据没有改动。")
    assert f"放进 {root}" in said
    assert Shelf().lacking("nowhere-2020").endswith("请换用带有这个方案的版本。")
    refused = Shelf((WRONG / "gbk",)).lacking(PACK)
    assert "方案包“qingshi-2024”没有载入" in refused
    assert "数据没有改动" in refused
    taken = Shelf((WRONG / "a-file",)).lacking(PACK)
    assert "不在本程序里" in taken


def test_where_packs_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, own = tmp_path / "数据", tmp_path / "own"
    assert pack_folders(data, own, data) == (data / "schemes", own / "schemes")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "program" / "suanpan.exe"))
    assert pack_folders(data) == (tmp_path / "program" / "schemes", data / "schemes")


def test_an_error_of_ours_is_a_refusal_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path, roots: tuple[Path, ...]) -> Scheme:
        raise KeyError("x")

    laid(root)
    monkeypatch.setattr("app.scheme.load.load_scheme", broken)
    found = packs(root)
    assert not found.packs
    assert {one.expected for one in found.refused if one.folder.parent != root} == {
        "KeyError: 'x'" if not one.bases else "a base is refused"
        for one in shipped_schemes().values()
    }


# ---------------------------------------------------------------- whatever stands in a pack

FILES = sorted(path.name for path in NATIONAL.glob("*.toml"))
FIGURES = ("-1", "0", "1e9", "1e-9", "999999999999", "1e999999", "nan", '""', "[]", "{}", "true")
WORDS = ('"sum"', '"{x}"', '"a / a"', '"sum(project.each.money.total.initial)"', '"\\u202e"', "7")


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the national scheme with one or a few lines changed."""
    file = draw(st.sampled_from(FILES))
    lines = (NATIONAL / file).read_text(encoding="utf-8").splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        other = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("drop", "twice", "swap", "value", "cut", "letter"))):
            case "drop":
                lines[at] = ""
            case "twice":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "value":
                key, equals, _ = lines[at].partition(" = ")
                value = draw(st.sampled_from((*FIGURES, *WORDS)))
                lines[at] = f"{key} = {value}" if equals else lines[at]
            case "cut":
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case _:
                letter = draw(st.sampled_from(list("{}[]\"'.,=#\\0a ")))
                spot = draw(st.integers(0, len(lines[at])))
                lines[at] = lines[at][:spot] + letter + lines[at][spot:]
    return file, "\n".join(lines)


@given(spoilt())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_spoilt_pack_is_refused_or_computes(
    tmp_path_factory: pytest.TempPathFactory, change: tuple[str, str]
) -> None:
    root = tmp_path_factory.mktemp("packs")
    folder = shutil.copytree(NATIONAL, root / "spoilt-2020")
    scheme_file = folder / "scheme.toml"
    file, text = change
    (folder / file).write_text(text, encoding="utf-8")
    scheme_file.write_text(
        scheme_file.read_text(encoding="utf-8").replace('"national-2020"', '"spoilt-2020"', 1),
        encoding="utf-8",
    )
    shelf = Shelf((root,))
    scheme = shelf.scheme("spoilt-2020")
    if scheme is None:
        assert "没有载入" in shelf.lacking("spoilt-2020")
        assert "读不懂" not in shelf.lacking("spoilt-2020")  # no exception but the reader's own
    else:
        computes(scheme)


def computes(scheme: Scheme) -> None:
    entries = new_entries(scheme, "青石县就业服务中心")
    for form in scheme.forms:
        if form.many:
            entries = applied(entries, add_form(form, entries, "技能培训"))
    for table in scheme.tables:
        for row in table.rows:
            entries |= {f"{table.id}.{row.id}.{column.id}": "12.5" for column in table.columns}
    compute(scheme, Submission(2024, scheme.id, scheme.hash, entries))

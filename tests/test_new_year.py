"""The script for the next year: its copies load, and its list leaves nothing out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.resources import resources, shipped_schemes
from app.scheme.load import load_scheme
from build_scripts.new_year import begin, main, to_decide

ROOT = Path(__file__).parents[1]
SHIPPED = resources() / "schemes"
SCHEMES = shipped_schemes()
PACK = ROOT / "tests/wrong_schemes/sound/qingshi-2024"


@pytest.mark.parametrize("name", SCHEMES)
def test_the_copy_of_every_scheme_loads(tmp_path: Path, name: str) -> None:
    folder = begin(name, "qingshi-2031", tmp_path)
    made, old = load_scheme(folder, (SHIPPED,)), SCHEMES[name]
    assert made.id == "qingshi-2031"
    assert "2031年度" in made.title
    assert (made.forms, made.tables, made.checks) == (old.forms, old.tables, old.checks)
    assert (made.options, made.tiers, made.grades) == (old.options, old.tiers, old.grades)
    assert load_scheme(SHIPPED / name).hash == old.hash


TITLES = [  # scheme, new id, title
    ("yunnan-2022", "yunnan-2023", "云南省方案（2023年度）"),
    ("national-2020", "hunan-2024", "财政部通用方案（财预〔2020〕10号）（2024年度）"),
    ("national-2020", "qingshi", "财政部通用方案（财预〔2020〕10号）"),
    (str(PACK), "qingshi-2025", "青石县方案（2025年度）"),
]


@pytest.mark.parametrize(("scheme", "new_id", "title"), TITLES)
def test_titles(tmp_path: Path, scheme: str, new_id: str, title: str) -> None:
    assert load_scheme(begin(scheme, new_id, tmp_path), (SHIPPED,)).title == title


def test_a_title_taken_over_from_the_base_is_written_out(tmp_path: Path) -> None:
    pack = shutil.copytree(PACK, tmp_path / "town-2023")
    path = pack / "scheme.toml"
    path.write_text('id = "town-2023"\nbase = "yunnan-2022"\n\n[[grade]]\nlabel = "好"\n'
                    "at_least = 0\n", encoding="utf-8")  # fmt: skip
    folder = begin(str(pack), "town-2024", tmp_path)
    made = load_scheme(folder, (SHIPPED,))
    assert made.title == "云南省方案（2022年度）（2024年度）"
    assert [grade.label for grade in made.grades] == ["好"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    out, errors = capsys.readouterr()
    assert errors == ""
    return out


@pytest.mark.parametrize("name", SCHEMES)
def test_the_list_names_all_that_may_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    out = printed(capsys, name, "qingshi-2031", "--to", str(tmp_path))
    scheme = SCHEMES[name]
    for option in scheme.options:
        assert f"  {option.id}, {option.label}: " in out
    for tier in scheme.tiers:
        assert f"  {tier.id}, {tier.label}: " in out
    for grade in scheme.grades:
        assert f"  {grade.label}: from " in out
    for check in scheme.checks:
        assert f"  {check.id}, {check.level}: {check.require.text}" in out
    for form in scheme.forms:
        for level in form.levels:
            assert f"{form.title}: {level.label} " in out
            for one in (one for sub in level.level2 for one in sub.presets):
                lines = [line for line in out.splitlines() if f".toml, {one.id}: " in line]
                assert len([line for line in lines if line.startswith(f"  {form.id}")]) == (
                    2 if one.unsure else 1
                )
    years = out.partition("Texts with a year")[2].partition("\n\n")[0]
    for path in (tmp_path / "qingshi-2031").glob("*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", line)
            if found and "id = " not in line[:5]:
                assert f"{path.name}, " in years and found[0] in years, line


def test_sections_with_nothing_in_them_are_left_out(tmp_path: Path) -> None:
    folder = begin("national-2020", "qingshi-2024", tmp_path)
    titles = [title for title, _ in to_decide(load_scheme(folder), folder)]
    assert not [title for title in titles if "not from the original" in title]
    assert titles[0].startswith("Texts with a year")
    assert not [title for title in titles if title.endswith("(0)")]


REFUSED = [  # arguments, words
    (("nowhere-2020", "qingshi-2024"), "no such scheme: nowhere-2020"),
    (("national-2020", "青石 2024"), "not an id"),
    (("national-2020", "../qingshi"), "not an id"),
    (("national-2020", "there-2024"), "there is one already"),
    (("broken-2024", "qingshi-2024"), "no such scheme"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED)
def test_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, str], words: str
) -> None:
    (tmp_path / "there-2024").mkdir()
    assert main([*arguments, "--to", str(tmp_path)]) == 1
    out, errors = capsys.readouterr()
    assert out == ""
    assert words in errors
    assert [path.name for path in tmp_path.iterdir()] == ["there-2024"]


def test_a_scheme_that_does_not_load_is_not_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = ROOT / "tests/wrong_schemes/base-refused/broken-2024"
    assert main([str(broken), "qingshi-2024", "--to", str(tmp_path)]) == 1
    assert "unexpected 'more'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_it_runs_as_a_script(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "build_scripts/new_year.py", "hunan-2023", "hunan-2024", "--to", tmp_path],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{tmp_path / 'hunan-2024'}\nhunan-2024: ")

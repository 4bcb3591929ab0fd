"""`check --all`: every submission of a data file in one answer."""

import json
from pathlib import Path

import pytest

from app.cli import main
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from app.storage.database import open_database


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """The sample in two years, and a submission by a scheme that is not there."""
    path = tmp_path / "数据.db"
    sample = parse(sample_text(), shipped_schemes())
    store = open_database(path)
    for year, scheme in ((2023, sample.scheme_id), (2022, sample.scheme_id), (2023, "elsewhere")):
        store.create(year, scheme, sample.scheme_hash, sample.entries)
    store.close()
    return path


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["check", *arguments]) == 0
    return capsys.readouterr().out


def test_every_submission_is_a_line(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    *lines, last = check(capsys, "--db", str(county), "--all").splitlines()
    assert [line.split("　")[0] for line in lines] == ["1", "3", "2"]
    assert lines[0].startswith("1　云岭县就业服务中心 2023年度　有错误　缺 ")
    assert "方案“elsewhere”不在本程序里" in lines[1]
    assert last == "共 3 份，可以上报 0，有错误 2，没填完或待核实 0，没有检查成 1"


def test_the_answer_agrees_with_that_of_each(
    county: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(check(capsys, "--db", str(county), "--all", "--json"))
    assert (found["format"], found["version"]) == ("suanpan.review", 1)
    first, lacking, _ = found["submissions"]
    one = json.loads(check(capsys, "--db", str(county), "--submission", "1", "--json"))
    for level in ("error", "warning", "kept", "missing"):
        assert first[level] == one["counts"][level]
    assert main(["score", "--db", str(county), "--submission", "1", "--json"]) == 0
    forms = json.loads(capsys.readouterr().out)["forms"]
    overall = next(form for form in forms if form["form"] == "overall")
    assert (first["overall"], first["grade"]) == (overall["total"], overall["grade"])
    totals = [form["total"] for form in forms if form["form"] == "project"]
    assert first["projects"] == len(totals) == 11
    assert first["lowest"] == min((one for one in totals if one), key=float)
    assert lacking == {
        "id": 3,
        "unit": "云岭县就业服务中心",
        "year": 2023,
        "sealed": False,
        "read": False,
        "sentence": lacking["sentence"],
    }


def test_one_year(county: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(check(capsys, "--db", str(county), "--all", "--year", "2022", "--json"))
    assert [one["id"] for one in found["submissions"]] == [2]
    assert check(capsys, "--db", str(county), "--all", "--year", "2019").startswith("共 0 份")

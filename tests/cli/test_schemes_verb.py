"""`schemes` lists what there is; what a pack is refused for is said, and the program goes on."""

import json
import shutil
from pathlib import Path

from app.resources import shipped_schemes
from tests.cli.conftest import ROOT, Program

WRONG = ROOT / "tests/wrong_schemes"
PACK = "qingshi-2024"


def lay(program: Program, case: str) -> Path:
    folder = program.folder / "schemes" / PACK
    return shutil.copytree(WRONG / case / PACK, folder)


def test_the_shipped_schemes_are_listed(program: Program) -> None:
    lines = program.does("schemes").splitlines()
    assert [line.split("　")[0] for line in lines] == list(shipped_schemes())
    assert all("　随程序　" in line for line in lines)


def test_a_pack_beside_the_data_file_is_listed_and_used(program: Program) -> None:
    folder = lay(program, "sound")
    answer = json.loads(program.does("schemes", "--json"))
    assert (answer["format"], answer["version"], answer["refused"]) == ("suanpan.schemes", 1, [])
    assert answer["folders"][-1] == str(folder.parent)
    by_id = {one["id"]: one for one in answer["schemes"]}
    assert list(by_id) == [*shipped_schemes(), PACK]
    assert by_id[PACK] | {"hash": "", "forms": []} == {
        "id": PACK,
        "title": "青石县方案",
        "year": "2024",
        "shipped": False,
        "folder": str(folder),
        "source": "青石县财政局通知（虚构）",
        "about": "",
        "bases": ["national-2020"],
        "hash": "",
        "forms": [],
    }
    assert [form["id"] for form in by_id[PACK]["forms"]] == ["project", "overall"]
    package = json.loads(program_package(program))
    package["scheme"] = {"id": PACK}
    taken = program.folder / "包.json"
    taken.write_text(json.dumps(package), encoding="utf-8")
    assert "编号" in program.does("load", taken)
    latest = str(
        max(one["id"] for one in json.loads(program.does("list", "--json"))["submissions"])
    )
    score = json.loads(program.does("score", "--json", "--submission", latest))
    assert score["submission"]["scheme"] == PACK
    shutil.rmtree(folder)
    said = program.is_refused("score", "--submission", latest)
    assert "“qingshi-2024”不在本程序里" in said


def program_package(program: Program) -> str:
    program.does("sample")
    return program.does("save", "-", "--submission", "1")


def test_a_refused_pack_is_said_and_the_others_are_there(program: Program) -> None:
    lay(program, "gbk")
    done = program.runs("schemes", "--db", program.database)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == len(shipped_schemes())
    assert done.stderr.startswith("方案包“qingshi-2024”没有载入：scheme.toml 有问题：")
    told = program.runs("schemes", "--json", "--db", program.database)
    answer = json.loads(told.stdout)
    assert (told.returncode, told.stderr) == (1, "")
    (one,) = answer["refused"]
    assert (one["file"], one["place"]) == ("scheme.toml", "top")
    assert one["sentence"] in done.stderr
    program.does("sample")

"""A package held against what it came from: cells, their order, and the evidence beside it."""

import hashlib
import json
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.domain.differing import in_words
from app.domain.sealing import SealMark
from app.domain.submission import Submission
from app.exchange.package import Package, PackageProblem, dump, parse, parse_package
from app.exchange.proofs import different_proofs, listed_names, proofs_of
from app.package_check import beside, differences, side_of
from app.resources import sample_text, shipped_schemes
from app.storage import attachments
from app.storage.database import open_database
from app.version import VERSION
from tests.exchange.every_cell import every_cell

ROOT = Path(__file__).parents[1]
SCHEMES = shipped_schemes()
SAMPLE = parse(sample_text(), SCHEMES)
SCHEME = SCHEMES[SAMPLE.scheme_id]
PROJECT = "失业动态监测和失业保险稳岗工作经费"
ROW = f"{PROJECT}　享受扩岗补助企业"


def changed(**cells: str) -> Submission:
    return replace(SAMPLE, entries={**SAMPLE.entries, **cells})


def words(cells: dict[str, str]) -> list[str]:
    other = {**SAMPLE.entries, **cells}
    return [one.words for one in in_words((SCHEME, SCHEME), SAMPLE.entries, other)]


# ---------------------------------------------------------------- cells in words


@pytest.mark.parametrize(
    ("cell", "text", "name", "said"),
    [
        ("info.unit", "乙中心", "基本信息　单位名称", "云岭县就业服务中心 → 乙中心"),
        ("info.account_unit", "yuan", "基本信息　决算公开表的金额单位", "（空） → 元"),
        ("option.execution_basis", "initial", "选项　预算执行率的分母", "（空） → 年初预算数"),
        (
            "outlay.public.r1.basic",
            "=393.94+1",
            "支出　一般公共预算　2080106 就业管理事务　基本支出",
            "393.94 → =393.94+1，相差 1.00 万元",
        ),
        (
            "project.p1.money.fiscal.initial",
            "12",
            f"{PROJECT}　项目资金　当年财政拨款　年初预算数",
            "10 → 12，相差 2.00 万元",
        ),
        ("project.p1.i1.actual", "9家", f"{ROW}　实际完成值", "205家 → 9家"),
        ("project.p1.i1.weight", "9", f"{ROW}　分值", "15 → 9，相差 -6"),
        ("project.p1.i1.level", "quality", f"{ROW}　二级指标", "数量指标 → 质量指标"),
        (
            "headcount.managed.authorized",
            "50",
            "人员情况　参照公务员法管理人员　编制数",
            "54 → 50，相差 -4",
        ),
        (
            "keep.K03.spending.project.actual",
            "已核",
            "支出预算执行　项目支出　决算数　保留理由",
            "（空） → 已核",
        ),
        (
            "remark.spending.total.actual",
            "一\n二",
            "支出预算执行　支出合计　决算数　批注",
            "（空） → 一 二",
        ),
        (
            "stated.gk01.income.public.amount",
            "3",
            "公开01表《收入支出决算总表》　一、一般公共预算财政拨款收入",
            "（空） → 3",
        ),
        ("project.p1.total.stated", "88", f"{PROJECT}　原表总分", "100 → 88，相差 -12"),
        ("project.p1.execution.given", "9", f"{PROJECT}　预算执行率　改后得分", "（空） → 9"),
    ],
)
def test_a_cell_in_words(cell: str, text: str, name: str, said: str) -> None:
    assert words({cell: text}) == [f"{name}　{said}"]


def test_the_order_of_projects_and_a_row_that_is_gone_are_seen() -> None:
    order = SAMPLE.entries["project.order"].split()
    (said,) = words({"project.order": " ".join(reversed(order))})
    assert said.startswith("项目支出绩效自评表　有哪些、什么次序　11 份 → 11 份，")
    rows = SAMPLE.entries["outlay.public.rows"].split()
    (said,) = words({"outlay.public.rows": " ".join(rows[1:])})
    assert said == "支出　一般公共预算　有哪些行、什么次序　10 行 → 9 行"


def test_what_only_one_side_has_is_named_by_that_side() -> None:
    gone = {cell: "" for cell in SAMPLE.entries if cell.startswith("project.p11.")}
    order = SAMPLE.entries["project.order"].replace(" p11", "")
    found = words({**gone, "project.order": order})
    assert len(found) == len(gone) + 1
    assert all("国有资产出租收入" in said for said in found[1:])


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_every_cell_of_every_scheme_has_a_place(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    entries = every_cell(scheme)
    found = in_words((scheme, scheme), {}, entries)
    assert {one.cell for one in found} == entries.keys()
    for one in found:
        assert one.place and one.place != "本方案没有的格", one
        assert one.name, one


def test_the_tables_come_in_the_order_of_the_scheme() -> None:
    cells = ["overall.i1.actual", "project.p10.name", "project.p2.name", "info.unit"]
    found = in_words(
        (SCHEME, SCHEME), SAMPLE.entries, {**SAMPLE.entries, **dict.fromkeys(cells, "甲")}
    )
    assert [one.cell for one in found] == [cells[3], cells[2], cells[1], cells[0]]


def test_another_year_and_another_scheme_are_said() -> None:
    hunan = SCHEMES["hunan-2023"]
    other = side_of(Package(Submission(2022, hunan.id, hunan.hash, SAMPLE.entries)))
    found = differences(SCHEMES.__getitem__, side_of(Package(SAMPLE)), other)
    assert [one.words for one in found] == [
        "填报　年度　2023年度 → 2022年度",
        f"填报　方案　{SCHEME.title} → {hunan.title}",
    ]


# ---------------------------------------------------------------- evidence

LISTED = changed(
    **{"project.p1.i1.files": "签到表.pdf\n没有了.pdf", "overall.i1.files": "照片.jpg"}
)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "附件"
    folder.mkdir()
    (folder / "签到表.pdf").write_bytes(bytes(3_000_000))
    (folder / "照片.jpg").write_bytes(b"jpg")
    return folder


def lies_in(folder: Path) -> Callable[[str], Path | None]:
    return lambda name: folder / name if (folder / name).is_file() else None


def test_the_package_says_what_the_files_were(kept: Path) -> None:
    proofs = proofs_of(listed_names(LISTED.entries), lies_in(kept))
    assert [(one.name, one.size) for one in proofs] == [("照片.jpg", 3), ("签到表.pdf", 3_000_000)]
    text = dump(SCHEME, LISTED, None, proofs)
    read = parse_package(text, SCHEMES)
    assert read.proofs == proofs
    assert read.submission == LISTED
    assert json.loads(text)["program"] == VERSION
    sums = {one["name"]: one["sha256"] for one in json.loads(text)["evidence"]}
    assert sums["照片.jpg"] == hashlib.sha256(b"jpg").hexdigest()


def test_a_file_that_was_changed_or_lost_is_seen(kept: Path) -> None:
    before = proofs_of(listed_names(LISTED.entries), lies_in(kept))
    assert different_proofs(before, before) == ()
    (kept / "签到表.pdf").write_bytes(bytes(2_999_999) + b"1")
    (kept / "照片.jpg").unlink()
    after = proofs_of(listed_names(LISTED.entries), lies_in(kept))
    found = [(one.name, one.one, one.other) for one in different_proofs(after, before)]
    assert found == [
        ("照片.jpg", "找不到", "0.1 KB"),
        ("签到表.pdf", "2.9 MB", "2.9 MB，内容不同"),
    ]


@pytest.fixture
def sent(kept: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A data file with evidence, and the hand-over folder's package with its files beside it."""
    data = tmp_path / "数据.db"
    store = open_database(data)
    number = store.create(2023, SCHEME.id, SCHEME.hash, LISTED.entries).id
    for path in kept.iterdir():
        attachments.attach(data, number, path)
    store.seal(number, "林")
    store.close()
    package = tmp_path / "上报" / "数据包.suanpan"
    package.parent.mkdir()
    assert main(["save", str(package), "--db", str(data)]) == 0
    shutil.copytree(kept, package.parent / "佐证材料")
    return data, package


def test_the_verb_looks_at_the_files_too(
    sent: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    data, package = sent
    assert main(["compare", str(package), "--db", str(data)]) == 0
    (package.parent / "佐证材料" / "照片.jpg").write_bytes(b"another")
    (attachments.folder_of(data, 1) / "签到表.pdf").unlink()
    capsys.readouterr()
    assert main(["compare", str(package), "--db", str(data)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "佐证材料　签到表.pdf　数据文件：找不到　数据包：2.9 MB"
    assert lines[1].startswith("数据包旁边的“佐证材料”　照片.jpg　文件夹里：")
    assert lines[1].endswith("内容不同")


def test_without_a_folder_beside_it_nothing_is_missed(sent: tuple[Path, Path]) -> None:
    _, package = sent
    shutil.rmtree(package.parent / "佐证材料")
    assert beside(package, parse_package(package.read_bytes(), SCHEMES)) == ()


# ---------------------------------------------------------------- what is no package of ours

SUMS = "0" * 64
PROOF = {"name": "甲.pdf", "size": 1, "sha256": SUMS}


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ([PROOF, PROOF], r"evidence\[1\].name：.*写了两次"),
        ([PROOF | {"name": "../甲.pdf"}], "不能作文件名"),
        ([PROOF | {"name": "C:\\甲.pdf"}], "不能作文件名"),
        ([PROOF | {"name": ".."}], "不能作文件名"),
        ([PROOF | {"name": ""}], "不能作文件名"),
        ([PROOF | {"name": "长" * 256}], "不能作文件名"),
        ([PROOF | {"sha256": "00"}], "64个十六进制字符"),
        ([PROOF | {"sha256": SUMS.replace("0", "A")}], "64个十六进制字符"),
        ([PROOF | {"size": -1}], "负数"),
        ([PROOF | {"size": "1"}], "整数"),
        ([PROOF | {"size": 10**9}], "整数"),
        ([PROOF | {"by": "甲"}], "没有“by”"),
        ([{"name": "甲.pdf"}], r"evidence\[0\]：缺少 size"),
        ([PROOF | {"name": f"{at}"} for at in range(10_001)], "太多"),
        ({"甲.pdf": PROOF}, "evidence：应为一列值"),
    ],
)
def test_evidence_that_is_none_is_refused(evidence: Any, said: str) -> None:
    package = json.loads(dump(SCHEME, SAMPLE)) | {"evidence": evidence}
    with pytest.raises(PackageProblem, match=said):
        parse_package(json.dumps(package), SCHEMES)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00", "1", ""])
def test_a_time_that_no_clock_shows_is_refused(at: str) -> None:
    text = dump(SCHEME, SAMPLE, SealMark(at, "甲", SUMS))
    with pytest.raises(PackageProblem, match=r"seal\.at"):
        parse_package(text, SCHEMES)


def test_a_name_as_long_as_a_book_is_refused() -> None:
    text = dump(SCHEME, SAMPLE, SealMark("2024-03-01T08:30:00+00:00", "甲" * 61, SUMS))
    with pytest.raises(PackageProblem, match=r"seal\.who"):
        parse_package(text, SCHEMES)


@pytest.mark.parametrize("encoding", ["utf-16", "gbk", "utf-8-sig"])
def test_other_encodings_meet_a_sentence(encoding: str) -> None:
    content = sample_text().encode(encoding)
    if encoding == "utf-8-sig":
        assert parse(content, SCHEMES) == SAMPLE
        return
    with pytest.raises(PackageProblem, match="UTF-8"):
        parse(content, SCHEMES)


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION

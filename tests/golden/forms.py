"""Forms for tests of what is exported: made of entries, computed by the program itself."""

import json
from pathlib import Path
from typing import Any

from app.domain.compute import compute
from app.domain.report import FormReport, Report
from app.domain.submission import Submission
from app.scheme.load import load_scheme
from app.scheme.model import Scheme

ROOT = Path(__file__).parents[2]
INFO = {
    "info.unit": "云岭县就业服务中心",
    "info.department": "云岭县人力资源和社会保障局",
    "info.filler": "林晓禾",
    "info.phone": "0000-1234567",
    "info.fill_date": "2024年6月30日",
}
GOAL = (
    "1.落实各项就业创业政策，为高校毕业生、失业人员和农村劳动力提供就业咨询、职业指导和创业服务。\n"
    "2.组织职业技能培训和创业培训，全年完成补贴性培训1400人次以上，培训合格率不低于90%，"
    "使参训人员掌握一项以上的实用技能。\n"
    "3.加强失业动态监测，按月发布监测报告，及时预警规模性失业风险，确保全县就业形势总体稳定。"
)
# level, name, target, actual, weight, merge, tier, reason
_TEXT = """
quantity|补贴性职业技能培训人数|≥1400人次|1306人次|10|||一季度开班推迟，下年提前到二月份组织报名
quantity|举办线上线下招聘活动场次（含民营企业招聘月、金秋招聘月）|≥17场|21场|10|||
quantity|发布就业岗位个数|≥5000个|6100个||both||
quality|培训合格率|≥90%|93.91%|8|||
quality|补贴资金发放准确率|100%|100%|7|||
timeliness|补贴资金发放及时率|2023年12月31日前完成|2023年12月20日|5|||
timeliness|……||||||
cost|项目总成本|≤93万元|92.5万元|10|||
economic|带动参训人员年人均增收|≥3000元|3200元|8|||
social|促进重点群体就业，保持全县就业形势总体稳定|效果明显|效果较明显|12||partly|个别乡镇宣传不够，已安排驻村工作队上门宣传
sustained|健全城乡劳动者终身职业技能培训制度|持续完善|持续完善|10|||
served|参训人员和招聘企业满意度|≥95%|96.4%|10|||
"""
ROWS = tuple(tuple(line.split("|")) for line in _TEXT.strip().splitlines())
CELLS = ("level", "name", "target", "actual", "weight", "merge", "tier", "reason")


def scheme() -> Scheme:
    return load_scheme(ROOT / "resources/schemes/national-2020")


def project_entries(prefix: str = "project.p1") -> dict[str, str]:
    """A realistic project: twelve rows, a merged weight, a filler row, goals of 150 characters."""
    cells = {
        f"{prefix}.name": "职业技能培训与公共就业服务专项经费",
        f"{prefix}.goal_expected": GOAL,
        f"{prefix}.goal_actual": GOAL.replace("全年完成", "全年实际完成").replace("1400", "1306"),
        f"{prefix}.money.fiscal.initial": "85",
        f"{prefix}.money.fiscal.adjusted": "1,080.50",
        f"{prefix}.money.fiscal.executed": "1,079.5",
        f"{prefix}.money.carried.initial": "8",
        f"{prefix}.money.carried.adjusted": "8",
        f"{prefix}.money.carried.executed": "7.8",
        f"{prefix}.i10.given": "9",
        f"{prefix}.rows": " ".join(f"i{at}" for at in range(1, len(ROWS) + 1)),
    }
    for at, row in enumerate(ROWS, 1):
        cells |= {f"{prefix}.i{at}.{key}": text for key, text in zip(CELLS, row, strict=True)}
    return cells


def report(entries: dict[str, str]) -> Report:
    """The report of entries for 2023; blank cells are no entries."""
    filled = {cell: text for cell, text in (INFO | entries).items() if text}
    return compute(scheme(), Submission(2023, "national-2020", entries=filled))


def project(changes: dict[str, str] | None = None) -> tuple[Report, FormReport]:
    """The realistic project with some cells changed."""
    made = report({"project.order": "p1"} | project_entries() | (changes or {}))
    return made, made.form("project.p1")


def _row(address: str, row: dict[str, str] | list[dict[str, Any]]) -> dict[str, str]:
    """The entries of a row of a package's table, or of a list of rows."""
    if isinstance(row, dict):
        return {f"{address}.{column}": text for column, text in row.items()}
    cells = {f"{address}.rows": " ".join(f"r{at}" for at in range(1, len(row) + 1))}
    for at, one in enumerate(row, 1):
        own = {word: text for word, text in one.items() if word != "cells"} | one["cells"]
        cells |= {f"{address}.r{at}.{word}": text for word, text in own.items()}
    return cells


def sample_entries() -> dict[str, str]:
    """The entries of the sample unit that comes with the program."""
    sample = json.loads((ROOT / "resources/samples/yunling-2023.json").read_text(encoding="utf-8"))
    cells = {f"info.{key}": text for key, text in sample["info"].items()}
    for table, rows in sample["tables"].items():
        for name, row in rows.items():
            cells |= _row(f"{table}.{name}", row)
    projects = sample["forms"]["project"]
    cells["project.order"] = " ".join(f"p{at}" for at in range(1, len(projects) + 1))
    forms = [(f"project.p{at}", form) for at, form in enumerate(projects, 1)]
    for prefix, form in [*forms, ("overall", sample["forms"]["overall"][0])]:
        cells |= {
            f"{prefix}.{k}": t for k, t in (form.get("fields", {}) | form.get("goals", {})).items()
        }
        for row, money in form.get("money", {}).items():
            cells |= {f"{prefix}.money.{row}.{column}": text for column, text in money.items()}
        rows = form["indicators"]
        cells[f"{prefix}.rows"] = " ".join(f"i{at}" for at in range(1, len(rows) + 1))
        for at, indicator in enumerate(rows, 1):
            cells |= {f"{prefix}.i{at}.{key}": text for key, text in indicator.items()}
    return cells

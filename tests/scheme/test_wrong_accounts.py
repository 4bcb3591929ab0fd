"""Official tables that a pack of a place writes: what changes them, and what is refused."""

from pathlib import Path

import pytest

from app.scheme.accounts import Account
from app.scheme.load import load_scheme
from app.scheme.toml import SchemeError
from tests.scheme.layouts import ROOT

TOP = """
base = "national-2020"
without = ["field.account_order"]
account_order = []
id = "own-2024"
title = "自定"
source = "自定"
"""
# file, what is added to it, where it is refused and why
WRONG = {
    "a row that is not there": ("gk01", 'labels = { "income.none" = "无" }', "no such row"),
    "a row left out that is not there": ("gk01", 'left_out = ["spending.k999"]', "no such row"),
    "rows of counts that are not there": (
        "gk06",
        '[[block]]\nid = "one"\nhead = ""\nlabels = ["项目"]\ncounts = ["none"]\n'
        'columns = [{ id = "amount", label = "金额" }]\nrows = [{ id = "a", label = "一" }]',
        "no such row",
    ),
    "crossed without a second code": (
        "gk05",
        'columns = [{ id = "spent", heads = ["合计"], sources = ["outlay.public.basic"],'
        " crossed = true }]",
        "no second code",
    ),
    "a pivot without a second code": (
        "gk05",
        '[pivot]\nsources = ["outlay.public.basic"]\nclasses = { 301 = "工资" }',
        "no second code",
    ),
}
ORDER = '[[account_order]]\nid = "old"\naccounts = ["gk01"]\n'


def pack(folder: Path, files: dict[str, str], top: str = TOP, more: str = "") -> Path:
    own = folder / "own-2024"
    own.mkdir()
    (own / "scheme.toml").write_text(top + more, encoding="utf-8")
    for name, text in files.items():
        start = f'base = "{name}"\nid = "{name}"\n'
        (own / f"{name}.toml").write_text(start + text, encoding="utf-8")
    return own


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_in_a_table_is_refused(case: str, tmp_path: Path) -> None:
    name, text, expected = WRONG[case]
    with pytest.raises(SchemeError) as refused:
        load_scheme(pack(tmp_path, {name: text}), (ROOT,))
    assert refused.value.file == f"{name}.toml"
    assert expected in refused.value.expected


def test_an_order_names_the_same_tables_and_a_choice_that_there_is(tmp_path: Path) -> None:
    top = TOP.replace("account_order = []\n", "")
    with pytest.raises(SchemeError, match="same tables"):
        load_scheme(pack(tmp_path, {}, top, ORDER), (ROOT,))
    accounts = [one.id for one in load_scheme(ROOT / "national-2020").accounts]
    order = ORDER.replace('["gk01"]', str(accounts))
    (tmp_path / "own-2024/scheme.toml").write_text(top + order, encoding="utf-8")
    with pytest.raises(SchemeError, match="no such choice"):
        load_scheme(tmp_path / "own-2024", (ROOT,))


def test_one_line_corrects_a_label_a_title_or_a_row(tmp_path: Path) -> None:
    own = load_scheme(
        pack(
            tmp_path,
            {
                "gk01": 'left_out = ["spending.k231"]\n'
                'labels = { "income.used" = "使用结余", "spending" = "项目", '
                '"income.amount" = "决算数" }',
                "gk06": 'title = "基本支出决算表"',
            },
        ),
        (ROOT,),
    )
    national = load_scheme(ROOT / "national-2020")
    income, spending = own.account("gk01").blocks
    assert labels(own.account("gk01"), "income")["used"] == "使用结余"
    assert "k231" in labels(national.account("gk01"), "spending")
    assert "k231" not in labels(own.account("gk01"), "spending")
    assert [one.label for one in income.table.columns] == ["决算数"]
    assert [one.label for one in spending.table.columns] == ["金额"]
    assert (income.labels, spending.labels) == (("项目",), ("项目",))
    assert own.account("gk06").title == "基本支出决算表"
    assert own.account("gk06").blocks == national.account("gk06").blocks


def labels(account: Account, block: str) -> dict[str, str]:
    found = next(one for one in account.blocks if one.id == block)
    return {row.id: row.label for row in found.table.rows}

"""Forms are taken over from the last report only where nothing that they show has changed: under
every shipped scheme, whatever was edited, a report is the same with and without the last one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Edit, Entries, Submission, applied
from app.resources import shipped_schemes
from app.scheme.model import Scheme
from tests.domain.ledger_unit import UNIT, book
from tests.exchange.every_cell import every_cell

SCHEMES = shipped_schemes()
FILLED = {name: every_cell(scheme) for name, scheme in SCHEMES.items()}
TEXTS = ("", "0", "1", "95", "95%", "≥95%", "1,200.00", "明显改善", "2023年12月", "一二三", "b1")


def orders(entries: Entries) -> list[str]:
    """Cells that say which forms and rows there are."""
    return [cell for cell in entries if cell.endswith((".order", ".rows"))]


def computed(scheme: Scheme) -> list[str]:
    """Options, and the facts that formulas of rules and tables read."""
    cells = [f"info.{field.id}" for field in scheme.fields]
    cells += [f"option.{option.id}" for option in scheme.options]
    for table in scheme.tables:
        cells += [f"{table.id}.{row.id}.{one.id}" for row in table.rows for one in table.columns]
    return cells


@st.composite
def edits(draw: st.DrawFn, scheme: Scheme, entries: Entries) -> dict[str, str]:
    shared, known = computed(scheme), sorted(entries)
    cells = draw(st.lists(st.sampled_from(known) | st.sampled_from(shared), max_size=4))
    changed = {cell: draw(st.sampled_from(TEXTS)) for cell in cells if cell not in orders(entries)}
    for option in scheme.options:
        if f"option.{option.id}" in changed:
            choices = [choice.id for choice in option.choices]
            changed[f"option.{option.id}"] = draw(st.sampled_from(choices))
    if draw(st.integers(0, 4)) == 0:
        order = draw(st.sampled_from(orders(entries)))
        changed[order] = " ".join(draw(st.permutations(entries[order].split()))[1:])
    return changed


@st.composite
def histories(draw: st.DrawFn) -> tuple[Scheme, list[dict[str, str]]]:
    name = draw(st.sampled_from(sorted(SCHEMES)))
    scheme = SCHEMES[name]
    return scheme, draw(st.lists(edits(scheme, FILLED[name]), min_size=1, max_size=4))


@settings(max_examples=120, deadline=None)
@given(histories())
def test_a_report_is_the_same_with_and_without_the_last_one(
    history: tuple[Scheme, list[dict[str, str]]],
) -> None:
    scheme, steps = history
    entries: Entries = FILLED[scheme.id]
    last = None
    for cells in ({}, *steps):
        entries = applied(entries, Edit(cells, "改"))
        submission = Submission(2023, scheme.id, scheme.hash, entries)
        last = compute(scheme, submission, last)
        assert last == compute(scheme, submission)


# ---------------------------------------------------------------- ledgers and official tables

NATIONAL = SCHEMES["national-2020"]
PROJECTS = {
    "project.order": "p1 p2",
    "project.p1.name": "甲",
    "project.p1.money.fiscal.adjusted": "300",
    "project.p1.money.fiscal.executed": "300",
    "project.p2.name": "乙",
}
BEGUN = UNIT | PROJECTS
CODES = ("2080106", "2080109", "2089901", "2101101", "20801", "208", "2120801", "2080", "", "岗位")
FIGURES = ("", "0", "-3", "60", "60.005", "300", "600", "一百", "1亿")
LISTS = ("revenue.items", *(f"outlay.{fund}" for fund in ("public", "fund", "capital", "own")))
COLUMNS = ("public", "other", "initial", "adjusted", "basic", "project", "remit", "last")
FIXED = (
    *("carryover.public.closing_project", "carryover.own.used", "economic.items.r1.basic"),
    *("spending.project.actual", "spending.project.adjusted", "income.public.actual"),
    *("three_publics.running.actual", "headcount.civil.actual", "last_year.spent.amount"),
    *("project.p1.money.fiscal.executed", "project.p2.money.fiscal.executed"),
    *("stated.gk01.income.public.amount", "stated.gk03.c208.basic", "stated.gk03.total.spent"),
    *("stated.gk05.c2080199.basic", "info.staff_actual"),
)
WORDS = {
    "info.unit_kind": ("", "civil", "institution"),
    "info.account_unit": ("", "wan", "yuan"),
    "keep.L09.outlay.public.r1.adjusted": ("", "已核对"),
    "keep.L12.outlay.public.r1.basic": ("", "收回资金"),
}


@st.composite
def ledger_edits(draw: st.DrawFn, entries: Entries) -> dict[str, str]:
    """A few cells typed over: figures, codes, names, rows and their order, what is stated."""
    cells: dict[str, str] = {}
    for _ in range(draw(st.integers(1, 3))):
        address = draw(st.sampled_from(LISTS))
        rows = entries.get(f"{address}.rows", "").split()
        row = draw(st.sampled_from([*rows, "r1", "r9"]))
        match draw(st.integers(0, 6)):
            case 0:
                cells[f"{address}.{row}.code"] = draw(st.sampled_from(CODES))
            case 1:
                cells[f"{address}.{row}.name"] = draw(st.sampled_from(("", "甲项", "乙项")))
            case 2:
                kept = draw(st.permutations(rows))[draw(st.integers(0, 1)) :]
                cells[f"{address}.rows"] = " ".join(dict.fromkeys((*kept, row)))
            case 3:
                word = draw(st.sampled_from(sorted(WORDS)))
                cells[word] = draw(st.sampled_from(WORDS[word]))
            case 4:
                cells[draw(st.sampled_from(FIXED))] = draw(st.sampled_from(FIGURES))
            case _:
                column = draw(st.sampled_from(COLUMNS))
                cells[f"{address}.{row}.{column}"] = draw(st.sampled_from(FIGURES))
    return cells


def assert_same(taken: Report, anew: Report) -> None:
    """Part by part, so that a failure names what is not the same; the order counts too."""
    assert taken.values == anew.values
    assert list(taken.problems.items()) == list(anew.problems.items())
    for one, other in zip(taken.accounts, anew.accounts, strict=True):
        assert one == other, one.account.id
    assert taken.findings == anew.findings
    assert taken.missing == anew.missing
    assert taken == anew
    assert taken.numbers is not None and anew.numbers is not None
    assert taken.numbers.sums == anew.numbers.sums
    assert list(taken.numbers.overruled.items()) == list(anew.numbers.overruled.items())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_ledgers_are_the_same_with_and_without_the_last_report(data: st.DataObject) -> None:
    entries: Entries = BEGUN if data.draw(st.booleans(), "filled in") else {}
    last = None
    for _ in range(data.draw(st.integers(2, 5), "steps")):
        entries = applied(entries, Edit(data.draw(ledger_edits(entries)), "改"))
        submission = Submission(2023, NATIONAL.id, NATIONAL.hash, entries)
        last = compute(NATIONAL, submission, last, book())
        assert_same(last, compute(NATIONAL, submission, None, book()))


def test_what_an_edit_does_not_reach_is_the_very_same() -> None:
    """Else the budget of one frame is broken without any figure being wrong."""
    first = compute(NATIONAL, Submission(2023, NATIONAL.id, entries=BEGUN), None, book())
    assert first.numbers is not None

    def edited(cell: str, text: str) -> Report:
        submission = Submission(2023, NATIONAL.id, entries=BEGUN | {cell: text})
        return compute(NATIONAL, submission, first, book())

    in_project = edited("project.p1.money.fiscal.executed", "299")
    assert in_project.numbers is not None
    assert in_project.numbers.reached == {"project.p1.money"}
    accounts = zip(first.accounts, in_project.accounts, strict=True)
    assert all(one.parts is other.parts for one, other in accounts)
    in_ledger = edited("outlay.public.r1.basic", "591")
    assert in_ledger.numbers is not None
    assert in_ledger.numbers.moved == {"outlay.public": {"", "208", "20801", "2080106"}}
    assert in_ledger.form("project.p1") is first.form("project.p1")
    before, after = (one.account("gk03").parts[0] for one in (first, in_ledger))
    kept = {line.code for line in after.lines if any(line is other for other in before.lines)}
    assert kept == {line.code for line in after.lines} - {"", "208", "20801", "2080106"}
    assert in_ledger.account("gk02").parts is first.account("gk02").parts
    assert in_ledger.account("gk09").parts is first.account("gk09").parts


def test_a_report_of_another_scheme_or_year_gives_nothing() -> None:
    other = SCHEMES["national-2021"]
    submission = Submission(2023, NATIONAL.id, entries=BEGUN)
    anew = compute(NATIONAL, submission, None, book())
    by_other = compute(other, Submission(2023, other.id, entries=BEGUN), None, book())
    before = compute(NATIONAL, Submission(2022, NATIONAL.id, entries=BEGUN), None, book())
    for last in (by_other, before):
        assert_same(compute(NATIONAL, submission, last, book()), anew)


def test_a_reason_for_keeping_a_figure_is_seen_in_its_form() -> None:
    scheme = SCHEMES["national-2020"]
    entries = {
        "project.order": "p1",
        "project.p1.rows": "i1",
        "project.p1.i1.level": "quantity",
        "project.p1.i1.weight": "500",
    }
    last = compute(scheme, Submission(2023, scheme.id, entries=entries))
    found = next(one for one in last.findings if one.code == "F04")
    kept = Submission(2023, scheme.id, entries=entries | {found.key: "已核对"})
    again = compute(scheme, kept, last)
    assert next(one for one in again.findings if one.code == "F04").kept == "已核对"


def test_entries_of_a_form_of_the_same_name_elsewhere_do_not_matter() -> None:
    """project.p1 and project.p10 begin alike; only one of them has changed."""
    scheme = SCHEMES["national-2020"]
    entries = {"project.order": "p1 p10", "project.p1.name": "甲", "project.p10.name": "乙"}
    last = compute(scheme, Submission(2023, scheme.id, entries=entries))
    changed = Submission(2023, scheme.id, entries=entries | {"project.p10.name": "丙"})
    again = compute(scheme, changed, last)
    assert [form.name for form in again.forms][:2] == ["甲", "丙"]
    assert again.form("project.p1") is last.form("project.p1")

"""Forms are taken over from the last report only where nothing that they show has changed: under
every shipped scheme, whatever was edited, a report is the same with and without the last one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.compute import compute
from app.domain.submission import Edit, Entries, Submission, applied
from app.resources import shipped_schemes
from app.scheme.model import Scheme
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

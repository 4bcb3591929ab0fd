"""Weights shared out evenly: whole points, what is typed stays, no parts below a point."""

import pytest

from app.domain.compute import compute
from app.domain.submission import Submission, add_form, applied
from app.domain.weights import evenly
from app.resources import shipped_schemes

SCHEME = shipped_schemes()["national-2020"]
P = "project.p1"
NAMES = {
    f"{P}.i{at}.name": f"指标{at}" for at in range(1, 10)
}  # 4 output, 4 benefit, 1 satisfaction


def shared(**typed: str) -> list[str]:
    """The weights of the nine rows afterwards; `typed` are entries such as i2_weight."""
    cells = {f"{P}.{name.replace('_', '.')}": text for name, text in typed.items()}
    entries = applied({}, add_form(SCHEME.form("project"), {})) | NAMES | cells
    form = compute(SCHEME, Submission(2024, SCHEME.id, entries=entries)).form(P)
    edit = evenly(form, entries)
    after = applied(entries, edit) if edit else entries
    return [after.get(f"{P}.i{at}.weight", "") for at in range(1, 10)]


CASES: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["13", "13", "12", "12", "8", "8", "7", "7", "10"]),
    ({"i1_weight": "20"}, ["20", "10", "10", "10", "8", "8", "7", "7", "10"]),
    ({"i1_weight": "20.5"}, ["20.5", "10", "10", "9.5"]),
    ({"i2_name": "", "i6_name": ""}, ["17", "", "17", "16", "10", "", "10", "10", "10"]),
    ({"i1_weight": "50"}, ["50", "", "", "", "8", "8", "7", "7", "10"]),
    ({"i1_weight": "60"}, ["60", "", "", "", "8", "8", "7", "7", "10"]),
    ({"i1_weight": "二十"}, ["二十", "", "", "", "8", "8", "7", "7", "10"]),
]


@pytest.mark.parametrize(("typed", "weights"), CASES)
def test_what_is_left_of_a_heading_goes_to_its_rows(
    typed: dict[str, str], weights: list[str]
) -> None:
    assert shared(**typed)[: len(weights)] == weights


def test_there_is_nothing_to_share_out_twice() -> None:
    entries = applied({}, add_form(SCHEME.form("project"), {}))
    form = compute(SCHEME, Submission(2024, SCHEME.id, entries=entries)).form(P)
    assert evenly(form, entries) is None


@pytest.mark.parametrize("scheme_id", sorted(shipped_schemes()))
def test_after_it_every_heading_agrees(scheme_id: str) -> None:
    """In every scheme, for every kind of form: the sum of the rows is what the scheme asks for."""
    scheme = shipped_schemes()[scheme_id]
    for kind in (one for one in scheme.forms if one.many and one.scored):
        entries = applied({}, add_form(kind, {}))
        prefix = f"{kind.id}.p1"
        rows = entries[f"{prefix}.rows"].split()
        entries |= {f"{prefix}.{row}.name": f"指标{row}" for row in rows}
        form = compute(scheme, Submission(2024, scheme.id, entries=entries)).form(prefix)
        edit = evenly(form, entries)
        if edit is not None:
            entries = applied(entries, edit)
        form = compute(scheme, Submission(2024, scheme.id, entries=entries)).form(prefix)
        assert all(group.agrees for group in form.weights), form.weights
        assert all(group.agrees for group in form.subweights), form.subweights

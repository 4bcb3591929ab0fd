"""The whole year of the sample unit, typed into an empty window."""

from app.domain.compute import compute
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes
from tests.ui.driver import Office
from tests.ui.year import Typist

PROJECTS = 2


def test_a_year_typed_by_keyboard_is_the_sample(office: Office) -> None:
    schemes = shipped_schemes()
    wanted = parse(sample_text(), schemes)
    scheme = schemes[wanted.scheme_id]
    Typist(office, scheme, wanted).year(PROJECTS)
    assert office.told == []
    typed = office.entries()
    starts = ("info.", *(f"{table.id}." for table in scheme.tables))
    mine, theirs = (
        {cell: text for cell, text in entries.items() if cell.startswith(starts)}
        for entries in (typed, wanted.entries)
    )
    assert mine == theirs
    report = office.window.session.report if office.window.session else None
    sample = compute(scheme, wanted)
    assert report is not None
    for form in (*report.forms[:PROJECTS], report.form("overall")):
        assert (form.total, form.grade) == (
            sample.form(form.prefix).total,
            sample.form(form.prefix).grade,
        )

"""“从上年新建”: what a new year takes over of the sample, by its own scheme and by another."""

from app.domain.carry import Choice
from app.domain.compute import compute
from app.domain.earlier import sources
from app.domain.last_year import last_year_figures
from app.domain.next_year import begin_year
from app.domain.submission import Submission, new_entries
from app.exchange.package import parse
from app.resources import sample_text, shipped_schemes

SCHEMES = shipped_schemes()
SAMPLE = parse(sample_text(), SCHEMES)
SCHEME = SCHEMES[SAMPLE.scheme_id]
OLD = compute(SCHEME, SAMPLE)
ALL = frozenset(one.prefix for one in sources(SCHEME, SAMPLE))
NEXT = Choice(SAMPLE.year + 1)


def test_everything_that_can_be_taken_over_is_counted_and_there() -> None:
    begun = begin_year(SCHEME, OLD, NEXT, ALL)
    filled = [form for form in OLD.forms if form.form.many]
    new = compute(SCHEME, Submission(NEXT.year, SCHEME.id, SCHEME.hash, begun.entries))
    assert [form.label for form in new.forms if form.form.many] == [one.label for one in filled]
    assert begun.forms == len(ALL) == len(filled) + 1
    carried = {cell for cell in begun.entries if cell.startswith("info.")}
    assert carried >= {"info.unit", "info.head"}
    assert begun.facts and begun.figures and begun.rows and begun.indicators
    assert begun.left == ()


def test_figures_are_those_of_the_dialog_for_last_year() -> None:
    begun = begin_year(SCHEME, OLD, NEXT, ALL)
    mine = Submission(NEXT.year, SCHEME.id, SCHEME.hash, begun.entries)
    found = last_year_figures(SCHEME, mine, OLD)
    assert found.new == () and found.different == () and not found.facts
    assert len(found.same) == begun.figures


def test_what_came_of_the_year_is_not_taken_over() -> None:
    begun = begin_year(SCHEME, OLD, NEXT, ALL)
    ends = (".actual", ".files", ".given", ".given_reason", ".tier", ".reason", ".executed")
    mine = [cell for cell in begun.entries if not cell.startswith("last_projects.")]
    assert [cell for cell in mine if cell.endswith(ends)] == []


def test_nothing_wanted_is_an_empty_submission_of_the_unit() -> None:
    begun = begin_year(SCHEME, OLD, NEXT, (), facts=False, figures=False)
    assert begun.entries == new_entries(SCHEME, SAMPLE.text("info.unit"))
    assert (begun.forms, begun.indicators) == (0, 0)
    assert begun.facts and begun.figures  # what could be taken is counted all the same


def test_one_of_the_projects_alone() -> None:
    begun = begin_year(SCHEME, OLD, NEXT, {"project.p3"})
    assert begun.forms == 1
    names = [text for cell, text in begun.entries.items() if cell == "project.p1.name"]
    assert names == [SAMPLE.text("project.p3.name")]


def test_only_the_year_before_gives_figures() -> None:
    begun = begin_year(SCHEME, OLD, Choice(SAMPLE.year + 2), ALL)
    assert (begun.figures, begun.rows) == (0, 0)
    assert not [cell for cell in begun.entries if cell.endswith(".last")]
    assert begun.forms == len(ALL)


def test_by_another_scheme_what_has_no_place_is_said() -> None:
    for scheme in SCHEMES.values():
        begun = begin_year(scheme, OLD, NEXT, ALL)
        assert begun.entries["info.unit"] == SAMPLE.text("info.unit")
        said = "".join(begun.left)
        placed = begun.forms == len(ALL)
        assert placed or "不带入" in said, scheme.id
        compute(scheme, Submission(NEXT.year, scheme.id, scheme.hash, begun.entries))

"""检查全部单位: each submission in one line, the same figures as the window shows for it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.codes import shipped
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.submission import Submission, new_entries
from app.exchange.package import parse
from app.progress import Cancelled
from app.resources import sample_text, shipped_schemes
from app.review import (
    Line,
    Place,
    Source,
    Summary,
    look_at,
    name_of,
    overview,
    state_words,
    summary,
)

SCHEMES = shipped_schemes()
SAMPLE = parse(sample_text(), SCHEMES)


def report(submission: Submission) -> Report:
    return compute(SCHEMES[submission.scheme_id], submission, codes=shipped())


def changed(cells: dict[str, str]) -> Report:
    return report(replace(SAMPLE, entries={**SAMPLE.entries, **cells}))


def test_the_sample_in_figures() -> None:
    found = summary(report(SAMPLE))
    whole = report(SAMPLE)
    levels = [one.level for one in whole.findings if not one.kept]
    assert (found.errors, found.questions) == (levels.count("error"), levels.count("warning"))
    assert found.missing == len(whole.missing)
    assert found.projects == sum(form.form.tab == "project" for form in whole.forms) == 11
    totals = [form.total for form in whole.forms if form.form.many and form.total is not None]
    assert found.scored == len(totals)
    assert found.lowest == min(totals)
    lowest = next(form for form in whole.forms if form.total == found.lowest)
    assert found.lowest_name == lowest.name
    overall = next(form for form in whole.forms if form.form.tab == "overall")
    assert (found.overall, found.grade) == (overall.total, overall.grade)
    assert not found.ready


def test_a_written_reason_takes_a_finding_off_the_count() -> None:
    before = report(SAMPLE)
    error = next(one for one in before.findings if one.level == "error" and not one.kept)
    was, now = summary(before), summary(changed({error.key: "已与财政局核对"}))
    assert (now.errors, now.kept) == (was.errors - 1, was.kept + 1)


def test_a_project_without_a_whole_score_is_not_the_lowest() -> None:
    found = summary(report(SAMPLE))
    whole = report(SAMPLE)
    lowest = next(form for form in whole.forms if form.total == found.lowest)
    row = next(one for one in lowest.indicators if one.weight and not one.filler)
    now = summary(changed({f"{row.address}.actual": "", f"{row.address}.score": ""}))
    assert now.scored == found.scored - 1
    assert now.lowest is not None and found.lowest is not None and now.lowest >= found.lowest
    assert now.lowest_name != found.lowest_name


@pytest.mark.parametrize("scheme_id", SCHEMES)
def test_a_new_submission_of_every_scheme_has_a_line(scheme_id: str) -> None:
    scheme = SCHEMES[scheme_id]
    entries = new_entries(scheme, "云岭县就业服务中心")
    found = summary(compute(scheme, Submission(2023, scheme_id, entries=entries)))
    assert found.missing and not found.ready
    assert (found.projects, found.scored, found.lowest, found.overall) == (0, 0, None, None)


PLACES = tuple(Place(at, f"单位{at}", 2023) for at in (1, 2, 3, 4))


def source() -> Source:
    def load(number: int) -> Submission | str:
        match number:
            case 2:
                return "数据文件里没有这份填报了。"
            case 3:
                return replace(SAMPLE, scheme_id="elsewhere-2020")
            case _:
                return SAMPLE

    return Source(load, lambda name: SCHEMES.get(name) or f"没有方案{name}", shipped())


def test_what_cannot_be_computed_is_a_line_and_no_stop() -> None:
    lines = tuple(look_at(PLACES, source()))
    assert [line.place.unit for line in lines] == ["单位1", "单位2", "单位3", "单位4"]
    assert [line.said for line in lines] == [
        *("", "数据文件里没有这份填报了。", "没有方案elsewhere-2020", "")
    ]
    assert [line.summary is None for line in lines] == [False, True, True, False]
    assert lines[0].summary == lines[3].summary == summary(report(SAMPLE))


def test_it_says_which_one_it_looks_at() -> None:
    told: list[tuple[int, int, str]] = []
    list(look_at(PLACES, source(), lambda *where: told.append(where)))
    assert told == [(at, 4, name_of(place)) for at, place in enumerate(PLACES)] + [(4, 4, "")]
    assert name_of(Place(9, "", 2024)) == "（未填单位名称） 2024年度"


def test_it_can_be_stopped_between_two() -> None:
    looked: list[int] = []

    def tell(done: int, _total: int, _what: str) -> None:
        looked.append(done)
        if done == 2:
            raise Cancelled

    lines: list[Line] = []
    with pytest.raises(Cancelled):
        lines.extend(look_at(PLACES, source(), tell))
    assert looked == [0, 1, 2]
    assert [line.place.id for line in lines] == [1, 2]


@pytest.mark.parametrize(
    ("filled", "missing", "share"), [(0, 0, 100), (0, 9, 0), (1, 2, 33), (999, 1, 99), (9, 0, 100)]
)
def test_the_share_that_is_filled_in(filled: int, missing: int, share: int) -> None:
    nothing = Summary(missing, 0, 0, 0, None, "", 0, 0, None, "", filled)
    assert nothing.share == share


def test_how_far_they_are_in_words() -> None:
    done = Summary(0, 0, 0, 3, Decimal("91.5"), "优", 2, 2, Decimal(88), "就业")
    found = (
        done,
        replace(done, questions=1),
        replace(done, missing=2, questions=1),
        replace(done, errors=1, missing=2),
        None,
    )
    lines = [Line(PLACES[0], one, "" if one else "没有方案") for one in found]
    said = ["可以上报", "待核实", "没填完", "有错误", "没有方案"]
    assert [state_words(line) for line in lines] == said
    words = "共 5 份，可以上报 1，有错误 1，没填完或待核实 2，没有检查成 1"
    assert overview(lines).words() == words
    assert overview(lines[:1]).words() == "共 1 份，可以上报 1，有错误 0，没填完或待核实 0"

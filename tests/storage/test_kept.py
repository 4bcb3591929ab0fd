"""Which backups stay: the rule alone, on any heap of backups and at any time."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.storage.backup import REASONS, Backup
from app.storage.keeping import AUTOMATIC, SLACK, kept
from app.storage.rule import A_DAY, DAYS, OF_A_KIND, WEEKS

NOW = datetime(2026, 11, 27, 9, 12).astimezone()
MANUAL, FOREIGN = REASONS["manual"], ""
KINDS = len(AUTOMATIC) - 2  # those that are made before something is done


def backup(taken: datetime, reason: str = "每日", number: int = 0) -> Backup:
    return Backup(Path(f"算盘 {taken:%Y-%m-%d %H%M%S} {reason} {number}.db"), taken, reason, 1)


def ago(days: float, reason: str = "每日") -> Backup:
    return backup(NOW - timedelta(days=days), reason)


def stays(*found: Backup, now: datetime = NOW) -> list[Backup]:
    left = kept(found, now)
    return [one for one in found if one.path in left]


quick = settings(max_examples=40, deadline=None)
moments = some.datetimes(datetime(1995, 1, 1), datetime(2090, 1, 1)).map(
    lambda one: one.replace(microsecond=0).astimezone()
)
heaps = some.lists(
    some.builds(
        backup,
        moments
        | some.integers(0, 60 * 24 * 60).map(lambda minute: NOW - timedelta(minutes=minute)),
        some.sampled_from([*REASONS.values(), FOREIGN, "冲突"]),
    ),
    max_size=60,
    unique_by=lambda one: one.path,
)


@quick
@given(heaps, moments)
def test_nothing_of_a_person_or_of_others_goes(found: list[Backup], now: datetime) -> None:
    left = kept(found, now)
    assert left <= {one.path for one in found}
    assert all(one.path in left for one in found if one.reason not in AUTOMATIC)


@quick
@given(heaps, moments)
def test_what_seems_to_come_from_the_future_stays(found: list[Backup], now: datetime) -> None:
    left = kept(found, now)
    assert all(one.path in left for one in found if one.taken > now + SLACK)


@quick
@given(heaps, moments)
def test_the_newest_stays_and_the_last_of_each_year(found: list[Backup], now: datetime) -> None:
    left = kept(found, now)
    past = [one for one in found if one.reason in AUTOMATIC and one.taken <= now + SLACK]
    for year in {one.taken.year for one in past}:
        last = max(one.taken for one in past if one.taken.year == year)
        assert any(one.path in left for one in past if one.taken == last)


@quick
@given(heaps, moments)
def test_never_more_than_the_rule_says(found: list[Backup], now: datetime) -> None:
    past = [one for one in found if one.reason in AUTOMATIC and one.taken <= now + SLACK]
    years = len({one.taken.year for one in past})
    most = DAYS * A_DAY + WEEKS + KINDS * OF_A_KIND + years
    assert len(kept(found, now) & {one.path for one in past}) <= most


@quick
@given(heaps, moments)
def test_asked_again_it_takes_nothing_more(found: list[Backup], now: datetime) -> None:
    left = kept(found, now)
    again = [one for one in found if one.path in left]
    assert kept(again, now) == left


@quick
@given(heaps, moments, moments)
def test_a_clock_that_jumps_and_comes_back_leaves_the_last_days(
    found: list[Backup], wrong: datetime, now: datetime
) -> None:
    """Thinned once at a wrong time, forward or back, and then at the right one: the three last
    backups of each of the last seven days are there, as if nothing had been."""
    past = [one for one in found if one.reason in AUTOMATIC and one.taken <= now]
    days = sorted({one.taken.date() for one in past}, reverse=True)[:DAYS]
    left = [one for one in found if one.path in kept(found, wrong)]
    after = kept(left, now)
    for one in past:
        if not any(other.taken > now for other in found) and one.taken.date() in days:
            same = sorted(
                (other for other in past if other.taken.date() == one.taken.date()),
                key=lambda other: (other.taken, other.path.name),
            )
            assert one not in same[-A_DAY:] or one.path in after


def test_a_year_of_every_day() -> None:
    found = [ago(day) for day in range(400)]
    left = stays(*found)
    assert left[:DAYS] == found[:DAYS]
    assert [one.taken.year for one in left].count(2025) == 1
    assert f"{left[-1].taken:%Y-%m-%d}" == "2025-12-31"
    assert len(left) == DAYS + 2 + 1  # the days belong to two of the four weeks


def test_of_one_day_the_last_three() -> None:
    found = [ago(hour / 24) for hour in range(6)]
    assert stays(*found) == found[:A_DAY]


@pytest.mark.parametrize("reason", ["删除前", "恢复前", "导入前", "升级前"])
def test_before_something_is_done_five_more(reason: str) -> None:
    daily = [ago(day) for day in range(30)]
    before = [ago(100 + day, reason) for day in range(8)]
    left = stays(*daily, *before)
    assert [one for one in left if one.reason == reason] == before[:OF_A_KIND]


def test_after_a_long_holiday_all_is_there() -> None:
    found = [ago(60 + day) for day in range(7)]
    assert stays(*found) == found


@pytest.mark.parametrize("year", [1980, 2000, 2025, 2027, 2038, 2089])
def test_another_year_on_the_clock_wipes_nothing(year: int) -> None:
    found = [ago(day) for day in range(7)]
    wrong = NOW.replace(year=year)
    assert stays(*found, backup(wrong, "打开时"), now=wrong)[: DAYS - 1] == found[: DAYS - 1]

"""The unit's other submissions in the data file, as forms to carry over from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.earlier import Source, last_year, same_unit, sources
from app.domain.last_year import year_before
from app.domain.submission import Submission
from app.scheme.model import Scheme
from app.storage.store import Store


@dataclass(frozen=True)
class Earlier:
    """Forms of other years, the latest year first; `last` is the submission to offer, 0 for none.

    `unknown` counts submissions of the unit whose scheme this program does not have.
    """

    sources: tuple[Source, ...] = ()
    last: int = 0
    unknown: int = 0


def earlier_years(store: Store, schemes: Mapping[str, Scheme], mine: Submission) -> Earlier:
    """All that the unit filled in besides `mine`, by its id in the file or by its name.

    One unit may have two ids there: a package is taken in as a new one. Raises StorageProblem.
    """
    others = [store.load(number) for number, _ in _others(store, mine)]
    known = [one for one in others if one.scheme_id in schemes]
    found = tuple(one for each in known for one in sources(schemes[each.scheme_id], each))
    name = mine.text("info.unit")
    last = last_year([_renamed(one, name) for one in known], name, mine.year)
    return Earlier(found, last.id if last else 0, len(others) - len(known))


def year_earlier(
    store: Store, schemes: Mapping[str, Scheme], mine: Submission
) -> Submission | None:
    """The unit's submission of the year before, to take last year's figures from; None where there
    is none whose scheme this program has. Raises StorageProblem."""
    numbers = [number for number, year in _others(store, mine) if year == mine.year - 1]
    known = [one for one in map(store.load, numbers) if one.scheme_id in schemes]
    name = mine.text("info.unit")
    found = year_before([_renamed(one, name) for one in known], name, mine.year)
    return next((one for one in known if found and one.id == found.id), None)


def _others(store: Store, mine: Submission) -> list[tuple[int, int]]:
    """Number and year of what the unit filled in besides `mine`."""
    listed = store.submissions()
    unit = next((one.unit_id for one in listed if one.id == mine.id), None)
    name = mine.text("info.unit")
    found: list[tuple[int, int]] = []
    for info in listed:
        named = Submission(info.year, info.scheme, entries={"info.unit": info.unit_name})
        if info.id != mine.id and (info.unit_id == unit or (name and same_unit(named, name))):
            found.append((info.id, info.year))
    return found


def _renamed(one: Submission, name: str) -> Submission:
    """What was found by its id may bear an older name; then only the years decide."""
    return replace(one, entries={**one.entries, "info.unit": name})

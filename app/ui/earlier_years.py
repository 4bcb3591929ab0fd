"""The unit's other submissions in the data file, as forms to carry over from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.earlier import Source, last_year, same_unit, sources
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
    listed = store.submissions()
    unit = next((one.unit_id for one in listed if one.id == mine.id), None)
    name = mine.text("info.unit")
    others = []
    for info in listed:
        named = Submission(info.year, info.scheme, entries={"info.unit": info.unit_name})
        if info.id != mine.id and (info.unit_id == unit or (name and same_unit(named, name))):
            others.append(store.load(info.id))
    known = [one for one in others if one.scheme_id in schemes]
    found = tuple(one for each in known for one in sources(schemes[each.scheme_id], each))
    # what was found by its id may bear an older name; here only the years decide
    renamed = [replace(one, entries={**one.entries, "info.unit": name}) for one in known]
    last = last_year(renamed, name, mine.year)
    return Earlier(found, last.id if last else 0, len(others) - len(known))

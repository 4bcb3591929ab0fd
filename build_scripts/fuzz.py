"""Fuzz every reader for as long as there is time: `python -m build_scripts.fuzz --minutes 30`.

The readers and what they must not do are those of `tests/fuzz`; here the inputs are new each time.
What does harm is kept in `tests/fuzz/samples`, where the tests try it from then on.
`python -m build_scripts.fuzz_atheris` looks for inputs by the code that they reach.
"""

import argparse
import random
import sys
import time
import warnings

from tests.fuzz.harness import Harm, Reader, Tried, attempt, harmful, keep, run_of, tried
from tests.fuzz.readers import READERS

ROUND = 200  # inputs of a reader, then comes the next


def main() -> int:
    """Print a line for each reader; 1 where anything did harm."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--only", nargs="*", default=[], metavar="READER")
    wanted = parser.parse_args()
    warnings.simplefilter("ignore")
    readers = [one for one in READERS if not wanted.only or one.name in wanted.only]
    totals = {one.name: Tried() for one in readers}
    found: dict[str, list[str]] = {one.name: _bombs(one) for one in readers}
    end = time.monotonic() + 60 * wanted.minutes
    left = list(readers)
    while left and time.monotonic() < end:
        # the one that had the least time is next: none waits for a slow one
        reader = min(left, key=lambda one: totals[one.name].seconds)
        said = _round(reader, totals[reader.name])
        if said:
            found[reader.name].append(said)
            left.remove(reader)  # it would stumble over the same again
    _print(readers, totals, found)
    return 1 if any(found.values()) else 0


def _bombs(reader: Reader) -> list[str]:
    said = []
    for name, make in reader.bombs.items():
        try:
            attempt(reader, make())
        except Harm as harm:
            said.append(f"{name}: {harm}")
    return said


def _round(reader: Reader, total: Tried) -> str:
    """Some new inputs; what did harm, or blank."""
    said = ""
    try:
        tried(reader, ROUND, random.randrange(2**32))
    except Harm as harm:
        said = f"{harm} <- {keep(reader, harmful(reader)).name}"
    except BaseExceptionGroup as several:  # different kinds of harm in one round
        said = f"{several.exceptions[0]} <- {keep(reader, harmful(reader)).name}"
    run = run_of(reader)
    total.inputs += run.inputs
    total.seconds += run.seconds
    total.outcomes += run.outcomes
    return said


def _print(readers: list[Reader], totals: dict[str, Tried], found: dict[str, list[str]]) -> None:
    print(f"{'reader':14}{'inputs':>9}{'seconds':>9}{'read':>9}{'refused':>9}{'harm':>6}")
    for name in (one.name for one in readers):
        run = totals[name]
        read, refused = run.outcomes["read"], run.outcomes["refused"]
        counts = f"{run.inputs:9}{run.seconds:9.0f}{read:9}{refused:9}{len(found[name]):6}"
        print(f"{name:14}{counts}")
        for said in found[name]:
            print(f"    {said}")
    print(f"{'all':14}{sum(run.inputs for run in totals.values()):9}")


if __name__ == "__main__":
    sys.exit(main())

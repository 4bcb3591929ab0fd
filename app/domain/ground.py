"""What every form of one kind is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.report import Figure
from app.domain.scoring_rules import Rules
from app.domain.submission import Entries
from app.domain.tables import Numbers


@dataclass(frozen=True)
class Ground:
    """`figures` are those of the form's prescribed indicators that have a formula, by their id."""

    rules: Rules
    entries: Entries
    numbers: Numbers
    figures: Mapping[str, Figure]

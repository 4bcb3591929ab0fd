"""How it stands with the backups of a data file, as the window says it; loads nothing else."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.storage.backup import Backup


@dataclass(frozen=True)
class Outcome:
    """`last` is the latest whole backup, `made` whether it was made now, `current` whether it holds
    all that the file holds. `away` is the folder that was set where it cannot be used: then they
    lie beside the data file. `problem` says why there is none of now, `second` why there is no
    other copy of it; blank where there is nothing to say.
    """

    last: "Backup | None" = None
    made: bool = False
    current: bool = False
    away: Path | None = None
    problem: str = ""
    second: str = ""

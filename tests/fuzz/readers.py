"""All readers of what comes from outside, and the modules beside them that read nothing of it."""

from tests.fuzz import databases, files, texts
from tests.fuzz.harness import Reader

READERS: tuple[Reader, ...] = (*texts.READERS, *files.READERS, *databases.READERS)
ROOMS = ("exchange", "scheme", "storage")
_WRITES = "writes what a report says"
_ASKS = "asks the system, not a file"
# module of a room with readers -> why it is tried by no reader
NO_READERS: dict[str, str] = {
    "exchange.account_sheet": _WRITES,
    "exchange.figure_sheet": _WRITES,
    "exchange.findings_sheet": _WRITES,
    "exchange.remarks_sheet": _WRITES,
    "exchange.review_sheet": _WRITES,
    "exchange.sheet": _WRITES,
    "exchange.sheet_body": _WRITES,
    "exchange.sheet_values": _WRITES,
    "exchange.boxes": "values",
    "exchange.breaking": "breaks lines that are our own",
    "exchange.problems": "writes files",
    "exchange.proofs": "compares files by their sums",
    "storage.counts": "reads through storage.engine",
    "storage.drives": _ASKS,
    "storage.home": _ASKS,
    "storage.place": _ASKS,
    "storage.outcome": "values",
    "storage.presence": _ASKS,
    "storage.putting_back": "writes what is open",
    "storage.password": "reads through storage.database",
    "storage.to_disk": "reads nothing",
    "storage.upgrading": "reads through storage.backup",
}

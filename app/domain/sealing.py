"""What a sealed submission held, in one number: whoever changes a figure afterwards is seen.

It shows a change, by whatever hand. It is no signature: whoever can change the figures on purpose
can work out a new number too.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.submission import Submission

MAX_WHO = 60  # characters of a person's name in a package


@dataclass(frozen=True)
class SealMark:
    """A seal as it goes with a package: when (ISO 8601 with zone), by whom, and the checksum."""

    at: str
    who: str
    checksum: str

    def fits(self, submission: Submission) -> bool:
        """Whether the submission holds what it held when it was sealed."""
        return self.checksum == checksum_of(submission)


def checksum(year: int, scheme_id: str, scheme_hash: str, entries: Mapping[str, str]) -> str:
    """SHA-256 of lines in UTF-8, each of its parts ended by a zero byte and then a line feed: first
    year, scheme and its hash, then each filled cell and its text in the order of the addresses."""
    sums = hashlib.sha256()
    lines: list[tuple[str, ...]] = [(str(year), scheme_id, scheme_hash)]
    lines += sorted((cell, text) for cell, text in entries.items() if text)
    for line in lines:
        sums.update("\0".join(line).encode("utf-8", "surrogatepass"))
        sums.update(b"\0\n")
    return sums.hexdigest()


def checksum_of(submission: Submission) -> str:
    return checksum(
        submission.year, submission.scheme_id, submission.scheme_hash, submission.entries
    )


def short(text: str) -> str:
    """The beginning of a checksum as people compare it by eye: 1A2B-3C4D-5E6F."""
    return "-".join(text[at : at + 4] for at in (0, 4, 8)).upper()

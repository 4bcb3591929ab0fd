"""The codes that a report names subjects by: the shipped tables, or the finance bureau's own."""

from dataclasses import dataclass

from app.domain.subjects import Subject, Subjects
from app.scheme.model import Codes

NONE = Subjects(())


@dataclass(frozen=True)
class CodeBook:
    """Both classifications. Without any, subjects go by the names that were typed for them."""

    function: Subjects = NONE
    economic: Subjects = NONE

    def of(self, kind: Codes) -> Subjects:
        match kind:
            case "function":
                return self.function
            case "economic":
                return self.economic
            case _:
                return NONE

    def subject(self, kind: Codes, code: str, year: int) -> Subject | None:
        return self.of(kind).of(code, year)


EMPTY = CodeBook()

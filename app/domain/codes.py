"""The codes that a report names subjects by: the shipped tables, or the finance bureau's own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.subjects import Subject, Subjects
from app.scheme.model import Codes

NONE = Subjects(())
CLASSIFICATIONS: Mapping[Codes, str] = {"function": "支出功能分类", "economic": "支出经济分类"}
_STARTS: Mapping[Codes, tuple[str, ...]] = {"function": ("2",), "economic": ("3", "5")}


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


def strange(kind: Codes, subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """Those whose code does not begin like the official ones of that classification: 功能分类 with
    2, 经济分类 with 3 (部门预算) or 5 (政府预算)."""
    return tuple(one for one in subjects if not one.code.startswith(_STARTS.get(kind, ())))


def classification(subjects: Iterable[Subject]) -> Codes:
    """The classification that most codes of a list belong to; blank where that is not clear."""
    every = tuple(subjects)
    for kind in CLASSIFICATIONS:
        if 2 * len(strange(kind, every)) < len(every):
            return kind
    return ""


EMPTY = CodeBook()

"""Codes of 支出功能分类 and 支出经济分类: what a code is called, in which years, and who is sure.

Two tables are shipped, `function` and `economic`; the list of a finance bureau wins over them.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from io import StringIO
from typing import Literal, get_args

from app.domain.initials import initials, learned
from app.domain.values import tidy

Level = Literal["类", "款", "项"]
# found: code and name stand in a published account; likely, unsure, doubtful: from knowledge of
# the official book, checked less and less; own: from the list of the finance bureau
Sure = Literal["found", "likely", "unsure", "doubtful", "own"]
LEVELS: dict[int, Level] = {3: "类", 5: "款", 7: "项"}  # digits of a code → its level
COLUMNS = ("code", "name", "level", "first_year", "last_year", "sure", "initials")

_CODE_LIKE = re.compile(r"[\d .-]*\d[\d .-]*")
_LEFT_OUT = str.maketrans("", "", " \"'“”‘’")  # nobody types the quotation marks of “两房”建设


@dataclass(frozen=True)
class Subject:
    """One code with its name; a year None is open: valid since ever, or still."""

    code: str
    name: str
    level: Level
    initials: str
    first_year: int | None
    last_year: int | None
    sure: Sure

    def valid(self, year: int) -> bool:
        """Whether the code has this name in that year, both ends included."""
        after = self.first_year is None or self.first_year <= year
        return after and (self.last_year is None or year <= self.last_year)


class SubjectsProblem(Exception):
    """Why a table of codes cannot be read: the line, counted from 1, and a Chinese sentence."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        self.sentence = f"科目表第{line}行：{sentence}"
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Subjects:
    """A table of codes. A code may stand in it more than once, for years apart."""

    all: tuple[Subject, ...]

    def find(self, text: str, year: int, limit: int = 20) -> tuple[Subject, ...]:
        """Subjects whose code begins with `text` or whose name or initials hold it, best first.

        Best is: the code itself, the beginning of a code, of a name, of initials, a part of a
        name, a part of initials; what is matched whole stands before what only begins so. Only
        subjects valid in `year`, unless none of them matches. A blank text finds nothing.
        """
        wanted = _folded(text)
        if not wanted:
            return ()
        ranked = [
            (rank, subject)
            for subject, name in self._folded_names
            if (rank := _rank(wanted, subject, name)) is not None
        ]
        now = [hit for hit in ranked if hit[1].valid(year)]
        best = sorted(now or ranked, key=lambda hit: (hit[0], hit[1].code))
        return tuple(subject for _, subject in best[:limit])

    def of(self, code: str, year: int | None = None) -> Subject | None:
        """The subject of exactly this code, or None.

        Of several, the one valid in `year`; without a year or such a one, the latest.
        """
        known = self._by_code.get(code, ())
        in_year = [one for one in known if year is not None and one.valid(year)]
        return max(in_year or known, key=lambda one: one.first_year or 0, default=None)

    def in_year(self, year: int) -> Mapping[str, Subject]:
        """What `of` gives for every code in that year, at once: ledgers ask for hundreds."""
        known = self._by_year.get(year)
        if known is None:
            found = ((code, self.of(code, year)) for code in self._by_code)
            known = self._by_year[year] = {code: one for code, one in found if one is not None}
        return known

    def parents(self, code: str, year: int | None = None) -> tuple[Subject, ...]:
        """What a code belongs to, 类 first: 2080505 → 208, 20805. Unknown ones are left out."""
        above = (self.of(code[:digits], year) for digits in LEVELS if digits < len(code))
        return tuple(one for one in above if one is not None)

    def merged(self, own: Iterable[Subject]) -> "Subjects":
        """With the list of a finance bureau: its codes replace these in every year, or are added.

        Names without initials get them from the same name here, else from its characters.
        """
        known = {one.name: one.initials for one in self.all}
        letters = learned(known.items())
        added = [
            one
            if one.initials
            else replace(one, initials=known.get(one.name) or initials(one.name, letters))
            for one in own
        ]
        codes = {one.code for one in added}
        kept = [one for one in self.all if one.code not in codes]
        return Subjects(tuple(sorted([*kept, *added], key=_order)))

    @cached_property
    def _by_code(self) -> dict[str, tuple[Subject, ...]]:
        found: defaultdict[str, tuple[Subject, ...]] = defaultdict(tuple)
        for one in self.all:
            found[one.code] += (one,)
        return dict(found)

    @cached_property
    def _by_year(self) -> dict[int, dict[str, Subject]]:
        return {}

    @cached_property
    def _folded_names(self) -> tuple[tuple[Subject, str], ...]:
        return tuple((one, _folded(one.name)) for one in self.all)


def read_subjects(text: str) -> Subjects:
    """A shipped table from its CSV text, in the order of the codes.

    Raises SubjectsProblem for wrong columns, a code that is none, years that are none, a code
    twice in the same year, and a 款 or 项 whose 类 or 款 is missing.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff")), strict=True)
    lines: list[tuple[int, Subject]] = []
    try:
        if tuple(next(reader, ())) != COLUMNS:
            raise SubjectsProblem(1, f"表头应当是“{','.join(COLUMNS)}”。")
        for row in reader:
            if row:
                lines.append((reader.line_num, _subject(reader.line_num, row)))
    except csv.Error as error:
        raise SubjectsProblem(reader.line_num, "引号没有成对，读不下去。") from error
    _refuse_twice(lines)
    _refuse_orphans(lines)
    return Subjects(tuple(sorted((one for _, one in lines), key=_order)))


def _rank(wanted: str, subject: Subject, name: str) -> int | None:
    """How well a subject fits, 0 best, or None for not at all."""
    code, letters = subject.code, subject.initials
    if not (wanted in name or wanted in letters or code.startswith(wanted)):
        return None  # most subjects: a search must not be felt at any key
    kinds = (
        code == wanted,
        code.startswith(wanted),
        name == wanted,
        name.startswith(wanted),
        letters == wanted,
        letters.startswith(wanted),
        wanted in name,
        wanted in letters,
    )
    return next((rank for rank, fits in enumerate(kinds) if fits), None)


def _folded(text: str) -> str:
    """The text as it is compared: narrow, small letters, no spaces; 208.05.05 is a code."""
    plain = tidy(text)
    if _CODE_LIKE.fullmatch(plain):
        return re.sub(r"\D", "", plain)
    return plain.casefold().translate(_LEFT_OUT)


def _order(subject: Subject) -> tuple[str, int]:
    return subject.code, subject.first_year or 0


def _subject(line: int, row: list[str]) -> Subject:
    if len(row) != len(COLUMNS):
        raise SubjectsProblem(line, f"应当有{len(COLUMNS)}列，实际有{len(row)}列。")
    code, name, level, first, last, sure, letters = row
    if not re.fullmatch("[0-9]+", code):
        raise SubjectsProblem(line, f"编码“{code}”应当全是数字。")
    known = LEVELS.get(len(code))
    if known is None or known != level:
        sentence = f"编码“{code}”有{len(code)}位，级次写的是“{level}”；类是3位，款是5位，项是7位。"
        raise SubjectsProblem(line, sentence)
    if not name.strip():
        raise SubjectsProblem(line, f"编码“{code}”没有名称。")
    certain = next((one for one in get_args(Sure) if one == sure), None)
    if certain is None:
        raise SubjectsProblem(line, f"把握程度“{sure}”应当是{'、'.join(get_args(Sure))}之一。")
    if not re.fullmatch("[a-z]*", letters):
        raise SubjectsProblem(line, f"拼音首字母“{letters}”应当全是小写字母。")
    subject = Subject(code, name, known, letters, _year(line, first), _year(line, last), certain)
    if subject.first_year and subject.last_year and subject.first_year > subject.last_year:
        raise SubjectsProblem(line, f"启用年度{first}晚于停用年度{last}。")
    return subject


def _year(line: int, text: str) -> int | None:
    if not re.fullmatch("([0-9]{4})?", text):
        raise SubjectsProblem(line, f"年度“{text}”应当是四位数字，或者空着。")
    return int(text) if text else None


def _refuse_twice(lines: list[tuple[int, Subject]]) -> None:
    seen: defaultdict[str, list[tuple[int, Subject]]] = defaultdict(list)
    for line, one in lines:
        for earlier, other in seen[one.code]:
            if _overlap(one, other):
                sentence = f"编码“{one.code}”在同样的年度里已经有了，见第{earlier}行。"
                raise SubjectsProblem(line, sentence)
        seen[one.code].append((line, one))


def _overlap(one: Subject, other: Subject) -> bool:
    first = max(one.first_year or 0, other.first_year or 0)
    return one.valid(first) and other.valid(first)


def _refuse_orphans(lines: list[tuple[int, Subject]]) -> None:
    codes = {one.code for _, one in lines}
    for line, one in lines:
        above = one.code[:-2]
        if one.level != "类" and above not in codes:
            raise SubjectsProblem(line, f"编码“{one.code}”的上级“{above}”不在表里。")

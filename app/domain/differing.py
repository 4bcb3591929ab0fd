"""Two states of a submission held against each other: the cells with other texts, in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.domain.compute import compute
from app.domain.naming import Named, form_of, indicator_of, listed, named
from app.domain.report import FormReport, Report
from app.domain.submission import MERGE_BOTH, MERGE_WEIGHT, SAID_OF, Submission, ids
from app.domain.tables import shown
from app.domain.values import number_text, read_number
from app.scheme.model import Choice, Field, Scheme

BLANK = "（空）"
FIRST = ("info", "option")  # these come first, then tables and forms as the scheme has them
LAST = ("stated", "keep", "remark")
ORDER, ROWS = "有哪些、什么次序", "有哪些行、什么次序"
LISTS = (".rows", ".order")
_MERGES = (Choice(MERGE_BOTH, "合并分值和得分"), Choice(MERGE_WEIGHT, "合并分值"))
_OF_ROWS = {"level": "二级指标", "preset": "规定指标", "merge": "与上一行合并"}
_OF_EXECUTION = {
    "given": "改后得分",
    "given_reason": "改分理由",
    "stated_rate": "原表执行率",
    "stated_score": "原表得分",
}


@dataclass(frozen=True)
class Differing:
    """A cell with two texts, and by how much they differ where both are figures: the second less
    the first, with its unit."""

    cell: str
    place: str
    name: str
    one: str
    other: str
    apart: str = ""

    @property
    def words(self) -> str:
        """支出　基本支出　年初预算数　12 → 13，相差 1.00 万元."""
        apart = f"，相差 {self.apart}" if self.apart else ""
        return f"{self.place}　{self.name}　{self.one} → {self.other}{apart}"

    @property
    def texts(self) -> tuple[str, str, str, str, str]:
        return self.place, self.name, self.one, self.other, self.apart


def different(one: Mapping[str, str], other: Mapping[str, str]) -> frozenset[str]:
    """The cells with other texts, the lists of rows among them."""
    cells = one.keys() | other.keys()
    return frozenset(cell for cell in cells if one.get(cell, "") != other.get(cell, ""))


def in_words(
    schemes: tuple[Scheme, Scheme], one: Mapping[str, str], other: Mapping[str, str]
) -> tuple[Differing, ...]:
    """Every cell that differs, in the order of the tables and forms; each side by its scheme."""
    mine, theirs = (
        compute(scheme, Submission(0, scheme.id, scheme.hash, entries))
        for scheme, entries in zip(schemes, (one, other), strict=True)
    )
    cells = sorted(different(one, other), key=_order(schemes))
    return tuple(_differing(mine, theirs, cell) for cell in cells)


def _differing(one: Report, other: Report, cell: str) -> Differing:
    report = one if one.text(cell) else other  # what only one of them has is named by that one
    words = cell_name(report, cell)
    texts = (_text(one, cell), _text(other, cell))
    if cell.endswith(LISTS):
        texts = _counts(one, other, cell)
    return Differing(cell, words.place, words.name, *texts, _apart(one, other, cell))


def _order(schemes: Iterable[Scheme]) -> Callable[[str], tuple[int, list[tuple[int, str]]]]:
    """As the scheme has its tables and forms; within them numbered names by their numbers."""
    kinds: list[str] = []
    for scheme in schemes:
        kinds += [one.id for one in scheme.tables] + [one.id for one in scheme.forms]
    ranks = {name: at for at, name in enumerate(dict.fromkeys((*FIRST, *kinds, *LAST)))}

    def order(cell: str) -> tuple[int, list[tuple[int, str]]]:
        parts = re.findall(r"[0-9]{1,9}|[^0-9]+|[0-9]", cell)
        numbered = [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
        return ranks.get(cell.partition(".")[0], len(ranks)), numbered

    return order


# ---------------------------------------------------------------- what a cell is called


def cell_name(report: Report, cell: str) -> Named:
    """The name of anything that is kept: a cell, the order of rows, what is said of a cell."""
    start, _, rest = cell.partition(".")
    if start == "option":
        option = next((one for one in report.scheme.options if one.id == rest), None)
        return Named("选项", option.label if option else "")
    if cell.startswith(SAID_OF):
        about = cell_name(report, rest if start == "remark" else rest.partition(".")[2])
        said = "批注" if start == "remark" else "保留理由"
        return Named(about.place, f"{about.name}　{said}".strip("　"))
    if cell.endswith(".order"):
        titles = {f"{form.id}.order": form.title for form in report.scheme.forms}
        return Named(titles[cell], ORDER) if cell in titles else named(report, cell)
    form = form_of(report, cell)
    if form is not None and cell == f"{form.prefix}.rows":
        return Named(form.label, "有哪些指标、什么次序")
    if cell.endswith(".rows"):
        return _list_name(report, cell)
    found = named(report, cell)
    special = _special(form, cell) if form is not None else ""
    return Named(found.place, f"{found.name}　{special}".strip("　"))


def _special(form: FormReport, cell: str) -> str:
    """What `named` has no word for, as it is no column of the form."""
    last = cell.rpartition(".")[2]
    if indicator_of(form, cell) is not None:
        return _OF_ROWS.get(last, "")
    if cell == f"{form.prefix}.total.stated":
        return "原表总分"
    return _OF_EXECUTION.get(last, "") if cell.startswith(f"{form.prefix}.execution.") else ""


def _list_name(report: Report, cell: str) -> Named:
    row = listed(report, f"{cell.removesuffix('.rows')}.r0.name")
    if row is None:
        return named(report, cell)
    form = form_of(report, f"{row.prefix}.")
    place = f"{form.label}　{row.table.title}" if form is not None else row.table.title
    label = row.one.label if row.one.label != row.table.title else ""
    return Named(place, f"{label}　{ROWS}".strip("　"))


# ---------------------------------------------------------------- what it says


def _counts(one: Report, other: Report, cell: str) -> tuple[str, str]:
    """Of a list of rows how many there are: their names are nobody's words."""
    unit = "份" if cell.endswith(".order") else "行"
    mine, theirs = (len(ids(report.submission.entries, cell)) for report in (one, other))
    other_order = "，不是同样的行或者次序不同" if mine == theirs else ""
    return f"{mine} {unit}", f"{theirs} {unit}{other_order}"


def _text(report: Report, cell: str) -> str:
    """The text on one line; a choice by its name."""
    text = report.text(cell)
    name = next((one.label for one in _choices(report, cell) if one.id == text), text)
    return " ".join(name.split()) or BLANK


def _choices(report: Report, cell: str) -> Iterable[Choice]:
    start, _, rest = cell.partition(".")
    if start == "option":
        return next((one.choices for one in report.scheme.options if one.id == rest), ())
    form = form_of(report, cell)
    if form is None:
        return _choices_of(report.scheme.fields, rest) if start == "info" else ()
    if indicator_of(form, cell) is None:
        return _choices_of(form.form.texts, cell.removeprefix(f"{form.prefix}."))
    subs = [sub for group in form.form.levels for sub in group.level2]
    match cell.rpartition(".")[2]:
        case "level":
            return [Choice(sub.id, sub.label) for sub in subs]
        case "preset":
            return [Choice(one.id, one.label) for sub in subs for one in sub.presets]
        case "merge":
            return _MERGES
    return ()


def _choices_of(fields: Iterable[Field], name: str) -> Iterable[Choice]:
    return next((one.choices for one in fields if one.id == name), ())


def _apart(one: Report, other: Report, cell: str) -> str:
    """By how much two figures differ; blank where either of them is none."""
    if not (one.text(cell) and other.text(cell)):
        return ""
    mine, theirs = one.values.get(cell), other.values.get(cell)
    if mine is not None and theirs is not None and one.numbers is not None:
        kind, known = one.numbers.kind(cell), one.numbers.cells.get(cell)
        unit = known.table.unit if known is not None else ""
        text = shown(kind, theirs - mine, unit)
        return f"{text} {unit}" if kind == "amount" else text
    form = form_of(one, cell)
    if form is None or not cell.endswith((".weight", ".given", ".number", ".stated")):
        return ""  # a postcode is no figure
    mine, theirs = (read_number(report.text(cell)).value for report in (one, other))
    return number_text(theirs - mine) if mine is not None and theirs is not None else ""

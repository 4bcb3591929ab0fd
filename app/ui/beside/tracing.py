"""查看来源: how a figure came about, from the report that holds it; nothing is computed again.

A figure has its working in words and the figures that went into it, each with its own address: what
is computed itself is opened further in the same way, down to what somebody typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.accounts import TOTAL, AccountReport
from app.domain.naming import (
    Listed,
    field_of,
    figure_text,
    form_of,
    indicator_of,
    listed,
    named,
)
from app.domain.narration import narration
from app.domain.report import FormReport, Indicator, Report
from app.domain.rollup import above
from app.domain.subjects import LEVELS
from app.domain.submission import prefixes
from app.domain.tables import Cell, ListRow, Numbers
from app.domain.values import inside_quotes, score_text
from app.scheme.accounts import AccountColumn
from app.scheme.cells import STATED, split_code, under_code
from app.scheme.formula import EACH
from app.scheme.model import Column
from app.scheme.rules import measure_of
from app.ui.views.table_views import explain

TYPED = "这一格是填写的，不是算出来的"
BLANK = "这一格还没有填"


@dataclass(frozen=True)
class Source:
    """A figure that went into another one. `opens`: it came about from others itself."""

    address: str
    place: str
    name: str
    figure: str
    opens: bool


@dataclass(frozen=True)
class Working:
    """How a figure came about: `words` say it, `sources` went into it; `typed` where a person
    wrote it."""

    title: str
    place: str
    figure: str
    words: tuple[str, ...]
    sources: tuple[Source, ...] = ()
    typed: bool = False


@dataclass(frozen=True)
class _Made:
    words: tuple[str, ...]
    cells: tuple[str, ...] = ()


def working(report: Report, address: str) -> Working:
    """How the figure at an address came about; of a cell that is typed, that it is."""
    address = address.removeprefix(f"{STATED}.")
    name = named(report, address)
    made = _made(report, address)
    figure = _score_text(report, address) or figure_text(report, address)
    title, place = name.name or name.place, name.place if name.name else ""
    if made is None:
        words = (TYPED if report.text(address).strip() else BLANK,)
        return Working(title, place, figure, words, (), typed=True)
    sources = tuple(source(report, one) for one in dict.fromkeys(made.cells) if one != address)
    return Working(title, place, figure, made.words, sources)


def derived_working(report: Report, figure_id: str) -> Working | None:
    """The same for a derived figure of the 说明; None where there is no figure of that id."""
    for section in narration(report):
        for found in section.figures:
            if found.id == figure_id:
                words = tuple(one for one in (found.working, found.said) if one)
                sources = tuple(source(report, one) for one in found.cells)
                said = words or ("由下面的数得出",)
                return Working(found.name, section.title, found.text, said, sources)
    return None


def source(report: Report, address: str) -> Source:
    """A figure as one of those that another is made of."""
    name = named(report, address)
    figure = figure_text(report, address) or "空"
    made = _made(report, address)
    return Source(address, name.place, name.name, figure, made is not None and bool(made.cells))


def _made(report: Report, address: str) -> _Made | None:
    """How a cell is made; None where a person writes it."""
    numbers = report.numbers
    if numbers is None:
        return None
    account = next(
        (one for one in report.accounts if address.startswith(f"{one.account.id}.")), None
    )
    if account is not None:
        return _account(report, numbers, account, address)
    cell = numbers.cells.get(address)
    if cell is not None:
        return _cell(report, numbers, address, cell)
    if under_code(address):
        row = listed(report, address)
        return _under(report, numbers, row, address) if row is not None else None
    form = form_of(report, address)
    if form is not None:
        return _in_form(report, form, address)
    return None


# ── tables ────────────────────────────────────────────────────────────────────────────────


def _cell(report: Report, numbers: Numbers, address: str, cell: Cell) -> _Made | None:
    if cell.source:
        return _Made((f"取自“{_quoted(report, cell.source)}”，在那里修改",), (cell.source,))
    if cell.formula is None:
        return None
    if cell.either and report.text(address) and address not in numbers.overruled:
        typed = all(report.values.get(cell.meant(address, n)) is None for n in cell.formula.names)
        if typed:
            return None
    meant = [cell.meant(address, name) for name in cell.formula.names]
    places = [one for name in meant for one in _places(report, numbers, name)]
    words = [explain(report, cell.table, cell.formula)]
    if address in numbers.overruled:
        words.append(f"这里原来填的是“{report.text(address)}”，以算出来的为准")
    return _Made(tuple(words), tuple(places))


def _quoted(report: Report, address: str) -> str:
    """A cell's name to stand in quotes."""
    return inside_quotes(named(report, address).whole)


def _places(report: Report, numbers: Numbers, name: str) -> Iterator[str]:
    """The cells that a name in a formula stands for; rows without a figure are left out."""
    if f".{EACH}." not in name:
        if name in numbers.cells or name in report.values or name.startswith("info."):
            yield name  # a column that this row has nothing for is no input
        return
    start, _, rest = name.partition(f".{EACH}.")
    form = next((one for one in report.scheme.forms if one.id == start), None)
    if form is not None:
        found = [f"{one}.{rest}" for one in prefixes(form, report.submission.entries)]
    elif start in numbers.coded:
        found = list(_below(numbers, start, "", rest))
    else:
        found = [f"{start}.{row.id}.{rest}" for row in numbers.rows(start)]
    yield from (one for one in found if report.values.get(one) is not None)


def _below(numbers: Numbers, start: str, code: str, column: str) -> Iterator[str]:
    """What a sum under a code is made of: the codes one level down, and rows at that very code."""
    rows = [row for row in numbers.rows(start) if _counts(row, code)]
    wanted = next((digits for digits in LEVELS if digits > len(code)), 0)
    seen: set[str] = set()
    for row in sorted(rows, key=lambda one: one.code):
        lower = next((one for one in above(row.code) if len(one) == wanted), "")
        if lower and lower != row.code:
            if lower not in seen:
                seen.add(lower)
                yield f"{start}.c{lower}.{column}"
        else:
            yield f"{start}.{row.id}.{column}"


def _counts(row: ListRow, code: str) -> bool:
    return not code or code in above(row.code)


def _under(report: Report, numbers: Numbers, row: Listed, address: str) -> _Made:
    start, code, name = split_code(address)
    column = next((one for one in row.table.columns if one.id == name), None)
    if column is not None and _of_sums(column, row):
        names = column.formula.names if column.formula else ()
        cells = (f"{start}.c{code}.{one}" for one in names)
        words = explain(report, row.table, column.formula) if column.formula else ""
        return _Made((words,), tuple(one for one in cells if one in report.values))
    return _Made(("下面各行之和",), tuple(_filled(report, _below(numbers, start, code, name))))


def _of_sums(column: Column, row: Listed) -> bool:
    """Whether a column of sums follows from the other sums of its line."""
    names = {one.id for one in row.table.columns}
    return column.formula is not None and set(column.formula.names) <= names


def _filled(report: Report, addresses: Iterator[str]) -> Iterator[str]:
    yield from (one for one in addresses if report.values.get(one) is not None)


# ── official tables ───────────────────────────────────────────────────────────────────────


def _account(report: Report, numbers: Numbers, account: AccountReport, address: str) -> _Made:
    made = _derived(report, numbers, account, address)
    if address not in account.derived:
        return made
    own = figure_text(report, f"{STATED}.{address}")
    told = f"这是导入的原表的数（{own}），不是台账算出的；台账的数由下面得出"
    return replace(made, words=(told, *made.words))


def _derived(report: Report, numbers: Numbers, account: AccountReport, address: str) -> _Made:
    row, _, column_id = address.removeprefix(f"{account.account.id}.").rpartition(".")
    column = account.account.column(column_id)
    cell = numbers.cells.get(address)
    if column is None:
        found = _cell(report, numbers, address, cell) if cell is not None else None
        return found or _Made(("台账里没有这一项",))
    if column.cell:
        return _Made((f"取自“{_quoted(report, column.cell)}”",), (column.cell,))
    if column.formula is not None:
        heads = {one.id: one.heads[-1] for one in account.account.columns}
        words = "＋" if column.formula.text.startswith("sum(") else "、"
        said = words.join(heads.get(name, "") for name in column.formula.names)
        told = said if words == "＋" else f"由本行的{said}算出"
        cells = (f"{account.account.id}.{row}.{name}" for name in column.formula.names)
        return _Made((told,), tuple(cells))
    code = "" if row == TOTAL else row.removeprefix("c")
    if column.crossed:
        return _crossed(report, numbers, column, code)
    return _of_ledgers(report, numbers, column, code)


def _of_ledgers(report: Report, numbers: Numbers, column: AccountColumn, code: str) -> _Made:
    """A figure by subject: the same subject in each ledger that the column adds up."""
    cells: list[str] = []
    for one in column.sources:
        start, _, name = one.rpartition(".")
        if code:
            cells.append(f"{start}.c{code}.{name}")
        else:
            cells += _below(numbers, start, "", name)
    lists = dict.fromkeys(
        f"“{table.title}”{one.label}"
        for start, (table, one) in numbers.coded.items()
        if any(source.rpartition(".")[0] == start for source in column.sources)
    )
    words = f"台账{'、'.join(lists)}里{'这个科目' if code else '各科目'}的数相加"
    return _Made((words,), tuple(_filled(report, iter(cells))))


def _crossed(report: Report, numbers: Numbers, column: AccountColumn, code: str) -> _Made:
    cells: list[str] = []
    for one in column.sources:
        start, _, name = one.rpartition(".")
        for row in numbers.rows(start):
            under = not column.under or any(it in above(row.code) for it in column.under)
            if under and (not code or code in above(row.also)):
                cells.append(f"{start}.{row.id}.{name}")
    return _Made(("台账里两个科目都对得上的行相加",), tuple(_filled(report, iter(cells))))


# ── forms ─────────────────────────────────────────────────────────────────────────────────


def _in_form(report: Report, form: FormReport, address: str) -> _Made | None:
    rest = address.removeprefix(f"{form.prefix}.")
    if rest in ("execution.given", "execution.rate") and form.execution is not None:
        return _execution(form)
    row = indicator_of(form, address)
    if row is not None:
        return _indicator(report, form, row, rest.rpartition(".")[2])
    field = field_of(report, address)
    if field is not None and field.default and not report.text(address).strip():
        return _Made(
            ("取自“基本信息”，在那里修改；这里填了的以这里为准",), (f"info.{field.default}",)
        )
    return None


def _execution(form: FormReport) -> _Made:
    found, asked = form.execution, form.form.execution
    words = found.score.because.lines() if found is not None else ()
    if found is None or asked is None:
        return _Made(words)
    start = f"{form.prefix}.money.{asked.row}"
    return _Made(words, (f"{start}.{asked.executed}", f"{start}.{asked.bases[found.basis]}"))


def _indicator(report: Report, form: FormReport, row: Indicator, cell: str) -> _Made | None:
    facts = _facts(row)
    if cell == "actual" and row.computed and not report.text(f"{row.address}.actual"):
        words = row.figure.working if row.figure and row.figure.working else "由有关的数自动得出"
        return _Made((words,), facts or _surveyed(report, row))
    if cell == "given" and row.score is not None:
        own = (f"{row.address}.{one}" for one in ("target", "number", "actual", "weight"))
        asked = [one for one in own if form.form.column(one.rpartition(".")[2]) is not None]
        return _Made(row.score.because.lines(), (*asked, *facts))
    return None


def _facts(row: Indicator) -> tuple[str, ...]:
    measure = measure_of(row.rule)
    formula = measure.formula if measure is not None else None
    return () if formula is None else tuple(n for n in formula.names if f".{EACH}." not in n)


def _surveyed(report: Report, row: Indicator) -> tuple[str, ...]:
    cells = (f"{row.address}.{one}" for one in ("survey_satisfied", "survey_valid", "survey_sent"))
    return tuple(one for one in cells if report.text(one))


def _score_text(report: Report, address: str) -> str:
    """The points of a row or of the execution, which are no number cell."""
    form = form_of(report, address)
    if form is None or not address.endswith(".given"):
        return ""
    row = indicator_of(form, address)
    score = row.score if row is not None else form.execution.score if form.execution else None
    text = score_text(score.points) if score is not None else ""
    return f"{text} 分" if text else ""

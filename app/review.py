"""All submissions at a glance: what is lacking, what is wrong, which score; one line for each.

A bureau or a competent department looks over its units with it; the start page shows the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.codes import CodeBook
from app.domain.compute import compute
from app.domain.progress import progress
from app.domain.report import FormReport, Report
from app.domain.submission import Submission
from app.domain.titles import submission_words
from app.progress import Progress, unwatched, watched
from app.scheme.model import Scheme


@dataclass(frozen=True)
class Summary:
    """A report in a few figures. Findings with a written reason are `kept` and not counted else."""

    missing: int
    errors: int
    questions: int
    kept: int
    overall: Decimal | None  # of the form on 整体自评; None until all of it has a score
    grade: str
    projects: int
    scored: int  # projects with a whole score
    lowest: Decimal | None  # the lowest of these
    lowest_name: str
    filled: int = 0  # things that are asked for and there; `missing` are those that are not

    @property
    def share(self) -> int:
        """How much of what is asked for is there, in whole per cent; 100 only for all of it."""
        return 100 * self.filled // (self.filled + self.missing) if self.missing else 100

    @property
    def ready(self) -> bool:
        """Whether it can be handed in: nothing lacks, and nothing is wrong without a reason."""
        return not (self.missing or self.errors or self.questions)


@dataclass(frozen=True)
class Place:
    """A submission to look at; `unit` is its name so far."""

    id: int
    unit: str
    year: int
    sealed: bool = False


@dataclass(frozen=True)
class Line:
    """A submission and what was found in it, or why nobody could look."""

    place: Place
    summary: Summary | None
    said: str = ""


@dataclass(frozen=True)
class Source:
    """Where submissions and their schemes come from; a sentence where there is none to be had."""

    load: Callable[[int], Submission | str]
    scheme: Callable[[str], Scheme | str]
    codes: CodeBook


def summary(report: Report) -> Summary:
    """What a line about this report says."""
    opened = [found.level for found in report.findings if not found.kept]
    overall = _overall(report)
    projects = [form for form in report.forms if form.form.many and form.form.scored]
    scored = [(form.total, form.label) for form in projects if form.total is not None]
    lowest, name = min(scored, key=lambda one: one[0]) if scored else (None, "")
    return Summary(
        missing=len(report.missing),
        errors=opened.count("error"),
        questions=opened.count("warning"),
        kept=sum(bool(found.kept) for found in report.findings),
        overall=overall.total if overall else None,
        grade=overall.grade if overall else "",
        projects=sum(form.form.many for form in report.forms),
        scored=len(scored),
        lowest=lowest,
        lowest_name=name,
        filled=sum(one.filled for one in progress(report)),
    )


def _overall(report: Report) -> FormReport | None:
    """The form that scores the unit: of several the first one with a whole score."""
    found = [form for form in report.forms if form.form.scored and not form.form.many]
    return next((form for form in found if form.total is not None), next(iter(found), None))


def look_at(places: Sequence[Place], source: Source, tell: Progress = unwatched) -> Iterator[Line]:
    """Compute each submission; one that cannot be computed is a line that says why, no stop.

    Raises Cancelled where `tell` does: the lines until then are given already.
    """
    for place in watched(places, tell, name_of):
        yield _line(place, source)


def name_of(place: Place) -> str:
    """云岭县就业服务中心 2023年度."""
    return submission_words(place.unit, place.year)


def _line(place: Place, source: Source) -> Line:
    submission = source.load(place.id)
    if isinstance(submission, str):
        return Line(place, None, submission)
    scheme = source.scheme(submission.scheme_id)
    if isinstance(scheme, str):
        return Line(place, None, scheme)
    return Line(place, summary(compute(scheme, submission, codes=source.codes)))


@dataclass(frozen=True)
class Overview:
    """How many of the submissions are how far."""

    all: int
    ready: int
    wrong: int  # with errors that have no reason
    unfinished: int  # the others with something to fill in or to confirm
    unread: int

    def words(self) -> str:
        parts = [f"共 {self.all} 份", f"可以上报 {self.ready}", f"有错误 {self.wrong}"]
        parts += [f"没填完或待核实 {self.unfinished}"]
        parts += [f"没有检查成 {self.unread}"] if self.unread else []
        return "，".join(parts)


def overview(lines: Sequence[Line]) -> Overview:
    read = [line.summary for line in lines if line.summary is not None]
    ready = sum(one.ready for one in read)
    wrong = sum(bool(one.errors) for one in read)
    unfinished = len(read) - ready - wrong
    return Overview(len(lines), ready, wrong, unfinished, len(lines) - len(read))


def state_words(line: Line) -> str:
    """Why a submission was not computed, or in one word how far it is."""
    found = line.summary
    if found is None:
        return line.said
    if found.errors:
        return "有错误"
    if found.missing:
        return "没填完"
    return "待核实" if found.questions else "可以上报"

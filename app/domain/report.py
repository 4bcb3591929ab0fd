"""Everything computed from one submission: the one value that screen, Excel and paper read.

Amounts are Decimal in 元, rates are ratios, scores are points; None is blank everywhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from app.domain import targets
from app.domain.accounts import AccountReport
from app.domain.codes import EMPTY, CodeBook
from app.domain.submission import Submission
from app.domain.tables import Numbers
from app.scheme.model import Cap, Form, Level, Level1, Level2, Preset, Scheme
from app.scheme.rules import Rule


@dataclass(frozen=True)
class Because:
    """Why a number is what it is, in the clerk's words; the same text wherever it is shown."""

    rule: str  # 正向定量指标，未达到指标值
    formula: str = ""  # 完成值÷指标值×分值
    working: str = ""  # 1306÷1400×5＝4.66
    source: str = ""  # 财预〔2020〕10号
    change: str = ""  # 达到1400家可得5分

    def lines(self) -> tuple[str, ...]:
        return tuple(
            line
            for line in (self.rule, self.formula, self.working, self.source, self.change)
            if line
        )


@dataclass(frozen=True)
class Score:
    """Three numbers that are never confused: the rule's, the clerk's, an imported form's."""

    branch: str  # which rule decided, e.g. "quantity-missed"; stable, for tests and automation
    rule: Decimal | None
    because: Because
    given: Decimal | None = None
    given_reason: str = ""
    stated: Decimal | None = None
    low: Decimal | None = None  # the range that the clerk may choose from, where the rule gives one
    high: Decimal | None = None

    @property
    def points(self) -> Decimal | None:
        """What counts: the clerk's number where there is one, else the rule's."""
        return self.rule if self.given is None else self.given


@dataclass(frozen=True)
class TargetParts:
    """A target in three cells: 指标性质, 指标值, 度量单位; one typed text is read into them."""

    sign: str = ""
    number: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Figure:
    """A measured figure: its value in the measure's unit, and the words that say where from.

    `lacking` are addresses of facts still blank; `based` is False where the base is zero.
    """

    value: Decimal | None
    working: str = ""
    lacking: tuple[str, ...] = ()
    lacking_words: str = ""
    based: bool = True


@dataclass(frozen=True)
class Indicator:
    """One row under 绩效指标. Rows that share a weight are a group; its first row is the head."""

    id: str
    address: str  # "project.p1.i3"
    level1: Level1
    level2: Level2
    number: int  # from 1, fillers not counted; for sentences
    name: str
    target: targets.Reading
    actual: targets.Reading
    filler: bool  # a “……” or wholly empty row: kept, printed, never scored
    weight: Decimal | None  # the weight that this row is scored with
    group_weight: Decimal | None  # the weight as printed, over all rows of the group
    group: tuple[str, ...]  # ids of the rows that share the weight, the head first
    head: bool
    merged_score: bool  # the group has one score; it stands at the head
    score: Score | None
    own: Score | None = None  # this row alone, where the score is merged
    reason: str = ""
    explain: str = ""
    rubric: str = ""  # the text of 评分标准, typed or the scheme's
    rule: Rule | None = None  # None: 指标值 and 完成值 decide
    preset: Preset | None = None
    target_parts: TargetParts = TargetParts()
    adjusted: str = ""
    core: str = ""
    computed: str = ""  # 实际完成值 as computed from facts or a questionnaire
    figure: Figure | None = None
    lacking: tuple[str, ...] = ()  # facts that its formula still waits for
    stated_level1: str = ""
    stated_level2: str = ""

    @property
    def label(self) -> str:
        return self.name or f"{self.level2.label}第{self.number}行"

    @property
    def coefficient(self) -> Decimal | None:
        """得分系数: points ÷ weight, a ratio; None while either is blank."""
        points = self.score.points if self.score else None
        weight = self.group_weight if self.merged_score else self.weight
        return None if points is None or not weight else points / weight


@dataclass(frozen=True)
class Execution:
    """预算执行率: executed ÷ the chosen budget; both rates are kept, as documents mix them."""

    basis: str  # "adjusted" or "initial"
    rate: Decimal | None
    rate_adjusted: Decimal | None
    rate_initial: Decimal | None
    score: Score
    stated_rate: str = ""
    reason: str = ""
    below: Decimal | None = None  # the rate (a ratio) below which a reason is asked for

    @property
    def wants_reason(self) -> bool:
        return self.below is not None and self.rate is not None and self.rate < self.below


@dataclass(frozen=True)
class GroupWeight:
    """The weight printed in a first-level heading, and what the rows under it add up to."""

    level1: Level1
    weight: Decimal | None  # None: the rows decide
    rows: Decimal | None

    @property
    def agrees(self) -> bool:
        return self.rows is None or self.weight is None or self.rows == self.weight


@dataclass(frozen=True)
class SubWeight:
    """What the rows of a second level add up to, beside the weight that the scheme gives it."""

    level2: Level2
    rows: Decimal | None

    @property
    def agrees(self) -> bool:
        weight = self.level2.weight
        return self.rows is None or weight is None or self.rows == weight


@dataclass(frozen=True)
class FormReport:
    form: Form
    prefix: str  # "project.p1"
    name: str
    fields: Mapping[str, str]  # field id -> text, with what is carried from 基本信息
    execution: Execution | None
    indicators: tuple[Indicator, ...]
    weights: tuple[GroupWeight, ...]
    subweights: tuple[SubWeight, ...]
    total_weight: Decimal | None
    total: Decimal | None  # blank until every weighted row and the execution row have a score
    so_far: Decimal | None  # the sum of what is there
    grade: str
    stated_total: Decimal | None
    cap: Cap | None = None  # the rule that holds the total down, where one does
    uncapped: Decimal | None = None

    @property
    def label(self) -> str:
        """The form's name for sentences: an unnamed project must still be found."""
        return self.name.strip() or self.form.title

    @property
    def complete(self) -> bool:
        return self.total is not None


RANKS: Mapping[Level, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class Finding:
    """A contradiction, in plain words: where, which two figures, what to do.

    `culprit` is the line that most likely causes it, blank where that is not certain. `kept` is the
    clerk's reason for keeping the figure; a finding with one blocks nothing.
    """

    code: str
    level: Level
    tab: str
    where: str
    sentence: str
    todo: str
    cells: tuple[str, ...]  # the first one is where a double-click goes
    left: str = ""
    right: str = ""
    difference: str = ""
    kept: str = ""
    culprit: str = ""
    unit: str = ""  # of these figures, where they do not say it themselves

    @property
    def asks(self) -> bool:
        """Whether it still asks something of a person: no note, and no reason is given."""
        return not self.kept and self.level != "note"

    @property
    def rank(self) -> tuple[bool, int]:
        """The place in a list: the worst first, what has a reason last."""
        return bool(self.kept), RANKS[self.level]

    @property
    def apart(self) -> str:
        """How far the figures are apart, with its unit."""
        return f"{self.difference}{self.unit}" if self.difference else ""

    @cached_property
    def key(self) -> str:
        """Address of the entry that holds the reason for keeping the figure."""
        return f"keep.{self.code}.{self.cells[0]}"


@dataclass(frozen=True)
class Missing:
    """Something still to be filled in. Not a mistake: completeness is not correctness."""

    cell: str
    tab: str
    where: str
    label: str


@dataclass(frozen=True)
class FormPart:
    """A form with its findings and missing items, and what they were computed from beside entries.

    A form whose entries and `inputs` are those of the last report is taken over from there: with
    100 projects, computing all of them on every edit breaks the budget of one frame (measured).
    """

    inputs: tuple[object, ...]
    report: FormReport
    problems: Mapping[str, str]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Report:
    scheme: Scheme
    submission: Submission
    values: Mapping[str, Decimal | None]  # every number cell, typed or computed
    problems: Mapping[str, str]  # number cells whose text is no number -> sentence
    forms: tuple[FormReport, ...]
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    parts: Mapping[str, FormPart] = field(default_factory=dict, repr=False, compare=False)
    accounts: tuple[AccountReport, ...] = ()  # the official tables of 决算公开
    codes: CodeBook = field(default=EMPTY, repr=False, compare=False)
    remarks: Mapping[str, str] = field(default_factory=dict)  # by cell
    # what the next report takes over where its edit does not reach
    numbers: Numbers | None = field(default=None, repr=False, compare=False)
    groups: Mapping[str, tuple[Finding, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def marks(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Sentences by cell: what must be put right, and what must be confirmed."""
        errors: dict[str, str] = {}
        questions: dict[str, str] = {}
        for found in self.findings:
            if found.asks:
                target = errors if found.level == "error" else questions
                target.setdefault(found.cells[0], found.sentence)
        return errors, questions

    def account(self, account_id: str) -> AccountReport:
        """Raises KeyError where the scheme has no such table."""
        for one in self.accounts:
            if one.account.id == account_id:
                return one
        raise KeyError(account_id)

    def form(self, prefix: str) -> FormReport:
        """Raises KeyError where there is no such form."""
        if self.parts:
            return self.parts[prefix].report
        for form in self.forms:
            if form.prefix == prefix:
                return form
        raise KeyError(prefix)

    def text(self, address: str) -> str:
        return self.submission.text(address)

"""Beside one indicator: why it scores what it does, and what a person adds to it: the tier, the
counts of a questionnaire, a reason for other points, evidence."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.report import FormReport, Indicator, Report, Score
from app.domain.rubric import band_label
from app.domain.submission import SURVEY_CELLS
from app.domain.values import number_text, score_text
from app.scheme.rules import Tiers
from app.ui.fields import Choices, LineField
from app.ui.grid.desk import Desk
from app.ui.layout import label
from app.ui.pages.attachments import EvidenceList
from app.ui.pages.page import Inlets
from app.ui.style import px
from app.ui.views.showing import showing_of

BY_CONTENT = "（按填写内容判断）"
SATISFACTION = "满意"  # in the label of a level: its rows may rest on a questionnaire
SURVEY_LABELS = dict(zip(SURVEY_CELLS, ("发出份数", "有效份数", "满意份数"), strict=True))
ASKED = "把光标放到一个指标上，这里说明它的得分怎么来、怎样能多得。"
ASKED_UNSCORED = "把光标放到一个指标上，可以在这里填问卷份数、添加佐证材料。"


class RowPanel(QWidget):
    def __init__(self, desk: Desk, inlets: Inlets) -> None:
        super().__init__()
        self._desk = desk
        self._report: Report | None = None
        self._indicator: Indicator | None = None
        self._title = label("", "head", wrap=True)
        self._because = label("", "because", wrap=True)
        self._tier_label = label("完成档次（由填表人判断）", "second")
        self._tier = Choices()
        self._tier.setAccessibleName("完成档次")
        self._tier.activated.connect(self._choose_tier)
        self._reason_label = label("改分理由", "second")
        self.reason = LineField(desk.apply, "改分理由")
        self.survey = {
            cell: LineField(desk.apply, name, counts=True) for cell, name in SURVEY_LABELS.items()
        }
        self._survey = self._survey_box()
        self._files_label = label("佐证材料", "second")
        self.files = EvidenceList(desk.apply, inlets.attach, inlets.find)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(px(8))
        for part in (
            self._title,
            self._because,
            self._tier_label,
            self._tier,
            self._reason_label,
            self.reason,
            self._survey,
            self._files_label,
            self.files,
        ):
            box.addWidget(part)
        box.addStretch(1)

    def _survey_box(self) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(2)
        grid.addWidget(label("满意度问卷", "second"), 0, 0, 1, len(self.survey))
        for at, (cell, field) in enumerate(self.survey.items()):
            grid.addWidget(label(SURVEY_LABELS[cell], "second"), 1, at)
            grid.addWidget(field, 2, at)
        return holder

    def because_text(self) -> str:
        """The reason that is shown right now."""
        return self._because.text()

    # ── showing ──────────────────────────────────────────────────────────────────────────

    def show_row(self, report: Report, form: FormReport, address: str) -> None:
        """Show what belongs to the cell at this address: a row, the execution, or nothing."""
        self._report = report
        name, row, score, place = _spoken(form, address)
        self._indicator = None if row is None or row.filler else row
        if self._indicator is None and row is not None:
            score = None
        self._say(name, score, scored=form.form.scored)
        unit = self._other_unit(form)
        if unit and score is not None and score.branch.startswith("execution"):
            self._because.setText(f"{self._because.text()}\n（这里的金额单位：{unit}）")
        self._show_tier()
        self._show_reason(score, place)
        self._show_survey()
        self._show_files()

    def _say(self, name: str, score: Score | None, *, scored: bool) -> None:
        if score is None:
            row, figure = self._indicator, self._indicator.figure if self._indicator else None
            asked = ASKED if scored else ASKED_UNSCORED
            self._title.setText(row.label if row else "为什么是这个分" if scored else "本行")
            self._because.setText(figure.working if figure and figure.working else asked)
            self._because.setVisible(row is None or bool(figure and figure.working))
            return
        points = score_text(score.points)
        self._title.setText(f"{name}\n为什么是 {points} 分" if points else f"{name}\n还没有得分")
        self._because.setText("\n".join(_because_lines(score)))
        self._because.setVisible(True)

    def _other_unit(self, form: FormReport) -> str:
        """The unit that a reason is worded in, where the screen shows amounts in another one."""
        money, showing = form.form.money, showing_of(self._desk.memory)
        return money.unit if money is not None and showing.switched(money.unit) else ""

    def _show_tier(self) -> None:
        lines = self._tiers()
        for part in (self._tier_label, self._tier):
            part.setVisible(bool(lines))
        if not lines or self._indicator is None or self._report is None:
            return
        shown = [(self._tier.itemText(at), self._tier.itemData(at)) for at in range(len(lines))]
        if shown != lines or self._tier.count() != len(lines):
            self._tier.clear()
            for text, name in lines:
                self._tier.addItem(text, name)
        chosen = self._report.text(f"{self._indicator.address}.tier")
        self._tier.setCurrentIndex(max(0, self._tier.findData(chosen)))

    def _tiers(self) -> list[tuple[str, str]]:
        """What a person may choose from here, each with its id; nothing where a rule decides."""
        row, report = self._indicator, self._report
        if row is None or report is None or row.own is None:
            return []
        if isinstance(row.rule, Tiers):
            unit = row.rule.measure.unit
            labels = [band_label(band, unit) for band in row.rule.bands]
            return [(BY_CONTENT, ""), *((name, f"b{at}") for at, name in enumerate(labels))]
        judged = row.own.branch == "judge-tier"
        if not judged and (row.own.branch.endswith(("-open", "-tier")) or row.own.low is not None):
            return [(BY_CONTENT, ""), *((tier.label, tier.id) for tier in report.scheme.tiers)]
        return []

    def enter_tier(self) -> bool:
        if self._tier.isVisible():
            self._tier.setFocus()
        return self._tier.isVisible()

    def _choose_tier(self, at: int) -> None:
        if self._indicator is not None:
            picked = str(self._tier.itemData(at) or "")
            self._desk.apply({f"{self._indicator.address}.tier": picked}, "选择完成档次")

    def _show_reason(self, score: Score | None, place: str) -> None:
        changed = score is not None and score.given is not None and score.given != score.rule
        for part in (self._reason_label, self.reason):
            part.setVisible(changed)
        cell = f"{place}.given_reason" if changed else ""
        if self._report is not None:
            self.reason.show_text(cell, self._report.text(cell))

    def _show_survey(self) -> None:
        row, report = self._indicator, self._report
        asked = row is not None and report is not None and _may_survey(report, row)
        self._survey.setVisible(asked)
        for cell, field in self.survey.items():
            address = f"{row.address}.{cell}" if asked and row else ""
            if report is not None:
                field.show_text(address, report.text(address))
                field.show_problem(report.problems.get(address, ""), "份数")

    def _show_files(self) -> None:
        row = self._indicator
        for part in (self._files_label, self.files):
            part.setVisible(row is not None)
        address = f"{row.address}.files" if row else ""
        self.files.show_files(address, self._report.text(address) if self._report else "")


def _spoken(form: FormReport, address: str) -> tuple[str, Indicator | None, Score | None, str]:
    """What a cell belongs to: its name, the row, the score that counts, and where points stand."""
    prefix, execution = form.prefix, form.execution
    if execution and address.startswith((f"{prefix}.money.", f"{prefix}.execution.")):
        return "预算执行率", None, execution.score, f"{prefix}.execution"
    for at, row in enumerate(form.indicators):
        if not address.startswith(f"{row.address}."):
            continue
        if row.score is None and row.merged_score:
            head = next(one for one in form.indicators[at::-1] if one.id == row.group[0])
            return row.label, row, head.score, head.address
        return row.label, row, row.score, row.address
    return "", None, None, ""


def _because_lines(score: Score) -> list[str]:
    lines = list(score.because.lines())
    if score.given is not None and score.given != score.rule:
        ruled = f"按规则是 {score.rule} 分" if score.rule is not None else "规则不直接给分"
        lines.insert(0, f"填表人定为 {score.given} 分（{ruled}）")
    if score.stated is not None and score.stated != score.points:
        lines.append(f"原表填的是 {number_text(score.stated)} 分")
    return lines


def _may_survey(report: Report, row: Indicator) -> bool:
    levels = (row.level1.label, row.level2.label)
    typed = any(report.text(f"{row.address}.{cell}") for cell in SURVEY_CELLS)
    asked = row.level2.survey or (row.preset is not None and row.preset.survey)
    return asked or typed or any(SATISFACTION in one for one in levels)

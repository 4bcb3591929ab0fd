"""The panel beside a form: total and grade, why the current score is what it is, what is wrong."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.report import FormReport, Indicator, Report, Score
from app.domain.values import number_text, score_text
from app.ui.fields import LineField
from app.ui.layout import card, label, row
from app.ui.page import Desk
from app.ui.views import LEVEL_NAMES, CellView

CELL = Qt.ItemDataRole.UserRole


class WhyPanel(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._address = ""
        self._form: FormReport | None = None
        self._report: Report | None = None
        self._score = label("", "score")
        self._grade = label("", "grade")
        self._state = label("", "second", wrap=True)
        self._title = label("", "head", wrap=True)
        self._because = label("", "because", wrap=True)
        self._tier = QComboBox()
        self._tier.setAccessibleName("完成档次")
        self._tier.activated.connect(self._choose_tier)
        self._tier_label = label("完成档次（由填表人判断）", "second")
        self._reason_label = label("改分理由", "second")
        self.reason = LineField(desk.apply, "改分理由")
        self._lines: list[tuple[str, str]] = []
        self.list = QListWidget()
        self.list.setAccessibleName("本表的问题")
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._jump)
        frame, box = card()
        self._fill(box)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _fill(self, box: QVBoxLayout) -> None:
        box.addWidget(label("总分", "second"))
        box.addLayout(row(self._score, self._grade, None))
        box.addWidget(self._state)
        box.addWidget(_line())
        for part in (
            self._title,
            self._because,
            self._tier_label,
            self._tier,
            self._reason_label,
            self.reason,
        ):
            box.addWidget(part)
        box.addWidget(_line())
        box.addWidget(label("本表的问题", "head"))
        box.addWidget(self.list, 1)

    def show_form(self, report: Report, form: FormReport) -> None:
        self._report, self._form = report, form
        self._score.setText(score_text(form.total) or "—")
        self._grade.setText(form.grade)
        self._grade.setVisible(bool(form.grade))
        self._state.setText(_state(form))
        self._state.setVisible(bool(self._state.text()))
        self._show_list(report, form)
        self._show_because()

    def show_cell(self, cell: CellView | None) -> None:
        if cell is not None:
            self._address = cell.address
        self._show_because()

    def because_text(self) -> str:
        """The reason that is shown right now."""
        return self._because.text()

    # ── why ──────────────────────────────────────────────────────────────────────────────

    def _current(self) -> tuple[str, Indicator | None, Score | None, str]:
        form = self._form
        if form is None:
            return "", None, None, ""
        if self._address.startswith((f"{form.prefix}.money", f"{form.prefix}.execution")):
            return "预算执行率", None, form.execution.score, f"{form.prefix}.execution"
        for at, indicator in enumerate(form.indicators):
            if self._address.startswith(f"{indicator.address}."):
                if indicator.score is None and indicator.merged_score:
                    head = next(
                        one for one in form.indicators[at::-1] if one.id == indicator.group[0]
                    )
                    return indicator.label, indicator, head.score, head.address
                return indicator.label, indicator, indicator.score, indicator.address
        return "", None, None, ""

    def _show_because(self) -> None:
        name, indicator, score, address = self._current()
        filler = indicator is not None and indicator.filler
        if score is None or filler:
            self._title.setText("为什么是这个分")
            self._because.setText("把光标放到一个指标上，这里说明它的得分怎么来、怎样能多得。")
            self._show_choices(None, None, "")
            return
        points = score_text(score.points)
        self._title.setText(f"{name}\n为什么是 {points} 分" if points else f"{name}\n还没有得分")
        lines = list(score.because.lines())
        if score.given is not None and score.given != score.rule:
            ruled = f"按规则是 {score.rule} 分" if score.rule is not None else "规则不直接给分"
            lines.insert(0, f"填表人定为 {score.given} 分（{ruled}）")
        if score.stated is not None and score.stated != score.points:
            lines.append(f"原表填的是 {number_text(score.stated)} 分")
        self._because.setText("\n".join(lines))
        self._show_choices(indicator, score, address)

    def _show_choices(self, indicator: Indicator | None, score: Score | None, address: str) -> None:
        tiered = score is not None and (
            score.branch.endswith(("-open", "-tier")) or score.low is not None
        )
        tiered = tiered and indicator is not None and not indicator.merged_score
        self._tier.setVisible(tiered)
        self._tier_label.setVisible(tiered)
        if tiered and self._report is not None and indicator is not None:
            self._tier.clear()
            self._tier.addItem("（按填写内容判断）", "")
            for tier in self._report.scheme.tiers:
                self._tier.addItem(tier.label, tier.id)
            chosen = self._report.text(f"{indicator.address}.tier")
            self._tier.setCurrentIndex(max(0, self._tier.findData(chosen)))
        changed = score is not None and score.given is not None and score.given != score.rule
        for part in (self._reason_label, self.reason):
            part.setVisible(changed)
        if changed and self._report is not None:
            cell = f"{address}.given_reason"
            self.reason.show_text(cell, self._report.text(cell))

    def _choose_tier(self, at: int) -> None:
        _, indicator, _, _ = self._current()
        if indicator is not None:
            picked = str(self._tier.itemData(at) or "")
            self._desk.apply({f"{indicator.address}.tier": picked}, "选择完成档次")

    # ── what is wrong ────────────────────────────────────────────────────────────────────

    def _show_list(self, report: Report, form: FormReport) -> None:
        part = report.parts.get(form.prefix)
        own = [f for f in report.findings if f.cells[0].startswith(f"{form.prefix}.")]
        order = {"error": 0, "warning": 1, "note": 2}
        ranked = sorted((f for f in own if not f.kept), key=lambda f: order[f.level])
        lines = [
            (_two_lines(f"{LEVEL_NAMES[f.level]}　{f.sentence}", f.where), f.cells[0])
            for f in ranked
        ]
        for item in part.missing if part else ():
            lines.append((_two_lines(f"○ 还没有填：{item.label}", item.where), item.cell))
        if not lines:
            lines = [("✓ 没有问题", "")]
        if lines == self._lines:
            return
        self._lines = lines
        self.list.clear()
        for text, cell in lines:
            entry = QListWidgetItem(text)
            entry.setData(CELL, cell)
            entry.setToolTip("点一下跳到这一格" if cell else "")
            self.list.addItem(entry)

    def _jump(self, entry: QListWidgetItem) -> None:
        cell = str(entry.data(CELL))
        if cell:
            self._desk.go_to(cell)


def _two_lines(sentence: str, where: str) -> str:
    """A sentence and its place, without the form's name, which stands beside already."""
    _, _, place = where.partition("　")
    return f"{sentence}\n{place}" if place else sentence


def _line() -> QFrame:
    made = QFrame()
    made.setFrameShape(QFrame.Shape.HLine)
    made.setStyleSheet("color: #dfe4ea;")
    return made


def _state(form: FormReport) -> str:
    if form.total is None:
        return f"还没有填完，目前合计 {form.so_far}" if form.so_far is not None else "还没有得分"
    if not form.grade:
        return f"分值合计 {number_text(form.total_weight)}，不是 100，不评等级"
    return ""

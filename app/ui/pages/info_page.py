"""基本信息: the facts that every form carries, and the rules that places differ on."""

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from app.domain.options import used_options
from app.domain.report import Report
from app.domain.submission import option
from app.scheme.model import Option, Scheme
from app.ui.fields import Choices, LineField, LongField, TextField
from app.ui.grid.desk import Desk
from app.ui.layout import Beside, button, card, label, modest, note, row, scrolling
from app.ui.pages.page import Page
from app.ui.pages.texts import LONG_HEIGHT, make_field
from app.ui.style import px

BOTH_WIDTH = 760  # px that the two cards take side by side


class InfoPage(Page):
    def __init__(self, desk: Desk, scheme: Scheme, codes: Callable[[], None]) -> None:
        """`codes` opens the tables of codes."""
        super().__init__(desk)
        self._show_codes = codes
        self._scheme = scheme
        self._fields: dict[str, TextField] = {}
        self._hints = {field.id: field.hint for field in scheme.fields}
        self._options: dict[str, Choices] = {}
        content = Beside(self._facts_card(), self._options_card(), width=BOTH_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(content))

    def _facts_card(self) -> QWidget:
        frame, box = card()
        box.addWidget(label("单位基本信息", "title"))
        box.addWidget(note("各张表里相同的内容只在这里填一次，带 * 的必填"))
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        for field in self._scheme.fields:
            line = make_field(self.desk.apply, field)
            line.setMaximumWidth(px(460))
            if isinstance(line, LongField):
                line.setFixedHeight(px(LONG_HEIGHT))
            line.entered.connect(self.say_field(field.label, field.hint))
            form.addRow(label(f"{field.label}{' *' if field.required else ''}"), line)
            self._fields[field.id] = line
        box.addLayout(form)
        return frame

    def _options_card(self) -> QWidget:
        frame, box = card()
        options = used_options(self._scheme)
        box.addWidget(label("方案", "title"))
        box.addWidget(label(self._scheme.title, "head", wrap=True))
        if self._scheme.about:
            box.addWidget(label(self._scheme.about, "second", wrap=True))
        if options:
            box.addSpacing(px(4))
            box.addWidget(label("计分规则", "title"))
            hint = "当地规定不同的，在这里选；改动会印在表下的注里。"
            box.addWidget(label(hint, "second", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(px(16))
        form.setVerticalSpacing(px(8))
        for definition in options:
            choice = modest(Choices())
            choice.setObjectName("option")
            choice.setMaximumWidth(px(460))
            choice.setAccessibleName(definition.label)
            for each in definition.choices:
                choice.addItem(each.label, each.id)
            choice.setToolTip(definition.hint)
            choice.address = f"option.{definition.id}"
            choice.entered.connect(self.say_field(definition.label, definition.hint))
            choice.activated.connect(self._chooser(definition, choice))
            form.addRow(label(definition.label, "second"))
            form.addRow(choice)
            self._options[definition.id] = choice
        box.addLayout(form)
        if any(one.codes for table in self._scheme.tables for one in table.lists):
            box.addSpacing(px(4))
            box.addWidget(label("科目", "title"))
            hint = "科目的名称照随程序的科目表；财政局另有科目表的，导入以后以它为准。"
            box.addWidget(label(hint, "second", wrap=True))
            box.addLayout(row(button("科目表…", self._show_codes), None))
        return frame

    def _chooser(self, definition: Option, choice: Choices) -> Callable[[int], None]:
        def choose(at: int) -> None:
            picked = str(choice.itemData(at))
            text = "" if picked == definition.default else picked
            self.desk.apply({f"option.{definition.id}": text}, f"选择{definition.label}")

        return choose

    def show_report(self, report: Report) -> None:
        for field_id, line in self._fields.items():
            address = f"info.{field_id}"
            line.show_text(address, report.text(address))
            if isinstance(line, LineField):
                line.show_problem(report.problems.get(address, ""), self._hints[field_id])
        for option_id, choice in self._options.items():
            chosen = option(report.scheme, report.submission.entries, option_id)
            choice.setCurrentIndex(choice.findData(chosen))

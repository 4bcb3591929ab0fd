"""A calm sentence over the window, and a question with two answers in words."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QPushButton, QWidget

from app.ui.layout import answers, button, dialog_box, label, row
from app.ui.style import px

NAME = "算盘"
WIDTH = 440  # px of the sentence
AGAINST = "仍然"  # how an answer begins that goes against what is advised


def tell(
    parent: QWidget | None, sentence: str, title: str = NAME, more: QPushButton | None = None
) -> None:
    """Say something that a person can put right; returns when it has been read. `more` is a button
    beside the one that says so."""
    Message(parent, sentence, title, more=more).exec()


def ask(parent: QWidget | None, sentence: str, yes: str, no: str) -> bool:
    """Whether a person agrees; closing the question is the second answer. Enter is the first one,
    unless that goes against what is advised, as “仍然关闭”."""
    return bool(Message(parent, sentence, NAME, (yes, no)).exec())


class Message(QDialog):
    """A sentence; without answers there is one button, that it has been read."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        title: str,
        words: tuple[str, str] | None = None,
        more: QPushButton | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        said = label(sentence, wrap=True)
        said.setFixedWidth(px(WIDTH))
        said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = dialog_box(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        box.addWidget(said)
        if words is None:
            read = button("知道了", self.accept, "primary")
            box.addLayout(row(more, None, read))
            read.setDefault(True)
            read.setFocus()
            return
        advised = not words[0].startswith(AGAINST)
        yes, no, buttons = answers(words[0], self.accept, self.reject, advised=advised)
        no.setText(words[1])
        box.addWidget(buttons)
        (yes if advised else no).setFocus()

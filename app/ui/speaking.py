"""A calm sentence over the window, and a question with two answers in words."""

from PySide6.QtWidgets import QAbstractButton, QMessageBox, QPushButton, QWidget

NAME = "算盘"


def tell(parent: QWidget | None, sentence: str, title: str = NAME) -> None:
    """Say something that a person can put right; returns when it has been read."""
    box = _box(parent, sentence, title)
    _look(box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole), "primary")
    box.exec()


def ask(parent: QWidget | None, sentence: str, yes: str, no: str) -> bool:
    """Whether a person agrees; closing the question is the second answer."""
    box = _box(parent, sentence, NAME)
    agreed = _look(box.addButton(yes, QMessageBox.ButtonRole.AcceptRole), "primary")
    box.setEscapeButton(_look(box.addButton(no, QMessageBox.ButtonRole.RejectRole), "plain"))
    box.exec()
    return box.clickedButton() is agreed


def _box(parent: QWidget | None, sentence: str, title: str) -> QMessageBox:
    """No picture beside it: the sentence says how serious it is."""
    return QMessageBox(QMessageBox.Icon.NoIcon, title, sentence, parent=parent)


def _look(button: QPushButton, name: str) -> QAbstractButton:
    button.setObjectName(name)
    return button

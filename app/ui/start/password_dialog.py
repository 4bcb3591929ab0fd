"""The password of a data file: asked for at the start, set and changed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLabel, QLayout, QLineEdit, QWidget

from app.storage.password import SHORTEST
from app.ui.layout import answers, button, dialog_box, label, note, row
from app.ui.style import px

WIDTH = 400  # px of what is said
FORGOTTEN = (
    "密码只有设它的人知道，程序里没有别的钥匙：忘记了，这个文件谁也打不开。"
    "请写下来，和单位的重要凭证放在一起。"
)

Attempt = Callable[[str], str]  # what is wrong with a password; blank where it fits


def ask_password(
    parent: QWidget | None, sentence: str, attempt: Attempt | None = None, no: str = "取消"
) -> str | None:
    """The password that a person types; None where they give up. One that `attempt` finds wrong is
    said and asked for again."""
    dialog = PasswordDialog(parent, sentence, attempt, no=no)
    return dialog.password() if dialog.exec() else None


class PasswordDialog(QDialog):
    """Asks for the password of a file that has one. With `rescue` there is a way for a file that
    may be damaged: then `wants_rescue` says whether it was taken."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        attempt: Attempt | None = None,
        *,
        rescue: bool = False,
        no: str = "取消",
    ) -> None:
        super().__init__(parent)
        self._attempt = attempt
        self.wants_rescue = False
        self.setWindowTitle("密码")
        self._field = _field("密码")
        self._problem = _problem()
        form = QFormLayout()
        form.setSpacing(px(8))
        form.addRow(label("密码"), self._field)
        form.addRow("", _shown(self._field))
        yes, refuse, buttons = answers("打开", self._accept, self.reject)
        refuse.setText(no)
        box = dialog_box(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        box.addWidget(_said(sentence))
        box.addLayout(form)
        box.addWidget(self._problem)
        if rescue:
            other = button("打不开怎么办…", self._rescue)
            other.setAutoDefault(False)
            box.addLayout(row(other, None, buttons))
        else:
            box.addWidget(buttons)
        yes.setDefault(True)
        self._field.setFocus()

    def password(self) -> str:
        return self._field.text()

    def _accept(self) -> None:
        said = self._attempt(self.password()) if self._attempt and self.password() else ""
        if not self.password():
            said = "请输入密码"
        if said:
            self._problem.setText(said)
            self._field.selectAll()
            self._field.setFocus()
        else:
            self.accept()

    def _rescue(self) -> None:
        self.wants_rescue = True
        self.reject()


class NewPasswordDialog(QDialog):
    """Sets a password, or changes or takes away the one there is; after `exec()` see `wanted`."""

    def __init__(self, parent: QWidget, key: str) -> None:
        super().__init__(parent)
        self._key = key
        self.setWindowTitle("密码")
        self._old, self._new, self._again = map(_field, ("现在的密码", "新密码", "再输一次"))
        self._none = QCheckBox("不再用密码")
        self._none.toggled.connect(self._choose)
        self._problem = _problem()
        form = QFormLayout()
        form.setSpacing(px(8))
        if key:
            form.addRow(label("现在的密码"), self._old)
        form.addRow(label("新密码"), self._new)
        form.addRow(label("再输一次"), self._again)
        form.addRow("", _shown(self._old, self._new, self._again))
        if key:
            form.addRow("", self._none)
        _, _, buttons = answers("更改" if key else "设密码", self._accept, self.reject)
        box = dialog_box(self)
        box.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        box.addWidget(label("更改数据文件的密码" if key else "给数据文件设一个密码", "title"))
        box.addWidget(
            _said(
                "设了密码，数据文件整个加密，每次打开程序都要输入；以后做的备份用同一个密码。"
                "以前的备份和导出的文件不受影响，佐证材料不加密。"
            )
        )
        box.addWidget(_said(FORGOTTEN))
        box.addLayout(form)
        box.addWidget(self._problem)
        box.addWidget(buttons)
        (self._old if key else self._new).setFocus()

    def wanted(self) -> str:
        """The new password; blank where none is wanted any more."""
        return "" if self._none.isChecked() else self._new.text()

    def _choose(self, none: bool) -> None:
        for field in (self._new, self._again):
            field.setEnabled(not none)

    def _accept(self) -> None:
        said, field = self._wrong()
        if field is None:
            self.accept()
            return
        self._problem.setText(said)
        field.selectAll()
        field.setFocus()

    def _wrong(self) -> tuple[str, QLineEdit | None]:
        new = self._new.text()
        if self._key and self._old.text() != self._key:
            return "现在的密码不对，注意大小写和输入法", self._old
        if self._none.isChecked():
            return "", None
        if len(new) < SHORTEST:
            return f"新密码至少 {SHORTEST} 个字符，现在是 {len(new)} 个", self._new
        if new != new.strip():
            return "新密码的开头或末尾是空格，以后容易输错，请去掉", self._new
        if new != self._again.text():
            return "两次输入的不一样", self._again
        return "", None


def _said(sentence: str) -> QLabel:
    """Of a fixed width: the dialog is then as high as its words and fields take, at every size."""
    made = note(sentence)
    made.setFixedWidth(px(WIDTH))
    return made


def _problem() -> QLabel:
    """Room for what is wrong: the dialog does not change when it is said."""
    made = label("", "problem", wrap=True)
    made.setMinimumHeight(2 * made.fontMetrics().lineSpacing())
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    return made


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


def _shown(*fields: QLineEdit) -> QCheckBox:
    """Lets a person see what is typed: without that, a wrong input method goes unnoticed."""
    box = QCheckBox("显示密码")

    def show(on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        for field in fields:
            field.setEchoMode(mode)

    box.toggled.connect(show)
    return box

"""How it stands with the backups, below the list: when the last one was made, and what is wrong."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QPushButton

from app.ui.layout import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.outcome import Outcome


HINT = "打开程序时和每天自动备份，有改动才备份；点一下看有哪些备份，从备份恢复"


class BackupLine:
    """A quiet button that leads to the backups, and a sentence where something is wrong."""

    def __init__(self, restore: "Callable[[], object]") -> None:
        self.said: QPushButton = button("", restore, "quiet", HINT)
        self.concern: QLabel = label("", wrap=True)
        self.said.hide()
        self.concern.hide()

    def show_outcome(self, outcome: "Outcome", now: datetime) -> None:
        words = concern(outcome)
        self.said.setText(last_words(outcome, now))
        self.said.show()
        self.concern.setText(f"⚠ {words}" if words else "")
        self.concern.setVisible(bool(words))


def last_words(outcome: "Outcome", now: datetime) -> str:
    """上次备份：今天 09:12."""
    if outcome.last is None:
        return "还没有备份"
    return f"上次备份：{when_words(outcome.last.taken, now)}"


def when_words(taken: datetime, now: datetime) -> str:
    """今天 09:12, 昨天 17:40, 11月24日 09:12; of another year with the year."""
    if taken.date() == now.date():
        return f"今天 {taken:%H:%M}"
    if taken.date() == (now - timedelta(days=1)).date():
        return f"昨天 {taken:%H:%M}"
    day = f"{taken.month}月{taken.day}日 {taken:%H:%M}"
    return day if taken.year == now.year else f"{taken.year}年{day}"


def concern(outcome: "Outcome") -> str:
    """What a person should know; blank where all is well."""
    parts = []
    if outcome.problem:
        parts.append(f"自动备份：{outcome.problem}可以照常填，过一会儿再试。")
    elif outcome.away is not None:
        parts.append(
            f"设置的备份文件夹现在用不了，备份先存在数据文件旁边：{outcome.away}。"
            "插上U盘、连上网络以后会再存到那里；不再用它的，请在“设置”里改。"
        )
    if outcome.second:
        parts.append(outcome.second)
    return "".join(parts)

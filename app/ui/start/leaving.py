"""Closing the window: not without a word where something would be gone with it. That is what cannot
be stored, and all of it where the data file was deleted under the window and cannot be put back."""

from typing import TYPE_CHECKING

from app.storage.problems import StorageProblem

if TYPE_CHECKING:
    from app.ui.window import MainWindow

UNSTORED = "刚才输入的内容没有存上，关闭窗口就没有了。要关闭吗？"
LOST = (
    "数据文件被删除或者移走了，现在又写不回原处。算盘开着，内容都还在；"
    "关闭以后，没有备份的内容就找不回来了。要关闭吗？\n\n{why}"
)


def may_leave(window: "MainWindow") -> bool:
    """Whether all is stored, or the person does not mind."""
    if not window.commit() and not window.ask(UNSTORED, "仍然关闭", "不关闭"):
        return False
    if not window.has_data():
        return True
    try:
        window.data().stay_in_place()
    except StorageProblem as problem:
        return window.ask(LOST.format(why=problem.sentence), "仍然关闭", "不关闭")
    return True

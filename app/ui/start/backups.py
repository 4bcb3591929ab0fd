"""备份 and 恢复 in the window: asked for, done, and said where. Loaded when one is asked for."""

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.progress import Cancelled, Progress
from app.storage.backup import back_up, back_up_to, copy_evidence, evidence_beside
from app.storage.database import open_database
from app.storage.problems import StorageProblem
from app.storage.restore import Restored, restore_all, restore_one
from app.ui.background import in_background
from app.ui.start.backup_dialog import BackupDialog
from app.ui.start.keeper import note_backup, without_backups
from app.ui.start.restore_dialog import RestoreDialog, Wish
from app.ui.start.units import backup_folder, named

if TYPE_CHECKING:
    from app.ui.window import MainWindow

T = TypeVar("T")


def ask_backup(window: "MainWindow") -> None:
    """The whole data file once more, where the person says; what is being typed is in it."""
    if window.opened is not None:
        window.opened.page.commit()
    data, key = window.data().path, window.data().key
    files = evidence_beside(data)
    dialog = BackupDialog(data, backup_folder(window), files, window)
    if not dialog.exec():
        return
    path, with_files = dialog.path(), dialog.files.isChecked() and bool(files[0])
    try:
        in_background(window, "正在备份", lambda tell: _back_up(data, path, key, tell))
    except StorageProblem as problem:
        window.tell(problem.sentence)
        return
    except Cancelled:
        return
    note_backup(window, path)
    words = f"已备份到：{path}\n备份已经检查过，可以打开。"
    if with_files:
        words = f"{words}\n{_evidence(window, data, path, files[0])}"
    window.tell(words)


def _back_up(data: Path, path: Path, key: str, tell: Progress) -> None:
    tell(0, 1, "数据文件")
    back_up_to(data, path, key)


def _evidence(window: "MainWindow", data: Path, path: Path, count: int) -> str:
    """The evidence files copied beside the backup, in a sentence, whatever became of it."""

    def work(tell: Progress) -> None:
        for at, file in enumerate(copy_evidence(data, path)):
            tell(at, count, file.name)

    try:
        in_background(window, "正在备份佐证材料", work)
    except Cancelled:
        return "佐证材料没有备份完：已停止。数据文件的备份是完整的。"
    except StorageProblem as problem:
        return f"佐证材料没有备份完，数据文件的备份是完整的。{problem.sentence}"
    return f"佐证材料（{count} 个文件）备份在它旁边的“{path.stem}_附件”文件夹里。"


def ask_restore(window: "MainWindow") -> None:
    """A submission, or the whole data file, out of a backup that was looked into first."""
    if window.opened is not None:
        window.opened.page.commit()
    folder = backup_folder(window)
    present = window.safely(window.data().submissions)
    if present is None:
        return
    dialog = RestoreDialog(window, folder, present)
    dialog.exec()
    wish = dialog.wish
    if wish is None:
        return
    if wish.info is None:
        _restore_all(window, wish, folder, len(present))
    else:
        _restore_one(window, wish, folder)


def _restore_all(window: "MainWindow", wish: Wish, folder: Path, count: int) -> None:
    agreed = window.ask(
        f"把整个数据文件换成 {wish.taken:%Y-%m-%d %H:%M} 的备份？\n"
        f"现在的 {count} 份填报全部换成备份里的 {wish.count} 份，设置和科目表也一样。"
        "以前的步骤不能再撤销。\n"
        f"恢复前先把现在的数据文件备份到：{folder}",
        "恢复整个数据文件",
        "不恢复",
    )
    if not agreed:
        return
    window.show_start()  # what is open now would belong to the file as it was
    path, key = window.data().path, window.data().key

    def work(tell: Progress) -> Path:
        tell(0, 2, "检查备份，把现在的数据文件先备份一份")
        with closing(open_database(path, key=key)) as own:
            ready = partial(tell, 1, 2, "换上备份里的内容")
            return restore_all(own, wish.path, folder, wish.key, ready)

    kept = _restored(window, work)
    if kept is None:
        return
    note_backup(window, kept)
    window.forget_figures()
    window.show_start()
    window.start.say(f"已恢复到 {wish.taken:%Y-%m-%d %H:%M} 的备份。恢复前的数据文件：{kept}")


def _restore_one(window: "MainWindow", wish: Wish, folder: Path) -> None:
    assert wish.info is not None
    name, replaced = named(wish.info), wish.replaced
    if replaced is not None and not window.ask(
        f"用 {wish.taken:%Y-%m-%d %H:%M} 的备份替换现在的“{named(replaced)}”？\n"
        f"现在的一份最后修改 {replaced.changed:%Y-%m-%d %H:%M}，以后填的内容都换成备份里的，"
        "以前的步骤不能再撤销。\n"
        f"恢复前先把现在的数据文件备份到：{folder}",
        "替换",
        "不恢复",
    ):
        return
    window.show_start()
    path, key = window.data().path, window.data().key
    wanted, number = wish.info.id, replaced.id if replaced is not None else None

    def work(tell: Progress) -> Restored:
        if number is not None:
            tell(0, 2, "把现在的数据文件先备份一份")
            back_up(path, folder, "restore", key)
        tell(1, 2, "检查备份，放回这份填报")
        with closing(open_database(path, key=key)) as own:
            return restore_one(own, wish.path, wanted, number, wish.key)

    made = _restored(window, work)
    if made is None:
        return
    window.forget_figures()
    window.show_start(made.id)
    window.start.say(f"已恢复 {name}")
    _say_lost(window, made)


def _restored(window: "MainWindow", work: Callable[[Progress], T]) -> T | None:
    """What was restored, beside the window, by a connection of its own; None where nothing was."""
    try:
        with without_backups(window) as wait:

            def after(tell: Progress) -> T:
                wait()
                return work(tell)

            return in_background(window, "正在恢复", after)
    except StorageProblem as problem:
        window.tell(problem.sentence)
    except Cancelled:
        window.start.say("没有恢复，数据文件没有改动")
    return None


def _say_lost(window: "MainWindow", made: Restored) -> None:
    if made.lost:
        window.tell(
            f"填报已经恢复，但是有 {len(made.lost)} 个佐证材料找不到了：\n"
            + "\n".join(made.lost)
            + "\n名称还列在各行里，请找出原文件重新添加。"
        )

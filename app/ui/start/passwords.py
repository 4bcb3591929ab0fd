"""密码 in the window: set, changed and taken away. Loaded when it is asked for."""

from typing import TYPE_CHECKING

from app.progress import Progress
from app.storage.password import change_password
from app.storage.problems import StorageProblem
from app.ui.background import in_background
from app.ui.start.keeper import without_backups
from app.ui.start.password_dialog import NewPasswordDialog

if TYPE_CHECKING:
    from app.ui.window import MainWindow


def ask_new_password(window: "MainWindow") -> None:
    """Ask for another password and give it to the data file; back on the list afterwards."""
    store = window.data()
    path, key = store.path, store.key
    dialog = NewPasswordDialog(window, key)
    if not dialog.exec():
        return
    wanted = dialog.wanted()
    if wanted == key:
        window.tell("密码没有变")
        return
    window.show_start()
    window.forget_figures()
    window.close_data()

    try:
        with without_backups(window) as wait:  # one that goes on has the file open

            def work(tell: Progress) -> None:
                tell(0, 0, "正在加密并检查数据文件" if wanted else "正在解密并检查数据文件")
                wait()
                change_password(path, key, wanted)

            in_background(window, "密码", work)
        window.key = wanted
    except StorageProblem as problem:
        window.tell(f"密码没有改。{problem.sentence}")
    window.show_start()
    if window.key == wanted:
        window.start.say(_done(key, wanted))


def _done(key: str, wanted: str) -> str:
    if not wanted:
        return "密码已经取消。以前有密码的备份，恢复时仍要输入当时的密码"
    if key:
        return "密码已经改好。以前的备份还是原来的密码"
    return "密码已经设好，下次打开程序时要输入。以前的备份没有密码，不需要的请自己删除"

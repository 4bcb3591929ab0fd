"""诊断包: what whoever looks into a problem needs to know, as texts that anyone can read through.

Nothing in it says for whom or what the figures are: no names, amounts or evidence, no folders.
Sizes, counts and versions, and the log, which holds no texts by its making. The data file itself
never goes along: what is in the package is what was shown.
"""

import contextlib
import io
import locale
import os
import platform
import re
import shutil
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app import log
from app.crash_file import crash_lines, crash_path
from app.exchange.problems import write_file
from app.progress import Progress, unwatched
from app.storage.backup import evidence_beside
from app.storage.counts import MOST, SQLITE, Counts, counts
from app.storage.home import find_home, program_folder
from app.storage.place import kind_of
from app.version import VERSION

LONGEST = 400_000  # characters of a text
PLACES = {
    "local": "本机硬盘",
    "removable": "U盘等可移动的盘",
    "network": "网络盘",
    "synced": "同步文件夹",
}
# settings whose values say nothing of anybody, and what such a value looks like
HARMLESS = (
    *("look.size", "welcome.done", "scheme.default", "show.unit", "show.wan_digits"),
    *("show.rate_digits", "grid.zoom", "recent"),
)
_VALUE = re.compile(r"[a-z0-9-]{0,40}|元|万元")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
ABOUT = """这是算盘的诊断包，给维护的人查找问题用。

里面有：程序和系统的版本，数据文件的大小和份数，运行日志。
里面没有：单位和人的名字、电话、金额、文字说明、佐证材料、文件夹的位置，也没有数据文件。

每个文件都是文字，可以用记事本打开看。
"""


@dataclass(frozen=True)
class Part:
    """A file of the package, and all that stands in it."""

    name: str
    text: str


def parts(
    data: Path, key: str, surface: Mapping[str, str], tell: Progress = unwatched
) -> tuple[Part, ...]:
    """All that goes into the package. `surface` is what the window knows of the screen. May be
    called from any thread; whatever cannot be found out, the rest is there."""
    tell(0, 0, "正在检查数据文件")
    found = counts(data, key)
    made = [
        Part("说明.txt", ABOUT),
        Part("环境.txt", _environment(data, surface)),
        Part("数据文件.txt", _data(data, found)),
        Part("设置.txt", _settings(found.settings or {})),
        *(Part(_log_name(at), _text_of(path)) for at, path in enumerate(_logs(data))),
    ]
    crash = crash_lines(crash_path(data))
    if crash:
        made.append(Part("崩溃记录.txt", "\n".join(crash) + "\n"))
    return tuple(made)


def write(folder: Path, made: Sequence[Part]) -> Path:
    """Put the package into the folder; its path. Raises ExportProblem."""
    path = _free(folder, f"算盘诊断包 {datetime.now():%Y-%m-%d %H%M%S}")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in made:
            packed.writestr(part.name, _crlf(part.text))
    write_file(path, buffer.getvalue())
    with contextlib.suppress(OSError):  # a file system without rights, such as a stick's
        path.chmod(0o600)
    log.note("diagnosed", files=len(made))
    return path


def _free(folder: Path, name: str) -> Path:
    number, path = 1, folder / f"{name}.zip"
    while path.exists():
        number += 1
        path = folder / f"{name}（{number}）.zip"
    return path


def _crlf(text: str) -> bytes:
    """For the editor of Windows, which wants to be told that it is UTF-8."""
    return ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8", "replace")


# ---------------------------------------------------------------- the texts


def _table(rows: Sequence[tuple[str, object]]) -> str:
    return "".join(f"{name}：{value}\n" for name, value in rows)


def _environment(data: Path, surface: Mapping[str, str]) -> str:
    home = find_home(program_folder())
    made = "便携版" if home.portable else "安装版" if program_folder() else "源代码"
    language, encoding = locale.getlocale()
    return _table(
        (
            ("程序版本", f"{VERSION}（{made}）"),
            ("写诊断包的时间", time.strftime("%Y-%m-%d %H:%M:%S %z")),
            ("系统", f"{platform.system()} {platform.release()} {platform.version()}"),
            ("发行版", _distribution()),
            ("处理器", f"{platform.machine()}，{os.cpu_count()} 核"),
            ("Python 和 SQLite", f"{platform.python_version()}，{SQLITE}"),
            ("语言和编码", f"{language} {encoding}，文件名 {sys.getfilesystemencoding()}"),
            ("数据文件放在", PLACES.get(_place(data), "？")),
            ("这个盘剩余空间", _free_space(data)),
            *surface.items(),
        )
    )


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return "不是 Linux"


def _place(data: Path) -> str:
    try:
        return kind_of(data.parent)
    except OSError:
        return ""


def _free_space(data: Path) -> str:
    try:
        return f"{shutil.disk_usage(data.parent).free // 1_000_000} MB"
    except OSError:
        return "？"


def _data(data: Path, found: Counts) -> str:
    files, size = evidence_beside(data)
    rows: list[tuple[str, object]] = [
        *((name, _size(data.with_name(data.name + end))) for name, end in _BESIDE),
        ("佐证材料", f"{files} 个，{size} 字节"),
        ("读的时候", found.problem or "没有问题"),
        ("完整性检查", "没有问题" if found.check == "ok" else found.check or "没有做成"),
        *(found.pragmas or {}).items(),
        *((f"表 {name} 的行数", count) for name, count in (found.tables or {}).items()),
    ]
    said = [_table(rows)]
    for line in found.lines:
        scheme = _plain_id(line.scheme)
        said.append(
            f"填报 {line.number}：{line.year}年度，方案 {scheme}，{line.entries} 格，"
            f"{line.letters} 字，修改 {line.steps} 步 {line.changes} 格"
            f"{'，已封存' if line.sealed else ''}\n"
        )
    if len(found.lines) == MOST:
        said.append("（更多的没有列出）\n")
    return "".join(said)


_BESIDE = (("数据文件", ""), ("旁边的 -wal", "-wal"), ("旁边的 -journal", "-journal"))


def _plain_id(text: str) -> str:
    return text if _ID.fullmatch(text) else "（其他）"


def _size(path: Path) -> str:
    try:
        return f"{path.stat().st_size} 字节"
    except OSError:
        return "没有"


def _settings(kept: Mapping[str, str]) -> str:
    """The harmless ones with their values; of others only how many there are of each kind."""
    shown = [(name, kept[name]) for name in HARMLESS if name in kept]
    rows = [(name, value if _VALUE.fullmatch(value) else "（有）") for name, value in shown]
    others = Counter(name.partition(".")[0] for name in kept if name not in HARMLESS)
    rows += [(f"{_plain_id(kind)} 类", f"{count} 项") for kind, count in sorted(others.items())]
    return _table(rows) or "没有改过设置\n"


def _logs(data: Path) -> list[Path]:
    return log.files(log.log_path(data))[::-1]  # the latest first


def _log_name(at: int) -> str:
    return f"日志{at or ''}.txt"


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")[-LONGEST:]
    except OSError:
        return "（读不出来）\n"

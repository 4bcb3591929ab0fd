"""Evidence files beside the data file: names, copies, and what can go wrong with a copy."""

import contextlib
import errno
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.evidence import file_names, file_text
from app.domain.texts import printable
from app.storage import attachments
from app.storage.attachments import (
    LIMIT,
    MAX_PATH,
    AttachmentProblem,
    Reason,
    attach,
    folder_of,
    path_of,
)
from app.storage.plain_names import MAX_BYTES, MIN_ROOM, is_plain, length, safe_name

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="rights and links of POSIX systems")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Where the data file lies; nobody here opens it."""
    return tmp_path / "数据" / "算盘.db"


@pytest.fixture(autouse=True)
def _folder(store: Path) -> None:
    store.parent.mkdir()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    return written(tmp_path / "验收报告.pdf", b"a report")


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def lying(store: Path, submission: int = 1) -> dict[str, bytes]:
    """Every file in the folder, half copies too."""
    folder = folder_of(store, submission)
    return {p.name: p.read_bytes() for p in folder.iterdir()} if folder.exists() else {}


def refused(store: Path, source: Path, reason: Reason, *words: str) -> AttachmentProblem:
    """The problem; and nothing came, went or changed by it."""
    before = lying(store)
    with pytest.raises(AttachmentProblem) as caught:
        attach(store, 1, source)
    assert lying(store) == before
    assert caught.value.reason == reason
    sentence = caught.value.sentence
    for word in (*words, "没有", "。"):
        assert word in sentence
    assert "{" not in sentence
    return caught.value


# ---------------------------------------------------------------- names

LONG = "长" * 300
NAMES = [  # name of the source, name in the folder
    ("验收报告.pdf", "验收报告.pdf"),
    ("合同 (2) final.DOCX", "合同 (2) final.DOCX"),
    ("/home/x/照片.jpg", "照片.jpg"),
    ("C:\\资料\\照片.jpg", "照片.jpg"),
    ("..\\..\\照片.jpg", "照片.jpg"),
    ("../../etc/passwd", "passwd"),
    ("..", "附件"),
    ("", "附件"),
    (".pdf", "附件.pdf"),
    ("???.pdf", "附件.pdf"),
    (".隐藏.txt", "隐藏.txt"),
    ('a<b>c:d"e|f?g*.txt', "a_b_c_d_e_f_g_.txt"),
    ("a.pdf:Zone.Identifier", "a.pdf_Zone.Identifier"),
    ("报告.pdf. . ", "报告.pdf"),
    ("  报告  终稿 .pdf", "报告 终稿.pdf"),
    ("一\n二\t三\x00\x7f.txt", "一 二 三.txt"),
    ("一\u2028二.txt", "一 二.txt"),
    ("发票\u202egpj.exe", "发票gpj.exe"),
    ("\u200e\u2066报\u2069告\u200f.pdf", "报告.pdf"),
    ("\udcd5\udcc5.pdf", "附件.pdf"),
    ("a\ufffeb\uffffc\ufdd0.txt", "abc.txt"),
    ("e\u0301.txt", "\u00e9.txt"),
    ("CON", "_CON"),
    ("nul.pdf", "_nul.pdf"),
    ("Com1 .tar.gz", "_Com1 .tar.gz"),
    ("LPT³.txt", "_LPT³.txt"),
    ("CONTRACT.pdf", "CONTRACT.pdf"),
    ("COM10.txt", "COM10.txt"),
    ("第1.2.3条", "第1.2.3条"),
    (f"{LONG}.pdf", f"{'长' * 83}.pdf"),
    ("a" * 300, "a" * 255),
    (f"a.{'b' * 300}", f"a.{'b' * 253}"),
    ("𠮷野家.pdf", "𠮷野家.pdf"),
]


@pytest.mark.parametrize(("name", "safe"), NAMES)
def test_names_stay_readable_and_become_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


FITTED = [  # name, room, number, name in the folder
    ("报告.pdf", 255, 2, "报告（2）.pdf"),
    ("报告", 255, 12, "报告（12）"),
    ("CON.pdf", 255, 2, "_CON（2）.pdf"),
    (f"{LONG}.pdf", 255, 2, f"{'长' * 81}（2）.pdf"),
    (f"{LONG}.pdf", 30, 1, f"{'长' * 26}.pdf"),
    (f"{LONG}.pdf", 30, 2, f"{'长' * 23}（2）.pdf"),
    (f"{'𠮷' * 40}.pdf", 31, 1, f"{'𠮷' * 13}.pdf"),
    ("1234567 9012345678901234567890.x", 10, 1, "1234567.x"),
]


@pytest.mark.parametrize(("name", "room", "number", "safe"), FITTED)
def test_names_with_a_number_and_little_room(name: str, room: int, number: int, safe: str) -> None:
    assert safe_name(name, room, number) == safe


nasty = st.text(
    st.characters() | st.sampled_from("./\\ :_~$CONnulcom1（2）长\u202e\u200d\u0301\ud800"),
    max_size=400,
)


@given(name=nasty, room=st.integers(MIN_ROOM, 300), number=st.integers(1, 120))
def test_every_name_becomes_a_harmless_one(name: str, room: int, number: int) -> None:
    safe = safe_name(name, room, number)
    assert is_plain(safe)
    assert len(safe.encode()) <= MAX_BYTES and length(safe) <= room
    # it survives the cell that lists it
    assert printable(safe) == safe
    assert file_names(file_text([safe])) == (safe,)


@given(name=nasty)
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    with tempfile.TemporaryDirectory() as top:
        store = Path(top) / "a.db"
        written(store, b"")
        written(Path(top) / "x", b"")
        written(folder_of(store, 1) / "x", b"")
        found = path_of(store, 1, name)
        assert found is None or found.parent == folder_of(store, 1)


# ---------------------------------------------------------------- copies


def test_a_file_is_copied_beside_the_data_file(store: Path, report: Path) -> None:
    assert attach(store, 7, report) == "验收报告.pdf"
    assert folder_of(store, 7) == store.parent / "算盘_附件" / "7"
    assert lying(store, 7) == {"验收报告.pdf": b"a report"}
    assert path_of(store, 7, "验收报告.pdf") == folder_of(store, 7) / "验收报告.pdf"
    assert report.read_bytes() == b"a report"
    assert path_of(store, 8, "验收报告.pdf") is None


def test_an_empty_file_and_one_of_several_chunks(store: Path, tmp_path: Path) -> None:
    big = os.urandom(attachments.CHUNK * 2 + 5)
    attach(store, 1, written(tmp_path / "空.txt", b""))
    attach(store, 1, written(tmp_path / "大.bin", big))
    assert lying(store) == {"空.txt": b"", "大.bin": big}


def test_line_ends_of_a_text_file_stay(store: Path, tmp_path: Path) -> None:
    attach(store, 1, written(tmp_path / "a.csv", b"1\n2\r\n\x1a3"))
    assert lying(store) == {"a.csv": b"1\n2\r\n\x1a3"}


def test_the_same_name_with_the_same_and_with_other_content(store: Path, tmp_path: Path) -> None:
    steps = [  # folder of the source, content, name in the folder
        ("甲", b"one", "图.jpg"),
        ("乙", b"one", "图.jpg"),
        ("丙", b"two", "图（2）.jpg"),  # of the same size
        ("丁", b"three", "图（3）.jpg"),
        ("戊", b"two", "图（2）.jpg"),
        ("己", b"one", "图.jpg"),
    ]
    for folder, data, name in steps:
        assert attach(store, 1, written(tmp_path / folder / "图.jpg", data)) == name
    assert lying(store) == {"图.jpg": b"one", "图（2）.jpg": b"two", "图（3）.jpg": b"three"}


def test_names_that_windows_takes_for_the_same(store: Path, tmp_path: Path) -> None:
    attach(store, 1, written(tmp_path / "甲" / "Plan.PDF", b"one"))
    assert attach(store, 1, written(tmp_path / "乙" / "plan.pdf", b"one")) == "Plan.PDF"
    assert attach(store, 1, written(tmp_path / "丙" / "plan.pdf", b"two")) == "plan（2）.pdf"


def test_a_folder_of_that_name_is_no_obstacle(store: Path, report: Path) -> None:
    (folder_of(store, 1) / report.name).mkdir(parents=True)
    assert attach(store, 1, report) == "验收报告（2）.pdf"


@POSIX
def test_a_name_put_there_by_hand_is_not_handed_out(store: Path, tmp_path: Path) -> None:
    """One letter in two parts: the cell would list a name that finds nothing."""
    written(folder_of(store, 1) / "e\u0301.txt", b"one")
    name = attach(store, 1, written(tmp_path / "\u00e9.txt", b"one"))
    assert path_of(store, 1, name) is not None


@given(contents=st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=2)), max_size=12))
@settings(deadline=None)
def test_each_name_leads_to_what_was_attached(contents: list[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as top:
        store, given_names = Path(top) / "x.db", []
        for at, (name, data) in enumerate(contents):
            given_names.append(attach(store, 1, written(Path(top) / str(at) / name, data)))
        for name, (_, data) in zip(given_names, contents, strict=True):
            path = path_of(store, 1, name)
            assert path is not None and path.read_bytes() == data
        kinds = {(name, hashlib.sha256(data).digest()) for name, data in contents}
        assert len(lying(store)) == len(set(given_names)) == len(kinds)


@POSIX
def test_only_the_user_may_read_it(store: Path, report: Path) -> None:
    report.chmod(0o644)
    attach(store, 1, report)
    modes = [
        one.stat().st_mode & 0o777
        for one in (
            folder_of(store, 1).parent,
            folder_of(store, 1),
            folder_of(store, 1) / report.name,
        )
    ]
    assert modes == [0o700, 0o700, 0o600]


def test_two_windows_at_once_lose_nothing(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All have looked which names are free before the first of them takes one."""
    count = 6
    gate, place = threading.Barrier(count), attachments._put_in_place
    waited: set[int] = set()

    def later(part: Path, target: Path) -> None:
        if threading.get_ident() not in waited:
            waited.add(threading.get_ident())
            gate.wait(10)
        place(part, target)

    monkeypatch.setattr(attachments, "_put_in_place", later)
    sources = [written(tmp_path / str(at) / "图.jpg", b"%d" % at) for at in range(count)]
    threads = [threading.Thread(target=attach, args=(store, 1, source)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(lying(store).values()) == [b"%d" % at for at in range(count)]


def test_a_disk_that_knows_no_links(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(self: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert attach(store, 1, written(tmp_path / "甲" / "图.jpg", b"one")) == "图.jpg"
    assert attach(store, 1, written(tmp_path / "乙" / "图.jpg", b"two")) == "图（2）.jpg"
    with pytest.raises(FileExistsError):  # one that came after the look
        attachments._put_in_place(tmp_path / "甲" / "图.jpg", folder_of(store, 1) / "图.jpg")
    assert lying(store) == {"图.jpg": b"one", "图（2）.jpg": b"two"}


def test_a_long_name_in_a_deep_folder(tmp_path: Path) -> None:
    store = tmp_path / "d" / "x.db"
    base = length(str(folder_of(store, 1)))
    store = tmp_path / ("d" * (MAX_PATH - 40 - base)) / "d" / "x.db"
    store.parent.mkdir(parents=True)
    name = attach(store, 1, written(tmp_path / f"{'长' * 80}.pdf", b"1"))
    path = path_of(store, 1, name)
    assert path is not None and length(str(path)) == MAX_PATH
    assert name.endswith("长.pdf")


def test_a_folder_too_deep_for_any_name(tmp_path: Path, report: Path) -> None:
    deep = tmp_path
    while length(str(deep)) < MAX_PATH - 60:
        deep = deep / ("d" * 20)
    store = deep / ("d" * 22) / "x.db"
    store.parent.mkdir(parents=True)
    problem = refused(store, report, "long", "太长", "最多215个字", "一起移到")
    assert f"有{length(str(folder_of(store, 1)))}个字" in problem.sentence


# ---------------------------------------------------------------- finding and keeping


def test_a_file_that_is_gone(store: Path, report: Path) -> None:
    name = attach(store, 1, report)
    (folder_of(store, 1) / name).unlink()
    assert path_of(store, 1, name) is None


OUTSIDE = [
    *("../外.txt", "..\\外.txt", "..", ".", "", "/etc/passwd", "C:\\外.txt", "sub/里.txt"),
    *(
        "里.txt\n",
        "里.txt ",
        "里.txt.",
        "里.txt:ads",
        "里\u202e.txt",
        " 里.txt",
        ".里.txt",
        "\x00",
        "NUL",
        "con.txt",
        "里" * 300,
    ),
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_names_that_lead_elsewhere_find_nothing(store: Path, name: str) -> None:
    folder = folder_of(store, 1)
    written(folder / "里.txt", b"")
    written(folder / "sub" / "里.txt", b"")
    written(folder.parent / "外.txt", b"")
    if sys.platform != "win32" and name and not set(name) & set("/\x00"):
        with contextlib.suppress(OSError):
            written(folder / name, b"")  # put there by hand
    assert path_of(store, 1, "里.txt") == folder / "里.txt"
    assert path_of(store, 1, name) is None


@POSIX
def test_links_that_lead_elsewhere_find_nothing(store: Path, report: Path) -> None:
    folder = folder_of(store, 1)
    folder.mkdir(parents=True)
    (folder / "外.pdf").symlink_to(report)
    (folder / "圈.pdf").symlink_to(folder / "圈.pdf")
    assert path_of(store, 1, "外.pdf") is None
    assert path_of(store, 1, "圈.pdf") is None


# ---------------------------------------------------------------- refusals


def test_a_source_that_is_gone(store: Path, tmp_path: Path) -> None:
    refused(store, tmp_path / "没有.pdf", "gone", "找不到“没有.pdf”")
    refused(store, tmp_path / "a\x00b", "gone")


def test_a_folder_is_no_file(store: Path, tmp_path: Path) -> None:
    (tmp_path / "照片").mkdir()
    refused(store, tmp_path / "照片", "folder", "“照片”是一个文件夹")


@POSIX
def test_a_pipe_is_not_waited_for(store: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(store, tmp_path / "pipe", "unreadable")


@POSIX
def test_links_in_a_circle(store: Path, tmp_path: Path) -> None:
    (tmp_path / "圈").symlink_to(tmp_path / "圈")
    refused(store, tmp_path / "圈", "gone")


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_a_file_over_the_limit(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIMIT == 200 * 1024 * 1024
    refused(store, sparse(tmp_path / "a.mp4", LIMIT + 1), "large", "有200.1 MB", "最多200 MB")
    refused(store, sparse(tmp_path / "b.mp4", LIMIT * 2), "large", "有400.0 MB")
    monkeypatch.setattr(attachments, "LIMIT", 5)
    assert attach(store, 1, written(tmp_path / "c.txt", b"12345")) == "c.txt"


def test_a_file_that_grows_over_the_limit(
    store: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "LIMIT", 20)
    growing(monkeypatch, report, b"x" * 30)
    refused(store, report, "large")


def test_a_file_that_is_still_being_written(
    store: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = os.urandom(attachments.CHUNK + 1)
    report.write_bytes(data)
    shortened(monkeypatch, report)
    refused(store, report, "changing", "正在被改动")
    monkeypatch.undo()
    report.write_bytes(data)
    assert lying(store) == {} and attach(store, 1, report) == report.name


def opened(monkeypatch: pytest.MonkeyPatch, source: Path, then: Callable[[], object]) -> None:
    """Do something to the source in the moment when it is opened for reading."""
    whole = Path.open

    def open_(self: Path, mode: str = "r", *rest: object, **named: object) -> IO[bytes]:
        file: IO[bytes] = whole(self, mode, *rest, **named)  # type: ignore[call-overload]
        if self == source and mode == "rb":
            file.peek(1)  # type: ignore[attr-defined]
            monkeypatch.setattr(Path, "open", whole)
            try:
                then()
            except OSError:
                file.close()
                raise
        return file

    monkeypatch.setattr(Path, "open", open_)


def growing(monkeypatch: pytest.MonkeyPatch, source: Path, more: bytes) -> None:
    def grow() -> None:
        with source.open("ab") as file:
            file.write(more)

    opened(monkeypatch, source, grow)


def shortened(monkeypatch: pytest.MonkeyPatch, source: Path) -> None:
    opened(monkeypatch, source, lambda: os.truncate(source, 3))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "unreadable"),
        (OSError(errno.EIO, "Input/output error"), "unreadable"),
        (FileNotFoundError(errno.ENOENT, "gone"), "gone"),
    ],
)
def test_a_source_that_cannot_be_read(
    error: OSError, reason: Reason, store: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise error

    opened(monkeypatch, report, fail)
    refused(store, report, reason, "“验收报告.pdf”")


def test_a_source_that_another_program_holds(
    store: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Held(PermissionError):
        winerror = 32

    def fail() -> None:
        raise Held(errno.EACCES, "sharing violation")

    opened(monkeypatch, report, fail)
    refused(store, report, "in-use", "另一个程序")


def test_a_file_that_lies_in_the_folder_already(store: Path, report: Path) -> None:
    name = attach(store, 1, report)
    problem = refused(store, folder_of(store, 1) / name, "inside", "已经在存放佐证材料的文件夹里")
    assert problem.stored == name
    # another submission's is copied
    assert attach(store, 2, folder_of(store, 1) / name) == name


WRITING = [  # (where it fails, how), reason, words
    (("fsync", errno.ENOSPC), "full", "磁盘空间不够"),
    (("fsync", errno.EDQUOT), "full", "磁盘空间不够"),
    (("fsync", errno.EIO), "disk", "没有应答"),
    (("open", errno.EROFS), "read-only", "只读"),
    (("open", errno.EACCES), "read-only", "没有写入权限"),
    (("mkdir", errno.EACCES), "read-only", "没有写入权限"),
    (("mkdir", errno.ENOSPC), "full", "磁盘空间不够"),
]


@pytest.mark.parametrize(("fault", "reason", "word"), WRITING)
def test_a_folder_that_cannot_be_written(
    fault: tuple[str, int],
    reason: Reason,
    word: str,
    store: Path,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call, number = fault
    real: Callable[..., int] = getattr(os, call)

    def fail(*rest: object, **named: object) -> int:
        if call == "open" and not int(str(rest[1])) & os.O_CREAT:
            return real(*rest, **named)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fail)
    refused(store, report, reason, word, "“验收报告.pdf”")
    monkeypatch.undo()
    assert attach(store, 1, report) == "验收报告.pdf"


def test_a_file_where_the_folder_should_be(store: Path, report: Path) -> None:
    written(store.parent / "算盘_附件", b"")
    with pytest.raises(AttachmentProblem) as caught:
        attach(store, 1, report)
    assert caught.value.reason == "disk"


def test_a_name_full_of_braces_is_said_as_it_is(store: Path, tmp_path: Path) -> None:
    with pytest.raises(AttachmentProblem) as caught:
        attach(store, 1, tmp_path / "{folder}{limit}.pdf")
    assert "“{folder}{limit}.pdf”" in caught.value.sentence


# ---------------------------------------------------------------- killed


DIE = """
import os, sys
from pathlib import Path
from app.storage import attachments
def die(*_): os._exit(9)
attachments.{name} = die
attachments.attach(Path(sys.argv[1]), 1, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("name", ["os.fsync", "_settled", "_put_in_place"])
def test_killed_in_the_middle_leaves_no_half_file(name: str, store: Path, report: Path) -> None:
    folder_of(store, 1).mkdir(parents=True)
    command = [sys.executable, "-c", DIE.replace("{name}", name), str(store), str(report)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 9
    [left] = lying(store)
    assert path_of(store, 1, left) is None
    assert attach(store, 1, report) == report.name
    assert lying(store)[report.name] == b"a report"
    assert left in lying(store)  # it might be another window's, still at work
    os.utime(folder_of(store, 1) / left, (0, 0))
    attach(store, 1, report)
    assert lying(store) == {report.name: b"a report"}

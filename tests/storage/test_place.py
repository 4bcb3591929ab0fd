"""Which folders are on a local disk."""

from pathlib import Path

import pytest

from app.storage import place

MOUNTS = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /home btrfs rw 0 0
server:/export /home/share nfs4 rw,vers=4.2 0 0
//nas/张三 /mnt/共享\040文件夹 cifs rw 0 0
/dev/sdb1 /media/USB vfat rw 0 0
auto /auto autofs rw 0 0
//nas/a /auto smb3 rw 0 0
me@host:/ /mnt/back\134slash fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("folder", "kind", "local"),
    [
        ("/", "ext4", True),
        ("/opt/suanpan", "ext4", True),
        ("/home/甲/文档", "btrfs", True),
        ("/home/shared", "btrfs", True),
        ("/home/share", "nfs4", False),
        ("/home/share/决算", "nfs4", False),
        ("/mnt/共享 文件夹/2023", "cifs", False),
        ("/media/USB", "vfat", False),
        ("/auto/2023", "smb3", False),
        (r"/mnt/back\slash", "fuse.sshfs", False),
    ],
)
def test_mounts(folder: str, kind: str, local: bool) -> None:
    assert place.mount_type(MOUNTS, folder) == kind
    assert (kind not in place.NOT_LOCAL) is local


def test_what_is_not_told_is_local() -> None:
    assert place.mount_type("", "/home") == ""
    assert "" not in place.NOT_LOCAL


@pytest.mark.parametrize(
    ("path", "drive", "local"),
    [
        (r"C:\Users\张三\Documents", 3, True),
        (r"Z:\决算", 4, False),
        (r"E:\决算", 2, False),
        (r"R:\决算", 6, True),
        (r"Q:\决算", 0, True),
        (r"\\server\share\决算", 3, False),
        ("//server/share", 3, False),
        (r"\\?\UNC\server\share", 3, False),
        (r"\\?\D:\决算", 3, True),
        (r"\\?\Z:\决算", 4, False),
    ],
)
def test_windows_paths(path: str, drive: int, local: bool) -> None:
    asked: list[str] = []

    def drive_type(root: str) -> int:
        asked.append(root)
        return drive

    assert place.is_local_on_windows(path, drive_type) is local
    assert all(len(root) == 3 and root.endswith(":\\") for root in asked)


def test_this_machine_can_be_asked(tmp_path: Path) -> None:
    assert place.is_local(tmp_path / "还没有") in {True, False}


def test_no_mount_table_means_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MOUNTS", tmp_path / "none")
    assert place.is_local(tmp_path)

"""What kind of place a folder is: disks, sticks, shares, folders that are synchronised."""

import sys
from pathlib import Path

import pytest

from app.storage import place
from app.storage.drives import CLOUD_TAG, Drives, kind_on_windows, marked_by_cloud

MOUNTS = r"""sysfs /sys sysfs rw,nosuid 0 0
/dev/sda2 / ext4 rw,relatime 0 0
/dev/sda3 /home btrfs rw 0 0
server:/export /home/share nfs4 rw,vers=4.2 0 0
//nas/张三 /mnt/共享\040文件夹 cifs rw 0 0
/dev/sdb1 /media/USB vfat rw 0 0
/dev/sdc1 /media/张三/资料 ext4 rw 0 0
/dev/sda4 /media/张三/第二分区 ext4 rw 0 0
/dev/mapper/luks-1 /mnt/加密 ext4 rw 0 0
/dev/sr0 /media/cdrom iso9660 ro 0 0
/dev/sdz1 /run/media/张三/不知道 ext4 rw 0 0
/dev/sdz2 /srv/不知道 ext4 rw 0 0
/dev/sdd1 /mnt/读卡器 ext4 rw 0 0
auto /auto autofs rw 0 0
//nas/a /auto smb3 rw 0 0
me@host:/ /mnt/back\134slash fuse.sshfs rw 0 0
broken
"""


@pytest.fixture
def linux(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer with these mounts, and a system that knows its disks as Linux does."""
    usb, pci = "pci0000:00/0000:00:14.0/usb2/2-1/host6/block", "pci0000:00/ata1/host0/block"
    disks = {
        f"{pci}/sda": ("0", ("sda2", "sda3", "sda4")),
        f"{usb}/sdb": ("1", ("sdb1",)),
        f"{usb}/sdc": ("0", ("sdc1",)),  # a hard disk on a cable
        f"{pci}/sdd": ("1", ("sdd1",)),
        f"{pci}/sr0": ("1", ()),
        "virtual/block/dm-0": ("0", ()),
    }
    devices = tmp_path / "class"
    devices.mkdir()
    for name, (removable, parts) in disks.items():
        disk = tmp_path / "devices" / name
        disk.mkdir(parents=True)
        (disk / "removable").write_text(f"{removable}\n", encoding="ascii")
        for part in (disk, *(disk / part for part in parts)):
            part.mkdir(exist_ok=True)
            (devices / part.name).symlink_to(part)
    slaves = tmp_path / "devices/virtual/block/dm-0/slaves"
    slaves.mkdir()
    (slaves / "sdc1").symlink_to(devices / "sdc1")
    (devices / "luks-1").symlink_to(tmp_path / "devices/virtual/block/dm-0")
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    monkeypatch.setattr(place, "DEVICES", devices)
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("linux")
@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux")
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "local"),
        ("/opt/suanpan", "local"),
        ("/home/甲/文档", "local"),
        ("/home/shared", "local"),
        ("/home/share", "network"),
        ("/home/share/决算", "network"),
        ("/mnt/共享 文件夹/2023", "network"),
        ("/auto/2023", "network"),
        (r"/mnt/back\slash", "network"),
        ("/media/USB", "removable"),
        ("/media/张三/资料/决算", "removable"),
        ("/media/张三/第二分区", "local"),
        ("/mnt/加密", "removable"),
        ("/mnt/读卡器", "removable"),
        ("/media/cdrom", "removable"),
        ("/run/media/张三/不知道", "removable"),
        ("/srv/不知道", "local"),
        ("/media/没有挂载", "local"),
        ("/home/甲/OneDrive/决算", "synced"),
        ("/home/甲/OneDrive - 云岭县财政局", "synced"),
        ("/home/甲/Nutstore Files/我的坚果云", "synced"),
        ("/home/甲/坚果云-123/资料", "synced"),
        ("/home/甲/baidusyncdisk/x", "synced"),
        ("/home/甲/WPSDrive/123/WPS云盘", "synced"),
        ("/home/甲/OneDriveX", "local"),
        ("/home/share/Dropbox", "network"),
    ],
)
def test_places_on_linux(folder: str, kind: str) -> None:
    assert place.kind_of(Path(folder)) == kind
    assert place.is_local(Path(folder)) is (kind == "local")


def test_no_mount_table_means_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MOUNTS", tmp_path / "none")
    assert place.is_local(tmp_path)
    assert place.mount_at("", "/home") == place.Mount()


def test_this_machine_can_be_asked(tmp_path: Path) -> None:
    assert place.kind_of(tmp_path / "还没有") in {"local", "removable", "network"}


@pytest.mark.parametrize("mark", place.SYNC_MARKS)
def test_a_mark_in_a_folder_above_tells_of_synchronising(tmp_path: Path, mark: str) -> None:
    inside = tmp_path / "资料" / "决算"
    inside.mkdir(parents=True)
    assert not place.is_synced(inside)
    (tmp_path / "资料" / mark).mkdir()
    assert place.is_synced(inside)
    assert not place.is_synced(tmp_path)


USB, SATA = 7, 11
GUID = "{3cf9130b-f942-4f48-a322-418d1c20f05f}"


@pytest.mark.parametrize(
    ("path", "drive", "bus", "kind"),
    [
        (r"C:\Users\张三\Documents", 3, SATA, "local"),
        (r"Z:\决算", 4, 0, "network"),
        (r"E:\决算", 2, USB, "removable"),
        (r"F:\决算", 3, USB, "removable"),
        (r"D:\决算", 5, 0, "removable"),
        (r"R:\决算", 6, 0, "local"),
        (r"Q:\决算", 0, 0, "local"),
        (r"\\server\share\决算", 3, 0, "network"),
        ("//server/share", 3, 0, "network"),
        (r"\\?\UNC\server\share", 3, 0, "network"),
        (r"\\?\unc\server\share", 3, 0, "network"),
        (r"\\?\D:\决算", 3, SATA, "local"),
        (r"\\?\Z:\决算", 4, 0, "network"),
        (r"\\.\E:\决算", 2, 0, "removable"),
        (rf"\\?\Volume{GUID}\决算", 2, 0, "removable"),
        (rf"\\?\Volume{GUID}\决算", 3, 0, "local"),
        (r"C:\Users\张三\OneDrive - 局\决算", 3, 0, "synced"),
        (r"c:\users\张三\onedrive - 局", 3, 0, "synced"),
        (r"C:\Users\张三\OneDrive - 局外", 3, 0, "local"),
        (r"D:\云\决算", 3, 0, "synced"),
    ],
)
def test_places_on_windows(path: str, drive: int, bus: int, kind: str) -> None:
    asked: list[str] = []

    def drive_type(root: str) -> int:
        asked.append(root)
        return drive

    folders = {"OneDrive": "D:\\云\\", "OneDriveCommercial": r"C:\Users\张三\OneDrive - 局"}
    assert kind_on_windows(path, Drives(drive_type, lambda _root: bus, folders)) == kind
    assert all(root[1:] == ":\\" or root == f"\\\\?\\Volume{GUID}\\" for root in asked)


@pytest.mark.parametrize(
    ("attributes", "tag", "cloud"),
    [
        (0x10, 0, False),
        (0x10 | 0x400000, 0, True),
        (0x10 | 0x40000, 0, True),
        (0x410, CLOUD_TAG | 0x6000, True),
        (0x410, 0xA0000003, False),  # a folder that stands for another one
    ],
)
def test_what_windows_marks_for_the_cloud(attributes: int, tag: int, cloud: bool) -> None:
    class Marked:
        def lstat(self) -> object:
            return type("Stat", (), {"st_file_attributes": attributes, "st_reparse_tag": tag})

    assert marked_by_cloud(Marked()) is cloud  # type: ignore[arg-type]

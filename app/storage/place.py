"""What kind of place is a folder? WAL needs a disk of this computer, which nothing else touches.

Its shared memory does not work over a network. A stick is pulled out, and a program that
synchronises a folder copies one file after the other while they change: there, one file that is
whole after each edit is safer than three that belong together.

What cannot be told counts as local. Programs that synchronise can be set up for any folder; known
are the folders that they make themselves.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["local", "removable", "network", "synced"]

MOUNTS = Path("/proc/self/mounts")
DEVICES = Path("/sys/class/block")
NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre"),
        *("9p", "drvfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse"),
        *("davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs"),
        *("fuse.gvfsd-fuse", "fuse.gvfs-fuse-daemon", "fuse.smbnetfs", "fuse.s3fs"),
    }
)
STICKS = frozenset({"vfat", "msdos", "exfat", "fuse.exfat"})  # file systems of USB sticks and cards
PLUGGED_IN = ("/media/", "/run/media/")  # where desktops mount what is plugged in
# folders that programs for synchronising make, without regard to case
SYNCED = frozenset(
    {
        *("onedrive", "iclouddrive", "icloud drive", "dropbox", "google drive"),
        *("我的坚果云", "nutstore", "nutstore files", "wpsdrive", "wps云盘"),
        *("baidusyncdisk", "baidunetdiskworkspace", "百度网盘同步空间"),
    }
)
SYNCED_STARTS = ("onedrive - ", "dropbox (", "坚果云-")  # a company's or a person's name follows
SYNC_MARKS = (".dropbox", ".stfolder")  # files that lie in the topmost folder


def is_local(folder: Path) -> bool:
    """Whether the folder is on a disk of this computer and left alone there."""
    return kind_of(folder) == "local"


def kind_of(folder: Path) -> Kind:
    """What kind of place a folder is, there or not yet there."""
    found: Kind
    if sys.platform == "win32":
        from app.storage.drives import kind_on_windows, system_drives

        found = kind_on_windows(str(folder.absolute()), system_drives())
    else:
        found = _kind_on_linux(str(folder.resolve()))
    return "synced" if found == "local" and is_synced(folder) else found


def _kind_on_linux(folder: str) -> Kind:
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return "local"
    mount = mount_at(mounts, folder)
    if mount.type in NETWORK:
        return "network"
    if mount.type in STICKS:
        return "removable"
    pulled_out = can_be_pulled_out(mount.source, DEVICES)
    if pulled_out is None:  # no disk of the system: by the place where it is
        pulled_out = f"{mount.point}/".startswith(PLUGGED_IN)
    return "removable" if pulled_out else "local"


@dataclass(frozen=True)
class Mount:
    """Where a file system begins, what it is on, and its type; blank where that is not told."""

    point: str = ""
    source: str = ""
    type: str = ""


def mount_at(mounts: str, folder: str) -> Mount:
    """The file system at an absolute path, from the text of /proc/mounts.

    The deepest mount point wins, and of two at one point the later one, which covers the other.
    """
    best, found = -1, Mount()
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _unescaped(parts[1]).rstrip("/")
        if (folder == point or folder.startswith(f"{point}/")) and len(point) >= best:
            best, found = len(point), Mount(point, _unescaped(parts[0]), parts[2])
    return found


def _unescaped(point: str) -> str:
    r"""/proc/mounts writes a space as \040, and tab, newline and backslash likewise."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


def can_be_pulled_out(source: str, devices: Path) -> bool | None:
    """Whether a disk such as /dev/sdb1 hangs on USB or says that it is removable; None where the
    system knows no such disk. One that is encrypted is asked for the disk below it."""
    if not source.startswith("/dev/"):
        return None
    try:
        device = (devices / Path(source).resolve().name).resolve(strict=True)
        if any(part.startswith("usb") for part in device.parts):
            return True
        below = sorted((device / "slaves").iterdir()) if (device / "slaves").is_dir() else []
        if below:
            return any(can_be_pulled_out(f"/dev/{one.name}", devices) for one in below)
        whole = device if (device / "removable").exists() else device.parent  # of a partition
        return (whole / "removable").read_text(encoding="ascii").strip() == "1"
    except (OSError, ValueError):
        return None


def is_synced(folder: Path) -> bool:
    """Whether a program for synchronising has made one of the folders that this one is in."""
    try:
        way = [folder.resolve(), *folder.resolve().parents]
    except OSError:
        return False
    names = [one.name.casefold() for one in way]
    if any(name in SYNCED or name.startswith(SYNCED_STARTS) for name in names):
        return True
    return any(_is_marked(one) for one in way)


def _is_marked(folder: Path) -> bool:
    try:
        if sys.platform == "win32":
            from app.storage.drives import marked_by_cloud

            if marked_by_cloud(folder):
                return True
        return any((folder / mark).exists() for mark in SYNC_MARKS)
    except OSError:
        return False

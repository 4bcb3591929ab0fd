"""Is a folder on a local disk? WAL needs one: its shared memory does not work over a network.

USB sticks count as not local: they are pulled out, and then one file is safer than three.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
NOT_LOCAL = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "coda", "ceph", "lustre"),
        *("9p", "drvfs", "virtiofs", "vboxsf", "prl_fs", "vmhgfs", "fuse.vmhgfs-fuse"),
        *("davfs", "fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.glusterfs"),
        *("fuse.gvfsd-fuse", "fuse.gvfs-fuse-daemon", "fuse.smbnetfs", "fuse.s3fs"),
        *("vfat", "msdos", "exfat", "fuse.exfat"),
    }
)
NOT_LOCAL_DRIVES = frozenset({2, 4, 5})  # GetDriveTypeW: removable, remote, CD-ROM


def is_local(folder: Path) -> bool:
    """Whether the folder is on a disk of this computer; what cannot be told counts as local."""
    if sys.platform == "win32":
        return is_local_on_windows(str(folder.absolute()), _drive_type)
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return True
    return mount_type(mounts, str(folder.resolve())) not in NOT_LOCAL


def mount_type(mounts: str, folder: str) -> str:
    """The file system type at an absolute path, from the text of /proc/mounts; "" if not told.

    The deepest mount point wins, and of two at one point the later one, which covers the other.
    """
    best, found = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = _unescaped(parts[1]).rstrip("/")
        if (folder == point or folder.startswith(f"{point}/")) and len(point) >= best:
            best, found = len(point), parts[2]
    return found


def _unescaped(point: str) -> str:
    r"""/proc/mounts writes a space as \040, and tab, newline and backslash likewise."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)


def is_local_on_windows(path: str, drive_type: Callable[[str], int]) -> bool:
    r"""Whether an absolute Windows path is local: no share (\\server\…), no network drive."""
    path = path.replace("/", "\\")
    if path.upper().startswith("\\\\?\\UNC\\"):
        return False
    path = path.removeprefix("\\\\?\\").removeprefix("\\\\.\\")
    if path.startswith("\\\\"):
        return False
    return drive_type(f"{path[:2]}\\") not in NOT_LOCAL_DRIVES


def _drive_type(root: str) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0

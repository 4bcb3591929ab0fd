r"""What Windows says about the drive that a folder is on.

Paths are C:\…, a share \\server\share\…, and both as they are written for long paths: \\?\C:\… and
\\?\UNC\server\share\….
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

REMOVABLE, REMOTE, CD_ROM = 2, 4, 5  # GetDriveTypeW
ON_USB = 7  # STORAGE_BUS_TYPE
CLOUD_ATTRIBUTES = 0x0040_0000 | 0x0004_0000  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS, …_ON_OPEN
CLOUD_TAG, CLOUD_TAG_MASK = 0x9000_001A, 0xFFFF_0FFF  # IO_REPARSE_TAG_CLOUD and its 15 others
ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # variables that name its folders


@dataclass(frozen=True)
class Drives:
    """How to ask the system: the type of the drive and of its bus, for a root such as `E:\\`."""

    type: Callable[[str], int]
    bus: Callable[[str], int] = lambda _root: 0
    environment: Mapping[str, str] = field(default_factory=dict)


def kind_on_windows(
    path: str, drives: Drives
) -> Literal["local", "removable", "network", "synced"]:
    r"""What kind of place an absolute Windows path is."""
    path = path.replace("/", "\\")
    if path.upper().startswith("\\\\?\\UNC\\"):
        return "network"
    if path.upper().startswith("\\\\?\\VOLUME{"):
        root = path[: path.index("}") + 1] + "\\" if "}" in path else path
    else:
        path = path.removeprefix("\\\\?\\").removeprefix("\\\\.\\")
        if path.startswith("\\\\"):
            return "network"
        root = f"{path[:2]}\\"
    kind = drives.type(root)
    if kind == REMOTE:
        return "network"
    if kind in {REMOVABLE, CD_ROM} or drives.bus(root) == ON_USB:
        return "removable"  # a hard disk on a cable calls itself fixed
    return "synced" if _is_in_onedrive(path, drives.environment) else "local"


def _is_in_onedrive(path: str, environment: Mapping[str, str]) -> bool:
    tops = [environment.get(name, "").rstrip("\\").casefold() for name in ONEDRIVE]
    return any(top and f"{path.casefold()}\\".startswith(f"{top}\\") for top in tops)


def marked_by_cloud(folder: Path) -> bool:
    """Whether Windows keeps the folder for a program that fetches its files when they are opened,
    such as OneDrive. Raises OSError."""
    about = folder.lstat()
    attributes = getattr(about, "st_file_attributes", 0)
    tag = getattr(about, "st_reparse_tag", 0)
    return bool(attributes & CLOUD_ATTRIBUTES) or tag & CLOUD_TAG_MASK == CLOUD_TAG


def system_drives() -> Drives:
    """The drives of this computer."""
    return Drives(_type, _bus, os.environ)


def _type(root: str) -> int:
    if sys.platform == "win32":
        import ctypes

        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _bus(root: str) -> int:
    r"""The bus of the disk of E:\, asked without reading from it; 0 where that is not told."""
    if sys.platform != "win32" or root[1:2] != ":":
        return 0
    import ctypes
    from ctypes import wintypes

    kernel = ctypes.WinDLL("kernel32")
    kernel.CreateFileW.restype = wintypes.HANDLE
    kernel.CreateFileW.argtypes = [
        *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
        *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
    ]
    kernel.DeviceIoControl.argtypes = [
        *(wintypes.HANDLE, wintypes.DWORD, wintypes.LPVOID, wintypes.DWORD),
        *(wintypes.LPVOID, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID),
    ]
    kernel.CloseHandle.argtypes = [wintypes.HANDLE]
    share, open_existing, query = 3, 3, 0x2D1400  # IOCTL_STORAGE_QUERY_PROPERTY
    disk = kernel.CreateFileW(f"\\\\.\\{root[:2]}", 0, share, None, open_existing, 0, None)
    if disk in {None, wintypes.HANDLE(-1).value}:
        return 0
    asked, answer = bytes(12), ctypes.create_string_buffer(1024)  # STORAGE_DEVICE_DESCRIPTOR
    written = wintypes.DWORD()
    try:
        done = kernel.DeviceIoControl(
            disk, query, asked, len(asked), answer, len(answer), ctypes.byref(written), None
        )
    finally:
        kernel.CloseHandle(disk)
    told = bool(done) and written.value >= 32
    return int.from_bytes(answer.raw[28:32], "little") if told else 0

"""The one place that says which characters a typed or imported text may hold, and which names
Windows keeps for itself."""

import re

_BREAKS = re.compile(r"\r\n|[\r\v\f\x85]")  # Word leaves its own on the clipboard as \v
# what no form can print and no Excel file may hold, such as halves of characters from a clipboard;
# and signs that turn the direction of writing, which make a name look like another one
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{device}{n}" for device in ("COM", "LPT") for n in "0123456789¹²³"}
)


def printable(text: str) -> str:
    """The text with one kind of line end and without unprintable characters; tabs stay."""
    return _UNPRINTABLE.sub("", _BREAKS.sub("\n", text))


def names_device(name: str) -> bool:
    """Whether Windows takes a file name for a device, whatever its ending: con.txt is no file."""
    return name.split(".", maxsplit=1)[0].rstrip().upper() in _DEVICES

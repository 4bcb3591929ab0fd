"""Names of files that Windows, macOS and Linux all take, made from any name."""

import re
import unicodedata

from app.domain.texts import names_device

MAX_BYTES = 255  # of a name in UTF-8: ext4 and others take no more
MIN_ROOM = 24  # characters: room for an ending, a number and a little of the name
FALLBACK = "附件"

_ENDING = re.compile(r"(.*)(\.[^. ]{1,10})")
_FORBIDDEN = re.compile(r'[<>:"|?*]')  # on Windows; slashes part a path and are gone before
_NO_CHARACTER = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def safe_name(text: str, room: int = MAX_BYTES, number: int = 1) -> str:
    """A name that every system takes, as near as can be to the last part of the path `text`.

    At most 255 bytes and `room` UTF-16 units (MIN_ROOM or more) long; the ending is kept, the rest
    is cut. From the second on, `number` stands before the ending as “（2）”. Marks that turn the
    direction of writing are taken out: they can hide what a file is.
    """
    whole = plain(text)
    parted = _ENDING.fullmatch(whole)
    stem, ending = (parted[1], parted[2]) if parted else (whole, "")
    stem = stem.strip(" .")[:MAX_BYTES]
    if not stem.strip("_"):
        stem = FALLBACK
    if names_device(stem):
        stem = f"_{stem}"
    tail = f"（{number}）{ending}" if number > 1 else ending
    while not _fits(stem + tail, room):
        stem = stem[:-1]
    return stem.rstrip(" .") + tail


def plain(text: str) -> str:
    """The last part of a path with only characters that may stand in a name; may be blank."""
    last = re.sub(r"\s+", " ", re.split(r"[/\\]", text)[-1])
    seen = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Cs"})
    # macOS parts letters from their accents, and one file must not come to have two names
    whole = unicodedata.normalize("NFC", _NO_CHARACTER.sub("", seen))
    return re.sub(r"\s+", " ", _FORBIDDEN.sub("_", whole)).lstrip(" ").rstrip(" .")


def is_plain(name: str) -> bool:
    """Whether a name can do no harm in a folder; every name that safe_name gives can do none."""
    return bool(name) and name == plain(name) and name[0] != "." and not names_device(name)


def same_key(name: str) -> str:
    """Alike for names that some system takes for the same."""
    return unicodedata.normalize("NFC", name).casefold()


def length(text: str) -> int:
    """As Windows counts characters; a name from a disk may hold halves of some."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def _fits(name: str, room: int) -> bool:
    return len(name.encode()) <= MAX_BYTES and length(name) <= room

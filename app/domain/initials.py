"""First letters of the pinyin of a name, for names that no shipped table holds."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

# The frequent characters of GB2312 stand in the order of their pinyin: first character of a letter
_STARTS = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_LETTERS = "abcdefghjklmnopqrstwxyz"
_CODES = [character.encode("gb2312") for character in _STARTS]
_LAST = "座".encode("gb2312")  # after it, characters stand in the order of their strokes


def is_han(character: str) -> bool:
    """Whether it is a Chinese character; brackets and quotation marks are none."""
    return "一" <= character <= "鿿"


def learned(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Character → its most frequent letter, from (name, initials) pairs that are known.

    A pair with more or fewer letters than Chinese characters teaches nothing.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, letters in names:
        characters = [one for one in name if is_han(one)]
        if len(characters) == len(letters):
            for character, letter in zip(characters, letters, strict=True):
                counts[character][letter] += 1
    return {character: count.most_common(1)[0][0] for character, count in counts.items()}


def initials(name: str, letters: Mapping[str, str]) -> str:
    """The initials of a name in lower case: from `letters`, else by the order of GB2312.

    A character with two readings gets the more frequent one of its letters, and a rare character
    that neither knows is left out; marks that are no Chinese characters have no letter.
    """
    return "".join(letters.get(one) or _by_order(one) for one in name if is_han(one))


def _by_order(character: str) -> str:
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    return _LETTERS[bisect_right(_CODES, code) - 1] if _CODES[0] <= code <= _LAST else ""

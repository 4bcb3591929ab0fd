"""The letters that official forms are set in, and their widths.

宋体 where Windows has it. Elsewhere WenQuanYi before Noto: in a PDF made with Noto, copied text
comes out as other characters that only look alike.
"""

from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

EM = 100  # pixels: letters are measured and drawn at this size and scaled from there

_BODY = ("SimSun", "宋体", "NSimSun", "WenQuanYi Zen Hei", "Noto Sans CJK SC")
_TITLE = ("SimHei", "黑体", *_BODY)


@cache
def _families(wished: tuple[str, ...]) -> tuple[str, ...]:
    there = set(QFontDatabase.families())
    return tuple(name for name in wished if name in there)


@cache
def font(bold: bool) -> QFont:
    """The font of running text, or the bold one of titles, EM pixels high."""
    made = QFont()
    families = _families(_TITLE if bold else _BODY)
    if families:
        made.setFamilies(list(families))
    made.setPixelSize(EM)
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def metrics(bold: bool) -> QFontMetricsF:
    return QFontMetricsF(font(bold))


@lru_cache(maxsize=20_000)
def em(char: str, bold: bool) -> float:
    """A character's width in parts of the letter size."""
    return metrics(bold).horizontalAdvance(char) / EM

"""Years inside last year's texts, brought forward: “2023年12月31日” becomes “2024年12月31日”."""

import re
from calendar import isleap

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = r"(?<!\d)[12１２][09０９]\d\d"
# 2023-2024年, 2021年至2025年: two years that belong together
_SPAN = rf"{_DIGITS}\s*年?度?\s*[-－—–~～至到]+\s*\d{{4}}(?=\s*学?年)"
# 2023年, 2023学年, 2023-12-31, 2023.12.31; but 2023家, 2023.12 and 〔2023〕10号 are no such years
_ONE = rf"{_DIGITS}(?=\s*学?年|(?P<sign>[-./])\d{{1,2}}(?P=sign)\d{{1,2}}(?!\d))"
_YEARS = re.compile(f"{_SPAN}|{_ONE}")
_MONTHS = re.compile(  # 2023-12 or 2023.1-2023.12 and nothing else
    rf"\s*{_DIGITS}(?:[-/]\d{{1,2}}|\.\d{{1,2}}\s*[-－—~～至]\s*{_DIGITS}\.\d{{1,2}})\s*"
)
_LEAP_DAY = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<month>\s*年\s*0?2\s*月\s*|(?P<sign>[-./])0?2(?P=sign))29(?!\d)"
)


def raised(text: str, year: int, by: int) -> str:
    """The text of a form for `year` as it reads `by` years later; all else in it stays.

    Only that year and the ones next to it are changed: 较2015年 and a plan of 2021-2025年 say the
    same in every year. A 29 February that the later year does not have becomes the 28th.
    """

    def later(found: re.Match[str]) -> str:
        years = re.findall(_DIGITS, found[0])
        if any(abs(int(one) - year) > 1 for one in years):
            return found[0]
        return re.sub(_DIGITS, lambda one: _later(one[0], by), found[0])

    changed = (_MONTHS if _MONTHS.fullmatch(text) else _YEARS).sub(later, text) if by else text
    return changed if changed == text else _LEAP_DAY.sub(_in_february, changed)


def _later(digits: str, by: int) -> str:
    """The year `by` years later, in digits of the same width."""
    later = str(int(digits) + by)
    return later if digits.isascii() else later.translate(_FULL_WIDTH)


def _in_february(found: re.Match[str]) -> str:
    if isleap(int(found["year"])):
        return found[0]
    return f"{found['year']}{found['month']}28"

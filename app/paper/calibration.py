"""套打校准页: crosses and rulers at known places, so that a ruler shows what to type in."""

from app.paper.layout import POINT, Align, Area, Page
from app.paper.settings import PAPERS, SHIFT, PrintSettings

FROM_EDGE = 30.0  # millimetres from the edges of the paper to the middle of a cross
ARM = 8.0
READ = 10  # millimetres: the table goes so far to both sides
_TEXT, _SMALL, _TITLE = 10.5 * POINT, 7.5 * POINT, 17 * POINT
_WORDS = (
    "怎么用",
    f"1. 用毫米尺量左上角的十字：中心应当离纸的左边和上边都是 {FROM_EDGE:g} 毫米。",
    "2. 量出来不一样的，在下面的表里找到量得的数，把右边的数填进打印预览的“套打偏移”。",
    "3. 再打一张校准页：四个十字都对了，就可以放上套打的表纸打印。",
    "4. 左上角对了、右下角不对：打印机缩放了，请在打印机属性里设为 100%。",
)


def calibration_page(settings: PrintSettings) -> Page:
    """The page for paper and offset of the settings; it is moved like every other page."""
    width, height = PAPERS[settings.paper]
    areas = [
        _words(0, 42, width, "套打校准页", _TITLE, "center"),
        _words(0, 53, width, _state(settings), _TEXT, "center"),
        *(
            _words(36, 68 + 7 * at, width - 72, line, _TEXT, "left")
            for at, line in enumerate(_WORDS)
        ),
        *_ruler_across(width),
        *_ruler_down(height),
        *_table(width / 2 - 60, 112, "量得离左边", "左右偏移填", settings.shift_x),
        *_table(width / 2 + 4, 112, "量得离上边", "上下偏移填", settings.shift_y),
    ]
    for x in (FROM_EDGE, width - FROM_EDGE):
        for y in (FROM_EDGE, height - FROM_EDGE):
            areas += _cross(x, y)
    return Page(width, height, tuple(areas), shift=(settings.shift_x, settings.shift_y))


def _state(settings: PrintSettings) -> str:
    x, y = settings.shift_x, settings.shift_y
    now = f"左右 {_signed(x)} 毫米，上下 {_signed(y)} 毫米" if x or y else "没有偏移"
    return f"{settings.paper} 纸　打印这一页时：{now}"


def _signed(value: float) -> str:
    return f"{value:+g}" if value else "0"


def _words(x: float, y: float, width: float, line: str, size: float, align: Align) -> Area:
    return Area(x, y, width, size * 1.3, (line,), size, align, size == _TITLE, border=False)


def _line(x: float, y: float, width: float, height: float) -> Area:
    return Area(x, y, width, height, (), _TEXT)


def _cross(x: float, y: float) -> list[Area]:
    middle = [_line(x - ARM, y, 2 * ARM, 0), _line(x, y - ARM, 0, 2 * ARM)]
    return [*middle, _line(x - 2, y - 2, 4, 4)]


def _ruler_across(width: float) -> list[Area]:
    """Millimetres from the left edge of the paper, along its top."""
    made = [_line(5, 12, width - 10, 0)]
    for mm in range(5, int(width) - 4):
        made.append(_line(mm, 12, 0, _tick(mm)))
        if mm % 10 == 0:
            made.append(_words(mm - 5, 16.5, 10, str(mm), _SMALL, "center"))
    return made


def _ruler_down(height: float) -> list[Area]:
    """Millimetres from the top edge of the paper, along its left."""
    made = [_line(12, 5, 0, height - 10)]
    for mm in range(5, int(height) - 4):
        made.append(_line(12, mm, _tick(mm), 0))
        if mm % 10 == 0 and mm > 20:
            made.append(_words(17, mm - 1.7, 8, str(mm), _SMALL, "left"))
    return made


def _tick(mm: int) -> float:
    return 4.0 if mm % 10 == 0 else 2.8 if mm % 5 == 0 else 1.6


def _table(x: float, y: float, measured: str, typed: str, now: float) -> list[Area]:
    """What was measured, and what to type in for it."""
    rows = [(f"{measured}（毫米）", f"{typed}（毫米）")]
    for at in range(-READ, READ + 1):
        wanted = now - at
        if abs(wanted) <= SHIFT:
            rows.append((f"{FROM_EDGE + at:g}", _signed(wanted)))
    return [
        Area(x + 28 * column, y + 6.5 * at, 28, 6.5, (text,), _SMALL + 0.3)
        for at, row in enumerate(rows)
        for column, text in enumerate(row)
    ]

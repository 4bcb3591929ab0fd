"""Where lines of Chinese text may break; the same for paper and for row heights in Excel.

A width is whatever unit `advance` measures a character in; it is never a rounding of one.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Advance = Callable[[str], float]

NOT_FIRST = frozenset("、，。；：？！）》〉】〕』」”’…·%％‰℃,.;:?!)]}")
NOT_LAST = frozenset("（《〈【〔『「“‘([{¥￥≥≤＜＞<>")
MAX_BRACKET = 6  # “（50分）” and “（万元）” stay in one piece
SLACK = 1e-6

# words of the official labels: a label breaks between them where it can
_WORDS = (
    "可持续|满意度|指标值|完成值|完成|指标|项目|支出|名称|主管|部门|实施|单位|资金|年度|总体|目标"
    "|绩效|一级|二级|三级|产出|效益|数量|质量|时效|成本|经济|社会|生态|影响|服务|对象|预算|申请"
    "|年初|全年|执行|总额|当年|财政|拨款|上年|结转|其他|其中：|预期|实际|情况|偏差|原因|分析"
    "|及改进|措施|分值|得分|总分|基本|控制|管理|结果|应用|编制|配置|评价|结论|存在|问题|改进"
    "|解释|说明|标准|扣分|核心|性质|度量|调整|系数|权重|概述|内容|过程|规模|投资|概算|保障"
    "|厉行|节约|制度|资产|财务|采购|决策|综合|专项|分配|履职|效能|效率|包含|数字|文字|描述"
    "|科学|合理性|明确性|完整性|工作|计划|职能|设置|规模|控制率|是否"
)
_PIECE = re.compile(
    rf"（[^（）]{{1,{MAX_BRACKET - 2}}}）|[A-Za-z0-9][A-Za-z0-9.,%/:+-]*|[ \t\u3000]+|.", re.DOTALL
)
_LABEL_PIECE = re.compile(
    rf"（[^（）]{{1,{MAX_BRACKET - 2}}}）|{_WORDS}|[A-Za-z0-9.,%]+|.", re.DOTALL
)


@lru_cache(maxsize=20_000)
def units(char: str) -> float:
    """A character's width as Excel counts it: 2 for a Chinese one, 1 for any other."""
    return 2.0 if unicodedata.east_asian_width(char) in "WFA" else 1.0


def measured(text: str, advance: Advance) -> float:
    """The width of a text on one line."""
    return sum(map(advance, text))


def broken(text: str, width: float, advance: Advance) -> tuple[str, ...]:
    """The lines of a text, each filled as far as it goes. Nothing of the text is lost.

    Numbers, Latin words and short brackets stay whole where a line can hold them; closing
    punctuation never starts a line. An empty text has one empty line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_filled(paragraph, width, advance))
    return tuple(lines)


def _filled(paragraph: str, width: float, advance: Advance) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(paragraph, width, advance):
        size = measured(piece, advance)
        if line and used + size > width + SLACK and piece.strip():
            lines.append(line)
            line, used = "", 0.0
        line += piece
        used += size
    return [*lines, line]


def _pieces(paragraph: str, width: float, advance: Advance) -> list[str]:
    """Parts that are not broken: each fits the width, with the punctuation that clings to it."""
    pieces: list[str] = []
    for found in _PIECE.findall(paragraph):
        parts = [found] if measured(found, advance) <= width + SLACK else list(found)
        for part in parts:
            if pieces and _clings(pieces[-1], part) and _fits(pieces[-1] + part, width, advance):
                pieces[-1] += part
            else:
                pieces.append(part)
    return pieces


def _clings(before: str, after: str) -> bool:
    return after[0] in NOT_FIRST or before[-1] in NOT_LAST


def _fits(text: str, width: float, advance: Advance) -> bool:
    return measured(text, advance) <= width + SLACK


def balanced(text: str, width: float, advance: Advance) -> tuple[str, ...]:
    """The lines of a label: as few as can be, breaking between words, of even length.

    “年度总体目标” becomes 年度|总体|目标 in a narrow cell and never 年度总|体目标.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_balanced(paragraph, width, advance))
    return tuple(lines)


def _balanced(paragraph: str, width: float, advance: Advance) -> list[str]:
    if _fits(paragraph, width, advance):
        return [paragraph]
    pieces = [
        part
        for piece in _LABEL_PIECE.findall(paragraph)
        for part in ([piece] if _fits(piece, width, advance) else piece)
    ]
    sizes = [measured(piece, advance) for piece in pieces]
    # best[i]: lines and unevenness of the first i pieces; starts[i]: where the last line begins
    best: list[tuple[int, float]] = [(0, 0.0)]
    starts = [0]
    for end in range(1, len(pieces) + 1):
        options: list[tuple[int, float, int]] = []
        size = 0.0
        for start in range(end - 1, -1, -1):  # as long as one line holds it: a text may be long
            size += sizes[start]
            if size > width + SLACK:
                break
            if not (start and _clings(pieces[start - 1], pieces[start])):
                uneven = best[start][1] + (width - size) ** 2
                options.append((best[start][0] + 1, uneven, -start))
        if not options:
            return _filled(paragraph, width, advance)
        count, least, back = min(options)  # of two as good, the one with the longer first lines
        best.append((count, least))
        starts.append(-back)
    return _cut(pieces, starts)


def _cut(pieces: list[str], starts: list[int]) -> list[str]:
    lines: list[str] = []
    end = len(pieces)
    while end:
        lines.append("".join(pieces[starts[end] : end]))
        end = starts[end]
    return lines[::-1]


def widest_piece(text: str, advance: Advance) -> float:
    """The width that a label needs so that none of its words has to be cut."""
    pieces = [piece for line in text.split("\n") for piece in _LABEL_PIECE.findall(line)]
    return max((measured(piece, advance) for piece in pieces), default=0.0)

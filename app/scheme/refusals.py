"""Why a scheme was refused, in the words of whoever wrote the pack.

The reader's own messages are English; `TABLE` has a Chinese one for each of them. A name in braces
stands for what differs, and `tests/scheme/test_refusals.py` finds a message that has no line here.
"""

import re
from functools import cache

from app.scheme.toml import SchemeError

LONGEST = 160  # characters of one part that differs

# message of the reader -> what is said; the first line that fits counts
TABLE: tuple[tuple[str, str], ...] = (
    # the file
    ("expected this file in the scheme's folder", "文件夹里没有这个文件"),
    ("expected a file, found a folder", "这应当是一个文件，却是一个文件夹"),
    ("expected a plain file", "这不是普通文件"),
    ("cannot be read: {why}", "文件读不出来（{why}），请看文件是否被占用、有没有读取权限"),
    ("expected UTF-8 text", "文字编码不对，应为 UTF-8；请用“记事本”另存，编码选 UTF-8"),
    ("expected at most {count} bytes", "文件太大，最多 {count} 字节"),
    ("expected less deep nesting", "括号套得太深"),
    ("expected at most {count} dots", "这一行的点太多，最多 {count} 个"),
    ("expected TOML: {error}", "不是正确的 TOML 写法：{error}"),
    ("expected at most {count} characters", "文字太长，最多 {count} 个字"),
    ("invisible character {code}", "文字里有看不见的字符（{code}），请删去重打"),
    # what TOML itself asks for
    ("{error} (at line {line}, column {column})", "第 {line} 行第 {column} 个字符处，{error}"),
    ("{error} (at end of document)", "文件末尾处，{error}"),
    ("Cannot overwrite a value", "同一个名称写了两次"),
    ("Cannot declare {key} twice", "同一个表头写了两次"),
    ("Cannot mutate immutable namespace {key}", "前面已经写完整的内容不能再添"),
    ("Cannot redefine namespace {key}", "前面已经写过的内容不能再写"),
    ("Duplicate inline table key {key}", "大括号里“{key}”写了两次"),
    ("Expected '=' after a key in a key/value pair", "名称后面少了等号"),
    ("Expected newline or end of document after a statement", "这一行后面有多余的内容"),
    ("Expected ']' at the end of a table declaration", "表头少了右方括号"),
    ("Expected ']]' at the end of an array declaration", "表头少了两个右方括号"),
    ("Expected {sign}", "少了 {sign}"),
    ("Invalid initial character for a key part", "名称只能用英文字母、数字、下划线和短横线"),
    ("Invalid statement", "这一行不是“名称 = 内容”，也不是表头"),
    ("Invalid value", "等号后面的内容不对，文字要加英文双引号"),
    ("Invalid hex value", "反斜杠后面的编码不对"),
    ("Invalid date or datetime", "日期不对"),
    ("Escaped character is not a Unicode scalar value", "反斜杠后面的编码不对"),
    ("Unescaped '\\' in a string", "文字里的反斜杠要写成两个"),
    ("Unterminated string", "文字少了结尾的双引号"),
    ("Illegal character {sign}", "文字里有不能用的字符，或者少了结尾的双引号"),
    ("Found invalid character {sign}", "有不能用的字符"),
    ("Unclosed array", "方括号没有写完"),
    ("Unclosed inline table", "大括号没有写完"),
    # schemes and forms that build on one another
    ("expected the id of a scheme", "应为所依据方案的编号，例如 national-2020"),
    ("no such scheme: {name}", "没有“{name}”这个方案，请把它也放进方案文件夹"),
    ("{name} builds on this scheme again", "“{name}”又依据这个方案，绕成了一圈或层数太多"),
    ("no such form to build on: {name}", "所依据的方案里没有“{name}”这张表"),
    ("builds on itself", "这张表依据了它自己"),
    ("{name} is nothing that the base of {scheme} has", "所依据的方案里没有“{name}”，不能去掉它"),
    # names
    ("expected the folder's name {name}", "编号应与文件夹同名，写成“{name}”"),
    ("expected the file's name {name}", "编号应与文件同名，写成“{name}”"),
    (
        "expected lower-case letters, digits and hyphens",
        "编号和文件夹名称只用小写英文字母、数字和短横线，例如 qingshi-2024",
    ),
    ("expected a lower-case word, found {found}", "“{found}”应为小写英文字母开头的一个词"),
    ("expected a lower-case word", "编号应为小写英文字母开头的一个词"),
    ("second-level indicator {name} stands twice", "二级指标“{name}”写了两次"),
    ("indicator {name} stands twice", "指标“{name}”写了两次"),
    ("{name} stands twice", "“{name}”写了两次"),
    ("{name} means something else already", "“{name}”已经另有意思，请换一个编号"),
    ("{name} is a table of the scheme", "“{name}”已经是方案里的一张表，请换一个编号"),
    ("a row and a column must not have one name", "行和列不能用同一个编号"),
    ("unexpected {name}; expected one of {choices}", "没有“{name}”这一项，可以写的是 {choices}"),
    ("unknown option; expected one of {choices}", "没有这个选项，可以写的是 {choices}"),
    ("unknown choice {name}; expected one of {choices}", "没有“{name}”这种选择，应为 {choices}"),
    ("unknown style {name}; expected one of {choices}", "没有“{name}”这种样式，应为 {choices}"),
    ("unknown {name}; expected one of {choices}", "不能写“{name}”，应为 {choices}"),
    ("default {name} is none of the choices", "默认值“{name}”不在各项选择里"),
    ("expected choices for kind 'choice', and only there", "单选栏目要写各项选择，其他栏目不写"),
    ("expected option {name}", "缺少选项“{name}”"),
    # counts and figures
    (
        "expected at most {count} cells in at most {columns} columns",
        "表太大，最多 {columns} 列、{count} 格",
    ),
    (
        "expected at most {count} columns, each at most {width} wide",
        "最多 {count} 列，每列宽度最多 {width}",
    ),
    ("expected at most {count} digits on each side of the point", "小数点前后最多各 {count} 位"),
    ("expected at most {count} items", "太多了，最多 {count} 项"),
    ("expected a whole number from {low} to {high}", "应为 {low} 到 {high} 的整数"),
    ("expected a number above 0", "应为大于 0 的数"),
    ("expected a list of numbers above 0", "应为一列大于 0 的数"),
    ("expected a weight above 0", "分值应大于 0"),
    ("expected 0 or more", "应为 0 或更大的数"),
    (
        "expected below from 0 to 1, at_most 0 or more",
        "below 应在 0 到 1 之间，at_most 应为 0 或更大",
    ),
    # tables, formulas, checks
    ("expected a formula: {error}", "算式不对：{error}"),
    ("too long or too deeply nested: {text}", "算式太长或括号太多：{text}"),
    ("no comparison: {text}", "应为一个比较：{text}"),
    ("not a formula: {text}", "看不懂：{text}"),
    (
        "expected one comparison (==, <=, >=, <, >): {text}",
        "应当正好有一个比较（==、<=、>=、<、>）：{text}",
    ),
    ("comparison not understood: {text}", "只能用 ==、<=、>=、<、>：{text}"),
    (
        "not understood: {part} in {text}",
        "看不懂“{part}”，只能用格子名称、数、＋－×÷（+ - * /）和 sum、min、max",
    ),
    ("not a cell: {part} in {text}", "“{part}”不是格子"),
    (
        "{name}: '{word}' needs a function around it: {text}",
        "“{name}”有许多个，外面要加 sum、min 或 max",
    ),
    ("{name}() of nothing: {text}", "{name} 的括号里是空的"),
    ("expected a comparison", "缺少要成立的关系，例如 a.b.c <= d.e.f"),
    ("expected the cell to go to", "要写明双击后去哪一格"),
    ("no one cell to go to: {name}", "“{name}”不是某一格，双击后无处可去"),
    ("no such cell: {name}", "没有“{name}”这个格子"),
    ("no such row: {name}", "没有“{name}”这一行"),
    ("no such column: {name}", "没有“{name}”这一列"),
    ("no such field: {name}", "没有“{name}”这个栏目"),
    ("no such list: {name}", "没有“{name}”这组增减行"),
    ("no such money row: {name}", "资金表里没有“{name}”这一行"),
    ("no such money column: {name}", "资金表里没有“{name}”这一列"),
    ("no form that there may be many of: {name}", "“{name}”不是可以有多份的表，或者没有写名称栏目"),
    (
        "no such choice of {form}: {name} = {wanted}",
        "表“{form}”的栏目“{name}”没有“{wanted}”这种选择",
    ),
    ("expected each and equals beside where", "写了 where，还要写 each 和 equals"),
    ("expected each beside carried", "写了 carried，还要写 each"),
    (
        "expected codes in a list without each, also beside codes",
        "按科目填的增减行（codes）不能同时写 each；写了 also，还要写 codes",
    ),
    ("expected either blocks or columns", "要么写 block（固定的行），要么写 columns（按科目列）"),
    ("expected the heads of the column", "缺少这一列的表头"),
    ("expected sources, a formula or a cell", "sources、formula、cell 三样正好写一样"),
    ("expected one or two titles", "文字列的标题应为一个或两个"),
    ("expected a code of 3, 5 or 7 digits", "科目编码应为 3 位、5 位或 7 位数字"),
    ("expected rows or over, not both", "重复的行要么写 rows，要么写 over，不能都写"),
    ("expected rows or over beside row.", "用了 row. 的，要写 rows 或 over"),
    ("expected at, or cells", "at 和 cells 至少写一样"),
    (
        "expected a base for what is compared, and only there",
        "占比、增减、完成率要写 base（跟什么比），其他的不写",
    ),
    ("expected value as a formula", "缺少 value（取哪一格的算式）"),
    ("expected the same tables as accounts", "应当正好是 accounts 里的那些表，只是次序不同"),
    ("no such choice of account_order", "“基本信息”的 account_order 没有这个选项"),
    ("no second code in: {name}", "“{name}”的行没有第二个科目（also），不能交叉列示"),
    ("no such table: {name}", "没有“{name}”这张表"),
    ("no lists where there may be many forms", "可以有多份的表里不能有增减行"),
    ("waits for itself: {ring}", "算式绕成了一圈，自己等自己：{ring}"),
    ("waits for too many cells, one after another", "一格等一格，等得太长，算不了"),
    ("expected braces in pairs: {text}", "大括号要成对：{text}"),
    # scoring
    (
        "expected to run down from {high}, found {wrong} to {low}",
        "这一档应从 {high} 往下接，写的是 {wrong} 到 {low}",
    ),
    ("the last tier must end at 0", "最后一档的下限应为 0"),
    (
        "the last grade must be at_least = 0, so that every total finds a grade",
        "最后一个等级应为 at_least = 0，让每个总分都有等级",
    ),
    ("expected to fall from the best to the worst", "等级应从高到低排列"),
    ("weights add up to {total}, expected {wanted}", "各项分值合计是 {total}，应为 {wanted}"),
    (
        "its indicators add up to {total}, expected {wanted}",
        "其下各指标分值合计是 {total}，应为 {wanted}",
    ),
    (
        "its second levels add up to {total}, expected {wanted}",
        "其下各二级指标分值合计是 {total}，应为 {wanted}",
    ),
    (
        "its second levels add up to {total}, expected {wanted}",
        "其下各二级指标分值合计是 {total}，应为 {wanted}",
    ),
    (
        "{name}: a list needs a function around it, such as sum({list})",
        "{name} 是可增减的多行，外面要套一个函数，例如 sum({list})",
    ),
    ("expected second-level indicators", "缺少二级指标"),
    ("expected the formula in words, too", "写了算式，还要在 words 里用文字说明"),
    ("expected at least two tiers", "至少要有两档"),
    ("a tier without limits must be the last one", "没有界限的一档只能放在最后"),
    (
        "the last tier must take all that is left: points alone",
        "最后一档要接住其余情况，只写得分（points = 0）",
    ),
    (
        "expected at_least or above, at_most or below, not both",
        "at_least 和 above 只能写一个，at_most 和 below 只能写一个",
    ),
    ("no figure lies between {low} and {high}", "{low} 和 {high} 之间没有数，请检查界限"),
    ("the best tier gives {most} points, expected {wanted}", "最高一档是 {most} 分，应为 {wanted}"),
    ("takes {points} off at once, more than {weight}", "一次就扣 {points} 分，多于分值 {weight}"),
    ("expected a rule over the execution rate", "这里的规则只能按预算执行率计分，不写算式"),
    # layout
    ("expected a table 'money'", "有预算执行率的表要有资金表 money"),
    ("expected adjusted and initial", "两种口径 adjusted 和 initial 都要写"),
    (
        "expected columns where there are levels, and only there",
        "有指标的表要写各栏（column），没有指标的不写",
    ),
    ("expected a column of its own for each part", "两栏不能放在同一列"),
    ("expected 'weight' and 'score', or neither", "“分值”和“得分”两栏要么都有，要么都没有"),
    ("expected all of {parts}", "{parts} 这几栏要么都有，要么都没有"),
    ("expected one part of indicators", "版式里要有一段（而且只有一段）放指标"),
    ("there are no indicators", "表里没有指标，版式里不能有放指标的一段"),
    ("expected the field that names each of many forms", "可以有多份的表要写明哪个栏目是名称"),
    ("expected a place on the sheet for it", "版式里没有打印它的地方"),
    ("no column left of the indicators", "指标左边没有空列，放不下这个标签"),
    ("expected a column from A to {last}", "应为 A 到 {last} 的列"),
    ("expected parts", "版式里一段也没有"),
    ("expected cells of row 1 only", "重复的一段只能有第 1 行"),
    ("expected cells", "这一段里一格也没有"),
    (
        "expected a cell or range like A1:B2, found {found}",
        "应为格子或区域，例如 A1:B2，写的是“{found}”",
    ),
    (
        "{cell} is outside the {count} columns or runs backwards",
        "{cell} 超出了 {count} 列，或者前后写反了",
    ),
    ("{cell} covers {other}", "{cell} 盖住了 {other}"),
    ('expected ["A1:B2", "text", "style"]', '每格应写成 ["A1:B2", "文字", "样式"]'),
    # any value
    ("expected {what}, found {found}", "应为{what}，写的是 {found}"),
    ("expected {what}", "应为{what}"),
    ("expected {name} ({what})", "缺少“{name}”（{what}）"),
    ("expected {name}", "缺少“{name}”"),
)
WHAT = {
    "a text": "文字（加英文双引号）",
    "true or false": "true 或 false",
    "a number": "数",
    "a list of texts": '一列文字，例如 ["甲", "乙"]',
    "a list of numbers": "一列数",
    "a list of rows": "一列格子",
    "a list of tables": "一列表（[[…]] 或 [{ … }]）",
    "a table of texts": "一组“名称 = 文字”",
    "a table": "一组“名称 = 内容”",
}
_NAME = re.compile(r"\{(\w+)\}")


def sentence(pack: str, error: SchemeError) -> str:
    """One calm sentence: which pack, which file, which place, what is expected."""
    place = _place(error.place)
    said = chinese(error.expected) or _short(error.expected)
    return f"方案包“{pack}”没有载入：{error.file} {place}有问题：{said}。"


def _place(place: str) -> str:
    if place == "top":
        return ""
    line = re.fullmatch(r"line (\d+)", place)
    return f"第 {line[1]} 行" if line else f"的“{_short(place)}”处"


def chinese(expected: str) -> str:
    """What the reader's message says, in Chinese; blank for a message without a line in TABLE."""
    for pattern, words in _compiled():
        found = pattern.fullmatch(expected)
        if found is None:
            continue
        texts = found.groupdict()
        parts = {name: _part(name, text) for name, text in texts.items()}
        if all(parts[name] or not text for name, text in texts.items()):
            return words.format(**parts)
    return ""


def _part(name: str, text: str) -> str:
    """The Chinese of one part: a message within a message, a kind of value, a list, a name."""
    match name:
        case "error":
            return chinese(text) or _short(text)
        case "what":
            return WHAT.get(text, "")
        case "choices" | "parts":
            return _short("、".join(part.strip("' ") for part in text.split(",")))
        case _:
            return "大于 0" if text == "more than 0" else _short(text)


def _short(text: str) -> str:
    line = " ".join(text.split())
    bare = line[1:-1] if len(line) > 1 and line[0] == line[-1] and line[0] in "'\"" else line
    return bare if len(bare) <= LONGEST else bare[: LONGEST - 1] + "…"


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The table as patterns; a name in braces takes the shortest text that makes the whole fit."""
    made = []
    for message, words in TABLE:
        pieces = _NAME.split(message)
        names = (f"(?P<{name}>.*?)" for name in pieces[1::2])
        texts = map(re.escape, pieces[::2])
        joined = "".join(text + next(names, "") for text in texts)
        made.append((re.compile(joined, re.S), words))
    return tuple(made)

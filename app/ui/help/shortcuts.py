"""The keys of the program, once: the list that a person reads, and what tests hold it to."""

from dataclasses import dataclass
from typing import Literal

Where = Literal["window", "work", "start", "preview", "grid", "editor", "list"]


@dataclass(frozen=True)
class Keys:
    """Keys that do the same thing. `where` they are bound: a shortcut of the window, of the start
    page, of an open submission or of the print preview; or what a grid, a cell that is being typed
    in, or any list does with them."""

    keys: tuple[str, ...]
    does: str
    where: Where


@dataclass(frozen=True)
class Group:
    title: str
    lines: tuple[Keys, ...]


GROUPS = (
    Group(
        "到处都能用",
        (
            Keys(("Ctrl+1", "Ctrl+7"), "到第 1～7 个页签", "work"),
            Keys(("Ctrl+PgDown", "Ctrl+PgUp"), "下一个、上一个页签", "work"),
            Keys(("Ctrl+Z",), "撤销", "work"),
            Keys(("Ctrl+Y", "Ctrl+Shift+Z"), "重做", "work"),
            Keys(
                ("F6", "Shift+F6"),
                "在列表、表格和右边的说明之间来回",
                "work",
            ),
            Keys(("Ctrl+W",), "回到填报列表", "work"),
            Keys(("Ctrl+F",), "查找", "work"),
            Keys(("F3", "Shift+F3"), "查找下一个、上一个", "work"),
            Keys(("Ctrl+P",), "打印预览当前的表", "work"),
            Keys(("Ctrl+Shift+U",), "金额换一个单位看：按表、元、万元", "work"),
            Keys(("Ctrl+;",), "填今天的日期", "work"),
            Keys(("Alt+Left", "Ctrl+G"), "跳到别处以后，回到刚才的地方", "work"),
            Keys(("Ctrl+F1",), "使用手册，打开到当前页签的一章", "window"),
            Keys(("Ctrl+/",), "这张快捷键表", "window"),
            Keys(("Ctrl+,",), "设置", "window"),
            Keys(("Tab", "Shift+Tab"), "到下一处、上一处", "list"),
            Keys(("Esc",), "关闭对话框，什么都不改", "list"),
        ),
    ),
    Group(
        "问一个格，找要处理的",
        (
            Keys(("F1",), "口径说明：这一格填什么、怎么来、审核看什么", "work"),
            Keys(("Ctrl+[",), "查看来源：由哪些数得出，以前填过什么", "work"),
            Keys(("Shift+F2",), "写批注、改批注", "work"),
            Keys(("F8", "Shift+F8"), "下一条、上一条审核问题", "work"),
            Keys(("F7", "Shift+F7"), "下一个、上一个还没填的格", "work"),
            Keys(("Ctrl+M",), "下一个还没填的格", "work"),
            Keys(("Shift+F10", "Menu"), "打开这一格的右键菜单", "work"),
            Keys(("Esc",), "收起右边的口径、来源一栏", "work"),
        ),
    ),
    Group(
        "在表格里移动和选取",
        (
            Keys(("Enter", "Shift+Enter"), "到下一行、上一行", "grid"),
            Keys(("Tab", "Shift+Tab"), "到右边、左边能填的格；最后一格之后离开表格", "grid"),
            Keys(("Ctrl+Tab", "Ctrl+Shift+Tab"), "直接离开表格，到下一处、上一处", "grid"),
            Keys(("Up", "Down", "Left", "Right"), "移动一格", "grid"),
            Keys(("Home", "End"), "到本行第一格、最后一格", "grid"),
            Keys(("Ctrl+Home", "Ctrl+End"), "到左上角、右下角", "grid"),
            Keys(("PgUp", "PgDown"), "翻一屏", "grid"),
            Keys(
                ("Ctrl+Up", "Ctrl+Down", "Ctrl+Left", "Ctrl+Right"), "到这一片填了数的边上", "grid"
            ),
            Keys(("Shift+Up", "Shift+Down", "Shift+Left", "Shift+Right"), "扩大选取", "grid"),
            Keys(("Shift+Space",), "选取整行（点列头选取整列）", "grid"),
            Keys(("Ctrl+A",), "全选", "grid"),
            Keys(("Ctrl++", "Ctrl+-", "Ctrl+0"), "表格放大、缩小、回到 100%", "grid"),
        ),
    ),
    Group(
        "在表格里填写",
        (
            Keys(("F2",), "修改这一格（不是重填）", "grid"),
            Keys(("Esc",), "放弃正在输入的内容", "editor"),
            Keys(("Delete",), "清除选取的格", "grid"),
            Keys(("Backspace",), "清空这一格，重新输入", "grid"),
            Keys(("Ctrl+D", "Ctrl+R"), "向下、向右填充（或拖选取框右下角的小方块）", "grid"),
            Keys(("Ctrl+C", "Ctrl+X", "Ctrl+V"), "复制、剪切、粘贴，和表格软件互通", "grid"),
            Keys(("Alt+Enter",), "格内换行（长文字）", "editor"),
            Keys(("Ctrl+Enter",), "正在输入的内容填进选取的每一格", "editor"),
        ),
    ),
    Group(
        "填报列表",
        (
            Keys(("Ctrl+N",), "新建填报", "start"),
            Keys(("Enter",), "打开选中的填报", "list"),
            Keys(("Ctrl+F",), "查找单位、年度、方案", "start"),
            Keys(("F5",), "重新读取", "start"),
            Keys(("Del",), "删除选中的填报（先问，先备份）", "start"),
        ),
    ),
    Group(
        "打印预览",
        (
            Keys(("Ctrl+P", "Ctrl+S"), "打印、存为 PDF", "preview"),
            Keys(("PgDown", "PgUp"), "下一页、上一页", "preview"),
            Keys(("Home", "End"), "第一页、最后一页", "preview"),
            Keys(("+", "-"), "放大、缩小", "preview"),
            Keys(("Ctrl+0", "Ctrl+1"), "看整页、看页宽", "preview"),
        ),
    ),
)

_SHOWN = {
    "PgDown": "PgDn",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Delete": "Del",
    "Menu": "菜单键",
    "Space": "空格",
}


def shown(keys: str) -> str:
    """Keys as they stand on a keyboard: Alt+← for Alt+Left."""
    *held, last = keys.removesuffix("+").split("+") if len(keys) > 1 else [keys]
    last = "加号" if keys.endswith("++") else last
    return "+".join((*held, _SHOWN.get(last, last)))


def told(line: Keys) -> str:
    """All keys of a line: Ctrl+1～Ctrl+7 where they are a row of numbers."""
    between = "～" if line.keys[0] == "Ctrl+1" else "　"
    return between.join(map(shown, line.keys))

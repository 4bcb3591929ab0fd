"""The command line in the words of the program: argparse speaks English."""

import argparse
import re
from typing import NoReturn

_HEADS = (
    ("usage: ", "用法："),
    ("positional arguments:", "参数："),
    ("options:", "选项："),
    ("show this help message and exit", "显示这段说明"),
)
# what argparse finds wrong, and how it is said; what is in brackets is what somebody typed
_WRONG = (
    (r"the following arguments are required: (.*)", r"还要写上：\1"),
    (r"unrecognized arguments: (.*)", r"没有这个选项：\1"),
    (r"argument (.*): expected .*", r"“\1”后面要写内容"),
    (r"argument (.*): invalid int value: (.*)", r"“\1”后面要写数字，写的是\2"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1没有\2，可以写：\3"),
    (r"argument (.*): not allowed with argument (.*)", r"“\1”和“\2”只能写一个"),
    (r"argument (.*): ignored explicit argument (.*)", r"“\1”后面不用写\2"),
    (r"ambiguous option: (.*) could match (.*)", r"“\1”可以是几个选项，请写全：\2"),
)


class Arguments(argparse.ArgumentParser):
    """A parser whose help and complaints are in Chinese; so are those of its verbs."""

    def format_usage(self) -> str:
        return _told(super().format_usage())

    def format_help(self) -> str:
        return _told(super().format_help())

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WRONG:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, words, message, flags=re.DOTALL)
                break
        self.exit(2, f"{self.format_usage()}{message}。--help 列出能写什么。\n")


def _told(text: str) -> str:
    for english, words in _HEADS:
        text = text.replace(english, words)
    return text

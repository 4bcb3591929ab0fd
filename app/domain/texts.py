"""The one place that says which characters a typed or imported text may hold."""

import re

# what no form can print and no Excel file may hold, such as halves of characters from a clipboard
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with one kind of line end and without unprintable characters; tabs stay."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))

"""批注: what a clerk notes at a cell, kept as an entry of its own and never part of a figure.

Any cell may have one, computed cells too: `remark.outlay.total.spent`. Official sheets stay clean;
the 审核情况表 lists the remarks.
"""

from collections.abc import Iterator
from typing import NamedTuple

from app.domain.submission import Edit, Entries

REMARK = "remark"
_START = f"{REMARK}."


class Remark(NamedTuple):
    cell: str
    text: str


def remark_address(cell: str) -> str:
    """Where the remark of a cell is kept."""
    return _START + cell


def remark_of(entries: Entries, cell: str) -> str:
    """The remark of a cell, or blank."""
    return entries.get(_START + cell, "")


def is_remark(address: str) -> bool:
    return address.startswith(_START)


def remarks(entries: Entries) -> Iterator[Remark]:
    """All remarks in the order of their cells."""
    for address in sorted(filter(is_remark, entries)):
        if entries[address].strip():
            yield Remark(address.removeprefix(_START), entries[address])


def remark_edit(cell: str, text: str, before: str) -> Edit:
    """The edit that writes a remark; a blank text takes it away."""
    text = text.strip()
    label = "删除批注" if not text else "修改批注" if before else "写批注"
    return Edit({remark_address(cell): text}, label)

"""A relation between cells in words: 收入合计年初预算数 应等于 支出合计年初预算数."""

import re

from app.domain.wording import cell_words
from app.scheme.formula import EACH, Formula
from app.scheme.model import Scheme

_NAME = re.compile(r"[a-z_][a-z0-9_]*(?:\.[a-z_0-9]+)+")
_SUM = re.compile(r"\b(sum|min|max)\(")
_SAID = {"sum": "合计（", "min": "最小（", "max": "最大（"}
_SIGNS = (
    ("==", "　应等于　"),
    ("<=", "　不应大于　"),
    (">=", "　不应小于　"),
    ("<", "　应小于　"),
    (">", "　应大于　"),
    ("*", "×"),
    ("/", "÷"),
    (" + ", "＋"),
    (" - ", "－"),
    ("-", "－"),
    (", ", "、"),
    (")", "）"),
)


def relation_words(scheme: Scheme, formula: Formula) -> str:
    """The check as a sentence; a sum of one name needs no word for it."""
    said = re.sub(r"\bsum\(([^(),]*)\)", r"\1", formula.text)
    said = _SUM.sub(lambda found: f"@{found[1]}@", said)
    for sign, word in _SIGNS:
        said = said.replace(sign, word)
    said = re.sub(r"@(sum|min|max)@", lambda found: _SAID[found[1]], said)
    said = _NAME.sub(lambda found: _name(scheme, found[0]), said)
    return re.sub(r"　 ?| ?　", "　", re.sub(r" +", " ", said)).replace("　 ", "　").strip()


def _name(scheme: Scheme, name: str) -> str:
    start, _, rest = name.partition(f".{EACH}.")
    if not rest:
        return cell_words(scheme, name)
    form = next((one for one in scheme.forms if one.id == start), None)
    if form is not None:
        return f"各张{form.title}的{cell_words(scheme, f'{start}.{rest}')}"
    table_id, _, list_id = start.partition(".")
    table = next((one for one in scheme.tables if one.id == table_id), None)
    one = table.row_list(list_id) if table is not None else None
    column = next((c.label for c in table.columns if c.id == rest), rest) if table else rest
    return f"{table.title if table else ''}“{one.label if one else ''}”各行的{column}"

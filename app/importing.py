"""A workbook of official tables into a submission, without a window: what was read, in lines."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.codes import CodeBook
from app.domain.submission import Submission
from app.exchange.account_import import Imported, read_accounts
from app.scheme.model import Scheme
from app.session import Session
from app.storage.store import Store


def import_accounts(
    store: Store, scheme: Scheme, submission: Submission, path: Path, *, stated: bool, look: bool
) -> tuple[str, ...]:
    """Take the workbook in as one step of the submission's history; with `look` only read it.

    Raises AccountImportProblem where it cannot be read, StorageProblem where it cannot be stored.
    """
    found = read_accounts(path, scheme, submission)
    if not look:
        session = Session(store, scheme, submission, codes=CodeBook())
        session.apply(found.edit(stated=stated))
    return tuple(_lines(found, look=look))


def _lines(found: Imported, *, look: bool) -> Iterator[str]:
    for table in found.tables:
        yield f"{table.title}　工作表“{table.sheet}”　{table.figures} 个数　单位：{table.unit}"
    for one in found.replaced:
        yield f"换掉　{one.where}　{one.typed} → {one.text}"
    for odd in found.odd:
        yield f"没有看懂　{odd.sheet} {odd.cell}　{odd.sentence}"
    for note in found.notes:
        yield f"请核对　{note}"
    for title in found.missing:
        yield f"文件里没有　{title}"
    done = "只看了看，没有导入" if look else "已导入"
    yield f"{done}：{len(found.tables)} 张表，{found.figures} 个数"

"""What a verb of the command line names: the data file, a submission in it, and its scheme.

The password of a data file is never an argument, which other programs may see: it is asked for on a
terminal, or is the first line of standard input with `--password-stdin`.
"""

import argparse
import getpass
import sys
from collections.abc import Mapping

from app.codes import code_book
from app.domain.compute import compute
from app.domain.report import Report
from app.domain.sealing import SealMark
from app.domain.submission import Submission
from app.exchange.package import parse_package
from app.foreign_seals import brought, seal_words
from app.packs import Shelf, pack_folders
from app.scheme.model import Scheme
from app.storage.database import open_database
from app.storage.home import default_database
from app.storage.problems import StorageProblem
from app.storage.store import Store

ASK = "数据文件的密码："


class Refused(Exception):
    """Something a person can put right; printed as a sentence, exit code 1."""


def shelf_of(arguments: argparse.Namespace) -> Shelf:
    """The shipped schemes, and the packs of this person and those beside the data file."""
    own = default_database()
    return Shelf(pack_folders(own.parent, (arguments.db or own).parent))


def opened(arguments: argparse.Namespace) -> Store:
    """The data file, made where it is missing. Raises StorageProblem, also "password"."""
    path = arguments.db or default_database()
    try:
        return open_database(path)
    except StorageProblem as problem:
        if problem.kind != "password":
            raise
    return open_database(path, key=_password(arguments))


def _password(arguments: argparse.Namespace) -> str:
    """Asked for once; what is read is what was typed, without the end of its line."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(ASK)
    raise Refused("数据文件设了密码。请在终端里运行，或者用 --password-stdin 从标准输入给出。")


def there(arguments: argparse.Namespace) -> Store:
    """The data file where there must be one: a mistyped name must not make an empty file."""
    path = arguments.db or default_database()
    if not path.exists():
        raise Refused(f"没有这个数据文件：{path}。请检查 --db 后面的文件名。")
    return opened(arguments)


def report_of(arguments: argparse.Namespace) -> Report:
    return sealed_report(arguments)[0]


def sealed_report(arguments: argparse.Namespace) -> tuple[Report, SealMark | None]:
    """The report of the submission that is meant, and its seal where it is sealed."""
    store = there(arguments)
    try:
        submission = store.load(wanted(arguments, store))
        seal = store.seal_mark(submission.id)
        codes = code_book(store.subjects())
    finally:
        store.close()
    return compute(scheme_of(arguments, submission), submission, codes=codes), seal


def wanted(arguments: argparse.Namespace, store: Store) -> int:
    """The number of the submission that is meant: the one said, else the one changed last."""
    if arguments.submission is not None:
        return int(arguments.submission)
    found = max(store.submissions(), key=lambda info: info.changed, default=None)
    if found is None:
        raise Refused("数据文件里还没有填报。先用 sample 或 load 装入一份。")
    return found.id


def scheme_of(arguments: argparse.Namespace, submission: Submission) -> Scheme:
    shelf = shelf_of(arguments)
    scheme = shelf.scheme(submission.scheme_id)
    if scheme is None:
        raise Refused(shelf.lacking(submission.scheme_id))
    return scheme


def take(store: Store, content: str | bytes, schemes: Mapping[str, Scheme]) -> tuple[int, str]:
    """Store what a package holds; its number, and what is to be said of its seal."""
    package = parse_package(content, schemes)
    submission, scheme = package.submission, schemes[package.submission.scheme_id]
    about = (submission.year, scheme.id, scheme.hash, submission.entries)
    made = store.create(*about, brought=brought(package))
    return made.id, seal_words(package)


def keep_backup(store: Store) -> None:
    """A backup before what cannot be taken back here; without one it is not done."""
    from app.storage.keeping import keep

    set_one = store.settings().get
    outcome = keep(
        store.path, "import", set_one("backup.folder", ""), set_one("backup.second", ""), store.key
    )
    if not outcome.current:
        raise Refused(f"{outcome.problem}没有备份，所以没有导入。")

"""Everything that a person can do to a data file, as steps that say when they are done.

`said` is called each time the program says that something is kept: what it was, and the store. The
steps are the same at every run but for the times in the file.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.domain.compute import compute
from app.domain.rescheme import change
from app.domain.subjects import LEVELS, Subject
from app.domain.submission import Edit, Submission
from app.exchange.account_sheet import account_sheet
from app.exchange.xlsx import workbook_bytes
from app.importing import import_accounts
from app.resources import DEFAULT_SCHEME, shipped_schemes
from app.session import Session
from app.storage import attachments
from app.storage.backup import back_up, backups
from app.storage.database import open_database
from app.storage.migrations import MIGRATIONS
from app.storage.restore import restore_all, restore_one
from app.storage.store import Store

PARTS = ("initial", "adjusted", "actual")
LINES = {f"spending.r{at}.initial": f"{at}.00" for at in range(60)}
FACTS = {
    "info.account_unit": "yuan",
    "outlay.public.rows": "r1 r2",
    **{f"outlay.public.r{at}.code": code for at, code in ((1, "2010101"), (2, "2010102"))},
    **{f"outlay.public.r{at}.basic": f"{at}000.00" for at in (1, 2)},
}
SCHEMES = shipped_schemes()
FIRST = SCHEMES[DEFAULT_SCHEME]
OTHER = next(one for one in SCHEMES.values() if one.id != FIRST.id)


@dataclass
class Desk:
    """A folder with the data file, and what is open of it."""

    folder: Path
    said: Callable[[str, Store], None]
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    key: str = ""
    sync: str = ""  # SQLite's word, where it is not to be the program's own
    opened: list[Store] = field(default_factory=list)
    step: int = 0

    @property
    def path(self) -> Path:
        return self.folder / "数据" / "算盘.db"

    @property
    def backups(self) -> Path:
        return self.folder / "数据" / "backups"

    @property
    def store(self) -> Store:
        return self.opened[-1]

    def does(self, names: Sequence[str]) -> None:
        for name in names:
            STEPS[name](self)

    def done(self, what: str) -> None:
        self.said(what, self.store)

    def session(self) -> Session:
        """The first submission that may be changed, open by the scheme it names."""
        one = next(one for one in self.store.submissions() if not one.sealed)
        submission = self.store.load(one.id)
        return Session(self.store, SCHEMES[submission.scheme_id], submission)

    def edit(self) -> Edit:
        """Three cells of a row get the same text, sometimes a long one."""
        self.step += 1
        text = f"{self.step} " + "数" * self.chance.choice([0, 3, 40, 700, 2500])
        row = self.chance.randrange(6)
        return Edit({f"spending.r{row}.{part}": text for part in PARTS}, "填支出")


def opens(desk: Desk) -> None:
    desk.opened.append(open_database(desk.path, key=desk.key))
    if desk.sync:
        desk.store.database.execute(f"pragma synchronous = {desk.sync}")
    desk.done("open")


def closes(desk: Desk) -> None:
    desk.store.close()


def creates(desk: Desk) -> None:
    known = desk.store.submissions()
    year = 1 + max((one.year for one in known), default=2019)
    unit = known[0].unit_id if known else None
    desk.store.create(year, FIRST.id, FIRST.hash, LINES | {"info.unit": "云岭县就业中心"}, unit)
    desk.done("create")


def edits(desk: Desk) -> None:
    session = desk.session()
    for _ in range(4):
        session.apply(desk.edit())
        desk.done("edit")


def undoes(desk: Desk) -> None:
    session = desk.session()
    session.apply(desk.edit())
    desk.done("edit")
    session.undo()
    desk.done("undo")
    session.redo()
    desk.done("redo")


def pastes(desk: Desk) -> None:
    """Enough that SQLite folds its log back into the file now and then."""
    desk.step += 1
    text = f"{desk.step} " + "长" * 400
    desk.session().apply(Edit({f"spending.p{at}.name": text for at in range(150)}, "粘贴"))
    desk.done("paste")


def seals(desk: Desk) -> None:
    number = desk.store.submissions()[0].id
    if not desk.store.is_sealed(number):  # as where this step broke off in its middle
        desk.store.seal(number, "林")
        desk.done("seal")
    desk.store.unseal(number, "林", "退回修改")
    desk.done("unseal")


def changes_scheme(desk: Desk) -> None:
    session = desk.session()
    wanted = OTHER if session.scheme.id == FIRST.id else FIRST
    session.change_scheme(wanted, change(session.scheme, wanted, session.submission).edit)
    desk.done("scheme")


def sets(desk: Desk) -> None:
    desk.step += 1
    desk.store.put_setting("person", f"林{desk.step}")
    desk.done("setting")
    names = [str(201 + at) for at in range(1 + desk.step % 7)]
    own = [Subject(code, f"科目{code}", LEVELS[3], "", None, None, "own") for code in names]
    desk.store.replace_subjects("function", own)
    desk.done("subjects")


def attaches(desk: Desk) -> None:
    desk.step += 1
    source = desk.folder.parent / f"{desk.folder.name} 合同{desk.step}.pdf"
    source.write_bytes(b"%PDF" + bytes(desk.chance.choices(range(256), k=3000)))
    session = desk.session()
    name = attachments.attach(desk.path, session.submission.id, source)
    source.unlink()
    session.apply(Edit({"project.p1.i1.files": name}, "添加材料"))
    desk.done("attach")


def backs_up(desk: Desk) -> None:
    back_up(desk.path, desk.backups, "manual", desk.key)
    desk.done("backup")


def restores_all(desk: Desk) -> None:
    restore_all(desk.store, oldest(desk), desk.backups, desk.key)
    desk.done("restore all")


def restores_one(desk: Desk) -> None:
    there = any(one.id == 1 for one in desk.store.submissions())
    restore_one(desk.store, oldest(desk), 1, 1 if there else None, desk.key)
    desk.done("restore one")


def imports(desk: Desk) -> None:
    """The official tables from a workbook, which is one edit of many cells."""
    session = desk.session()
    path = desk.folder.parent / "决算.xlsx"
    path.write_bytes(workbook(session.scheme.id))
    import_accounts(desk.store, session.scheme, session.submission, path, stated=True, look=False)
    path.unlink()
    desk.done("import")


@cache
def workbook(scheme_id: str) -> bytes:
    scheme = SCHEMES[scheme_id]
    made = compute(scheme, Submission(2023, scheme.id, entries=FACTS))
    return workbook_bytes([account_sheet(made, one) for one in made.accounts])


def oldest(desk: Desk) -> Path:
    return backups(desk.backups)[-1].path


def removes(desk: Desk) -> None:
    if not desk.store.submissions():
        creates(desk)
    desk.store.remove(desk.session().submission.id)
    desk.done("remove")


STEPS: Mapping[str, Callable[[Desk], None]] = {
    "open": opens,
    "close": closes,
    "create": creates,
    "edit": edits,
    "undo": undoes,
    "paste": pastes,
    "seal": seals,
    "scheme": changes_scheme,
    "set": sets,
    "attach": attaches,
    "import": imports,
    "backup": backs_up,
    "restore all": restores_all,
    "restore one": restores_one,
    "remove": removes,
}
WHOLE_DAY = (
    *("open", "create", "edit", "paste", "undo", "set", "backup", "edit", "attach", "close"),
    *("open", "create", "edit", "seal", "scheme", "edit", "restore all", "edit", "paste", "close"),
    *("open", "edit", "restore one", "undo", "remove", "create", "edit", "import", "edit"),
)


def old_file(folder: Path, version: int = 1) -> Submission:
    """A data file as an earlier version of the program left it."""
    desk = Desk(folder, lambda what, store: None)
    store = open_database(desk.path, MIGRATIONS)
    made = store.create(2022, FIRST.id, FIRST.hash, LINES | {"info.unit": "云岭县就业中心"})
    session = Session(store, FIRST, made)
    for _ in range(5):
        session.apply(desk.edit())
    later = {2: ("subject",), 3: ("setting",), 4: ("seal", "removed")}
    for number in range(len(MIGRATIONS), version, -1):
        for table in later[number]:
            store.database.execute(f"drop table {table}")
    store.database.execute(f"pragma user_version = {version}")
    store.close()
    return made

"""The seal that comes with a package: put on record, and said to whoever takes it in."""

from datetime import datetime

from app.domain.sealing import short
from app.exchange.package import Package
from app.storage.store import Store

WHOLE = "导入数据包，内容与封存时一致"
CHANGED = "导入数据包，内容与封存时的校验码不符"


def keep_seal(store: Store, number: int, package: Package) -> str:
    """Put the seal of a package on record with the submission that was made of it; the sentence
    about it, blank where it had none. Raises StorageProblem."""
    seal = package.seal
    if seal is None:
        return ""
    store.keep_foreign_seal(number, seal, CHANGED if package.changed else WHOLE)
    at, who = datetime.fromisoformat(seal.at).astimezone(), seal.who or "（没有写）"
    said = f"{at:%Y-%m-%d %H:%M} 由 {who} 封存，校验码 {short(seal.checksum)}"
    if package.changed:
        return (
            f"⚠ 这份数据包封存后被改动过：{said}，现在的内容与校验码不符。"
            "请与交出数据包的单位核对。这一点已经记在“封存记录”里。"
        )
    return f"这份数据包 {said}，内容与封存时一致。"

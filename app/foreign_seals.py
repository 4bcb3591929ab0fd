"""The seal that comes with a package: what goes on record, what is said to whoever takes it in."""

from datetime import datetime

from app.domain.sealing import short
from app.exchange.package import Package
from app.storage.seals import Brought


def brought(package: Package) -> Brought | None:
    """What goes on record with the submission that is made of it; None where it is not sealed."""
    return None if package.seal is None else Brought(package.seal, not package.changed)


def seal_words(package: Package) -> str:
    """A sentence about its seal; blank where it has none."""
    seal = package.seal
    if seal is None:
        return ""
    at, who = datetime.fromisoformat(seal.at).astimezone(), f"由{seal.who}" if seal.who else ""
    said = f"{at:%Y-%m-%d %H:%M} {who}封存，校验码 {short(seal.checksum)}"
    if package.changed:
        return (
            f"⚠ 封存后被改动过：这份数据包的内容与封存时的校验码不符（{said}）。"
            "请与交出数据包的单位核对。"
        )
    return f"这份数据包于 {said}，内容与封存时一致。"

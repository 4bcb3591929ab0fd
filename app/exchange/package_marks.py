"""What a package says beside its entries: the seal, and what the evidence files were."""

import re
from collections.abc import Iterator
from datetime import datetime

from app.domain.sealing import MAX_WHO, SealMark
from app.domain.values import shorten
from app.exchange.package_json import Node, PackageProblem
from app.exchange.package_words import FILE, YEARS
from app.exchange.proofs import Proof

_SUM = re.compile(r"[0-9a-f]{64}")
MAX_PROOFS = 10_000


def seal_in(node: Node) -> SealMark:
    """Raises PackageProblem where it is none."""
    names = ("at", "who", "checksum")
    found = node.members(names)
    texts = {name: found[name].text() if name in found else "" for name in names}
    if not _SUM.fullmatch(texts["checksum"]):
        raise PackageProblem("seal.checksum：校验码应为64个十六进制字符。")
    try:
        at = datetime.fromisoformat(texts["at"])
        sound = at.tzinfo is not None and at.year in YEARS
    except ValueError:
        sound = False
    if not sound:
        raise PackageProblem("seal.at：封存时间不对，应像 2024-03-01T08:30:00+00:00。")
    if len(texts["who"]) > MAX_WHO:
        raise PackageProblem(f"seal.who：封存人的姓名太长，最多{MAX_WHO}个字。")
    return SealMark(**texts)


def proofs_in(node: Node) -> Iterator[Proof]:
    """Each file once, under a plain name: it is looked for in folders of ours."""
    nodes, names = node.elements(), set[str]()
    if len(nodes) > MAX_PROOFS:
        node.refuse(f"有{len(nodes):,}个文件，太多，最多{MAX_PROOFS:,}个。")
    for one in nodes:
        found = one.members(("name", "size", "sha256"))
        for name in ("name", "size", "sha256"):
            if name not in found:
                one.refuse(f"缺少 {name}。")
        name, sums = found["name"].text(), found["sha256"].text()
        if not FILE.fullmatch(name) or name in {".", ".."} or name in names:
            found["name"].refuse(f"“{shorten(name)}”不能作文件名，或者写了两次。")
        if not _SUM.fullmatch(sums):
            found["sha256"].refuse("校验码应为64个十六进制字符。")
        if (size := found["size"].whole()) < 0:
            found["size"].refuse("文件大小不能是负数。")
        names.add(name)
        yield Proof(name, size, sums)

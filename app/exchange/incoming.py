"""Files that come in: read only as far as a package can be long."""

from pathlib import Path

from app.exchange.package import MAX_BYTES, PackageProblem


def package_bytes(path: Path) -> bytes:
    """The bytes of a package file, one more than may be at most. Raises PackageProblem."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)  # parse() refuses what is longer
    except OSError as error:
        sentence = f"读不了数据包：{path}。请看文件还在不在、是否被别的程序占用。没有导入。"
        raise PackageProblem(sentence) from error

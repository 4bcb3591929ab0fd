"""A submission as one readable JSON file, both ways, lossless: `resources/package.schema.json`."""

from app.exchange.package_json import MAX_BYTES, PackageProblem
from app.exchange.package_read import Package, parse, parse_package
from app.exchange.package_write import dump, to_package
from app.exchange.proofs import Proof

__all__ = [
    "MAX_BYTES",
    "Package",
    "PackageProblem",
    "Proof",
    "dump",
    "parse",
    "parse_package",
    "to_package",
]

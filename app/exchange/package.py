"""A submission as one readable JSON file, both ways, lossless: `resources/package.schema.json`."""

from app.exchange.package_json import MAX_BYTES, PackageProblem
from app.exchange.package_read import parse
from app.exchange.package_write import dump, to_package

__all__ = ["MAX_BYTES", "PackageProblem", "dump", "parse", "to_package"]

"""Which program this is; the same number as in pyproject.toml, which does not go with a build."""

VERSION = "0.1.0"

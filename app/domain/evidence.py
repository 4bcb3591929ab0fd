"""The cell `<row>.files`: names of the evidence files (佐证材料) of an indicator, one on a line."""

from collections.abc import Iterable


def file_names(text: str) -> tuple[str, ...]:
    """The names in the order in which they stand there, each once; blank lines are no names.

    Lines end with "\\n" alone: the other ends that Python knows may stand in a name of old.
    """
    lines = (line.strip() for line in text.split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))


def file_text(names: Iterable[str]) -> str:
    """The text of the cell; blank for no names. A line end in a name parts it in two."""
    return "\n".join(file_names("\n".join(names)))

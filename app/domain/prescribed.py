"""What a scheme says in a cell of an indicator that it prescribes, until a unit types its own."""

from app.domain.values import number_text
from app.scheme.model import Preset


def prescribed(preset: Preset | None, cell: str) -> str:
    """The scheme's text of a cell such as `name` or `weight`; blank for none."""
    if preset is None:
        return ""
    match cell:
        case "name":
            return preset.label
        case "weight":
            return number_text(preset.weight)
        case "target":
            return preset.target
        case "explain":
            return preset.explain
        case "rubric":
            return preset.rubric
        case _:
            return ""

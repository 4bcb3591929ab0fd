"""How a kind of form is printed, kept by name: plain values, stored by whoever is asked.

A setting that is as usual is kept as a blank; one that nobody understands any more is as usual.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Literal

from app.paper.layout import USUAL as SIDES
from app.paper.layout import Margins

Paper = Literal["A4", "A3"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}

SHIFT, STEP = 20.0, 0.5  # millimetres: how far 套打 may move everything, and in which steps
LEAST_MARGIN, MOST_MARGIN = 0.0, 60.0
MOST_COPIES = 99

Recall = Callable[[str], str]  # what was kept under a name; blank: nothing
Keep = Callable[[str, str], None]


@dataclass(frozen=True)
class PrintSettings:
    """`turned`: not the way that the form lies. `whole`: on one page, however small the letters.
    `shift_x` and `shift_y` move everything to the right and down: 套打 onto printed forms."""

    paper: Paper = "A4"
    turned: bool = False
    whole: bool = False
    margins: Margins = SIDES
    copies: int = 1
    printer: str = ""  # by name; blank: the system's own choice
    shift_x: float = 0.0
    shift_y: float = 0.0


USUAL = PrintSettings()
_MARGINS = tuple(one.name for one in fields(Margins))


def load(form_id: str, recall: Recall) -> PrintSettings:
    """The settings of a kind of form, `form_id` as in the scheme."""

    def kept(name: str) -> str:
        return recall(f"print.{form_id}.{name}")

    sides = {one: _number(kept(one), LEAST_MARGIN, MOST_MARGIN) for one in _MARGINS}
    margins = replace(USUAL.margins, **{one: mm for one, mm in sides.items() if mm is not None})
    return PrintSettings(
        paper="A3" if kept("paper") == "A3" else "A4",
        turned=kept("turned") == "1",
        whole=kept("whole") == "1",
        margins=margins,
        copies=round(_number(kept("copies"), 1, MOST_COPIES) or 1),
        printer=kept("printer"),
        shift_x=_number(kept("shift_x"), -SHIFT, SHIFT) or 0.0,
        shift_y=_number(kept("shift_y"), -SHIFT, SHIFT) or 0.0,
    )


def save(form_id: str, settings: PrintSettings, keep: Keep) -> None:
    """Keep the settings of a kind of form."""
    texts = {
        "paper": "" if settings.paper == USUAL.paper else settings.paper,
        "turned": "1" if settings.turned else "",
        "whole": "1" if settings.whole else "",
        "copies": _text(settings.copies, 1),
        "printer": settings.printer,
        "shift_x": _text(settings.shift_x, 0),
        "shift_y": _text(settings.shift_y, 0),
    }
    texts |= {
        one: _text(getattr(settings.margins, one), getattr(USUAL.margins, one)) for one in _MARGINS
    }
    for name, text in texts.items():
        keep(f"print.{form_id}.{name}", text)


def _number(text: str, least: float, most: float) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if least <= found <= most else None


def _text(value: float, usual: float) -> str:
    return "" if value == usual else f"{value:g}"

"""Every text can be read on every ground that it stands on: WCAG AA, 4.5 to 1."""

import re
from itertools import product

import pytest
from PySide6.QtGui import QColor, QImage

from app.ui import style
from app.ui.fields import LineField
from app.ui.grid.grid_model import LOOK_GROUNDS
from tests.ui.driver import Office

LEAST = 4.5
TEXTS = ("INK", "SECOND", "ACCENT", "ERROR", "QUESTION", "GOOD")
GROUNDS = {
    name: getattr(style, name)
    for name in ("CARD", "GROUND", "COMPUTED", "CARRIED", "ACCENT_SOFT", "CHOSEN", "ERROR_SOFT")
}
GROUNDS |= {f"a {look} cell": colour.name() for look, colour in LOOK_GROUNDS.items()}


def contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    """Relative luminance, as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_measure() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # just too pale


@pytest.mark.parametrize(("text", "ground"), list(product(TEXTS, GROUNDS)))
def test_text_on_its_ground(text: str, ground: str) -> None:
    found = contrast(getattr(style, text), GROUNDS[ground])
    assert found >= LEAST, f"{text} on {ground}: {found:.2f}"


@pytest.mark.parametrize("ground", ["ACCENT", "DARKER"])
def test_white_on_what_is_filled(ground: str) -> None:
    assert contrast("#ffffff", getattr(style, ground)) >= LEAST


@pytest.mark.parametrize("frame", ["ERROR", "QUESTION", "ACCENT"])
def test_frames_stand_out(frame: str) -> None:
    for ground in GROUNDS.values():
        assert contrast(getattr(style, frame), ground) >= 3  # what is no text


def test_no_text_of_the_style_sheet_has_a_colour_of_its_own() -> None:
    """What is not in the palette is not measured here."""
    known = {value for value in vars(style).values() if isinstance(value, str)}
    for rule in re.findall(r"(?<![-\w])color: ([^;]+);", style.sheet()):
        assert rule in known | {"white"}, rule


def test_what_stands_in_for_a_blank_field_can_be_read(office: Office) -> None:
    """Yellow with what comes from 基本信息: a grey that Qt mixes would be too pale."""
    office.creates()
    office.shows_tab("项目支出")
    office.clicks("＋ 新增")
    field = next(
        one
        for one in office.work.findChildren(LineField)
        if isinstance(one, LineField) and one.isVisible() and one.property("carried")
    )
    shot: QImage = field.grab().toImage()
    rows, columns = range(4, shot.height() - 4), range(4, shot.width() - 4)
    colours = {shot.pixelColor(x, y).name() for x in columns for y in rows}
    assert QColor(style.CARRIED).name() in colours
    assert max(contrast(one, style.CARRIED) for one in colours) >= LEAST

"""Paper, margins, direction and 套打: where the content really is, in millimetres."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.exchange.sheet import FilledSheet
from app.paper import fonts
from app.paper.calibration import FROM_EDGE, calibration_page
from app.paper.layout import Margins, Page
from app.paper.painter import pages as measured_pages
from app.paper.painter import paint
from app.paper.placing import beyond, placed, smallest
from app.paper.printing import pages_pdf
from app.paper.settings import PAPERS, USUAL, PrintSettings, load, save
from tests.golden.forms import report, sample_entries
from tests.paper.test_paper import LONG, across, em, filled

SCALE = 10  # pixels per millimetre
TINY = 1e-6


def inked(page: Page) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is painted, in millimetres, on a sheet of paper that is
    larger by 30 mm on every side."""
    edge = 30
    wide, high = round(page.width + 2 * edge) * SCALE, round(page.height + 2 * edge) * SCALE
    image = QImage(wide, high, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.translate(edge * SCALE, edge * SCALE)
    paint(painter, page, SCALE)
    painter.end()
    data, line = bytes(image.constBits()), image.bytesPerLine()
    rows = [data[at * line : at * line + wide] for at in range(high)]
    dark = [at for at, row in enumerate(rows) if min(row) < 128]
    lefts = [next(x for x, one in enumerate(rows[at]) if one < 128) for at in dark]
    backs = [next(x for x, one in enumerate(rows[at][::-1]) if one < 128) for at in dark]
    pixels = (min(lefts), dark[0], wide - 1 - min(backs), dark[-1])
    return tuple(one / SCALE - edge for one in pixels)  # type: ignore[return-value]


def test_a_shift_moves_everything_by_just_that_much(qtbot: QtBot) -> None:
    (still,) = measured_pages(filled())
    before = inked(still)
    for x, y in ((3.5, 0.0), (0.0, -2.5), (-12.0, 20.0), (0.5, 0.5)):
        (moved,) = measured_pages(filled(), replace(USUAL, shift_x=x, shift_y=y))
        assert moved.areas == still.areas
        after = inked(moved)
        wanted = [before[0] + x, before[1] + y, before[2] + x, before[3] + y]
        assert after == pytest.approx(wanted, abs=1 / SCALE)


def test_every_page_is_moved(qtbot: QtBot) -> None:
    made = measured_pages(filled({"project.p1.goal_actual": LONG}), replace(USUAL, shift_x=2))
    assert len(made) > 2
    assert {page.shift for page in made} == {(2, 0)}


def test_a_pdf_of_moved_pages_is_moved_too(qtbot: QtBot) -> None:
    def place(settings: PrintSettings) -> tuple[float, float]:
        reader = PdfReader(io.BytesIO(pages_pdf(measured_pages(filled(), settings), "表")))
        found: list[tuple[float, float]] = []

        def visit(text: str, matrix: list[float], letters: list[float], *_: object) -> None:
            if text.strip():
                x, y = letters[4], letters[5]
                found.append((x * matrix[0] + matrix[4], y * matrix[3] + matrix[5]))

        reader.pages[0].extract_text(visitor_text=visit)
        return found[0]

    still, moved = place(USUAL), place(replace(USUAL, shift_x=10, shift_y=5))
    millimetre = 72 / 25.4
    assert moved[0] - still[0] == pytest.approx(10 * millimetre, abs=0.1)
    assert still[1] - moved[1] == pytest.approx(5 * millimetre, abs=0.1)


MARGINS = [Margins(), Margins(10, 10, 10, 25), Margins(30, 5, 20, 5), Margins(0, 0, 0, 0)]


@pytest.mark.parametrize("margins", MARGINS)
@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("paper", list(PAPERS))
def test_content_stays_within_the_margins(paper: str, turned: bool, margins: Margins) -> None:
    settings = PrintSettings(paper=paper, turned=turned, margins=margins)  # type: ignore[arg-type]
    short, long = PAPERS["A3" if paper == "A3" else "A4"]
    for sheet in (filled(), across()):
        lies = sheet.landscape != turned
        for page in placed(sheet, settings, em):
            assert (page.width, page.height) == ((long, short) if lies else (short, long))
            for area in (area for area in page.areas if area.border):
                assert area.x >= margins.left - TINY
                assert area.y >= margins.top - TINY
                assert area.x + area.width <= page.width - margins.right + TINY
                assert area.y + area.height <= page.height - margins.bottom + TINY
            table = max(area.x + area.width for area in page.areas if area.border)
            assert table == pytest.approx(page.width - margins.right)  # all of the width is used


def texts(made: tuple[Page, ...]) -> str:
    return "".join(line for page in made for area in page.areas for line in area.lines)


@pytest.mark.parametrize("turned", [False, True])
def test_a_long_form_on_one_page(turned: bool) -> None:
    sheet = filled({"project.p1.goal_actual": LONG[:3000]})
    several = placed(sheet, replace(USUAL, turned=turned), em)
    (page,) = placed(sheet, replace(USUAL, turned=turned, whole=True), em)
    assert len(several) > 1
    assert sorted((page.width, page.height)) == pytest.approx([210, 297])
    assert not beyond(page, em)
    right = max((area.x + area.width) * page.shrink for area in page.areas if area.border)
    assert right == pytest.approx(page.width - USUAL.margins.right)
    assert smallest((page,)) < 7
    assert LONG[:3000] in texts((page,))  # only the letters are smaller


def test_a_short_form_is_not_made_smaller() -> None:
    assert placed(filled(), replace(USUAL, whole=True), em) == placed(filled(), USUAL, em)


# ---------------------------------------------------------------- nothing is cut unsaid

CUT = [  # shift, margins, which side is cut and by how much
    ((0, 0), Margins(), ()),
    ((15, -15), Margins(), ()),
    ((15.5, 0), Margins(), (("right", 0.5),)),
    ((-20, 0), Margins(), (("left", 5.0),)),
    ((5, 0), Margins(15, 0, 15, 15), (("right", 5.0),)),
    ((0, 0), Margins(0, 0, 0, 0), ()),
]


@pytest.mark.parametrize(("shift", "margins", "sides"), CUT)
def test_what_would_be_cut_is_known(
    shift: tuple[float, float], margins: Margins, sides: tuple[tuple[str, float], ...]
) -> None:
    settings = replace(USUAL, margins=margins, shift_x=shift[0], shift_y=shift[1])
    (page,) = placed(filled(), settings, em)
    cut = beyond(page, em)
    for side in ("left", "right"):
        assert getattr(cut, side) == pytest.approx(dict(sides).get(side, 0), abs=0.01)
    assert bool(cut) == bool(sides)


def test_what_is_cut_at_the_top_is_what_is_painted_there(qtbot: QtBot) -> None:
    settings = replace(USUAL, margins=Margins(2, 15, 15, 15), shift_y=-20)
    (page,) = measured_pages(filled(), settings)
    top = inked(page)[1]
    assert top < 0
    # lines of text have some air above their letters
    assert -top <= beyond(page, fonts.em).top <= -top + 3


# ---------------------------------------------------------------- the calibration page

CALIBRATIONS = [USUAL, PrintSettings("A3"), replace(USUAL, shift_x=1.5, shift_y=-2)]


@pytest.mark.parametrize("settings", CALIBRATIONS)
def test_crosses_stand_where_the_page_says(settings: PrintSettings, qtbot: QtBot) -> None:
    page = calibration_page(settings)
    assert (page.width, page.height) == PAPERS[settings.paper]
    middles = {
        (one.x, one.y + one.height / 2)
        for one in page.areas
        if one.border and one.width == 0 and one.height == 16
    }
    far = (page.width - FROM_EDGE, page.height - FROM_EDGE)
    assert middles == {(x, y) for x in (FROM_EDGE, far[0]) for y in (FROM_EDGE, far[1])}
    assert page.shift == (settings.shift_x, settings.shift_y)
    assert beyond(replace(page, shift=(0, 0)), fonts.em) == beyond(Page(1, 1, ()), fonts.em)


def test_what_the_table_says_puts_the_cross_right() -> None:
    """A printer that puts everything 2 mm to the right: what is read off and typed in mends it."""
    for now in (0.0, 1.5, -3.0):
        printer_is_off = 2.0
        page = calibration_page(replace(USUAL, shift_x=now))
        measured = FROM_EDGE + now + printer_is_off
        cells = [area.lines[0] for area in page.areas if area.border and any(area.lines)]
        cells = cells[: cells.index("量得离上边（毫米）")]
        table = dict(zip(cells[2::2], cells[3::2], strict=True))
        read_off = round(measured)  # a ruler shows whole millimetres
        typed = float(table[f"{read_off}"])
        assert abs(FROM_EDGE + typed + printer_is_off - FROM_EDGE) <= 0.5


# ---------------------------------------------------------------- kept by kind of form


def test_settings_are_kept_by_kind_of_form() -> None:
    kept: dict[str, str] = {}
    mine = PrintSettings(
        "A3", True, True, Margins(10, 11.5, 12, 25), 3, "HP LaserJet 1020", -1.5, 20.0
    )
    save("project", mine, kept.__setitem__)
    assert load("project", lambda name: kept.get(name, "")) == mine
    assert load("overall", lambda name: kept.get(name, "")) == USUAL
    save("project", USUAL, kept.__setitem__)
    assert set(kept.values()) == {""}
    assert all(name.startswith("print.project.") for name in kept)


ODD = ["x", "-1", "999", "nan", "inf", "1e400", "", "三"]


@pytest.mark.parametrize("text", ODD)
def test_what_nobody_understands_is_as_usual(text: str) -> None:
    found = load("project", lambda name: "" if name.endswith("printer") else text)
    shift = -1.0 if text == "-1" else 0.0
    assert found == replace(USUAL, shift_x=shift, shift_y=shift)


def test_what_prints_is_what_is_exported(qtbot: QtBot) -> None:
    """With the usual settings a page is the same on the printer, in the PDF and in the preview."""
    made = report(sample_entries())
    sheets: list[FilledSheet] = [filled(), across()]
    assert made.forms
    for sheet in sheets:
        assert measured_pages(sheet) == measured_pages(sheet, load("project", lambda _name: ""))

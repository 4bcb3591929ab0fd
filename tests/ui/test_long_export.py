"""A county's hand-over, 100 projects: the window goes on while the files are written."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.handover import folder_name
from app.ui.outlet.preview import PreviewWindow
from tests.ui.driver import Office
from tests.ui.waiting import beating, shown, when_shown


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """100 projects of 15 indicators, 300 subjects: what the bench measures with."""
    monkeypatch.setenv("BENCH_START", os.environ.get("BENCH_START", "0"))
    from build_scripts.bench_ours import county as make

    make(tmp_path, 100, 15)
    with Office(tmp_path) as office:
        office.opens_first()
        office.window.activateWindow()
        office.shows_tab("导出打印")
        yield office


def test_the_window_beats_through_it_and_says_where_it_is(county: Office) -> None:
    said: list[str] = []

    def listen() -> None:
        dialog = shown()
        if dialog is not None:
            said.append(dialog.what.text().split("\n")[0])
            QTimer.singleShot(50, listen)

    when_shown(lambda _dialog: listen())
    began = time.monotonic()
    with beating() as heart:
        county.clicks("导出上报", county.work.pages["export"])
    took = time.monotonic() - began
    assert heart.beats > 100
    # a frozen window would stand still for one file at least; a busy machine is not the window
    assert heart.longest < took / 2
    session = county.window.session
    assert session is not None
    files = {path.name for path in (county.folder / folder_name(session.report)).iterdir()}
    assert len(files) == 9
    assert len(files & set(said)) > 2
    assert county.told == []


def test_a_hundred_forms_are_filled_beside_the_preview(county: Office) -> None:
    """Chosen in the preview of one form: its window goes on."""
    county.shows_tab("项目支出")
    beats: list[int] = []  # while they were filled
    with beating() as heart:

        def choose() -> None:
            window = QApplication.activeModalWidget()
            if not isinstance(window, PreviewWindow) or not window.view.pages:
                QTimer.singleShot(5, choose)
                return
            before = heart.beats
            every = window.panel.what.findText("全部自评表（101张）")
            window.panel.what.setCurrentIndex(every)
            beats.append(heart.beats - before)
            window.reject()

        QTimer.singleShot(0, choose)
        county.presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert beats
    assert beats[0] > 1  # a frozen window has none; a busy machine has few

"""What the start page asks for by a word, and who does it. Loaded when something is asked for."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.ui.start import backups, compare, new_submission, place_warning, schemes, start_page, units

if TYPE_CHECKING:
    from app.ui.window import MainWindow

# each takes the window and the number of a submission, 0 where it is about none
DOINGS: "Mapping[str, Callable[[MainWindow, int], None]]" = {
    start_page.NEW: lambda window, _: new_submission.ask_new(window),
    start_page.SAMPLE: lambda window, _: new_submission.add_sample(window),
    start_page.LOAD: lambda window, _: new_submission.ask_package(window),
    start_page.SCHEMES: lambda window, _: schemes.show_packs(window),
    start_page.PLACE: lambda window, _: place_warning.explain(window),
    start_page.PLACE_READ: lambda window, _: place_warning.settle(window),
    start_page.COPY: units.copy,
    start_page.NEXT: units.next_year,
    start_page.SEAL: units.seal,
    start_page.UNSEAL: units.unseal,
    start_page.RECORD: units.record,
    start_page.COMPARE: compare.ask_comparison,
    start_page.REMOVE: units.remove,
    start_page.BACKUP: lambda window, _: backups.ask_backup(window),
    start_page.RESTORE: lambda window, _: backups.ask_restore(window),
}

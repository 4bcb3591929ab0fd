"""The pages of the seven tabs, each made when it is first asked for: most are not looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.scheme.model import Scheme
from app.scheme.read_table import TABS
from app.ui.grid.desk import Desk
from app.ui.pages.export_page import ExportPage
from app.ui.pages.findings_page import FindingsPage
from app.ui.pages.forms_page import FormsPage
from app.ui.pages.info_page import InfoPage
from app.ui.pages.ledger_page import LedgerPage, has_ledgers
from app.ui.pages.page import Inlets, Outlets, Page
from app.ui.pages.tab_pages import BothPage, NothingPage
from app.ui.pages.tables_page import TablesPage
from app.ui.views.views import TAB_NAMES


@dataclass(frozen=True)
class Doors:
    """What comes in and what leaves, and the folder where files go first."""

    inlets: Inlets
    outlets: Outlets
    documents: Path


class Pages(Mapping[str, Page]):
    """Pages by tab; `made` is told of each new one."""

    def __init__(
        self, scheme: Scheme, desk: Desk, doors: Doors, made: Callable[[Page], None]
    ) -> None:
        self._scheme, self._desk, self._doors = scheme, desk, doors
        self._tell = made
        self._made: dict[str, Page] = {}

    def __getitem__(self, tab: str) -> Page:
        if tab not in self._made:
            if tab not in TAB_NAMES:
                raise KeyError(tab)
            page = self._make(tab)
            self._made[tab] = page
            self._tell(page)
        return self._made[tab]

    def __contains__(self, tab: object) -> bool:
        """Asked alone, it makes no page; that of a mapping would make it to see."""
        return tab in TAB_NAMES

    def __iter__(self) -> Iterator[str]:
        return iter(TAB_NAMES)

    def __len__(self) -> int:
        return len(TAB_NAMES)

    def _make(self, tab: str) -> Page:
        if tab in TABS:
            return self._work(tab)
        doors = self._doors
        match tab:
            case "info":
                return InfoPage(self._desk, self._scheme, doors.inlets.codes)
            case "findings":
                return FindingsPage(self._desk, doors.outlets.review)
            case _:
                return ExportPage(self._desk, doors.outlets, doors.documents)

    def _work(self, tab: str) -> Page:
        """Forms, tables, or a sentence: what the scheme has on this tab."""
        desk, scheme, inlets = self._desk, self._scheme, self._doors.inlets
        forms = tuple(form for form in scheme.forms if form.tab == tab)
        tables = any(table.tab == tab for table in scheme.tables)
        if forms and tables:
            return BothPage(desk, FormsPage(desk, forms, inlets), TablesPage(desk, scheme, tab))
        if forms:
            return FormsPage(desk, forms, inlets)
        if has_ledgers(scheme, tab):
            return LedgerPage(desk, scheme, tab, inlets)
        return TablesPage(desk, scheme, tab) if tables else NothingPage(desk, scheme)

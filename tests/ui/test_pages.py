"""A page is made when it is looked at: most openings of a submission need one of seven."""

from app.ui.pages.export_page import ExportPage
from app.ui.pages.findings_page import FindingsPage
from app.ui.pages.forms_page import FormsPage
from app.ui.pages.info_page import InfoPage
from app.ui.pages.ledger_page import LedgerPage
from tests.ui.driver import Office

LATER = (ExportPage, FindingsPage, FormsPage, LedgerPage)


def test_opening_a_submission_makes_the_page_in_front(office: Office) -> None:
    office.clicks("载入示例单位")
    assert office.work.findChildren(InfoPage)
    assert [kind for kind in LATER if office.work.findChildren(kind)] == []
    office.shows_tab("导出打印")
    assert [kind for kind in LATER if office.work.findChildren(kind)] == [ExportPage]

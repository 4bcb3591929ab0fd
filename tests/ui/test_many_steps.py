"""A hundred and twenty steps of all kinds by keys, taken back and made again one by one."""

from PySide6.QtGui import QGuiApplication

from tests.ui.driver import Key, Office
from tests.ui.mouse import CONTROL, SHIFT, grid_of

CODES = ("2080106", "2080107", "2080109", "2080199", "2080505", "2080599")
ROUNDS = 15


def one_round(office: Office, at: int) -> None:
    """Eight steps: rows are added, figures typed, pasted, filled and cleared, rows deleted, a
    figure imported."""
    list_at = "outlay.public"
    office.types(f"{list_at}.+.code", CODES[at % len(CODES)])
    row = office.entries()[f"{list_at}.rows"].split()[-1]
    office.types(f"{list_at}.{row}.basic", f"{at}.25")
    QGuiApplication.clipboard().setText(f"{at + 1}\t{at + 2}\r\n")
    office.goes_to(f"{list_at}.{row}.initial")
    office.presses(Key.Key_V, CONTROL)
    office.goes_to(f"{list_at}.{row}.basic")
    office.presses(Key.Key_Right, SHIFT)
    office.presses(Key.Key_R, CONTROL)
    office.presses(Key.Key_Delete)
    office.types(f"{list_at}.{row}.project", f"={at}+1")
    office.applies({f"{list_at}.{row}.last": f"{at}.5"})
    office.goes_to(f"{list_at}.{row}.basic")
    if at % 2:
        office.clicks("删除行")
    else:
        office.presses(Key.Key_Space, SHIFT)
        office.presses(Key.Key_Right)
        office.types(f"{list_at}.{row}.basic", "8")


def test_a_hundred_and_twenty_steps_back_and_forth(office: Office) -> None:
    office.creates(scheme="hunan-2023")
    office.shows_tab("收入支出")
    office.chooses_table("支出")
    states = [office.entries()]
    session = office.window.session
    assert session is not None
    end = session.subscribe(lambda report: states.append(dict(report.submission.entries)))
    for at in range(ROUNDS):
        one_round(office, at)
    end()
    assert len(states) - 1 == 8 * ROUNDS == 120
    assert states[-1] == office.entries()
    grid_of(office)
    for at in range(119, -1, -1):
        office.undoes()
        assert dict(session.submission.entries) == states[at], f"step {at + 1} taken back"
    assert office.entries() == states[0]
    office.undoes()
    assert "没有可以撤销的步骤" in office.status()
    for at in range(1, 121):
        office.redoes()
        assert dict(session.submission.entries) == states[at], f"step {at} made again"
    assert office.entries() == states[-1]
    office.redoes()
    assert "没有可以重做的步骤" in office.status()

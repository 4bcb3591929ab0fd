"""What a unit receives: the nine national tables of a filled unit, cell by cell.

`python -m tests.exchange.test_account_golden` writes the golden file anew; read the difference.
"""

from collections.abc import Iterator
from pathlib import Path

from app.exchange.account_sheet import account_sheet
from app.exchange.boxes import FilledSheet
from tests.exchange.account_examples import filled
from tests.scheme.layouts import spot

GOLDEN = Path(__file__).parents[1] / "golden/account-national-2020.txt"


def lines(sheet: FilledSheet) -> Iterator[str]:
    yield f"── {sheet.name}"
    for row in range(1, sheet.rows + 1):
        boxes = [box for box in sheet.boxes if box.first[0] == row]
        yield (
            "｜".join(f"{spot(*box.first)} {box.text}" for box in boxes if box.text)
            or f"{spot(row, 1)} …"
        )


def text() -> str:
    report = filled("national-2020")
    sheets = [account_sheet(report, one) for one in report.accounts]
    return "\n".join(line for sheet in sheets for line in lines(sheet)) + "\n"


def test_the_tables_of_a_filled_unit_are_as_looked_at() -> None:
    assert text() == GOLDEN.read_text(encoding="utf-8")


if __name__ == "__main__":
    GOLDEN.write_text(text(), encoding="utf-8")

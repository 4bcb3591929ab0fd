"""The cell that lists evidence files: text to names and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.evidence import file_names, file_text

TEXTS = [  # text of the cell, names
    ("", ()),
    ("\n  \n", ()),
    ("验收报告.pdf", ("验收报告.pdf",)),
    ("甲.pdf\n乙 2.jpg", ("甲.pdf", "乙 2.jpg")),
    ("乙.jpg\n甲.pdf\n乙.jpg", ("乙.jpg", "甲.pdf")),
    (" 甲.pdf \r\n\n乙.jpg\n", ("甲.pdf", "乙.jpg")),
    ("甲\u2028乙.pdf", ("甲\u2028乙.pdf",)),
]


@pytest.mark.parametrize(("text", "names"), TEXTS)
def test_names_of_a_cell(text: str, names: tuple[str, ...]) -> None:
    assert file_names(text) == names


NAMES = [  # names, text of the cell
    ((), ""),
    (("甲.pdf", "乙.jpg"), "甲.pdf\n乙.jpg"),
    (("甲.pdf", "", "甲.pdf"), "甲.pdf"),
    (("甲\n乙.pdf",), "甲\n乙.pdf"),
]


@pytest.mark.parametrize(("names", "text"), NAMES)
def test_the_cell_of_names(names: tuple[str, ...], text: str) -> None:
    assert file_text(names) == text


@given(st.text(alphabet=st.sampled_from("甲b .\n\r\u2028\x85"), max_size=30))
def test_writing_what_was_read_changes_no_name(text: str) -> None:
    names = file_names(text)
    assert file_names(file_text(names)) == names
    assert file_text(file_names(file_text(names))) == file_text(names)

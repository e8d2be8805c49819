"""Cells that say yes or no."""

import pytest

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.readers.answers import read_yes_or_no


def cell(text: str) -> Quote:
    return Quote(text=text, locator="line:1 > cell:1")


@pytest.mark.parametrize(
    "text", ["✓", "✅", "Yes", "Supported", "Supports both modes", "支持", "是"]
)
def test_yes_in_marks_and_words(text: str) -> None:
    assert read_yes_or_no(cell(text)) == "yes"


@pytest.mark.parametrize(
    "text", ["✗", "❌", "No", "not supported", "Not available", "不支持", "否"]
)
def test_no_in_marks_and_words(text: str) -> None:
    assert read_yes_or_no(cell(text)) == "no"


@pytest.mark.parametrize("text", ["", "-", "Non-thinking mode only", "Nothing", "是否"])
def test_what_answers_nothing_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged):
        read_yes_or_no(cell(text))

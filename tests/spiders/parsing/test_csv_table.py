"""CSV: a field is found again by its line and place, and what is no CSV says so."""

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.page import Page


def test_a_field_of_csv_is_found_again() -> None:
    page = Page(
        '\ufeffname,note\r\n\r\n"a, b","two\r\nlines"\r\n c ,"say ""so"" "\r\n'.encode(), url=""
    )
    rows = [{"name": row.pop("name"), "note": row.pop("note")} for row in page.csv().rows()]
    assert [(row["name"].text, row["note"].text) for row in rows] == [
        ("a, b", "two\r\nlines"),
        ("c", 'say "so"'),
    ]
    for row in rows:
        for quote in row.values():
            assert page.text_at(quote.locator) == quote.text
    assert page.text_at("csv:1/2") == "note"


@pytest.mark.parametrize("locator", ["csv:0/1", "csv:2/3", "csv:9/1"])
def test_a_field_that_is_not_there_is_an_error(locator: str) -> None:
    with pytest.raises(LayoutChanged, match="the field is not there"):
        Page(b"a,b\n1,2\n", url="").text_at(locator)


@pytest.mark.parametrize("text", ["", "\n\n", 'a,"b\n1,2', 'a,"b"c\n', "a," + "x" * 200_000])
def test_what_is_no_csv_says_so(text: str) -> None:
    with pytest.raises(LayoutChanged):
        Page(text.encode(), url="").csv()

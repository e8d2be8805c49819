"""Data that React's server writes into a page, and pieces of a page that say what they mean in
attributes.
"""

import json
from itertools import pairwise

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.react_flight import flight_rows

ROWS = '1:"$Sreact.fragment"\n:HL["a.css"]\n2:T5,é\n7:12:I[9,["b"]]\n1a:["$","p",null,{"prices":[{"usd":0.10},null]}]\n'


def scripts(*cuts: int) -> list[str]:
    """The rows in pieces that are cut at these places, as a page's scripts write them."""
    ends = [0, *cuts, len(ROWS)]
    pieces = [ROWS[start:end] for start, end in pairwise(ends)]
    return [
        "let other = 1",
        "self.__next_f.push([0])",
        *(f"self.__next_f.push({json.dumps([1, p])})" for p in pieces),
    ]


@pytest.mark.parametrize("cuts", [(), (3,), (30, 31), tuple(range(1, len(ROWS)))])
def test_rows_are_the_same_however_they_are_cut(cuts: tuple[int, ...]) -> None:
    assert flight_rows(scripts(*cuts)) == {
        "1": '"$Sreact.fragment"',
        "2": "é\n7:",
        "12": 'I[9,["b"]]',
        "1a": '["$","p",null,{"prices":[{"usd":0.10},null]}]',
    }


def test_a_value_deep_in_the_data_is_found_by_its_keys_and_again_by_its_locator() -> None:
    body = "<!doctype html>" + "".join(f"<script>{script}</script>" for script in scripts(40))
    page = Page(body.encode(), url="")
    (found,) = [node for row in page.flight for node in row.objects_with_keys("usd")]
    price = found.require("usd")
    assert (price.text, price.locator) == ("0.10", "flight:1a > json:/3/prices/0/usd")
    assert page.text_at(price.locator) == price.text
    with pytest.raises(LayoutChanged):
        page.text_at("flight:99 > json:/usd")


def test_an_element_says_what_its_attributes_say() -> None:
    body = b"""<!doctype html><main><p data-name="m-1"><b data-prices='{"usd": 5}'>$5</b></p><p data-name="m-2"></p>"""
    page = Page(body, url="")
    first, second = page.elements("[data-name]")
    price = first.select_one("[data-prices]").data("data-prices").require("usd")
    assert (first.attribute("data-name").text, price.text, first.select_one("b").quote.text) == (
        "m-1",
        "5",
        "$5",
    )
    assert page.text_at(price.locator) == "5"
    with pytest.raises(LayoutChanged, match="0 elements"):
        second.select_one("b")
    with pytest.raises(LayoutChanged, match="no attribute"):
        first.attribute("data-price")

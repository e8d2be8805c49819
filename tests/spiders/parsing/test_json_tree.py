"""The tree of a JSON answer: what is asked of it where something else stands than a plain value."""

import pytest

from spiders.errors import LayoutChanged
from spiders.parsing.entries import Entries
from spiders.parsing.json_tree import Node, parse_json

PRICES = parse_json(
    '{"price": {"in": {"value": 1}, "output": [{"value": 4}], "unit": {"per": "token"}}}'
)


@pytest.mark.parametrize("path", ["price/in", "price/output"])
def test_a_price_that_is_no_plain_value_costs_itself_where_these_are_collected(path: str) -> None:
    entries = Entries()
    entries.odd_prices = {}
    assert Node(PRICES, entries=entries).find(path) is None
    assert list(entries.odd_prices) == [f"json:/{path}"]


def test_what_gives_prices_their_meaning_is_an_error_where_it_is_no_plain_value() -> None:
    entries = Entries()
    entries.odd_prices = {}
    with pytest.raises(LayoutChanged, match="'unit' is no plain value"):
        Node(PRICES, entries=entries).find("price/unit")


def test_a_price_that_is_no_plain_value_is_an_error_where_nobody_collects_such() -> None:
    with pytest.raises(LayoutChanged, match="'in' is no plain value"):
        Node(PRICES).find("price/in")

"""What an offer shows of its price, and which publishers count as witnesses of it."""

from datetime import date

import pytest

from pipeline.review.copies import Copying, declared_copying
from pipeline.run.refresh import all_sources
from tests.support.small_catalog import Row, build, route
from warehouse.store import open_catalog

PLAIN = {"input": "2", "output": "6"}
BY_MODE = [
    {"meter": "output", "currency": "USD", "mode": "thinking", "price": "8"},
    {"meter": "output", "currency": "USD", "mode": "non_thinking", "price": "2"},
]
OWN: list[Row] = [
    route("amazon", "nova-1", input="0.5", also=BY_MODE),
    route("amazon", "nova-2", input="0.5", output="3", also=BY_MODE),
    route("amazon", "nova-embed", input="0.1"),
    route("amazon", "nova-3", name="Nova 3"),
]
BAZAAR: list[Row] = [
    route("amazon", "nova-1", **PLAIN),
    route("cheapskate", "nova-embed", input="0.1"),
    route("cheapskate", "nova-4", input="3", output="15"),
    route("cheapskate", "nova-5", input="3", output="15"),
    route("bazaar", "nova-6", **PLAIN),
]
LISTS: list[Row] = [
    route("cheapskate", "nova-4", input="2.99999", output="15"),
    route("cheapskate", "nova-5", input="3.02", output="15"),
    route("bazaar", "nova-6", **PLAIN),
]
QUERY = """
    SELECT provider, stated_name, standing, price_rule, mode, depends_on, input_usd_per_mtok::DOUBLE,
           output_usd_per_mtok::DOUBLE, dearest_output_usd_per_mtok::DOUBLE
    FROM offers
"""
Offers = dict[tuple[str, str], tuple[object, ...]]


@pytest.fixture(scope="module")
def offers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Offers]:
    """What the view says where no publisher copies, and where `lists` copies `bazaar`."""
    found: dict[str, Offers] = {}
    sheets = {"amazon": OWN, "bazaar": BAZAAR, "lists": LISTS}
    copying = {"none": [], "one": [Copying("lists", "bazaar", "it says so")]}
    for name, pairs in copying.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.run.steps.declared_copying", pairs.copy)
            home = build(tmp_path_factory.mktemp(name), [(date(2026, 5, 20), sheets)])
        with open_catalog(home.path) as catalog:
            catalog.set_as_of(date(2026, 5, 22))
            rows = catalog.query_sql(QUERY).rows
        found[name] = {(row[0], row[1]): row[2:] for row in rows}
    return found


def test_a_sellers_own_price_that_depends_on_the_mode_stands_for_the_route(
    offers: dict[str, Offers],
) -> None:
    """The input does not depend on it, and is on the card of each mode."""
    found = offers["none"][("amazon", "nova-1")]
    assert found == ("eligible", "own price", "non_thinking", "mode", 0.5, 2, 8)


def test_a_card_without_a_mode_goes_before_those_of_modes(offers: dict[str, Offers]) -> None:
    found = offers["none"][("amazon", "nova-2")]
    assert found == ("eligible", "own price", None, "mode", 0.5, 3, 8)


def test_two_publishers_state_a_price_alike_to_half_a_percent(offers: dict[str, Offers]) -> None:
    assert offers["none"][("cheapskate", "nova-4")][:2] == ("eligible", "stated by 2 publishers")
    assert offers["none"][("cheapskate", "nova-5")][0] == "stated once"


def test_a_publisher_that_copies_another_is_no_second_witness(offers: dict[str, Offers]) -> None:
    assert offers["one"][("cheapskate", "nova-4")][0] == "stated once"


def test_what_the_seller_says_itself_needs_no_witness(offers: dict[str, Offers]) -> None:
    assert offers["one"][("bazaar", "nova-6")][:2] == ("eligible", "own price")


def test_an_offer_that_its_seller_prices_in_other_units_says_so(offers: dict[str, Offers]) -> None:
    assert offers["none"][("amazon", "nova-embed")][0] == "priced otherwise"
    assert offers["none"][("cheapskate", "nova-embed")][0] == "price not sourced"
    assert offers["none"][("amazon", "nova-3")][0] == "price not sourced"


def test_every_declared_copy_has_a_reason_and_names_publishers_of_sources() -> None:
    sources, _ = all_sources()
    publishers = {source.publisher for source in sources.values()}
    declared = declared_copying()
    assert {name for pair in declared for name in (pair.publisher, pair.copied)} <= publishers
    assert ("cloudflare-ai-gateway", "openrouter") in {pair[:2] for pair in declared}

"""Prices that are no plain list price in dollars: converted, promotional, by region, under a
condition, not offered.
"""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from reports.checks.page_checks import check_comparison
from reports.model.cost import MonthlyBill
from reports.model.routes import Route
from reports.pages.comparison import Comparison, compare
from reports.render.page_forms import render_html, render_markdown
from reports.render.plain_text import value_text
from reports.values.value import AbsentValue, NotSourced, StatedValue, number_of
from tests.support.small_catalog import (
    GRANITE,
    GRANITE_CARD,
    NOVA,
    NOVA_CARD,
    NOW,
    THEN,
    Row,
    derived,
    route,
)

Made = Callable[..., Comparison]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The page of Granite and Nova where Amazon's own page says this of Nova's prices."""

    def make(*prices: Row, lists: list[Row] | None = None) -> Comparison:
        rows = {
            "amazon": [route("amazon", NOVA, also=list(prices), **NOVA_CARD)],
            "bazaar": [route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD)],
            "lists": lists or [],
        }
        with derived(tmp_path, [(THEN, rows)], NOW) as catalog:
            page = compare(catalog, GRANITE, NOVA)
        check_comparison(page)
        return page

    return make


def price(meter: str, amount: str, **how: str) -> Row:
    return {"currency": "USD", "meter": meter, "price": amount, **how}


def amazon(page: Comparison) -> Route:
    return next(found for found in page.pricing.b.live if found.provider_id == "amazon")


RATES = [
    {"id": "x", "seller": "x", "currency": currency, "day": "2026-04-30", "rate": rate}
    for currency, rate in (("USD", "1.25"), ("CNY", "8"))
]
YUAN = (price("input", "4", currency="CNY"), price("output", "16", currency="CNY"))


def test_a_converted_price_keeps_its_currency_and_names_the_day_of_the_rate(made: Made) -> None:
    page = made(*YUAN, lists=RATES)
    found = amazon(page).input
    assert isinstance(found, StatedValue)
    assert (found.short, found.number, found.is_converted) == ("≈$0.625", Decimal("0.625"), True)
    assert found.text == "≈$0.625 (4 CNY at the rate of 2026-04-30)"
    best = page.cost.chosen.b.best
    assert isinstance(best, MonthlyBill)
    assert (best.total.text, best.is_converted) == ("$1,125", True)
    html = render_html(page)
    assert "≈ converted" in html
    assert "4 CNY at the rate of 2026-04-30" in html
    assert ", converted)" in render_markdown(page)
    assert html.count('"@type": "Offer"') == 1  # what a rate makes of a price is nobody's offer


@pytest.mark.slow
def test_without_a_rate_a_price_in_another_currency_has_no_dollars(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.run.steps.shipped_rates", list)
    page = made(*YUAN)
    assert [price.label for price in amazon(page).prices] == ["input", "output"]
    assert [value_text(price.value).partition(" [")[0] for price in amazon(page).prices] == [
        "4 CNY",
        "16 CNY",
    ]
    assert page.cost.chosen.b.best.kind == "unavailable"
    assert "4 CNY" in render_html(page)


def test_prices_in_two_currencies_stand_side_by_side_and_are_no_dispute(made: Made) -> None:
    page = made(*YUAN, lists=[*RATES, route("amazon", NOVA, input="0.6", output="2.4")])
    found = amazon(page).input
    assert isinstance(found, StatedValue)
    assert found.is_converted
    said = {
        price.label: value_text(price.value).partition(" [")[0] for price in amazon(page).prices
    }
    assert said == {"input": "$0.60", "output": "$2.40"}


def test_a_promotion_is_no_list_price(made: Made) -> None:
    page = made(
        price("input", "1"),
        price("output", "5"),
        price("output", "2", price_class="promotional"),
        price("input", "Free", price_class="promotional"),
    )
    best = page.cost.chosen.b.best
    assert isinstance(best, MonthlyBill)
    assert best.total.text == "$2,050"
    said = {
        price.label: value_text(price.value).partition(" [")[0] for price in amazon(page).prices
    }
    assert said == {"input, promotional": "$0 (free)", "output, promotional": "$2"}


def test_what_is_not_offered_is_said_to_be_so_by_its_source(made: Made) -> None:
    page = made(
        price("input", "1"),
        price("output", "-", value="not offered"),
        price("output", "n/a", value="not offered", tier="batch"),
    )
    assert isinstance(amazon(page).output, AbsentValue)
    assert value_text(amazon(page).output).startswith("Not offered [")
    (batch,) = amazon(page).prices
    assert (batch.label, value_text(batch.value).partition(" [")[0]) == (
        "output, batch",
        "Not offered",
    )
    assert '<span class="n">Not offered</span><sup>' in render_html(page)
    assert page.cost.chosen.b.best.kind == "unavailable"


def test_the_cheapest_region_stands_for_a_seller_that_prices_by_region(made: Made) -> None:
    page = made(
        price("input", "1", region="us-east-1"),
        price("output", "6", region="us-east-1"),
        price("input", "1.2", region="eu-west-1"),
        price("output", "5", region="eu-west-1"),
    )
    best = page.cost.chosen.b.best
    assert isinstance(best, MonthlyBill)
    assert (best.region, best.total.text) == (
        "eu-west-1",
        "$2,210",
    )  # and no input of one with the output of the other
    assert [number_of(amazon(page).input), number_of(amazon(page).output)] == [
        Decimal("1.2"),
        Decimal(5),
    ]
    assert [price.label for price in amazon(page).prices] == [
        "input, us-east-1",
        "output, us-east-1",
    ]
    assert "region eu-west-1" in render_html(page)


def test_a_price_under_conditions_alone_is_not_sourced_without_them(made: Made) -> None:
    page = made(
        price("input", "1"),
        price("output", "2", mode="non_thinking"),
        price("output", "8", mode="thinking"),
    )
    found = amazon(page).output
    assert isinstance(found, NotSourced)
    assert found.because == "it is stated only under conditions, which stand beside it"
    assert [price.label for price in amazon(page).prices] == [
        "output, non-thinking",
        "output, thinking",
    ]

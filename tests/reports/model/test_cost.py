"""What a month costs: one route's own prices, only routes that count, and never nothing for
unknown.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from reports.model.cost import MonthlyBill, MonthlyCost
from reports.pages.comparison import Comparison, compare
from reports.render.footnote_marks import fill_text_marks
from reports.render.page_forms import render_html, render_json, render_markdown, render_terminal
from reports.render.plain_text import cell_text
from reports.values.citations import source_numbers
from reports.values.number_format import in_full, in_short, money, monthly, percent
from reports.values.sentence import Unavailable
from reports.values.traffic_profiles import DEFAULT, PROFILES, Profile
from reports.values.value import NotSourced
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
OTHER = route("bazaar", GRANITE, input="0.8", output=4, **GRANITE_CARD)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """The page of Granite (a) and Nova (b) from these rows of each source."""

    def make(*, day: date = NOW, profile: Profile = DEFAULT, **rows: list[Row]) -> Comparison:
        nights = [(THEN, {"bazaar": [OTHER], **rows})]
        with derived(tmp_path / uuid4().hex, nights, day) as catalog:
            return compare(catalog, GRANITE, NOVA, profile)

    return make


def bill(cost: MonthlyCost) -> MonthlyBill:
    assert isinstance(cost.best, MonthlyBill)
    return cost.best


def missing(cost: MonthlyCost) -> str:
    assert isinstance(cost.best, Unavailable)
    return cost.best.because.text


def nova(page: Comparison) -> MonthlyCost:
    return page.cost.chosen.b


def test_the_reference_traffic_at_the_reference_price() -> None:
    assert (
        DEFAULT.shape == "800M input + 250M output tokens a month; 1M requests of 800 in, 250 out"
    )
    assert (DEFAULT.input_mtok, DEFAULT.output_mtok) == (800, 250)
    assert monthly(DEFAULT.input_mtok * Decimal("0.8") + DEFAULT.output_mtok * 4) == "$1,640"


def test_input_of_one_route_is_never_added_to_output_of_another(made: Made) -> None:
    page = made(
        amazon=[route("amazon", NOVA, input=1, output=5)],
        bazaar=[OTHER, route("bazaar", NOVA, input="1.5", output=4, **NOVA_CARD)],
    )
    best = bill(nova(page))
    assert (best.provider, best.total.text) == ("Amazon", "$2,050")  # mixing them would give $1,800
    assert [(item.meter, item.total.text) for item in best.items] == [
        ("input", "$800"),
        ("output", "$1,250"),
    ]


def test_one_aggregators_typo_is_no_headline(made: Made) -> None:
    page = made(
        bazaar=[OTHER, route("bazaar", NOVA, input=1, output=5, **NOVA_CARD)],
        lists=[route("cheapskate", NOVA, input="0.2", output=1)],
    )
    assert bill(nova(page)).provider == "bazaar"
    cheap = next(route for route in page.pricing.b.live if route.provider_id == "cheapskate")
    assert (cheap.standing, cheap.is_live) == ("stated once", True)


def test_two_publishers_alike_make_a_headline(made: Made) -> None:
    rows = [route("cheapskate", NOVA, input="0.2", output=1)]
    page = made(bazaar=[OTHER, *rows], lists=rows)
    assert bill(nova(page)).provider == "cheapskate"


def test_only_statements_made_once_is_unavailable(made: Made) -> None:
    page = made(lists=[route("cheapskate", NOVA, input="0.2", output=1)])
    assert nova(page).best.kind == "unavailable"
    assert nova(page).last_known is None
    assert "one publisher only" in missing(nova(page))


@pytest.mark.parametrize(
    "half", [{"input": 1}, pytest.param({"output": 5}, marks=pytest.mark.slow)]
)
def test_half_a_price_is_no_price(made: Made, half: dict[str, int]) -> None:
    page = made(amazon=[route("amazon", NOVA, **half)])
    assert nova(page).best.kind == "unavailable"


def test_nothing_is_not_free(made: Made) -> None:
    page = made(lists=[route("freebie", NOVA, name="Nova 1", input=0, output=0)])
    shown = page.pricing.b.live[0]
    assert (shown.input.state, shown.output.state) == ("not sourced", "not sourced")
    assert isinstance(shown.input, NotSourced)
    assert shown.input.quote == "0"
    assert nova(page).best.kind == "unavailable"
    assert page.cost.difference.text.endswith("Unknown is not free.")


def test_a_free_offer_is_never_the_cheapest(made: Made) -> None:
    free = route("amazon", NOVA, input="Free", output="Free")
    page = made(
        amazon=[free], bazaar=[OTHER, route("bazaar", NOVA, input=1, output=5, **NOVA_CARD)]
    )
    assert (bill(nova(page)).provider, bill(nova(page)).total.text) == ("bazaar", "$2,050")
    assert [route.standing for route in page.pricing.b.live if route.provider == "Amazon"] == [
        "free tier"
    ]
    for render in (render_html, render_markdown, render_json, render_terminal):
        assert "$2,050" in render(page)
    assert nova(made(amazon=[free])).best.kind == "unavailable"


def test_the_last_known_month_of_a_route_that_ended(made: Made) -> None:
    page = made(
        amazon=[
            route("amazon", NOVA, input=1, output=5, status="retired", retired_date="2026-05-10")
        ]
    )
    cost = nova(page)
    assert cost.best.kind == "unavailable"
    assert cost.last_known
    assert (cost.last_known.bill.total.text, cost.last_known.ended.text) == ("$2,050", "2026-05-10")
    assert not cost.last_known.bill.is_stale
    assert cost.last_known.bill.confirmed.text == "2026-05-01"
    page = made(
        amazon=[
            route("amazon", NOVA, input=1, output=5, status="retired", retired_date="2026-05-10")
        ],
        day=date(2026, 6, 1),
    )
    later = nova(page).last_known
    assert later
    assert later.bill.is_stale


@pytest.mark.slow
def test_equal_prices_say_so(made: Made) -> None:
    page = made(
        amazon=[route("amazon", NOVA, input=1, output=5)],
        bazaar=[OTHER, route("bazaar", NOVA, input=1, output=5, **NOVA_CARD)],
    )
    assert (bill(nova(page)).provider, bill(nova(page)).alike) == ("Amazon", ("bazaar",))
    assert (
        fill_text_marks(cell_text(page.scorecard.rows[3].b), source_numbers(page.sources))
        == "$5 [2] per 1M tokens on Amazon and bazaar"
    )


def test_the_difference_when_both_are_complete(made: Made) -> None:
    page = made(amazon=[route("amazon", NOVA, input=1, output=5)])
    assert (
        page.cost.difference.text
        == "Granite 4B costs $1,640 a month at this traffic, nova-1 $2,050: $410 less."
    )


def test_profiles_price_the_cache_and_the_batch_tier(made: Made) -> None:
    nova_row = route(
        "amazon", NOVA, input=1, output=5, cache_read="0.1", batch_input="0.5", batch_output="2.5"
    )
    page = made(amazon=[nova_row])
    costs = {cost.profile.name: cost for cost in (page.cost.chosen, *page.cost.others)}
    assert bill(costs["cached"].b).total.text == "$1,618"  # 320 x $1 + 480 x $0.10 + 250 x $5
    assert bill(costs["batch"].b).total.text == "$1,025"
    assert [costs[name].a.best.kind for name in ("cached", "batch")] == [
        "unavailable",
        "unavailable",
    ]
    assert made(amazon=[nova_row], profile=PROFILES[-1]).cost.chosen.profile.name == "batch"


@pytest.mark.parametrize(
    ("number", "full", "short"),
    [
        (262_144, "262,144", "262K"),
        (200_000, "200,000", "200K"),
        (1_050_000, "1,050,000", "1.05M"),
        (8192, "8,192", "8.2K"),
        (1_000_000, "1,000,000", "1M"),
        (999, "999", "999"),
        (65_536, "65,536", "65.5K"),
        (4_000_000_000, "4,000,000,000", "4B"),
    ],
)
def test_one_way_to_write_tokens(number: int, full: str, short: str) -> None:
    assert (in_full(Decimal(number)), in_short(Decimal(number))) == (full, short)


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("0.80", "$0.80"),
        ("4", "$4"),
        ("1640.000", "$1,640"),
        ("0.075", "$0.075"),
        ("1234.5", "$1,234.50"),
        ("0.00000075", "$0.00000075"),
    ],
)
def test_one_way_to_write_money(dollars: str, text: str) -> None:
    assert money(Decimal(dollars)) == text


def test_a_share_in_percent() -> None:
    assert percent(Decimal("0.3107")) == "31%"


def test_a_month_is_not_put_together_from_two_pages(made: Made) -> None:
    cached = next(profile for profile in PROFILES if profile.name == "cached")
    elsewhere = route("amazon", NOVA, cache_read="0.1")
    page = made(
        amazon=[route("amazon", NOVA, input=1, output=5)],
        lists=[elsewhere],
        bazaar=[OTHER, route("bazaar", NOVA, **NOVA_CARD)],
        profile=cached,
    )
    assert "cached input" in missing(nova(page))

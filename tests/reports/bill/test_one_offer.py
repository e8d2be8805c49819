"""The rules of a bill, on cards written out: bands, tiers, regions, hours, lifetimes, allowances."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from reports.bill.answer import Cost, CostInterval, ExactCost, UnknownCost
from reports.bill.assumptions import Asked
from reports.bill.card import Card, Offer, Price, PriceRule
from reports.bill.one_offer import cost_on
from reports.bill.usage import ToolCalls, Usage
from tests.support.bill_offer import OFFER

DAY = date(2026, 5, 22)
MILLION = 1_000_000


def price(meter: str, amount: str | None, **more: Any) -> Price:
    stated = Price(
        fact_id=f"{meter}-{amount}-{'-'.join(map(str, more.values()))}",
        route_id="acme/nova",
        name="nova",
        meter=meter,
        tier="standard",
        context_from_tokens=None,
        context_to_tokens=None,
        lifetime=None,
        modality=None,
        variant=None,
        band_rule=None,
        region=None,
        mode=None,
        hours=None,
        currency="USD",
        amount=None if amount is None else Decimal(amount),
        unit="1M tokens",
        usd_per_mtok=None,
        exchange_rate=None,
        valid_from=None,
        valid_to=None,
        superseded_from=None,
        in_effect=True,
        authority=0,
        publisher="acme",
        source="acme",
        document="prices",
        held_value=None,
        checked=DAY,
        missing_since=None,
        is_stale=False,
    )
    return stated._replace(**more)


PLAIN = (price("input", "3"), price("output", "15"))


def cost(
    prices: Sequence[Price],
    usage: Usage,
    *,
    tools: Sequence[Price] = (),
    rules: Sequence[PriceRule] = (),
    offer: Offer = OFFER,
    **more: Any,
) -> Cost:
    asked = Asked(DAY, None, "standard", None, None, None, "USD")._replace(**more)
    return cost_on("nova", Card(offer, prices, tools, rules, DAY), usage, asked)


def exact(*arguments: Any, **more: Any) -> Decimal:
    answer = cost(*arguments, **more)
    assert isinstance(answer, ExactCost), answer
    return answer.cost


def ends(*arguments: Any, **more: Any) -> tuple[Decimal, Decimal, list[str]]:
    answer = cost(*arguments, **more)
    assert isinstance(answer, CostInterval), answer
    return (
        answer.cost_from,
        answer.cost_to,
        [dependence.dimension for dependence in answer.depends_on],
    )


def missing(*arguments: Any, **more: Any) -> str:
    answer = cost(*arguments, **more)
    assert isinstance(answer, UnknownCost), answer
    return "; ".join(answer.missing)


def test_tokens_times_prices() -> None:
    answer = cost(PLAIN, Usage(input_tokens=1000, output_tokens=200))
    assert isinstance(answer, ExactCost)
    assert answer.cost == Decimal("0.006")
    assert answer.fact_ids == (PLAIN[0].fact_id, PLAIN[1].fact_id)
    assert answer.checked == DAY


def test_a_price_that_nobody_states_is_not_0() -> None:
    usage = Usage(input_tokens=1000, cache_read_tokens=1)
    assert missing(PLAIN, usage) == "cache read: no standard price is stated"
    not_offered = (*PLAIN, price("cache_read", None))
    assert "not offered" in missing(not_offered, usage)


def test_a_price_of_another_page_is_not_put_beside_the_card() -> None:
    elsewhere = price("cache_read", "0.3", source="lists", document="table", authority=3)
    usage = Usage(input_tokens=1000, cache_read_tokens=1)
    assert "stated by lists, whose card is another" in missing((*PLAIN, elsewhere), usage)


def test_a_tier_has_its_own_prices() -> None:
    batch = (price("input", "1.5", tier="batch"), price("output", "7.5", tier="batch"))
    usage = Usage(input_tokens=MILLION, output_tokens=MILLION)
    assert exact((*PLAIN, *batch), usage, tier="batch") == 9
    assert exact((*PLAIN, *batch), usage) == 18
    assert "no flex price" in missing((*PLAIN, *batch), usage, tier="flex")


BANDS = (
    price("input", "1", context_to_tokens=200_001),
    price("input", "2", context_from_tokens=200_001),
    price("output", "10", context_to_tokens=200_001),
    price("output", "20", context_from_tokens=200_001),
    price("cache_read", "0.1", context_to_tokens=200_001),
    price("cache_read", "0.2", context_from_tokens=200_001),
)


def test_a_cliff_charges_all_of_a_long_input() -> None:
    assert exact(BANDS, Usage(input_tokens=200_000)) == Decimal("0.2")
    assert exact(BANDS, Usage(input_tokens=200_001)) == Decimal("0.400002")
    with_output = Usage(input_tokens=1, cache_read_tokens=200_000, output_tokens=1000)
    assert exact(BANDS, with_output) == Decimal("0.060002")


def test_requests_of_equal_size_are_each_in_their_band() -> None:
    usage = Usage(input_tokens=400_000, requests=4)
    assert exact(BANDS, usage) == Decimal("0.4")


def test_a_band_without_an_end_gives_way_to_the_one_above() -> None:
    prices = (price("input", "1"), price("input", "2", context_from_tokens=200_000))
    assert exact(prices, Usage(input_tokens=MILLION)) == 2
    assert exact(prices, Usage(input_tokens=1000)) == Decimal("0.001")


def test_beyond_the_last_band_the_price_is_not_known() -> None:
    said = missing(BANDS[:1], Usage(input_tokens=300_000))
    assert said.startswith("input: no price is stated for an input of 300,000 tokens")
    assert "0 to 200,001 tokens" in said


def test_a_marginal_band_charges_what_is_beyond_its_end() -> None:
    marginal = tuple(stated._replace(band_rule="marginal") for stated in BANDS)
    assert exact(marginal, Usage(input_tokens=300_001)) == Decimal("0.400001")
    # What a cache holds comes first: 250,000 of it, of which 49,999 are beyond the end.
    usage = Usage(cache_read_tokens=250_000, input_tokens=50_000)
    expected = Decimal("0.0200001") + Decimal("0.0099998") + Decimal("0.1")
    assert exact(marginal, usage) == expected
    low, high, _ = ends(marginal, Usage(input_tokens=300_001, output_tokens=1000))
    assert (low, high) == (Decimal("0.410001"), Decimal("0.420001"))


WRITES = (
    *PLAIN,
    price("cache_write", "3.75", lifetime="5m"),
    price("cache_write", "6", lifetime="1h"),
)


def test_a_write_to_the_cache_has_the_price_of_its_lifetime() -> None:
    assert exact(WRITES, Usage(cache_write_5m_tokens=MILLION)) == Decimal("3.75")
    assert exact(WRITES, Usage(cache_write_1h_tokens=MILLION)) == 6
    low, high, dimensions = ends(WRITES, Usage(cache_write_tokens=MILLION))
    assert (low, high, dimensions) == (Decimal("3.75"), 6, ["cache lifetime"])
    answer = cost(WRITES, Usage(cache_write_tokens=MILLION))
    assert isinstance(answer, CostInterval)
    assert answer.text == "cache lifetime not given: 3.75 (5m) to 6.00 (1h)"


REGIONS = (
    price("input", "3", region="us-east-1"),
    price("input", "4", region="eu-west-1, eu-west-2"),
)


def test_a_region_that_is_not_given_leaves_an_interval() -> None:
    usage = Usage(input_tokens=MILLION)
    answer = cost(REGIONS, usage)
    assert isinstance(answer, CostInterval)
    assert answer.text == "region not given: 3.00 (us-east-1) to 4.00 (eu-west-1, eu-west-2)"
    assert exact(REGIONS, usage, region="EU-WEST-2") == 4
    assert "for region" in missing(REGIONS, usage, region="mars")
    assert exact((*PLAIN, *REGIONS), usage, region="mars") == 3


RULE = PriceRule("rule", "us", Decimal("1.1"), True, "...")


def test_a_rule_in_prose_multiplies_in_its_region() -> None:
    usage = Usage(input_tokens=MILLION)
    assert exact(PLAIN, usage, rules=[RULE], region="us") == Decimal("3.3")
    assert exact(PLAIN, usage, rules=[RULE], region="global") == 3
    assert ends(PLAIN, usage, rules=[RULE]) == (3, Decimal("3.3"), ["region"])
    answer = cost(PLAIN, usage, rules=[RULE], region="us")
    assert isinstance(answer, ExactCost)
    assert answer.fact_ids == (PLAIN[0].fact_id, "rule")
    (line,) = answer.lines
    assert (line.amount, line.factor, line.cost) == (3, Decimal("1.1"), Decimal("3.3"))


def test_a_rule_that_may_hold_leaves_an_interval() -> None:
    perhaps = RULE._replace(applies=None)
    low, high, _ = ends(PLAIN, Usage(input_tokens=MILLION), rules=[perhaps], region="us")
    assert (low, high) == (3, Decimal("3.3"))


def test_a_rule_of_every_region_leaves_the_world_alone() -> None:
    anywhere = RULE._replace(region=None)
    usage = Usage(input_tokens=MILLION)
    assert exact(PLAIN, usage, rules=[anywhere], region="eu") == Decimal("3.3")
    assert exact(PLAIN, usage, rules=[anywhere], region="global") == 3


def test_a_price_of_a_region_is_not_multiplied_again() -> None:
    regional = (price("input", "3.3", region="us"), price("input", "3"))
    assert exact(regional, Usage(input_tokens=MILLION), rules=[RULE], region="us") == Decimal("3.3")


HOURS = (
    price("input", "0.27", hours="00:30-16:30"),
    price("input", "0.135", hours="16:30-00:30"),
)


def test_an_hour_decides_where_prices_depend_on_it() -> None:
    usage = Usage(input_tokens=MILLION)
    for hour, expected in ((1, "0.27"), (16, "0.27"), (17, "0.135"), (0, "0.135")):
        moment = datetime(2026, 5, 22, hour, tzinfo=UTC)
        assert exact(HOURS, usage, moment=moment) == Decimal(expected)
    low, high, dimensions = ends(HOURS, usage)
    assert (low, high, dimensions) == (Decimal("0.135"), Decimal("0.27"), ["time of day"])


def test_days_of_the_week_decide_too() -> None:
    prices = (
        price("input", "2", hours="Mon-Fri without holidays 01:00-04:00"),
        price("input", "1", hours="Sat-Sun with holidays 00:00-00:00"),
        price("input", "1", hours="Mon-Fri 04:00-01:00"),
    )
    usage = Usage(input_tokens=MILLION)
    friday, saturday = (datetime(2026, 5, day, 2, tzinfo=UTC) for day in (22, 23))
    assert exact(prices, usage, moment=saturday) == 1
    # It may be a holiday.
    assert ends(prices, usage, moment=friday)[:2] == (1, 2)
    assert exact(prices, usage, moment=friday.replace(hour=5)) == 1


def test_thinking_may_have_another_price() -> None:
    prices = (
        price("input", "1"),
        price("output", "2", mode="non_thinking"),
        price("output", "8", mode="thinking"),
    )
    usage = Usage(input_tokens=MILLION, output_tokens=MILLION)
    assert exact(prices, usage, mode="thinking") == 9
    assert ends(prices, usage) == (3, 9, ["mode"])


def test_what_is_thought_may_have_a_price_of_its_own() -> None:
    prices = (*PLAIN, price("reasoning", "20"))
    usage = Usage(output_tokens=MILLION, reasoning_tokens=400_000)
    assert exact(prices, usage) == 17
    assert ends(prices, Usage(output_tokens=MILLION))[:2] == (15, 20)


def test_kinds_of_tokens_have_their_own_prices() -> None:
    prices = (
        price("input", "1", modality="text"),
        price("input", "7", modality="audio"),
        price("output", "2"),
    )
    usage = Usage(input_tokens=MILLION, audio_input_tokens=MILLION)
    assert exact(prices, usage) == 8
    assert "image" in missing(prices, Usage(image_input_tokens=1))
    assert exact(PLAIN, Usage(image_input_tokens=MILLION)) == 3


def test_a_condition_is_not_taken_unasked() -> None:
    prices = (*PLAIN, price("input", "9", variant="fine_tuned"))
    usage = Usage(input_tokens=MILLION, output_tokens=MILLION)
    assert exact(prices, usage) == 18
    assert exact(prices, usage, variant="fine_tuned") == 24
    assert "fine_tuned" in missing(prices[2:], Usage(input_tokens=1))


def test_prices_of_other_units() -> None:
    prices = (
        price("image", "0.04", unit="image"),
        price("second", "0.6", unit="minute"),
        price("character", "15", unit="1M characters"),
        price("page", "2", unit="1K pages"),
        price("storage", "4.5", unit="1M token-hours"),
        price("search", "35", unit="1K requests"),
    )
    usage = Usage(
        images=2,
        seconds=Decimal(90),
        characters=1000,
        pages=3,
        cache_storage_token_hours=Decimal(MILLION),
        searches=2,
        free_searches=0,
    )
    expected = Decimal("0.08") + Decimal("0.9") + Decimal("0.015") + Decimal("0.006")
    assert exact(prices, usage) == expected + Decimal("4.5") + Decimal("0.07")


def test_each_request_may_cost_beside_its_tokens() -> None:
    prices = (*PLAIN, price("request", "0.005", unit="request"))
    assert exact(prices, Usage(input_tokens=MILLION, requests=10)) == Decimal("3.05")


SEARCH = price(
    "search", "35", unit="1K requests", variant="Google Search, beyond the free allowance"
)
WEB = price("request", "10", unit="1K requests", route_id=None, name="Web search")
PER_HOUR = price("session", "0.08", unit="hour", route_id=None, name="Session runtime")


def calls(tool: str, **more: Any) -> Usage:
    return Usage(input_tokens=MILLION, tool_calls=(ToolCalls(tool=tool, **more),))


def test_tools_are_charged_by_call_or_by_time() -> None:
    tools = [WEB, PER_HOUR]
    assert exact(PLAIN, calls("web_search", calls=3), tools=tools) == Decimal("3.03")
    by_time = calls("session runtime", seconds=Decimal(1800))
    assert exact(PLAIN, by_time, tools=tools) == Decimal("3.04")
    said = missing(PLAIN, calls("time travel", calls=1), tools=tools)
    assert "tools it prices: Session runtime, Web search" in said


def test_an_allowance_covers_what_it_covers() -> None:
    prices = (*PLAIN, SEARCH)
    tool = "google search"
    assert exact(prices, calls(tool, calls=4, free_calls=4)) == 3
    assert exact(prices, calls(tool, calls=4, free_calls=1)) == Decimal("3.105")
    low, high, dimensions = ends(prices, calls(tool, calls=4))
    assert (low, high, dimensions) == (3, Decimal("3.14"), ["allowance of google search"])


def test_another_currency_needs_a_rate() -> None:
    yuan = (price("input", "7", currency="CNY"),)
    usage = Usage(input_tokens=MILLION)
    assert "ask for the amount in CNY" in missing(yuan, usage)
    assert exact(yuan, usage, currency="CNY") == 7
    converted = (yuan[0]._replace(exchange_rate=Decimal("0.14")),)
    assert exact(converted, usage) == Decimal("0.98")


def test_an_announced_price_counts_from_its_day() -> None:
    now = price("input", "2", superseded_from=date(2026, 9, 1))
    then = price("input", "3", valid_from=date(2026, 9, 1), in_effect=False)
    usage = Usage(input_tokens=MILLION)
    assert exact((now, then), usage) == 2
    assert exact((now, then), usage, day=date(2026, 8, 31)) == 2
    assert exact((now, then), usage, day=date(2026, 9, 1)) == 3


def test_what_ended_has_no_price() -> None:
    ended = OFFER._replace(is_live=False, status="retired", ended_date="2026-05-01")
    said = missing(PLAIN, Usage(input_tokens=1), offer=ended)
    assert said == "acme/nova is retired since 2026-05-01: nobody can pay its price"


def test_two_prices_of_one_thing_on_one_page_leave_an_interval() -> None:
    prices = (price("input", "3"), price("input", "4"))
    low, high, dimensions = ends(prices, Usage(input_tokens=MILLION))
    assert (low, high, dimensions) == (3, 4, ["which input price"])


def test_a_way_without_a_price_is_told_and_not_counted() -> None:
    prices = (*REGIONS, price("output", "5", region="us-east-1"))
    answer = cost(prices, Usage(input_tokens=MILLION, output_tokens=1))
    assert isinstance(answer, ExactCost)
    assert "eu-west-1" in " ".join(answer.notes)


def test_it_says_what_its_prices_are_worth() -> None:
    offer = OFFER._replace(
        price_rule="stated by lists only", standing="free tier", contradicted_by="bazaar"
    )
    held = (PLAIN[0]._replace(held_value="4", is_stale=True, missing_since=DAY),)
    answer = cost(held, Usage(input_tokens=1), offer=offer)
    told = " ".join(answer.notes)
    for word in ("lists only", "free of charge", "bazaar", "waits", "half a year", "no longer"):
        assert word in told

"""The calculator of a page agrees with the bill, digit by digit, on random prices and usages."""

import os
import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import Home
from reports.bill.answer import Cost, CostInterval, ExactCost
from reports.bill.assumptions import Asked
from reports.bill.card import Card, Price, PriceRule, read_cards, read_offers
from reports.bill.one_offer import cost_on
from reports.bill.price_at import price_at
from reports.bill.price_rows import offer_rows
from reports.bill.usage import Usage
from tests.support.bill_offer import OFFER
from tests.support.page_scripts import NODE, run_script
from warehouse.store import open_catalog

pytestmark = pytest.mark.skipif(
    NODE is None, reason="the script of pages runs in node, which is not here"
)

DAY = date(2026, 5, 22)
LAST_RECORDED = date(2026, 8, 21)
SHORT, LONG = 300, 10_000
SIZES = (0, 1, 999, 128_000, 200_000, 200_001, 7_654_321, 800_000_000, 10**15)
REGIONS = (None, "global", "us", "EU", "eu-west-1", "nowhere", "")
DRIVER = """data.map(([offer, usage]) => {
  const whole = Object.fromEntries(["input", "cached", "output", "requests"].map((key) => [key, BigInt(usage[key])]));
  const cost = prices.bill(offer, { ...usage, ...whole });
  return cost && [prices.digits(cost.low), prices.digits(cost.high)];
})"""


def random_price(dice: random.Random, number: int, bands: Sequence[tuple[Any, Any]]) -> Price:
    lower, upper = dice.choice(bands)
    return Price(
        fact_id=f"f{number}",
        route_id="acme/nova",
        name="nova",
        meter=dice.choice(("input", "input", "output", "output", "cache_read", "reasoning")),
        tier=dice.choice(("standard", "standard", "standard", "batch")),
        context_from_tokens=lower,
        context_to_tokens=upper,
        lifetime=dice.choice((None, None, None, "5m")),
        modality=dice.choice((None, None, None, "text", "audio")),
        variant=None,
        band_rule=dice.choice((None, None, "marginal")) if lower else None,
        region=dice.choice((None, None, None, "us", "eu", "eu-west-1,eu-west-2")),
        mode=dice.choice((None, None, None, "thinking")),
        hours=dice.choice((None, None, None, "00:00-08:00")),
        currency=dice.choice((*["USD"] * 9, "CNY")),
        amount=dice.choice(
            (None, *(Decimal(dice.randint(1, 99_999)).scaleb(-4) for _ in range(20)))
        ),
        unit=dice.choice(("1M tokens", "1M tokens", "1K tokens", "10B tokens")),
        usd_per_mtok=None,
        exchange_rate=dice.choice((None, Decimal("0.1391"))),
        valid_from=None,
        valid_to=None,
        superseded_from=None,
        in_effect=dice.random() < 0.95,
        authority=0,
        publisher="acme",
        source="acme",
        document=dice.choice((*["prices"] * 9, "other")),
        held_value=None,
        checked=DAY,
        missing_since=None,
        is_stale=False,
    )


def random_card(dice: random.Random) -> Card:
    edge = dice.choice((128_000, 200_000))
    bands = dice.choice(([(None, None)], [(None, None), (0, edge), (edge, None), (edge, 10**6)]))
    prices = [random_price(dice, number, bands) for number in range(dice.choice((0, 1, 2, 4, 9)))]
    plain = random_price(dice, 90, bands)._replace(
        tier="standard",
        context_from_tokens=None,
        context_to_tokens=None,
        lifetime=None,
        modality=None,
        band_rule=None,
        region=None,
        mode=None,
        hours=None,
        currency="USD",
        amount=Decimal("1.25"),
        in_effect=True,
        document="prices",
    )
    stated = [meter for meter in ("input", "cache_read", "output") if dice.random() < 0.85]
    prices += [plain._replace(fact_id=f"plain {meter}", meter=meter) for meter in stated]
    if dice.random() < 0.2:
        prices.append(plain._replace(fact_id="f92", meter="request", unit="1K requests"))
    rule = PriceRule("r1", dice.choice(("us", None)), Decimal("1.1"), dice.choice((True, None)), "")
    rules = [rule] if dice.random() < 0.3 else []
    return Card(OFFER, prices, [], rules, DAY)


def random_usage(dice: random.Random) -> dict[str, Any]:
    return {
        "input": dice.choice(SIZES),
        "cached": dice.choice((0, 0, *SIZES)),
        "output": dice.choice(SIZES),
        "requests": dice.choice((1, 3, 1000, 999_983)),
        "tier": dice.choice(("standard", "standard", "batch", "flex")),
        "region": dice.choice(REGIONS) or "",
    }


def usage_of(case: dict[str, Any]) -> Usage:
    return Usage(
        input_tokens=case["input"],
        cache_read_tokens=case["cached"],
        output_tokens=case["output"],
        requests=case["requests"],
    )


def ends(cost: Cost) -> list[Decimal] | None:
    match cost:
        case ExactCost():
            return [cost.cost, cost.cost]
        case CostInterval():
            return [cost.cost_from, cost.cost_to]
        case _:
            return None


def calculated(cases: list[tuple[Any, dict[str, Any]]], folder: Path) -> list[Any]:
    answers: list[Any] = run_script(("prices.js",), DRIVER, cases, folder)
    return [answer and [Decimal(end) for end in answer] for answer in answers]


def assert_alike(count: int, folder: Path) -> None:
    dice = random.Random(20261130)
    cases: list[tuple[Any, dict[str, Any]]] = []
    expected: list[list[Decimal] | None] = []
    for _ in range(count):
        card, case = random_card(dice), random_usage(dice)
        if case["tier"] == "flex":
            case["tier"] = "standard"
        asked = Asked(DAY, None, case["tier"], case["region"] or None, None, None, "USD")
        cases.append((offer_rows(card).as_data(), case))
        expected.append(ends(cost_on("nova", card, usage_of(case), asked)))
    found = calculated(cases, folder)
    assert [
        case for case, one, other in zip(cases, found, expected, strict=True) if one != other
    ] == []
    # Amounts, intervals and refusals are all among them.
    known = [answer for answer in expected if answer is not None]
    assert count > len(known) > count / 4
    assert any(low != high for low, high in known)


def test_the_calculator_agrees_with_the_bill(tmp_path: Path) -> None:
    assert_alike(SHORT, tmp_path)


@pytest.mark.slow
def test_the_calculator_agrees_with_the_bill_on_many_cases(tmp_path: Path) -> None:
    assert_alike(SHORT if os.environ.get("CARDKEEP_SHORT") else LONG, tmp_path)


@pytest.mark.recorded
def test_the_calculator_agrees_with_price_at_on_recorded_prices(
    recorded_home: Home, tmp_path: Path
) -> None:
    count = SHORT if os.environ.get("CARDKEEP_SHORT") else LONG
    assert_agrees_with_price_at(recorded_home.path, count, tmp_path)


def assert_agrees_with_price_at(home: Path, count: int, folder: Path) -> None:
    dice = random.Random(20261130)
    cases: list[tuple[Any, dict[str, Any]]] = []
    expected: list[list[Decimal] | None] = []
    with open_catalog(home, LAST_RECORDED) as catalog:
        catalog.query("keep_day")
        models = [row[0] for row in catalog.query("pages/catalog").rows if row[2]]
        while len(cases) < count:
            model = dice.choice(models)
            offers = [one for one in read_offers(catalog, model) if one.standing == "eligible"]
            card = dice.choice(read_cards(catalog, model, offers))
            rows = offer_rows(card).as_data()
            for _ in range(min(25, count - len(cases))):
                case = random_usage(dice)
                case["tier"] = dice.choice(("standard", "batch"))
                cost = price_at(
                    catalog,
                    model,
                    card.offer.provider,
                    usage_of(case),
                    tier=case["tier"],
                    region=case["region"] or None,
                    offer=card.offer.route_id,
                )
                cases.append((rows, case))
                expected.append(ends(cost))
    found = calculated(cases, folder)
    assert [
        case for case, one, other in zip(cases, found, expected, strict=True) if one != other
    ] == []

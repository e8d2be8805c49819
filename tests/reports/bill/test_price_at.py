"""What a usage costs, asked of a catalog: by function, by command, by macro."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from pipeline.home import Home
from reports.bill.answer import CostInterval, ExactCost, UnknownCost
from reports.bill.assumptions import Asked
from reports.bill.card import Card, read_cards, read_offers
from reports.bill.one_offer import cost_on
from reports.bill.price_at import UnknownSeller, WrongTime, costs_at_all, price_at
from reports.bill.usage import Usage
from reports.data.model_lookup import UnknownModel
from reports.model.cost import MonthlyBill, monthly_cost
from reports.model.model_data import ModelDataCache
from reports.model.routes import Route
from reports.values.traffic_profiles import Profile
from tests.support.command_line import run_here
from tests.support.small_catalog import NOVA, OFFERED, THEN, build, route
from warehouse.store import Database, open_catalog

DAY = date(2026, 5, 20)
REGIONAL = [
    {"meter": "input", "price": 3, "region": "eu"},
    {"meter": "output", "price": 9, "region": "eu"},
    {"meter": "input", "price": 1, "region": "us"},
]
TODAY = (
    (THEN, {"amazon": [OFFERED]}),
    (
        DAY,
        {
            "amazon": [
                OFFERED,
                route("amazon", "nova-2", status="active", input=2, output=8),
                route("amazon", "nova-3", status="active", input=2, output=8, also=REGIONAL),
            ],
            "bazaar": [route("bazaar", NOVA, input="1.5", output=4, name="Nova 1")],
        },
    ),
)
COUNT = st.integers(min_value=0, max_value=10**9)
FEW_EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return build(tmp_path_factory.mktemp("small"), TODAY)


@pytest.fixture(scope="module")
def catalog(home: Home) -> Iterator[Database]:
    with open_catalog(home.path, DAY) as opened:
        yield opened


@pytest.fixture(scope="module")
def offered(catalog: Database) -> tuple[Card, Sequence[Route]]:
    """The maker's offer of a model, as a card and as a page has it."""
    offers = [offer for offer in read_offers(catalog, NOVA) if offer.provider == "amazon"]
    (card,) = read_cards(catalog, NOVA, offers)
    cache = ModelDataCache(catalog)
    routes = [one for one in cache[NOVA].routes if one.provider_id == "amazon"]
    return card, routes


def test_the_seller_may_be_named_or_given_by_id(catalog: Database) -> None:
    usage = Usage(input_tokens=1000, output_tokens=200)
    for name in ("amazon", "Amazon"):
        cost = price_at(catalog, "Nova-1", name, usage)
        assert isinstance(cost, ExactCost)
        assert (cost.cost, cost.route_id, cost.as_of) == (Decimal("0.002"), "amazon/nova-1", DAY)
        assert (cost.checked, len(cost.fact_ids)) == (DAY, 2)
    with pytest.raises(UnknownSeller, match="there are amazon, bazaar"):
        price_at(catalog, NOVA, "nobody", usage)
    with pytest.raises(UnknownModel):
        price_at(catalog, "none", "amazon", usage)


def test_a_day_before_is_answered_with_what_was_known_then(catalog: Database) -> None:
    usage = Usage(input_tokens=1000)
    cost = price_at(catalog, NOVA, "amazon", usage, time=THEN)
    assert cost.as_of == THEN
    with pytest.raises(UnknownSeller):
        price_at(catalog, NOVA, "bazaar", usage, time=THEN)
    assert price_at(catalog, NOVA, "bazaar", usage).as_of == DAY
    with pytest.raises(WrongTime, match="with its zone"):
        price_at(catalog, NOVA, "amazon", usage, time=datetime(2026, 5, 20, 10))  # noqa: DTZ001
    early = datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))
    for time in (early, datetime.max.replace(tzinfo=timezone(timedelta(hours=-14)))):
        with pytest.raises(WrongTime, match="years 1 to 9999"):
            price_at(catalog, NOVA, "amazon", usage, time=time)
    no_time: Any = "2026-05-20"
    with pytest.raises(WrongTime, match="expected a date"):
        price_at(catalog, NOVA, "amazon", usage, time=no_time)
    moment = datetime(2026, 5, 20, 10, tzinfo=UTC)
    assert isinstance(price_at(catalog, NOVA, "amazon", usage, time=moment), ExactCost)


def test_all_sellers_the_cheapest_first(catalog: Database) -> None:
    costs = costs_at_all(catalog, NOVA, Usage(input_tokens=1000, cache_read_tokens=10))
    assert [(cost.seller, cost.kind) for cost in costs] == [
        ("amazon", "exact"),
        ("bazaar", "unknown"),
    ]


@pytest.mark.slow
@FEW_EXAMPLES
@given(
    fresh=COUNT,
    cached=COUNT,
    output=COUNT,
    is_batch=st.booleans(),
    model=st.sampled_from([NOVA, "nova-2"]),
)
def test_monthly_cost_says_the_same(
    catalog: Database, fresh: int, cached: int, output: int, is_batch: bool, model: str
) -> None:
    total = fresh + cached
    share = Decimal(cached) / total if total and not is_batch else Decimal(0)
    usage = Usage(
        input_tokens=total if is_batch else fresh,
        cache_read_tokens=0 if is_batch else cached,
        output_tokens=output,
    )
    rows = catalog.query_sql(
        "SELECT provider, usd_per_month FROM monthly_cost(?, ?::DOUBLE, ?::DOUBLE, cached_share "
        ":= ?::DOUBLE, "
        "batch_share := ?)",
        [model, total / 1e6, output / 1e6, float(share), int(is_batch)],
    ).rows
    assert rows
    for provider, month in rows:
        cost = price_at(catalog, model, provider, usage, tier="batch" if is_batch else "standard")
        if isinstance(cost, ExactCost):
            assert month == pytest.approx(cost.cost, rel=Decimal("1e-6"), abs=Decimal("1e-5"))
        else:
            assert isinstance(cost, UnknownCost)
            assert month is None


@pytest.mark.slow
@FEW_EXAMPLES
@given(
    fresh=COUNT,
    cached=COUNT,
    output=COUNT,
    tier=st.sampled_from(["standard", "batch"]),
    region=st.sampled_from([None, "eu", "us", "global"]),
    model=st.sampled_from([NOVA, "nova-3"]),
)
@example(fresh=10**9, cached=0, output=10**9, tier="standard", region="us", model="nova-3")
def test_the_macro_says_the_same(
    catalog: Database,
    fresh: int,
    cached: int,
    output: int,
    tier: str,
    region: str | None,
    model: str,
) -> None:
    usage = Usage(input_tokens=fresh, cache_read_tokens=cached, output_tokens=output)
    rows = catalog.query_sql(
        "SELECT split_part(route_id, '/', 1), usd_from, usd_to FROM price_at($model, 'amazon', "
        "input_tokens := $fresh, cache_read_tokens := $cached, output_tokens := $output, in_tier "
        ":= $tier, "
        "in_region := $region)",
        {
            "model": model,
            "fresh": fresh,
            "cached": cached,
            "output": output,
            "tier": tier,
            "region": region,
        },
    ).rows
    for seller, low, high in rows:
        cost = price_at(catalog, model, seller, usage, tier=tier, region=region)
        match cost:
            case ExactCost():
                assert (low or 0, high or 0) == pytest.approx((float(cost.cost), float(cost.cost)))
            case CostInterval():
                expected = (float(cost.cost_from), float(cost.cost_to))
                assert (low, high) == pytest.approx(expected)
            case UnknownCost():
                assert (low, high) == (None, None)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    requests=st.integers(1, 10**6),
    input_tokens=st.integers(0, 10**5),
    output_tokens=st.integers(1, 10**5),
    share=st.sampled_from(["0", "0.25", "0.6"]),
    tier=st.sampled_from(["standard", "batch"]),
)
def test_the_month_on_a_page_is_the_same(
    offered: tuple[Card, Sequence[Route]],
    requests: int,
    input_tokens: int,
    output_tokens: int,
    share: str,
    tier: str,
) -> None:
    card, routes = offered
    profile = Profile(
        name="made",
        title="Made",
        requests=requests,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cached_share=Decimal(share),
        tier=tier,
    )
    cached = int(requests * input_tokens * Decimal(share))
    usage = Usage(
        input_tokens=requests * input_tokens - cached,
        cache_read_tokens=cached,
        output_tokens=requests * output_tokens,
    )
    assume(cached == requests * input_tokens * Decimal(share))
    best = monthly_cost(NOVA, "amazon", routes, profile).best
    cost = cost_on(NOVA, card, usage, Asked(DAY, None, tier, None, None, None, "USD"))
    if isinstance(best, MonthlyBill):
        assert isinstance(cost, ExactCost)
        assert best.total.number == cost.cost
    else:
        assert isinstance(cost, UnknownCost)


def test_the_command_prints_lines_with_receipts(home: Home, tmp_path: Path) -> None:
    arguments = ("--home", str(home.path), "cost", NOVA, "--as-of", str(DAY))
    done = run_here((*arguments, "--provider", "amazon", "--input-tokens", "1000"), tmp_path)
    assert done.returncode == 0, done.stderr
    (line,) = map(json.loads, done.stdout.splitlines())
    assert (line["what"], line["cost"], line["price"]) == (
        "input",
        "0.001",
        "1 USD per 1M tokens",
    )
    assert "0.001 USD" in done.stderr
    explained = run_here(("--home", str(home.path), "explain", line["fact_id"]), tmp_path)
    assert explained.returncode == 0, explained.stderr


def test_the_command_reads_a_usage_object(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "answer.json"
    usage = {
        "prompt_tokens": 1010,
        "completion_tokens": 5,
        "prompt_tokens_details": {"cached_tokens": 10},
    }
    file.write_text(json.dumps({"usage": usage, "service_tier": "default"}), encoding="utf-8")
    arguments = ("--home", str(home.path), "cost", NOVA, "--as-of", str(DAY), "--usage", str(file))
    done = run_here((*arguments, "--provider", "amazon", "--json"), tmp_path)
    answer = json.loads(done.stdout)
    assert (answer["kind"], answer["cost"]) == ("exact", "0.001026")
    everybody = run_here(arguments, tmp_path)
    assert [json.loads(line)["seller"] for line in everybody.stdout.splitlines()] == [
        "amazon",
        "bazaar",
    ]


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--provider", "amazon"], 2, "expected a usage"),
        (["--provider", "amazon", "--input-tokens", "-1"], 2, "-1"),
        (["--provider", "nobody", "--input-tokens", "1"], 3, "there are amazon, bazaar"),
        (["--provider", "bazaar", "--cache-read-tokens", "1"], 3, "cache read: no standard price"),
        (["--provider", "amazon", "--tool", "search"], 2, "expected a name and a count"),
        (["--provider", "amazon", "--time", "2026-05-20T10:00"], 2, "with its zone"),
        (["--time", "2026-05-20", "--input-tokens", "1"], 2, "need --provider"),
        (["--provider", "amazon", "--usage", "none.json"], 2, "none.json"),
        (["--provider", "amazon", "--usage", "broken.json"], 2, "expected JSON"),
    ],
)
def test_the_command_says_what_is_wrong(
    home: Home, tmp_path: Path, more: list[str], code: int, said: str
) -> None:
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    arguments = ("--home", str(home.path), "cost", NOVA, "--as-of", str(DAY))
    done = run_here((*arguments, *more), tmp_path)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr

"""The pair of models that the first question was about: Claude 3.5 Haiku and Qwen3.5 4B, then and
today.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pipeline.home import Home
from warehouse.store import open_catalog

pytestmark = pytest.mark.recorded

HAIKU, QWEN = "claude-3-5-haiku", "qwen3.5-4b"
THEN, TODAY = date(2026, 5, 22), date(2026, 11, 23)
MONTH = 1640
"""Dollars a month at 800 million input and 250 million output tokens, at $0.80 and $4 a million."""


def costs(home: Home, model: str, as_of: date | None = None) -> dict[str, dict[str, Any]]:
    """The offers of a model by route, each with what a month costs."""
    with open_catalog(home.path, as_of) as catalog:
        rows = catalog.query_sql("FROM monthly_cost(?, 800, 250)", [model]).dicts()
    return {row["route_id"]: row for row in rows}


def eligible(offers: dict[str, dict[str, Any]]) -> list[str]:
    return [route for route, offer in offers.items() if offer["standing"] == "eligible"]


# --- as of 2026-05-22 -----------------------------------------------------------------------------


def offer_of(home: Home, route: str, as_of: date) -> dict[str, Any]:
    with open_catalog(home.path, as_of) as catalog:
        (offer,) = catalog.query_sql("FROM offers WHERE route_id = ?", [route]).dicts()
    return offer


def test_the_maker_had_retired_its_route(recorded_home: Home) -> None:
    offer = offer_of(recorded_home, f"anthropic/{HAIKU}", THEN)
    assert (offer["status"], offer["standing"], offer["ended_date"]) == (
        "retired",
        "retired",
        "2026-02-19",
    )
    assert f"anthropic/{HAIKU}" not in costs(recorded_home, HAIKU, THEN)


def test_openrouter_alone_was_live_at_a_price_of_its_own(recorded_home: Home) -> None:
    offers = costs(recorded_home, HAIKU, THEN)
    rules = {route: offers[route]["price_rule"] for route in eligible(offers)}
    assert [route for route, rule in rules.items() if rule == "own price"] == [
        f"openrouter/{HAIKU}"
    ]
    assert min(offers[route]["usd_per_month"] for route in rules) == MONTH
    offer = offers[f"openrouter/{HAIKU}"]
    assert (offer["input_usd_per_mtok"], offer["output_usd_per_mtok"]) == (
        Decimal("0.80"),
        Decimal(4),
    )
    assert offer["usd_per_month"] == MONTH
    assert (offer["status"], offer["ended_date"], offer["is_held"]) == ("listed", None, False)


def test_a_lower_price_that_one_aggregator_states_is_shown_but_no_minimum(
    recorded_home: Home,
) -> None:
    offer = costs(recorded_home, HAIKU, THEN)[f"poe/{HAIKU}"]
    assert offer["usd_per_month"] < MONTH
    assert (offer["standing"], offer["was_backed"]) == ("stated once", False)


def test_a_price_of_nothing_is_not_sourced_rather_than_free(recorded_home: Home) -> None:
    offers = costs(recorded_home, QWEN, THEN)
    offer = offers[f"siliconflow-cn/{QWEN}"]
    assert (offer["input_usd_per_mtok"], offer["output_usd_per_mtok"], offer["usd_per_month"]) == (
        None,
        None,
        None,
    )
    assert offer["standing"] == "price not sourced"
    assert eligible(offers) == []
    with open_catalog(recorded_home.path, THEN) as catalog:
        aside = catalog.query_sql(
            "SELECT meter, quote, code, subject_stated FROM set_aside WHERE route_id = ? ORDER BY "
            "ALL",
            [f"siliconflow-cn/{QWEN}"],
        ).rows
        prices = catalog.query_sql("FROM prices WHERE model_id = ?", [QWEN]).rows
    assert aside == [
        ("input", "0", "zero_is_unknown", "Qwen/Qwen3.5-4B"),
        ("output", "0", "zero_is_unknown", "Qwen/Qwen3.5-4B"),
    ]
    assert prices == []


def test_nothing_of_what_came_later_was_known(recorded_home: Home) -> None:
    with open_catalog(recorded_home.path, THEN) as catalog:
        for view, column in (
            ("facts", "fetched_at"),
            ("changes", "changed_at"),
            ("pages", "seen_at"),
        ):
            (latest,) = catalog.query_sql(f"SELECT max({column})::DATE FROM {view}").rows[0]  # noqa: S608
            assert latest <= THEN


# --- today ----------------------------------------------------------------------------------------


def test_today_others_alone_list_it(recorded_home: Home) -> None:
    """OpenRouter's own list has it no more, and its maker has retired it."""
    offers = costs(recorded_home, HAIKU, TODAY)
    assert {route: offers[route]["price_rule"] for route in eligible(offers)} == {
        f"digitalocean/{HAIKU}": "stated by 2 publishers",
        f"vercel/{HAIKU}": "stated by 2 publishers",
    }
    offer = offer_of(recorded_home, f"openrouter/{HAIKU}", TODAY)
    assert (offer["standing"], offer["is_live"], offer["rule"]) == (
        "unconfirmed",
        False,
        "no fresh page confirms it",
    )
    assert offer_of(recorded_home, f"anthropic/{HAIKU}", TODAY)["standing"] == "retired"
    assert eligible(costs(recorded_home, QWEN, TODAY)) == []


# --- what they are --------------------------------------------------------------------------------


def attributes_of(home: Home, model: str) -> dict[str, tuple[str, str]]:
    with open_catalog(home.path, THEN) as catalog:
        rows = catalog.query_sql(
            "SELECT attribute, value_text, rule FROM model_fact WHERE model_id = ? UNION ALL "
            "SELECT capability, state, rule FROM capabilities WHERE model_id = ?",
            [model, model],
        ).rows
    return {attribute: (value, rule) for attribute, value, rule in rows}


def test_vision_and_the_cutoff_are_the_makers_own_words(recorded_home: Home) -> None:
    haiku = attributes_of(recorded_home, HAIKU)
    assert haiku["vision"] == haiku["multimodal"] == ("yes", "the maker says so")
    assert haiku["input_modalities"] == ("image, text", "the maker says so")
    assert haiku["knowledge_cutoff"] == ("2024-07", "the maker says so")
    with open_catalog(recorded_home.path, THEN) as catalog:
        quotes = catalog.query_sql(
            "SELECT DISTINCT f.quote FROM facts f JOIN capabilities c ON c.yes_fact_id = f.fact_id "
            "WHERE c.model_id = ? AND c.capability = 'vision' AND f.source = 'anthropic_models'",
            [HAIKU],
        ).rows
    assert quotes
    assert all("text and image input" in quote for (quote,) in quotes)


def test_four_billion_is_what_the_makers_name_says(recorded_home: Home) -> None:
    qwen = attributes_of(recorded_home, QWEN)
    assert qwen["parameters_total"] == ("4000000000", "its name says so")
    assert qwen["licence"] == ("Apache-2.0", "the maker's card says so")
    assert qwen["released_date"] == ("2026-03-02", "the maker's card says so")


# --- the receipts ---------------------------------------------------------------------------------


def test_each_figure_of_the_answer_has_its_receipt(recorded_home: Home) -> None:
    offer = costs(recorded_home, HAIKU, THEN)[f"openrouter/{HAIKU}"]
    with open_catalog(recorded_home.path, THEN) as catalog:
        receipts = [
            catalog.query_sql(
                "SELECT quote, locator, url, fetched_at::DATE FROM facts WHERE fact_id = ?",
                [offer[fact]],
            ).rows
            for fact in ("input_fact_id", "output_fact_id")
        ]
    (((prompt, where, url, day),), ((completion, *_),)) = receipts
    assert (prompt, completion) == ("0.0000008", "0.000004")
    assert where.startswith("json:/data/")
    assert where.endswith("/pricing/prompt")
    assert (url, day) == ("https://openrouter.ai/api/v1/models", date(2026, 5, 1))


def test_the_retirement_is_the_makers_own_statement(recorded_home: Home) -> None:
    with open_catalog(recorded_home.path, THEN) as catalog:
        rows = catalog.query_sql(
            "SELECT source, value_text, quote FROM facts WHERE route_id = ? AND attribute = "
            "'retired_date'",
            [f"anthropic/{HAIKU}"],
        ).rows
    assert ("anthropic_lifecycle", "2026-02-19", "February 19, 2026") in rows

"""The general reader of prices in JSON: keys by their words, units by their size."""

import json

from spiders.general.reader import general_prices
from spiders.parsing.page import Page
from tests.support.prices_in_words import in_words


def read(value: object) -> list[str]:
    """The prices of a JSON page, each in words."""
    page = Page(json.dumps(value, ensure_ascii=False).encode(), url="")
    return [in_words(price.claim) for price in general_prices(page)]


def models(count: int, **prices: float) -> list[dict[str, object]]:
    return [{"id": f"nova-{number}", "pricing": prices} for number in range(count)]


def test_keys_say_meter_and_unit() -> None:
    row = {"id": "nova-2", "prices": {"input_mtok": 0.5, "output_mtok": 2, "cache_read_mtok": 0.05}}
    assert read({"models": [row]}) == [
        "nova-2 | input | 0.5 | 1M tokens | USD",
        "nova-2 | output | 2 | 1M tokens | USD",
        "nova-2 | cache_read | 0.05 | 1M tokens | USD",
    ]


def test_a_mapping_keyed_by_names_and_keys_that_apis_share() -> None:
    rows = {f"nova-{n}": {"input_cost_per_token": 1e-6, "max_tokens": 4096} for n in range(6)}
    assert read(rows)[0] == "nova-0 | input | 1e-06 | token | USD"
    assert len(read(rows)) == 6


def test_the_size_of_all_prices_says_their_unit() -> None:
    assert read({"data": models(5, input=0.5)})[0] == "nova-0 | input | 0.5 | 1M tokens | USD"
    assert read({"data": models(5, input=0.0000005)})[0] == "nova-0 | input | 5e-07 | token | USD"
    assert read({"data": models(5, input=5000)}) == []
    assert read({"data": models(3, input=0.5)}) == [], "too few to say it"


def test_a_seller_of_a_model_keeps_its_price_apart() -> None:
    sellers = [{"provider": "one", "pricing": {"input_mtok": 1}}]
    sellers.append({"provider": "two", "pricing": {"input_mtok": 2}})
    page = Page(json.dumps({"data": [{"id": "nova-2", "providers": sellers}]}).encode(), url="")
    prices = [price.claim for price in general_prices(page)]
    assert [(claim.subject_name, claim.seller, claim.quote.text) for claim in prices] == [
        ("nova-2", "one", "1"),
        ("nova-2", "two", "2"),
    ]


def test_a_key_of_a_condition_beside_a_price_makes_it_conditional() -> None:
    row = {"id": "nova-2", "prices": {"input_mtok": 1, "tiers": [{"start": 200000}]}}
    assert read([row]) == ["nova-2 | input | 1 | 1M tokens | USD | unknown condition: tiers"]
    row = {"id": "nova-2", "price": {"discount": "80", "actual": {"input_mtok": 1}}}
    assert read([row]) == ["nova-2 | input | 1 | 1M tokens | USD | unknown condition: discount"]


def test_a_name_with_a_band_is_no_model() -> None:
    row = {"id": "nova-2-200k", "name": "Nova 2 > 200K", "prices": {"input_mtok": 1}}
    assert read([row]) == []


def test_html_inside_json_is_read_as_a_page() -> None:
    table = "<table><tr><th>模型</th><th>输入单价（每百万Token）</th></tr><tr><td>nova-2</td><td>2元</td></tr></table>"
    assert read({"data": {"content": table}}) == ["nova-2 | input | 2元 | 1M tokens | CNY"]


def test_markdown_that_begins_with_a_bracket_is_no_json() -> None:
    page = Page(b"[Docs](/docs)\n\n| Model | Input |\n|---|---|\n| nova-2 | $1 / MTok |\n", url="")
    assert [in_words(price.claim) for price in general_prices(page)] == [
        "nova-2 | input | $1 | 1M tokens | USD"
    ]

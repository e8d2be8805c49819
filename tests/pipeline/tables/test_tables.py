"""Each format that is written says of an offer what its reader reads, and accounts for the rest."""

import csv
import io
import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from pipeline.facts.money import decimal_text
from pipeline.tables import price_rows
from pipeline.tables.files import read_table_files
from pipeline.tables.formats import FORMATS, find_format
from pipeline.tables.llm_prices import write_history
from pipeline.tables.offers.account import Account, Reason
from pipeline.tables.offers.offer import Offer, OfferPrice, PastPrice
from pipeline.tables.statement import TablePrice
from spiders.readers.price_keys import PriceKey

DAY = date(2026, 8, 4)
SEEN = datetime(2026, 8, 1, tzinfo=UTC)
ENDINGS = {"csv": "csv", "jsonl": "jsonl"}
JSON_FORMATS = [name for name, known in FORMATS.items() if known.write and name not in ENDINGS]


def price(meter: str, amount: str, **said: Any) -> OfferPrice:
    """A price in dollars per million tokens of claude-haiku-4-5 at Anthropic, which its page
    states.
    """
    known: dict[str, Any] = dict.fromkeys(OfferPrice._fields)
    known |= {
        "provider": "anthropic",
        "route_id": "anthropic/claude-haiku-4-5",
        "subject_kind": "route",
        "stated_name": "claude-haiku-4-5",
        "publisher": "anthropic",
        "meter": meter,
        "tier": "standard",
        "currency": "USD",
        "amount": Decimal(amount),
        "unit": "1M tokens",
        "usd_per_mtok": Decimal(amount),
        "in_effect": True,
        "review_rank": 1,
        "authority": 0,
        "is_live": True,
        "is_on_card": True,
        "source": "anthropic_pricing",
        "document": "pricing",
        "quote": f"${amount}",
        "locator": "css:td",
        "url": "https://anthropic.example/pricing",
        "first_seen_at": SEEN,
        "last_checked_at": SEEN,
    }
    known |= said
    known["fact_id"] = known["fact_id"] or f"{meter} {amount} {sorted(said.items(), key=str)}"
    return OfferPrice(**known)


def offer(*prices: OfferPrice, **said: Any) -> Offer:
    known: dict[str, Any] = dict.fromkeys(Offer._fields)
    known |= {
        "route_id": "anthropic/claude-haiku-4-5",
        "provider": "anthropic",
        "provider_name": "Anthropic",
        "provider_model_id": "claude-haiku-4-5",
        "kind": "offer",
        "status": "active",
        "model_id": "claude-haiku-4-5",
        "name": "Claude Haiku 4.5",
        "lab": "anthropic",
        "released_date": "2025-10-15",
        "open_weights": "no",
        "context_tokens": 200_000,
        "max_output_tokens": 64_000,
        "input_modalities": ["image", "pdf", "text"],
        "output_modalities": ["text"],
        "can": ["function_calling", "reasoning"],
        "cannot": [],
        "prices": prices,
        "names": {"anthropic": "claude-haiku-4-5"},
        "past": (),
    }
    return Offer(**(known | said))


PLAIN = (price("input", "1"), price("output", "5"), price("cache_read", "0.1"))
BANDED = (
    *PLAIN,
    price("input", "2", context_from_tokens=200_001),
    price("output", "7.5", context_from_tokens=200_001),
    price("cache_read", "0.2", context_from_tokens=200_001),
)


def write(name: str, *offers: Offer) -> tuple[bytes, Account]:
    account = Account()
    writer = FORMATS[name].write
    assert writer
    return writer(offers, DAY, account), account


def read_back(name: str, body: bytes, folder: Path, stem: str = "anthropic") -> set[Any]:
    """What the reader of a format reads of a file: seller, name, meter, tier, start of the band,
    price.
    """
    file = folder / f"{stem}.{ENDINGS.get(name, 'json')}"
    file.write_bytes(body)
    files, unreadable = read_table_files(file)
    assert not unreadable
    items = list(find_format(file, files).read(files, DAY))
    assert {type(item) for item in items} == {TablePrice}, items
    prices = [item for item in items if isinstance(item, TablePrice)]
    return {
        (one.meter, one.tier, (one.context_from_tokens or 0) // 10, one.lifetime, one.usd_per_mtok)
        for one in prices
    }


def expected(prices: Sequence[OfferPrice]) -> set[Any]:
    return {
        (one.meter, one.tier, (one.over_tokens or 0) // 10, one.lifetime, one.usd_per_mtok)
        for one in prices
    }


def reasons(account: Account) -> dict[Reason, int]:
    return dict(account.counts())


@pytest.mark.parametrize("name", [*JSON_FORMATS, "csv", "jsonl"])
def test_a_card_is_read_back_as_it_was_written(name: str, tmp_path: Path) -> None:
    seller = "openrouter" if name == "openrouter" else "anthropic"
    prices = [one._replace(provider=seller) for one in PLAIN]
    body, account = write(name, offer(*prices, provider=seller))
    assert read_back(name, body, tmp_path) == expected(prices)
    assert (account.written, account.losses, account.models) == (prices, [], 1)


@pytest.mark.parametrize("name", [*sorted({*JSON_FORMATS, *ENDINGS} - {"portkey", "openrouter"})])
def test_bands_of_input_lengths_are_read_back(name: str, tmp_path: Path) -> None:
    body, account = write(name, offer(*BANDED))
    assert read_back(name, body, tmp_path) == expected(BANDED)
    assert account.losses == []


def test_openrouters_bands_are_overrides(tmp_path: Path) -> None:
    body, _ = write("openrouter", offer(*BANDED, provider="openrouter"))
    assert read_back("openrouter", body, tmp_path) == expected(BANDED)
    (model,) = json.loads(body)["data"]
    assert model["pricing"]["prompt"] == "0.000001", "decimal strings"


def test_a_format_without_bands_has_the_first_and_tells_of_the_others(tmp_path: Path) -> None:
    body, account = write("portkey", offer(*BANDED))
    assert read_back("portkey", body, tmp_path) == expected(PLAIN)
    assert reasons(account) == {"band": 3}


@pytest.mark.parametrize("name", ["litellm", "portkey", "csv"])
def test_batches_are_read_back(name: str, tmp_path: Path) -> None:
    prices = [*PLAIN, price("input", "0.5", tier="batch"), price("output", "2.5", tier="batch")]
    body, account = write(name, offer(*prices))
    assert read_back(name, body, tmp_path) == expected(prices)
    assert account.losses == []


@pytest.mark.parametrize("name", ["litellm", "genai-prices", "langfuse"])
def test_lifetimes_of_the_cache_are_read_back(name: str, tmp_path: Path) -> None:
    prices = [*PLAIN, price("cache_write", "1.25"), price("cache_write", "2", lifetime="1h")]
    body, _ = write(name, offer(*prices))
    assert read_back(name, body, tmp_path) == expected(prices)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"currency": "CNY", "usd_per_mtok": Decimal("0.14")}, "currency"),
        ({"unit": "image", "usd_per_mtok": None}, "unit"),
        ({"region": "eu"}, "region"),
        ({"mode": "thinking"}, "mode"),
        ({"plan": "pro"}, "plan"),
        ({"variant": "fine_tuned"}, "variant"),
        ({"price_class": "promotional"}, "class"),
        ({"hours": "16:30-00:30"}, "hours"),
        ({"tier": "flex"}, "tier"),
        ({"meter": "storage"}, "word"),
        ({"context_from_tokens": 200_001, "band_rule": "marginal"}, "marginal"),
        ({"meter": "cache_write", "context_from_tokens": 200_001}, "no base"),
        ({"amount": Decimal(2), "usd_per_mtok": Decimal(2)}, "twice"),
    ],
)
def test_what_a_format_cannot_say_is_lost_with_its_reason(said: dict[str, Any], why: str) -> None:
    further = price("input", "1")._replace(fact_id="further", **said)
    body, account = write("genai-prices", offer(*PLAIN, further))
    assert reasons(account) == {why: 1}
    (loss,) = account.losses
    assert (loss.fact_id, loss.provider, loss.name) == ("further", "anthropic", "claude-haiku-4-5")
    assert body == write("genai-prices", offer(*PLAIN))[0]


def test_an_unknown_output_is_never_free(tmp_path: Path) -> None:
    for name in JSON_FORMATS:
        _, account = write(name, offer(price("input", "1"), provider="openrouter"))
        assert reasons(account) == {"pair": 1}, name
        assert account.written == []
    embedding = offer(price("input", "1"), task="embedding")
    body, account = write("litellm", embedding)
    assert read_back("litellm", body, tmp_path) == expected(embedding.prices)


def test_an_embedding_has_no_output_to_be_known() -> None:
    body, _ = write("litellm", offer(price("input", "1"), task="embedding"))
    assert json.loads(body)["claude-haiku-4-5"]["mode"] == "embedding"


def test_genai_prices_takes_a_price_only_with_those_it_needs() -> None:
    audio = price("input", "3", modality="audio")
    body, account = write("genai-prices", offer(*PLAIN, audio))
    assert reasons(account) == {"joint": 1}, "cached audio has no price"
    assert "input_audio_mtok" not in json.loads(body)[0]["models"][0]["prices"]
    cached = price("cache_read", "0.3", modality="audio")
    assert write("genai-prices", offer(*PLAIN, audio, cached))[1].losses == []
    lasting = price("cache_write", "2", lifetime="1h")
    assert reasons(write("genai-prices", offer(*PLAIN, lasting))[1]) == {"joint": 1}


def test_models_dev_never_says_no_for_unknown() -> None:
    unknown = offer(*PLAIN, can=["reasoning"], open_weights=None)
    body, account = write("models.dev", unknown)
    assert json.loads(body) == {}
    assert {(loss.why, loss.detail) for loss in account.losses} == {
        ("unknown", "open_weights, tool_call")
    }
    body, account = write("models.dev", offer(*PLAIN, provider="nobody"))
    assert reasons(account) == {"seller": 3}


def test_models_dev_has_no_price_of_reasoning_for_a_model_that_does_not() -> None:
    reasoning = price("reasoning", "5")
    mute = offer(*PLAIN, reasoning, can=["function_calling"], cannot=["reasoning"])
    body, account = write("models.dev", mute)
    assert reasons(account) == {"joint": 1}
    cost = json.loads(body)["anthropic"]["models"]["claude-haiku-4-5"]["cost"]
    assert cost == {"cache_read": 0.1, "input": 1, "output": 5}


def test_offers_without_an_id_or_with_that_of_another_are_lost() -> None:
    nameless = offer(*PLAIN, route_id="a", provider_model_id=None)
    other = offer(*PLAIN, route_id="b")
    body, account = write("genai-prices", nameless, other, offer(*PLAIN, route_id="c"))
    assert reasons(account) == {"no id": 3, "same id": 3}
    assert [one["id"] for one in json.loads(body)[0]["models"]] == ["claude-haiku-4-5"]


def test_the_id_of_a_pointer_is_the_one_its_prices_stand_under() -> None:
    prices = [one._replace(stated_name="haiku-latest") for one in PLAIN]
    assert offer(*prices, kind="pointer").model_name == "haiku-latest"


def test_money_has_its_own_digits() -> None:
    prices = price("input", "0.1"), price("output", "0.7999999999")
    body, _ = write("litellm", offer(*prices))
    assert b'"input_cost_per_token": 0.0000001,' in body
    assert b'"output_cost_per_token": 0.0000007999999999\n' in body


def test_litellms_keys_and_sellers_are_its_own() -> None:
    own = offer(
        *PLAIN, provider="google-vertex", names={"litellm": "vertex_ai/claude"}, route_id="a"
    )
    prefixed = offer(*PLAIN, provider="togetherai", route_id="b")
    hyphened = offer(*PLAIN, provider="alibaba-cn", route_id="c")
    rows = json.loads(write("litellm", own, prefixed, hyphened)[0])
    assert {key: row["litellm_provider"] for key, row in rows.items()} == {
        "alibaba-cn/claude-haiku-4-5": "alibaba_cn",
        "together_ai/claude-haiku-4-5": "together_ai",
        "vertex_ai/claude": "vertex_ai",
    }


def test_litellm_finds_the_bands_of_dashscope_in_a_list(tmp_path: Path) -> None:
    prices = [one._replace(provider="alibaba") for one in BANDED]
    body, account = write("litellm", offer(*prices, provider="alibaba", context_tokens=1_000_000))
    (row,) = json.loads(body).values()
    assert [tier["range"] for tier in row["tiered_pricing"]] == [[0, 200_000], [200_000, 1_000_000]]
    assert "input_cost_per_token" not in row
    assert account.losses == []
    assert read_back("litellm", body, tmp_path) == expected(prices)


def test_a_csv_runs_no_formula_and_is_read_back(tmp_path: Path) -> None:
    body, _ = write("csv", offer(*PLAIN, provider_model_id="@cf/meta/llama\x1b[31m"))
    (row,) = csv.DictReader(io.StringIO(body.decode()))
    assert row["id"] == "'@cf/meta/llama\\x1b[31m"
    body, _ = write("csv", offer(*PLAIN, provider_model_id="@cf/meta/llama"))
    file = tmp_path / "a.csv"
    file.write_bytes(body)
    files, _ = read_table_files(file)
    items = list(FORMATS["csv"].read(files, DAY))
    assert {one.stated for one in items if isinstance(one, TablePrice)} == {"@cf/meta/llama"}


def test_langfuse_takes_the_bare_name_of_the_maker_only() -> None:
    maker = offer(*PLAIN)
    reseller = offer(*PLAIN, provider="poe", route_id="poe/claude-haiku-4-5")
    patterns = {
        one["modelName"]: one["matchPattern"]
        for one in json.loads(write("langfuse", maker, reseller)[0])
    }
    assert patterns == {
        "anthropic/claude-haiku-4-5": r"(?i)^(anthropic/)?(claude\-haiku\-4\-5)$",
        "poe/claude-haiku-4-5": r"(?i)^(poe/)(claude\-haiku\-4\-5)$",
    }


def test_langfuse_has_the_same_usages_in_every_tier() -> None:
    uneven = [one for one in BANDED if (one.meter, one.over_tokens) != ("cache_read", 200_000)]
    body, account = write("langfuse", offer(*uneven))
    first, second = json.loads(body)[0]["pricingTiers"]
    assert set(first["prices"]) == set(second["prices"])
    assert (first["isDefault"], second["conditions"][0]["value"]) == (True, 200_000)
    assert reasons(account) == {"uneven": 1}


def test_portkeys_files_of_several_sellers_are_an_archive(tmp_path: Path) -> None:
    other = offer(*PLAIN, provider="openai", route_id="openai/x")
    body, _ = write("portkey", offer(*PLAIN), other)
    file = tmp_path / "portkey.tar"
    file.write_bytes(body)
    files, _ = read_table_files(file)
    assert [one.name for one in files] == ["pricing/anthropic.json", "pricing/open-ai.json"]
    assert body == write("portkey", offer(*PLAIN), other)[0]


def test_the_history_has_a_row_for_each_time_in_which_both_prices_stood() -> None:
    changed = date(2026, 5, 1)
    past = (
        PastPrice(PriceKey("input"), None, Decimal(2), None, changed),
        PastPrice(PriceKey("input"), None, Decimal(1), changed, None),
        PastPrice(PriceKey("output"), None, Decimal(5), None, None),
    )
    rows = json.loads(write_history([offer(*PLAIN, past=past)], DAY, Account()))["prices"]
    assert [(row["input"], row["output"], row["from_date"], row["to_date"]) for row in rows] == [
        (1, 5, "2026-05-01", None),
        (2, 5, None, "2026-05-01"),
    ]


def test_the_rows_are_the_same_as_json_lines_parquet_and_sqlite(tmp_path: Path) -> None:
    prices = [*BANDED, price("input", "7", currency="CNY", region="cn", usd_per_mtok=None)]
    offers = [offer(*prices)]
    lines = [
        json.loads(line, parse_float=Decimal) for line in write("jsonl", *offers)[0].splitlines()
    ]
    file = tmp_path / "a.parquet"
    file.write_bytes(price_rows.write_parquet(offers, DAY, Account()))
    table = parquet.read_table(file).to_pylist()
    database = tmp_path / "a.sqlite"
    database.write_bytes(price_rows.write_sqlite(offers, DAY, Account()))
    connection = sqlite3.connect(database)
    rows = connection.execute("SELECT * FROM prices").fetchall()
    connection.close()
    said = [[_text(value) for value in line.values()] for line in lines]
    assert said == [[_text(value) for value in row.values()] for row in table]
    assert said == [[_text(value) for value in row] for row in rows]
    assert Counter(len(row) for row in said) == {len(price_rows.PriceRow._fields): len(prices)}


def _text(value: object) -> str:
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        case _:
            return str(value)

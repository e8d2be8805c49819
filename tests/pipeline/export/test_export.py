"""An export of a catalog: every stated price is written or accounted for, in the same bytes each
time.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.commands.export import FORMATS
from pipeline.export.formats import EXPORTS
from pipeline.export.offers import read_offers
from pipeline.home import Home
from pipeline.tables.formats import FORMATS as TABLE_FORMATS
from pipeline.tables.offers.account import REASONS, Account, Loss
from pipeline.tables.offers.offer import Offer
from pipeline.tables.statement import TableFile, TablePrice
from spiders.parsing.json_tree import parse_json
from tests.support.command_line import cardkeep
from tests.support.small_catalog import NOVA, NOW, SMALL, THEN, bazaar, build, route
from warehouse.store import open_catalog

ENDINGS = {"csv": "csv"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose catalog has a retired route, two sellers of one model, and a price in another
    currency.
    """
    also = [
        {"meter": "input", "price": "7.2", "currency": "CNY", "region": "cn"},
        {"meter": "input", "price": "0.6", "currency": "USD", "price_class": "promotional"},
    ]
    rows = [*bazaar("1.5", 4), route("bazaar", "nova-2", input=2, output=8, also=also)]
    nights = (*SMALL, (NOW, {"bazaar": rows}))
    return build(tmp_path_factory.mktemp("export"), nights)


def test_the_command_knows_every_format() -> None:
    assert set(FORMATS) == set(EXPORTS)


@pytest.fixture(scope="module")
def read(home: Home) -> tuple[list[Offer], list[Loss], set[str]]:
    """The offers of the day, what was lost in reading them, and the ids of all stated prices."""
    account = Account()
    with open_catalog(home.path, NOW) as catalog:
        stated = {fact for (fact,) in catalog.query_sql("SELECT fact_id FROM prices").rows}
        offers = read_offers(catalog, [], account, with_past=True)
    return offers, account.losses, stated


@pytest.mark.parametrize("name", FORMATS)
def test_every_price_is_written_or_accounted_for(
    name: str, read: tuple[list[Offer], list[Loss], set[str]]
) -> None:
    offers, losses, stated = read
    account = Account()
    body = EXPORTS[name].write(offers, NOW, account)
    written = [price.fact_id for price in account.written]
    lost = [loss.fact_id for loss in [*losses, *account.losses] if loss.why != "held"]
    assert sorted(written + lost) == sorted(stated)
    assert body == EXPORTS[name].write(offers, NOW, Account())


@pytest.mark.parametrize("name", ["litellm", "csv"])
def test_an_audit_of_an_export_finds_no_difference(name: str, home: Home, tmp_path: Path) -> None:
    file = tmp_path / f"table.{ENDINGS.get(name, 'json')}"
    losses = tmp_path / "losses.jsonl"
    day = ("--as-of", str(NOW))
    done = cardkeep(home.path, "export", name, *day, "--output", str(file), "--losses", str(losses))
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    audited = cardkeep(home.path, "audit", str(file), *day, "--kept-by", "us", "-f", "jsonl")
    values = [json.loads(line) for line in audited.stdout.splitlines()]
    lost = {json.loads(line)["fact_id"] for line in losses.read_text().splitlines()}
    assert any(value["outcome"] == "equal" for value in values), audited.stderr
    others = [value for value in values if value["outcome"] != "equal"]
    assert {value["fact_id"] for value in others} <= lost


def test_models_dev_has_tiers_as_modes_of_sellers_whose_requests_it_knows(
    read: tuple[list[Offer], list[Loss], set[str]],
) -> None:
    some = next(offer for offer in read[0] if offer.prices)
    stated = [
        ("standard", "input", "2"),
        ("standard", "output", "8"),
        ("priority", "input", "4"),
        ("priority", "output", "16"),
        ("flex", "input", "1"),
        ("fast", "input", "12"),
    ]
    prices = [
        some.prices[0]._replace(
            tier=tier,
            meter=meter,
            usd_per_mtok=Decimal(usd),
            context_from_tokens=None,
            context_to_tokens=None,
            lifetime=None,
            modality=None,
            fact_id=f"{tier} {meter}",
        )
        for tier, meter, usd in stated
    ]
    whole = some._replace(
        provider="openai",
        prices=prices,
        released_date="2026-05-01",
        open_weights="no",
        can=["reasoning", "function_calling"],
        input_modalities=["text"],
        output_modalities=["text"],
        context_tokens=1000,
        max_output_tokens=1000,
    )

    def told(provider: str) -> tuple[list[str], list[tuple[str, str]]]:
        account = Account()
        body = EXPORTS["models.dev"].write([whole._replace(provider=provider)], NOW, account)
        file = TableFile("api.json", "json", parse_json(body.decode()))
        items = TABLE_FORMATS["models.dev"].read([file], NOW)
        found = [item for item in items if isinstance(item, TablePrice)]
        words = [f"{price.tier} {price.meter} {price.usd_per_mtok}" for price in found]
        return words, [(loss.fact_id, loss.why) for loss in account.losses]

    assert told("openai") == (
        ["standard input 2", "standard output 8", "priority input 4", "priority output 16"],
        [("flex input", "tier"), ("fast input", "tier")],
    )
    assert told("anthropic")[1] == [
        ("priority input", "tier"),
        ("priority output", "tier"),
        ("flex input", "tier"),
        ("fast input", "joint"),
    ]


def test_it_says_what_was_left_out_and_why(home: Home, tmp_path: Path) -> None:
    losses = tmp_path / "losses.jsonl"
    done = cardkeep(home.path, "export", "litellm", "--as-of", str(NOW), "--losses", str(losses))
    assert f"  left out 2: {REASONS['not sold']} (not sold)" in done.stderr.splitlines()
    lines = [json.loads(line) for line in losses.read_text().splitlines()]
    (yuan,) = [line for line in lines if line["why"] == "currency"]
    assert yuan == {
        "why": "currency",
        "provider": "bazaar",
        "name": "nova-2",
        "meter": "input",
        "qualifiers": "cn",
        "value": "7.2 CNY per 1M tokens",
        "detail": "",
        "fact_id": yuan["fact_id"],
        "source": "bazaar",
        "reason": REASONS["currency"],
    }
    rows = json.loads(done.stdout)
    assert rows["bazaar/nova-2"]["input_cost_per_token"] == 2e-6, "the list price"


@pytest.mark.slow
def test_it_is_as_of_a_day_and_of_chosen_providers(home: Home) -> None:
    then = json.loads(cardkeep(home.path, "export", "litellm", "--as-of", str(THEN)).stdout)
    assert f"amazon/{NOVA}" in then or NOVA in then
    chosen = cardkeep(home.path, "export", "litellm", "--as-of", str(NOW), "--provider", "bazaar")
    assert {row["litellm_provider"] for row in json.loads(chosen.stdout).values()} == {"bazaar"}


def test_a_seller_that_nobody_knows_is_refused(home: Home) -> None:
    done = cardkeep(home.path, "export", "litellm", "--provider", "nobody")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no seller with prices is called 'nobody'" in done.stderr


@pytest.mark.parametrize("name", ["parquet", "sqlite", "portkey"])
def test_what_is_no_text_needs_a_file(name: str, home: Home) -> None:
    done = cardkeep(home.path, "export", name)
    assert (done.returncode, done.stdout) == (2, "")
    assert "expected --output FILE" in done.stderr


def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "absent" / "table.json"
    done = cardkeep(home.path, "export", "litellm", "--output", str(file))
    assert done.returncode == 1
    assert f"{file} cannot be written" in done.stderr
    assert list(tmp_path.iterdir()) == []

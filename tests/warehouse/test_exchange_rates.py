"""Prices in other currencies: what they are in dollars, by the rate of which day, and what was
known of it when.
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pipeline.facts.quantities import read_rate
from pipeline.facts.set_aside import SetAside
from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load, shipped_rates
from spiders.archive import Archive, PageOutcome
from spiders.source import Source
from spiders.sources.exchange_rates import ExchangeRates
from tests.support.currency_prices import Prices
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

HEADER = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE"
RATES = {"2026-03-31": ("7.9341", "1.1498"), "2026-07-31": ("7.7539", "1.1485")}


SOURCES: dict[str, Source] = {source.name: source for source in (Prices(), ExchangeRates())}


class Catalog:
    """A home whose archive grows page by page."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.archive = Archive(self.home.archive)
        give_empty_warehouse(self.home)
        self.warehouse = Warehouse(folder)

    def take(self, source: Source, day: str, text: str) -> None:
        """Archive one page as seen on a day, and load it."""
        link, run_id, body = source.links[0], f"{source.name}-{day}", text.encode()
        seen_at = datetime.combine(date.fromisoformat(day), time(), UTC)
        with self.archive.writer(run_id, source.name) as writer:
            record_id = writer.write_resource(
                url=link.url,
                seen_at=seen_at,
                body=body,
                media_type="",
                form="verbatim",
                origin="test",
            )
            writer.write_outcome(
                PageOutcome(
                    run_id=run_id,
                    source=source.name,
                    document=link.document,
                    kind=link.kind,
                    url=link.url,
                    final_url=link.url,
                    seen_at=seen_at,
                    precision="day",
                    form="verbatim",
                    outcome="ok",
                    detail="",
                    http_status=None,
                    sha256=hashlib.sha256(body).hexdigest(),
                    bytes=len(body),
                    media_type="",
                    etag="",
                    last_modified="",
                    record_id=record_id,
                )
            )
        read_and_load(self.warehouse, self.archive, SOURCES)
        derive(self.warehouse, self.home, SOURCES)

    def rates(self, seen: str, *days: str, **other: str) -> None:
        """The rate table as seen on a day: those of `days`, or a correction of the yuan."""
        lines = [HEADER]
        for day in days:
            yuan, dollars = RATES[day]
            lines += [f"EXR.D.CNY.EUR.SP00.A,D,CNY,EUR,SP00,A,{day},{other.get('yuan', yuan)}"]
            lines += [f"EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,{day},{dollars}"]
        self.take(SOURCES["exchange_rates"], seen, "\n".join([*lines, ""]))

    def prices(self, seen: str, price: str, **rows: str) -> None:
        others = "".join(f', {{"model": "{name}", {value}}}' for name, value in rows.items())
        self.take(Prices(), seen, f'[{{"model": "yi", "tokens": "{price}"}}{others}]')

    def row(
        self, name: str = "yi", *, view: str = "prices", as_of: str | None = None
    ) -> dict[str, Any]:
        self.warehouse.set_as_of(date.fromisoformat(as_of) if as_of else None)
        (row,) = self.warehouse.query_sql(
            f"FROM {view} WHERE stated_name = $name", {"name": name}
        ).dicts()
        return row


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, date, float]]:
    """The rates that come with the project: none, unless a test adds some."""
    rates: list[tuple[str, date, float]] = []
    monkeypatch.setattr("pipeline.run.steps.shipped_rates", lambda: rates)
    return rates


@pytest.fixture
def catalog(tmp_path: Path, shipped: list[tuple[str, date, float]]) -> Iterator[Catalog]:
    assert shipped == []
    made = Catalog(tmp_path)
    yield made
    made.warehouse.close()


def dollars(row: dict[str, Any]) -> tuple[Decimal | None, date | None]:
    """The price in dollars, and the day of the rate that it was converted with."""
    return row["usd_per_mtok"], row["exchange_rate_date"]


def test_a_price_is_converted_with_the_newest_rate_until_its_last_check(catalog: Catalog) -> None:
    catalog.rates("2026-08-02", "2026-03-31", "2026-07-31")
    catalog.prices("2026-08-02", "¥2")
    row = catalog.row()
    assert (row["currency"], row["amount"], row["unit"]) == ("CNY", 2, "1M tokens")
    assert row["exchange_rate"] == Decimal("0.1481190111")  # 1.1485 / 7.7539
    assert dollars(row) == (Decimal("0.29624"), date(2026, 7, 31))
    assert catalog.row(view="price_history")["usd_per_mtok"] == Decimal("0.29624")
    assert catalog.row(view="prices_as_of(DATE '2026-08-02')")["usd_per_mtok"] == Decimal("0.29624")


@pytest.mark.slow
def test_a_price_checked_before_a_rate_does_not_use_it(catalog: Catalog) -> None:
    catalog.rates("2026-08-02", "2026-03-31", "2026-07-31")
    catalog.prices("2026-07-30", "¥2")
    assert dollars(catalog.row()) == (Decimal("0.28984"), date(2026, 3, 31))


def test_without_a_rate_the_price_keeps_its_currency_and_has_no_other(catalog: Catalog) -> None:
    catalog.rates("2026-08-02", "2026-07-31")
    catalog.prices("2026-07-30", "¥2")
    row = catalog.row()
    assert (row["currency"], row["amount"]) == ("CNY", 2)
    assert (row["usd_per_mtok"], row["exchange_rate"], row["exchange_rate_date"]) == (
        None,
        None,
        None,
    )


def ship(shipped: list[tuple[str, date, float]], day: str, yuan: float, dollar: float) -> None:
    shipped += [("CNY", date.fromisoformat(day), yuan), ("USD", date.fromisoformat(day), dollar)]


def test_a_home_without_rates_converts_with_those_that_come_with_the_project(
    catalog: Catalog, shipped: list[tuple[str, date, float]]
) -> None:
    ship(shipped, "2026-03-31", 7.9341, 1.1498)
    catalog.prices("2026-08-01", "¥2")
    assert dollars(catalog.row()) == (Decimal("0.28984"), date(2026, 3, 31))


def test_a_rate_that_the_source_states_goes_before_the_one_that_came_with_the_project(
    catalog: Catalog, shipped: list[tuple[str, date, float]]
) -> None:
    ship(shipped, "2026-07-31", 8, 1.1485)
    catalog.prices("2026-08-01", "¥2")
    catalog.rates("2026-08-03", "2026-07-31")
    assert catalog.row()["usd_per_mtok"] == Decimal("0.29624")
    assert catalog.row(as_of="2026-08-02")["usd_per_mtok"] == Decimal("0.28713")


def test_a_rate_is_used_for_half_a_year(
    catalog: Catalog, shipped: list[tuple[str, date, float]]
) -> None:
    ship(shipped, "2026-01-30", 7.9341, 1.1498)
    catalog.prices("2026-08-02", "¥2")
    assert dollars(catalog.row()) == (None, None)


def test_every_day_of_the_table_that_comes_with_the_project_has_dollars_and_yuan() -> None:
    days: dict[date, dict[str, float]] = {}
    for currency, day, per_euro in shipped_rates():
        days.setdefault(day, {})[currency] = per_euro
    assert days
    for rates in days.values():
        assert 6 < rates["CNY"] / rates["USD"] < 8


def test_no_half_year_of_that_table_is_without_a_rate() -> None:
    days = sorted({day for _, day, _ in shipped_rates()})
    assert max(later - earlier for earlier, later in pairwise(days)) <= timedelta(days=184)


def test_a_rate_that_was_not_known_yet_is_not_used(catalog: Catalog) -> None:
    catalog.prices("2026-08-01", "¥2")
    catalog.rates("2026-08-05", "2026-07-31")
    assert dollars(catalog.row()) == (Decimal("0.29624"), date(2026, 7, 31))
    assert dollars(catalog.row(as_of="2026-08-04")) == (None, None)
    assert dollars(catalog.row(view="prices_as_of(DATE '2026-08-04')")) == (None, None)
    assert dollars(catalog.row(as_of="2026-08-05")) == (Decimal("0.29624"), date(2026, 7, 31))


def test_a_rate_that_is_corrected_counts_as_it_was_known(catalog: Catalog) -> None:
    catalog.prices("2026-08-01", "¥2")
    catalog.rates("2026-08-02", "2026-07-31")
    catalog.rates("2026-08-03", "2026-07-31", yuan="8")
    assert catalog.row()["usd_per_mtok"] == Decimal("0.28713")
    assert catalog.row(as_of="2026-08-02")["usd_per_mtok"] == Decimal("0.29624")


@pytest.mark.slow
def test_each_interval_of_a_history_has_the_rate_of_its_own_last_check(catalog: Catalog) -> None:
    catalog.rates("2026-08-02", "2026-03-31", "2026-07-31")
    catalog.prices("2026-04-01", "¥2")
    catalog.prices("2026-08-02", "¥3")
    rows = catalog.warehouse.query_sql("FROM price_history ORDER BY known_from").dicts()
    assert [dollars(row) for row in rows] == [
        (Decimal("0.28984"), date(2026, 3, 31)),
        (Decimal("0.44436"), date(2026, 7, 31)),
    ]


@pytest.mark.slow
def test_only_prices_of_tokens_are_converted_and_dollars_never(catalog: Catalog) -> None:
    catalog.rates("2026-08-02", "2026-07-31")
    rows = {
        "k": '"thousands": "¥0.002"',
        "p": '"pictures": "¥2"',
        "d": '"tokens": "$2"',
        "e": '"tokens": "€2"',
    }
    catalog.prices("2026-08-02", "free", **rows)
    found = {name: catalog.row(name)["usd_per_mtok"] for name in ("k", "p", "d", "e", "yi")}
    assert found == {
        "k": Decimal("0.29624"),
        "p": None,
        "d": Decimal(2),
        "e": Decimal("2.297"),
        "yi": Decimal(0),
    }
    assert catalog.row("d")["exchange_rate"] is None


@pytest.mark.slow
def test_a_slip_is_held_in_any_currency(catalog: Catalog) -> None:
    catalog.prices("2026-08-01", "¥2")
    catalog.prices("2026-08-02", "¥20")
    row = catalog.row()
    assert (row["amount"], row["held_value"]) == (2, "20 CNY per 1M tokens")


def test_the_rate_of_another_day_is_no_change(catalog: Catalog) -> None:
    catalog.rates("2026-04-01", "2026-03-31")
    catalog.rates("2026-08-02", "2026-03-31", "2026-07-31")
    catalog.rates("2026-08-03", "2026-03-31", "2026-07-31", yuan="8")
    rows = catalog.warehouse.query_sql("SELECT change, new_value FROM changes ORDER BY ALL").rows
    assert rows == [("changed", "8 CNY per EUR"), ("changed", "8 CNY per EUR")]


@pytest.mark.parametrize("text", ["0", "0.000", "-7.75", "7,75", "n/a", "1e3", "7.75.1"])
def test_what_is_no_rate_is_set_aside(text: str) -> None:
    assert read_rate("7.7539") == Decimal("7.7539")
    with pytest.raises(SetAside, match="no rate"):
        read_rate(text)

"""Prices that a source cannot read any more are read by anchors: loaded where they are unchanged, marked,
held where they are not, and read by the source again as soon as it can.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.refresh import refresh
from tests.support.acme import Catalog, Seen, at, day, seen
from tests.support.acme_source import Acme, page
from tests.support.command_line import cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.local_web import local_web

PRICES = {f"nova-{number}": number + 0.25 for number in range(1, 22)}
HEADS = "| Model | Input | Output | From |"
RENAMED = "| Model | Rate A | Rate B | From |"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path)
    yield made
    made.warehouse.close()


def broken(number: float, prices: dict[str, float] = PRICES, *, heads: str = RENAMED) -> Seen:
    return Seen(at(number), page(prices).replace(HEADS, heads))


def marked(catalog: Catalog) -> dict[str, datetime]:
    rows = catalog.rows(
        "SELECT stated_name, anchored_since FROM prices WHERE meter = 'input'"
        " AND anchored_since IS NOT NULL"
    )
    return {row["stated_name"]: row["anchored_since"] for row in rows}


def test_unchanged_prices_are_loaded_and_marked(catalog: Catalog) -> None:
    catalog.take(seen(0, PRICES), broken(1))
    assert marked(catalog) == dict.fromkeys(PRICES, at(1))
    assert catalog.shown("nova-3") == (3.25, "stated", None, at(1))
    (receipt,) = catalog.rows(
        "SELECT quote, locator, page_sha256, anchored_since, context FROM facts"
        " WHERE subject_stated = 'nova-3' AND meter = 'input'"
    )
    assert (receipt["quote"], receipt["anchored_since"]) == ("$3.25", at(1))
    assert "Rate A" in [entry["text"] for entry in json.loads(receipt["context"])]
    findings = catalog.rows("SELECT part FROM internal.finding")
    assert {row["part"] for row in findings} == {"prices"}, "its own reader fails as before"
    assert catalog.rows("FROM alerts WHERE cause = 'part-broken/acme/prices'")


def test_an_older_day_is_answered_as_before(catalog: Catalog) -> None:
    catalog.take(seen(0, PRICES))
    before = catalog.rows("SELECT * FROM prices ORDER BY ALL", day(0))
    catalog.take(broken(1))
    assert catalog.rows("SELECT * FROM prices ORDER BY ALL", day(0)) == before
    assert catalog.runs("nova-3") == [(3.25, at(0), None)]


def test_the_marks_go_when_the_source_reads_its_page_again(catalog: Catalog) -> None:
    catalog.take(seen(0, PRICES), broken(1), broken(2, PRICES | {"nova-2": 2.5}))
    assert marked(catalog)["nova-3"] == at(1)
    catalog.take(seen(3, PRICES | {"nova-2": 2.5}))
    assert marked(catalog) == {}
    assert catalog.shown("nova-3") == (3.25, "stated", None, at(3))
    assert catalog.runs("nova-3") == [(3.25, at(0), None)]
    assert catalog.shown("nova-2")[0] == 2.5, "its source has read it"


class RepairedAcme(Acme):
    """Acme's reader after its repair."""

    renamed_headers = {"Rate A": "Input", "Rate B": "Output"}  # noqa: RUF012 (as sources write it)


def test_the_marks_go_when_the_reader_is_repaired(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog.take(seen(0, PRICES), broken(1, PRICES | {"nova-2": 2.5}))
    assert catalog.shown("nova-2")[0] == 2.25

    def repaired(_: type) -> str:
        return "repaired"

    monkeypatch.setattr("pipeline.run.readings.parser_version", repaired)
    monkeypatch.setattr("pipeline.facts.parallel.parser_version", repaired)
    catalog.take(sources={"acme": RepairedAcme()})
    assert marked(catalog) == {}
    assert catalog.runs("nova-2") == [(2.25, at(0), at(1)), (2.5, at(1), None)]
    assert catalog.rows("FROM internal.anchored_body") == []


def test_what_moved_and_what_is_new_waits(catalog: Catalog) -> None:
    catalog.take(seen(0, PRICES), broken(1, PRICES | {"nova-2": 2.5, "nova-99": 99}))
    assert catalog.shown("nova-2")[:2] == (2.25, "held")
    assert catalog.price("nova-99") is None
    held = catalog.rows(
        "SELECT subject_stated, proposed_value, reasons FROM reviews WHERE state = 'open'"
        " AND attribute = 'price' ORDER BY ALL"
    )
    assert {(row["subject_stated"], row["proposed_value"]) for row in held} == {
        ("nova-2", "2.5 USD per 1M tokens"),
        ("nova-2", "12.5 USD per 1M tokens"),
        ("nova-99", "99 USD per 1M tokens"),
        ("nova-99", "495 USD per 1M tokens"),
    }
    assert all(row["reasons"].startswith("read by anchors, which confirm only") for row in held)
    (read,) = catalog.rows("SELECT believed, confirmed, moved, new FROM internal.anchored_body")
    assert read == {"believed": 42, "confirmed": 40, "moved": 2, "new": 2}


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("all rows", marks=pytest.mark.slow),
        "two rows",
        "headers",
        pytest.param("unit", marks=pytest.mark.slow),
        pytest.param("conflict", marks=pytest.mark.slow),
    ],
)
def test_nothing_wrong_is_loaded(catalog: Catalog, kind: str) -> None:
    names = list(PRICES)
    shuffled, heads = dict(PRICES), RENAMED
    if kind == "all rows":
        shuffled = dict(
            zip(names, [*list(PRICES.values())[5:], *list(PRICES.values())[:5]], strict=True)
        )
    elif kind == "two rows":
        shuffled |= {"nova-1": PRICES["nova-2"], "nova-2": PRICES["nova-1"]}
    elif kind == "headers":
        heads = "| Model | Output price | Input price | From |"
    elif kind == "unit":
        heads = "| Model | Rate A / 1K tokens | Rate B / 1K tokens | From |"
    body = page(shuffled).replace(HEADS, heads)
    if kind == "conflict":
        # Its own reader reads the page and refuses the names that it states twice.
        body = page(PRICES).replace("# Contexts", "| nova-1 | $7 | $9 | |\n\n# Contexts")
        body = body.replace("|  |\n\n|", "|  |\n|")
    catalog.take(seen(0, PRICES), Seen(at(1), body))
    changed = {
        "all rows": set(names),
        "two rows": set(names),
        "headers": set(names),
        "unit": set(names),
        "conflict": {"nova-1"},
    }[kind]
    assert changed & marked(catalog).keys() == set()
    rows = catalog.rows("SELECT stated_name, amount FROM prices WHERE meter = 'input'")
    assert {row["stated_name"]: float(row["amount"]) for row in rows} == PRICES


@pytest.mark.slow
def test_the_order_of_loading_makes_no_difference(tmp_path: Path) -> None:
    pages = [seen(0, PRICES), broken(1), broken(2, PRICES | {"nova-2": 2.5}), broken(3)]
    answers: list[object] = []
    for number, groups in enumerate(([pages], [pages[:1], pages[1:2], pages[2:]])):
        made = Catalog(tmp_path / str(number))
        for group in groups:
            made.take(*group)
        made.take()
        answers.append((made.rows("SELECT * FROM prices ORDER BY ALL"), made.rows(FACTS)))
        made.warehouse.close()
    assert answers[0] == answers[1]


FACTS = """
SELECT key_id, first_version_seq, last_version_seq, value_text, is_anchored
FROM internal.fact ORDER BY ALL
"""

SOURCE = '''
from spiders.authoring import Claim, Claims, Documentation, Link, Page


class TeamPrices(Documentation):
    """What a seller of our own asks."""

    publisher = "team-seller"
    links = [Link(kind="prices", url="https://prices.team.example/list.md")]
    expect = {"prices": range(1, 99)}

    def prices(self, page: Page) -> Claims:
        for row in page.outline.section("Prices").table("Model", "Input").rows():
            yield Claim(route=row.pop("Model"), meter="input", unit="1M tokens", quote=row.pop("Input"))
'''
PATH = "/prices.team.example/list.md"
GOOD = "# Prices\n\n| Model | Input |\n| --- | --- |\n" + "".join(
    f"| {name} | ${price} |\n" for name, price in PRICES.items()
)


@pytest.mark.slow
def test_a_crawl_of_a_broken_page_over_two_nights(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.sources.mkdir(parents=True)
    give_empty_warehouse(home)
    (home.sources / "team_prices.py").write_text(SOURCE)
    bad = GOOD.replace("Input", "Rate A").replace("$4.25", "$5.5")
    with local_web({PATH: GOOD}) as web:
        for nights_ago, text in ((2, GOOD), (1, bad), (0, bad + "\nUpdated.\n")):
            web.pages[PATH] = text
            refresh(home, ["team_prices"], base_url=web.url, nights_ago=nights_ago)
        check_broken(home)
        web.pages[PATH] = GOOD.replace("$4.25", "$5.5")
        refresh(home, ["team_prices"], base_url=web.url)
    (price,) = rows(home, MARKED)
    assert (price["anchored_since"], price["amount"], price["state"]) == (None, "5.5", "stated")


MARKED = "SELECT amount, anchored_since, state FROM prices WHERE stated_name = 'nova-4'"


def rows(home: Home, sql: str, *options: str) -> list[dict[str, str]]:
    done = cardkeep(home.path, "sql", sql, "-f", "jsonl", *options)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check_broken(home: Home) -> None:
    """Two nights after the page broke: twenty prices stand and are marked, one waits."""
    first = datetime.now(UTC) - timedelta(days=1)
    stands = rows(
        home, "SELECT min(anchored_since) AS since, count(anchored_since) AS n FROM prices"
    )
    assert (stands[0]["since"][:10], stands[0]["n"]) == (f"{first:%Y-%m-%d}", 20)
    (held,) = rows(home, MARKED)
    assert (held["amount"], held["state"]) == ("4.25", "held")
    before = rows(
        home,
        "SELECT count(anchored_since) AS n, count(*) AS prices FROM prices",
        "--as-of",
        f"{datetime.now(UTC) - timedelta(days=2):%Y-%m-%d}",
    )
    assert before == [{"n": 0, "prices": 21}]
    told = cardkeep(home.path, "alerts").stdout
    assert (
        f"read by anchors since {first:%Y-%m-%d}: 95 % of 21 facts unchanged, 1 moved, 0 new"
        in told
    )
    done = cardkeep(home.path, "explain", rows(home, FACT)[0]["fact_id"], "-f", "table").stdout
    assert "yes: the quote derived again from the archived bytes" in done
    assert f"  anchored   since {first:%Y-%m-%d}" in done
    assert "read by    team_prices" not in done


FACT = "SELECT fact_id FROM facts WHERE subject_stated = 'nova-3' AND attribute = 'price'"


def test_a_page_of_other_prices_brings_nothing_to_review(catalog: Catalog) -> None:
    many = {f"vega-{number}": float(number) for number in range(1, 60)}
    catalog.take(seen(0, PRICES), broken(1, PRICES | many))
    assert len(marked(catalog)) == len(PRICES)
    assert catalog.rows("FROM reviews WHERE attribute = 'price'") == []

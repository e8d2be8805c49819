"""Qualifiers are defined once: every place that names them by hand has all of them, or the test
that fails names the place.
"""

import re
from collections.abc import Iterator

import pytest

from pipeline.facts.arrow_schemas import SCHEMAS
from pipeline.facts.fact import QUALIFIER_COLUMNS, FactKey
from pipeline.home import Home
from spiders.claims import Claim, Qualifiers, Quote
from spiders.extraction import claim_key
from tests.support import ROOT
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.store import Database
from warehouse.working import Warehouse

SQL = ROOT / "warehouse"
# One value of each qualifier that is not what stands where a page says nothing.
EXAMPLES: dict[str, str] = {
    "tier": "batch",
    "over_tokens": ">200000",
    "upto_tokens": "<272000",
    "lifetime": "5m",
    "modality": "audio",
    "variant": "fine_tuned",
    "valid_from": "2026-01-01",
    "valid_to": "2026-09-01",
    "band_rule": "cliff",
    "region": "us-east-1",
    "mode": "thinking",
    "hours": "16:30-00:30",
    "price_class": "promotional",
    "plan": "free tier",
}
# Any text request pays a price under these, as long as its input is in the band.
NO_CONDITION = {
    "tier",
    "over_tokens",
    "upto_tokens",
    "lifetime",
    "valid_from",
    "valid_to",
    "band_rule",
}
# Prices of one subject that differ in these only are compared with each other by the gates: a
# cached input with the input, which has no lifetime.
NOT_OF_SIBLINGS = {"lifetime", "band_rule"}

qualifier_names = pytest.mark.parametrize("name", list(Qualifiers.model_fields))


def price_key(qualifiers: Qualifiers) -> FactKey:
    return FactKey(
        "acme_pricing", "prices", "acme", "route", "acme-1", "price", "input", qualifiers
    )


def qualified(*names: str) -> Qualifiers:
    return Qualifiers.model_validate({name: EXAMPLES[name] for name in names})


# --- in Python ------------------------------------------------------------------------------------


def test_every_qualifier_has_an_example_here() -> None:
    assert list(EXAMPLES) == list(Qualifiers.model_fields)


@qualifier_names
def test_a_qualifier_makes_another_id_and_another_line(name: str) -> None:
    bare, key = price_key(Qualifiers()), price_key(qualified(name))
    assert key.key_id != bare.key_id
    assert key.qualifiers_text != bare.qualifiers_text, f"FactKey.qualifiers_text lacks {name}"


@qualifier_names
def test_a_price_under_a_further_condition_is_not_plain(name: str) -> None:
    assert price_key(qualified(name)).is_plain == (name in NO_CONDITION)


@qualifier_names
def test_claims_that_differ_in_a_qualifier_do_not_conflict(name: str) -> None:
    quote = Quote(text="$3", locator="css:td")
    route = Quote(text="acme-1", locator="css:th")
    bare = Claim(quote=quote, route=route, meter="input", unit="1M tokens")
    assert claim_key(bare) != claim_key(bare.model_copy(update={name: EXAMPLES[name]}))


def test_the_arrow_schema_has_every_qualifier() -> None:
    assert [name for name in QUALIFIER_COLUMNS if name not in SCHEMAS["fact_key"].names] == []


def test_ids_of_facts_stay_what_they_were() -> None:
    """Ids that were made before the qualifiers had one definition."""
    score = qualified("variant", "region")
    about = ("acme_pricing", "prices", "acme", "model", "acme-1")
    keys = [
        price_key(qualified(*EXAMPLES)),
        FactKey(*about, "score", None, score, "MMLU", "1.1", "acme"),
        FactKey(*about, "licence", None, Qualifiers()),
    ]
    ids = ["dd5af3b8c20654b5", "e373957118f7f86d", "6331b1b4639f1b41"]
    assert [key.key_id for key in keys] == ids


# --- in SQL ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    home = Home(tmp_path_factory.mktemp("empty"))
    give_empty_warehouse(home)
    with Warehouse(home.path) as warehouse:
        yield warehouse


def test_a_table_or_view_with_qualifiers_has_all_of_them(database: Database) -> None:
    columns: dict[str, set[str]] = {}
    for relation, column in database.query_sql(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).rows:
        columns.setdefault(relation, set()).add(column)
    half = len(QUALIFIER_COLUMNS) / 2
    with_qualifiers = {
        relation: names
        for relation, names in columns.items()
        if len(names & QUALIFIER_COLUMNS.keys()) > half
    }
    assert {"fact_key", "prices", "price_history"} <= with_qualifiers.keys()
    missing = [
        f"{relation} lacks the column {name}"
        for relation, names in sorted(with_qualifiers.items())
        for name in QUALIFIER_COLUMNS
        if name not in names
    ]
    assert missing == []


def test_gates_compare_prices_under_the_same_qualifiers() -> None:
    """The hash that tells which prices stand beside each other, in the query of changes."""
    (path, hashed), *others = sql_matches(r"\bhash\(([^()]*\bprice_class\b[^()]*)\)")
    assert others == []
    missing = QUALIFIER_COLUMNS.keys() - NOT_OF_SIBLINGS - named_columns(hashed)
    assert missing == set(), f"{path}: the hash of siblings lacks {missing}"


def test_a_regional_price_has_no_other_condition() -> None:
    """The condition of is_regional, which is is_plain but for the region."""
    (path, listed), *others = sql_matches(
        r"\bcoalesce\(([^()]*\bprice_class\b[^()]*)\)\s+IS\s+NULL\s+AS\s+is_regional"
    )
    assert others == []
    conditions = QUALIFIER_COLUMNS.keys() - NO_CONDITION - {"region", "modality"}
    conditions -= {"context_from_tokens", "context_to_tokens"}
    assert named_columns(listed) == conditions, f"{path}: is_regional"


def sql_matches(pattern: str) -> list[tuple[str, str]]:
    """The files of the warehouse that match, each with the first group."""
    found: list[tuple[str, str]] = []
    for path in sorted(SQL.rglob("*.sql")):
        text = path.read_text(encoding="utf-8")
        matches = re.finditer(pattern, text, re.IGNORECASE)
        found += [(path.name, match[1]) for match in matches]
    return found


def named_columns(listed: str) -> set[str]:
    return {name.strip().rpartition(".")[2] for name in listed.split(",")}

"""What a model is: who speaks, and what of it does not age."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest

from warehouse.sql_files import statement

FACTS = """
CREATE TABLE internal.fact_as_of (
    model_id VARCHAR DEFAULT 'nova-1', route_id VARCHAR DEFAULT 'acme/nova-1', provider VARCHAR DEFAULT 'acme',
    publisher VARCHAR DEFAULT 'acme', lineage VARCHAR DEFAULT 'first_party', authority INTEGER DEFAULT 0,
    subject_kind VARCHAR DEFAULT 'route', subject_stated VARCHAR DEFAULT 'nova-1', attribute VARCHAR,
    meter VARCHAR, variant VARCHAR, value_text VARCHAR, value_number DECIMAL(38, 18), is_rounded BOOLEAN DEFAULT FALSE,
    source VARCHAR DEFAULT 'source', fact_id VARCHAR, review_rank INTEGER DEFAULT 1, chosen_over VARCHAR[],
    state VARCHAR DEFAULT 'stated', missing_since TIMESTAMPTZ, first_seen_at TIMESTAMPTZ, last_checked_at TIMESTAMPTZ,
    last_reviewed_at TIMESTAMPTZ
);
CREATE TABLE internal.model_info (model_id VARCHAR, lab VARCHAR);
"""
NOW = datetime.now(UTC)
LONG_AGO = NOW - timedelta(days=500)
TABLE = {"lineage": "aggregator", "authority": 3}
CARD = {"lineage": "own_card", "authority": 2}

Facts = duckdb.DuckDBPyConnection


@pytest.fixture
def facts() -> Iterator[Facts]:
    """A database of facts about models of the maker acme, with the views that conclude from them."""
    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA internal")
        for macros in ("macros/as_of", "macros/values", "macros/ready"):
            database.execute(statement(macros))
        database.execute(FACTS)
        for view in ("model_statement", "model_choice", "model_fact"):
            database.execute(statement(f"views/{view}"))
        yield database


def say(facts: Facts, attribute: str, value: str | int, **about: Any) -> None:
    row = {"attribute": attribute, "value_text": str(value), "last_checked_at": NOW} | about
    if isinstance(value, int):
        row["value_number"] = value
    row["fact_id"] = "-".join(str(part) for part in (*row.values(),))
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    facts.execute(
        f"INSERT INTO internal.fact_as_of ({columns}) VALUES ({marks})",  # noqa: S608
        list(row.values()),
    )


def concluded(facts: Facts, attribute: str, model: str = "nova-1") -> tuple[str, str] | None:
    """The value and the rule, or None where it is unknown."""
    facts.execute("DELETE FROM internal.model_info")
    facts.execute("INSERT INTO internal.model_info VALUES (?, 'acme')", [model])
    found = facts.execute(
        "SELECT value_text, rule FROM model_fact WHERE attribute = ?", [attribute]
    ).fetchone()
    return None if found is None else (found[0], found[1])


@pytest.mark.parametrize(
    ("attribute", "said", "by_others"),
    [
        ("released_date", "2025-06-17", "2025-03-20"),
        ("knowledge_cutoff", "2024-08", "2024-12"),
        ("parameters_total", 400_000_000_000, 17_000_000_000),
    ],
)
def test_what_does_not_change_does_not_age(
    facts: Facts, attribute: str, said: str | int, by_others: str | int
) -> None:
    say(facts, attribute, said, last_checked_at=LONG_AGO)
    say(facts, attribute, by_others, publisher="table", **TABLE)
    assert concluded(facts, attribute) == (str(said), "the maker says so")


def test_what_can_change_ages(facts: Facts) -> None:
    say(facts, "context_tokens", 200_000, last_checked_at=LONG_AGO)
    for table in ("one", "other"):
        say(facts, "context_tokens", 400_000, publisher=table, **TABLE)
    assert concluded(facts, "context_tokens") == ("400000", "most of 3 publishers")


def test_the_card_of_published_weights_says_what_they_read_however_old(facts: Facts) -> None:
    say(facts, "context_tokens", 1_000_000, last_checked_at=LONG_AGO, **CARD)
    for table in ("one", "other"):
        say(facts, "context_tokens", 128_000, publisher=table, **TABLE)
    assert concluded(facts, "context_tokens") == ("1000000", "the maker's card says so")


def test_training_ended_is_the_cutoff_where_the_maker_says_no_other(facts: Facts) -> None:
    say(facts, "knowledge_cutoff", "2024-07", variant="training")
    say(facts, "knowledge_cutoff", "2024-09", publisher="table", **TABLE)
    assert concluded(facts, "knowledge_cutoff") == ("2024-07", "the maker says so")
    say(facts, "knowledge_cutoff", "2024-04")
    assert concluded(facts, "knowledge_cutoff") == ("2024-04", "the maker says so")


def test_a_number_before_a_number_of_experts_is_what_is_active(facts: Facts) -> None:
    say(facts, "name", "Nova 17B-128E", subject_stated="nova-17b-128e-instruct")
    assert concluded(facts, "parameters_active") == ("17000000000", "its name says so")
    assert concluded(facts, "parameters_total") is None


def test_who_states_a_number_close_to_that_in_the_name_makes_it_exact(facts: Facts) -> None:
    say(facts, "name", "Nova 120B", subject_stated="nova-120b")
    say(facts, "parameters_total", 117_000_000_000, publisher="table", **TABLE)
    say(facts, "parameters_total", 60_000_000_000, publisher="other", **TABLE)
    assert concluded(facts, "parameters_total") == ("117000000000", "its name says about so")


def test_sellers_that_end_answers_elsewhere_say_nothing_of_the_model(facts: Facts) -> None:
    say(facts, "context_tokens", 131_072)
    say(facts, "max_output_tokens", 32_768, publisher="table", provider="bazaar", **TABLE)
    assert concluded(facts, "max_output_tokens") == ("32768", "as its sellers serve it")
    say(facts, "max_output_tokens", 65_536, publisher="bazaar", provider="bazaar")
    assert concluded(facts, "max_output_tokens") is None
    say(facts, "max_output_tokens", 16_384, publisher="table", **TABLE)
    assert concluded(facts, "max_output_tokens") == ("16384", "stated by table only")


def test_weights_that_a_table_calls_published_elsewhere_are_published(facts: Facts) -> None:
    say(facts, "open_weights", "no", publisher="table", **TABLE)
    assert concluded(facts, "open_weights") == ("no", "stated by table only")
    for seller in ("one", "two"):
        say(facts, "open_weights", "yes", publisher="table", provider=seller, **TABLE)
    assert concluded(facts, "open_weights") == ("yes", "stated by table only")


def test_of_as_many_votes_the_longest_list_of_modalities_counts(facts: Facts) -> None:
    earlier = NOW - timedelta(days=3)
    say(facts, "input_modalities", "text", publisher="one", **TABLE)
    say(facts, "input_modalities", "image, text", publisher="two", last_checked_at=earlier, **TABLE)
    assert concluded(facts, "input_modalities") == ("image, text", "most of 2 publishers")


def test_nothing_came_out_before_the_month_in_its_name(facts: Facts) -> None:
    about = {"model_id": "nova-2512", "subject_stated": "nova-2512", "publisher": "table"}
    say(facts, "released_date", "2024-11-01", **about, **TABLE)
    assert concluded(facts, "released_date", "nova-2512") == ("2025-12", "its name says so")
    say(facts, "released_date", "2025-12-02", **about | {"publisher": "other"}, **TABLE)
    found = concluded(facts, "released_date", "nova-2512")
    assert found is not None
    assert found[0] == "2025-12-02"


def test_a_number_of_thousands_that_all_others_put_far_higher_is_no_context(facts: Facts) -> None:
    say(facts, "name", "Nova 80k", subject_stated="nova-80k")
    assert concluded(facts, "context_tokens") == ("80000", "its name says so")
    say(facts, "context_tokens", 1_000_000, publisher="table", **TABLE)
    assert concluded(facts, "context_tokens") == ("1000000", "stated by table only")


def test_what_sees_no_pictures_reads_no_pdf(facts: Facts) -> None:
    say(facts, "input_modalities", "text, file", publisher="bazaar", provider="bazaar")
    assert concluded(facts, "input_modalities") == ("text", "stated by bazaar only")


def test_what_others_said_long_ago_speaks_last(facts: Facts) -> None:
    say(facts, "context_tokens", 400_000, publisher="now", **TABLE)
    for table in ("one", "other"):
        say(facts, "context_tokens", 32_000, publisher=table, last_checked_at=LONG_AGO, **TABLE)
    assert concluded(facts, "context_tokens") == ("400000", "most of 3 publishers")


@pytest.mark.parametrize(
    ("seller_of_yes", "routes", "reasons"),
    [("seller0", 5, False), ("seller0", 4, True), ("acme", 5, True)],
    ids=["on few routes", "on a quarter of the routes", "on the maker's own route"],
)
def test_a_table_that_says_of_few_routes_that_a_model_reasons_says_nothing(
    facts: Facts, seller_of_yes: str, routes: int, reasons: bool
) -> None:
    say(
        facts,
        "capability",
        "yes",
        variant="reasoning",
        provider=seller_of_yes,
        route_id="r0",
        **TABLE,
    )
    for number in range(1, routes):
        seller = f"seller{number}"
        say(
            facts,
            "capability",
            "yes",
            variant="tool_choice",
            provider=seller,
            route_id=f"r{number}",
            **TABLE,
        )
    facts.execute("INSERT INTO internal.model_info VALUES ('nova-1', 'acme')")
    said = facts.execute(
        "SELECT value_text FROM internal.model_statement WHERE attribute = 'reasoning'"
    ).fetchall()
    assert said == ([("yes",)] if reasons else [])


def test_where_sellers_differ_one_that_spoke_long_ago_does_not_decide(facts: Facts) -> None:
    say(facts, "context_tokens", 131_072)
    for seller, tokens in (("brook", 32_768), ("creek", 65_536)):
        say(facts, "max_output_tokens", tokens, publisher=seller, provider=seller)
    say(facts, "max_output_tokens", 40_960, publisher="delta", last_checked_at=LONG_AGO)
    assert concluded(facts, "max_output_tokens") is None


def test_where_nobody_states_a_context_no_answer_is_the_longest(facts: Facts) -> None:
    say(facts, "max_output_tokens", 4096, publisher="table", **TABLE)
    assert concluded(facts, "max_output_tokens") is None
    say(facts, "context_tokens", 131_072)
    assert concluded(facts, "max_output_tokens") == ("4096", "stated by table only")

"""Disputes: values that contradict each other; a date that says less than another does not."""

from collections.abc import Sequence

import duckdb
import pytest

from warehouse.sql_files import statement

FACTS = """
CREATE TABLE statement AS
SELECT 'gpt-5' AS model_id, if($attribute = 'price', 'a/gpt-5', NULL) AS route_id, $attribute AS attribute,
       NULL::VARCHAR AS meter, '' AS qualifiers, unnest($value::VARCHAR[]) AS value_text,
       try_cast(regexp_extract(value_text, '^[0-9.]+') AS DECIMAL(38, 18)) AS value_number,
       unnest($rounded::BOOLEAN[]) AS is_rounded, regexp_extract(value_text, '[A-Z]{3}') AS currency,
       unnest(range(len($value))) AS place, unnest($publisher::VARCHAR[]) AS publisher, 'source' AS source,
       'first_party' AS lineage,
       'fact ' || place AS fact_id, unnest($rank::INTEGER[]) AS rank, rank AS authority, 1 AS review_rank,
       NULL::VARCHAR[] AS chosen_over, now() AS last_checked_at, NULL::TIMESTAMPTZ AS missing_since,
       NULL::DATE AS valid_from, NULL::DATE AS valid_to, FALSE AS is_capability;
CREATE VIEW internal.fact_as_of AS FROM statement WHERE route_id IS NOT NULL;
CREATE VIEW internal.model_statement AS FROM statement WHERE route_id IS NULL;
CREATE VIEW routes AS SELECT 'gpt-5' AS model_id, 'a/gpt-5' AS route_id, 'offer' AS kind, TRUE AS is_live;
"""


def disputed(
    attribute: str,
    values: Sequence[str],
    *,
    publishers: Sequence[str] | None = None,
    ranks: Sequence[int] | None = None,
    rounded: Sequence[bool] | None = None,
) -> list[list[str]]:
    """The values of each dispute, of as many publishers as values unless they are named."""
    number = len(values)
    parameters = {
        "attribute": attribute,
        "value": list(values),
        "publisher": publishers or [f"publisher {place}" for place in range(number)],
        "rank": ranks or [3] * number,
        "rounded": rounded or [False] * number,
    }
    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA internal")
        for macros in ("macros/as_of", "macros/ready", "macros/values"):
            database.execute(statement(macros))
        for sql in database.extract_statements(FACTS):
            used = {name: parameters[name] for name in sql.named_parameters}
            database.execute(sql, used)
        database.execute(statement("views/disputes"))
        rows = database.execute("SELECT statements FROM disputes").fetchall()
    return [[stated["value"] for stated in statements] for (statements,) in rows]


@pytest.mark.parametrize(
    "values",
    [
        ["2025-01", "2025-01-31"],
        ["2024-10", "2024"],
        ["2024", "2024-10", "2024-10-22"],
        ["2025-01-31", "2025-01-31"],
    ],
)
def test_a_difference_of_precision_is_no_dispute(values: list[str]) -> None:
    assert disputed("knowledge_cutoff", values) == []


@pytest.mark.parametrize(
    "values",
    [
        ["2025-01", "2025-02-28"],
        ["2024", "2025-01"],
        ["2024", "2024-10", "2024-11"],  # each agrees with the year, and they contradict each other
        ["2025-1", "2025-10-01"],
    ],
)
def test_dates_that_contradict_each_other_are_shown_with_all_values(values: list[str]) -> None:
    assert disputed("knowledge_cutoff", values) == [values]


def test_other_values_are_compared_as_they_are() -> None:
    assert disputed("licence", ["MIT", "MIT-0"]) == [["MIT", "MIT-0"]]


def test_a_price_in_one_currency_contradicts_none_in_another() -> None:
    assert disputed("price", ["2 CNY per 1M tokens", "0.3 USD per 1M tokens"]) == []
    assert disputed("price", ["2 CNY per 1M tokens", "3 CNY per 1M tokens"]) != []


def test_a_lower_rank_is_in_no_dispute() -> None:
    """The maker says one thing, and everybody else another."""
    assert disputed("licence", ["MIT", "Apache-2.0", "MIT-0"], ranks=[0, 3, 3]) == []
    assert disputed("licence", ["MIT", "Apache-2.0", "MIT-0"], ranks=[3, 0, 0]) == [
        ["Apache-2.0", "MIT-0"]
    ]


def test_what_most_say_is_no_dispute() -> None:
    assert disputed("licence", ["MIT", "MIT", "Apache-2.0"]) == []
    assert disputed("licence", ["MIT", "MIT", "Apache-2.0", "Apache-2.0"]) == [
        ["Apache-2.0", "MIT"]
    ]


def test_a_publisher_has_one_vote_on_a_route() -> None:
    values = ["2 USD per 1M tokens", "2 USD per 1M tokens", "3 USD per 1M tokens"]
    assert disputed("price", values, publishers=["a", "a", "b"]) == [
        ["2 USD per 1M tokens", "3 USD per 1M tokens"]
    ]


@pytest.mark.parametrize(("rounded", "exact"), [("128000", "131072"), ("1000000", "1048576")])
def test_a_number_in_thousands_is_no_other_number(rounded: str, exact: str) -> None:
    assert disputed("context_tokens", [rounded, exact], rounded=[True, False]) == []
    assert disputed("context_tokens", [rounded, exact]) == [[rounded, exact]]


def test_a_rounded_price_is_no_other_price() -> None:
    assert disputed("price", ["0.333 USD per 1M tokens", "0.3333 USD per 1M tokens"]) == []
    assert disputed("price", ["0.33 USD per 1M tokens", "0.34 USD per 1M tokens"]) != []


def test_a_shorter_list_of_modalities_contradicts_no_longer_one() -> None:
    assert disputed("input_modalities", ["text", "image, text"]) == []
    assert disputed("input_modalities", ["audio, text", "image, text"]) != []

"""Disputes: values that contradict each other; a date that says less than another does not."""

from collections.abc import Sequence

import duckdb
import pytest

from warehouse.sql_files import statement

FACTS = """
CREATE TABLE fact_as_of AS
SELECT 'gpt-5' AS model_id, if($attribute[1] = 'price', 'a/gpt-5', NULL) AS route_id,
       unnest($attribute::VARCHAR[]) AS attribute, NULL::VARCHAR AS meter, '' AS qualifiers,
       unnest($value::VARCHAR[]) AS value_text, regexp_extract(value_text, '[A-Z]{3}') AS currency,
       unnest(range(len($value))) AS place,
       'publisher ' || place AS publisher, 'fact ' || place AS fact_id, place AS authority,
       1 AS review_rank, NULL::VARCHAR[] AS chosen_over, now() AS last_checked_at,
       NULL::TIMESTAMPTZ AS missing_since, NULL::DATE AS valid_from, NULL::DATE AS valid_to
"""


def disputed(attribute: str, values: Sequence[str]) -> list[list[str]]:
    """The values of each dispute."""
    with duckdb.connect() as database:
        database.execute(statement("macros/as_of"))
        database.execute(FACTS, {"attribute": [attribute] * len(values), "value": list(values)})
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

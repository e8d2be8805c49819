"""Unknown is a value: over the whole catalog of recorded pages none is stored as 0, as false, as
"No" or as nothing.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from pipeline.home import Home
from spiders.archive import Archive
from spiders.parsing.page import Page
from warehouse.store import Database, open_catalog

pytestmark = pytest.mark.recorded


@pytest.fixture
def catalog(recorded_home: Home) -> Iterator[Database]:
    with open_catalog(recorded_home.path) as opened:
        yield opened


FREE = ("free", "免费", "不计费")


def test_a_number_of_0_is_a_price_whose_page_says_free_or_a_score_that_a_page_writes(
    catalog: Database,
) -> None:
    zeros = catalog.query_sql(
        "SELECT attribute, quote, context FROM internal.fact JOIN internal.fact_key USING (key_id)"
        " WHERE value_number = 0 OR amount = 0"
    ).rows
    assert len(zeros) > 100
    for attribute, quote, context in zeros:
        marks = [around for around in json.loads(context) if around["role"] == "free"]
        # A flag says it by its own name: "isFree": true.
        said = [
            quote,
            *(mark["locator"] if mark["text"] == "true" else mark["text"] for mark in marks),
        ]
        if attribute == "score":
            assert float(quote.removesuffix("%")) == 0
        else:
            assert attribute == "price"
            assert any(word in text.casefold() for text in said for word in FREE)


def test_a_price_of_0_that_no_page_calls_free_is_set_aside(catalog: Database) -> None:
    aside = catalog.query_sql(
        "SELECT quote, locator FROM internal.claim_set_aside WHERE code = 'zero_is_unknown'"
    ).rows
    assert len(aside) > 1000
    assert {quote for quote, _ in aside} <= {"0", "0.0", "0.00"}


def test_no_count_of_tokens_is_0(catalog: Database) -> None:
    for attribute in ("context_tokens", "max_input_tokens", "max_output_tokens"):
        least = catalog.query_sql(
            "SELECT min(value_number) FROM internal.fact_as_of WHERE attribute = ?", [attribute]
        ).rows[0][0]
        assert least > 0


@pytest.mark.parametrize(
    "view", ["models", "routes", "prices", "offers", "capabilities", "fact_as_of"]
)
def test_what_is_not_known_is_null(catalog: Database, view: str) -> None:
    columns = catalog.query_sql(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ?", [view]
    ).rows
    tests = {
        column: f"trim({column}) IN ('', '-', '0', 'null', 'None', 'unknown', 'N/A')"
        if kind == "VARCHAR"
        else f"{column} = 0"
        for column, kind in columns
        if (kind == "VARCHAR" and column != "qualifiers")
        or (kind == "BIGINT" and column.endswith(("_tokens", "_total")))
    }
    assert tests
    counts = ", ".join(f"count(*) FILTER ({test})" for test in tests.values())
    # A benchmark that a model fails in every task is a score of 0, as its page writes it.
    without_scores = "WHERE attribute <> 'score'" if view == "fact_as_of" else ""
    schema = "internal" if view == "fact_as_of" else "main"
    (found,) = catalog.query_sql(f"SELECT {counts} FROM {schema}.{view} {without_scores}").rows  # noqa: S608
    assert {column: count for column, count in zip(tests, found, strict=True) if count} == {}


def test_a_model_of_which_nothing_is_known_has_nulls(catalog: Database) -> None:
    unknown = catalog.query_sql(
        "SELECT count(*) FILTER (WHERE licence IS NULL), count(*) FILTER (WHERE parameters_total "
        "IS NULL),"
        " count(*) FILTER (WHERE context_tokens IS NULL), count(*) FROM models"
    ).rows[0]
    assert all(count > 1000 for count in unknown[:2]), (
        "few sources state a licence or a size, and nobody invents one"
    )
    assert 0 < unknown[2] < unknown[3]


DENIAL = re.compile(r"false|no|❌|.+ not supported|仅?非思考模式", re.IGNORECASE)
"""How the recorded pages say no; the last is "without thinking only"."""


def test_no_means_that_a_page_says_no(catalog: Database, recorded_home: Home) -> None:
    """A "no" is quoted from a page that says so; a list that leaves something out says nothing."""
    archive = Archive(recorded_home.archive)
    said = catalog.query_sql(
        """
        SELECT f.page_sha256, f.locator, f.quote, f.source FROM facts f
        WHERE f.attribute IN ('capability', 'open_weights') AND f.value_text = 'no'
        ORDER BY f.page_sha256, f.locator
        """
    ).rows
    assert len(said) > 10_000
    assert [quote for _, _, quote, _ in said if not DENIAL.fullmatch(quote)] == []
    page = Page(archive.body(said[0][0]), url="")
    for sha256, locator, quote, _ in said:
        assert sha256 != said[0][0] or page.text_at(locator) == quote


def test_a_capability_that_nobody_states_has_no_row(catalog: Database) -> None:
    states = dict(catalog.query_sql("SELECT state, count(*) FROM capabilities GROUP BY state").rows)
    assert states.keys() == {"yes", "no", "disputed", "not sourced"}
    unstated = catalog.query_sql(
        "SELECT count(*) FROM models m WHERE NOT EXISTS (FROM capabilities c WHERE c.model_id = "
        "m.model_id)"
    ).rows[0][0]
    assert unstated > 0


def test_a_no_of_one_aggregator_alone_is_not_shown_as_no(catalog: Database) -> None:
    """models.dev demands a boolean of everything, and a list of what a model reads leaves out what
    nobody entered. What is stale counts where nobody says it of late.
    """
    said = {
        (model, capability): (state, {*publishers}, {*lineages})
        for model, capability, state, publishers, lineages in catalog.query_sql(
            """
            SELECT c.model_id, c.capability, c.state, list(k.publisher), list(k.lineage)
            FROM capabilities c
            JOIN internal.fact_as_of k ON k.model_id = c.model_id AND k.value_text = 'no' AND k.variant = c.capability
            WHERE k.attribute = 'capability' AND c.statements_yes = 0 AND c.capability NOT IN ('vision', 'multimodal')
            GROUP BY c.model_id, c.capability, c.state, is_stale(k.attribute, k.last_checked_at)
            QUALIFY row_number() OVER (
                PARTITION BY c.model_id, c.capability ORDER BY is_stale(k.attribute, k.last_checked_at)) = 1
            """
        ).rows
    }
    assert Counter(state for state, *_ in said.values()).keys() == {"no", "not sourced"}
    for state, publishers, lineages in said.values():
        is_sourced = len(publishers) > 1 or lineages & {"first_party", "own_card"}
        assert state == ("no" if is_sourced else "not sourced")


def test_a_no_to_published_weights_is_about_the_makers_own_offer(catalog: Database) -> None:
    """models.dev says no of Llama and DeepSeek where others sell them: the default of a boolean
    that it demands.
    """
    alone = catalog.query_sql(
        """
        FROM models m WHERE open_weights = 'no' AND NOT EXISTS (
            FROM internal.fact_as_of k
            WHERE k.model_id = m.model_id AND k.attribute = 'open_weights' AND k.value_text = 'no'
              AND (k.provider = m.lab OR k.lineage IN ('first_party', 'own_card')))
        """
    )
    assert alone.rows == []
    assert len(catalog.query_sql("FROM models WHERE open_weights = 'no'").rows) > 100

"""The example queries: each answers on the samples, and the command prints them all."""

import pytest

from tests.support.command_line import run_here
from tests.support.demo_run import DemoRun
from warehouse.sql_files import names_in, statement
from warehouse.store import open_catalog

EXAMPLES = names_in("queries/examples")
WITHOUT_ROWS = {
    "open_weights_by_size",
    "due",
    "retiring_soon",
    "held_values",
    "stale_sources",
    "contradicted_prices",
}
"""What a catalog of fresh samples has none of."""


def test_there_are_twenty() -> None:
    assert len(EXAMPLES) == 20


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_answers(name: str, demo: DemoRun) -> None:
    with open_catalog(demo.home.path) as catalog:
        results = catalog.query_sql(statement(name))
    assert results.columns
    assert results.rows or name.rpartition("/")[2] in WITHOUT_ROWS


def test_the_command_prints_them() -> None:
    shown = run_here(("sql", "--examples"))
    assert shown.stdout.count("\nSELECT") == len(EXAMPLES)


def test_a_score_stands_with_the_ends_of_its_interval(demo: DemoRun) -> None:
    with open_catalog(demo.home.path) as catalog:
        rows = catalog.query_sql(
            "SELECT value::DOUBLE, lower_value::DOUBLE, upper_value::DOUBLE FROM scores "
            "WHERE source = 'lmarena' AND stated_name = 'gpt-5.1' ORDER BY ALL"
        ).rows
        without = catalog.query_sql(
            "SELECT count(*) FROM scores WHERE source = 'swebench' AND lower_value IS NULL"
        ).rows
    assert (1487.5, 1477.0, 1498.0) in rows
    assert without[0][0] > 0

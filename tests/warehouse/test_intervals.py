"""Storage grows with what changed: intervals of versions, derived again only where they were
touched.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.run.steps import derive
from tests.support.acme import Catalog, Seen, at, models, seen
from tests.support.acme_source import SOURCES, page

INTERVALS = """
    SELECT subject_stated, meter, first_version_seq, last_version_seq, value_text
    FROM internal.fact JOIN internal.fact_key USING (key_id) WHERE meter = 'input' ORDER BY ALL
"""
DERIVED = ("value_period", "gate", "fact_version", "fact_version_hash", "current_fact")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path)
    yield made
    made.warehouse.close()


def intervals(catalog: Catalog) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in catalog.rows(INTERVALS)]


def derived(catalog: Catalog) -> dict[str, list[dict[str, Any]]]:
    return {table: catalog.rows(f"FROM internal.{table} ORDER BY ALL") for table in DERIVED}


def test_a_night_stores_what_differs(catalog: Catalog) -> None:
    prices = models(50)
    for night in range(4):
        prices[f"model-x{night}"] = 1.1
        catalog.take(seen(night, prices))
    # 50 models with two prices each, and two prices more a night.
    assert len(catalog.rows("FROM internal.fact")) == 100 + 2 * 3
    assert len(catalog.rows("FROM internal.page_order")) == 4


def test_a_value_that_comes_back_begins_a_new_interval(catalog: Catalog) -> None:
    catalog.take(*(seen(n, {"nova": price}) for n, price in enumerate((3, 3, 3.5, 3))))
    assert intervals(catalog) == [
        ("nova", "input", 1, 1, "3 USD per 1M tokens"),
        ("nova", "input", 2, 2, "3.5 USD per 1M tokens"),
        ("nova", "input", 3, None, "3 USD per 1M tokens"),
    ]


def test_an_older_page_parts_an_interval_and_its_neighbour_joins_it_again(
    catalog: Catalog,
) -> None:
    catalog.take(seen(0, {"nova": 3, "solo": 1}), seen(9, {"nova": 3, "solo": 2}))
    assert intervals(catalog)[0] == ("nova", "input", 1, None, "3 USD per 1M tokens")
    catalog.take(seen(5, {"nova": 4, "solo": 1}))
    assert [row[2:4] for row in intervals(catalog)] == [
        (1, 1),
        (2, 2),
        (3, None),
        (1, 2),
        (3, None),
    ]
    catalog.take(seen(4, {"nova": 4, "solo": 1}), seen(6, {"nova": 4, "solo": 1}))
    assert [row[2:4] for row in intervals(catalog)] == [
        (1, 1),
        (2, 2),
        (3, None),
        (1, 2),
        (3, None),
    ]


def test_where_only_the_place_moved_the_newest_place_is_kept(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    ((before,),) = [tuple(row.values()) for row in catalog.rows(PLACE)]
    catalog.take(seen(1, {"alpha": 1, "beta": 1, "nova": 3}))
    ((after,),) = [tuple(row.values()) for row in catalog.rows(PLACE)]
    assert before != after
    assert [row for row in intervals(catalog) if row[0] == "nova"] == [
        ("nova", "input", 1, None, "3 USD per 1M tokens")
    ]


PLACE = """
    SELECT locator FROM internal.fact JOIN internal.fact_key USING (key_id)
    WHERE subject_stated = 'nova' AND meter = 'input'
"""


PLACES = """
    SELECT subject_stated, meter, first_version_seq, last_version_seq, wording, locator, context
    FROM internal.fact JOIN internal.fact_key USING (key_id) ORDER BY ALL
"""


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(st.permutations(range(5)))
def test_places_do_not_depend_on_the_order_of_import(
    tmp_path_factory: pytest.TempPathFactory, order: list[int]
) -> None:
    """A part of an interval that an older page cut off has the place of its own last page."""
    nights = [
        {"nova": 3},
        {"alpha": 1, "nova": 3},
        {"alpha": 1, "beta": 1, "nova": 3.5},
        {"alpha": 1, "beta": 1, "nova": 3},
        {"alpha": 1, "nova": 3},
    ]
    pages = [seen(number, prices) for number, prices in enumerate(nights)]
    found: list[list[dict[str, Any]]] = []
    for way in (range(5), order):
        made = Catalog(tmp_path_factory.mktemp("order"))
        for number in way:
            made.take(pages[number])
        found.append(made.rows(PLACES))
        assert made.rows("FROM internal.misplaced_body") == []
        made.warehouse.close()
    assert found[0] == found[1]


def test_a_claim_that_is_set_aside_every_night_is_one_row(catalog: Catalog) -> None:
    catalog.take(*(seen(n, {"nova": n + 1, "zero": "$0"}) for n in range(5)))
    rows = catalog.rows("SELECT first_version_seq, last_version_seq FROM internal.claim_set_aside")
    assert [tuple(row.values()) for row in rows] == [(1, None), (1, None)]


def test_an_unchanged_night_touches_no_key(catalog: Catalog) -> None:
    body = page(models(20))
    catalog.take(Seen(at(0), body))
    catalog.warehouse.publish("r0")
    before = derived(catalog)
    catalog.take(Seen(at(1), body, "not_modified"))
    assert catalog.rows(
        "SELECT count(*) AS n FROM internal.unpublished_key WHERE generation IS NULL"
    ) == [{"n": 0}]
    assert derived(catalog) == before
    assert {row["last_checked_at"] for row in catalog.rows("FROM prices")} == {at(1)}


def test_what_is_held_is_judged_again_beside_pages_on_its_model_alone(catalog: Catalog) -> None:
    catalog.take(*(seen(night, {"nova": price}) for night, price in enumerate((3, 300))))
    catalog.take(Seen(at(2), page({"nova": 3}), document="of nova"))
    catalog.take(Seen(at(2), page({"terra": 3}), document="of terra"))
    catalog.warehouse.publish("r0")
    waiting = "SELECT count(*) AS keys FROM internal.unpublished_key WHERE generation IS NULL"
    held = "FROM internal.gate WHERE accepted_at IS NULL"
    assert len(catalog.rows(held)) == 2
    catalog.take(Seen(at(3), page({"terra": 3}), document="of terra"))
    assert catalog.rows(waiting) == [{"keys": 0}]
    catalog.take(Seen(at(3), page({"nova": 3}), document="of nova"))
    assert catalog.rows(waiting) == [{"keys": 2}]
    assert len(catalog.rows(held)) == 2


NIGHTS = st.lists(
    st.dictionaries(
        st.sampled_from(["nova", "solo", "terra", "nova from 2026-09-01", "zero"]),
        st.sampled_from([1, 1.1, 3, 300, "$0"]),
        min_size=1,
    ),
    min_size=2,
    max_size=7,
)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(NIGHTS, st.randoms(use_true_random=False))
def test_what_is_derived_step_by_step_is_what_is_derived_at_once(
    tmp_path_factory: pytest.TempPathFactory, nights: list[dict[str, Any]], order: random.Random
) -> None:
    pages = [seen(number, prices) for number, prices in enumerate(nights)]
    order.shuffle(pages)
    made = Catalog(tmp_path_factory.mktemp("steps"))
    for one in pages:
        made.take(one)
    stepwise = derived(made)
    with made.warehouse.transaction():
        made.warehouse.execute("load/touch_all")
    derive(made.warehouse, made.home, SOURCES)
    assert derived(made) == stepwise
    assert made.warehouse.failed_checks() == {}
    made.warehouse.close()

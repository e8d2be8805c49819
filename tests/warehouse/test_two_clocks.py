"""The two clocks: since when we know a value, until when, and what was believed on any day."""

import hashlib
import os
import random
import shutil
import threading
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from time import sleep
from typing import Any, get_args

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import warehouse.working
from pipeline.facts.fact import FactKey
from pipeline.home import Home
from pipeline.run.steps import LoadResult, derive, read_and_load, source_locator
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from spiders.claims import Claim, Qualifiers, Tier
from spiders.parsing.page import Page
from spiders.registry import load_sources
from tests.support.acme import Catalog, Seen, at, day, models, seen
from tests.support.acme_source import Acme, page
from warehouse.errors import CatalogOutdated, QueryFailed
from warehouse.publishing import generations
from warehouse.store import open_catalog
from warehouse.working import Warehouse


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    made = Catalog(tmp_path)
    yield made
    made.warehouse.close()


# --- what a value is of ---------------------------------------------------------------------------

texts = st.sampled_from(["None", "a", "a\x1fb", "b\x1f", "", '"', ", "])
keys = st.builds(
    FactKey,
    *[texts] * 6,
    st.none() | texts,
    st.builds(
        Qualifiers,
        tier=st.sampled_from(get_args(Tier)),
        over_tokens=st.none() | st.integers(0, 9).map(lambda tokens: f">={tokens}"),
        upto_tokens=st.none() | st.integers(0, 9).map(lambda tokens: f"<{tokens}"),
        **dict.fromkeys(("variant", "region", "plan"), st.none() | texts),
    ),
    *[st.none() | texts] * 3,
)


def attribute_key(first: str, second: str, meter: str | None = None) -> FactKey:
    return FactKey(first, second, "a", "b", "c", "d", meter, Qualifiers())


@given(keys, keys)
@example(attribute_key("a", "a", "None"), attribute_key("a", "a"))
@example(attribute_key("a\x1fb", "c"), attribute_key("a", "b\x1fc"))
def test_two_keys_share_no_id(one: FactKey, other: FactKey) -> None:
    assert (one.key_id == other.key_id) == (one.columns() == other.columns())


# --- known from, known to -------------------------------------------------------------------------


def test_a_value_that_comes_back_is_three_runs(catalog: Catalog) -> None:
    catalog.take(
        *(seen(n, {"nova": price}) for n, price in ((0, 3), (2, 3), (30, 3.5), (60, 3), (61, 3)))
    )
    assert catalog.runs("nova") == [(3, at(0), at(30)), (3.5, at(30), at(60)), (3, at(60), None)]
    assert [catalog.shown("nova", day(n))[0] for n in (0, 29, 30, 59, 60, 90)] == [
        3,
        3,
        3.5,
        3.5,
        3,
        3,
    ]
    assert catalog.rows("FROM prices", day(-1)) == []


def test_a_page_seen_late_in_the_day_counts_on_that_day(catalog: Catalog) -> None:
    catalog.take(
        seen(0, {"nova": 3}),
        Seen(at(31) - timedelta(seconds=1), page({"nova": 3.5})),
        seen(60, {"nova": 3}),
    )
    assert [catalog.shown("nova", day(n))[0] for n in (29, 30, 31, 59, 60)] == [3, 3.5, 3.5, 3.5, 3]


def test_last_checked_is_the_last_page_up_to_the_day_asked_for(catalog: Catalog) -> None:
    pages = [seen(n, {"nova": 3, "solo": n}) for n in (0, 4, 8)]
    catalog.take(*pages, Seen(at(9), pages[-1].body, "not_modified"), Seen(at(10), None, "failed"))
    checked = [catalog.shown("nova", day(n))[3] for n in (0, 3, 4, 7, 8, 9, 30)]
    assert checked == [at(0), at(0), at(4), at(4), at(8), at(9), at(9)]
    assert catalog.runs("nova") == [(3, at(0), None)]


@pytest.mark.slow
def test_pages_seen_at_once_are_in_the_order_of_their_digests(tmp_path: Path) -> None:
    first, second = (seen(0, {"nova": price, **models(9)}) for price in (3, 3.5))
    latest = max(
        (first, second), key=lambda one: hashlib.sha256((one.body or "").encode()).hexdigest()
    )
    for number, pages in enumerate(([first, second], [second, first])):
        made = Catalog(tmp_path / str(number))
        for one in pages:
            made.take(one)
        assert made.shown("nova")[0] == (3 if latest is first else 3.5)
        made.warehouse.close()


# --- absence --------------------------------------------------------------------------------------


def test_plain_absence_is_marked_and_the_value_stays(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3, "solo": 1}), seen(30, {"solo": 1}), seen(60, {"solo": 1}))
    assert catalog.shown("nova", day(29)) == (3, "stated", None, at(0))
    assert catalog.shown("nova", day(30)) == catalog.shown("nova") == (3, "missing", at(30), at(0))
    assert catalog.runs("nova") == [(3, at(0), None)]


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(seen(30, {"solo": 1}, is_broken=True), id="a part was not read"),
        pytest.param(seen(30, {"solo": 1}, form="reduced"), id="reduced", marks=pytest.mark.slow),
        pytest.param(seen(30, {}), id="empty"),
        pytest.param(Seen(at(30), page({"solo": 1}), "blocked"), id="blocked"),
        pytest.param(Seen(at(30), None, "failed"), id="failed", marks=pytest.mark.slow),
        pytest.param(Seen(at(30), None, "missing"), id="not found", marks=pytest.mark.slow),
    ],
)
def test_a_page_that_is_not_whole_shows_no_absence(catalog: Catalog, later: Seen) -> None:
    catalog.take(seen(0, {"nova": 3, "solo": 1}), later)
    assert catalog.shown("nova") == (3, "stated", None, at(0))


def test_a_page_that_is_not_whole_confirms_what_it_states(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3, "solo": 1}), seen(30, {"solo": 1.1}, is_broken=True))
    assert catalog.shown("solo") == (Decimal("1.1"), "stated", None, at(30))


def test_a_value_that_reappears_is_missing_no_more_and_known_since_the_beginning(
    catalog: Catalog,
) -> None:
    catalog.take(
        *(
            seen(n, {"solo": 1} | ({"nova": 3} if n in (0, 60, 90) else {}))
            for n in (0, 30, 60, 90, 120)
        )
    )
    assert catalog.runs("nova") == [(3, at(0), None)]
    assert catalog.shown("nova", day(31)) == (3, "missing", at(30), at(0))
    assert catalog.shown("nova", day(61)) == (3, "stated", None, at(60))
    assert catalog.shown("nova") == (3, "missing", at(120), at(90))


@pytest.mark.parametrize(
    "gap", [1, pytest.param(8, marks=pytest.mark.slow), pytest.param(60, marks=pytest.mark.slow)]
)
def test_a_page_that_lost_much_shows_no_absence_however_often_it_comes(
    catalog: Catalog, gap: int
) -> None:
    catalog.take(seen(0, models(20)), *(seen(gap + n, models(10)) for n in range(5)))
    assert catalog.rows("FROM prices WHERE state = 'missing'") == []
    catalog.take(seen(gap + 9, models(20)), seen(gap + 10, models(19)))
    missing = catalog.rows("FROM prices WHERE state = 'missing' AND meter = 'input'")
    assert [(row["stated_name"], row["missing_since"]) for row in missing] == [
        ("model-x19", at(gap + 10))
    ]


def test_a_page_that_lost_much_is_an_alert_until_its_subjects_are_back(catalog: Catalog) -> None:
    def thin(as_of: date) -> list[tuple[Any, ...]]:
        rows = catalog.rows("FROM alerts WHERE kind = 'page-thin'", as_of)
        return [(row["cause"], row["since_at"], row["happened"].partition(": ")[2]) for row in rows]

    catalog.take(seen(0, models(20)), seen(1, models(20)), seen(2, models(10)))
    lost = (f"page-thin/{Acme.name}", at(2), "prices: 10 of 20 that are believed are not on it")
    assert thin(day(1)) == []
    assert thin(day(2)) == [lost]
    catalog.take(seen(3, models(10)), seen(40, models(10)))
    assert thin(day(3)) == thin(day(40)) == [lost]
    catalog.take(seen(41, models(20)))
    assert thin(day(41)) == []
    assert thin(day(40)) == [lost]


def test_a_person_accepts_a_page_that_lost_much(catalog: Catalog) -> None:
    catalog.take(seen(0, models(20)), seen(2, models(10)))
    ((page_id,),) = catalog.warehouse.query_sql(
        "SELECT page_id_of(source, document, sha256) FROM internal.page_order ORDER BY page_seq "
        "DESC LIMIT 1"
    ).rows
    catalog.decide("accept", page_id, at(3))
    assert catalog.rows("FROM prices WHERE state = 'missing'", day(3)) == []
    catalog.take(seen(4, models(10)))
    assert len(catalog.rows("FROM prices WHERE state = 'missing' AND meter = 'input'")) == 10
    assert catalog.rows("FROM prices WHERE state = 'missing'", day(3)) == []
    assert catalog.rows("FROM alerts WHERE kind = 'page-thin'") == []


def test_a_value_is_gone_since_a_second_whole_page_on_another_day_lacks_it(
    catalog: Catalog,
) -> None:
    catalog.take(
        *(seen(n, {"solo": 1} | ({"nova": 3} if n == 0 else {})) for n in (0, 1, 1.2, 2, 3))
    )

    def gone(as_of: date) -> set[Any]:
        rows = catalog.rows("FROM internal.fact_as_of WHERE subject_stated = 'nova'", as_of)
        return {(row["missing_since"], row["gone_since"]) for row in rows}

    assert gone(day(0)) == {(None, None)}
    assert gone(day(1)) == {(at(1), None)}
    assert gone(day(2)) == gone(day(9)) == {(at(1), at(2))}


# --- scheduled prices -----------------------------------------------------------------------------

LATER = "nova from 2026-09-01"
AUTUMN = date(2026, 10, 1)


def in_effect(catalog: Catalog, as_of: date) -> list[tuple[Any, Any]]:
    rows = catalog.rows(
        "FROM prices WHERE stated_name = 'nova' AND meter = 'input' ORDER BY amount", as_of
    )
    return [(row["amount"], row["in_effect"]) for row in rows]


def test_a_scheduled_price_replaces_the_one_before_it_on_its_day(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3, LATER: 4}), seen(30, {"nova": 3, LATER: 4}))
    assert in_effect(catalog, day(40)) == [(3, True), (4, False)]
    assert in_effect(catalog, date(2026, 8, 31)) == [(3, True), (4, False)]
    assert in_effect(catalog, date(2026, 9, 1)) == [(3, False), (4, True)]


def test_a_scheduled_price_that_is_withdrawn_never_becomes_current(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3, LATER: 4}), seen(30, {"nova": 3}), seen(60, {"nova": 3}))
    assert in_effect(catalog, day(29)) == [(3, True), (4, False)]
    assert in_effect(catalog, day(30)) == in_effect(catalog, AUTUMN) == [(3, True)]
    history = catalog.rows("FROM price_history WHERE valid_from IS NOT NULL AND meter = 'input'")
    assert [(row["known_from"], row["known_to"]) for row in history] == [(at(0), at(30))]


def test_a_withdrawn_price_that_is_announced_again_counts_again(catalog: Catalog) -> None:
    catalog.take(
        *(seen(n, {"nova": 3} | ({LATER: 4} if n in (0, 60) else {})) for n in (0, 30, 60, 90))
    )
    assert [in_effect(catalog, day(n))[1:] for n in (29, 31, 61, 91)] == [
        [(4, False)],
        [],
        [(4, False)],
        [],
    ]
    history = catalog.rows(
        "FROM price_history WHERE valid_from IS NOT NULL AND meter = 'input' ORDER BY known_from"
    )
    assert [(row["known_from"], row["known_to"]) for row in history] == [
        (at(0), at(30)),
        (at(60), at(90)),
    ]
    assert in_effect(catalog, AUTUMN) == [(3, True)]


def test_a_scheduled_price_is_not_withdrawn_by_a_page_that_is_not_whole(catalog: Catalog) -> None:
    catalog.take(
        seen(0, {"nova": 3, LATER: 4}),
        seen(30, {"nova": 3}, is_broken=True),
        seen(60, {"nova": 3, LATER: 4}),
    )
    assert in_effect(catalog, day(31)) == [(3, True), (4, False)]
    assert in_effect(catalog, AUTUMN) == [(3, False), (4, True)]


def test_a_price_that_is_gone_where_others_of_its_route_stand_is_not_in_effect(
    catalog: Catalog,
) -> None:
    catalog.take(seen(0, {"nova": 3, LATER: 4}), seen(200, {LATER: 4}))
    row = catalog.price("nova")
    assert row is not None
    assert (row["state"], row["in_effect"], row["missing_since"]) == ("missing", False, at(200))
    assert in_effect(catalog, date(2026, 9, 30)) == [(3, False), (4, True)]


def test_a_price_that_is_gone_before_the_day_of_the_next_one_is_not_in_effect(
    catalog: Catalog,
) -> None:
    far = "nova from 2027-12-31"
    catalog.take(seen(0, {"nova": 3, far: 4}), seen(10, {far: 4}))
    asked = [catalog.price("nova", day(number)) for number in (9, 10)]
    assert [row and row["in_effect"] for row in asked] == [True, False]


# --- a renamed source -----------------------------------------------------------------------------


class AcmePrices(Acme):
    """The same source under another name."""

    renamed_from = Acme.name


AcmePrices.name = "acme_prices"


def test_a_renamed_source_goes_on_with_its_documents_and_the_ids_of_its_facts(
    catalog: Catalog,
) -> None:
    versions = (
        "SELECT key_id, period_number, fact_id, value_text, known_from, known_to"
        " FROM internal.fact_version ORDER BY ALL"
    )
    catalog.take(seen(0, {"nova": 1}), seen(1, {"nova": 1.1}))
    before = catalog.rows(versions)
    assert before
    renamed = {AcmePrices.name: AcmePrices()}
    assert catalog.take(sources=renamed).bodies == 2
    assert catalog.rows(versions) == before
    named = (
        "SELECT source FROM internal.page UNION SELECT source FROM internal.extraction"
        " UNION SELECT source FROM internal.fact_key"
    )
    assert catalog.rows(named) == [{"source": "acme_prices"}]
    assert catalog.take(sources=renamed).bodies == 0
    catalog.take(seen(2, {"nova": 1.2}), sources=renamed)
    assert [value for value, *_ in catalog.runs("nova")] == [1, Decimal("1.1"), Decimal("1.2")]


def test_another_value_is_another_fact_and_its_end_is_unknown_before_it_comes(
    catalog: Catalog,
) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(5, {"nova": 2}))
    facts = catalog.rows("SELECT DISTINCT fact_id FROM price_history WHERE meter = 'input'")
    assert len(facts) == 2
    sql = "SELECT known_to FROM prices_as_of(DATE '2026-03-02') WHERE meter = 'input'"
    assert catalog.rows(sql) == [{"known_to": None}]


# --- held values ----------------------------------------------------------------------------------


def test_while_a_value_is_held_the_one_before_it_stays(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(1, {"nova": 300}))
    row = catalog.price("nova")
    assert row is not None
    assert (row["amount"], row["state"], row["held_value"]) == (3, "held", "300 USD per 1M tokens")
    assert catalog.rows(
        "SELECT DISTINCT amount::INT AS a FROM prices_as_of(DATE '2026-03-05') WHERE meter = "
        "'input'"
    ) == [{"a": 3}]
    (review, other) = catalog.rows("FROM reviews ORDER BY meter")
    assert (review["state"], review["published_value"]) == ("open", "3 USD per 1M tokens")
    catalog.decide("accept", review["fact_id"], at(5))
    catalog.decide("accept", other["fact_id"], at(5))
    assert [catalog.shown("nova", day(n))[0] for n in (0, 1, 4, 5, 6)] == [3, 3, 3, 300, 300]
    assert [catalog.shown("nova", day(n))[1] for n in (0, 1, 4, 5)] == [
        "stated",
        "held",
        "held",
        "stated",
    ]


def test_a_rejected_value_stands_in_history_as_rejected(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(1, {"nova": 300}))
    for review in catalog.rows("FROM reviews"):
        catalog.decide("reject", review["fact_id"], at(2))
    sql = "SELECT amount::INT AS amount, state FROM price_history WHERE meter = 'input'"
    stood = [tuple(row.values()) for row in catalog.rows(f"{sql} ORDER BY known_from")]
    assert stood == [(3, "stated"), (300, "rejected")]


@pytest.mark.slow
def test_a_surprise_that_a_seller_repeats_on_another_day_is_shown_from_that_page_on(
    catalog: Catalog,
) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(1, {"nova": 30}))
    assert catalog.shown("nova")[:2] == (3, "held")
    catalog.take(seen(1.5, {"nova": 30, "solo": 1}))
    assert catalog.shown("nova")[:2] == (3, "held")
    catalog.take(seen(2, {"nova": 30}))
    assert [catalog.shown("nova", day(n))[:2] for n in (0, 1, 2)] == [
        (3, "stated"),
        (3, "held"),
        (30, "stated"),
    ]


def test_a_price_cut_of_a_whole_card_is_shown_at_once(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(1, {"nova": 0.7}))
    assert catalog.shown("nova")[:2] == (Decimal("0.7"), "stated")


def test_a_held_value_that_is_taken_back_leaves_no_trace_in_what_is_shown(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}), seen(1, {"nova": 300}), seen(2, {"nova": 3}))
    assert [catalog.shown("nova", day(n))[:2] for n in (0, 1, 2)] == [
        (3, "stated"),
        (3, "held"),
        (3, "stated"),
    ]
    assert catalog.runs("nova") == [(3, at(0), at(1)), (300, at(1), at(2)), (3, at(2), None)]


def test_where_a_held_value_vanishes_the_one_before_it_is_missing(catalog: Catalog) -> None:
    catalog.take(
        seen(0, {"nova": 3, "solo": 1}), seen(1, {"nova": 300, "solo": 1}), seen(30, {"solo": 1})
    )
    assert catalog.shown("nova", day(1)) == (3, "held", None, at(0))
    assert catalog.shown("nova", day(30)) == (3, "held", at(30), at(0))
    assert catalog.rows("SELECT status FROM routes WHERE stated_name = 'nova'") == [
        {"status": "missing"}
    ]


# --- changes --------------------------------------------------------------------------------------


def test_each_change_is_listed_once_and_what_was_never_shown_is_no_old_value(
    catalog: Catalog,
) -> None:
    prices = {0: 3, 1: 300, 2: 3, 30: None, 60: 3, 90: 3.5}
    catalog.take(
        *(seen(n, models(9) | ({"nova": price} if price else {})) for n, price in prices.items())
    )
    changes = catalog.rows(
        "FROM changes WHERE subject_stated = 'nova' AND meter = 'input' ORDER BY changed_at"
    )
    assert [
        (row["changed_at"], row["change"], row["old_value"], row["new_value"]) for row in changes
    ] == [
        (at(1), "held", "3 USD per 1M tokens", "300 USD per 1M tokens"),
        (at(30), "missing", "3 USD per 1M tokens", None),
        (at(60), "appeared", None, "3 USD per 1M tokens"),
        (at(90), "changed", "3 USD per 1M tokens", "3.5 USD per 1M tokens"),
    ]


# --- as of ----------------------------------------------------------------------------------------

BROKEN = seen(50, {"nova": 3, "solo": 1}, is_broken=True)
HISTORY = [
    seen(0, {"nova": 3, "solo": 1, "luna-2": 2, "luna-3": 7, "zero": "$0", "terra": 5, LATER: 4}),
    seen(
        1, {"nova": 300, "solo": 1, "luna-2": 3.5, "luna-3": 7, "zero": "$0", "terra": 50, LATER: 4}
    ),
    seen(2, {"nova": 3, "solo": 1, "luna-2": 3.5, "luna-3": 7, "terra": 50, LATER: 4}),
    seen(3, {"nova": 3, "solo": 1, "luna-2": 3.5, "terra": 50, LATER: 4}),
    Seen(at(4), None, "failed"),
    seen(20, {"nova": 3, "solo": 1, "luna-2": 3.5, "luna-3": 7.5, "terra": 50}),
    seen(40, {"nova": 3, "solo": 1, "zero": "$2", "terra": 500, "luna-3": 7.5}),
    BROKEN,
    Seen(at(51), BROKEN.body, "not_modified"),
    seen(52, {"nova": 3.2, "solo": 1, LATER: 4}),
]
DECIDED = at(10)
VIEWS = (
    "internal.fact_as_of",
    "facts",
    "routes",
    "models",
    "prices",
    "price_history",
    "offers",
    "capabilities",
    "disputes",
    "changes",
    "sources",
    "freshness",
    "set_aside",
    "unresolved",
    "reviews",
    "pages",
    "model_fact",
    "internal.route_fact",
)


HIDDEN = {
    "pages": "EXCLUDE (run_id)",
    # Where words stand on a page is known for the newest page that states them.
    "facts": "EXCLUDE (locator, context)",
}


def comparable(catalog: Catalog, view: str, as_of: date) -> list[str]:
    hidden = HIDDEN.get(view, "")
    return [repr(row) for row in catalog.rows(f"SELECT * {hidden} FROM {view} ORDER BY ALL", as_of)]  # noqa: S608


def decided_fact(catalog: Catalog) -> str:
    (row,) = catalog.rows(
        "FROM internal.fact_version JOIN internal.fact_key USING (key_id)"
        " WHERE subject_stated = 'terra' AND meter = 'input' AND amount = 50"
    )
    return str(row["fact_id"])


@pytest.mark.slow
def test_a_day_asked_for_shows_what_was_known_then_and_nothing_of_what_came_later(
    tmp_path: Path,
) -> None:
    whole = Catalog(tmp_path / "whole")
    whole.take(*HISTORY)
    fact_id = decided_fact(whole)
    whole.decide("accept", fact_id, DECIDED)
    leaks: list[str] = []
    for number in (1, 3, 10, 40):
        until = Catalog(tmp_path / str(number))
        until.take(*(one for one in HISTORY if one.at < at(number + 1)))
        if at(number + 1) > DECIDED:
            until.decide("accept", fact_id, DECIDED)
        leaks += [
            f"{view} as of day {number}"
            for view in VIEWS
            if comparable(whole, view, day(number)) != comparable(until, view, day(number))
        ]
        until.warehouse.close()
    whole.warehouse.close()
    assert leaks == []


@pytest.mark.slow
def test_prices_as_of_a_day_are_the_prices_asked_for_as_of_that_day(catalog: Catalog) -> None:
    catalog.take(*HISTORY)
    catalog.decide("accept", decided_fact(catalog), DECIDED)
    columns = (
        "stated_name, meter, qualifiers, amount, currency, unit, usd_per_mtok, source, fact_id"
    )
    for number in (-1, *range(25), 40, 52, 60):
        one_line = f"SELECT {columns} FROM prices_as_of('{day(number)}'::DATE) ORDER BY ALL"  # noqa: S608
        assert catalog.rows(one_line) == catalog.rows(
            f"SELECT {columns} FROM prices ORDER BY ALL",  # noqa: S608
            day(number),
        ), number


# --- the same content, however it came ------------------------------------------------------------


def content(folder: Path, pages: Sequence[Seen], *, step: int = 1) -> str:
    """The hash of a catalog that takes the pages in this order, so many at a time."""
    made = Catalog(folder)
    for start in range(0, len(pages), step):
        made.take(*pages[start : start + step])
    assert made.warehouse.failed_checks() == {}
    found = made.warehouse.content_hash()
    made.warehouse.close()
    return found


@pytest.fixture(scope="module")
def usual_content(tmp_path_factory: pytest.TempPathFactory) -> str:
    return content(tmp_path_factory.mktemp("usual"), HISTORY, step=len(HISTORY))


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.permutations(HISTORY), st.integers(3, 9))
def test_the_order_of_import_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, usual_content: str, pages: list[Seen], step: int
) -> None:
    assert content(tmp_path_factory.mktemp("mixed"), pages, step=step) == usual_content


@pytest.mark.slow
def test_importing_backwards_one_by_one_gives_the_same(tmp_path: Path, usual_content: str) -> None:
    assert content(tmp_path, HISTORY[::-1]) == usual_content


@pytest.mark.timeout(1200)  # it reads all recorded pages three times
@pytest.mark.recorded
@pytest.mark.slow
def test_the_order_in_which_recorded_pages_are_imported_does_not_matter(
    tmp_path: Path, recorded: Path
) -> None:
    """The short form leaves the largest source out."""
    is_short = os.environ.get("CARDKEEP_SHORT") == "1"
    classes = load_sources().sources
    sources = {
        name: cls() for name, cls in classes.items() if not (is_short and name == "models_dev")
    }
    header, *rows = (recorded / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()
    ours = [row for row in rows if source_locator(sources)(row.split("\t")[COLUMNS.index("url")])]
    for row in ours:
        path = row.split("\t")[0]
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recorded / path, tmp_path / path)

    def imported(name: str, parts: Sequence[Sequence[str]]) -> str:
        home = Home(tmp_path / name)
        archive = Archive(home.archive)
        with Warehouse(home.path) as made:
            for number, part in enumerate(parts):
                manifest = tmp_path / f"{name}-{number}.tsv"
                manifest.write_text("\n".join([header, *part]) + "\n", encoding="utf-8")
                assert (
                    import_manifest(
                        archive, manifest, run_id=f"r{number}", locate=source_locator(sources)
                    ).refused
                    == []
                )
                read_and_load(made, archive, sources)
            derive(made, home, sources)
            return made.content_hash()

    shuffled = random.Random(5).sample(ours, len(ours))
    mixed = imported("mixed", [shuffled[start::7] for start in range(7)])
    assert len(ours) >= 15
    assert mixed == imported("usual", [ours]) == imported("backwards", [ours[::-1]])


def test_loading_twice_changes_nothing(catalog: Catalog) -> None:
    assert catalog.take(*HISTORY).bodies == 8
    tables = (
        "page",
        "extraction",
        "fact",
        "fact_key",
        "claim_set_aside",
        "finding",
        "fact_version",
        "gate",
        "identity",
    )
    before = [catalog.rows(f"FROM internal.{name} ORDER BY ALL") for name in tables]
    content_before = catalog.warehouse.content_hash()
    assert catalog.take() == LoadResult(0, 0, 0)
    assert [catalog.rows(f"FROM internal.{name} ORDER BY ALL") for name in tables] == before
    assert catalog.warehouse.content_hash() == content_before


def test_thirty_identical_nights_make_no_history(catalog: Catalog) -> None:
    catalog.take(*(Seen(at(n), page({"nova": 3}) + f"\nGenerated {n}\n") for n in range(30)))
    assert catalog.runs("nova") == [(3, at(0), None)]
    assert catalog.shown("nova") == (3, "stated", None, at(29))
    assert catalog.rows("FROM changes") == []


# --- reading anew ---------------------------------------------------------------------------------


def test_a_body_that_stands_for_two_documents_is_kept_for_both(catalog: Catalog) -> None:
    body = page({"nova": 3})
    catalog.take(Seen(at(0), body))
    catalog.take(Seen(at(1), body, document="twin"))
    documents = catalog.rows("SELECT DISTINCT document FROM internal.fact_as_of ORDER BY ALL")
    assert documents == [{"document": "prices"}, {"document": "twin"}]
    assert catalog.take() == LoadResult(0, 0, 0)


class Hasty(Acme):
    """Reads every name with a day that the page does not state."""

    def prices(self, page: Page) -> Iterator[Claim]:
        for claim in super().prices(page):
            yield claim.model_copy(update={"full_name": f"{claim.subject_name}-20250101"})


@pytest.mark.slow
def test_a_repaired_parser_leaves_nothing_of_what_it_misread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Catalog(tmp_path / "repaired")
    for module in ("pipeline.run.readings", "pipeline.facts.parallel"):
        monkeypatch.setattr(f"{module}.parser_version", attrgetter("__name__"))
    made.take(seen(0, {"nova": 3}), seen(30, {"nova": 3.5}), sources={Acme.name: Hasty()})
    assert made.take().bodies == 2
    found = made.warehouse.content_hash()
    made.warehouse.close()
    assert found == content(tmp_path / "right", [seen(0, {"nova": 3}), seen(30, {"nova": 3.5})])


# --- what a page says of days to come -------------------------------------------------------------


class Ending(Acme):
    """Every price ends with a day: from then on it is not asked any more."""

    def prices(self, page: Page) -> Iterator[Claim]:
        for claim in super().prices(page):
            yield claim.model_copy(update={"valid_to": day(10).isoformat()})


class Retiring(Acme):
    """The second table states days of retirement."""

    def contexts(self, page: Page) -> Iterator[Claim]:
        for row in page.outline.section("Contexts").table("Model", "Context").rows():
            model, retired = row.pop("Model"), row.pop("Context")
            yield Claim(route=model, attribute="retired_date", quote=retired)


Ending.name = Retiring.name = Acme.name


@pytest.mark.parametrize("view", ["prices", "price_history"])
def test_a_price_is_in_effect_until_the_day_on_which_it_ends(catalog: Catalog, view: str) -> None:
    catalog.take(seen(0, {"nova": 3}), sources={Acme.name: Ending()})
    sql = f"SELECT DISTINCT in_effect FROM {view} WHERE meter = 'input'"  # noqa: S608 (ours)
    asked = {number: catalog.rows(sql, day(number)) for number in (9, 10)}
    assert asked == {9: [{"in_effect": True}], 10: [{"in_effect": False}]}


def test_a_retirement_counts_from_its_day_on_and_for_good_once_it_was_read_since(
    catalog: Catalog,
) -> None:
    text = page({"nova": 3}, contexts={"nova": day(10).isoformat()})
    catalog.take(Seen(at(0), text), Seen(at(20), f"{text} "), sources={Acme.name: Retiring()})
    sql = "SELECT status, is_live FROM routes"
    stood = [tuple(catalog.rows(sql, day(number))[0].values()) for number in (9, 10, 21)]
    assert stood == [("listed", True), ("due", False), ("retired", False)]


def test_a_month_costs_input_and_output_each_at_its_own_price(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    (route,) = catalog.rows("SELECT DISTINCT model_id FROM routes")
    sql = f"SELECT usd_per_month::INT AS usd FROM monthly_cost('{route['model_id']}', 2, 1)"  # noqa: S608 (ours)
    assert catalog.rows(sql, day(0)) == [{"usd": 2 * 3 + 1 * 15}]


# --- publishing -----------------------------------------------------------------------------------


def test_what_readers_open_lets_no_setting_be_changed(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    catalog.warehouse.publish("r0")
    with open_catalog(catalog.home.path) as published:
        for setting in ("memory_limit = '1TB'", "threads = 64", "enable_external_access = true"):
            with pytest.raises(QueryFailed):
                published.query_sql(f"SET {setting}")
        with pytest.raises(QueryFailed):
            published.query_sql("FROM read_text('/etc/hostname')")


def test_what_changes_nothing_is_not_published(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    assert catalog.warehouse.publish("r0") == 1
    assert catalog.warehouse.publish("r1") is None
    catalog.take()
    assert catalog.warehouse.publish("r2") is None
    catalog.take(seen(1, {"nova": 3}))
    assert catalog.warehouse.publish("r3") == 2  # it was checked once more


def test_a_catalog_of_another_version_says_so_and_is_published_again(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    catalog.warehouse.publish("r0")
    with duckdb.connect(
        str((catalog.home.path / "published" / "catalog.duckdb").resolve())
    ) as older:
        older.execute(
            "DROP VIEW alerts; UPDATE internal.applied SET digest = 'of older views' WHERE folder "
            "= 'views'"
        )
    with open_catalog(catalog.home.path) as published, pytest.raises(CatalogOutdated) as told:
        published.query("alerts")
    for words in (
        "catalog-000001.duckdb cannot",
        "expected the views",
        "found those",
        "left as it is",
        "cardkeep replay",
    ):
        assert words in str(told.value)
    assert catalog.warehouse.publish("r1") == 2
    with open_catalog(catalog.home.path) as published:
        published.query("alerts")
        with pytest.raises(QueryFailed, match="nonsense") as refused:
            published.query_sql("FROM nonsense")
    assert not isinstance(refused.value, CatalogOutdated)


@pytest.mark.slow
def test_a_source_that_fails_is_published_too(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    catalog.warehouse.publish("r0")
    catalog.take(Seen(at(1), None, "failed"))
    assert catalog.warehouse.publish("r1") == 2
    with open_catalog(catalog.home.path, day(1)) as published:
        assert published.query_sql("SELECT state, last_outcome FROM sources").rows == [
            ("failing", "failed")
        ]


@pytest.mark.slow
def test_a_review_is_published_though_it_changes_no_value(catalog: Catalog) -> None:
    catalog.take(seen(0, {"nova": 3}))
    catalog.warehouse.publish("r0")
    row = catalog.price("nova")
    assert row is not None
    catalog.decide("accept", row["fact_id"], at(1))
    assert catalog.warehouse.publish("r1") == 2
    with open_catalog(catalog.home.path) as published:
        reviewed = published.query_sql(
            "SELECT last_reviewed_at FROM prices WHERE meter = 'input'"
        ).rows
    assert reviewed == [(at(1),)]


class Clock(datetime):
    """A clock that stands where a test sets it."""

    today_is = at(0)

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return cls.today_is if tz else cls.today_is.replace(tzinfo=None)


def test_what_was_reported_on_a_day_is_a_question_of_its_own(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse.working, "datetime", Clock)
    # What was seen on day 30 is reported on day 40 only.
    for today, pages in ((5, [seen(0, {"nova": 3, LATER: 4})]), (40, [seen(30, {"nova": 3.5})])):
        catalog.take(*pages)
        monkeypatch.setattr(Clock, "today_is", at(today))
        assert catalog.warehouse.publish(f"run-{today}")
    changed = catalog.rows(
        "SELECT generation, valid_from IS NOT NULL AS is_later, old_value, new_value"
        " FROM internal.publication_change JOIN internal.fact_key USING (key_id) WHERE meter = "
        "'input' ORDER BY ALL"
    )
    assert [tuple(row.values()) for row in changed] == [
        (1, False, None, "3 USD per 1M tokens"),
        (1, True, None, "4 USD per 1M tokens"),
        (2, False, "3 USD per 1M tokens", "3.5 USD per 1M tokens"),
        (2, True, "4 USD per 1M tokens", None),
    ]

    def reported(number: int) -> list[Any]:
        sql = f"SELECT value_text FROM reported_as_of('{day(number)}'::DATE) WHERE meter = 'input' ORDER BY ALL"  # noqa: S608
        return [row["value_text"] for row in catalog.rows(sql)]

    assert reported(4) == []
    assert reported(39) == ["3 USD per 1M tokens", "4 USD per 1M tokens"]
    assert reported(40) == ["3.5 USD per 1M tokens"]
    assert [catalog.shown("nova", day(n))[0] for n in (29, 30)] == [3, 3.5]


READERS, PUBLICATIONS = (1, 10) if os.environ.get("CARDKEEP_SHORT") else (4, 30)


@pytest.mark.slow
def test_readers_meet_no_error_and_no_mixture_during_many_publications(catalog: Catalog) -> None:
    catalog.take(seen(0, models(10)))
    catalog.warehouse.publish("r0")
    has_ended = threading.Event()
    errors: list[BaseException] = []
    seen_prices: list[int] = []

    def read() -> None:
        while not has_ended.is_set():
            try:
                # Two at once: the connections of one process to one file share its settings.
                with open_catalog(catalog.home.path), open_catalog(catalog.home.path) as published:
                    rows = published.query_sql(
                        "SELECT DISTINCT amount::INT FROM prices WHERE meter = 'input'"
                    ).rows
                    assert len(rows) == 1
                    seen_prices.append(rows[0][0])
                sleep(0.05 * READERS)  # the publisher needs a processor
            except BaseException as error:  # noqa: BLE001 (whatever a reader meets is what is asked)
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLICATIONS + 1):
        catalog.take(seen(number * 8, models(10, 1 + number)))
        catalog.warehouse.publish(f"r{number}")
    has_ended.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert len(seen_prices) >= 10
    assert len(set(seen_prices)) > 3
    kept = generations(catalog.home.path / "published")
    assert list(kept) == list(range(PUBLICATIONS - 3, PUBLICATIONS + 2))
    sizes = [path.stat().st_size for path in kept.values()]
    assert sum(sizes) < 2.2 * sizes[-1]

"""Nothing can be wiped: whatever parts of its list a seller's page shows, after whatever gaps and
for however many nights, nothing is said to have ended, and a list that lost much changes nothing.
"""

import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.support.acme import Catalog, Seen, at, day, models
from tests.support.acme_source import Acme, page
from tests.support.standing import Meaning, meaning_of

LISTED = sorted(models(20))
STEADY = (0, 20, 40)
"""The days on which the whole list is read before anything happens: longer than anything is
believed.
"""
MUCH = 5
"""A list without so many of these twenty has lost more than a tenth, and at least five."""
# A run is a catalog that is built anew: a failing one is shown as found, not made smaller.
RUNS_TRIED = 10 if os.environ.get("CARDKEEP_SHORT") else 100
ABSENT: tuple[Meaning, ...] = ("ended", "not listed", "missing")


class ShortNight(NamedTuple):
    """A page that leaves out some of the list, so many days after the page before."""

    gap: int
    lost: frozenset[str]
    strangers: int = 0
    """How many models stand on it that were never there."""

    def seen(self, number: int) -> Seen:
        """What is read on a day."""
        rows = {model: 1 for model in LISTED if model not in self.lost}
        strangers = {f"other-y{stranger}": 1 for stranger in range(self.strangers)}
        return Seen(at(number), page({**rows, **strangers}))


class Told(NamedTuple):
    """What the catalog says as of one night."""

    lost: frozenset[str]
    meanings: dict[str, Meaning]
    prices: dict[str, Any]
    has_alert: bool
    """Whether anything says that the source's page is not as it was."""


Run = tuple[ShortNight, ...]


def without(count: int) -> frozenset[str]:
    return frozenset(LISTED[:count])


RUNS: dict[str, Run] = {
    "a few rows gone": (ShortNight(1, without(3)), ShortNight(1, without(3))),
    "two nights of a tenth": (ShortNight(1, without(18)), ShortNight(1, without(18))),
    "a tenth after a gap": (ShortNight(8, without(18)),),
    "a tenth after two months": (ShortNight(60, without(18)), ShortNight(1, without(18))),
    "as many strangers": (ShortNight(1, without(18), 18), ShortNight(1, without(18), 18)),
    "two more every fourth night": tuple(ShortNight(4, without(2 * step)) for step in range(1, 7)),
}


def with_first_gap(gap: int, nights: list[ShortNight]) -> Run:
    return (nights[0]._replace(gap=gap), *nights[1:])


any_night = st.builds(
    ShortNight,
    gap=st.integers(1, 4),
    lost=st.frozensets(st.sampled_from(LISTED), max_size=19),
    strangers=st.sampled_from([0, 0, 5, 19]),
)
any_nights: st.SearchStrategy[list[ShortNight]] = st.lists(any_night, min_size=1, max_size=6)
any_run: st.SearchStrategy[Run] = st.builds(
    with_first_gap, st.sampled_from([1, 2, 8, 60]), any_nights
)


@cache
def told(run: Run) -> list[Told]:
    """What the catalog says on the last steady night, on every night of a run, and on the night
    after it, when the whole list is back.
    """
    number, nights = STEADY[-1], list[tuple[int, ShortNight]]()
    for night in (*run, ShortNight(1, frozenset())):
        number += night.gap
        nights.append((number, night))
    whole = [Seen(at(steady), page(dict.fromkeys(LISTED, 1))) for steady in STEADY]
    with tempfile.TemporaryDirectory() as folder:
        catalog = Catalog(Path(folder))
        catalog.take(*whole, *(night.seen(number) for number, night in nights))
        asked = [(STEADY[-1], ShortNight(0, frozenset())), *nights]
        answers = [answer(catalog, number, night) for number, night in asked]
        catalog.warehouse.close()
    return answers


def answer(catalog: Catalog, number: int, night: ShortNight) -> Told:
    offers = catalog.rows("FROM offers", day(number))
    names = {
        row["route_id"]: row["stated_name"]
        for row in catalog.rows("SELECT DISTINCT route_id, stated_name FROM prices", day(number))
    }
    alerts = catalog.rows(
        f"FROM alerts WHERE source = '{Acme.name}' AND kind NOT IN ('values-held', 'facts-old')",
        day(number),
    )
    return Told(
        lost=night.lost,
        meanings={
            names[row["route_id"]]: meaning_of(row["standing"], row["status"]) for row in offers
        },
        prices={names[row["route_id"]]: row["input_usd_per_mtok"] for row in offers},
        has_alert=bool(alerts),
    )


def assert_every_price_stays(run: Run) -> None:
    for night in told(run):
        assert {model: night.prices.get(model) for model in LISTED} == dict.fromkeys(LISTED, 1)


def assert_what_comes_back_is_offered(run: Run) -> None:
    back = told(run)[-1]
    assert {back.meanings[model] for model in LISTED} == {"live"}


def assert_nothing_ends(run: Run) -> None:
    for night in told(run):
        assert "ended" not in night.meanings.values()


def assert_standings_stay(run: Run) -> None:
    """A list that lost much makes nothing absent that was not absent before."""
    before, *nights = told(run)
    for night in nights:
        if len(night.lost) >= MUCH:
            gone = {model for model in night.lost if night.meanings[model] in ABSENT}
            assert gone <= {model for model in night.lost if before.meanings[model] in ABSENT}
        before = night


def assert_alert_stands(run: Run) -> None:
    for night in told(run):
        assert night.has_alert or len(night.lost) < MUCH


PROPERTIES = [
    pytest.param(assert_every_price_stays, id="every price stays"),
    pytest.param(assert_what_comes_back_is_offered, id="what comes back is offered"),
    pytest.param(assert_nothing_ends, id="nothing ends by silence"),
    pytest.param(assert_standings_stay, id="no standing changes"),
    pytest.param(assert_alert_stands, id="the alert stands"),
]


@pytest.mark.slow
@pytest.mark.parametrize("holds", PROPERTIES)
def test_nothing_is_wiped_by_what_has_happened_to_lists(holds: Callable[[Run], None]) -> None:
    for run in RUNS.values():
        holds(run)


@pytest.mark.slow
@pytest.mark.parametrize("holds", PROPERTIES)
@settings(max_examples=RUNS_TRIED, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(run=any_run)
def test_nothing_can_be_wiped(holds: Callable[[Run], None], run: Run) -> None:
    holds(run)

"""Wrong clocks: a page from the future shadows nothing, and a refresh under a clock that
contradicts what was seen before does not become history.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run import clock
from pipeline.run.clock import ClockDoubted
from pipeline.run.refresh import all_sources, due_sources, refresh
from pipeline.run.replay import replay
from pipeline.samples.server import SampleServer, serve_samples
from spiders.archive import Archive
from tests.support.acme import Catalog, at, seen
from tests.support.copied_home import copy_home
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from warehouse.working import Warehouse

SetClock = Callable[[datetime], None]
SOURCE = "openai_pricing"


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    return set_clock


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "home")
    yield catalog
    catalog.warehouse.close()


def test_a_page_from_the_future_is_set_aside_and_told(
    catalog: Catalog, set_clock: SetClock
) -> None:
    set_clock(at(40))
    assert catalog.take(seen(9, {"nova": 3})).set_aside == ()
    loaded = catalog.take(seen(40_000, {"nova": 99}), seen(40, {"nova": 4}))
    (told,) = loaded.set_aside
    assert told.startswith("acme: 1 pages of the run r1 are dated after now, up to 2135-")
    assert "a clock was wrong; they are archived and set aside" in told
    assert catalog.shown("nova")[0] == 4
    assert catalog.take().set_aside == (told,), "as long as it is there"
    set_clock(at(40_001))
    assert catalog.take().set_aside == ()
    assert catalog.shown("nova")[0] == 99


def test_what_was_loaded_under_a_wrong_clock_is_taken_out_under_a_right_one(
    catalog: Catalog, set_clock: SetClock, tmp_path: Path
) -> None:
    right = Catalog(tmp_path / "right")
    right.take(seen(9, {"nova": 3}))
    set_clock(at(500))
    catalog.take(seen(9, {"nova": 3}), seen(40, {"nova": 4}))
    set_clock(at(40) - timedelta(hours=1))
    assert catalog.take().set_aside == (), "two machines may differ by so much"
    assert catalog.shown("nova")[0] == 4
    set_clock(at(40) - timedelta(hours=1, seconds=1))
    assert len(catalog.take().set_aside) == 1
    assert catalog.shown("nova") == right.shown("nova")
    assert catalog.runs("nova") == right.runs("nova")
    right.warehouse.close()


def test_a_day_of_capture_may_have_begun_elsewhere(catalog: Catalog, set_clock: SetClock) -> None:
    set_clock(at(9))
    assert catalog.take(seen(10, {"nova": 3}, form="verbatim")).set_aside == ()
    assert len(catalog.take(seen(11, {"nova": 4}, form="verbatim")).set_aside) == 1


# --- a refresh ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory, samples: SampleServer) -> Home:
    home = Home(tmp_path_factory.mktemp("refreshed"))
    give_empty_warehouse(home)
    refresh(home, [SOURCE], steps=sample_steps(samples))
    return home


@pytest.fixture
def home(refreshed: Home, tmp_path: Path) -> Home:
    return copy_home(refreshed, tmp_path / "home")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "and the newest page, of the run "),
        (-0.05, "and the newest page, of the run "),
        (46, "46 days after the last run ended"),
        (36_500, "36500 days after the last run ended"),
    ],
)
def test_a_refresh_under_a_doubtful_clock_is_no_history(
    home: Home, samples: SampleServer, set_clock: SetClock, days: float, words: str
) -> None:
    before = len(Archive(home.archive).outcomes())
    set_clock(datetime.now(UTC) + timedelta(days=days))
    with pytest.raises(ClockDoubted, match="nothing was fetched or changed") as doubted:
        refresh(home, [SOURCE], steps=sample_steps(samples))
    assert words in str(doubted.value)
    assert "--clock-is-right" in str(doubted.value)
    assert len(Archive(home.archive).outcomes()) == before
    assert refresh(home, [SOURCE], trust_clock=True, steps=sample_steps(samples)).run_id
    assert len(Archive(home.archive).outcomes()) == before + 1


@pytest.mark.slow
@pytest.mark.parametrize("days", [-0.03, 0, 44])
def test_a_clock_that_goes_a_little_wrong_or_a_holiday_stops_nothing(
    home: Home, samples: SampleServer, set_clock: SetClock, days: float
) -> None:
    set_clock(datetime.now(UTC) + timedelta(days=days))
    assert refresh(home, [SOURCE], steps=sample_steps(samples)).outcome == "complete"


@pytest.mark.slow
def test_a_replay_under_a_clock_behind_changes_nothing_unless_it_is_right(
    home: Home, set_clock: SetClock
) -> None:
    sources, _ = all_sources()
    set_clock(datetime.now(UTC) - timedelta(days=3))
    with pytest.raises(ClockDoubted):
        replay(home, sources)
    done = replay(home, sources, trust_clock=True)
    assert len(done.loaded.set_aside) == 1
    set_clock(datetime.now(UTC))
    assert replay(home, sources).loaded.set_aside == ()


def test_a_source_that_was_tried_in_the_future_is_due(home: Home, set_clock: SetClock) -> None:
    sources, _ = all_sources()
    with Warehouse(home.path) as warehouse:
        assert SOURCE not in due_sources(sources, warehouse)
        set_clock(datetime.now(UTC) - timedelta(hours=2))
        assert SOURCE in due_sources(sources, warehouse)

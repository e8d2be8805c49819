"""Discovery on a simulated hub: the repositories that the recorded pages name, found, read and linked
to the open models that somebody sells. The hub is simulated (tests/support/simulated_hub.py): what it
shows is that discovery, linking and politeness work, not what the hub says.
"""

import csv
import os
import shutil
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.refresh import RefreshResult, refresh
from tests.support import ROOT, TRUTH
from tests.support.simulated_hub import SimulatedHub, hub_repositories, simulated_hub
from warehouse.store import open_catalog

SOURCES = ("hf_cards", "hf_configs", "huggingface_models")
SOLD = (ROOT / "tests/recorded/sold_open_models.sql").read_text(encoding="utf-8")
TABLE = TRUTH / "hub" / "discovery.csv"
COLUMNS = (
    "open models that somebody sells",
    "models",
    "linked",
    "licence",
    "parameters",
    "architecture",
)

pytestmark = [pytest.mark.recorded, pytest.mark.slow]


class Discovered:
    """A home of the recorded pages, and the hub that its crawls ask."""

    def __init__(self, home: Home, hub: SimulatedHub) -> None:
        self.home = home
        self.hub = hub
        self.first = self.night(8)
        self.first_answers = Counter(hub.statuses)
        self.first_asked = Counter(hub.asked)

    def night(self, nights_ago: int) -> RefreshResult:
        self.hub.forget()
        return refresh(self.home, base_url=self.hub.url, nights_ago=nights_ago)


@pytest.fixture(scope="module")
def discovered(
    recorded_home: Home, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Discovered]:
    folder = tmp_path_factory.mktemp("hub") / "home"
    home = Home(Path(shutil.copytree(recorded_home.path, folder, symlinks=True)))
    (home.path / "cardkeep.toml").write_text(f"[sources]\non = {list(SOURCES)}\n", "utf-8")
    with simulated_hub() as hub:
        yield Discovered(home, hub)


def test_every_repository_that_a_recorded_page_names_is_asked_for_once(
    discovered: Discovered,
) -> None:
    files = Counter[str]()
    for path, times in discovered.first_asked.items():
        if "/resolve/main/" in path:
            files[path] += times
    assert len(files) >= 2 * len(hub_repositories()) - 2
    # The one that was told to wait is asked for again; what is renamed leads to another one.
    renamed = sum(bool(repository.renamed_to) for repository in hub_repositories().values())
    assert files.total() <= len(files) + 2 * renamed + 1
    assert discovered.first_answers[429] == 1
    # What the hub does not have, or does not let everyone read, is no error of the night.
    assert discovered.first.errors == []


def test_the_open_models_that_somebody_sells_are_linked_and_described(
    discovered: Discovered,
) -> None:
    with open_catalog(discovered.home.path) as catalog:
        there = [each.repository for each in hub_repositories().values() if each.state != "missing"]
        rows = catalog.query_sql(SOLD, {"repositories": there}).rows
    populations = {
        "all": rows,
        "a recorded page names a repository of it": [row for row in rows if row[2]],
    }
    table = [
        (name, len(models), *(sum(row[column] for row in models) for column in (3, 4, 5, 6)))
        for name, models in populations.items()
    ]
    if os.environ.get("UPDATE_GOLDEN") == "1":
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([COLUMNS, *table])
    with TABLE.open(encoding="utf-8", newline="") as file:
        assert [tuple(map(str, row)) for row in (COLUMNS, *table)] == [
            *map(tuple, csv.reader(file))
        ]
    _, sold, *shares = table[1]
    assert sold > 200
    assert all(share >= 0.95 * sold for share in shares)


def test_nothing_is_asked_for_within_a_week_and_after_it_only_what_changed(
    discovered: Discovered,
) -> None:
    discovered.night(5)
    assert not discovered.hub.asked
    discovered.night(0)
    # Whole are the answers about robots alone, one for each source.
    assert discovered.hub.statuses[200] == len(SOURCES)
    assert discovered.hub.statuses[304] > 500
    assert discovered.hub.conditional >= discovered.hub.statuses[304]

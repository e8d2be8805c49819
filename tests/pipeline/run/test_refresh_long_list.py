"""A long list that is refreshed over several runs: what a run did not come to is as it was."""

from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.refresh import refresh
from tests.support.hub_list import give_source, hub_list
from warehouse.store import open_catalog

CURRENT = """
    SELECT count(DISTINCT subject_stated) AS models, count(*) AS facts, count(missing_since) AS missing
    FROM facts WHERE source = 'hub_list'
"""


def current(home: Home) -> dict[str, int]:
    with open_catalog(home.path) as catalog:
        (row,) = catalog.query_statement(CURRENT).dicts()
    return row


@pytest.mark.slow
def test_nothing_ends_because_a_run_stopped_half_way_or_a_page_of_the_list_became_shorter(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    give_source(home, "pages_a_run=1")
    with hub_list(models=10, page_size=5) as server:
        for models in (5, 10):
            done = refresh(home, ["hub_list"], base_url=server.url)
            assert done.outcome == "complete"
            assert current(home) == {"models": models, "facts": models * 3, "missing": 0}
        server.night = 1
        server.models = 7
        for _ in range(2):
            done = refresh(home, ["hub_list"], base_url=server.url)
            assert done.outcome == "complete"
            assert current(home) == {"models": 10, "facts": 30, "missing": 0}
        assert server.asked == [0, 5, 0, 5]

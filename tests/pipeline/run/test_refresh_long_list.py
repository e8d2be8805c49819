"""A long list that is refreshed over several runs: what a run did not come to is as it was."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.home import Home
from pipeline.run.refresh import refresh
from reports.data import model_rows
from reports.site.build import build_site
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


@pytest.mark.slow
def test_of_a_long_tail_only_what_is_sold_or_asked_for_has_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    give_source(home, "")
    with hub_list(models=10, page_size=5) as server:
        refresh(home, ["hub_list"], base_url=server.url)
    monkeypatch.setattr(model_rows, "MODELS_WITH_PAGES", 9)
    site = tmp_path / "site"
    with open_catalog(home.path) as catalog:
        asked = [str(row[0]) for row in catalog.query("pages/known_ids").rows[:2]]
        report = build_site(catalog, site, [(asked[0], asked[1]), (asked[0], "nobody/nothing")])
    assert report.skipped == ((asked[0], "nobody/nothing"),)
    listed = json.loads((site / "data/v1/models.json").read_text(encoding="utf-8"))["rows"]
    assert sorted(row["model_id"] for row in listed) == sorted(asked)
    assert len(list((site / "models").glob("*/index.html"))) == 2
    assert len(list((site / "data/v1/models").glob("*.json"))) == 2
    assert pq.read_table(site / "data/v1/models.parquet").num_rows == 10
    models = (site / "models/index.html").read_text(encoding="utf-8")
    assert "8 more, which nobody sells, have no page" in models

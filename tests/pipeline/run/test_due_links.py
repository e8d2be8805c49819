"""Which pages a crawl asks for, of sources whose pages are due each by itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.home import Home
from pipeline.run.due_links import due_links
from spiders.registry import load_sources
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse

NOW = datetime(2026, 12, 1, tzinfo=UTC)
URL = "https://huggingface.co/api/models?author=Qwen&limit=100&cursor={}"


def page_row(name: str, days_ago: float, outcome: str) -> tuple[object, ...]:
    seen_at = NOW - timedelta(days=days_ago)
    url = URL.format(name)
    return (
        "huggingface_models", "Qwen", "list", url, seen_at, "second", "fetched", outcome, "",
        None, None, None, "", f"run-{name}-{days_ago}", "", url,
    )  # fmt: skip


def test_what_failed_is_due_again_and_what_was_answered_waits_for_a_week(tmp_path: Path) -> None:
    sources = {"huggingface_models": load_sources().sources["huggingface_models"]()}
    declared = len(sources["huggingface_models"].links)
    rows = [
        page_row("answered", 3, "ok"),
        page_row("gated", 3, "blocked"),
        page_row("failed", 1, "failed"),
        page_row("recovered", 2, "failed"),
        page_row("recovered", 1, "ok"),
    ]
    give_empty_warehouse(Home(tmp_path))
    with Warehouse(tmp_path) as warehouse:
        assert len(due_links(sources, warehouse, NOW)["huggingface_models"]) == declared
        warehouse.execute("load/pages", staged={"page": arrow_table("page", rows)})
        links = due_links(sources, warehouse, NOW)["huggingface_models"]
    # A list that broke off goes on with the page that failed, whose address has the cursor.
    assert [link.url for link in links if "cursor" in link.url] == [URL.format("failed")]
    assert len(links) == declared + 1


def test_a_home_in_which_nothing_was_derived_yet_asks_for_what_is_declared(tmp_path: Path) -> None:
    sources = {name: source() for name, source in load_sources().sources.items()}
    with Warehouse(tmp_path) as warehouse:
        assert [*due_links(sources, warehouse, NOW)] == ["huggingface_models"]

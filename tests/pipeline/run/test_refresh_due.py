"""Which sources a nightly refresh asks."""

from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.refresh import all_sources, due_sources
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.working import Warehouse


def test_a_source_is_not_due_while_the_variable_its_links_need_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, _ = all_sources()
    needing = {name: source.required_env for name, source in sources.items() if source.required_env}
    assert "cloudflare_gateway" in needing
    give_empty_warehouse(Home(tmp_path))
    with Warehouse(Home(tmp_path).path) as warehouse:
        for variable in needing.values():
            monkeypatch.delenv(variable, raising=False)
        # Of these no page names a repository yet.
        found = {"hf_cards", "hf_configs"}
        assert set(due_sources(sources, warehouse)) == set(sources) - set(needing) - found
        for variable in needing.values():
            monkeypatch.setenv(variable, "mine")
        assert set(due_sources(sources, warehouse)) == set(sources) - found

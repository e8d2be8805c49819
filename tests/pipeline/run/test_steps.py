"""The steps of a run: what did not change is not worked out again."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pipeline.run.steps
from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load
from spiders.archive import Archive
from tests.support.sheets import SHEETS
from tests.support.small_catalog import NOVA, OFFERED, THEN, Row, archived, build, route
from warehouse.working import Warehouse


def take(home: Home, number: int, rows: list[Row]) -> None:
    archived(home, [(date(2026, 5, 1 + number), {"amazon": rows})], number)
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, Archive(home.archive), SHEETS)
        derive(warehouse, home, SHEETS)


def test_names_are_identified_again_only_when_names_or_prices_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = build(tmp_path, [(THEN, {"amazon": [OFFERED]})])
    calls: list[int] = []
    identify = pipeline.run.steps.identify_stored

    def noted(*arguments: Any) -> Any:
        calls.append(len(calls))
        return identify(*arguments)

    monkeypatch.setattr(pipeline.run.steps, "identify_stored", noted)
    take(home, 1, [{**OFFERED, "context_tokens": 1000}])
    assert calls == []
    take(home, 2, [{**OFFERED, "context_tokens": 1000, "input": 2}])
    assert len(calls) == 1
    renamed = [OFFERED, route("amazon", f"{NOVA}-lite", input=1, output=2)]
    take(home, 3, renamed)
    assert len(calls) == 2
    with Warehouse(home.path) as warehouse:
        known = warehouse.query_sql("SELECT model_id FROM models ORDER BY 1").rows
    assert [name for (name,) in known] == [NOVA, f"{NOVA}-lite"]

"""Every example of docs/library.md runs, in the order in which it stands there."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import library
from reports.catalog.catalog import Catalog, CatalogStale
from tests.support import ROOT
from tests.support.demo_run import DemoRun

DOCUMENT = ROOT / "docs" / "library.md"


def examples() -> list[str]:
    return re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_run(
    demo: DemoRun,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    demo.copy(tmp_path / "data" / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(__import__("sys").modules, "cardkeep", library)
    names: dict[str, Any] = {}
    for example in examples():
        exec(compile(example, str(DOCUMENT), "exec"), names)  # noqa: S102 our own document
    printed = capsys.readouterr().out
    assert "0.016 USD" in printed
    assert "context_tokens" in printed


def test_every_name_that_it_offers_is_there() -> None:
    for name in library.__all__:
        assert getattr(library, name) is not None, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = library.nothing


def test_a_stale_catalog_is_refused(demo: DemoRun) -> None:
    with pytest.raises(CatalogStale, match="expected one of the last 0:00:00"):
        Catalog(demo.home.path, max_age=timedelta())
    with Catalog(demo.home.path, max_age=timedelta(days=9)) as catalog:
        assert catalog.read_at is not None


def test_a_catalog_answers_as_of_a_day(demo: DemoRun) -> None:
    today = date.today()  # noqa: DTZ011 the day on which the samples were read
    with library.open_catalog(demo.home.path, today) as catalog:
        assert catalog.day == today
        assert catalog.changes(today) == []
        assert catalog.changes(today - timedelta(days=400))
        offers = catalog.offers("claude-haiku-4-5")
        assert offers[0].model_id == "claude-haiku-4-5"
        assert {model.lab for model in catalog.models(lab="anthropic")} == {"anthropic"}

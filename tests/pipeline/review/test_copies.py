"""A publisher that is known to copy another is no witness of what that one says, nor it of the copy."""

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.review.copies import Copying
from tests.support.small_catalog import NOW, derived, route

BEFORE = {"input": "3", "output": "15"}
SLIPPED = {"input": "0.3", "output": "15"}


@pytest.mark.parametrize(
    ("copying", "waits"),
    [
        ([], False),
        ([Copying("lists", "bazaar", "it says so")], True),
        ([Copying("bazaar", "lists", "it says so")], True),
        ([Copying("lists", "amazon", "it says so")], False),
    ],
)
def test_a_slip_waits_where_only_a_copy_repeats_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copying: list[Copying], waits: bool
) -> None:
    monkeypatch.setattr("pipeline.run.steps.declared_copying", lambda: copying)
    before, after = ([route("cheapskate", "nova-1", **prices)] for prices in (BEFORE, SLIPPED))
    nights = [
        (NOW - timedelta(days=1), {"bazaar": before, "lists": before}),
        (NOW, {"bazaar": after, "lists": after}),
    ]
    with derived(tmp_path, nights, NOW) as catalog:
        held = catalog.query_sql(
            "SELECT source, held_value FROM prices WHERE meter = 'input' ORDER BY ALL"
        ).rows
    slip = "0.3 USD per 1M tokens" if waits else None
    assert held == [("bazaar", slip), ("lists", slip)]

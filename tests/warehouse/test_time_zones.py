"""Answers are the same under every time zone of a session, and from an attached file."""

from datetime import UTC, datetime
from typing import Any, cast

import duckdb
import pytest

from pipeline.home import Home
from warehouse.dictionary import PUBLIC_VIEWS

QUESTIONS = (
    *(f"FROM {view}" for view in PUBLIC_VIEWS if view != "runs"),
    "FROM prices_as_of(DATE '2026-05-22')",
    "FROM reported_as_of(DATE '2026-05-22')",
    "FROM monthly_cost('nova-1', 800, 250, cached_share := 0.5)",
    "FROM compare('nova-1', 'granite-4b')",
)


def answers(home: Home, zone: str, as_of: str) -> dict[str, set[str]]:
    """The answer to each question in a session of that time zone, with moments in UTC."""
    with duckdb.connect() as session:
        session.execute(f"SET TimeZone = '{zone}'")
        catalog = (home.path / "published" / "catalog.duckdb").resolve()
        session.execute(f"ATTACH '{catalog}' AS kept (READ_ONLY)")
        session.execute("USE kept")
        session.execute(f"SET VARIABLE as_of = {as_of}")
        found: dict[str, set[str]] = {}
        for question in QUESTIONS:
            rows = session.execute(question).fetchall()
            found[question] = {repr([_in_utc(value) for value in row]) for row in rows}
    return found


def _in_utc(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC)
        case list():
            return [_in_utc(one) for one in cast("list[Any]", value)]
        case dict():
            members = cast("dict[str, Any]", value)
            return {key: _in_utc(one) for key, one in members.items()}
        case _:
            return value


@pytest.mark.slow
@pytest.mark.parametrize("as_of", ["NULL", "DATE '2026-05-22'", "DATE '2026-05-01'"])
def test_no_answer_depends_on_the_time_zone(small_home: Home, as_of: str) -> None:
    utc = answers(small_home, "UTC", as_of)
    assert any(utc.values())
    for zone in ("America/Los_Angeles", "Pacific/Auckland"):
        assert answers(small_home, zone, as_of) == utc

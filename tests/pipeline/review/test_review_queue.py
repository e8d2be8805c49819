"""The queue: about which of what waits a person is asked, and why not about the rest."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import cardkeep
from tests.support.small_catalog import (
    GRANITE,
    GRANITE_CARD,
    NOVA,
    NOW,
    Nights,
    Row,
    build,
    derived,
    route,
)


def folded(folder: Path, nights: Nights, view: str, about: str) -> list[Any]:
    """Why nobody is asked about each open row of a view on one attribute or meter."""
    with derived(folder, nights, NOW) as catalog:
        sql = (
            f"SELECT folded_because FROM {view} WHERE state = 'open' "  # noqa: S608
            "AND coalesce(meter, attribute) = ? ORDER BY ALL"
        )
        return [reason for (reason,) in catalog.query_sql(sql, [about]).rows]


def disputed(folder: Path, seller_says: str, list_says: str, **sold: Any) -> list[Any]:
    """Why nobody is asked about a release date on which a seller and a list, or two, differ."""
    sheets: dict[str, Sequence[Row]] = {
        "amazon": [route("amazon", GRANITE, name="Granite 4B", **sold)],
        "lists": [route("market", GRANITE, released_date=list_says)],
    }
    teller = "amazon" if seller_says else "bazaar"
    said = {"released_date": seller_says or "2026-03-02"}
    sheets[teller] = [*sheets.get(teller, ()), route(teller, GRANITE, **said, **sold)]
    return folded(folder, [(NOW, sheets)], "disputes", "released_date")


def test_a_person_is_asked_where_one_knows_it_first_hand(tmp_path: Path) -> None:
    assert disputed(tmp_path, "2026-03-02", "2026-04-01", input=1, output=5) == [None]


def test_two_tables_of_others_are_asked_about_by_nobody(tmp_path: Path) -> None:
    found = disputed(tmp_path, "", "2026-04-01", input=1, output=5)
    assert found == ["only tables of others say it"]


def test_nobody_is_asked_about_what_is_not_sold(tmp_path: Path) -> None:
    lists = [route("lists", GRANITE, released_date="2026-04-01", status="retired")]
    amazon = [route("amazon", GRANITE, released_date="2026-03-02", status="retired")]
    nights: Nights = [(NOW, {"amazon": amazon, "lists": lists})]
    assert folded(tmp_path, nights, "disputes", "released_date") == ["no live offer"]


def context_nights(*stated: int) -> Nights:
    """Nights, the last of them today, on which a list gives a context that its seller says is
    200,000.
    """
    first = NOW - timedelta(days=len(stated) - 1)
    return [
        (
            first + timedelta(days=number),
            {
                "amazon": [route("amazon", NOVA, context_tokens=200_000, input=1, output=5)],
                "lists": [route("amazon", NOVA, context_tokens=context)],
            },
        )
        for number, context in enumerate(stated)
    ]


def test_what_the_next_pages_settle_waits_without_a_person(tmp_path: Path) -> None:
    nights = context_nights(200_000, 100_000)
    assert folded(tmp_path, nights, "reviews", "context_tokens") == ["its next pages settle it"]


def test_what_its_pages_did_not_settle_is_asked_about(tmp_path: Path) -> None:
    nights = context_nights(200_000, *[100_000] * 4)
    assert folded(tmp_path, nights, "reviews", "context_tokens") == [None]


def first_sight(*, is_priced_elsewhere: bool, today: date = NOW) -> Nights:
    """A list prices an offer far from what other sellers ask for the model."""
    yesterday = today - timedelta(days=1)
    known = [route(f"seller-{number}", NOVA, input=1, output=5) for number in range(4)]
    far = route("far", NOVA, input=15_000, output=60_000)
    elsewhere = [route("far", NOVA, input=1, output=5)] if is_priced_elsewhere else []
    return [
        (yesterday, {"lists": known, "amazon": [route("amazon", GRANITE, **GRANITE_CARD)]}),
        (today, {"lists": [*known, far], "bazaar": elsewhere}),
    ]


def test_a_held_price_is_asked_about_where_readers_see_none(tmp_path: Path) -> None:
    nights = first_sight(is_priced_elsewhere=False)
    assert folded(tmp_path, nights, "reviews", "input") == [None]


def test_a_held_price_is_folded_where_readers_see_another_page_s(tmp_path: Path) -> None:
    nights = first_sight(is_priced_elsewhere=True)
    assert folded(tmp_path, nights, "reviews", "input") == ["another page states its price"]


@pytest.mark.parametrize(("times", "is_held"), [(1000, True), (0.001, True), (30, False)])
def test_a_slip_of_unit_is_held_where_one_other_alone_states_a_price(
    tmp_path: Path, times: float, is_held: bool
) -> None:
    yesterday = NOW - timedelta(days=1)
    known = route("first", NOVA, input=1, output=5)
    slipped = route("second", NOVA, input=times, output=5 * times)
    nights: Nights = [(yesterday, {"lists": [known]}), (NOW, {"lists": [known, slipped]})]
    assert folded(tmp_path, nights, "reviews", "input") == ([None] if is_held else [])


def test_the_command_leaves_out_what_nobody_is_asked_about_and_counts_it(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    home = build(tmp_path, first_sight(is_priced_elsewhere=True, today=today)).path
    asked = cardkeep(home, "review", "-f", "csv")
    assert asked.returncode == 0
    assert asked.stdout.splitlines() == [
        "kind,fact_id,subject,about,stands,against,since_at,offers,pages,times"
    ]
    assert "0 wait for a person, 2 do not: cardkeep review --all" in asked.stderr
    everything = cardkeep(home, "review", "--all", "-f", "csv")
    assert everything.returncode == 0
    assert everything.stdout.count("another page states its price") == 2

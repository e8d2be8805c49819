"""Two columns of a page that change places: also what is priced in one of them only is held."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.support.small_catalog import GRANITE, NOW, Row, derived, route

INPUTS = {"nova-1": "1", "nova-2": "2", "nova-3": "3", "nova-4": "4"}


def rows(names: Sequence[str], first: str, second: str, alone: str) -> list[Row]:
    """A page on which the price of input stands as `first` and that of the cache as `second`, and
    Granite is priced by one of them alone.
    """
    priced = [
        route("amazon", name, output=20, **{first: INPUTS[name], second: f"0.{INPUTS[name]}"})
        for name in names
    ]
    return [*priced, route("amazon", GRANITE, output=20, **{alone: "0.5"})]


def held(folder: Path, exchanged: Sequence[str], nights: int = 1) -> set[tuple[str, str, str]]:
    """What of Granite is held after nights on which these rows, and Granite, have exchanged
    columns.
    """
    others = [name for name in INPUTS if name not in exchanged]
    before = rows(list(INPUTS), "input", "cache_read", "input")
    *same, _ = rows(others, "input", "cache_read", "input")
    after = [*rows(exchanged, "cache_read", "input", "cache_read"), *same]
    first = NOW - timedelta(days=nights)
    seen = [(first, {"amazon": before})]
    seen += [(first + timedelta(days=number + 1), {"amazon": after}) for number in range(nights)]
    with derived(folder, seen, NOW) as catalog:
        sql = (
            "SELECT subject_stated, meter, proposed_value FROM reviews "
            "WHERE state = 'open' AND subject_stated = ? AND meter = 'cache_read'"
        )
        return {
            (name, meter, value) for name, meter, value in catalog.query_sql(sql, [GRANITE]).rows
        }


IN_CACHE = (GRANITE, "cache_read", "0.5 USD per 1M tokens")


def test_what_is_priced_in_one_of_two_exchanged_columns_is_held(tmp_path: Path) -> None:
    assert held(tmp_path, ["nova-1", "nova-2", "nova-3", "nova-4"]) == {IN_CACHE}


def test_two_rows_are_no_column(tmp_path: Path) -> None:
    assert held(tmp_path, ["nova-1", "nova-2"]) == set()


def test_it_is_shown_once_the_page_repeats_it(tmp_path: Path) -> None:
    assert held(tmp_path, ["nova-1", "nova-2", "nova-3", "nova-4"], nights=2) == set()

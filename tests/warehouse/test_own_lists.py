"""Standing by the seller's own complete list: a page of it that lost much takes nothing away."""

from collections import Counter
from pathlib import Path

import pytest

from tests.support.acme import Catalog, Seen, at, day, models
from tests.support.acme_source import Acme, OwnList, Prices, page

SOURCES = {Acme.name: OwnList()}
ALL: Prices = models(20)
FEW: Prices = dict(list(ALL.items())[:4])
MOST: Prices = dict(list(ALL.items())[:19])


def standing(folder: Path, *nights: tuple[int, Prices]) -> Counter[str]:
    """How many offers are confirmed by what on the last of these nights."""
    catalog = Catalog(folder)
    catalog.take(*(Seen(at(number), page(rows)) for number, rows in nights), sources=SOURCES)
    last, _ = nights[-1]
    found = catalog.rows("SELECT confirmed_by FROM routes WHERE kind = 'offer'", day(last))
    catalog.warehouse.close()
    return Counter(row["confirmed_by"] for row in found)


@pytest.mark.parametrize(
    "short_nights",
    [1, pytest.param(5, marks=pytest.mark.slow), pytest.param(20, marks=pytest.mark.slow)],
)
def test_a_page_of_the_list_that_lost_much_takes_no_standing(
    tmp_path: Path, short_nights: int
) -> None:
    short = [(3 + number, FEW) for number in range(short_nights)]
    assert standing(tmp_path, (0, ALL), (1, ALL), *short) == {"own list": 20}


def test_a_whole_page_takes_the_standing_of_what_it_lacks(tmp_path: Path) -> None:
    found = standing(tmp_path, (0, ALL), (1, ALL), (2, MOST))
    assert found == {"own list": 19, "missing": 1}


def test_what_no_whole_page_left_out_is_doubted_after_a_month(tmp_path: Path) -> None:
    found = standing(tmp_path, (0, ALL), (1, ALL), (3, FEW), (33, FEW))
    assert found == {"own list": 4, "unconfirmed": 16}


def test_what_goes_alone_while_a_list_is_doubted_is_doubted_at_once(tmp_path: Path) -> None:
    fewer: Prices = dict(list(ALL.items())[:3])
    found = standing(tmp_path, (0, ALL), (40, FEW), (80, FEW), (81, fewer))
    assert found == {"own list": 3, "unconfirmed": 17}


def test_what_was_not_listed_stays_so_when_a_page_of_the_list_lost_much(tmp_path: Path) -> None:
    found = standing(tmp_path, (0, ALL), (1, MOST), (2, MOST), (3, FEW))
    assert found == {"own list": 19, "not listed": 1}

"""Step charts of prices: a line for each seller, labelled at its end, told in words."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from reports.model.route_listing import History, HistoryPoint
from reports.render.price_chart import charts
from reports.values.number_format import money
from reports.values.value import Receipt, StatedValue

START, STEP, END = date(2026, 1, 1), date(2026, 2, 20), date(2026, 4, 11)


def price(amount: str, day: date) -> StatedValue:
    receipt = Receipt(
        source="s", fact_id="f", checked=day, reviewed=None, is_stale=False, gone_since=None
    )
    number = Decimal(amount)
    return StatedValue(
        about=f"{amount} {day}",
        text=money(number),
        short=money(number),
        number=number,
        receipts=(receipt,),
    )


def history(seller: str, *outputs: tuple[date, str]) -> History:
    points = tuple(
        HistoryPoint(since=day, input=price("1", day), output=price(amount, day))
        for day, amount in outputs
    )
    return History(route_id=seller, provider=seller, points=points, until=END)


def test_a_line_steps_where_its_price_changed_and_ends_at_its_label() -> None:
    (chart,) = charts([history("Acme", (START, "4"), (STEP, "2")), history("Bazaar", (START, "3"))])
    # The input never changed: no chart of it.
    assert (chart.meter, chart.first, chart.last) == ("output", START, END)
    acme, bazaar = chart.lines
    assert acme.path == "M40 24H131V96H222"
    assert bazaar.path == "M40 60H222"
    assert [line.label for line in chart.lines] == ["$2 Acme", "$3 Bazaar"]
    assert chart.words == (
        "Price of output per 1M tokens. Acme: $4 since 2026-01-01, then $2 since 2026-02-20; "
        "Bazaar: $3 since 2026-01-01."
    )


def test_sellers_alike_share_a_line_and_labels_do_not_cover_one_another() -> None:
    same = ((START, "4"), (STEP, "2"))
    near = [history(f"Seller {n}", (START, f"2.0{n}")) for n in range(1, 4)]
    (chart,) = charts(
        [history("Acme", *same), history("A very long name of a seller", *same), *near]
    )
    assert chart.lines[0].label == "$2 Acme +1"
    places = sorted(line.label_y for line in chart.lines)
    assert all(later - earlier >= 12 for earlier, later in pairwise(places))
    assert max(places) <= 168


def test_prices_that_never_changed_are_no_chart() -> None:
    assert charts([history("Acme", (START, "4"))]) == []
    assert charts([]) == []

"""Cells of price tables: an amount, free, not offered, or nothing; other words stay as they are."""

import pytest

from spiders.claims import Quote
from spiders.readers.price_cells import read_cell
from spiders.sources.minimax_pricing import read_offers


def cell(text: str) -> Quote:
    return Quote(text=text, locator="line:1 > cell:2")


@pytest.mark.parametrize("text", ["", "-", "\\", "/", "—"])
def test_a_cell_can_say_nothing(text: str) -> None:
    assert read_cell(cell(text)) is None


@pytest.mark.parametrize(
    ("text", "says", "price_class"),
    [
        ("Free", "free", "list"),
        ("Limited-time Free", "free", "promotional"),
        ("限时免费", "free", "promotional"),
        ("不计费", "free", "list"),
        ("不支持", "not offered", "list"),
        ("$1.4", None, "list"),
        ("6元", None, "list"),
    ],
)
def test_words_and_amounts_are_told_apart(text: str, says: str | None, price_class: str) -> None:
    assert read_cell(cell(text)) == (cell(text), says, price_class)


@pytest.mark.parametrize(
    "text", ["$0.03 / MTok (equivalent to about $0.0024/minute)", "$0.03 / MTok（约0.0002元/秒）"]
)
def test_what_an_amount_is_equivalent_to_is_left_out(text: str) -> None:
    stated = read_cell(cell(text))
    assert stated
    assert stated.quote == cell(text).slice(0, len("$0.03 / MTok"))


def test_other_words_stay_for_the_list_of_what_is_no_fact() -> None:
    assert read_cell(cell("Contact us")) == (cell("Contact us"), None, "list")


# --- cells that state more than an amount ---------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$0.3 / M tokens", [("$0.3", None, "list", "/ M tokens")]),
        ("~~$0.60~~ $0.30 / M tokens", [("$0.30", None, "net", "/ M tokens")]),
        ("$0.19 per 768P, 6s video", [("$0.19", None, "list", "per 768P, 6s video")]),
        (
            "$0.15/up-to-5 minutes music (Limited Free)",
            [
                ("$0.15", None, "list", "/up-to-5 minutes music"),
                ("Free", "free", "promotional", "/up-to-5 minutes music"),
            ],
        ),
        ("2.625", [("2.625", None, "list", "")]),
        ("Free", [("Free", "free", "list", "")]),
        ("——", []),
    ],
)
def test_the_prices_of_a_cell_with_what_they_are_per(
    text: str, found: list[tuple[str, str | None, str, str]]
) -> None:
    offers = read_offers(Quote(text=text, locator="line:1 > cell:1"))
    assert [
        (o.stated.quote.text, o.stated.value, o.stated.price_class, o.per) for o in offers
    ] == found


def test_the_words_behind_a_price_are_kept_apart() -> None:
    (offer,) = read_offers(
        Quote(text="9.9 首次使用时收取。试听另收 2 元/万字符。", locator="line:1 > cell:1")
    )
    assert (offer.stated.quote.text, offer.per) == ("9.9", "")
    assert offer.more
    assert offer.more.text == "首次使用时收取。试听另收 2 元/万字符。"

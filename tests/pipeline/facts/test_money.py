"""Amounts of money: every digit that a page writes, never through binary floats, or set aside with
the reason.
"""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.money import UnitPrice, decimal_text, read_price
from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, Context, Quote, Unit
from tests.support.marks import ends_in_linear_time

amounts = st.decimals("0.000001", "999999", places=6).map(lambda amount: amount.normalize())
units = st.sampled_from([("1M tokens", 1), ("1K tokens", 1_000), ("token", 1_000_000)])


def dollars(text: str, unit: Unit = "1M tokens", currency: str | None = None) -> UnitPrice:
    return read_price(text, unit, currency)


def why_aside(text: str, unit: Unit = "1M tokens", currency: str | None = None) -> str:
    with pytest.raises(SetAside) as caught:
        read_price(text, unit, currency)
    return caught.value.code


def claim(text: str, *, is_called_free: bool = False, says: str | None = None) -> Claim:
    free = (
        (Context(role="free", text=":free", locator="json:/id > chars:5-10"),)
        if is_called_free
        else ()
    )
    quote = Quote(text=text, locator="json:/price", context=free)
    subject = Quote(text="acme/model:free", locator="json:/id")
    return Claim(
        route=subject, quote=quote, value=says, meter="input", unit="token", currency="USD"
    )


# --- what is written ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$5 / MTok", "5"),
        ("$0.30", "0.3"),
        ("5 USD", "5"),
        ("$5.00 USD per 1M tokens", "5"),
        ("  $3  ", "3"),
        ("$1,250", "1250"),
        ("$1,234,567.89", "1234567.89"),
        ("$1e-06", "0.000001"),
        ("$2.5E+1", "25"),
    ],
)
def test_an_amount_is_read_as_written(text: str, amount: str) -> None:
    assert dollars(text) == UnitPrice(Decimal(amount), "USD", "1M tokens", Decimal(amount))


@given(amounts, units)
def test_no_digit_is_lost_and_token_prices_are_per_million(
    amount: Decimal, unit: tuple[Unit, int]
) -> None:
    name, factor = unit
    price = dollars(decimal_text(amount), name, "USD")
    assert (price.amount, price.per_mtok) == (amount, amount * factor)


@given(st.decimals("0.01", "99999999", places=2))
def test_separators_of_thousands_change_nothing(amount: Decimal) -> None:
    assert dollars(f"${amount:,}").amount == dollars(f"${amount}").amount == amount


@pytest.mark.parametrize(
    ("noisy", "amount"),
    [
        ("0.7999999999999999", "0.8"),
        ("0.0000006000000000000001", "0.0000006"),
        ("3.0000000000000004", "3"),
        ("7.999999999999999e-07", "0.0000008"),
        ("14.999999999999998", "15"),
    ],
)
def test_float_noise_is_rounded_away(noisy: str, amount: str) -> None:
    assert dollars(noisy, "token", "USD").amount == Decimal(amount)


@pytest.mark.parametrize(
    ("cents", "amount", "per_mtok"),
    [
        ("0.00025", "0.0000025", "2.5"),
        ("8e-05", "0.0000008", "0.8"),
        ("0.000016999999999999997", "0.00000017", "0.17"),
    ],
)
def test_cents_are_hundredths_of_a_dollar(cents: str, amount: str, per_mtok: str) -> None:
    assert dollars(cents, "token", "US cents") == UnitPrice(
        Decimal(amount), "USD", "token", Decimal(per_mtok)
    )
    assert read_price("Free", "token", "US cents").currency == "USD"
    with pytest.raises(SetAside, match="one currency"):
        dollars(f"${cents}", "token", "US cents")


@given(st.decimals("0.001", "9999", places=3), st.integers(1, 30))
@example(Decimal("0.1"), 3)
def test_the_noise_of_any_sum_of_floats_is_rounded_away(amount: Decimal, times: int) -> None:
    noisy = sum([float(amount)] * times)
    assert dollars(repr(noisy), "1M tokens", "USD").amount == amount * times


def test_a_price_without_tokens_has_no_price_per_million() -> None:
    assert dollars("$0.034 / minute", "minute") == UnitPrice(
        Decimal("0.034"), "USD", "minute", None
    )


@given(amounts)
def test_a_written_price_has_neither_exponent_nor_empty_zeros(amount: Decimal) -> None:
    assert Decimal(decimal_text(amount)) == amount
    assert "E" not in decimal_text(amount)
    assert decimal_text(amount * 1_000_000).rstrip("0")[-1:] != "."


# --- free, zero, negative -------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Free", "free", " FREE "])
def test_free_is_zero(text: str) -> None:
    assert dollars(text) == UnitPrice(Decimal(0), "USD", "1M tokens", Decimal(0))


@pytest.mark.parametrize("text", ["0", "0.0", "0.00", "0e0", "$0", "0.0000000000000000000000001"])
def test_zero_is_a_price_only_where_the_page_says_free(text: str) -> None:
    with pytest.raises(SetAside) as caught:
        canonical_value(claim(text))
    assert caught.value.code == "zero_is_unknown"
    assert canonical_value(claim(text, is_called_free=True)).amount == 0


def test_the_word_free_needs_no_other_word() -> None:
    assert (
        canonical_value(claim("Free")).amount
        == canonical_value(claim("FREE ")).amount
        == canonical_value(claim("-", says="free")).amount
        == 0
    )


@given(amounts)
def test_a_negative_amount_is_no_price(amount: Decimal) -> None:
    assert why_aside(f"-{decimal_text(amount)}", "token", "USD") == "negative_price"


# --- what contradicts itself ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$3 / MTok", "1K tokens"),
        ("$3 / MTok", "token"),
        ("$3 per 1K tokens", "1M tokens"),
        ("$3 / minute", "second"),
        ("$3 per 1M characters", "1M tokens"),
    ],
)
def test_an_amount_written_per_another_unit_is_set_aside(text: str, unit: Unit) -> None:
    assert why_aside(text, unit) == "unit_changed"


def test_an_amount_per_a_unit_that_nobody_knows_is_set_aside() -> None:
    assert why_aside("$3 per furlong") == "unit_unknown"
    assert why_aside("$3 / ") == "unit_changed"


@pytest.mark.parametrize(
    ("text", "documented"),
    [
        ("$3", "CNY"),
        ("¥3", "USD"),
        ("￥3", "EUR"),
        ("$3 CNY", None),
        ("€3 USD", "EUR"),
        ("3", None),
        ("3 RMB", "USD"),
    ],
)
def test_an_amount_in_two_currencies_or_in_none_is_set_aside(
    text: str, documented: str | None
) -> None:
    assert why_aside(text, currency=documented) == "currency_unclear"


@pytest.mark.parametrize(
    ("text", "currency"),
    [("¥3", "CNY"), ("3元", "CNY"), ("￥3", "CNY"), ("3 RMB", "CNY"), ("€3", "EUR")],
)
def test_a_currency_is_kept_as_quoted(text: str, currency: str) -> None:
    price = dollars(text)
    assert (price.currency, price.amount) == (currency, 3)
    aside = claim(text).model_copy(update={"currency": None})
    assert canonical_value(aside).usd_per_mtok is None


@pytest.mark.parametrize(
    "text",
    [
        "$3 (<=200K) $6",
        "$3, $15",
        "$0.05 input$0.08 output",
        "$1.234,50",
        "$1,23",
        "A$3",
        "US$3",
        "about $3",
        "$3-$5",
        "-",
        "",
        "N/A",
        "three",
        "$",
        "1..5",
        "Limited-time Free",
        "NaN",
        "Infinity",
        "$3 / MTok / MTok?\n$4",
    ],
)
def test_what_is_not_one_amount_is_set_aside(text: str) -> None:
    assert why_aside(text) in {
        "not_an_amount",
        "negative_price",
        "unit_changed",
        "unit_unknown",
        "currency_unclear",
    }


# --- hostile --------------------------------------------------------------------------------------


@ends_in_linear_time
@pytest.mark.parametrize(
    "text",
    [
        "9" * 1_000_000,
        "9" * 1_000_000 + "x",
        "1" + ",000" * 300_000,
        "0." + "0" * 1_000_000 + "1x",
        "$" + "1," * 500_000,
        " " * 1_000_000 + "x",
        "$3" + " " * 1_000_000 + "x",
        "$3 /" + " " * 1_000_000 + "x",
        "1e" + "9" * 1_000_000,
        "$3 per " * 200_000,
    ],
    ids=lambda text: f"{text[:6].strip()}...{len(text)}",
)
def test_a_hostile_text_is_refused(text: str) -> None:
    assert why_aside(text)


@pytest.mark.parametrize(
    "text", ["1e12", "1e16", "1e400", "1e999999999", "9" * 30, "123456789012345678901"]
)
@pytest.mark.parametrize("unit", ["token", "1M tokens", "request"])
def test_an_amount_larger_than_what_is_stored_is_set_aside(text: str, unit: Unit) -> None:
    assert why_aside(text, unit, "USD") == "out_of_range"


def test_the_largest_and_smallest_amounts_are_exact() -> None:
    assert dollars("999999999999", "request", "USD").amount == 999_999_999_999
    assert dollars("1e-18", "token", "USD").per_mtok == Decimal("1e-12")


@pytest.mark.parametrize("amount", ["2.034505208e-09", "1e-18", "999999999999"])
def test_the_warehouse_stores_an_amount_per_pixel_whole(amount: str) -> None:
    found = canonical_value(claim(amount).model_copy(update={"price": "pixel", "unit": "pixel"}))
    (row,) = arrow_table(
        "fact", [("source", "page", "digest", "key", 0, *found, amount, "json:/price", "[]", False)]
    ).to_pylist()
    assert row["value_number"] == row["amount"] == found.amount


@given(st.text("0123456789.,eE+-$¥€ /MTokUSD٣", max_size=30))
@example("1e999999999999999999999")
def test_any_text_is_a_price_or_is_set_aside(text: str) -> None:
    with suppress(SetAside):
        price = read_price(text, "1M tokens", "USD")
        assert price.amount.is_finite()
        assert price.amount >= 0

"""Amounts of money as pages write them, to Decimal with a currency and a unit. Never through float."""

import re
from decimal import Context, Decimal
from typing import NamedTuple

from pipeline.facts.set_aside import SetAside
from spiders.claims import Unit
from spiders.errors import LayoutChanged
from spiders.readers.units import read_unit

_AMOUNT = re.compile(
    r"(?P<sign>[$¥￥€])?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*"
    r"(?P<code>USD|CNY|RMB|EUR|元)?\b\s*(?P<rest>(?:/|per\b)[^$¥￥€]*)?"
)
_CURRENCIES = {
    "$": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "€": "EUR",
    "USD": "USD",
    "CNY": "CNY",
    "RMB": "CNY",
    "元": "CNY",
    "EUR": "EUR",
}
_HUNDREDTHS = {"US cents": "USD"}
_TOKENS: dict[Unit, int] = {
    "token": 1,
    "1K tokens": 1_000,
    "1M tokens": 1_000_000,
    "10B tokens": 10**10,
}
# Aggregators that keep binary floats print 0.7999999999999999: twelve digits are more than any
# price list has.
_ROUNDING = Context(prec=12, traps=[])
# What the warehouse stores: an amount per token has up to 18 decimals, one per million tokens up to
# 12.
_PER_UNIT, _PER_MTOK = Decimal("1e-18"), Decimal("1e-12")
_TOO_LARGE, _STORED = Decimal("1e12"), Context(prec=38)


class UnitPrice(NamedTuple):
    """An amount per unit in a currency; for a token price also the amount per million tokens."""

    amount: Decimal
    currency: str
    unit: Unit
    per_mtok: Decimal | None


def read_price(text: str, unit: Unit, currency: str | None) -> UnitPrice:
    """The price in a quote. `unit` is what the source read from the page, `currency` what its
    publisher documents.

    Raises SetAside where the text is no single amount, or contradicts the unit or the currency.
    """
    if text.strip().casefold() == "free":
        per_mtok = Decimal(0) if unit in _TOKENS else None
        return UnitPrice(Decimal(0), _whole(currency or "USD"), unit, per_mtok)
    match = _match_amount(text)
    quoted = _one_currency(text, match["sign"], match["code"], currency)
    _check_unit(text, match["rest"], unit)
    amount = _ROUNDING.create_decimal(match["number"].replace(",", ""))
    amount = _ROUNDING.scaleb(amount, -2 if quoted in _HUNDREDTHS else 0)
    per_mtok = None
    if unit in _TOKENS:
        per_mtok = _ROUNDING.multiply(amount, Decimal(1_000_000) / _TOKENS[unit])
    if not amount.is_finite() or max(amount, per_mtok or amount) >= _TOO_LARGE:
        raise SetAside("out_of_range", f"{text[:40]!r} is larger than any price")
    stored = None if per_mtok is None else stored_per_mtok(per_mtok)
    return UnitPrice(_fit(amount, _PER_UNIT), _whole(quoted), unit, stored)


def _match_amount(text: str) -> re.Match[str]:
    match = _AMOUNT.fullmatch(text.strip())
    if match is not None:
        return match
    if text.strip().startswith("-"):
        raise SetAside(
            "negative_price", f"{text!r} is negative, which marks something other than a price"
        )
    raise SetAside("not_an_amount", f"{text!r} is not one amount of money")


def _one_currency(text: str, sign: str | None, code: str | None, documented: str | None) -> str:
    """The currency that the sign, the code and the publisher's documentation agree on."""
    stated = {_CURRENCIES[mark] for mark in (sign, code) if mark}
    if documented:
        stated.add(documented)
    if len(stated) != 1:
        found = " and ".join(sorted(stated)) or "none"
        raise SetAside("currency_unclear", f"{text!r} should have one currency, found {found}")
    return stated.pop()


def _whole(currency: str) -> str:
    """The currency that a hundredth is of: USD of US cents."""
    return _HUNDREDTHS.get(currency, currency)


def stored_per_mtok(number: Decimal) -> Decimal:
    """An amount per million tokens with the digits that the catalog keeps of it."""
    return _fit(_ROUNDING.plus(number), _PER_MTOK)


def _fit(number: Decimal, step: Decimal) -> Decimal:
    """The number, rounded to a multiple of `step` where it is none."""
    stored = number.quantize(step, context=_STORED)
    return number if number == stored else stored


def _check_unit(text: str, rest: str | None, unit: Unit) -> None:
    if not rest:
        return
    try:
        written = read_unit(rest)
    except LayoutChanged as error:
        raise SetAside("unit_unknown", f"{text!r}: {error}") from None
    if written != unit:
        raise SetAside(
            "unit_changed",
            f"{text!r} is written per {written}, where the page was read as per {unit}",
        )


def decimal_text(number: Decimal) -> str:
    """A Decimal without exponent and without trailing zeros: 0.8, 15, 0.000125."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Amounts of money as pages write them, to Decimal with a currency and a unit. Never through float."""

import re
from decimal import Context, Decimal
from typing import NamedTuple

from pipeline.facts.set_aside import SetAside
from spiders.claims import Unit
from spiders.errors import LayoutChanged
from spiders.readers.phrases import read_unit

_AMOUNT = re.compile(
    r"(?P<sign>[$¥￥€])?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*"
    r"(?P<code>USD|CNY|RMB|EUR|元)?\b\s*(?P<rest>(?:/|per\b).*)?"
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


class Price(NamedTuple):
    """An amount per unit in a currency; for a token price also the amount per million tokens."""

    amount: Decimal
    currency: str
    unit: Unit
    per_mtok: Decimal | None


def read_price(text: str, unit: Unit, currency: str | None) -> Price:
    """The price in a quote. `unit` is what the source read from the page, `currency` what its
    publisher documents.

    Raises SetAside where the text is no single amount, or contradicts the unit or the currency.
    """
    if text.strip().casefold() == "free":
        return Price(
            Decimal(0), _whole(currency or "USD"), unit, Decimal(0) if unit in _TOKENS else None
        )
    match = _AMOUNT.fullmatch(text.strip())
    if match is None:
        if text.strip().startswith("-"):
            raise SetAside(
                "negative_price", f"{text!r} is negative, which marks something other than a price"
            )
        raise SetAside("not_an_amount", f"{text!r} is not one amount of money")
    stated = {_CURRENCIES[mark] for mark in (match["sign"], match["code"]) if mark}
    if currency:
        stated.add(currency)
    if len(stated) != 1:
        found = " and ".join(sorted(stated)) or "none"
        raise SetAside("currency_unclear", f"{text!r} should have one currency, found {found}")
    _check_unit(text, match["rest"], unit)
    quoted = stated.pop()
    amount = _ROUNDING.create_decimal(match["number"].replace(",", ""))
    amount = _ROUNDING.scaleb(amount, -2 if quoted in _HUNDREDTHS else 0)
    per_mtok = (
        _ROUNDING.multiply(amount, Decimal(1_000_000) / _TOKENS[unit]) if unit in _TOKENS else None
    )
    if not amount.is_finite() or max(amount, per_mtok or amount) >= _TOO_LARGE:
        raise SetAside("out_of_range", f"{text[:40]!r} is larger than any price")
    stored = None if per_mtok is None else stored_per_mtok(per_mtok)
    return Price(_fit(amount, _PER_UNIT), _whole(quoted), unit, stored)


def _whole(currency: str) -> str:
    return _HUNDREDTHS.get(currency, currency)


def stored_per_mtok(number: Decimal) -> Decimal:
    """An amount per million tokens with the digits that the catalog keeps of it."""
    return _fit(_ROUNDING.plus(number), _PER_MTOK)


def _fit(number: Decimal, step: Decimal) -> Decimal:
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


def plain(number: Decimal) -> str:
    """A Decimal without exponent and without trailing zeros: 0.8, 15, 0.000125."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

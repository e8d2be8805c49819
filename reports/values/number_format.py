"""Formats of numbers: tokens in full and in short, money, percentages, and lists of words."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_SCALES = (
    (Decimal(10**12), "T"),
    (Decimal(10**9), "B"),
    (Decimal(10**6), "M"),
    (Decimal(10**3), "K"),
)


def in_full(number: Decimal) -> str:
    """262,144."""
    return f"{number.quantize(Decimal(1), ROUND_HALF_UP):,}"


def in_short(number: Decimal) -> str:
    """262K, 1.05M, 8.2K: three digits at most."""
    for scale, letter in _SCALES:
        if number >= scale:
            scaled = number / scale
            places = 0 if scaled >= 100 else 1 if scaled >= 10 or scale == 1000 else 2
            return f"{plain_number(scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))}{letter}"
    return plain_number(number)


def money(dollars: Decimal) -> str:
    """$4, $0.80, $0.075, $1,640: cents where there are any, and no digit lost."""
    exact = plain_number(dollars)
    whole, _, fraction = exact.partition(".")
    if not fraction:
        return f"${int(whole):,}"
    return f"${int(whole):,}.{fraction.ljust(2, '0')}"


def monthly(dollars: Decimal) -> str:
    """A month's cost, to the cent."""
    return money(dollars.quantize(Decimal("0.01"), ROUND_HALF_UP))


def percent(part: Decimal) -> str:
    return f"{in_full(part * 100)}%"


def plain_number(number: Decimal) -> str:
    """The digits of a number, without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def join_words(words: Sequence[str]) -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def dissent(count: int) -> str:
    """How many values are stated beside the one that leads."""
    return "another value is stated" if count == 1 else f"{count} other values are stated"


def offers_word(count: int) -> str:
    """The word for so many offers: offer or offers."""
    return "offer" if count == 1 else "offers"

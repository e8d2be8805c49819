"""How a page writes its numbers, and what one of them means there."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from spiders.claims import Claim, Quote
from spiders.readers.stated_prices.amounts import AMOUNT, NUMBER, TOKEN_UNITS, first_amount
from spiders.readers.stated_prices.footnotes import RAISED

_DECIMAL_COMMA = re.compile(r"\b0,\d|\d,\d{1,2}(?!\d)|\d,\d{4}|\.\d{3},\d")
_DECIMAL_POINT = re.compile(r"\b0\.\d|\d\.\d{1,2}(?!\d)|\d\.\d{4}|,\d{3}\.\d|\d[eE][+-]?\d")
_RAISED_MARKS = re.compile(r"\d\s*(?:<sup>\s*(\d)\s*</sup>|\^(\d)\^|([¹²³⁴⁵⁶⁷⁸⁹]))")
_CENTS_AND_ONE_MORE = re.compile(r"\d*\.\d\d([1-9])")


class NumberStyle(NamedTuple):
    """How the amounts of a page are written, as far as they show it."""

    has_decimal_points: bool
    has_decimal_commas: bool
    footnotes: frozenset[str]
    """The digits that stand as marks of footnotes behind numbers of the page."""


def number_style(amounts: Iterable[str], page_text: str) -> NumberStyle:
    """How the amounts of a page are written."""
    numbers: list[str] = []
    for text in amounts:
        numbers += re.findall(NUMBER, first_amount(text))
    starts = page_text[:200].lstrip()[:1]
    footnotes: set[str] = set()
    if starts not in ("{", "["):
        for match in _RAISED_MARKS.finditer(page_text):
            footnotes.add(next(filter(None, match.groups())).translate(RAISED))
    return NumberStyle(
        has_decimal_points=any(_DECIMAL_POINT.search(number) for number in numbers),
        has_decimal_commas=any(_DECIMAL_COMMA.search(number) for number in numbers),
        footnotes=frozenset(footnotes),
    )


def settle_number(claim: Claim, style: NumberStyle) -> Claim:
    """The claim with its amount as a plain number where the page writes decimal commas; with a
    doubt where its number can mean two things.
    """
    if claim.value is not None or claim.doubt is not None:
        return claim
    amount = first_amount(claim.quote.text)
    glued = _CENTS_AND_ONE_MORE.search(amount)
    if glued and glued[1] in style.footnotes:
        doubt = f"the last digit of {amount!r} may be the mark of the footnote {glued[1]}"
        return claim.model_copy(update={"doubt": doubt})
    if style.has_decimal_commas and not style.has_decimal_points:
        return _with_decimal_comma(claim, claim.quote)
    if "," not in amount:
        return claim
    is_clear = style.has_decimal_points and not style.has_decimal_commas
    if is_clear or (not style.has_decimal_commas and claim.unit not in TOKEN_UNITS):
        return claim
    doubt = f"the page does not show whether the comma in {amount!r} is one of decimals"
    return claim.model_copy(update={"doubt": doubt})


def _with_decimal_comma(claim: Claim, quote: Quote) -> Claim:
    """The claim with the number in its quote written with a point."""
    match = AMOUNT.search(quote.text)
    if match is None or not re.search("[.,]", match[0]):
        return claim
    number = match[0].replace(".", "").replace(",", ".")
    value = quote.text[: match.start()] + number + quote.text[match.end() :]
    return claim.model_copy(update={"value": value})

"""The prices that a cell states, each with its amount and its conditions."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spiders.claims import Claim, Unit, qualifier_values
from spiders.conditions import Condition, conditions_in
from spiders.errors import LayoutChanged
from spiders.readers.stated_prices.amounts import AMOUNT, TOKEN_UNITS
from spiders.readers.stated_prices.qualifiers import qualifiers_of
from spiders.readers.units import read_unit

_PLAIN = re.compile(r"[$¥￥€]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?: ?/ ?MTok)?")
_THEN = re.compile(r"\b(?:then|thereafter|after(?:wards)?)\b", re.IGNORECASE)
_DOLLAR_OF = re.compile(r"^US ?(?=\$)")
_UNIT_BEHIND = re.compile(r" ?(?:/|\bper\b|每)[^$¥￥€]*")
_MARKS = re.compile(r"(?<=[\w)$€元])\s?(?:[*†‡§¶]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?!\w)")
_LEAST_CHARGE = re.compile(
    r"\bmin(?:imum|\.)?(?: charge)?(?: of|:)? ?([$¥￥€] ?\d+(?:\.\d+)?) ?(?:/|per) ?request\b",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"[(\[（] ?min(?:imum|\.)?\b[^()\[\]（）]*[)\]）]|,? \bmin(?:imum|\.) [^$¥￥€]*[$¥￥€].*",
    re.IGNORECASE,
)
_OLD_PRICE = re.compile(
    r"[(\[（]?(?<!\w)(?:was|previously|formerly|originally|down from|instead of|原价)\b:? ?"
    rf"(?:{AMOUNT.pattern})(?: ?/ ?[\w ]+)?[)\]）]?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[\s→]*[(（][^()（）]*[)）]\s*")
_FREE = re.compile(r"[\s(]*free(?: of charge)?[\s)]*", re.IGNORECASE)
_BEFORE = " \t([（,;:|→"
_BEHIND = " \t()[]（）,;:|/–—-"


class _Part(NamedTuple):
    """An amount of a cell, and the conditions that stand with it."""

    span: tuple[int, int]
    conditions: list[Condition]


def settle_prices(claim: Claim) -> Iterator[Claim]:
    """The prices that the cell of a claim states: several where amounts have a condition each; the
    claim as it is where they cannot be told apart.
    """
    text = claim.quote.text
    if claim.value is not None or _PLAIN.fullmatch(text):
        yield claim
        return
    written = without_remarks(text)
    conditions = conditions_in(written)
    if not conditions:
        yield _with_amount(claim, written, [])
        return
    blank = _blanked(written, [(found.start, found.end) for found in conditions])
    amounts = list(AMOUNT.finditer(blank))
    if len(amounts) < 2:
        yield _with_amount(claim, blank, conditions)
        return
    told_parts = _then_parts(blank, amounts, conditions) or _parts(amounts, conditions, len(blank))
    parts = [_with_amount(claim, _only(blank, part.span), part.conditions) for part in told_parts]
    is_split = all(part.quote.text != text for part in parts)
    keys = {qualifier_values(part) for part in parts}
    yield from parts if is_split and len(keys) == len(parts) else [claim]


def _then_parts(
    blank: str, amounts: list[re.Match[str]], conditions: list[Condition]
) -> list[_Part]:
    """The two parts of "$1 until May 1, 2027, then $2"; none of other cells."""
    then = _THEN.search(blank, amounts[0].end(), amounts[1].start())
    if then is None or len(amounts) != 2 or len(conditions) != 1:
        return []
    ending = conditions[0]
    if ending.valid_to is None or ending.end > then.start():
        return []
    following = Condition(ending.start, ending.end, valid_from=ending.valid_to)
    return [_Part((0, then.start()), [ending]), _Part((then.end(), len(blank)), [following])]


def least_charge(claim: Claim) -> Iterator[Claim]:
    """The price of a request at least, where a cell says so: "$0.60 (min. $0.01 per request)"."""
    found = _LEAST_CHARGE.search(claim.quote.text) if "equest" in claim.quote.text else None
    if found and claim.value is None:
        words = ", ".join(filter(None, [claim.variant, "minimum charge"]))
        changes = {"meter": "request", "unit": "request", "variant": words, "doubt": None}
        yield claim.model_copy(update=changes | {"quote": claim.quote.slice(*found.span(1))})


def _parts(
    amounts: list[re.Match[str]], conditions: list[Condition], length: int
) -> Iterator[_Part]:
    """The amounts of a cell, each with the conditions up to the next one; where the first condition
    stands before the first amount, those before it.
    """
    is_behind = conditions[0].start > amounts[0].start()
    starts = [amount.start() for amount in amounts]
    ends = [amount.end() for amount in amounts]
    if is_behind:
        spans = list(zip(starts, [*starts[1:], length], strict=True))
    else:
        spans = list(zip([0, *ends[:-1]], [*ends[:-1], length], strict=True))
    for start, end in spans:
        yield _Part((start, end), [found for found in conditions if start <= found.start < end])


def without_remarks(text: str) -> str:
    """A cell's text with blanks for what is no part of a price: marks of footnotes, the price
    before, and the least that is charged.
    """
    spans: list[tuple[int, int]] = []
    for pattern in (_OLD_PRICE, _MINIMUM, _MARKS):
        spans += [match.span() for match in pattern.finditer(text) if match.start() > 0]
    return _blanked(text, spans)


def _with_amount(claim: Claim, written: str, conditions: list[Condition]) -> Claim:
    """The claim with the one amount in a text of its cell; unchanged where the text holds anything
    else. `written` has blanks for the words that were read.
    """
    if _IN_BRACKETS.fullmatch(written) and not conditions:
        return claim  # a loss, a remark, a price for some
    start = len(written) - len(_DOLLAR_OF.sub("", written.lstrip(_BEFORE)))
    end = len(written.rstrip(_BEHIND))
    said = [claim.quote.slice(found.start, found.end) for found in conditions]
    changes = qualifiers_of(claim, conditions, ", ".join(quote.text for quote in said))
    context = [quote.as_context("validity") for quote in said]
    if conditions and _FREE.fullmatch(written[start:end]):
        quote = claim.quote.slice(start, end).with_context(*context)
        is_listed = claim.price_class == "list" and "price_class" not in changes
        if is_listed and any(found.valid_to for found in conditions):
            changes["price_class"] = "promotional"
        return claim.model_copy(update={**changes, "quote": quote, "value": "free"})
    amount = _amount_and_unit(claim, written[start:end])
    if amount is None:
        return claim
    length, unit = amount
    if unit != claim.unit:
        changes["unit"] = unit
    is_whole = (start, start + length) == (0, len(claim.quote.text))
    if is_whole and not changes:
        return claim
    quote = claim.quote if is_whole else claim.quote.slice(start, start + length)
    return claim.model_copy(update={**changes, "quote": quote.with_context(*context)})


def _amount_and_unit(claim: Claim, inside: str) -> tuple[int, Unit | None] | None:
    """The length of the amount that a text is, with its unit where that stands directly behind, and
    the unit; None where the text is anything else, or its unit does not fit the claim's.
    """
    amount = AMOUNT.match(inside)
    if amount is None:
        return None
    behind = " ".join(inside[amount.end() :].split())
    if not behind.strip(_BEHIND):
        return len(inside.rstrip(_BEHIND)), claim.unit
    if not _UNIT_BEHIND.fullmatch(behind):
        return None
    try:
        unit = read_unit(behind)
    except LayoutChanged:
        return None
    are_tokens = unit in TOKEN_UNITS and claim.unit in TOKEN_UNITS
    if unit not in (None, claim.unit) and not are_tokens:
        return None
    # What was read may stand between an amount and its unit.
    is_apart = "  " in inside
    return amount.end() if is_apart else len(inside), unit or claim.unit


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with blanks in some places."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _only(text: str, span: tuple[int, int]) -> str:
    """A text with blanks around one place."""
    start, end = span
    return " " * start + text[start:end] + " " * (len(text) - end)

"""Compares two values by share or ratio, as derived figures that cite both."""

from decimal import ROUND_HALF_UP, Decimal

from reports.values.number_format import percent, plain_number
from reports.values.sentence import Derived, SentencePart
from reports.values.value import Receipt, Value, number_of, receipts_of


def is_close(large: Decimal | None, small: Decimal | None) -> bool:
    """Less than a tenth apart: too little to lead by."""
    return large is not None and small is not None and large < small * Decimal("1.1")


def how_much_more(large: Value, small: Value) -> list[SentencePart]:
    """How much more the larger of two values is: a share, or so many times as many."""
    most, least = number_of(large) or Decimal(0), number_of(small) or Decimal(1)
    share = (most - least) / least
    if share < 1:
        return [_compared("share more", percent(share), share, large, small), " more"]
    ratio = (most / least).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return [_compared("ratio", plain_number(ratio), ratio, large, small), " times as many"]


def _compared(rule: str, text: str, value: Decimal, large: Value, small: Value) -> Derived:
    receipts: tuple[Receipt, ...] = receipts_of(large)[:1] + receipts_of(small)[:1]
    return Derived(
        about=f"{rule}: {large.about} against {small.about}",
        text=text,
        number=value,
        rule=rule,
        inputs=(large.about, small.about),
        receipts=receipts,
    )

"""What templates ask of values: which macro writes one, which url may be followed, how long a bar
is.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from urllib.parse import urlsplit

from reports.model.cost import MonthlyBill
from reports.model.events import Event
from reports.model.route_listing import ModelRoutes
from reports.model.routes import STANDING_WORDS, Route
from reports.pages.sections.paired_rows import Row, Tags
from reports.values.number_format import in_short, join_words, money, plain_number
from reports.values.sentence import Sentence, Unavailable
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    Receipt,
    StatedValue,
    leading_value,
    number_of,
    receipts_of,
)

_NAMED = 3


def part_kind(part: object) -> str:
    """Which macro writes a part of a sentence or a cell: the state of a value, the kind of anything
    else.
    """
    match part:
        case str():
            return "text"
        case Sentence():
            return "sentence"
        case _:
            return str(getattr(part, "state", None) or getattr(part, "kind", ""))


def web_url(url: str) -> str | None:
    """The url, where a browser may follow it: http and https only."""
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def by_source(receipts: Sequence[Receipt]) -> list[Receipt]:
    """One receipt for each source."""
    return list({receipt.source: receipt for receipt in reversed(receipts)}.values())[::-1]


def receipt_words(receipt: Receipt) -> str:
    reviewed = f"reviewed {receipt.reviewed}" if receipt.reviewed else "not reviewed"
    return f"fact {receipt.fact_id}, checked {receipt.checked}, {reviewed}"


def capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def first_names(names: Sequence[str]) -> str:
    """The first few names, and how many more."""
    more = len(names) - _NAMED
    return join_words(list(names)) if more <= 1 else f"{', '.join(names[:_NAMED])} and {more} more"


def is_value(cell: object) -> bool:
    """Whether it has one of the five states: a part of a dossier, which other pages hold too."""
    return isinstance(cell, StatedValue | AbsentValue | NotSourced | NotApplicable | DisputedValue)


def is_unknown(cell: object) -> bool:
    match cell:
        case NotSourced() | NotApplicable() | Unavailable() | Tags(tags=()):
            return True
        case _:
            return False


def share(row: Row, key: str) -> str | None:
    """How long the bar under a number is, in percent of the longer one."""
    numbers = {
        name: number_of(cell)
        for name, cell in (("a", row.a), ("b", row.b))
        if isinstance(cell, StatedValue | DisputedValue)
    }
    longest = max((n for n in numbers.values() if n is not None), default=None)
    mine = numbers.get(key)
    return (
        plain_number((100 * mine / longest).quantize(Decimal("0.1")))
        if mine is not None and longest
        else None
    )


def stack(bill: MonthlyBill) -> list[tuple[str, str]]:
    """Where each item of a bill begins on a bar of 100, and how long it is."""
    total = bill.total.number or Decimal(1)
    start, parts = Decimal(0), list[tuple[str, str]]()
    for item in bill.items:
        width = (100 * item.total.number / total).quantize(Decimal("0.1"))
        parts.append((plain_number(start), plain_number(max(width - 1, Decimal(0)))))
        start += width
    return parts


def mtok(millions: Decimal) -> str:
    return in_short(millions * 1_000_000)


def standing(routes: ModelRoutes, standing: str) -> list[Route]:
    return [route for route in (*routes.live, *routes.ended) if route.standing == standing]


def reasons(route: Route) -> list[NotSourced]:
    """Why prices that its page states could not be taken, each reason once."""
    gaps = [
        price
        for price in (route.input, route.output)
        if isinstance(price, NotSourced) and price.because
    ]
    return list({(gap.because, gap.quote, gap.source): gap for gap in gaps}.values())


def last_checked(route: Route) -> str:
    """When the older of a route's two prices was last confirmed, or its listing where it has none."""
    counted = [value for value in (route.input, route.output) if leading_value(value)]
    receipts = [receipts_of(value)[0] for value in counted] or [route.listed]
    return min(receipt.checked for receipt in receipts).isoformat()


def tokens(count: int) -> str:
    return in_short(Decimal(count))


def dollars(amount: Decimal) -> str:
    return money(amount.normalize())


def standing_words(standing_of: str) -> str:
    return STANDING_WORDS[standing_of]


def day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "none"


def spaced(name: str) -> str:
    return name.replace("_", " ")


def xml_text(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def event_id(event: Event) -> str:
    """The same event has the same id in every edition of the feed."""
    text = f"{event.day} {event.kind} {event.model} {event.sentence.text}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

"""Filters and tests of the templates: texts, tags and bar lengths made from values."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from reports.model.cost import MonthlyBill
from reports.model.events import Event
from reports.model.route_listing import ModelRoutes
from reports.model.routes import STANDING_WORDS, Route
from reports.model.scores import Score
from reports.pages.sections.paired_rows import Row, Tags
from reports.pages.sections.review_dates import ReviewDates
from reports.values.number_format import in_short, join_words, money, plain_number
from reports.values.sentence import Sentence, Unavailable
from reports.values.value import (
    AbsentValue,
    DisputedValue,
    NotApplicable,
    NotSourced,
    Receipt,
    StatedValue,
    Statement,
    leading_value,
    number_of,
    receipts_of,
)

_NAMED = 3
_MARKED_STATUSES = frozenset({"deprecated", "legacy", "preview", "limited"})


class RouteTag(NamedTuple):
    """A tag beside the seller of a route: its text with an icon, and the class of its colour."""

    css_class: str
    text: str


def part_kind(part: object) -> str:
    """The macro that renders a cell: the state of a value, the kind of anything else."""
    match part:
        case str():
            return "text"
        case Sentence():
            return "sentence"
        case _:
            return str(getattr(part, "state", None) or getattr(part, "kind", ""))


def web_url(url: str) -> str | None:
    """The url if a browser may follow it (http and https only), else None."""
    parts = urlsplit(url)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return url
    return None


def by_source(receipts: Sequence[Receipt]) -> list[Receipt]:
    """The first receipt of each source. A source cited more than once stands at its last place."""
    found: dict[str, Receipt] = {}
    for receipt in reversed(receipts):
        found[receipt.source] = receipt
    return list(found.values())[::-1]


def receipt_words(receipt: Receipt) -> str:
    """When a fact was last looked at. That no person did is said once for a whole page."""
    words = f"checked {receipt.checked}"
    return f"{words}, reviewed {receipt.reviewed}" if receipt.reviewed else words


def capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def first_names(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = len(names) - _NAMED
    if more <= 1:
        return join_words(list(names))
    return f"{', '.join(names[:_NAMED])} and {more} more"


def other_statements(value: DisputedValue) -> tuple[Statement, ...]:
    """The statements of a dispute without the one that leads; all of them where none leads."""
    return value.statements[1:] if value.is_led else value.statements


def review_words(dates: ReviewDates) -> str:
    """Once for a whole page: how much a person reviewed, and whether most of it is stale."""
    words = "No value was reviewed by a person."
    if dates.newest_review:
        words = f"Reviewed by a person: {dates.reviewed_of_all}, last on {dates.newest_review}."
    if dates.are_most_stale:
        words += f" {dates.stale} of {dates.facts} facts are stale: no page has confirmed them for"
        words += " long. That is not marked again below."
    return words


def score_details(score: Score, with_runner: bool = False) -> str:
    """Version, variant and date of a score, as far as they are known, and who ran it if wanted."""
    runner = score.runner if with_runner else None
    details = (score.version, score.variant, runner, score.measured)
    return ", ".join(detail for detail in details if detail)


def route_tag(route: Route) -> RouteTag | None:
    """The status of a route if a reader must know it, or that its price is confirmed."""
    if route.ended:
        status = "price gone" if route.is_live else route.status
        return RouteTag("warn", f"⊘ {status} {route.ended.text}")
    if route.status in _MARKED_STATUSES:
        return RouteTag("warn", f"⚠ {route.status}")
    if route.is_eligible:
        return RouteTag("ok", "✓ confirmed")
    return None


def is_value(cell: object) -> bool:
    """Whether it has one of the five states of a value: a part of one model, which pages share."""
    return isinstance(cell, StatedValue | AbsentValue | NotSourced | NotApplicable | DisputedValue)


def is_unknown(cell: object) -> bool:
    match cell:
        case NotSourced() | NotApplicable() | Unavailable() | Tags(tags=()):
            return True
        case _:
            return False


def share(row: Row, key: str) -> str | None:
    """The length of the bar under a number, in percent of the longer one of the row."""
    numbers: dict[str, Decimal | None] = {}
    for name, cell in (("a", row.a), ("b", row.b)):
        if isinstance(cell, StatedValue | DisputedValue):
            numbers[name] = number_of(cell)
    longest = max((n for n in numbers.values() if n is not None), default=None)
    own = numbers.get(key)
    if own is None or not longest:
        return None
    return plain_number((100 * own / longest).quantize(Decimal("0.1")))


def stack(bill: MonthlyBill) -> list[tuple[str, str]]:
    """The start and length of each item of a bill on a bar of 100."""
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
    """Why prices that the page states could not be read, without repeats."""
    gaps = [
        price
        for price in (route.input, route.output)
        if isinstance(price, NotSourced) and price.because
    ]
    return list({(gap.because, gap.quote, gap.source): gap for gap in gaps}.values())


def last_checked(route: Route) -> str:
    """The day on which the older of a route's two prices, or else its listing, was last confirmed."""
    counted = [value for value in (route.input, route.output) if leading_value(value)]
    receipts = [receipts_of(value)[0] for value in counted] or [route.listed]
    return min(receipt.checked for receipt in receipts).isoformat()


def tokens(count: int) -> str:
    return in_short(Decimal(count))


def monthly(amount: Decimal) -> str:
    """A monthly cost: whole dollars from a hundred on, else to the cent."""
    cent = Decimal(1) if amount >= 100 else Decimal("0.01")
    return f"${amount.quantize(cent, ROUND_HALF_UP):,}"


def dollars(amount: Decimal) -> str:
    return money(amount.normalize())


def standing_words(standing_of: str) -> str:
    return STANDING_WORDS[standing_of]


def without_anchor(address: str) -> str:
    return address.partition("#")[0]


def day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else "none"


def spaced(name: str) -> str:
    return name.replace("_", " ")


def slug(words: str) -> str:
    """Words as the anchor of a page."""
    return re.sub("[^a-z]+", "-", words.lower())


def xml_text(text: str) -> str:
    """A text without the control characters that XML cannot hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def event_id(event: Event) -> str:
    """The id of an event, the same in every version of the feed."""
    text = f"{event.day} {event.kind} {event.model} {event.sentence.text}"
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

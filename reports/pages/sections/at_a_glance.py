"""The first screen of a comparison: what decides between the two models, in a few rows, and how sure
that is. Everything below it on the page is evidence.
"""

from collections.abc import Iterable, Iterator, Sequence

from reports.model.capability_values import capability_in_prose
from reports.model.cost import MonthlyBill, MonthlyCost
from reports.pages.pair import Leads, Pair, PairSide
from reports.pages.sections.benchmarks import SharedScore
from reports.pages.sections.paired_rows import Row
from reports.pages.sections.review_dates import ReviewDates
from reports.pages.sections.specs import LABELS
from reports.pages.signal import Signal
from reports.pages.signals import ahead_count, exclusive_capabilities
from reports.pages.uses import best_for
from reports.values.number_format import offers_word
from reports.values.sentence import (
    MILLION,
    Count,
    Named,
    Sentence,
    SentencePart,
    citable,
    format_sentence,
    join_names,
    join_parts,
)
from reports.values.value import DisputedValue, FrozenModel, NotSourced, Value, is_yes

_NAMED = 3
_NAMED_SELLERS = 2
_TELLING = (
    "SWE-bench Verified",
    "LMArena text, coding",
    "LMArena text, full",
    "LiveBench code generation",
    "aider polyglot",
    "GPQA",
)
"""Of the shared scores the first of these is quoted beside the count."""


class AtAGlance(FrozenModel):
    rows: tuple[Row, ...]
    checked: Sentence | None
    """When the prices of the first row were last seen; None where there are none."""
    exceptions: tuple[Sentence, ...]
    """What is less sure than the rest."""


def at_a_glance(
    pair: Pair, signals: Sequence[Signal], shared: Sequence[SharedScore], dates: ReviewDates
) -> AtAGlance:
    leads: dict[str, Leads | None] = {signal.rule: signal.leads for signal in signals}
    a, b = pair.sides
    rows = [
        Row(
            key="month",
            label="A month",
            a=_month(pair, a),
            b=_month(pair, b),
            leads=leads["lower monthly cost"],
        ),
        Row(
            key="limits",
            label="Context window, max output",
            a=_limits(a),
            b=_limits(b),
            leads=leads["larger context"],
        ),
        Row(key="only", label="Only one can", a=_only(a, b), b=_only(b, a)),
        Row(
            key="scores",
            label="Shared scores",
            a=_scores(a, shared),
            b=_scores(b, shared),
            leads=leads["ahead on shared scores"],
        ),
        Row(key="lifecycle", label="Lifecycle", a=_lifecycle(a), b=_lifecycle(b)),
        Row(
            key="best_for",
            label="Best for",
            a=best_for(a, b, signals, shared),
            b=best_for(b, a, signals, shared),
        ),
    ]
    return AtAGlance(
        rows=tuple(rows),
        checked=_checked(pair),
        exceptions=(*_uncertain_prices(pair, dates), *_disputes(a), *_disputes(b)),
    )


def _month(pair: Pair, side: PairSide) -> Sentence:
    return month_of(side.costs[pair.profile.name])


def month_of(cost: MonthlyCost) -> Sentence:
    """What a month costs at least, and who asks that, or that it is not known."""
    if isinstance(cost.best, MonthlyBill):
        return format_sentence("{}: {}.", cost.best.total, month_terms(cost.best).parts)
    if cost.last_known is None:
        return format_sentence("No confirmed price.")
    return format_sentence(
        "No confirmed price; {} at {} until {}.",
        cost.last_known.bill.total,
        Named(text=cost.last_known.bill.provider),
        cost.last_known.ended,
    )


def month_terms(bill: MonthlyBill) -> Sentence:
    """The prices of a month and who asks them."""
    prices: list[SentencePart | Sentence] = []
    for item in bill.items:
        price = citable(item.price)
        if price:
            prices.append(format_sentence("{} " + item.meter, price))
    parts: list[SentencePart] = [*join_parts(prices), " per ", MILLION, " at "]
    parts.append(Named(text=bill.provider))
    if bill.alike:
        parts.append(", and the same at ")
        parts += _first_names(bill.alike, _NAMED_SELLERS)
    return Sentence(parts=tuple(parts))


def _first_names(names: Sequence[str], most: int) -> list[SentencePart]:
    """The first few names, and that there are others."""
    if len(names) <= most + 1:
        return join_names(names)
    return join_parts([*(Named(text=name) for name in names[:most]), format_sentence("others")])


def _limits(side: PairSide) -> Sentence:
    return format_sentence(
        "{}, {}",
        _or_unknown(side.attributes["context_tokens"]),
        _or_unknown(side.attributes["max_output_tokens"]),
    )


def _or_unknown(value: Value) -> SentencePart:
    return citable(value) or "not sourced"


def _only(side: PairSide, other: PairSide) -> Sentence:
    """What it is stated to have, the other to lack; and what is stated of it alone."""
    stated = [capability_in_prose(name) for name in exclusive_capabilities(side, other)]
    unanswered = [
        capability_in_prose(name)
        for name, value in side.capabilities.items()
        if is_yes(value) and isinstance(other.capabilities[name], NotSourced) and name != "tool_use"
    ]
    if not stated and not unanswered:
        return format_sentence("Nothing that is known.")
    clauses: list[Sentence] = []
    if stated:
        template = "{}, which the other is stated to lack"
        clauses.append(format_sentence(template, _first_names(stated, _NAMED)))
    if unanswered:
        template = "{}, not sourced for the other"
        clauses.append(format_sentence(template, _first_names(unanswered, _NAMED)))
    parts: list[SentencePart] = []
    for clause in clauses:
        parts += ["; ", *clause.parts] if parts else clause.parts
    return Sentence(parts=tuple(parts))


def _scores(side: PairSide, shared: Sequence[SharedScore]) -> Sentence:
    if not shared:
        return format_sentence("No benchmark has a score of both.")
    ahead = sum(score.leads == side.key for score in shared)
    total = Count(number=len(shared), of="benchmarks.shared")
    told = _telling(shared)
    score = told.a if side.key == "a" else told.b
    return format_sentence(
        "Ahead on {} of {}; {} {}",
        ahead_count(side.key, ahead),
        total,
        Named(text=score.benchmark),
        score.value,
    )


def _telling(shared: Sequence[SharedScore]) -> SharedScore:
    """The shared score that is quoted."""
    for name in _TELLING:
        for score in shared:
            if score.a.benchmark.startswith(name):
                return score
    return shared[0]


def _lifecycle(side: PairSide) -> Sentence:
    own = side.own_route
    offers = offers_word(len(side.live))
    if own is None:
        if not side.live:
            return format_sentence("No live offer that we know.")
        template = "Not sold by its maker; {} live {}."
        return format_sentence(template, side.live_count, offers)
    maker = Named(text=own.provider)
    if own.ended:
        template = "Ended at {} on {}; {} live {}."
        return format_sentence(template, maker, own.ended, side.live_count, offers)
    if own.ends:
        template = "Ends at {} on {}; {} live {}."
        return format_sentence(template, maker, own.ends, side.live_count, offers)
    if own.status == "deprecated":
        return format_sentence("Deprecated at {}; {} live {}.", maker, side.live_count, offers)
    template = "On offer at {}, no end announced; {} live {}."
    return format_sentence(template, maker, side.live_count, offers)


def _checked(pair: Pair) -> Sentence | None:
    bills = [
        (side, cost)
        for side in pair.sides
        if isinstance(cost := side.costs[pair.profile.name].best, MonthlyBill)
    ]
    if not bills:
        return None
    if len({bill.confirmed.text for _, bill in bills}) == 1 and len(bills) == len(pair.sides):
        return format_sentence("Prices last checked {}.", bills[0][1].confirmed)
    parts: list[SentencePart | Sentence] = []
    for side, bill in bills:
        parts.append(format_sentence("{} {}", side.name, bill.confirmed))
    return format_sentence("Prices last checked: {}.", join_parts(parts))


def _uncertain_prices(pair: Pair, dates: ReviewDates) -> Iterator[Sentence]:
    """Which prices of the first row are less sure."""
    bills = [(side, side.costs[pair.profile.name].best) for side in pair.sides]
    priced = [(side, bill) for side, bill in bills if isinstance(bill, MonthlyBill)]
    stale = [side.entry.name for side, bill in priced if bill.is_stale]
    converted = [side.entry.name for side, bill in priced if bill.is_converted]
    if stale and not dates.are_most_stale:
        yield format_sentence("Stale, not checked for long: the price of {}.", join_names(stale))
    if converted:
        template = "Converted from another currency: the price of {}."
        yield format_sentence(template, join_names(converted))


def _disputes(side: PairSide) -> Iterator[Sentence]:
    disputed = [*_disputed(side.attributes.items()), *_disputed(side.capabilities.items())]
    if disputed:
        template = "Disputed for {}: {}."
        yield format_sentence(template, side.name, _first_names(disputed, _NAMED))


def _disputed(values: Iterable[tuple[str, Value]]) -> Iterator[str]:
    for name, value in values:
        is_open = isinstance(value, DisputedValue) and not value.is_led
        if is_open and name != "tool_use":
            label = LABELS.get(name)
            yield label.lower() if label else capability_in_prose(name)

"""The signals by which two models are compared, one named rule each. Tags, tradeoffs and verdict
derive from these alone.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from reports.model.capability_values import capability_in_prose
from reports.model.cost import MonthlyBill
from reports.model.routes import Route
from reports.pages.pair import Pair, PairSide, SideKey
from reports.values.number_format import monthly
from reports.values.ratios import how_much_more, is_close
from reports.values.sentence import (
    Count,
    Derived,
    Named,
    Sentence,
    SentencePart,
    citable,
    format_sentence,
    join_names,
)
from reports.values.value import (
    DisputedValue,
    FrozenModel,
    Value,
    is_no,
    is_stale,
    is_yes,
    leading_value,
    number_of,
)

Leads = Literal["a", "b", "tie"]


class Signal(FrozenModel):
    """One comparison: who leads and why; or, where it cannot be made, what is missing."""

    rule: str
    label: str
    leads: Leads | None
    because: Sentence
    a_tags: tuple[str, ...] = ()
    """What this makes the first model best for."""
    b_tags: tuple[str, ...] = ()
    is_uncertain: bool = False
    """Whether it rests on a dispute or on stale facts."""

    def tags(self, key: SideKey) -> tuple[str, ...]:
        return self.a_tags if key == "a" else self.b_tags


def decision_signals(pair: Pair) -> tuple[Signal, ...]:
    """Every signal, weightiest first."""
    return (
        _cost(pair),
        _tokens(
            pair,
            "larger context",
            "Context window",
            "context_tokens",
            "long prompts",
            "{} reads up to {} tokens, {} up to {}: {}.",
        ),
        _tokens(
            pair,
            "larger output",
            "Longest answer",
            "max_output_tokens",
            "long answers",
            "{} answers with up to {} tokens, {} with up to {}: {}.",
        ),
        _capabilities(pair),
        _sellers(pair),
        _weights(pair),
        _cutoff(pair),
        _lifecycle(pair),
    )


def _led(
    rule: str,
    label: str,
    leader: PairSide | None,
    because: Sentence,
    tag: str,
    values: Sequence[Value] = (),
) -> Signal:
    tags = {f"{leader.key}_tags": (tag,)} if leader else {}
    return Signal(
        rule=rule,
        label=label,
        leads=leader.key if leader else "tie",
        because=because,
        is_uncertain=any(isinstance(value, DisputedValue) or is_stale(value) for value in values),
        **tags,
    )


def _missing(rule: str, label: str, because: Sentence) -> Signal:
    return Signal(rule=rule, label=label, leads=None, because=because)


def _gap(template: str, sides: Sequence[PairSide]) -> Sentence:
    return format_sentence(template, join_names(side.entry.name for side in sides))


def _cost(pair: Pair) -> Signal:
    rule, label = "lower monthly cost", "Monthly cost"
    bills: list[tuple[PairSide, MonthlyBill]] = []
    for side in pair.sides:
        best = side.costs[pair.profile.name].best
        if isinstance(best, MonthlyBill):
            bills.append((side, best))
    if len(bills) < 2:
        priced = [side for side, _ in bills]
        return _missing(
            rule,
            label,
            _gap(
                "For {} no price is known that counts for a minimum.",
                [s for s in pair.sides if s not in priced],
            ),
        )
    (low, less), (high, more) = sorted(bills, key=lambda bill: bill[1].total.number)
    uncertain = less.is_stale or more.is_stale
    if less.total.number == more.total.number:
        because = format_sentence("Both cost {} a month at this traffic.", less.total)
        return Signal(rule=rule, label=label, leads="tie", because=because, is_uncertain=uncertain)
    because = format_sentence(
        "{} costs {} a month at this traffic, {} {}: {} less.",
        low.name,
        less.total,
        high.name,
        more.total,
        saving(less, more),
    )
    return _led(rule, label, low, because, "the lower bill").model_copy(
        update={"is_uncertain": uncertain}
    )


def saving(less: MonthlyBill, more: MonthlyBill) -> Derived:
    dollars = more.total.number - less.total.number
    return Derived(
        about=f"{less.total.about} against {more.total.about}",
        text=monthly(dollars),
        number=dollars,
        rule="difference of two totals",
        inputs=(less.total.about, more.total.about),
        receipts=less.total.receipts + more.total.receipts,
    )


def _tokens(pair: Pair, rule: str, label: str, attribute: str, tag: str, template: str) -> Signal:
    found = [(side, side.attributes[attribute]) for side in pair.sides]
    unknown = [side for side, value in found if number_of(value) is None]
    if unknown:
        return _missing(rule, label, _gap(label + " of {} is a gap in our data.", unknown))
    (low, small), (high, large) = sorted(found, key=lambda pair: number_of(pair[1]) or Decimal(0))
    values = [value for _, value in found]
    if number_of(small) == number_of(large):
        return _led(
            rule,
            label,
            None,
            format_sentence(label + " is {} tokens on both sides.", _part(large)),
            tag,
            values,
        )
    if is_close(number_of(large), number_of(small)):
        because = format_sentence(
            label + "s of {} and {} tokens differ by less than a tenth.", _part(large), _part(small)
        )
        return _led(rule, label, None, because, tag, values)
    because = format_sentence(
        template, high.name, _part(large), low.name, _part(small), how_much_more(large, small)
    )
    return _led(rule, label, high, because, tag, values)


def _part(value: Value) -> SentencePart:
    part = citable(value)
    if part is None:
        raise ValueError(f"{value.about} is {value.state}: it cannot stand in a sentence")
    return part


def exclusive_capabilities(side: PairSide, other: PairSide) -> list[str]:
    """Capabilities that this side has and the other is stated not to have."""
    return [
        name
        for name in side.capabilities
        if is_yes(side.capabilities[name])
        and is_no(other.capabilities[name])
        and name != "tool_use"
    ]


def _capabilities(pair: Pair) -> Signal:
    rule, label = "more capabilities", "Capabilities"
    a, b = pair.a, pair.b
    known = [
        name
        for name in a.capabilities
        if all(is_yes(s.capabilities[name]) or is_no(s.capabilities[name]) for s in (a, b))
    ]
    if not known:
        return _missing(rule, label, format_sentence("No capability is settled for both models."))
    only_a, only_b = exclusive_capabilities(a, b), exclusive_capabilities(b, a)
    tags = {
        "a_tags": tuple(map(capability_in_prose, only_a)),
        "b_tags": tuple(map(capability_in_prose, only_b)),
    }
    uncertain = any(
        isinstance(s.capabilities[name], DisputedValue) or is_stale(s.capabilities[name])
        for s in (a, b)
        for name in (*only_a, *only_b)
    )
    if only_a and only_b:
        because = format_sentence(
            "{} alone has {}; {} alone has {}.",
            a.name,
            _capability_names(only_a),
            b.name,
            _capability_names(only_b),
        )
        return Signal(
            rule=rule, label=label, leads="tie", because=because, is_uncertain=uncertain, **tags
        )
    if not only_a and not only_b:
        return Signal(
            rule=rule,
            label=label,
            leads="tie",
            because=format_sentence("No capability settled for both tells them apart."),
        )
    (leader, other), only = ((a, b), only_a) if only_a else ((b, a), only_b)
    because = format_sentence(
        "{} has {}, which {} is stated not to have.",
        leader.name,
        _capability_names(only),
        other.name,
    )
    return Signal(
        rule=rule, label=label, leads=leader.key, because=because, is_uncertain=uncertain, **tags
    )


def _capability_names(found: Sequence[str]) -> list[SentencePart]:
    return join_names(capability_in_prose(name) for name in found)


def _sellers(pair: Pair) -> Signal:
    rule, label = "more live routes", "Live routes"
    low, high = sorted(pair.sides, key=lambda side: len(side.live))
    if len(low.live) == len(high.live):
        return _led(
            rule,
            label,
            None,
            format_sentence("Both are on {} live {}.", low.live_count, routes_word(low.live_count)),
            "",
        )
    if is_close(Decimal(len(high.live)), Decimal(len(low.live))):
        return _led(
            rule,
            label,
            None,
            format_sentence(
                "They are on about as many live routes, {} and {}.",
                pair.a.live_count,
                pair.b.live_count,
            ),
            "",
        )
    because = format_sentence(
        "{} is on {} live {}, {} on {}.",
        high.name,
        high.live_count,
        routes_word(high.live_count),
        low.name,
        low.live_count,
    )
    return _led(rule, label, high, because, "choice of sellers")


def routes_word(count: Count) -> str:
    return "route" if count.number == 1 else "routes"


def _weights(pair: Pair) -> Signal:
    rule, label = "published weights", "Weights"
    found = [(side, side.attributes["open_weights"]) for side in pair.sides]
    unknown = [side for side, value in found if not is_yes(value) and not is_no(value)]
    if unknown:
        return _missing(
            rule,
            label,
            _gap("Whether the weights of {} are published is a gap in our data.", unknown),
        )
    published = [side for side, value in found if is_yes(value)]
    values = [value for _, value in found]
    if len(published) != 1:
        both = (
            "The weights of both are published."
            if published
            else "The weights of neither are published."
        )
        return _led(rule, label, None, format_sentence(both), "", values)
    leader, other = published[0], next(side for side, value in found if not is_yes(value))
    because = format_sentence(
        "The weights of {} are published, those of {} are not.", leader.name, other.name
    )
    return _led(rule, label, leader, because, "self-hosting", values)


def _cutoff(pair: Pair) -> Signal:
    rule, label = "later knowledge", "Knowledge cutoff"
    found = [(side, side.attributes["knowledge_cutoff"]) for side in pair.sides]
    unknown = [side for side, value in found if leading_value(value) is None]
    if unknown:
        return _missing(rule, label, _gap(label + " of {} is a gap in our data.", unknown))
    values = [value for _, value in found]
    dates = [leading_value(value) for value in values]
    texts = [date.text if date else "" for date in dates]
    shared = min(map(len, texts))
    if texts[0][:shared] == texts[1][:shared]:
        return _led(
            rule,
            label,
            None,
            format_sentence(
                "Their knowledge cutoffs, {} and {}, do not differ in what both state.",
                *map(_part, values),
            ),
            "",
            values,
        )
    (older, old), (newer, new) = sorted(found, key=lambda pair: texts[found.index(pair)][:shared])
    because = format_sentence(
        "{} knows text up to {}, {} up to {}.", newer.name, _part(new), older.name, _part(old)
    )
    return _led(rule, label, newer, because, "recent knowledge", values)


def _lifecycle(pair: Pair) -> Signal:
    rule, label = "offered by its maker", "Lifecycle"
    found = [(side, side.own_route) for side in pair.sides]
    unknown = [side for side, route in found if route is None]
    if unknown:
        return _missing(rule, label, _gap("For {} no route of the maker's own is known.", unknown))
    low, high = sorted(
        ((side, _standing(route)) for side, route in found), key=lambda item: item[1]
    )
    if low[1] == high[1]:
        return _led(
            rule,
            label,
            None,
            format_sentence(
                "The makers' own routes of both are {}.", Named(text=_STANDING[low[1]])
            ),
            "",
        )
    because = format_sentence(
        "The maker's own route of {} is {}, that of {} is {}.",
        high[0].name,
        Named(text=_STANDING[high[1]]),
        low[0].name,
        Named(text=_STANDING[low[1]]),
    )
    return _led(rule, label, high[0], because, "staying available")


_STANDING = ("no longer offered", "deprecated", "on offer")


def _standing(route: Route | None) -> int:
    if route is None or not route.is_live:
        return 0
    return 1 if route.status == "deprecated" else 2

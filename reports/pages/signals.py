"""The signals by which two models are compared, one named rule each. Tags, tradeoffs and verdict
derive from these alone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.model.capability_values import capability_in_prose
from reports.model.cost import MonthlyBill
from reports.model.routes import Route
from reports.pages.pair import Pair, PairSide, SideKey
from reports.pages.sections.benchmarks import SharedScore
from reports.pages.signal import Signal, SignalRule, are_uncertain, naming
from reports.values.number_format import monthly, offers_word
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
    Value,
    is_no,
    is_yes,
    leading_value,
    number_of,
)

_SCORES_AT_LEAST = 3


def decision_signals(pair: Pair, shared: Sequence[SharedScore]) -> tuple[Signal, ...]:
    """Every signal, in order of weight."""
    return (
        _cost(pair),
        _tokens(
            pair,
            SignalRule("larger context", "Context window", "long prompts"),
            "context_tokens",
            "{} reads up to {} tokens, {} up to {}: {}.",
        ),
        _tokens(
            pair,
            SignalRule("larger output", "Max output", "long answers"),
            "max_output_tokens",
            "{} answers with up to {} tokens, {} with up to {}: {}.",
        ),
        _scores(pair, shared),
        _capabilities(pair),
        _sellers(pair),
        _weights(pair),
        _cutoff(pair),
        _lifecycle(pair),
    )


def _cost(pair: Pair) -> Signal:
    rule = SignalRule("lower monthly cost", "Monthly cost", "the lower bill")
    bills: list[tuple[PairSide, MonthlyBill]] = []
    unpriced: list[PairSide] = []
    for side in pair.sides:
        best = side.costs[pair.profile.name].best
        if isinstance(best, MonthlyBill):
            bills.append((side, best))
        else:
            unpriced.append(side)
    if unpriced:
        return rule.missing(naming("No confirmed price of {} is known.", unpriced))
    (cheaper, less), (dearer, more) = sorted(bills, key=lambda bill: bill[1].total.number)
    if monthly(less.total.number) == monthly(more.total.number):
        because = format_sentence("Both cost {} a month at this traffic.", less.total)
        signal = rule.tie(because)
    else:
        because = format_sentence(
            "{} costs {} a month at this traffic, {} {}: {} less.",
            cheaper.name,
            less.total,
            dearer.name,
            more.total,
            saving(less, more),
        )
        signal = rule.leads(cheaper, because)
    return signal.model_copy(update={"is_uncertain": less.is_stale or more.is_stale})


def saving(less: MonthlyBill, more: MonthlyBill) -> Derived:
    """By how much the smaller of two bills is lower, in dollars."""
    dollars = more.total.number - less.total.number
    return Derived(
        about=f"{less.total.about} against {more.total.about}",
        text=monthly(dollars),
        number=dollars,
        rule="difference of two totals",
        inputs=(less.total.about, more.total.about),
        receipts=less.total.receipts + more.total.receipts,
    )


def _tokens(pair: Pair, rule: SignalRule, attribute: str, template: str) -> Signal:
    """The signal of an attribute in tokens; a side leads if it has a tenth more or more."""
    found = [(side, side.attributes[attribute]) for side in pair.sides]
    unknown = [side for side, value in found if number_of(value) is None]
    if unknown:
        return rule.missing(naming(rule.label + " of {} is a gap in our data.", unknown))
    (low, small), (high, large) = sorted(found, key=lambda item: number_of(item[1]) or Decimal(0))
    values = [value for _, value in found]
    if number_of(small) == number_of(large):
        template = rule.label + " is {} tokens on both sides."
        return rule.tie(format_sentence(template, _part(large)), values)
    if is_close(number_of(large), number_of(small)):
        template = rule.label + "s of {} and {} tokens differ by less than a tenth."
        return rule.tie(format_sentence(template, _part(large), _part(small)), values)
    because = format_sentence(
        template,
        high.name,
        _part(large),
        low.name,
        _part(small),
        how_much_more(large, small),
    )
    return rule.leads(high, because, values)


def _part(value: Value) -> SentencePart:
    part = citable(value)
    if part is None:
        raise ValueError(f"{value.about} is {value.state}: it cannot stand in a sentence")
    return part


def _scores(pair: Pair, shared: Sequence[SharedScore]) -> Signal:
    """The signal of shared scores; a side leads if it is ahead on two in three of those on which the
    two differ, of three or more.
    """
    rule = SignalRule("ahead on shared scores", "Shared scores", "better scores")
    counted = [score for score in shared if score.leads is not None]
    if len(counted) < _SCORES_AT_LEAST:
        return rule.missing(format_sentence("Too few benchmarks have scores of both."))
    ahead = Counter(one.leads for one in counted)
    low, high = sorted(pair.sides, key=lambda side: ahead[side.key])
    because = format_sentence(
        "{} is ahead on {} of {} shared scores, {} on {}.",
        high.name,
        ahead_count(high.key, ahead[high.key]),
        Count(number=len(shared), of="benchmarks.shared"),
        low.name,
        ahead_count(low.key, ahead[low.key]),
    )
    values: list[Value] = []
    for one in counted:
        values += [one.a.value, one.b.value]
    differing = ahead["a"] + ahead["b"]
    if differing and 3 * ahead[high.key] >= 2 * differing:
        return rule.leads(high, because, values)
    return rule.tie(because, values)


def ahead_count(key: SideKey, number: int) -> Count:
    """On how many shared scores a side is ahead."""
    return Count(number=number, of="benchmarks.shared", where=("leads", key))


def exclusive_capabilities(side: PairSide, other: PairSide) -> list[str]:
    """Capabilities that this side has and the other is stated not to have."""
    return [
        name
        for name, value in side.capabilities.items()
        if is_yes(value) and is_no(other.capabilities[name]) and name != "tool_use"
    ]


def _capabilities(pair: Pair) -> Signal:
    """The signal of capabilities. Where each side has some of its own they tie, with all tags."""
    rule = SignalRule("more capabilities", "Capabilities")
    a, b = pair.sides
    if not any(_is_settled(pair, name) for name in a.capabilities):
        return rule.missing(format_sentence("No capability is settled for both models."))
    only_a = exclusive_capabilities(a, b)
    only_b = exclusive_capabilities(b, a)
    if not only_a and not only_b:
        return rule.tie(format_sentence("No capability settled for both tells them apart."))
    if only_a and only_b:
        because = format_sentence(
            "{} alone has {}; {} alone has {}.",
            a.name,
            _names(only_a),
            b.name,
            _names(only_b),
        )
        signal = rule.tie(because)
    elif only_a:
        signal = rule.leads(a, _has_more(a, only_a, b))
    else:
        signal = rule.leads(b, _has_more(b, only_b, a))
    values = [side.capabilities[name] for side in pair.sides for name in (*only_a, *only_b)]
    return signal.model_copy(
        update={
            "a_tags": tuple(capability_in_prose(name) for name in only_a),
            "b_tags": tuple(capability_in_prose(name) for name in only_b),
            "is_uncertain": are_uncertain(values),
        }
    )


def _is_settled(pair: Pair, name: str) -> bool:
    """Whether each side counts as having the capability or as not having it."""
    values = [side.capabilities[name] for side in pair.sides]
    return all(is_yes(value) or is_no(value) for value in values)


def _has_more(leader: PairSide, only: Sequence[str], other: PairSide) -> Sentence:
    return format_sentence(
        "{} has {}, which {} is stated not to have.",
        leader.name,
        _names(only),
        other.name,
    )


def _names(capabilities: Iterable[str]) -> list[SentencePart]:
    return join_names(capability_in_prose(name) for name in capabilities)


def _sellers(pair: Pair) -> Signal:
    rule = SignalRule("more live routes", "Live offers", "choice of sellers")
    low, high = sorted(pair.sides, key=lambda side: len(side.live))
    if len(low.live) == len(high.live):
        because = format_sentence(
            "Both have {} live {}.",
            low.live_count,
            offers_word(len(low.live)),
        )
        return rule.tie(because)
    if is_close(Decimal(len(high.live)), Decimal(len(low.live))):
        because = format_sentence(
            "They have about as many live offers, {} and {}.",
            pair.a.live_count,
            pair.b.live_count,
        )
        return rule.tie(because)
    because = format_sentence(
        "{} has {} live {}, {} has {}.",
        high.name,
        high.live_count,
        offers_word(len(high.live)),
        low.name,
        low.live_count,
    )
    return rule.leads(high, because)


def _weights(pair: Pair) -> Signal:
    rule = SignalRule("published weights", "Weights", "self-hosting")
    values = [side.attributes["open_weights"] for side in pair.sides]
    published = [side for side in pair.sides if is_yes(side.attributes["open_weights"])]
    unpublished = [side for side in pair.sides if is_no(side.attributes["open_weights"])]
    unknown = [side for side in pair.sides if side not in (*published, *unpublished)]
    if unknown:
        template = "Whether the weights of {} are published is a gap in our data."
        return rule.missing(naming(template, unknown))
    if not unpublished:
        return rule.tie(format_sentence("The weights of both are published."), values)
    if not published:
        return rule.tie(format_sentence("The weights of neither are published."), values)
    leader, other = published[0], unpublished[0]
    because = format_sentence(
        "The weights of {} are published, those of {} are not.",
        leader.name,
        other.name,
    )
    return rule.leads(leader, because, values)


def _cutoff(pair: Pair) -> Signal:
    """The signal of knowledge cutoffs, compared to the digits that both dates have."""
    rule = SignalRule("later knowledge", "Knowledge cutoff", "recent knowledge")
    dates: list[tuple[str, PairSide]] = []
    unknown: list[PairSide] = []
    for side in pair.sides:
        stated = leading_value(side.attributes["knowledge_cutoff"])
        if stated is None:
            unknown.append(side)
        else:
            dates.append((stated.text, side))
    if unknown:
        return rule.missing(naming(rule.label + " of {} is a gap in our data.", unknown))
    values = [side.attributes["knowledge_cutoff"] for side in pair.sides]
    digits = min(len(text) for text, _ in dates)
    (older_date, older), (newer_date, newer) = sorted(dates, key=lambda item: item[0][:digits])
    if older_date[:digits] == newer_date[:digits]:
        because = format_sentence(
            "Their knowledge cutoffs, {} and {}, do not differ in what both state.",
            _part(values[0]),
            _part(values[1]),
        )
        return rule.tie(because, values)
    because = format_sentence(
        "{} knows text up to {}, {} up to {}.",
        newer.name,
        _part(newer.attributes["knowledge_cutoff"]),
        older.name,
        _part(older.attributes["knowledge_cutoff"]),
    )
    return rule.leads(newer, because, values)


def _lifecycle(pair: Pair) -> Signal:
    rule = SignalRule("offered by its maker", "Lifecycle", "staying available")
    unknown = [side for side in pair.sides if side.own_route is None]
    if unknown:
        return rule.missing(naming("For {} no route of the maker's own is known.", unknown))
    low, high = sorted(pair.sides, key=lambda side: _standing(side.own_route))
    low_standing = _STANDING[_standing(low.own_route)]
    high_standing = _STANDING[_standing(high.own_route)]
    if low_standing == high_standing:
        because = format_sentence(
            "The makers' own routes of both are {}.",
            Named(text=low_standing),
        )
        return rule.tie(because)
    because = format_sentence(
        "The maker's own route of {} is {}, that of {} is {}.",
        high.name,
        Named(text=high_standing),
        low.name,
        Named(text=low_standing),
    )
    return rule.leads(high, because)


_STANDING = ("no longer offered", "deprecated", "on offer")


def _standing(route: Route | None) -> int:
    if route is None or not route.is_live:
        return 0
    return 1 if route.status == "deprecated" else 2

"""Questions and answers. An unknown is called a gap, and is never an answer."""

from reports.model.capability_values import capability_in_prose
from reports.model.cost import LastKnownBill, MonthlyBill
from reports.pages.pair import Pair, PairSide
from reports.pages.signal import Signal
from reports.values.sentence import (
    MILLION,
    Given,
    Named,
    Sentence,
    citable,
    format_sentence,
    join_names,
    join_parts,
)
from reports.values.traffic_profiles import Profile
from reports.values.value import DisputedValue, FrozenModel, NotSourced, Value, is_no, is_yes

_SELLERS_NAMED = 12
_SELLERS_OF_A_CAMP = 4


class Question(FrozenModel):
    key: str
    question: Sentence
    answer: tuple[Sentence, ...]


class Faq(FrozenModel):
    questions: tuple[Question, ...]


def faq(pair: Pair, signals: tuple[Signal, ...]) -> Faq:
    by_rule = {signal.rule: signal for signal in signals}
    a, b = pair.a, pair.b
    context = Question(
        key="context",
        question=format_sentence("Which reads longer prompts, {} or {}?", a.name, b.name),
        answer=(by_rule["larger context"].because,),
    )
    weights = Question(
        key="weights",
        question=format_sentence("Can I run {} or {} on my own machines?", a.name, b.name),
        answer=(_weights(a), _weights(b)),
    )
    capabilities = tuple(
        _capability(pair, name)
        for name in a.capabilities
        if name != "tool_use" and _is_worth_asking(pair, name)
    )
    where = Question(
        key="where",
        question=format_sentence("Where can I use {} and {}?", a.name, b.name),
        answer=(_sellers(a), _sellers(b)),
    )
    price = Question(
        key="price",
        question=format_sentence("What do {} and {} cost?", a.name, b.name),
        answer=(*_price(pair, a), *_price(pair, b)),
    )
    return Faq(questions=(context, price, where, weights, *capabilities))


def _is_worth_asking(pair: Pair, name: str) -> bool:
    """Where something is said of both sides: a capability that they share, or in which they differ."""
    return not any(isinstance(side.capabilities[name], NotSourced) for side in pair.sides)


def _capability(pair: Pair, name: str) -> Question:
    a, b = pair.a, pair.b
    values = (a.capabilities[name], b.capabilities[name])
    asked = Named(text=capability_in_prose(name))
    if all(is_yes(value) for value in values):
        answer = (format_sentence("Both do."),)
    elif all(is_no(value) for value in values):
        answer = (format_sentence("Neither does, as far as is stated."),)
    else:
        answer = (_does(a, values[0]), _does(b, values[1]))
    return Question(
        key=name,
        question=format_sentence("Do {} and {} have {}?", a.name, b.name, asked),
        answer=answer,
    )


def _does(side: PairSide, value: Value) -> Sentence:
    if is_yes(value):
        return format_sentence("{} does.", side.name)
    if is_no(value):
        return format_sentence("{} does not.", side.name)
    if isinstance(value, DisputedValue):
        few, many = sorted(value.statements, key=lambda statement: len(statement.sellers))
        if len(few.sellers) > _SELLERS_OF_A_CAMP:
            return format_sentence("For {} sellers are divided.", side.name)
        answers = few.text.lower(), join_names(few.sellers), many.text.lower()
        return format_sentence(
            "For {} it depends on the seller: {} for {}, {} for the others.", side.name, *answers
        )
    return format_sentence("For {} no page that we read says.", side.name)


def _weights(side: PairSide) -> Sentence:
    weights, licence = side.attributes["open_weights"], citable(side.attributes["licence"])
    if is_yes(weights) and licence:
        return format_sentence("The weights of {} are published under {}.", side.name, licence)
    if is_yes(weights):
        return format_sentence(
            "The weights of {} are stated to be published; under which licence is a gap in our data.",
            side.name,
        )
    if is_no(weights):
        return format_sentence("The weights of {} are not published.", side.name)
    return format_sentence(
        "Whether the weights of {} are published is a gap in our data.", side.name
    )


def _sellers(side: PairSide) -> Sentence:
    sellers = list(dict.fromkeys(route.seller for route in side.live))
    if not sellers:
        return format_sentence("No live offer of {} is known.", side.name)
    if len(sellers) > _SELLERS_NAMED:
        return format_sentence(
            "{} has {} live offers, among them {}.",
            side.name,
            side.live_count,
            join_names(sellers[:_SELLERS_NAMED]),
        )
    return format_sentence("{} is on {}.", side.name, join_names(sellers))


def _price(pair: Pair, side: PairSide) -> tuple[Sentence, ...]:
    cost = side.costs[pair.profile.name]
    if isinstance(cost.best, MonthlyBill):
        return (_billed(side, cost.best, pair.profile),)
    found = [format_sentence("No price of {} is confirmed today.", side.name), cost.best.because]
    if cost.last_known:
        found.append(_last_known(cost.last_known))
    return tuple(found)


def _billed(side: PairSide, bill: MonthlyBill, profile: Profile) -> Sentence:
    prices: list[Sentence] = []
    for item in bill.items:
        price = citable(item.price)
        if price:
            prices.append(format_sentence("{} for " + item.meter, price))
    return format_sentence(
        "{} costs {} per {} on {}; a month of {} comes to {}.",
        side.name,
        join_parts(prices),
        MILLION,
        Named(text=bill.provider),
        Given(text=profile.volume),
        bill.total,
    )


def _last_known(last: LastKnownBill) -> Sentence:
    return format_sentence(
        "The last known month is {} on {}, which ended on {}; that price was last confirmed on {}.",
        last.bill.total,
        Named(text=last.bill.provider),
        last.ended,
        last.bill.confirmed,
    )

"""Questions and answers. An answer says what is known, or that nothing is; never an unknown as if
it were a value.
"""

from reports.model.capability_values import in_prose
from reports.model.cost import Bill, LastKnown
from reports.pages.side import Pair, Side
from reports.pages.signals import Signal
from reports.values.sentence import MILLION, Given, Named, Sentence, names, run, say, sayable
from reports.values.traffic_profiles import Profile
from reports.values.value import Disputed, Frozen, NotSourced, Value, is_no, is_yes

_SELLERS_NAMED = 12
_SELLERS_OF_A_CAMP = 4


class Question(Frozen):
    key: str
    question: Sentence
    answer: tuple[Sentence, ...]


class Faq(Frozen):
    questions: tuple[Question, ...]


def faq(pair: Pair, signals: tuple[Signal, ...]) -> Faq:
    by_rule = {signal.rule: signal for signal in signals}
    a, b = pair.a, pair.b
    context = Question(
        key="context",
        question=say("Which reads longer prompts, {} or {}?", a.name, b.name),
        answer=(by_rule["larger context"].because,),
    )
    weights = Question(
        key="weights",
        question=say("Can I run {} or {} on my own machines?", a.name, b.name),
        answer=(_weights(a), _weights(b)),
    )
    abilities = tuple(
        _ability(pair, name)
        for name in a.abilities
        if name != "tool_use" and _is_worth_asking(pair, name)
    )
    where = Question(
        key="where",
        question=say("Where can I use {} and {}?", a.name, b.name),
        answer=(_sellers(a), _sellers(b)),
    )
    price = Question(
        key="price",
        question=say("What do {} and {} cost?", a.name, b.name),
        answer=(*_price(pair, a), *_price(pair, b)),
    )
    return Faq(questions=(context, price, where, weights, *abilities))


def _is_worth_asking(pair: Pair, name: str) -> bool:
    """Where something is said of both sides: a capability that they share, or in which they differ."""
    return not any(isinstance(side.abilities[name], NotSourced) for side in (pair.a, pair.b))


def _ability(pair: Pair, name: str) -> Question:
    a, b = pair.a, pair.b
    values = (a.abilities[name], b.abilities[name])
    asked = Named(text=in_prose(name))
    if all(is_yes(value) for value in values):
        answer = (say("Both do."),)
    elif all(is_no(value) for value in values):
        answer = (say("Neither does, as far as is stated."),)
    else:
        answer = (_does(a, values[0]), _does(b, values[1]))
    return Question(
        key=name, question=say("Do {} and {} have {}?", a.name, b.name, asked), answer=answer
    )


def _does(side: Side, value: Value) -> Sentence:
    if is_yes(value):
        return say("{} does.", side.name)
    if is_no(value):
        return say("{} does not.", side.name)
    if isinstance(value, Disputed):
        few, many = sorted(value.statements, key=lambda statement: len(statement.sellers))
        if len(few.sellers) > _SELLERS_OF_A_CAMP:
            return say("For {} sellers are divided.", side.name)
        answers = few.text.lower(), names(few.sellers), many.text.lower()
        return say(
            "For {} it depends on the seller: {} for {}, {} for the others.", side.name, *answers
        )
    return say("For {} no page that we read says.", side.name)


def _weights(side: Side) -> Sentence:
    weights, licence = side.attributes["open_weights"], sayable(side.attributes["licence"])
    if is_yes(weights) and licence:
        return say("The weights of {} are published under {}.", side.name, licence)
    if is_yes(weights):
        return say(
            "The weights of {} are stated to be published; under which licence is a gap in our data.",
            side.name,
        )
    if is_no(weights):
        return say("The weights of {} are not published.", side.name)
    return say("Whether the weights of {} are published is a gap in our data.", side.name)


def _sellers(side: Side) -> Sentence:
    sellers = list(dict.fromkeys(route.seller for route in side.live))
    if not sellers:
        return say("No live route of {} is known.", side.name)
    if len(sellers) > _SELLERS_NAMED:
        return say(
            "{} is on {} live routes, among them {}.",
            side.name,
            side.live_count,
            names(sellers[:_SELLERS_NAMED]),
        )
    return say("{} is on {}.", side.name, names(sellers))


def _price(pair: Pair, side: Side) -> tuple[Sentence, ...]:
    cost = side.costs[pair.profile.name]
    if isinstance(cost.best, Bill):
        return (_billed(side, cost.best, pair.profile),)
    found = [say("No price of {} counts today.", side.name), cost.best.because]
    if cost.last_known:
        found.append(_last_known(cost.last_known))
    return tuple(found)


def _billed(side: Side, bill: Bill, profile: Profile) -> Sentence:
    prices: list[Sentence] = []
    for item in bill.items:
        price = sayable(item.price)
        if price:
            prices.append(say("{} for " + item.meter, price))
    return say(
        "{} costs {} per {} on {}; a month of {} comes to {}.",
        side.name,
        run(prices),
        MILLION,
        Named(text=bill.provider),
        Given(text=profile.volume),
        bill.total,
    )


def _last_known(last: LastKnown) -> Sentence:
    return say(
        "The last known month is {} on {}, which ended on {}; that price was last confirmed on {}.",
        last.bill.total,
        Named(text=last.bill.provider),
        last.ended,
        last.bill.confirmed,
    )

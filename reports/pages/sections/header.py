"""Title and lede: who made the two models, when, and what they read. Only what is known."""

from collections.abc import Mapping
from datetime import date

from reports.data.directory import Entry
from reports.model.cost import Bill
from reports.pages.side import Pair, Side
from reports.values.sentence import MILLION, Named, Part, Sentence, run, say, sayable
from reports.values.value import Frozen, Value, is_no, is_yes, leading


class Model(Frozen):
    """One of the two models, for headings and links."""

    model_id: str
    name: str
    address: str
    lab: str | None
    released: str | None
    facts: Sentence
    """A few words under its name."""


class Masthead(Frozen):
    """The head of the page."""

    title: str
    path: str
    as_of: date
    a: Model
    b: Model
    lede: tuple[Sentence, ...]
    description: Sentence


def masthead(pair: Pair) -> Masthead:
    a, b = pair.a.entry, pair.b.entry
    return Masthead(
        title=f"{a.name} vs {b.name}",
        path=path_of(a, b),
        as_of=pair.day,
        a=_model(pair.a),
        b=_model(pair.b),
        lede=tuple(introduced(side.entry, side.attributes) for side in (pair.a, pair.b)),
        description=say(
            "{} against {}. Every figure has its source and check date.",
            *(_described(pair, side) for side in (pair.a, pair.b)),
        ),
    )


def path_of(one: Entry, other: Entry) -> str:
    """Where the page of two models lives: their addresses in order, whichever is named first."""
    first, second = sorted((one.address, other.address))
    return f"compare/{first}/{second}/"


def _model(side: Side) -> Model:
    entry, values = side.entry, side.attributes
    released = leading(values["released_date"])
    words = [
        say("{}", part)
        for name in ("released_date", "parameters_total", "licence")
        if (part := sayable(values[name]))
    ]
    if is_yes(values["open_weights"]):
        words.append(say("weights published"))
    elif is_no(values["open_weights"]):
        words.append(say("weights not published"))
    facts: list[Part] = []
    for word in words:
        facts += [" · ", *word.parts] if facts else word.parts
    return Model(
        model_id=entry.model_id,
        name=entry.name,
        address=entry.address,
        lab=entry.lab_name,
        released=released.text if released else None,
        facts=Sentence(parts=tuple(facts)),
    )


def _described(pair: Pair, side: Side) -> list[Part]:
    """A model in a few words, with real figures."""
    words: list[Sentence] = []
    context = sayable(side.attributes["context_tokens"])
    best = side.costs[pair.profile.name].best
    if context:
        words.append(say("{} tokens of context", context))
    if isinstance(best, Bill):
        for item in best.items:
            price = sayable(item.price)
            if price:
                words.append(say("{} per {} of " + item.meter, price, MILLION))
    else:
        words.append(say("no price that counts today"))
    return [side.name, " (", *run(words), ")"]


def introduced(entry: Entry, values: Mapping[str, Value]) -> Sentence:
    """One sentence on a model, of the clauses that are known."""
    clauses: list[Sentence] = []
    released, size = sayable(values["released_date"]), sayable(values["parameters_total"])
    context = sayable(values["context_tokens"])
    if entry.lab_name:
        clauses.append(say("comes from {}", Named(text=entry.lab_name)))
    if released:
        clauses.append(say("was released {}", released))
    if size:
        clauses.append(say("has {} parameters", size))
    if context:
        clauses.append(say("reads up to {} tokens", context))
    if is_yes(values["open_weights"]):
        clauses.append(say("has published weights"))
    elif is_no(values["open_weights"]):
        clauses.append(say("is offered through sellers only"))
    parts: list[Part] = (
        run(clauses) if clauses else ["is in the catalog by name; nothing else on it is sourced"]
    )
    return say("{} {}.", Named(text=entry.name), parts)

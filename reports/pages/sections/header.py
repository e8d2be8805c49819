"""The header of a page: title, path, and an introduction to both models made of known values only."""

from collections.abc import Mapping
from datetime import date

from reports.data.directory import DirectoryEntry
from reports.model.cost import MonthlyBill
from reports.pages.pair import Pair, PairSide
from reports.values.sentence import (
    MILLION,
    Named,
    Sentence,
    SentencePart,
    citable,
    format_sentence,
    join_parts,
)
from reports.values.value import FrozenModel, Value, is_no, is_yes, leading_value


class HeaderModel(FrozenModel):
    """One of the two models, for headings and links."""

    model_id: str
    name: str
    address: str
    lab: str | None
    released: str | None
    facts: Sentence
    """A few words under its name."""


class Header(FrozenModel):
    """The head of the page."""

    title: str
    path: str
    as_of: date
    a: HeaderModel
    b: HeaderModel
    lede: tuple[Sentence, ...]
    description: Sentence


def header(pair: Pair) -> Header:
    a, b = pair.a.entry, pair.b.entry
    return Header(
        title=f"{a.name} vs {b.name}",
        path=comparison_path(a, b),
        as_of=pair.as_of,
        a=_model(pair.a),
        b=_model(pair.b),
        lede=tuple(introduction(side.entry, side.attributes) for side in pair.sides),
        description=format_sentence(
            "{} against {}. Every figure has its source and check date.",
            *(_described(pair, side) for side in pair.sides),
        ),
    )


def comparison_path(one: DirectoryEntry, other: DirectoryEntry) -> str:
    """Where the page of two models lives: their addresses in order, whichever is named first."""
    first, second = sorted((one.address, other.address))
    return f"compare/{first}/{second}/"


def _model(side: PairSide) -> HeaderModel:
    entry, values = side.entry, side.attributes
    released = leading_value(values["released_date"])
    words = [
        format_sentence("{}", part)
        for name in ("released_date", "parameters_total", "licence")
        if (part := citable(values[name]))
    ]
    if is_yes(values["open_weights"]):
        words.append(format_sentence("weights published"))
    elif is_no(values["open_weights"]):
        words.append(format_sentence("weights not published"))
    facts: list[SentencePart] = []
    for word in words:
        facts += [" · ", *word.parts] if facts else word.parts
    return HeaderModel(
        model_id=entry.model_id,
        name=entry.name,
        address=entry.address,
        lab=entry.lab_name,
        released=released.text if released else None,
        facts=Sentence(parts=tuple(facts)),
    )


def _described(pair: Pair, side: PairSide) -> list[SentencePart]:
    """A model in a few words, with real figures."""
    words: list[Sentence] = []
    context = citable(side.attributes["context_tokens"])
    best = side.costs[pair.profile.name].best
    if context:
        words.append(format_sentence("{} tokens of context", context))
    if isinstance(best, MonthlyBill):
        for item in best.items:
            price = citable(item.price)
            if price:
                words.append(format_sentence("{} per {} of " + item.meter, price, MILLION))
    else:
        words.append(format_sentence("no confirmed price today"))
    return [side.name, " (", *join_parts(words), ")"]


def introduction(entry: DirectoryEntry, values: Mapping[str, Value]) -> Sentence:
    """One sentence on a model, of the clauses that are known."""
    clauses: list[Sentence] = []
    released, size = citable(values["released_date"]), citable(values["parameters_total"])
    context = citable(values["context_tokens"])
    if entry.lab_name:
        clauses.append(format_sentence("comes from {}", Named(text=entry.lab_name)))
    if released:
        clauses.append(format_sentence("was released {}", released))
    if size:
        clauses.append(format_sentence("has {} parameters", size))
    if context:
        clauses.append(format_sentence("reads up to {} tokens", context))
    if is_yes(values["open_weights"]):
        clauses.append(format_sentence("has published weights"))
    elif is_no(values["open_weights"]):
        clauses.append(format_sentence("has no published weights"))
    parts: list[SentencePart] = (
        join_parts(clauses)
        if clauses
        else ["is in the catalog by name; nothing else on it is sourced"]
    )
    return format_sentence("{} {}.", Named(text=entry.name), parts)

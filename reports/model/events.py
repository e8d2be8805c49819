"""What changed of a model: prices, capabilities, lifecycle, listings, reviews; newest first, each
with its source.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from typing import Literal, NamedTuple

from reports.data.model_rows import ModelRows
from reports.data.rows import ChangeRow
from reports.model.capability_values import capability_label as label_of
from reports.model.prices import price_label
from reports.model.routes import Route
from reports.values.citations import Citations, CitedFact, CitedPage
from reports.values.number_format import money
from reports.values.sentence import (
    Named,
    SentencePart,
    Quoted,
    Sentence,
    join_names,
    format_sentence,
)
from reports.values.value import FrozenModel

EventKind = Literal["lifecycle", "price", "listing", "capability", "fact", "review"]
_KINDS: tuple[EventKind, ...] = ("lifecycle", "price", "listing", "capability", "fact", "review")
_LIFECYCLE = frozenset(
    {"status", "deprecated_date", "retired_date", "successor", "retirement_not_before_date"}
)
_WITHOUT_NEWS = frozenset({"name", "alias", "family", "max_input_tokens"})


class Event(FrozenModel):
    """Something that a page said otherwise than the page before, or that took effect."""

    day: date
    kind: EventKind
    model: str
    sentence: Sentence
    sources: tuple[str, ...]


class Listing(NamedTuple):
    """What a source says of one route, or of one of the names that it has."""

    source: str
    route_id: str | None
    stated: str | None = None


class EventContext(NamedTuple):
    """A model of which events are told."""

    name: Named
    record: ModelRows
    routes: Sequence[Route]
    citations: Citations

    def event(self, day: date, kind: EventKind, sentence: Sentence, *sources: str) -> Event:
        return Event(
            day=day, kind=kind, model=self.record.model.model_id, sentence=sentence, sources=sources
        )


def events_of(model: EventContext, day: date) -> tuple[Event, ...]:
    """The events up to the day, newest first."""
    found = sorted(
        (*_changes(model), *_lifecycle(model, day), *_reviews(model)),
        key=lambda event: event.sentence.text,
    )
    return merge_events(found)


def merge_events(*models: Sequence[Event]) -> tuple[Event, ...]:
    """The events of several models, newest first."""
    return tuple(sorted(chain.from_iterable(models), key=_order))


def _order(event: Event) -> tuple[int, int]:
    return (-event.day.toordinal(), _KINDS.index(event.kind))


def _changes(model: EventContext) -> Iterable[Event]:
    """Listings that began or ended, and other changes, each once for all the sellers that it is
    alike for.
    """
    first, last = _listed(model.record)
    sellers = {route.route_id: route.seller for route in model.routes}
    listings: defaultdict[tuple[date, str, str], list[ChangeRow]] = defaultdict(list)
    spellings: dict[tuple[date, str, str, Listing], ChangeRow] = {}
    alike: defaultdict[tuple[date, str, str, str, str | None, str | None], list[ChangeRow]] = (
        defaultdict(list)
    )
    for row in model.record.changes:
        day, route = row.changed_at.date(), Listing(row.source, row.route_id)
        name = Listing(row.source, row.route_id, row.subject_stated)
        edges = first if row.change == "appeared" else last if row.change == "missing" else {}
        if edges.get(route) == day:
            listings[day, row.source, row.change].append(row)
        elif edges.get(name) == day:
            spellings[day, row.source, row.change, name] = row
        elif row.attribute not in _WITHOUT_NEWS:
            alike[
                day,
                row.source,
                row.change,
                _what(row.attribute, row.meter, row.qualifiers),
                row.old_value,
                row.new_value,
            ].append(row)
    for (day, _, change), rows in listings.items():
        template = "{} lists {} on {}." if change == "appeared" else "{} no longer lists {} on {}."
        sentence = format_sentence(
            template, Named(text=rows[0].publisher), model.name, _sellers(rows, sellers)
        )
        yield model.event(day, "listing", sentence, _source(rows[0], model.citations))
    for (day, _, change, _), row in spellings.items():
        source = _source(row, model.citations)
        parts = (
            Named(text=row.publisher),
            Quoted(text=row.subject_stated, source=source),
            model.name,
            Named(text=row.provider_name),
        )
        sentence = format_sentence(
            "{} adds the id {} for {} on {}."
            if change == "appeared"
            else "{} drops the id {} for {} on {}.",
            *parts,
        )
        yield model.event(day, "listing", sentence, source)
    for rows in alike.values():
        yield _change(model, rows, sellers)


def _listed(record: ModelRows) -> tuple[dict[Listing, date], dict[Listing, date]]:
    """The first day of every listing; and the day it ended, of those that did."""
    facts: defaultdict[Listing, list[tuple[date, date | None]]] = defaultdict(list)
    for fact in record.facts.values():
        days = fact.first_seen_at.date(), fact.missing_since.date() if fact.missing_since else None
        facts[Listing(fact.source, fact.route_id)].append(days)
        facts[Listing(fact.source, fact.route_id, fact.subject_stated)].append(days)
    ended = {listing: [gone for _, gone in days if gone] for listing, days in facts.items()}
    return (
        {listing: min(seen for seen, _ in days) for listing, days in facts.items()},
        {listing: max(gone) for listing, gone in ended.items() if len(gone) == len(facts[listing])},
    )


def _change(model: EventContext, rows: Sequence[ChangeRow], sellers: Mapping[str, str]) -> Event:
    row, source = rows[0], _source(rows[0], model.citations)
    stated = Quoted(
        text=_what(row.attribute, row.meter, row.qualifiers), source=source, is_bare=True
    )
    what: list[SentencePart] = [stated, " of ", model.name, " on ", *_sellers(rows, sellers)]
    old, new = (
        Quoted(text=_written(value), source=source, is_bare=True) if value is not None else None
        for value in (row.old_value, row.new_value)
    )
    publisher = Named(text=row.publisher)
    match row.change:
        case "held" | "rejected":
            reasons = Quoted(text=row.gate_reasons or "no reason kept", source=source)
            sentence = format_sentence(
                "{}: a newer value, {}, is held back: {}.", what, new or "none", reasons
            )
        case "missing":
            sentence = format_sentence(
                "{}: {} no longer states {}; the last value stands.",
                what,
                publisher,
                old or "a value",
            )
        case _ if old is None:
            sentence = format_sentence("{}: {} states {}.", what, publisher, new or "a value")
        case _:
            sentence = format_sentence("{}: from {} to {}.", what, old, new or "no value")
    return model.event(row.changed_at.date(), _kind(row.attribute), sentence, source)


def _sellers(rows: Sequence[ChangeRow], sellers: Mapping[str, str]) -> list[SentencePart]:
    found = {sellers.get(row.route_id or "", row.provider_name) for row in rows}
    return join_names(sorted(found, key=lambda seller: (seller.casefold(), seller)))


def _source(row: ChangeRow, citations: Citations) -> str:
    day = row.changed_at.date()
    about = (
        f"{row.provider} · {row.subject_stated} · {_what(row.attribute, row.meter, row.qualifiers)}"
    )
    cited = CitedFact(
        fact_id=row.fact_id, about=about, quote=None, locator=None, checked=day, reviewed=None
    )
    return citations.cite_page(CitedPage(row.publisher, row.url, row.page_sha256, day), cited)


def _what(attribute: str, meter: str | None, qualifiers: str) -> str:
    if attribute == "price":
        return f"Price of {price_label(meter or '', qualifiers)}"
    if attribute == "capability":
        return label_of(qualifiers)
    return attribute.replace("_", " ").capitalize()


def _written(text: str) -> str:
    amount, _, unit = text.partition(" USD per ")
    return f"{money(Decimal(amount))} per {unit}" if unit else text


def _kind(attribute: str) -> EventKind:
    if attribute == "price":
        return "price"
    if attribute in _LIFECYCLE:
        return "lifecycle"
    return (
        "capability"
        if attribute in {"capability", "input_modalities", "output_modalities"}
        else "fact"
    )


def _lifecycle(model: EventContext, day: date) -> Iterable[Event]:
    """Retirements that took effect: on the day the publisher states, not the day we read it."""
    for route in model.routes:
        if route.status == "retired" and route.ended and len(route.ended.text) == len("2026-02-19"):
            took_effect = datetime.strptime(route.ended.text, "%Y-%m-%d").replace(tzinfo=UTC).date()
            receipt = route.ended.receipts[0]
            fact, what = (
                model.record.facts[receipt.fact_id],
                (Named(text=route.seller), model.name, route.ended),
            )
            if fact.is_own:
                sentence = format_sentence("{} retired {} on {}.", *what)
            else:
                sentence = format_sentence(
                    "{} retired {} on {}, as {} states.", *what, Named(text=fact.publisher)
                )
            if took_effect <= day:
                yield model.event(took_effect, "lifecycle", sentence, receipt.source)


def _reviews(model: EventContext) -> Iterable[Event]:
    for row in model.record.reviews:
        if row.decided_at and row.fact_id in model.record.facts:
            source = model.citations.cite(row.fact_id).source
            what = Quoted(
                text=_what(row.attribute, row.meter, row.qualifiers), source=source, is_bare=True
            )
            value = Quoted(text=_written(row.proposed_value), source=source, is_bare=True)
            sentence = format_sentence(
                "A person {} a value. {} of {}: {}.", row.state, what, model.name, value
            )
            yield model.event(row.decided_at.date(), "review", sentence, source)

"""The events of a model: changes of prices, capabilities, lifecycle and listings, and reviews, each
with its sources, newest first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain
from typing import Literal, NamedTuple

from reports.data.model_rows import ModelRows
from reports.data.rows import ChangeRow, ReviewRow
from reports.model.capability_values import capability_label
from reports.model.prices import price_label
from reports.model.routes import Route
from reports.values.citations import Citations, CitedFact, CitedPage
from reports.values.number_format import money
from reports.values.sentence import (
    Named,
    Quoted,
    Sentence,
    SentencePart,
    format_sentence,
    join_names,
)
from reports.values.value import FrozenModel, StatedValue

EventKind = Literal["lifecycle", "price", "listing", "capability", "fact", "review"]
_KINDS: tuple[EventKind, ...] = ("lifecycle", "price", "listing", "capability", "fact", "review")
_LIFECYCLE = frozenset(
    {"status", "deprecated_date", "retired_date", "successor", "retirement_not_before_date"}
)
_WITHOUT_NEWS = frozenset({"name", "alias", "family", "max_input_tokens"})


class Event(FrozenModel):
    """A change between two versions of a page, or a date that took effect."""

    day: date
    kind: EventKind
    model: str
    sentence: Sentence
    sources: tuple[str, ...]
    fact_id: str
    """The fact that shows it; of several, one."""


class Listing(NamedTuple):
    """What one source lists: a route, or one of the names that it gives to a route."""

    source: str
    route_id: str | None
    stated: str | None = None


class EventContext(NamedTuple):
    """A model and what its events are made from."""

    name: Named
    rows: ModelRows
    routes: Sequence[Route]
    citations: Citations

    def event(
        self, day: date, kind: EventKind, sentence: Sentence, source: str, fact_id: str
    ) -> Event:
        return Event(
            day=day,
            kind=kind,
            model=self.rows.model.model_id,
            sentence=sentence,
            sources=(source,),
            fact_id=fact_id,
        )

    def sellers_of(self, changes: Sequence[ChangeRow]) -> list[SentencePart]:
        """The sellers whose routes changed, as names in a sentence."""
        sellers = {route.route_id: route.seller for route in self.routes}
        found = {sellers.get(row.route_id or "", row.provider_name) for row in changes}
        return join_names(sorted(found, key=lambda seller: (seller.casefold(), seller)))


def events_of(model: EventContext, day: date) -> tuple[Event, ...]:
    """The events up to the day, newest first."""
    found = [*_changes(model), *_lifecycle(model, day), *_reviews(model)]
    found.sort(key=lambda event: event.sentence.text)
    return merge_events(found)


def merge_events(*models: Sequence[Event]) -> tuple[Event, ...]:
    """The events of several models, newest first."""
    return tuple(sorted(chain.from_iterable(models), key=_order))


def _order(event: Event) -> tuple[int, int]:
    return (-event.day.toordinal(), _KINDS.index(event.kind))


class _GroupedChanges(NamedTuple):
    """The changes of a model, grouped so that one event is told once for all sellers alike."""

    listings: dict[tuple[date, str, str], list[ChangeRow]]
    """Changes by which whole routes began or ended, by day, source and kind of change."""
    spellings: dict[tuple[date, str, str, Listing], ChangeRow]
    """Changes by which a route got or lost one of its names."""
    others: dict[tuple[date, str, str, str, str | None, str | None], list[ChangeRow]]
    """Other changes, by day, source, kind of change, what changed, old and new value."""


def _changes(model: EventContext) -> Iterable[Event]:
    """Listings that began or ended, and other changes."""
    changes = _grouped(model.rows)
    for (day, _, change), rows in changes.listings.items():
        yield _listing_event(model, day, change, rows)
    for (day, _, change, _), row in changes.spellings.items():
        yield _spelling_event(model, day, change, row)
    for rows in changes.others.values():
        yield _change_event(model, rows)


def _grouped(rows: ModelRows) -> _GroupedChanges:
    first_days, last_days = _listed_days(rows)
    changes = _GroupedChanges(defaultdict(list), {}, defaultdict(list))
    for row in rows.changes:
        day = row.day
        edges: Mapping[Listing, date] = {}
        if row.change == "appeared":
            edges = first_days
        elif row.change == "missing":
            edges = last_days
        route = Listing(row.source, row.route_id)
        name = Listing(row.source, row.route_id, row.subject_stated)
        if edges.get(route) == day:
            changes.listings[day, row.source, row.change].append(row)
        elif edges.get(name) == day:
            changes.spellings[day, row.source, row.change, name] = row
        elif row.attribute not in _WITHOUT_NEWS:
            key = (
                day,
                row.source,
                row.change,
                _what(row.attribute, row.meter, row.qualifiers),
                row.old_value,
                row.new_value,
            )
            changes.others[key].append(row)
    return changes


def _listed_days(rows: ModelRows) -> tuple[dict[Listing, date], dict[Listing, date]]:
    """The first day of every listing, and the day it ended, of those that did."""
    seen: defaultdict[Listing, list[date]] = defaultdict(list)
    gone: defaultdict[Listing, list[date]] = defaultdict(list)
    for fact in rows.facts.values():
        listings = (
            Listing(fact.source, fact.route_id),
            Listing(fact.source, fact.route_id, fact.subject_stated),
        )
        for listing in listings:
            seen[listing].append(fact.first_seen)
            if fact.missing_since:
                gone[listing].append(fact.missing_since)
    first_days = {listing: min(days) for listing, days in seen.items()}
    last_days: dict[Listing, date] = {}
    for listing, days in gone.items():
        if len(days) == len(seen[listing]):
            last_days[listing] = max(days)
    return first_days, last_days


def _listing_event(
    model: EventContext,
    day: date,
    change: str,
    rows: Sequence[ChangeRow],
) -> Event:
    template = "{} no longer lists {} on {}."
    if change == "appeared":
        template = "{} lists {} on {}."
    sentence = format_sentence(
        template,
        Named(text=rows[0].publisher),
        model.name,
        model.sellers_of(rows),
    )
    return model.event(day, "listing", sentence, _source(rows[0], model.citations), rows[0].fact_id)


def _spelling_event(model: EventContext, day: date, change: str, row: ChangeRow) -> Event:
    source = _source(row, model.citations)
    template = "{} drops the id {} for {} on {}."
    if change == "appeared":
        template = "{} adds the id {} for {} on {}."
    sentence = format_sentence(
        template,
        Named(text=row.publisher),
        Quoted(text=row.subject_stated, source=source),
        model.name,
        Named(text=row.provider_name),
    )
    return model.event(day, "listing", sentence, source, row.fact_id)


def _change_event(model: EventContext, rows: Sequence[ChangeRow]) -> Event:
    row = rows[0]
    source = _source(row, model.citations)
    what: list[SentencePart] = [
        _bare(_what(row.attribute, row.meter, row.qualifiers), source),
        " of ",
        model.name,
        " on ",
        *model.sellers_of(rows),
    ]
    sentence = _change_sentence(row, what, source)
    return model.event(row.day, _kind(row.attribute), sentence, source, row.fact_id)


def _change_sentence(row: ChangeRow, what: list[SentencePart], source: str) -> Sentence:
    old = _bare(_written(row.old_value), source) if row.old_value is not None else None
    new = _bare(_written(row.new_value), source) if row.new_value is not None else None
    publisher = Named(text=row.publisher)
    if row.change in {"held", "rejected"}:
        return format_sentence(
            "{}: a newer value, {}, is held back: {}.",
            what,
            new or "none",
            Quoted(text=row.gate_reasons or "no reason kept", source=source),
        )
    if row.change == "missing":
        return format_sentence(
            "{}: {} no longer states {}; the last value stands.",
            what,
            publisher,
            old or "a value",
        )
    if old is None:
        return format_sentence("{}: {} states {}.", what, publisher, new or "a value")
    return format_sentence("{}: from {} to {}.", what, old, new or "no value")


def _bare(text: str, source: str) -> Quoted:
    """A quoted text without quotation marks, in a sentence that is cited as a whole."""
    return Quoted(text=text, source=source, is_bare=True)


def _source(row: ChangeRow, citations: Citations) -> str:
    """The key of the page on which a change was seen."""
    day = row.day
    what = _what(row.attribute, row.meter, row.qualifiers)
    cited = CitedFact(
        fact_id=row.fact_id,
        about=f"{row.provider} · {row.subject_stated} · {what}",
        quote=None,
        locator=None,
        checked=day,
        reviewed=None,
    )
    page = CitedPage(
        publisher=row.publisher,
        url=row.url,
        digest=row.page_sha256,
        captured=day,
    )
    return citations.cite_page(page, cited)


def _what(attribute: str, meter: str | None, qualifiers: str) -> str:
    """What a change is about, in words."""
    if attribute == "price":
        return f"Price of {price_label(meter or '', qualifiers)}"
    if attribute == "capability":
        return capability_label(qualifiers)
    return attribute.replace("_", " ").capitalize()


def _written(text: str) -> str:
    """A value as its fact states it; a price in dollars with the dollar sign."""
    amount, _, unit = text.partition(" USD per ")
    if not unit:
        return text
    return f"{money(Decimal(amount))} per {unit}"


def _kind(attribute: str) -> EventKind:
    if attribute == "price":
        return "price"
    if attribute in _LIFECYCLE:
        return "lifecycle"
    if attribute in {"capability", "input_modalities", "output_modalities"}:
        return "capability"
    return "fact"


def _lifecycle(model: EventContext, day: date) -> Iterable[Event]:
    """Retirements that took effect, on the day that the publisher states."""
    for route in model.routes:
        if route.status != "retired" or not route.ended:
            continue
        if len(route.ended.text) != len("2026-02-19"):
            continue
        ended = datetime.strptime(route.ended.text, "%Y-%m-%d").replace(tzinfo=UTC).date()
        if ended <= day:
            yield _retirement_event(model, route, route.ended, ended)


def _retirement_event(
    model: EventContext,
    route: Route,
    stated: StatedValue,
    ended: date,
) -> Event:
    receipt = stated.receipts[0]
    fact = model.rows.facts[receipt.fact_id]
    seller = Named(text=route.seller)
    if fact.is_own:
        sentence = format_sentence("{} retired {} on {}.", seller, model.name, stated)
    else:
        sentence = format_sentence(
            "{} retired {} on {}, as {} states.",
            seller,
            model.name,
            stated,
            Named(text=fact.publisher),
        )
    return model.event(ended, "lifecycle", sentence, receipt.source, receipt.fact_id)


def _reviews(model: EventContext) -> Iterable[Event]:
    """Values that a person accepted or rejected; those of one moment are one event."""
    decided: dict[tuple[datetime, str], list[ReviewRow]] = defaultdict(list)
    for row in model.rows.reviews:
        if row.decided_at and row.fact_id in model.rows.facts:
            decided[row.decided_at, row.state].append(row)
    for (decided_at, state), rows in decided.items():
        # To cite all of them would print facts that the page does not show.
        receipt = model.citations.cite(min(row.fact_id for row in rows))
        source = receipt.source
        sentence = _review_of_one(model, rows[0], source)
        if len(rows) > 1:
            sentence = format_sentence("A person {} several values of {}.", state, model.name)
        yield model.event(decided_at.date(), "review", sentence, source, receipt.fact_id)


def _review_of_one(model: EventContext, row: ReviewRow, source: str) -> Sentence:
    return format_sentence(
        "A person {} a value. {} of {}: {}.",
        row.state,
        _bare(_what(row.attribute, row.meter, row.qualifiers), source),
        model.name,
        _bare(_written(row.proposed_value), source),
    )

"""The routes of a model as a page shows them: every price kind with its value, the status, the dates."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

from reports.attributes import not_sourced
from reports.citations import Citations
from reports.formats import money, plain
from reports.records import Record
from reports.rows import FactRow, OfferRow, PriceRow
from reports.value import Disputed, Frozen, NotSourced, Receipt, Stated, Statement, Value, is_stale, number

STANDING = {
    "eligible": "counts for minima",
    "stated once": "stated by one publisher only, so not used in minima",
    "price not sourced": "no complete price",
    "price missing": "price no longer on its page",
    "retired": "retired",
    "delisted": "no longer listed",
}
_DECIMALS_OF_A_ROUNDING = 4


class Price(Frozen):
    """One more price of a route: what is counted, under which conditions."""

    meter: str
    tier: str
    label: str
    unit: str
    value: Value


class Route(Frozen):
    """A seller's offer of a model."""

    route_id: str
    provider: str
    provider_id: str
    stated_id: str
    variant: str | None
    region: str | None
    status: str
    standing: str
    is_live: bool
    is_eligible: bool
    was_backed: bool
    input: Value
    output: Value
    prices: tuple[Price, ...]
    context: Value | None
    """The context that this seller serves, where it is not the model's."""
    listed: Receipt
    ended: Stated | None
    ends: Stated | None
    """A retirement that is still to come."""
    successor: Stated | None

    @property
    def is_stale(self) -> bool:
        return is_stale(self.input) or is_stale(self.output)

    def price(self, meter: str, tier: str) -> Value | None:
        """The unconditional price of a meter and tier."""
        return next((price.value for price in self.prices if price.meter == meter and price.tier == tier and price.label == _label(meter, tier)), None)


def _label(meter: str, qualifiers: str) -> str:
    words = meter.replace("_", " ")
    return f"{words}, {qualifiers}" if qualifiers not in {"", "standard"} else words


def routes_of(record: Record, model_context: Value, citations: Citations) -> tuple[Route, ...]:
    """Every route, those that count for a minimum first and cheapest first, those that ended last."""
    routes = [_route(record, offer, model_context, citations) for offer in record.offers]
    return tuple(sorted(routes, key=_order))


def _order(route: Route) -> tuple[bool, bool, bool, Decimal, str, str]:
    prices = [number(route.input), number(route.output)]
    total = sum((price for price in prices if price is not None), Decimal(0))
    return (not route.is_live, not route.is_eligible, None in prices, total, route.provider.casefold(), route.route_id)


def _route(record: Record, offer: OfferRow, model_context: Value, citations: Citations) -> Route:
    stated = [row for row in record.prices if row.route_id == offer.route_id]
    main = [row for row in stated if row.in_effect and _is_main(row)]
    more = [row for row in stated if row not in main]
    facts = {(f.attribute): f for f in record.facts.values() if f.route_id == offer.route_id and f.attribute != "price"}
    context = facts.get("context_tokens")
    dates = record.routes[offer.route_id]
    return Route(
        route_id=offer.route_id,
        provider=offer.provider_name,
        provider_id=offer.provider,
        stated_id=offer.provider_model_id,
        variant=offer.route_variant,
        region=dates.region,
        status=offer.status,
        standing=offer.standing,
        is_live=offer.is_live,
        is_eligible=offer.is_eligible,
        was_backed=offer.was_backed,
        input=_main_value(record, offer, main, "input", citations),
        output=_main_value(record, offer, main, "output", citations),
        prices=tuple(_more_prices(record, more, citations)),
        context=_served(record, offer, context, model_context, citations),
        listed=citations.cite(offer.fact_id),
        ended=_dated(record, offer, "retired_date", offer.ended_date, "ended", citations),
        ends=_dated(record, offer, "retired_date", dates.retired_date, "ends", citations) if offer.is_live else None,
        successor=_dated(record, offer, "successor", dates.successor, "successor", citations),
    )


def _is_main(row: PriceRow) -> bool:
    return (
        row.tier == "standard" and row.meter in {"input", "output"} and row.usd_per_mtok is not None
        and row.modality in {None, "text"} and row.variant is None and row.context_from_tokens is None
    )  # fmt: skip


def _main_value(record: Record, offer: OfferRow, rows: Sequence[PriceRow], meter: str, citations: Citations) -> Value:
    """The price that wins in the view `offers`, and what contradicts it."""
    about = f"{offer.route_id} price {meter}"
    fact_id = offer.input_fact_id if meter == "input" else offer.output_fact_id
    mine = [row for row in rows if row.meter == meter]
    winner = next((row for row in mine if row.fact_id == fact_id), None)
    if winner is None:
        aside = next((a for a in record.set_aside if a.route_id == offer.route_id and a.meter == meter and not a.qualifiers), None)
        return not_sourced(about, aside, citations)
    return _priced(record, about, [winner, *(row for row in mine if row is not winner)], citations)


def _more_prices(record: Record, rows: Iterable[PriceRow], citations: Citations) -> Iterable[Price]:
    def kind(row: PriceRow) -> tuple[str, str, str]:
        return (row.tier, row.meter, row.qualifiers)

    for (tier, meter, qualifiers), same in groupby(sorted(rows, key=kind), kind):  # sorting is stable: best authority stays first
        found = list(same)
        about = f"{found[0].route_id} price {_label(meter, qualifiers)}"
        yield Price(
            meter=meter,
            tier=tier,
            label=_label(meter, qualifiers),
            unit="1M tokens" if found[0].usd_per_mtok is not None else found[0].unit,
            value=_priced(record, about, found, citations),
        )


def _priced(record: Record, about: str, rows: Sequence[PriceRow], citations: Citations) -> Value:
    winner = rows[0]
    rivals: list[PriceRow] = []
    for row in rows[1:]:
        if row.missing_since is None and not any(_agree(_dollars(row), _dollars(known)) for known in (winner, *rivals)):
            rivals.append(row)
    if rivals and winner.missing_since is None:
        statements = tuple(_statement(record.facts[row.fact_id], row, citations) for row in (winner, *rivals))
        return Disputed(about=about, is_led=True, statements=statements)
    return Stated(
        about=about,
        text=_written(winner),
        short=_written(winner),
        number=_dollars(winner),
        receipts=(citations.cite(winner.fact_id),),
    )


def _statement(fact: FactRow, row: PriceRow, citations: Citations) -> Statement:
    return Statement(
        text=_written(row), short=_written(row), number=_dollars(row), publisher=fact.publisher, sellers=(),
        receipt=citations.cite(fact.fact_id),
    )  # fmt: skip


def _dollars(row: PriceRow) -> Decimal:
    amount = row.usd_per_mtok if row.usd_per_mtok is not None else row.amount
    return amount.normalize()


def _written(row: PriceRow) -> str:
    return money(_dollars(row)) if row.currency == "USD" else f"{plain(row.amount)} {row.currency}"


def _agree(one: Decimal, other: Decimal) -> bool:
    """Whether two prices are equal, or one is the other rounded: 0.083333 and 0.083333333333, but not 0.4 and 0.38."""
    shorter, longer = sorted((one.normalize(), other.normalize()), key=lambda price: len(price.as_tuple().digits))
    rounded = longer.quantize(shorter)
    return one == other or (len(shorter.as_tuple().digits) >= _DECIMALS_OF_A_ROUNDING and rounded == shorter)


def _served(record: Record, offer: OfferRow, fact: FactRow | None, model: Value, citations: Citations) -> Value | None:
    if fact is None or fact.value_number is None or fact.value_number == number(model):
        return None
    return _tokens_value(f"{offer.route_id} context_tokens", fact, citations)


def _tokens_value(about: str, fact: FactRow, citations: Citations) -> Stated:
    from reports.attributes import WRITTEN  # noqa: PLC0415

    written = WRITTEN["context_tokens"](fact)
    return Stated(about=about, text=written.text, short=written.short, number=written.number, receipts=(citations.cite(fact.fact_id),))


def _dated(record: Record, offer: OfferRow, attribute: str, text: str | None, what: str, citations: Citations) -> Stated | None:
    """A date or name of a route's lifecycle, on the fact that states it or on the one that lists the route."""
    if text is None:
        return None
    stating = [f for f in record.facts.values() if f.route_id == offer.route_id and f.attribute == attribute and f.value_text == text]
    fact_id = min((f.fact_id for f in stating), default=offer.fact_id)
    return Stated(
        about=f"{offer.route_id} {what}", text=text, short=text, number=None, receipts=(citations.cite(fact_id),)
    )


__all__ = ["NotSourced", "Price", "Route", "routes_of"]

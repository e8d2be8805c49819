"""The bill of a usage on one offer: which price each quantity has, and what is left open."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from reports.bill.answer import (
    Choice,
    Cost,
    CostInterval,
    Dependence,
    ExactCost,
    Line,
    UnknownCost,
)
from reports.bill.card import EXACT, UNITS, Card, Price, PriceRule, without_zeros
from reports.bill.choosing import (
    WORLD,
    Conditions,
    NoPrice,
    band_of,
    is_in_region,
    is_in_window,
    of_tier,
    options,
)
from reports.bill.usage import Quantity, ToolCalls, Usage
from reports.data.model_lookup import fold_name

RULE = "price rule"
_ALLOWANCE = "beyond the free allowance"
_TOKEN_METERS = ("input", "output", "cache_read", "cache_write", "reasoning")


class Asked(NamedTuple):
    """What was asked for beside the usage."""

    day: date
    moment: datetime | None
    """None where only the day was given, or nothing."""
    tier: str
    region: str | None
    mode: str | None
    variant: str | None
    currency: str


class _Way(NamedTuple):
    """The bill under one choice for all that was not given and that prices share."""

    values: dict[str, str]
    """Of each dimension the value chosen."""
    low: tuple[Line, ...]
    high: tuple[Line, ...]
    depends: dict[str, dict[str, Decimal]]
    """Of each dimension that one line alone depends on: by value, what that line costs."""

    @property
    def cost_from(self) -> Decimal:
        return _sum(self.low)

    @property
    def cost_to(self) -> Decimal:
        return _sum(self.high)


def _sum(lines: Iterable[Line]) -> Decimal:
    total = Decimal(0)
    for line in lines:
        total = EXACT.add(total, line.cost)
    return without_zeros(total)


def cost_on(model_id: str, card: Card, usage: Usage, asked: Asked) -> Cost:
    said: dict[str, Any] = {
        "model_id": model_id,
        "seller": card.offer.provider,
        "route_id": card.offer.route_id,
        "tier": asked.tier,
        "currency": asked.currency,
        "as_of": card.today,
    }
    if not card.offer.is_live:
        ended = f" since {card.offer.ended_date}" if card.offer.ended_date else ""
        why = f"{card.offer.route_id} is {card.offer.status}{ended}: nobody can pay its price"
        return UnknownCost(**said, missing=(why,))
    bill = _Bill(card, usage, asked)
    ways: list[_Way] = []
    refusals: dict[str, list[str]] = {}
    for conditions, rules, values in bill.ways():
        missing: list[str] = []
        way = bill.make(conditions, rules, values, missing)
        if missing:
            refusals[_named(values)] = missing
        else:
            ways.append(way)
    if not ways:
        (missing, *_) = sorted(refusals.values(), key=len)
        return UnknownCost(**said, missing=tuple(dict.fromkeys(missing)))
    notes = list(bill.notes())
    for values, missing in refusals.items():
        notes.append(f"not counted: {values} ({'; '.join(missing)})")
    return _answer(said, ways, tuple(notes))


def _named(values: dict[str, str]) -> str:
    """The values of a way in words."""
    told = [f"{name} {value}" for name, value in values.items() if name != RULE]
    return ", ".join(word for word in told if not word.endswith(" any"))


def _answer(said: dict[str, Any], ways: Sequence[_Way], notes: tuple[str, ...]) -> Cost:
    cheapest = min(ways, key=lambda way: way.cost_from)
    dearest = max(ways, key=lambda way: way.cost_to)
    lines = [line for way in ways for line in (*way.low, *way.high)]
    checked = min((line.checked for line in lines), default=None)
    if cheapest.cost_from == dearest.cost_to:
        return ExactCost(
            **said, notes=notes, cost=cheapest.cost_from, lines=cheapest.low, checked=checked
        )
    return CostInterval(
        **said,
        notes=notes,
        cost_from=cheapest.cost_from,
        cost_to=dearest.cost_to,
        depends_on=tuple(_dependences(ways, cheapest)),
        lines=cheapest.low,
        dearest_lines=dearest.high,
        checked=checked,
    )


def _dependences(ways: Sequence[_Way], cheapest: _Way) -> Iterator[Dependence]:
    """The dimensions whose values lead to different amounts."""
    for dimension in ways[0].values:
        if dimension == RULE and len({way.values["region"] for way in ways}) > 1:
            continue  # the region decides
        by_value: dict[str, list[_Way]] = {}
        for way in ways:
            by_value.setdefault(way.values[dimension], []).append(way)
        choices = [
            Choice(
                value=value,
                cost_from=min(way.cost_from for way in chosen),
                cost_to=max(way.cost_to for way in chosen),
            )
            for value, chosen in by_value.items()
        ]
        if len({(choice.cost_from, choice.cost_to) for choice in choices}) > 1:
            yield Dependence(dimension=dimension, choices=tuple(choices))
    for dimension, amounts in cheapest.depends.items():
        least = min(amounts.values())
        choices = [
            Choice(
                value=value,
                cost_from=cheapest.cost_from + amount - least,
                cost_to=cheapest.cost_from + amount - least,
            )
            for value, amount in amounts.items()
        ]
        yield Dependence(dimension=dimension, choices=tuple(choices))


class _Bill:
    """The making of a bill on one card."""

    def __init__(self, card: Card, usage: Usage, asked: Asked) -> None:
        self._card = card
        self._usage = usage
        self._asked = asked
        self._quantities = list(usage.quantities())
        today = card.today
        holding = [price for price in card.prices if price.holds_on(asked.day, today)]
        self._prices = self._of_one_page(of_tier(holding, asked.tier, asked.variant))
        self._tools = [price for price in card.tools if price.holds_on(asked.day, today)]
        self._all = holding

    def _of_one_page(self, prices: list[Price]) -> list[Price]:
        """The token prices of one page, that of the offer's card where it has any, and of each other
        meter those of one page.
        """
        kept: list[Price] = []
        tokens = [price for price in prices if price.meter in _TOKEN_METERS]
        kept += self._best_page(tokens)
        for meter in sorted({price.meter for price in prices} - set(_TOKEN_METERS)):
            kept += self._best_page([price for price in prices if price.meter == meter])
        return kept

    def _best_page(self, prices: list[Price]) -> list[Price]:
        pages: dict[tuple[str, str], list[Price]] = {}
        for price in prices:
            pages.setdefault(price.page, []).append(price)
        if not pages:
            return []
        head = (self._card.offer.source, self._card.offer.document)

        def order(page: tuple[str, str]) -> tuple[object, ...]:
            stated = pages[page]
            return (
                all(price.each(self._asked.currency) is None for price in stated),
                page != head,
                all(price.missing_since is not None for price in stated),
                all(price.is_stale for price in stated),
                min(price.authority for price in stated),
                -len({price.meter for price in stated}),
                -max(price.checked.toordinal() for price in stated),
                page,
            )

        best = pages[min(pages, key=order)]
        still_there = [price for price in best if price.missing_since is None]
        return still_there or best

    def ways(self) -> Iterator[tuple[Conditions, tuple[PriceRule, ...], dict[str, str]]]:
        """Every choice for region, hours and mode that is left open, with the rules that hold in it."""
        meters = {quantity.meter for quantity in self._quantities}
        used = [price for price in self._prices if price.meter in meters]
        for (region, rules), hours, mode in product(
            self._regions(used), self._hours(used), self._modes(used)
        ):
            values = {
                "region": self._region_name(region, rules),
                RULE: "holds" if rules else "does not hold",
                "time of day": hours or "any",
                "mode": mode or "any",
            }
            asked = self._asked
            yield Conditions(asked.tier, region, hours, mode, asked.variant), rules, values

    def _region_name(self, region: str | None, rules: tuple[PriceRule, ...]) -> str:
        if region is not None:
            return region
        for rule in rules:
            return self._asked.region or rule.region or "data residency"
        return self._asked.region or WORLD

    def _regions(self, prices: Sequence[Price]) -> list[tuple[str | None, tuple[PriceRule, ...]]]:
        """The regions that may be meant, each with the rules that multiply its plain prices."""
        stated = sorted({price.region for price in prices if price.region is not None})
        asked = self._asked.region
        if asked is None:
            found: list[tuple[str | None, tuple[PriceRule, ...]]] = []
            found += [(region, ()) for region in _stated_values(prices, "region")]
            found += [(None, (rule,)) for rule in self._card.rules]
            return found
        matching = [region for region in stated if is_in_region(region, asked)]
        if matching:
            return [(region, ()) for region in matching]
        is_world = asked.strip().casefold() == WORLD
        plain: list[tuple[str | None, tuple[PriceRule, ...]]] = []
        for rule in self._card.rules:
            holds = not is_world if rule.region is None else is_in_region(rule.region, asked)
            if holds:
                plain.append((None, (rule,)))
                if rule.applies is None:
                    plain.append((None, ()))
        return plain or [(None, ())]

    def _hours(self, prices: Sequence[Price]) -> list[str | None]:
        stated = _stated_values(prices, "hours")
        if self._asked.moment is None:
            return stated
        moment = self._asked.moment
        return [hours for hours in stated if hours and is_in_window(moment, hours)] or [None]

    def _modes(self, prices: Sequence[Price]) -> list[str | None]:
        if self._asked.mode is not None:
            return [self._asked.mode]
        return _stated_values(prices, "mode")

    def make(
        self,
        conditions: Conditions,
        rules: tuple[PriceRule, ...],
        values: dict[str, str],
        missing: list[str],
    ) -> _Way:
        """The bill under these conditions. What has no price is told in `missing`."""
        low: list[Line] = []
        high: list[Line] = []
        depends: dict[str, dict[str, Decimal]] = {}
        for name, found in self._charges(conditions, rules, missing):
            cheapest = min(found, key=lambda entry: _sum(entry[1]))
            dearest = max(found, key=lambda entry: _sum(entry[1]))
            low += cheapest[1]
            high += dearest[1]
            if _sum(cheapest[1]) != _sum(dearest[1]):
                depends[name] = {value: _sum(lines) for value, lines in found}
        return _Way(values, tuple(low), tuple(high), depends)

    def _charges(
        self, conditions: Conditions, rules: tuple[PriceRule, ...], missing: list[str]
    ) -> Iterator[tuple[str, list[tuple[str, list[Line]]]]]:
        """For each quantity the dimension that decides on it, and by its value the lines of it."""
        before = Decimal(0)
        for quantity in self._quantities:
            try:
                yield self._charge(quantity, before, conditions, rules)
            except NoPrice as refusal:
                missing.append(f"{refusal}{self._elsewhere(quantity)}")
            if quantity.is_input:
                before += quantity.amount
        if fee := self._request_fee(conditions):
            yield "request fee", [("any", [fee])]
        for calls in self._usage.tool_calls:
            try:
                yield self._tool(calls)
            except NoPrice as refusal:
                missing.append(str(refusal))

    def _elsewhere(self, quantity: Quantity) -> str:
        """Under which conditions a price that is missed is stated."""
        same = [price for price in self._all if price.meter == quantity.meter]
        same = [price for price in same if price not in self._prices]
        variants = sorted({f"{p.tier}: {p.variant}" for p in same if p.variant is not None})
        pages = sorted({p.source for p in same if p.variant is None and p.tier == self._asked.tier})
        told = ""
        if variants:
            told += f"; stated under a condition: {', '.join(variants)}"
        if pages:
            told += f"; stated by {', '.join(pages)}, whose card is another"
        return told

    def _charge(
        self,
        quantity: Quantity,
        before: Decimal,
        conditions: Conditions,
        rules: tuple[PriceRule, ...],
    ) -> tuple[str, list[tuple[str, list[Line]]]]:
        found = options(self._prices, quantity, conditions)
        by_value: dict[str, list[Price]] = {}
        for option in found:
            by_value.setdefault(option.value, []).append(option.price)
        charged: list[tuple[str, list[Line]]] = []
        for value, prices in by_value.items():
            for name, parts in self._by_band(quantity, before, prices):
                lines = [self._line(quantity, amount, price, rules) for amount, price in parts]
                charged.append((f"{value} {name}".strip() if name else value, lines))
        charged = self._thought(quantity, charged, conditions, rules)
        if quantity.meter == "search":
            return "allowance", self._allowance(charged, self._usage.free_searches)
        dimension = found[0].dimension if len(by_value) > 1 else f"which {quantity.label} price"
        return dimension, charged

    def _by_band(
        self, quantity: Quantity, before: Decimal, prices: Sequence[Price]
    ) -> Iterator[tuple[str, list[tuple[Decimal, Price]]]]:
        """How much of the quantity has which price. Several answers where the page states several
        prices of one band, or not how a marginal band counts answers.
        """
        size = self._usage.prompt_tokens
        top = band_of(prices, size)
        if not top:
            bands = ", ".join(sorted({price.band for price in prices}))
            raise NoPrice(
                f"{quantity.label}: no price is stated for an input of {size:,.0f} tokens, "
                f"only for one of {bands}"
            )
        is_marginal = any(price.band_rule == "marginal" for price in prices)
        if is_marginal and quantity.is_input:
            yield "", self._marginal(quantity, before, prices)
            return
        if is_marginal:
            top = [price for price in prices if (price.context_from_tokens or 0) <= size]
        amounts = {price.each(self._asked.currency) for price in top}
        for index, price in enumerate(sorted(top, key=lambda price: price.fact_id)):
            name = "" if len(amounts) == 1 else price.fact_id
            yield name, [(quantity.amount, price)]
            if len(amounts) == 1 and index == 0:
                return

    def _marginal(
        self, quantity: Quantity, before: Decimal, prices: Sequence[Price]
    ) -> list[tuple[Decimal, Price]]:
        """The parts of an input that lie in each band: what a cache holds comes first in a prompt."""
        requests = self._usage.requests
        start, end = before / requests, (before + quantity.amount) / requests
        parts: list[tuple[Decimal, Price]] = []
        for price in sorted(prices, key=lambda price: price.context_from_tokens or 0):
            low = max(start, Decimal(price.context_from_tokens or 0))
            upper = price.context_to_tokens
            high = end if upper is None else min(end, Decimal(upper))
            if low < high:
                parts.append(((high - low) * requests, price))
        return parts

    def _thought(
        self,
        quantity: Quantity,
        charged: list[tuple[str, list[Line]]],
        conditions: Conditions,
        rules: tuple[PriceRule, ...],
    ) -> list[tuple[str, list[Line]]]:
        """Where thinking has a price of its own, that part of the answer is charged with it."""
        has_price = any(price.meter == "reasoning" for price in self._prices)
        if (quantity.meter, quantity.modality) != ("output", "text") or not has_price:
            return charged
        thought = quantity._replace(meter="reasoning")
        amount = self._usage.reasoning_tokens
        if amount is None:
            _, all_thought = self._charge(thought, Decimal(0), conditions, rules)
            return [
                *((f"none thought {value}", lines) for value, lines in charged),
                *((f"all thought {value}", lines) for value, lines in all_thought),
            ]
        if amount == 0:
            return charged
        part = thought._replace(amount=Decimal(min(amount, int(quantity.amount))))
        _, of_thought = self._charge(part, Decimal(0), conditions, rules)
        rest = quantity.amount - part.amount
        answers: list[tuple[str, list[Line]]] = []
        for (value, lines), (_, further) in product(charged, of_thought):
            share = rest / quantity.amount
            kept = [self._part(line, share) for line in lines] if rest else []
            answers.append((value, [*kept, *further]))
        return answers

    def _part(self, line: Line, share: Decimal) -> Line:
        quantity = EXACT.multiply(line.quantity, share)
        return line.model_copy(
            update={"quantity": quantity, "cost": EXACT.multiply(line.cost, share)}
        )

    def _line(
        self, quantity: Quantity, amount: Decimal, price: Price, rules: tuple[PriceRule, ...]
    ) -> Line:
        each = price.each(self._asked.currency)
        if each is None:
            raise self._not_convertible(quantity.label, price)
        factors = rules if price.region is None and price.meter in _TOKEN_METERS else ()
        return make_line(quantity.label, amount, price, each, factors)

    def _not_convertible(self, what: str, price: Price) -> NoPrice:
        currency = self._asked.currency
        return NoPrice(
            f"{what}: priced in {price.currency}, and no rate turns that into {currency}; "
            f"ask for the amount in {price.currency}"
        )

    def _request_fee(self, conditions: Conditions) -> Line | None:
        """What each request costs beside its tokens, where the card has such a price."""
        fees = [price for price in self._prices if price.meter == "request"]
        fees = [price for price in fees if price.counts == "request" and price.amount]
        if not fees or conditions.tier != self._asked.tier:
            return None
        (fee, *_) = sorted(fees, key=lambda price: price.fact_id)
        each = fee.each(self._asked.currency)
        if each is None:
            return None
        return make_line("request", Decimal(self._usage.requests), fee, each, ())

    def _tool(self, calls: ToolCalls) -> tuple[str, list[tuple[str, list[Line]]]]:
        """What the use of a tool costs: that tool's price at the offer, else at its seller."""
        counts = "second" if calls.seconds else "request"
        amount = calls.seconds or Decimal(calls.calls)
        found = self._tool_prices(calls.tool, counts)
        charged: list[tuple[str, list[Line]]] = []
        for price in found:
            each = price.each(self._asked.currency)
            if each is None:
                raise self._not_convertible(f"use of {calls.tool}", price)
            label = price.name if price.route_id is None else str(price.variant).partition(",")[0]
            charged.append((label, [make_line(label, amount, price, each, ())]))
        if any(_ALLOWANCE in (price.variant or "") for price in found):
            return f"allowance of {calls.tool}", self._allowance(charged, calls.free_calls)
        return f"which {calls.tool}", charged

    def _tool_prices(self, tool: str, counts: str) -> list[Price]:
        """The prices of a tool by call or by time. Raises NoPrice."""
        asked = fold_name(tool)
        searches = [price for price in self._all if price.meter == "search" and price.variant]
        own = [price for price in searches if fold_name(str(price.variant)).startswith(asked)]
        sold = [price for price in self._tools if price.variant == self._asked.variant]
        same = [price for price in sold if fold_name(price.name) == asked]
        same = same or [price for price in sold if fold_name(price.name).startswith(asked)]
        found = [price for price in own or same if price.counts == counts]
        of_tier = [price for price in found if price.tier == self._asked.tier]
        found = of_tier or [price for price in found if price.tier == "standard"]
        if not found:
            provider = self._card.offer.provider
            names = ", ".join(sorted({price.name for price in sold})) or "none"
            raise NoPrice(
                f"use of {tool}: {provider} states no price of it by {counts}; tools it prices: {names}"
            )
        return found

    def _allowance(
        self, charged: list[tuple[str, list[Line]]], free: int | None
    ) -> list[tuple[str, list[Line]]]:
        """Of what an allowance covers nothing is charged."""
        answers: list[tuple[str, list[Line]]] = []
        for value, lines in charged:
            calls = sum((line.quantity for line in lines), Decimal(0))
            if free is None:
                answers.append(("all covered", [self._part(line, Decimal(0)) for line in lines]))
                answers.append(("none covered", lines))
                continue
            left = max(calls - free, Decimal(0))
            share = left / calls if calls else Decimal(0)
            answers.append((value, [self._part(line, share) for line in lines]))
        return answers

    def notes(self) -> Iterator[str]:
        """What a reader of the amount should know of the prices it rests on."""
        offer = self._card.offer
        if offer.price_rule and offer.price_rule.endswith("only"):
            yield f"its price is {offer.price_rule}, not by its seller"
        if offer.standing == "free tier":
            yield "free of charge within limits: a plan, no price for traffic"
        if offer.contradicted_by:
            yield f"{offer.contradicted_by}, read later, states another price"
        meters = {quantity.meter for quantity in self._quantities}
        used = [price for price in self._prices if price.meter in meters]
        if any(price.held_value is not None for price in used):
            yield "a newer price waits for a review"
        gone = [price.missing_since for price in used if price.missing_since is not None]
        if gone:
            yield f"a price is no longer on its page since {min(gone)}"
        if any(price.is_stale for price in used):
            yield "a price was not checked for half a year"
        size = self._usage.prompt_tokens
        beyond = [
            price
            for price in used
            if price.context_from_tokens and price.context_from_tokens <= size
        ]
        if any(price.band_rule is None for price in beyond):
            yield "the page gives prices by the size of the input: all of it pays the price of its size"
        if self._usage.requests > 1 and any(price.context_from_tokens for price in used):
            yield f"each of the {self._usage.requests:,} requests is taken to be of the same size"


def _stated_values(prices: Sequence[Price], dimension: str) -> list[str | None]:
    """The values of a dimension that prices are stated for; None among them where every meter has a
    price that does not depend on it.
    """
    stated = sorted({getattr(price, dimension) for price in prices} - {None})
    meters = {price.meter for price in prices}
    plain = {price.meter for price in prices if getattr(price, dimension) is None}
    return [None, *stated] if meters == plain else stated


def make_line(
    what: str, amount: Decimal, price: Price, each: Decimal, rules: Sequence[PriceRule]
) -> Line:
    """So much of something at so much each, times the factors of rules."""
    factor = Decimal(1)
    for rule in rules:
        factor = EXACT.multiply(factor, rule.factor)
    cost = EXACT.multiply(EXACT.multiply(amount, each), factor)
    return Line(
        what=what,
        quantity=amount,
        counts=UNITS[str(price.unit)][0],
        amount=without_zeros(price.amount or Decimal(0)),
        unit=str(price.unit),
        currency=str(price.currency),
        factor=factor,
        cost=without_zeros(cost),
        fact_ids=(price.fact_id, *(rule.fact_id for rule in rules)),
        checked=price.checked,
    )

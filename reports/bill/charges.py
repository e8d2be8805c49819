"""What the quantities of a usage cost at the prices of one offer, under one assumption."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from reports.bill.answer import Line
from reports.bill.applicable import TOKEN_METERS, ApplicablePrices
from reports.bill.assumptions import Asked, Assumption
from reports.bill.card import Price
from reports.bill.choosing import NoPrice, band_of, options
from reports.bill.lines import Charged, beyond_allowance, make_line, part_of, price_in
from reports.bill.usage import Quantity, Usage


def request_price(prices: Sequence[Price]) -> Price | None:
    """The price of a request beside its tokens, where a card has one."""
    fees = [price for price in prices if price.meter == "request"]
    fees = [price for price in fees if price.counts == "request" and price.amount]
    return min(fees, key=lambda price: price.fact_id, default=None)


class Charges:
    """The charging of a usage under one assumption."""

    def __init__(
        self, prices: ApplicablePrices, usage: Usage, asked: Asked, assumption: Assumption
    ) -> None:
        self._stated = prices.stated
        self._prices = prices.chosen
        self._usage = usage
        self._asked = asked
        self._conditions = assumption.conditions
        self._rules = assumption.rules

    def of_quantities(self, missing: list[str]) -> Iterator[tuple[str, Charged]]:
        """For each quantity the dimension that decides on it, and its lines by that. What has no
        price is told in `missing`.
        """
        before = Decimal(0)
        for quantity in self._usage.quantities():
            try:
                yield self._charge(quantity, before)
            except NoPrice as refusal:
                missing.append(f"{refusal}{self._elsewhere(quantity)}")
            if quantity.is_input:
                before += quantity.amount

    def request_fee(self) -> Line | None:
        """What each request costs beside its tokens, where the card has such a price."""
        fee = request_price(self._prices)
        each = fee.each(self._asked.currency) if fee else None
        if fee is None or each is None:
            return None
        return make_line("request", Decimal(self._usage.requests), fee, each, ())

    def _elsewhere(self, quantity: Quantity) -> str:
        """Under which conditions a price that is missed is stated."""
        same = [price for price in self._stated if price.meter == quantity.meter]
        same = [price for price in same if price not in self._prices]
        variants = sorted({f"{p.tier}: {p.variant}" for p in same if p.variant is not None})
        pages = sorted({p.source for p in same if p.variant is None and p.tier == self._asked.tier})
        told = ""
        if variants:
            told += f"; stated under a condition: {', '.join(variants)}"
        if pages:
            told += f"; stated by {', '.join(pages)}, whose card is another"
        return told

    def _charge(self, quantity: Quantity, before: Decimal) -> tuple[str, Charged]:
        found = options(self._prices, quantity, self._conditions)
        by_value: dict[str, list[Price]] = {}
        for option in found:
            by_value.setdefault(option.value, []).append(option.price)
        charged: Charged = []
        for value, prices in by_value.items():
            for name, parts in self._by_band(quantity, before, prices):
                lines = [self._line(quantity, amount, price) for amount, price in parts]
                charged.append((f"{value} {name}".strip() if name else value, lines))
        charged = self._thought(quantity, charged)
        if quantity.meter == "search":
            return "allowance", beyond_allowance(charged, self._usage.free_searches)
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
        # Counted over all requests, so that nothing is divided and rounded.
        requests = self._usage.requests
        start, end = before, before + quantity.amount
        parts: list[tuple[Decimal, Price]] = []
        for price in sorted(prices, key=lambda price: price.context_from_tokens or 0):
            low = max(start, Decimal((price.context_from_tokens or 0) * requests))
            upper = price.context_to_tokens
            high = end if upper is None else min(end, Decimal(upper * requests))
            if low < high:
                parts.append((high - low, price))
        return parts

    def _thought(self, quantity: Quantity, charged: Charged) -> Charged:
        """Where thinking has a price of its own, that part of the answer is charged with it."""
        has_price = any(price.meter == "reasoning" for price in self._prices)
        if (quantity.meter, quantity.modality) != ("output", "text") or not has_price:
            return charged
        thought = quantity._replace(meter="reasoning")
        amount = self._usage.reasoning_tokens
        if amount is None:
            _, all_thought = self._charge(thought, Decimal(0))
            return [
                *((f"none thought {value}", lines) for value, lines in charged),
                *((f"all thought {value}", lines) for value, lines in all_thought),
            ]
        if amount == 0:
            return charged
        part = thought._replace(amount=Decimal(min(amount, int(quantity.amount))))
        _, of_thought = self._charge(part, Decimal(0))
        rest = quantity.amount - part.amount
        answers: Charged = []
        for (value, lines), (_, further) in product(charged, of_thought):
            share = rest / quantity.amount
            kept = [part_of(line, share) for line in lines] if rest else []
            answers.append((value, [*kept, *further]))
        return answers

    def _line(self, quantity: Quantity, amount: Decimal, price: Price) -> Line:
        each = price_in(self._asked.currency, price, quantity.label)
        is_multiplied = price.region is None and price.meter in TOKEN_METERS
        return make_line(quantity.label, amount, price, each, self._rules if is_multiplied else ())

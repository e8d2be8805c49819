"""What the use of tools costs that a seller prices beside its models."""

from decimal import Decimal

from reports.bill.applicable import ApplicablePrices
from reports.bill.assumptions import Asked
from reports.bill.card import Price
from reports.bill.choosing import NoPrice
from reports.bill.lines import Charged, beyond_allowance, make_line, price_in
from reports.bill.usage import ToolCalls
from reports.data.model_lookup import fold_name

_ALLOWANCE = "beyond the free allowance"


def charge_tool(
    calls: ToolCalls, prices: ApplicablePrices, asked: Asked, provider: str
) -> tuple[str, Charged]:
    """What the use of a tool costs, at that tool's price at the offer, else at its seller: the
    dimension that decides on it, and its lines by that. Raises NoPrice.
    """
    counts = "second" if calls.seconds else "request"
    amount = calls.seconds or Decimal(calls.calls)
    found = _of_tier(_prices_of(calls.tool, prices, asked, counts), asked.tier)
    if not found:
        sold = [price for price in prices.tools if price.variant == asked.variant]
        names = ", ".join(sorted({price.name for price in sold})) or "none"
        raise NoPrice(
            f"use of {calls.tool}: {provider} states no price of it by {counts}; "
            f"tools it prices: {names}"
        )
    charged: Charged = []
    for price in found:
        each = price_in(asked.currency, price, f"use of {calls.tool}")
        label = price.name if price.route_id is None else str(price.variant).partition(",")[0]
        charged.append((label, [make_line(label, amount, price, each, ())]))
    if any(_ALLOWANCE in (price.variant or "") for price in found):
        return f"allowance of {calls.tool}", beyond_allowance(charged, calls.free_calls)
    return f"which {calls.tool}", charged


def _prices_of(tool: str, prices: ApplicablePrices, asked: Asked, counts: str) -> list[Price]:
    """The prices of a tool by call or by time: the offer's own, else its seller's of that name,
    else its seller's of a name that begins so.
    """
    name = fold_name(tool)
    searches = [price for price in prices.stated if price.meter == "search" and price.variant]
    own = [price for price in searches if fold_name(str(price.variant)).startswith(name)]
    sold = [price for price in prices.tools if price.variant == asked.variant]
    same = [price for price in sold if fold_name(price.name) == name]
    alike = [price for price in sold if fold_name(price.name).startswith(name)]
    return [price for price in own or same or alike if price.counts == counts]


def _of_tier(prices: list[Price], tier: str) -> list[Price]:
    """Those of a tier, or of the standard one where it has none."""
    own = [price for price in prices if price.tier == tier]
    return own or [price for price in prices if price.tier == "standard"]

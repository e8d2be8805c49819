"""Langfuse: a JSON list of models, each with a pattern of names and tiers of prices; US dollars per
token.

A tier that is not the default one holds where all usage of some kind is greater than a number.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import blake2b

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import PricedOffer, Wanted, fields_of, priced_offers
from pipeline.tables.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.claims import Quote
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1_000_000)
_PER_TOKEN = -6
"""The power of ten by which a price per million tokens is one per token."""
USAGES: dict[PriceKey, tuple[str, ...]] = {
    PriceKey("input"): ("input", "input_tokens", "input_text", "prompt_token_count"),
    PriceKey("output"): ("output", "output_tokens", "output_text", "candidates_token_count"),
    PriceKey("cache_read"): (
        "input_cached_tokens",
        "input_cache_read",
        "cache_read_input_tokens",
        "cached_content_token_count",
    ),
    PriceKey("cache_write"): ("input_cache_creation", "cache_creation_input_tokens"),
    PriceKey("cache_write", lifetime="5m"): ("input_cache_creation_5m",),
    PriceKey("cache_write", lifetime="1h"): ("input_cache_creation_1h",),
    PriceKey("reasoning"): (
        "output_reasoning_tokens",
        "output_reasoning",
        "thoughts_token_count",
    ),
    PriceKey("input", "audio"): ("input_audio_tokens",),
    PriceKey("output", "audio"): ("output_audio_tokens",),
}
"""The kinds of usage that clients report, under each of their names."""
KEYS = {name: key for key, names in USAGES.items() for name in names}
_INPUT_USAGE = "(input|prompt|cached)"
_SELLER_IN_PATTERN = re.compile(r"\(([a-z][\w-]*)\\*/\)\?")
"""The seller that a pattern lets stand in front of a name."""


def recognises(document: TableFile) -> bool:
    if not isinstance(document.data, list):
        return False
    models = document.root().nodes()
    return any("matchPattern" in model and "pricingTiers" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        yield from read_rows(document, document.root().nodes(), partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    name = model.require("modelName")
    seller, _, stated = name.text.partition("/")
    if not stated:
        found = _SELLER_IN_PATTERN.search(model.require("matchPattern").text)
        seller, stated = found[1] if found else "", name.text
    entry = TableEntry(document, seller, stated)
    if not seller:
        yield entry.left_out(name, "no seller is named")
        return
    for tier in model.require_node("pricingTiers").nodes():
        yield from _tier(entry, tier)


def _tier(entry: TableEntry, tier: Node) -> Iterator[TableItem]:
    conditions = list(tier.children("conditions"))
    over: int | None = None
    if conditions:
        over = _input_over(conditions)
        if over is None:
            yield entry.left_out(tier, "a condition that is not known")
            return
    prices = tier.require_node("prices")
    told: defaultdict[PriceKey, list[Quote]] = defaultdict(list)
    for name in prices:
        key = KEYS.get(name)
        quote = prices.get(name) if key else None
        if key and quote:
            told[key].append(quote)
        else:
            yield entry.left_out(prices.key_quote(name))
    for key, (quote, *repeats) in told.items():
        # The other names of the same usage repeat it.
        yield entry.price(quote, key, SCALE, over=over, repeats=repeats)


def _input_over(conditions: Sequence[Node]) -> int | None:
    """The input length above which a tier holds; None where it holds under another condition."""
    if len(conditions) != 1:
        return None
    (condition,) = conditions
    pattern, operator = condition.get("usageDetailPattern"), condition.get("operator")
    is_of_input = pattern and re.search(pattern.text, "input") and operator
    if not is_of_input or not operator or operator.text not in ("gt", "gte"):
        return None
    size = token_count(condition.require("value"))
    return size if operator.text == "gt" else size - 1


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:
    wanted = Wanted(name_of=fields_of(KEYS), pair=("input", "output"), even=True)
    all_priced = list(priced_offers(offers, wanted, account))
    sellers = Counter(priced.id.casefold() for priced in all_priced)
    models = [
        _model_of(priced, day, is_alone=sellers[priced.id.casefold()] == 1) for priced in all_priced
    ]
    return exact_json(models)


def _model_of(priced: PricedOffer, day: date, *, is_alone: bool) -> Tree:
    """An entry. Its name holds the seller, because several sell a model; the pattern takes the bare
    name, too, where it is its maker's own or nobody else's.
    """
    offer = priced.offer
    name = f"{offer.provider}/{priced.id}"
    identity = blake2b(name.encode(), digest_size=12).hexdigest()
    is_bare = is_alone or offer.provider == offer.lab
    prefix = f"({re.escape(offer.provider)}/)" + ("?" if is_bare else "")
    moment = f"{day.isoformat()}T00:00:00.000Z"
    tiers: list[Tree] = [
        _tier_of(priced, identity, priority, over)
        for priority, over in enumerate((None, *reversed(priced.starts)))
    ]
    return {
        "id": identity,
        "modelName": name,
        "matchPattern": f"(?i)^{prefix}({re.escape(priced.id)})$",
        "createdAt": moment,
        "updatedAt": moment,
        "pricingTiers": tiers,
    }


def _tier_of(priced: PricedOffer, identity: str, priority: int, over: int | None) -> Tree:
    """A tier: of several that hold the one with the lowest priority counts, so that of the longest
    inputs comes first, and the default one where none does.
    """
    condition: dict[str, Tree] = {
        "usageDetailPattern": _INPUT_USAGE,
        "operator": "gt",
        "value": over,
        "caseSensitive": False,
    }
    prices: dict[str, Tree] = {}
    for field, amount in priced.amounts(over, _PER_TOKEN).items():
        for name in USAGES[KEYS[field]]:
            prices[name] = amount
    return {
        "id": f"{identity}_{over or 'default'}",
        "name": f"Input above {over:,} tokens" if over else "Standard",
        "isDefault": over is None,
        "priority": priority,
        "conditions": [condition] if over is not None else [],
        "prices": prices,
    }


FORMAT = TableFormat("langfuse", "langfuse", recognises, read, write)

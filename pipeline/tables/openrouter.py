"""OpenRouter's list of models: one JSON file, decimal strings in US dollars per token, for routes
that it sells.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.exact_json import Tree, exact_json
from pipeline.facts.money import decimal_text
from pipeline.tables.offers.account import Account, Reason
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
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import OPENROUTER_KEYS

SCALE = Decimal(1_000_000)
NO_PRICES = ("overrides", "min_prompt_tokens")
"""Keys beside the prices that hold or describe further ones."""
_SELLER = "openrouter"
_PER_TOKEN = -6
"""The power of ten by which a price per million tokens is one per token."""


def recognises(document: TableFile) -> bool:
    root = document.root()
    if "data" not in root:
        return False
    models = root.require_node("data").nodes()
    return any("pricing" in model for model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        models = document.root().require_node("data").nodes()
        yield from read_rows(document, models, partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    """The prices of a model, and those above input lengths."""
    entry = TableEntry(document, _SELLER, model.require("id").text)
    pricing = model.require_node("pricing")
    yield from _prices(entry, pricing)
    if "overrides" in pricing:
        for band in pricing.require_node("overrides").nodes():
            over = token_count(band.require("min_prompt_tokens"))
            yield from _prices(entry, band, over)


def _prices(entry: TableEntry, row: Node, over: int | None = None) -> Iterator[TableItem]:
    for name in row:
        key = OPENROUTER_KEYS.get(name)
        quote = row.get(name) if key else None
        if key and quote:
            yield entry.price(quote, key, SCALE, over=over)
        elif key is None and name not in NO_PRICES:
            yield entry.left_out(row.key_quote(name))


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    wanted = Wanted(
        name_of=fields_of(OPENROUTER_KEYS), pair=("prompt", "completion"), unsaid=_unsaid
    )
    return exact_json({"data": [_model_of(one) for one in priced_offers(offers, wanted, account)]})


def _unsaid(offer: Offer) -> tuple[Reason, str] | None:
    return None if offer.provider == _SELLER else ("seller", "the list is of what OpenRouter sells")


def _model_of(priced: PricedOffer) -> Tree:
    offer = priced.offer
    return {
        "id": priced.id,
        "name": offer.name or priced.id,
        "context_length": offer.context_tokens,
        "architecture": {
            "input_modalities": sorted(offer.input_modalities),
            "output_modalities": sorted(offer.output_modalities),
        },
        "pricing": _pricing_of(priced),
        "top_provider": {
            "context_length": offer.context_tokens,
            "max_completion_tokens": offer.max_output_tokens,
        },
    }


def _pricing_of(priced: PricedOffer) -> Tree:
    """The prices as decimal strings, and those above input lengths."""
    pricing: dict[str, Tree] = {**_texts(priced, None)}
    overrides: list[Tree] = [
        {"min_prompt_tokens": start, **_texts(priced, start)} for start in priced.starts
    ]
    if overrides:
        pricing["overrides"] = overrides
    return pricing


def _texts(priced: PricedOffer, over: int | None) -> dict[str, str]:
    amounts = priced.amounts(over, _PER_TOKEN)
    return {name: decimal_text(amount) for name, amount in amounts.items()}


FORMAT = TableFormat("openrouter", "openrouter", recognises, read, write)

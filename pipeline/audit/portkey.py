"""Portkey: a JSON file a provider, named after it; US cents per token."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import PurePosixPath

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem, read_rows
from spiders.claims import Tier
from spiders.parsing.json_tree import Node, unescape_step
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1_000_000) / 100
KEYS = {
    "request_token": PriceKey("input"),
    "response_token": PriceKey("output"),
    "reasoning_token": PriceKey("reasoning"),
    "request_text_token": PriceKey("input", "text"),
    "response_text_token": PriceKey("output", "text"),
    "request_audio_token": PriceKey("input", "audio"),
    "response_audio_token": PriceKey("output", "audio"),
    "request_image_token": PriceKey("input", "image"),
    "response_image_token": PriceKey("output", "image"),
    "cache_read_input_token": PriceKey("cache_read"),
    "cache_write_input_token": PriceKey("cache_write"),
    "cache_read_audio_input_token": PriceKey("cache_read", "audio"),
    "cache_read_image_input_token": PriceKey("cache_read", "image"),
    "cache_read_text_input_token": PriceKey("cache_read", "text"),
}
TIERS: dict[str, Tier] = {"pay_as_you_go": "standard", "batch_config": "batch"}


def recognises(document: TableFile) -> bool:
    models = document.root().object_members()
    return any("pricing_config" in model for _, model in models)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        models = [model for _, model in document.root().object_members(skip=["default"])]
        yield from read_rows(document, models, partial(_model, document))


def _model(document: TableFile, model: Node) -> Iterator[TableItem]:
    config = model.get_node("pricing_config")
    if config:
        seller = PurePosixPath(document.name).stem
        name = unescape_step(model.pointer.removeprefix("/"))
        yield from _prices(TableEntry(document, seller, name), config)


def _prices(entry: TableEntry, config: Node) -> Iterator[TableItem]:
    currency = config.get("currency")
    if currency and currency.text != "USD":
        yield entry.left_out(currency, "another currency than USD")
        return
    for kind, rates in config.object_members(skip=["calculate"]):
        tier = TIERS.get(kind.text)
        for name, rate in rates.object_members():
            key = KEYS.get(name.text)
            quote = rate.get("price") if tier and key else None
            if tier and key and quote:
                yield entry.price(quote, key._replace(tier=tier), SCALE)
            else:
                yield entry.left_out(name)


FORMAT = TableFormat("portkey", "portkey", recognises, read)

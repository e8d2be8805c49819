"""Portkey: a JSON file a provider, named after it; US cents per token."""

import io
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import PurePosixPath

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import PricedOffer, Wanted, priced_offers
from pipeline.tables.seller_names import sellers_named
from pipeline.tables.statement import TableEntry, TableFile, TableFormat, TableItem, read_rows
from spiders.claims import Meter, Tier
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
_CENTS_PER_TOKEN = -4
"""The power of ten by which US dollars per million tokens are cents per token."""
_FIELDS = {key: name for name, key in reversed(KEYS.items())}
_KINDS = {tier: kind for kind, tier in TIERS.items()}
_SELLERS = sellers_named(
    (
        "azure-openai",
        "bedrock",
        "dashscope",
        "google",
        "mistral-ai",
        "moonshot",
        "open-ai",
        "perplexity-ai",
        "together-ai",
        "vertex-ai",
        "workers-ai",
        "x-ai",
        "z-ai",
        "zhipu",
    )
)


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


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    """The file of one seller, or an archive (tar) of the files of several."""
    wanted = Wanted(name_of=_field, pair=(_field_of_pair("input"), _field_of_pair("output")))
    priced = priced_offers(offers, wanted, account)
    files: dict[str, bytes] = {}
    for seller, models in groupby(priced, lambda one: one.offer.provider):
        rows = {one.id: {"pricing_config": _config_of(one)} for one in models}
        files[f"{_SELLERS.get(seller, seller)}.json"] = exact_json(rows)
    return next(iter(files.values())) if len(files) == 1 else _archive(files)


def _field_of_pair(meter: Meter) -> str:
    return f"{_KINDS['standard']} {_FIELDS[PriceKey(meter)]}"


def _field(key: PriceKey, over: int | None) -> str | None:
    """The kind of rates that a price stands under and its name there. There are no bands."""
    kind, name = _KINDS.get(key.tier), _FIELDS.get(key._replace(tier="standard"))
    return f"{kind} {name}" if kind and name and over is None else None


def _config_of(priced: PricedOffer) -> Tree:
    config: dict[str, dict[str, Tree]] = {}
    for field, amount in priced.amounts(None, _CENTS_PER_TOKEN).items():
        kind, name = field.split()
        config.setdefault(kind, {})[name] = {"price": amount}
    return {**config, "currency": "USD"}


def _archive(files: Mapping[str, bytes]) -> bytes:
    """The files in an archive that has no dates and owners: the same files are the same bytes."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, body in sorted(files.items()):
            member = tarfile.TarInfo(f"pricing/{name}")
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body))
    return buffer.getvalue()


FORMAT = TableFormat("portkey", "portkey", recognises, read, write)

"""LiteLLM: one JSON file, a row a route; US dollars per token."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import Document, Format, Offer, Told
from spiders.claims import Meter, Modality, Tier
from spiders.jsontree import Node

SCALE = Decimal(1_000_000)
METERS: dict[str, Meter] = {
    "input": "input", "output": "output", "cache_read_input": "cache_read", "cache_creation_input": "cache_write",
}  # fmt: skip
MODALITIES: dict[str, Modality] = {"audio": "audio", "image": "image", "video": "video"}
TIERS: dict[str, Tier] = {"batches": "batch", "flex": "flex", "priority": "priority"}
PRICE = re.compile(
    rf"(?P<meter>{'|'.join(METERS)})(?:_cost_per)?(?:_(?P<kind>audio|image|video|reasoning))?_token(?:_cost)?"
    rf"(?P<hit>_cache_hit)?(?P<hour>_above_1hr)?(?:_above_(?P<thousands>\d+)k_tokens)?(?:_(?P<tier>{'|'.join(TIERS)}))?"
)


def recognises(document: Document) -> bool:
    return any("litellm_provider" in row for _, row in document.root().members())


def read(documents: list[Document], day: date) -> Iterator[Told]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        for stated, row in document.root().members(skip=["sample_spec"]):
            if provider := row.maybe("litellm_provider"):
                yield from _row(Offer(document, _seller(provider.text), stated.text), row)


def _seller(provider: str) -> str:
    """The provider without the family of models or the kind of API that LiteLLM writes beside it."""
    return provider.removeprefix("text-completion-").partition("-")[0]


def _row(offer: Offer, row: Node) -> Iterator[Told]:
    for band in row.node("tiered_pricing").each() if "tiered_pricing" in row else ():
        if ends := [int(Decimal(end.text)) for end in band.scalars("range")]:
            yield from _prices(offer, band, ends[0] or None, ends[1])
    yield from _prices(offer, row)


def _prices(offer: Offer, row: Node, over: int | None = None, upto: int | None = None) -> Iterator[Told]:
    for key in row:
        if match := PRICE.fullmatch(key):
            if quote := row.maybe(key):
                yield offer.price(
                    quote,
                    "cache_read" if match["hit"] else _meter(match["meter"], match["kind"]),
                    SCALE,
                    tier=TIERS.get(match["tier"], "standard"),
                    over=int(match["thousands"]) * 1000 if match["thousands"] else over,
                    upto=upto,
                    lifetime="1h" if match["hour"] else None,
                    modality=MODALITIES.get(match["kind"]),
                )
        elif "_cost_per_" in key or key.endswith("_cost"):
            yield offer.without(row.key(key), "no price per token")


def _meter(meter: str, kind: str | None) -> Meter:
    return "reasoning" if kind == "reasoning" else METERS[meter]


FORMAT = Format("litellm", "litellm", recognises, read)

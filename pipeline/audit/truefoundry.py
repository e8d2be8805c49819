"""TrueFoundry's models: a folder with a YAML file a model; US dollars per token."""

import posixpath
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import Document, Format, Offer, Told
from spiders.claims import Meter, Modality, Tier
from spiders.jsontree import Node

SCALE = Decimal(1_000_000)
METERS: dict[str, tuple[Meter, Tier, Modality | None]] = {
    "input_cost_per_token": ("input", "standard", None), "output_cost_per_token": ("output", "standard", None),
    "cache_read_input_token_cost": ("cache_read", "standard", None),
    "cache_creation_input_token_cost": ("cache_write", "standard", None),
    "input_cost_per_token_batches": ("input", "batch", None),
    "output_cost_per_token_batches": ("output", "batch", None),
    "input_cost_per_audio_token": ("input", "standard", "audio"),
    "output_cost_per_audio_token": ("output", "standard", "audio"),
    "cache_creation_input_audio_token_cost": ("cache_write", "standard", "audio"),
}  # fmt: skip
BANDED: dict[str, Meter] = {
    "input": "input", "output": "output", "cache_read": "cache_read", "cache_write": "cache_write",
}  # fmt: skip


def recognises(document: Document) -> bool:
    root = document.root()
    return "model" in root and "costs" in root


def read(documents: list[Document], day: date) -> Iterator[Told]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        root = document.root()
        folder = posixpath.dirname(document.name).removeprefix("providers/").partition("/")[0]
        yield from _costs(Offer(document, folder, root.text("model").text), root.node("costs"))


def _costs(offer: Offer, costs: Node) -> Iterator[Told]:
    for key in costs:
        if key == "tiered_pricing":
            yield from _bands(offer, costs.node(key))
        elif key in METERS and (quote := costs.maybe(key)):
            meter, tier, modality = METERS[key]
            yield offer.price(quote, meter, SCALE, tier=tier, modality=modality)
        elif key not in METERS:
            yield offer.without(costs.key(key), "no price per token")


def _bands(offer: Offer, tiers: Node) -> Iterator[Told]:
    for key in tiers:
        for band in tiers.node(key).each():
            over = int(band.text("from").text)
            yield offer.price(band.text("cost_per_token"), BANDED[key], SCALE, over=over)


FORMAT = Format("truefoundry", "truefoundry", recognises, read)

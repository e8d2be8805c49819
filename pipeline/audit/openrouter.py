"""OpenRouter's list of models: one JSON file, decimal strings in US dollars per token, for routes that it sells."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import Document, Format, Offer, Told
from spiders.claims import Lifetime, Meter, Modality
from spiders.jsontree import Node

SCALE = Decimal(1_000_000)
METERS: dict[str, tuple[Meter, Lifetime | None, Modality | None]] = {
    "prompt": ("input", None, None), "completion": ("output", None, None),
    "internal_reasoning": ("reasoning", None, None), "input_cache_read": ("cache_read", None, None),
    "input_cache_write": ("cache_write", None, None), "input_cache_write_1h": ("cache_write", "1h", None),
    "audio": ("input", None, "audio"), "input_audio_cache": ("cache_read", None, "audio"),
    "image_output": ("output", None, "image"), "audio_output": ("output", None, "audio"),
}  # fmt: skip


def recognises(document: Document) -> bool:
    root = document.root()
    return "data" in root and any("pricing" in model for model in root.node("data").each())


def read(documents: list[Document], day: date) -> Iterator[Told]:  # noqa: ARG001 (its prices have no days)
    for document in documents:
        for model in document.root().node("data").each():
            pricing = model.node("pricing")
            offer = Offer(document, "openrouter", model.text("id").text)
            yield from _prices(offer, pricing)
            for override in pricing.node("overrides").each() if "overrides" in pricing else ():
                yield from _prices(offer, override, int(override.text("min_prompt_tokens").text))


def _prices(offer: Offer, row: Node, over: int | None = None) -> Iterator[Told]:
    for key in row:
        if key in METERS and (quote := row.maybe(key)):
            meter, lifetime, modality = METERS[key]
            yield offer.price(quote, meter, SCALE, lifetime=lifetime, modality=modality, over=over)
        elif key not in (*METERS, "overrides", "min_prompt_tokens"):
            yield offer.without(row.key(key), "no price per token")


FORMAT = Format("openrouter", "openrouter", recognises, read)

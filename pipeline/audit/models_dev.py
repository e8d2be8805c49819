"""models.dev: all providers in one JSON file, or a folder with a TOML file a model; US dollars per
million tokens.
"""

import posixpath
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.audit.statement import TableEntry, TableFile, TableFormat, TableItem
from spiders.claims import Tier
from spiders.parsing.json_tree import Node
from spiders.readers.price_keys import PriceKey

SCALE = Decimal(1)
KEYS = {
    "input": PriceKey("input"),
    "output": PriceKey("output"),
    "reasoning": PriceKey("reasoning"),
    "cache_read": PriceKey("cache_read"),
    "cache_write": PriceKey("cache_write"),
    "input_audio": PriceKey("input", "audio"),
    "output_audio": PriceKey("output", "audio"),
}
OVER_200K = "context_over_200k"


def recognises(document: TableFile) -> bool:
    if document.form == "toml":
        return "/models/" in document.name
    return any(
        "env" in provider and "models" in provider
        for _, provider in document.root().object_members()
    )


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    files = {document.name: document for document in documents}
    for document in documents:
        if document.form == "toml":
            seller, _, stated = document.name.removesuffix(".toml").rpartition("/models/")
            offer = TableEntry(document, posixpath.basename(seller), stated)
            if target := _linked(document, files):
                yield from _model(offer._replace(document=target), target.root())
            else:
                yield offer.without(document.root(), "a link out of the table")
            continue
        for provider, about in document.root().object_members():
            for model in about.require_node("models").nodes():
                yield from _model(
                    TableEntry(document, provider.text, model.require("id").text), model
                )


def _linked(document: TableFile, files: dict[str, TableFile]) -> TableFile | None:
    """The file that a link leads to, where the table holds it; the file itself where it is no link."""
    if not isinstance(document.data, str):
        return document
    return files.get(
        posixpath.normpath(posixpath.join(posixpath.dirname(document.name), document.data))
    )


def _model(offer: TableEntry, model: Node) -> Iterator[TableItem]:
    if cost := model.get_node("cost"):
        yield from _costs(offer, cost)
    experimental = model.get_node("experimental")
    modes = experimental.get_node("modes") if experimental else None
    for mode in modes.nodes() if modes else ():
        tier: Tier = "priority" if mode.find("provider/body/service_tier") else "fast"
        yield from _costs(offer, mode.require_node("cost"), tier)


def _costs(offer: TableEntry, cost: Node, tier: Tier = "standard") -> Iterator[TableItem]:
    for over, band in [(None, cost), *_bands(cost)]:
        for key in band:
            if key in KEYS and (quote := band.get(key)):
                yield offer.price(quote, KEYS[key]._replace(tier=tier), SCALE, over=over)
            elif key not in (*KEYS, OVER_200K, "tiers", "tier"):
                yield offer.without(band.key_quote(key))


def _bands(cost: Node) -> list[tuple[int, Node]]:
    """The prices above an input length, with that length."""
    if "tiers" in cost:  # then context_over_200k repeats one of them
        return [
            (int(band.require_node("tier").require("size").text), band)
            for band in cost.require_node("tiers").nodes()
        ]
    return [(200_000, cost.require_node(OVER_200K))] if OVER_200K in cost else []


FORMAT = TableFormat("models.dev", "models.dev", recognises, read)

"""models.dev: all providers in one JSON file, or a folder with a TOML file a model; US dollars per
million tokens.
"""

import posixpath
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

from pipeline.audit.statement import (
    TableEntry,
    TableFile,
    TableFormat,
    TableItem,
    read_rows,
    token_count,
)
from spiders.claims import Tier
from spiders.parsing.json_tree import Node, unescape_step
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
NO_PRICES = (OVER_200K, "tiers", "tier")
"""Keys beside the prices that hold or describe further ones."""


def recognises(document: TableFile) -> bool:
    if document.form == "toml":
        return "/models/" in document.name
    providers = document.root().object_members()
    return any("env" in provider and "models" in provider for _, provider in providers)


def read(documents: list[TableFile], day: date) -> Iterator[TableItem]:  # noqa: ARG001 (its prices have no days)
    files = {document.name: document for document in documents}
    for document in documents:
        if document.form == "toml":
            yield from _toml_file(document, files)
        else:
            providers = [provider for _, provider in document.root().object_members()]
            yield from read_rows(document, providers, partial(_provider, document))


def _toml_file(document: TableFile, files: dict[str, TableFile]) -> Iterator[TableItem]:
    """One model, providers/SELLER/models/ID.toml."""
    folder, _, stated = document.name.removesuffix(".toml").rpartition("/models/")
    seller = posixpath.basename(folder)
    target = _link_target(document, files)
    if target is None:
        entry = TableEntry(document, seller, stated)
        yield entry.left_out(document.root(), "a link out of the table")
    else:
        entry = TableEntry(target, seller, stated)
        yield from read_rows(target, [target.root()], partial(_model, entry))


def _provider(document: TableFile, provider: Node) -> Iterator[TableItem]:
    """The models of a provider in a file of all."""
    models = provider.require_node("models").nodes()
    seller = unescape_step(provider.pointer.removeprefix("/"))
    yield from read_rows(document, models, partial(_model_with_id, document, seller))


def _model_with_id(document: TableFile, seller: str, model: Node) -> Iterator[TableItem]:
    return _model(TableEntry(document, seller, model.require("id").text), model)


def _link_target(document: TableFile, files: dict[str, TableFile]) -> TableFile | None:
    """The file that a link leads to, where the table holds it; the file itself where it is no
    link.
    """
    if not isinstance(document.data, str):
        return document
    folder = posixpath.dirname(document.name)
    path = posixpath.join(folder, document.data)
    return files.get(posixpath.normpath(path))


def _model(entry: TableEntry, model: Node) -> Iterator[TableItem]:
    """The prices of a model and of its experimental modes."""
    cost = model.get_node("cost")
    if cost:
        yield from _costs(entry, cost)
    experimental = model.get_node("experimental")
    modes = experimental.get_node("modes") if experimental else None
    if modes is None:
        return
    for mode in modes.nodes():
        mode_cost = mode.get_node("cost")
        if mode_cost:
            yield from _costs(entry, mode_cost, _tier(mode))


def _tier(mode: Node) -> Tier:
    """What is asked of the seller in this mode; a mode that asks for no tier is for speed."""
    asked = mode.find("provider/body/service_tier") or mode.find("body/service_tier")
    return "priority" if asked else "fast"


def _costs(entry: TableEntry, cost: Node, tier: Tier = "standard") -> Iterator[TableItem]:
    yield from _band(entry, cost, tier)
    for over, band in _bands(cost):
        yield from _band(entry, band, tier, over)


def _band(
    entry: TableEntry, band: Node, tier: Tier, over: int | None = None
) -> Iterator[TableItem]:
    for name in band:
        quote = band.get(name) if name in KEYS else None
        if quote:
            key = KEYS[name]._replace(tier=tier)
            yield entry.price(quote, key, SCALE, over=over)
        elif name not in KEYS and name not in NO_PRICES:
            yield entry.left_out(band.key_quote(name))


def _bands(cost: Node) -> list[tuple[int, Node]]:
    """The prices above an input length, with that length."""
    if "tiers" in cost:  # then context_over_200k repeats one of them
        return [(_band_size(band), band) for band in cost.require_node("tiers").nodes()]
    if OVER_200K in cost:
        return [(200_000, cost.require_node(OVER_200K))]
    return []


def _band_size(band: Node) -> int:
    return token_count(band.require_node("tier").require("size"))


FORMAT = TableFormat("models.dev", "models.dev", recognises, read)

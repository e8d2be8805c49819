"""models.dev: all providers in one JSON file, or a folder with a TOML file a model; US dollars per
million tokens.
"""

import posixpath
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, partial
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.exact_json import Tree, exact_json
from pipeline.tables.offers.account import Account, Reason
from pipeline.tables.offers.offer import Offer
from pipeline.tables.offers.priced import (
    NameOf,
    PricedOffer,
    Wanted,
    fields_of,
    priced_offers,
)
from pipeline.tables.statement import (
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
UNSTATED_LENGTH = "prices of long inputs, from a length that is not stated"
"""Where tiers say it, two in five of the bands in the older field begin at 256,000 or more."""
NO_PRICES = (OVER_200K, "tiers", "tier")
"""Keys beside the prices that hold or describe further ones."""
_SELLERS_PATH = Path(__file__).with_name("models_dev_sellers.toml")
_MODES_PATH = Path(__file__).with_name("models_dev_modes.toml")
_MODALITIES = {"text", "audio", "image", "video", "pdf"}
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_OVER_200K = (199_999, 200_000)
"""The thresholds that the older of the two fields for bands can mean."""


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
    older = cost.get_node(OVER_200K)
    if "tiers" not in cost:
        if older:
            yield entry.left_out(older, UNSTATED_LENGTH)
        return
    for band in cost.require_node("tiers").nodes():
        measured = band.require_node("tier").get("type")
        if measured and measured.text != "context":
            yield entry.left_out(band, f"a band of {measured.text}")
            continue
        over = token_count(band.require_node("tier").require("size"))
        twin = older if over in _OVER_200K else None
        yield from _band(entry, band, tier, over, twin)


def _band(
    entry: TableEntry,
    band: Node,
    tier: Tier,
    over: int | None = None,
    twin: Node | None = None,
) -> Iterator[TableItem]:
    """The prices of a band, which the older field for bands may repeat."""
    for name in band:
        quote = band.get(name) if name in KEYS else None
        if quote:
            key = KEYS[name]._replace(tier=tier)
            repeat = twin.get(name) if twin else None
            repeats = [repeat] if repeat else []
            yield entry.price(quote, key, SCALE, over=over, repeats=repeats)
        elif name not in KEYS and name not in NO_PRICES:
            yield entry.left_out(band.key_quote(name))


def write(offers: Sequence[Offer], day: date, account: Account) -> bytes:  # noqa: ARG001 (as above)
    wanted = Wanted(
        name_of=_standard_field,
        names_for=_names_for,
        pair=("input", "output"),
        unsaid=_unsaid,
        unfit=_unfit,
    )
    priced = priced_offers(offers, wanted, account)
    providers: dict[str, Tree] = {}
    for seller, models in groupby(priced, lambda one: one.offer.provider):
        of_seller = {one.id: _model_of(one) for one in models}
        providers[seller] = {"id": seller, **_sellers()[seller], "models": of_seller}
    return exact_json(providers)


_standard_field = fields_of(KEYS)


def _names_for(offer: Offer) -> NameOf:
    """The fields of an offer: those of its modes have the tier in front, and no bands."""
    tiers = {tier for tier, mode in _modes().items() if offer.provider in mode["sellers"]}

    def field(key: PriceKey, over: int | None) -> str | None:
        name = _standard_field(key._replace(tier="standard"), over)
        if key.tier == "standard" or name is None:
            return name
        return f"{key.tier} {name}" if key.tier in tiers and over is None else None

    return field


@cache
def _modes() -> dict[str, dict[str, Any]]:
    """By tier the sellers that have it as a mode, and what asks for it."""
    return tomllib.loads(_MODES_PATH.read_text(encoding="utf-8"))


@cache
def _sellers() -> dict[str, dict[str, Any]]:
    """How a program reaches each seller: fields that the format demands and no price list states."""
    return tomllib.loads(_SELLERS_PATH.read_text(encoding="utf-8"))


def _unsaid(offer: Offer) -> tuple[Reason, str] | None:
    """What the format demands of an offer and is not known."""
    if offer.provider not in _sellers():
        return "seller", "no environment variable and package of its client are known"
    known = {
        "release_date": _DATE.fullmatch(offer.released_date or ""),
        "open_weights": offer.open_weights in ("yes", "no"),
        "reasoning": _can(offer, "reasoning") is not None,
        "tool_call": _can(offer, "function_calling") is not None,
        "modalities": _are_said(offer.input_modalities) and _are_said(offer.output_modalities),
        "limit/context": offer.context_tokens,
        "limit/output": offer.max_output_tokens,
    }
    unknown = [field for field, value in known.items() if not value]
    return ("unknown", ", ".join(unknown)) if unknown else None


def _unfit(offer: Offer, fields: Collection[str]) -> set[str]:
    """A model that does not reason has no price of reasoning, and a mode has both input and output."""
    unfit: set[str] = set()
    for name in fields:
        mode, _, field = name.rpartition(" ")
        is_paired = not mode or {f"{mode} input", f"{mode} output"} <= set(fields)
        if not is_paired or (field == "reasoning" and not _can(offer, "reasoning")):
            unfit.add(name)
    return unfit


def _are_said(modalities: Sequence[str]) -> bool:
    return bool(modalities) and set(modalities) <= _MODALITIES


def _can(offer: Offer, capability: str) -> bool | None:
    if capability in offer.can:
        return True
    return False if capability in offer.cannot else None


def _model_of(priced: PricedOffer) -> Tree:
    offer = priced.offer
    model: dict[str, Tree] = {
        "id": priced.id,
        "name": offer.name or priced.id,
        # What the field means: whether something else than text can be put in.
        "attachment": any(modality != "text" for modality in offer.input_modalities),
        "reasoning": _can(offer, "reasoning"),
        "tool_call": _can(offer, "function_calling"),
    }
    for field, capability in (
        ("structured_output", "structured_outputs"),
        ("temperature", "temperature"),
    ):
        can = _can(offer, capability)
        if can is not None:
            model[field] = can
    if offer.knowledge_cutoff and _DATE.fullmatch(offer.knowledge_cutoff):
        model["knowledge"] = offer.knowledge_cutoff
    model |= {
        "release_date": offer.released_date,
        "last_updated": offer.checked_on.isoformat(),
        "modalities": {
            "input": sorted(offer.input_modalities),
            "output": sorted(offer.output_modalities),
        },
        "open_weights": offer.open_weights == "yes",
        "limit": {"context": offer.context_tokens, "output": offer.max_output_tokens},
    }
    if offer.status == "deprecated":
        model["status"] = "deprecated"
    model["cost"] = _cost_of(priced)
    modes = _modes_of(priced)
    if modes:
        model["experimental"] = {"modes": modes}
    return model


def _modes_of(priced: PricedOffer) -> dict[str, Tree]:
    """The tiers of an offer that are modes, each with its prices and what asks for it."""
    modes: dict[str, Tree] = {}
    for tier, mode in _modes().items():
        start = f"{tier} "
        amounts = priced.amounts(None).items()
        cost: dict[str, Tree] = {
            name.removeprefix(start): amount for name, amount in amounts if name.startswith(start)
        }
        if cost:
            modes[tier] = {"cost": cost, "provider": mode["provider"]}
    return modes


def _cost_of(priced: PricedOffer) -> Tree:
    """The prices of the first band, and beside them those of each further one; the band above
    200,000 tokens also in the older field.
    """
    cost: dict[str, Tree] = {
        name: amount for name, amount in priced.amounts(None).items() if name in KEYS
    }
    tiers: list[Tree] = []
    for start in priced.starts:
        amounts = priced.amounts(start)
        tiers.append({**amounts, "tier": {"type": "context", "size": start}})
        if start in _OVER_200K:
            cost[OVER_200K] = amounts
    if tiers:
        cost["tiers"] = tiers
    return cost


FORMAT = TableFormat("models.dev", "models.dev", recognises, read, write)

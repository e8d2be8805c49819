"""Every model of the catalog, for links: its name, its address in urls, and its neighbours."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from reports.data.rows import ModelRow, OfferRow

_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


class DirectoryEntry(NamedTuple):
    """A model as lists and links show it."""

    model_id: str
    name: str
    address: str
    lab: str | None
    lab_name: str | None
    family: str | None
    released: str | None
    context_tokens: int | None
    live_routes: int
    usd_input_plus_output: Decimal | None
    """Input and output price of its cheapest eligible route, added: what orders models by price."""


Directory = Mapping[str, DirectoryEntry]


def build_directory(
    models: Mapping[str, ModelRow], offers: Mapping[str, Sequence[OfferRow]]
) -> Directory:
    addresses = unique_addresses({model.model_id: model.slug for model in models.values()})
    return {
        model.model_id: _entry(model, addresses[model.model_id], offers.get(model.model_id, ()))
        for model in models.values()
    }


def unique_addresses(slugs: Mapping[str, str]) -> dict[str, str]:
    """The name of each thing in urls and file names: its slug, where that is safe and its own; else
    one with a hash.
    """
    counts = Counter(slugs.values())
    return {
        thing: slug
        if _SAFE.fullmatch(slug) and counts[slug] == 1 and not _is_hashed(slug)
        else _hashed(thing, slug)
        for thing, slug in slugs.items()
    }


def _is_hashed(slug: str) -> bool:
    return re.search(r"-x[0-9a-f]{12}$", slug) is not None


def _hashed(thing: str, slug: str) -> str:
    readable = re.sub(r"[^a-z0-9]+", "-", slug.casefold()).strip("-")[:60] or "model"
    return f"{readable.strip('-')}-x{blake2b(thing.encode(), digest_size=6).hexdigest()}"


def display_name(name: str) -> str:
    """A name without the vendor that stands before it: "Qwen/Qwen3.5-4B", "Anthropic: Claude 3.5
    Haiku".
    """
    text = " ".join(name.split())
    bare = re.sub(r"^[\w.-]+/(?=[^/]+$)|^[\w. -]+: ", "", text)
    return bare or text


def _entry(model: ModelRow, address: str, offers: Sequence[OfferRow]) -> DirectoryEntry:
    totals = [
        offer.input_usd_per_mtok + offer.output_usd_per_mtok
        for offer in offers
        if offer.is_eligible
        and offer.input_usd_per_mtok is not None
        and offer.output_usd_per_mtok is not None
    ]
    return DirectoryEntry(
        model_id=model.model_id,
        name=display_name(model.name),
        address=address,
        lab=model.lab,
        lab_name=model.lab_name,
        family=model.family,
        released=model.released_date,
        context_tokens=model.context_tokens,
        live_routes=sum(offer.is_live for offer in offers),
        usd_input_plus_output=min(totals, default=None),
    )

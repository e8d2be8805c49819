"""The directory of all models: name, address in urls, and the key figures that lists show."""

import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import NamedTuple

from reports.data.rows import ModelRow

_SAFE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HASHED = re.compile(r"-x[0-9a-f]{12}$")
_VENDOR = re.compile(r"^[\w.-]+/(?=[^/]+$)|^[\w. -]+: ")


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


def build_directory(models: Mapping[str, ModelRow]) -> Directory:
    """One entry per model, by model id."""
    addresses = unique_addresses({model.model_id: model.slug for model in models.values()})
    entries: dict[str, DirectoryEntry] = {}
    for model in models.values():
        address = addresses[model.model_id]
        entries[model.model_id] = _entry(model, address)
    return entries


def unique_addresses(slugs: Mapping[str, str]) -> dict[str, str]:
    """The name of each thing in urls and file names, by the key of `slugs`.

    It is the slug where that is safe and used once, else a readable name with a hash.
    """
    counts = Counter(slugs.values())
    addresses: dict[str, str] = {}
    for key, slug in slugs.items():
        is_safe = _SAFE.fullmatch(slug) is not None and _HASHED.search(slug) is None
        if is_safe and counts[slug] == 1:
            addresses[key] = slug
        else:
            addresses[key] = _hashed(key, slug)
    return addresses


def _hashed(key: str, slug: str) -> str:
    readable = re.sub(r"[^a-z0-9]+", "-", slug.casefold()).strip("-")[:60] or "model"
    digest = blake2b(key.encode(), digest_size=6).hexdigest()
    return f"{readable.strip('-')}-x{digest}"


def display_name(name: str) -> str:
    """A name without the vendor that stands before it: "Qwen/Qwen3.5-4B", "Anthropic: Claude 3.5
    Haiku".
    """
    text = " ".join(name.split())
    return _VENDOR.sub("", text) or text


def _entry(model: ModelRow, address: str) -> DirectoryEntry:
    return DirectoryEntry(
        model_id=model.model_id,
        name=display_name(model.name),
        address=address,
        lab=model.lab,
        lab_name=model.lab_name,
        family=model.family,
        released=model.released_date,
        context_tokens=model.context_tokens,
        live_routes=model.live_routes,
        usd_input_plus_output=model.usd_input_plus_output,
    )

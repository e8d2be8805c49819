"""Providers with the models that they sell, for the pages of providers."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.data.directory import Directory, DirectoryEntry, unique_addresses
from reports.data.rows import OfferRow

SoldModel = tuple[OfferRow, DirectoryEntry]


class Seller(NamedTuple):
    """A provider and the models that it sells."""

    provider: str
    name: str
    address: str
    live: Sequence[SoldModel]
    ended: Sequence[SoldModel]

    @property
    def eligible(self) -> int:
        """How many of its routes count for a minimum."""
        return sum(offer.is_eligible for offer, _ in self.live)


def sellers(offers: Mapping[str, Sequence[OfferRow]], entries: Directory) -> list[Seller]:
    """Every provider, in order of its name."""
    sold: defaultdict[str, list[SoldModel]] = defaultdict(list)
    for model_id, routes in offers.items():
        entry = entries.get(model_id)
        if entry is not None:
            for offer in routes:
                sold[offer.provider].append((offer, entry))
    addresses = unique_addresses({provider: _slug(provider) for provider in sold})
    found: list[Seller] = []
    for provider, routes in sold.items():
        found.append(_seller(provider, addresses[provider], routes))
    return sorted(found, key=lambda seller: (seller.name.casefold(), seller.provider))


def _slug(provider: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", provider.casefold()).strip("-")


def _seller(provider: str, address: str, routes: Sequence[SoldModel]) -> Seller:
    ordered = sorted(routes, key=lambda sold: (sold[1].name.casefold(), sold[0].route_id))
    return Seller(
        provider=provider,
        name=ordered[0][0].provider_name,
        address=address,
        live=[sold for sold in ordered if sold[0].is_live],
        ended=[sold for sold in ordered if not sold[0].is_live],
    )

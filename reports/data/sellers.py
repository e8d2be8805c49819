"""Who sells models: every provider with its routes."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reports.data.directory import Directory, DirectoryEntry, unique_addresses
from reports.data.rows import OfferRow

Sold = tuple[OfferRow, DirectoryEntry]


class Seller(NamedTuple):
    """A provider and what it sells, by model."""

    provider: str
    name: str
    address: str
    live: Sequence[Sold]
    ended: Sequence[Sold]

    @property
    def eligible(self) -> int:
        """How many of its routes count for a minimum."""
        return sum(offer.is_eligible for offer, _ in self.live)


def sellers(offers: Mapping[str, Sequence[OfferRow]], entries: Directory) -> list[Seller]:
    """Every provider, by name."""
    sold: defaultdict[str, list[Sold]] = defaultdict(list)
    for model_id, routes in offers.items():
        for offer in routes:
            if model_id in entries:
                sold[offer.provider].append((offer, entries[model_id]))
    slugs = {
        provider: re.sub(r"[^a-z0-9]+", "-", provider.casefold()).strip("-") for provider in sold
    }
    addresses = unique_addresses(slugs)
    found = [_seller(provider, addresses[provider], routes) for provider, routes in sold.items()]
    return sorted(found, key=lambda seller: (seller.name.casefold(), seller.provider))


def _seller(provider: str, address: str, routes: Sequence[Sold]) -> Seller:
    ordered = sorted(routes, key=lambda sold: (sold[1].name.casefold(), sold[0].route_id))
    return Seller(
        provider,
        ordered[0][0].provider_name,
        address,
        [sold for sold in ordered if sold[0].is_live],
        [sold for sold in ordered if not sold[0].is_live],
    )

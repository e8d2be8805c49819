"""Nebius's price list."""

from spiders.authoring import Link, PricePage


class NebiusPricing(PricePage):
    """Nebius Token Factory's prices in dollars per million tokens."""

    publisher = "nebius"
    links = [
        Link(
            kind="pricing",
            url="https://nebius.com/token-factory/prices",
            aliases=("https://nebius.com/prices-ai-studio",),
        )
    ]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )

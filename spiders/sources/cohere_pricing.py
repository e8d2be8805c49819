"""Cohere's price list."""

from spiders.authoring import Link, PricePage


class CoherePricing(PricePage):
    """Cohere's prices in dollars per million tokens and per thousand searches."""

    publisher = "cohere"
    links = [Link(kind="pricing", url="https://cohere.com/pricing")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )

"""Voyage's price list."""

from spiders.authoring import Link, PricePage


class VoyagePricing(PricePage):
    """Voyage's prices in dollars per thousand and per million tokens: a table of each kind of model."""

    publisher = "voyageai"
    links = [
        Link(
            kind="pricing",
            url="https://docs.voyageai.com/docs/pricing",
            aliases=("https://docs.voyageai.com/docs/pricing.md",),
        )
    ]
    # The same prices per thousand tokens, and what a new account has free.
    ignored_headers = ("Price per thousand tokens", "Free tokens (per account)")
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

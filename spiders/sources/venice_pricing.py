"""Venice's price list."""

from spiders.authoring import Link, PricePage


class VenicePricing(PricePage):
    """Venice's prices in dollars: tables of text, embedding, image, speech and video models, each with an id."""

    publisher = "venice"
    links = [
        Link.markdown(
            "pricing",
            "https://docs.venice.ai/pricing",
            "https://docs.venice.ai/overview/pricing.md",
        )
    ]
    # The id tells models apart; what stands beside it says nothing of their prices.
    ignored_headers = ("Model", "Privacy", "Context")
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

"""AssemblyAI's price list."""

from spiders.authoring import Link, PricePage


class AssemblyaiPricing(PricePage):
    """AssemblyAI's prices in dollars per hour of speech."""

    publisher = "assemblyai"
    links = [Link(kind="pricing", url="https://www.assemblyai.com/pricing")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )

"""ElevenLabs's price list of its API."""

from spiders.authoring import Link, PricePage


class ElevenlabsPricing(PricePage):
    """ElevenLabs's prices in dollars per thousand characters of text and per hour or minute of sound."""

    publisher = "elevenlabs"
    links = [Link(kind="pricing", url="https://elevenlabs.io/pricing/api")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )

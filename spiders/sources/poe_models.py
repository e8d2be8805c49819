"""Poe's list of models."""

from spiders.authoring import GatewayModels, Link


class PoeModels(GatewayModels):
    """What Poe sells, in dollars per token: a list in the shape of OpenRouter's."""

    publisher = "poe"
    links = [Link(kind="models", url="https://api.poe.com/v1/models")]
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

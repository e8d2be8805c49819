"""Kilo's list of models."""

from spiders.authoring import GatewayModels, Link


class KiloModels(GatewayModels):
    """What Kilo sells, in dollars per token: a list in the shape of OpenRouter's."""

    publisher = "kilo"
    links = [Link(kind="models", url="https://api.kilo.ai/api/openrouter/models")]
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

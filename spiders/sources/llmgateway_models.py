"""LLM Gateway's list of models."""

from spiders.authoring import GatewayModels, Link


class LlmgatewayModels(GatewayModels):
    """What LLM Gateway sells, in dollars per token: a list in the shape of OpenRouter's."""

    publisher = "llmgateway"
    links = [Link(kind="models", url="https://api.llmgateway.io/v1/models")]
    unverified_reason = "its structure is known from public documentation; no copy was recorded"

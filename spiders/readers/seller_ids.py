"""Sellers as aggregators name them: the ids of models.dev, which the catalog uses, for those called
otherwise.
"""

import re
from typing import NamedTuple

_IDS = {
    "ai-studio": "google",
    "amazon": "amazon-bedrock",
    "atlas-cloud": "atlascloud",
    "aws": "amazon-bedrock",
    "aws-bedrock": "amazon-bedrock",
    "azure-ai-foundry": "azure-ai",
    "azure-openai": "azure",
    "azure-text": "azure",
    "bedrock": "amazon-bedrock",
    "bedrock-converse": "amazon-bedrock",
    "bedrock-mantle": "amazon-bedrock",
    "cerebras-ai": "cerebras",
    "cloudflare": "cloudflare-workers-ai",
    "cohere-chat": "cohere",
    "dashscope": "alibaba",
    "fireworks": "fireworks-ai",
    "friendliai": "friendli",
    "gemini": "google",
    "github": "github-models",
    "gmi": "gmicloud",
    "grok": "xai",
    "google-ai-studio": "google",
    "google-gemini": "google",
    "meta-ai": "llama",
    "meta-llama": "llama",
    "mistral-ai": "mistral",
    "moonshot": "moonshotai",
    "moonshot-ai": "moonshotai",
    "novita": "novita-ai",
    "nvidia-nim": "nvidia",
    "open-ai": "openai",
    "perplexity-ai": "perplexity",
    "perplexityai": "perplexity",
    "qwen": "alibaba",
    "sambanova-turbo": "sambanova",
    "snowflake": "snowflake-cortex",
    "together": "togetherai",
    "together-ai": "togetherai",
    "vercel-ai-gateway": "vercel",
    "vertex-ai": "google-vertex",
    "voyage": "voyageai",
    "wafer": "wafer.ai",
    "workers-ai": "cloudflare-workers-ai",
    "x-ai": "xai",
    "z-ai": "zai",
    "zai-org": "zai",
    "zhipu": "zhipuai",
}
_REGION = re.compile(
    r"global|us|eu|europe|asia|[a-z-]*(?:north|south|east|west|central)[a-z]*-?\d*"
)


def seller_id(name: str) -> str:
    """The id of a seller: models.dev's where it has another one, else the name itself, with
    hyphens.
    """
    name = name.replace("_", "-")
    return _IDS.get(name, name)


class EndpointTag(NamedTuple):
    """Who serves a model, where, and what else its tag says."""

    seller: str
    region: str | None
    how: tuple[str, ...]


def read_endpoint_tag(tag: str, quantization: str | None) -> EndpointTag:
    """A router's tag of an endpoint: `deepinfra/fp8`, `fireworks/fast`, `google-vertex/us-east5`.

    Without the quantization: what a seller asks depends on it only where it serves a model in two
    of them.
    """
    name, *words = tag.split("/")
    region = next((word for word in words if _REGION.fullmatch(word)), None)
    return EndpointTag(
        seller_id(name), region, tuple(word for word in words if word not in (region, quantization))
    )

"""Sellers as aggregators name them: the ids of models.dev, which the catalog uses, for those called
otherwise.
"""

_IDS = {
    "ai-studio": "google",
    "amazon": "amazon-bedrock",
    "atlas-cloud": "atlascloud",
    "aws": "amazon-bedrock",
    "aws-bedrock": "amazon-bedrock",
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

# A product, an endpoint or a brand of a seller that tables list as one more seller. Each is sold on the bill and the
# price list of the seller that it is given here, so that a price of the one is a price of the other.
_PRODUCTS = {
    # Azure AI Foundry (LiteLLM's azure_ai) and the Cognitive Services resource (models.dev) are two addresses of the
    # models on Azure's one price list: of 169 prices that both names have, 148 are equal.
    "azure-ai": "azure",
    "azure-ai-foundry": "azure",
    "azure-cognitive-services": "azure",
    # models.dev lists Claude on Vertex AI apart because a client of its own calls it; Google's price list is one.
    "google-vertex-anthropic": "google-vertex",
    # LiteLLM's name of DigitalOcean's platform, as that one was called (inference.do-ai.run).
    "gradient-ai": "digitalocean",
}


def seller_id(name: str) -> str:
    """The id of a seller: models.dev's where it has another one, else the name itself, with
    hyphens. A product of a seller that a table lists apart is that seller.
    """
    name = name.replace("_", "-")
    return _IDS.get(name) or _PRODUCTS.get(name, name)

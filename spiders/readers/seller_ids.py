"""Sellers as aggregators name them: the ids of models.dev, which the catalog uses, for those called
otherwise.
"""

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


def seller_id(name: str) -> str:
    """The id of a seller: models.dev's where it has another one, else the name itself, with
    hyphens.
    """
    name = name.replace("_", "-")
    return _IDS.get(name, name)

"""LiteLLM's table of models: floats in dollars per token, one row a route, the row's key its id.

A flag that is absent is unknown. Prices per picture, pixel, second, page, query and credit stay unread.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from spiders.claims import Attribute, Claim, Link, Meter, Modality, Quote, Tier
from spiders.jsontree import Node
from spiders.page import Page
from spiders.phrases import says_free
from spiders.source import Source

# fmt: off
METERS: dict[str, Meter] = {
    "input": "input", "output": "output", "cache_read_input": "cache_read", "cache_creation_input": "cache_write",
}
MODALITIES: dict[str, Modality] = {"audio": "audio", "image": "image", "video": "video"}
TIERS: dict[str, Tier] = {"batches": "batch", "batch_requests": "batch", "flex": "flex", "priority": "priority"}
PRICE = re.compile(rf"({'|'.join(METERS)})(?:_cost_per)?(?:_(audio|image|video|reasoning))?_token(?:_cost)?(_cache_hit)?"
                   rf"(_above_1hr)?(?:_above_(\d+)k_tokens)?(?:_({'|'.join(TIERS)}))?")
STATED: dict[str, Attribute] = {
    "max_input_tokens": "max_input_tokens", "max_output_tokens": "max_output_tokens", "mode": "task",
    "deprecation_date": "retired_date", "supported_modalities": "input_modalities",
    "supported_output_modalities": "output_modalities",
}
RENAMED = {"parallel_function_calling": "parallel_tool_calls", "response_schema": "structured_outputs"}
CAPABILITIES = (*RENAMED, "assistant_prefill", "audio_input", "audio_output", "computer_use", "function_calling",
                "pdf_input", "prompt_caching", "reasoning", "system_messages", "tool_choice", "url_context",
                "video_input", "vision", "web_search")
# Sellers that models.dev has another id for; any other keeps its own.
SELLERS = {
    "bedrock": "amazon-bedrock", "bedrock-converse": "amazon-bedrock", "bedrock-mantle": "amazon-bedrock",
    "vertex-ai": "google-vertex", "gemini": "google", "azure-text": "azure", "cohere-chat": "cohere",
    "together-ai": "togetherai", "dashscope": "alibaba", "moonshot": "moonshotai", "meta-llama": "llama",
    "vercel-ai-gateway": "vercel", "novita": "novita-ai", "cloudflare": "cloudflare-workers-ai", "gmi": "gmicloud",
    "snowflake": "snowflake-cortex", "friendliai": "friendli", "codestral": "mistral", "amazon-nova": "nova",
}
UNREAD = re.compile(r"(max|supports|supported|search_context|regional|provider|bedrock|gemini|uses?|web_search|tool_use|"
                    r"prompt)_\w+|output_vector_size|[rt]p[md]|source|comment|metadata|audio_transcription_config|"
                    r"(\w+_)?cost_per_(?!token)\w+|(in|out)put_dbu?_cost_per_token|citation_cost_per_token")
# fmt: on


class Litellm(Source):
    publisher = "litellm"
    lineage = "aggregator"
    terms = "open data in a public repository, MIT licence"
    links = [Link(kind="models", url="https://raw.githubusercontent.com/BerriAI/litellm/main/"
                                     "model_prices_and_context_window.json")]  # fmt: skip
    expect = {"models": range(100, 400_000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        answer = page.json()
        for route, row in answer.members(skip=["sample_spec"]):
            if provider := row.maybe("litellm_provider"):
                stem = provider.text.removeprefix("text-completion-").partition("-")[0].replace("_", "-")
                yield from self.row(route, SELLERS.get(stem, stem), row)
        page.audit("models", answer)

    def row(self, route: Quote, seller: str, row: Node) -> Iterator[Claim]:
        for key, attribute in STATED.items():
            if quote := row.maybe(key):
                yield Claim(route=route, seller=seller, attribute=attribute, quote=quote)
        for flag in CAPABILITIES:
            if quote := row.maybe(f"supports_{flag}"):
                capability = RENAMED.get(flag, flag)
                yield Claim(route=route, seller=seller, attribute="capability", variant=capability, quote=quote)
        for band in row.node("tiered_pricing").each() if "tiered_pricing" in row else ():
            if ends := [int(Decimal(end.text)) for end in band.scalars("range")]:
                yield from self.prices(route, seller, band, f">{ends[0]}" if ends[0] else None, f"<={ends[1]}")
        yield from self.prices(route, seller, row)

    def prices(
        self, route: Quote, seller: str, row: Node, over: str | None = None, upto: str | None = None
    ) -> Iterator[Claim]:
        for key in row:
            if (match := PRICE.fullmatch(key)) and (quote := row.maybe(key, *says_free(route))):
                meter, kind, is_hit, hour, over_thousand, tier = match.groups()
                price = "reasoning" if kind == "reasoning" else "cache_read" if is_hit else METERS[meter]
                yield Claim(route=route, seller=seller, price=price, unit="token", currency="USD", quote=quote,
                            modality=MODALITIES.get(kind), lifetime="1h" if hour else None,
                            tier=TIERS.get(tier, "standard"), upto_tokens=upto,
                            over_tokens=f">{over_thousand}000" if over_thousand else over)  # fmt: skip
            elif UNREAD.fullmatch(key):
                row.ignore(key)

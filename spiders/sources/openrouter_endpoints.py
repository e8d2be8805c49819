"""OpenRouter's endpoints: what each seller asks for a model there, in dollars per token as decimal
strings.

A discount is taken off the prices beside it already. The status is that of the last minutes, no
lifecycle.
"""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from spiders.claims import Attribute, Claims, Link, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, listed_capabilities
from spiders.readers.phrases import free_context
from spiders.readers.price_keys import OPENROUTER_KEYS, prices_by_key
from spiders.readers.seller_ids import EndpointTag, read_endpoint_tag
from spiders.source import Aggregator

LIST = "https://openrouter.ai/api/v1/models"


class OpenrouterEndpoints(Aggregator):
    publisher = "openrouter"
    terms = "public API without a key; attribution asked"
    refresh_every = "7d"
    links = [Link(kind="list", url=LIST)]
    follow_patterns = {"endpoints": rf"{re.escape(LIST)}/(.+)/endpoints"}
    index_kinds = ("list",)
    expect = {"endpoints": range(3_000)}

    stated: dict[str, Attribute] = {
        "context_length": "context_tokens",
        "max_prompt_tokens": "max_input_tokens",
        "max_completion_tokens": "max_output_tokens",
    }
    ignore = (
        "name",
        "model_id",
        "model_name",
        "provider_name",
        "status",
        "uptime_last_30m",
        "uptime_last_5m",
        "uptime_last_1d",
        "latency_last_30m",
        "throughput_last_30m",
        "supports_implicit_caching",
    )

    def follow(self, page: Page) -> Iterator[Link]:
        for model in page.json().require_node("data").nodes() if page.kind == "list" else ():
            name = model.require("id").text
            yield Link(kind="endpoints", url=f"{LIST}/{name}/endpoints", document=name)

    def endpoints(self, page: Page) -> Claims:
        answer = page.json()
        model = answer.require_node("data")
        model.ignore("name", "created", "description", "architecture")
        route, endpoints = model.require("id"), list(model.require_node("endpoints").nodes())
        quantized = [quote.text if (quote := one.get("quantization")) else "" for one in endpoints]
        served = [
            read_endpoint_tag(one.require("tag").text, how)
            for one, how in zip(endpoints, quantized, strict=True)
        ]
        alike = Counter(served)
        for endpoint, by, quantization in zip(endpoints, served, quantized, strict=True):
            endpoint.ignore(*self.ignore)
            yield from self.one(
                route, endpoint, by if alike[by] == 1 else by._replace(how=(*by.how, quantization))
            )
        page.note_unread_keys("endpoints", answer)

    def one(self, route: Quote, endpoint: Node, served: EndpointTag) -> Claims:
        seller, region, how = served
        apart = " ".join(word for word in how if word != "fast")
        variant = " ".join(how) or None
        yield from attribute_claims(
            endpoint, self.stated, route=route, seller=seller, region=region, variant=variant
        )
        yield from listed_capabilities(route, endpoint.scalars("supported_parameters"), seller)
        pricing = endpoint.require_node("pricing")
        discount = pricing.require("discount")
        context = [endpoint.require("tag").as_context("row"), *free_context(route)]
        context += (
            [discount.as_context("caption")] if (is_net := Decimal(discount.text) > 0) else []
        )
        yield from prices_by_key(
            pricing,
            OPENROUTER_KEYS,
            route,
            *context,
            seller=seller,
            region=region,
            variant=apart or None,
            tier="fast" if "fast" in how else "standard",
            price_class="net" if is_net else "list",
        )

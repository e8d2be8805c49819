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
from spiders.readers.attributes import attributes, capabilities
from spiders.readers.phrases import says_free
from spiders.readers.price_keys import OPENROUTER_KEYS, priced
from spiders.readers.seller_ids import Served, read_tag
from spiders.source import Aggregator

LIST = "https://openrouter.ai/api/v1/models"


class OpenrouterEndpoints(Aggregator):
    publisher = "openrouter"
    terms = "public API without a key; attribution asked"
    every = "7d"
    links = [Link(kind="list", url=LIST)]
    followed = {"endpoints": rf"{re.escape(LIST)}/(.+)/endpoints"}
    indexes = ("list",)
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
        for model in page.json().node("data").each() if page.kind == "list" else ():
            name = model.text("id").text
            yield Link(kind="endpoints", url=f"{LIST}/{name}/endpoints", document=name)

    def endpoints(self, page: Page) -> Claims:
        answer = page.json()
        model = answer.node("data")
        model.ignore("name", "created", "description", "architecture")
        route, endpoints = model.text("id"), list(model.node("endpoints").each())
        quantized = [
            quote.text if (quote := one.maybe("quantization")) else "" for one in endpoints
        ]
        served = [
            read_tag(one.text("tag").text, how)
            for one, how in zip(endpoints, quantized, strict=True)
        ]
        alike = Counter(served)
        for endpoint, by, quantization in zip(endpoints, served, quantized, strict=True):
            endpoint.ignore(*self.ignore)
            yield from self.one(
                route, endpoint, by if alike[by] == 1 else by._replace(how=(*by.how, quantization))
            )
        page.audit("endpoints", answer)

    def one(self, route: Quote, endpoint: Node, served: Served) -> Claims:
        seller, region, how = served
        apart = " ".join(word for word in how if word != "fast")
        variant = " ".join(how) or None
        yield from attributes(
            endpoint, self.stated, route=route, seller=seller, region=region, variant=variant
        )
        yield from capabilities(route, endpoint.scalars("supported_parameters"), seller)
        pricing = endpoint.node("pricing")
        discount = pricing.text("discount")
        context = [endpoint.text("tag").as_context("row"), *says_free(route)]
        context += (
            [discount.as_context("caption")] if (is_net := Decimal(discount.text) > 0) else []
        )
        yield from priced(
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

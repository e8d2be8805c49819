"""OpenRouter's endpoints of models."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from spiders.authoring import (
    OPENROUTER_KEYS,
    Aggregator,
    Attribute,
    Claims,
    Link,
    Node,
    Page,
    Quote,
    attribute_claims,
    free_context,
    listed_capabilities,
    prices_by_key,
    seller_id,
)

LIST = "https://openrouter.ai/api/v1/models"
REGION = re.compile(r"global|us|eu|europe|asia|[a-z-]*(?:north|south|east|west|central)[a-z]*-?\d*")


class EndpointTag(NamedTuple):
    """Who serves a model, where, and what else its tag says."""

    seller: str
    region: str | None
    how: tuple[str, ...]


class OpenrouterEndpoints(Aggregator):
    """What each seller asks for a model at OpenRouter, in dollars per token as decimal strings.

    The list of models leads to an answer for each model. A discount is taken off the prices beside
    it already. The status is that of the last minutes, no lifecycle, and is not read.
    """

    publisher = "openrouter"
    terms = "public API without a key; attribution asked"
    refresh_every = "7d"
    links = [Link(kind="list", url=LIST)]
    follow_patterns = {"endpoints": rf"{re.escape(LIST)}/(.+)/endpoints"}
    expect = {"endpoints": range(3_000)}
    index_kinds = ("list",)
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
        if page.kind != "list":
            return
        for model in page.json().require_node("data").nodes():
            name = model.require("id").text
            yield Link(kind="endpoints", url=f"{LIST}/{name}/endpoints", document=name)

    def endpoints(self, page: Page) -> Claims:
        answer = page.json()
        model = answer.require_node("data")
        model.ignore("name", "created", "description", "architecture")
        route = model.require("id")
        endpoints = list(model.require_node("endpoints").nodes())
        tags = self.distinct_tags(endpoints)
        for endpoint, tag in zip(endpoints, tags, strict=True):
            endpoint.ignore(*self.ignore)
            yield from self.endpoint(route, endpoint, tag)
        page.note_unread_keys("endpoints", answer)

    def distinct_tags(self, endpoints: list[Node]) -> list[EndpointTag]:
        """The tag of each endpoint, with its quantization where several are alike without it."""
        quantizations: list[str] = []
        tags: list[EndpointTag] = []
        for endpoint in endpoints:
            quantization = endpoint.get("quantization")
            quantizations.append(quantization.text if quantization else "")
            tags.append(read_endpoint_tag(endpoint.require("tag").text, quantizations[-1]))
        counts = Counter(tags)
        return [
            tag if counts[tag] == 1 else tag._replace(how=(*tag.how, quantization))
            for tag, quantization in zip(tags, quantizations, strict=True)
        ]

    def endpoint(self, route: Quote, endpoint: Node, tag: EndpointTag) -> Claims:
        seller, region, how = tag
        yield from attribute_claims(
            endpoint,
            self.stated,
            route=route,
            seller=seller,
            region=region,
            variant=" ".join(how) or None,
        )
        yield from listed_capabilities(route, endpoint.scalars("supported_parameters"), seller)
        pricing = endpoint.require_node("pricing")
        discount = pricing.require("discount")
        is_net = Decimal(discount.text) > 0
        context = [endpoint.require("tag").as_context("row"), *free_context(route)]
        if is_net:
            context.append(discount.as_context("caption"))
        yield from prices_by_key(
            pricing,
            OPENROUTER_KEYS,
            route,
            *context,
            seller=seller,
            region=region,
            variant=" ".join(word for word in how if word != "fast") or None,
            tier="fast" if "fast" in how else "standard",
            price_class="net" if is_net else "list",
        )


def read_endpoint_tag(tag: str, quantization: str | None) -> EndpointTag:
    """The parts of a tag such as `deepinfra/fp8`, `fireworks/fast`, `google-vertex/us-east5`.

    Without the quantization: what a seller asks depends on it only where it serves a model in two
    of them.
    """
    name, *words = tag.split("/")
    region = next((word for word in words if REGION.fullmatch(word)), None)
    how = tuple(word for word in words if word not in (region, quantization))
    return EndpointTag(seller_id(name), region, how)

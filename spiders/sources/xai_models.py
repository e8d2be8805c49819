"""xAI's models and prices: the data of the page's scripts, shown in part, and what is sold beside
the models.

The data counts in ten-billionths of a dollar, as each shown price confirms. A price of 0 is one
that it leaves out.
"""

import re
from decimal import Decimal

from spiders.claims import Attribute, Claim, Claims, Link, Meter, Modality, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, capability_claims
from spiders.readers.phrases import Name, read_band, read_unit
from spiders.readers.services import (
    free_until,
    service_prices_in_sentences,
    service_prices_in_table,
)
from spiders.source import Documentation

# fmt: off
PRICES: dict[str, tuple[Meter, Modality | None, str]] = {
    "promptTextTokenPrice": ("input", None, "<="), "promptTextTokenPriceLongContext": ("input", None, ">"),
    "completionTextTokenPrice": ("output", None, "<="), "completionTokenPriceLongContext": ("output", None, ">"),
    "promptImageTokenPrice": ("input", "image", ""), "cachedPromptTokenPrice": ("cache_read", None, "")}
FACTS: dict[str, Attribute] = {"maxPromptLength": "context_tokens", "inputModalities": "input_modalities",
                               "outputModalities": "output_modalities"}
FEATURES = {"features/functionCalling": "function_calling", "features/reasoning": "reasoning",
            "features/structuredOutputs": "structured_outputs"}
SEARCH = r"(?P<service>Live Search) costs (?P<price>\$[\d.]+) per 1,000 sources"
KINDS: dict[str, Unit] = {"languageModels": "1M tokens", "imageGenerationModels": "image"}
SHOWN = ("promptTextTokenPrice", "completionTextTokenPrice")
# fmt: on


class XaiModels(Documentation):
    publisher = "xai"
    money_pattern = r"\$\d|^free$"
    links = [Link(kind="models", url="https://docs.x.ai/docs/models")]
    unread = ("Modalities", "Capabilities", "Context", "Rate limits")
    expect = {"models": range(20, 4000), "services": range(4, 100)}

    def claims(self, page: Page) -> Claims:
        return self.read_parts(page, self.models, self.services)

    def models(self, page: Page) -> Claims:
        groups = page.outline.table("Model", "Pricing").groups("Pricing", "^Per .*")
        priced = (
            (read_unit(unit.text), row)
            for unit, part in groups
            if unit
            for row in part.rows(ignore=self.unread)
        )
        shown = {(unit, row.pop("Model").text): row.pop("Pricing") for unit, row in priced}
        for region in page.texts_in_scripts("clusterName", *KINDS):
            for unit, model in (
                (KINDS[key], node) for key in KINDS for node in region.require_node(key).nodes()
            ):
                name, place = model.require("name").text, region.require("clusterName").text
                regional = shown.get((unit, f"{name} {place}"))
                if cell := regional or shown.get((unit, name)):
                    yield from self.model(model, cell, place if regional else None)
                else:
                    page.note_unread(
                        "models", f"{name!r} is in the data, and not shown", model.where
                    )

    def model(self, model: Node, cell: Quote, region: str | None) -> Claims:
        name = Name(model.require("name"), model.require("name").text)
        counted, end = (
            [model.require(key).text for key in SHOWN if key in model],
            model.get("longContextThreshold"),
        )
        if not counted:
            yield name.price("image", cell, "image")
        elif [Decimal(price) * 10**4 for price in re.findall(r"\$([\d.]+)", cell.text)] != list(
            map(Decimal, counted)
        ):
            raise LayoutChanged(
                "the data says another price than the page", where=model.where, found=cell.text
            )
        for key, (meter, kind, sign) in PRICES.items():
            band = read_band(f"{sign}{end.text}") if end and sign else None
            if (price := model.get(key, cell.as_context("caption"))) and price.text != "0":
                yield name.price(
                    meter,
                    price,
                    "10B tokens",
                    band=band,
                    modality=kind,
                    region=region,
                    currency="USD",
                )
        yield from attribute_claims(model, FACTS, route=name.quote)
        yield from capability_claims(model, FEATURES, route=name.quote)
        for alias in model.scalars("aliases"):
            yield Claim(route=name.quote, attribute="alias", variant=self.publisher, quote=alias)

    def services(self, page: Page) -> Claims:
        tools = page.outline.section("Tool Invocation Costs")
        for claim in service_prices_in_table(
            tools.table("Tool", "Description"), "Tool", "Cost per 1,000 calls", "request"
        ):
            yield from (claim, *free_until(tools, claim))
        yield from service_prices_in_table(
            page.outline.table("Item", "Price"), "Item", "Price", "request"
        )
        yield from service_prices_in_sentences(page.outline, {SEARCH: ("search", "1K requests")})

"""xAI's models and prices: the data of the page's scripts, shown in part, and what is sold beside the models.

The data counts in ten-billionths of a dollar, as each shown price confirms; a 0 leaves a price out. It repeats a model
for each region; a price is regional where the page shows it so.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Meter, Modality, Quote
from spiders.jsontree import Node
from spiders.page import Page
from spiders.phrases import Name, read_band
from spiders.services import free_until, priced_in_rows, priced_in_sentences
from spiders.source import Source

# fmt: off
PRICES: dict[str, tuple[Meter, Modality | None, str]] = {
    "promptTextTokenPrice": ("input", None, "<="), "promptTextTokenPriceLongContext": ("input", None, ">"),
    "completionTextTokenPrice": ("output", None, "<="), "completionTokenPriceLongContext": ("output", None, ">"),
    "promptImageTokenPrice": ("input", "image", ""), "cachedPromptTokenPrice": ("cache_read", None, "")}
FACTS: dict[str, tuple[Attribute, str | None]] = {
    "maxPromptLength": ("context_tokens", None), "inputModalities": ("input_modalities", None),
    "outputModalities": ("output_modalities", None), "features/functionCalling": ("capability", "function_calling"),
    "features/reasoning": ("capability", "reasoning"),
    "features/structuredOutputs": ("capability", "structured_outputs")}
SEARCH = r"(?P<service>Live Search) costs (?P<price>\$[\d.]+) per 1,000 sources"
SHOWN = ("promptTextTokenPrice", "completionTextTokenPrice")
# fmt: on


class XaiModels(Source):
    publisher = "xai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    money = r"\$\d|^free$"
    links = [Link(kind="models", url="https://docs.x.ai/docs/models")]
    unread = ("Modalities", "Capabilities", "Context", "Rate limits")
    expect = {"models": range(20, 4000), "services": range(4, 100)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models, self.services)

    def models(self, page: Page) -> Iterator[Claim]:
        table = page.outline.table("Model", "Pricing")
        shown = {row.pop("Model").text: row.pop("Pricing") for row in table.rows(ignore=self.unread)}
        for region in [found for row in page.flight for found in row.holding("clusterName", "languageModels")]:
            for model in [*region.node("languageModels").each(), *region.node("imageGenerationModels").each()]:
                name, place = model.text("name"), region.text("clusterName").text
                here = f"{name.text} {place}"
                if cell := shown.get(here) or shown.get(name.text):
                    yield from self.model(model, Name(name, name.text), cell, place if here in shown else None)
                else:
                    page.unread("models", f"{name.text!r} is in the data, and not shown", model.where)

    def model(self, model: Node, name: Name, cell: Quote, region: str | None) -> Iterator[Claim]:
        counted, end = [model.text(key).text for key in SHOWN if key in model], model.maybe("longContextThreshold")
        if not counted:
            yield name.price("image", cell, "image")
        elif [Decimal(price) * 10**4 for price in re.findall(r"\$([\d.]+)", cell.text)] != list(map(Decimal, counted)):
            raise PageChanged("the data says another price than the page", where=model.where, found=cell.text)
        for key, (meter, kind, sign) in PRICES.items():
            band = read_band(f"{sign}{end.text}") if end and sign else None
            if (price := model.maybe(key, cell.as_context("caption"))) and price.text != "0":
                yield name.price(meter, price, "10B tokens", band=band, modality=kind, region=region, currency="USD")
        for path, (attribute, variant) in FACTS.items():
            if quote := model.find(path):
                yield Claim(route=name.quote, attribute=attribute, variant=variant, quote=quote)
        for alias in model.scalars("aliases"):
            yield Claim(route=name.quote, attribute="alias", variant=self.publisher, quote=alias)

    def services(self, page: Page) -> Iterator[Claim]:
        tools = page.outline.section("Tool Invocation Costs")
        for claim in priced_in_rows(tools.table("Tool", "Description"), "Tool", "Cost per 1,000 calls", "request"):
            yield from (claim, *free_until(tools, claim))
        yield from priced_in_rows(page.outline.table("Item", "Price"), "Item", "Price", "request")
        yield from priced_in_sentences(page.outline, {SEARCH: ("search", "1K requests")})

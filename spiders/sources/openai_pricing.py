"""OpenAI's price list: arrays in Markdown, whose length says what their numbers mean; data of
tables in HTML.
"""

import re

from spiders.claims import Claim, Claims, Link, Meter, Modality, Quote, Tier
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Table, table_without_headers
from spiders.readers.phrases import read_band, read_name, require_unit
from spiders.source import Documentation

METERS: dict[str, Meter] = {
    "input": "input",
    "cached input": "cache_read",
    "cache writes": "cache_write",
    "output": "output",
    "output / cost": "output",
    "training": "training",
    "price per second": "second",
    "estimated cost": "minute",
    "1M characters": "character",
    "1K requests": "request",
    "GB-day": "storage",
    "20-minute session": "session",
}
TIERS: dict[str, Tier] = {
    "standard": "standard",
    "batch": "batch",
    "flex": "flex",
    "priority": "priority",
    "fast": "priority",
}
MODALITIES: dict[str, Modality] = {"Text": "text", "Image": "image", "Audio": "audio"}
LENGTHS = (
    ("Model", "Input", "Cached input", "Output"),
    ("Model", "Input", "Cached input", "Cache writes", "Output"),
)
DESCRIPTIVE = ("Category", "Portrait", "Landscape", "Use case")
UNITS = r"Prices per [^.<]*\."
URL = "https://developers.openai.com/api/docs/pricing"


class OpenaiPricing(Documentation):
    publisher = "openai"
    links = [Link(kind="pricing", url=f"{URL}.md", aliases=(URL,))]
    expect = dict.fromkeys(("arrays", "text_tokens"), range(40, 900))
    expect |= {"other_models": range(10, 900), "tools": range(5, 40), "price_rules": range(60)}

    def claims(self, page: Page) -> Claims:
        parts = [self.text_tokens, self.other_models, self.tools] if page.is_html else [self.arrays]
        return self.read_parts(page, *parts, self.price_rules)

    def arrays(self, page: Page) -> Claims:
        for literal in page.literals():
            tier, unit = (
                page.line_above(literal.line, r'data-value="(\w+)"'),
                page.line_above(literal.line, UNITS),
            )
            if (
                tier and unit and not literal.in_words
            ):  # a tool's array has words, and no headings any more
                yield from self.prices(
                    page, table_without_headers(literal.values, LENGTHS), unit, tier
                )

    def text_tokens(self, page: Page) -> Claims:
        for section, data in page.outline.data("TextTokenPricingTables"):
            for table in (*data.tables, *data.undrawn_rows(LENGTHS)):
                yield from self.prices(
                    page, table, section.find(UNITS), data.properties.require("tier")
                )

    def other_models(self, page: Page) -> Claims:
        for section, data in page.outline.data("GroupedPricingTable", "PricingTable"):
            if (table := data.table()).has_headers("Model"):
                yield from self.prices(
                    page, table, section.find(UNITS), data.enclosing("data-value")
                )

    def tools(self, page: Page) -> Claims:
        for _, data in page.outline.data("GroupedPricingTable"):
            for row in data.table().rows() if data.table().has_headers("Tool") else ():
                tool, details, price = (
                    page.fragment(row.pop(header)) for header in ("Tool", "Details", "Pricing")
                )
                named = (
                    details.text
                    if len(details.text.split()) > 2
                    else f"{tool.text} {details.text.lower()}"
                )
                for amount in re.finditer(r"(?:(\d+ GB) )?(\$\d+(?:\.\d+)?)", price.text):
                    quote, size, per = price.slice(*amount.span(2)), amount[1], require_unit(price)
                    yield Claim(
                        service=details,
                        full_name=named,
                        meter=METERS[per],
                        unit=per,
                        variant=size,
                        quote=quote,
                    )

    def prices(self, page: Page, table: Table, unit: Quote | None, tier: Quote | None) -> Claims:
        for row in table.rows(ignore=DESCRIPTIVE):
            label = page.fragment(row.pop("Model"))
            name = read_name(
                label.slice(0, len(re.sub(r" (with data sharing|Legacy)$", "", label.text)))
            )
            variant = (
                row.pop("Size").text
                if row.has_header("Size")
                else "fine_tuned"
                if table.has_headers("Training")
                else None
            )
            variant = (
                f"{variant}, data sharing" if label.text.endswith("with data sharing") else variant
            )
            modality = MODALITIES[row.pop("Modality").text] if row.has_header("Modality") else None
            for header, cell in row.pop_stated(skip=DESCRIPTIVE):
                group, _, column = header.replace("context / ", "context ").rpartition(" context ")
                per, offered = (
                    require_unit(cell, unit),
                    TIERS.get(tier.text if tier else "standard"),
                )
                meter = METERS.get(per if per == "1M characters" else column.lower())
                if meter is None or offered is None:
                    raise LayoutChanged(
                        "a price has no known meter or tier", where=cell.locator, found=header
                    )
                band = (
                    read_band(page.outline.header_note(f"{group} context").text) if group else None
                )
                quote = cell.with_context(unit=unit, tier=tier)
                yield name.price(
                    meter,
                    quote,
                    per,
                    tier=offered,
                    variant=variant,
                    band=band,
                    modality=modality,
                    currency="USD",
                )

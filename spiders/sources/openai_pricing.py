"""OpenAI's price list: arrays without headers in the Markdown twin, tables in the data of Astro islands in the HTML.

In an array of a name and numbers the count fixes the meaning: three are input, cached input, output; four have the
cache write before the output. "-", "" and null are not stated.
"""

import re
from collections.abc import Iterator, Sequence

from spiders.changed import PageChanged
from spiders.claims import Claim, Link, Meter, Modality, Quote, Tier
from spiders.page import Page
from spiders.phrases import Band, read_band, read_name, read_unit
from spiders.source import Source


class OpenaiPricing(Source):
    publisher = "openai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="pricing", url="https://developers.openai.com/api/docs/pricing.md",
                  aliases=("https://developers.openai.com/api/docs/pricing",))]  # fmt: skip
    expect = {"arrays": range(40, 900), "text_tokens": range(40, 900), "other_models": range(10, 900), "tools": range(5, 40)}

    lengths = {3: ["Input", "Cached input", "Output"], 4: ["Input", "Cached input", "Cache writes", "Output"]}
    meters: dict[str, Meter] = {"Input": "input", "Cached input": "cache_read", "Cache writes": "cache_write", "Output": "output",
        "Output / cost": "output", "Training": "training", "Price per second": "second", "Estimated cost": "minute"}  # fmt: skip
    tiers: dict[str, Tier] = {"standard": "standard", "batch": "batch", "flex": "flex", "priority": "priority", "fast": "priority"}
    modalities: dict[str, Modality] = {"Text": "text", "Image": "image", "Audio": "audio"}
    tool_meters: dict[str, Meter] = {"1K requests": "request", "GB-day": "storage", "20-minute session": "session"}
    unit_line = r"Prices per [^.<]*\."

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, *([self.text_tokens, self.other_models, self.tools] if page.is_html else [self.arrays]))

    def arrays(self, page: Page) -> Iterator[Claim]:
        for literal in page.literals():
            label, *cells = literal.values.cells()
            tier, unit = page.above(literal.line, r'data-value="(\w+)"'), page.above(literal.line, self.unit_line)
            in_words = any(cell and " " in cell.text for cell in cells)  # a tool's price, torn from its headings
            if label and tier and unit and not in_words:
                yield from self.row_without_headers(label, cells, unit, tier)

    def text_tokens(self, page: Page) -> Iterator[Claim]:
        for section, data in page.outline.data("TextTokenPricingTables"):
            unit, tier = section.phrase(self.unit_line), data.properties.text("tier")
            with_long_context: set[str] = set()
            for row in data.tables[0].rows():
                label, cells = row.pop("Model"), row.rest()
                if any(header.startswith("Long") and cell.text != "-" for header, cell in cells):
                    with_long_context.add(label.text)
                    for header, cell in cells:
                        group, _, meter = header.partition(" / ")
                        yield from self.price(label, meter, cell, unit, tier, band=self.band(page, group))
            for array in data.properties.node("rows").each():
                label, *cells = array.cells()
                if label and label.text not in with_long_context:
                    yield from self.row_without_headers(label, cells, unit, tier)

    def other_models(self, page: Page) -> Iterator[Claim]:
        for section, data in page.outline.data("GroupedPricingTable", "PricingTable"):
            table, unit, tier = data.table(), section.phrase(self.unit_line), data.enclosing("data-value")
            for row in table.rows(ignore=["Category", "Portrait", "Landscape", "Use case"]) if table.has("Model") else ():
                label = page.fragment(row.pop("Model"))
                name = label.part(0, len(re.sub(r" (with data sharing|Legacy)$", "", label.text)))
                variant = row.pop("Size").text if row.has("Size") else "fine_tuned" if table.has("Training") else None
                variant = f"{variant}, data sharing" if label.text.endswith("with data sharing") else variant
                modality = self.modalities[row.pop("Modality").text] if row.has("Modality") else None
                for header, cell in row.rest(skip=["Category", "Portrait", "Landscape", "Use case"]):
                    words = header.rpartition(" context ")
                    band = self.band(page, f"{words[0]} context") if words[0] else None
                    yield from self.price(name, words[2].capitalize(), cell, unit, tier, band=band, variant=variant, modality=modality)

    def tools(self, page: Page) -> Iterator[Claim]:
        for _, data in page.outline.data("GroupedPricingTable"):
            table = data.table()
            for row in table.rows() if table.has("Tool") else ():
                tool, details, pricing = row.pop("Tool"), page.fragment(row.pop("Details")), page.fragment(row.pop("Pricing"))
                named = details.text if len(details.text.split()) > 2 else f"{tool.text} {details.text.lower()}"
                unit = read_unit(pricing.text)
                prices = list(re.finditer(r"(?:(\d+ GB) )?(\$\d+(?:\.\d+)?)", pricing.text))
                if unit not in self.tool_meters or not prices:
                    raise PageChanged("a tool's price is not understood", where=pricing.locator, found=repr(pricing.text))
                for price in prices:
                    yield Claim(service=details, named=named, price=self.tool_meters[unit], unit=unit, variant=price[1],
                                quote=pricing.part(*price.span(2)))  # fmt: skip

    def row_without_headers(self, label: Quote, cells: Sequence[Quote | None], unit: Quote | None, tier: Quote) -> Iterator[Claim]:
        if len(cells) not in self.lengths:
            raise PageChanged("an array has a new length", where=label.locator, expected="3 or 4 prices", found=str(len(cells)))
        for meter, cell in zip(self.lengths[len(cells)], cells, strict=True):
            yield from self.price(label, meter, cell, unit, tier)

    def band(self, page: Page, group: str) -> Band:
        """The limits of "Short context" and "Long context", which only the cyber table's headings state."""
        for _, data in page.outline.data("GroupedPricingTable"):
            for heading in data.properties.node("headingGroups").each() if "headingGroups" in data.properties else ():
                tooltip = label.maybe_node("__pricingTooltipHeading") if (label := heading.maybe_node("label")) else None
                if tooltip and tooltip.text("label").text == group:
                    return read_band(tooltip.text("tooltip").text)
        raise PageChanged("the page no longer says where long context begins", expected="a tooltip such as '>272K input tokens'")

    def price(self, label: Quote, meter: str, cell: Quote | None, unit: Quote | None, tier: Quote | None, *,
              band: Band | None = None, variant: str | None = None, modality: Modality | None = None) -> Iterator[Claim]:  # fmt: skip
        if cell is None or cell.text in ("", "-"):
            return
        name, stated = read_name(label), read_unit(cell.text) or (read_unit(unit.text) if unit else None)
        if stated is None or meter not in self.meters:
            raise PageChanged("a price has no known unit or meter", where=cell.locator, found=f"{meter!r}: {cell.text!r}")
        band = band or name.band
        context = [*name.conditions, *([unit.as_context("unit")] if unit else []), *([tier.as_context("tier")] if tier else [])]
        yield Claim(route=name.quote, price="character" if stated == "1M characters" else self.meters[meter], unit=stated,
                    currency="USD", quote=cell.within(*context), tier=self.tiers[tier.text] if tier else "standard",
                    over_tokens=band.over, upto_tokens=band.upto, variant=variant, modality=modality)  # fmt: skip

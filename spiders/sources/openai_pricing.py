"""OpenAI's price list: arrays without headers in the Markdown twin, tables in the data of Astro islands in the HTML.

In an array of a name and numbers the length fixes the meaning. "-", "" and null are not stated.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Claim, Link, Meter, Modality, Quote, Tier
from spiders.page import Page
from spiders.phrases import Band, read_band, read_name, read_unit
from spiders.source import Source
from spiders.tables import Table, table_without_headers

# fmt: off
METERS: dict[str, Meter] = {
    "input": "input", "cached input": "cache_read", "cache writes": "cache_write", "output": "output",
    "output / cost": "output", "training": "training", "price per second": "second", "estimated cost": "minute",
    "1M characters": "character", "1K requests": "request", "GB-day": "storage", "20-minute session": "session",
}
TIERS: dict[str, Tier] = {"batch": "batch", "flex": "flex", "priority": "priority", "fast": "priority"}
MODALITIES: dict[str, Modality] = {"Text": "text", "Image": "image", "Audio": "audio"}
# fmt: on


class OpenaiPricing(Source):
    publisher = "openai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [
        Link(
            kind="pricing",
            url="https://developers.openai.com/api/docs/pricing.md",
            aliases=("https://developers.openai.com/api/docs/pricing",),
        )
    ]
    expect = {
        "arrays": range(40, 900),
        "text_tokens": range(40, 900),
        "other_models": range(10, 900),
        "tools": range(5, 40),
    }
    lengths = (
        ("Model", "Input", "Cached input", "Output"),
        ("Model", "Input", "Cached input", "Cache writes", "Output"),
    )
    unit_line = r"Prices per [^.<]*\."
    descriptive = ("Category", "Portrait", "Landscape", "Use case")

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(
            page, *([self.text_tokens, self.other_models, self.tools] if page.is_html else [self.arrays])
        )

    def arrays(self, page: Page) -> Iterator[Claim]:
        for literal in page.literals():
            tier, unit = page.above(literal.line, r'data-value="(\w+)"'), page.above(literal.line, self.unit_line)
            is_tool = any(
                cell and " " in cell.text for cell in literal.values.cells()[1:]
            )  # in words, its headings torn off
            if tier and unit and not is_tool:
                yield from self.prices(page, table_without_headers(literal.values, self.lengths), unit, tier)

    def text_tokens(self, page: Page) -> Iterator[Claim]:
        for section, data in page.outline.data("TextTokenPricingTables"):
            unit, tier, drawn = section.phrase(self.unit_line), data.properties.text("tier"), data.tables[0]
            yield from self.prices(page, drawn, unit, tier)
            for array in data.properties.node("rows").each():
                table = table_without_headers(array, self.lengths)
                if table.column("Model")[0] not in drawn.column("Model"):
                    yield from self.prices(page, table, unit, tier)

    def other_models(self, page: Page) -> Iterator[Claim]:
        for section, data in page.outline.data("GroupedPricingTable", "PricingTable"):
            if (table := data.table()).has("Model"):
                yield from self.prices(page, table, section.phrase(self.unit_line), data.enclosing("data-value"))

    def tools(self, page: Page) -> Iterator[Claim]:
        for _, data in page.outline.data("GroupedPricingTable"):
            for row in data.table().rows() if data.table().has("Tool") else ():
                tool, details, price = (
                    row.pop("Tool"),
                    page.fragment(row.pop("Details")),
                    page.fragment(row.pop("Pricing")),
                )
                named = details.text if len(details.text.split()) > 2 else f"{tool.text} {details.text.lower()}"
                if (unit := read_unit(price.text)) is None:
                    raise PageChanged("a tool's price has no unit", where=price.locator, found=price.text)
                for amount in re.finditer(r"(?:(\d+ GB) )?(\$\d+(?:\.\d+)?)", price.text):
                    quote = price.part(*amount.span(2))
                    yield Claim(
                        service=details, named=named, price=METERS[unit], unit=unit, variant=amount[1], quote=quote
                    )

    def prices(self, page: Page, table: Table, unit: Quote | None, tier: Quote | None) -> Iterator[Claim]:
        around = [*([unit.as_context("unit")] if unit else []), *([tier.as_context("tier")] if tier else [])]
        for row in table.rows(ignore=self.descriptive):
            label = page.fragment(row.pop("Model"))
            name = read_name(label.part(0, len(re.sub(r" (with data sharing|Legacy)$", "", label.text))))
            variant = row.pop("Size").text if row.has("Size") else "fine_tuned" if table.has("Training") else None
            variant = f"{variant}, data sharing" if label.text.endswith("with data sharing") else variant
            modality = MODALITIES[row.pop("Modality").text] if row.has("Modality") else None
            for header, cell in row.rest(skip=self.descriptive):
                if cell.text in ("", "-"):
                    continue
                group, _, meter = header.replace("context / ", "context ").rpartition(" context ")
                stated = read_unit(cell.text) or read_unit(unit.text if unit else "")
                if stated is None or meter.lower() not in METERS:
                    raise PageChanged(
                        "a price has no known unit or meter", where=cell.locator, found=f"{header}: {cell.text}"
                    )
                yield name.price(
                    METERS[stated if stated == "1M characters" else meter.lower()],
                    cell.within(*around), stated, tier=TIERS.get(tier.text if tier else "", "standard"),
                    variant=variant, band=self.band(page, f"{group} context") if group else None,
                    modality=modality, currency="USD",
                )  # fmt: skip

    def band(self, page: Page, group: str) -> Band:
        """The ends of a group of columns, "Long context", which only one of the page's tables explains."""
        notes = [data.notes() for _, data in page.outline.data("GroupedPricingTable")]
        for found in notes:
            if group in found:
                return read_band(found[group].text)
        raise PageChanged(
            f"the page does not say where {group!r} begins", expected="a heading's note, '>272K input tokens'"
        )

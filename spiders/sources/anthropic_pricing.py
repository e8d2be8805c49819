"""Anthropic's price list: Markdown tables in dollars per million tokens, a section a tier; prose
for the tools.
"""

import re

from spiders.claims import Claim, Claims, Link, Meter
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import look_up_term
from spiders.readers.phrases import Name, names_in, read_band, read_name, read_names, require_unit
from spiders.source import Documentation

METERS: dict[str, Meter] = {"Input": "input", "Output": "output"}
PLATFORMS = {"Bedrock": "amazon-bedrock", "Google Cloud": "google-vertex"}
MODELS = r"(?:Claude )?(?:Opus|Sonnet|Haiku|[A-Z][a-z]+(?= \d)) \d+(?:\.\d+)?\b"


class AnthropicPricing(Documentation):
    publisher = "anthropic"
    links = [
        Link(
            kind="pricing",
            url="https://platform.claude.com/docs/en/about-claude/pricing.md",
            aliases=("https://docs.claude.com/en/docs/about-claude/pricing.md",),
        )
    ]
    expect = {
        "list_prices": range(40, 400),
        "batch_prices": range(16, 160),
        "long_context_prices": range(100),
        "fast_prices": range(20),
        "tool_prices": range(2, 6),
        "price_rules": range(60),
    }

    def list_prices(self, page: Page) -> Claims:
        for row in page.outline.section("Model pricing").table("Model", "Output Tokens").rows():
            name = read_name(row.pop("Model"))
            yield name.price("input", row.pop("Base Input Tokens"), "1M tokens")
            yield name.price("cache_write", row.pop("5m Cache Writes"), "1M tokens", lifetime="5m")
            yield name.price("cache_write", row.pop("1h Cache Writes"), "1M tokens", lifetime="1h")
            yield name.price("cache_read", row.pop("Cache Hits & Refreshes"), "1M tokens")
            yield name.price("output", row.pop("Output Tokens"), "1M tokens")
            if name.note:
                yield Claim(route=name.quote, attribute="status", quote=name.note)
                for platform, seller in PLATFORMS.items():
                    if re.search(rf"except on .*\b{platform}\b", name.note.text):
                        yield Claim(
                            route=name.quote,
                            seller=seller,
                            attribute="status",
                            quote=name.note,
                            value="active",
                        )

    def batch_prices(self, page: Page) -> Claims:
        for row in page.outline.section("Batch processing").table("Model", "Batch output").rows():
            name = read_name(row.pop("Model"))
            yield name.price("input", row.pop("Batch input"), "1M tokens", tier="batch")
            yield name.price("output", row.pop("Batch output"), "1M tokens", tier="batch")

    def long_context_prices(self, page: Page) -> Claims:
        for section in page.outline.sections("Long context pricing"):
            for row in (
                row for table in section.tables() for row in table.fill_blank_cells().rows()
            ):
                names = (
                    read_names(row.pop("Model"))
                    if row.has_header("Model")
                    else self.named_in(section)
                )
                for header, cell in row.pop_rest():
                    side, colon, _ = cell.text.partition(": ")
                    meter, quote = (
                        look_up_term(side, METERS),
                        cell.slice(len(side + colon), len(cell.text)),
                    )
                    yield from (
                        name.price(meter, quote, "1M tokens", band=read_band(header))
                        for name in names
                    )

    def fast_prices(self, page: Page) -> Claims:
        for section in page.outline.sections("Fast mode pricing"):
            for row in section.table("Input", "Output").rows():
                names = (
                    [read_name(row.pop("Model"))]
                    if row.has_header("Model")
                    else self.named_in(section)
                )
                for side, cell in row.pop_rest():
                    yield from (
                        name.price(look_up_term(side, METERS), cell, "1M tokens", tier="fast")
                        for name in names
                    )

    def tool_prices(self, page: Page) -> Claims:
        tools: dict[str, Meter] = {"Web search": "request", "Code execution": "session"}
        for tool, meter in tools.items():
            section = page.outline.section(f"{tool} tool")
            price = section.require(r"(\$[\d.]+ (?:USD )?per (?:1,000 searches|(?:session-)?hour))")
            name, quote = (
                section.title.slice(0, len(tool)),
                price.with_context(section=section.heading),
            )
            yield Claim(service=name, meter=meter, unit=require_unit(price), quote=quote)
        for section in page.outline.sections("Session runtime"):
            for row in section.table("SKU", "Rate").rows(ignore=["Metering"]):
                yield Claim(
                    service=row.pop("SKU"), meter="session", unit="hour", quote=row.pop("Rate")
                )

    def named_in(self, section: Section) -> list[Name]:
        """The models that the section's first sentence about prices names, for tables without a
        model column.
        """
        return next(
            (names_in(line, MODELS, "Claude ") for line, _ in section.lines(r"Claude [A-Z]")),
            list[Name](),
        )

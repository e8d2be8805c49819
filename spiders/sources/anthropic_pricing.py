"""Anthropic's price list."""

import re

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Link,
    Meter,
    Name,
    Page,
    Quote,
    Row,
    Section,
    look_up_term,
    names_in,
    read_band,
    read_name,
    require_unit,
)

METERS: dict[str, Meter] = {"Input": "input", "Output": "output"}
TOOLS: dict[str, Meter] = {"Web search": "request", "Code execution": "session"}
# Platforms that notes such as "retired, except on Bedrock and Google Cloud" name.
PLATFORMS = {"Bedrock": "amazon-bedrock", "Google Cloud": "google-vertex"}
# "Claude Opus 4.6", "Sonnet 4.5", and any other capitalised word before a number: "Mythos 5".
MODEL_NAME = r"(?:Claude )?(?:Opus|Sonnet|Haiku|[A-Z][a-z]+(?= \d)) \d+(?:\.\d+)?\b"
# One of the names in "Claude Sonnet 4.5 / 4".
LISTED_NAME = r"[^/\s][^/]*?(?=\s*(?:/|$))"
# "$10 per 1,000 searches", "$0.05 per hour", "$0.08 per session-hour"
TOOL_PRICE = r"(\$[\d.]+ (?:USD )?per (?:1,000 searches|(?:session-)?hour))"


class AnthropicPricing(Documentation):
    """Anthropic's prices in dollars per million tokens: one section with a table per tier.

    Tools are priced in sentences, and the runtime of sessions in a table of SKUs. The sentences
    that multiply prices are read as rules, not as prices.
    """

    publisher = "anthropic"
    role = "priced"
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
        table = page.outline.section("Model pricing").table("Model", "Output Tokens")
        for row in table.rows():
            name = read_name(row.pop("Model"))
            yield name.price("input", row.pop("Base Input Tokens"), "1M tokens")
            yield name.price("cache_write", row.pop("5m Cache Writes"), "1M tokens", lifetime="5m")
            yield name.price("cache_write", row.pop("1h Cache Writes"), "1M tokens", lifetime="1h")
            yield name.price("cache_read", row.pop("Cache Hits & Refreshes"), "1M tokens")
            yield name.price("output", row.pop("Output Tokens"), "1M tokens")
            yield from self.status(name)

    def status(self, name: Name) -> Claims:
        """The status in a note such as "retired, except on Bedrock", here and on other platforms."""
        if name.note is None:
            return
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
        table = page.outline.section("Batch processing").table("Model", "Batch output")
        for row in table.rows():
            name = read_name(row.pop("Model"))
            yield name.price("input", row.pop("Batch input"), "1M tokens", tier="batch")
            yield name.price("output", row.pop("Batch output"), "1M tokens", tier="batch")

    def long_context_prices(self, page: Page) -> Claims:
        for section in page.outline.sections("Long context pricing"):
            for table in section.tables():
                for row in table.fill_blank_cells().rows():
                    yield from self.long_context_row(section, row)

    def long_context_row(self, section: Section, row: Row) -> Claims:
        """The prices in cells such as "Input: $6 / MTok" under headers such as "> 200K tokens"."""
        names = self.names_in_prose(section)
        if row.has_header("Model"):
            names = read_names(row.pop("Model"))
        for header, cell in row.pop_rest():
            side, colon, _ = cell.text.partition(": ")
            meter = look_up_term(side, METERS)
            price = cell.slice(len(side + colon), len(cell.text))
            for name in names:
                yield name.price(meter, price, "1M tokens", band=read_band(header))

    def fast_prices(self, page: Page) -> Claims:
        for section in page.outline.sections("Fast mode pricing"):
            for row in section.table("Input", "Output").rows():
                names = self.names_in_prose(section)
                if row.has_header("Model"):
                    names = [read_name(row.pop("Model"))]
                for side, price in row.pop_rest():
                    for name in names:
                        meter = look_up_term(side, METERS)
                        yield name.price(meter, price, "1M tokens", tier="fast")

    def tool_prices(self, page: Page) -> Claims:
        for tool, meter in TOOLS.items():
            section = page.outline.section(f"{tool} tool")
            price = section.require(TOOL_PRICE)
            yield Claim(
                service=section.title.slice(0, len(tool)),
                meter=meter,
                unit=require_unit(price),
                quote=price.with_context(section=section.heading),
            )
        for section in page.outline.sections("Session runtime"):
            for row in section.table("SKU", "Rate").rows(ignore=["Metering"]):
                sku = row.pop("SKU")
                yield Claim(service=sku, meter="session", unit="hour", quote=row.pop("Rate"))

    def names_in_prose(self, section: Section) -> list[Name]:
        """The models that the section's first sentence about prices names, for tables without a
        model column.
        """
        for line, _ in section.lines(r"Claude [A-Z]"):
            return names_in(line, MODEL_NAME, "Claude ")
        return []


def read_names(cell: Quote) -> list[Name]:
    """The names in a label that lists several, "Claude Sonnet 4.5 / 4".

    A short name takes its stem from the first one.
    """
    spans = [match.span() for match in re.finditer(LISTED_NAME, cell.text)]
    if len(spans) < 2:
        return [read_name(cell)]
    quotes = [cell.slice(start, end) for start, end in spans]
    stem = quotes[0].text.rpartition(" ")[0]
    names: list[Name] = []
    for quote in quotes:
        is_short = " " not in quote.text
        names.append(Name(quote, f"{stem} {quote.text}" if is_short else quote.text))
    return names

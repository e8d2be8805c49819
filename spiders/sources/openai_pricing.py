"""OpenAI's price list."""

import re
from datetime import timedelta
from functools import partial

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Modality,
    Page,
    Quote,
    Row,
    Table,
    Tier,
    long_date,
    read_band,
    read_name,
    require_unit,
    table_without_headers,
)

URL = "https://developers.openai.com/api/docs/pricing"
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
    "ultrafast": "fast",
}
MODALITIES: dict[str, Modality] = {"Text": "text", "Image": "image", "Audio": "audio"}
# What the numbers of an array mean, by its length.
ARRAY_HEADERS = (
    ("Model", "Input", "Cached input", "Output"),
    ("Model", "Input", "Cached input", "Cache writes", "Output"),
)
DESCRIPTIVE = ("Category", "Portrait", "Landscape", "Use case")
UNIT_LINE = r"Prices per [^.<]*\."
TIER_TAB = r'data-value="(\w+)"'
# An amount in the price of a tool, with the size it is for: "1 GB $0.03 / 20-minute session".
TOOL_PRICE = re.compile(r"(?:(\d+ GB) )?(\$\d+(?:\.\d+)?)")
TABLE_TIER = rf"^({'|'.join(TIERS)})\b"
# "Short context: ≤272K input tokens."
CONTEXT_NOTE = r"{} context: ([<>≤≥]=? ?\d+[KM])"
# "GPT-5.6 Sol's promotional pricing is available at least through November 21, 2026."
PROMOTION = (
    r"\b([A-Z][\w. -]+?)\W?s promotional pric\w+ is available (at least )?"
    r"(?:through|until) ([A-Z]\w+ \d{1,2}, \d{4})"
)
LABEL_REMARK = re.compile(r" (with data sharing|Legacy)$")


class OpenaiPricing(Documentation):
    """OpenAI's prices in dollars, as HTML or as Markdown.

    In HTML the prices are the data of components, one for text tokens, one for other models, one
    for tools. In Markdown they are tables, each under its tier or below a line that names it; until
    the summer of 2026 they were arrays, whose length says what their numbers mean. The unit is in a
    line above a table, or in its cells. A tool's array has words and is not read. A sentence says
    which model's prices are a promotion.
    """

    publisher = "openai"
    role = "priced"
    links = [Link(kind="pricing", url=f"{URL}.md", aliases=(URL,))]
    expect = {
        "arrays": range(40, 900),
        "tables": range(20, 2000),
        "text_tokens": range(40, 900),
        "other_models": range(10, 900),
        "tools": range(5, 40),
        "price_rules": range(60),
    }

    def claims(self, page: Page) -> Claims:
        if page.is_html:
            return self.read_parts(
                page, self.text_tokens, self.other_models, self.tools, self.price_rules
            )
        if page.outline.tables("Model", "Short context input"):
            return self.promoted(page, self.read_parts(page, self.tables, self.price_rules))
        return self.read_parts(page, self.arrays, self.price_rules)

    def tables(self, page: Page) -> Claims:
        tables = [table for table in page.outline.tables() if table.has_headers("Model")]
        return self.read_each(page, "tables", tables, partial(self.table, page))

    def table(self, page: Page, table: Table) -> Claims:
        first_line = int(re.findall(r"\d+", table.where)[0])
        unit_line = page.line_above(first_line, UNIT_LINE)
        yield from self.prices(page, table, unit_line, self.tier_above(page, first_line))

    def tier_above(self, page: Page, first_line: int) -> Quote | None:
        """The tier that the two lines above a table name, its heading first."""
        above = (page.line(number) for number in range(first_line - 1, 0, -1))
        written = [line for line in above if line.text][:2]
        for line in written:
            tier = line.find(f"(?i){TABLE_TIER}")
            if tier:
                return tier
        return None

    def promoted(self, page: Page, claims: Claims) -> Claims:
        """The claims, those of a model whose prices are a promotion as such."""
        promotions: list[tuple[str, Quote, str | None]] = []
        for sentence, match in page.outline.lines(PROMOTION):
            end = None if match[2] else long_date(match[3]) + timedelta(days=1)
            last = end.isoformat() if end else None
            promotions.append((folded(match[1]), sentence.slice(*match.span()), last))
        for claim in claims:
            name = folded(claim.subject_name)
            of_model = [found for found in promotions if claim.meter and found[0].endswith(name)]
            if not of_model:
                yield claim
                continue
            _, sentence, last = of_model[0]
            changes = {"price_class": "promotional", "valid_to": last}
            quote = claim.quote.with_context(validity=sentence)
            yield claim.model_copy(update={**changes, "quote": quote})

    def arrays(self, page: Page) -> Claims:
        for literal in page.literals():
            tier = page.line_above(literal.line, TIER_TAB)
            unit_line = page.line_above(literal.line, UNIT_LINE)
            # A tool's array has words, and no headings any more.
            if tier and unit_line and not literal.in_words:
                table = table_without_headers(literal.values, ARRAY_HEADERS)
                yield from self.prices(page, table, unit_line, tier)

    def text_tokens(self, page: Page) -> Claims:
        for section, data in page.outline.data("TextTokenPricingTables"):
            for table in (*data.tables, *data.undrawn_rows(ARRAY_HEADERS)):
                unit_line = section.find(UNIT_LINE)
                yield from self.prices(page, table, unit_line, data.properties.require("tier"))

    def other_models(self, page: Page) -> Claims:
        for section, data in page.outline.data("GroupedPricingTable", "PricingTable"):
            table = data.table()
            if table.has_headers("Model"):
                unit_line = section.find(UNIT_LINE)
                yield from self.prices(page, table, unit_line, data.enclosing("data-value"))

    def tools(self, page: Page) -> Claims:
        for _, data in page.outline.data("GroupedPricingTable"):
            table = data.table()
            if table.has_headers("Tool"):
                for row in table.rows():
                    yield from self.tool(page, row)

    def tool(self, page: Page, row: Row) -> Claims:
        tool = page.fragment(row.pop("Tool"))
        details = page.fragment(row.pop("Details"))
        price = page.fragment(row.pop("Pricing"))
        full_name = details.text
        if len(details.text.split()) <= 2:  # too short to say which tool it is of
            full_name = f"{tool.text} {details.text.lower()}"
        for amount in TOOL_PRICE.finditer(price.text):
            unit = require_unit(price)
            yield Claim(
                service=details,
                full_name=full_name,
                meter=METERS[unit],
                unit=unit,
                variant=amount[1],
                quote=price.slice(*amount.span(2)),
            )

    def prices(
        self, page: Page, table: Table, unit_line: Quote | None, tier: Quote | None
    ) -> Claims:
        """The prices of a table of models, in one tier."""
        for row in table.rows(ignore=DESCRIPTIVE):
            label = page.fragment(row.pop("Model"))
            name = read_name(label.slice(0, len(LABEL_REMARK.sub("", label.text))))
            variant = self.variant(row, label)
            modality = None
            if row.has_header("Modality"):
                modality = MODALITIES[row.pop("Modality").text]
            for header, cell in row.pop_stated(skip=DESCRIPTIVE):
                group, column = self.split_header(header)
                unit = require_unit(cell, unit_line)
                meter = METERS.get(unit if unit == "1M characters" else column.lower())
                charged_tier = TIERS.get(tier.text.lower() if tier else "standard")
                if meter is None or charged_tier is None:
                    raise LayoutChanged(
                        "a price has no known meter or tier", where=cell.locator, found=header
                    )
                yield name.price(
                    meter,
                    cell.with_context(unit=unit_line, tier=tier),
                    unit,
                    tier=charged_tier,
                    variant=variant,
                    band=self.band(page, group),
                    modality=modality,
                    currency="USD",
                )

    def variant(self, row: Row, label: Quote) -> str | None:
        """What else tells a row from its neighbours: a picture size, tuning, data sharing."""
        variant = None
        if row.has_header("Size"):
            variant = row.pop("Size").text
        elif row.has_header("Training"):
            variant = "fine_tuned"
        if label.text.endswith("with data sharing"):
            return f"{variant}, data sharing"
        return variant

    def split_header(self, header: str) -> tuple[str, str]:
        """The group of columns and the column: "Short context / Input" is Input in Short."""
        group, _, column = header.replace("context / ", "context ").rpartition(" context ")
        return group, column

    def band(self, page: Page, group: str) -> Band | None:
        """The band of input that a group of columns is for, by the note that explains it."""
        if not group:
            return None
        if page.is_html:
            return read_band(page.outline.header_note(f"{group} context").text)
        notes = page.outline.first_in_sections(CONTEXT_NOTE.format(group))
        if len({note.text for note in notes}) != 1:
            raise LayoutChanged(f"not one line says what {group} context is", found=f"{notes}")
        return read_band(notes[0].text)


def folded(name: str) -> str:
    """A model's name or id as one word: "gpt56sol" of "GPT-5.6 Sol"."""
    return re.sub(r"[^a-z\d]", "", name.casefold())

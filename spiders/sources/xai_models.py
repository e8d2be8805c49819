"""xAI's models and prices."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Modality,
    Name,
    Node,
    Page,
    Quote,
    Section,
    Table,
    Unit,
    attribute_claims,
    capability_claims,
    long_date,
    read_band,
    read_unit,
)

# fmt: off
PRICES: dict[str, tuple[Meter, Modality | None, str]] = {
    # key in the data: meter, modality, sign of the band's end
    "promptTextTokenPrice":            ("input", None, "<="),
    "promptTextTokenPriceLongContext": ("input", None, ">"),
    "completionTextTokenPrice":        ("output", None, "<="),
    "completionTokenPriceLongContext": ("output", None, ">"),
    "promptImageTokenPrice":           ("input", "image", ""),
    "cachedPromptTokenPrice":          ("cache_read", None, ""),
}
# fmt: on
SHOWN_PRICES = ("promptTextTokenPrice", "completionTextTokenPrice")
# The lists of models in the data, with the unit of their prices as shown.
UNITS_OF_LISTS: dict[str, Unit] = {"languageModels": "1M tokens", "imageGenerationModels": "image"}
FACTS: dict[str, Attribute] = {
    "maxPromptLength": "context_tokens",
    "inputModalities": "input_modalities",
    "outputModalities": "output_modalities",
}
FEATURES = {
    "features/functionCalling": "function_calling",
    "features/reasoning": "reasoning",
    "features/structuredOutputs": "structured_outputs",
}
UNREAD_COLUMNS = ("Modalities", "Capabilities", "Context", "Rate limits")
LIVE_SEARCH = r"(?P<service>Live Search) costs (?P<price>\$[\d.]+) per 1,000 sources"
FREE_UNTIL = r"\b(free) until ([A-Z][a-z]+ \d{1,2}, \d{4})"


class XaiModels(Documentation):
    """xAI's models in the data of the page's scripts, shown in part, and what is sold beside them.

    The table of the page shows prices in dollars per million tokens or per image. The data counts
    in ten-billionths of a dollar per token, as each shown price confirms. A price of 0 is one that
    it leaves out. A model that is in the data and not in the table is listed as unread.
    """

    publisher = "xai"
    role = "complete"
    links = [Link(kind="models", url="https://docs.x.ai/docs/models")]
    expect = {"models": range(20, 4000), "services": range(4, 100)}
    money_pattern = r"\$\d|^free$"

    def claims(self, page: Page) -> Claims:
        # The page's kind is called like its first part: without this, only that would be read.
        return self.read_parts(page, self.models, self.services)

    def models(self, page: Page) -> Claims:
        shown = self.shown_prices(page)
        for cluster in page.texts_in_scripts("clusterName", *UNITS_OF_LISTS):
            for key, unit in UNITS_OF_LISTS.items():
                region = cluster.require("clusterName").text
                cells = {
                    name: cell for (shown_unit, name), cell in shown.items() if shown_unit == unit
                }
                read = partial(self.shown_model, page, cells, region)
                models = cluster.require_node(key).nodes()
                yield from self.read_each(page, "models", models, read)

    def shown_model(
        self, page: Page, cells: Mapping[str, Quote], region: str, model: Node
    ) -> Claims:
        """A model of the data by the cell that the table shows of it, for its region or for all."""
        name = model.require("name").text
        regional_cell = cells.get(f"{name} {region}")
        common_cell = cells.get(name)
        if regional_cell:
            yield from self.model(model, regional_cell, region)
        elif common_cell:
            yield from self.model(model, common_cell, None)
        else:
            page.note_unread("models", f"{name!r} is in the data, and not shown", model.where)

    def shown_prices(self, page: Page) -> dict[tuple[Unit | None, str], Quote]:
        """The cells of prices that the table shows, by their unit and the model's name.

        A row with just a unit, "Per million tokens", heads the rows that follow.
        """
        shown: dict[tuple[Unit | None, str], Quote] = {}
        groups = page.outline.table("Model", "Pricing").groups("Pricing", "^Per .*")
        for unit_line, table in groups:
            if unit_line is None:
                continue
            for row in table.rows(ignore=UNREAD_COLUMNS):
                unit = read_unit(unit_line.text)
                name = row.pop("Model").text
                shown[unit, name] = row.pop("Pricing")
        return shown

    def model(self, model: Node, cell: Quote, region: str | None) -> Claims:
        name = Name(model.require("name"), model.require("name").text)
        counted = [model.require(key).text for key in SHOWN_PRICES if key in model]
        if counted:
            self.check_shown_prices(model, cell, counted)
        else:
            yield name.price("image", cell, "image")
        band_end = model.get("longContextThreshold")
        for key, (meter, modality, sign) in PRICES.items():
            price = model.get(key, cell.as_context("caption"))
            band = read_band(f"{sign}{band_end.text}") if band_end and sign else None
            if price is None or price.text == "0":
                continue
            yield name.price(
                meter,
                price,
                "10B tokens",
                band=band,
                modality=modality,
                region=region,
                currency="USD",
            )
        yield from attribute_claims(model, FACTS, route=name.quote)
        yield from capability_claims(model, FEATURES, route=name.quote)
        for alias in model.scalars("aliases"):
            yield Claim(route=name.quote, attribute="alias", variant=self.publisher, quote=alias)

    def check_shown_prices(self, model: Node, cell: Quote, counted: list[str]) -> None:
        """Raises LayoutChanged where the cell of the table shows other prices than the data."""
        # $0.20 per million tokens are 2,000 ten-billionths of a dollar per token.
        shown = [Decimal(price) * 10**4 for price in re.findall(r"\$([\d.]+)", cell.text)]
        if shown != [Decimal(price) for price in counted]:
            raise LayoutChanged(
                "the data says another price than the page", where=model.where, found=cell.text
            )

    def services(self, page: Page) -> Claims:
        tools = page.outline.section("Tool Invocation Costs")
        tool_table = tools.table("Tool", "Description")
        for claim in service_prices_in_table(tool_table, "Tool", "Cost per 1,000 calls", "request"):
            yield claim
            yield from free_until(tools, claim)
        item_table = page.outline.table("Item", "Price")
        yield from service_prices_in_table(item_table, "Item", "Price", "request")
        for line, match in page.outline.lines(LIVE_SEARCH):
            service = line.slice(*match.span("service"))
            price = line.slice(*match.span("price"))
            yield Claim(service=service, meter="search", unit="1K requests", quote=price)


def service_prices_in_table(
    table: Table, name_header: str, price_header: str, meter: Meter
) -> Claims:
    """The services of a table and their prices; a row whose price is words gives none.

    The unit is in the cell or in its header. Raises LayoutChanged where neither names one.
    """
    for row in table.rows(ignore=table.labels):
        name = row.pop(name_header)
        price = row.pop(price_header)
        if not re.match(r"[$€¥]\d", price.text):
            continue
        unit = read_unit(price.text) or read_unit(price_header)
        if unit is None:
            raise LayoutChanged("a price has no unit", where=price.locator, found=price.text)
        yield Claim(service=name, meter=meter, unit=unit, quote=price)


def free_until(section: Section, claim: Claim) -> Claims:
    """The same thing for nothing, where a line of the section says so: "... are free until November
    21, 2025".
    """
    for line, match in section.lines(FREE_UNTIL):
        yield claim.model_copy(
            update={
                "quote": line.slice(*match.span(1)),
                "price_class": "promotional",
                "valid_to": long_date(match[2]).isoformat(),
            }
        )

"""Moonshot's price lists of its two platforms."""

import re
from collections.abc import Iterator

from spiders.authoring import (
    Band,
    BandRule,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Lifetime,
    Link,
    Meter,
    Page,
    Quote,
    Row,
    Unit,
    read_cell,
    read_token_range,
)

PRICE_PAGES = r"/docs/pricing/(?:chat|batch|tools)[\w-]*"
METERS: dict[str, tuple[Meter, Lifetime | None]] = {
    r"(Cache Write|缓存写入).*5 ?min": ("cache_write", "5m"),
    r"(Cache Write|缓存写入).*1 ?h": ("cache_write", "1h"),
    "Cached Input|Cache Hit|缓存命中": ("cache_read", None),
    "^Output Price$|^输出价格$": ("output", None),
    "Cache Miss|缓存未命中|^Input Price$|^输入价格$": ("input", None),
    "^Price$|^价格$": ("request", None),
}
COLUMNS = {
    "^(Model|模型)$": "route",
    "^(Tool|工具)": "service",
    "^(Unit|计费单位)$": "unit",
    "Range|范围": "band",
    "^(Context (Window|Length)|(模型)?上下文(窗口|长度))$": "context",
    "^(Description|说明)$": "description",
}
UNITS: dict[str, Unit] = {"1M tokens": "1M tokens", "1 次": "request", "1 call": "request"}
# What a page holds that draws its tables by a component, compiled or not.
COMPONENT = r"\bDocTable\b|\brows[=:] ?[\[{]"
# A cell of a model: "kimi-k2.6", "kimi-k2.6 推荐" (recommended), "kimi-k2.6 (Batch)".
ROUTE = r"^([a-z\d.-]+)(?: ?推荐| \(Batch\))?$"


class MoonshotPricing(Documentation):
    """Moonshot's prices, in dollars on its global platform and in yuan on its Chinese one.

    A page for each series of models, one for batch jobs, one for tools; the index of each
    platform's documentation leads to them. A column of each table says what its prices are per.
    Tables without an amount of money are not read.
    """

    publisher = "moonshotai"
    role = "priced"
    links = [
        Link(kind="index", url="https://platform.kimi.ai/docs/llms.txt"),
        Link(kind="index_china", url="https://platform.kimi.com/docs/llms.txt"),
    ]
    follow_patterns = {
        "prices": rf"https://platform\.((?:kimi|moonshot)\.ai{PRICE_PAGES})(?:\.md)?",
        "prices_china": rf"https://platform\.((?:kimi\.com|moonshot\.cn){PRICE_PAGES})(?:\.md)?",
    }
    expect = {"tables": range(400)}
    index_kinds = ("index", "index_china")
    money_pattern = r"[$¥￥] ?\d|\d ?元"

    def follow(self, page: Page) -> Iterator[Link]:
        if page.kind in self.follow_patterns:
            return
        for kind, pattern in self.follow_patterns.items():
            documents = {match[0]: match[1] for match in re.finditer(pattern, page.text)}
            for url, document in documents.items():
                yield Link(kind=kind, url=url, document=document)

    def tables(self, page: Page) -> Claims:
        priced = [
            table
            for table in page.outline.tables()
            if any(re.search(self.money_pattern, cell.text) for cell in table.cells())
        ]
        if not priced and re.search(COMPONENT, page.text):
            raise LayoutChanged(
                "the page hands its tables to a component in a form that is not known",
                expected="a table with amounts, or arrays of plain literals",
            )
        for table in priced:
            rows = page.without_torn_rows("tables", table).rows()
            yield from self.read_each(page, "tables", rows, lambda row: self.row(row, page.kind))

    def row(self, row: Row, kind: str) -> Claims:
        cells = row.pop_matching(COLUMNS)
        prices = row.pop_matching(METERS)
        name = cells.get("route")
        tool = cells.get("service")
        route = name.find(ROUTE) if name else None
        unit = UNITS.get(cells["unit"].text) if "unit" in cells else None
        if unit is None or (route is None) == (tool is None):
            raise LayoutChanged("a row of prices has no model or no known unit", where=row.where)
        band, band_rule = self.band(cells)
        seller = "moonshotai-cn" if kind == "prices_china" else None
        for (meter, lifetime), cell in prices.items():
            price = read_cell(cell.with_context(cells["unit"].as_context("unit")))
            if price is None:
                continue
            yield Claim(
                route=route,
                service=tool,
                seller=seller,
                meter=meter,
                lifetime=lifetime,
                unit=unit,
                quote=price.quote,
                value=price.value,
                price_class=price.price_class,
                tier="batch" if name and "(Batch)" in name.text else "standard",
                over_tokens=band.over,
                upto_tokens=band.upto,
                band_rule=band_rule,
            )
        if route and "context" in cells:
            yield Claim(
                route=route, seller=seller, attribute="context_tokens", quote=cells["context"]
            )

    def band(self, cells: dict[str, Quote]) -> tuple[Band, BandRule | None]:
        """The band of a row's prices: an input beyond it pays the next band's price as a whole."""
        if "band" not in cells:
            return Band(None, None), None
        return read_token_range(cells["band"].text), "cliff"

"""Moonshot's price lists of its two platforms, in dollars and in yuan: a page for each series of
models, one for batch jobs, one for tools. The index of each platform's documentation leads to them.
"""

import re
from collections.abc import Iterator

from spiders.claims import Claim, Claims, Lifetime, Link, Meter, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.phrases import Band
from spiders.readers.price_cells import read_cell
from spiders.readers.token_ranges import read_token_range
from spiders.source import Documentation

_PAGES = r"/docs/pricing/(?:chat|batch|tools)[\w-]*"
# fmt: off
METERS: dict[str, tuple[Meter, Lifetime | None]] = {
    r"(Cache Write|缓存写入).*5 ?min": ("cache_write", "5m"), r"(Cache Write|缓存写入).*1 ?h": ("cache_write", "1h"),
    "Cached Input|Cache Hit|缓存命中": ("cache_read", None), "^Output Price$|^输出价格$": ("output", None),
    "Cache Miss|缓存未命中|^Input Price$|^输入价格$": ("input", None), "^Price$|^价格$": ("request", None)}
COLUMNS = {"^(Model|模型)$": "route", "^(Tool|工具)": "service", "^(Unit|计费单位)$": "unit", "Range|范围": "band",
           "^(Context (Window|Length)|(模型)?上下文(窗口|长度))$": "context", "^(Description|说明)$": "description"}
UNITS: dict[str, Unit] = {"1M tokens": "1M tokens", "1 次": "request", "1 call": "request"}
# fmt: on


class MoonshotPricing(Documentation):
    publisher = "moonshotai"
    links = [
        Link(kind="index", url="https://platform.kimi.ai/docs/llms.txt"),
        Link(kind="index_china", url="https://platform.kimi.com/docs/llms.txt"),
    ]
    follow_patterns = {
        "prices": rf"https://platform\.((?:kimi|moonshot)\.ai{_PAGES})(?:\.md)?",
        "prices_china": rf"https://platform\.((?:kimi\.com|moonshot\.cn){_PAGES})(?:\.md)?",
    }
    index_kinds = ("index", "index_china")
    expect = {"tables": range(400)}
    money_pattern = r"[$¥￥] ?\d|\d ?元"

    def follow(self, page: Page) -> Iterator[Link]:
        for kind, pattern in (
            self.follow_patterns.items() if page.kind not in self.follow_patterns else ()
        ):
            for url, document in {
                match[0]: match[1] for match in re.finditer(pattern, page.text)
            }.items():
                yield Link(kind=kind, url=url, document=document)

    def tables(self, page: Page) -> Claims:
        for table in page.outline.tables():
            if any(re.search(self.money_pattern, cell.text) for cell in table.cells()):
                rows = page.without_torn_rows("tables", table).rows()
                yield from self.read_each(
                    page, "tables", rows, lambda row: self.row(row, page.kind)
                )

    def row(self, row: Row, kind: str) -> Claims:
        cells, prices = row.pop_matching(COLUMNS), row.pop_matching(METERS)
        name, tool = cells.get("route"), cells.get("service")
        route = name.find(r"^([a-z\d.-]+)(?: ?推荐| \(Batch\))?$") if name else None
        unit = UNITS.get(cells["unit"].text) if "unit" in cells else None
        if unit is None or (route is None) == (tool is None):
            raise LayoutChanged("a row of prices has no model or no known unit", where=row.where)
        band, rule = (
            (read_token_range(cells["band"].text), "cliff")
            if "band" in cells
            else (Band(None, None), None)
        )
        seller = "moonshotai-cn" if kind == "prices_china" else None
        for (meter, lifetime), cell in prices.items():
            if price := read_cell(cell.with_context(cells["unit"].as_context("unit"))):
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
                    band_rule=rule,
                )
        if route and "context" in cells:
            yield Claim(
                route=route, seller=seller, attribute="context_tokens", quote=cells["context"]
            )

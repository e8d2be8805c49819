"""MiniMax's price lists of its two platforms, in dollars and in yuan: a section a kind of model.

The unit of a price stands behind it, in its header, or goes without saying in its section. Token
Plans are sold by subscription, on another page.
"""

import re
from functools import partial
from itertools import product

from spiders.claims import Claim, Claims, Link, Meter, Quote, Tier, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Row, match_pattern
from spiders.readers.phrases import Band
from spiders.readers.price_cells import meter_of_unit, read_offers
from spiders.readers.token_ranges import read_token_range
from spiders.source import Documentation

# fmt: off
COLUMNS = {"^(Model( / API)?|模型|Server Tool)$": "model", "^(API|计费项)$": "api", "^(Resolution|功能)$": "detail",
           "^(Description|接口说明|Billing Rules)$": "note", "^(List )?Price|^单价": "price"}
METERS: dict[str, Meter] = {"^(Input|输入)": "input", "^(Output|输出)": "output", "caching Read|缓存读取": "cache_read",
                            "caching Write|缓存写入": "cache_write"}
UNITS: dict[str, Unit] = {
    "M tokens|百万 tokens": "1M tokens", "M characters": "1M characters", "万字符": "10K characters",
    "request": "request", "second": "second", "voice|音色": "voice", "video|视频|^Video": "video",
    "music|song|首|^Music|音乐": "song", "image|张|^Image": "image"}
# fmt: on


class MinimaxPricing(Documentation):
    publisher = "minimax"
    links = [
        Link.markdown(
            kind,
            f"https://platform.{host}/docs/guides/pricing-paygo",
            f"https://platform.{host}/docs/pricing/pay-as-you-go.md",
            f"https://platform.{host}/docs/pricing/pay-as-you-go",
        )
        for kind, host in (("global", "minimax.io"), ("china", "minimaxi.com"))
    ]
    expect = {"prices": range(12, 900)}
    money_pattern = r"[$¥]\d|\d ?元|元/|^Free$|^免费$|Limited Free|限时免费"

    def prices(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for lead, table in section.tables_with_lead():
                if any(re.search("Price|Input|单价|元/", header.label) for header in table.headers):
                    tier: Tier = (
                        "priority" if lead and 'title="Priority' in lead.text else "standard"
                    )
                    read = partial(self.row, page, section.name, tier)
                    yield from self.read_each(
                        page, "prices", page.without_torn_rows("prices", table).rows(), read
                    )

    def row(self, page: Page, section: str, tier: Tier, row: Row) -> Claims:
        cells = row.pop_matching(COLUMNS)
        prices: dict[Meter | None, Quote] = {**row.pop_matching(METERS)} or {None: cells["price"]}
        model, api, said = (
            cells["model"],
            cells.get("api"),
            [cells["detail"].text] if "detail" in cells else [],
        )
        band = (
            read_token_range(model.text)
            if re.search(r"[≤<>≥] ?\d", model.text)
            else Band(None, None)
        )
        for meter, cell in prices.items():
            header = next(words.text for words in cell.context if words.role == "column")
            for (quote, says, price_class), per, more in read_offers(cell):
                unit = (
                    match_pattern(per, UNITS)
                    or match_pattern(header, UNITS)
                    or match_pattern(section, UNITS)
                )
                if unit is None:
                    raise LayoutChanged(
                        "nothing says what a price is per", where=cell.locator, found=cell.text
                    )
                if more and re.search(self.money_pattern, more.text):
                    page.note_unread(
                        "prices", "an amount in the words behind a price is not read", more.locator
                    )
                which = [*said, *re.findall("^(?:/|per) ?(.+?),? (?:video|music)$", per)]
                which += ["async"] if api and "Async" in api.text else []
                names = model.find_all(r"[A-Za-z][\w.]*(?:-[\w.+]+)+") if unit != "voice" else []
                for name, charge in product(names or [None], meter_of_unit(unit, meter)):
                    yield Claim(
                        route=name,
                        service=None if name else api or model,
                        meter=charge,
                        unit=unit,
                        value=says,
                        seller="minimax-cn" if page.kind == "china" else None,
                        tier=tier,
                        quote=quote,
                        price_class="list" if "Permanent" in model.text else price_class,
                        over_tokens=band.over,
                        upto_tokens=band.upto,
                        variant=", ".join(which) or None,
                        currency="CNY" if re.search("(?<!美)元", header) else None,
                    )

"""MiniMax's price lists of its two platforms."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import product
from typing import NamedTuple

from spiders.authoring import (
    Band,
    CellPrice,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Quote,
    Row,
    Table,
    Tier,
    Unit,
    match_pattern,
    meter_of_unit,
    read_cell,
    read_token_range,
)

COLUMNS = {
    "^(Model( / API)?|模型|Server Tool)$": "model",
    "^(API|计费项)$": "api",
    "^(Resolution|功能)$": "detail",
    "^(Description|接口说明|Billing Rules)$": "note",
    "^(List )?Price|^单价": "price",
}
METERS: dict[str, Meter] = {
    "^(Input|输入)": "input",
    "^(Output|输出)": "output",
    "caching Read|缓存读取": "cache_read",
    "caching Write|缓存写入": "cache_write",
}
UNITS: dict[str, Unit] = {
    "M tokens|百万 tokens": "1M tokens",
    "M characters": "1M characters",
    "万字符": "10K characters",
    "request": "request",
    "second": "second",
    "voice|音色": "voice",
    "video|视频|^Video": "video",
    "music|song|首|^Music|音乐": "song",
    "image|张|^Image": "image",
}
PRICE_HEADER = "Price|Input|单价|元/"
# A band of input behind a model's name: "MiniMax-M3 ≤ 512k input tokens".
BAND = r"[≤<>≥] ?\d"
# The names in a cell of models, each of which has a hyphen: "MiniMax-Hailuo-2.3".
MODEL_NAMES = r"[A-Za-z][\w.]*(?:-[\w.+]+)+"
# How large what a price is per is: the "768P, 6s" of "per 768P, 6s video".
SIZE = "^(?:/|per) ?(.+?),? (?:video|music)$"
# The yuan in a header, which is no dollar: 美元.
YUAN = "(?<!美)元"
OFFER = re.compile(
    r"(?:~~(?P<struck>[^~]+)~~\s*)?"  # ~~$0.60~~
    r"(?P<amount>[$¥￥€]?\d[\d,.]*)\s*"  # $0.30
    r"(?P<per>(?:/|per\b)[^()]*)?"  # / M tokens
    r"(?:\((?:Limited (?P<free>Free))\))?"  # (Limited Free)
    r"(?:\s(?P<more>\D.*))?"  # 首次使用时收取
)


class CellOffer(NamedTuple):
    """A price in a cell that says more than an amount."""

    stated: CellPrice
    per: str = ""
    """What it is per, in the cell's words: "/ M tokens", "per 768P, 6s video"."""
    more: Quote | None = None
    """What else the cell says."""


class MinimaxPricing(Documentation):
    """MiniMax's price lists, in dollars on its global platform and in yuan on its Chinese one.

    A section has the tables of one kind of model. The unit of a price stands behind it, in its
    header, or goes without saying in its section. Prices of priority processing stand in a tab of
    their own. Token Plans are sold by subscription, on another page, and are not read.
    """

    publisher = "minimax"
    role = "priced"
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
                if not self.states_prices(table):
                    continue
                rows = page.without_torn_rows("prices", table).rows()
                read_row = partial(self.row, page, section.name, self.tier_of_tab(lead))
                yield from self.read_each(page, "prices", rows, read_row)

    def states_prices(self, table: Table) -> bool:
        return any(re.search(PRICE_HEADER, header.label) for header in table.headers)

    def tier_of_tab(self, lead: Quote | None) -> Tier:
        """The tier of a table, by the line that opens its tab: `<Tab title="Priority*">`."""
        if lead and 'title="Priority' in lead.text:
            return "priority"
        return "standard"

    def row(self, page: Page, section: str, tier: Tier, row: Row) -> Claims:
        cells = row.pop_matching(COLUMNS)
        prices: dict[Meter | None, Quote] = {**row.pop_matching(METERS)}
        if not prices:
            prices = {None: cells["price"]}
        model = cells["model"]
        band = self.band(model)
        service = cells.get("api") or model
        seller = "minimax-cn" if page.kind == "china" else None
        is_permanent = "Permanent" in model.text
        for meter, cell in prices.items():
            header = self.header_above(cell)
            currency = "CNY" if re.search(YUAN, header) else None
            for offer in read_offers(cell):
                stated = offer.stated
                unit = self.unit(cell, offer.per, header, section)
                self.note_amount_in_words(page, offer)
                meters = meter_of_unit(unit, meter)
                for name, counted in product(self.model_names(model, unit), meters):
                    yield Claim(
                        route=name,
                        service=None if name else service,
                        meter=counted,
                        unit=unit,
                        value=stated.value,
                        seller=seller,
                        tier=tier,
                        quote=stated.quote,
                        price_class="list" if is_permanent else stated.price_class,
                        over_tokens=band.over,
                        upto_tokens=band.upto,
                        variant=self.variant(cells, offer.per),
                        currency=currency,
                    )

    def band(self, model: Quote) -> Band:
        """The band of input that stands behind a model's name."""
        if re.search(BAND, model.text):
            return read_token_range(model.text)
        return Band(None, None)

    def header_above(self, cell: Quote) -> str:
        return next(context.text for context in cell.context if context.role == "column")

    def unit(self, cell: Quote, per: str, header: str, section: str) -> Unit:
        """The unit of a price: of the words behind it, else of its header, else of its section."""
        for words in (per, header, section):
            unit = match_pattern(words, UNITS)
            if unit:
                return unit
        raise LayoutChanged("nothing says what a price is per", where=cell.locator, found=cell.text)

    def note_amount_in_words(self, page: Page, offer: CellOffer) -> None:
        if offer.more and re.search(self.money_pattern, offer.more.text):
            page.note_unread(
                "prices", "an amount in the words behind a price is not read", offer.more.locator
            )

    def model_names(self, model: Quote, unit: Unit) -> Sequence[Quote | None]:
        """The models that a price is for; [None] where it is for a service, such as voices."""
        names = model.find_all(MODEL_NAMES)
        if unit == "voice" or not names:
            return [None]
        return names

    def variant(self, cells: dict[str, Quote], per: str) -> str | None:
        """What else tells a price from its neighbours: "2K", "768P, 6s", "async"."""
        words: list[str] = []
        if "detail" in cells:
            words.append(cells["detail"].text)
        words += re.findall(SIZE, per)
        if "api" in cells and "Async" in cells["api"].text:
            words.append("async")
        return ", ".join(words) or None


def read_offers(cell: Quote) -> list[CellOffer]:
    """The prices in a cell such as "~~$0.60~~ $0.30 / M tokens" or "$0.15/song (Limited Free)".

    What is struck was replaced by a price with a discount taken off; free for a time is a price
    beside the amount.
    """
    match = OFFER.fullmatch(cell.text)
    if match is None:
        stated = read_cell(cell)
        return [CellOffer(stated)] if stated else []
    per = (match["per"] or "").strip()
    amount = cell.slice(*match.span("amount")).with_context(cell.as_context("caption"))
    more = cell.slice(*match.span("more")) if match["more"] else None
    price = CellPrice(amount, price_class="net" if match["struck"] else "list")
    offers = [CellOffer(price, per, more)]
    if match["free"]:
        free = CellPrice(cell.slice(*match.span("free")), "free", "promotional")
        offers.append(CellOffer(free, per))
    return offers

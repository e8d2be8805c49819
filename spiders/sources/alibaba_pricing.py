"""Alibaba Model Studio's price list in yuan: HTML inside JSON, a chapter a family of models, a section a region.

An input pays the price of its band for all its tokens. Rules about prices (half for a batch, less for a cached input, a
discount for a time) and free allowances are listed, not read. A name can mean another snapshot elsewhere.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from spiders.chinese import common_units, name_and_notes, read_prices
from spiders.claims import Attribute, Claim, Link, Quote
from spiders.page import Page
from spiders.source import Source
from spiders.tables import Table

STATES: dict[str, tuple[Attribute, str | None, str]] = {
    **dict.fromkeys(("非思考和思考模式", "非思考和思考", "仅思考模式"), ("capability", "reasoning", "yes")),
    **dict.fromkeys(("仅非思考模式", "非思考模式"), ("capability", "reasoning", "no")),
    "邀测中": ("status", None, "limited availability"), "已下线": ("status", None, "retired"),
}  # fmt: skip
SCOPE = "服务部署范围"
PLACE = re.compile(r"^新加坡$|（\w+）$")
_URL = "https://help.aliyun.com/help/json/document_detail.json?alias=%2Fmodel-studio%2Fmodel-pricing"


class AlibabaPricing(Source):
    publisher = "alibaba-cn"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="pricing", url=f"{_URL}&pageNum=1&pageSize=20&website=cn&language=zh", aliases=(_URL,))]
    expect = {"models": range(40, 20_000)}
    money = r"\d ?元"

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page.html(page.json().node("data").text("content")), self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        region: Quote | None = None
        for section in page.outline.sections():
            if section.level < 4 or PLACE.search(section.name):
                region = section.heading if section.level == 4 else None
            yield from self.each(page, "models", section.tables(), partial(self.table, page, region))

    def table(self, page: Page, region: Quote | None, table: Table) -> Iterator[Claim]:
        headers = [header.label for header in table.headers]
        ignore = [header for header in headers if "免费额度" in header or header == "复刻一个音色"]
        for header in ignore:
            page.unread("models", f"the column {header!r} is not read", table.where)
        for row in table.rows(ignore=ignore) if headers[0].startswith("模型") else ():
            (_, name), *cells = row.rest(skip=ignore)
            places = [region, *(cell for header, cell in cells if header == SCOPE)]
            route, notes = name_and_notes(page, name)
            about: dict[str, Any] = {
                "route": route,
                "region": ", ".join(place.text for place in places if place) or None,
            }
            if not route.text.isascii():
                page.unread("models", f"a row that names no model is not read: {name.text!r}", name.locator)
                continue
            for words in notes:
                yield from self.words(page, words, **about)
            prices: list[tuple[str, Quote]] = []
            for header, cell in cells:
                if header == "模式" or cell.text.startswith(("已下线", "目前仅供免费体验")):
                    yield from self.words(page, cell, **about)
                elif header != SCOPE:
                    prices.append((header, cell))
            yield from read_prices(page, prices, units=common_units(table), band_rule="cliff", **about)

    def words(self, page: Page, words: Quote, **about: Any) -> Iterator[Claim]:
        """What is said of a model in words: the snapshot that it is, what it can do, whether it is sold."""
        known = STATES.get(words.text.partition(" ")[0])
        if snapshot := words.find(r"^当前能力等同于\s*(\S+)$"):
            yield Claim(attribute="points_to", quote=snapshot, **about)
        elif known:
            yield Claim(attribute=known[0], variant=known[1], says=known[2], quote=words, **about)
        else:
            page.unread("models", f"{words.text!r} is no price, and is not read", words.locator)

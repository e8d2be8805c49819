"""Alibaba Model Studio's price list in yuan: HTML inside JSON, a chapter a family of models, a section a region.

An input pays the price of its band for all its tokens. Rules about prices (half for a batch, less for a cached input, a
discount for a time) and free allowances are listed, not read. A name can mean another snapshot elsewhere.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from spiders.chinese import common_units, read_prices, without_note
from spiders.claims import Claim, Link, Quote, Unit
from spiders.page import Page
from spiders.source import Source
from spiders.tables import Table

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
            places = [
                place for place in (region, *(cell for header, cell in cells if header == "服务部署范围")) if place
            ]
            where = ", ".join(place.text for place in places) or None
            first, *notes = page.lines(name)
            route, note = without_note(first)
            if route.text.isascii():
                yield from self.notes(page, [*([note] if note else []), *notes], route=route, region=where)
                yield from self.row(page, cells, common_units(table), route=route, region=where)
            else:
                page.unread("models", f"a row that names no model is not read: {name.text!r}", name.locator)

    def notes(self, page: Page, notes: list[Quote], **about: Any) -> Iterator[Claim]:
        for note in notes:
            if same := note.find(r"^当前能力等同于\s*(\S+)$"):
                yield Claim(attribute="points_to", quote=same, **about)
            elif note.text == "邀测中":
                yield Claim(attribute="status", says="limited availability", quote=note, **about)
            else:
                page.unread("models", f"{note.text!r} is a rule, and no price", note.locator)

    def row(self, page: Page, cells: list[tuple[str, Quote]], units: dict[str, Unit], **about: Any) -> Iterator[Claim]:
        prices: list[tuple[str, Quote]] = []
        for header, cell in cells:
            if header == "模式":
                thinks = "no" if cell.text in ("仅非思考模式", "非思考模式") else "yes"
                yield Claim(attribute="capability", variant="reasoning", says=thinks, quote=cell, **about)
            elif cell.text.startswith("已下线"):
                yield Claim(attribute="status", says="retired", quote=cell.part(0, 3), **about)
            elif "仅供免费体验" in cell.text:
                page.unread("models", f"an offer to try for free is not read: {cell.text!r}", cell.locator)
            elif header != "服务部署范围":
                prices.append((header, cell))
        yield from read_prices(page, prices, units=units, band_rule="cliff", **about)

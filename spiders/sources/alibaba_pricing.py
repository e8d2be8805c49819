"""Alibaba Model Studio's price list in yuan: HTML inside JSON, a chapter a family of models, a
section a region.

An input pays the price of its band for all its tokens. Rules about prices (half for a batch, less
for a cached input, a discount for a time) and free allowances are listed, not read. A name can mean
another snapshot elsewhere.
"""

import re
from functools import partial
from typing import Any

from spiders.claims import Claims, Link, Quote, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.platforms.chinese_tables import common_units, name_and_notes, read_prices, read_state
from spiders.source import Documentation

VARIANTS = (
    "输出图像分辨率",
    "输出视频分辨率",
    "输出视频类型",
    "输出视频模式",
    "3D任务类型",
    "输出规格",
    "折扣",
    "阶梯层级",
)
PLACE = re.compile(r"^新加坡$|（\w+）$")
_URL = (
    "https://help.aliyun.com/help/json/document_detail.json?alias=%2Fmodel-studio%2Fmodel-pricing"
)


class AlibabaPricing(Documentation):
    publisher = "alibaba-cn"
    links = [
        Link(
            kind="pricing",
            url=f"{_URL}&pageNum=1&pageSize=20&website=cn&language=zh",
            aliases=(_URL,),
        )
    ]
    expect = {"models": range(40, 20_000)}
    money_pattern = r"\d ?元"

    def claims(self, page: Page) -> Claims:
        return self.read_parts(
            page.html(page.json().require_node("data").require("content")), self.models
        )

    def models(self, page: Page) -> Claims:
        region: Quote | None = None
        for section in page.outline.sections():
            if section.level < 4 or PLACE.search(section.name):
                region = section.heading if section.level == 4 else None
            yield from self.read_each(
                page, "models", section.tables(), partial(self.table, page, section, region)
            )

    def table(self, page: Page, section: Section, region: Quote | None, table: Table) -> Claims:
        if section.level == 4 and region is None:
            raise LayoutChanged("a heading names no place", where=table.where, found=section.name)
        headers = table.labels
        ignore = [header for header in headers if "免费额度" in header or header == "复刻一个音色"]
        for header in ignore:
            page.note_unread("models", f"the column {header!r} is not read", table.where)
        for row in table.rows(ignore=ignore) if headers[0].startswith("模型") else ():
            yield from self.model(
                page, row.pop_rest(skip=ignore), [region] if region else [], common_units(table)
            )

    def model(
        self,
        page: Page,
        cells: list[tuple[str, Quote]],
        places: list[Quote],
        units: dict[str, Unit],
    ) -> Claims:
        route, words = name_and_notes(page, cells[0][1])
        prices: list[tuple[str, Quote]] = []
        for header, cell in cells[1:]:
            if header == "服务部署范围":
                places = [*places, cell]
            elif header == "模式" or cell.text.startswith(("已下线", "目前仅供免费体验")):
                words.append(cell)
            else:
                prices.append((header, cell))
        about: dict[str, Any] = {
            "route": route,
            "region": ", ".join(place.text for place in places) or None,
        }
        if not route.text.isascii():
            page.note_unread(
                "models", f"a row of no model, {route.text!r}, is not read", route.locator
            )
            return
        for said in words:
            if claim := read_state(said, **about):
                yield claim
            else:
                page.note_unread(
                    "models", f"{said.text!r} is no price, and is not read", said.locator
                )
        yield from read_prices(
            page, prices, units=units, variants=VARIANTS, band_rule="cliff", **about
        )

"""Alibaba Model Studio's price list in yuan."""

import re
from functools import partial
from typing import Any

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    Section,
    Table,
    Unit,
    common_units,
    name_and_notes,
    read_prices,
)

FREE_ALLOWANCE = "免费额度"
# The column of what cloning a voice costs.
VOICE_CLONING = "复刻一个音色"
DEPLOYMENT_REGION = "服务部署范围"
MODE = "模式"
VARIANT_HEADERS = (
    "输出图像分辨率",
    "输出视频分辨率",
    "输出视频类型",
    "输出视频模式",
    "3D任务类型",
    "输出规格",
    "折扣",
    "阶梯层级",
)
# How a cell begins that says something of the model where a price is expected: "retired",
# "free trial only for now".
SAYS_NO_PRICE = ("已下线", "目前仅供免费体验")
# A heading that names a region: "新加坡" or "中国内地（北京）".
REGION_HEADING = re.compile(r"^新加坡$|（\w+）$")
# "its abilities now equal those of SNAPSHOT"
EQUALS_SNAPSHOT = r"^当前能力等同于\s*(\S+)$"
THINKS: tuple[Attribute, str | None, str] = ("capability", "reasoning", "yes")
THINKS_NOT: tuple[Attribute, str | None, str] = ("capability", "reasoning", "no")
# Attribute, variant and value by the words in the cell.
STATES: dict[str, tuple[Attribute, str | None, str]] = {
    "非思考和思考模式": THINKS,
    "非思考和思考": THINKS,
    "仅思考模式": THINKS,
    "仅非思考模式": THINKS_NOT,
    "非思考模式": THINKS_NOT,
    "邀测中": ("status", None, "limited availability"),
    "已下线": ("status", None, "retired"),
}
URL = "https://help.aliyun.com/help/json/document_detail.json?alias=%2Fmodel-studio%2Fmodel-pricing"


class AlibabaPricing(Documentation):
    """Alibaba's prices in yuan, each with its unit in the header or the cell.

    The page is HTML inside JSON: one chapter per family of models, one section per region (level
    4). An input pays the price of its band for all its tokens. A name can mean another snapshot in
    another region. Rules about prices (half for a batch, less for a cached input, a discount for a
    time) and free allowances are listed as unread: they are no price of one use.
    """

    publisher = "alibaba-cn"
    role = "priced"
    links = [
        Link(
            kind="pricing",
            url=f"{URL}&pageNum=1&pageSize=20&website=cn&language=zh",
            aliases=(URL,),
        )
    ]
    expect = {"models": range(40, 20_000)}
    money_pattern = r"\d ?元"

    def claims(self, page: Page) -> Claims:
        content = page.json().require_node("data").require("content")
        return self.read_parts(page.html(content), self.models)

    def models(self, page: Page) -> Claims:
        region: Quote | None = None
        for section in page.outline.sections():
            if section.level < 4 or REGION_HEADING.search(section.name):
                region = section.heading if section.level == 4 else None
            read_table = partial(self.table, page, section, region)
            yield from self.read_each(page, "models", section.tables(), read_table)

    def table(self, page: Page, section: Section, region: Quote | None, table: Table) -> Claims:
        if section.level == 4 and region is None:
            raise LayoutChanged("a heading names no place", where=table.where, found=section.name)
        ignore = [
            header for header in table.labels if FREE_ALLOWANCE in header or header == VOICE_CLONING
        ]
        for header in ignore:
            page.note_unread("models", f"the column {header!r} is not read", table.where)
        if not table.labels[0].startswith("模型"):
            return
        regions = [region] if region else []
        units = common_units(table)

        def read(row: Row) -> Claims:
            return self.model(page, row.pop_rest(skip=ignore), regions, units)

        yield from self.read_each(page, "models", table.rows(ignore=ignore), read)

    def model(
        self,
        page: Page,
        cells: list[tuple[str, Quote]],
        regions: list[Quote],
        units: dict[str, Unit],
    ) -> Claims:
        route, remarks = name_and_notes(page, cells[0][1])
        prices: list[tuple[str, Quote]] = []
        for header, cell in cells[1:]:
            if header == DEPLOYMENT_REGION:
                regions = [*regions, cell]
            elif header == MODE or cell.text.startswith(SAYS_NO_PRICE):
                remarks.append(cell)
            else:
                prices.append((header, cell))
        if not route.text.isascii():
            page.note_unread(
                "models", f"a row of no model, {route.text!r}, is not read", route.locator
            )
            return
        region = ", ".join(quote.text for quote in regions) or None
        about: dict[str, Any] = {"route": route, "region": region}
        for remark in remarks:
            state = read_state(remark, **about)
            if state:
                yield state
            else:
                page.note_unread(
                    "models", f"{remark.text!r} is no price, and is not read", remark.locator
                )
        yield from read_prices(
            page, prices, units=units, variants=VARIANT_HEADERS, band_rule="cliff", **about
        )


def read_state(words: Quote, **about: Any) -> Claim | None:
    """What words such as "仅思考模式", "邀测中" or "当前能力等同于qwen-max-latest" say of a model.

    None for other words. `about` are the claim's subject and region.
    """
    snapshot = words.find(EQUALS_SNAPSHOT)
    if snapshot:
        return Claim(attribute="points_to", quote=snapshot, **about)
    state = STATES.get(words.text.partition(" ")[0])
    if state is None:
        return None
    attribute, variant, value = state
    return Claim(attribute=attribute, variant=variant, value=value, quote=words, **about)

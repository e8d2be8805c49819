"""Zhipu's price list in yuan: a chapter a kind of service, tabs of tables in it.

One price for the tokens of a model is for its input and its output, of models that rank or embed
for the input alone. Instances for one customer or for tuned models, packages by the year and
storage are listed, not read.
"""

import re
from functools import partial

from spiders.claims import Claim, Claims, Link, Quote
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.platforms.chinese_tables import common_units, name_and_notes, read_prices
from spiders.readers.attributes import attribute_claims
from spiders.source import Source


class BigmodelPricing(Source):
    publisher = "zhipuai"
    lineage = "first_party"
    terms = "public page; robots allow"
    links = [Link(kind="pricing", url="https://open.bigmodel.cn/pricing")]
    needs_browser = True
    expect = {"models": range(60, 2000), "training": range(200), "tools": range(1, 100)}
    money_pattern = r"\d ?万?元|万元|免费"

    def models(self, page: Page) -> Claims:
        for name in ("旗舰模型", "模型推理"):
            yield from self.read_each(
                page, "models", page.outline.section(name).tables(), partial(self.table, page)
            )

    def table(self, page: Page, table: Table) -> Claims:
        tab = page.tab_of(table)
        for row in table.with_context(section=tab).rows(ignore=["多模态支持"]):
            route, _ = name_and_notes(page, row.pop("模型名称", "模型"))
            about = " ".join(quote.text for quote in (tab, row.find("简介")) if quote)
            side = "输入 " if re.search("向量|重排", about) else ""
            cells: list[tuple[str, Quote]] = []
            yield from attribute_claims(row, {"输入模态": "input_modalities"}, route=route)
            for header, cell in row.pop_rest(skip=["多模态支持"]):
                if header.startswith("上下文") and re.fullmatch(r"\d+[KM]", cell.text):
                    yield Claim(route=route, attribute="context_tokens", quote=cell)
                else:
                    cells.append((side + header if "价" in header else header, cell))
            yield from read_prices(
                page, cells, route=route, units=common_units(table), variants=["分辨率"]
            )

    def training(self, page: Page) -> Claims:
        for table in page.outline.section("模型微调").tables("模型", "训练版本"):
            for row in table.rows():
                route = row.pop("模型")
                yield from read_prices(
                    page,
                    row.pop_rest(),
                    route=route,
                    units=common_units(table),
                    variants=["训练版本"],
                )

    def tools(self, page: Page) -> Claims:
        for row in (
            page.outline.section("搜索工具服务").table("工具名称", "单价").rows(ignore=["简介"])
        ):
            yield from read_prices(
                page, row.pop_rest(skip=["工具名称", "简介"]), service=row.pop("工具名称")
            )

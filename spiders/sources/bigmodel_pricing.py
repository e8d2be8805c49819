"""Zhipu's price list in yuan."""

import re
from functools import partial

from spiders.authoring import (
    Claim,
    Claims,
    Link,
    Page,
    Quote,
    Row,
    Source,
    Table,
    attribute_claims,
    common_units,
    name_and_notes,
    read_prices,
)

MODEL_CHAPTERS = ("旗舰模型", "模型推理")
TRAINING_CHAPTER = "模型微调"
TOOLS_CHAPTER = "搜索工具服务"
NAME, MODEL, TOOL = "模型名称", "模型", "工具名称"
DESCRIPTION = "简介"
CONTEXT = "上下文"
PRICE = "价"
# Words in a tab or a description: embedding, reranking.
TAKES_INPUT_ONLY = "向量|重排"
IGNORED_HEADERS = ["多模态支持"]


class BigmodelPricing(Source):
    """Zhipu's prices in yuan, each with its unit: one chapter per kind of service, tabs of tables
    in it.

    One price for the tokens of a model is for its input and its output; of models that rank or
    embed it is for the input alone. Instances for one customer or for tuned models, packages by
    the year and storage are listed as unread: they are no price of one use.
    """

    publisher = "zhipuai"
    lineage = "first_party"
    role = "priced"
    terms = "public page; robots allow"
    links = [Link(kind="pricing", url="https://open.bigmodel.cn/pricing")]
    folded_elements = ".model-price-item-content, .model-price-item-bottom"
    expect = {"models": range(60, 2000), "training": range(200), "tools": range(1, 100)}
    needs_browser = True
    money_pattern = r"\d ?万?元|万元|免费"

    def models(self, page: Page) -> Claims:
        for name in MODEL_CHAPTERS:
            tables = page.outline.section(name).tables()
            yield from self.read_each(page, "models", tables, partial(self.table, page))

    def table(self, page: Page, table: Table) -> Claims:
        tab = page.tab_of(table)
        rows = table.with_context(section=tab).rows(ignore=IGNORED_HEADERS)
        return self.read_each(page, "models", rows, partial(self.model, page, table, tab))

    def model(self, page: Page, table: Table, tab: Quote | None, row: Row) -> Claims:
        route, _ = name_and_notes(page, row.pop(NAME, MODEL))
        about = [quote.text for quote in (tab, row.find(DESCRIPTION)) if quote]
        takes_input_only = re.search(TAKES_INPUT_ONLY, " ".join(about))
        yield from attribute_claims(row, {"输入模态": "input_modalities"}, route=route)
        prices: list[tuple[str, Quote]] = []
        for header, cell in row.pop_rest(skip=IGNORED_HEADERS):
            if header.startswith(CONTEXT) and re.fullmatch(r"\d+[KM]", cell.text):
                yield Claim(route=route, attribute="context_tokens", quote=cell)
            elif takes_input_only and PRICE in header:
                prices.append((f"输入 {header}", cell))
            else:
                prices.append((header, cell))
        units = common_units(table)
        yield from read_prices(page, prices, route=route, units=units, variants=["分辨率"])

    def training(self, page: Page) -> Claims:
        for table in page.outline.section(TRAINING_CHAPTER).tables(MODEL, "训练版本"):
            read = partial(self.trained_model, page, table)
            yield from self.read_each(page, "training", table.rows(), read)

    def trained_model(self, page: Page, table: Table, row: Row) -> Claims:
        route = row.pop(MODEL)
        cells = row.pop_rest()
        units = common_units(table)
        return read_prices(page, cells, route=route, units=units, variants=["训练版本"])

    def tools(self, page: Page) -> Claims:
        table = page.outline.section(TOOLS_CHAPTER).table(TOOL, "单价")
        rows = table.rows(ignore=[DESCRIPTION])
        return self.read_each(page, "tools", rows, partial(self.tool, page))

    def tool(self, page: Page, row: Row) -> Claims:
        cells = row.pop_rest(skip=[TOOL, DESCRIPTION])
        return read_prices(page, cells, service=row.pop(TOOL))

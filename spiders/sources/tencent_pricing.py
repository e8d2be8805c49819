"""Tencent TokenHub's price list for customers outside China."""

from functools import partial

from spiders.authoring import (
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    Table,
    name_and_notes,
    read_prices,
)


class TencentPricing(Documentation):
    """Tencent TokenHub's prices in dollars, in the units that the headers name.

    Language models have a table per region, each in a tab of its own; models of embeddings have one
    table. A model that its maker serves ("原厂直供") is another offer than the same model served by
    Tencent.
    """

    publisher = "tencent-tokenhub"
    role = "priced"
    links = [
        Link(kind="pricing", url="https://www.tencentcloud.com/zh/document/product/1300/78937")
    ]
    expect = {"language_models": range(40, 2000), "embedding_models": range(4, 200)}
    needs_browser = True
    money_pattern = r"\d ?美元|美元/"

    def language_models(self, page: Page) -> Claims:
        tables = page.outline.section("语言模型").tables()
        for table in tables:
            region = page.tab_of(table)
            if region is None and len(tables) > 1:
                raise LayoutChanged(
                    "a table is in no tab",
                    where=table.where,
                    expected="a tab that names its region",
                )
            yield from self.region_prices(page, table, region)

    def region_prices(self, page: Page, table: Table, region: Quote | None) -> Claims:
        rows = table.with_context(section=region).rows()
        read = partial(self.row_prices, page, region)
        return self.read_each(page, "language_models", rows, read)

    def row_prices(self, page: Page, region: Quote | None, row: Row) -> Claims:
        route, notes = name_and_notes(page, row.pop("模型名称"))
        yield from read_prices(
            page,
            row.pop_rest(),
            route=route,
            variant=" ".join(note.text for note in notes),
            region=region.text if region else None,
        )

    def embedding_models(self, page: Page) -> Claims:
        for row in page.outline.section("向量模型").table("模型名称", "计费项").rows():
            route, notes = name_and_notes(page, row.pop("模型名称"))
            charged_for = row.pop("计费项")
            # What is charged for stands beside the price, as elsewhere it stands in its header.
            cells = [
                (f"{charged_for.text} {header}", cell.with_context(charged_for.as_context("row")))
                for header, cell in row.pop_rest()
            ]
            variant = " ".join(note.text for note in notes)
            yield from read_prices(page, cells, route=route, variant=variant)

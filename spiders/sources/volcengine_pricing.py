"""Volcengine Ark's price list."""

from collections.abc import Iterator
from functools import partial

from spiders.authoring import (
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    Section,
    Table,
    Tier,
    labelled_amounts,
    name_and_notes,
    read_column,
    read_prices,
)

# The tier of a section's prices, by its heading.
TIERS: dict[str, Tier] = {
    "在线推理（常规）": "standard",
    "在线推理（低延迟）": "fast",
    "批量推理": "batch",
    "推理-在线推理": "standard",
    "推理-批量推理": "batch",
    "精调-按 token 后付费": "standard",
    "按token单价": "standard",
    "图片生成模型": "standard",
    "3D生成模型": "standard",
    "向量模型": "standard",
}
MODEL_HEADERS = ("模型名称", "模型", "基础模型 ID", "精调模型对应的基础模型")
SERVICE_HEADERS = ("服务项", "计费项")
SERVICE_REMARKS = ("说明", "含义", "计费规则")
# Reserved throughput, and the knowledge base.
UNREAD_SECTIONS = ("在线推理（TPM 保障包）", "知识库")


class VolcenginePricing(Documentation):
    """Volcengine Ark's prices in yuan, in the units that the headers name.

    A section has a table per kind of inference, with bands of input length and of output length;
    tables of services name what they charge for. Reserved throughput, machines by the hour,
    subscriptions, worked examples and the knowledge base are listed, not read.
    """

    publisher = "volcengine"
    role = "priced"
    links = [Link(kind="pricing", url="https://www.volcengine.com/docs/82379/1544106")]
    expect = {"models": range(60, 4000), "services": range(5, 200)}
    needs_browser = True
    money_pattern = r"\d ?元|元/|免费"

    def models(self, page: Page) -> Claims:
        tables = self.tables(page, MODEL_HEADERS)
        return self.read_each(page, "models", tables, lambda found: self.model(page, *found))

    def model(self, page: Page, section: Section, table: Table) -> Claims:
        """The prices of a table of models."""
        tier = TIERS.get(section.name)
        if tier is None:
            raise LayoutChanged(
                "a section is not known",
                where=table.where,
                expected=", ".join(TIERS),
                found=section.name,
            )
        variant = "fine_tuned" if "精调" in table.headers[0].label else ""
        read = partial(self.row_prices, page, tier, variant)
        yield from self.read_each(page, "models", table.rows(), read)

    def row_prices(self, page: Page, tier: Tier, variant: str, row: Row) -> Claims:
        (_, name), *cells = row.pop_rest()
        # A video's tokens are those that come out.
        cells = [(header.replace("推理", "推理输出"), cell) for header, cell in cells]
        route, _ = name_and_notes(page, name)
        yield from read_prices(
            page,
            cells,
            route=route,
            tier=tier,
            variant=variant,
            band_rule="cliff",
            variants=["产物（3D 文件）"],
        )

    def services(self, page: Page) -> Claims:
        for _, table in self.tables(page, SERVICE_HEADERS):
            for row in table.rows(ignore=SERVICE_REMARKS):
                (_, name), *cells = row.pop_rest(skip=SERVICE_REMARKS)
                for header, cell in cells:
                    yield from self.service_prices(page, name, header, cell)

    def service_prices(self, page: Page, name: Quote, header: str, cell: Quote) -> Claims:
        for label, amount in labelled_amounts(page.lines(cell)):
            if amount.text == "限时免费":
                label_text = repr(label.text) if label else None
                page.note_unread("services", f"{label_text} is free for a time", amount.locator)
                continue
            yield from read_column(header).claims(amount, service=label or name)

    def tables(self, page: Page, first_headers: tuple[str, ...]) -> Iterator[tuple[Section, Table]]:
        """The tables whose first column has one of these headers, each with its section."""
        for section in page.outline.sections():
            if section.name in UNREAD_SECTIONS:
                continue
            for table in section.tables():
                if table.headers[0].label in first_headers:
                    yield section, table

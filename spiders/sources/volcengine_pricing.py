"""Volcengine Ark's price list in yuan: a table a kind of inference, with bands of input length and
of output length.

Reserved throughput, machines by the hour, subscriptions, worked examples and the knowledge base are
listed, not read.
"""

from collections.abc import Iterator

from spiders.claims import Claims, Link, Tier
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.platforms.chinese_tables import (
    labelled_amounts,
    name_and_notes,
    read_column,
    read_prices,
)
from spiders.source import Documentation

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


class VolcenginePricing(Documentation):
    publisher = "volcengine"
    links = [Link(kind="pricing", url="https://www.volcengine.com/docs/82379/1544106")]
    needs_browser = True
    expect = {"models": range(60, 4000), "services": range(5, 200)}
    money_pattern = r"\d ?元|元/|免费"
    models_called = ("模型名称", "模型", "基础模型 ID", "精调模型对应的基础模型")
    services_called = ("服务项", "计费项")
    service_ignore = ("说明", "含义", "计费规则")
    not_read = ("在线推理（TPM 保障包）", "知识库")

    def models(self, page: Page) -> Claims:
        return self.read_each(
            page,
            "models",
            self.tables(page, self.models_called),
            lambda found: self.model(page, *found),
        )

    def model(self, page: Page, section: Section, table: Table) -> Claims:
        tier = TIERS.get(section.name)
        if tier is None:
            raise LayoutChanged(
                "a section is not known",
                where=table.where,
                expected=", ".join(TIERS),
                found=section.name,
            )
        tuned = "fine_tuned" if "精调" in table.headers[0].label else ""
        for row in table.rows():
            (_, name), *cells = row.pop_rest()
            # A video's tokens are those that come out.
            cells = [(header.replace("推理", "推理输出"), cell) for header, cell in cells]
            route, _ = name_and_notes(page, name)
            yield from read_prices(
                page,
                cells,
                route=route,
                tier=tier,
                variant=tuned,
                band_rule="cliff",
                variants=["产物（3D 文件）"],
            )

    def services(self, page: Page) -> Claims:
        for _, table in self.tables(page, self.services_called):
            for row in table.rows(ignore=self.service_ignore):
                (_, name), *cells = row.pop_rest(skip=self.service_ignore)
                for header, cell in cells:
                    for label, amount in labelled_amounts(page.lines(cell)):
                        if amount.text == "限时免费":
                            page.note_unread(
                                "services",
                                f"{label and label.text!r} is free for a time",
                                amount.locator,
                            )
                        else:
                            yield from read_column(header).claims(amount, service=label or name)

    def tables(self, page: Page, called: tuple[str, ...]) -> Iterator[tuple[Section, Table]]:
        """The tables whose first column is called so: of models, or of services."""
        for section in page.outline.sections():
            for table in section.tables():
                if section.name not in self.not_read and table.headers[0].label in called:
                    yield section, table

"""When Alibaba Model Studio retires its models: a section a day; in Chinese HTML inside JSON, in
English Markdown.
"""

from spiders.claims import Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Row, match_pattern
from spiders.readers.dates import read_days
from spiders.source import Documentation

TIME = ("Deprecation time", "下线时间")
STATUS = {
    "Deprecated on": "retired",
    "已下线": "retired",
    "Retires on": "deprecated",
    "将下线": "deprecated",
    "Scheduled for deprecation": "deprecated",
}
_JSON = "https://help.aliyun.com/help/json/document_detail.json?alias=%2Fmodel-studio%2Fmodel-depreciation"
_CHINESE = "https://help.aliyun.com/zh/model-studio/model-depreciation"
_ENGLISH = "https://www.alibabacloud.com/help/en/model-studio/model-depreciation"


class AlibabaLifecycle(Documentation):
    publisher = "alibaba-cn"
    unverified_reason = "of its pages only a copy that somebody had turned into Markdown was seen"
    links = [
        Link(
            kind="lifecycle",
            url=f"{_JSON}&pageNum=1&pageSize=20&website=cn&language=zh",
            aliases=(_JSON, _CHINESE, f"{_ENGLISH}.md", _ENGLISH),
        )
    ]
    expect = {"retirements": range(6, 5000)}

    def claims(self, page: Page) -> Claims:
        is_json = page.text.lstrip().startswith("{")
        return self.read_parts(
            page.html(page.json().require_node("data").require("content")) if is_json else page,
            self.retirements,
        )

    def retirements(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for table in (table for header in TIME for table in section.tables(header)):
                for row in table.fill_blank_cells().rows(ignore=("Category", "类别")):
                    yield from self.model(row, section.title)

    def model(self, row: Row, title: Quote) -> Claims:
        route, cell = row.pop("Model name", "模型名称"), row.pop(*TIME)
        status, days = match_pattern(title.text, STATUS), read_days(cell)
        if status is None or len(days) != 1:
            raise LayoutChanged(
                "it is not said what becomes of a model on one day",
                where=cell.locator,
                found=cell.text,
            )
        yield Claim(route=route, attribute="status", value=status, quote=title)
        yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
        if successor := row.find("Replacement model", "替代模型"):
            yield Claim(route=route, attribute="successor", quote=successor)

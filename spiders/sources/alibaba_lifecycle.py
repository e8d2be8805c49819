"""When Alibaba Model Studio retires its models."""

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    match_pattern,
    read_days,
)

TIME_HEADERS = ("Deprecation time", "下线时间")
IGNORED_HEADERS = ("Category", "类别")
# What the heading above a table says of the models in it.
STATUS_BY_HEADING = {
    "Deprecated on": "retired",
    "已下线": "retired",
    "Retires on": "deprecated",
    "将下线": "deprecated",
    "Scheduled for deprecation": "deprecated",
}
JSON_URL = (
    "https://help.aliyun.com/help/json/document_detail.json"
    "?alias=%2Fmodel-studio%2Fmodel-depreciation"
)
CHINESE_URL = "https://help.aliyun.com/zh/model-studio/model-depreciation"
ENGLISH_URL = "https://www.alibabacloud.com/help/en/model-studio/model-depreciation"


class AlibabaLifecycle(Documentation):
    """Alibaba's retirements: one section per day, with a table of models and their replacements.

    The Chinese page is HTML inside JSON, the English one is Markdown.
    """

    publisher = "alibaba-cn"
    role = "lifecycle"
    links = [
        Link(
            kind="lifecycle",
            url=f"{JSON_URL}&pageNum=1&pageSize=20&website=cn&language=zh",
            aliases=(JSON_URL, CHINESE_URL, f"{ENGLISH_URL}.md", ENGLISH_URL),
        )
    ]
    expect = {"retirements": range(6, 5000)}
    unverified_reason = "of its pages only a copy that somebody had turned into Markdown was seen"

    def claims(self, page: Page) -> Claims:
        is_json = page.text.lstrip().startswith("{")
        if is_json:
            page = page.html(page.json().require_node("data").require("content"))
        return self.read_parts(page, self.retirements)

    def retirements(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for header in TIME_HEADERS:
                for table in section.tables(header):
                    for row in table.fill_blank_cells().rows(ignore=IGNORED_HEADERS):
                        yield from self.model(row, section.title)

    def model(self, row: Row, title: Quote) -> Claims:
        route = row.pop("Model name", "模型名称")
        cell = row.pop(*TIME_HEADERS)
        status = match_pattern(title.text, STATUS_BY_HEADING)
        days = read_days(cell)
        if status is None or len(days) != 1:
            raise LayoutChanged(
                "it is not said what becomes of a model on one day",
                where=cell.locator,
                found=cell.text,
            )
        yield Claim(route=route, attribute="status", value=status, quote=title)
        yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
        successor = row.find("Replacement model", "替代模型")
        if successor:
            yield Claim(route=route, attribute="successor", quote=successor)

"""When Alibaba Model Studio retires its models: a section a day; in Chinese HTML inside JSON, in English Markdown."""

from spiders.changed import PageChanged
from spiders.claims import Claim, Claims, Link
from spiders.days import days_in
from spiders.outline import Section
from spiders.page import Page
from spiders.source import Documentation

HEADERS = (("Model name", "Deprecation time", "Replacement model"), ("模型名称", "下线时间", "替代模型"))
IGNORE = ("Category", "类别")
STATUS = {"Deprecated on": "retired", "已下线": "retired", "Retires on": "deprecated", "将下线": "deprecated",
          "Scheduled for deprecation": "deprecated"}  # fmt: skip
_JSON = "https://help.aliyun.com/help/json/document_detail.json?alias=%2Fmodel-studio%2Fmodel-depreciation"
_CHINESE = "https://help.aliyun.com/zh/model-studio/model-depreciation"
_ENGLISH = "https://www.alibabacloud.com/help/en/model-studio/model-depreciation"


class AlibabaLifecycle(Documentation):
    publisher = "alibaba-cn"
    unproven = "of its pages only a copy that somebody had turned into Markdown was seen"
    links = [Link(kind="lifecycle", url=f"{_JSON}&pageNum=1&pageSize=20&website=cn&language=zh",
                  aliases=(_JSON, _CHINESE, f"{_ENGLISH}.md", _ENGLISH))]  # fmt: skip
    expect = {"retirements": range(6, 5000)}

    def claims(self, page: Page) -> Claims:
        is_json = page.text.lstrip().startswith("{")
        return self.attempt(page.html(page.json().node("data").text("content")) if is_json else page, self.retirements)

    def retirements(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for headers in HEADERS:
                yield from self.section(section, *headers)

    def section(self, section: Section, name: str, time: str, replacement: str) -> Claims:
        for table in section.tables(name, time):
            status = next((status for words, status in STATUS.items() if words in section.name), None)
            if status is None or section.heading is None:
                raise PageChanged("a heading does not say what becomes of its models", where=section.name)
            for row in table.continued().rows(ignore=IGNORE):
                route, cell, successor = row.pop(name), row.pop(time), row.pop(replacement)
                yield Claim(route=route, attribute="status", says=status, quote=section.heading)
                days = days_in(cell)
                if len(days) != 1:
                    raise PageChanged("a cell states no one day", where=cell.locator, found=cell.text)
                yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
                if successor.text.strip("-/"):
                    yield Claim(route=route, attribute="successor", quote=successor)

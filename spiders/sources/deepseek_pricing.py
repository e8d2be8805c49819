"""DeepSeek's price list, in dollars and on the Chinese page in yuan: a table whose columns are
models.

Prices may differ by the time of day. Prices announced for a day stand in a table of their own,
under that day.
"""

import re
from collections.abc import Iterator
from itertools import product

from spiders.claims import Attribute, Claim, Claims, Link, Meter, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import match_pattern
from spiders.readers.dates import Day, read_days
from spiders.readers.phrases import read_yes_or_no
from spiders.readers.time_windows import TIMES, read_times
from spiders.source import Documentation

_ID = r"deepseek-[a-z\d]+(?:[-.][a-z\d]+)*"
_URL = "https://api-docs.deepseek.com{}/quick_start/pricing{}"
# fmt: off
METERS: dict[str, Meter] = {
    "(1M|百万).*(CACHE HIT|缓存命中)": "cache_read", "(1M|百万).*(CACHE MISS|缓存未命中)": "input",
    "(1M|百万).*(OUTPUT|输出)": "output"}
DETAILS: dict[str, tuple[Attribute, str]] = {
    "CONTEXT LENGTH|上下文长度": ("context_tokens", r"^(\d+[KM])$"),
    "MAX OUTPUT|输出长度": ("max_output_tokens", r"(?:MAXIMUM: |最大 |^)(\d+K)$"),
    "MODEL VERSION|模型版本": ("points_to", r"^(DeepSeek-[\w.-]+)")}
CAPABILITIES = {"THINKING MODE|思考模式": "reasoning", "Tool Calls": "function_calling", "Vision|图像理解": "vision"}
# fmt: on


class DeepseekPricing(Documentation):
    publisher = "deepseek"
    links = [
        Link(
            kind=kind,
            url=_URL.format(path, ""),
            aliases=(_URL.format(path, "/"), _URL.format(path, ".md")),
        )
        for kind, path in (("usd", ""), ("cny", "/zh-cn"))
    ]
    expect = {"prices": range(3, 200), "details": range(4, 400), "endings": range(20)}
    money_pattern = r"\$\d|\d ?元|\dx "

    def cells(self, page: Page) -> Iterator[tuple[Quote, str, Quote, Day | None]]:
        """Of each cell the model, all its labels, the cell itself, and the day from which on it
        holds.
        """
        for section in page.outline.sections():
            for lead, table in section.tables_with_lead():
                days = read_days(lead) if lead and re.search("take effect|生效", lead.text) else []
                for labels, cell in (
                    table.melt() if re.match("MODEL|模型", table.headers[0].label) else ()
                ):
                    models = [model for label in labels for model in label.find_all(f"^{_ID}")]
                    if len(models) != 1:
                        raise LayoutChanged(
                            "a cell is not of one model", where=cell.locator, found=cell.text
                        )
                    yield (
                        models[0],
                        " / ".join(label.text for label in labels),
                        cell,
                        next(iter(days), None),
                    )

    def prices(self, page: Page) -> Claims:
        notes = page.outline.sentences(TIMES)
        for model, words, cell, start in self.cells(page):
            meter, price = (
                match_pattern(words, METERS),
                cell.find(r"^(\$[\d.]+|[\d.]+ ?元)(?:[(（]\d+% OFF[)）])?$"),
            )
            if (meter or re.search(self.money_pattern, cell.text)) and cell.text != "-":
                if meter is None or price is None:
                    raise LayoutChanged(
                        "a price has a new form", where=cell.locator, found=f"{words}: {cell.text}"
                    )
                for hours, variant in read_times(words, notes):
                    when = [*(notes if hours or variant else ()), *([start.quote] if start else ())]
                    quote = price.with_context(*(words.as_context("validity") for words in when))
                    yield Claim(
                        route=model,
                        meter=meter,
                        quote=quote,
                        unit="1M tokens",
                        hours=hours,
                        variant=variant,
                        valid_from=start.iso if start else None,
                    )

    def details(self, page: Page) -> Claims:
        for model, words, cell, _ in self.cells(page):
            if (detail := match_pattern(words, DETAILS)) and (stated := cell.find(detail[1])):
                yield Claim(route=model, attribute=detail[0], quote=stated)
            if capability := match_pattern(words, CAPABILITIES):
                yield Claim(
                    route=model,
                    attribute="capability",
                    variant=capability,
                    quote=cell,
                    value=read_yes_or_no(cell),
                )

    def endings(self, page: Page) -> Claims:
        for sentence in page.outline.sentences("will be (deprecated|discontinued)|弃用"):
            for day, name in product(read_days(sentence), sentence.find_all(_ID)):
                yield Claim(route=name, attribute="retired_date", quote=day.quote)

"""DeepSeek's price list, in dollars and on the Chinese page in yuan."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from spiders.authoring import (
    TIMES,
    Attribute,
    Claim,
    Claims,
    Day,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Page,
    Quote,
    match_pattern,
    names_days,
    read_days,
    read_weekly_windows,
    read_windows,
    read_yes_or_no,
    rest_of_day,
    rest_of_week,
)

URL = "https://api-docs.deepseek.com{}/quick_start/pricing{}"
METERS: dict[str, Meter] = {
    "(1M|百万).*(CACHE HIT|缓存命中)": "cache_read",
    "(1M|百万).*(CACHE MISS|缓存未命中)": "input",
    "(1M|百万).*(OUTPUT|输出)": "output",
}
DETAILS: dict[str, tuple[Attribute, str]] = {
    "CONTEXT LENGTH|上下文长度": ("context_tokens", r"^(\d+[KM])$"),
    "MAX OUTPUT|输出长度": ("max_output_tokens", r"(?:MAXIMUM: |最大 |^)(\d+K)$"),
    "MODEL VERSION|模型版本": ("points_to", r"^(DeepSeek-[\w.-]+)"),
}
CAPABILITIES = {
    "THINKING MODE|思考模式": "reasoning",
    "Tool Calls": "function_calling",
    "Vision|图像理解": "vision",
}
MODEL_ID = r"deepseek-[a-z\d]+(?:[-.][a-z\d]+)*"
MODEL_HEADER = "MODEL|模型"
TAKES_EFFECT = "take effect|生效"
# "$0.28", "2 元", "$0.07 (75% OFF)"
PRICE = r"^(\$[\d.]+|[\d.]+ ?元)(?:[(（]\d+% OFF[)）])?$"
ENDS = "will be (deprecated|discontinued)|弃用"
# "off-peak" and "peak" in a label; the group says which.
PERIOD = re.compile(r"(off-peak|空闲时段)|peak|高峰时段", re.IGNORECASE)


class ModelCell(NamedTuple):
    """A cell of a table whose columns are models."""

    labels: Sequence[Quote]
    """All that its row and its column say."""
    cell: Quote
    starts: Day | None
    """The day from which on it holds, where the table is of prices announced for a day."""

    @property
    def words(self) -> str:
        """Its labels, joined by " / "."""
        return " / ".join(label.text for label in self.labels)

    @property
    def model(self) -> Quote:
        """The one model that its labels name. Raises LayoutChanged for none and for several."""
        models: list[Quote] = []
        for label in self.labels:
            models += label.find_all(f"^{MODEL_ID}")
        if len(models) != 1:
            where = self.cell.locator
            raise LayoutChanged("a cell is not of one model", where=where, found=self.cell.text)
        return models[0]


class DeepseekPricing(Documentation):
    """DeepSeek's prices per million tokens, in dollars or yuan: a table whose columns are models.

    Prices may differ by the time of day. Prices announced for a day stand in a table of their own,
    under that day. The rows below the prices say context, longest output and what a model can do;
    sentences say when a name will be discontinued.
    """

    publisher = "deepseek"
    role = "priced"
    links = [
        Link(
            kind=kind,
            url=URL.format(path, ""),
            aliases=(URL.format(path, "/"), URL.format(path, ".md")),
        )
        for kind, path in (("usd", ""), ("cny", "/zh-cn"))
    ]
    expect = {"prices": range(3, 200), "details": range(4, 400), "endings": range(20)}
    money_pattern = r"\$\d|\d ?元|\dx "

    def prices(self, page: Page) -> Claims:
        sentences = page.outline.sentences(TIMES)
        cells = filter(self.states_price, self.cells(page))
        return self.read_each(page, "prices", cells, partial(self.price, sentences))

    def states_price(self, model_cell: ModelCell) -> bool:
        meter = match_pattern(model_cell.words, METERS)
        text = model_cell.cell.text
        if text == "-":
            return False
        return meter is not None or re.search(self.money_pattern, text) is not None

    def price(self, sentences: Sequence[Quote], model_cell: ModelCell) -> Claims:
        labels, cell, starts = model_cell.words, model_cell.cell, model_cell.starts
        meter = match_pattern(labels, METERS)
        if meter is None:
            raise LayoutChanged(
                "a price has a new form", where=cell.locator, found=f"{labels}: {cell.text}"
            )
        amount = cell.find(PRICE) or cell
        for hours, variant in read_times(labels, sentences):
            validity: list[Quote] = []
            if hours or variant:
                validity.extend(sentences)
            if starts:
                validity.append(starts.quote)
            context = [words.as_context("validity") for words in validity]
            yield Claim(
                route=model_cell.model,
                meter=meter,
                quote=amount.with_context(*context),
                unit="1M tokens",
                hours=hours,
                variant=variant,
                valid_from=starts.iso if starts else None,
            )

    def details(self, page: Page) -> Claims:
        return self.read_each(page, "details", self.cells(page), self.detail)

    def detail(self, model_cell: ModelCell) -> Claims:
        cell = model_cell.cell
        detail = match_pattern(model_cell.words, DETAILS)
        if detail:
            attribute, pattern = detail
            stated = cell.find(pattern)
            if stated:
                yield Claim(route=model_cell.model, attribute=attribute, quote=stated)
        capability = match_pattern(model_cell.words, CAPABILITIES)
        if capability:
            yield Claim(
                route=model_cell.model,
                attribute="capability",
                variant=capability,
                quote=cell,
                value=read_yes_or_no(cell),
            )

    def endings(self, page: Page) -> Claims:
        for sentence in page.outline.sentences(ENDS):
            for day in read_days(sentence):
                for name in sentence.find_all(MODEL_ID):
                    yield Claim(route=name, attribute="retired_date", quote=day.quote)

    def cells(self, page: Page) -> Iterator[ModelCell]:
        """The cells of all tables whose columns are models, in order."""
        for section in page.outline.sections():
            for lead, table in section.tables_with_lead():
                starts = self.first_day(lead)
                if not re.match(MODEL_HEADER, table.headers[0].label):
                    continue
                for labels, cell in table.right_aligned().melt():
                    yield ModelCell(labels, cell, starts)

    def first_day(self, lead: Quote | None) -> Day | None:
        """The day in the line above a table, where that says when its prices take effect."""
        if lead is None or not re.search(TAKES_EFFECT, lead.text):
            return None
        days = read_days(lead)
        return days[0] if days else None


def read_times(labels: str, sentences: Sequence[Quote]) -> list[tuple[str | None, str | None]]:
    """When a price holds that is labelled so: its hours, one window each, or a variant.

    (None, None) is all day. Labels name the hours, or say PEAK or OFF-PEAK; then the one sentence
    of the page that has times of day says when that is. Where it names days in words that are not
    known, "peak" and "off-peak" are variants.
    """
    if re.search(TIMES, labels):
        return [(window, None) for window in read_windows(labels)]
    period = PERIOD.search(labels)
    if period is None:
        return [(None, None)]
    if len(sentences) != 1:
        raise LayoutChanged(
            f"{len(sentences)} sentences say when the peak hours are",
            expected="exactly one",
            found=labels,
        )
    is_off_peak = period[1] is not None
    sentence = sentences[0].text
    try:
        if names_days(sentence):
            windows = read_weekly_windows(sentence)
            rest = rest_of_week(windows)
        else:
            windows = read_windows(sentence)
            rest = rest_of_day(windows)
    except LayoutChanged:
        if not names_days(sentence):
            raise
        return [(None, "off-peak" if is_off_peak else "peak")]
    return [(window, None) for window in (rest if is_off_peak else windows)]

"""What stands around a table: headings, tabs and lines that say what all of its prices are for."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from spiders.claims import Currency, Quote, Tier, Unit
from spiders.errors import LayoutChanged
from spiders.general.price_words import PriceWords, read_price_words
from spiders.parsing.outlines.blocks import Heading, Line
from spiders.parsing.outlines.script_data import Data
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table
from spiders.readers.units import find_unit

_NO_PRICE_LIST = re.compile(
    r"\bexample\b|\bsubscription|\bplans?\b|\bcredits?\b|provisioned|reserved|\bestimat|calculat|"
    r"套餐|\bPlan\b|保障包|私有|模型单元|算力|示例|知识库|免费额度|限流|rate limits?",
    re.IGNORECASE,
)
_TUNED = re.compile(r"fine[- ]?tun|精调|微调", re.IGNORECASE)
_PLACE = re.compile(
    r"(?i)^(?:[\u4e00-\u9fff]{2,4}\d?[（(])?(?:华北|华东|华南|西南|中国|美国|新加坡|德国|日本|英国|香港|法兰克福|弗吉尼亚|硅谷|"
    r"东京|雅加达|曼谷|孟买|首尔|北京|上海|广州|深圳|杭州|国际|全球|US|EU|Europe|Asia|Singapore|Germany|Japan|Global|"
    r"International|United States|China)(?![a-z])"
)
_CATEGORY = re.compile(
    r"(?i)模型|理解|生成|语音|文本|视频|图像|多模态|向量|\b(?:text|image|video|audio|models?|vision|speech|embeddings?|chat|"
    r"prices?|pricing|api|all|overview|usd|cny|\d+M? tokens)\b"
)
_TAB = re.compile(r'\b(?:data-value|title|label|value)="([^"]+)"')
_CODE = re.compile(r"`([^`]+)`")
_LONGEST_STATEMENT = 300
"""Characters of a line that can state the unit of a table's prices."""
_BETWEEN_PARTS = re.compile(r"\s+[—–|-]\s+")


class Surroundings(NamedTuple):
    """What the texts around a table say of its prices."""

    headings: tuple[Quote, ...] = ()
    """Those that the table stands under, the nearest first."""
    codes: tuple[Quote, ...] = ()
    """The ids that stand under the heading of its chapter."""
    tier: Tier | None = None
    region: Quote | None = None
    unit_line: Quote | None = None
    unit: Unit | None = None
    currency: Currency | None = None
    notes: Mapping[str, PriceWords] = MappingProxyType({})
    """What the page's components note on headings of columns, by the heading."""
    is_tuned: bool = False
    """Whether the prices are those of tuned models, or of tuning."""


@dataclass
class _Reading:
    """What was read up to a place of the page."""

    headings: list[Heading] = field(default_factory=list[Heading])
    codes: list[tuple[int, Quote]] = field(default_factory=list[tuple[int, Quote]])
    lead: list[Quote] = field(default_factory=list[Quote])
    """The lines since the last heading or table."""
    units: list[tuple[int, Quote, Unit]] = field(default_factory=list[tuple[int, Quote, Unit]])
    """Lines that state a unit, with the level of their heading."""
    tab: Quote | None = None
    place: Heading | None = None
    """The last heading that names a place, until one of a higher level."""

    @property
    def level(self) -> int:
        return self.headings[-1].level if self.headings else 0

    def enter(self, heading: Heading) -> None:
        while self.headings and self.headings[-1].level >= heading.level:
            self.headings.pop()
        self.codes = [entry for entry in self.codes if entry[0] < heading.level]
        self.units = [entry for entry in self.units if entry[0] < heading.level]
        self.headings.append(heading)
        if self.place and heading.level < self.place.level:
            self.place = None
        if _PLACE.search(heading.quote.text):
            self.place = heading
        self.lead = []
        self.tab = None

    def note(self, line: Quote) -> None:
        self.lead.append(line)
        if line.text.startswith("</Tab"):
            self.tab = None
        tab = _TAB.search(line.text) if "<" in line.text else None
        if tab:
            self.tab = line.slice(*tab.span(1))
        if re.fullmatch(r"[*_]+`.*`[*_]+", line.text):
            for code in _CODE.finditer(line.text):
                self.codes.append((self.level, line.slice(*code.span(1))))
        unit = _stated_unit(line)
        if unit:
            self.units.append((self.level, line, unit))


def tables_with_surroundings(page: Page) -> Iterator[tuple[Table, Surroundings]]:
    """The tables of a page that may state prices, each with what stands around it."""
    reading = _Reading()
    common_line, common_unit = _common_unit(page)
    currency = _common_currency(page)
    notes = _notes(page)
    for block in page.outline.blocks:
        if isinstance(block, Heading):
            reading.enter(block)
        elif isinstance(block, Line):
            reading.note(block.quote)
        else:
            tables = _tables_of(block)
            around = _surroundings(page, reading, tables[0] if tables else None)
            if isinstance(block, Data) and around.tier is None:
                around = around._replace(tier=_tier_of_data(block))
            if around.unit is None:
                around = around._replace(unit=common_unit, unit_line=common_line)
            around = around._replace(currency=currency, notes=notes)
            if not any(_NO_PRICE_LIST.search(heading.text) for heading in around.headings):
                for table in tables:
                    yield table, around
            reading.lead = []


def _notes(page: Page) -> dict[str, PriceWords]:
    notes: dict[str, PriceWords] = {}
    for block in page.outline.blocks:
        if isinstance(block, Data):
            for heading, note in block.notes().items():
                notes[heading] = read_price_words(note.text)
    return notes


def _tables_of(block: object) -> list[Table]:
    if isinstance(block, Table):
        return [block]
    if not isinstance(block, Data):
        return []
    tables = list(block.tables)
    if "headings" in block.properties:
        return [block.table()]
    if "rows" in block.properties and tables:
        with suppress(LayoutChanged):  # rows of another length, whose headers nothing says
            tables += block.undrawn_rows([tables[0].labels])
    return tables


def _tier_of_data(block: Data) -> Tier | None:
    tier = block.properties.get("tier") if "tier" in block.properties else None
    said = tier or block.enclosing("data-value")
    return read_price_words(said.text).tier if said else None


def _surroundings(page: Page, reading: _Reading, table: Table | None) -> Surroundings:
    tab = _tab_of(page, table)
    headings = tuple(heading.quote for heading in reversed(reading.headings))
    said = [quote for quote in (reading.tab, tab) if quote]
    said += headings
    tiers = list(_tiers(said))
    places = [quote for quote in said if _PLACE.search(quote.text)]
    if reading.place:
        places.append(reading.place.quote)
    if tab and not places and not tiers and not _CATEGORY.search(tab.text):
        places = [tab]  # what tells this table from those in the other tabs
    _, unit_line, unit = reading.units[-1] if reading.units else (0, None, None)
    return Surroundings(
        headings=headings,
        codes=tuple(code for _, code in reading.codes),
        tier=tiers[0] if tiers else None,
        region=places[0] if places else None,
        unit_line=unit_line,
        unit=unit,
        is_tuned=any(_TUNED.search(quote.text) for quote in said),
    )


def _tab_of(page: Page, table: Table | None) -> Quote | None:
    """The tab of an HTML page that a table stands in; None for the tables of other pages."""
    if table is None or "css:" not in table.where or " > attr:" in table.where:
        return None
    return page.tab_of(table)


def _tiers(said: Sequence[Quote]) -> Iterator[Tier]:
    """The tiers that texts name alone, or beside others: "Language models — Batch"."""
    for quote in said:
        for part in _BETWEEN_PARTS.split(quote.text):
            words = read_price_words(part)
            if words.tier and not words.rest:
                yield words.tier


def _stated_unit(line: Quote) -> Unit | None:
    """The unit of tokens that a line states for prices: "Prices per 1M tokens."."""
    if len(line.text) > _LONGEST_STATEMENT or re.search(r"[$¥￥€]\s?\d|\d ?元", line.text):
        return None
    found = find_unit(line.text)
    is_of_tokens = found is not None and found.unit in ("1M tokens", "1K tokens")
    is_statement = re.search(r"(?i)\bpric|\bper\b|\bbill|\bUSD\b|单价|价格|计费|每", line.text)
    return found.unit if found and is_of_tokens and is_statement else None


def _common_unit(page: Page) -> tuple[Quote | None, Unit | None]:
    """The one unit of tokens that the lines of a page state, wherever they stand."""
    found: dict[Unit, Quote] = {}
    for block in page.outline.blocks:
        if isinstance(block, Line):
            unit = _stated_unit(block.quote)
            if unit:
                found.setdefault(unit, block.quote)
    if len(found) != 1:
        return None, None
    unit, line = next(iter(found.items()))
    return line, unit


def _common_currency(page: Page) -> Currency | None:
    """The currency of all amounts with a sign on a page, where they have one."""
    signs = Counter(re.findall(r"美元|[$¥￥€]|元|\bUSD\b|\bRMB\b", page.text[:2_000_000]))
    currencies: set[Currency] = set()
    for sign in signs:
        currency = read_price_words(sign).currency
        if currency:
            currencies.add(currency)
    return currencies.pop() if len(currencies) == 1 else None

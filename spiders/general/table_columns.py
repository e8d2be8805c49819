"""What the columns of a price table are: names, prices, labels, places."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from spiders.claims import Quote
from spiders.general.amounts import states_money
from spiders.general.price_words import PriceWords, read_price_words
from spiders.general.surroundings import Surroundings
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table
from spiders.parsing.tables.terms import states_something
from spiders.platforms.chinese_tables import scale_of_header
from spiders.readers.price_cells import read_cell

MARKUP = re.compile(r"[*`]|<[^>]*>")
_MODEL = re.compile(
    r"^(?:the )?(?:base |fine-?tuned )?models?\b(?! (?:type|family|provider|version|context))|"
    r"\bmodel(?: name| id)?$|模型(?: ?ID| ?名称|名)?(?:（.*）|\(.*\))?$|对应的基础模型$|^基础模型|可用模型|^name$|^id$",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"^(?:tools?|api|service|item|agents?|sku|product|usage meter|server tool|feature)\b|"
    r"^(?:工具|服务项|计费项|产品名称|场景|产品)",
    re.IGNORECASE,
)
_IGNORED = re.compile(
    r"free (?:quota|allowance|credit)|免费额度|\bdescription|说明|简介|含义|备注|计费规则|计费方式|"
    r"\bcapabilit|\bmodalit(?:y|ies) ?supported|\bmodalities\b|context window|context length|^context$|max(?:imum)?\b|"
    r"\bspeed|rate limit|\bTPM\b|\bRPM\b|endpoint|use case|metering|notes?$|"
    r"上下文(?:窗口|长度)|多模态|"
    r"replacement|alternative|successor|\bdate\b|^上下文|长度上限|knowledge|"
    r"cutoff|\bsize limit|file size|calculation|模型类别|training data",
    re.IGNORECASE,
)
_NO_PRICES = re.compile(
    r"免费额度|free (?:quota|allowance|tier \()|calculation|credits?\b|discount|折扣", re.IGNORECASE
)
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*|.*[:：] ?\d[\d.]*")
FOOTNOTE_MARK = re.compile(r"(?<=[a-z])\d$")
_REGION = re.compile(r"\bregions?\b|地域|地区|部署范围|deployment scope|\blocation", re.IGNORECASE)
_UNIT_COLUMN = re.compile(r"^(?:billing )?unit$|计费单位|unit of measure", re.IGNORECASE)
_BANDS = re.compile(
    r"条件|Token(?:数|范围| ?阶梯)|上下文长度范围|长度范围|\brange\b|context tier|input tokens per request",
    re.IGNORECASE,
)
_PRICE_WORD = re.compile(r"(?i)\bprices?\b|\bcosts?\b|价")
Role = Literal["subject", "price", "label", "bands", "region", "ignored"]


@dataclass(frozen=True)
class TableColumn:
    index: int
    header: Header
    words: PriceWords
    role: Role
    is_service: bool = False


def heads_no_prices(label: str) -> bool:
    """Whether a header says that its column holds something else than prices: names, places, units."""
    plain = MARKUP.sub("", label).strip()
    patterns = (_MODEL, _SERVICE, _REGION, _UNIT_COLUMN, _BANDS, _IGNORED)
    return any(pattern.search(plain) for pattern in patterns)


def header_words(header: Header, notes: Mapping[str, PriceWords]) -> PriceWords:
    """What a header says: of several levels, each what the lower ones leave open. `notes` are what
    the page notes on headings.
    """
    texts = [quote.text for quote in header.quotes] or [header.given]
    parts = [
        notes.get(text) or read_price_words(MARKUP.sub("", text)) for text in dict.fromkeys(texts)
    ]
    said = parts[0]
    for part in parts[1:]:
        rest = ", ".join(filter(None, [said.rest, part.rest]))
        is_price = said.is_price or part.is_price
        meters = said.meters or part.meters
        merged = said._replace(meters=meters, is_price=is_price, rest=rest)
        said = merged._replace(
            unit=part.unit or said.unit,
            currency=part.currency or said.currency,
            modalities=part.modalities or said.modalities,
            tier=part.tier or said.tier,
            mode=part.mode or said.mode,
            lifetime=part.lifetime or said.lifetime,
            band=part.band if any(part.band) else said.band,
        )
    return said


def read_columns(
    table: Table, rows: Sequence[Sequence[Quote]], around: Surroundings
) -> list[TableColumn]:
    columns: list[TableColumn] = []
    has_subject = False
    labels = [MARKUP.sub("", header.label).strip() for header in table.headers]
    has_model = any(_MODEL.search(label) for label in labels)
    for index, header in enumerate(table.headers):
        label = labels[index]
        cells = [row[index] for row in rows]
        words = header_words(header, around.notes)
        is_model = _MODEL.search(label) is not None
        is_service = _SERVICE.search(label) is not None and not has_model
        if (
            (is_model or is_service)
            and not has_subject
            and not any(states_money(cell.text) for cell in cells)
        ):
            has_subject = True
            columns.append(TableColumn(index, header, words, "subject", is_service))
        else:
            columns.append(TableColumn(index, header, words, _role(header, words, cells)))
    return columns


def _role(header: Header, words: PriceWords, cells: Sequence[Quote]) -> Role:
    """What a column is that names no model."""
    label = MARKUP.sub("", header.label).strip()
    has_money = any(states_money(cell.text) for cell in cells)
    if _UNIT_COLUMN.search(label) or _BANDS.search(label):
        return "label"
    if _IGNORED.search(label) and not has_money:
        scale = scale_of_header(label)
        has_bands = any(any(read_price_words(cell.text, scale).band) for cell in cells)
        return "bands" if has_bands else "ignored"
    if _NO_PRICES.search(label):
        return "ignored"
    if _REGION.search(label):
        return "region"
    return "price" if has_money or (words.is_price and _has_prices(cells)) else "label"


def _has_prices(cells: Sequence[Quote]) -> bool:
    """Whether cells hold numbers, or words in place of a price."""
    for cell in cells:
        stated = read_cell(cell) if states_something(cell) else None
        if stated and (stated.value or _NUMBERS.fullmatch(cell.text)):
            return True
    return False


def leading_columns(columns: Sequence[TableColumn]) -> list[int]:
    """The columns at the begin of a table that have the first one's header: those of row labels."""
    first = columns[0].header.label
    leading: list[int] = []
    for column in columns:
        if column.header.label != first:
            break
        leading.append(column.index)
    return leading


def row_label(row: Sequence[Quote], leading: Sequence[int]) -> str:
    texts = [FOOTNOTE_MARK.sub("", MARKUP.sub("", row[index].text).strip()) for index in leading]
    return " / ".join(dict.fromkeys(texts))


def has_meters_in_rows(rows: Sequence[Sequence[Quote]], leading: Sequence[int]) -> bool:
    """Whether the rows of a table say what prices are for, and its columns of which model."""
    priced = [row for row in rows if any(states_money(cell.text) for cell in row[len(leading) :])]
    if len(leading) == len(rows[0]) or not priced:
        return False
    told = 0
    for row in priced:
        words_of_row = row_label(row, leading)
        words = read_price_words(words_of_row)
        is_told = words.meters or words.unit or not words.rest or _PRICE_WORD.search(words_of_row)
        told += bool(words.is_price and is_told)
    return 2 * told > len(priced)

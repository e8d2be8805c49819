"""Price tables by the meaning of their headers and labels: which column names the model, which state
prices, of what, per what, under which conditions.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from spiders.claims import Claim, Context, Currency, Meter, Modality, Quote, Unit
from spiders.conditions import conditions_in
from spiders.general.amounts import Amount, read_amounts, states_money
from spiders.general.price_words import PriceWords, read_price_words
from spiders.general.surroundings import Surroundings
from spiders.parsing.page import Page
from spiders.parsing.tables import Header, Table, states_something
from spiders.platforms.chinese_tables import name_and_notes, scale_of_header
from spiders.readers.names import read_name
from spiders.readers.price_cells import meter_of_unit, read_cell

_MARKUP = re.compile(r"[*`]|<[^>]*>")
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
_ID_ROW = re.compile(r"\b(?:api |model )?id$|模型 ?ID", re.IGNORECASE)
_MARK = re.compile(r"(?<=[a-z])\d$")
_REGION = re.compile(r"\bregions?\b|地域|地区|部署范围|deployment scope|\blocation", re.IGNORECASE)
_UNIT_COLUMN = re.compile(r"^(?:billing )?unit$|计费单位|unit of measure", re.IGNORECASE)
_BANDS = re.compile(
    r"条件|Token(?:数|范围| ?阶梯)|上下文长度范围|长度范围|\brange\b|context tier|input tokens per request",
    re.IGNORECASE,
)
_TAKES_INPUT_ONLY = re.compile(
    r"embed|re-?rank|\bbge\b|\bgte\b|\be5\b|向量|重排|moderation|classif", re.IGNORECASE
)
_GENERATES = re.compile(
    r"image generation|video generation|\bvideo models?\b|图像生成|视频生成|图片生成|生图|生视频",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"audio|speech|transcri|whisper|\bASR\b|\bTTS\b|voice", re.IGNORECASE)
_RUNS = re.compile(r"session|container|runtime|code execution|interpreter", re.IGNORECASE)
_TUNED = re.compile(r"fine[- ]?tun|精调|微调", re.IGNORECASE)
_NO_SUBJECT = re.compile(r"\btier\b|\bplan\b|\bprice|\bcontext\b|\bcost|价", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z][\w.]*(?:[-/][\w.+]+)+")
_BEHIND_NAME = re.compile(r"\s+(?:[<>≤≥]|(?:with|for|on|using|via) [a-z]|Legacy$|\*)")
_PRICE_WORD = re.compile(r"(?i)\bprices?\b|\bcosts?\b|价")
_PLURAL = re.compile(
    r"(?i)\b(?:models|tools|services|features|agents|pricing|overview|list|details|comparison|processing)\b"
)
_NO_NAME = re.compile(r"(?i)^参见|\bsee\b|^all models|^所有|^全部|^total\b|^(?:合计|总计)")
_NOTED_NAME = re.compile(r"([^\u4e00-\u9fff]*[^\u4e00-\u9fff\s])\s*([\u4e00-\u9fff].*)")
_SAYS_NO_CONDITION = re.compile(
    r"推荐|新品|热门|最新|限时|上新|上下文缓存|享有折扣|Batch ?调用|半价|邀测中?|即将下线|已下线|当前能力等同于\s*\S+|"
    r"Legacy|支持\S*|稳定版|快照版|[,，;；。|]|按\S*(?:区分|定价)\S*"
)
_FREE_TIER = re.compile(r"(?i)\bfree(?: tier)?\b")
_HAVE_MODALITIES: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "second",
    "minute",
)
_TOKEN_METERS: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "reasoning",
    "training",
)
_LONGEST_NAME = 120

Role = Literal["subject", "price", "label", "bands", "region", "ignored"]


class StatedPrice(NamedTuple):
    """A price that the general reader found, and the column it stands in."""

    claim: Claim
    column: str
    """The label of its column; of its row, where the models are columns."""
    table: str
    """The locator of its table."""


@dataclass(frozen=True)
class _Column:
    index: int
    header: Header
    words: PriceWords
    role: Role
    is_service: bool = False


class _Subject(NamedTuple):
    quote: Quote
    full_name: str
    is_service: bool
    context: tuple[Context, ...] = ()
    words: PriceWords = PriceWords()
    """What stands behind its name: a band, a note."""
    valid_from: str | None = None
    valid_to: str | None = None


class _Labels(NamedTuple):
    """All that is said of a price besides its cell, the nearest first."""

    words: Sequence[PriceWords]
    context: Sequence[Context]
    region: str | None
    is_single: bool = False
    """Whether the table has one price for all tokens."""


def table_prices(page: Page, table: Table, around: Surroundings) -> Iterator[StatedPrice]:
    """The prices of a table. What its words do not say clearly gives no price."""
    rows = [list(cells) for cells in table.sound_rows()]
    if not rows:
        return
    columns = _columns(table, rows, around)
    leading = _leading(columns)
    has_named_rows = columns[0].role == "subject" and any(
        column.words.is_price for column in columns[1:]
    )
    if not has_named_rows and _has_meters_in_rows(rows, leading):
        yield from _by_row(page, table, rows, leading, around)
    else:
        yield from _by_column(page, table, rows, columns, around)


def heads_no_prices(label: str) -> bool:
    """Whether a header says that its column holds something else than prices: names, places, units."""
    plain = _MARKUP.sub("", label).strip()
    patterns = (_MODEL, _SERVICE, _REGION, _UNIT_COLUMN, _BANDS, _IGNORED)
    return any(pattern.search(plain) for pattern in patterns)


# --- columns ----------------------------------------------------------------------------------------


def header_words(header: Header, notes: Mapping[str, PriceWords]) -> PriceWords:
    """What a header says: of several levels, each what the lower ones leave open. `notes` are what
    the page notes on headings.
    """
    texts = [quote.text for quote in header.quotes] or [header.given]
    parts = [
        notes.get(text) or read_price_words(_MARKUP.sub("", text)) for text in dict.fromkeys(texts)
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


def _columns(table: Table, rows: Sequence[Sequence[Quote]], around: Surroundings) -> list[_Column]:
    columns: list[_Column] = []
    has_subject = False
    labels = [_MARKUP.sub("", header.label).strip() for header in table.headers]
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
            columns.append(_Column(index, header, words, "subject", is_service))
        else:
            columns.append(_Column(index, header, words, _role(header, words, cells)))
    return columns


def _role(header: Header, words: PriceWords, cells: Sequence[Quote]) -> Role:
    """What a column is that names no model."""
    label = _MARKUP.sub("", header.label).strip()
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


def _leading(columns: Sequence[_Column]) -> list[int]:
    """The columns at the begin of a table that have the first one's header: those of row labels."""
    first = columns[0].header.label
    leading: list[int] = []
    for column in columns:
        if column.header.label != first:
            break
        leading.append(column.index)
    return leading


def _row_label(row: Sequence[Quote], leading: Sequence[int]) -> str:
    texts = [_MARK.sub("", _MARKUP.sub("", row[index].text).strip()) for index in leading]
    return " / ".join(dict.fromkeys(texts))


def _has_meters_in_rows(rows: Sequence[Sequence[Quote]], leading: Sequence[int]) -> bool:
    """Whether the rows of a table say what prices are for, and its columns of which model."""
    priced = [row for row in rows if any(states_money(cell.text) for cell in row[len(leading) :])]
    if len(leading) == len(rows[0]) or not priced:
        return False
    told = 0
    for row in priced:
        words_of_row = _row_label(row, leading)
        words = read_price_words(words_of_row)
        is_told = words.meters or words.unit or not words.rest or _PRICE_WORD.search(words_of_row)
        told += bool(words.is_price and is_told)
    return 2 * told > len(priced)


# --- tables with a model in each row ----------------------------------------------------------------


def _by_column(
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    columns: Sequence[_Column],
    around: Surroundings,
) -> Iterator[StatedPrice]:
    subject_column = next((column for column in columns if column.role == "subject"), None)
    prices = [column for column in columns if column.role == "price"]
    units: dict[int, Unit | None] = {column.index: _common_unit(rows, column) for column in prices}
    is_single = not any(column.words.meters for column in prices)
    if subject_column is None and columns[0].role == "label" and _holds_names(rows, columns[0]):
        subject_column = columns[0]
    is_tuned = around.is_tuned or (
        subject_column is not None and _TUNED.search(subject_column.header.label) is not None
    )
    for row in rows:
        subjects = _row_subjects(page, row, subject_column, around)
        labels = _row_labels(row, columns, subject_column, around)
        if is_tuned:
            labels = labels._replace(words=[*labels.words, PriceWords(rest="fine_tuned")])
        for column in prices:
            cell = row[column.index]
            header = column.header.as_context()
            bare = column.words.is_price
            for amount in read_amounts(cell_lines(page, cell), bare=bare):
                near = [*_words_of(amount), column.words, *labels.words]
                context = (*header, *labels.context)
                for subject in subjects:
                    about = _Labels([*near, subject.words], context, labels.region, is_single)
                    for claim in _claims(subject, amount, about, around, units[column.index]):
                        yield StatedPrice(claim, column.header.label, table.where)


def _holds_names(rows: Sequence[Sequence[Quote]], column: _Column) -> bool:
    """Whether a column whose header does not say so may hold names: not prices, bands or tiers."""
    if column.words.is_price or not column.header.label:
        return False
    texts = [row[column.index].text for row in rows]
    return not any(read_price_words(text).says_something for text in texts)


def _common_unit(rows: Sequence[Sequence[Quote]], column: _Column) -> Unit | None:
    """The one unit that the cells of a column name."""
    return _only(read_price_words(row[column.index].text).unit for row in rows)


def _only(units: Iterable[Unit | None]) -> Unit | None:
    """The one unit that is named, however often; None for none and for several."""
    named: set[Unit] = set()
    for unit in units:
        if unit is not None:
            named.add(unit)
    return named.pop() if len(named) == 1 else None


def _row_subjects(
    page: Page, row: Sequence[Quote], column: _Column | None, around: Surroundings
) -> list[_Subject]:
    if column is None:
        return _subjects_around(around, "a row")
    return _subjects(page, row[column.index], is_service=column.is_service)


def _row_labels(
    row: Sequence[Quote],
    columns: Sequence[_Column],
    subject: _Column | None,
    around: Surroundings,
) -> _Labels:
    words: list[PriceWords] = []
    context: list[Context] = []
    regions = [around.region.text] if around.region else []
    for column in columns:
        cell = row[column.index]
        if column is subject or not states_something(cell):
            continue
        if column.role == "region":
            regions.append(cell.text)
        elif column.role in ("label", "bands"):
            said = read_price_words(
                _MARKUP.sub("", cell.text), scale_of_header(column.header.label)
            )
            is_silent = not said.says_something and not said.rest
            if is_silent or (column.role == "bands" and not any(said.band)):
                continue
            words.append(said)
            context.append(cell.as_context("band" if any(said.band) else "row"))
    return _Labels(words, context, ", ".join(regions) or None)


# --- tables with a model in each column -------------------------------------------------------------


def _by_row(
    page: Page,
    table: Table,
    rows: Sequence[Sequence[Quote]],
    leading: Sequence[int],
    around: Surroundings,
) -> Iterator[StatedPrice]:
    headers = list(enumerate(table.headers))[len(leading) :]
    named: dict[int, list[_Subject]] = {}
    for index, header in headers:
        words = header_words(header, around.notes)
        is_name = words.rest and not words.is_price and not any(words.band) and not words.tier
        if is_name and header.quotes and not _NO_SUBJECT.search(header.label):
            named[index] = _subjects(page, header.quotes[-1], is_service=False)
    common_unit = _only(header_words(header, around.notes).unit for _, header in headers)
    for row in rows:
        label = _row_label(row, leading)
        if _ID_ROW.search(label):
            for index in named:
                named[index] = _subjects(page, row[index], is_service=False) or named[index]
        words = read_price_words(label)
        if not words.is_price:
            continue
        row_context = [row[leading[-1]].as_context("row")]
        for index, header in headers:
            subjects = named.get(index) or (
                _subjects_around(around, words.rest) if not named else []
            )
            of_header = header_words(header, around.notes) if index not in named else PriceWords()
            for amount in read_amounts(cell_lines(page, row[index]), bare=bool(words.currency)):
                near = [*_words_of(amount), words, of_header]
                for subject in subjects:
                    if _is_noted(page, row[leading[-1]]) or _is_noted(page, row[index]):
                        near = [*near, PriceWords(rest="a note states a condition")]
                    region = around.region.text if around.region else None
                    about = _Labels(
                        [*near, subject.words], [*header.as_context(), *row_context], region
                    )
                    for claim in _claims(subject, amount, about, around, common_unit):
                        yield StatedPrice(claim, label, table.where)


def _is_noted(page: Page, text: Quote) -> bool:
    """Whether the note that the mark behind a text leads to states a condition."""
    mark = _MARK.search(text.text)
    notes = page.outline.footnotes().get(mark[0], []) if mark else []
    return any(conditions_in(note.text) for note in notes)


# --- names ------------------------------------------------------------------------------------------


def _subjects_around(around: Surroundings, row_words: str) -> list[_Subject]:
    """The models that a table without a column of names is about: the ids of its chapter, or its
    heading. None where the row's own words tell several of them apart.
    """
    if around.codes:
        if row_words and len(around.codes) > 1:
            return []
        return [_Subject(code, code.text, is_service=False) for code in around.codes]
    for heading in around.headings:
        if _is_name(heading.text):
            name = read_name(heading)
            return [_Subject(name.quote, name.full, is_service=False)]
    return []


def _is_name(heading: str) -> bool:
    """Whether a heading reads like the name of a model: capitalised, or an id, and of few words."""
    words = heading.split()
    is_short = 0 < len(words) <= 5 and len(heading) < _LONGEST_NAME
    is_capitalised = all(word[0].isupper() or word[0].isdigit() for word in words)
    if not is_short or _NO_SUBJECT.search(heading) or _PLURAL.search(heading):
        return False
    return re.fullmatch(_ID, heading) is not None or (
        is_capitalised and bool(read_price_words(heading).rest)
    )


def _subjects(page: Page, cell: Quote, *, is_service: bool) -> list[_Subject]:
    """The names in a cell, as one reads them; none of a cell that may hold several or says more."""
    if not states_something(cell) or len(cell.text) > 4 * _LONGEST_NAME:
        return []
    quote, note = _whole_name(page, cell)
    if _NO_NAME.search(quote.text):
        return []
    ids = quote.find_all(_ID.pattern)
    if len(ids) > 1:
        is_list = not _ID.sub("", quote.text).strip(" •·,、-\n")
        return [_Subject(found, found.text, is_service) for found in ids] if is_list else []
    if is_service:
        return [_Subject(quote, quote.text, is_service, words=PriceWords(rest=note))]
    name = read_name(quote)
    words = PriceWords(band=name.band, rest=note)
    found, full = name.quote, name.full
    behind = _BEHIND_NAME.search(found.text)
    if behind:
        said = read_price_words(_note(found.text[behind.start() :]))
        words = said._replace(rest=", ".join(filter(None, [note, said.rest])))
        found = found.slice(0, behind.start())
        full = found.text
    if re.search(r" / |[,、，;；]", found.text):
        return []
    return [
        _Subject(found, full, is_service, name.conditions, words, name.valid_from, name.valid_to)
    ]


def names_in_cell(page: Page, cell: Quote) -> list[Quote]:
    """Whatever in a cell may be a name: all of it, its name without notes, and each id."""
    found = [cell, _whole_name(page, cell)[0]]
    found += [subject.quote for subject in _subjects(page, cell, is_service=False)]
    found += cell.find_all(_ID.pattern)
    return list({quote.text: quote for quote in found if quote.text}.values())


def _whole_name(page: Page, cell: Quote) -> tuple[Quote, str]:
    """The name in a cell, and a note beside it that says under which condition it is meant."""
    plain = re.search(r"^[*`_]+(.+?)[*`_]+$", cell.text)
    if plain:
        cell = cell.slice(*plain.span(1))
    if re.fullmatch(r"line:\d+ > cell:\d+", cell.locator):
        pieces = page.cell_pieces(cell)
        if len(pieces) > 1 and re.fullmatch(r"[a-z0-9][a-z0-9._/-]+", pieces[-1].text):
            return pieces[-1], ""
    if "css:" in cell.locator and " > attr:" not in cell.locator:
        name, notes = name_and_notes(page, cell)
        return name, _note(" ".join(quote.text for quote in notes))
    cell = page.fragment(cell)
    noted = _NOTED_NAME.fullmatch(cell.text)
    if noted is None:
        return cell, ""
    return cell.slice(*noted.span(1)), _note(noted[2])


def _note(words: str) -> str:
    """What a note on a name says beyond what holds for all prices."""
    return " ".join(_SAYS_NO_CONDITION.sub(" ", words).split())


def cell_lines(page: Page, cell: Quote) -> list[Quote]:
    """The lines of a cell, as a reader sees them."""
    if "css:" in cell.locator and " > attr:" not in cell.locator:
        return page.lines(cell)
    return [page.fragment(cell)] if "<" in cell.text else [cell]


# --- meaning ----------------------------------------------------------------------------------------


def _words_of(amount: Amount) -> list[PriceWords]:
    return [read_price_words(amount.words)] if amount.words else []


def _claims(
    subject: _Subject,
    amount: Amount,
    labels: _Labels,
    around: Surroundings,
    column_unit: Unit | None,
) -> Iterator[Claim]:
    """The claims of an amount; none where its meter, its unit or its currency is not said."""
    words = labels.words
    unit = _unit(words, around)
    if amount.value and column_unit and not any(said.unit for said in words):
        unit = column_unit
    currency = _currency(amount, words, around)
    if unit is None or currency is None:
        return
    meters = _meters(words, unit, subject, around, is_single=labels.is_single)
    modalities = _first(said.modalities for said in words) or ()
    band = _first(said.band for said in words if any(said.band))
    tier = _first(said.tier for said in words) or around.tier
    rest = [said.rest for said in words if said.rest]
    variant = ", ".join(dict.fromkeys(rest)) or None
    if amount.value == "free" and variant and _FREE_TIER.search(variant):
        variant = "free tier"
    context = [*amount.quote.context, *labels.context, *subject.context]
    if around.unit_line and not any(said.unit for said in words):
        context.append(around.unit_line.as_context("unit"))
    for meter in meters:
        about: dict[str, Any] = {
            "service" if subject.is_service else "route": subject.quote,
            "full_name": subject.full_name,
        }
        yield from (
            Claim(
                **about,
                meter=meter,
                unit=unit,
                currency=currency,
                quote=amount.quote.with_context(*context),
                value=amount.value,
                price_class=amount.price_class,
                tier=tier or "standard",
                over_tokens=band.over if band else None,
                upto_tokens=band.upto if band else None,
                lifetime=_first(said.lifetime for said in words)
                if meter == "cache_write"
                else None,
                mode=_first(said.mode for said in words),
                modality=modality,
                region=labels.region,
                variant=variant,
                valid_from=subject.valid_from,
                valid_to=subject.valid_to,
            )
            for modality in _modalities(meter, modalities)
        )


def _first(values: Iterable[Any]) -> Any:
    """The first value that says something; None for none. Its type is that of the values."""
    for value in values:
        if value:
            return value
    return None


def _unit(words: Sequence[PriceWords], around: Surroundings) -> Unit | None:
    for said in words:
        if said.unit or said.has_unknown_unit:
            return said.unit
    return around.unit


def _currency(amount: Amount, words: Sequence[PriceWords], around: Surroundings) -> Currency | None:
    sign = re.sub(r"[\d.,\s]+", " ", amount.quote.text)
    own: Currency | None = read_price_words(sign).currency
    return own or _first(said.currency for said in words) or around.currency


def _meters(
    words: Sequence[PriceWords],
    unit: Unit,
    subject: _Subject,
    around: Surroundings,
    *,
    is_single: bool,
) -> Sequence[Meter]:
    if unit == "1M token-hours":
        return ("storage",)
    stated: tuple[Meter, ...] = _first(said.meters for said in words) or ()
    if unit == "GB-day":
        return ("storage",)
    if unit == "hour":
        return _meters_of_hours(subject, around)
    if stated and unit in ("1K tokens", "1M tokens", "token"):
        return stated
    if unit not in ("1K tokens", "1M tokens", "token"):
        counted = meter_of_unit(unit, stated[0] if stated else None)
        is_counted = len(counted) == 1 and (counted != stated or unit == "image")
        return counted if is_counted else ()
    texts = [subject.full_name, *(heading.text for heading in around.headings[:1])]
    if any(_TAKES_INPUT_ONLY.search(text) for text in texts):
        return ("input",)
    is_said_here = any(said.unit for said in words)
    heads = " ".join(heading.text for heading in around.headings)
    is_of_text = not any(
        pattern.search(f"{subject.full_name} {heads}") for pattern in (_GENERATES, _SPEAKS)
    )
    return meter_of_unit(unit) if is_single and is_said_here and is_of_text else ()


def _meters_of_hours(subject: _Subject, around: Surroundings) -> Sequence[Meter]:
    """What an hour is one of: of audio, or of a session; nothing where no word says it."""
    texts = [subject.full_name, *(heading.text for heading in around.headings)]
    if any(_SPEAKS.search(text) for text in texts):
        return ("minute",)
    return ("session",) if any(_RUNS.search(text) for text in texts) else ()


def _modalities(meter: Meter, modalities: Sequence[Modality]) -> Sequence[Modality | None]:
    if meter not in _HAVE_MODALITIES or not modalities:
        return (None,)
    return modalities

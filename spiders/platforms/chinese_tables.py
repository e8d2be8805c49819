"""Price tables in Chinese, which say what a price is for in headers, in conditions on token
lengths, and in labels before amounts.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from spiders.claims import (
    BandRule,
    Claim,
    Context,
    Currency,
    Meter,
    Modality,
    Mode,
    Quote,
    Tier,
    Unit,
)
from spiders.errors import LayoutChanged
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table
from spiders.readers.price_cells import meter_of_unit, read_cell
from spiders.readers.token_ranges import Band, read_length_bands
from spiders.readers.units import read_unit

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = rf"{_NUMBER}(?:\s*元(?:[^(（]*[^(（\s])?)?"
CHINESE_METERS: dict[str, Meter] = {
    "缓存存储": "storage",
    "缓存命中": "cache_read",
    "缓存创建": "cache_write",
    "精调": "training",
    "微调": "training",
    "输入": "input",
    "输出": "output",
}
_MODALITIES: dict[str, Modality] = {"文本": "text", "图": "image", "视频": "video", "音频": "audio"}
_HAVE_MODALITIES: tuple[Meter, ...] = (
    "input",
    "output",
    "cache_read",
    "cache_write",
    "second",
    "minute",
)
CHINESE_MODES: dict[str, Mode] = {"非思考模式": "non_thinking", "思考模式": "thinking"}
_BATCH = re.compile(r"离线|Batch")
_WAY = re.compile(r"(\w+)[精微]调|(仅纯文本输入|多模态输入)")
_LIST_PRICE = re.compile(rf"原价\s*({_NUMBER}\s*元(?:/\S+)?)\s*(限时.*)?")
_SAYS_WHAT = re.compile(r"(?:文本|图片|图像|视频|音频|输入|输出)+")
_COUNTED_IN = re.compile(r"([百千万]|\bK)\s*token", re.IGNORECASE)
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "k": 1_000}
_BELOW_HEADER = re.compile(
    r"(?:非?思考模式|思维链|回答|文本|图片|视频|音频|输入|输出|仅|纯|多模态|计费|[（）+/：: ])*"
)
_LENGTHS = re.compile(r"条件|上下文|Token(?:数|范围)")
_UNIT = re.compile(r"元\s*(/.+)|(每.+)|([(（]\s*[百千万].+)")
_NAME_AND_NOTE = re.compile(r"([^\u4e00-\u9fff]*[^\u4e00-\u9fff\s])\s*([\u4e00-\u9fff].*)")
_WORDS = r"限时免费|免费|不计费|暂不支持|不支持|-|/"
_STATES_PRICE = re.compile(rf"\d\s*元|^(?:{_WORDS})$")
_LABELLED = re.compile(
    rf"(?:\*\s*)?(?:(\S.*?)\s*[：:]\s*)?({_AMOUNT}|{_WORDS})(?:\s*[（(](.+)[)）])?|(?:\*\s*)?(\S.*?)(免费)"
)


class PriceColumn(NamedTuple):
    """What a header says of the cells below it; None and empty for what it does not say."""

    is_price: bool
    meter: Meter | None
    unit: Unit | None
    currency: Currency
    modalities: tuple[Modality, ...]
    mode: Mode | None
    tier: Tier | None
    way: str | None
    """How the model is trained or asked for the price: "LoRA", "多模态输入"."""

    def claims(self, amount: Quote, *, near: Unit | None = None, **about: Any) -> Iterator[Claim]:
        """The claims of a cell below the header; none when it states no price. `about` are further
        fields of each claim.

        A price without a direction is for input and output, or for what its unit counts. "Free" and
        "not offered" without a unit get the unit of the price `near` them. Raises LayoutChanged for
        a price without a unit, and for words that are no price.
        """
        stated = read_cell(amount)
        if stated is None:
            return
        own_unit = self.unit or read_unit(amount.text)
        is_in_words = stated.value is not None
        unit = near if own_unit is None and is_in_words else own_unit
        if unit is None:
            raise LayoutChanged(
                "nothing says what a price is per", where=amount.locator, found=amount.text
            )
        meters = meter_of_unit(unit, self.meter)
        if own_unit is None and self.meter is not None:
            meters = (self.meter,)
        about |= stated._asdict()
        about |= {"currency": self.currency, "mode": self.mode, "unit": unit}
        if self.tier is not None:
            about["tier"] = self.tier
        for meter in meters:
            for modality in self._modalities_of(meter, unit):
                yield Claim(meter=meter, modality=modality, **about)

    def _modalities_of(self, meter: Meter, unit: Unit) -> Sequence[Modality | None]:
        if meter not in _HAVE_MODALITIES:
            return (None,)
        if self.modalities:
            return self.modalities
        return ("image",) if unit == "image" else (None,)


@lru_cache(maxsize=1_000)
def read_column(header: str) -> PriceColumn:
    """What a header such as "输入(音频) 元/百万token" says.

    Raises LayoutChanged for a unit that nobody has named yet, for other words in a header below a
    header, and for prices of tokens that are neither called prices nor said to be of something.
    """
    above, _, below = header.partition(" / ")
    if "价" in above and not _BELOW_HEADER.fullmatch(below):
        raise LayoutChanged("a header below another has no known meaning", found=header)
    words = header.replace("非音频", "")
    unit = _UNIT.search(header)
    counted = read_unit(next(filter(None, unit.groups()))) if unit else None
    meter = _first_meter(words)
    is_price = bool(unit or "价" in header) and not _LENGTHS.search(header)
    if is_price and counted and meter is None and "价" not in header:
        _require_one_meter(header, counted)
    way = _WAY.search(header)
    return PriceColumn(
        is_price=is_price,
        meter=meter,
        unit=counted,
        currency="USD" if "美元" in header else "CNY",
        modalities=tuple(_MODALITIES[word] for word in _modality_words(words)),
        mode=next((mode for word, mode in CHINESE_MODES.items() if word in header), None),
        tier="batch" if _BATCH.search(header) else None,
        way=way[1] or way[2] if way else None,
    )


def _first_meter(words: str) -> Meter | None:
    """The meter whose word stands first."""
    first = min((word for word in CHINESE_METERS if word in words), key=words.index, default="")
    return CHINESE_METERS.get(first)


def _modality_words(words: str) -> list[str]:
    if "仅音频计费" in words:
        return ["音频"]
    return [word for word in _MODALITIES if word in words]


def _require_one_meter(header: str, unit: Unit) -> None:
    """Raises LayoutChanged for a unit that counts tokens of both directions."""
    if len(meter_of_unit(unit)) > 1:
        raise LayoutChanged("a header does not say which tokens its prices are for", found=header)


def read_prices(
    page: Page,
    cells: Iterable[tuple[str, Quote]],
    *,
    variants: Collection[str] = (),
    variant: str = "",
    band_rule: BandRule | None = None,
    units: Mapping[str, Unit] | None = None,
    **about: Any,
) -> Iterator[Claim]:
    """The claims of the price cells of a row, given as (header, cell). `about` are further fields
    of each claim.

    The other cells are conditions of these prices: token lengths, and the cells under the headers
    in `variants`. Raises LayoutChanged for any other header. A cell of prices that states none is a
    finding, and costs no other.

    A price that is free, or not offered, has the unit of its column in `units`, or else that of the
    amount before it.
    """
    price_cells, conditions = _split_row(cells, variants)
    band = conditions.band
    about |= {
        "over_tokens": band.over,
        "upto_tokens": band.upto,
        "band_rule": band_rule if any(band) else None,
    }
    last_unit: Unit | None = None
    for header, cell in price_cells:
        column_unit = units.get(header) if units else None
        amounts = list(labelled_amounts(page.lines(cell)))
        if not amounts:
            error = LayoutChanged(
                "a cell of prices states none", where=cell.locator, found=cell.text
            )
            page.findings.append(Finding("changed", "prices", str(error)))
        for label, amount in amounts:
            price = _label_price(header, label, amount, column_unit)
            last_unit = price.column.unit or last_unit
            if last_unit is None and amount.text == "限时免费":
                page.note_unread(
                    "prices", f"what is free for a time is not said: {cell.text!r}", cell.locator
                )
                continue
            words = [variant, *conditions.words, *price.words]
            quote = amount.with_context(*conditions.context, caption=label)
            claims = price.column.claims(
                quote, near=last_unit, variant=", ".join(filter(None, words)) or None, **about
            )
            for claim in claims:
                if price.is_promotional:
                    yield claim.model_copy(update={"price_class": "promotional"})
                else:
                    yield claim
            _note_discounts(page, amount)


class _Conditions(NamedTuple):
    """The conditions of the prices of a row."""

    band: Band
    """The band of input lengths."""
    words: list[str]
    """What else tells these prices from those of other rows."""
    context: list[Context]
    """The cells that state the conditions."""


def _split_row(
    cells: Iterable[tuple[str, Quote]], variants: Collection[str]
) -> tuple[list[tuple[str, Quote]], _Conditions]:
    """The cells with prices, as (header, cell), and the conditions in the other cells."""
    price_cells: list[tuple[str, Quote]] = []
    band = Band(None, None)
    words: list[str] = []
    context: list[Context] = []
    for header, cell in cells:
        if read_column(header).is_price or _STATES_PRICE.search(cell.text):
            price_cells.append((header, cell))
        elif _LENGTHS.search(header):
            band, output_lengths = read_length_bands(cell.text, scale_of_header(header))
            words.append(output_lengths or "")
            context.append(cell.as_context("band"))
        elif header not in variants:
            raise LayoutChanged(
                "a column is not known",
                where=cell.locator,
                expected=", ".join(variants),
                found=header,
            )
        elif cell.text != "无":
            words.append(cell.text)
            context.append(cell.as_context("row"))
    return price_cells, _Conditions(band, words, context)


def scale_of_header(header: str) -> int:
    """The unit of the numbers below a header: 1,000 for "千 token" and for "Tiers (K tokens)"."""
    match = _COUNTED_IN.search(header)
    return _SCALES[match[1].casefold()] if match else 1


class _LabelledPrice(NamedTuple):
    """What the header of an amount and the label before it say of it."""

    column: PriceColumn
    is_promotional: bool
    words: list[str]
    """What tells the price from the others of the row."""


def _label_price(
    header: str, label: Quote | None, amount: Quote, column_unit: Unit | None
) -> _LabelledPrice:
    label_text = label.text if label else ""
    is_promotional = label_text.startswith("限时")
    names_meter = _SAYS_WHAT.fullmatch(label_text) is not None
    column = read_column(f"{header} {label_text}" if names_meter else header)
    unit = column.unit or read_unit(amount.text) or column_unit
    captions = [context.text for context in amount.context if context.role == "caption"]
    words = [column.way or "", *(caption.rstrip("：") for caption in captions)]
    if not names_meter and not is_promotional:
        words.append(label_text)
    return _LabelledPrice(column._replace(unit=unit), is_promotional, words)


def _note_discounts(page: Page, amount: Quote) -> None:
    for context in amount.context:
        if context.role == "validity":
            page.note_unread(
                "prices", f"{context.text!r} is not taken off its list price", context.locator
            )


def common_units(table: Table) -> dict[str, Unit]:
    """The unit of each column of prices, by its header; columns whose amounts have several units,
    or none, are left out.
    """
    common: dict[str, Unit] = {}
    for header in table.labels:
        if not read_column(header).is_price:
            continue
        units: set[Unit] = set()
        for text in table.column(header):
            unit = read_unit(text)
            if unit is not None:
                units.add(unit)
        if len(units) == 1:
            common[header] = units.pop()
    return common


def labelled_amounts(lines: Iterable[Quote]) -> Iterator[tuple[Quote | None, Quote]]:
    """The amounts in the lines of a cell, each with the label before it: the 0.02 of "输入图：0.02",
    none of "0.02".

    A line without an amount heads those that follow: it is context of theirs. A line of several is
    parted by "；". What is said of a time behind a list price, "原价 8元 限时8折", is context too.
    """
    heading: list[Context] = []
    for line in _parted_lines(lines):
        list_price = _LIST_PRICE.fullmatch(line.text)
        labelled = _LABELLED.fullmatch(line.text)
        if list_price:
            yield from _list_price_and_discount(line, list_price, heading)
        elif labelled:
            yield _label_and_amount(line, labelled, heading)
        else:
            heading = [line.as_context("caption")]


def _parted_lines(lines: Iterable[Quote]) -> Iterator[Quote]:
    for line in lines:
        if "；" in line.text:
            yield from line.find_all(r"[^；]+")
        else:
            yield line


def _list_price_and_discount(
    line: Quote, match: re.Match[str], heading: list[Context]
) -> Iterator[tuple[Quote | None, Quote]]:
    """The list price, and the lower price for a time where its words state an amount."""
    list_price = line.slice(*match.span(1))
    if not match[2]:
        yield None, list_price.with_context(*heading)
        return
    for_a_time = line.slice(*match.span(2))
    lower = for_a_time.find(rf"({_NUMBER}\s*元(?:/\S+)?)$")
    if lower is None:
        yield None, list_price.with_context(*heading, for_a_time.as_context("validity"))
        return
    yield None, list_price.with_context(*heading)
    yield for_a_time, lower.with_context(*heading)


def _label_and_amount(
    line: Quote, match: re.Match[str], heading: list[Context]
) -> tuple[Quote | None, Quote]:
    """The label before an amount, and the amount with the remark behind it as context."""
    label, amount = (1, 2) if match[2] else (4, 5)
    remark: list[Context] = []
    if match[3] and not match[3].startswith("约"):
        remark = [line.slice(*match.span(3)).as_context("caption")]
    labelled = line.slice(*match.span(label)) if match[label] else None
    return labelled, line.slice(*match.span(amount)).with_context(*heading, *remark)


def name_and_notes(page: Page, cell: Quote) -> tuple[Quote, list[Quote]]:
    """The name in a cell, and the notes on it: the lines below, and Chinese words after a name in
    Latin letters.
    """
    name, *notes = page.lines(cell)
    match = _NAME_AND_NOTE.fullmatch(name.text)
    if match is None:
        return name, notes
    note = name.slice(*match.span(2))
    return name.slice(*match.span(1)), [note, *notes]

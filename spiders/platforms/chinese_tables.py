"""How Chinese price tables say what a price is for: in headers, in conditions on lengths, in labels
before amounts.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
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
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.readers.phrases import Band, read_unit
from spiders.readers.price_cells import meter_of_unit, read_cell
from spiders.readers.token_ranges import read_length_bands

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = rf"{_NUMBER}(?:\s*元(?:[^(（]*[^(（\s])?)?"
_METERS: dict[str, Meter] = {
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
_MODES: dict[str, Mode] = {"非思考模式": "non_thinking", "思考模式": "thinking"}
_BATCH = re.compile(r"离线|Batch")
_WAY = re.compile(r"(\w+)[精微]调|(仅纯文本输入|多模态输入)")
_LIST_PRICE = re.compile(rf"原价\s*({_NUMBER}\s*元(?:/\S+)?)\s*(限时.*)?")
_SAYS_WHAT = re.compile(r"(?:文本|图片|图像|视频|音频|输入|输出)+")
_COUNTED_IN = re.compile(r"([百千万])\s*token", re.IGNORECASE)
_SCALES = {"百": 100, "千": 1_000, "万": 10_000}
_BELOW_HEADER = re.compile(
    r"(?:非?思考模式|思维链|回答|文本|图片|视频|音频|输入|输出|仅|纯|多模态|计费|[（）+/：: ])*"
)
_LENGTHS = re.compile(r"条件|上下文|Token(?:数|范围)")
_UNIT = re.compile(r"元\s*(/.+)|(每.+)|([(（]\s*[百千万].+)")
_WORDS = r"限时免费|免费|不计费|暂不支持|不支持|-|/"
_STATES_PRICE = re.compile(rf"\d\s*元|^(?:{_WORDS})$")
_LABELLED = re.compile(
    rf"(?:\*\s*)?(?:(\S.*?)\s*[：:]\s*)?({_AMOUNT}|{_WORDS})(?:\s*[（(](.+)[)）])?|(?:\*\s*)?(\S.*?)(免费)"
)


class PriceColumn(NamedTuple):
    """What a header says of the cells below it; None and empty where it says nothing of the kind."""

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
        """What a cell below the header claims, in so far as it states a price.

        A price that names no direction is for both, or for what its unit counts. Free and "not
        offered" may borrow the unit of the price `near` them, where they have none. Raises
        LayoutChanged for a price without a unit, and for words that are no price.
        """
        stated, own = read_cell(amount), self.unit or read_unit(amount.text)
        if stated is None:
            return
        unit = own or (near if stated.value else None)
        if unit is None:
            raise LayoutChanged(
                "nothing says what a price is per", where=amount.locator, found=amount.text
            )
        meters = (self.meter,) if self.meter and not own else meter_of_unit(unit, self.meter)
        about |= {"currency": self.currency, "mode": self.mode, "unit": unit, **stated._asdict()}
        about |= {"tier": self.tier} if self.tier else {}
        for meter in meters:
            modalities = self.modalities or (("image",) if unit == "image" else ())
            for modality in (meter in _HAVE_MODALITIES and modalities) or (None,):
                yield Claim(meter=meter, modality=modality, **about)


@lru_cache(maxsize=1_000)
def read_column(header: str) -> PriceColumn:
    """What a header such as "输入(音频) 元/百万token" says.

    Raises LayoutChanged for a unit that nobody has named yet, for other words in a header below a
    header, and for prices of tokens that are neither called prices nor said to be of something.
    """
    above, _, below = header.partition(" / ")
    if "价" in above and not _BELOW_HEADER.fullmatch(below):
        raise LayoutChanged("a header below another has no known meaning", found=header)
    words, unit, way = header.replace("非音频", ""), _UNIT.search(header), _WAY.search(header)
    first = min((word for word in _METERS if word in words), key=words.index, default="")
    modalities = (
        ["音频"] if "仅音频计费" in words else [word for word in _MODALITIES if word in words]
    )
    meter = _METERS.get(first)
    is_price = bool(unit or "价" in header) and not _LENGTHS.search(header)
    counted = read_unit(next(filter(None, unit.groups()))) if unit else None
    if (
        is_price
        and meter is None
        and "价" not in header
        and counted
        and len(meter_of_unit(counted)) > 1
    ):
        raise LayoutChanged("a header does not say which tokens its prices are for", found=header)
    return PriceColumn(
        is_price=is_price,
        meter=meter,
        unit=counted,
        currency="USD" if "美元" in header else "CNY",
        modalities=tuple(_MODALITIES[word] for word in modalities),
        mode=next((mode for word, mode in _MODES.items() if word in header), None),
        tier="batch" if _BATCH.search(header) else None,
        way=way[1] or way[2] if way else None,
    )


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
    """The claims of the price cells of a row, by their headers; its other cells say for what these
    prices hold.

    These are lengths, and what stands under the headers in `variants`; another header is a changed
    page.

    A price that is free, or not offered, is so per the unit of its column in `units`, else of the
    amount before it.
    """
    band, said = Band(None, None), [variant]
    prices: list[tuple[str, Quote]] = []
    conditions: list[Context] = []
    for header, cell in cells:
        if read_column(header).is_price or _STATES_PRICE.search(cell.text):
            prices.append((header, cell))
        elif _LENGTHS.search(header):
            counted = _COUNTED_IN.search(header)
            band, outputs = read_length_bands(cell.text, _SCALES[counted[1]] if counted else 1)
            said.append(outputs or "")
            conditions.append(cell.as_context("band"))
        elif header not in variants:
            raise LayoutChanged(
                "a column is not known",
                where=cell.locator,
                expected=", ".join(variants),
                found=header,
            )
        elif cell.text != "无":
            said.append(cell.text)
            conditions.append(cell.as_context("row"))
    about |= {
        "over_tokens": band.over,
        "upto_tokens": band.upto,
        "band_rule": band_rule if any(band) else None,
    }
    near: Unit | None = None
    for header, cell in prices:
        amounts = list(labelled_amounts(page.lines(cell)))
        if not amounts:
            raise LayoutChanged("a cell of prices states none", where=cell.locator, found=cell.text)
        for label, amount in amounts:
            is_promotional = label is not None and label.text.startswith("限时")
            says_what = label if label and _SAYS_WHAT.fullmatch(label.text) else None
            column = read_column(f"{header} {says_what.text}" if says_what else header)
            column = column._replace(
                unit=column.unit or read_unit(amount.text) or (units or {}).get(header)
            )
            near = column.unit or near
            if near is None and amount.text == "限时免费":
                page.note_unread(
                    "prices", f"what is free for a time is not said: {cell.text!r}", cell.locator
                )
                continue
            heading = [
                context.text.rstrip("：") for context in amount.context if context.role == "caption"
            ]
            words = [
                *said,
                column.way or "",
                *heading,
                label.text if label and not (says_what or is_promotional) else "",
            ]
            amount_here = amount.with_context(*conditions, caption=label)
            claims = column.claims(
                amount_here, near=near, variant=", ".join(filter(None, words)) or None, **about
            )
            yield from (
                c.model_copy(update={"price_class": "promotional"}) if is_promotional else c
                for c in claims
            )
            for discount in (context for context in amount.context if context.role == "validity"):
                page.note_unread(
                    "prices", f"{discount.text!r} is not taken off its list price", discount.locator
                )


def common_units(table: Table) -> dict[str, Unit]:
    """The unit in which all amounts of a column of prices are written, by its header; none where
    they differ.
    """
    units: dict[str, Unit] = {}
    for label in (header.label for header in table.headers if read_column(header.label).is_price):
        found: set[Unit | None] = {read_unit(text) for text in table.column(label)}
        unit = next(iter(found - {None}), None)
        if unit and found <= {unit, None}:
            units[label] = unit
    return units


def labelled_amounts(lines: Iterable[Quote]) -> Iterator[tuple[Quote | None, Quote]]:
    """The amounts in the lines of a cell, each with the label before it: the 0.02 of "输入图：0.02",
    none of "0.02".

    A line without an amount heads those that follow: it is context of theirs. A line of several is
    parted by "；". What is said of a time behind a list price, "原价 8元 限时8折", is context too.
    """
    heading: list[Context] = []
    for line in (
        part
        for whole in lines
        for part in (whole.find_all(r"[^；]+") if "；" in whole.text else [whole])
    ):
        if match := _LIST_PRICE.fullmatch(line.text):
            for_a_time = line.slice(*match.span(2)) if match[2] else None
            lower = for_a_time.find(rf"({_NUMBER}\s*元(?:/\S+)?)$") if for_a_time else None
            discount = [for_a_time.as_context("validity")] if for_a_time and not lower else []
            yield None, line.slice(*match.span(1)).with_context(*heading, *discount)
            if lower:
                yield for_a_time, lower.with_context(*heading)
            continue
        match = _LABELLED.fullmatch(line.text)
        if match is None:
            heading = [line.as_context("caption")]
            continue
        label, amount = (1, 2) if match[2] else (4, 5)
        remark = (
            [line.slice(*match.span(3)).as_context("caption")]
            if match[3] and not match[3].startswith("约")
            else []
        )
        yield (
            line.slice(*match.span(label)) if match[label] else None,
            line.slice(*match.span(amount)).with_context(*heading, *remark),
        )


def name_and_notes(page: Page, cell: Quote) -> tuple[Quote, list[Quote]]:
    """The name in a cell, and what else stands in it: on lines below, or in Chinese behind a name
    in Latin letters.
    """
    name, *notes = page.lines(cell)
    if match := re.fullmatch(
        r"([^\u4e00-\u9fff]*[^\u4e00-\u9fff\s])\s*([\u4e00-\u9fff].*)", name.text
    ):
        return name.slice(*match.span(1)), [name.slice(*match.span(2)), *notes]
    return name, notes

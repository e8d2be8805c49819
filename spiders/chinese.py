"""How Chinese price tables say what a price is for: in headers, in conditions on lengths, in labels before amounts."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from spiders.cells import charged, read_cell
from spiders.changed import PageChanged
from spiders.claims import BandRule, Claim, Context, Currency, Meter, Modality, Mode, Quote, Tier, Unit
from spiders.intervals import read_lengths
from spiders.page import Page
from spiders.phrases import Band, read_unit
from spiders.tables import Table

_METERS: dict[str, Meter] = {
    "缓存存储": "storage", "缓存命中": "cache_read", "缓存创建": "cache_write", "精调": "training", "微调": "training",
    "输入": "input", "输出": "output",
}  # fmt: skip
_MODALITIES: dict[str, Modality] = {"文本": "text", "图": "image", "视频": "video", "音频": "audio"}
_HAVE_MODALITIES: tuple[Meter, ...] = ("input", "output", "cache_read", "cache_write", "second", "minute")
_MODES: dict[str, Mode] = {"非思考模式": "non_thinking", "思考模式": "thinking"}
_BATCH = re.compile(r"离线|Batch")
_WAY = re.compile(r"(\w+)[精微]调")
_SAYS_WHAT = re.compile(r"(?:文本|图片|图像|视频|音频|输入|输出)+")
_LENGTHS = re.compile(r"条件|上下文|Token(?:数|范围)")
_UNIT = re.compile(r"元\s*(/.+)|(每.+)|([(（]\s*[百千万].+)")
_AMOUNT = r"\d+(?:\.\d+)?(?:\s*元.*)?"
_WORDS = r"限时免费|免费|不计费|暂不支持|不支持|-|/"
_LABELLED = re.compile(rf"(?:\*\s*)?(?:(\S.*?)\s*[：:]\s*)?({_AMOUNT}|{_WORDS})|(?:\*\s*)?(\S.*?)(免费)")


class Column(NamedTuple):
    """What a header says of the cells below it; None and empty where it says nothing of the kind."""

    is_price: bool
    meter: Meter | None
    unit: Unit | None
    currency: Currency
    modalities: tuple[Modality, ...]
    mode: Mode | None
    tier: Tier | None
    way: str | None
    """How the model is trained for the price: "LoRA"."""

    def claims(self, amount: Quote, **about: Any) -> Iterator[Claim]:
        """What a cell below the header claims, in so far as it states a price.

        A price that names no direction is for both, or for what its unit counts. Raises PageChanged for a price without
        a unit, and for words that are no price.
        """
        stated, unit = read_cell(amount), self.unit or read_unit(amount.text)
        if stated is None:
            return
        if unit is None:
            raise PageChanged("nothing says what a price is per", where=amount.locator, found=amount.text)
        about |= {"currency": self.currency, "mode": self.mode, "unit": unit, **stated._asdict()}
        about |= {"tier": self.tier} if self.tier else {}
        for meter in charged(unit, self.meter):
            for modality in (meter in _HAVE_MODALITIES and self.modalities) or (None,):
                yield Claim(price=meter, modality=modality, **about)


@lru_cache(maxsize=1_000)
def read_column(header: str) -> Column:
    """What a header such as "输入(音频) 元/百万token" says. Raises PageChanged for a unit that nobody has named yet."""
    words, unit, way = header.replace("非音频", ""), _UNIT.search(header), _WAY.search(header)
    meter: Meter | None = next((meter for word, meter in _METERS.items() if word in words), None)
    return Column(
        is_price=bool(meter or unit or "价" in header) and not _LENGTHS.search(header),
        meter=meter,
        unit=read_unit(next(filter(None, unit.groups()))) if unit else None,
        currency="USD" if "美元" in header else "CNY",
        modalities=tuple(modality for word, modality in _MODALITIES.items() if word in words),
        mode=next((mode for word, mode in _MODES.items() if word in header), None),
        tier="batch" if _BATCH.search(header) else None,
        way=way[1] if way else None,
    )


def read_prices(
    page: Page,
    cells: Iterable[tuple[str, Quote]],
    *,
    variant: str = "",
    band_rule: BandRule | None = None,
    units: Mapping[str, Unit] | None = None,
    **about: Any,
) -> Iterator[Claim]:
    """The claims of the price cells of a row, by their headers; its other cells say for what these prices hold.

    A price that is free, or not offered, is so per the unit of its column in `units`, else of the amount before it.
    """
    band, said = Band(None, None), [variant]
    prices: list[tuple[str, Quote]] = []
    conditions: list[Context] = []
    for header, cell in cells:
        if read_column(header).is_price:
            prices.append((header, cell))
        elif _LENGTHS.search(header):
            band, outputs = read_lengths(cell.text, 1_000 if "千" in header else 1)
            said.append(outputs or "")
            conditions.append(cell.as_context("band"))
        else:
            said.append(cell.text)
            conditions.append(cell.as_context("row"))
    about |= {"over_tokens": band.over, "upto_tokens": band.upto, "band_rule": band_rule if any(band) else None}
    unit: Unit | None = None
    for header, cell in prices:
        for label, amount in labelled(page.lines(cell)):
            says_what = label if label and _SAYS_WHAT.fullmatch(label.text) else None
            column = read_column(f"{header} {says_what.text}" if says_what else header)
            unit = column.unit or read_unit(amount.text) or (units or {}).get(header) or unit
            heading = [context.text for context in amount.context if context.role == "caption"]
            words = [*said, column.way or "", *heading, label.text if label and not says_what else ""]
            around = [*conditions, *([label.as_context("caption")] if label else [])]
            yield from column._replace(unit=unit).claims(
                amount.within(*around), variant=", ".join(filter(None, words)) or None, **about
            )


def common_units(table: Table) -> dict[str, Unit]:
    """The unit in which all amounts of a column of prices are written, by its header; none where they differ."""
    units: dict[str, Unit] = {}
    for label in (header.label for header in table.headers if read_column(header.label).is_price):
        found: set[Unit | None] = {read_unit(text) for text in table.column(label)}
        unit = next(iter(found - {None}), None)
        if unit and found <= {unit, None}:
            units[label] = unit
    return units


def labelled(lines: Iterable[Quote]) -> Iterator[tuple[Quote | None, Quote]]:
    """The amounts in the lines of a cell, each with the label before it: the 0.02 of "输入图：0.02", none of "0.02".

    A line without an amount heads those that follow: it is context of theirs. A line of several is parted by "；".
    """
    heading: list[Context] = []
    for line in (part for whole in lines for part in (whole.finds(r"[^；]+") if "；" in whole.text else [whole])):
        match = _LABELLED.fullmatch(line.text)
        if match is None:
            heading = [line.as_context("caption")]
            continue
        label, amount = (match.span(1), match.span(2)) if match[2] else (match.span(3), match.span(4))
        yield line.part(*label) if label[0] >= 0 else None, line.part(*amount).within(*heading)


def without_note(name: Quote) -> tuple[Quote, str]:
    """A name in Latin letters without the Chinese words behind it, and these words: "GLM-5.2 新品"."""
    match = re.fullmatch(r"([^\u4e00-\u9fff]*[^\u4e00-\u9fff\s])\s*([\u4e00-\u9fff].*)", name.text)
    return (name.part(*match.span(1)), match[2]) if match else (name, "")

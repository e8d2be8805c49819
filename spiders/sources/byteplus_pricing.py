"""BytePlus ModelArk's price list."""

import re
from functools import partial

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Modality,
    Page,
    Quote,
    Row,
    Table,
    Tier,
    Unit,
    read_token_range,
)

# What a header's words mean, the first that match.
COLUMNS: dict[str, tuple[Meter, Unit, Modality | None]] = {
    r"^Cache-storage": ("storage", "1M token-hours", None),
    r"^Cache-hit input \(audio\)": ("cache_read", "1M tokens", "audio"),
    r"^Cache-hit input": ("cache_read", "1M tokens", None),
    r"^Input \(audio\)": ("input", "1M tokens", "audio"),
    r"^Input": ("input", "1M tokens", None),
    r"^Output": ("output", "1M tokens", None),
}
BANDS = "Pricing tiers (K tokens)"
UNIT_HEADER = r"\(USD ?/ ?M tokens(?:/Hour)?\)$"
TIERS: dict[str, Tier] = {"Online inference": "standard", "Offline batch inference": "batch"}


class ByteplusPricing(Documentation):
    """BytePlus's prices of language models in dollars per million tokens: a table of each kind of
    inference, a row for each model and band of its prompt. An input beyond a band pays the next
    one's price as a whole. What videos and pictures cost stands in words, and is listed.
    """

    publisher = "byteplus"
    role = "priced"
    links = [Link(kind="pricing", url="https://docs.byteplus.com/en/docs/ModelArk/1544106")]
    expect = {"models": range(10, 4000)}
    needs_browser = True
    money_pattern = r"^\d+\.\d+$|: ?\d+\.\d|/ ?M tokens"

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            kind = section.name.rpartition("— ")[2]
            for table in section.tables("Model ID", BANDS):
                tier = self.tier(kind, table)
                read = partial(self.row, tier)
                yield from self.read_each(page, "models", table.rows(), read)

    def tier(self, kind: str, table: Table) -> Tier:
        for name, tier in TIERS.items():
            if kind.startswith(name):
                return tier
        raise LayoutChanged("a kind of inference is not known", where=table.where, found=kind)

    def row(self, tier: Tier, row: Row) -> Claims:
        route, range_of = row.pop("Model ID"), row.pop(BANDS)
        band = self.band(range_of)
        for header, cell in row.pop_stated():
            meter, unit, modality = self.column(header, cell)
            yield Claim(
                route=route,
                meter=meter,
                unit=unit,
                modality=modality,
                currency="USD",
                tier=tier,
                quote=cell,
                over_tokens=band.over,
                upto_tokens=band.upto,
                band_rule="cliff" if band.over or band.upto else None,
            )

    def band(self, words: Quote) -> Band:
        if words.text == "-":
            return Band(None, None)
        return read_token_range(words.text.removeprefix("Prompt length "), 1000)

    def column(self, header: str, cell: Quote) -> tuple[Meter, Unit, Modality | None]:
        for pattern, meaning in COLUMNS.items():
            if re.search(pattern, header) and re.search(UNIT_HEADER, header):
                return meaning
        raise LayoutChanged("a column is not known", where=cell.locator, found=header)

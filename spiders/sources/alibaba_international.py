"""Alibaba Model Studio's price list in dollars."""

from functools import partial
from itertools import groupby

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Mode,
    Page,
    Quote,
    read_token_range,
)

METERS: dict[str, Meter] = {"Input price": "input", "Output price": "output"}
MODES: dict[str, Mode] = {"Non-Thinking mode": "non_thinking", "Thinking mode": "thinking"}
MODEL, TOKENS = "Model ID", "Input tokens per request"
UNIT = "(per 1 million tokens)"
ROUTE = r"^[\w.-]+"
TAB = r'<Tab title="([^"]+)"'
# "List price $0.4 (Limited-time 20% off)": the list price, of which something is off for a time.
# The page is HTML within Markdown, so that a backslash before a sign is a letter.
LIST_PRICE = r"^(?:List price )?\\?(\$[\d.]+)(?: \(Limited-time \d+% off\))?$"
BY_HOUR = {"busy hours": r"Busy hours: \\?(\$[\d.]+)", "idle hours": r"Idle hours: \\?(\$[\d.]+)"}

Cells = dict[str, Quote]


class AlibabaInternational(Documentation):
    """Alibaba's prices of language models outside of China, in dollars per million tokens.

    A tab for each region, a table for each family, and in it a row for each band of the input; a
    band of one number is what is over it. Prices of busy and of idle hours, and those of other
    inputs than text, are of their own. Pictures, voices and videos are listed, not read.
    """

    publisher = "alibaba"
    role = "priced"
    links = [
        Link.markdown("pricing", "https://www.alibabacloud.com/help/en/model-studio/model-pricing")
    ]
    expect = {"models": range(10, 9000)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for lead, table in section.tables_with_lead():
                if table.labels[0] != MODEL or len(table.labels) < 3:
                    continue
                region = lead.find(TAB) if lead else None
                rows = [dict(row.pop_rest()) for row in table.rows()]
                groups = [list(same) for _, same in groupby(rows, lambda cells: cells[MODEL].text)]
                read = partial(self.model, region)
                yield from self.read_each(page, "models", groups, read)

    def model(self, region: Quote | None, rows: list[Cells]) -> Claims:
        """The prices of a model: of its one row, or of a row for each band of its input."""
        route = rows[0][MODEL].find(ROUTE)
        if route is None:
            raise LayoutChanged("a row has no model", where=rows[0][MODEL].locator)
        starts = [cells[TOKENS].text if TOKENS in cells else "" for cells in rows]
        for cells, band in zip(rows, read_bands(starts), strict=True):
            for header, cell in cells.items():
                group, _, column = header.partition(" / ")
                meter = METERS.get(group.removesuffix(UNIT).strip())
                if meter and UNIT in group and cell.text not in ("", "-"):
                    yield from self.prices(route, meter, column, cell, region, band)

    def prices(
        self,
        route: Quote,
        meter: Meter,
        column: str,
        cell: Quote,
        region: Quote | None,
        band: Band,
    ) -> Claims:
        mode: Mode | None = next(
            (mode for words, mode in MODES.items() if column.startswith(words)), None
        )
        amounts = {period: cell.find(pattern) for period, pattern in BY_HOUR.items()}
        stated = {period: amount for period, amount in amounts.items() if amount}
        variant = column if column and mode is None and column != "Text" else None
        for period, amount in (stated or {None: cell.find(LIST_PRICE) or cell}).items():
            yield Claim(
                route=route,
                meter=meter,
                unit="1M tokens",
                quote=amount,
                region=region.text if region else None,
                mode=mode,
                variant=period or variant,
                over_tokens=band.over,
                upto_tokens=band.upto,
                band_rule="cliff" if band.over or band.upto else None,
            )


def read_bands(starts: list[str]) -> list[Band]:
    """The bands of the rows of a model, by what each says of its input: "0<Token≤256K", or "32K"
    for what is over that, up to where the next row begins.
    """
    bands: list[Band] = []
    for words, following in zip(starts, [*starts[1:], ""], strict=True):
        low, is_closed, high = words.partition("Token")
        lower = low.strip("< ")
        upper = high.strip("≤< ") if is_closed else following
        over = read_token_range(f"> {lower}").over if lower and lower not in ("0", "-") else None
        upto = read_token_range(f"<= {upper}").upto if upper else None
        bands.append(Band(over, upto))
    return bands

"""MiniMax's overview of prices on its platform for China."""

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Element,
    LayoutChanged,
    Link,
    Meter,
    Page,
    PricePage,
    Quote,
    match_pattern,
    read_token_range,
)

MODEL = "模型"
METERS: dict[str, Meter] = {
    "^输入": "input",
    "^输出": "output",
    "缓存读取": "cache_read",
    "缓存写入": "cache_write",
}
UNIT = "百万 ?tokens"
PRICE = r"^¥[\d.]+"
BANDS = {r"≤ ?\d+[KM]": "{}", r"\d+[KM] ?~ ?\d+[KM]": "({}]"}


class MinimaxChina(PricePage):
    """MiniMax's prices in yuan: of language models in grids, a row for each model and band of its
    input with the price before a discount struck; of pictures, voices and music in tables.
    """

    publisher = "minimax"
    seller = "minimax-cn"
    links = [Link(kind="overview", url="https://platform.minimaxi.com/subscribe/token-plan")]
    expect = {"models": range(4, 400), "prices": range(2, 400)}

    def models(self, page: Page) -> Claims:
        header: list[Quote] = []
        rows: list[tuple[list[Quote], list[Element]]] = []
        for row in page.elements("div:has(> div:nth-child(4))"):
            cells = row.all(":scope > div")
            if cells[0].quote.text == MODEL:
                header = [cell.quote for cell in cells]
            elif len(cells) == len(header) and any(cell.quote.find(PRICE) for cell in cells[1:]):
                rows.append((header, cells))
        return self.read_each(page, "models", rows, self.row)

    def row(self, row: tuple[list[Quote], list[Element]]) -> Claims:
        header, (name, *cells) = row
        parts = [part.quote for part in name.all("span")] or [name.quote]
        route, band = parts[0], read_band(parts[1:])
        for label, cell in zip(header[1:], cells, strict=True):
            meter, price = match_pattern(label.text, METERS), cell.quote.find(PRICE)
            has_unit = label.find(UNIT) or cell.quote.find(UNIT)
            if meter is None or price is None or not has_unit:
                raise LayoutChanged(
                    "a cell is no price per million tokens",
                    where=cell.quote.locator,
                    found=f"{label.text}: {cell.quote.text}",
                )
            yield Claim(
                route=route,
                seller=self.seller,
                meter=meter,
                unit="1M tokens",
                quote=price.with_context(column=label),
                over_tokens=band.over,
                upto_tokens=band.upto,
            )


def read_band(notes: list[Quote]) -> Band:
    """The band of input beside a model: "上下文 ≤ 512K", "上下文 512K ~ 1M"."""
    for note in notes:
        for pattern, written in BANDS.items():
            found = note.find(pattern)
            if found:
                return read_token_range(written.format(found.text.replace("~", ",")))
    return Band(None, None)

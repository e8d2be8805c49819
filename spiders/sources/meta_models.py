"""The prices of Meta's own models."""

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Element,
    LayoutChanged,
    Link,
    Meter,
    Page,
)

METERS: dict[str, Meter] = {
    "Input (Mtok)": "input",
    "Cached input (Mtok)": "cache_read",
    "Output (Mtok)": "output",
}
CONTEXT = "Context window"


class MetaModels(Documentation):
    """Meta's models with their prices in dollars per million tokens: a grid of rows, the first of
    which has the headers. A line below a model's name says what becomes of its inputs.
    """

    publisher = "meta"
    role = "priced"
    links = [Link(kind="models", url="https://dev.meta.ai/models/muse-spark/")]
    expect = {"models": range(3, 200)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        for grid in page.elements("[role=grid]"):
            header, *rows = grid.all(":scope > div")
            labels = [cell.quote.text for cell in header.all(":scope > span")]
            if labels[0] != "Model" or not set(METERS) <= set(labels):
                raise LayoutChanged("a grid has other headers", where=grid.quote.locator)
            yield from self.read_each(
                page, "models", rows, lambda row, labels=labels: self.model(row, labels)
            )

    def model(self, row: Element, labels: list[str]) -> Claims:
        name, *cells = [cell.quote for cell in row.all(":scope > span")]
        values = cells[-(len(labels) - 1) :]
        for label, cell in zip(labels[1:], values, strict=True):
            if label == CONTEXT:
                yield Claim(route=name, attribute="context_tokens", quote=cell)
            elif label in METERS:
                yield Claim(route=name, meter=METERS[label], unit="1M tokens", quote=cell)

"""Arcee's price list."""

from spiders.authoring import Claims, Documentation, Link, Page, Row, model_row


class ArceePricing(Documentation):
    """Arcee's prices in dollars per million tokens: one table, a row for each model."""

    publisher = "arcee"
    role = "priced"
    links = [Link.markdown("pricing", "https://docs.arcee.ai/get-started/pricing")]
    expect = {"prices": range(4, 400)}
    money_pattern = r"\$\d"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def prices(self, page: Page) -> Claims:
        rows = page.outline.table("Model Name", "Input", "Output").rows()
        return self.read_each(page, "prices", rows, self.row)

    def row(self, row: Row) -> Claims:
        return model_row(row, route=row.pop("Model Name"), unit="1M tokens")

"""StepFun's price list."""

from spiders.authoring import Claims, Documentation, LayoutChanged, Link, Page, Row, Unit, model_row

UNITS: dict[str, Unit] = {"1M tokens": "1M tokens", "1K tokens": "1K tokens"}


class StepfunPricing(Documentation):
    """StepFun's prices in dollars, with a column that says what a price is per.

    What is free while it is a preview stands in a column on the status, and is listed, not read.
    """

    publisher = "stepfun"
    role = "priced"
    links = [Link.markdown("pricing", "https://platform.stepfun.ai/docs/en/guides/pricing/details")]
    expect = {"prices": range(3, 600)}
    money_pattern = r"\$\d|Free"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def prices(self, page: Page) -> Claims:
        for table in page.outline.tables("Model", "Billing unit"):
            yield from self.read_each(page, "prices", table.rows(), self.row)

    def row(self, row: Row) -> Claims:
        written = row.pop("Billing unit")
        route = row.pop("Model")
        if written.text in ("", "-", "—"):
            row.pop_rest()
            return iter(())
        unit = UNITS.get(written.text)
        if unit is None:
            raise LayoutChanged("a unit is not known", where=written.locator, found=written.text)
        return model_row(row, route=route, unit=unit, ignore=["status"])

"""Sources that are read by the general reader alone."""

from typing import ClassVar

from spiders.claims import Claims
from spiders.errors import LayoutChanged
from spiders.general.reader import general_prices
from spiders.parsing.page import Page
from spiders.source import Documentation


class PricePage(Documentation):
    """A seller's page of prices, read by what its headers, units and labels mean.

    A subclass says whose page it is and where. A page without one price that is understood is an
    error; what is not understood is no plain price (docs/general-reader.md).
    """

    seller: ClassVar[str | None] = None
    """Who sells, where that is not the publisher under its own id: its platform for China."""
    role = "priced"
    expect: ClassVar[dict[str, range]] = {"prices": range(1, 5000)}

    def prices(self, page: Page) -> Claims:
        prices = general_prices(page)
        if not prices:
            headers = [", ".join(map(repr, table.labels)) for table in page.outline.tables()]
            raise LayoutChanged(
                "no price is understood",
                expected="amounts whose headers or labels say a model, what is counted and the unit",
                found=" | ".join(headers) or "no table",
            )
        for price in prices:
            yield price.claim.model_copy(update={"seller": self.seller})

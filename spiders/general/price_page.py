"""Sources that are read by the general reader alone."""

from typing import ClassVar

from spiders.claims import Claims
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
        for price in general_prices(page):
            yield price.claim.model_copy(update={"seller": self.seller})

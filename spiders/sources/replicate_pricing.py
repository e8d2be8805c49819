"""Replicate's price list."""

from spiders.authoring import Claim, Claims, LayoutChanged, Link, Page, Row, Source

# The name of a kind of hardware, before its id: the CPU of "CPU cpu".
HARDWARE_NAME = r"^(.+?)(?: [a-z0-9-]+)?$"
PRICE_PER_SECOND = r"^(\$[\d.]+) ?/ ?sec"


class ReplicatePricing(Source):
    """What each kind of Replicate's hardware costs, in dollars per second: most of its models are
    charged by that.

    What its official models cost per picture or token stands in cards of unknown structure: listed,
    not read.
    """

    publisher = "replicate"
    lineage = "first_party"
    role = "priced"
    terms = "public page; robots allow"
    refresh_every = "7d"
    links = [
        Link(
            kind="pricing",
            url="https://replicate.com/pricing",
            aliases=("https://replicate.com/docs/billing",),
        )
    ]
    expect = {"hardware": range(4, 80)}
    unverified_reason = (
        "no copy of a real page was at hand; of its structure only the table of hardware is known"
    )

    def hardware(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for line, _ in section.lines(r"\$\d"):
                page.note_unread(
                    "hardware", "a price outside the table of hardware is not read", line.locator
                )
            for table in section.tables("Hardware", "Price"):
                rows = table.rows(ignore=table.labels)
                yield from self.read_each(page, "hardware", rows, self.price)

    def price(self, row: Row) -> Claims:
        name = row.pop("Hardware").find(HARDWARE_NAME)
        cell = row.pop("Price")
        price = cell.find(PRICE_PER_SECOND)
        if name is None or price is None:
            raise LayoutChanged(
                "hardware has no price per second", where=cell.locator, found=cell.text
            )
        yield Claim(service=name, meter="second", unit="second", quote=price)

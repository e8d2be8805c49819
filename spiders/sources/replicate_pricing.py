"""Replicate's price list: what each kind of hardware costs per second, which most of its models are
charged by.

What its official models cost per picture or token stands in cards of unknown structure: listed, not
read.
"""

from spiders.claims import Claim, Claims, Link
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.source import Source


class ReplicatePricing(Source):
    publisher = "replicate"
    lineage = "first_party"
    terms = "public page; robots allow"
    refresh_every = "7d"
    unverified_reason = (
        "no copy of a real page was at hand; of its structure only the table of hardware is known"
    )
    links = [
        Link(
            kind="pricing",
            url="https://replicate.com/pricing",
            aliases=("https://replicate.com/docs/billing",),
        )
    ]
    expect = {"hardware": range(4, 80)}

    def hardware(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for line, _ in section.lines(r"\$\d"):
                page.note_unread(
                    "hardware", "a price outside the table of hardware is not read", line.locator
                )
            for table in section.tables("Hardware", "Price"):
                for row in table.rows(ignore=table.labels):
                    label, price = row.pop("Hardware"), row.pop("Price")
                    name, second = (
                        label.find(r"^(.+?)(?: [a-z0-9-]+)?$"),
                        price.find(r"^(\$[\d.]+) ?/ ?sec"),
                    )
                    if name is None or second is None:
                        raise LayoutChanged(
                            "hardware has no price per second",
                            where=price.locator,
                            found=price.text,
                        )
                    yield Claim(service=name, meter="second", unit="second", quote=second)

"""Cohere's deprecations: dated announcements that list models, or that have a table of them with price and replacement.

What lists of models say is said by the line above them. An announcement in prose is listed as not read.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Quote
from spiders.outline import Section
from spiders.page import Page
from spiders.phrases import read_unit
from spiders.source import Source

DAY = r"[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?, \d{4}"
LISTS: dict[str, Attribute] = {
    r"the following models will be retired:$": "retired_date",
    r"^Deprecated Models:$": "deprecated_date",
}
_URL = "https://docs.cohere.com/docs/deprecations"


class CohereLifecycle(Source):
    publisher = "cohere"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    money = r"\$\d"
    links = [Link(kind="lifecycle", url=f"{_URL}.md", aliases=(_URL,))]
    expect = {"announcements": range(8, 3000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.announcements)

    def announcements(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            announced = re.match(r"(\d{4}-\d\d-\d\d): ", section.name)
            if announced and section.heading:
                day = section.heading.part(*announced.span(1))
                claims = [*self.listed(section), *self.tabled(section, day)]
                if not claims:
                    page.unread("announcements", f"{section.name!r} is written in prose", section.heading.locator)
                yield from claims

    def listed(self, section: Section) -> Iterator[Claim]:
        day = section.phrase(rf"Effective ({DAY}),")
        for above, attribute in LISTS.items():
            for _, line, route in section.codes_under(above):
                if day is None:
                    raise PageChanged("a list of models has no day", where=line.locator, found=line.text)
                yield Claim(route=route, attribute=attribute, quote=day.within(line.as_context("caption")))

    def tabled(self, section: Section, announced: Quote) -> Iterator[Claim]:
        for table in section.tables("Shutdown Date"):
            for row in table.rows():
                route, price = row.pop("Deprecated Model"), row.pop("Deprecated Model Price")
                yield Claim(route=route, attribute="deprecated_date", quote=announced)
                yield Claim(route=route, attribute="retired_date", quote=row.pop("Shutdown Date"))
                yield Claim(route=route, attribute="successor", quote=row.pop("Recommended Replacement"))
                if (unit := read_unit(price.text)) is None:
                    raise PageChanged("a price has no unit", where=price.locator, found=price.text)
                yield Claim(route=route, price="search", unit=unit, quote=price)

"""Cohere's deprecations: dated announcements that list models, or that have a table of them with
price and replacement.

What lists of models say is said by the line above them. An announcement in prose is listed as not
read.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.readers.phrases import require_unit
from spiders.source import Documentation

LISTS: dict[str, Attribute] = {
    r"the following models will be retired:$": "retired_date",
    r"^Deprecated Models:$": "deprecated_date",
}
ENDS: dict[str, Attribute] = {
    "Shutdown Date": "retired_date",
    "Recommended Replacement": "successor",
}


class CohereLifecycle(Documentation):
    publisher = "cohere"
    money_pattern = r"\$\d"
    links = [Link.markdown("lifecycle", "https://docs.cohere.com/docs/deprecations")]
    expect = {"announcements": range(8, 3000)}

    def announcements(self, page: Page) -> Claims:
        for day, section in page.outline.sections_matching(r"^(\d{4}-\d\d-\d\d): "):
            claims = [*self.listed(section), *self.tabled(section, day)]
            yield from claims
            if not claims:
                page.note_unread(
                    "announcements", f"{section.name!r} is written in prose", day.locator
                )

    def listed(self, section: Section) -> Claims:
        for above, attribute in LISTS.items():
            for _, line, route in section.codes_under(above):
                day = section.require(r"Effective ([A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?, \d{4}),")
                yield Claim(
                    route=route,
                    attribute=attribute,
                    quote=day.with_context(line.as_context("caption")),
                )

    def tabled(self, section: Section, announced: Quote) -> Claims:
        for row in section.rows("Shutdown Date"):
            route, price = row.pop("Deprecated Model"), row.pop("Deprecated Model Price")
            yield Claim(route=route, attribute="deprecated_date", quote=announced)
            yield from attribute_claims(row, ENDS, route=route)
            yield Claim(route=route, meter="search", unit=require_unit(price), quote=price)

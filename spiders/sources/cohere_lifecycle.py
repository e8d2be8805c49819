"""Cohere's deprecations."""

from functools import partial

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    Row,
    Section,
    attribute_claims,
    require_unit,
)

# "2025-09-15: Command R and others"
ANNOUNCEMENT_HEADING = r"^(\d{4}-\d\d-\d\d): "
# What a list of models says of them, by the line above it.
LISTS: dict[str, Attribute] = {
    r"the following models will be retired:$": "retired_date",
    r"^Deprecated Models:$": "deprecated_date",
}
# "Effective September 15th, 2025,"
EFFECTIVE_DAY = r"Effective ([A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?, \d{4}),"
COLUMNS: dict[str, Attribute] = {
    "Shutdown Date": "retired_date",
    "Recommended Replacement": "successor",
}


class CohereLifecycle(Documentation):
    """Cohere's dated announcements: lists of models, or a table with prices and replacements.

    The price of a deprecated model is in dollars per the unit in its cell. An announcement in prose
    is listed as unread.
    """

    publisher = "cohere"
    role = "lifecycle"
    links = [Link.markdown("lifecycle", "https://docs.cohere.com/docs/deprecations")]
    expect = {"announcements": range(8, 3000)}
    money_pattern = r"\$\d"

    def announcements(self, page: Page) -> Claims:
        for day, section in page.outline.sections_matching(ANNOUNCEMENT_HEADING):
            claims = [*self.listed(section), *self.tabled(page, section, day)]
            yield from claims
            if not claims:
                page.note_unread(
                    "announcements", f"{section.name!r} is written in prose", day.locator
                )

    def listed(self, section: Section) -> Claims:
        for line_above, attribute in LISTS.items():
            for _, line, route in section.codes_under(line_above):
                day = section.require(EFFECTIVE_DAY).with_context(caption=line)
                yield Claim(route=route, attribute=attribute, quote=day)

    def tabled(self, page: Page, section: Section, announced: Quote) -> Claims:
        rows = section.rows("Shutdown Date")
        return self.read_each(page, "announcements", rows, partial(self.row, announced))

    def row(self, announced: Quote, row: Row) -> Claims:
        route = row.pop("Deprecated Model")
        price = row.pop("Deprecated Model Price")
        yield Claim(route=route, attribute="deprecated_date", quote=announced)
        yield from attribute_claims(row, COLUMNS, route=route)
        yield Claim(route=route, meter="search", unit=require_unit(price), quote=price)

"""Which method of a source read a value: found by reading its archived page again."""

from spiders.claims import Claim
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.source import Source


def reading_method(source: Source, page: Page, locator: str, about: str) -> str | None:
    """The first part of the source that claims a value at a locator, as "acme_pricing.prices".

    `about` is the value's meter or attribute: one text can be read for two things. None where no
    part does so today: the source has changed since, or the page is one that it no longer reads.
    """
    for part in source.expect:
        for claim in _claims_of_part(source, part, page):
            if claim.quote.locator == locator and about in (claim.meter, claim.attribute):
                return f"{source.name}.{part}"
    return None


def _claims_of_part(source: Source, part: str, page: Page) -> list[Claim]:
    """The claims of one part; none where it cannot read this page, which may be of another kind."""
    try:
        return list(getattr(source, part)(page))
    except (LayoutChanged, LookupError, TypeError, ValueError, AttributeError):
        return []

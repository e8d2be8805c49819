"""Which method of a source read a quote: found by reading its archived page again."""

from spiders.claims import Claim
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.source import Source


def reading_method(source: Source, page: Page, locator: str) -> str | None:
    """The first part of the source that claims the text at a locator, as "acme_pricing.prices".

    None where no part does so today: the source has changed since, or another page led to it.
    """
    for part in source.expect:
        claims = _claims_of_part(source, part, page)
        if any(claim.quote.locator == locator for claim in claims):
            return f"{source.name}.{part}"
    return None


def _claims_of_part(source: Source, part: str, page: Page) -> list[Claim]:
    """The claims of one part; none where it cannot read this page, which may be of another kind."""
    try:
        return list(getattr(source, part)(page))
    except (LayoutChanged, LookupError, TypeError, ValueError, AttributeError):
        return []

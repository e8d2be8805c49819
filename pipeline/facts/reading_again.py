"""What reading an archived page again says of a value: which method of a source reads it, and where an
older page states it. Of an interval only the newest place is stored; a list that grows moves all others.
"""

from typing import NamedTuple

import pyarrow.compute as pc

from pipeline.facts.extraction import ArchivedBody, extract_page
from spiders.archive import Archive
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


class Place(NamedTuple):
    """A locator of a value, and the texts around it as a JSON list (role, text, locator)."""

    locator: str
    context: str


def place_on(
    archive: Archive,
    source: Source,
    body: ArchivedBody,
    key_id: str,
    anchor: ArchivedBody | None = None,
) -> Place | None:
    """Where an archived page states the fact with this key, found by reading the page again, beside its
    anchor where it has one. None where it is not read there today. Raises ArchiveDamaged.
    """
    facts = extract_page(archive, source, body, anchor).tables["fact"]
    found = facts.filter(pc.field("key_id") == key_id).to_pylist()
    if not found:
        return None
    return Place(found[0]["locator"], found[0]["context"])

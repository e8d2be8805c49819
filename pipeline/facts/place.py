"""Where an older page states a fact. Of an interval only the newest place is stored; a list that
grows moves all others.
"""

from typing import NamedTuple

import pyarrow.compute as pc

from pipeline.facts.extraction import ArchivedBody, extract_page
from spiders.archive import Archive
from spiders.source import Source


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

"""Which route of the catalog a table's row is about: by the catalog's own rules of identity, never by similarity."""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.identity import Offer, Subject, resolve
from warehouse.store import Database, statement


class Route(NamedTuple):
    """A route of one provider, and the rule by which a name is of it."""

    route_id: str
    rule: str


def routes(catalog: Database, named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Route]:
    """The route of every (provider, stated name), of the catalog's and of those in `named`.

    A name in `named` is read as if one more page stated it, so that both sides are held to the same rules.
    """
    subjects = [Subject(*row) for row in catalog.query(statement("core", "subject")).rows]
    known = {(subject.provider, subject.stated) for subject in subjects if subject.kind == "route"}
    others = [Subject(provider, "route", stated) for provider, stated in set(named) - known]
    offers = [
        Offer(row[0], Subject(*row[1:4]), (row[4], row[5])) for row in catalog.query(statement("core", "offer")).rows
    ]
    identities, _ = resolve([*subjects, *others], offers)
    return {
        (found.subject.provider, found.subject.stated): Route(found.route_id, found.rule)
        for found in identities
        if found.route_id
    }

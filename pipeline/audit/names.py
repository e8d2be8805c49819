"""Which route of the catalog a table's row is about: by the catalog's own rules of identity, never
by similarity.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pipeline.identity.resolve import StatedSubject
from pipeline.identity.subjects import resolve_stored
from warehouse.store import Database


class RouteMatch(NamedTuple):
    """A route of one provider, and the rule by which a name is of it."""

    route_id: str
    rule: str


def match_routes(
    catalog: Database, named: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], RouteMatch]:
    """The route of every (provider, stated name), of the catalog's and of those in `named`."""
    subjects = [StatedSubject(provider, "route", stated) for provider, stated in set(named)]
    routes: dict[tuple[str, str], RouteMatch] = {}
    for identity in resolve_stored(catalog, subjects):
        subject = identity.subject
        if subject.kind == "route" and identity.route_id:
            route = RouteMatch(identity.route_id, identity.rule)
            routes[subject.provider, subject.stated] = route
    return routes

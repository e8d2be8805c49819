"""Continue comparing: other pages that a reader may want. Never empty while the catalog has three models."""

import re
from collections.abc import Callable, Iterable

from reports.directory import Entry
from reports.names import folded
from reports.sections.masthead import path_of
from reports.side import Pair, Side
from reports.value import Frozen

_OF_A_KIND = 2


class Neighbour(Frozen):
    """Another pair, and why."""

    reason: str
    title: str
    first: str
    second: str
    path: str


def neighbours(pair: Pair) -> tuple[Neighbour, ...]:
    found: dict[str, Neighbour] = {}
    for side, other in pair.sides:
        for reason, entry in _proposed(pair, side, other):
            path = path_of(side.entry, entry)
            first, second = sorted((side.entry, entry), key=lambda entry: entry.address)
            title = f"{first.name} vs {second.name}"
            found.setdefault(
                path, Neighbour(reason=reason, title=title, first=first.model_id, second=second.model_id, path=path)
            )
    return tuple(found.values())


def _proposed(pair: Pair, side: Side, other: Side) -> Iterable[tuple[str, Entry]]:
    taken = {side.entry.model_id, other.entry.model_id}
    rest = [entry for entry in pair.directory.values() if entry.model_id not in taken and not _is_pointer(entry)]
    successors = {re.sub(r"-20\d{6}$", "", folded(route.successor.text)) for route in side.routes if route.successor}
    reasons: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
        ("named as its successor", lambda entry: folded(entry.model_id) in successors),
        (
            "same family",
            lambda entry: (
                entry.family is not None and entry.family == side.entry.family and entry.lab == side.entry.lab
            ),
        ),
        ("similar price", lambda entry: _is_similar(side.entry, entry) and entry.lab != side.entry.lab),
        ("sold by most", lambda _: True),
    )
    chosen: set[str] = set()
    for reason, fits in reasons:
        if reason == "sold by most" and chosen:
            break
        for entry in sorted((e for e in rest if e.model_id not in chosen and fits(e)), key=_popular)[:_OF_A_KIND]:
            chosen.add(entry.model_id)
            yield reason, entry


def _is_pointer(entry: Entry) -> bool:
    return "latest" in folded(entry.name).split("-")


def _popular(entry: Entry) -> tuple[int, str]:
    return (-entry.live_routes, entry.model_id)


def _is_similar(one: Entry, other: Entry) -> bool:
    """A price between four fifths and five quarters."""
    if not one.usd_in_and_out or not other.usd_in_and_out:
        return False
    return 4 * one.usd_in_and_out <= 5 * other.usd_in_and_out and 4 * other.usd_in_and_out <= 5 * one.usd_in_and_out

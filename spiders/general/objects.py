"""Prices in objects of JSON: every object and list of a page is walked through."""

from collections.abc import Iterator, Sequence

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.general.object_prices import (
    NO_PRICES,
    ObjectPrice,
    claims_of_price,
    is_number,
    own_prices,
    said_conditions,
    unit_by_size,
)
from spiders.general.object_surroundings import Around, enter, inner_objects
from spiders.general.table_claims import StatedPrice
from spiders.parsing.json_tree import Json, Node
from spiders.parsing.page import Page

_MOST_DEEP = 30


def object_prices(roots: Sequence[Node]) -> list[StatedPrice]:
    """The prices in objects. Where no key and no text says what token prices are per, their size
    does, if nearly all of them agree.
    """
    found: list[ObjectPrice] = []
    for root in roots:
        found += _prices(root, Around(), 0)
    unit = unit_by_size(found)
    prices: list[StatedPrice] = []
    for one in found:
        claims = claims_of_price(one, unit)
        prices += [StatedPrice(claim, one.column, "objects") for claim in claims]
    return prices


def json_root(page: Page) -> Node | None:
    """The object or list that a page of JSON is; None for a page of another form, also for Markdown
    that begins with a bracket.
    """
    if page.is_html or page.text[:200].lstrip()[:1] not in ("{", "["):
        return None
    try:
        return page.json()
    except LayoutChanged:
        return None


def html_texts(node: Node, depth: int = 0) -> Iterator[Quote]:
    """The texts of an object that hold HTML tables."""
    if depth > _MOST_DEEP:
        return
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            if isinstance(value, str) and "<table" in value:
                yield node.require(key)
    if isinstance(node.value, dict | list):
        for child in node.nodes():
            if isinstance(child.value, dict | list):
                yield from html_texts(child, depth + 1)


def number_cells(
    node: Node, around: Around | None = None, depth: int = 0
) -> Iterator[tuple[Quote, str, Quote]]:
    """(subject, path, value) of every number of an object with a name, whatever its key means."""
    around = around or Around()
    if depth > _MOST_DEEP or not isinstance(node.value, dict | list):
        return
    if isinstance(node.value, list):
        for child in node.nodes():
            yield from number_cells(child, around, depth + 1)
        return
    around = enter(node, around)
    if around.subject:
        for key, value in node.members():
            if is_number(value):
                yield around.subject, "/".join([*around.keys, key]), node.require(key)
    for _, child, inner in inner_objects(node, around):
        yield from number_cells(child, inner, depth + 1)


def _prices(node: Node, around: Around, depth: int) -> Iterator[ObjectPrice]:
    if depth > _MOST_DEEP:
        return
    if isinstance(node.value, list):
        yield from _prices_in_list(node, node.value, around, depth)
    elif isinstance(node.value, dict):
        yield from _prices_in_object(node, node.value, around, depth)


def _prices_in_list(
    node: Node, elements: Sequence[Json], around: Around, depth: int
) -> Iterator[ObjectPrice]:
    if around.in_prices and any(said_conditions(element) for element in elements):
        around = around._replace(conditions="unknown condition: one of several")
    for child in node.nodes():
        if isinstance(child.value, dict | list):
            yield from _prices(child, around, depth + 1)


def _prices_in_object(
    node: Node, members: dict[str, Json], around: Around, depth: int
) -> Iterator[ObjectPrice]:
    around = enter(node, around)
    yield from own_prices(node, around)
    conditions = said_conditions(members) if around.in_prices else ""
    for key, child, inner in inner_objects(node, around):
        if NO_PRICES.search(key):
            continue
        below = inner._replace(conditions=conditions) if conditions else inner
        yield from _prices(child, below, depth + 1)

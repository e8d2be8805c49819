"""The general reader: the prices of any page."""

from collections.abc import Iterator, Sequence
from functools import partial

from spiders.claims import Claim
from spiders.extraction import drop_conflicts, objects_around
from spiders.general.objects import html_texts, json_root, object_prices
from spiders.general.surroundings import tables_with_surroundings
from spiders.general.table_claims import StatedPrice
from spiders.general.tables import table_prices
from spiders.parsing.findings import Finding
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.stated_prices.settle import settle


def general_prices(page: Page) -> list[StatedPrice]:
    """The prices that the tables and objects of a page state, by the meaning of their words.

    What a page says in words that are not known holds under a condition, as the variant of its
    price; what does not say its meter, its unit or its currency is left out.
    """
    root = json_root(page)
    if root is None:
        found = [*_table_prices(page), *_data_prices(page)]
    else:
        found = _object_prices(page, root)
    return list(_settled(page, found))


def _object_prices(page: Page, root: Node) -> list[StatedPrice]:
    found = object_prices([root])
    for text in html_texts(root):
        found += _table_prices(page.html(text))
    return found


def _table_prices(page: Page) -> Iterator[StatedPrice]:
    for table, around in tables_with_surroundings(page):
        yield from table_prices(page, table, around)


def _data_prices(page: Page) -> list[StatedPrice]:
    """The prices in the data that a page carries for its scripts."""
    return object_prices(page.flight) if page.is_html else []


def _settled(page: Page, found: Sequence[StatedPrice]) -> Iterator[StatedPrice]:
    """The prices with their amounts and conditions read, as those of sources are."""
    findings: list[Finding] = []
    places = {_place(price.claim): price for price in found}
    claims = [price.claim for price in found]
    around = partial(objects_around, page)
    settled = list(settle(claims, page.text if claims else "", around, page.text_at))
    for claim in drop_conflicts(settled, findings):
        yield places[_place(claim)]._replace(claim=claim)


def _place(claim: Claim) -> str:
    return claim.quote.locator.partition(" > chars:")[0]

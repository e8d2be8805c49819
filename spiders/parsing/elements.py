"""Elements of an HTML page that are found by CSS selectors: cards, rows of a card, components with
their data in attributes.
"""

from collections.abc import Callable, Mapping

from spiders.characters import plain_characters
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node, parse_json


class Element:
    """An element of an HTML page.

    `quote` is the text it shows, `source` the text as it is written in it, a script's too. `all`
    gives the elements inside that match a CSS selector, in order.
    """

    def __init__(
        self,
        quote: Quote,
        source: str,
        attributes: Mapping[str, str],
        inside: Callable[[str], "list[Element]"],
    ) -> None:
        self.quote = quote
        self.source = source
        self.all = inside
        self._attributes = attributes

    def select_one(self, selector: str) -> "Element":
        """The one element inside that matches a CSS selector. Raises LayoutChanged for none or
        several.
        """
        found = self.all(selector)
        if len(found) != 1:
            raise LayoutChanged(
                f"{len(found)} elements match {selector!r}",
                where=self.quote.locator,
                expected="one",
            )
        return found[0]

    def attribute(self, name: str) -> Quote:
        """The value of an attribute. Raises LayoutChanged when there is no such attribute."""
        if name not in self._attributes:
            raise LayoutChanged(f"there is no attribute {name!r}", where=self.quote.locator)
        text = plain_characters(self._attributes[name])
        return Quote(text=text, locator=f"{self.quote.locator} > attr:{name}")

    def data(self, name: str) -> Node:
        """The JSON that an attribute holds, such as the properties of a component."""
        written = self.attribute(name)
        return Node(parse_json(written.text), base=f"{written.locator} > json:")

"""Headers of columns, and how their texts are compared."""

from dataclasses import dataclass
from functools import cached_property

from spiders.characters import plain_characters
from spiders.claims import Context, ContextRole, Quote
from spiders.conditions import without_conditions


def normalised(text: str) -> str:
    """Text for matching headers and headings: case, spacing, "&" and invisible characters do
    not matter.
    """
    folded = plain_characters(text).casefold().replace("&", " and ")
    return " ".join(folded.split())


@dataclass(frozen=True)
class Header:
    """A column's header: one quote, or one for each header row above the column, outermost first.

    `given` is the label of a column that the page itself leaves without a header.
    """

    quotes: tuple[Quote, ...] = ()
    given: str = ""

    @property
    def label(self) -> str:
        """The text to find the column by: "Input" or, of several header rows, "Price / Input"."""
        if self.given:
            return self.given
        texts = [quote.text for quote in self.quotes if quote.text]
        without_repeats = dict.fromkeys(texts)
        return " / ".join(without_repeats)

    @property
    def place(self) -> str:
        """The label and the locator of its cell, for messages. A given label has no cell."""
        where = f" at {self.quotes[-1].locator}" if self.quotes else ""
        return f"{self.label!r}{where}"

    @property
    def key(self) -> str:
        """The label, normalised for comparing."""
        return normalised(self.label)

    @cached_property
    def plain_key(self) -> str:
        """The key without the conditions that the label states: "input" of "Input (until May 1,
        2027)".
        """
        return normalised(without_conditions(self.label))

    @property
    def is_conditional(self) -> bool:
        """Whether the label states a condition of the values below it."""
        return self.plain_key != self.key

    def as_context(self, role: ContextRole = "column") -> list[Context]:
        """The header as context of a cell below it."""
        return [quote.as_context(role) for quote in self.quotes if quote.text]

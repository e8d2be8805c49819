"""What someone else's table states: a price of one meter, or something that cannot be compared,
with the reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple, TypeAlias

from pipeline.facts.money import stored_per_mtok
from pipeline.failures import Failure
from pipeline.tables.offers.account import Account
from pipeline.tables.offers.offer import Offer
from spiders.claims import Lifetime, Meter, Modality, Quote, Tier
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json, Node
from spiders.readers.price_keys import PriceKey

BYTE_ORDER_MARK = "\ufeff"
OTHER_UNIT = "no price per token"
_ROW_FAULTS = (LayoutChanged, Failure, ValueError, ArithmeticError, LookupError)
"""What reading a row raises where it is not as its format says."""


class TableFile(NamedTuple):
    """One file of a table: its name within the table, the form of its places (json, yaml, toml),
    its data, and the text that these were read from.
    """

    name: str
    form: str
    data: Json
    text: str = ""

    def root(self) -> Node:
        return Node(self.data, base=f"{self.form}:")


class TablePrice(NamedTuple):
    """A price per token in a table, with its file and its place there. Bands are half-open, in
    tokens.
    """

    provider: str
    stated: str
    meter: Meter
    usd_per_mtok: Decimal
    file: str
    place: str
    tier: Tier = "standard"
    context_from_tokens: int | None = None
    context_to_tokens: int | None = None
    lifetime: Lifetime | None = None
    modality: Modality | None = None
    hours: str | None = None
    written: str = ""
    """The number as the file has it; `scale` times this is US dollars per million tokens."""
    scale: Decimal = Decimal(1)
    repeats: tuple[str, ...] = ()
    """Further places of the file that state the same price once more."""
    is_dated: bool = False
    """Whether it is the price of a period that the file keeps beside those of other times."""

    @property
    def source(self) -> str:
        """Who says so: the file."""
        return self.file


class LeftOut(NamedTuple):
    """Something in a table that is not compared."""

    why: str
    file: str
    place: str


class Unreadable(NamedTuple):
    """A row or a file of a table that is not as its format says: nothing of it is compared."""

    why: str
    file: str
    place: str


TableItem: TypeAlias = TablePrice | LeftOut | Unreadable


class TableFormat(NamedTuple):
    """A format of tables. `recognises` says whether a file is of it, `read` what the files state on
    a day; `write` makes the file of a day of the catalog's offers, where the format is written.
    """

    name: str
    publisher: str
    """Whose table it is: what the catalog has from there about others is no witness."""
    recognises: Callable[[TableFile], bool]
    read: Callable[[list[TableFile], date], Iterator[TableItem]]
    write: Callable[[Sequence[Offer], date, Account], bytes] | None = None


class TableEntry(NamedTuple):
    """A seller's model in a file of a table: what a reader says once for all of its prices."""

    document: TableFile
    provider: str
    stated: str
    is_dated: bool = False
    """Whether its prices stand beside those of other times."""

    def price(
        self,
        quote: Quote,
        key: PriceKey,
        scale: Decimal,
        *,
        over: int | None = None,
        upto: int | None = None,
        hours: str | None = None,
        repeats: Sequence[Quote] = (),
    ) -> TableItem:
        """The price in a quote, `scale` times which is US dollars per million tokens."""
        if not key.unit.endswith("token"):
            return self.left_out(quote, OTHER_UNIT)
        try:
            number = Decimal(quote.text)
        except InvalidOperation:
            return self.left_out(quote, "no number")
        if not number.is_finite() or number < 0:
            return self.left_out(quote, "a number that is no price")
        return TablePrice(
            provider=self.provider,
            stated=self.stated,
            meter=key.meter,
            usd_per_mtok=stored_per_mtok(number * scale),
            file=self.document.name,
            place=quote.locator,
            tier=key.tier,
            context_from_tokens=int(key.over_tokens.lstrip(">=")) if key.over_tokens else over,
            context_to_tokens=upto,
            lifetime=key.lifetime,
            modality=key.modality,
            hours=hours,
            written=quote.text,
            scale=scale,
            repeats=tuple(other.locator for other in repeats if other.text == quote.text),
            is_dated=self.is_dated,
        )

    def left_out(self, place: Quote | Node, why: str = OTHER_UNIT) -> LeftOut:
        """Something stated of the model that is not compared."""
        where = place.where if isinstance(place, Node) else place.locator
        return LeftOut(why, self.document.name, where)


def token_count(quote: Quote) -> int:
    """The end of a band of input lengths. Raises ValueError for what is no number."""
    try:
        return int(Decimal(quote.text))
    except (ArithmeticError, ValueError):
        raise ValueError(
            f"expected a number of tokens, found {quote.text!r} at {quote.locator}"
        ) from None


def read_rows(
    document: TableFile, rows: Iterable[Node], read: Callable[[Node], Iterator[TableItem]]
) -> Iterator[TableItem]:
    """What is stated by each row: all of it, or, where it is not as the format says, the finding
    that it is not. One odd row costs no other.
    """
    for row in rows:
        try:
            stated = list(read(row))
        except _ROW_FAULTS as error:
            stated = [Unreadable(str(error) or type(error).__name__, document.name, row.where)]
        yield from stated

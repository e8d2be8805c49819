"""Prices of what is sold beside the models, in tables of services and in sentences."""

import re
from collections.abc import Mapping

from spiders.claims import Claim, Claims, Meter, Unit
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Outline, Section
from spiders.parsing.tables import Table
from spiders.readers.phrases import long_date, read_unit

FACTOR = r"\b\d+(?:\.\d+)?x(?= )|\b\d+(?:\.\d+)?% (?:premium|uplift|surcharge|discount)\b"


def service_prices_in_table(table: Table, service: str, price: str, meter: Meter) -> Claims:
    """The services of a table under the header `service` and their prices under `price`; a row in
    words gives none.

    The unit is in the cell or in its header. Raises LayoutChanged where neither names one.
    """
    for row in table.rows(ignore=table.labels):
        name, cell = row.pop(service), row.pop(price)
        if re.match(r"[$€¥]\d", cell.text):
            if (unit := read_unit(cell.text) or read_unit(price)) is None:
                raise LayoutChanged("a price has no unit", where=cell.locator, found=cell.text)
            yield Claim(service=name, meter=meter, unit=unit, quote=cell)


def service_prices_in_sentences(
    outline: Outline, sentences: Mapping[str, tuple[Meter, Unit]]
) -> Claims:
    """The prices in lines that match a pattern, whose groups `service` and `price` say what costs
    how much.
    """
    for pattern, (meter, unit) in sentences.items():
        for line, match in (
            found for section in outline.sections() for found in section.lines(pattern)
        ):
            service, price = line.slice(*match.span("service")), line.slice(*match.span("price"))
            yield Claim(service=service, meter=meter, unit=unit, quote=price)


def price_rules(outline: Outline) -> Claims:
    """The sentences that multiply prices, "a 10% premium", each with its factor: rules of the
    publisher, not prices.
    """
    for sentence in outline.sentences(FACTOR):
        for factor in sentence.find_all(FACTOR):
            yield Claim(service=sentence, attribute="price_rule", variant=factor.text, quote=factor)


def free_until(section: Section, claim: Claim) -> Claims:
    """The same thing for nothing, where a line of the section says so: "... are free until November
    21, 2025".
    """
    for line, match in section.lines(r"\b(free) until ([A-Z][a-z]+ \d{1,2}, \d{4})"):
        end = long_date(match[2]).isoformat()
        yield claim.model_copy(
            update={
                "quote": line.slice(*match.span(1)),
                "price_class": "promotional",
                "valid_to": end,
            }
        )

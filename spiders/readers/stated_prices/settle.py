"""The claims of a page with their amounts and conditions read, whichever source made them.

What is no single amount under known conditions stays as it is written, so that it becomes no fact.
"""

from collections.abc import Iterable

from spiders.claims import Claim, Claims
from spiders.readers.stated_prices.beside import TextAt, doubts_beside
from spiders.readers.stated_prices.cells import least_charge, settle_prices
from spiders.readers.stated_prices.footnotes import (
    conditional_note,
    numbered_conditions,
    numbered_note,
)
from spiders.readers.stated_prices.json_conditions import Around, ConditionsBeside, with_keys_beside
from spiders.readers.stated_prices.labels import settle_subject, with_header_conditions
from spiders.readers.stated_prices.number_style import number_style, settle_number


def settle(
    claims: Iterable[Claim],
    page_text: str,
    objects_around: Around | None = None,
    text_at: TextAt | None = None,
) -> Claims:
    """The claims of a page with their amounts and conditions read.

    A label or a cell such as "until May 1, 2027", "promotional" or "off-peak" qualifies its price.
    Amounts with a condition each, in one cell, become prices of their own. A price whose number can
    mean two things gets a doubt, and so does one that was cut out of a text whose next words change
    it; `text_at` gives the text at a locator.
    """
    given = list(claims)
    style = number_style([claim.quote.text for claim in given if claim.meter], page_text)
    numbered_notes = numbered_conditions(page_text)
    beside = ConditionsBeside(objects_around) if objects_around else None
    beside_amounts = doubts_beside(given, text_at) if text_at else {}
    for claim in given:
        if id(claim) in beside_amounts:
            yield settle_subject(claim.model_copy(update={"doubt": beside_amounts[id(claim)]}))
            continue
        named = settle_subject(claim)
        if named.meter is None:
            yield named
            continue
        conditioned = with_header_conditions(named)
        if beside is not None:
            conditioned = with_keys_beside(conditioned, beside)
        note = conditional_note(conditioned.quote.text, page_text)
        if numbered_notes and not note:
            note = numbered_note(conditioned, numbered_notes, page_text)
        for price in (*settle_prices(conditioned), *least_charge(conditioned)):
            settled = settle_number(price, style)
            if note and not settled.doubt:
                doubt = f"the note of its mark states a condition: {note!r}"
                settled = settled.model_copy(update={"doubt": doubt})
            yield settled

"""What the general reader finds, misses and reads wrongly of a page, by what the page's own source
reads there.

Two prices are the same where subject, meter, value in its currency and unit, tier, band, lifetime
and modality are, and where both hold under a condition (a variant, a region, a time, an offer) or
neither does.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.facts.fact import FactKey
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim

Form = Literal["HTML tables", "Markdown tables", "JSX data", "JSON", "other"]
_CELL = re.compile(r"^.*?(?:t[dh]:nth-child\(\d+\)(?=$| > (?!t[dhr]|tbody|table))|> cell:\d+)")


class Price(NamedTuple):
    """A price as it is compared."""

    cell: str
    """The cell or the value that states it."""
    subject: str
    value: str
    meter: str
    terms: tuple[object, ...]
    """Tier, band, lifetime and modality."""
    is_conditional: bool
    form: Form
    shown: str

    @property
    def what(self) -> tuple[object, ...]:
        """All that must be the same."""
        return (self.cell, self.subject, self.value, self.meter, self.terms, self.is_conditional)


class PageResult(NamedTuple):
    """What came out for a page."""

    found: list[Price]
    """Prices of the source that the general reader has too."""
    missed: list[Price]
    wrong: list[tuple[Price, Price]]
    """Prices of the general reader from a cell that the source reads otherwise, with what it reads.
    """
    beyond: list[Price]
    """Prices of the general reader where the source reads nothing."""


def form_of(locator: str) -> Form:
    """How a page writes what stands at a locator."""
    if re.search(r"attr:|array:|jsx:|flight:|source:", locator):
        return "JSX data"
    if re.search(r"\bt[dh]:nth-child", locator):
        return "HTML tables"
    if re.match(r"lines?:\d.* > cell:", locator):
        return "Markdown tables"
    return "JSON" if locator.startswith("json:") else "other"


def price_of(claim: Claim) -> Price | None:
    """A claim as it is compared; None for one that is no price, or no fact."""
    if claim.meter is None:
        return None
    key = fact_key(claim, source="page", document="page", publisher="page")
    try:
        value = canonical_value(claim)
    except SetAside:
        return None
    said = claim.qualifiers
    band = (key.context_from_tokens, key.context_to_tokens)
    modality = None if claim.meter == "character" else said.modality  # characters are text
    cell = _CELL.match(claim.quote.locator)
    place = cell[0] if cell else claim.quote.locator.partition(" > chars:")[0]
    return Price(
        cell=place,
        subject=re.sub(r"[\W_]+", "", claim.subject_name.casefold()),
        value=value.text,
        # Sources call a price for each search now the one, now the other.
        meter="request" if claim.meter == "search" else claim.meter,
        terms=(said.tier, *band, said.lifetime, modality),
        is_conditional=_is_conditional(key),
        form=form_of(claim.quote.locator),
        shown=f"{claim.subject_name}: {claim.meter} {value.text} {key.qualifiers_text}".strip(),
    )


def _is_conditional(key: FactKey) -> bool:
    said = key.qualifiers
    # A source calls a seller of a seller a variant; the general reader knows it as the seller.
    variant = None if (said.variant or "").startswith("through ") else said.variant
    named = (variant, said.region, said.hours, said.plan, said.mode)
    return any(named) or bool(said.valid_from or said.valid_to) or said.price_class != "list"


def compare(stated: Iterable[Claim], read: Iterable[Claim]) -> PageResult:
    """What the general reader read of a page, beside what its source states."""
    truth = [price for claim in stated if (price := price_of(claim))]
    general = [price for claim in read if (price := price_of(claim))]
    have = {price.what for price in general}
    known = {price.what for price in truth}
    by_cell: dict[str, list[Price]] = defaultdict(list)
    for price in truth:
        by_cell[price.cell].append(price)
    wrong: list[tuple[Price, Price]] = []
    beyond: list[Price] = []
    for price in general:
        if price.what in known:
            continue
        others = by_cell.get(price.cell)
        if not others:
            beyond.append(price)
        elif not _is_held_back(price, others):
            wrong.append((price, others[0]))
    # A page may state a price twice: the source has the one place, the general reader the other.
    elsewhere = {price.what[1:] for price in beyond}
    found = [price for price in truth if price.what in have or price.what[1:] in elsewhere]
    return PageResult(
        found=found,
        missed=[
            price for price in truth if price.what not in have and price.what[1:] not in elsewhere
        ],
        wrong=wrong,
        beyond=beyond,
    )


def _is_held_back(price: Price, others: Iterable[Price]) -> bool:
    """Whether a price is one of the source's under a condition that the source does not state: no
    headline takes it, so that it is missed and not wrong.
    """
    return price.is_conditional and any(
        (price.subject, price.value, price.meter) == (other.subject, other.value, other.meter)
        for other in others
    )

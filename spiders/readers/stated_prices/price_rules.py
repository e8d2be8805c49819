"""Sentences that multiply prices, by a factor of their publisher's."""

from spiders.claims import Claim, Claims
from spiders.parsing.outlines.outline import Outline

_FACTOR = r"\b\d+(?:\.\d+)?x(?= )|\b\d+(?:\.\d+)?% (?:premium|uplift|surcharge|discount)\b"


def price_rules(outline: Outline) -> Claims:
    """The sentences that multiply prices, "a 10% premium", each with its factor: rules of the
    publisher, not prices.
    """
    for sentence in outline.sentences(_FACTOR):
        for factor in sentence.find_all(_FACTOR):
            yield Claim(service=sentence, attribute="price_rule", variant=factor.text, quote=factor)

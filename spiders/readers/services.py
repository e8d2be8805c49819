"""Sentences that multiply a publisher's prices."""

from spiders.claims import Claim, Claims
from spiders.parsing.outline import Outline

FACTOR = r"\b\d+(?:\.\d+)?x(?= )|\b\d+(?:\.\d+)?% (?:premium|uplift|surcharge|discount)\b"


def price_rules(outline: Outline) -> Claims:
    """The sentences that multiply prices, "a 10% premium", each with its factor: rules of the
    publisher, not prices.
    """
    for sentence in outline.sentences(FACTOR):
        for factor in sentence.find_all(FACTOR):
            yield Claim(service=sentence, attribute="price_rule", variant=factor.text, quote=factor)

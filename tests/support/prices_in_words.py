"""Prices in words, for comparing."""

from spiders.claims import Claim


def in_words(claim: Claim) -> str:
    """A price in words."""
    said = claim.qualifiers
    parts = [
        claim.subject_name,
        claim.meter,
        claim.value or claim.quote.text,
        claim.unit,
        claim.currency,
    ]
    told = [said.tier if said.tier != "standard" else None, said.over_tokens, said.upto_tokens]
    told += [said.lifetime, said.modality, said.mode, said.region, said.variant, said.valid_from]
    told += [said.valid_to, said.price_class if said.price_class != "list" else None]
    return " | ".join(map(str, [*parts, *filter(None, told)]))

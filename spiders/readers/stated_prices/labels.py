"""Names and headers with conditions behind them: the name alone, and its prices qualified."""

import re
from typing import Any

from spiders.claims import Claim
from spiders.conditions import conditions_in, split_label
from spiders.readers.stated_prices.qualifiers import qualifiers_of
from spiders.readers.token_ranges import read_band

_MARK_BEHIND_NAME = re.compile(r"(?<=[\w)])\s?[*†‡§¶]+$")
_SEVERAL_WORDS = re.compile(r"[\s(（]")


def settle_subject(claim: Claim) -> Claim:
    """The claim with its subject's name alone; conditions behind the name qualify its price."""
    subject = claim.subject
    mark = _MARK_BEHIND_NAME.search(subject.text)
    if mark:
        claim = claim.model_copy(update={claim.subject_kind: subject.slice(0, mark.start())})
        if claim.full_name and claim.full_name.endswith(mark[0]):
            claim = claim.model_copy(update={"full_name": claim.full_name.removesuffix(mark[0])})
        subject = claim.subject
    if _SEVERAL_WORDS.search(subject.text) is None:
        return claim
    label = split_label(subject.text)
    if label is None:
        return claim
    words = subject.slice(label.end, len(subject.text))
    changes: dict[str, Any] = {claim.subject_kind: subject.slice(0, label.end)}
    if claim.full_name and claim.full_name.endswith(words.text):
        changes["full_name"] = claim.full_name.removesuffix(words.text)
    if claim.meter is not None:
        if label.band and not (claim.over_tokens or claim.upto_tokens):
            band = read_band(subject.text[slice(*label.band)])
            changes |= {"over_tokens": band.over, "upto_tokens": band.upto}
        changes |= qualifiers_of(claim, label.conditions, words.text)
        if label.unread:
            changes["doubt"] = (
                f"the label says {label.unread!r} beside a condition: {subject.text!r}"
            )
        changes["quote"] = claim.quote.with_context(words.as_context("validity"))
    return claim.model_copy(update=changes)


def with_header_conditions(claim: Claim) -> Claim:
    """The claim of a cell, qualified by the conditions in the header of its column."""
    said = [context for context in claim.quote.context if context.role == "condition"]
    if not said:
        return claim
    conditions = [condition for context in said for condition in conditions_in(context.text)]
    words = ", ".join(context.text for context in said)
    return claim.model_copy(update=qualifiers_of(claim, conditions, words))

"""What stands directly beside an amount that a source cut out of a cell or a sentence, and makes it
another price than it looks: "from", "+", the other end of a range, an offer, the rest of the number.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from spiders.claims import Claim
from spiders.conditions import Condition, conditions_in
from spiders.errors import LayoutChanged
from spiders.readers.stated_prices.amounts import AMOUNT
from spiders.readers.stated_prices.unknown_words import unknown_words

TextAt = Callable[[str], str]
"""The text at a locator of the page. Raises LayoutChanged where there is none."""

_CHARACTERS = re.compile(r" > chars:(\d+)-(\d+)")
_MARKUP = r"[\s*_`\\(（]*"
_NOT_EXACT = re.compile(
    r"(?:\b(?:from|(?:starting|starts|begins) (?:at|from)|as low as|low as|up to|at (?:least|most)|about|"
    r"around|approx(?:imately|\.)?|roughly|minimum|maximum|min\.?|max\.?|over|under|below|above)|"
    rf"[~≈<>≤≥]|低至|最低|最高|至多|至少|约)(?: (?:of|just|only))?{_MARKUP}$",
    re.IGNORECASE,
)
_MINUS = re.compile(r"(?:^|[\s(*])[-\u2212]$")
_NUMBER_BEFORE = re.compile(r"\d[.,]?$")
_NUMBER_GOES_ON = re.compile(r"[.,]?\d")
_OPEN_END = re.compile(r"\s?\+(?!\s*[\w$¥￥€])|\s*(?:起|or more\b|and up\b)", re.IGNORECASE)
_ADDED = re.compile(r"\s*(?:\+\s*(?=[$¥￥€\d])|plus\s+(?=[$¥￥€]))", re.IGNORECASE)
_AMOUNT_BEFORE = re.compile(
    r"([$¥￥€]\s?\d[\d.,]*(?: ?/ ?[\w ]{1,12}?)?)\s*(?:[-–—~/+|…(]|\.\.\.|to|or|and|至|到)?\s*$",
    re.IGNORECASE,
)
_LIST_PRICE = re.compile(
    rf"(?:list|original|regular|原) ?(?:price|价格?)[:：]?{_MARKUP}$", re.IGNORECASE
)
_LATER = re.compile(rf"\b(?:then|afterwards|thereafter),?{_MARKUP}$", re.IGNORECASE)
_OTHER_END = re.compile(r"\s*(?:[-–—~…]|\.\.\.|to|至|到)\s*(?=[$¥￥€]?\s?\d)", re.IGNORECASE)
_SECOND = re.compile(
    r"\s*(?:/|or|and|,|\||→|\((?:regular|list|usually|was)?)?\s*(?=[$¥￥€]\s?\d)", re.IGNORECASE
)
_OTHER_SIZE = re.compile(r"\d\s?[kKmM]\b|\d+\s*tokens", re.IGNORECASE)
_SIGNED_AMOUNT = re.compile(r"[$¥￥€]\s?\d[\d.,]*|\d[\d.,]*\s?元")
_SIGNED = re.compile(r"[$¥￥€]\s?\d")
_LONGEST_CLAUSE = 60
_CLAUSE_END = re.compile(r"[;|\n。；]|\.\s")
_OTHER_TIER = re.compile(r"\b(batch|flex|priority)\b", re.IGNORECASE)
_CACHED = re.compile(r"\bcache[ds]?\b", re.IGNORECASE)
_BAND = re.compile(r"[<>≤≥]=?\s*\d+\s*[kKmM]")
_SHARE_OFF = re.compile(r"\d\s*% (?:off|discount)\b|\b(?:existing|new) customers\b", re.IGNORECASE)


def doubts_beside(claims: Iterable[Claim], text_at: TextAt) -> dict[int, str]:
    """Why prices are doubtful for what stands beside their amounts, by the id of the claim object.
    Only amounts that were cut out of a longer text are looked at.
    """
    places: dict[str, list[tuple[int, int, Claim]]] = {}
    for claim in claims:
        if claim.meter and not claim.doubt:
            base, start, end = _place(claim.quote.locator)
            if end:
                places.setdefault(base, []).append((start, end, claim))
    doubts: dict[int, str] = {}
    for base, found in places.items():
        try:
            text = text_at(base)
        except LayoutChanged:
            continue
        quoted = {start: claim.meter for start, _, claim in found}
        for start, end, claim in found:
            said = _said_beside(text, start, end, claim, quoted)
            said = said or _unknown_beside(text, (start, end), claim, base)
            if said:
                doubts[id(claim)] = f"beside the amount stands {said!r}: it may not be the price"
    return doubts


def _place(locator: str) -> tuple[str, int, int]:
    """The locator of the whole text, and where the quote begins and ends in it; 0 and 0 for a quote
    that is whole.
    """
    cuts = list(_CHARACTERS.finditer(locator))
    if not cuts or cuts[-1].end() != len(locator):
        return locator, 0, 0
    start = sum(int(cut[1]) for cut in cuts)
    length = int(cuts[-1][2]) - int(cuts[-1][1])
    return locator[: cuts[0].start()], start, start + length


def _said_beside(
    text: str, start: int, end: int, claim: Claim, quoted: Mapping[int, str | None]
) -> str:
    """The words beside the amount that its claim knows nothing of; "" where there are none.
    `quoted` has the meters of the claims that quote this text, by where each quote begins.
    """
    if AMOUNT.search(text, start, end) is None:
        return ""
    before, behind = text[:start], text[end:]
    # Another amount beside it is a price of something else where a claim of another meter quotes it.
    rivals = (None, claim.meter)
    said = _said_before(before, claim)
    if said:
        return said
    other = _AMOUNT_BEFORE.search(before)
    is_conversion = other and before.rstrip()[-1:] == "(" and other[0][0] != text[start]
    if other and not is_conversion and quoted.get(other.start()) in rivals:
        return other[0].strip()
    goes_on = _NUMBER_GOES_ON.match(behind) or _OPEN_END.match(behind)
    if goes_on:
        return goes_on[0].strip()
    added = _ADDED.match(behind) or _OTHER_END.match(behind)
    is_size = added and _OTHER_SIZE.match(behind, added.end())
    if added and not is_size and quoted.get(end + added.end()) in rivals:
        return behind[: added.end() + 10].strip()
    second = _SECOND.match(behind)
    is_converted = second and "(" in second[0] and behind[second.end()] != text[start]
    if second and not is_converted and quoted.get(end + second.end()) in rivals:
        return behind[: second.end() + 10].strip()
    if _LIST_PRICE.search(before):
        return ""
    next_quoted = min((place for place in quoted if place >= end), default=len(text))
    return _condition_in(text[end:next_quoted], claim)


def _unknown_beside(text: str, place: tuple[int, int], claim: Claim, base: str) -> str:
    """A word beside the amount that is no known one; "" for none, or where there is no amount."""
    if AMOUNT.search(text, *place) is None or _LIST_PRICE.search(text[: place[0]]):
        return ""
    others = [match.span() for match in _SIGNED_AMOUNT.finditer(text)]
    start = max((end for _, end in others if end <= place[0]), default=0)
    end = min((start for start, _ in others if start >= place[1]), default=len(text))
    return unknown_words(text, place, (start, end), claim, _said_elsewhere(claim), base)


def _said_before(before: str, claim: Claim) -> str:
    """What directly before an amount says that it is not exact, no whole number, or a later price."""
    for pattern in (_NOT_EXACT, _MINUS, _NUMBER_BEFORE):
        found = pattern.search(before)
        if found:
            return found[0].strip()
    later = _LATER.search(before)
    if later and not claim.valid_from:
        clause = before[-_LONGEST_CLAUSE:]
        if any(condition.valid_to for condition in conditions_in(clause)):
            return later[0].strip()
    return ""


def _condition_in(behind: str, claim: Claim) -> str:
    """A condition in the words behind an amount, up to the next one, that its claim does not hold."""
    clause = _clause_of(behind)
    around = _said_elsewhere(claim)
    for condition in conditions_in(clause):
        words = clause[condition.start : condition.end]
        if words.casefold() not in around and not _is_known(condition, claim):
            return words
    has_band = bool(claim.over_tokens or claim.upto_tokens)
    unsaid = (
        (_OTHER_TIER, claim.tier == "standard"),
        (_CACHED, claim.meter in ("input", "output")),
        (_BAND, not has_band),
        (_SHARE_OFF, claim.price_class == "list"),
    )
    for pattern, is_unsaid in unsaid:
        found = pattern.search(clause)
        if found and is_unsaid:
            return found[0]
    return ""


def _clause_of(behind: str) -> str:
    """The words behind an amount up to the next amount or the end of the clause, cut where it is
    long.
    """
    following = _SIGNED.search(behind)
    if following:
        behind = behind[: following.start()]
    clause = behind[:_LONGEST_CLAUSE]
    ended = _CLAUSE_END.search(clause)
    return clause[: ended.start()] if ended else clause


def _said_elsewhere(claim: Claim) -> str:
    """The context of a claim's quote, but for the text that the quote itself is cut out of."""
    whole, _, _ = _place(claim.quote.locator)
    said = [text.text for text in claim.quote.context if text.locator != whole]
    return " ".join(said).casefold()


def _is_known(condition: Condition, claim: Claim) -> bool:
    if condition.valid_from or condition.valid_to:
        return bool(claim.valid_from or claim.valid_to)
    said = (claim.variant or "").casefold()
    if condition.period:
        return claim.hours is not None or condition.period in said
    return claim.price_class != "list" or condition.price_class in said

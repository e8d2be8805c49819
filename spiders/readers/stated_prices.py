"""Prices as a page states them: the one amount in a cell, the conditions beside it, and the page's own
way of writing numbers. Run on the claims of every page, whichever source made them.

What is no single amount under known conditions stays as it is written, so that it becomes no fact.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from spiders.claims import Claim, Claims, Quote, Unit, qualifier_values
from spiders.conditions import Condition, conditions_in, split_label
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json
from spiders.parsing.outline import Outline
from spiders.readers.price_keys import UNKNOWN_CONDITION as _UNKNOWN
from spiders.readers.price_keys import keys_of_conditions
from spiders.readers.token_ranges import read_band
from spiders.readers.units import read_unit

_FACTOR = r"\b\d+(?:\.\d+)?x(?= )|\b\d+(?:\.\d+)?% (?:premium|uplift|surcharge|discount)\b"
_PLAIN = re.compile(r"[$¥￥€]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?: ?/ ?MTok)?")
_NUMBER = r"\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?"
_AMOUNT = re.compile(
    rf"(?:US ?)?[$¥￥€] ?{_NUMBER}(?: ?(?:USD|CNY|RMB|EUR)\b)?|"
    rf"{_NUMBER} ?(?:US)?(?:[$€]|USD\b|CNY\b|RMB\b|EUR\b|美元|元)|(?<![\w.,]){_NUMBER}(?![\w.,]*\d)",
)
_MARK_BEHIND_NAME = re.compile(r"(?<=[\w)])\s?[*†‡§¶]+$")
_SEVERAL_WORDS = re.compile(r"[\s(（]")
_THEN = re.compile(r"\b(?:then|thereafter|after(?:wards)?)\b", re.IGNORECASE)
_DOLLAR_OF = re.compile(r"^US ?(?=\$)")
_UNIT_BEHIND = re.compile(r" ?(?:/|\bper\b|每).*")
_MARKS = re.compile(r"(?<=[\w)$€元])\s?(?:[*†‡§¶]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)(?!\w)")
_SIGN = re.compile(r"(?<=[\w)$€元])[*†‡§¶]+(?!\w)")
_LEAST_CHARGE = re.compile(
    r"\bmin(?:imum|\.)?(?: charge)?(?: of|:)? ?([$¥￥€] ?\d+(?:\.\d+)?) ?(?:/|per) ?request\b",
    re.IGNORECASE,
)
_MINIMUM = re.compile(
    r"[(\[（] ?min(?:imum|\.)?\b[^()\[\]（）]*[)\]）]|,? \bmin(?:imum|\.) .*", re.IGNORECASE
)
_OLD_PRICE = re.compile(
    r"[(\[（]?(?<!\w)(?:was|previously|formerly|originally|down from|instead of|原价)\b:? ?"
    rf"(?:{_AMOUNT.pattern})(?: ?/ ?[\w ]+)?[)\]）]?",
    re.IGNORECASE,
)
_FREE = re.compile(r"[\s(]*free(?: of charge)?[\s)]*", re.IGNORECASE)
_BEFORE = " \t([（,;:|→"
_BEHIND = " \t()[]（）,;:|/–—-"
_DECIMAL_COMMA = re.compile(r"\b0,\d|\d,\d{1,2}(?!\d)|\d,\d{4}|\.\d{3},\d")
_DECIMAL_POINT = re.compile(r"\b0\.\d|\d\.\d{1,2}(?!\d)|\d\.\d{4}|,\d{3}\.\d|\d[eE][+-]?\d")
_RAISED_MARKS = re.compile(r"\d\s*(?:<sup>\s*(\d)\s*</sup>|\^(\d)\^|([¹²³⁴⁵⁶⁷⁸⁹]))")
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_CENTS_AND_ONE_MORE = re.compile(r"\d*\.\d\d([1-9])")
_TOKEN_UNITS: tuple[Unit, ...] = ("token", "1K tokens", "1M tokens", "10B tokens")


class NumberStyle(NamedTuple):
    """How the amounts of a page are written, as far as they show it."""

    has_decimal_points: bool
    has_decimal_commas: bool
    footnotes: frozenset[str]
    """The digits that stand as marks of footnotes behind numbers of the page."""


Around = Callable[[str], Sequence[Json]]
"""The objects of a JSON page around the value at a locator, the innermost first."""


def settle(claims: Iterable[Claim], page_text: str, objects_around: Around | None = None) -> Claims:
    """The claims of a page with their amounts and conditions read.

    A label or a cell such as "until May 1, 2027", "promotional" or "off-peak" qualifies its price.
    Amounts with a condition each, in one cell, become prices of their own. A price whose number can
    mean two things gets a doubt.
    """
    given = list(claims)
    style = number_style([claim.quote.text for claim in given if claim.meter], page_text)
    numbered_notes = _numbered_conditions(page_text)
    beside = ConditionsBeside(objects_around) if objects_around else None
    for claim in given:
        named = _settle_subject(claim)
        if named.meter is None:
            yield named
            continue
        conditioned = _with_header_conditions(named)
        if beside is not None:
            conditioned = _with_keys_beside(conditioned, beside)
        note = _conditional_note(conditioned.quote.text, page_text)
        if numbered_notes and not note:
            note = _numbered_note(conditioned, numbered_notes, page_text)
        for price in (*_settle_price(conditioned), *_least_charge(conditioned)):
            settled = _settle_number(price, style)
            if note and not settled.doubt:
                doubt = f"the note of its mark states a condition: {note!r}"
                settled = settled.model_copy(update={"doubt": doubt})
            yield settled


def _conditional_note(cell: str, page_text: str) -> str:
    """The note that the sign behind an amount leads to, "*", where it states a condition; else
    nothing.
    """
    sign = _SIGN.search(cell)
    if sign is None:
        return ""
    begin = (
        rf"^[ \t>|]*(?:<[^<>]{{1,200}}>\s*)*\\?{re.escape(sign[0])}[\s)\]:]*([^*†‡\n].{{1,200}})"
    )
    for note in re.finditer(begin, page_text, re.MULTILINE):
        words = re.sub(r"<[^<>]*>", "", note[1]).strip()
        if conditions_in(words):
            return words[:100]
    return ""


_NOTE_NUMBER = r"(?:<sup>\s*\(?(\d)\)?\s*</sup>|\^\(?(\d)\)?\^|([¹²³⁴⁵⁶⁷⁸⁹]))"
_NUMBERED_NOTE = re.compile(
    rf"^[ \t>|*-]*(?:<(?!sup\b)[^<>]{{1,200}}>\s*)*{_NOTE_NUMBER}[\s)\].:]*(\S.{{1,200}})",
    re.MULTILINE,
)
_CELL_OF_NOTE = re.compile(rf"((?:[$¥￥€] ?)?{_NUMBER})[^\n|<>^¹²³⁴⁵⁶⁷⁸⁹]{{0,20}}{_NOTE_NUMBER}")


def _numbered_conditions(page_text: str) -> dict[str, str]:
    """The numbered notes of a page that state a condition, by their number."""
    notes: dict[str, str] = {}
    if page_text[:200].lstrip()[:1] in ("{", "["):
        return notes
    for note in _NUMBERED_NOTE.finditer(page_text):
        number = next(filter(None, note.groups()[:3])).translate(_RAISED)
        words = re.sub(r"<[^<>]*>", "", note[4]).strip()
        if conditions_in(words):
            notes[number] = words[:100]
    return notes


def _numbered_note(claim: Claim, notes: dict[str, str], page_text: str) -> str:
    """The note of a condition whose number stands behind this very amount of its subject."""
    amount = _first_amount(claim.quote.text)
    name = claim.subject.text
    for cell in _CELL_OF_NOTE.finditer(page_text):
        number = next(filter(None, cell.groups()[1:])).translate(_RAISED)
        if cell[1] != amount or number not in notes:
            continue
        row_start = max(page_text.rfind(mark, 0, cell.start()) for mark in ("\n|", "<tr"))
        if name in page_text[max(row_start, 0) : cell.start()]:
            return notes[number]
    return ""


def number_style(amounts: Iterable[str], page_text: str) -> NumberStyle:
    """How the amounts of a page are written."""
    numbers: list[str] = []
    for text in amounts:
        numbers += re.findall(_NUMBER, _first_amount(text))
    starts = page_text[:200].lstrip()[:1]
    footnotes: set[str] = set()
    if starts not in ("{", "["):
        for match in _RAISED_MARKS.finditer(page_text):
            footnotes.add(next(filter(None, match.groups())).translate(_RAISED))
    return NumberStyle(
        has_decimal_points=any(_DECIMAL_POINT.search(number) for number in numbers),
        has_decimal_commas=any(_DECIMAL_COMMA.search(number) for number in numbers),
        footnotes=frozenset(footnotes),
    )


def _first_amount(text: str) -> str:
    match = _AMOUNT.search(text)
    return match[0] if match else ""


# --- labels -----------------------------------------------------------------------------------------


def _settle_subject(claim: Claim) -> Claim:
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
        changes |= _qualifiers(claim, label.conditions, words.text)
        if label.unread:
            changes["doubt"] = (
                f"the label says {label.unread!r} beside a condition: {subject.text!r}"
            )
        changes["quote"] = claim.quote.with_context(words.as_context("validity"))
    return claim.model_copy(update=changes)


def _with_header_conditions(claim: Claim) -> Claim:
    """The claim of a cell, qualified by the conditions in the header of its column."""
    said = [context for context in claim.quote.context if context.role == "condition"]
    if not said:
        return claim
    conditions = [condition for context in said for condition in conditions_in(context.text)]
    words = ", ".join(context.text for context in said)
    return claim.model_copy(update=_qualifiers(claim, conditions, words))


def _qualifiers(claim: Claim, conditions: Iterable[Condition], words: str) -> dict[str, Any]:
    """The fields that conditions change in a claim."""
    changes: dict[str, Any] = {}
    for condition in conditions:
        if condition.is_unclear:
            said = [changes.get("variant") or claim.variant, f"{_UNKNOWN}: {words}"]
            changes["variant"] = ", ".join(filter(None, said))
        if condition.valid_from:
            changes["valid_from"] = condition.valid_from
        if condition.valid_to:
            changes["valid_to"] = condition.valid_to
        if condition.price_class != "list":
            changes["price_class"] = condition.price_class
        if condition.period:
            known = changes.get("variant") or claim.variant
            parts = [] if known is None else [known]
            if condition.period not in parts:
                changes["variant"] = ", ".join([*parts, condition.period])
    return changes


# --- keys -------------------------------------------------------------------------------------------

_NAMES_NOTHING = {"price", "amount", "value", "base", "cost", "usd"}


class ConditionsBeside:
    """The keys of conditions beside the prices of a JSON page, found once for each object."""

    def __init__(self, objects_around: Around) -> None:
        self._objects_around = objects_around
        self._around: dict[str, Sequence[Json]] = {}
        self._keys: dict[int, list[str]] = {}

    def of(self, place: str, depth: int) -> Iterator[tuple[dict[str, Json], list[str]]]:
        """The objects around the values in the object at a locator, up to a depth, that have such
        keys, the innermost first, each with its keys.
        """
        if place not in self._around:
            self._around[place] = self._objects_around(f"{place}/")
        for members in self._around[place][:depth]:
            if not isinstance(members, dict):
                continue
            if id(members) not in self._keys:
                self._keys[id(members)] = keys_of_conditions(members)
            if self._keys[id(members)]:
                yield members, self._keys[id(members)]


def _with_keys_beside(claim: Claim, conditions: ConditionsBeside) -> Claim:
    """The claim of a JSON page's price, qualified where a key beside it names a condition that its
    source does not read: "off_peak_pricing".
    """
    is_read = claim.hours or claim.valid_from or claim.valid_to or claim.price_class != "list"
    if is_read or (claim.variant or "").startswith(_UNKNOWN):
        return claim
    place, _, key = claim.quote.locator.rpartition("/")
    for members, names in conditions.of(place, 2 if key in _NAMES_NOTHING else 1):
        found = [name for name in names if _concerns(members[name], key)]
        if found:
            words = [claim.variant] if claim.variant else []
            words.append(f"{_UNKNOWN}: {', '.join(found)}")
            return claim.model_copy(update={"variant": ", ".join(words)})
    return claim


def _concerns(condition: Json, key: str) -> bool:
    """Whether a condition is one of the price under a key: not where it holds other prices only."""
    if not isinstance(condition, dict):
        return True
    return key in condition or not any("cost" in name or "price" in name for name in condition)


# --- cells ------------------------------------------------------------------------------------------


class _Part(NamedTuple):
    """An amount of a cell, and the conditions that stand with it."""

    span: tuple[int, int]
    conditions: list[Condition]


def _settle_price(claim: Claim) -> Iterator[Claim]:
    text = claim.quote.text
    if claim.value is not None or _PLAIN.fullmatch(text):
        yield claim
        return
    written = without_remarks(text)
    conditions = conditions_in(written)
    if not conditions:
        yield _with_amount(claim, written, [])
        return
    blank = _blanked(written, [(found.start, found.end) for found in conditions])
    amounts = list(_AMOUNT.finditer(blank))
    if len(amounts) < 2:
        yield _with_amount(claim, blank, conditions)
        return
    told_parts = _then_parts(blank, amounts, conditions) or _parts(amounts, conditions, len(blank))
    parts = [_with_amount(claim, _only(blank, part.span), part.conditions) for part in told_parts]
    is_split = all(part.quote.text != text for part in parts)
    keys = {qualifier_values(part) for part in parts}
    yield from parts if is_split and len(keys) == len(parts) else [claim]


def _then_parts(
    blank: str, amounts: list[re.Match[str]], conditions: list[Condition]
) -> list[_Part]:
    """The two parts of "$1 until May 1, 2027, then $2"; none of other cells."""
    then = _THEN.search(blank, amounts[0].end(), amounts[1].start())
    if then is None or len(amounts) != 2 or len(conditions) != 1:
        return []
    ending = conditions[0]
    if ending.valid_to is None or ending.end > then.start():
        return []
    following = Condition(ending.start, ending.end, valid_from=ending.valid_to)
    return [_Part((0, then.start()), [ending]), _Part((then.end(), len(blank)), [following])]


def _least_charge(claim: Claim) -> Iterator[Claim]:
    """The price of a request at least, where a cell says so: "$0.60 (min. $0.01 per request)"."""
    found = _LEAST_CHARGE.search(claim.quote.text) if "equest" in claim.quote.text else None
    if found and claim.value is None:
        words = ", ".join(filter(None, [claim.variant, "minimum charge"]))
        changes = {"meter": "request", "unit": "request", "variant": words, "doubt": None}
        yield claim.model_copy(update=changes | {"quote": claim.quote.slice(*found.span(1))})


def _parts(
    amounts: list[re.Match[str]], conditions: list[Condition], length: int
) -> Iterator[_Part]:
    """The amounts of a cell, each with the conditions up to the next one; where the first condition
    stands before the first amount, those before it.
    """
    is_behind = conditions[0].start > amounts[0].start()
    starts = [amount.start() for amount in amounts]
    ends = [amount.end() for amount in amounts]
    if is_behind:
        spans = list(zip(starts, [*starts[1:], length], strict=True))
    else:
        spans = list(zip([0, *ends[:-1]], [*ends[:-1], length], strict=True))
    for start, end in spans:
        yield _Part((start, end), [found for found in conditions if start <= found.start < end])


def without_remarks(text: str) -> str:
    """A cell's text with blanks for what is no part of a price: marks of footnotes, the price before,
    and the least that is charged.
    """
    spans: list[tuple[int, int]] = []
    for pattern in (_OLD_PRICE, _MINIMUM, _MARKS):
        spans += [match.span() for match in pattern.finditer(text) if match.start() > 0]
    return _blanked(text, spans)


def _with_amount(claim: Claim, written: str, conditions: list[Condition]) -> Claim:
    """The claim with the one amount in a text of its cell; unchanged where the text holds anything
    else. `written` has blanks for the words that were read.
    """
    start = len(written) - len(_DOLLAR_OF.sub("", written.lstrip(_BEFORE)))
    end = len(written.rstrip(_BEHIND))
    said = [claim.quote.slice(found.start, found.end) for found in conditions]
    changes = _qualifiers(claim, conditions, ", ".join(quote.text for quote in said))
    context = [quote.as_context("validity") for quote in said]
    if conditions and _FREE.fullmatch(written[start:end]):
        quote = claim.quote.slice(start, end).with_context(*context)
        is_listed = claim.price_class == "list" and "price_class" not in changes
        if is_listed and any(found.valid_to for found in conditions):
            changes["price_class"] = "promotional"
        return claim.model_copy(update={**changes, "quote": quote, "value": "free"})
    amount = _amount_and_unit(claim, written[start:end])
    if amount is None:
        return claim
    length, unit = amount
    if unit != claim.unit:
        changes["unit"] = unit
    is_whole = (start, start + length) == (0, len(claim.quote.text))
    if is_whole and not changes:
        return claim
    quote = claim.quote if is_whole else claim.quote.slice(start, start + length)
    return claim.model_copy(update={**changes, "quote": quote.with_context(*context)})


def _amount_and_unit(claim: Claim, inside: str) -> tuple[int, Unit | None] | None:
    """The length of the amount that a text is, with its unit where that stands directly behind, and
    the unit; None where the text is anything else, or its unit does not fit the claim's.
    """
    amount = _AMOUNT.match(inside)
    if amount is None:
        return None
    behind = " ".join(inside[amount.end() :].split())
    if not behind.strip(_BEHIND):
        return len(inside.rstrip(_BEHIND)), claim.unit
    if not _UNIT_BEHIND.fullmatch(behind):
        return None
    try:
        unit = read_unit(behind)
    except LayoutChanged:
        return None
    are_tokens = unit in _TOKEN_UNITS and claim.unit in _TOKEN_UNITS
    if unit not in (None, claim.unit) and not are_tokens:
        return None
    # What was read may stand between an amount and its unit.
    is_apart = "  " in inside
    return amount.end() if is_apart else len(inside), unit or claim.unit


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with blanks in some places."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _only(text: str, span: tuple[int, int]) -> str:
    """A text with blanks around one place."""
    start, end = span
    return " " * start + text[start:end] + " " * (len(text) - end)


# --- numbers ----------------------------------------------------------------------------------------


def _settle_number(claim: Claim, style: NumberStyle) -> Claim:
    """The claim with its amount as a plain number where the page writes decimal commas; with a doubt
    where its number can mean two things.
    """
    if claim.value is not None or claim.doubt is not None:
        return claim
    amount = _first_amount(claim.quote.text)
    glued = _CENTS_AND_ONE_MORE.search(amount)
    if glued and glued[1] in style.footnotes:
        doubt = f"the last digit of {amount!r} may be the mark of the footnote {glued[1]}"
        return claim.model_copy(update={"doubt": doubt})
    if style.has_decimal_commas and not style.has_decimal_points:
        return _with_decimal_comma(claim, claim.quote)
    if "," not in amount:
        return claim
    is_clear = style.has_decimal_points and not style.has_decimal_commas
    if is_clear or (not style.has_decimal_commas and claim.unit not in _TOKEN_UNITS):
        return claim
    doubt = f"the page does not show whether the comma in {amount!r} is one of decimals"
    return claim.model_copy(update={"doubt": doubt})


def _with_decimal_comma(claim: Claim, quote: Quote) -> Claim:
    """The claim with the number in its quote written with a point."""
    match = _AMOUNT.search(quote.text)
    if match is None or not re.search("[.,]", match[0]):
        return claim
    number = match[0].replace(".", "").replace(",", ".")
    value = quote.text[: match.start()] + number + quote.text[match.end() :]
    return claim.model_copy(update={"value": value})


def price_rules(outline: Outline) -> Claims:
    """The sentences that multiply prices, "a 10% premium", each with its factor: rules of the
    publisher, not prices.
    """
    for sentence in outline.sentences(_FACTOR):
        for factor in sentence.find_all(_FACTOR):
            yield Claim(service=sentence, attribute="price_rule", variant=factor.text, quote=factor)

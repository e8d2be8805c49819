"""The amounts in a cell of a price table, each with the words that belong to it."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spiders.claims import PriceClass, Quote
from spiders.conditions import conditions_in
from spiders.readers.price_cells import read_cell
from spiders.readers.stated_prices.cells import without_remarks

_NUMBER = r"\d+(?:[.,]\d+)*"
_SIGNED = re.compile(
    rf"(?:US ?)?[$¥￥€] ?{_NUMBER}(?: ?(?:USD|CNY|RMB|EUR)\b)?|"
    rf"(?<![\w.,]){_NUMBER} ?(?:(?:US)?[$€]|USD\b|CNY\b|RMB\b|EUR\b|美元|元)"
)
_BARE = re.compile(rf"(?:(?P<label>.*[^\s\d.:：])\s*[:：]\s*)?(?P<amount>{_NUMBER})")
_UNIT_BEHIND = re.compile(
    r"\s*(?:/|per\b|每)\s*(?:(?:input|output)\s+)?(?:(?:1[KM]|1,000(?:,000)?|M|million|[百千万]+)\s?)?[^\W\d]+"
    r"(?:[ -](?:tokens?|hours?|days?|calls?|searches|requests?|characters|images?|pages|month|session|search queries|"
    r"grounded prompts|per hour|per day|per model))*",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(r"\bequivalent to\b|(?<![大节])约")
_SAME = re.compile(r"^\W*same as \w+\b.*", re.IGNORECASE)
_MARKED = re.compile(r"\^|[*†‡§]\]?\^?$")
_SIGNLESS = re.compile(r"(?<![\w.])\d+\.\d+(?![\w.])")
_ROUGHLY = re.compile(r"(?<![大节])约 ?\d.*")
_NOT_YET = re.compile(r"coming soon|即将", re.IGNORECASE)
_EDGES = " \t:：,;；|*•→-–—()（）[]/"
_FREE_WORDS = re.compile(r"(?i)^free of charge$")


class Amount(NamedTuple):
    """An amount of money in a cell, or words in its place."""

    quote: Quote
    words: str = ""
    """What stands beside it in the cell: "input", "/ minute", "prompts <= 200k tokens"."""
    value: str | None = None
    """"free" or "not offered", where the cell says it in such words."""
    price_class: PriceClass = "list"


def read_amounts(lines: Iterable[Quote], *, bare: bool) -> Iterator[Amount]:
    """The amounts in the lines of a cell, in order. `bare`: whether the column says that its numbers
    are money, so that they need no sign.
    """
    for line in lines:
        yield from _amounts_of_line(line, bare=bare)


def states_money(text: str) -> bool:
    """Whether an amount with the sign of a currency stands in a text."""
    return _SIGNED.search(text) is not None


def _amounts_of_line(line: Quote, *, bare: bool) -> Iterator[Amount]:
    stated = read_cell(line)
    if stated is None:
        return
    if stated.value:
        yield Amount(stated.quote, value=stated.value, price_class=stated.price_class)
        return
    if _FREE_WORDS.match(line.text):
        yield Amount(line.slice(0, 4), value="free")
        return
    if _NOT_YET.search(stated.quote.text):
        return
    text = without_remarks(stated.quote.text)
    roughly = _ROUGHLY.search(text)
    if roughly:
        text = text[: roughly.start()]
    matches = list(_SIGNED.finditer(text))
    if not matches:
        number = _BARE.fullmatch(text.strip()) if bare else None
        if number:
            start = text.index(text.strip()) + number.start("amount")
            end = start + len(number["amount"])
            yield Amount(_part(stated.quote, start, end), number["label"] or "")
        return
    if bare and _SIGNLESS.search(_SIGNED.sub(" ", text)):
        return  # an amount with a sign beside one without: what each is for cannot be told
    if len(matches) > 1 and conditions_in(text):
        return  # the words beside each amount say when it holds: more than can be told apart here
    if conditions_in(text):
        yield Amount(stated.quote)
        return
    yield from _signed(stated.quote, text, matches)


class _Signed(NamedTuple):
    """An amount with a sign, and the texts up to the amounts beside it."""

    span: tuple[int, int]
    end: int
    """Where its unit ends, or else the amount."""
    unit: str
    before: str
    behind: str
    """What stands behind its unit."""
    follows: str
    """What stands behind the amount, its unit included."""


def _signed(line: Quote, text: str, matches: list[re.Match[str]]) -> Iterator[Amount]:
    """The amounts with a sign, each with the words before or behind it, whichever the cell has."""
    amounts = _apart(text, matches)
    opening = text[: matches[0].start()]
    lead = _SAME.sub("", opening).strip(_EDGES)
    has_brackets_behind = text[amounts[0].end :].lstrip().startswith(("(", "（"))
    is_behind = not lead or has_brackets_behind
    is_equivalent = _EQUIVALENT.search(opening) is not None
    for amount in amounts:
        if not is_equivalent and not _MARKED.search(amount.behind):
            words = _words_beside(amount, lead, is_behind=is_behind, is_last=amount is amounts[-1])
            yield Amount(_part(line, *amount.span), _EQUIVALENT.sub("", words))
        goes_on = is_equivalent and amount.behind.endswith("and")
        is_equivalent = goes_on or _EQUIVALENT.search(amount.follows) is not None


def _apart(text: str, matches: list[re.Match[str]]) -> list[_Signed]:
    """The amounts of a text, which is cut between them."""
    amounts: list[_Signed] = []
    previous = 0
    starts_of_next = [match.start() for match in matches[1:]]
    for match, following in zip(matches, [*starts_of_next, len(text)], strict=True):
        unit = _UNIT_BEHIND.match(text, match.end())
        end = unit.end() if unit else match.end()
        amounts.append(
            _Signed(
                span=match.span(),
                end=end,
                unit=unit[0].strip() if unit else "",
                before=text[previous : match.start()].strip(_EDGES),
                behind=text[end:following].strip(_EDGES),
                follows=text[match.end() : following],
            )
        )
        previous = end
    return amounts


def _words_beside(amount: _Signed, lead: str, *, is_behind: bool, is_last: bool) -> str:
    """The words that belong to an amount: those on its side, its unit, and what leads the cell."""
    words = [amount.behind if is_behind else amount.before, amount.unit]
    if is_last and not is_behind:
        words.append(amount.behind)
    if is_behind or not amount.before:
        words.append(lead)
    return " ".join(filter(None, words))


def _part(line: Quote, start: int, end: int) -> Quote:
    return line if (start, end) == (0, len(line.text)) else line.slice(start, end)

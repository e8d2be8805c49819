"""Believed prices as anchors: where the prices that a source read yesterday stand on a page of today
that it cannot read.

A column is taken to mean what it meant only where nearly all believed values of one meaning stand in it
beside their names, enough of them tell columns apart, no other column holds them as well, and no word
that is understood says otherwise. Then what is equal is confirmed; what moved and what is new is listed
for a person, and is no fact.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from spiders.claims import Claim
from spiders.conditions import conditions_in
from spiders.extraction import claim_key, comparable_value
from spiders.general.anchored_reading import (
    AcceptedColumn,
    AnchoredReading,
    Moved,
    New,
    claim_of_confirmed,
    currency_of,
)
from spiders.general.columns import Cell, Column, columns_of, folded
from spiders.general.price_words import TOKEN_UNITS, PriceWords, read_price_words
from spiders.general.table_columns import heads_no_prices
from spiders.parsing.page import Page
from spiders.readers.token_ranges import Band

LEAST_EQUAL = Decimal("0.95")
"""So many of the believed values of a meaning are equal in its column; or all but one."""
LEAST_DISTINCTIVE = 5
"""So many different values among them tell columns apart."""
LEAST_IN_UNDERSTOOD = 2
"""As many are enough in a column whose words are understood, where its whole table has the others."""

Meaning = tuple[object, ...]


class _Match(NamedTuple):
    column: Column
    meaning: Meaning
    equal: int
    anchors: int
    distinctive: int
    is_understood: bool
    places: frozenset[str]
    """Where the equal values stand."""
    claims: frozenset[tuple[object, ...]]
    """The believed prices that are equal."""

    @property
    def is_explained(self) -> bool:
        return self.equal >= LEAST_EQUAL * self.anchors or self.anchors - self.equal <= 1


def read_by_anchors(
    page: Page, believed: Iterable[Claim], known: Iterable[Claim] = ()
) -> AnchoredReading:
    """Where believed prices stand on a page. Believed names of models are other names to look for; what
    stands beside a name of `known` prices is nothing new.
    """
    given = list(believed)
    prices = [claim for claim in given if claim.meter and not claim.doubt]
    columns = columns_of(page) if prices else []
    _add_aliases(columns, _aliases(given))
    by_meaning: dict[Meaning, list[Claim]] = defaultdict(list)
    for claim in prices:
        by_meaning[_meaning(claim)].append(claim)
    accepted = _accepted(columns, by_meaning)
    confirmed, moved = _compare(accepted)
    known_names: set[str] = set()
    for claim in (*given, *known):
        known_names.update(folded(name) for name in _names(claim))
    new: list[New] = []
    meanings = Counter(id(found.column) for found, _ in accepted)
    for found, _ in accepted:
        if meanings[id(found.column)] == 1:
            new += _new(found, known_names)
    return AnchoredReading(len(prices), [found for found, _ in accepted], confirmed, moved, new)


def _compare(
    accepted: Sequence[tuple[AcceptedColumn, list[Claim]]],
) -> tuple[list[Claim], list[Moved]]:
    """The believed prices that their columns confirm, and those beside whose name another one
    stands.
    """
    confirmed: dict[tuple[object, ...], Claim] = {}
    moved: dict[tuple[object, ...], Moved] = {}
    for found, claims in accepted:
        for claim in claims:
            cells = _cells(found.column, claim)
            equal = [cell for cell in cells if _is_equal(cell, claim)]
            places = {cell.quote.locator for cell in equal}
            if len(places) == 1:
                confirmed[claim_key(claim)] = claim_of_confirmed(claim, equal[0], found.column)
            elif len(cells) == 1:
                moved[claim_key(claim)] = Moved(claim, cells[0], found.column)
    still_moved = [entry for key, entry in moved.items() if key not in confirmed]
    return list(confirmed.values()), still_moved


def _add_aliases(columns: Sequence[Column], aliases: dict[str, str]) -> None:
    """Let cells beside a name that a page shows be found by the model's id too."""
    for column in columns:
        for name, shown in aliases.items():
            if name not in column.cells and shown in column.cells:
                column.cells[name] = column.cells[shown]


def _aliases(believed: Sequence[Claim]) -> dict[str, str]:
    """The name that a page shows of each model, by its id, both folded; only names of one model."""
    named = {
        folded(claim.subject_name): folded(claim.quote.text)
        for claim in believed
        if claim.attribute == "name"
    }
    counts = Counter(named.values())
    return {id_: name for id_, name in named.items() if counts[name] == 1}


def _accepted(
    columns: Sequence[Column], by_meaning: dict[Meaning, list[Claim]]
) -> list[tuple[AcceptedColumn, list[Claim]]]:
    """The columns that believed values explain, each with the believed prices of its meaning."""
    matches: list[_Match] = []
    for meaning, claims in by_meaning.items():
        for column in columns:
            match = _match(column, meaning, claims)
            if match and match.is_explained:
                matches.append(match)
    best = [match for match in matches if _is_best(match, matches)]
    found: list[tuple[AcceptedColumn, list[Claim]]] = []
    for match in best:
        of_table = [other for other in best if other.column.table == match.column.table]
        is_told = match.distinctive >= LEAST_DISTINCTIVE
        in_table = sum(other.distinctive for other in of_table)
        is_vouched = (
            match.is_understood
            and match.equal >= LEAST_IN_UNDERSTOOD
            and in_table >= LEAST_DISTINCTIVE
        )
        if is_told or is_vouched:
            claims = by_meaning[match.meaning]
            accepted = AcceptedColumn(match.column, claims[0], match.equal, match.anchors)
            found.append((accepted, claims))
    return found


def _is_best(match: _Match, matches: Sequence[_Match]) -> bool:
    """Whether no other column explains the same believed values as well, and no other meaning the
    same column: one whose words are understood goes before one whose words are not.
    """
    for other in matches:
        is_other_column = other.meaning == match.meaning and other.column is not match.column
        is_other_meaning = other.column is match.column and other.meaning != match.meaning
        is_rival = (is_other_column and match.claims & other.claims) or (
            is_other_meaning and match.places & other.places
        )
        if not is_rival:
            continue
        if other.is_understood and not match.is_understood:
            return False
        if other.equal >= match.equal and other.is_understood == match.is_understood:
            return False
    return True


def _match(column: Column, meaning: Meaning, claims: Sequence[Claim]) -> _Match | None:
    """How well a column explains the believed prices of a meaning; None where it has none of their
    names, or its words say that it means something else.
    """
    if _contradicts(column, claims[0]):
        return None
    anchors, equal = 0, 0
    values: set[str] = set()
    places: set[str] = set()
    matched: set[tuple[object, ...]] = set()
    for claim in claims:
        cells = _cells(column, claim)
        if not cells:
            continue
        anchors += 1
        same = [cell.quote.locator for cell in cells if _is_equal(cell, claim)]
        if same:
            equal += 1
            places.update(same)
            matched.add(claim_key(claim))
            values.add(comparable_value(claim))
    if not equal:
        return None
    is_understood = _is_understood(column, claims[0])
    return _Match(
        column,
        meaning,
        equal,
        anchors,
        len(values),
        is_understood,
        frozenset(places),
        frozenset(matched),
    )


def _meaning(claim: Claim) -> Meaning:
    """What tells the column of a price from others. Bands, days, variants and regions may be said in
    the row.
    """
    of_column = (claim.meter, claim.unit, currency_of(claim), claim.seller, claim.tier)
    return (*of_column, claim.lifetime, claim.modality, claim.mode)


def _names(claim: Claim) -> list[str]:
    return list(dict.fromkeys((claim.subject_name, claim.subject.text)))


def _cells(column: Column, claim: Claim) -> list[Cell]:
    """The cells beside a believed price's name that nothing tells apart from it."""
    found: dict[str, Cell] = {}
    for name in _names(claim):
        for cell in column.cells.get(folded(name), ()):
            if not _differs(cell.words, claim) and _is_said(column, cell, claim):
                found.setdefault(cell.quote.locator, cell)
    return list(found.values())


def _differs(words: PriceWords, claim: Claim) -> bool:
    """Whether words beside a cell say another thing than a price means."""
    said = claim.qualifiers
    if any(words.band) and tuple(words.band) != (said.over_tokens, said.upto_tokens):
        return True
    if words.tier and words.tier != said.tier:
        return True
    if words.unit and words.unit != claim.unit:
        return True
    if words.has_unknown_unit:
        return True
    is_other_meter = bool(words.meters) and claim.meter not in words.meters
    return is_other_meter and claim.unit in TOKEN_UNITS


def _is_said(column: Column, cell: Cell, claim: Claim) -> bool:
    """Whether what qualifies a believed price stands around a cell, and nothing else does: its band,
    days, variant, region, modality and mode.
    """
    said = claim.qualifiers
    bands = [tuple(words.band) for words in (cell.words, column.words) if any(words.band)]
    believed = (said.over_tokens, said.upto_tokens)
    if believed not in (bands or [(None, None)]):
        return False
    texts = (cell.row, column.label, *(quote.text for quote in column.around.headings))
    if _days(cell.row, column.label) != (said.valid_from, said.valid_to):
        return False
    around = folded(" ".join(texts) + (column.around.region.text if column.around.region else ""))
    parts = [part for words in (said.variant, said.region) if words for part in words.split(",")]
    if not all(folded(part) in around for part in parts):
        return False
    row = read_price_words(cell.row)
    modalities = {*row.modalities, *column.words.modalities, *cell.words.modalities}
    if said.modality and said.modality not in modalities:
        return False
    modes = {row.mode, column.words.mode, cell.words.mode}
    return said.mode is None or said.mode in modes


def _days(*texts: str) -> tuple[str | None, str | None]:
    """The days of effect that texts state."""
    found = [condition for text in texts for condition in conditions_in(text)]
    starts = [condition.valid_from for condition in found if condition.valid_from]
    ends = [condition.valid_to for condition in found if condition.valid_to]
    return (starts[0] if starts else None, ends[0] if ends else None)


def _contradicts(column: Column, claim: Claim) -> bool:
    """Whether words that are understood say that a column means another thing."""
    words = column.words
    if column.table[0] == "down" and heads_no_prices(column.label):
        return True
    if _differs(words._replace(band=Band(None, None)), claim):
        return True
    if words.currency and words.currency != currency_of(claim):
        return True
    if words.modalities and claim.modality and claim.modality not in words.modalities:
        return True
    return _is_of_other_prices(column, claim) or _states_condition(column.label, claim)


def _is_of_other_prices(column: Column, claim: Claim) -> bool:
    """Whether the tier of a column, or the unit of all prices around it, is not that of a price."""
    tier = column.words.tier or column.around.tier
    if tier and tier != claim.tier:
        return True
    if column.words.unit is not None or claim.unit not in TOKEN_UNITS:
        return False
    return bool(column.around.unit) and column.around.unit != claim.unit


def _states_condition(label: str, claim: Claim) -> bool:
    """Whether a label states an offer or a period that a price does not have."""
    conditions = conditions_in(label)
    has_offer = any(found.price_class != "list" for found in conditions)
    if has_offer and claim.price_class == "list":
        return True
    has_period = any(found.period for found in conditions)
    return has_period and not (claim.hours or claim.variant)


def says_otherwise(label: str, claim: Claim) -> bool:
    """Whether the words of a header, as far as they are understood, say another thing than a price
    means.
    """
    words = read_price_words(label)
    return _contradicts(Column(("down",), label, words), claim)


def _is_understood(column: Column, claim: Claim) -> bool:
    """Whether a column's own words say the meter of a price."""
    return claim.meter in column.words.meters


def _is_equal(cell: Cell, claim: Claim) -> bool:
    """Whether a cell states a believed price: the same number in the same currency."""
    sign = read_price_words(cell.quote.text).currency
    if sign and currency_of(claim) and sign != currency_of(claim):
        return False
    return _number(cell.value) == _number(comparable_value(claim))


def _number(value: str) -> str:
    try:
        return str(Decimal(value.replace(",", "")).normalize())
    except InvalidOperation:
        return value


def _new(found: AcceptedColumn, names: set[str]) -> list[New]:
    """The cells of an accepted column beside one name, of which nothing was believed. Where several
    texts may be the name, nobody says which is.
    """
    by_place: dict[str, list[Cell]] = defaultdict(list)
    known: set[str] = set()
    for name, cells in found.column.cells.items():
        for cell in cells:
            by_place[cell.quote.locator].append(cell)
            if name in names:
                known.add(cell.quote.locator)
    return [
        New(found, cells[0])
        for place, cells in by_place.items()
        if place not in known and len(cells) == 1
    ]

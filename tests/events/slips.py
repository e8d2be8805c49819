"""Slips planted on the recorded pages: which of them become headlines.

All pages are read again on one night and, on the next, with slips in them: where a headline was
read, a number is replaced by what a slip would have made of it. A page repeats its slips on the
nights that follow. Which slips are planted where follows from a seed.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from spiders.source import Source
from tests.events.edits import NUMBER, EditableNumbers, editable_numbers
from tests.events.nights import RecordedPage, Replay
from tests.support import ROOT
from tests.support.mutations import Editable
from tests.support.standing import meaning_of
from warehouse.store import Database

SHARE_OF_PAGE = 0.15
"""At most so much of what a page states slips at once, beside one that always may."""
OWN_SHARE = 0.5
REPEATED = 2
"""How many nights a page repeats its slips."""
SEED = 20260821
OTHERS = 4
"""So many sellers price alike what is far from the others at first sight."""
FAR = (Decimal(1000), Decimal(100), Decimal(30), Decimal("0.001"))
TOKEN_PRICES = {"input", "output", "cache_read", "cache_write"}
YUAN = Decimal("7.1")
"""About so many yuan are a dollar: a number of yuan that is taken for dollars."""
HEADLINES = (ROOT / "tests" / "events" / "headlines.sql").read_text(encoding="utf-8")
CANDIDATES = (ROOT / "tests" / "events" / "slip_candidates.sql").read_text(encoding="utf-8")


class Price(NamedTuple):
    """A price of a headline, and the text that states it."""

    meter: str
    usd: Decimal
    quote: str
    locator: str

    @property
    def number(self) -> str:
        found = NUMBER.search(self.quote)
        return found[0] if found else ""

    def written(self, number: str) -> str:
        """The text with another number in it."""
        return NUMBER.sub(number, self.quote, count=1)


class Candidate(NamedTuple):
    """A headline that is read from one page."""

    provider: str
    name: str
    """What the page calls it."""
    source: str
    url: str
    is_own: bool
    """Whether the page is the seller's own."""
    model_id: str
    sellers_alike: int
    """How many sellers price the model alike."""
    input: Price
    output: Price


class Slip(NamedTuple):
    """What was planted: the prices as the page states them now."""

    kind: str
    is_named: bool
    """Whether rule 4, or 5 at first sight, names it among what is held."""
    candidate: Candidate
    about: str
    shown: Mapping[str, Decimal]
    """What the headline would say by meter if it believed the page."""
    is_misreading: bool = False
    """Whether one meter moved so far that a reader who repeats itself proves nothing."""


class SlipResult(NamedTuple):
    """What became of a slip."""

    slip: Slip
    shown: bool
    """Whether the headline says it on its first night."""
    held: bool
    """Whether the headline of that night is marked as held, and says what stood before."""
    shown_later: bool
    """Whether the headline says it on a night on which the page repeats it."""


Seen = Mapping[tuple[str, str], Mapping[str, Any]]
"""Rows of offers, by the seller and what a page calls them."""
Kind = Callable[[Candidate, random.Random], list[tuple[Price, str]]]
"""The prices that a slip changes and their new numbers; nothing where it cannot happen."""


def replay_slips(
    folder: Path, pages: Sequence[RecordedPage], sources: Mapping[str, Source], count: int
) -> list[SlipResult]:
    """Plant slips and look at the headlines of the nights on which pages state them."""
    first = max(page.day for page in pages) + timedelta(days=1)
    newest = newest_copies(pages)
    with Replay(folder, sources) as catalog:
        catalog.take(pages)
        catalog.take(page.on(first) for page in newest)
        catalog.warehouse.set_as_of(first)
        found = candidates(catalog.warehouse)
        offered = offered_models(catalog.warehouse)
        slips, changed = plant(newest, found, offered, count)
        nights = [first + timedelta(days=number) for number in range(1, REPEATED + 2)]
        seen: list[Seen] = []
        for night in nights:
            catalog.take(page.on(night) for page in changed)
            catalog.warehouse.set_as_of(night)
            seen.append(headlines(catalog.warehouse, slips))
    return [result_of(slip, seen) for slip in slips]


def newest_copies(pages: Sequence[RecordedPage]) -> list[RecordedPage]:
    """The newest copy of every document, a whole one where a day has both."""
    newest: dict[tuple[str, str], RecordedPage] = {}
    for page in sorted(pages, key=lambda page: (page.day, page.form != "reduced")):
        newest[page.source, page.document] = page
    return list(newest.values())


def headlines(database: Database, slips: Sequence[Slip]) -> Seen:
    """The rows of offers of what slipped."""
    named = [slip.candidate[:2] for slip in slips]
    providers, names = [provider for provider, _ in named], [name for _, name in named]
    rows = database.query_sql(HEADLINES, {"providers": providers, "names": names}).dicts()
    return {(row["asked_provider"], row["asked_name"]): row for row in rows}


def offered_models(database: Database) -> set[tuple[str, str]]:
    """The pairs of a seller and a model that it offers, or that anybody says it does."""
    rows = database.query_sql("SELECT DISTINCT provider, model_id FROM routes").rows
    return {(provider, model_id) for provider, model_id in rows}


def candidates(database: Database) -> list[Candidate]:
    """Every headline whose two prices are read from one page, each a number in a text."""
    found: list[Candidate] = []
    for row in database.query_sql(CANDIDATES).dicts():
        prices = [
            Price(meter, row[f"{meter}_usd"], row[f"{meter}_quote"], row[f"{meter}_locator"])
            for meter in ("input", "output")
        ]
        if all(price.number for price in prices):
            found.append(
                Candidate(
                    row["provider"],
                    row["subject_stated"],
                    row["source"],
                    row["url"],
                    row["is_own"],
                    row["model_id"],
                    row["sellers_alike"],
                    *prices,
                )
            )
    return found


def plant(
    pages: Iterable[RecordedPage],
    found: Sequence[Candidate],
    offered: Collection[tuple[str, str]],
    count: int,
) -> tuple[list[Slip], list[RecordedPage]]:
    """Up to `count` slips, half of them on sellers' own pages, and the pages that state them. A
    tenth as many are on rows that are new.
    """
    chance = random.Random(SEED)
    by_url: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for candidate in found:
        by_url[candidate.source, candidate.url].append(candidate)
    page_of = {(page.source, page.url): page for page in pages}
    quota = {
        place: max(1, round(len(of_page) * SHARE_OF_PAGE)) for place, of_page in by_url.items()
    }
    wanted = {True: round(count * OWN_SHARE), False: count - round(count * OWN_SHARE)}
    edited: dict[tuple[str, str], Editable] = {}
    slips: list[Slip] = []
    kinds = Counter[str]()
    for candidate in chance.sample(found, len(found)):
        place = candidate.source, candidate.url
        if not wanted[candidate.is_own] or not quota[place] or place not in page_of:
            continue
        if place not in edited:
            edited[place] = editable_numbers(page_of[place].read(), candidate.input.locator)
        slip = _planted(
            candidate, edited[place], sorted(KINDS, key=lambda kind: kinds[kind]), chance
        )
        if slip is None:
            continue
        slips.append(slip)
        kinds[slip.kind] += 1
        quota[place] -= 1
        wanted[candidate.is_own] -= 1
    slips += _planted_at_first_sight(found, edited, offered, count // 10, chance)
    used = {(slip.candidate.source, slip.candidate.url) for slip in slips}
    changed = [page_of[place]._replace(body=edited[place].written()) for place in sorted(used)]
    return slips, changed


def _planted(
    candidate: Candidate, page: Editable, kinds: Iterable[str], chance: random.Random
) -> Slip | None:
    """The first of these kinds of slip that can be planted here."""
    for kind in kinds:
        changes = KINDS[kind](candidate, chance)
        if not changes or any(price.number == number for price, number in changes):
            continue
        if not _put_all(page, changes):
            continue
        about = ", ".join(f"{price.meter} {price.number} to {new}" for price, new in changes)
        factors = [Decimal(new) / Decimal(price.number) for price, new in changes]
        shown = {
            price.meter: price.usd * factor
            for (price, _), factor in zip(changes, factors, strict=True)
        }
        is_misreading = _is_far(factors) and not _are_powers_of_ten(factors) and kind != "zero"
        is_named = kind in NAMED or is_misreading or _are_powers_of_ten(factors)
        return Slip(kind, is_named, candidate, about, shown, is_misreading)
    return None


def _planted_at_first_sight(
    found: Sequence[Candidate],
    edited: Mapping[tuple[str, str], Editable],
    offered: Collection[tuple[str, str]],
    count: int,
    chance: random.Random,
) -> list[Slip]:
    """Rows of models that several sellers price alike, put under sellers that nobody says they are
    offered by, far from what the others ask.
    """
    slips: list[Slip] = []
    for candidate in chance.sample(found, len(found)):
        row = re.fullmatch(r"json:(/[^/]+/models/([^/]+))/cost/input", candidate.input.locator)
        page = edited.get((candidate.source, candidate.url))
        if len(slips) == count or not isinstance(page, EditableNumbers):
            continue
        if row is None or candidate.sellers_alike < OTHERS:
            continue
        meters = page.keys(f"{row[1]}/cost")
        if not meters or not TOKEN_PRICES.issuperset(meters):
            continue
        sellers = [
            key
            for key in sorted(page.keys(""))
            if (key, candidate.model_id) not in offered
            and candidate.name not in page.keys(f"/{key}/models")
        ]
        seller, factor = chance.choice(sellers), chance.choice(FAR)
        page.copy(row[1], f"/{seller}/models/{row[2]}", partial(_times, factor=factor))
        prices = (candidate.input, candidate.output)
        shown = {price.meter: price.usd * factor for price in prices}
        about = f"{candidate.input.number} times {factor}"
        planted = candidate._replace(provider=seller)
        slips.append(Slip("first sight", True, planted, about, shown))
    return slips


def _put_all(page: Editable, changes: Sequence[tuple[Price, str]]) -> bool:
    """Replace every text, or none."""
    done: list[tuple[str, str, str]] = []
    for price, number in changes:
        step = (price.locator, price.quote, price.written(number))
        if not page.put(*step):
            for locator, old, new in done:
                page.put(locator, new, old)
            return False
        done.append(step)
    return True


def _is_far(factors: Sequence[Decimal]) -> bool:
    """Whether one meter moves more than fourfold while the others stand."""
    return len(factors) == 1 and (factors[0] > 4 or factors[0] < Decimal("0.25"))


def _are_powers_of_ten(ratios: Iterable[Decimal]) -> bool:
    return all(ratio != 1 and ratio.normalize().as_tuple().digits == (1,) for ratio in ratios)


def result_of(slip: Slip, seen: Sequence[Seen]) -> SlipResult:
    """What the nights say of a slip."""
    place = slip.candidate[:2]
    first = seen[0].get(place)
    is_shown = _says(slip, first)
    is_held = first is not None and not is_shown and _is_held(first)
    return SlipResult(
        slip, is_shown, is_held, any(_says(slip, night.get(place)) for night in seen[1:])
    )


def _says(slip: Slip, row: Mapping[str, Any] | None) -> bool:
    """Whether a headline states any of the numbers that slipped."""
    if row is None:
        return False
    stated = {meter: row[f"{meter}_usd_per_mtok"] for meter in slip.shown}
    return any(
        value is not None and abs(value - slip.shown[meter]) <= slip.shown[meter] / 1000
        for meter, value in stated.items()
    )


def _is_held(row: Mapping[str, Any]) -> bool:
    return bool(row.get("is_held")) or meaning_of(row["standing"], row["status"]) == "held"


# --- the kinds ------------------------------------------------------------------------------------


def _unit_of_a_thousand(candidate: Candidate, chance: random.Random) -> list[tuple[Price, str]]:
    """Every number of the row for a thousand tokens where it was for a million, or the other way."""
    factor = chance.choice((Decimal(1000), Decimal("0.001")))
    return [(price, _times(price.number, factor)) for price in (candidate.input, candidate.output)]


def _ten_times(candidate: Candidate, chance: random.Random) -> list[tuple[Price, str]]:
    """The point of one number is a place off."""
    price = chance.choice((candidate.input, candidate.output))
    return [(price, _times(price.number, chance.choice((Decimal(10), Decimal("0.1")))))]


def _exchanged(candidate: Candidate, _: random.Random) -> list[tuple[Price, str]]:
    """Input and output in each other's place."""
    return [
        (candidate.input, candidate.output.number),
        (candidate.output, candidate.input.number),
    ]


def _zero(candidate: Candidate, chance: random.Random) -> list[tuple[Price, str]]:
    return [(chance.choice((candidate.input, candidate.output)), "0")]


def _yuan_as_dollars(candidate: Candidate, _: random.Random) -> list[tuple[Price, str]]:
    """Both numbers are those of the yuan price."""
    return [(price, _times(price.number, YUAN)) for price in (candidate.input, candidate.output)]


def _digit_lost(candidate: Candidate, chance: random.Random) -> list[tuple[Price, str]]:
    """One digit of a number is gone, or its point."""
    price = chance.choice((candidate.input, candidate.output))
    digits, exponent = _parts(price.number)
    places = [place for place, sign in enumerate(digits) if sign != "0"]
    shorter = (
        digits.replace(".", "")
        if chance.random() < 0.3
        else _without(digits, chance.choice(places))
    )
    if not shorter or not shorter.strip("0.") or shorter.endswith("."):
        return []
    return [(price, _plain(shorter) + exponent)]


def _footnote_glued(candidate: Candidate, chance: random.Random) -> list[tuple[Price, str]]:
    """The mark of a footnote has become the last digit."""
    price = chance.choice((candidate.input, candidate.output))
    digits, exponent = _parts(price.number)
    return [(price, f"{digits}{chance.choice('123')}{exponent}")]


NAMED = ("exchange", "zero", "unit of a thousand", "ten times")
"""The kinds that rule 4 names, whatever the numbers. Of the others it names what is a power of ten,
and one meter that moves more than fourfold while the rest of its card stands.
"""
KINDS: dict[str, Kind] = {
    "unit of a thousand": _unit_of_a_thousand,
    "ten times": _ten_times,
    "exchange": _exchanged,
    "zero": _zero,
    "yuan as dollars": _yuan_as_dollars,
    "digit lost": _digit_lost,
    "footnote glued": _footnote_glued,
}


def _times(number: str, factor: Decimal) -> str:
    return _plain(f"{Decimal(number) * factor:f}")


def _plain(number: str) -> str:
    """A number without zeros that say nothing."""
    return f"{Decimal(number).normalize():f}"


def _parts(number: str) -> tuple[str, str]:
    """The digits and the exponent, such as ("1.5", "e-06")."""
    mark = re.search(r"[eE]", number)
    return (number[: mark.start()], number[mark.start() :]) if mark else (number, "")


def _without(digits: str, place: int) -> str:
    return digits[:place] + digits[place + 1 :]

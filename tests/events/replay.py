"""Replays the recorded nights and asks every event's headline on each of its nights."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from spiders.source import Source
from tests.events.event import NIGHTS, Card, Event, Standing
from tests.events.nights import RecordedPage, Replay, repeated
from tests.support import ROOT
from tests.support.standing import Meaning, meaning_of
from warehouse.store import Database

QUERIES = ROOT / "tests" / "events"
HEADLINES = (QUERIES / "headlines.sql").read_text(encoding="utf-8")
UNSTATED_CARDS = (QUERIES / "unstated_cards.sql").read_text(encoding="utf-8")
UNSTATED_ENDS = (QUERIES / "unstated_ends.sql").read_text(encoding="utf-8")

METERS = ("input", "output", "cache_read")
SAMPLED = 8
"""Of so many nights one is asked about again at the end."""


class Headline(NamedTuple):
    """What is shown of one route on one night."""

    route_id: str
    card: Mapping[str, Decimal | None]
    """By meter, in US dollars per million tokens; a meter that offers do not have is left out."""
    meaning: Meaning
    is_held: bool
    retired_date: str | None


class Answer(NamedTuple):
    """What was shown of an event on one of its nights, and what is wrong with it."""

    night: date
    headline: Headline | None
    faults: tuple[str, ...]


class EventResult(NamedTuple):
    """The answers of an event, one for each night."""

    event: Event
    answers: tuple[Answer, ...]

    @property
    def wrong(self) -> int:
        return sum(bool(answer.faults) for answer in self.answers)

    @property
    def is_late(self) -> bool:
        """Whether it was wrong for more nights than the rules allow."""
        return self.wrong > self.event.tolerated

    @property
    def false_ends(self) -> int:
        """Nights that said of what goes on that it has ended."""
        if self.event.standing in ("ended", "gone"):
            return 0
        return sum(
            answer.headline is not None and answer.headline.meaning == "ended"
            for answer in self.answers
        )

    @property
    def is_falsely_held(self) -> bool:
        """Whether a true value was held where no rule holds it, or longer than the rules do."""
        held = sum(
            answer.headline is not None and answer.headline.is_held and bool(answer.faults)
            for answer in self.answers
        )
        return held > (self.event.tolerated if self.event.may_hold else 0)


class Outcome(NamedTuple):
    """What a replay showed."""

    results: tuple[EventResult, ...]
    unstated_cards: Mapping[date, list[str]]
    """Routes whose card no page stated, on the first night of every event."""
    unstated_ends: Mapping[date, list[str]]
    """Routes said to have ended though no page of their seller says so, on these nights."""
    differing: tuple[str, ...]
    """Answers that the whole catalog, asked as of their night, gives otherwise; some nights are
    asked.
    """


def replay(
    folder: Path,
    pages: Sequence[RecordedPage],
    sources: Mapping[str, Source],
    events: Sequence[Event],
) -> Outcome:
    """Take the pages night by night and ask about the events on their nights.

    A nightly crawl reads a page that stays as it is again and again: on nights that are asked
    about, each page of the days before stands for itself. Nights that nobody asks about are taken
    together.
    """
    asked: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        for night in event.nights:
            asked[night].append(event)
    crawled = repeated(pages, asked, timedelta(days=NIGHTS - 1))
    answers: dict[str, list[Answer]] = defaultdict(list)
    cards: dict[date, list[str]] = {}
    ends: dict[date, list[str]] = {}
    first_nights = {event.nights[0] for event in events}
    taken = date.min
    with Replay(folder, sources) as catalog:
        for night in sorted(asked):
            before = [page for page in crawled if taken < page.day < night]
            catalog.take(before)
            catalog.take(page for page in crawled if page.day == night)
            taken = night
            catalog.warehouse.set_as_of(night)
            for event, answer in ask(catalog.warehouse, night, asked[night]):
                answers[event.id].append(answer)
            if night in first_nights:
                cards[night] = unstated_cards(catalog.warehouse)
                ends[night] = unstated_ends(catalog.warehouse)
        differing = differing_as_of(catalog.warehouse, answers, asked)
    results = tuple(EventResult(event, tuple(answers[event.id])) for event in events)
    return Outcome(results, cards, ends, tuple(differing))


def ask(database: Database, night: date, events: Iterable[Event]) -> list[tuple[Event, Answer]]:
    """The answers of a catalog, set to the night, about events."""
    events = list(events)
    pairs = [(event.provider, name) for event in events for name in event.names]
    rows = database.query_sql(
        HEADLINES,
        {"providers": [pair[0] for pair in pairs], "names": [pair[1] for pair in pairs]},
    ).dicts()
    shown: dict[tuple[str, str], list[Headline]] = defaultdict(list)
    for row in rows:
        shown[row["asked_provider"], row["asked_name"]].append(headline_of(row))
    answers: list[tuple[Event, Answer]] = []
    for event in events:
        headline = _headline_of_event(event, shown)
        answers.append((event, Answer(night, headline, faults(event, headline))))
    return answers


def differing_as_of(
    database: Database,
    answers: Mapping[str, Sequence[Answer]],
    asked: Mapping[date, Sequence[Event]],
) -> list[str]:
    """The answers of some nights that are others once later pages are known, with what was shown
    then and now.
    """
    found: list[str] = []
    for night in sorted(asked)[::SAMPLED]:
        database.set_as_of(night)
        for event, now in ask(database, night, asked[night]):
            (then,) = (answer for answer in answers[event.id] if answer.night == night)
            if now != then:
                found.append(f"{event.id} {night}: {_shown(then)}, now {_shown(now)}")
    return found


def _shown(answer: Answer) -> str:
    if answer.headline is None:
        return "no offer"
    prices = "/".join(
        "none" if price is None else f"{price.normalize():f}"
        for price in answer.headline.card.values()
    )
    held = " held" if answer.headline.is_held else ""
    retired = f" retires {answer.headline.retired_date}" if answer.headline.retired_date else ""
    return f"{answer.headline.route_id} {prices} {answer.headline.meaning}{held}{retired}"


def headline_of(row: Mapping[str, Any]) -> Headline:
    """A row of the view offers, of this version or one with more columns."""
    columns = {meter: f"{meter}_usd_per_mtok" for meter in METERS}
    card = {meter: row[column] for meter, column in columns.items() if column in row}
    meaning = meaning_of(row["standing"], row["status"])
    is_held = bool(row.get("is_held")) or meaning == "held"
    return Headline(row["route_id"], card, meaning, is_held, row["retired_date"])


def faults(event: Event, headline: Headline | None) -> tuple[str, ...]:
    """What is wrong with a headline, in words; nothing where it is right."""
    if headline is None:
        return ("no offer",)
    found = [] if event.new is None else _card_faults(event.new, headline.card)
    if not _stands_as(event, headline.meaning):
        found.append(f"{headline.meaning}, not {event.standing}")
    if event.retired_date and headline.retired_date != event.retired_date:
        found.append(f"retires {headline.retired_date}, not {event.retired_date}")
    return tuple(found)


def unstated_cards(database: Database) -> list[str]:
    """Every headline whose prices no version of a page states side by side."""
    rows = database.query_sql(UNSTATED_CARDS).rows
    return [f"{route} {input_usd:f}/{output_usd:f}" for route, input_usd, output_usd in rows]


def unstated_ends(database: Database) -> list[str]:
    """Every route that is said to have ended though no page of its seller states an end."""
    rows = database.query_sql(UNSTATED_ENDS).dicts()
    return [
        row["route_id"]
        for row in rows
        if meaning_of(row["standing"], row["status"]) == "ended" and not row["is_stated"]
    ]


def _headline_of_event(
    event: Event, shown: Mapping[tuple[str, str], list[Headline]]
) -> Headline | None:
    """What is shown under the first of its names that is known. Where identity gives a name to more
    than one route, the wrong one counts.
    """
    for name in event.names:
        headlines = shown.get((event.provider, name))
        if headlines:
            return max(headlines, key=lambda headline: len(faults(event, headline)))
    return None


def _card_faults(expected: Card, card: Mapping[str, Decimal | None]) -> list[str]:
    found: list[str] = []
    for meter in METERS:
        right: Decimal | None = getattr(expected, meter)
        if right is not None and meter in card and card[meter] != right:
            stated = card[meter]
            shown = "none" if stated is None else f"{stated.normalize():f}"
            found.append(f"{meter} {shown}, not {right:f}")
    return found


def _stands_as(event: Event, meaning: Meaning) -> bool:
    return meaning in _RIGHT[event.standing]


_RIGHT: Mapping[Standing, tuple[Meaning, ...]] = {
    "live": ("live", "held"),
    "ended": ("ended",),
    "not ended": ("live", "held", "missing", "not listed", "unknown"),
    "not listed": ("not listed", "missing", "unknown"),
    "gone": ("ended", "not listed", "missing", "unknown"),
}

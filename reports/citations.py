"""The numbered sources of one page, and the receipts that point to them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from reports.rows import FactRow
from reports.value import Frozen, Receipt

LIFECYCLE = frozenset({"status", "deprecated_date", "retired_date", "successor", "retirement_not_before_date"})


class CitedFact(Frozen):
    """A fact that the page states, with the text that it was read from."""

    fact_id: str
    about: str
    quote: str
    locator: str


class Source(Frozen):
    """One page that was read: who published it, when we read it, the digest of its bytes, and what is taken from it."""

    number: int
    publisher: str
    url: str
    captured: date
    checked: date
    reviewed: date | None
    digest: str
    facts: tuple[CitedFact, ...]


class Page(NamedTuple):
    """What tells one read page from another."""

    publisher: str
    url: str
    digest: str
    captured: date


class Citations:
    """Gives a source its number when it is first cited."""

    def __init__(self, facts: Mapping[str, FactRow], day: date, stale_days: Mapping[str, int]) -> None:
        self._facts, self._stale_days = facts, stale_days
        self._end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        self._numbers: dict[Page, int] = {}
        self._cited: dict[Page, dict[str, FactRow | None]] = {}

    def cite(self, fact_id: str) -> Receipt:
        """The receipt of a fact that is known on the day."""
        fact = self._facts[fact_id]
        page = Page(fact.publisher, fact.url, fact.page_sha256, fact.fetched_at.date())
        return self._receipt(page, fact, fact_id)

    def cite_page(self, page: Page, checked: datetime, fact_id: str, kind: str) -> Receipt:
        """The receipt of what an older page stated, or of what could not be taken from a page."""
        return Receipt(
            source=self._number(page, fact_id, None),
            fact_id=fact_id,
            checked=checked.date(),
            reviewed=None,
            is_stale=self.is_stale(checked, kind),
            gone_since=None,
        )

    def is_stale(self, checked: datetime, attribute: str) -> bool:
        """Whether a fact was last confirmed longer ago than the policy for its kind allows."""
        kind = "price" if attribute == "price" else "lifecycle" if attribute in LIFECYCLE else "other"
        return checked + timedelta(days=self._stale_days[kind]) < self._end

    def sources(self) -> tuple[Source, ...]:
        """Every source cited so far, by number."""
        return tuple(self._source(page, number) for page, number in self._numbers.items())

    def _receipt(self, page: Page, fact: FactRow, fact_id: str) -> Receipt:
        return Receipt(
            source=self._number(page, fact_id, fact),
            fact_id=fact_id,
            checked=fact.last_checked_at.date(),
            reviewed=fact.last_reviewed_at.date() if fact.last_reviewed_at else None,
            is_stale=self.is_stale(fact.last_checked_at, fact.attribute),
            gone_since=fact.missing_since.date() if fact.missing_since else None,
        )

    def _number(self, page: Page, fact_id: str, fact: FactRow | None) -> int:
        number = self._numbers.setdefault(page, len(self._numbers) + 1)
        cited = self._cited.setdefault(page, {})
        cited[fact_id] = cited.get(fact_id) or fact
        return number

    def _source(self, page: Page, number: int) -> Source:
        facts = [fact for fact in self._cited[page].values() if fact]
        reviews = [fact.last_reviewed_at.date() for fact in facts if fact.last_reviewed_at]
        return Source(
            number=number,
            publisher=page.publisher,
            url=page.url,
            captured=page.captured,
            checked=max((fact.last_checked_at.date() for fact in facts), default=page.captured),
            reviewed=min(reviews) if reviews and len(reviews) == len(facts) else None,
            digest=page.digest,
            facts=tuple(
                CitedFact(fact_id=fact.fact_id, about=_about(fact), quote=fact.quote, locator=fact.locator)
                for fact in sorted(facts, key=lambda fact: (_about(fact), fact.fact_id))
            ),
        )


def _about(fact: FactRow) -> str:
    words = [fact.route_id or fact.model_id, fact.attribute.replace("_", " "), (fact.meter or "").replace("_", " "), fact.qualifiers]
    return " · ".join(word for word in words if word)

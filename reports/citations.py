"""The numbered sources of one page, and the receipts that point to them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from reports.rows import FactRow
from reports.value import Frozen, Receipt


class CitedFact(Frozen):
    """A statement that the page rests on; with the text that it was read from, while that is what its page says."""

    fact_id: str
    about: str
    quote: str | None
    locator: str | None
    checked: date
    reviewed: date | None


class Source(Frozen):
    """One page that was read: who published it, when we read it, the digest of its bytes, and what is taken from it."""

    number: int
    publisher: str
    url: str
    captured: date
    checked: date
    reviewed: date | None
    """When a person last accepted what is taken from it; None unless all of it was reviewed."""
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

    def __init__(self, facts: Mapping[str, FactRow], day: date) -> None:
        self._facts = facts
        self._end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        self._numbers: dict[Page, int] = {}
        self._cited: dict[Page, dict[str, CitedFact]] = {}

    def cite(self, fact_id: str) -> Receipt:
        """The receipt of a fact that is known on the day."""
        fact = self._facts[fact_id]
        reviewed = fact.last_reviewed_at.date() if fact.last_reviewed_at else None
        checked = fact.last_checked_at.date()
        cited = CitedFact(
            fact_id=fact_id,
            about=_about(fact),
            quote=fact.quote,
            locator=fact.locator,
            checked=checked,
            reviewed=reviewed,
        )
        return Receipt(
            source=self._number(Page(fact.publisher, fact.url, fact.page_sha256, fact.fetched_at.date()), cited),
            fact_id=fact_id,
            checked=checked,
            reviewed=reviewed,
            is_stale=self.is_stale(fact.last_checked_at, fact.stale_days),
            gone_since=fact.missing_since.date() if fact.missing_since else None,
            held=fact.held_value,
        )

    def cite_page(self, page: Page, cited: CitedFact) -> int:
        """The number of a page for what it stated once, or for what could not be taken from it."""
        return self._number(page, cited)

    def is_stale(self, checked: datetime, stale_days: int) -> bool:
        """Whether something was last confirmed longer ago than the policy allows, at the end of the page's day."""
        return checked + timedelta(days=stale_days) < self._end

    def sources(self) -> tuple[Source, ...]:
        """Every source cited so far, by number."""
        return tuple(self._source(page, number) for page, number in self._numbers.items())

    def _number(self, page: Page, cited: CitedFact) -> int:
        number = self._numbers.setdefault(page, len(self._numbers) + 1)
        known = self._cited.setdefault(page, {})
        if cited.fact_id not in known or known[cited.fact_id].quote is None:
            known[cited.fact_id] = cited
        return number

    def _source(self, page: Page, number: int) -> Source:
        facts = sorted(self._cited[page].values(), key=lambda fact: (fact.about, fact.fact_id))
        reviews = [fact.reviewed for fact in facts if fact.reviewed]
        return Source(
            number=number,
            publisher=page.publisher,
            url=page.url,
            captured=page.captured,
            checked=max(fact.checked for fact in facts),
            reviewed=min(reviews) if reviews and len(reviews) == len(facts) else None,
            digest=page.digest,
            facts=tuple(facts),
        )


def _about(fact: FactRow) -> str:
    words = [
        fact.route_id or fact.model_id,
        fact.attribute.replace("_", " "),
        (fact.meter or "").replace("_", " "),
        fact.qualifiers,
    ]
    return " · ".join(word for word in words if word)

"""Citations of one model: the read pages, the facts taken from them, and the receipts that point to
them; and the numbered sources of a page.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from hashlib import blake2b
from typing import NamedTuple

from reports.data.model_rows import StaleDays
from reports.data.rows import FactRow
from reports.values.value import FrozenModel, Receipt


class CitedFact(FrozenModel):
    """A statement that the page rests on; with the text that it was read from, while that is what
    its page says.
    """

    fact_id: str
    about: str
    quote: str | None
    locator: str | None
    checked: date
    reviewed: date | None


class CitedFacts(FrozenModel):
    """What is taken from a source for one model."""

    model: str
    facts: tuple[CitedFact, ...]
    checked: date
    reviewed: date | None
    """When a person last accepted it; None unless all of it was reviewed."""


class Source(FrozenModel):
    """One page that was read: who published it, when we read it, the digest of its bytes, and what
    is taken from it.
    """

    number: int
    key: str
    """What receipts call it, on every page that cites it."""
    publisher: str
    url: str
    captured: date
    checked: date
    reviewed: date | None
    digest: str
    taken: tuple[CitedFacts, ...]


class CitedPage(NamedTuple):
    """What tells one read page from another."""

    publisher: str
    url: str
    digest: str
    captured: date

    @property
    def key(self) -> str:
        return blake2b("|".join(map(str, self)).encode(), digest_size=5).hexdigest()


CitedPages = Mapping[CitedPage, CitedFacts]


class Citations:
    """Collects what is taken from each page for one model."""

    def __init__(
        self, model: str, facts: Mapping[str, FactRow], day: date, stale_days: StaleDays
    ) -> None:
        self._model, self._facts, self._stale_days = model, facts, stale_days
        self._day = day
        self._keys: dict[CitedPage, str] = {}
        self._cited: dict[CitedPage, dict[str, CitedFact]] = {}
        self._receipts: dict[str, Receipt] = {}

    def cite(self, fact_id: str) -> Receipt:
        """The receipt of a fact that is known on the day."""
        if fact_id not in self._receipts:
            self._receipts[fact_id] = self._receipt(self._facts[fact_id])
        return self._receipts[fact_id]

    def cite_page(self, page: CitedPage, cited: CitedFact) -> str:
        """The key of a page, for what it stated once, or for what could not be taken from it."""
        known = self._cited.setdefault(page, {})
        if cited.fact_id not in known or known[cited.fact_id].quote is None:
            known[cited.fact_id] = cited
        if page not in self._keys:
            self._keys[page] = page.key
        return self._keys[page]

    def is_stale(self, checked: date, source: str, attribute: str, tier: str | None) -> bool:
        """Whether something was last confirmed so many days before the page's day as the policy
        calls stale.
        """
        tier = tier or "standard" if attribute == "price" else None
        return checked + timedelta(days=self._stale_days[source, attribute, tier]) <= self._day

    def cited(self) -> CitedPages:
        """Every page cited so far, in the order in which they were first cited."""
        return {page: self._taken(page) for page in self._cited}

    def _receipt(self, fact: FactRow) -> Receipt:
        cited = CitedFact(
            fact_id=fact.fact_id,
            about=_about(fact),
            quote=fact.quote,
            locator=fact.locator,
            checked=fact.checked,
            reviewed=fact.reviewed,
        )
        return Receipt(
            source=self.cite_page(
                CitedPage(fact.publisher, fact.url, fact.page_sha256, fact.fetched), cited
            ),
            fact_id=fact.fact_id,
            checked=fact.checked,
            reviewed=fact.reviewed,
            is_stale=self.is_stale(fact.checked, fact.source, fact.attribute, fact.tier),
            gone_since=fact.missing_since,
            held=fact.held_value,
        )

    def _taken(self, page: CitedPage) -> CitedFacts:
        facts = sorted(self._cited[page].values(), key=lambda fact: (fact.about, fact.fact_id))
        reviews = [fact.reviewed for fact in facts if fact.reviewed]
        return CitedFacts(
            model=self._model,
            facts=tuple(facts),
            checked=max(fact.checked for fact in facts),
            reviewed=min(reviews) if len(reviews) == len(facts) else None,
        )


def numbered_sources(*models: CitedPages) -> tuple[Source, ...]:
    """The pages that models were read from, each once: those of the first model first."""
    by_page: dict[CitedPage, list[CitedFacts]] = {}
    for cited in models:
        for page, facts in cited.items():
            by_page.setdefault(page, []).append(facts)
    sources: list[Source] = []
    for number, (page, facts_of_models) in enumerate(by_page.items(), start=1):
        sources.append(_source(number, page, facts_of_models))
    return tuple(sources)


def source_numbers(sources: Iterable[Source]) -> dict[str, str]:
    """The number of each source, by the key that receipts call it by."""
    return {source.key: str(source.number) for source in sources}


def _source(number: int, page: CitedPage, taken: list[CitedFacts]) -> Source:
    reviews = [each.reviewed for each in taken if each.reviewed]
    return Source(
        number=number,
        key=page.key,
        publisher=page.publisher,
        url=page.url,
        captured=page.captured,
        checked=max(each.checked for each in taken),
        reviewed=min(reviews) if len(reviews) == len(taken) else None,
        digest=page.digest,
        taken=tuple(taken),
    )


def _about(fact: FactRow) -> str:
    words = [
        fact.route_id or fact.model_id,
        fact.attribute.replace("_", " "),
        (fact.meter or "").replace("_", " "),
        fact.qualifiers,
    ]
    return " · ".join(word for word in words if word)

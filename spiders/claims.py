"""Quote, Claim and Link, and the closed vocabularies of claims.

A misspelt attribute, meter or tier fails here, when the claim is made. Nothing in this module
depends on a publisher, a database or the clock.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, Literal, Self, TypeAlias, cast

from pydantic import BaseModel, ConfigDict, Field, model_validator

Meter = Literal[
    "input",
    "output",
    "cache_read",
    "cache_write",
    "reasoning",
    "training",
    "request",
    "search",
    "storage",
    "session",
    "second",
    "minute",
    "character",
    "image",
    "page",
    "video",
    "voice",
    "song",
    "pixel",
    "subscription",
]

Unit = Literal[
    "token",
    "1K tokens",
    "1M tokens",
    "character",
    "10K characters",
    "1M characters",
    "request",
    "1K requests",
    "image",
    "page",
    "second",
    "minute",
    "hour",
    "GB-day",
    "20-minute session",
    "1M token-hours",
    "video",
    "voice",
    "1K characters",
    "1K images",
    "1K pages",
    "model-month",
    "10B tokens",
    "song",
    "pixel",
    "session",
    "month",
]

Tier = Literal["standard", "batch", "flex", "priority", "fast"]

Attribute = Literal[
    "name",
    "alias",
    "family",
    "released_date",
    "context_tokens",
    "max_input_tokens",
    "max_output_tokens",
    "knowledge_cutoff",
    "licence",
    "open_weights",
    "parameters_total",
    "parameters_active",
    "architecture",
    "input_modalities",
    "output_modalities",
    "capability",
    "status",
    "deprecated_date",
    "retired_date",
    "retirement_not_before_date",
    "successor",
    "points_to",
    "score",
    "base_model",
    "task",
    "languages",
    "gated",
    "listed_date",
    "exchange_rate",
    "price_rule",
]

Lifetime = Literal["5m", "1h"]

Modality = Literal["text", "image", "audio", "video", "pdf"]

Currency = Literal["USD", "CNY", "EUR", "US cents"]

Mode = Literal["thinking", "non_thinking"]

PriceClass = Literal["list", "introductory", "promotional", "net"]
"""list: without a time limit. introductory: for new customers or new models. promotional: for a
limited time. net: with a discount taken off.
"""

BandRule = Literal["cliff", "marginal"]
"""For an input beyond the end of a band. cliff: all of its tokens have the next band's price.
marginal: only the tokens beyond the end have it.
"""

_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
HOURS = (
    rf"^(?:{_DAY}(?:-{_DAY}|(?:,{_DAY})*)(?: with(?:out)? holidays)? )?"
    r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"
)

IsoDay = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
"""A day as an ISO date: "2026-08-31"."""

Lineage = Literal["first_party", "own_card", "aggregator", "community"]

DocumentRole = Literal["complete", "priced", "lifecycle", "changelog", "card", "listing"]
"""What a document is for its publisher. complete: the whole list of what it sells, so that what is
not on it is not sold. priced: prices of its own, not of all that it sells. lifecycle: what is
deprecated and retired. changelog: what happened when. card: what models are. listing: what others
sell or measure.
"""

ContextRole = Literal[
    "column",
    "row",
    "section",
    "unit",
    "caption",
    "free",
    "validity",
    "condition",
    "band",
    "tier",
    "measured",
    "method",
    "lower",
    "upper",
]
"""The relation of a neighbouring text to a value. condition: words in the header of its column that
say when it holds. lower and upper are the ends of the confidence
interval of a score.
"""


class Frozen(BaseModel):
    """The base of all records here: immutable, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Context(Frozen):
    """A neighbouring text that gives a value its meaning: a column header, a section heading, a
    unit line.
    """

    role: ContextRole
    text: str
    locator: str


class Quote(Frozen):
    """A text on a page, and the locator that leads to it in the archived bytes (see
    docs/locators.md).
    """

    text: str
    locator: str
    context: tuple[Context, ...] = ()

    def slice(self, start: int, end: int) -> Self:
        """The characters [start, end) of this quote, as a quote of their own."""
        text = self.text[start:end]
        locator = f"{self.locator} > chars:{start}-{end}"
        return self.model_copy(update={"text": text, "locator": locator})

    def find(self, pattern: str) -> Self | None:
        """The first part that matches `pattern`, or its first group; None when there is none."""
        found = self.find_all(pattern)
        return found[0] if found else None

    def find_all(self, pattern: str) -> list[Self]:
        """Every part that matches `pattern`, or its first group, in order."""
        compiled = re.compile(pattern)
        group = 1 if compiled.groups else 0
        return [self.slice(*match.span(group)) for match in compiled.finditer(self.text)]

    def with_context(self, *context: Context, **roles: "Quote | None") -> Self:
        """This quote with more context, also given by role as `contexts_by_role` takes it."""
        all_context = (*self.context, *context, *contexts_by_role(**roles))
        return self.model_copy(update={"context": all_context})

    def as_context(self, role: ContextRole) -> Context:
        """This text as the context of another quote."""
        return Context(role=role, text=self.text, locator=self.locator)


def contexts_by_role(**roles: Quote | None) -> tuple[Context, ...]:
    """Neighbouring texts as context, each by its role: `unit=line`. None gives no context."""
    given = [(role, quote) for role, quote in roles.items() if quote is not None]
    return tuple(quote.as_context(cast("ContextRole", role)) for role, quote in given)


class Score(Frozen):
    """What a score measures.

    The setting of the run (shots, harness, reasoning effort) is the claim's variant. The day of the
    run is context of the quote, with the role "measured".
    """

    benchmark: str
    version: str | None = None
    """The version of the benchmark."""
    runner: str | None = None
    """Who ran the benchmark, when it is not the publisher of the page."""
    unit: Literal["percent"] | None = None
    """None when the page does not say; a number on a scale of its own has no unit."""


class Qualifiers(Frozen):
    """What tells a value from the other values of the same subject and meter.

    The one definition of the qualifiers: claims have these fields, and the fact key, its id, its
    table and its Arrow schema derive from them (pipeline/facts/fact.py). A new one is added at the
    end, because the ids of facts hash the qualifiers in this order; tests/test_qualifiers.py then
    names the places in SQL that lack its column.
    """

    tier: Tier = "standard"
    """The way of processing the price is for."""
    over_tokens: Annotated[str | None, Field(pattern=r"^>=?\d{1,15}$")] = None
    """Lower end of the input-context band, as ">200000" or ">=200000"."""
    upto_tokens: Annotated[str | None, Field(pattern=r"^<=?\d{1,15}$")] = None
    """Upper end of the band, as "<272000" or "<=200000"."""
    lifetime: Lifetime | None = None
    """Of a price for writing to a cache: how long the entry is kept."""
    modality: Modality | None = None
    """What the tokens hold, when the page has different prices for text, images or audio."""
    variant: str | None = None
    """What else tells this value from its neighbours: a picture size, "fine_tuned", a capability's
    name.
    """
    valid_from: IsoDay | None = None
    """First day of effect, ISO date, as the page states it."""
    valid_to: IsoDay | None = None
    """First day no longer in effect, ISO date (half-open): "through August 31" is September 1."""
    band_rule: BandRule | None = None
    """What an input beyond the band's end costs, when the page says so."""
    region: str | None = None
    """Where the price holds, as the page writes it: "us-east-1"."""
    mode: Mode | None = None
    """Whether the price is for answers with or without thinking, where a page tells them apart."""
    hours: Annotated[str | None, Field(pattern=HOURS)] = None
    """The time of day the price holds, UTC, half-open: "16:30-00:30"; of some days of the week,
    with these before it: "Mon-Fri 01:00-04:00", "Sat-Sun with holidays 00:00-00:00".
    """
    price_class: PriceClass = "list"
    plan: str | None = None
    """The plan or allowance it is for: "free tier", "over 1,500 requests a day"."""


qualifier_values = attrgetter(*Qualifiers.model_fields)
"""The values of a claim's qualifiers as a tuple, in the order of their definition."""


@lru_cache(maxsize=10_000)
def _qualifiers(values: tuple[Any, ...]) -> Qualifiers:
    """The qualifiers with these values: the claims of a page have few different ones."""
    return Qualifiers(**dict(zip(Qualifiers.model_fields, values, strict=True)))


class Claim(Qualifiers):
    """A page says that a route, a model or a service has a value.

    Exactly one of `route`, `model` and `service` names the subject as the page writes it. Exactly
    one of `meter` (with its `unit`) and `attribute` says what the value is: a price, or an
    attribute. The value is the text of `quote` as written; pipeline/facts/normalise.py makes a
    number, a date or a term of it.

    The inherited fields are qualifiers: two prices that differ in one of them are prices of
    different things.
    """

    quote: Quote
    """The value."""
    route: Quote | None = None
    """A model as a seller offers it: the id to call it by, or its name on a price list."""
    model: Quote | None = None
    """A model as such, whoever offers it."""
    service: Quote | None = None
    """A tool that is sold besides the models, such as web search."""
    full_name: str | None = None
    """The subject's full name, when the page shortens it: the "4" of "Claude Sonnet 4.5 / 4"."""
    seller: str | None = None
    """Who offers the route, where the page's publisher does not: an aggregator's provider id."""
    meter: Meter | None = None
    """Of a price: what is paid for."""
    attribute: Attribute | None = None
    value: str | None = None
    """The value, when the quote only implies it: a parameter in a list means "yes".

    Of a price: "free" or "not offered", when the page says so in words, or its amount with a point
    where the page writes decimal commas.
    """
    unit: Unit | None = None
    """Of a price: the amount of the meter that the price is for."""
    score: Score | None = None
    """Of the attribute "score": the benchmark."""
    currency: Currency | None = None
    """The currency the publisher documents, where the quote carries no sign of its own."""
    doubt: str | None = None
    """Why the value cannot be taken as it stands, such as a condition that nothing reads. Such a
    claim is listed, and is no fact.
    """

    @model_validator(mode="after")
    def _one_subject_one_value(self) -> Self:
        # Added up in the open: this is asked of every claim that is made.
        has_route, has_model = self.route is not None, self.model is not None
        if has_route + has_model + (self.service is not None) != 1:
            raise ValueError(
                "a claim has one subject: give exactly one of route=, model=, service="
            )
        if (self.meter is None) == (self.attribute is None):
            raise ValueError(
                "a claim states a price or an attribute: give exactly one of meter=, attribute="
            )
        if (self.meter is None) != (self.unit is None):
            raise ValueError("a price needs unit=, and nothing else has one")
        if (self.attribute == "score") != (self.score is not None):
            raise ValueError("a score needs score=, and nothing else has one")
        return self

    @property
    def qualifiers(self) -> Qualifiers:
        """The claim's qualifiers alone."""
        return _qualifiers(qualifier_values(self))

    @property
    def subject(self) -> Quote:
        """The route, model or service."""
        for subject in (self.route, self.model, self.service):
            if subject is not None:
                return subject
        raise ValueError("a claim has a subject")

    @property
    def subject_kind(self) -> Literal["route", "model", "service"]:
        if self.route is not None:
            return "route"
        return "model" if self.model is not None else "service"

    @property
    def subject_name(self) -> str:
        """The full name of the subject, or else the text of its quote."""
        return self.full_name or self.subject.text


Claims: TypeAlias = Iterator[Claim]
"""The claims of a page, or of a part of it."""


class Link(Frozen):
    """One planned request: the kind of the page, its url, and the document that it retrieves."""

    kind: str
    """The name of the method that reads such pages, in most sources."""
    url: str
    document: str = ""
    """The document's key within its source. A page that moves keeps its key. By default the kind.
    """
    aliases: tuple[str, ...] = ()
    """Other urls of the same document: older hosts, mirrors, locales."""

    @classmethod
    def markdown(cls, kind: str, url: str, *aliases: str) -> Self:
        """A page of documentation that is fetched as Markdown, from the same address with ".md"
        appended.
        """
        return cls(kind=kind, url=f"{url}.md", aliases=(url, *aliases))

    def model_post_init(self, context: Any) -> None:
        if not self.document:
            object.__setattr__(self, "document", self.kind)

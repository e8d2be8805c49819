"""The page model of a comparison: a pure function of catalog, day, pair and traffic profile."""

from collections.abc import Sequence

from pydantic import Field

from reports.data.directory import Directory
from reports.model.events import Event, merge_events
from reports.model.model_data import ModelDataCache
from reports.pages.pair import Pair, PairSide
from reports.pages.sections.at_a_glance import AtAGlance, at_a_glance
from reports.pages.sections.benchmarks import Benchmarks, benchmarks
from reports.pages.sections.capabilities import Capabilities, capabilities
from reports.pages.sections.deep_dive import DeepDive, deep_dive
from reports.pages.sections.faq import Faq, faq
from reports.pages.sections.header import Header, header
from reports.pages.sections.monthly_bill import CostComparison, cost_comparison
from reports.pages.sections.pricing import Pricing, pricing
from reports.pages.sections.related import RelatedComparison, related_comparisons
from reports.pages.sections.review_dates import ReviewDates, review_dates
from reports.pages.sections.scorecard import Scorecard, scorecard
from reports.pages.sections.specs import Specs, specs
from reports.pages.sections.switching import Switching, switching
from reports.pages.sections.tradeoffs import Tradeoffs, tradeoffs
from reports.pages.sections.verdict import Verdict, decide_verdict
from reports.pages.signals import decision_signals
from reports.values.citations import Source, numbered_sources
from reports.values.traffic_profiles import DEFAULT, PROFILES, Profile
from reports.values.value import FrozenModel
from warehouse.store import Database


class SameModel(Exception):
    """A model cannot be compared with itself."""

    exit_code = 2
    code = "same-model"


class Comparison(FrozenModel, serialize_by_alias=True):
    """The page, section by section. All forms (HTML, JSON, Markdown, text) are rendered from it.

    Aliases are keys of the page's JSON, which other programs read: they keep their first names.
    """

    header: Header = Field(serialization_alias="masthead")
    at_a_glance: AtAGlance
    verdict: Verdict
    scorecard: Scorecard
    tradeoffs: Tradeoffs
    cost: CostComparison
    switching: Switching = Field(serialization_alias="friction")
    specs: Specs
    pricing: Pricing
    capabilities: Capabilities
    benchmarks: Benchmarks
    deep_dive: DeepDive
    faq: Faq
    related: tuple[RelatedComparison, ...] = Field(serialization_alias="neighbours")
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    dates: ReviewDates


def compare(
    catalog: Database,
    a_model_id: str,
    b_model_id: str,
    profile: Profile = DEFAULT,
    profiles: Sequence[Profile] = PROFILES,
) -> Comparison:
    """The page of two models as of the catalog's day. Their order does not matter: the page has one
    of its own.
    """
    models = ModelDataCache(catalog, profile, profiles)
    models.load((a_model_id, b_model_id))
    return build_comparison(models, a_model_id, b_model_id)


def build_comparison(models: ModelDataCache, a_model_id: str, b_model_id: str) -> Comparison:
    """The page of two models. Raises SameModel, UnknownModel."""
    if a_model_id == b_model_id:
        raise SameModel(
            f"{a_model_id} cannot be compared with itself; name another model beside it"
        )
    one, other = models[a_model_id], models[b_model_id]
    a, b = sorted((one, other), key=lambda model: model.entry.address)
    left = PairSide("a", a, models.related(a.entry.model_id))
    right = PairSide("b", b, models.related(b.entry.model_id))
    as_of = max(a.as_of, b.as_of)
    return _page(Pair(left, right, models.profile, as_of, models.snapshot.has_scores))


def ordered_pair(entries: Directory, one: str, other: str) -> tuple[str, str]:
    """Two models in the order of their addresses: the page of the other order redirects here."""
    first, second = sorted((one, other), key=lambda model_id: entries[model_id].address)
    return first, second


def must_redirect(entries: Directory, first: str, second: str) -> bool:
    """Whether a url that names two models in this order leads to the url of the other order."""
    return ordered_pair(entries, first, second) != (first, second)


def _page(pair: Pair) -> Comparison:
    shared = benchmarks(pair)
    dates = review_dates(
        {**pair.a.data.receipts, **pair.b.data.receipts},
        pair.a.data.past_values | pair.b.data.past_values,
    )
    found = decision_signals(pair, shared.shared)
    return Comparison(
        header=header(pair),
        at_a_glance=at_a_glance(pair, found, shared.shared, dates),
        verdict=decide_verdict(pair, found),
        scorecard=scorecard(pair, found, shared),
        tradeoffs=tradeoffs(pair, found),
        cost=cost_comparison(pair, found[0]),
        switching=switching(pair),
        specs=specs(pair),
        pricing=pricing(pair),
        capabilities=capabilities(pair),
        benchmarks=shared,
        deep_dive=deep_dive(pair, found),
        faq=faq(pair, found),
        related=related_comparisons(pair),
        events=merge_events(pair.a.data.events, pair.b.data.events),
        sources=numbered_sources(pair.a.data.cited_pages, pair.b.data.cited_pages),
        dates=dates,
    )

"""The comparison page of two models: one page model, a pure function of catalog, day, pair and
traffic profile.
"""

from reports.data.directory import Directory
from reports.model.events import Event, merged
from reports.model.model_data import Dossiers
from reports.pages.sections.benchmarks import Benchmarks, benchmarks
from reports.pages.sections.capabilities import Capabilities, capabilities
from reports.pages.sections.deep_dive import DeepDive, deep_dive
from reports.pages.sections.faq import Faq, faq
from reports.pages.sections.header import Masthead, masthead
from reports.pages.sections.monthly_bill import Cost, cost
from reports.pages.sections.pricing import Pricing, pricing
from reports.pages.sections.related import Neighbour, neighbours
from reports.pages.sections.review_dates import Dates, dates
from reports.pages.sections.scorecard import Scorecard, scorecard
from reports.pages.sections.specs import Specs, specs
from reports.pages.sections.switching import Friction, friction
from reports.pages.sections.tradeoffs import Tradeoffs, tradeoffs
from reports.pages.sections.verdict import Verdict, verdict
from reports.pages.side import Pair, Side
from reports.pages.signals import signals
from reports.values.citations import Source, numbered
from reports.values.traffic_profiles import DEFAULT, PROFILES, Profile
from reports.values.value import Frozen
from warehouse.store import Database


class SameModel(Exception):
    """A model cannot be compared with itself."""

    exit_code = 2
    code = "same-model"


class Comparison(Frozen):
    """The page, section by section. HTML, JSON, Markdown and terminal are made from this and from
    nothing else.
    """

    masthead: Masthead
    verdict: Verdict
    scorecard: Scorecard
    tradeoffs: Tradeoffs
    cost: Cost
    friction: Friction
    specs: Specs
    pricing: Pricing
    capabilities: Capabilities
    benchmarks: Benchmarks
    deep_dive: DeepDive
    faq: Faq
    neighbours: tuple[Neighbour, ...]
    events: tuple[Event, ...]
    sources: tuple[Source, ...]
    dates: Dates


def compare(
    catalog: Database, a_model_id: str, b_model_id: str, profile: Profile = DEFAULT
) -> Comparison:
    """The page of two models as of the catalog's day. Their order does not matter: the page has one
    of its own.
    """
    dossiers = Dossiers(catalog, profile)
    dossiers.load((a_model_id, b_model_id))
    return compose(dossiers, a_model_id, b_model_id)


def compose(dossiers: Dossiers, a_model_id: str, b_model_id: str) -> Comparison:
    """The page of two models. Raises SameModel, UnknownModel."""
    if a_model_id == b_model_id:
        raise SameModel(f"{a_model_id} cannot be compared with itself")
    one, other = dossiers[a_model_id], dossiers[b_model_id]
    a, b = sorted((one, other), key=lambda dossier: dossier.entry.address)
    left = Side("a", a, dossiers.related(a.entry.model_id))
    right = Side("b", b, dossiers.related(b.entry.model_id))
    return _page(Pair(left, right, dossiers.profile, dossiers.shelf.day, dossiers.shelf.has_scores))


def in_order(entries: Directory, one: str, other: str) -> tuple[str, str]:
    """Two models in the order of their addresses: the page of the other order redirects here."""
    first, second = sorted((one, other), key=lambda model_id: entries[model_id].address)
    return first, second


def must_redirect(entries: Directory, first: str, second: str) -> bool:
    """Whether a url that names two models in this order leads to the url of the other order."""
    return in_order(entries, first, second) != (first, second)


def _page(pair: Pair) -> Comparison:
    found = signals(pair)
    shared = benchmarks(pair)
    return Comparison(
        masthead=masthead(pair),
        verdict=verdict(pair, found),
        scorecard=scorecard(pair, found, shared),
        tradeoffs=tradeoffs(pair, found),
        cost=cost(pair, found[0], PROFILES),
        friction=friction(pair),
        specs=specs(pair),
        pricing=pricing(pair),
        capabilities=capabilities(pair),
        benchmarks=shared,
        deep_dive=deep_dive(pair, found),
        faq=faq(pair, found),
        neighbours=neighbours(pair),
        events=merged(pair.a.dossier.events, pair.b.dossier.events),
        sources=numbered(pair.a.dossier.cited, pair.b.dossier.cited),
        dates=dates({**pair.a.dossier.receipts, **pair.b.dossier.receipts}),
    )

"""Writes a page model as JSON, with the parts that pages share written once. What is None is left out."""

from typing import cast

from pydantic import BaseModel
from pydantic_core import to_json

from reports.model.cost import MonthlyCost
from reports.model.events import Event
from reports.model.route_listing import ModelRoutes
from reports.model.scores import Score
from reports.pages.comparison import Comparison
from reports.pages.model_page import ModelPage
from reports.pages.sections.benchmarks import Benchmarks, SharedScore
from reports.pages.sections.monthly_bill import CostComparison, ProfileCost
from reports.pages.sections.pricing import Pricing
from reports.render.part_cache import PartCache
from reports.values.citations import CitedFacts, Source

_SHARED_PARTS = (ModelRoutes, MonthlyCost, Score, Event, CitedFacts)
"""Parts of one model, which every page of that model holds."""
_CONTAINERS = (
    Comparison,
    ModelPage,
    Pricing,
    CostComparison,
    ProfileCost,
    Benchmarks,
    SharedScore,
    Source,
)
"""Parts of one page that hold shared parts."""


def render_json(page: Comparison | ModelPage, part_cache: PartCache | None = None) -> str:
    """The page model as one line of JSON, without what is None."""
    if part_cache is None:
        part_cache = PartCache()
    return f"{_json(page, part_cache)}\n"


def _json(node: object, part_cache: PartCache) -> str:
    if isinstance(node, _SHARED_PARTS):
        return part_cache(_dumped, node)
    if isinstance(node, _CONTAINERS):
        return _json_object(node, part_cache)
    if isinstance(node, tuple):
        items = cast("tuple[object, ...]", node)
        return f"[{','.join(_json(item, part_cache) for item in items)}]"
    return _dumped(node)


def _json_object(node: BaseModel, part_cache: PartCache) -> str:
    members: list[str] = []
    for name, field in type(node).model_fields.items():
        value = getattr(node, name)
        if field.exclude or value is None:
            continue
        key = field.serialization_alias or name
        members.append(f'"{key}":{_json(value, part_cache)}')
    return f"{{{','.join(members)}}}"


def _dumped(node: object) -> str:
    if isinstance(node, BaseModel):
        return node.model_dump_json(exclude_none=True)
    return to_json(node).decode()

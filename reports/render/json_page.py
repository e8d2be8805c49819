"""A page as JSON: exactly its model, with the parts that other pages hold too written once."""

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
from reports.pages.sections.monthly_bill import Cost, ProfileCost
from reports.pages.sections.pricing import Pricing
from reports.render.part_cache import Once
from reports.values.citations import Source, Taken

_OF_A_DOSSIER = (ModelRoutes, MonthlyCost, Score, Event, Taken)
_AROUND_THEM = (Comparison, ModelPage, Pricing, Cost, ProfileCost, Benchmarks, SharedScore, Source)


def render_json(page: Comparison | ModelPage, once: Once | None = None) -> str:
    """Exactly the page model."""
    return f"{_json(page, once or Once())}\n"


def _json(node: object, once: Once) -> str:
    if isinstance(node, _OF_A_DOSSIER):
        return once(_dumped, node)
    if isinstance(node, _AROUND_THEM):
        fields = [
            f'"{name}":{_json(getattr(node, name), once)}' for name in type(node).model_fields
        ]
        return f"{{{','.join(fields)}}}"
    if isinstance(node, tuple):
        return f"[{','.join(_json(item, once) for item in cast('tuple[object, ...]', node))}]"
    return _dumped(node)


def _dumped(node: object) -> str:
    return node.model_dump_json() if isinstance(node, BaseModel) else to_json(node).decode()

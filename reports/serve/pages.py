"""Pages that are made when somebody asks: any pair of models, and any model."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from reports.data.model_lookup import find_model
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison
from reports.pages.model_page import model_page
from reports.pages.sections.header import comparison_path
from reports.render.json_page import render_json
from reports.render.markdown_page import render_markdown
from reports.render.page_forms import render_feed, render_html, render_model, render_model_feed
from reports.serve.api import AsOf, Home
from warehouse.store import Database

router = APIRouter(include_in_schema=False)

PAIR_FORMS: dict[str, tuple[str, Callable[..., str]]] = {
    "index.html": ("text/html", render_html),
    "page.json": ("application/json", render_json),
    "page.md": ("text/markdown", render_markdown),
    "changes.atom": ("application/atom+xml", render_feed),
}
"""The forms of a comparison by file name: media type, and what renders it."""


@router.get("/compare")
def chosen_pair(home: Home, a: str, b: str, as_of: AsOf = None) -> Response:
    """Where a form with two names leads."""
    with home.models(as_of) as (catalog, models):
        first, second = (models.directory[_meant(models, catalog, text)] for text in (a, b))
    path = comparison_path(first, second)
    return RedirectResponse(f"{quote(path)}{_day(as_of)}")


@router.get("/compare/{first}/{second}/")
def pair(home: Home, first: str, second: str, as_of: AsOf = None) -> Response:
    """The page of two models."""
    return pair_in_form(home, first, second, "index.html", as_of)


@router.head("/compare/{first}/{second}/{file}")
@router.get("/compare/{first}/{second}/{file}")
def pair_in_form(home: Home, first: str, second: str, file: str, as_of: AsOf = None) -> Response:
    """The page of two models, named by their addresses, ids or names, in one of its forms."""
    if file not in PAIR_FORMS:
        return Response("not found", 404, media_type="text/plain")
    media_type, render = PAIR_FORMS[file]

    def make() -> str:
        with home.models(as_of) as (catalog, models):
            ids = (_meant(models, catalog, first), _meant(models, catalog, second))
            models.load(ids)
            page = build_comparison(models, *ids)
        parts = home.part_cache(as_of)
        if file == "index.html":
            return render_html(page, part_cache=parts, receipts=home.receipt_addresses())
        return render(page, part_cache=parts)

    text = home.kept((file, first, second, as_of), make)
    return Response(text, media_type=media_type)


@router.get("/models/{name}/")
def one_model(home: Home, name: str, as_of: AsOf = None) -> Response:
    """The page of a model."""
    return model_in_form(home, name, "index.html", as_of)


@router.get("/models/{name}/{file}")
def model_in_form(home: Home, name: str, file: str, as_of: AsOf = None) -> Response:
    """The page of a model, named by its address, id or name."""
    if file not in ("index.html", "page.json", "changes.atom"):
        return Response("not found", 404, media_type="text/plain")

    def make() -> str:
        with home.models(as_of) as (catalog, models):
            model_id = _meant(models, catalog, name)
            page = model_page(models[model_id])
        if file == "page.json":
            return render_json(page)
        if file == "changes.atom":
            return render_model_feed(page)
        comparisons = _comparisons(models, model_id)
        return render_model(page, receipts=home.receipt_addresses(), comparisons=comparisons)

    text = home.kept((file, name, as_of), make)
    return Response(text, media_type=PAIR_FORMS[file][0])


def _meant(models: ModelDataCache, catalog: Database, text: str) -> str:
    """The id of the model that an address, id or name means. Raises UnknownModel, AmbiguousModel."""
    by_address = {entry.address: model_id for model_id, entry in models.directory.items()}
    return by_address.get(text) or find_model(catalog, text)


def _comparisons(models: ModelDataCache, model_id: str) -> list[tuple[str, str]]:
    """The paths and titles of comparisons with models that a reader may want beside this one."""
    entry = models.directory[model_id]
    others = [other for related in models.related(model_id) for other in related.entries]
    return [(comparison_path(entry, other), f"{entry.name} vs {other.name}") for other in others]


def _day(as_of: date | None) -> str:
    return f"?as_of={as_of}" if as_of else ""

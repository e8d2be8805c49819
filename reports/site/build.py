"""Builds the site: pages of pairs, models and providers, lists, the feed of changes, and freshness.

The inputs of every page are compared with those of the previous build before any model is read, so
that only pages that changed are rendered. A page that contradicts itself stops the build.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reports.data.model_rows import leave_out_tail, read_days
from reports.receipts.excerpts import Excerpts, no_excerpts
from reports.render.page_forms import (
    render_template,
)
from reports.site.incremental import (
    IncrementalBuild,
    PageFiles,
    digest_of_files,
)
from reports.site.site_builder import RenderModels, SiteBuilder
from reports.values.publishing import NOTHING_SAID, Publishing
from reports.values.traffic_profiles import PROFILES, Profile
from warehouse.sql_files import SQL
from warehouse.store import Database


class BuildReport(NamedTuple):
    """The result of a build."""

    files: int
    """Files of all pages that were asked for."""
    written: int
    """Files whose content changed."""
    skipped: tuple[tuple[str, str], ...]
    """Pairs of which the catalog does not know both models."""
    unrequested: tuple[str, ...]
    """Pages of an earlier build that this one was not asked for; they are left unchanged."""


def build_site(
    catalog: Database,
    folder: Path,
    pairs: Iterable[tuple[str, str]],
    base_url: str = "",
    profiles: Sequence[Profile] = PROFILES,
    render_models: RenderModels | None = None,
    excerpts: Excerpts = no_excerpts,
    publishing: Publishing = NOTHING_SAID,
    sql_engine: Path | None = None,
) -> BuildReport:
    """Writes the pages of these pairs, of every model and provider, and the receipts of every fact;
    those of models by `render_models` where that is given. `excerpts` finds quotes in the archive;
    `publishing` is what pages say of the use of their data; `sql_engine` is the archive of what
    answers SQL in the browser. Raises ContradictionFound, EngineUnusable.
    """
    build = IncrementalBuild(folder)
    wanted = list(dict.fromkeys(pairs))
    catalog.keep_day()
    leave_out_tail(catalog, wanted)
    ((day, _, has_scores),) = catalog.query("pages/day").rows
    shared_inputs = (
        _version(),
        base_url,
        profiles,
        has_scores,
        catalog.query("pages/around").rows,
        publishing,
        excerpts is no_excerpts,
    )
    generation = (shared_inputs, sorted(wanted), day, catalog.query("pages/content").rows)
    if not build.reuse_all("generation", generation):
        digests: dict[str | None, str] = dict(catalog.query("pages/digests").rows)
        days = read_days(catalog)
        known = (sorted(digests.items(), key=str), sorted(days.items()))
        models = (shared_inputs, sorted(wanted), known)
        if not build.reuse_all("models", models):
            SiteBuilder(
                build=build,
                catalog=catalog,
                digests=digests,
                days=days,
                pairs=wanted,
                base_url=base_url,
                profiles=profiles,
                shared_inputs=shared_inputs,
                render_models=render_models,
                excerpts=excerpts,
                publishing=publishing,
                sql_engine=sql_engine,
            ).write()
        build.write("freshness", generation, _freshness_page(catalog, day, base_url))
        build.save_state({"generation": generation, "models": models})
    known_ids = {str(row[0]) for row in catalog.query("pages/known_ids").rows}
    return BuildReport(
        files=len(build.files),
        written=build.written,
        skipped=tuple(pair for pair in wanted if not known_ids.issuperset(pair)),
        unrequested=build.unrequested_pages(),
    )


def _freshness_page(catalog: Database, day: date, base_url: str) -> PageFiles:
    """How fresh sources and facts are on a day: the one page that every refresh and every day
    changes.
    """
    html = render_template(
        "freshness.html",
        root="",
        as_of=day,
        base_url=base_url,
        policy=catalog.query("pages/policy").dicts(),
        sources=catalog.query("pages/sources").dicts(),
        stand_ins=catalog.query("stand_ins").dicts(),
        ages=catalog.query("pages/ages").dicts(),
    )
    return PageFiles({"freshness.html": html})


@cache
def _version() -> str:
    """A digest of everything that pages are made with: code, templates and queries."""
    queries = SQL.rglob("*.sql")
    code = [
        path
        for path in Path(__file__).parents[1].rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    return digest_of_files([*code, *queries])

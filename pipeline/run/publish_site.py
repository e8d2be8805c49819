"""Writes the site from the published catalog."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from pipeline.activity import activity
from pipeline.configuration import load_configuration
from pipeline.excerpts import ArchiveExcerpts
from pipeline.home import Home
from pipeline.identity.vocabulary import VOCABULARY_FOLDER
from reports.site.build import BuildReport, build_site
from reports.site.site_builder import RenderModels
from reports.values.publishing import Publishing
from reports.values.traffic_profiles import Profile
from spiders.archive import Archive
from warehouse.publishing import current_generation
from warehouse.store import open_catalog


def named_pairs() -> list[tuple[str, str]]:
    """The pairs of models that have a comparison page in the site."""
    table = tomllib.loads((VOCABULARY_FOLDER / "pairs.toml").read_text(encoding="utf-8"))
    return [(first, second) for first, second in table["pairs"]]


class SiteContent(NamedTuple):
    """What the pages of a home are rendered from: its published generation, and what it configures."""

    home: Home
    generation: int
    pairs: tuple[tuple[str, str], ...]
    profiles: tuple[Profile, ...]
    publishing: Publishing


def write_site(
    home: Home,
    folder: Path | None = None,
    renderer: Callable[[SiteContent], RenderModels] | None = None,
) -> BuildReport:
    """Write the pages that changed into `folder`, or into the home's site: comparisons of the named
    pairs that the catalog knows, models, providers and changes. Pages of models are rendered in this
    process, or by what `renderer` gives for the content.
    """
    configuration = load_configuration(home)
    content = SiteContent(
        home=home,
        generation=current_generation(home.path / "published"),
        pairs=(*named_pairs(), *configuration.pairs),
        profiles=configuration.profiles(),
        publishing=configuration.publishing,
    )
    activity.step("writing the site")
    with open_catalog(home.path) as catalog:
        return build_site(
            catalog,
            folder or home.site,
            content.pairs,
            profiles=content.profiles,
            excerpts=ArchiveExcerpts(Archive(home.archive)),
            base_url=content.publishing.url or "",
            publishing=content.publishing,
            sql_engine=home.path / engine if (engine := content.publishing.sql_engine) else None,
            render_models=renderer(content) if renderer else None,
        )


def site_summary(report: BuildReport, folder: Path) -> str:
    """What was written, in a line."""
    return f"{report.files} pages in {folder}, {report.written} of them written now"

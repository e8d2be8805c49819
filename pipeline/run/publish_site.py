"""Writes the site from the published catalog."""

import tomllib
from pathlib import Path

from pipeline.activity import activity
from pipeline.configuration import load_configuration
from pipeline.home import Home
from pipeline.identity.names import VOCABULARY_FOLDER
from reports.site.build import BuildReport, build_site
from warehouse.store import open_catalog


def named_pairs() -> list[tuple[str, str]]:
    """The pairs of models that have a comparison page in the site."""
    table = tomllib.loads((VOCABULARY_FOLDER / "pairs.toml").read_text(encoding="utf-8"))
    return [(first, second) for first, second in table["pairs"]]


def write_site(home: Home, folder: Path | None = None) -> BuildReport:
    """Write the pages that changed into `folder`, or into the home's site: comparisons of the named
    pairs that the catalog knows, models, providers and changes.
    """
    configuration = load_configuration(home)
    pairs = [*named_pairs(), *configuration.pairs]
    activity.step("writing the site")
    with open_catalog(home.path) as catalog:
        return build_site(catalog, folder or home.site, pairs, profiles=configuration.profiles())


def site_summary(report: BuildReport, folder: Path) -> str:
    """What was written, in a line."""
    return f"{report.files} pages in {folder}, {report.written} of them written now"

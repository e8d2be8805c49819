"""Writes the site from the published catalog."""

import tomllib
from pathlib import Path

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
    with open_catalog(home.path) as catalog:
        return build_site(catalog, folder or home.site, named_pairs())


def site_summary(report: BuildReport, folder: Path) -> str:
    """What was written, in a line."""
    return f"{report.files} pages in {folder}, {report.written} of them written now"

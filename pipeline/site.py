"""The report step: the site and its feed, written from the published catalog."""

import tomllib
from pathlib import Path

from pipeline.home import Home
from pipeline.identity import VOCABULARY
from reports.feed import changes_feed
from reports.site import BuildReport, build_site
from warehouse.store import open_catalog

FEED = "changes.atom"


def named_pairs() -> list[tuple[str, str]]:
    """The pairs of models that have pages of their own as files."""
    table = tomllib.loads((VOCABULARY / "pairs.toml").read_text(encoding="utf-8"))
    return [(first, second) for first, second in table["pairs"]]


def write_site(home: Home, folder: Path | None = None) -> BuildReport:
    """Write the pages whose content changed, of the named pairs that the catalog knows, and the feed of changes."""
    folder = folder or home.site
    with open_catalog(home.path) as catalog:
        report = build_site(catalog, folder, named_pairs())
        write_feed(folder / FEED, changes_feed(catalog))
    return report


def write_feed(path: Path, text: str) -> None:
    """Whole or not at all, and only when it says something else."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(text, encoding="utf-8")
    new.replace(path)


def told(report: BuildReport, folder: Path) -> str:
    """What was written, in a line."""
    return f"{report.files} pages in {folder}, {report.written} of them written now"

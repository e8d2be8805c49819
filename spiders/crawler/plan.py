"""What goes to a crawl process, and what comes back: one plan, then one event per line."""

from pathlib import Path

from spiders.archive.outcome import PageOutcome
from spiders.claims import Frozen


class CrawlPlan(Frozen):
    """The work of one crawl process."""

    archive: Path
    run_id: str
    sources: list[str]
    allow_loopback: bool = False
    """For tests and for samples on a local server; otherwise only public addresses are fetched."""
    base_url: str | None = None
    """A local server that stands for the web: https://host/path?query is fetched as
    base_url/host/path?query.
    """
    nights_ago: int = 0
    """For a rehearsal on samples: how many nights ago the retrievals are recorded to be."""
    package: str = "spiders.sources"


class CrawlEvent(Frozen):
    """One line from the crawl process: an outcome, an error of a source, or the file that a source
    is sealed in.
    """

    source: str
    outcome: PageOutcome | None = None
    error: str = ""
    sealed: str = ""

"""What goes to a crawl process, and what comes back: one plan, then one event per line."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from spiders.archive.outcome import PageOutcome
from spiders.claims import Frozen, Link


class CrawlPlan(Frozen):
    """The work of one crawl process."""

    archive: Path
    run_id: str
    sources: list[str]
    links: Mapping[str, list[Link]] = Field(default_factory=dict)
    """What a source starts with, where that is not what it declares."""
    allow_loopback: bool = False
    """For tests and for samples on a local server; otherwise only public addresses are fetched."""
    base_url: str | None = None
    """A local server that stands for the web: https://host/path?query is fetched as
    base_url/host/path?query.
    """
    nights_ago: int = 0
    """For a rehearsal on samples: how many nights ago the retrievals are recorded to be."""
    package: str = "spiders.sources"
    own_sources: Path | None = None
    """The folder with the user's own sources."""
    contact: str = ""
    """The url or address that publishers see, unless CARDKEEP_CONTACT has one."""
    proxies: Mapping[str, str] = Field(default_factory=dict)
    """The url of the proxy for `http` and for `https`. A proxy resolves names itself: what it may reach
    is its operator's to say.
    """
    no_proxy: tuple[str, ...] = ()
    """Hosts that are asked without a proxy, with all below them."""
    ca_file: Path | None = None
    """Certificates that are trusted beside the system's."""
    tokens: Mapping[str, str] = Field(default_factory=dict)
    """The environment variable with the bearer token for a host. It is sent to that host alone."""


class CrawlEvent(Frozen):
    """One line from the crawl process: an outcome, an error of a source, or the file that a source
    is sealed in.
    """

    source: str
    outcome: PageOutcome | None = None
    error: str = ""
    sealed: str = ""

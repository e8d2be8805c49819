"""The crawl process: what `python -m spiders.crawler.worker` runs. See spiders/crawler/crawl.py for
the other end.
"""

import logging
import os
import sys
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders.archive import Archive
from spiders.crawler import settings as our_settings
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from spiders.crawler.redaction import redact
from spiders.crawler.source_crawler import SourceCrawler
from spiders.registry import load_sources

CERTIFICATE_FOLDERS = ("/etc/ssl/certs", "/etc/pki/tls/certs")
"""Where systems keep the certificates that they trust, each under its hash."""
ORPHANED = 3
"""The exit code of a crawl whose parent is gone."""


class _RedactedRecord(logging.LogRecord):
    """A line of the log without the secrets that a url in it may carry."""

    def getMessage(self) -> str:  # noqa: N802 (logging's name)
        return redact(super().getMessage())


def main() -> int:
    """Run the plan on the first line of standard input. Always returns 0: errors are events."""
    line = sys.stdin.buffer.readline()
    if not line:
        return 0  # the parent ended before it had a plan
    plan = CrawlPlan.model_validate_json(line)
    Thread(target=_end_with_parent, daemon=True).start()
    logging.setLogRecordFactory(_RedactedRecord)
    with _claim_stdout() as events:
        _crawl(plan, events)
    return 0


def _crawl(plan: CrawlPlan, events: BinaryIO) -> None:
    def emit(event: CrawlEvent) -> None:
        events.write(event.model_dump_json().encode() + b"\n")
        events.flush()

    settings = _settings(plan)
    process = AsyncCrawlerProcess(settings)
    archive = Archive(Path(plan.archive))
    registry = load_sources(plan.package, plan.own_sources)
    for name in dict.fromkeys(plan.sources):
        source = registry.sources.get(name)
        if source is None:
            unknown = f"there is no source {name!r} in {plan.package}"
            emit(CrawlEvent(source=name, error=registry.broken.get(name, unknown)))
            continue
        process.crawl(SourceCrawler(source, settings, archive=archive, plan=plan, emit=emit))
    if process.crawlers:
        # No signal handlers: a crawl that is told to stop leaves an open file, and salvage() knows
        # what to do with it.
        process.start(install_signal_handlers=False)


def _settings(plan: CrawlPlan) -> Settings:
    settings = Settings()
    settings.setmodule(our_settings, priority="project")
    ours = {
        "ALLOW_LOOPBACK": plan.allow_loopback,
        "USER_AGENT": our_settings.user_agent(plan.contact),
        "HOST_TOKENS": plan.tokens,
    }
    if plan.base_url is None:
        ours |= {"PROXIES": plan.proxies, "NO_PROXY": plan.no_proxy}
    settings.setdict(ours, priority="cmdline")
    if plan.ca_file:
        _trust(plan.ca_file)
    if plan.base_url is not None:
        settings.setdict(our_settings.LOCAL, priority="cmdline")
    return settings


def _trust(ca_file: Path) -> None:
    """Trust these certificates beside the system's: OpenSSL reads the variables when it is asked
    first.
    """
    os.environ["SSL_CERT_FILE"] = str(ca_file)
    folders = (os.environ.get("SSL_CERT_DIR"), *CERTIFICATE_FOLDERS)
    existing = [folder for folder in folders if folder and Path(folder).is_dir()]
    if existing:
        os.environ["SSL_CERT_DIR"] = existing[0]


def _claim_stdout() -> BinaryIO:
    """Standard output, for events alone: from here on, whatever is printed goes to standard error."""
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return events


def _end_with_parent() -> None:
    # Nothing more is ever sent: input ends when the parent does, and an orphan must not go on
    # writing.
    while os.read(0, 4096):
        pass
    os._exit(ORPHANED)


if __name__ == "__main__":
    sys.exit(main())

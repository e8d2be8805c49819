"""The whole job: refresh, pages, alerts."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import NamedTuple

from pipeline.alerting import alerts, channels
from pipeline.alerting.alerts import Told
from pipeline.failures import PublishingBlocked
from pipeline.home import Home
from pipeline.run.refresh import Refreshed, Steps, refresh
from spiders.crawler.process import CrawlProcess


class Night(NamedTuple):
    """What a refresh did, what was written and what was told."""

    refreshed: Refreshed
    site: str
    told: Told


def run_night(
    home: Home,
    names: Iterable[str] = (),
    *,
    base_url: str | None = None,
    crawler: CrawlProcess | None = None,
    steps: Steps | None = None,
) -> Night:
    """Crawl to alert. Raises Locked when another refresh writes, PublishingBlocked once that has
    been told.
    """
    urls = channels.load(home)
    try:
        done = refresh(
            home, names, base_url=base_url, crawler=crawler, steps=steps, meanwhile=_import_site
        )
    except PublishingBlocked:
        alerts.tell(home, urls)
        raise
    from pipeline.run.publish_site import site_summary, write_site

    with ThreadPoolExecutor(
        max_workers=1
    ) as beside:  # so that no fault in the pages keeps an alert back
        telling = beside.submit(alerts.tell, home, urls)
        site = site_summary(write_site(home), home.site)
    return Night(done, site, telling.result())


def _import_site() -> None:
    """The site comes after the crawl and takes long to import: that is done while the first pages
    are on their way.
    """
    import_module("pipeline.run.publish_site")

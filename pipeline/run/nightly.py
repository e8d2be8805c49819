"""The whole nightly job: refresh, site, alerts."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from pipeline.alerting import alerts, channels
from pipeline.alerting.alerts import NotificationResult
from pipeline.engines.shared_home import send_site, storage_of
from pipeline.home import Home
from pipeline.run.deaths import told_if_it_dies
from pipeline.run.publish_site import site_summary, write_site
from pipeline.run.refresh import RefreshResult, Steps, refresh


class NightlyResult(NamedTuple):
    """What the refresh did, what was written in a line, and which notifications were sent."""

    refresh: RefreshResult
    site: str
    notifications: NotificationResult


def run_nightly(
    home: Home,
    names: Iterable[str] = (),
    *,
    base_url: str | None = None,
    trust_clock: bool = False,
    steps: Steps | None = None,
) -> NightlyResult:
    """Refresh, write the site and send alerts. However it dies, that is recorded and told.

    Raises Locked when another process keeps writing. Raises PublishingBlocked when a check refuses the new
    catalog, once alerts have been sent.
    """
    with told_if_it_dies(home, "refresh"):
        urls = channels.load(home)
        refresh_result = refresh(
            home, names, base_url=base_url, trust_clock=trust_clock, steps=steps
        )
        # Alerts go out from a thread of their own, so that no fault in the pages keeps one back.
        with ThreadPoolExecutor(max_workers=1) as executor:
            notifications = executor.submit(alerts.notify, home, urls)
            renderer = steps.renderer if steps else None
            site = site_summary(write_site(home, renderer=renderer), home.site)
            storage = storage_of(home)
            if storage:
                site += f"; {send_site(storage, home.site)} sent to {storage.url}"
        return NightlyResult(refresh_result, site, notifications.result())

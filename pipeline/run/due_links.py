"""The links that a crawl starts with, for sources whose pages are due each by itself."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from pipeline.run.steps import Sources, period_hours
from spiders.claims import Link
from spiders.platforms.huggingface import LABS
from spiders.source import Source
from warehouse.working import Warehouse

PAGES_A_NIGHT = 1500
"""The most pages of one source that one night asks for; the next one goes on with the others."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class AskedPages:
    """What was asked of one source before."""

    def __init__(self) -> None:
        self.answered_at: dict[str, datetime] = {}
        """When each url was last answered, in whatever way."""
        self.failed: list[Link] = []
        """The links that had no answer when they were last tried."""


def due_links(
    sources: Sources,
    warehouse: Warehouse,
    now: datetime,
    *,
    named: Collection[str] = (),
    finds_repositories: bool = True,
) -> dict[str, list[Link]]:
    """The links to start with, by source, for each source that is due by page and has any; where
    sources are named, for those alone.

    They are those that it declares, those of the repositories that the catalog's pages name, and
    those that failed last, so that a list that broke off goes on from there. What was answered
    within the source's period is not among them, but for the declared links of a source that is
    named.
    """
    by_page = {
        name: source
        for name, source in sources.items()
        if source.due_by_page and (not named or name in named)
    }
    if not by_page:
        return {}
    asked = _asked_pages(warehouse)
    repositories: list[tuple[str, bool]] = []
    if finds_repositories:
        stated = warehouse.query("writer/stated_repositories", {"owners": list(LABS)})
        repositories = [(repository, is_listed) for repository, is_listed in stated.rows]
    links: dict[str, list[Link]] = {}
    for name, source in by_page.items():
        before = asked.get(name) or AskedPages()
        candidates = [*source.links, *before.failed, *_found_links(source, repositories)]
        kept = source.links if name in named else ()
        due = _due(candidates, before, now - _period(source), now, kept)
        if due:
            links[name] = due
    return links


def _asked_pages(warehouse: Warehouse) -> dict[str, AskedPages]:
    asked: dict[str, AskedPages] = {}
    rows = warehouse.query("writer/last_answers").rows
    for source, document, kind, url, answered_at, has_failed in rows:
        pages = asked.setdefault(source, AskedPages())
        if has_failed:
            pages.failed.append(Link(kind=kind, url=url, document=document))
        elif answered_at is not None:
            pages.answered_at[url] = answered_at
    return asked


def _found_links(source: Source, repositories: Iterable[tuple[str, bool]]) -> list[Link]:
    found = [
        source.repository_link(repository, is_listed=is_listed)
        for repository, is_listed in repositories
    ]
    return [link for link in found if link]


def _period(source: Source) -> timedelta:
    # An hour less, for a nightly timer that starts a little earlier than the night before.
    return timedelta(hours=period_hours(source.refresh_every) - 1)


def _due(
    candidates: Iterable[Link],
    before: AskedPages,
    since: datetime,
    now: datetime,
    kept: Collection[Link],
) -> list[Link]:
    """The candidates that were not answered after `since`, the longest unasked first."""
    due: dict[str, Link] = {}
    for link in candidates:
        answered_at = before.answered_at.get(link.url, _NEVER)
        # A time to come was written under a wrong clock, and says nothing.
        if link in kept or not since < answered_at <= now:
            due.setdefault(link.url, link)
    in_order = sorted(due.values(), key=lambda link: before.answered_at.get(link.url, _NEVER))
    return in_order[:PAGES_A_NIGHT]

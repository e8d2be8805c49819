"""SourceCrawler: Scrapy's crawler for one source, with the archive file of its run around it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from spiders.archive import Archive
from spiders.claims import Link
from spiders.crawler import browser
from spiders.crawler.link_tracker import LinkTracker
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from spiders.source import Source

if TYPE_CHECKING:
    from spiders.crawler.rendering import Rendering


class SourceCrawler(Crawler):
    """Crawls one source. Its errors become events, and never reach the crawlers beside it."""

    link_tracker: LinkTracker

    def __init__(
        self,
        source: type[Source],
        settings: Settings,
        *,
        archive: Archive,
        plan: CrawlPlan,
        emit: Callable[[CrawlEvent], None],
    ) -> None:
        # A local copy of the web holds pages as they are rendered.
        self._renders = source.needs_browser and plan.base_url is None
        self._missing_requirements = browser.missing_requirements() if self._renders else ""
        if self._renders and not self._missing_requirements:
            settings = settings.copy()
            settings.setdict(browser.browser_settings(), priority="cmdline")
        super().__init__(source, settings)
        self._archive = archive
        self._plan = plan
        self._emit = emit
        self._close_task: asyncio.Future[None] | None = None

    async def crawl_async(self, *args: Any, **kwargs: Any) -> None:
        name = self.spidercls.name
        try:
            with self._archive.writer(self._plan.run_id, name) as writer:
                self.link_tracker = LinkTracker(
                    self._archive,
                    writer,
                    self._plan.base_url,
                    on_outcome=lambda outcome: self._emit(CrawlEvent(source=name, outcome=outcome)),
                    on_error=lambda error: self._emit(CrawlEvent(source=name, error=error)),
                    stop=self._close_early,
                    nights_ago=self._plan.nights_ago,
                    rendering=self._rendering(),
                    missing_requirements=self._missing_requirements,
                )
                reason = await self._crawl_pages()
                planned = self.link_tracker.first_links
                self.link_tracker.close(reason, self._first_links() if planned is None else planned)
                sealed = await asyncio.to_thread(writer.seal)
        except Exception as error:  # noqa: BLE001 (the crawlers beside this one go on)
            open_file = f"{self._plan.run_id}--{name}.warc.open"
            message = (
                f"{name} was not archived: {type(error).__name__}: {error}; "
                f"what was received is kept in {open_file} if that exists"
            )
            self._emit(CrawlEvent(source=name, error=message))
        else:
            self._emit(CrawlEvent(source=name, sealed=str(sealed)))

    def start_requests(self) -> Iterator[Request]:
        """The requests that the crawl starts with."""
        planned = self._plan.links.get(self.spidercls.name)
        return self.link_tracker.start(cast(Source, self.spider), planned)

    def _first_links(self) -> list[Link]:
        planned = self._plan.links.get(self.spidercls.name)
        return _declared_links(self.spidercls) if planned is None else planned

    def _rendering(self) -> "Rendering | None":
        if not self._renders or self._missing_requirements:
            return None
        from spiders.crawler.rendering import Rendering

        return Rendering(self)

    def _close_early(self, reason: str) -> None:
        if self.crawling and not self._close_task:
            self._close_task = asyncio.ensure_future(self.engine.close_spider_async(reason=reason))

    async def _crawl_pages(self) -> str:
        """Crawl, and return the reason to record for links that have no outcome afterwards."""
        try:
            await super().crawl_async()
        except Exception as error:  # noqa: BLE001 (its links still get their outcomes)
            reason = f"the source failed: {type(error).__name__}: {error}"
            self._emit(CrawlEvent(source=self.spidercls.name, error=reason))
            return reason
        finish_reason = self.stats.get_value("finish_reason")
        if finish_reason == "finished":
            return "no answer recorded"
        return f"no answer recorded: the crawl ended early, {finish_reason}"


def _declared_links(source: type[object]) -> list[Link]:
    """The links that a source declares. Its `links` may be anything: it is code of its author."""
    declared: object = getattr(source, "links", None)
    if not isinstance(declared, (list, tuple)):
        return []
    return [link for link in cast(Sequence[object], declared) if isinstance(link, Link)]


class StartRequests:
    """A spider middleware: the links of a source become its first requests."""

    def __init__(self, crawler: SourceCrawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: SourceCrawler) -> Self:
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        for request in self._crawler.start_requests():
            yield request

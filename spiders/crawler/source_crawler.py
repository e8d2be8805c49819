"""SourceCrawler: Scrapy's crawler for one source, with the archive file of its run around it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TYPE_CHECKING, Any, Self, cast

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
    """Crawls one source. Whatever happens to it is told as events, and never to the crawlers beside
    it.
    """

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
        self._draws = (
            source.needs_browser and plan.base_url is None
        )  # a local copy of the web holds pages as drawn
        self._lacking = browser.missing_requirements() if self._draws else ""
        if self._draws and not self._lacking:
            settings = settings.copy()
            settings.setdict(browser.browser_settings(), priority="cmdline")
        super().__init__(source, settings)
        self._archive, self._plan, self._emit = archive, plan, emit
        self._ending: asyncio.Future[None] | None = None

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
                    stop=self._end_early,
                    nights_ago=self._plan.nights_ago,
                    rendering=self._rendering(),
                    lacking=self._lacking,
                )
                reason = await self._crawl()
                self.link_tracker.close(reason, _links(self.spidercls))
                sealed = await asyncio.to_thread(writer.seal)
        except Exception as error:  # noqa: BLE001 (the crawlers beside this one go on)
            kept = (
                f"what was received is kept in {self._plan.run_id}--{name}.warc.open if that exists"
            )
            self._emit(
                CrawlEvent(
                    source=name,
                    error=f"{name} was not archived: {type(error).__name__}: {error}; {kept}",
                )
            )
        else:
            self._emit(CrawlEvent(source=name, sealed=str(sealed)))

    def _rendering(self) -> "Rendering | None":
        if not self._draws or self._lacking:
            return None
        from spiders.crawler.rendering import Rendering

        return Rendering(self)

    def _end_early(self) -> None:
        if self.crawling and not self._ending:
            self._ending = asyncio.ensure_future(
                self.engine.close_spider_async(reason="the archive cannot be written")
            )

    async def _crawl(self) -> str:
        """Crawl, and say why a link that has no outcome after it has none."""
        try:
            await super().crawl_async()
        except Exception as error:  # noqa: BLE001 (its links still get their outcomes)
            reason = f"the source failed: {type(error).__name__}: {error}"
            self._emit(CrawlEvent(source=self.spidercls.name, error=reason))
            return reason
        finished = self.stats.get_value("finish_reason")
        return "no answer recorded" + (
            "" if finished == "finished" else f": the crawl ended early, {finished}"
        )


def _links(source: type[object]) -> list[Link]:
    """The links that a source declares, as far as it does."""
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
        for request in self._crawler.link_tracker.start(cast(Source, self._crawler.spider)):
            yield request

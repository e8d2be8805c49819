"""The steps of a refresh whose pages are put into the archive from the files of the samples, in
this process: for tests of what comes after a crawl, each of which takes seconds to start its own.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from pipeline.run.refresh import Steps, all_sources
from pipeline.samples.server import MEDIA_TYPES, SampleServer
from spiders.archive import Archive, PageOutcome
from spiders.claims import Link
from spiders.crawler.crawl import SourceReport
from spiders.crawler.plan import CrawlPlan


def sample_steps(samples: SampleServer) -> Steps:
    """Steps that take every planned link of a source from the samples, as on the server's night."""

    def take(plan: CrawlPlan) -> dict[str, SourceReport]:
        sources, _ = all_sources()
        return {name: _take(plan, name, sources[name].links, samples) for name in plan.sources}

    return Steps(take)


def _take(plan: CrawlPlan, source: str, links: list[Link], samples: SampleServer) -> SourceReport:
    seen_at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=plan.nights_ago)
    outcomes: list[PageOutcome] = []
    with Archive(plan.archive).writer(plan.run_id, source) as writer:
        for link in links:
            address = urlsplit(link.url)
            path = samples.page(f"/{address.netloc}{address.path}")
            assert path, f"no sample stands for {link.url}"
            body, media_type = path.read_bytes(), MEDIA_TYPES[path.suffix]
            record_id = writer.write_resource(
                url=link.url,
                seen_at=seen_at,
                body=body,
                media_type=media_type,
                form="fetched",
                origin="test",
            )
            outcomes.append(
                PageOutcome(
                    run_id=plan.run_id,
                    source=source,
                    document=link.document,
                    kind=link.kind,
                    url=link.url,
                    final_url=link.url,
                    seen_at=seen_at,
                    precision="second",
                    form="fetched",
                    outcome="ok",
                    detail="",
                    http_status=200,
                    sha256=hashlib.sha256(body).hexdigest(),
                    bytes=len(body),
                    media_type=media_type,
                    etag="",
                    last_modified="",
                    record_id=record_id,
                )
            )
            writer.write_outcome(outcomes[-1])
    return SourceReport(outcomes=outcomes, errors=[], sealed=str(writer.path))

"""A crawl, from outside: a plan goes to a child process, outcomes come back line by line.

The crawler runs in a process of its own because it can be started only once in one, and so that
whatever happens to it happens to it alone. `python -m spiders.crawler.worker` is that process: a
plan on the first line of its standard input, events as JSON lines on its standard output, warnings
on its standard error. It ends when its input does.
"""

from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import IO, cast

from pydantic import ValidationError

from spiders.archive.outcome import PageOutcome
from spiders.claims import Frozen
from spiders.crawler.plan import CrawlPlan, CrawlEvent
from spiders.crawler.process import CrawlProcess, waiting_crawl_process


class SourceReport(Frozen):
    """What a crawl came to for one source."""

    outcomes: list[PageOutcome]
    errors: list[str]
    """What went wrong beside the pages: an exception in the source, a file that was not sealed."""
    sealed: str
    """The file with the outcomes. Empty: they are not in the archive yet, and count for nothing."""

    @property
    def is_complete(self) -> bool:
        """Whether every page that the source leads to was seen."""
        return (
            bool(self.sealed)
            and not self.errors
            and all(outcome.confirms for outcome in self.outcomes)
        )


class CrawlReport(Frozen):
    """What a crawl came to, for every source of its plan."""

    run_id: str
    sources: dict[str, SourceReport]


def crawl(
    plan: CrawlPlan,
    on_event: Callable[[CrawlEvent], None] | None = None,
    crawler: CrawlProcess | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> CrawlReport:
    """Run a plan in a child process and wait for its last word. A source that fails is a report,
    never an exception.

    `crawler` is a process that waits for a plan already; one is started where there is none.
    `meanwhile` is done before its first event is read.
    """
    events: list[CrawlEvent] = []
    with nullcontext(crawler) if crawler else waiting_crawl_process() as process:
        plan_pipe, events_pipe = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
        with suppress(BrokenPipeError):  # it ended at once; its exit code will tell
            plan_pipe.write(plan.model_dump_json().encode() + b"\n")
            plan_pipe.flush()
        if meanwhile:
            meanwhile()
        for line in events_pipe:
            try:
                events.append(CrawlEvent.model_validate_json(line))
            except ValidationError:
                continue  # not ours: a library that prints
            if on_event:
                on_event(events[-1])
        reports = {name: _report(name, events, process) for name in plan.sources}
        process.kill()  # it has closed its end; clearing away what it imported would take a core from what comes now
    return CrawlReport(run_id=plan.run_id, sources=reports)


def _report(source: str, events: list[CrawlEvent], process: CrawlProcess) -> SourceReport:
    own = [event for event in events if event.source == source]
    errors = [event.error for event in own if event.error]
    sealed = "".join(event.sealed for event in own)
    if not sealed and not errors:
        code = process.wait()
        ended = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        errors.append(
            f"the crawl process {ended} before {source} was sealed; what it received is kept in the open file; "
            "Archive.salvage() seals that, and the next crawl starts anew"
        )
    return SourceReport(
        outcomes=[event.outcome for event in own if event.outcome], errors=errors, sealed=sealed
    )

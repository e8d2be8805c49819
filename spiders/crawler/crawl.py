"""A crawl, from outside: a plan goes to a child process, outcomes come back line by line.

The crawler runs in a process of its own because it can be started only once in one, and so that
whatever happens to it happens to it alone. `python -m spiders.crawler.worker` is that process: a
plan on the first line of its standard input, events as JSON lines on its standard output, warnings
on its standard error. It ends when its input does.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO, cast

from pydantic import ValidationError

from spiders.archive.outcome import PageOutcome
from spiders.claims import Frozen
from spiders.crawler.plan import CrawlEvent, CrawlPlan
from spiders.crawler.process import CrawlProcess, crawl_process


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


def crawl(plan: CrawlPlan, on_event: Callable[[CrawlEvent], None] | None = None) -> CrawlReport:
    """Run a plan in a child process, and wait for its last event.

    `on_event` is called with each event as it comes. A source that fails is a report, never an
    exception.
    """
    events: list[CrawlEvent] = []
    with crawl_process() as process:
        _send_plan(plan, process)
        for event in _read_events(process):
            events.append(event)
            if on_event:
                on_event(event)
        reports = {name: _report(name, events, process) for name in plan.sources}
    return CrawlReport(run_id=plan.run_id, sources=reports)


def _send_plan(plan: CrawlPlan, process: CrawlProcess) -> None:
    plan_pipe = cast(IO[bytes], process.stdin)
    with suppress(BrokenPipeError):  # the process has ended: its exit code will tell
        plan_pipe.write(plan.model_dump_json().encode() + b"\n")
        plan_pipe.flush()


def _read_events(process: CrawlProcess) -> Iterator[CrawlEvent]:
    for line in cast(IO[bytes], process.stdout):
        try:
            yield CrawlEvent.model_validate_json(line)
        except ValidationError:
            continue  # not an event: a library that prints


def _report(source: str, events: list[CrawlEvent], process: CrawlProcess) -> SourceReport:
    own = [event for event in events if event.source == source]
    outcomes = [event.outcome for event in own if event.outcome]
    errors = [event.error for event in own if event.error]
    sealed = "".join(event.sealed for event in own)
    if not sealed and not errors:
        errors.append(
            f"the crawl process {_how_it_ended(process)} before {source} was sealed; what it "
            "received is kept in "
            "the open file; Archive.salvage() seals that, and the next crawl starts anew"
        )
    return SourceReport(outcomes=outcomes, errors=errors, sealed=sealed)


def _how_it_ended(process: CrawlProcess) -> str:
    code = process.wait()
    if code < 0:
        return f"was killed by signal {-code}"
    return f"ended with code {code}"
